# SPDX-License-Identifier: EUPL-1.2
"""A few areas over several indicators around a point: the axes of the parallel lines, laid as rays."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indicators.rendering.profile_numbers import Language
from indicators.rendering.workbench.crossdrawing import DrawnSubject, Subject
from indicators.rendering.workbench.crosstable import Column
from indicators.rendering.workbench.drawing import Mark, coordinate

SIZE: Final = 300
RADIUS: Final = 118
# Numbers of the axes stand beyond their ends.
_BEYOND: Final = 16
_RINGS: Final = (25, 50, 75, 100)
_PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True)
class Ray:
    """One axis: its end, and where its number stands."""

    x: str
    y: str
    label: Mark


@dataclass(frozen=True, slots=True)
class RadarDrawing:
    """Areas as lines around a point, the rays by their numbers, rings at shares of the areas."""

    areas: tuple[DrawnSubject, ...]
    rays: tuple[Ray, ...]
    rings: tuple[Mark, ...]
    size: int = SIZE
    middle: int = SIZE // 2


def radar_drawing(columns: Sequence[Column], areas: Sequence[Subject]) -> RadarDrawing:
    """Draw areas over at least three indicators; a line ends where a figure is missing, and nothing is filled."""
    count = len(columns)
    return RadarDrawing(
        areas=tuple(_drawn(columns, area) for area in areas),
        rays=tuple(_ray(at, count) for at in range(count)),
        rings=tuple(
            Mark(coordinate(RADIUS * share / _PERCENT), coordinate(_ring(share)), str(share)) for share in _RINGS
        ),
    )


def radar_warning(language: Language) -> str:
    """Say what a reader would otherwise take from the picture."""
    if language == "de":
        return (
            "Zu lesen sind die Punkte auf den Strahlen: außen liegen viele Gebiete darunter, in der Mitte keine."
            " Die Fläche einer solchen Figur bedeutet nichts: Sie ändert sich mit der Reihenfolge der Indikatoren."
            " Wo ein Wert fehlt, hat die Linie eine Lücke."
        )
    return (
        "What is to be read are the points on the rays: far out many areas lie below, in the middle none."
        " The surface of such a figure means nothing: it changes with the order of the indicators."
        " Where a figure is missing the line has a gap."
    )


def runs_around(has_value: Sequence[bool]) -> tuple[tuple[int, ...], ...]:
    """Return the places that a line may lead through around a circle, run by run; one without a gap comes back to 0."""
    count = len(has_value)
    if all(has_value):
        return ((*range(count), 0),)
    first_gap = next(place for place, is_there in enumerate(has_value) if not is_there)
    runs: list[list[int]] = [[]]
    for step in range(1, count + 1):
        place = (first_gap + step) % count
        if has_value[place]:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    return tuple(tuple(run) for run in runs if run)


def _drawn(columns: Sequence[Column], area: Subject) -> DrawnSubject:
    shares = [int(column.below[area.place]) for column in columns]
    points = [_point(at, len(columns), share) for at, share in enumerate(shares)]
    path = "".join(
        "M" + "L".join(f"{points[at][0]},{points[at][1]}" for at in run)
        for run in runs_around([share >= 0 for share in shares])
        if len(run) > 1
    )
    dots = tuple(Mark(*point) for point, share in zip(points, shares, strict=True) if share >= 0)
    return DrawnSubject(area.kind, area.name, area.key, area.number, path, dots)


def _ray(at: int, count: int) -> Ray:
    x, y = _point(at, count, _PERCENT)
    return Ray(x, y, Mark(*_place(at, count, RADIUS + _BEYOND), str(at + 1)))


def _ring(share: float) -> float:
    """Return where the share of a ring stands, on the first ray."""
    return SIZE / 2 - RADIUS * share / _PERCENT


def _point(at: int, count: int, share: float) -> tuple[str, str]:
    return _place(at, count, RADIUS * share / _PERCENT)


def _place(at: int, count: int, radius: float) -> tuple[str, str]:
    """Return a place on a ray: the first one leads upwards, the others follow by the clock."""
    angle = 2 * math.pi * at / count
    return coordinate(SIZE / 2 + radius * math.sin(angle)), coordinate(SIZE / 2 - radius * math.cos(angle))
