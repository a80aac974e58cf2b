# SPDX-License-Identifier: EUPL-1.2
"""Decide on the classes that readers see first: set, withdraw, take the last decision back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.db.models import QuerySet

from indicators.errors import CatalogueError
from indicators.models import Indicator, RegionalClasses
from indicators.rendering.ownbounds import FEWEST, MOST
from indicators.services.revising import Act, before_last, keep_decision
from sozialplanung.accounts.models import User
from spatial.selectors.rows import LevelRow


@dataclass(frozen=True, slots=True)
class RegionalSpec:
    """What readers are to see first and why: rising bounds, colours (empty: those of the indicator), a middle."""

    bounds: tuple[float, ...]
    reason: str
    palette: str = ""
    middle: float | None = None


@transaction.atomic
def set_regional_classes(
    *, indicator: Indicator, level: LevelRow, spec: RegionalSpec, by: User, revision: int | None = None
) -> RegionalClasses:
    """Let readers see these classes first.

    Raises
    ------
    CatalogueError
        When the bounds do not rise, are too few or too many, or the middle has not as many of them on either side.
    StaleRemarkError
        When somebody decided in the meantime.
    """
    _refuse_unfit(spec.bounds, spec.middle)
    return _decide((indicator, level), spec, Act("indicators.regional_set", by, spec.reason, revision))


@transaction.atomic
def withdraw_regional_classes(
    *, indicator: Indicator, level: LevelRow, by: User, reason: str, revision: int | None = None
) -> RegionalClasses:
    """Let readers see the indicator's own classes first again."""
    act = Act("indicators.regional_withdrawn", by, reason, revision)
    return _decide((indicator, level), RegionalSpec((), reason), act)


@transaction.atomic
def undo_regional_classes(
    *, indicator: Indicator, level: LevelRow, by: User, reason: str, revision: int | None = None
) -> RegionalClasses:
    """Take the last decision back: what held before holds again, as a decision of its own.

    Raises
    ------
    CatalogueError
        When nothing was decided yet.
    """
    decisions = _decisions(indicator, level)
    before = before_last(decisions, indicator=indicator, nothing="indicators.regional_nothing")
    spec = RegionalSpec((), reason)
    if before is not None:
        # Readers are told why what holds again was decided; why it was taken back stands in the log.
        spec = RegionalSpec(tuple(before.bounds), before.reason, before.palette, before.middle)
    return _decide((indicator, level), spec, Act("indicators.regional_undone", by, reason, revision))


def _decisions(indicator: Indicator, level: LevelRow) -> QuerySet[RegionalClasses]:
    return RegionalClasses.objects.filter(indicator=indicator, level_id=level.id)


def _decide(place: tuple[Indicator, LevelRow], spec: RegionalSpec, act: Act) -> RegionalClasses:
    indicator, level = place
    bounds = list(spec.bounds)
    return keep_decision(
        _decisions(indicator, level),
        act,
        indicator=indicator,
        fields={
            "level_id": level.id,
            "bounds": bounds,
            "palette": spec.palette,
            "middle": spec.middle,
            "reason": spec.reason,
        },
        details={"level": level.slug, "bounds": bounds, "palette": spec.palette, "middle": spec.middle},
    )


def _refuse_unfit(bounds: Sequence[float], middle: float | None) -> None:
    is_rising = all(low < high for low, high in pairwise(bounds)) and all(map(math.isfinite, bounds))
    if not FEWEST <= len(bounds) <= MOST or not is_rising:
        raise CatalogueError("indicators.regional_bounds", "Classes have two to six bounds that rise.", place="bounds")
    if middle is not None and (len(bounds) % 2 == 0 or bounds[len(bounds) // 2] != middle):
        raise CatalogueError(
            "indicators.regional_middle", "The middle is the bound with as many below it as above.", place="middle"
        )
