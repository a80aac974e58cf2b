# SPDX-License-Identifier: EUPL-1.2
"""Geometry of the small charts beside numbers: plain numbers in, SVG coordinates out."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypedDict

SPARK_WIDTH, SPARK_HEIGHT = 160, 40
SPINE_WIDTH, SPINE_HEIGHT = 220, 22
_MARGIN = 5.0


class Spread(TypedDict):
    """The spread of a figure over all areas: its ends, the ends of the middle half, and the middle."""

    low: float
    high: float
    lower_half: float
    upper_half: float
    middle: float


@dataclass(frozen=True)
class Dot:
    """One value of a series; `is_guessed`: it was estimated."""

    x: str
    y: str
    radius: str
    is_guessed: bool = False


@dataclass(frozen=True)
class Points:
    """Which values of a series were estimated, and which one is drawn largest (None: the last one), by position."""

    guessed: Collection[int] = ()
    shown: int | None = None


@dataclass(frozen=True)
class Sparkline:
    """A series as lines between values that may be compared, dots, and marks where they may not.

    Every number is a text: a template would write it anew in the reader's language each time.
    """

    width: str
    height: str
    lines: tuple[str, ...]
    city_lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    breaks: tuple[str, ...]


@dataclass(frozen=True)
class Spine:
    """The place of one area among all: whole range, middle half and middle, the whole, the area and its interval.

    The whole (or, without it, the middle of the areas) stands in the centre: spines below each other share one line.
    """

    width: str
    height: str
    middle: str
    centre: str
    all_x: str
    all_width: str
    half_x: str
    half_width: str
    median_x: str
    city_x: str
    area_x: str
    lower_x: str
    upper_x: str


_PLAIN: Final = Points()


def sparkline(
    values: Sequence[float | None],
    *,
    breaks: Collection[int] = (),
    city: Sequence[float | None] = (),
    times: Sequence[float] = (),
    points: Points = _PLAIN,
) -> Sparkline:
    """Return the drawing of a series.

    `breaks` holds the positions before which the series may not be continued; no line crosses one,
    nor a value that is not there. `times` places the values along the axis (evenly without it);
    `city` is a second series on the same scale. The scale starts at zero unless values are negative.
    """
    axis = _axis(len(values), tuple(times))
    scale = _Scale.over([*values, *city], size=SPARK_HEIGHT)
    heights = [scale.down(value) for value in values]
    known = [position for position, height in enumerate(heights) if height]
    largest = points.shown if points.shown in known else max(known, default=None)
    return Sparkline(
        width=str(SPARK_WIDTH),
        height=str(SPARK_HEIGHT),
        lines=_lines(heights, axis, breaks),
        city_lines=_lines([scale.down(value) for value in city], axis, breaks),
        dots=tuple(
            Dot(axis.texts[at], heights[at], "4" if at == largest else "2.5", at in points.guessed) for at in known
        ),
        breaks=tuple(
            _text((axis.places[position - 1] + axis.places[position]) / 2)
            for position in sorted(breaks)
            if 0 < position < len(values)
        ),
    )


def spine(
    value: float | None,
    spread: Spread,
    *,
    city: float | None = None,
    interval: tuple[float, float] | None = None,
) -> Spine:
    """Return the drawing of one area's place: lower values to the left of the whole, higher ones to its right.

    An interval that reaches beyond all areas widens the scale: nothing is cut off.
    """
    scale = _balanced(spread, city, interval or ())
    left, right = scale.at(spread["lower_half"]), scale.at(spread["upper_half"])
    first, last = scale.at(spread["low"]), scale.at(spread["high"])
    return Spine(
        width=str(SPINE_WIDTH),
        height=str(SPINE_HEIGHT),
        middle=_text(SPINE_HEIGHT / 2),
        centre=_text(SPINE_WIDTH / 2),
        all_x=_text(first),
        all_width=_text(max(last - first, 1.0)),
        half_x=_text(left),
        half_width=_text(max(right - left, 1.0)),
        median_x=scale.along(spread["middle"]),
        city_x=scale.along(city),
        area_x=scale.along(value),
        lower_x=scale.along(interval[0] if interval else None),
        upper_x=scale.along(interval[1] if interval else None),
    )


def _balanced(spread: Spread, city: float | None, interval: Sequence[float]) -> "_Scale":
    """Return a scale with the whole in its centre that reaches equally far to both sides."""
    centre = city if city is not None and math.isfinite(city) else spread["middle"]
    known = [each for each in (spread["low"], spread["high"], *interval) if math.isfinite(each)]
    reach = max((abs(each - centre) for each in known), default=0.0)
    return _Scale(low=centre - reach, high=centre + reach, size=SPINE_WIDTH)


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    size: float

    @classmethod
    def over(cls, values: Sequence[float | None], *, size: float) -> "_Scale":
        known = [value for value in values if value is not None and math.isfinite(value)]
        return cls(low=min([0.0, *known]), high=max([0.0, *known]), size=size)

    def at(self, value: float) -> float:
        room = self.size - 2 * _MARGIN
        if self.high <= self.low:
            return _MARGIN + room / 2
        share = (value - self.low) / (self.high - self.low)
        return _MARGIN + room * min(1.0, max(0.0, share))

    def along(self, value: float | None) -> str:
        return _text(self.at(value)) if value is not None and math.isfinite(value) else ""

    def down(self, value: float | None) -> str:
        return _text(self.size - self.at(value)) if value is not None and math.isfinite(value) else ""


@dataclass(frozen=True)
class _Axis:
    """Where the values of a series stand, as numbers and as texts."""

    places: tuple[float, ...]
    texts: tuple[str, ...]


# All areas of a city share the few axes of its series.
@lru_cache(maxsize=512)
def _axis(count: int, times: tuple[float, ...]) -> _Axis:
    places = tuple(_places(count, times))
    return _Axis(places, tuple(map(_text, places)))


def _places(count: int, times: Sequence[float]) -> list[float]:
    if times and len(times) != count:
        raise ValueError(f"{count} values, but {len(times)} places in time.")
    along = list(times) if times else [float(position) for position in range(count)]
    if not along or max(along) == min(along):
        return [SPARK_WIDTH / 2] * count
    scale = _Scale(low=min(along), high=max(along), size=SPARK_WIDTH)
    return [scale.at(time) for time in along]


def _lines(heights: Sequence[str], axis: _Axis, breaks: Collection[int]) -> tuple[str, ...]:
    runs: list[list[str]] = [[]]
    for position, height in enumerate(heights):
        if position in breaks or not height:
            runs.append([])
        if height:
            runs[-1].append(f"{axis.texts[position]},{height}")
    return tuple(" ".join(run) for run in runs if len(run) > 1)


def _text(number: float) -> str:
    # SVG knows the point only, whatever the reader's language.
    return f"{number:.1f}".removesuffix(".0")
