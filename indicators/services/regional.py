# SPDX-License-Identifier: EUPL-1.2
"""Decide on the classes that readers see first: set, withdraw, take the last decision back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction

from indicators.errors import CatalogueError, StaleRemarkError
from indicators.models import Indicator, RegionalClasses
from indicators.rendering.ownbounds import FEWEST, MOST
from indicators.selectors.regional import history_of
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
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
    return _decide((indicator, level), spec, action="indicators.regional_set", by=by, revision=revision)


@transaction.atomic
def withdraw_regional_classes(
    *, indicator: Indicator, level: LevelRow, by: User, reason: str, revision: int | None = None
) -> RegionalClasses:
    """Let readers see the indicator's own classes first again."""
    return _decide(
        (indicator, level), RegionalSpec((), reason), action="indicators.regional_withdrawn", by=by, revision=revision
    )


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
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    rows = history_of(indicator, level)
    if not rows:
        raise CatalogueError("indicators.regional_nothing", "Nothing was decided yet.")
    before = rows[1] if len(rows) > 1 else None
    spec = RegionalSpec((), reason)
    if before is not None:
        # Readers are told why what holds again was decided; why it was taken back stands in the log.
        spec = RegionalSpec(tuple(before.bounds), before.reason, before.palette, before.middle)
    return _decide(
        (indicator, level), spec, action="indicators.regional_undone", by=by, revision=revision, reason=reason
    )


def _decide(  # noqa: PLR0913 - who decides what, where, why and on which state
    place: tuple[Indicator, LevelRow],
    spec: RegionalSpec,
    *,
    action: str,
    by: User,
    revision: int | None,
    reason: str = "",
) -> RegionalClasses:
    indicator, level = place
    # Two people at once: the second one waits here, and then reads that somebody was faster.
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    rows = history_of(indicator, level)
    last = rows[0].revision if rows else 0
    if revision not in {None, last}:
        raise StaleRemarkError("indicators.remark_stale", "This entry was changed in the meantime.")
    row = RegionalClasses.objects.create(
        organisation_id=indicator.organisation_id,
        indicator=indicator,
        level_id=level.id,
        revision=last + 1,
        bounds=list(spec.bounds),
        palette=spec.palette,
        middle=spec.middle,
        reason=spec.reason,
        decided_by=by,
    )
    record(
        action=action,
        by=by,
        organisation=indicator.organisation,
        subject=indicator,
        details={
            "level": level.slug,
            "revision": row.revision,
            "bounds": list(spec.bounds),
            "palette": spec.palette,
            "middle": spec.middle,
        },
        reason=reason or spec.reason,
    )
    return row


def _refuse_unfit(bounds: Sequence[float], middle: float | None) -> None:
    is_rising = all(low < high for low, high in pairwise(bounds)) and all(map(math.isfinite, bounds))
    if not FEWEST <= len(bounds) <= MOST or not is_rising:
        raise CatalogueError("indicators.regional_bounds", "Classes have two to six bounds that rise.", place="bounds")
    if middle is not None and (len(bounds) % 2 == 0 or bounds[len(bounds) // 2] != middle):
        raise CatalogueError(
            "indicators.regional_middle", "The middle is the bound with as many below it as above.", place="middle"
        )
