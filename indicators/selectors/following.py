# SPDX-License-Identifier: EUPL-1.2
"""What somebody comes back to."""

from collections.abc import Iterable

from indicators.models import Favourite
from indicators.selectors.sheets import IndicatorSheet
from sozialplanung.accounts.models import User


def favourites_among(person: object, sheets: Iterable[IndicatorSheet]) -> tuple[IndicatorSheet, ...]:
    """Return which of these indicators are on the list of somebody, in their order; none for strangers."""
    if not isinstance(person, User):
        return ()
    kept = set(Favourite.objects.filter(person_id=person.pk).values_list("indicator_id", flat=True))
    return tuple(sheet for sheet in sheets if sheet.id in kept)
