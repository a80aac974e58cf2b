# SPDX-License-Identifier: EUPL-1.2
"""Patterns of 33,000 areas with 999 permutations, beside the bare drawing and adding up in NumPy."""

import json
import time

import numpy as np
import pytest

from indicators.rendering.slice_pattern import spatial_pattern
from indicators.rendering.slices import NumberBand, SliceContent, SliceKey
from indicators.stats.clusters import local_moran
from indicators.stats.neighbourhood import Neighbourhood, neighbourhood
from sozialplanung.common.statuses import Status
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


def test_first_request_of_the_pattern_of_33000_areas() -> None:
    around = honeycomb()
    values = np.random.default_rng(2).gamma(4.0, 5.0, around.size).round(1)
    key = SliceKey("land", "anteil", "2018-12-31", "gebiet", "2018", "public")
    status, flags = np.full(around.size, Status.OK, dtype=np.uint8), np.zeros(around.size, dtype=np.uint8)
    content = SliceContent(key, "", status, flags, {"value": NumberBand(values, 1)})
    bounds = zip(around.starts.tolist(), around.degrees.tolist(), strict=True)
    stored = json.dumps([around.others[start : start + count].tolist() for start, count in bounds])

    begin = time.perf_counter()
    found = spatial_pattern(content, json.loads(stored), is_count=False)
    taken = time.perf_counter() - begin
    begin = time.perf_counter()
    bare(values, around)
    rng = np.random.default_rng(1)
    for _ in range(PERMUTATIONS):
        rng.permutation(values)
    baseline = time.perf_counter() - begin

    assert found.is_there
    report(
        f"The first request of a map with patterns, {around.size:,} areas, its neighbours read",
        f"{taken:.2f} s",
        baseline=f"bare drawing of both in NumPy {baseline:.2f} s, ratio {taken / baseline:.1f}",
        target="about 1 s",
    )
