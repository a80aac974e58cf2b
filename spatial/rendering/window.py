# SPDX-License-Identifier: EUPL-1.2
"""Windows of a drawing: which metres they show, where on the sheet, and outlines as path data in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from spatial.geometry.arrays import Floats

STEPS = 10  # coordinates are written in whole tenths of a unit
FEWEST_STEPS = 2
ROUND_LENGTHS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of the sheet (units) that shows a rectangle of the ground (metres), true to scale.

    ``left``, ``top``, ``width``, ``height`` are units of the sheet; ``west`` and ``north`` the metres at
    its upper left corner; ``scale`` is units per metre.
    """

    left: float
    top: float
    width: float
    height: float
    west: float
    north: float
    scale: float

    @property
    def ground(self) -> tuple[float, float, float, float]:
        """West, south, east and north of what is shown, in metres."""
        return (
            self.west,
            self.north - self.height / self.scale,
            self.west + self.width / self.scale,
            self.north,
        )

    def at(self, east: float, north: float) -> tuple[float, float]:
        """Return the units of a place given in metres."""
        return self.left + (east - self.west) * self.scale, self.top + (self.north - north) * self.scale

    def path(self, shape: shapely.Geometry) -> str:
        """Return the path data of polygons or lines: relative whole tenths, what is too small to be seen left out.

        Parameters
        ----------
        shape : shapely.Geometry
            Polygons or lines in metres, valid or not; points have no path.

        Returns
        -------
        str
            Empty when nothing of it is large enough.
        """
        return "".join(self._line_path(line) for line in _lines(shape))

    def clipped(self, shape: shapely.Geometry) -> str:
        """Return the path data of what lies in the window; the shape must be valid or a line."""
        return self.path(shapely.clip_by_rect(shape, *self.ground))

    def scale_bar(self) -> tuple[float, int]:
        """Return the length in units and in metres of a bar of at most a third of the width."""
        longest = self.width / 3 / self.scale
        magnitude = 10 ** int(np.floor(np.log10(max(longest, 1))))
        metres = max(one * magnitude for one in ROUND_LENGTHS if one * magnitude <= max(longest, 1))
        return metres * self.scale, metres

    def _line_path(self, line: shapely.Geometry) -> str:
        points = shapely.get_coordinates(line)
        x = np.rint((self.left + (points[:, 0] - self.west) * self.scale) * STEPS).astype(np.int64)
        y = np.rint((self.top + (self.north - points[:, 1]) * self.scale) * STEPS).astype(np.int64)
        steps = np.column_stack((np.diff(x), np.diff(y)))
        steps = steps[(steps != 0).any(axis=1)]
        if len(steps) < FEWEST_STEPS:
            return ""
        told = " ".join(f"{_tenths(dx)} {_tenths(dy)}" for dx, dy in steps.tolist())
        return f"M{_tenths(int(x[0]))} {_tenths(int(y[0]))}l{told}"


def window_over(bounds: Floats, left: float, top: float, size: tuple[float, float], margin: float = 0.04) -> Window:
    """Return the window of a size on the sheet that shows bounds whole, in its middle.

    Parameters
    ----------
    bounds : ndarray of float, shape (4,)
        West, south, east and north in metres; finite.
    left, top : float
        Units of the sheet.
    size : tuple of float
        Width and height in units.
    margin : float
        Share of the size that stays free on each side, 0 to 0.5.

    Returns
    -------
    Window
        True to scale: one axis may show more than the bounds.
    """
    west, south, east, north = (float(one) for one in bounds)
    width, height = size
    free = 1 - 2 * margin
    scale = free * min(width / max(east - west, 1.0), height / max(north - south, 1.0))
    return Window(
        left, top, width, height, (west + east) / 2 - width / scale / 2, (south + north) / 2 + height / scale / 2, scale
    )


def _lines(shape: shapely.Geometry) -> list[shapely.Geometry]:
    found: list[shapely.Geometry] = []
    for part in shapely.get_parts(shape):
        kind = shapely.get_type_id(part)
        if kind == shapely.GeometryType.POLYGON:
            found.extend(shapely.get_rings(part))
        elif kind in {shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING}:
            found.append(part)
        elif kind != shapely.GeometryType.POINT:
            found.extend(_lines(part))
    return found


def _tenths(steps: int) -> str:
    whole, rest = divmod(abs(steps), STEPS)
    sign = "-" if steps < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
