# SPDX-License-Identifier: EUPL-1.2
"""By how much the whole changed between two periods: as it was released for it, wherever a release states that."""

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from indicators.rendering.remarks import without_broken_change
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.balance import Whole
from indicators.selectors import published
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import ReleaseRef
from indicators.selectors.workbench.twoperiods import PUBLISHED, TwoPeriods
from sozialplanung.common.numbers import round_half_up

PERCENT = 100.0
PERCENT_DECIMALS = 1


def whole_changes(facts: MapFacts, pairs: Sequence[TwoPeriods]) -> tuple[Whole, ...]:
    """Return for each two periods by how much the whole differs; all releases are read in one query.

    A city reads one figure of its change wherever it looks. So that which the release of the whole states comes first:
    it was computed before rounding, or by the publisher, and is told across a break only if the publisher told it.
    Where no release states it, the difference of both figures shown is told, and called that.
    """
    told = [None if pair.now.size == 1 else _release_of_whole(pair) for pair in pairs]
    contents = published.slice_contents(_once(ref for ref in told if ref is not None))
    found = (contents.get(ref.id) if ref else None for ref in told)
    return tuple(
        _whole(pair, None if content is None else without_broken_change(content, facts.break_notes))
        for pair, content in zip(pairs, found, strict=True)
    )


def _once(refs: Iterable[ReleaseRef]) -> tuple[ReleaseRef, ...]:
    return tuple({ref.id: ref for ref in refs}.values())


def _release_of_whole(pair: TwoPeriods) -> ReleaseRef | None:
    """Return the release of the one area at the top that fits the later period: same meaning, same readers."""
    facts, later = pair.facts, pair.later
    versions = facts.ground.versions
    fitting = [
        ref
        for ref in facts.choice.releases
        if versions[ref.boundary_version_id].unit_count == 1
        and (ref.period, ref.definition_id, ref.audience) == (later.period, later.definition_id, later.audience)
    ]
    return max(fitting, key=lambda ref: (ref.edition == later.edition, ref.boundary_version_id), default=None)


def _whole(pair: TwoPeriods, content: SliceContent | None) -> Whole:
    name, shown = pair.facts.city_name, _of_shown(pair)
    if content is None or "change" not in content.numbers or content.change.since != pair.earlier.period:
        return shown
    band = content.numbers["change"]
    change = float(band.values[0])
    if np.isnan(change):
        return shown
    differs = content.change.kind != PUBLISHED and shown.difference not in {None, change}
    return Whole(name, change, _percent(pair), band.decimals, "unrounded" if differs else "")


def _of_shown(pair: TwoPeriods) -> Whole:
    """Return the difference of both figures of the whole; none across a break or between two definitions."""
    name, (now, before) = pair.facts.city_name, (pair.now.city.value, pair.before.city.value)
    if pair.now.size == 1 or now is None or before is None or pair.is_broken or pair.is_redefined:
        return Whole(name)
    decimals = pair.now.decimals
    # Numbers of persons are told in full: nothing was rounded.
    made: Literal["", "of_shown"] = "" if pair.facts.is_count(pair.later) else "of_shown"
    return Whole(name, round_half_up(now - before, decimals), _percent(pair), decimals, made)


def _percent(pair: TwoPeriods) -> float | None:
    now, before = pair.now.city.value, pair.before.city.value
    if now is None or not before or before < 0 or pair.is_broken or pair.is_redefined:
        return None
    if not pair.facts.is_count(pair.later):
        return None
    return round_half_up(PERCENT * (now - before) / before, PERCENT_DECIMALS)
