# SPDX-License-Identifier: EUPL-1.2
"""The attack by rings: many sizes around nearby places, subtracted from one another, tell nothing of hidden counts."""

import numpy as np
import pytest
import shapely
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from indicators.stats.disclosure.errors import UnprotectableError
from indicators.stats.disclosure.protect import audited, protect
from indicators.stats.disclosure.system import system_of
from spatial.geometry.arrays import as_geometries
from spatial.geometry.network.graph import build_graph
from spatial.geometry.network.isochrones import reach, reached_area, reached_lines, with_blocks
from spatial.geometry.network.search import Costs
from spatial.geometry.network.snapping import snap
from tests.fixtures_spatial.streets import lines
from tests.unit.stats.disclosing import narrowed
from tests.unit.stats.test_own_area_attack import COUNTS, DISTRICTS, QUARTERS, city_of, quarters, told_by

pytestmark = pytest.mark.check("C076")

STEP, SIDE = 100, 300
WIDTH, HEIGHT = QUARTERS * SIDE, DISTRICTS * SIDE
STREETS = build_graph(
    lines(
        *([(x, y), (x + STEP, y)] for x in range(0, WIDTH, STEP) for y in range(0, HEIGHT + 1, STEP)),
        *([(x, y), (x, y + STEP)] for x in range(0, WIDTH + 1, STEP) for y in range(0, HEIGHT, STEP)),
    )
)
COSTS = Costs(STREETS.lengths_m, STREETS.lengths_m)
AREAS = as_geometries(
    shapely.box(column * SIDE, row * SIDE, (column + 1) * SIDE, (row + 1) * SIDE)
    for row in range(DISTRICTS)
    for column in range(QUARTERS)
)
# A place, and some others a few metres beside it, each with rings of many sizes.
PLACES = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT))
BESIDE = st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), min_size=1, max_size=2)
LIMITS = st.lists(st.integers(20, 1200), min_size=2, max_size=4, unique=True)


def shares(place: tuple[int, int], limit: int) -> list[float]:
    """Return which share of the ground of each quarter a ring along the streets holds."""
    where = snap(STREETS, np.array([place], dtype=float))
    ground = with_blocks(reached_area(reached_lines(STREETS, reach(STREETS, COSTS, where, limit))))
    part = shapely.area(shapely.intersection(AREAS, ground)) / shapely.area(AREAS)
    return [1.0 if each > 0.999 else float(each) if each > 0.001 else 0.0 for each in part.tolist()]


def rings(place: tuple[int, int], beside: list[tuple[int, int]], limits: list[int]) -> list[list[float]]:
    around = [(place[0] + east, place[1] + north) for east, north in [(0, 0), *beside]]
    return [shares(each, limit) for each in around for limit in limits]


@settings(max_examples=30, deadline=None)
@given(COUNTS, PLACES, BESIDE, LIMITS)
def test_no_rings_side_by_side_narrow_a_hidden_count(
    counts: list[list[int]], place: tuple[int, int], beside: list[tuple[int, int]], limits: list[int]
) -> None:
    parts = city_of(counts)
    try:
        pattern = protect(system_of(*parts))
    except UnprotectableError:
        reject()

    told = told_by(parts, pattern.hidden, rings(place, beside, limits))

    assert audited(system_of(*told), pattern.hidden).holds
    for cell in parts[0]:
        if cell.need is not None and cell.key in pattern.hidden:
            before, after = (narrowed(each, pattern.hidden, cell.key) for each in (parts, told))
            assert after == pytest.approx(before, abs=1e-6)


def test_rings_that_held_a_hidden_quarter_would_be_found_out() -> None:
    # The same rings, were hidden parts added up: the smaller one subtracted from the wider one tells the quarter.
    parts = city_of([[2, 41, 20, 41], [41, 41, 41, 41], [41, 41, 41, 41]])
    pattern = protect(system_of(*parts))
    assert "r0:c0" in pattern.hidden
    middle = (SIDE // 2, SIDE // 2)
    sizes = [shares(middle, limit) for limit in (150, 600, 1200)]
    assert sizes[0][quarters().index("r0:c0")] > 0.5

    told = told_by(parts, frozenset(), sizes)

    assert not audited(system_of(*told), pattern.hidden).holds
