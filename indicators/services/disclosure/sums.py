# SPDX-License-Identifier: EUPL-1.2
"""The cells of a system in the making, and the sums that what is told brings along itself."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from indicators.services.disclosure.drafting import Draft
from indicators.services.disclosure.relations import Family
from indicators.services.disclosure.tellings import Floats, Mask, Positions, Quantity, Role, Telling, Tiers
from indicators.stats.disclosure.cells import Equation, Interval, sums_up

# Sums of true values may miss their total by so much of their size; what misses more is a cell of its own.
_EXACT: Final = 1e-10
# Less than that however it is summed up.
_SURELY_EVEN: Final = _EXACT / 10


class Drafts:
    """Cells and equations in the making, by the keys of the cells."""

    def __init__(self, tiers: Mapping[str, Tiers], tellings: Sequence[Telling], *, trusts: bool) -> None:
        self.tiers, self.trusts = tiers, trusts
        self.drafts: dict[str, Draft] = {}
        self.equations: list[Equation] = []
        self.rests: dict[str, tuple[str, str]] = {}
        self.units: dict[int, list[tuple[str, int, dict[Role, str]]]] = {}
        self.former: dict[str, list[str]] = {}
        self.known: dict[tuple[int, str], tuple[str | None, ...]] = {}
        self.own: dict[tuple[Family, str], tuple[str, ...]] = {}
        self.complete: set[tuple[Family, str]] = set()
        self.summed: set[tuple[int, int]] = set()
        self.current = _current(tellings)
        self.signed = {
            each.family
            for telling in tellings
            for each in telling.quantities.values()
            if any(np.nanmin(values, initial=0.0) < 0 for values in each.values.values())
        }

    def keys(self, quantity: Quantity, level: str) -> tuple[str | None, ...]:
        """Return the keys of the cells that the figures of a level hold; None where there is nothing to count."""
        known = id(quantity), level
        if known not in self.known:
            own = self.own_keys(quantity.family, level)
            columns = (quantity.values, self.current[quantity.family], quantity.absent, quantity.secret)
            values, newest, absent, secret = (column[level] for column in columns)
            is_newest = (values == newest) | (np.isnan(values) & np.isnan(newest))
            self.known[known] = own
            if self.is_complete(quantity.family, level) and is_newest.all() and not (np.isnan(values) & absent).any():
                return own
            rows = zip(values.tolist(), newest.tolist(), absent.tolist(), secret.tolist(), strict=True)
            found = tuple(self._key(quantity.family, key, row) for key, row in zip(own, rows, strict=True))
            # One object for what is the same: sums between the same cells are written down once.
            self.known[known] = own if found == own else found
            self.complete |= {(quantity.family, level)} if found == own else set()
        return self.known[known]

    def own_keys(self, family: Family, level: str) -> tuple[str, ...]:
        """Return the keys of all areas of a level by their newest values; made once."""
        if (family, level) not in self.own:
            units = self.tiers[family.edition].at(level).keys
            self.own[family, level] = tuple(family.key(level, unit) for unit in units)
        return self.own[family, level]

    def is_complete(self, family: Family, level: str) -> bool:
        """Say whether every area of a level has its cell already."""
        return (family, level) in self.complete

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


def units_of(system: Drafts, telling: Telling) -> list[tuple[str, int, dict[Role, str]]]:
    """Return level, position and the keys of the cells of each figure; worked out once for each telling."""
    if id(telling) not in system.units:
        system.units[id(telling)] = list(_each_unit(system, telling))
    return system.units[id(telling)]


def _each_unit(system: Drafts, telling: Telling) -> Iterable[tuple[str, int, dict[Role, str]]]:
    """Give level, position and the keys of the cells of each figure."""
    for level in telling.levels:
        columns = [system.keys(each, level) for each in telling.quantities.values()]
        for place, keys in enumerate(zip(*columns, strict=True)):
            told = zip(telling.quantities, keys, strict=True)
            yield level, place, {role: key for role, key in told if key is not None}


def add_equations(system: Drafts, telling: Telling) -> None:
    """Write down the sums over areas of what a telling holds, and numerator + rest = denominator."""
    for quantity in telling.quantities.values():
        levels = system.tiers[quantity.family.edition].order(quantity.values)
        for child, parent in pairwise(levels):
            _add_sums(system, quantity, child, parent)
    if has_rest(telling):
        for _, _, keys in units_of(system, telling):
            rest = rest_key(keys)
            if rest is not None and rest not in system.drafts:
                top, bottom = (system.drafts[keys[role]].value for role in (Role.NUMERATOR, Role.DENOMINATOR))
                system.drafts[rest] = Draft(bottom - top)
                system.rests[rest] = (keys[Role.NUMERATOR], keys[Role.DENOMINATOR])
                system.equations.append(sums_up(keys[Role.DENOMINATOR], [keys[Role.NUMERATOR], rest]))


def has_rest(telling: Telling) -> bool:
    """Say whether every numerator is a part of its denominator."""
    if Role.NUMERATOR not in telling.quantities:
        return False
    top, bottom = telling.quantities[Role.NUMERATOR], telling.quantities[Role.DENOMINATOR]
    with np.errstate(invalid="ignore"):  # NaN is no part of anything
        return not any(
            ((top.values[level] > bottom.values[level]) | (top.values[level] < 0)).any() for level in telling.levels
        )


def rest_key(keys: Mapping[Role, str]) -> str | None:
    """Return the key of what is left of a denominator; None where a figure has no two parts."""
    top, bottom = keys.get(Role.NUMERATOR), keys.get(Role.DENOMINATOR)
    return None if top is None or bottom is None else f"{top}//{bottom}"


def _add_sums(system: Drafts, quantity: Quantity, child: str, parent: str) -> None:
    """Write down the sum of each family; what is left over is a cell that nobody is shown (persons without an area)."""
    wholes, parts = system.keys(quantity, parent), system.keys(quantity, child)
    if (id(wholes), id(parts)) in system.summed:
        return
    system.summed.add((id(wholes), id(parts)))
    places = system.tiers[quantity.family.edition].parents(child, parent)
    inner: dict[int, list[str]] = {}
    for key, place in zip(parts, places.tolist(), strict=True):
        if key is not None:
            inner.setdefault(place, []).append(key)
    is_even = _are_even(quantity.values[parent], quantity.values[child], places).tolist()
    for place, whole in enumerate(wholes):
        told = inner.get(place)
        if whole is None or not told:
            continue
        if is_even[place]:
            system.equations.append(Equation({whole: -1.0, **dict.fromkeys(told, 1.0)}, name=whole))
        else:
            _add_sum(system, whole, told)


def _are_even(wholes: Floats, parts: Floats, places: Positions) -> Mask:
    """Say which wholes are known, and known to be the sum of their parts; the others are looked at one by one."""
    there = places >= 0
    # What is not counted has no key: a sum with a NaN is looked at whether it belongs to one or not.
    summed = np.bincount(places[there], weights=parts[there], minlength=wholes.size)
    size = np.maximum(np.maximum(np.abs(wholes), np.abs(summed)), 1.0)
    return np.asarray(np.abs(wholes - summed) <= _SURELY_EVEN * size)


def _add_sum(system: Drafts, whole: str, parts: list[str]) -> None:
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
