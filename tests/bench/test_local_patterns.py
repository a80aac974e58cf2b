# SPDX-License-Identifier: EUPL-1.2
"""LISA with 999 permutations over 33,000 areas, beside the bare drawing and adding up in NumPy."""

import time

import numpy as np
import pytest

from indicators.stats.clusters import local_moran
from indicators.stats.neighbourhood import Neighbourhood, neighbourhood
from tests.bench.measuring import report

pytestmark = pytest.mark.bench
ROWS, COLUMNS, PERMUTATIONS = 165, 200, 999


def honeycomb() -> Neighbourhood:
    """Return areas with six neighbours each, about as many as English LSOA have."""
    place = np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS)
    pairs = [(place[:, :-1], place[:, 1:]), (place[:-1], place[1:]), (place[:-1, 1:], place[1:, :-1])]
    first, second = (np.concatenate([pair[side].ravel() for pair in pairs]) for side in (0, 1))
    return neighbourhood(first, second, np.ones(place.size, dtype=bool))


def bare(values: np.ndarray, around: Neighbourhood) -> None:
    """Draw and add up as many values as the permutations need, and compare nothing."""
    rng = np.random.default_rng(1)
    draws = rng.integers(values.size, size=(6, PERMUTATIONS))
    for count in around.degrees.tolist():
        values[draws[:count]].sum(axis=0)


def test_local_moran_of_33000_areas() -> None:
    around = honeycomb()
    values = np.random.default_rng(2).gamma(4.0, 5.0, around.size)

    begin = time.perf_counter()
    found = local_moran(values, around, seed=1, permutations=PERMUTATIONS)
    taken = time.perf_counter() - begin
    begin = time.perf_counter()
    bare(values, around)
    baseline = time.perf_counter() - begin

    report(
        f"LISA, {around.size:,} areas x {PERMUTATIONS} permutations",
        f"{taken:.2f} s",
        baseline=f"bare NumPy {baseline:.2f} s",
        target="10 s",
    )
    assert found.n == around.size
    assert taken <= 10
