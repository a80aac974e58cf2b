# SPDX-License-Identifier: EUPL-1.2
"""A few areas over several indicators as lines: an axis for each indicator, from the lowest areas to the highest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indicators.rendering.workbench.crosstable import Column
from indicators.rendering.workbench.drawing import Kind, Mark, coordinate, runs_of

WIDTH: Final = 480
HEIGHT: Final = 260
LEFT: Final = 40
RIGHT: Final = 20
TOP: Final = 16
BOTTOM: Final = 24
_QUARTERS: Final = (0, 25, 50, 75, 100)
_PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True)
class DrawnSubject:
    """One area over all indicators: a line that ends where a figure is missing, and a dot for each figure."""

    kind: Kind
    name: str
    key: str
    number: int
    path: str
    dots: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ParallelDrawing:
    """Lines of areas, the axes of the indicators by their numbers, the shares along them."""

    areas: tuple[DrawnSubject, ...]
    axes: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class Subject:
    """An area to draw: its kind, its name and key, its number among the chosen ones, its place."""

    kind: Kind
    name: str
    key: str
    number: int
    place: int


def parallel_drawing(columns: Sequence[Column], areas: Sequence[Subject]) -> ParallelDrawing:
    """Draw areas over at least two indicators."""
    return ParallelDrawing(
        areas=tuple(_drawn(columns, area) for area in areas),
        axes=tuple(
            Mark(coordinate(_x(at, len(columns))), coordinate(HEIGHT - 6), str(at + 1)) for at in range(len(columns))
        ),
        ticks=tuple(Mark(coordinate(LEFT - 8), coordinate(_y(share)), str(share)) for share in _QUARTERS),
    )


def _drawn(columns: Sequence[Column], area: Subject) -> DrawnSubject:
    shares = [int(column.below[area.place]) for column in columns]
    points = [(coordinate(_x(at, len(columns))), coordinate(_y(share))) for at, share in enumerate(shares)]
    has_value = [share >= 0 for share in shares]
    runs = runs_of(has_value, [True] * len(shares))
    path = "".join("M" + "L".join(f"{points[at][0]},{points[at][1]}" for at in run) for run in runs if len(run) > 1)
    dots = tuple(Mark(*point) for point, is_there in zip(points, has_value, strict=True) if is_there)
    return DrawnSubject(area.kind, area.name, area.key, area.number, path, dots)


def _x(at: int, count: int) -> float:
    return LEFT + at * (WIDTH - LEFT - RIGHT) / (count - 1)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share / _PERCENT * (HEIGHT - BOTTOM - TOP)
