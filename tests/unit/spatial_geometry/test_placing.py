# SPDX-License-Identifier: EUPL-1.2
"""Places land where they are expected, or it is told which number is wrong."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from spatial.geometry.arrays import Geometries, as_geometries
from spatial.geometry.placing import Placed, StrayKind, fitting_systems, place
from spatial.geometry.texts import ProjectionError

BERLIN = shapely.box(13.0, 52.3, 13.8, 52.7)
METRES, DEGREES = (390387.4, 5820383.1), (13.385, 52.523)


def points(*places: tuple[float, float] | None) -> Geometries:
    return as_geometries([None if one is None else shapely.Point(one) for one in places])


def many(one: tuple[float, float], *others: tuple[float, float] | None) -> Geometries:
    return points(*[one] * 40, *others)


def refused(geometries: Geometries, crs: str | None, expected: shapely.Geometry | None = BERLIN) -> ProjectionError:
    with pytest.raises(ProjectionError) as error:
        place(geometries, crs, expected)
    return error.value


def kinds(placed: Placed) -> list[tuple[int, StrayKind]]:
    return [(stray.position, stray.kind) for stray in placed.strays]


@pytest.mark.check("C062")
@pytest.mark.parametrize(("one", "crs"), [(METRES, "EPSG:25833"), (DEGREES, "EPSG:4326")])
def test_places_of_the_right_system_land_inside(one: tuple[float, float], crs: str) -> None:
    placed = place(points(one, None, one), crs, BERLIN)

    assert placed.strays == ()
    assert np.allclose(shapely.get_coordinates(placed.geometries[0]), DEGREES, atol=1e-2)
    assert placed.geometries[1] is None


@pytest.mark.check("C062")
@pytest.mark.parametrize(
    ("one", "crs", "code", "candidates"),
    [
        (METRES[::-1], "EPSG:25833", "axes_swapped", "EPSG:25833 +axis=neu"),
        (DEGREES[::-1], "EPSG:4326", "axes_swapped", "EPSG:4326 +axis=neu"),
        (METRES, "EPSG:4326", "metres_as_degrees", "EPSG:25833"),
        (DEGREES, "EPSG:25833", "degrees_as_metres", "EPSG:4326"),
        (METRES, "EPSG:25832", "places_elsewhere", "EPSG:25833"),
    ],
)
def test_a_wrong_system_of_the_whole_file_is_refused_with_what_would_fit(
    one: tuple[float, float], crs: str, code: str, candidates: str
) -> None:
    problem = refused(points(one, one), crs).problems[0]

    assert problem.code == f"spatial.{code}"
    assert problem.parameters["candidates"] == candidates


def test_a_system_is_never_guessed() -> None:
    assert refused(points(METRES), None).codes == {"spatial.crs_missing"}
    assert refused(points(METRES), "EPSG:2056").codes == {"spatial.crs_unknown"}


@pytest.mark.check("C062")
def test_single_places_that_lie_outside_are_told_with_their_kind() -> None:
    metres = many(METRES, (METRES[0], METRES[1] + 200_000), METRES[::-1], DEGREES, (0.1, 0.1))
    degrees = many(DEGREES, (9.4, 54.8), DEGREES[::-1], METRES, (1e7, 1e7))

    assert kinds(place(metres[2:], "EPSG:25833", BERLIN)) == [
        (38, StrayKind.OUTSIDE),
        (39, StrayKind.AXES_SWAPPED),
        (40, StrayKind.DEGREES_AS_METRES),
        (41, StrayKind.OUTSIDE),
    ]
    placed = place(degrees, "EPSG:4326", BERLIN)
    assert kinds(placed) == [
        (40, StrayKind.OUTSIDE),
        (41, StrayKind.AXES_SWAPPED),
        (42, StrayKind.METRES_AS_DEGREES),
        (43, StrayKind.OUTSIDE),
    ]
    assert (placed.strays[0].east, placed.strays[0].north) == (9.4, 54.8)


def test_a_single_number_of_another_size_says_nothing_of_the_file() -> None:
    assert kinds(place(many(DEGREES, METRES), "EPSG:4326", BERLIN)) == [(40, StrayKind.METRES_AS_DEGREES)]
    assert kinds(place(many(METRES, DEGREES[::-1]), "EPSG:25833", BERLIN)) == [(40, StrayKind.DEGREES_AS_METRES)]


def test_files_that_lie_elsewhere_in_every_reading_tell_each_place() -> None:
    assert kinds(place(points((9.4, 54.8)), "EPSG:4326", BERLIN)) == [(0, StrayKind.OUTSIDE)]


def test_without_an_outline_germany_is_expected() -> None:
    assert place(points((9.4, 54.8)), "EPSG:4326").strays == ()
    assert kinds(place(many((9.4, 54.8), (2.3, 48.8)), "EPSG:4326")) == [(40, StrayKind.OUTSIDE)]


def test_a_hundred_metres_beyond_the_border_are_inside() -> None:
    assert place(points((13.8005, 52.5)), "EPSG:4326", BERLIN).strays == ()
    assert len(place(points((13.802, 52.5)), "EPSG:4326", BERLIN).strays) == 1


def test_a_place_that_is_not_on_earth_has_no_geometry() -> None:
    placed = place(many(METRES, (1e8, -1e8)), "EPSG:25833", BERLIN)

    assert kinds(placed) == [(40, StrayKind.OUTSIDE)]
    assert placed.geometries[40] is None or np.isfinite(shapely.bounds(placed.geometries[40])).all()


def test_systems_are_named_in_which_places_would_fit() -> None:
    line = as_geometries([shapely.LineString([METRES, (391000, 5820000)]), None])

    assert fitting_systems(line, BERLIN) == ("EPSG:25833",)
    assert fitting_systems(points(DEGREES[::-1]), BERLIN) == ("EPSG:4326 +axis=neu",)
    assert fitting_systems(points(None), BERLIN) == ()
    assert fitting_systems(points((1, 1)), BERLIN) == ()
    assert "EPSG:3068" in fitting_systems(points((25_000.0, 20_000.0)))
