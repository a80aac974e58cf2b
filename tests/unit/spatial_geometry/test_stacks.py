# SPDX-License-Identifier: EUPL-1.2
"""Areas that lie on others as a whole are told for what they are: sums, twins, or areas inside others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.projections import to_metric
from spatial.geometry.stacks import Stack, find_stacks
from spatial.readers import Selection, read_boundaries
from tests.fixtures_spatial.grids import METRIC, degrees, grid, square, wavy_grid

DEMO = Path(__file__).parents[3] / "demo"


def told(found: tuple[Stack, ...]) -> list[tuple[str, int, tuple[int, ...]]]:
    return [(one.kind.value, one.position, one.others) for one in found]


def test_a_clean_coverage_and_areas_that_merely_overlap_are_no_stacks() -> None:
    assert find_stacks(degrees(*grid(4, 3))) == ()
    assert find_stacks(degrees(square(0, 0, width=1.9), square(1, 0))) == ()


@pytest.mark.check("C065")
def test_a_row_of_totals_is_told_with_its_size_and_place() -> None:
    cells = grid(3, 2)
    total = shapely.union_all(cells)

    (stack,) = find_stacks(degrees(*cells[:2], total, *cells[2:]))

    assert told((stack,)) == [("total", 2, (0, 1, 3, 4, 5, 6))]
    assert stack.area_m2 == pytest.approx(60_000, rel=1e-4)
    (there,) = to_metric(as_geometries([shapely.Point(stack.place)]), METRIC)
    assert shapely.contains(total, there)


def test_subtotals_are_told_beside_the_total() -> None:
    cells = list(grid(4, 2))
    west, east = shapely.union_all(cells[0:2] + cells[4:6]), shapely.union_all(cells[2:4] + cells[6:8])

    found = find_stacks(degrees(*cells, west, east, shapely.union(west, east)))

    assert told(found) == [
        ("total", 10, tuple(range(10))),
        ("subtotal", 8, (0, 1, 4, 5)),
        ("subtotal", 9, (2, 3, 6, 7)),
    ]


def test_the_same_outline_under_two_keys_is_told_once_for_the_later() -> None:
    found = find_stacks(degrees(square(0, 0), square(1, 0), square(0, 0)))

    assert told(found) == [("same_outline", 2, (0,))]
    assert found[0].area_m2 == pytest.approx(10_000, rel=1e-4)


def test_an_area_inside_another_is_told_with_the_smallest_that_holds_it() -> None:
    found = find_stacks(degrees(square(0, 0, 9, 9), square(1, 1, 5, 5), square(2, 2)))

    assert told(found) == [("nested", 1, (0,)), ("nested", 2, (1,))]
    assert [round(one.area_m2, -2) for one in found] == pytest.approx([250_000, 10_000], rel=1e-3)


@pytest.mark.parametrize(("overhang", "count"), [(0.04, 1), (0.06, 0)])
def test_five_percent_of_an_area_may_lie_outside(overhang: float, count: int) -> None:
    assert len(find_stacks(degrees(square(0, 0, 5, 5), square(4 + overhang, 1)))) == count


def test_a_hole_is_no_ground_and_an_enclave_in_it_no_stack() -> None:
    ring = shapely.difference(square(0, 0, 5, 5), square(2, 2))

    assert find_stacks(degrees(ring, square(2, 2))) == ()


def test_two_halves_that_repeat_each_other_do_not_make_a_sum() -> None:
    found = find_stacks(degrees(square(0, 0, 2, 2), square(0, 0, 1, 2), square(0, 0, 1, 2)))

    assert {one.kind.value for one in found} == {"same_outline", "nested"}


def test_areas_without_ground_lie_on_nobody() -> None:
    shapes = as_geometries([*degrees(square(0, 0)), None, shapely.Polygon()])

    assert find_stacks(shapes) == ()
    assert find_stacks(as_geometries([])) == ()


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_the_union_of_any_areas_is_found_wherever_it_stands(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = wavy_grid(4, 3, seed)
    chosen = np.sort(rng.choice(12, size=int(rng.integers(2, 12)), replace=False))
    place = int(rng.integers(0, 13))
    shapes = [*cells[:place], shapely.union_all(cells[chosen]), *cells[place:]]

    found = find_stacks(degrees(*shapes))

    moved = tuple(int(one) + (one >= place) for one in chosen)
    assert [(one.position, one.others) for one in found if one.kind.value in {"total", "subtotal"}] == [(place, moved)]
    assert len(found) == 1


@pytest.mark.parametrize(
    "path",
    ["berlin/gebiete_lor_2021/bezirksregion", "flensburg/gebiete_2022/stadtteile", "koeln/gebiete_2012/stadtteile"],
)
def test_real_areas_are_no_stacks_and_their_sum_is_one(path: str) -> None:
    table = read_boundaries((DEMO / f"{path}.geojson").read_bytes(), Selection("code", "name"))
    whole = shapely.union_all(shapely.make_valid(table.geometries))

    assert find_stacks(table.geometries) == ()
    (stack,) = find_stacks(as_geometries([*table.geometries, whole]))
    assert (stack.kind.value, stack.position, len(stack.others)) == ("total", len(table), len(table))


def test_parts_that_repeat_each_other_fill_only_once() -> None:
    halves = [square(0, 0, 1, 2), square(0.02, 0, 1, 2)]

    found = find_stacks(degrees(square(0, 0, 2, 2), *halves))

    assert "total" not in {one.kind.value for one in found}


def test_parts_that_lie_on_each_other_in_places_make_a_sum_all_the_same() -> None:
    found = find_stacks(degrees(square(0, 0, 2, 2), square(0, 0, 1.4, 2), square(0.6, 0, 1.4, 2)))

    assert told(found) == [("total", 0, (1, 2))]
