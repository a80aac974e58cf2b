# SPDX-License-Identifier: EUPL-1.2
"""The points of two indicators as SVG, where no script draws them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.rendering.workbench.axis import Axis, Tick
from indicators.rendering.workbench.drawing import Mark, coordinate
from indicators.rendering.workbench.scatter import Point, Scatter, Scatters

WIDTH: Final = 480
HEIGHT: Final = 340
LEFT: Final = 52
RIGHT: Final = 14
TOP: Final = 12
BOTTOM: Final = 28


@dataclass(frozen=True, slots=True)
class Dot:
    """The point of one area: where it lies, what fills it."""

    place: int
    x: str
    y: str
    style: str


@dataclass(frozen=True, slots=True)
class ScatterDrawing:
    """Points in the order of their areas, the bounds of classes, the line and the cross of the whole."""

    dots: tuple[Dot, ...]
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    uprights: tuple[str, ...]
    levels: tuple[str, ...]
    line: str
    whole: Mark | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def scatter_drawing(
    scatters: Scatters, scatter: Scatter, thirds: tuple[Sequence[float], Sequence[float]], styles: Sequence[str]
) -> ScatterDrawing:
    """Draw one period; `thirds` are the inner bounds of the classes of both, `styles` what fills each area."""
    plane = _Plane(scatters.x, scatters.y)
    there = np.flatnonzero(~np.isnan(scatter.x)).tolist()
    points = ((place, plane.at((float(scatter.x[place]), float(scatter.y[place])))) for place in there)
    return ScatterDrawing(
        dots=tuple(Dot(place, at.x, at.y, styles[place]) for place, at in points),
        across=tuple(_ticks(scatters.x.ticks, plane, is_across=True)),
        up=tuple(_ticks(scatters.y.ticks, plane, is_across=False)),
        uprights=tuple(coordinate(plane.x(bound)) for bound in thirds[0]),
        levels=tuple(coordinate(plane.y(bound)) for bound in thirds[1]),
        line=_line(scatter, plane),
        whole=None if scatter.whole is None else plane.at(scatter.whole),
    )


@dataclass(frozen=True, slots=True)
class _Plane:
    across: Axis
    up: Axis

    def x(self, value: float) -> float:
        return LEFT + self.across.share(value) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - self.up.share(value) * (HEIGHT - BOTTOM - TOP)

    def at(self, point: Point) -> Mark:
        return Mark(coordinate(self.x(point[0])), coordinate(self.y(point[1])))


def _ticks(ticks: Iterable[Tick], plane: _Plane, *, is_across: bool) -> Iterable[Mark]:
    for tick in ticks:
        if is_across:
            yield Mark(coordinate(plane.x(tick.at)), coordinate(HEIGHT - 8), tick.text)
        else:
            yield Mark(coordinate(LEFT - 6), coordinate(plane.y(tick.at)), tick.text)


def _line(scatter: Scatter, plane: _Plane) -> str:
    if scatter.line is None:
        return ""
    ends = (plane.at(end) for end in scatter.line)
    return "M" + "L".join(f"{end.x},{end.y}" for end in ends)
