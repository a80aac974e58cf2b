# SPDX-License-Identifier: EUPL-1.2
"""By how much the whole changed between two periods: as it was released for it, wherever a release states that."""

from collections.abc import Iterable
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


def whole_changes(facts: MapFacts, pairs: Iterable[TwoPeriods]) -> dict[tuple[int, int], Whole]:
    """Return by the key of two periods by how much the whole differs; all releases are read in one query.

    A city reads one figure of its change wherever it looks. So that which the release of the whole states comes first:
    it was computed before rounding, or by the publisher, and is told across a break only if the publisher told it.
    Where no release states it, the difference of both figures shown is told, and called that.
    """
    stating = [(pair, None if pair.now.size == 1 else _release_of_whole(pair)) for pair in pairs]
    contents = published.slice_contents(ref for _pair, ref in stating if ref)
    told = {pk: without_broken_change(content, facts.break_notes) for pk, content in contents.items()}
    return {pair.key: _whole(pair, told.get(ref.id) if ref else None) for pair, ref in stating}


def _release_of_whole(pair: TwoPeriods) -> ReleaseRef | None:
    """Return the release of the one area at the top that fits the later period: same meaning, same readers."""
    facts, later = pair.facts, pair.later
    versions = facts.ground.versions
    fitting = [
        ref
        for ref in facts.choice.releases
        if not ref.is_converted
        and versions[ref.boundary_version_id].unit_count == 1
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
    name, both = pair.facts.city_name, _both(pair)
    if both is None or pair.now.size == 1:
        return Whole(name)
    decimals = pair.now.decimals
    # Numbers of persons are told in full: nothing was rounded.
    made: Literal["", "of_shown"] = "" if pair.facts.is_count(pair.later) else "of_shown"
    return Whole(name, round_half_up(both[1] - both[0], decimals), _percent(pair), decimals, made)


def _percent(pair: TwoPeriods) -> float | None:
    both = _both(pair)
    if both is None or both[0] <= 0 or not pair.facts.is_count(pair.later):
        return None
    return round_half_up(PERCENT * (both[1] - both[0]) / both[0], PERCENT_DECIMALS)


def _both(pair: TwoPeriods) -> tuple[float, float] | None:
    """Return the figures of the whole, the earlier first; None where they are not there or not comparable."""
    before, now = pair.before.city.value, pair.now.city.value
    if before is None or now is None or pair.is_broken or pair.is_redefined:
        return None
    return before, now
