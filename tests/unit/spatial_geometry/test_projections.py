# SPDX-License-Identifier: EUPL-1.2
"""Areas land where they should, or it is said why not."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries, polygonal
from spatial.geometry.crs import ALLOWED, allowed_name
from spatial.geometry.projections import (
    fitting_crs,
    from_metric,
    metric_crs,
    share_within,
    to_longitude_latitude,
    to_metric,
)
from spatial.geometry.texts import ProjectionError
from tests.fixtures_spatial.grids import degrees, square

FLENSBURG = shapely.box(9.35, 54.74, 9.52, 54.84)
HERE = degrees(square(0, 0), square(1, 0))


def projected(crs: str, *, swapped: bool = False) -> np.ndarray:
    transformer = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)

    def move(points: np.ndarray) -> np.ndarray:
        moved = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
        return moved[:, ::-1] if swapped else moved

    return np.asarray(shapely.transform(HERE, move))


def code_of(shapes: np.ndarray, crs: str | None, expected: shapely.Geometry | None = None) -> str:
    with pytest.raises(ProjectionError) as error:
        to_longitude_latitude(shapes, crs, expected)
    return error.value.code.removeprefix("spatial.")


@pytest.mark.check("C062")
@pytest.mark.parametrize("crs", ALLOWED)
def test_each_allowed_system_leads_to_the_same_place(crs: str) -> None:
    there = to_longitude_latitude(projected(crs), crs, FLENSBURG)

    assert np.allclose(shapely.get_coordinates(there), shapely.get_coordinates(HERE), atol=1e-7)


@pytest.mark.check("C062")
def test_a_known_point_of_utm_is_transformed_as_published() -> None:
    """Central meridian of zone 32: 500,000 m east is exactly 9 degrees; the equator is 0 m north."""
    corner = as_geometries([shapely.box(500_000, 0, 500_001, 1)])

    (shape,) = to_longitude_latitude(corner, "EPSG:25832")

    assert shapely.get_coordinates(shape).min(axis=0) == pytest.approx([9.0, 0.0], abs=1e-9)


@pytest.mark.check("C062")
@pytest.mark.parametrize("crs", [None, ""])
def test_a_missing_system_is_refused_and_never_guessed(crs: str | None) -> None:
    assert code_of(projected("EPSG:25832"), crs) == "crs_missing"


@pytest.mark.check("C062")
def test_an_unknown_system_is_refused() -> None:
    assert code_of(projected("EPSG:25832"), "EPSG:2056") == "crs_unknown"


@pytest.mark.check("C062")
@pytest.mark.parametrize("crs", ["EPSG:25832", "EPSG:25833", "EPSG:31466", "EPSG:31467", "EPSG:3857", "EPSG:4647"])
def test_metres_read_as_degrees_are_refused_with_the_systems_that_fit(crs: str) -> None:
    with pytest.raises(ProjectionError) as error:
        to_longitude_latitude(projected(crs), "EPSG:4326", FLENSBURG)

    assert error.value.code == "spatial.metres_as_degrees"
    assert crs in str(error.value.problems[0].parameters["candidates"])


@pytest.mark.check("C062")
def test_degrees_read_as_metres_are_refused_with_the_system_that_fits() -> None:
    with pytest.raises(ProjectionError) as error:
        to_longitude_latitude(HERE, "EPSG:25832")

    assert error.value.code == "spatial.degrees_as_metres"
    assert error.value.problems[0].parameters["candidates"] == "EPSG:4326"


@pytest.mark.check("C062")
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:25832", "EPSG:31467"])
@pytest.mark.parametrize("expected", [None, FLENSBURG])
def test_swapped_axes_are_refused(crs: str, expected: shapely.Geometry | None) -> None:
    assert code_of(projected(crs, swapped=True), crs, expected) == "axes_swapped"


@pytest.mark.check("C062")
@pytest.mark.parametrize("crs", ["EPSG:25833", "EPSG:31466"])
def test_the_wrong_zone_is_noticed_where_the_place_is_known(crs: str) -> None:
    with pytest.raises(ProjectionError) as error:
        to_longitude_latitude(projected("EPSG:25832"), crs, FLENSBURG)

    assert error.value.code == "spatial.outside_extent"
    assert "EPSG:25832" in str(error.value.problems[0].parameters["candidates"])


@pytest.mark.check("C062")
@pytest.mark.parametrize(("share", "passes"), [(0.96, True), (0.94, False)])
def test_at_least_ninety_five_percent_must_lie_where_they_are_expected(share: float, passes: bool) -> None:
    west, south, east, north = shapely.total_bounds(HERE)
    expected = shapely.box(west, south, west + share * (east - west), north)
    shapes = as_geometries([shapely.box(west, south, east, north)])

    if passes:
        assert to_longitude_latitude(shapes, "EPSG:4326", expected) is shapes
    else:
        assert code_of(shapes, "EPSG:4326", expected) == "outside_extent"


def test_areas_far_away_pass_where_no_place_is_known() -> None:
    lisbon = as_geometries([shapely.box(-9.2, 38.7, -9.1, 38.8)])

    assert to_longitude_latitude(lisbon, "OGC:CRS84") is lisbon


@pytest.mark.check("C062")
@pytest.mark.parametrize("number", [9e7, 300_000_000.0])
def test_coordinates_that_no_projection_reaches_are_refused(number: float) -> None:
    nowhere = as_geometries([shapely.box(number, number, number + 1, number + 1)])

    assert code_of(nowhere, "EPSG:25832") == "not_projectable"


def test_degrees_beyond_the_pole_are_refused() -> None:
    assert code_of(as_geometries([shapely.box(9, 95, 10, 96)]), "EPSG:4326") == "not_projectable"


@pytest.mark.parametrize(
    ("bounds", "crs"),
    [
        ((6.7, 50.8, 7.2, 51.1), "EPSG:25832"),
        ((13.0, 52.3, 13.8, 52.7), "EPSG:25833"),
        ((5.8, 50.3, 9.5, 52.6), "EPSG:25832"),
        ((5.8, 47.2, 15.1, 55.1), "EPSG:3035"),
        ((-6.0, 50.0, 2.0, 56.0), "EPSG:3035"),
        ((2.0, 47.0, 14.0, 55.0), "EPSG:3035"),
        ((9.0, -34.0, 9.5, -33.0), "EPSG:3035"),
    ],
)
def test_the_metric_system_follows_the_longitude(bounds: tuple[float, float, float, float], crs: str) -> None:
    assert metric_crs(as_geometries([shapely.box(*bounds)])) == crs


def test_without_any_area_the_metric_system_is_that_of_europe() -> None:
    assert metric_crs(as_geometries([None, shapely.Polygon()])) == "EPSG:3035"
    assert metric_crs(as_geometries([])) == "EPSG:3035"


@pytest.mark.parametrize("west", [6.0, 8.9, 12.1, 14.9])
def test_metric_areas_agree_with_the_ellipsoid_to_a_thousandth(west: float) -> None:
    """Oracle: pyproj.Geod integrates on the ellipsoid and knows no projection."""
    shape = shapely.segmentize(shapely.box(west, 51.0, west + 0.05, 51.03), 0.001)
    on_ellipsoid, _ = pyproj.Geod(ellps="GRS80").geometry_area_perimeter(shape)

    (metric,) = to_metric(as_geometries([shape]))

    assert shapely.area(metric) == pytest.approx(abs(on_ellipsoid), rel=1e-3)


@given(st.floats(6.0, 15.0), st.floats(47.3, 55.0))
def test_there_and_back_is_the_same_place(east: float, north: float) -> None:
    shape = as_geometries([shapely.box(east, north, east + 0.01, north + 0.01), None])
    crs = metric_crs(shape)

    back = from_metric(to_metric(shape, crs), crs)

    assert np.allclose(shapely.get_coordinates(back), shapely.get_coordinates(shape), atol=1e-9)
    assert back[1] is None


def test_the_share_within_an_outline_is_that_of_the_ground() -> None:
    cross = shapely.box(0.5, 0, 3, 1)
    shapes = as_geometries([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])

    assert share_within(shapes, cross) == pytest.approx(0.75)
    assert share_within(shapes, shapely.box(5, 5, 6, 6)) == 0.0
    assert share_within(as_geometries([shapely.Polygon([(0, 0), (1, 1), (0, 0)])]), cross) == 0.0


def test_candidates_are_named_in_the_order_of_the_allowed_systems() -> None:
    assert fitting_crs(HERE) == ("EPSG:4326",)
    assert fitting_crs(as_geometries([shapely.box(1, 1, 2, 2)])) == ()


@pytest.mark.check("C059")
@pytest.mark.parametrize("text", ["", "EPSG:2056", "25832", "/vsicurl/EPSG:25832", "epsg:25832 ", "EPSG:25832\n"])
def test_no_other_text_names_a_system(text: str) -> None:
    assert allowed_name(text) is None


def test_only_the_ground_of_mixed_shapes_is_kept() -> None:
    line, box = shapely.LineString([(0, 0), (5, 5)]), shapely.box(0, 0, 1, 1)
    mixed = shapely.GeometryCollection([line, box, shapely.MultiPolygon([shapely.box(3, 3, 4, 4)])])

    kept = polygonal(as_geometries([mixed, line, box, None, shapely.MultiPolygon([box])]))

    assert shapely.area(kept).tolist() == [2.0, 0.0, 1.0, 0.0, 1.0]
    assert kept[2] is box
