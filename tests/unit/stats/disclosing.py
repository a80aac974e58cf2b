# SPDX-License-Identifier: EUPL-1.2
"""Small systems for the tests of disclosure control, and an attacker that knows nothing of the code under test."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import linprog

from indicators.services.disclosure import relations
from indicators.services.disclosure.building import Scope
from indicators.services.disclosure.deciding import Beside, decide
from indicators.services.disclosure.relations import Family
from indicators.services.disclosure.tellings import Quantity, Role, Telling, Tier, Tiers
from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval
from indicators.stats.disclosure.primary import Mask, unsafe_counts
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.disclosure.system import System, system_of
from indicators.stats.disclosure.tables import Dimension, flat, summed, table

Floats = npt.NDArray[np.float64]
SMALL = 3
Parts = tuple[list[Cell], list[Equation]]


def small_count(key: str, count: float, fate: Fate = Fate.OPEN) -> Cell:
    return Cell(key, count, fate, need=Interval(0, SMALL) if 0 < count < SMALL else None)


def two_ways(ends: Floats, *, must_sums: bool = False) -> Parts:
    """Return a table of rows and columns with its margins; the total has to be shown."""
    rows, columns = ends.shape
    dimensions = [flat("t", [f"r{i}" for i in range(rows)]), flat("t", [f"c{i}" for i in range(columns)])]

    def make(key: str, count: float, places: tuple[int, ...]) -> Cell:
        is_fixed = places == (0, 0) or (must_sums and 0 in places)
        return Cell(key, count, Fate.MUST) if is_fixed else small_count(key, count)

    return table(dimensions, summed(dimensions, ends), make)


def areas(sizes: tuple[int, ...]) -> Dimension:
    """Return a hierarchy of areas: so many on each level, the whole first, evenly shared out."""
    codes: list[str] = []
    parents: list[int] = []
    for level, size in enumerate(sizes):
        above = len(codes) - sizes[level - 1] if level else 0
        parents += [above + place * sizes[level - 1] // size if level else -1 for place in range(size)]
        codes += [f"{level}.{place:03d}" for place in range(size)]
    return Dimension(tuple(codes), tuple(parents))


def narrowed(parts: Parts, hidden: Collection[str], key: str, known: Collection[str] = ()) -> tuple[float, float]:
    """Return the interval of a cell by two programs over values, with shown cells as equations of their own."""
    cells, equations = parts
    place = {cell.key: number for number, cell in enumerate(cells)}
    rows, totals = [], []
    for equation in equations:
        row = np.zeros(len(cells))
        for name, coefficient in equation.terms.items():
            row[place[name]] = coefficient
        rows.append(row)
        totals.append(equation.total)
    bounds = [_bounds(cell, hidden, known) for cell in cells]
    ends = []
    for sign in (1.0, -1.0):
        objective = np.zeros(len(cells))
        objective[place[key]] = sign
        found = linprog(objective, A_eq=np.array(rows), b_eq=np.array(totals), bounds=bounds)
        assert found.status in {0, 3}
        ends.append(-sign * np.inf if found.fun is None else sign * float(found.fun))
    return ends[0], ends[1]


def _bounds(cell: Cell, hidden: Collection[str], known: Collection[str]) -> tuple[float, float]:
    if cell.key in known:
        return cell.value, cell.value
    if cell.figure_key in hidden or cell.fate == Fate.HIDDEN:
        return cell.lower, cell.upper
    return cell.shown.lower, cell.shown.upper


def is_safe(parts: Parts, hidden: Collection[str]) -> bool:
    """Say whether the attacker above narrows no sensitive cell too far."""
    for cell in parts[0]:
        if cell.need is not None:
            low, high = narrowed(parts, hidden, cell.key)
            if low > cell.need.lower + 1e-6 or high < cell.need.upper - 1e-6:
                return False
    return True


def cheapest_of_all(parts: Parts) -> float | None:
    """Return the cost of the cheapest safe pattern by trying all of them, None where there is none."""
    system = system_of(*parts)
    weights: dict[str, float] = dict(zip(system.figures, system.weight.tolist(), strict=True))
    free = _decidable(system)
    must = {key for key, is_kept in zip(system.figures, system.is_hidden, strict=True) if is_kept}
    told = {each for each in must if system.is_open[system.figures.index(each)]}
    patterns = sorted(_subsets(free), key=lambda each: sum(weights[key] for key in each))
    for more in patterns:
        if is_safe(parts, must | set(more)):
            return sum(weights[key] for key in (*more, *told))
    return None


def _decidable(system: System) -> list[str]:
    return [
        key
        for key, is_open, is_kept in zip(system.figures, system.is_open, system.is_hidden, strict=True)
        if is_open and not is_kept
    ]


def _subsets(keys: list[str]) -> Iterable[tuple[str, ...]]:
    return (chosen for size in range(len(keys) + 1) for chosen in combinations(keys, size))


@dataclass(frozen=True, eq=False)
class Layer:
    """One level of a series of counts: which had to be hidden anyway, and the parents in the next coarser one."""

    counts: Floats
    hidden: Mask
    parents: npt.NDArray[np.int64]


def protected(layers: list[Layer], *, minimum: int = 0) -> list[Mask]:
    """Return what the release hides of a series: cells that had to be hidden are those of few inhabitants."""
    rule = CellRule(minimum_count=minimum)
    levels = [f"l{depth}" for depth in range(len(layers))]
    tiers = Tiers(
        tuple(
            Tier(level, tuple(f"{place:02d}" for place in range(layer.counts.size)), layer.parents)
            for level, layer in zip(levels, layers, strict=True)
        )
    )
    by_level = dict(zip(levels, layers, strict=True))
    unknown = {level: np.isnan(each.counts) for level, each in by_level.items()}
    values = {level: each.counts for level, each in by_level.items()}
    nothing = {level: np.zeros(each.counts.size, dtype=bool) for level, each in by_level.items()}
    quantity = Quantity(Family("s", "p", "e"), values, unknown, nothing)
    few = {level: each.hidden & ~unknown[level] for level, each in by_level.items()}
    telling = Telling("s", {Role.COUNT: quantity}, rule, few=few, kept=unknown)
    small = {level: unsafe_counts(each.counts, minimum=minimum) | each.hidden for level, each in by_level.items()}
    former = {level: mask.astype(np.uint8) * 3 for level, mask in unknown.items()}
    with pytest.MonkeyPatch.context() as patch:
        # What ties families reads the database; here there is one family alone.
        patch.setattr(relations, "ORIGINS", [])
        decided = decide(Scope(0, "public", {"e": tiers}, [telling]), telling, Beside(small, former, nothing))
    return [decided.hidden(level) for level in levels]
