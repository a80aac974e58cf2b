# SPDX-License-Identifier: EUPL-1.2
"""Differences from the rest of the city as dots with their intervals, along the axis in percent."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.rendering.workbench.axis import Axis
from indicators.rendering.workbench.drawing import Mark, bar_of
from indicators.rendering.workbench.striking import Judged, Rule

# Every second tick at most is named where there are many.
_MOST_LABELS: Final = 6


@dataclass(frozen=True, slots=True)
class DrawnDifference:
    """Where a difference lies, and both ends of its interval; the ends are empty without one."""

    x: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class StrikingPaper:
    """What stands behind all rows: ticks, the place of no difference, both thresholds."""

    ticks: tuple[Mark, ...]
    zero: str
    thresholds: tuple[str, ...]


def drawn_difference(judged: Judged, place: int, axis: Axis) -> DrawnDifference:
    """Draw the difference of one area."""
    ends = (float(judged.lower[place]), float(judged.upper[place]))
    low, high = ("" if np.isnan(end) else _at(end, axis) for end in ends)
    return DrawnDifference(_at(float(judged.difference[place]), axis), low, high)


def striking_paper(rule: Rule, axis: Axis) -> StrikingPaper:
    """Draw the axis."""
    step = -(-len(axis.ticks) // _MOST_LABELS)
    ticks = (Mark(_at(tick.at, axis), "", tick.text if at % step == 0 else "") for at, tick in enumerate(axis.ticks))
    return StrikingPaper(tuple(ticks), _at(0.0, axis), _thresholds(rule, axis))


def _thresholds(rule: Rule, axis: Axis) -> tuple[str, ...]:
    """Return where the threshold lies on both sides, as far as the axis reaches."""
    if rule.threshold is None:
        return ()
    ends = (-rule.threshold, rule.threshold)
    return tuple(_at(end, axis) for end in ends if axis.low <= end <= axis.high)


def _at(value: float, axis: Axis) -> str:
    return bar_of(value, axis).end
