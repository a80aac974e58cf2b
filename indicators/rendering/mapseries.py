# SPDX-License-Identifier: EUPL-1.2
"""The small time series of one area beside a map: points, lines that stop at breaks, the city, an axis from zero."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from indicators.rendering.axes import tick_text, ticks
from indicators.rendering.profile_numbers import Language, number

WIDTH: Final = 340
HEIGHT: Final = 150
_LEAST_LEFT: Final = 34
_LEAST_RIGHT: Final = 40
# What remains for the lines at least, and how wide a sign is: of the axis, of the value at the end, of the city's.
_LEAST_PLOT: Final = 130
_SIGN: Final = 6.6
_BOLD_SIGN: Final = 8.4
_GAP: Final = 16
_LONGEST_SIGN: Final = 3
TOP: Final = 14
BOTTOM: Final = 26
_MOST_LABELS: Final = 5
_APART: Final = 15
_ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One period of a series; None where nothing is published.

    `breaks_before`: not comparable with the one before. `is_estimated`: the value was not counted.
    """

    label: str
    time: float
    value: float | None
    city: float | None
    breaks_before: bool = False
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the drawing, with a text where there is one."""

    x: float
    y: float
    text: str = ""

    @property
    def x_text(self) -> str:
        """The place as a drawing takes it, whatever the language of the page."""
        return f"{self.x:g}"

    @property
    def y_text(self) -> str:
        """The place as a drawing takes it, whatever the language of the page."""
        return f"{self.y:g}"


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """A drawing of `WIDTH` by `HEIGHT`: ready coordinates, no rule left for the template.

    `guessed` are the points of estimated values, which are not among `dots`.
    """

    dots: tuple[Mark, ...]
    lines: tuple[str, ...]
    city_lines: tuple[str, ...]
    city_dots: tuple[Mark, ...]
    breaks: tuple[str, ...]
    ticks: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    end: Mark | None
    city_end: Mark | None
    guessed: tuple[Mark, ...]
    left: int
    plot_right: int
    width: int = WIDTH
    height: int = HEIGHT
    plot_top: int = TOP
    plot_bottom: int = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class SeriesWords:
    """How numbers are written at the ends of the lines, and what the city is called."""

    decimals: int
    unit: str
    city: str
    language: Language


def series_chart(points: Sequence[SeriesPoint], words: SeriesWords) -> SeriesChart | None:
    """Draw a series; None when fewer than two periods have a value.

    Parameters
    ----------
    points
        Periods in the order of time, n of them; `time` grows with time, in any unit.
    words
        How numbers are written.

    Returns
    -------
    SeriesChart or None
        Lines join neighbouring points only where both have a value and no break stands between them.
    """
    told = [value for point in points for value in (point.value, point.city) if value is not None]
    if sum(point.value is not None for point in points) < _ENOUGH:
        return None
    marks = ticks(min(told), max(told))
    tick_texts = [tick_text(tick, marks, words.language) for tick in marks]
    own, city = _end_texts(points[-1], words)
    frame = _Frame((points[0].time, points[-1].time), (marks[0], marks[-1]), *_margins(tick_texts, own, city))
    end, city_end = _ends(points[-1], frame, own, city)
    return SeriesChart(
        dots=_dots([point for point in points if not point.is_estimated], frame),
        lines=_lines([point.value for point in points], points, frame),
        city_lines=_lines([point.city for point in points], points, frame),
        city_dots=_lonely([point.city for point in points], points, frame),
        breaks=tuple(
            f"{(frame.x(before.time) + frame.x(point.time)) / 2:.1f}"
            for before, point in pairwise(points)
            if point.breaks_before
        ),
        ticks=tuple(Mark(frame.left - 6, frame.y(tick), text) for tick, text in zip(marks, tick_texts, strict=True)),
        labels=_labels(points, frame),
        end=end,
        city_end=city_end,
        guessed=_dots([point for point in points if point.is_estimated], frame),
        left=frame.left,
        plot_right=WIDTH - frame.right,
    )


def _end_texts(last: SeriesPoint, words: SeriesWords) -> tuple[str, str]:
    """Write the values at the ends of both lines; a unit that is a word, or a name that is long, would press them."""
    own = city = ""
    if last.value is not None:
        own = number(last.value, words.decimals, words.language)
        own += f"\u00a0{words.unit}" if words.unit and len(words.unit) <= _LONGEST_SIGN else ""
    if last.city is not None:
        city = number(last.city, words.decimals, words.language)
        named = f"{words.city} {city}"
        city = named if _SIGN * len(named) <= WIDTH / 2 - _LEAST_LEFT else city
    return own, city


def _margins(ticks: Sequence[str], own: str, city: str) -> tuple[int, int]:
    """Return how much room the axis takes at the left and the values take at the right."""
    left = max(_LEAST_LEFT, math.ceil(_SIGN * max(len(text) for text in ticks)) + 8)
    right = max(_LEAST_RIGHT, math.ceil(max(_BOLD_SIGN * len(own), _SIGN * len(city))) + _GAP)
    return left, min(right, WIDTH - left - _LEAST_PLOT)


@dataclass(frozen=True, slots=True)
class _Frame:
    times: tuple[float, float]
    values: tuple[float, float]
    left: int
    right: int

    def x(self, time: float) -> float:
        inner = WIDTH - self.left - self.right - 12
        first, last = self.times
        share = (time - first) / (last - first) if last > first else 0.5
        return round(self.left + 6 + inner * share, 1)

    def y(self, value: float) -> float:
        low, high = self.values
        share = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share, 1)


def _dots(points: Sequence[SeriesPoint], frame: _Frame) -> tuple[Mark, ...]:
    return tuple(Mark(frame.x(point.time), frame.y(point.value)) for point in points if point.value is not None)


def _runs(values: Sequence[float | None], points: Sequence[SeriesPoint]) -> list[list[int]]:
    """Return the places of values that may be joined, run by run."""
    runs: list[list[int]] = []
    is_joined = False
    for place, value in enumerate(values):
        if value is None:
            is_joined = False
            continue
        if is_joined and not points[place].breaks_before:
            runs[-1].append(place)
        else:
            runs.append([place])
        is_joined = True
    return runs


def _lines(values: Sequence[float | None], points: Sequence[SeriesPoint], frame: _Frame) -> tuple[str, ...]:
    return tuple(
        " ".join(f"{frame.x(points[place].time)},{frame.y(values[place] or 0.0)}" for place in run)
        for run in _runs(values, points)
        if len(run) >= _ENOUGH
    )


def _lonely(values: Sequence[float | None], points: Sequence[SeriesPoint], frame: _Frame) -> tuple[Mark, ...]:
    alone = (run[0] for run in _runs(values, points) if len(run) == 1)
    return tuple(Mark(frame.x(points[place].time), frame.y(values[place] or 0.0)) for place in alone)


def _labels(points: Sequence[SeriesPoint], frame: _Frame) -> tuple[Mark, ...]:
    step = max(1, math.ceil((len(points) - 1) / (_MOST_LABELS - 1)))
    kept = [point for place, point in enumerate(reversed(points)) if place % step == 0]
    return tuple(Mark(frame.x(point.time), HEIGHT - 8, point.label) for point in reversed(kept))


def _ends(last: SeriesPoint, frame: _Frame, own_text: str, city_text: str) -> tuple[Mark | None, Mark | None]:
    """Return what stands at the right ends: the area's value and the city's, kept apart."""
    x = WIDTH - frame.right + 10
    own = None if last.value is None else Mark(x, frame.y(last.value), own_text)
    city = None if last.city is None else Mark(x, frame.y(last.city), city_text)
    if own and city and abs(own.y - city.y) < _APART:
        middle, sign = (own.y + city.y) / 2, -1 if own.y <= city.y else 1
        own = replace(own, y=round(middle + sign * _APART / 2, 1))
        city = replace(city, y=round(middle - sign * _APART / 2, 1))
    return own, city
