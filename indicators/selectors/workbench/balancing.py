# SPDX-License-Identifier: EUPL-1.2
"""What each period of a series differs by from another one: of figures alone that are shown in both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import is_share, period_words
from indicators.rendering.remarks import NO, crossing
from indicators.rendering.sentences import change_unit
from indicators.rendering.slice_changes import slice_changes
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.balance import Balance, Sides, Told, Whole, balance_of, status_of_both
from indicators.selectors.mapchoice import period_of
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import BreakNote, ReleaseRef
from indicators.stats.balance import bounds_around_zero, differences, within_chance
from indicators.stats.compare import Outcome
from sozialplanung.common.numbers import round_half_up
from sozialplanung.common.statuses import Status, have_value

Floats = npt.NDArray[np.float64]
RELATIVE: Final = "relative"
PUBLISHED: Final = "published"


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two releases of a series, the earlier first, with what was read of them."""

    facts: MapFacts
    earlier: ReleaseRef
    later: ReleaseRef

    @property
    def before(self) -> SliceContent:
        """The earlier slice."""
        return self.facts.contents[self.earlier.id]

    @property
    def now(self) -> SliceContent:
        """The later slice."""
        return self.facts.contents[self.later.id]

    @property
    def has_one_ground(self) -> bool:
        """Whether both have the same areas."""
        return self.earlier.boundary_version_id == self.later.boundary_version_id

    @property
    def breaks(self) -> list[BreakNote]:
        """The breaks in between, the strictest first."""
        return crossing(self.facts.break_notes, period_of(self.earlier), period_of(self.later))

    @property
    def is_broken(self) -> bool:
        """Whether a break in between says that nothing may be compared."""
        return any(note.comparable == NO for note in self.breaks)

    @property
    def is_stated(self) -> bool:
        """Whether the later slice holds the change since the earlier period."""
        return "change" in self.now.numbers and self.now.change.since == self.earlier.period

    @property
    def is_published(self) -> bool:
        """Whether the publisher states that change: then also across a break, and on other boundaries."""
        return self.is_stated and self.now.change.kind == PUBLISHED


def comparable_since(facts: MapFacts) -> str:
    """Return the period that the one shown is held against unless a reader asks: the first comparable one.

    Without any it is the nearest period, so that the page can say why not; empty where there is no other.
    """
    shown, series = facts.choice.ref, facts.choice.series
    others = [ref for ref in series if ref.id != shown.id]
    position = series.index(shown)
    fitting = [ref for ref in others if not _why_not(_pair(facts, ref, shown))]
    if fitting:
        return fitting[0].period
    nearest = series[position - 1] if position else next(iter(others), None)
    return nearest.period if nearest else ""


def balances_of(facts: MapFacts, code: str) -> tuple[Balance, ...]:
    """Return for each period its balance with another one; all stand in the same classes around zero."""
    against = next((ref for ref in facts.choice.series if ref.period == code), None)
    if against is None:
        return ()
    pairs = [_pair(facts, against, ref) for ref in facts.choice.series]
    told = [None if _why_not(pair) else _told(pair) for pair in pairs]
    found = [each for each in told if each is not None]
    decimals = max((each.decimals for each in found), default=0)
    bounds = bounds_around_zero(_classed(found), decimals)
    return tuple(_balance(pair, each, bounds) for pair, each in zip(pairs, told, strict=True))


def told_between(facts: MapFacts, one: ReleaseRef, other: ReleaseRef) -> tuple[Told | None, str]:
    """Return by how much the areas of two periods differ, or why nobody can say so; the later one tells the areas."""
    pair = _pair(facts, one, other)
    why_not = _why_not(pair)
    return (None, why_not) if why_not else (_told(pair), "")


def _classed(found: Sequence[Told]) -> Floats:
    """Return the differences that classes have to tell apart: what may be chance is in none of them."""
    if not found:
        return np.empty(0)
    values = np.concatenate([each.difference for each in found])
    is_chance = np.concatenate([within_chance(each.lower, each.upper) for each in found])
    return values if is_chance.all() else values[~is_chance]


def _pair(facts: MapFacts, one: ReleaseRef, other: ReleaseRef) -> _Pair:
    earlier, later = sorted((one, other), key=facts.choice.series.index)
    return _Pair(facts, earlier, later)


def _why_not(pair: _Pair) -> str:
    """Say why two periods have no difference; empty where they have one."""
    definition = pair.facts.definition_of(pair.later)
    # Nine classes of two indicators have names as well: a difference is one of the first figures all the same.
    is_index = bool(pair.facts.schemes[pair.later.id].labels) and not pair.facts.pairs
    if definition.comparability == RELATIVE or is_index:
        return _("This measure is re-scaled for every period: positions have no difference.")
    if pair.earlier.id == pair.later.id:
        return _("Both periods are the same one. Choose another one to compare with.")
    return "" if pair.is_published else _not_comparable(pair)


def _not_comparable(pair: _Pair) -> str:
    words = {"since": _label(pair, pair.earlier), "until": _label(pair, pair.later)}
    if pair.is_broken:
        return _("%(since)s and %(until)s are not comparable: %(reason)s") % {**words, "reason": pair.breaks[0].text}
    if not pair.has_one_ground:
        old, new = (pair.facts.ground.version_of(ref).name for ref in (pair.earlier, pair.later))
        text = _(
            "%(since)s and %(until)s have other boundaries (%(old)s, %(new)s): an area of the one is none of the other."
        )
        return text % {**words, "old": old, "new": new}
    if pair.before.decimals != pair.now.decimals or _unit(pair, pair.later) != _unit(pair, pair.earlier):
        return _("%(since)s and %(until)s are told in other units or with other decimals.") % words
    return ""


def _label(pair: _Pair, ref: ReleaseRef) -> str:
    return period_words(period_of(ref), pair.facts.language)


def _unit(pair: _Pair, ref: ReleaseRef) -> str:
    return pair.facts.definition_of(ref).unit_of_measure


def _told(pair: _Pair) -> Told:
    now, before = pair.now, pair.before
    status = status_of_both(now.status, before.status) if pair.has_one_ground else now.status.astype(np.int64)
    if pair.is_stated:
        band = now.numbers["change"]
        found, decimals = band.values.copy(), band.decimals
    else:
        decimals = now.decimals
        found = differences(now.numbers["value"].values, before.numbers["value"].values, decimals)
    # Whatever was stated: an area that is not shown in both periods has no difference.
    found[~have_value(status)] = np.nan
    status = np.where(have_value(status), np.where(np.isnan(found), int(Status.MISSING), int(Status.OK)), status)
    nothing = np.full(found.shape, np.nan)
    told = Told(found, decimals, nothing, nothing, status)
    return _with_chance(pair, told)


def _with_chance(pair: _Pair, told: Told) -> Told:
    """Add intervals where both periods tell exact counts of a share; a change that the publisher states has none."""
    is_exact = pair.has_one_ground and not pair.is_published and not (pair.now.rounding or pair.before.rounding)
    found = slice_changes(pair.now, pair.before) if is_exact and is_share(_unit(pair, pair.later)) else None
    if found is None or np.isnan(found.lower).all():
        return told
    there = ~np.isnan(told.difference)
    lower, upper = (
        np.where(there, np.round(limit, told.decimals) + 0.0, np.nan) for limit in (found.lower, found.upper)
    )
    changed = np.isin(found.found.outcome, (Outcome.LOWER, Outcome.HIGHER)) & there
    return replace(told, lower=lower, upper=upper, lasting=int(changed.sum()))


def _balance(pair: _Pair, told: Told | None, bounds: Sequence[float]) -> Balance:
    language = pair.facts.language
    sides = Sides(
        since=_label(pair, pair.earlier),
        until=_label(pair, pair.later),
        areas=pair.facts.ground.shown.level_name_plural,
        unit=change_unit(_unit(pair, pair.later), language),
        language=language,
    )
    if told is None:
        return Balance(sides, why_not=_why_not(pair))
    made = balance_of(told, bounds, sides, _whole(pair, told))
    return replace(made, edition=pair.later.edition, notes=_notes(pair))


def _notes(pair: _Pair) -> tuple[str, ...]:
    notes = [
        _("Comparable to a limited extent: %(reason)s") % {"reason": note.text}
        for note in pair.breaks
        if note.comparable != NO
    ]
    rounding = max(pair.now.rounding, pair.before.rounding)
    if rounding:
        notes.append(
            _("Counts are told in multiples of %(base)s: differences of them are no more exact.") % {"base": rounding}
        )
    if pair.is_published:
        notes.append(
            _("The publisher made these changes comparable.") if pair.is_broken else _("The changes are as published.")
        )
    return tuple(notes)


def _whole(pair: _Pair, told: Told) -> Whole:
    """Return by how much the whole differs, by its own denominator; for counts in percent as well."""
    name, (now, before) = pair.facts.city_name, (pair.now.city.value, pair.before.city.value)
    if now is None or before is None or pair.is_broken or pair.now.size == 1:
        return Whole(name)
    percent = None
    if pair.facts.is_count(pair.later) and before > 0:
        percent = round_half_up(100 * (now - before) / before, 1)
    return Whole(name, round_half_up(now - before, told.decimals), percent)
