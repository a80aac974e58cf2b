# SPDX-License-Identifier: EUPL-1.2
"""Draws a layer over the outline of its organisation: places as dots, lines and areas as they are, as SVG of ours."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from spatial.rendering.window import STEPS, Window, window_over

if TYPE_CHECKING:
    from spatial.geometry.arrays import Floats, Geometries

# The sheet is as wide or as tall as its ground asks for, within these.
WIDEST: Final = 760.0
NARROWEST: Final = 320.0
TALLEST: Final = 560.0
LOWEST: Final = 220.0
POINT, LINE, AREA = "point", "line", "area"


def draw_layer(shapes: Geometries, kind: str, ground: shapely.Geometry | None, title: str) -> str:
    """Return the drawing of a layer.

    Parameters
    ----------
    shapes : ndarray of object, shape (n,)
        Points, lines or areas in metres; n may be 0.
    kind : str
        ``point``, ``line`` or ``area``.
    ground : shapely.Geometry or None
        Outline of the organisation in the same system.
    title : str
        What the drawing shows, in the reader's language; it is told instead of the drawing.

    Returns
    -------
    str
        An SVG element that takes its colours from classes of the style sheet; empty where there is nothing to draw.
    """
    known = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    everything = [*known, *([ground] if ground is not None else [])]
    if not everything:
        return ""
    bounds = shapely.total_bounds(np.array(everything, dtype=object))
    width, height = _sheet(bounds)
    window = window_over(bounds, 0.0, 0.0, (width, height))
    below = f'<path class="layer-map__ground" d="{window.path(ground)}"/>' if ground is not None else ""
    length, metres = window.scale_bar()
    bar = f'<path class="layer-map__bar" d="M16 {height - 16:g}h{length:.1f}"/>'
    told = f"{metres // 1000} km" if metres >= KILOMETRE else f"{metres} m"
    text = f'<text class="layer-map__text" x="16" y="{height - 24:g}">{told}</text>'
    return (
        f'<svg class="layer-map" width="{width:g}" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{escape(title)}">'
        f"{below}{_drawn(window, known, kind)}{bar}{text}</svg>"
    )


KILOMETRE: Final = 1000


def _sheet(bounds: Floats) -> tuple[float, float]:
    """Return width and height of the sheet for west, south, east and north in metres; a point gets the whole sheet."""
    east, north = float(bounds[2] - bounds[0]), float(bounds[3] - bounds[1])
    if east <= 0 or north <= 0:
        return WIDEST, TALLEST
    width = min(max(TALLEST * east / north, NARROWEST), WIDEST)
    height = min(max(WIDEST * north / east, LOWEST), TALLEST)
    return float(np.rint(width)), float(np.rint(height))


def _drawn(window: Window, known: Geometries, kind: str) -> str:
    if kind == POINT:
        return f'<path class="layer-map__dots" d="{_dots(window, known)}"/>' if len(known) else ""
    name = "lines" if kind == LINE else "areas"
    return "".join(f'<path class="layer-map__{name}" d="{data}"/>' for shape in known if (data := window.path(shape)))


def _dots(window: Window, known: Geometries) -> str:
    """Return one path for all dots: lines without length, which round caps make visible."""
    points = shapely.get_coordinates(known)
    places = np.column_stack(
        (
            window.left + (points[:, 0] - window.west) * window.scale,
            window.top + (window.north - points[:, 1]) * window.scale,
        )
    )
    told = np.unique(np.rint(places * STEPS).astype(np.int64), axis=0) / STEPS
    return "".join(f"M{x:g} {y:g}h0" for x, y in told.tolist())
