# SPDX-License-Identifier: EUPL-1.2
"""The best next sites among candidates: which to open, who is served where, and how sure it is that none is better."""

import dataclasses
import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from indicators.stats.reach.demand import Floats, Mask
from indicators.stats.siting.errors import too_large
from indicators.stats.siting.problem import DEFAULT_LIMITS, Limits, Objective, Siting
from indicators.stats.siting.program import Program, pairs_of, program_of
from indicators.stats.siting.solving import Solved, solve

# Relative to their size, differences below this are rounding noise of doubles.
_NOISE: Final = 1e-9
# Parts of an area below this are noise of the solver.
_TOLERANCE: Final = 1e-6
# Why there is no proposal: nobody is known to live there; no site or candidate serves anybody; the candidates are not
# enough to serve everybody who can be served, by their number or by their places; the limit of work came first.
SitingReason = Literal["", "nobody", "unreachable", "too_few_sites", "too_few_places", "limit"]


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Candidates to open, beside the existing sites.

    ``shares`` (n x m) say which part of each area is served by which site; rows add up to 1, or to less where somebody
    is not served. ``value`` is the objective: persons times cost of all ways (median, least is best), or persons served
    (covering, most is best); ``before`` that of the existing sites alone, NaN where they do not serve everybody.
    ``bound`` is what no choice can beat, as the solver proved it. ``cut_off`` are areas with persons that no site and
    no candidate serves, ``left_out`` those whose persons are not known, ``hidden`` those whose hidden numbers the
    choice rests on. Without a proposal ``reason`` says why.
    """

    chosen: tuple[int, ...]
    shares: Floats
    value: float
    before: float
    bound: float
    nodes: int
    is_proven: bool
    cut_off: tuple[int, ...]
    left_out: tuple[int, ...]
    hidden: tuple[int, ...]
    reason: SitingReason = ""

    @property
    def gap(self) -> float:
        """By which part of its value the proposal may be worse than the best one; 0 where it is proven to be best."""
        if self.is_proven or self.value == self.bound:
            return 0.0
        return abs(self.value - self.bound) / abs(self.value) if self.value else math.inf

    @property
    def rests_on_hidden(self) -> bool:
        """Whether a hidden number went into the choice."""
        return bool(self.hidden)

    def served_by(self, area: int) -> tuple[int, ...]:
        """Name the sites that serve an area, the one with the largest part first."""
        order = np.argsort(-self.shares[area], kind="stable")
        return tuple(int(site) for site in order if self.shares[area, site] > 0)


def best_sites(
    problem: Siting, objective: Objective, *, limits: Limits = DEFAULT_LIMITS, other_than: tuple[int, ...] = ()
) -> Proposal:
    """Find the candidates that serve best.

    Parameters
    ----------
    problem : Siting
    objective : {'median', 'covering'}
        Least way of all persons together, everybody served (p-median); or most persons served at all (maximal
        covering).
    limits : Limits
        Ways that may be weighed and branches that are looked at.
    other_than : tuple of int
        Candidates that must not all be opened: with those of a proposal the next best one is found.

    Returns
    -------
    Proposal
        At most ``most_new`` candidates. Without bounded capacities every area is served by its nearest open site, of
        two equally near by an existing one, then by the first in order, and no candidate is opened without which it
        would be as good; with them an area may be divided, and a candidate that serves nobody stays closed. Areas
        without known persons are served by their nearest open site and change nothing. Equal choices are decided by
        the solver, the same way each time; look for the next best one.

    Raises
    ------
    SitingTooLargeError
        When more ways would have to be weighed than ``limits`` allows.
    SitingSolverError
        When the solver fails.

    References
    ----------
    Hakimi (1964), Operations Research 12, 450-459; ReVelle and Swain (1970), Geographical Analysis 2, 30-42; Church and
    ReVelle (1974), Papers of the Regional Science Association 32, 101-118.

    Examples
    --------
    docs/methods/siting.md; tests/golden/siting
    """
    if not (problem.weights > 0).any():
        return _nothing(problem, "nobody")
    if not problem.counted.any():
        return _nothing(problem, "unreachable")
    found = _searched(problem, objective, limits, other_than)
    before = math.nan if found.reason else _without_new(problem, objective, limits)
    return dataclasses.replace(found, before=before)


def _without_new(problem: Siting, objective: Objective, limits: Limits) -> float:
    """Return the value of the existing sites alone."""
    if problem.sites.is_bounded:
        return _searched(dataclasses.replace(problem, most_new=0), objective, limits, ()).value
    return _value(problem, objective, _by_nearest(problem, problem.sites.fixed))


def _searched(problem: Siting, objective: Objective, limits: Limits, other_than: tuple[int, ...]) -> Proposal:
    pairs = pairs_of(problem, objective)
    if pairs.areas.size > limits.pairs:
        raise too_large(pairs.areas.size, limits.pairs)
    if not pairs.areas.size:
        return _proposed(problem, objective, _by_nearest(problem, problem.sites.fixed), None)
    program = program_of(problem, objective, pairs, other_than)
    solved = solve(program, nodes=limits.nodes)
    if solved is None:
        return _nothing(problem, _too_few(problem))
    bound = solved.bound if objective == "median" else program.constant - solved.bound
    if not solved.point.size:
        return dataclasses.replace(_nothing(problem, "limit"), bound=bound, nodes=solved.nodes)
    is_open = problem.sites.fixed.copy()
    is_open[program.candidates[solved.point[: program.candidates.size] > 0]] = True
    shares = _shares(problem, objective, is_open, program, solved.point)
    return _proposed(problem, objective, shares, dataclasses.replace(solved, bound=bound))


def _shares(problem: Siting, objective: Objective, is_open: Mask, program: Program, point: Floats) -> Floats:
    """Return who is served where: by the nearest site, or as the solver divided the areas among bounded capacities."""
    if not problem.sites.is_bounded:
        return _by_nearest(problem, _without_idle(problem, objective, is_open))
    shares = np.zeros(problem.costs.shape)
    shares[program.pairs.areas, program.pairs.sites] = point[program.candidates.size :]
    shares[shares < _TOLERANCE] = 0.0
    sums = shares.sum(axis=1, keepdims=True)
    shares = np.divide(shares, sums, out=shares, where=sums > 1 - _TOLERANCE)
    used = problem.sites.fixed | (shares > 0).any(axis=0)
    return np.where(problem.counted[:, None], shares, _by_nearest(problem, is_open & used))


def _by_nearest(problem: Siting, is_open: Mask) -> Floats:
    """Serve every area by its nearest open site; of two equally near an existing one goes first."""
    shares = np.zeros(problem.costs.shape)
    fixed = problem.sites.fixed
    order = np.concatenate([np.flatnonzero(is_open & fixed), np.flatnonzero(is_open & ~fixed)])
    if order.size:
        nearest = order[problem.costs[:, order].argmin(axis=1)]
        areas = np.arange(nearest.size)
        shares[areas, nearest] = np.isfinite(problem.costs[areas, nearest])
    return shares


def _without_idle(problem: Siting, objective: Objective, is_open: Mask) -> Mask:
    """Close new sites again without which the value is the same."""
    value = _value(problem, objective, _by_nearest(problem, is_open))
    for site in np.flatnonzero(is_open & ~problem.sites.fixed)[::-1]:
        fewer = is_open.copy()
        fewer[site] = False
        without = _value(problem, objective, _by_nearest(problem, fewer))
        is_open = fewer if math.isclose(without, value, rel_tol=_NOISE) else is_open
    return is_open


def _value(problem: Siting, objective: Objective, shares: Floats) -> float:
    """Return the objective; NaN for a median that does not serve everybody who can be served."""
    served = shares.sum(axis=1)
    if objective == "covering":
        return float(problem.weights @ served)
    if (served[problem.counted] < 1 - _TOLERANCE).any():
        return math.nan
    costs = np.where(shares > 0, problem.costs, 0.0)
    return float(problem.weights @ (costs * shares).sum(axis=1))


def _proposed(problem: Siting, objective: Objective, shares: Floats, solved: Solved | None) -> Proposal:
    """Put a proposal together; without a solver there was nothing to choose."""
    value = _value(problem, objective, shares)
    new = ~problem.sites.fixed & (shares > 0).any(axis=0)
    better = min if objective == "median" else max
    return dataclasses.replace(
        _nothing(problem, ""),
        chosen=_positions(new),
        shares=shares,
        value=value,
        bound=better(solved.bound, value) if solved else value,
        nodes=solved.nodes if solved else 0,
        is_proven=solved.is_proven if solved else True,
    )


def _too_few(problem: Siting) -> SitingReason:
    room, fixed = problem.sites.capacities, problem.sites.fixed
    largest = np.sort(room[~fixed])[::-1][: problem.most_new]
    everybody = problem.weights[problem.counted].sum()
    return "too_few_places" if room[fixed].sum() + largest.sum() < everybody else "too_few_sites"


def _nothing(problem: Siting, reason: SitingReason) -> Proposal:
    is_known = problem.who.is_known
    return Proposal(
        chosen=(),
        shares=np.zeros(problem.costs.shape),
        value=math.nan,
        before=math.nan,
        bound=math.nan,
        nodes=0,
        is_proven=False,
        cut_off=_positions((problem.weights > 0) & ~problem.counted),
        left_out=_positions(~is_known),
        hidden=_positions(is_known & problem.who.hidden),
        reason=reason,
    )


def _positions(mask: Mask) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(mask))
