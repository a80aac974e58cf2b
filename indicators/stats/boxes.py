# SPDX-License-Identifier: EUPL-1.2
"""Boxes: where the middle half of areas lies, how far the usual ones reach, and which lie beyond."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.ownclasses import tukey_fences
from indicators.stats.summary import five_numbers
from sozialplanung.common.numbers import round_half_up

Floats = npt.NDArray[np.float64]

# Quartiles of fewer areas are the areas themselves.
FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Box:
    """Quartiles and whiskers over ``n`` areas with a value; None with fewer than five.

    ``lower`` and ``upper`` are the outermost values that are not unusual, ``outliers`` the places of those beyond.
    """

    n: int
    lower: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    upper: float | None = None
    outliers: tuple[int, ...] = ()

    @property
    def ends(self) -> tuple[float, float, float, float, float] | None:
        """Lower whisker, quartiles and upper whisker; None where there is no box."""
        if self.lower is None or self.q1 is None or self.median is None or self.q3 is None or self.upper is None:
            return None
        return self.lower, self.q1, self.median, self.q3, self.upper


def box_of(values: Floats, *, decimals: int) -> Box:
    """Put values of areas into a box; areas count alike, whatever their size.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        Values as published; NaN is left out and is never taken for zero.
    decimals : int
        Published decimals, 0 to 9: quartiles have no more.

    Returns
    -------
    Box
        Whiskers reach to the outermost value within 1.5 quartile ranges of the middle half, and never end inside of it;
        places of values beyond are in the order of the areas. Where the middle half is one value there is no spread to
        measure by, and no value lies beyond. With fewer than five values there is their number alone.

    References
    ----------
    Tukey (1977), Exploratory Data Analysis, chapter 2. Quartiles: Hyndman and Fan (1996), definition 7.

    Examples
    --------
    >>> box_of(np.array([1, 2, 3, 4, 5, 6, 7, 50.0]), decimals=2)
    Box(n=8, lower=1.0, q1=2.75, median=4.5, q3=6.25, upper=7.0, outliers=(7,))
    """
    five = five_numbers(values)
    if five.n < FEWEST or five.q1 is None or five.median is None or five.q3 is None:
        return Box(five.n)
    fences = tukey_fences(values, decimals=decimals)
    is_low = np.zeros(values.shape, dtype=np.bool_) if fences.low is None else values < fences.low
    is_high = np.zeros(values.shape, dtype=np.bool_) if fences.high is None else values >= fences.high
    usual = values[~(is_low | is_high | np.isnan(values))]
    q1, median, q3 = (round_half_up(each, decimals) for each in (five.q1, five.median, five.q3))
    return Box(
        n=five.n,
        # Between two values a quartile may lie beyond the outermost usual one: the whisker then ends at the box.
        lower=min(float(usual.min()), q1),
        q1=q1,
        median=median,
        q3=q3,
        upper=max(float(usual.max()), q3),
        outliers=tuple(np.flatnonzero(is_low | is_high).tolist()),
    )
