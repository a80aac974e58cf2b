# SPDX-License-Identifier: EUPL-1.2
"""The coverage check finds each defect that was put in, with its size and place, and nothing else."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.projections import to_metric
from spatial.geometry.validation import CoverageReport, IssueKind, Tolerances, check_coverage
from tests.fixtures_spatial.grids import METRIC, degrees, grid, square, wavy_grid


def check(*shapes: shapely.Geometry, tolerances: Tolerances | None = None) -> CoverageReport:
    keys = [f"{place:02}" for place in range(len(shapes))]
    return check_coverage(keys, degrees(*shapes), tolerances)


def test_a_clean_coverage_has_no_issue_and_its_areas_are_known() -> None:
    report = check(*grid(4, 3))

    assert report.issues == ()
    assert report.metric_crs == METRIC
    assert report.areas_m2 == pytest.approx(np.full(12, 10_000.0), rel=1e-6)
    assert (report.noise_count, report.noise_area_m2) == (0, 0.0)


@pytest.mark.check("C065")
def test_an_overlap_is_told_with_both_keys_its_area_and_its_place() -> None:
    report = check(square(0, 0, width=1.2), square(1, 0))

    (issue,) = report.of_kind(IssueKind.OVERLAP)

    assert issue.keys == ("00", "01")
    assert issue.area_m2 == pytest.approx(2000, rel=1e-4)
    there = to_metric(as_geometries([shapely.Point(issue.place)]), METRIC)[0]
    assert shapely.distance(there, square(1, 0, width=0.2)) == pytest.approx(0, abs=0.01)


@pytest.mark.check("C065")
def test_a_gap_is_told_with_the_keys_around_it_its_area_and_its_place() -> None:
    ring = [cell for place, cell in enumerate(grid(3, 3)) if place != 4]

    (issue,) = check(*ring).of_kind(IssueKind.GAP)

    assert issue.area_m2 == pytest.approx(10_000, rel=1e-4)
    assert issue.keys == tuple(f"{place:02}" for place in range(8))
    there = to_metric(as_geometries([shapely.Point(issue.place)]), METRIC)[0]
    assert shapely.contains(square(1, 1), there)


@pytest.mark.check("C065")
def test_narrow_overlaps_and_gaps_are_slivers() -> None:
    overlap = check(square(0, 0, width=1.01), square(1, 0))
    gap = check(square(0, 0, width=3), square(0, 1, width=0.995), square(1, 1, width=2), square(0, 2, width=3))

    (first,) = overlap.of_kind(IssueKind.SLIVER_OVERLAP)
    (second,) = gap.of_kind(IssueKind.SLIVER_GAP)

    assert first.area_m2 == pytest.approx(100, rel=1e-3)
    assert second.area_m2 == pytest.approx(50, rel=1e-3)


@pytest.mark.check("C065")
def test_tiny_defects_are_counted_as_noise_and_not_listed() -> None:
    report = check(square(0, 0, width=1.00005), square(1, 0))

    assert report.of_kind(IssueKind.OVERLAP, IssueKind.SLIVER_OVERLAP) == ()
    assert report.noise_count == 1
    assert report.noise_area_m2 == pytest.approx(0.5, rel=0.01)


@pytest.mark.check("C065")
def test_borders_that_run_side_by_side_without_matching_are_told_with_their_length() -> None:
    report = check(square(0, 0, width=0.997), square(1, 0))

    issues = report.of_kind(IssueKind.UNMATCHED_BORDER)

    assert sorted(issue.keys for issue in issues) == [("00",), ("01",)]
    assert all(issue.length_m == pytest.approx(100, rel=0.02) for issue in issues)
    assert all(np.isfinite(issue.place).all() for issue in issues)


@pytest.mark.check("C065")
def test_borders_further_apart_than_the_tolerance_are_not_told() -> None:
    report = check(square(0, 0, width=0.98), square(1, 0), tolerances=Tolerances(border_gap_m=1.5))

    assert report.issues == ()


@pytest.mark.check("C065")
def test_areas_of_several_parts_are_told_with_the_ground_off_the_largest() -> None:
    island = shapely.MultiPolygon([square(0, 0), square(5, 5, width=0.5), square(7, 7, width=0.1)])

    (issue,) = check(island, square(1, 0)).of_kind(IssueKind.SEVERAL_PARTS)

    assert (issue.keys, issue.parts) == (("00",), 3)
    assert issue.area_m2 == pytest.approx(6000, rel=1e-4)


@pytest.mark.check("C065")
def test_each_area_of_a_key_that_stands_twice_is_told() -> None:
    report = check_coverage(["01", "02", "01"], degrees(*grid(3, 1)))

    assert [issue.keys for issue in report.of_kind(IssueKind.DUPLICATE_KEY)] == [("01",), ("01",)]


@pytest.mark.check("C065")
def test_a_key_that_stands_twice_is_told_for_areas_without_ground_as_well() -> None:
    shapes = as_geometries([*degrees(square(0, 0)), shapely.Polygon(), None])

    issues = check_coverage(["01", "01", "01"], shapes).of_kind(IssueKind.DUPLICATE_KEY)

    assert [bool(np.isfinite(issue.place).all()) for issue in issues] == [True, False, False]


@pytest.mark.check("C063")
@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), "Self-intersection"),
        (shapely.Polygon([(0, 0), (2, 0), (3, 0), (2, 0), (2, 2), (0, 2)]), "Self-intersection"),
        (shapely.Polygon([(0, 0), (2, 0), (2, 2)], [[(5, 5), (6, 5), (6, 6)]]), "Hole lies outside shell"),
        (shapely.Polygon([(0, 0), (1, 1), (0, 0)]), "Too few points in geometry component"),
        (shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)]), "Self-intersection"),
    ],
    ids=["bow-tie", "spike", "hole outside", "collapsed", "overlapping parts"],
)
def test_invalid_outlines_are_told_with_reason_and_place(shape: shapely.Geometry, reason: str) -> None:
    moved = shapely.transform(shape, lambda points: points / 1000 + [9.4, 54.8])

    (issue,) = check_coverage(["01"], as_geometries([moved])).of_kind(IssueKind.INVALID)

    assert issue.reason == reason
    assert shapely.distance(shapely.Point(issue.place), moved) == pytest.approx(0, abs=1e-9)


@pytest.mark.check("C063")
def test_duplicate_vertices_are_valid() -> None:
    twice = shapely.Polygon([(9.4, 54.8), (9.5, 54.8), (9.5, 54.8), (9.5, 54.9)])

    assert check_coverage(["01"], as_geometries([twice])).issues == ()


@pytest.mark.check("C063")
def test_missing_and_empty_areas_are_told_and_have_no_size() -> None:
    shapes = as_geometries([*degrees(square(0, 0)), None, shapely.Polygon()])

    report = check_coverage(["01", "02", "03"], shapes)

    issues = report.of_kind(IssueKind.EMPTY)
    assert [issue.keys for issue in issues] == [("02",), ("03",)]
    assert np.isnan(issues[0].place).all()
    assert np.isnan(report.areas_m2).tolist() == [False, True, True]


@pytest.mark.check("C065")
def test_what_blocks_publishing_follows_the_threshold_but_never_for_broken_areas() -> None:
    island = shapely.MultiPolygon([square(4, 4), square(7, 7)])
    bow_tie = shapely.Polygon([(530_000, 6_070_000), (530_100, 6_070_100), (530_100, 6_070_000), (530_000, 6_070_100)])
    report = check(square(0, 0, width=1.2), square(1, 0), island, bow_tie)

    assert [issue.kind for issue in report.blocking(largest_defect_m2=1999)] == [IssueKind.INVALID, IssueKind.OVERLAP]
    assert [issue.kind for issue in report.blocking(largest_defect_m2=2001)] == [IssueKind.INVALID]


def test_issues_of_size_come_largest_first() -> None:
    report = check(square(0, 0, width=1.2), square(1, 0, width=1.5), square(2, 0))

    assert [issue.keys for issue in report.of_kind(IssueKind.OVERLAP)] == [("01", "02"), ("00", "01")]


@given(st.integers(0, 10_000))
def test_a_wandering_but_clean_coverage_has_no_issue(seed: int) -> None:
    shapes = wavy_grid(3, 3, seed)

    report = check(*shapes)

    assert report.issues == ()
    assert report.areas_m2.sum() == pytest.approx(shapely.area(shapely.union_all(shapes)), rel=1e-5)


boxes = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 12), st.integers(1, 12))


@given(st.lists(boxes, min_size=2, max_size=8))
def test_the_listed_overlaps_are_those_of_all_pairs(sides: list[tuple[int, int, int, int]]) -> None:
    shapes = [square(x, y, width, height, side=10) for x, y, width, height in sides]

    issues = check(*shapes).of_kind(IssueKind.OVERLAP, IssueKind.SLIVER_OVERLAP)

    found = {issue.keys: issue.area_m2 for issue in issues}
    expected = {
        (f"{first:02}", f"{second:02}"): shapely.area(shapely.intersection(shapes[first], shapes[second]))
        for first, second in combinations(range(len(shapes)), 2)
    }
    expected = {keys: area for keys, area in expected.items() if area > 1}
    assert found == pytest.approx(expected, rel=1e-3)


@given(st.lists(boxes, min_size=1, max_size=8))
# What encloses the gap touches the rest in two points, since a corner on the side of another lies beside it in metres.
@example([(0, 0, 1, 2), (0, 0, 3, 1), (0, 2, 2, 1), (2, 1, 1, 1)])
def test_areas_overlaps_and_gaps_add_up_to_the_filled_outline(sides: list[tuple[int, int, int, int]]) -> None:
    """With at most two areas on any ground: sum of areas = union + overlaps, and the filled union = union + gaps."""
    shapes = [square(x, y, width, height, side=10) for x, y, width, height in sides]
    filled = shapely.union_all(
        [shapely.Polygon(part.exterior) for part in shapely.get_parts(shapely.union_all(shapes))]
    )

    report = check(*shapes)

    gaps = sum(issue.area_m2 for issue in report.of_kind(IssueKind.GAP, IssueKind.SLIVER_GAP))
    union = shapely.area(shapely.union_all(shapes))
    assert union + gaps == pytest.approx(shapely.area(filled), rel=1e-3)
