# SPDX-License-Identifier: EUPL-1.2
"""What the server draws where no script does: the bars of the ranking and the lines of the series, as SVG."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from indicators.rendering.workbench.answer import PeriodAnswer
from indicators.rendering.workbench.axis import Axis
from indicators.rendering.workbench.fits import FitLine
from indicators.stats.summary import FiveNumbers

Kind = Literal["city", "focus", "chosen"]
# A bar is drawn in percent of its box, so that patterns and lines beside it are not stretched with it.
BAR_WIDTH: Final = 100
WIDTH: Final = 480
HEIGHT: Final = 260
LEFT: Final = 52
RIGHT: Final = 14
TOP: Final = 12
BOTTOM: Final = 28
# Half of the width of the bar of a period between two breaks.
LONELY: Final = 4
_MOST_LABELS: Final = 6
_ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from zero to its value, or the place of a dot where figures start at no zero; percent as texts."""

    x: str
    width: str
    end: str


def bar_of(value: float, axis: Axis) -> Bar:
    """Return the bar of a value, in a box of `BAR_WIDTH`."""
    ends = sorted(BAR_WIDTH * axis.share(end) for end in (0.0, value))
    return Bar(percent(ends[0]), percent(ends[1] - ends[0]), percent(BAR_WIDTH * axis.share(value)))


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many areas lie in each part of the axis: bars and bounds of classes, in percent of the drawing.

    `fences` bound classes of their own, `middle` parts two sides; it is empty without one.
    """

    bars: tuple["HistogramBar", ...]
    bounds: tuple[str, ...]
    fences: tuple[str, ...] = ()
    middle: str = ""


@dataclass(frozen=True, slots=True)
class HistogramBar:
    """One part of the axis."""

    x: str
    y: str
    width: str
    height: str


def histogram_drawing(
    counts: Sequence[int],
    bounds: Sequence[float],
    axis: Axis,
    fences: Sequence[float] = (),
    middle: float | None = None,
) -> Histogram:
    """Draw the spread of the areas, and where classes begin."""
    width, most = BAR_WIDTH / len(counts), max(counts, default=0) or 1
    return Histogram(
        bars=tuple(
            HistogramBar(
                percent(place * width),
                percent(BAR_WIDTH * (1 - count / most)),
                percent(width),
                percent(BAR_WIDTH * count / most),
            )
            for place, count in enumerate(counts)
        ),
        bounds=_uprights(bounds, axis),
        fences=_uprights(fences, axis),
        middle=next(iter(_uprights(() if middle is None else (middle,), axis)), ""),
    )


def _uprights(places: Iterable[float], axis: Axis) -> tuple[str, ...]:
    return tuple(percent(BAR_WIDTH * axis.share(place)) for place in places if axis.low <= place <= axis.high)


@dataclass(frozen=True, slots=True)
class Course:
    """One line to draw: whose it is, how it is called, a value for each period (None without one).

    `fits` are lines fitted to it: places of the first and of the last period, and the line; `guessed` are the places
    of the periods whose value is an estimate.
    """

    kind: Kind
    name: str
    values: tuple[float | None, ...]
    key: str = ""
    number: int = 0
    fits: tuple[tuple[int, int, FitLine], ...] = ()
    guessed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the drawing with a text; the point of an estimate is hollow."""

    x: str
    y: str
    text: str = ""
    is_hollow: bool = False


@dataclass(frozen=True, slots=True)
class DrawnCourse:
    """A course as path data, its single points, and the lines fitted to it as path data."""

    course: Course
    path: str
    dots: tuple[Mark, ...]
    fit: str = ""


@dataclass(frozen=True, slots=True)
class LineDrawing:
    """The series as a drawing: bands of all areas (eight in ten, middle half), their median, lines, axis, period shown.

    `breaks` are where figures may not be compared, `grounds` where boundaries change.
    """

    range_path: str
    half_path: str
    median_path: str
    courses: tuple[DrawnCourse, ...]
    ticks: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    breaks: tuple[str, ...]
    grounds: tuple[str, ...]
    now: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM

    @property
    def has_hollow(self) -> bool:
        """Whether any value is an estimate."""
        return any(drawn.course.guessed for drawn in self.courses)


def line_drawing(
    periods: Sequence[PeriodAnswer], axis: Axis, courses: Iterable[Course], *, has_bands: bool = True
) -> LineDrawing:
    """Draw a series; a line and a band end where a value is missing or nothing may be compared.

    A single value between two gaps is a dot.
    """
    plane = _Plane(axis)
    fives = [period.overall.five for period in periods] if has_bands else [FiveNumbers(0)] * len(periods)
    tails = [(period.overall.tails if has_bands else None) or (None, None) for period in periods]
    return LineDrawing(
        range_path=_band(tails, periods, plane),
        half_path=_band([(five.q1, five.q3) for five in fives], periods, plane),
        median_path=_lines([five.median for five in fives], periods, plane),
        courses=tuple(_drawn(course, periods, plane) for course in courses),
        ticks=tuple(Mark(coordinate(LEFT - 6), coordinate(plane.y(tick.at)), tick.text) for tick in axis.ticks),
        labels=_labels(periods, plane),
        breaks=tuple(
            _between(before, period, plane)
            for before, period in pairwise(periods)
            if not (period.joins or period.has_new_ground)
        ),
        grounds=tuple(_between(before, period, plane) for before, period in pairwise(periods) if period.has_new_ground),
        now=next((coordinate(plane.x(period.time)) for period in periods if period.view.is_current), ""),
    )


@dataclass(frozen=True, slots=True)
class _Plane:
    axis: Axis

    def x(self, time: float) -> float:
        return LEFT + time * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - self.axis.share(value) * (HEIGHT - BOTTOM - TOP)


def runs_of(has_value: Sequence[bool], joins: Sequence[bool]) -> tuple[tuple[int, ...], ...]:
    """Return the places that a line may lead through without a stop, run by run."""
    runs: list[list[int]] = []
    for place, is_there in enumerate(has_value):
        if not is_there:
            continue
        if runs and runs[-1][-1] == place - 1 and joins[place]:
            runs[-1].append(place)
        else:
            runs.append([place])
    return tuple(tuple(run) for run in runs)


def _between(before: PeriodAnswer, period: PeriodAnswer, plane: _Plane) -> str:
    return coordinate((plane.x(before.time) + plane.x(period.time)) / 2)


def _drawn(course: Course, periods: Sequence[PeriodAnswer], plane: _Plane) -> DrawnCourse:
    points = _points(course.values, periods, plane)
    return DrawnCourse(
        course,
        _lines(course.values, periods, plane),
        tuple(
            Mark(*point, is_hollow=place in course.guessed) for place, point in enumerate(points) if point is not None
        ),
        "".join(_fit(fit, periods, plane) for fit in course.fits),
    )


def _fit(fit: tuple[int, int, FitLine], periods: Sequence[PeriodAnswer], plane: _Plane) -> str:
    first, last, line = fit
    ends = ((periods[first].time, line.start), (periods[last].time, line.end))
    return "M" + "L".join(f"{coordinate(plane.x(time))},{coordinate(plane.y(value))}" for time, value in ends)


def _points(
    values: Sequence[float | None], periods: Sequence[PeriodAnswer], plane: _Plane
) -> list[tuple[str, str] | None]:
    return [
        None if value is None else (coordinate(plane.x(period.time)), coordinate(plane.y(value)))
        for value, period in zip(values, periods, strict=True)
    ]


def _lines(values: Sequence[float | None], periods: Sequence[PeriodAnswer], plane: _Plane) -> str:
    """Return the path data of a series: a line for each run without a stop."""
    points = _points(values, periods, plane)
    runs = runs_of([point is not None for point in points], [period.joins for period in periods])
    lines = ("L".join(f"{point[0]},{point[1]}" for point in _there(points, run)) for run in runs if len(run) > 1)
    return "".join(f"M{line}" for line in lines)


def _there(points: Sequence[tuple[str, str] | None], run: Iterable[int]) -> list[tuple[str, str]]:
    return [point for point in (points[place] for place in run) if point is not None]


def _band(ends: Sequence[tuple[float | None, float | None]], periods: Sequence[PeriodAnswer], plane: _Plane) -> str:
    """Return a band between two series, forth along its upper and back along its lower edge."""
    told = [(low, high) if low is not None and high is not None else None for low, high in ends]
    parts: list[str] = []
    for run in runs_of([pair is not None for pair in told], [period.joins for period in periods]):
        edge = [(plane.x(periods[place].time), *pair) for place in run if (pair := told[place]) is not None]
        if len(run) < _ENOUGH:
            # Between two breaks stands a single period: its spread is a bar.
            edge = [(edge[0][0] + side * LONELY, *edge[0][1:]) for side in (-1, 1)]
        forth = [f"{coordinate(x)},{coordinate(plane.y(high))}" for x, _low, high in edge]
        back = [f"{coordinate(x)},{coordinate(plane.y(low))}" for x, low, _high in reversed(edge)]
        parts.append(f"M{'L'.join([*forth, *back])}Z")
    return "".join(parts)


def label_places(count: int, most: int = _MOST_LABELS) -> tuple[int, ...]:
    """Return which of so many periods are named along the axis: the last one always, the others at equal steps."""
    step = max(1, math.ceil((count - 1) / (most - 1)))
    return tuple(sorted(range(count - 1, -1, -step)))


def _labels(periods: Sequence[PeriodAnswer], plane: _Plane) -> tuple[Mark, ...]:
    return tuple(
        Mark(coordinate(plane.x(periods[place].time)), coordinate(HEIGHT - 8), periods[place].view.short_label)
        for place in label_places(len(periods))
    )


def percent(number: float) -> str:
    """Write a part of a drawing in percent, or in its own units, with two decimals."""
    return f"{math.floor(number * 100 + 0.5) / 100:g}"


def coordinate(number: float) -> str:
    """Write a coordinate whatever the language of the page, rounded as a script rounds."""
    return f"{math.floor(number * 10 + 0.5) / 10:g}"
