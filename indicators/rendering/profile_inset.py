# SPDX-License-Identifier: EUPL-1.2
"""Outlines of areas as paths of a small drawing: a plain projection, whole tenths, no more points than the eye sees."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Ring = npt.NDArray[np.float64]
Shape = Sequence[Ring]

_STEPS_PER_PIXEL: Final = 2
_FEWEST_POINTS: Final = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """Where degrees land in the drawing: its size in pixels, the north-west corner and the scale of both axes."""

    width: int
    height: int
    west: float
    north: float
    scale_x: float
    scale_y: float

    @property
    def view_box(self) -> str:
        """The attribute of the same name."""
        return f"0 0 {self.width * _STEPS_PER_PIXEL} {self.height * _STEPS_PER_PIXEL}"

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point in degrees lands, in the units of the drawing."""
        x, y = self.places(np.array([[longitude, latitude]]))[0].tolist()
        return x, y

    def places(self, points: Ring) -> Ring:
        """Return where points of longitude and latitude in degrees land, shape (n, 2), in the units of the drawing."""
        return np.column_stack(((points[:, 0] - self.west) * self.scale_x, (self.north - points[:, 1]) * self.scale_y))


def frame_of(shapes: Sequence[Shape], width: int, tallest: int, margin: int = 2) -> Frame:
    """Fit shapes into a drawing as wide as asked for, or narrower when it would grow too tall.

    Parameters
    ----------
    shapes
        Rings of longitude and latitude in degrees, each of shape (n, 2); at least one point in all.
    width, tallest, margin
        Pixels.

    Returns
    -------
    Frame
        An equirectangular projection that is true to scale in the middle latitude.

    Raises
    ------
    ValueError
        There is no point to frame, or a coordinate is not finite.
    """
    rings = [ring for shape in shapes for ring in shape if len(ring)]
    if not rings:
        raise ValueError("There is no outline to draw.")
    low = np.min([ring.min(axis=0) for ring in rings], axis=0)
    high = np.max([ring.max(axis=0) for ring in rings], axis=0)
    if not (np.isfinite(low).all() and np.isfinite(high).all()):
        raise ValueError("An outline holds a coordinate that is not finite.")
    squeeze = math.cos(math.radians(float(low[1] + high[1]) / 2))
    span_x, span_y = max(float(high[0] - low[0]) * squeeze, 1e-9), max(float(high[1] - low[1]), 1e-9)
    scale = min((width - 2 * margin) / span_x, (tallest - 2 * margin) / span_y)
    return Frame(
        width=math.ceil(span_x * scale) + 2 * margin,
        height=math.ceil(span_y * scale) + 2 * margin,
        west=float(low[0]) - margin / scale / squeeze,
        north=float(high[1]) + margin / scale,
        scale_x=scale * squeeze * _STEPS_PER_PIXEL,
        scale_y=scale * _STEPS_PER_PIXEL,
    )


def path_of(shape: Shape, frame: Frame) -> str:
    """Return the path data of one shape: relative whole steps, rings that vanish left out.

    Parameters
    ----------
    shape
        Rings of longitude and latitude in degrees, each of shape (n, 2).
    frame
        Where they land.

    Returns
    -------
    str
        Empty when no ring is large enough to be seen.
    """
    return "".join(_ring_path(ring, frame) for ring in shape)


def line_of(line: Ring, frame: Frame) -> str:
    """Return the path data of an open line: relative whole steps.

    Parameters
    ----------
    line
        Longitude and latitude in degrees, shape (n, 2), n at least 1.
    frame
        Where they land.

    Returns
    -------
    str
        Empty when the line is too short to be seen.
    """
    (x, y), steps = _steps(line, frame)
    return f"M{x} {y}l{_written(steps)}" if len(steps) else ""


def _ring_path(ring: Ring, frame: Frame) -> str:
    if not len(ring):
        return ""
    (x, y), steps = _steps(ring, frame)
    if len(steps) < _FEWEST_POINTS:
        return ""
    # The last step leads back to the start: closing the path draws it.
    return f"M{x} {y}l{_written(steps[:-1])}z"


def _steps(line: Ring, frame: Frame) -> tuple[list[int], npt.NDArray[np.int64]]:
    """Return where a line of at least one point begins, and its whole steps without those that lead nowhere."""
    places = np.rint(frame.places(line)).astype(np.int64)
    steps = np.diff(places, axis=0)
    return places[0].tolist(), steps[(steps != 0).any(axis=1)]


def _written(steps: npt.NDArray[np.int64]) -> str:
    return " ".join(f"{dx} {dy}" for dx, dy in steps.tolist())
