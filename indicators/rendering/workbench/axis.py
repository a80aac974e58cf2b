# SPDX-License-Identifier: EUPL-1.2
"""The axis of a chart on the workbench: shared by all periods, so that nothing jumps when time goes on."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.axes import tick_text, ticks
from indicators.rendering.profile_numbers import Language

Floats = npt.NDArray[np.float64]
FEWEST_TICKS: Final = 3
# Points need a closer grid than bars, which tell their ends in words.
_FEWEST_OF_POINTS: Final = 4


@dataclass(frozen=True, slots=True)
class Tick:
    """A round number on an axis, and how it is written."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis that all periods share: from the first tick to the last one."""

    ticks: tuple[Tick, ...]

    @property
    def low(self) -> float:
        """The lower end."""
        return self.ticks[0].at

    @property
    def high(self) -> float:
        """The upper end."""
        return self.ticks[-1].at

    def share(self, value: float) -> float:
        """Return where a value lies on the axis, 0 at its lower and 1 at its upper end."""
        return (value - self.low) / (self.high - self.low)


def axis_over(values: Floats, language: Language, *, has_zero: bool = True) -> Axis:
    """Return the axis that holds some values, zero among them unless nothing stands on it.

    Parameters
    ----------
    values : ndarray, any shape, float
        Figures of all periods; NaN is left out. Without any the axis goes from zero to one.
    language
        How the numbers are written.
    """
    there = values[~np.isnan(values)]
    low, high = (float(there.min()), float(there.max())) if there.size else (0.0, 0.0)
    marks = ticks(low, high, fewest=FEWEST_TICKS if has_zero else _FEWEST_OF_POINTS, has_zero=has_zero)
    return Axis(tuple(Tick(mark, tick_text(mark, marks, language)) for mark in marks))
