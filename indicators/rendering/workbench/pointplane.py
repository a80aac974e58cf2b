# SPDX-License-Identifier: EUPL-1.2
"""The frame in which areas lie as points, and where figures land in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from indicators.rendering.workbench.axis import Axis
from indicators.rendering.workbench.drawing import Mark, coordinate

WIDTH: Final = 480
HEIGHT: Final = 340
LEFT: Final = 52
RIGHT: Final = 14
TOP: Final = 12
BOTTOM: Final = 28


class PointFrame:
    """What drawings of points have in common: the size of the paper, and where its axes end."""

    __slots__ = ()
    width: ClassVar[int] = WIDTH
    height: ClassVar[int] = HEIGHT
    left: ClassVar[int] = LEFT
    right: ClassVar[int] = WIDTH - RIGHT
    top: ClassVar[int] = TOP
    bottom: ClassVar[int] = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class PointPlane:
    """Where figures land; with `is_bounded` one beyond the upright axis ends at its edge."""

    across: Axis
    up: Axis
    is_bounded: bool = False

    def x(self, value: float) -> float:
        """Return how far to the right a figure lies."""
        return LEFT + self.across.share(value) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Return how far down a figure lies."""
        share = self.up.share(value)
        if self.is_bounded:
            share = min(max(share, 0.0), 1.0)
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)

    def at(self, across: float, up: float) -> Mark:
        """Return where a point lies."""
        return Mark(coordinate(self.x(across)), coordinate(self.y(up)))

    def marks_across(self) -> Iterable[Mark]:
        """Write the round numbers below the paper."""
        for tick in self.across.ticks:
            yield Mark(coordinate(self.x(tick.at)), coordinate(HEIGHT - 8), tick.text)

    def marks_up(self) -> Iterable[Mark]:
        """Write the round numbers to the left of it."""
        for tick in self.up.ticks:
            yield Mark(coordinate(LEFT - 6), coordinate(self.y(tick.at)), tick.text)
