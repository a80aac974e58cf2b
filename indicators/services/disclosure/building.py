# SPDX-License-Identifier: EUPL-1.2
"""Everything that is or was told of some families, as cells and equations of one system."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from indicators.services.disclosure.drafting import Draft
from indicators.services.disclosure.relations import Family, Ground, relations_on
from indicators.services.disclosure.tellings import Floats, Quantity, Role, Telling, Tiers
from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval, sums_up
from indicators.stats.disclosure.contributions import widths
from indicators.stats.disclosure.corrections import also_then, holds
from indicators.stats.disclosure.errors import InconsistentSystemError
from indicators.stats.disclosure.filling import filled
from indicators.stats.disclosure.rounding import PERCENT, rounded_to, told_by_rounded
from indicators.stats.disclosure.rules import (
    CellRule,
    need_of_count,
    need_of_denominator,
    need_of_kept,
)

# Sums of true values may miss their total by so much of their size; what misses more is a cell of its own.
_EXACT: Final = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """The cells and equations of a system; ``told`` are sensitive cells that earlier figures tell exactly."""

    cells: list[Cell]
    equations: list[Equation]
    told: frozenset[str]


class _System:
    """Cells and equations in the making."""

    def __init__(self, tiers: Mapping[str, Tiers], tellings: Sequence[Telling], *, trusts: bool) -> None:
        self.tiers, self.trusts = tiers, trusts
        self.drafts: dict[str, Draft] = {}
        self.equations: list[Equation] = []
        self.rests: dict[str, tuple[str, str]] = {}
        self.units: dict[int, list[tuple[str, int, dict[Role, str]]]] = {}
        self.former: dict[str, list[str]] = {}
        self.known: dict[tuple[int, str], list[str | None]] = {}
        self.current = _current(tellings)
        self.signed = {
            each.family
            for telling in tellings
            for each in telling.quantities.values()
            if any(np.nanmin(values, initial=0.0) < 0 for values in each.values.values())
        }

    def keys(self, quantity: Quantity, level: str) -> list[str | None]:
        """Return the keys of the cells that the figures of a level hold; None where there is nothing to count."""
        known = id(quantity), level
        if known not in self.known:
            columns = (quantity.values, self.current[quantity.family], quantity.absent, quantity.secret)
            rows = zip(*(column[level].tolist() for column in columns), strict=True)
            units = self.tiers[quantity.family.edition].at(level).keys
            self.known[known] = [
                self._key(quantity.family, quantity.family.key(level, unit), row)
                for unit, row in zip(units, rows, strict=True)
            ]
        return self.known[known]

    def _key(self, family: Family, own: str, row: tuple[float, float, bool, bool]) -> str | None:
        """Return the key of one cell; an earlier value is a cell of its own, and what was told of it stays known."""
        value, newest, is_absent, is_secret = row
        if math.isnan(value) and is_absent:
            return None
        is_newest = value == newest or (math.isnan(value) and math.isnan(newest))
        key = own if is_newest else f"{own}~{value!r}"
        if key not in self.drafts:
            if key != own:
                self.former.setdefault(own, []).append(key)
            self.drafts[key] = Draft(value, is_secret=is_secret and math.isnan(value), is_signed=family in self.signed)
        return key


def _current(tellings: Sequence[Telling]) -> dict[Family, dict[str, Floats]]:
    """Return the newest values of each family: of what is to be told, else of what is in force, else of the last."""
    found: dict[Family, dict[str, Floats]] = {}
    for telling in sorted(tellings, key=lambda each: (each.shown is not None, not each.is_in_force)):
        for quantity in telling.quantities.values():
            known = found.setdefault(quantity.family, {})
            for level, values in quantity.values.items():
                known.setdefault(level, values)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What a system is made of: the levels of each edition, and all that was, is or would be told there.

    At most one telling is to be decided.
    """

    organisation_id: int
    audience: str
    tiers: Mapping[str, Tiers]
    tellings: Sequence[Telling]


def build(scope: Scope, *, without: Collection[str] = ()) -> Built:
    """Return the system of what is told; cells named in ``without`` need not be protected (any more).

    Where values of the source contradict one another around one that is missing, sums with such a value are not taken
    for known: readers see figures that do not add up.
    """
    try:
        return _build(scope, frozenset(without), trusts=True)
    except InconsistentSystemError:
        return _build(scope, frozenset(without), trusts=False)


def _build(scope: Scope, without: frozenset[str], *, trusts: bool) -> Built:
    tellings = scope.tellings
    system = _System(scope.tiers, tellings, trusts=trusts)
    for telling in tellings:
        _add_equations(system, telling)
    for telling in tellings:
        _let_know(system, telling)
    _let_know_rests(system)
    for telling in tellings:
        _add_needs(system, telling)
    for telling in tellings:
        if telling.shown is None:
            _open(system, telling)
    _add_relations(system, scope)
    return _built(system, without)


def _units(system: _System, telling: Telling) -> list[tuple[str, int, dict[Role, str]]]:
    """Return level, position and the keys of the cells of each figure; worked out once for each telling."""
    if id(telling) not in system.units:
        system.units[id(telling)] = list(_each_unit(system, telling))
    return system.units[id(telling)]


def _each_unit(system: _System, telling: Telling) -> Iterable[tuple[str, int, dict[Role, str]]]:
    """Give level, position and the keys of the cells of each figure."""
    for level in telling.levels:
        columns = [system.keys(each, level) for each in telling.quantities.values()]
        for place, keys in enumerate(zip(*columns, strict=True)):
            told = zip(telling.quantities, keys, strict=True)
            yield level, place, {role: key for role, key in told if key is not None}


def _add_equations(system: _System, telling: Telling) -> None:
    for quantity in telling.quantities.values():
        levels = system.tiers[quantity.family.edition].order(quantity.values)
        for child, parent in pairwise(levels):
            _add_sums(system, quantity, child, parent)
    if _has_rest(telling):
        for _, _, keys in _units(system, telling):
            rest = _rest_key(keys)
            if rest is not None and rest not in system.drafts:
                top, bottom = (system.drafts[keys[role]].value for role in (Role.NUMERATOR, Role.DENOMINATOR))
                system.drafts[rest] = Draft(bottom - top)
                system.rests[rest] = (keys[Role.NUMERATOR], keys[Role.DENOMINATOR])
                system.equations.append(sums_up(keys[Role.DENOMINATOR], [keys[Role.NUMERATOR], rest]))


def _has_rest(telling: Telling) -> bool:
    if Role.NUMERATOR not in telling.quantities:
        return False
    top, bottom = telling.quantities[Role.NUMERATOR], telling.quantities[Role.DENOMINATOR]
    with np.errstate(invalid="ignore"):  # NaN is no part of anything
        return not any(
            ((top.values[level] > bottom.values[level]) | (top.values[level] < 0)).any() for level in telling.levels
        )


def _rest_key(keys: Mapping[Role, str]) -> str | None:
    top, bottom = keys.get(Role.NUMERATOR), keys.get(Role.DENOMINATOR)
    return None if top is None or bottom is None else f"{top}//{bottom}"


def _add_sums(system: _System, quantity: Quantity, child: str, parent: str) -> None:
    """Write down the sum of each family; what is left over is a cell that nobody is shown (persons without an area)."""
    tiers = system.tiers[quantity.family.edition]
    inner: dict[int, list[str]] = {}
    for key, place in zip(system.keys(quantity, child), tiers.parents(child, parent).tolist(), strict=True):
        if key is not None:
            inner.setdefault(place, []).append(key)
    for place, whole in enumerate(system.keys(quantity, parent)):
        told = inner.get(place)
        if whole is not None and told:
            _add_sum(system, whole, told)


def _add_sum(system: _System, whole: str, parts: list[str]) -> None:
    values = [system.drafts[part].value for part in parts]
    total = system.drafts[whole].value
    known = math.fsum(value for value in values if not math.isnan(value))
    left = total - known
    has_unknown = any(map(math.isnan, (total, *values)))
    if has_unknown and not system.trusts:
        return
    is_even = abs(left) <= _EXACT * max(abs(total), abs(known), 1.0) or (has_unknown and not left < 0)
    terms = {whole: -1.0, **dict.fromkeys(parts, 1.0)}
    if not is_even:
        rest = f"{whole}/elsewhere"
        while rest in system.drafts and system.drafts[rest].value != left:
            rest += "~"
        # Readers may guess how many that are about; that they are none they must not be able to tell.
        system.drafts[rest] = Draft(left, Interval(min(0.0, 2 * left), max(0.0, 2 * left)), is_signed=True)
        terms[rest] = 1.0
    system.equations.append(Equation(terms, name=whole))


def _let_know(system: _System, telling: Telling) -> None:
    if telling.shown is None:
        return
    for level, place, keys in _units(system, telling):
        if telling.shown[level][place]:
            for key in keys.values():
                draft = system.drafts[key]
                if not math.isnan(draft.value):
                    draft.tell(_told(telling.rule, draft))


def _let_know_rests(system: _System) -> None:
    for rest, parts in system.rests.items():
        if all(system.drafts[part].is_told for part in parts):
            system.drafts[rest].tell(Interval(system.drafts[rest].value, system.drafts[rest].value))


def _told(rule: CellRule, draft: Draft) -> Interval:
    if not rule.rounding or draft.is_signed:
        return Interval(draft.value, draft.value)
    rounded = float(rounded_to(np.array([draft.value]), rule.rounding)[0])
    return told_by_rounded(rounded, rule.rounding)


def _add_needs(system: _System, telling: Telling) -> None:
    has_rest, wide = _has_rest(telling), _widths(telling)
    for level, place, keys in _units(system, telling):
        drafts = {role: system.drafts[key] for role, key in keys.items()}
        is_few = bool(telling.few[level][place]) if level in telling.few else False
        for role, draft in drafts.items():
            draft.rule = telling.rule if draft.is_secret else draft.rule
            if not math.isnan(draft.value):
                bottom = drafts.get(Role.DENOMINATOR)
                draft.want(_capped(_need(telling.rule, role, drafts), bottom))
                if is_few and role != Role.DENOMINATOR:
                    draft.want(_capped(_around(telling.rule, draft.value), bottom))
                width = wide[role, level][place] if (role, level) in wide else 0.0
                if width:
                    least = -math.inf if draft.is_signed else 0.0
                    draft.want(Interval(max(least, draft.value - width), draft.value + width))
                is_single = telling.rule.knows_own and draft.value == 1 and role != Role.DENOMINATOR
                draft.is_single = draft.is_single or is_single
        rest = _rest_key(keys) if has_rest else None
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
        rest.want(_capped(need_of_count(replace(rule, hides_nobody=is_all), rest.value), bottom))


def _capped(need: Interval | None, bottom: Draft | None) -> Interval | None:
    """Return what of a need is left where everybody knows of how many persons it is a part."""
    if need is None or bottom is None or not bottom.is_told:
        return need
    return Interval(need.lower, min(need.upper, bottom.value))


def _open(system: _System, telling: Telling) -> None:
    """Let the figures be decided that are not hidden anyway; what everybody knows already they do not tell."""
    for level, place, keys in _units(system, telling):
        tier = system.tiers[telling.quantities[next(iter(telling.quantities))].family.edition].at(level)
        is_kept = bool(telling.kept[level][place]) if level in telling.kept else False
        drafts = [system.drafts[key] for key in keys.values()]
        if is_kept or not drafts or any(math.isnan(draft.value) for draft in drafts):
            continue
        for draft in drafts:
            told = _told(telling.rule, draft)
            if not (told.lower <= draft.known.lower and draft.known.upper <= told.upper):
                draft.figure, draft.fate, draft.shown = telling.figure(level, tier.keys[place]), Fate.OPEN, told


def _add_relations(system: _System, scope: Scope) -> None:
    values = {
        family: {
            level: {
                unit: value
                for unit, value in zip(system.tiers[family.edition].at(level).keys, array.tolist(), strict=True)
                # Where there is nothing to count there is no cell.
                if family.key(level, unit) in system.drafts
            }
            for level, array in levels.items()
        }
        for family, levels in system.current.items()
    }
    more = relations_on(ground=Ground(scope.organisation_id, scope.audience, values))
    for cell in more.cells:
        known = Interval(cell.lower, cell.upper)
        system.drafts[cell.key] = Draft(cell.value, known, need=cell.need, is_signed=True)
    told = [each for each in more.equations if all(key in system.drafts for key in each.terms)]
    values_now = {key: each.value for key, each in system.drafts.items()}
    # A sum that was shown before a correction holds for the former values alone.
    system.equations += [each for each in told if holds(each, values_now)]
    system.equations += also_then(told, values_now, system.former)


def _built(system: _System, without: frozenset[str]) -> Built:
    values = _values(system)
    cells, told = [], set()
    for key, draft in system.drafts.items():
        if draft.is_secret:
            draft.want(need_of_kept(draft.rule, values[key]))
        need = _within(draft.need, draft.bounds)
        if draft.need is not None and draft.is_told:
            told.add(key)
        if draft.is_told or key in without:
            need = None
        cells.append(_cell(key, draft, values[key], need))
    return Built(cells, system.equations, frozenset(told))


def _values(system: _System) -> dict[str, float]:
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
