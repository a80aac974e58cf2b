# SPDX-License-Identifier: EUPL-1.2
"""Five numbers and ranks over areas."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FiveNumbers:
    """Minimum, quartiles and maximum over the ``n`` areas with a value; None when there is none."""

    n: int
    minimum: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    maximum: float | None = None


def five_numbers(values: Floats) -> FiveNumbers:
    """Summarise values of areas; areas count alike, whatever their size.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        NaN is left out.

    Returns
    -------
    FiveNumbers
        Quartiles by linear interpolation between order statistics. With n = 1 all five are that value.

    References
    ----------
    Hyndman and Fan (1996), Sample quantiles in statistical packages, definition 7.

    Examples
    --------
    >>> five_numbers(np.array([4.0, 1.0, 2.0, 3.0, np.nan])).median
    2.5
    """
    there = values[~np.isnan(values)]
    if there.size == 0:
        return FiveNumbers(0)
    low, q1, median, q3, high = (float(number) for number in np.quantile(there, [0, 0.25, 0.5, 0.75, 1]))
    return FiveNumbers(int(there.size), low, q1, median, q3, high)


def ranks(values: Floats) -> npt.NDArray[np.int64]:
    """Rank areas from the highest value (1) down; equal values share the better rank.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        NaN has no rank.

    Returns
    -------
    ndarray, shape (n,), int
        0 for NaN.

    References
    ----------
    Standard competition ranking ("1224").

    Examples
    --------
    >>> ranks(np.array([5.0, 9.0, np.nan, 9.0, 1.0])).tolist()
    [3, 1, 0, 1, 4]
    """
    there = ~np.isnan(values)
    falling = np.sort(-values[there])
    result = np.zeros(values.shape, dtype=np.int64)
    result[there] = np.searchsorted(falling, -values[there], side="left") + 1
    return result
