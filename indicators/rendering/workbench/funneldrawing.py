# SPDX-License-Identifier: EUPL-1.2
"""The funnel of the workbench as SVG, where no script draws it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.workbench.axis import Axis, Tick
from indicators.rendering.workbench.drawing import Mark, coordinate
from indicators.rendering.workbench.funnels import FunnelCurves, FunnelPoints, Funnels
from indicators.stats.funnel import Place

Floats = npt.NDArray[np.float64]
WIDTH: Final = 480
HEIGHT: Final = 340
LEFT: Final = 52
RIGHT: Final = 14
TOP: Final = 12
BOTTOM: Final = 28
# What marks a place in the funnel: its name in the style sheet, and its shape around the point.
SHAPES: Final[Mapping[Place, tuple[str, str]]] = MappingProxyType(
    {
        Place.INSIDE: ("inside", "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z"),
        Place.ABOVE_95: ("outside-95", "M0-5l4.5 8h-9z"),
        Place.ABOVE_998: ("outside-998", "M0-5l4.5 8h-9z"),
        Place.BELOW_95: ("outside-95", "M0 5l4.5-8h-9z"),
        Place.BELOW_998: ("outside-998", "M0 5l4.5-8h-9z"),
    }
)


@dataclass(frozen=True, slots=True)
class FunnelDot:
    """The mark of one area: where it lies, its kind and its shape."""

    place: int
    x: str
    y: str
    kind: str
    shape: str


@dataclass(frozen=True, slots=True)
class FunnelDrawing:
    """Marks in the order of their areas, both bands, the line of the whole, ticks."""

    dots: tuple[FunnelDot, ...]
    band_95: str
    band_998: str
    target: str
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def funnel_drawing(funnels: Funnels, position: int) -> FunnelDrawing | None:
    """Draw one period; None where it has no funnel."""
    points, curves = funnels.periods[position], funnels.curves[position]
    if curves is None or points.target is None:
        return None
    plane = _Plane(funnels.x, funnels.y)
    return FunnelDrawing(
        dots=tuple(_dots(points, plane)),
        band_95=_band(funnels.sizes, (curves, "lower_95", "upper_95"), plane),
        band_998=_band(funnels.sizes, (curves, "lower_998", "upper_998"), plane),
        target=coordinate(plane.y(points.target)),
        across=tuple(_ticks(funnels.x.ticks, plane, is_across=True)),
        up=tuple(_ticks(funnels.y.ticks, plane, is_across=False)),
    )


@dataclass(frozen=True, slots=True)
class _Plane:
    across: Axis
    up: Axis

    def x(self, persons: float) -> float:
        return LEFT + self.across.share(persons) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        # Limits of tiny areas reach beyond: they end at the edge.
        return HEIGHT - BOTTOM - min(max(self.up.share(value), 0.0), 1.0) * (HEIGHT - BOTTOM - TOP)


def _dots(points: FunnelPoints, plane: _Plane) -> Iterable[FunnelDot]:
    for place in np.flatnonzero(points.places != Place.NOT_COMPARABLE).tolist():
        kind, shape = SHAPES[Place(int(points.places[place]))]
        x, y = plane.x(float(points.persons[place])), plane.y(float(points.values[place]))
        yield FunnelDot(place, coordinate(x), coordinate(y), kind, shape)


def _band(sizes: Floats, of: tuple[FunnelCurves, str, str], plane: _Plane) -> str:
    curves, lower, upper = of
    forth = _line(sizes.tolist(), curves.limits[upper].tolist(), plane)
    back = _line(sizes.tolist()[::-1], curves.limits[lower].tolist()[::-1], plane)
    return f"M{'L'.join([*forth, *back])}Z"


def _line(sizes: Sequence[float], limits: Sequence[float], plane: _Plane) -> list[str]:
    return [
        f"{coordinate(plane.x(size))},{coordinate(plane.y(limit))}" for size, limit in zip(sizes, limits, strict=True)
    ]


def _ticks(ticks: Sequence[Tick], plane: _Plane, *, is_across: bool) -> Iterable[Mark]:
    for tick in ticks:
        if is_across:
            yield Mark(coordinate(plane.x(tick.at)), coordinate(HEIGHT - 8), tick.text)
        else:
            yield Mark(coordinate(LEFT - 6), coordinate(plane.y(tick.at)), tick.text)
