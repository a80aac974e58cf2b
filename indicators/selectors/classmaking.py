# SPDX-License-Identifier: EUPL-1.2
"""Classes over the figures of some slices as a map shows them: a scale, its middle, classes of their own."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.maplegend import ClassScheme
from indicators.rendering.ownwords import Middle
from indicators.rendering.slices import SliceContent
from indicators.stats.classes import Classification, Method, given_classes, make_classes, sided_classes
from indicators.stats.ownclasses import Fences, tukey_fences, with_own_classes

Floats = npt.NDArray[np.float64]
# From so many classes on a scale of two sides has three on each, below two.
_THREE_SIDED: Final = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """Which classes are asked for: stated bounds, or a method with its number; a middle; classes of their own.

    `counted` are the slices by which values are called unusual; without any those that the classes are of.
    """

    palette: str
    stated: tuple[float, ...]
    method: Method
    number: int
    centre: float | None = None
    middle: Middle | None = None
    has_zero: bool = False
    has_outliers: bool = False
    counted: tuple[SliceContent, ...] = ()


def scheme_over(contents: Sequence[SliceContent], wish: Wish) -> ClassScheme:
    """Return the classes that some slices share; those of their own are taken out before a method looks."""
    values = _values(contents)
    decimals = max(content.decimals for content in contents)
    usual = _values(wish.counted) if wish.counted else values
    fences = tukey_fences(usual, decimals=decimals) if wish.has_outliers else Fences()
    found = _scale(_ordinary(values, fences, has_zero=wish.has_zero), wish, decimals)
    middle = wish.middle
    if middle is not None:
        # Both sides keep their classes: a fence inside of them parts nothing.
        middle = replace(middle, value=found.bounds[(found.below or 1) - 1])
        fences = _around(fences, found.bounds)
    there = values[~np.isnan(values)]
    own = None
    if wish.has_zero or fences != Fences():
        is_positive = not bool((there < 0).any())
        own = with_own_classes(found.bounds, fences, has_zero=wish.has_zero, is_positive=is_positive, decimals=decimals)
    bounds = own.bounds if own else found.bounds
    low, high = (float(there.min()), float(there.max())) if there.size else (None, None)
    return ClassScheme(
        palette=wish.palette,
        bounds=bounds,
        # Bounds that were given need not have values on both sides: that end of the scale is open then.
        low=None if bounds and low is not None and low >= bounds[0] else low,
        high=None if bounds and high is not None and high < bounds[-1] else high,
        own=own,
        middle=middle,
    )


def _values(contents: Sequence[SliceContent]) -> Floats:
    return np.concatenate([content.numbers["value"].values for content in contents])


def _ordinary(values: Floats, fences: Fences, *, has_zero: bool) -> Floats:
    """Return the values that have no class of their own."""
    is_out = np.isnan(values)
    if has_zero:
        is_out |= values == 0
    if fences.low is not None:
        is_out |= values < fences.low
    if fences.high is not None:
        is_out |= values >= fences.high
    return values[~is_out]


def _scale(values: Floats, wish: Wish, decimals: int) -> Classification:
    if wish.middle is not None and wish.stated:
        below = bisect_right(wish.stated, wish.middle.value)
        return replace(given_classes(values, wish.stated, decimals=decimals), below=below)
    if wish.middle is not None:
        half = 3 if wish.number >= _THREE_SIDED else 2
        return sided_classes(values, middle=wish.middle.value, method=wish.method, half=half, decimals=decimals)
    if wish.stated:
        return given_classes(values, wish.stated, decimals=decimals)
    return make_classes(values, method=wish.method, k=wish.number, decimals=decimals, centre=wish.centre)


def _around(fences: Fences, bounds: Sequence[float]) -> Fences:
    """Return the fences that lie outside of all bounds."""
    low, high = fences.low, fences.high
    return Fences(
        low if low is not None and low < bounds[0] else None,
        high if high is not None and high > bounds[-1] else None,
    )
