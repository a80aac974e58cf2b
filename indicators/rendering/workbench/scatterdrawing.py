# SPDX-License-Identifier: EUPL-1.2
"""The points of two indicators as SVG, where no script draws them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.rendering.workbench.drawing import Mark, coordinate
from indicators.rendering.workbench.pointplane import PointFrame, PointPlane
from indicators.rendering.workbench.scatter import Scatter, Scatters


@dataclass(frozen=True, slots=True)
class Dot:
    """The point of one area: where it lies, what fills it."""

    place: int
    x: str
    y: str
    style: str


@dataclass(frozen=True, slots=True)
class ScatterDrawing(PointFrame):
    """Points in the order of their areas, the bounds of classes, the line and the cross of the whole."""

    dots: tuple[Dot, ...]
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    uprights: tuple[str, ...]
    levels: tuple[str, ...]
    line: str
    whole: Mark | None


def scatter_drawing(
    scatters: Scatters, scatter: Scatter, thirds: tuple[Sequence[float], Sequence[float]], styles: Sequence[str]
) -> ScatterDrawing:
    """Draw one period; `thirds` are the inner bounds of the classes of both, `styles` what fills each area."""
    plane = PointPlane(scatters.x, scatters.y)
    there = np.flatnonzero(~np.isnan(scatter.x)).tolist()
    points = ((place, plane.at(float(scatter.x[place]), float(scatter.y[place]))) for place in there)
    return ScatterDrawing(
        dots=tuple(Dot(place, at.x, at.y, styles[place]) for place, at in points),
        across=tuple(plane.marks_across()),
        up=tuple(plane.marks_up()),
        uprights=tuple(coordinate(plane.x(bound)) for bound in thirds[0]),
        levels=tuple(coordinate(plane.y(bound)) for bound in thirds[1]),
        line=_line(scatter, plane),
        whole=None if scatter.whole is None else plane.at(*scatter.whole),
    )


def _line(scatter: Scatter, plane: PointPlane) -> str:
    if scatter.line is None:
        return ""
    ends = (plane.at(*end) for end in scatter.line)
    return "M" + "L".join(f"{end.x},{end.y}" for end in ends)
