# SPDX-License-Identifier: EUPL-1.2
"""Repairs are proposals with the change of area; what would change the ground is blocked."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.dissolve import dissolve, dissolve_all
from spatial.geometry.projections import to_metric
from spatial.geometry.repair import apply_repairs, propose_repairs
from tests.fixtures_spatial.grids import EAST, METRIC, NORTH, degrees, grid, square, wavy_grid


def outline(*points: tuple[float, float], holes: list[list[tuple[float, float]]] | None = None) -> shapely.Polygon:
    def moved(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(EAST + x, NORTH + y) for x, y in ring]

    return shapely.Polygon(moved(list(points)), [moved(hole) for hole in holes or []])


SPIKE = outline((0, 0), (100, 0), (200, 0), (100, 0), (100, 100), (0, 100))
BOW_TIE = outline((0, 0), (100, 100), (100, 0), (0, 100))
LOPSIDED = outline((0, 0), (100, 0), (100, 100), (0.01, 0), (0, 100))
HOLE_OUTSIDE = outline((0, 0), (100, 0), (100, 100), holes=[[(500, 500), (510, 500), (510, 510)]])
COLLAPSED = outline((0, 0), (100, 100), (0, 0))


@pytest.mark.check("C063")
def test_a_spike_is_cut_off_without_changing_the_area() -> None:
    (proposal,) = propose_repairs(degrees(square(3, 3), SPIKE))

    assert proposal.position == 1
    assert proposal.reason.startswith("Ring Self-intersection[9.39")
    assert proposal.area_after_m2 == pytest.approx(10_000, rel=1e-6)
    assert proposal.change < 1e-6
    assert not proposal.is_blocked
    assert shapely.is_valid(proposal.proposed)


@pytest.mark.check("C063")
@pytest.mark.parametrize("shape", [BOW_TIE, HOLE_OUTSIDE, COLLAPSED], ids=["bow-tie", "hole outside", "collapsed"])
def test_a_repair_that_changes_the_ground_by_more_than_a_thousandth_is_blocked(shape: shapely.Geometry) -> None:
    (proposal,) = propose_repairs(degrees(shape))

    assert proposal.change > 0.001
    assert proposal.is_blocked


@pytest.mark.check("C063")
@pytest.mark.parametrize(("width", "is_blocked"), [(0.0004, False), (0.01, True)])
def test_the_limit_lies_at_a_thousandth(width: float, is_blocked: bool) -> None:
    """A second part overlaps the first by a strip of this width: even-odd reading takes the strip out twice."""
    twins = shapely.MultiPolygon([square(0, 0), square(1 - width, 0)])

    (proposal,) = propose_repairs(degrees(twins))

    assert proposal.is_blocked is is_blocked


@pytest.mark.check("C063")
def test_valid_missing_and_empty_areas_get_no_proposal() -> None:
    assert propose_repairs(as_geometries([*degrees(square(0, 0)), None, shapely.Polygon()])) == ()


@pytest.mark.check("C063")
def test_nothing_is_changed_before_somebody_accepts() -> None:
    shapes = degrees(square(3, 3), SPIKE)
    before = shapely.to_wkb(shapes)

    proposals = propose_repairs(shapes)
    repaired = apply_repairs(shapes, proposals)

    assert np.array_equal(shapely.to_wkb(shapes), before)
    assert shapely.is_valid(repaired).all()
    assert repaired[0] is shapes[0]
    assert repaired[1] is proposals[0].proposed


@pytest.mark.check("C063")
def test_a_blocked_repair_cannot_be_applied() -> None:
    shapes = degrees(BOW_TIE)

    with pytest.raises(ValueError, match=r"\[0\]"):
        apply_repairs(shapes, propose_repairs(shapes))


def test_the_union_of_a_group_is_its_outline() -> None:
    keys, unions = dissolve(degrees(*grid(4, 2)), ["b", "b", "a", "a"] * 2)

    assert keys == ("a", "b")
    there = to_metric(unions, METRIC)
    assert shapely.hausdorff_distance(there, as_geometries([square(2, 0, 2, 2), square(0, 0, 2, 2)])).max() < 0.001


def test_the_total_of_a_wandering_coverage_has_no_hole_and_all_the_ground() -> None:
    shapes = wavy_grid(4, 4, 7)

    total = dissolve_all(degrees(*shapes))

    assert shapely.get_num_interior_rings(total) == 0
    (there,) = to_metric(as_geometries([total]), METRIC)
    assert shapely.area(there) == pytest.approx(shapely.area(shapes).sum(), rel=1e-6)


@pytest.mark.parametrize(("largest_hole_m2", "holes"), [(0.0, 1), (9_000.0, 1), (11_000.0, 0)])
def test_small_holes_are_closed_on_request(largest_hole_m2: float, holes: int) -> None:
    ring = [cell for place, cell in enumerate(grid(3, 3)) if place != 4]

    total = dissolve_all(degrees(*ring), largest_hole_m2=largest_hole_m2)

    assert shapely.get_num_interior_rings(total) == holes


def test_groups_in_several_parts_stay_in_several_parts() -> None:
    _, (union,) = dissolve(degrees(square(0, 0), square(5, 5)), ["a", "a"], largest_hole_m2=1.0)

    assert shapely.get_num_geometries(union) == 2


def test_missing_and_invalid_areas_do_not_stop_a_union() -> None:
    shapes = as_geometries([None, shapely.Polygon(), *degrees(SPIKE, square(1, 0))])

    (total,) = to_metric(as_geometries([dissolve_all(shapes)]), METRIC)

    assert shapely.area(total) == pytest.approx(20_000, rel=1e-4)
