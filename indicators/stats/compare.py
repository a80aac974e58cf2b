# SPDX-License-Identifier: EUPL-1.2
"""Whether an area differs from the rest of its city, beyond chance and by enough to matter."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from indicators.stats.intervals import Z_95, wilson

Floats = npt.NDArray[np.float64]


class Outcome(IntEnum):
    """How an area compares with its city; the integers are those of the release slice."""

    NOT_COMPARABLE = 0
    LOWER = 1
    SIMILAR = 2
    HIGHER = 3


def newcombe(x1: Floats, n1: Floats, x2: Floats, n2: Floats, *, z: float = Z_95) -> tuple[Floats, Floats]:
    """Return the interval of the difference of two independent proportions, x1/n1 − x2/n2.

    Parameters
    ----------
    x1, n1, x2, n2 : ndarray, same shape, float
        Cases and persons of both groups.
    z : float
        Quantile of the standard normal distribution, 1.96 for 95 %.

    Returns
    -------
    lower, upper : ndarray, float
        NaN where a count is missing or a group is empty.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10 (Wilson limits without continuity correction).

    Examples
    --------
    120 of 1000 against 150 of 1000: -0.06001 to -0.00001 (tests/golden/newcombe).
    """
    low1, up1 = wilson(x1, n1, z=z)
    low2, up2 = wilson(x2, n2, z=z)
    with np.errstate(invalid="ignore", divide="ignore"):  # an empty group has NaN limits
        p1, p2 = x1 / n1, x2 / n2
        difference = p1 - p2
        lower = difference - np.sqrt((p1 - low1) ** 2 + (up2 - p2) ** 2)
        upper = difference + np.sqrt((up1 - p1) ** 2 + (p2 - low2) ** 2)
    return lower, upper


def change_of_shares(earlier: tuple[Floats, Floats], later: tuple[Floats, Floats]) -> tuple[Floats, Floats, Floats]:
    """Return the change of shares between two periods, with its 95 % interval.

    Parameters
    ----------
    earlier, later : tuple of ndarray, same shape, float
        Cases and persons of both periods.

    Returns
    -------
    change, lower, upper : ndarray, float
        Percentage points, later minus earlier. NaN where a count is missing or nobody lives.

    References
    ----------
    Newcombe (1998), method 10. Figures of stock hold largely the same persons in both periods: the interval is then too
    wide rather than too narrow.

    Examples
    --------
    See docs/methods/comparison.md.
    """
    lower, upper = newcombe(*later, *earlier)
    with np.errstate(invalid="ignore", divide="ignore"):  # nobody: NaN below
        change = later[0] / later[1] - earlier[0] / earlier[1]
    return np.where(np.isnan(lower), np.nan, 100 * change), 100 * lower, 100 * upper


def with_city_value(values: Floats, city: float, *, threshold: float) -> npt.NDArray[np.int64]:
    """Compare rates without known parts with the city by the Fachschwelle alone.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        Rates of the areas.
    city : float
        The city's rate, in the same unit; NaN when there is none.
    threshold : float
        A smaller distance is called similar.

    Returns
    -------
    ndarray, shape (n,), int
        Codes of ``Outcome``; NaN is not comparable.

    References
    ----------
    None: without counts nothing can be said about chance, and the page says so.

    Examples
    --------
    >>> with_city_value(np.array([10.0, 12.0, 15.0, np.nan]), 12.0, threshold=2.0).tolist()
    [1, 2, 3, 0]
    """
    distance = values - city
    result = np.full(values.shape, int(Outcome.SIMILAR))
    result[distance >= threshold - 1e-9] = Outcome.HIGHER
    result[distance <= -threshold + 1e-9] = Outcome.LOWER
    result[np.isnan(distance)] = Outcome.NOT_COMPARABLE
    return result
