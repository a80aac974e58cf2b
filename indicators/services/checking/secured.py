# SPDX-License-Identifier: EUPL-1.2
"""Whether a table that its supplier secured shows counts that it would have hidden."""

from collections.abc import Iterator, Sequence

import numpy as np

from indicators.services.checking.loading import Loaded, Slice
from indicators.services.checking.rules import Role, Told, area_label, named
from indicators.services.checking.texts import Parameter, plain


def shown_small_counts(loaded: Loaded, slices: Sequence[Slice]) -> Iterator[Told | None]:
    """Tell each column with counts above 0 that the supplier of a secured source does not show; None where none is.

    Rates without counts say nothing here: how small their counts are does not follow from a delivery.
    """
    source = loaded.batch.source
    if not source.secured_by:
        return
    for one in slices:
        for role in _counts_of(one):
            yield None
            values = getattr(one, role)
            # Comparing with NaN is false: what was not delivered and what is marked has no number.
            places = np.flatnonzero((values > 0) & (values < source.secured_below))
            if not places.size:
                continue
            row = one.ground.rows[int(places[0])]
            params: dict[str, Parameter] = {
                **named(one),
                "n": int(places.size),
                "below": source.secured_below,
                "supplier": source.secured_by,
                "area": area_label(row.name, row.key),
                "value": plain(float(values[places[0]])),
            }
            yield Told("checks.secured_small", "warning", one, role=role, params=params)


def _counts_of(one: Slice) -> Iterator[Role]:
    roles: tuple[Role, ...] = (
        ("value", "numerator", "denominator")
        if one.series.is_additive
        else (
            "numerator",
            "denominator",
        )
    )
    yield from (role for role in roles if not np.isnan(getattr(one, role)).all())
