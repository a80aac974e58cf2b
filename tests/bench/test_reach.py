# SPDX-License-Identifier: EUPL-1.2
"""Floating catchments of a city beside the bare products of matrices, best sites beside one round of greedy choice."""

import time

import numpy as np
import numpy.typing as npt
import pytest

from indicators.stats.reach.catchment import catchments
from indicators.stats.reach.decay import Decay, Gaussian, three_zones, within
from indicators.stats.reach.demand import demand
from indicators.stats.siting.choosing import best_sites
from indicators.stats.siting.problem import Objective, sites, siting
from tests.bench.measuring import median_ms, report

pytestmark = pytest.mark.bench
AREAS, SITES, CANDIDATES, FIXED, NEW = 86, 600, 300, 20, 3
Floats = npt.NDArray[np.float64]


def city(places: int) -> tuple[Floats, Floats]:
    """Return persons of the areas and the straight ways to so many places, in minutes of a city of 10 by 10 km."""
    rng = np.random.default_rng(1)
    areas, there = rng.uniform(0, 10, (AREAS, 2)), rng.uniform(0, 10, (places, 2))
    ways = areas[:, None] - there[None]
    return rng.integers(50, 900, AREAS).astype(float), 12 * np.hypot(ways[..., 0], ways[..., 1])


@pytest.mark.parametrize("decay", [within(15), three_zones(30), Gaussian(30)], ids=["2SFCA", "E2SFCA", "Gaussian"])
def test_catchments_of_86_areas_and_600_sites(decay: Decay) -> None:
    persons, costs = city(SITES)
    who, supply, weights = demand(persons), np.full(SITES, 20.0), decay.at(costs)

    def bare() -> Floats:
        sums = persons @ weights
        access: Floats = weights @ np.divide(supply, sums, out=np.zeros(SITES), where=sums > 0)
        return access

    taken = median_ms(lambda: catchments(who, supply, costs, decay))
    baseline = median_ms(bare)

    report(
        f"Floating catchment, {AREAS} areas x {SITES} sites, {type(decay).__name__}",
        f"{taken:.2f} ms",
        baseline=f"two bare products {baseline:.3f} ms, ratio {taken / baseline:.0f}",
    )
    np.testing.assert_allclose(catchments(who, supply, costs, decay).access.value, bare())


@pytest.mark.parametrize("objective", ["median", "covering"])
@pytest.mark.parametrize("is_bounded", [False, True], ids=["unbounded", "bounded"])
@pytest.mark.parametrize("fixed", [FIXED, 0], ids=["beside 20", "from nothing"])
def test_best_of_300_candidates_for_86_areas(objective: Objective, is_bounded: bool, fixed: int) -> None:
    persons, costs = city(CANDIDATES)
    room = np.full(CANDIDATES, persons.sum() / (fixed + 1)) if is_bounded else None
    where = sites(np.arange(CANDIDATES) < fixed, room)
    problem = siting(demand(persons), where, costs, most_new=NEW, furthest=60 if fixed else 200)

    def one_by_one() -> None:
        """Open the candidate that shortens the ways most, three times over, without looking back."""
        least = costs[:, :fixed].min(axis=1) if fixed else np.full(AREAS, 200.0)
        for _ in range(NEW):
            sums = persons @ np.minimum(costs, least[:, None])
            least = np.minimum(least, costs[:, sums.argmin()])

    begin = time.process_time()
    found = best_sites(problem, objective)
    taken = time.process_time() - begin
    baseline = median_ms(one_by_one, rounds=20) / 1000

    report(
        f"Best {NEW} of {CANDIDATES}, {objective}, {'bounded' if is_bounded else 'unbounded'}, {fixed} exist",
        f"{taken:.2f} s",
        baseline=f"greedy {1000 * baseline:.2f} ms, ratio {taken / baseline:.0f}; {found.nodes} nodes, "
        f"gap {found.gap:.1%}",
    )
    assert found.reason == ""
