# SPDX-License-Identifier: EUPL-1.2
"""What the figures of all areas come to: how many there are, their mean, their five numbers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.stats.summary import FiveNumbers, five_numbers
from sozialplanung.common.numbers import round_half_up

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Overall:
    """Statistics over the areas with a value; `missing` areas have none and count nowhere. None without a value.

    `tails` are the 10th and the 90th percentile.
    """

    five: FiveNumbers
    missing: int
    mean: float | None = None
    tails: tuple[float, float] | None = None

    @property
    def n(self) -> int:
        """The number of areas with a value."""
        return self.five.n


def overall(values: Floats, decimals: int) -> Overall:
    """Summarise values of areas; areas count alike, whatever their size.

    The mean of rates over areas is not the rate of the whole, which has a denominator of its own.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        In the unit of the indicator, of either sign. NaN is left out of every statistic and counted as missing; it is
        never taken for zero.
    decimals : int
        As many as are published, 0 to 9: statistics have no more.

    Returns
    -------
    Overall
        With n = 1 the mean, all five numbers and both tails are that value; without any value they are None.

    References
    ----------
    Hyndman and Fan (1996), Sample quantiles in statistical packages, definition 7.

    Examples
    --------
    >>> found = overall(np.array([-4.0, np.nan, -2.0]), 1)
    >>> found.mean, found.five.maximum, found.missing, found.tails
    (-3.0, -2.0, 1, (-3.8, -2.2))
    """
    five = five_numbers(values)
    there = values[~np.isnan(values)]
    mean = round_half_up(float(there.mean()), decimals) if there.size else None
    ends = (five.minimum, five.q1, five.median, five.q3, five.maximum)
    rounded = (None if end is None else round_half_up(end, decimals) for end in ends)
    return Overall(FiveNumbers(five.n, *rounded), int(values.size) - five.n, mean, _tails(there, decimals))


def _tails(there: Floats, decimals: int) -> tuple[float, float] | None:
    if not there.size:
        return None
    low, high = (round_half_up(float(end), decimals) for end in np.quantile(there, [0.1, 0.9]))
    return low, high
