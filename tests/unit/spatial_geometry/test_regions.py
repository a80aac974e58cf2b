# SPDX-License-Identifier: EUPL-1.2
"""Outlines of regions: united from areas as browsers fetch them, borders inside gone."""

from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry

from spatial.geometry.encode import encode_collection
from spatial.geometry.regions import border_features, unite_features


def body(*shapes: shapely.Geometry | None) -> bytes:
    names = [str(place) for place in range(len(shapes))]
    return encode_collection(names, names, np.array(shapes, dtype=object)).body


def test_areas_of_a_region_become_one_outline_without_the_border_between() -> None:
    first, second = unite_features(body(box(0, 0, 1, 1), box(1, 0, 2, 1), box(0, 1, 1, 2)), [1, 1, 2])

    assert first is not None
    assert second is not None
    assert first["type"] == "Polygon"
    assert shape(first).equals(box(0, 0, 2, 1))
    assert shape(second).equals(box(0, 1, 1, 2))
    assert shapely.is_ccw(shapely.get_exterior_ring(shape(first)))


def test_parts_apart_stay_parts_and_areas_of_no_region_are_left_out() -> None:
    (found,) = unite_features(body(box(0, 0, 1, 1), box(5, 5, 6, 6), box(1, 0, 2, 1)), [1, 1, 0])

    assert found is not None
    assert found["type"] == "MultiPolygon"
    assert shape(found).area == pytest.approx(2)


def test_area_without_outline_adds_nothing() -> None:
    assert unite_features(body(None, box(0, 0, 1, 1)), [1, 2])[0] is None


def test_groups_of_other_areas_are_refused() -> None:
    with pytest.raises(ValueError, match="1 areas have 2 groups"):
        unite_features(body(box(0, 0, 1, 1)), [1, 2])


def lines(found: dict[str, Any] | None) -> BaseGeometry:
    assert found is not None
    return shape(found)


SQUARES = (box(0, 0, 1, 1), box(1, 0, 2, 1), box(0, 1, 1, 2), box(1, 1, 2, 2))


def test_borders_are_the_lines_between_areas_by_kind_and_one_around_all() -> None:
    firm, less, loose, edge = border_features(body(*SQUARES), [1, 2, 1, 2], [[(0, 1), (2, 3)], [(0, 2)], []])

    assert firm is not None
    assert firm["type"] == "MultiLineString"
    assert shape(firm).length == pytest.approx(2)
    assert len(firm["coordinates"]) == 1
    assert lines(less).equals(shapely.LineString([(0, 1), (1, 1)]))
    assert loose is None
    assert lines(edge).length == pytest.approx(8)


def test_areas_that_touch_in_a_point_have_no_line_between_them() -> None:
    (between, edge) = border_features(body(*SQUARES), [1, 0, 0, 2], [[(0, 3)]])

    assert between is None
    assert lines(edge).length == pytest.approx(8)


def test_area_without_outline_has_no_border() -> None:
    between, _edge = border_features(body(None, *SQUARES[:2]), [1, 1, 2], [[(0, 1), (1, 2)]])

    assert lines(between).length == pytest.approx(1)


def test_borders_of_other_areas_are_refused() -> None:
    with pytest.raises(ValueError, match="4 areas have 2 groups"):
        border_features(body(*SQUARES), [1, 2], [[]])
