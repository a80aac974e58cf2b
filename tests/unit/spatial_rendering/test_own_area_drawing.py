# SPDX-License-Identifier: EUPL-1.2
"""The drawing of an own area: whole areas filled, cut ones hatched, itself as a line; told in words as well."""

import numpy as np
import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.rendering.ownarea_drawing import OwnWords, draw_own_area

WORDS = OwnWords("Ihr <Gebiet>", "Gefüllt & schraffiert")
SHAPE = shapely.box(13.0, 52.0, 13.015, 52.01)


def test_areas_are_filled_or_hatched_and_words_are_escaped() -> None:
    areas = as_geometries([shapely.box(13.0, 52.0, 13.01, 52.01), shapely.box(13.01, 52.0, 13.02, 52.01)])

    drawing = draw_own_area(SHAPE, areas, np.array([True, False]), WORDS)

    assert drawing.count('class="own-drawing__area"') == 2
    assert (drawing.count('fill-opacity="0.3"'), drawing.count("url(#own-hatch)")) == (1, 1)
    assert drawing.count('class="own-drawing__shape"') == 1
    assert "Ihr &lt;Gebiet&gt;" in drawing
    assert "Gefüllt &amp; schraffiert" in drawing
    assert "m</text>" in drawing
    assert "<script" not in drawing
    assert "style=" not in drawing


def test_shape_without_areas_is_drawn_alone_and_none_is_refused() -> None:
    drawing = draw_own_area(SHAPE, as_geometries([]), np.array([], dtype=bool), WORDS)

    assert "own-drawing__area" not in drawing
    with pytest.raises(ValueError, match="nothing to draw"):
        draw_own_area(shapely.Polygon(), as_geometries([]), np.array([], dtype=bool), WORDS)
