# SPDX-License-Identifier: EUPL-1.2
"""Axes of charts: round numbers around all values, from zero where bars stand on it, and how they are written."""

import math
from collections.abc import Sequence
from typing import Final

from indicators.rendering.profile_numbers import Language, number

_FEWEST_TICKS: Final = 2
# A series of nothing but zeros has no span of its own: its axis goes up to one.
_LEAST_SPAN: Final = 1e-6
_STEPS: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
_MOST_DECIMALS: Final = 6


def ticks(low: float, high: float, *, fewest: int = _FEWEST_TICKS, has_zero: bool = True) -> tuple[float, ...]:
    """Return round numbers from zero (or below the smallest) up to above the largest.

    Parameters
    ----------
    low, high
        The smallest and the largest value that the axis has to hold; both may be negative.
    fewest
        How many steps there are at least; at most about twice as many.
    has_zero
        Whether zero is among them whatever the values are: bars stand on it, points do not.

    Returns
    -------
    tuple of float
        Rising; the first and the last are the ends of the axis.
    """
    if has_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < _LEAST_SPAN:
        high = low + 1.0
    span = high - low
    step = 10.0 ** math.floor(math.log10(span))
    for factor in _STEPS:
        if span / (step * factor) <= fewest + 1:
            step *= factor
            break
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(round(place * step, 9) for place in range(first, last + 1))


def tick_text(tick: float, all_ticks: Sequence[float], language: Language) -> str:
    """Write a number of an axis with as many decimals as its neighbours need."""
    fitting = (few for few in range(_MOST_DECIMALS) if all(math.isclose(round(each, few), each) for each in all_ticks))
    return number(tick, next(fitting, _MOST_DECIMALS), language)
