# SPDX-License-Identifier: EUPL-1.2
"""Draws what is reached on a street network: the ground, the streets on it, and the place, with a scale."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.projections import metric_crs, to_metric
from spatial.rendering.window import window_over

if TYPE_CHECKING:
    from spatial.geometry.arrays import Geometries
    from spatial.rendering.window import Window

SIDE, LINE = 480.0, 22.0
KILOMETRE = 1000
_RADIUS = 6.0


@dataclass(frozen=True, slots=True)
class ReachWords:
    """Title and description of the drawing, in the reader's language."""

    title: str
    description: str


def draw_reach(lines: Geometries, area: shapely.Geometry, place: tuple[float, float], words: ReachWords) -> str:
    """Draw an isochrone.

    Parameters
    ----------
    lines : ndarray of object, shape (r,)
        Reached parts of streets, EPSG:4326.
    area : shapely.Geometry
        The ground beside them, EPSG:4326, not empty.
    place : tuple of float
        Longitude and latitude of the place.
    words : ReachWords
        Told to those who do not see the drawing; escaped here.

    Returns
    -------
    str
        An SVG without style, script or link, drawn in the colour of the text around it; true to scale, north up.

    Raises
    ------
    ValueError
        If nothing is reached.
    """
    if shapely.is_empty(area):
        raise ValueError("There is nothing to draw.")
    members = np.array([area, shapely.Point(place), *lines], dtype=object)
    crs = metric_crs(members)
    ground, point, *streets = to_metric(members, crs)
    window = window_over(shapely.total_bounds(np.array([ground, point])), 0, 0, (SIDE, SIDE))
    x, y = window.at(*shapely.get_coordinates(point)[0])
    return (
        f'<svg class="reach-drawing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE:g} {SIDE + LINE:g}"'
        ' role="img" aria-labelledby="reach-title" aria-describedby="reach-text" font-size="12">'
        f'<title id="reach-title">{escape(words.title)}</title><desc id="reach-text">{escape(words.description)}</desc>'
        f'<path class="reach-drawing__ground" d="{window.path(ground)}" fill="currentColor" fill-opacity="0.15"'
        ' fill-rule="evenodd" stroke="currentColor" stroke-width="1"/>'
        f'<path class="reach-drawing__streets" d="{_streets(streets, window)}" fill="none" stroke="currentColor"'
        ' stroke-width="1.2"/>'
        f'<circle class="reach-drawing__place" cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS:g}" fill="#fff"'
        f' stroke="currentColor" stroke-width="3"/>{scale_bar(window, "reach-drawing__scale")}</svg>'
    )


def _streets(streets: list[shapely.Geometry], window: Window) -> str:
    """Return streets as path data, each as absolute points: most have two, which `Window.path` leaves out."""
    told = []
    for street in streets:
        points = [window.at(east, north) for east, north in shapely.get_coordinates(street).tolist()]
        told.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points))
    return "".join(told)


def scale_bar(window: Window, name: str) -> str:
    """Return the bar that says how long a distance is drawn, in the lower right corner of the sheet."""
    length, metres = window.scale_bar()
    told = f"{metres // KILOMETRE} km" if metres >= KILOMETRE else f"{metres} m"
    right, bottom = SIDE - 4, SIDE + LINE - 5
    return (
        f'<path class="{name}" d="M{right - length:.1f} {bottom:.1f}h{length:.1f}"'
        ' stroke="currentColor" stroke-width="2"/>'
        f'<text x="{right:.1f}" y="{bottom - 4:.1f}" text-anchor="end" fill="currentColor">{told}</text>'
    )
