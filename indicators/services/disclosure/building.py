# SPDX-License-Identifier: EUPL-1.2
"""Everything that is or was told of some families, as cells and equations of one system."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from indicators.services.disclosure.drafting import Draft
from indicators.services.disclosure.relations import Family, Ground, relations_on
from indicators.services.disclosure.sums import Drafts, add_equations, has_rest, rest_key, units_of
from indicators.services.disclosure.tellings import Floats, Role, Telling, Tiers
from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval
from indicators.stats.disclosure.contributions import widths
from indicators.stats.disclosure.corrections import also_then, holding
from indicators.stats.disclosure.errors import InconsistentSystemError
from indicators.stats.disclosure.filling import filled
from indicators.stats.disclosure.rounding import PERCENT, rounded_to, told_by_rounded
from indicators.stats.disclosure.rules import (
    CellRule,
    need_of_count,
    need_of_denominator,
    need_of_kept,
)

_NO_RULE: Final = CellRule()


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """The cells and equations of a system; ``told`` are sensitive cells that earlier figures tell exactly.

    So many of these are ``bases``: numbers of persons that are too small for a share alone, not for a count.
    """

    cells: list[Cell]
    equations: list[Equation]
    told: frozenset[str]
    bases: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What a system is made of: the levels of each edition, and all that was, is or would be told there.

    At most one telling is to be decided.
    """

    organisation_id: int
    audience: str
    tiers: Mapping[str, Tiers]
    tellings: Sequence[Telling]


def build(scope: Scope, *, left: Mapping[str, Interval] | None = None) -> Built:
    """Return the system of what is told; of the needs of some cells no more is asked for than what is ``left``.

    Where values of the source contradict one another around one that is missing, sums with such a value are not taken
    for known: readers see figures that do not add up.
    """
    try:
        return _build(scope, left or {}, trusts=True)
    except InconsistentSystemError:
        return _build(scope, left or {}, trusts=False)


def _build(scope: Scope, left: Mapping[str, Interval], *, trusts: bool) -> Built:
    tellings = scope.tellings
    system = Drafts(scope.tiers, tellings, trusts=trusts)
    for telling in tellings:
        add_equations(system, telling)
    for telling in tellings:
        _let_know(system, telling)
    _let_know_rests(system)
    for telling in tellings:
        _add_needs(system, telling)
    for telling in tellings:
        if telling.shown is None:
            _open(system, telling)
    _add_relations(system, scope)
    return _built(system, left)


def _let_know(system: Drafts, telling: Telling) -> None:
    public = {role for role, each in telling.quantities.items() if each.is_public}
    if not public and (telling.shown is None or not any(shown.any() for shown in telling.shown.values())):
        return
    for level, place, keys in units_of(system, telling):
        is_shown = telling.shown is not None and bool(telling.shown[level][place])
        for role, key in keys.items():
            draft = system.drafts[key]
            if (is_shown or role in public) and not math.isnan(draft.value):
                draft.tell(_told_of(telling, role, draft, (level, place)))


def _let_know_rests(system: Drafts) -> None:
    for rest, parts in system.rests.items():
        if all(system.drafts[part].is_told for part in parts):
            system.drafts[rest].tell(Interval(system.drafts[rest].value, system.drafts[rest].value))


def _told_of(telling: Telling, role: Role, draft: Draft, at: tuple[str, int]) -> Interval:
    """Return what the figure at a level and position tells of one of its cells."""
    quantity, (level, place) = telling.quantities[role], at
    if quantity.is_public:
        return Interval(draft.value, draft.value)
    if level not in quantity.ends:
        return _told(telling.rule, draft)
    low, high = quantity.ends[level]
    return Interval(float(low[place]), float(high[place]))


def _told(rule: CellRule, draft: Draft) -> Interval:
    if not rule.rounding or draft.is_signed:
        return Interval(draft.value, draft.value)
    rounded = float(rounded_to(np.array([draft.value]), rule.rounding)[0])
    return told_by_rounded(rounded, rule.rounding)


def _add_needs(system: Drafts, telling: Telling) -> None:
    if _asks_nothing(telling):
        return
    with_rest, wide = has_rest(telling), _widths(telling)
    for level, place, keys in units_of(system, telling):
        drafts = {role: system.drafts[key] for role, key in keys.items()}
        is_few = bool(telling.few[level][place]) if level in telling.few else False
        for role, draft in drafts.items():
            draft.rule = telling.rule if draft.is_secret else draft.rule
            if not math.isnan(draft.value) and not telling.quantities[role].is_public:
                bottom = drafts.get(Role.DENOMINATOR)
                is_base = role == Role.DENOMINATOR and need_of_count(telling.rule, draft.value) is None
                draft.want(_capped(_need(telling.rule, role, drafts), bottom), is_base=is_base)
                if is_few and role != Role.DENOMINATOR:
                    draft.want(_capped(_around(telling.rule, draft.value), bottom))
                width = wide[role, level][place] if (role, level) in wide else 0.0
                if width:
                    least = -math.inf if draft.is_signed else 0.0
                    draft.want(Interval(max(least, draft.value - width), draft.value + width))
                is_single = telling.rule.knows_own and draft.value == 1 and role != Role.DENOMINATOR
                draft.is_single = draft.is_single or is_single
        rest = rest_key(keys) if with_rest else None
        if rest is not None:
            _want_rest(system.drafts[rest], telling.rule, drafts[Role.DENOMINATOR])


def _widths(telling: Telling) -> dict[tuple[Role, str], Floats]:
    """Return how far figures have to stay open for those who stand behind them, by role and level."""
    return {
        (role, level): widths(telling.rule, telling.quantities[role].values[level], behind)
        for role, levels in telling.behind.items()
        if role in telling.quantities
        for level, behind in levels.items()
        if level in telling.quantities[role].values
    }


def _asks_nothing(telling: Telling) -> bool:
    """Say whether none of its cells has to stay open: those of families that nobody is shown."""
    marks = [*telling.few.values(), *(each for role in telling.quantities.values() for each in role.secret.values())]
    return telling.rule == _NO_RULE and not any(mark.any() for mark in marks)


def _need(rule: CellRule, role: Role, drafts: Mapping[Role, Draft]) -> Interval | None:
    draft = drafts[role]
    if role == Role.COUNT:
        return need_of_count(rule, draft.value)
    bottom = drafts.get(Role.DENOMINATOR)
    if bottom is None or math.isnan(bottom.value):
        return need_of_count(rule, draft.value) if role == Role.NUMERATOR else None
    small = need_of_denominator(rule, bottom.value)
    if role == Role.DENOMINATOR:
        return small
    own = need_of_count(rule, draft.value) if bottom.value else None
    if own is None and small is not None and bottom.is_told:
        # Everybody knows how few there are: what they do not know is how many of them are cases.
        return _around(rule, draft.value)
    return own


def _around(rule: CellRule, value: float) -> Interval:
    width = max(1.0, rule.safety_range / PERCENT * value)
    return Interval(max(0.0, value - width), value + width)


def _want_rest(rest: Draft, rule: CellRule, bottom: Draft) -> None:
    is_all = rest.value == 0 and bottom.value > 0 and rule.hides_everybody
    if not math.isnan(rest.value):
        own = rule if rule.hides_nobody == is_all else replace(rule, hides_nobody=is_all)
        rest.want(_capped(need_of_count(own, rest.value), bottom))


def _capped(need: Interval | None, bottom: Draft | None) -> Interval | None:
    """Return what of a need is left where everybody knows of how many persons it is a part."""
    if need is None or bottom is None or not bottom.is_told:
        return need
    return Interval(need.lower, min(need.upper, bottom.value))


def _open(system: Drafts, telling: Telling) -> None:
    """Let the figures be decided that are not hidden anyway; what everybody knows already they do not tell."""
    for level, place, keys in units_of(system, telling):
        tier = system.tiers[telling.quantities[next(iter(telling.quantities))].family.edition].at(level)
        is_kept = bool(telling.kept[level][place]) if level in telling.kept else False
        drafts = {role: system.drafts[key] for role, key in keys.items()}
        if is_kept or not drafts or any(math.isnan(draft.value) for draft in drafts.values()):
            continue
        for role, draft in drafts.items():
            told = _told_of(telling, role, draft, (level, place))
            if not (told.lower <= draft.known.lower and draft.known.upper <= told.upper):
                draft.figure, draft.fate, draft.shown = telling.figure(level, tier.keys[place]), Fate.OPEN, told


def _add_relations(system: Drafts, scope: Scope) -> None:
    # What is taken to be known to everybody ties nothing, and what is left of it is not ours to protect.
    public = {quantity.family for each in scope.tellings for quantity in each.quantities.values() if quantity.is_public}
    values = {
        family: {level: _held(system, family, level, array) for level, array in levels.items()}
        for family, levels in system.current.items()
        if family not in public
    }
    more = relations_on(ground=Ground(scope.organisation_id, scope.audience, values))
    for cell in more.cells:
        if cell.key in system.drafts or (math.isnan(cell.value) and not system.trusts):
            # It is there already; or nothing may fit where figures contradict one another.
            continue
        known = Interval(cell.lower, cell.upper)
        system.drafts[cell.key] = Draft(cell.value, known, need=cell.need, is_signed=True)
    told = [each for each in more.equations if each.terms.keys() <= system.drafts.keys()]
    values_now = {key: each.value for key, each in system.drafts.items()}
    # A sum that was shown before a correction holds for the former values alone.
    system.equations += holding(told, values_now)
    system.equations += also_then(told, values_now, system.former)


def _held(system: Drafts, family: Family, level: str, array: Floats) -> dict[str, float]:
    """Return the newest values of a level by area; where there is nothing to count there is no cell."""
    units = zip(system.tiers[family.edition].at(level).keys, array.tolist(), strict=True)
    if system.is_complete(family, level):
        return dict(units)
    keys = system.own_keys(family, level)
    return {unit: value for key, (unit, value) in zip(keys, units, strict=True) if key in system.drafts}


def _built(system: Drafts, left: Mapping[str, Interval]) -> Built:
    values = _values(system)
    cells, told, bases = [], set(), 0
    for key, draft in system.drafts.items():
        if draft.is_plain:
            cells.append(Cell(key, values[key], Fate.HIDDEN, lower=-math.inf if draft.is_signed else 0.0))
            continue
        if draft.is_secret:
            draft.want(need_of_kept(draft.rule, values[key]))
        need = _within(draft.need, draft.bounds)
        if draft.need is not None and draft.is_told:
            told.add(key)
            bases += draft.is_base
        if key in left:
            need = _within(need, left[key])
        if draft.is_told or (need is not None and need.lower == need.upper):
            need = None
        cells.append(_cell(key, draft, values[key], need))
    return Built(cells, system.equations, frozenset(told), bases)


def _values(system: Drafts) -> dict[str, float]:
    """Return the value of each cell, one that fits where nobody here knows it."""
    if not any(math.isnan(each.value) for each in system.drafts.values()):
        return {key: each.value for key, each in system.drafts.items()}
    bare = [
        Cell(key, each.value, lower=each.bounds.lower, upper=each.bounds.upper) for key, each in system.drafts.items()
    ]
    return {cell.key: cell.value for cell in filled(bare, system.equations)}


def _within(need: Interval | None, bounds: Interval) -> Interval | None:
    """Return what of a need is left to somebody who knows the bounds: nothing can be opened beyond."""
    if need is None:
        return None
    return Interval(max(need.lower, bounds.lower), min(need.upper, bounds.upper))


def _cell(key: str, draft: Draft, value: float, need: Interval | None) -> Cell:
    bounds = draft.bounds
    if draft.is_told and draft.fate == Fate.HIDDEN:
        return Cell(key, value, Fate.SHOWN, lower=bounds.lower)
    return Cell(
        key,
        value,
        draft.fate,
        told=draft.shown,
        lower=bounds.lower,
        upper=bounds.upper,
        need=need,
        figure=draft.figure,
        is_single=draft.is_single,
    )
