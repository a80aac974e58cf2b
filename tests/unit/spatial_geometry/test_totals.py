# SPDX-License-Identifier: EUPL-1.2
"""Rows that are the sum of all others are found, and nothing else is."""

import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.totals import total_rows
from tests.fixtures_spatial.grids import degrees, square

QUARTERS = (square(0, 0), square(1, 0), square(0, 1), square(1, 1))


@pytest.mark.check("C065")
def test_total_among_its_parts_is_found() -> None:
    assert total_rows(degrees(*QUARTERS[:2], square(0, 0, 2, 1))) == (2,)


def test_two_totals_are_both_found_wherever_they_stand() -> None:
    whole = square(0, 0, 2, 2)

    assert total_rows(degrees(whole, *QUARTERS, whole)) == (0, 5)


def test_large_area_beside_small_ones_is_no_total() -> None:
    assert total_rows(degrees(square(0, 0, 40, 40), square(40, 0), square(40, 1))) == ()


def test_twin_of_the_only_other_area_is_no_total() -> None:
    assert total_rows(degrees(square(0, 0), square(0, 0))) == ()


def test_total_that_leaves_out_a_tenth_is_told_as_overlaps_instead() -> None:
    assert total_rows(degrees(*QUARTERS, square(0, 0, 2, 1.8))) == ()


def test_missing_and_empty_outlines_are_passed_over() -> None:
    areas = as_geometries([None, shapely.Polygon(), *degrees(*QUARTERS, square(0, 0, 2, 2))])

    assert total_rows(areas) == (6,)
    assert total_rows(as_geometries([None, shapely.Polygon()])) == ()
