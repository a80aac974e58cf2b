# SPDX-License-Identifier: EUPL-1.2
"""The classes that readers see first, where a steward decided on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from indicators.models import Indicator, RegionalClasses
from indicators.selectors.released import released_rows
from indicators.selectors.sheets import OrganisationRef
from sozialplanung.accounts.models import Organisation
from spatial.selectors.rows import LevelRow


@dataclass(frozen=True, slots=True)
class RegionalDefault:
    """What readers see first: rising inner bounds, colours (empty: those of the indicator), a middle or None; why."""

    bounds: tuple[float, ...]
    palette: str
    middle: float | None
    reason: str
    decided_on: date


def regional_default(organisation: OrganisationRef, indicator: str, level: str) -> RegionalDefault | None:
    """Return the default of an indicator at a level; None where nobody decided on one, or it was withdrawn."""
    rows = released_rows(
        organisation.audience,
        "SELECT bounds, palette, middle, reason, decided_at FROM indicators_published_regional "
        "WHERE organisation_id = %s AND indicator = %s AND level = %s",
        [organisation.id, indicator, level],
    )
    if not rows:
        return None
    bounds, palette, middle, reason, decided_at = rows[0]
    return RegionalDefault(tuple(bounds), palette, middle, reason, localdate(decided_at))


def history_of(indicator: Indicator, level: LevelRow) -> list[RegionalClasses]:
    """Return all decisions on an indicator at a level, the newest first."""
    rows = RegionalClasses.objects.filter(indicator=indicator, level_id=level.id).select_related("decided_by")
    return list(rows.order_by("-revision"))


def decided_defaults(organisation: Organisation) -> Iterable[RegionalClasses]:
    """Return the newest decision of every indicator and level on which somebody decided."""
    rows = RegionalClasses.objects.filter(organisation=organisation).select_related("indicator", "level", "decided_by")
    return rows.order_by("indicator_id", "level_id", "-revision").distinct("indicator_id", "level_id")
