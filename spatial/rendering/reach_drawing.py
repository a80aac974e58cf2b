# SPDX-License-Identifier: EUPL-1.2
"""Draws what is reached on a street network: rings of ground, streets, where it begins, and places, with a scale."""

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
# So far from the side of the sheet the middle of a label stands.
_MARGIN = 30.0


@dataclass(frozen=True, slots=True)
class ReachWords:
    """Title and description of the drawing, in the reader's language."""

    title: str
    description: str


@dataclass(frozen=True, slots=True, eq=False)
class DrawnRings:
    """What is drawn of rings, all in EPSG:4326.

    ``grounds`` (shape (r,)) are told from the smallest to the widest, each with its label; ``streets`` are those of the
    widest, ``start`` where it begins (None: at the places), ``places`` are points.
    """

    grounds: Geometries
    labels: tuple[str, ...]
    streets: Geometries
    start: tuple[float, float] | None
    places: Geometries


def draw_rings(drawn: DrawnRings, words: ReachWords) -> str:
    """Draw rings one in another, each with its label at its northern edge.

    Parameters
    ----------
    drawn : DrawnRings
        At least one ring, the widest not empty; empty ones are left out.
    words : ReachWords
        Told to those who do not see the drawing; escaped here, as labels are.

    Returns
    -------
    str
        An SVG without style, script or link, drawn in the colour of the text around it; true to scale, north up. Rings
        are told apart by their labels and by how dark they are: the inner ones lie on the outer ones.

    Raises
    ------
    ValueError
        If nothing is reached.
    """
    if shapely.is_empty(drawn.grounds[-1]):
        raise ValueError("There is nothing to draw.")
    crs = metric_crs(drawn.grounds[-1:])
    grounds = to_metric(drawn.grounds, crs)
    window = window_over(shapely.total_bounds(grounds), 0, 0, (SIDE, SIDE))
    rings = [
        (ground, label) for ground, label in zip(grounds, drawn.labels, strict=True) if not shapely.is_empty(ground)
    ]
    streets = [*to_metric(drawn.streets, crs)]
    return (
        f'<svg class="reach-drawing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE:g} {SIDE + LINE:g}"'
        ' role="img" aria-labelledby="reach-title" aria-describedby="reach-text" font-size="12">'
        f'<title id="reach-title">{escape(words.title)}</title><desc id="reach-text">{escape(words.description)}</desc>'
        f"{''.join(_ring(ground, window) for ground, _label in reversed(rings))}"
        f'<path class="reach-drawing__streets" d="{_streets(streets, window)}" fill="none" stroke="currentColor"'
        ' stroke-opacity="0.6" stroke-width="0.8"/>'
        f"{''.join(_place(point, window) for point in to_metric(drawn.places, crs))}"
        f"{_start(drawn.start, crs, window)}"
        f"{''.join(_label(ground, label, window) for ground, label in rings)}"
        f"{scale_bar(window, 'reach-drawing__scale')}</svg>"
    )


def _ring(ground: shapely.Geometry, window: Window) -> str:
    return (
        f'<path class="reach-drawing__ground" d="{window.path(ground)}" fill="currentColor" fill-opacity="0.12"'
        ' fill-rule="evenodd" stroke="currentColor" stroke-width="1.5"/>'
    )


def _place(point: shapely.Point, window: Window) -> str:
    x, y = window.at(point.x, point.y)
    side = _RADIUS
    return (
        f'<rect class="reach-drawing__site" x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side:g}"'
        f' height="{side:g}" fill="currentColor"/>'
    )


def _start(place: tuple[float, float] | None, crs: str, window: Window) -> str:
    if place is None:
        return ""
    point = to_metric(np.array([shapely.Point(place)], dtype=object), crs)[0]
    x, y = window.at(point.x, point.y)
    return (
        f'<circle class="reach-drawing__place" cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS:g}" fill="#fff"'
        ' stroke="currentColor" stroke-width="3"/>'
    )


def _label(ground: shapely.Geometry, label: str, window: Window) -> str:
    corners = shapely.get_coordinates(ground)
    x, y = window.at(*corners[np.argmax(corners[:, 1])].tolist())
    return (
        f'<text class="reach-drawing__label" x="{min(max(x, _MARGIN), SIDE - _MARGIN):.1f}" y="{max(y, 0) + 14:.1f}"'
        f' text-anchor="middle" fill="currentColor">'
        f"{escape(label)}</text>"
    )


def _streets(streets: list[shapely.Geometry], window: Window) -> str:
    """Return streets as path data, each as absolute points: most have two, which `Window.path` leaves out."""
    told = []
    for street in streets:
        points = [window.at(east, north) for east, north in shapely.get_coordinates(street).tolist()]
        told.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points))
    return "".join(told)


def told_bar(window: Window) -> tuple[float, str]:
    """Return how long the bar of the scale is drawn, in units of the sheet, and the distance that it stands for."""
    length, metres = window.scale_bar()
    return length, f"{metres // KILOMETRE} km" if metres >= KILOMETRE else f"{metres} m"


def scale_bar(window: Window, name: str) -> str:
    """Return the bar that says how long a distance is drawn, in the lower right corner of the sheet."""
    length, told = told_bar(window)
    right, bottom = SIDE - 4, SIDE + LINE - 5
    return (
        f'<path class="{name}" d="M{right - length:.1f} {bottom:.1f}h{length:.1f}"'
        ' stroke="currentColor" stroke-width="2"/>'
        f'<text x="{right:.1f}" y="{bottom - 4:.1f}" text-anchor="end" fill="currentColor">{told}</text>'
    )
