# SPDX-License-Identifier: EUPL-1.2
"""The file of a version of a layer: short, exact to a decimetre, and silent about what is not known."""

import json

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.rendering.layer_file import layer_file


def test_places_are_told_with_short_names_and_six_decimals() -> None:
    shapes = as_geometries([shapely.Point(13.123456789, 52.5), shapely.LineString([(13, 52), (13.5, 52.25)])])

    content = layer_file(shapes, [("1", "Kita Süd", "Am Weg 1"), ("2", "Weg", "")], [40.0, None])

    assert json.loads(content)["features"] == [
        {
            "type": "Feature",
            "properties": {"k": "1", "n": "Kita Süd", "a": "Am Weg 1", "c": 40},
            "geometry": {"type": "Point", "coordinates": [13.123457, 52.5]},
        },
        {
            "type": "Feature",
            "properties": {"k": "2", "n": "Weg"},
            "geometry": {"type": "LineString", "coordinates": [[13.0, 52.0], [13.5, 52.25]]},
        },
    ]


def test_unknown_capacity_is_left_out_and_zero_is_told() -> None:
    shapes = as_geometries([shapely.Point(1, 2), shapely.Point(1, 2), shapely.Point(1, 2)])

    found = json.loads(layer_file(shapes, [("1", "", ""), ("2", "", ""), ("3", "", "")], [None, 0.0, 2.5]))

    assert [each["properties"].get("c") for each in found["features"]] == [None, 0, 2.5]


def test_layer_without_places_and_place_without_shape_are_written() -> None:
    nothing = np.empty(0, dtype=object)
    missing = np.array([None], dtype=object)

    assert json.loads(layer_file(nothing, [], []))["features"] == []
    assert json.loads(layer_file(missing, [("1", "x", "")], [None]))["features"][0]["geometry"] is None


def test_the_same_places_give_the_same_bytes() -> None:
    shapes = as_geometries([shapely.Point(13.1, 52.1)])

    assert layer_file(shapes, [("1", "A", "B")], [1.0]) == layer_file(shapes, [("1", "A", "B")], [1.0])
