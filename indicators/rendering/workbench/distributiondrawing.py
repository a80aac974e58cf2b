# SPDX-License-Identifier: EUPL-1.2
"""Boxes and histogram as SVG, where no script draws them: along the axis in percent, so that no width is needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.workbench.axis import Axis
from indicators.rendering.workbench.distribution import Distribution
from indicators.rendering.workbench.drawing import Histogram, Mark, bar_of, histogram_drawing, percent
from indicators.stats.boxes import Box

Floats = npt.NDArray[np.float64]
# Every second tick at most is named where there are many.
_MOST_LABELS: Final = 6
# Where the histogram stands in the picture, in its own units.
TOP: Final = 52
BOTTOM: Final = 132


@dataclass(frozen=True, slots=True)
class Spot:
    """One area on the axis, named with its figure where it lies far outside."""

    place: int
    x: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box along the axis: places of whiskers, quartiles and median, its width, and the areas beyond."""

    lower: str
    q1: str
    median: str
    q3: str
    upper: str
    width: str
    outliers: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """The box of one larger area, and of how many areas."""

    name: str
    count: int
    box: DrawnBox


@dataclass(frozen=True, slots=True)
class DistributionDrawing:
    """All areas as strokes, their box (None of too few), the histogram, boxes of larger areas, ticks, the whole."""

    spots: tuple[Spot, ...]
    box: DrawnBox | None
    histogram: Histogram
    groups: tuple[DrawnGroup, ...]
    ticks: tuple[Mark, ...]
    whole: str


def distribution_drawing(
    distribution: Distribution,
    named: tuple[Floats, Mapping[int, str]],
    counts: Sequence[int],
    places: tuple[Axis, Sequence[float], float | None],
) -> DistributionDrawing:
    """Draw one period; `named` are figures and titles of areas, `places` axis, bounds of classes and the whole."""
    axis, bounds, whole = places
    values, _titles = named
    there = np.flatnonzero(~np.isnan(values)).tolist()
    drawn = [(group, _box(group.box, named, axis)) for group in distribution.groups]
    return DistributionDrawing(
        spots=tuple(_spot(place, values, axis) for place in there),
        box=_box(distribution.box, named, axis),
        histogram=_histogram(counts, bounds, axis),
        groups=tuple(DrawnGroup(group.name, group.box.n, box) for group, box in drawn if box is not None),
        ticks=_ticks(axis),
        whole="" if whole is None else _at(whole, axis),
    )


def _histogram(counts: Sequence[int], bounds: Sequence[float], axis: Axis) -> Histogram:
    """Stand the bars on their ground: along the axis in percent, upright in the units of the picture."""
    found, most = histogram_drawing(counts, bounds, axis), max(counts, default=0) or 1
    heights = [(BOTTOM - TOP) * count / most for count in counts]
    bars = (
        replace(bar, y=percent(BOTTOM - height), height=percent(height))
        for bar, height in zip(found.bars, heights, strict=True)
        if height
    )
    return replace(found, bars=tuple(bars))


def _box(box: Box, named: tuple[Floats, Mapping[int, str]], axis: Axis) -> DrawnBox | None:
    if box.ends is None:
        return None
    lower, q1, median, q3, upper = (_at(end, axis) for end in box.ends)
    width = f"{float(q3) - float(q1):.4g}"
    values, titles = named
    beyond = (replace(_spot(place, values, axis), title=titles.get(place, "")) for place in box.outliers)
    return DrawnBox(lower, q1, median, q3, upper, width, tuple(beyond))


def _spot(place: int, values: Floats, axis: Axis) -> Spot:
    return Spot(place, _at(float(values[place]), axis))


def _at(value: float, axis: Axis) -> str:
    return bar_of(value, axis).end


def _ticks(axis: Axis) -> tuple[Mark, ...]:
    step = -(-len(axis.ticks) // _MOST_LABELS)
    return tuple(
        Mark(_at(tick.at, axis), "", tick.text if place % step == 0 else "") for place, tick in enumerate(axis.ticks)
    )
