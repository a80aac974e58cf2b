# SPDX-License-Identifier: EUPL-1.2
"""The funnel of the workbench as SVG, where no script draws it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.workbench.drawing import Mark, coordinate
from indicators.rendering.workbench.funnels import FunnelCurves, FunnelPoints, Funnels
from indicators.rendering.workbench.pointplane import PointFrame, PointPlane
from indicators.stats.funnel import Place

Floats = npt.NDArray[np.float64]
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
class FunnelDrawing(PointFrame):
    """Marks in the order of their areas, both bands, the line of the whole, ticks."""

    dots: tuple[FunnelDot, ...]
    band_95: str
    band_998: str
    target: str
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]


def funnel_drawing(funnels: Funnels, position: int) -> FunnelDrawing | None:
    """Draw one period; None where it has no funnel."""
    points, curves = funnels.periods[position], funnels.curves[position]
    if curves is None or points.target is None:
        return None
    # Limits of tiny areas reach beyond: they end at the edge.
    plane = PointPlane(funnels.x, funnels.y, is_bounded=True)
    return FunnelDrawing(
        dots=tuple(_dots(points, plane)),
        band_95=_band(funnels.sizes, (curves, "lower_95", "upper_95"), plane),
        band_998=_band(funnels.sizes, (curves, "lower_998", "upper_998"), plane),
        target=coordinate(plane.y(points.target)),
        across=tuple(plane.marks_across()),
        up=tuple(plane.marks_up()),
    )


def _dots(points: FunnelPoints, plane: PointPlane) -> Iterable[FunnelDot]:
    for place in np.flatnonzero(points.places != Place.NOT_COMPARABLE).tolist():
        kind, shape = SHAPES[Place(int(points.places[place]))]
        at = plane.at(float(points.persons[place]), float(points.values[place]))
        yield FunnelDot(place, at.x, at.y, kind, shape)


def _band(sizes: Floats, of: tuple[FunnelCurves, str, str], plane: PointPlane) -> str:
    curves, lower, upper = of
    forth = _line(sizes.tolist(), curves.limits[upper].tolist(), plane)
    back = _line(sizes.tolist()[::-1], curves.limits[lower].tolist()[::-1], plane)
    return f"M{'L'.join([*forth, *back])}Z"


def _line(sizes: Sequence[float], limits: Sequence[float], plane: PointPlane) -> list[str]:
    marks = (plane.at(size, limit) for size, limit in zip(sizes, limits, strict=True))
    return [f"{mark.x},{mark.y}" for mark in marks]
