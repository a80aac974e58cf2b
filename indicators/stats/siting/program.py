# SPDX-License-Identifier: EUPL-1.2
"""The integer programs of both objectives: open or not for each candidate, served by whom for each area."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from indicators.stats.reach.demand import Floats, Mask
from indicators.stats.siting.problem import Integers, Objective, Siting

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# The largest coefficient of an objective: far above the absolute tolerances of the solver (1e-6).
_LARGEST: Final = 1_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Ways that are weighed: area, site and cost of each."""

    areas: Integers
    sites: Integers
    costs: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Minimise ``cost @ x`` with ``lower <= matrix @ x <= upper`` and every x from 0 to 1.

    The first columns open the ``candidates`` and are whole; the others serve ``pairs``, or areas where none are held
    apart. The objective in persons (times cost) is ``scale`` times that of the program plus ``constant``.
    """

    cost: Floats
    matrix: "csr_array[Any, tuple[int, int]]"
    lower: Floats
    upper: Floats
    candidates: Integers
    pairs: Pairs
    scale: float
    constant: float


def pairs_of(problem: Siting, objective: Objective) -> Pairs:
    """Return the ways that have to be weighed.

    Parameters
    ----------
    problem : Siting
    objective : {'median', 'covering'}

    Returns
    -------
    Pairs
        With bounded capacities every way that serves. Without, an area is served by its nearest open site: candidates
        that are not nearer than the nearest existing site do not matter, of existing ones the nearest alone does
        (median), and areas within reach of an existing site do not matter at all (covering).
    """
    use = np.isfinite(problem.costs) & problem.counted[:, None]
    fixed = problem.sites.fixed
    if not problem.sites.is_bounded and fixed.any():
        held = np.where(fixed, problem.costs, np.inf)
        least = held.min(axis=1)
        use &= ~fixed & (problem.costs < least[:, None]) if objective == "median" else np.isinf(least)[:, None]
        if objective == "median":
            has_one = np.flatnonzero(problem.counted & np.isfinite(least))
            use[has_one, held.argmin(axis=1)[has_one]] = True
    areas, places = np.nonzero(use)
    return Pairs(areas, places, problem.costs[areas, places])


def program_of(problem: Siting, objective: Objective, pairs: Pairs, other_than: tuple[int, ...]) -> Program:
    """Write a search as an integer program.

    Parameters
    ----------
    problem : Siting
    objective : {'median', 'covering'}
    pairs : Pairs
        From :func:`pairs_of`; at least one.
    other_than : tuple of int
        Candidates that must not all be opened together; nothing is forbidden by an empty one.

    Returns
    -------
    Program
        Median: Σ x = 1 for each area, x ≤ y for each way to a candidate, Σ y ≤ the number of new sites, and where
        capacities are bounded Σ w x ≤ capacity · y. Covering: the same with Σ x ≤ 1, or without capacities one column
        z for each area with z ≤ Σ y of the candidates that reach it.

    References
    ----------
    ReVelle and Swain (1970), Geographical Analysis 2, 30-42; Church and ReVelle (1974), Papers of the Regional Science
    Association 32, 101-118.
    """
    columns = _Columns.of(problem, pairs)
    if objective == "covering" and not problem.sites.is_bounded:
        return _covered(problem, pairs, columns, other_than)
    return _served(problem, objective, columns, other_than)


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """Which column opens which candidate, and which row is which area's."""

    pairs: Pairs
    candidates: Integers
    opening: Integers
    areas: Integers
    rows: Integers
    weights: Floats

    @classmethod
    def of(cls, problem: Siting, pairs: Pairs) -> "_Columns":
        opening = np.full(problem.sites.fixed.size, -1, dtype=np.int64)
        candidates = np.unique(pairs.sites[~problem.sites.fixed[pairs.sites]])
        opening[candidates] = np.arange(candidates.size)
        areas, rows = np.unique(pairs.areas, return_inverse=True)
        return cls(pairs, candidates, opening, areas, rows, problem.weights)

    @property
    def by_candidate(self) -> Mask:
        """Which ways lead to a candidate."""
        return self.opening[self.pairs.sites] >= 0


@dataclass(slots=True)
class _Rows:
    """Rows of a program, one block after the other."""

    entries: list[tuple[Integers, Integers, Floats]] = field(default_factory=list)
    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)
    count: int = 0

    def add(self, entries: tuple[Integers, Integers, Floats], lower: Floats, upper: Floats) -> None:
        """Add rows counted from 0; entries are rows, columns and values."""
        rows, columns, values = entries
        self.entries.append((rows + self.count, columns, values))
        self.lower.append(lower)
        self.upper.append(upper)
        self.count += upper.size

    def at_most(self, columns: Integers, most: int) -> None:
        """Add one row: no more than so many of these columns."""
        entries = np.zeros(columns.size, dtype=np.int64), columns, np.ones(columns.size)
        self.add(entries, np.array([-np.inf]), np.array([float(most)]))

    def matrix(self, width: int) -> "csr_array[Any, tuple[int, int]]":
        """Return the matrix of all rows."""
        from scipy.sparse import csr_array

        rows, columns, values = (np.concatenate(each) for each in zip(*self.entries, strict=True))
        return csr_array((values, (rows, columns)), shape=(self.count, width))


def _served(problem: Siting, objective: Objective, columns: _Columns, other_than: tuple[int, ...]) -> Program:
    pairs, openings, rows = columns.pairs, columns.candidates.size, _Rows()
    serving = openings + np.arange(pairs.areas.size)
    persons = columns.weights[pairs.areas]
    is_median = objective == "median"
    ones = np.ones(columns.areas.size)
    rows.add((columns.rows, serving, np.ones(serving.size)), ones if is_median else ones - np.inf, ones)
    _only_if_open(rows, columns, serving)
    _no_more_than_fit(rows, problem, columns, serving)
    _few_enough(rows, problem, columns, other_than)
    gains = persons * pairs.costs if is_median else -persons
    return _program(rows, columns, np.concatenate([np.zeros(openings), gains]), pairs, constant=0.0)


def _covered(problem: Siting, pairs: Pairs, columns: _Columns, other_than: tuple[int, ...]) -> Program:
    openings, rows = columns.candidates.size, _Rows()
    covering = openings + np.arange(columns.areas.size)
    entries = (
        np.concatenate([np.arange(columns.areas.size), columns.rows]),
        np.concatenate([covering, columns.opening[pairs.sites]]),
        np.concatenate([np.ones(covering.size), -np.ones(pairs.sites.size)]),
    )
    rows.add(entries, np.full(covering.size, -np.inf), np.zeros(covering.size))
    _few_enough(rows, problem, columns, other_than)
    persons, none = columns.weights[columns.areas], Pairs(*(np.zeros(0, dtype=np.int64),) * 2, np.zeros(0))
    # Whoever counts and is in no row lies within reach of an existing site.
    already = columns.weights[problem.counted].sum() - persons.sum()
    return _program(rows, columns, np.concatenate([np.zeros(openings), -persons]), none, constant=float(already))


def _only_if_open(rows: _Rows, columns: _Columns, serving: Integers) -> None:
    to_candidates = np.flatnonzero(columns.by_candidate)
    count = np.arange(to_candidates.size)
    entries = (
        np.concatenate([count, count]),
        np.concatenate([serving[to_candidates], columns.opening[columns.pairs.sites[to_candidates]]]),
        np.concatenate([np.ones(count.size), -np.ones(count.size)]),
    )
    rows.add(entries, np.full(count.size, -np.inf), np.zeros(count.size))


def _no_more_than_fit(rows: _Rows, problem: Siting, columns: _Columns, serving: Integers) -> None:
    room, pairs = problem.sites.capacities, columns.pairs
    tight = np.unique(pairs.sites[np.isfinite(room[pairs.sites])])
    row_of = np.full(room.size, -1, dtype=np.int64)
    row_of[tight] = np.arange(tight.size)
    held = np.flatnonzero(row_of[pairs.sites] >= 0)
    openable = tight[columns.opening[tight] >= 0]
    everybody = columns.weights.sum()
    entries = (
        np.concatenate([row_of[pairs.sites[held]], row_of[openable]]),
        np.concatenate([serving[held], columns.opening[openable]]),
        np.concatenate([columns.weights[pairs.areas[held]], -room[openable]]) / everybody,
    )
    most = np.where(columns.opening[tight] >= 0, 0.0, room[tight]) / everybody
    rows.add(entries, np.full(tight.size, -np.inf), most)


def _few_enough(rows: _Rows, problem: Siting, columns: _Columns, other_than: tuple[int, ...]) -> None:
    rows.at_most(np.arange(columns.candidates.size), problem.most_new)
    forbidden = columns.opening[list(other_than)]
    if forbidden.size and (forbidden >= 0).all():
        rows.at_most(forbidden, forbidden.size - 1)


def _program(rows: _Rows, columns: _Columns, cost: Floats, pairs: Pairs, *, constant: float) -> Program:
    largest = float(np.abs(cost).max())
    scale = largest / _LARGEST if largest > 0 else 1.0
    return Program(
        cost=cost / scale,
        matrix=rows.matrix(cost.size),
        lower=np.concatenate(rows.lower),
        upper=np.concatenate(rows.upper),
        candidates=columns.candidates,
        pairs=pairs,
        scale=scale,
        constant=constant,
    )
