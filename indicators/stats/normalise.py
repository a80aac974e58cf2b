# SPDX-License-Identifier: EUPL-1.2
"""Standardisation of indicators against an explicit reference set of areas."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
# Relative to their size, differences below this are rounding noise of doubles.
NOISE: Final = 1e-12
ScaleReason = Literal["", "constant", "too_few"]


@dataclass(frozen=True, slots=True, eq=False)
class ZScores:
    """Standardised values with the mean and standard deviation of their reference set.

    `reason` is empty, `constant` when the reference values do not differ, or `too_few` when there
    are not more than `ddof` of them; then all scores are NaN.
    """

    scores: Floats
    mean: float
    sd: float
    n_reference: int
    reason: ScaleReason


def zscores(values: Floats, *, ddof: int, reference: Mask | None = None) -> ZScores:
    """Standardise values to mean 0 and standard deviation 1 of a reference set.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        Values of any unit; NaN where there is none.
    ddof : int
        0 for the population standard deviation (Berlin), 1 for the sample's (COINr).
    reference : ndarray, shape (n,), bool, optional
        The areas whose mean and standard deviation count; all areas by default. NaN never counts.

    Returns
    -------
    ZScores
        `scores` has shape (n,) and no unit. NaN stays NaN and changes no other score; an area
        outside the reference set is scored by it. With n = 1, with equal values, or without any,
        all scores are NaN and `reason` says why: never 0/0, never 0.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5.2.

    Examples
    --------
    >>> zscores(np.array([2.0, 4.0, 6.0]), ddof=0).scores.round(4).tolist()
    [-1.2247, 0.0, 1.2247]
    """
    counted = ~np.isnan(values) if reference is None else reference & ~np.isnan(values)
    base = values[counted]
    nothing = np.full(values.shape, np.nan)
    mean = float(base.mean()) if base.size else np.nan
    if base.size <= ddof:
        return ZScores(nothing, mean, np.nan, int(base.size), "too_few")
    # Summing equal doubles may leave a standard deviation of 1e-17: the range tells it better.
    if np.ptp(base) <= NOISE * np.abs(base).max():
        return ZScores(nothing, mean, 0.0, int(base.size), "constant")
    sd = float(base.std(ddof=ddof))
    return ZScores((values - mean) / sd, mean, sd, int(base.size), "")
