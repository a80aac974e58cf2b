# SPDX-License-Identifier: EUPL-1.2
"""The bounds of a delivery that a narrowed role began: what another topic's series is answered with."""

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.errors import DeliveryError
from indicators.models import Delivery
from indicators.selectors.parts import names_mapped, names_within


def refuse_foreign(*, delivery: Delivery, mappings: Iterable[Mapping[str, Any]]) -> None:
    """Refuse mappings that bring a series beyond the bounds of a delivery, in the words for one that is not there.

    Raises
    ------
    DeliveryError
        ``indicators.series_unknown`` with the first such series.
    """
    names = names_within(delivery)
    if names is None:
        return
    foreign = sorted({name for mapping in mappings for name in names_mapped(mapping)} - names)
    if foreign:
        raise DeliveryError(
            "indicators.series_unknown",
            f"The mapping names the series {foreign[0]}, which does not exist.",
            series=foreign[0],
            way_out="Create the series in the catalogue, or choose another one in the mapping.",
        )
