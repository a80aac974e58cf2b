# SPDX-License-Identifier: EUPL-1.2
"""All areas side by side as a picture: a bar and a name for each, or dots along one axis where they are many."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.rendering.workbench.axis import Axis
from indicators.rendering.workbench.drawing import coordinate

# More names than these cannot be read on one sheet.
MOST_BARS: Final = 40
WIDTH: Final = 760
_LEFT, _RIGHT, _EDGE = 240, 640, 20
_TOP, _ROW, _THICK = 8, 24, 14
_LETTERS: Final = 34
_DOT: Final = 8
_SIGN: Final = 22
_BELOW: Final = 26
Across = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class RankedArea:
    """One area: its name, its figure (None where there is none), the words for it, what fills it."""

    name: str
    value: float | None
    told: str
    fill: str


@dataclass(frozen=True, slots=True)
class DrawnTick:
    """One line of the grid with its number."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """One row: a name, a bar (or a dot at `x`, or the sign of a gap), and the words at `words_x`."""

    name: str
    title: str
    y: str
    x: str
    width: str
    words_x: str
    told: str
    fill: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class DrawnDot:
    """One area among many."""

    x: str
    y: str
    title: str
    fill: str


@dataclass(frozen=True, slots=True)
class RankingDrawing:
    """A picture of all areas: rows, or dots; `whole` is where the line of the whole stands, empty without one."""

    height: int
    top: int
    bottom: int
    ticks: tuple[DrawnTick, ...]
    bars: tuple[DrawnBar, ...]
    dots: tuple[DrawnDot, ...]
    whole: str
    is_from_zero: bool
    width: int = WIDTH


def ranking_drawing(
    areas: Sequence[RankedArea], axis: Axis, whole: float | None, *, is_from_zero: bool
) -> RankingDrawing:
    """Draw areas in the order given: bars for up to `MOST_BARS`, else dots.

    Bars begin at zero where figures do; else (`is_from_zero` False) each is a dot in its row.
    """
    is_strip = len(areas) > MOST_BARS
    left, right = (_EDGE, WIDTH - _EDGE) if is_strip else (_LEFT, _RIGHT)

    def across(value: float) -> float:
        return left + (right - left) * axis.share(value)

    stacks = _stacked(areas, across) if is_strip else ()
    deepest = max((depth for _area, _x, depth in stacks), default=0)
    bottom = _TOP + ((deepest + 1) * _DOT if is_strip else len(areas) * _ROW)
    return RankingDrawing(
        height=bottom + _BELOW,
        top=_TOP,
        bottom=bottom,
        ticks=tuple(DrawnTick(coordinate(across(tick.at)), tick.text) for tick in axis.ticks),
        bars=()
        if is_strip
        else tuple(_bar(each, row, across, is_from_zero=is_from_zero) for row, each in enumerate(areas)),
        dots=tuple(
            DrawnDot(coordinate(x), coordinate(bottom - (depth + 0.5) * _DOT), f"{area.name}: {area.told}", area.fill)
            for area, x, depth in stacks
        ),
        whole="" if whole is None else coordinate(across(whole)),
        is_from_zero=is_from_zero,
    )


def _bar(area: RankedArea, row: int, across: Across, *, is_from_zero: bool) -> DrawnBar:
    if area.value is None:
        start, end = float(_LEFT), float(_LEFT + _SIGN)
    else:
        start, end = sorted((across(0.0 if is_from_zero else area.value), across(area.value)))
    return DrawnBar(
        name=area.name if len(area.name) <= _LETTERS else f"{area.name[: _LETTERS - 1].rstrip()}…",
        title=f"{area.name}: {area.told}",
        y=coordinate(_TOP + row * _ROW + (_ROW - _THICK) / 2),
        x=coordinate(start),
        width=coordinate(end - start),
        words_x=coordinate(end + _DOT),
        told=area.told,
        fill=area.fill,
        is_there=area.value is not None,
    )


def _stacked(areas: Sequence[RankedArea], across: Across) -> tuple[tuple[RankedArea, float, int], ...]:
    """Put dots into columns as wide as a dot, one upon the other in the order given; gaps have none."""
    heights: Counter[int] = Counter()
    found = []
    for area in areas:
        if area.value is not None:
            column = round(across(area.value) / _DOT)
            found.append((area, float(column * _DOT), heights[column]))
            heights[column] += 1
    return tuple(found)
