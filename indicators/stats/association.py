# SPDX-License-Identifier: EUPL-1.2
"""How two indicators go together over areas: Pearson, Spearman, their intervals, the line of least squares."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.ranking import ranks
from indicators.stats.intervals import Z_95
from indicators.stats.reasons import Reason

Floats = npt.NDArray[np.float64]

# Fisher's interval divides by the root of n - 3; with four areas it holds almost everything.
FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Correlation:
    """One coefficient with its 95 % interval; all None where there is none."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Association:
    """How two indicators go together over the ``n`` areas that have both; ``left_out`` areas lack one or both.

    `slope` and `intercept` are those of the second indicator on the first. Everything is None where `reason` is not
    ``Reason.OK``.
    """

    n: int
    left_out: int
    reason: Reason
    pearson: Correlation = Correlation()
    spearman: Correlation = Correlation()
    slope: float | None = None
    intercept: float | None = None


def association(x: Floats, y: Floats) -> Association:
    """Say how two indicators go together over areas; every area counts alike, whatever its size.

    Parameters
    ----------
    x, y : ndarray, shape (n,), float
        Figures of the same areas in the same order, each in its unit; NaN where one is hidden or missing.

    Returns
    -------
    Association
        Areas with NaN on either side are left out and counted. ``TOO_FEW_POINTS`` below five areas with both,
        ``CONSTANT`` where all of them have the same figure on one side.

    Raises
    ------
    ValueError
        When both have not the same shape.

    References
    ----------
    Fisher (1921), Metron 1, 3-32, for the interval of Pearson's r. Bonett and Wright (2000), Psychometrika 65, 23-28,
    for that of Spearman's rho: Fisher's, its variance times 1 + rho² / 2. A correlation of areas is none of persons:
    Robinson (1950), American Sociological Review 15, 351-357.

    Examples
    --------
    See tests/golden/association (Anscombe 1973: r² 0.667, y = 3 + 0.5 x).
    """
    if x.shape != y.shape:
        raise ValueError("There is one figure of each indicator for every area.")
    there = ~(np.isnan(x) | np.isnan(y))
    n, left_out = int(there.sum()), int((~there).sum())
    x, y = x[there], y[there]
    if n < FEWEST:
        return Association(n, left_out, Reason.TOO_FEW_POINTS)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return Association(n, left_out, Reason.CONSTANT)
    r, rho = _pearson(x, y), _pearson(ranks(x), ranks(y))
    off = x - x.mean()
    slope = float((off * (y - y.mean())).sum() / (off**2).sum())
    return Association(
        n=n,
        left_out=left_out,
        reason=Reason.OK,
        pearson=_with_interval(r, 1 / (n - 3)),
        spearman=_with_interval(rho, (1 + rho**2 / 2) / (n - 3)),
        slope=slope,
        intercept=float(y.mean() - slope * x.mean()),
    )


def p_of_correlation(value: float, n: int) -> float:
    """Return the two-sided p-value of no association, by Student's t with n − 2 degrees of freedom.

    Parameters
    ----------
    value : float
        Pearson's r or Spearman's rho, -1 to 1.
    n : int
        Areas with both figures, at least 3.

    Returns
    -------
    float
        0 to 1; 0 where all areas lie on a line.

    Raises
    ------
    ValueError
        For fewer than three areas, or a value beyond 1.

    References
    ----------
    Student (1908), Biometrika 6, 302-310. Neighbouring areas are alike: the true p is larger.

    Examples
    --------
    See tests/golden/association.
    """
    if n < 3 or not abs(value) <= 1:  # noqa: PLR2004 - two areas always lie on a line
        raise ValueError("A correlation lies between -1 and 1, and needs three areas to be tested.")
    from scipy.special import stdtr

    if abs(value) == 1:
        return 0.0
    t = abs(value) * math.sqrt((n - 2) / (1 - value**2))
    return 2 * float(stdtr(n - 2, -t))


def _pearson(x: Floats, y: Floats) -> float:
    x, y = x - x.mean(), y - y.mean()
    r = float((x * y).sum() / math.sqrt((x**2).sum() * (y**2).sum()))
    return min(max(r, -1.0), 1.0)


def _with_interval(value: float, variance: float) -> Correlation:
    if abs(value) == 1:
        return Correlation(value, value, value)
    middle, half = math.atanh(value), Z_95 * math.sqrt(variance)
    return Correlation(value, math.tanh(middle - half), math.tanh(middle + half))
