# SPDX-License-Identifier: EUPL-1.2
"""A layer is drawn over its organisation: every place once, to scale, and told in words."""

from __future__ import annotations

import shapely

from spatial.geometry.arrays import as_geometries
from spatial.rendering.layer_drawing import draw_layer

GROUND = shapely.box(0, 0, 10_000, 5_000)


def test_places_are_dots_and_two_in_one_spot_are_one() -> None:
    places = as_geometries([shapely.Point(5_000, 2_500), shapely.Point(5_000.1, 2_500), shapely.Point(0, 0), None])

    drawn = draw_layer(places, "point", GROUND, "Kitas & Horte")

    assert drawn.count("h0") == 2
    assert "M380 190h0" in drawn
    assert 'aria-label="Kitas &amp; Horte"' in drawn
    assert 'class="layer-map__ground"' in drawn
    assert ">2 km<" in drawn


def test_lines_and_areas_are_drawn_as_they_are() -> None:
    line = as_geometries(
        [shapely.LineString([(0, 0), (3_000, 300), (6_000, 0)]), shapely.LineString([(0, 0), (0.1, 0)])]
    )
    area = as_geometries([shapely.box(0, 0, 400, 400)])

    assert draw_layer(line, "line", GROUND, "Wege").count('class="layer-map__lines"') == 1
    assert draw_layer(area, "area", None, "Parks").count('class="layer-map__areas"') == 1
    assert ">100 m<" in draw_layer(area, "area", None, "Parks")


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw_layer(as_geometries([]), "point", None, "Leer") == ""
    assert "layer-map__dots" not in draw_layer(as_geometries([None]), "point", GROUND, "Leer")


def test_sheet_is_as_tall_or_as_wide_as_its_ground() -> None:
    tall = draw_layer(as_geometries([]), "point", shapely.box(0, 0, 5_000, 20_000), "Hoch")
    flat = draw_layer(as_geometries([]), "point", shapely.box(0, 0, 50_000, 1_000), "Flach")
    spot = draw_layer(as_geometries([shapely.Point(0, 0)]), "point", None, "Ein Ort")

    assert 'viewBox="0 0 320 560"' in tall
    assert 'viewBox="0 0 760 220"' in flat
    assert 'viewBox="0 0 760 560"' in spot
