# SPDX-License-Identifier: EUPL-1.2
"""Classes of their own: for zero, and for values that lie unusually far from most others."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.summary import five_numbers
from sozialplanung.common.numbers import from_scaled

Floats = npt.NDArray[np.float64]
Kind = Literal["", "zero", "low", "high"]

# How many quartile ranges a value lies outside of the middle half before it counts as unusual (Tukey's inner fence).
REACH: Final = 1.5
_TINY: Final = 6
_NO_VALUE: Final = -(2**62)


@dataclass(frozen=True, slots=True)
class Fences:
    """Values below `low`, and values from `high` on, lie unusually far out; None where no value does."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class OwnClasses:
    """All inner bounds in order, and for each class what it is of its own (empty: one of the scale) and its colour.

    `colours` counts from 1 along the scale; a class of its own has 0. `inner` are the bounds of the scale alone.
    """

    bounds: tuple[float, ...]
    kinds: tuple[Kind, ...]
    colours: tuple[int, ...]
    inner: tuple[float, ...]


def tukey_fences(values: Floats, *, decimals: int) -> Fences:
    """Find where values begin that lie more than 1.5 quartile ranges outside of the middle half.

    Parameters
    ----------
    values : ndarray, any shape, float
        Values as published, of all periods that share the classes; NaN is left out.
    decimals : int
        Published decimals, 0 to 9: a fence is a value that could be published.

    Returns
    -------
    Fences
        Quartiles as in `five_numbers`. None on a side on which no value lies beyond; on both without a value, and
        where the middle half is one value: then there is no spread to measure by.

    References
    ----------
    Tukey (1977), Exploratory Data Analysis, chapter 2 (inner fences).

    Examples
    --------
    >>> tukey_fences(np.array([1, 2, 3, 4, 5, 6, 7, 50.0]), decimals=0)
    Fences(low=None, high=12.0)
    """
    five = five_numbers(values.ravel())
    if five.q1 is None or five.q3 is None or five.minimum is None or five.maximum is None or five.q1 == five.q3:
        return Fences()
    reach, unit = REACH * (five.q3 - five.q1), 10.0**decimals
    # The first value that could be published inside, and the first one beyond; binary noise moves neither.
    low = np.ceil(round((five.q1 - reach) * unit, _TINY))
    high = np.floor(round((five.q3 + reach) * unit, _TINY)) + 1
    below, above = (
        float(each) for each in from_scaled(np.array([low, high], dtype=np.int64), decimals, missing=_NO_VALUE)
    )
    return Fences(below if five.minimum < below else None, above if five.maximum >= above else None)


def with_own_classes(
    inner: Sequence[float], fences: Fences, *, has_zero: bool, is_positive: bool, decimals: int
) -> OwnClasses:
    """Put classes of their own between and around those of a scale.

    Parameters
    ----------
    inner : sequence of float
        Rising bounds of the scale; those beyond a fence part nothing any more and are left out.
    fences : Fences
        Where unusually low values end and unusually high ones begin.
    has_zero : bool
        Whether zero is a class: as published, it reaches from 0 to the next value that could be published.
    is_positive : bool
        Whether no value is negative: zero then needs no lower bound.
    decimals : int
        Published decimals, 0 to 9.

    Returns
    -------
    OwnClasses
        A value on a bound belongs above it, as everywhere. Zero may part a class of the scale: both parts keep its
        colour.

    References
    ----------
    As `tukey_fences`.

    Examples
    --------
    >>> with_own_classes((10.0, 20.0), Fences(), has_zero=True, is_positive=True, decimals=0).bounds
    (1.0, 10.0, 20.0)
    """
    low, high = fences.low, fences.high
    kept = tuple(each for each in inner if (low is None or each > low) and (high is None or each < high))
    unit = round(10.0**-decimals, decimals)
    zero = ((unit,) if is_positive else (0.0, unit)) if has_zero else ()
    bounds = tuple(sorted({*kept, *zero, *(fence for fence in (low, high) if fence is not None)}))
    ends = (-np.inf, *bounds, np.inf)
    kinds = tuple(_kind(ends[at], ends[at + 1], fences, zero) for at in range(len(bounds) + 1))
    colours = tuple(
        0 if kind else bisect_right(kept, float(start)) + 1 for kind, start in zip(kinds, ends[:-1], strict=True)
    )
    return OwnClasses(bounds, kinds, colours, kept)


def _kind(start: float, end: float, fences: Fences, zero: tuple[float, ...]) -> Kind:
    if zero and end == zero[-1]:
        return "zero"
    if fences.low is not None and end <= fences.low:
        return "low"
    if fences.high is not None and start >= fences.high:
        return "high"
    return ""
