# SPDX-License-Identifier: EUPL-1.2
"""Intervals of means whose spread is known: ages, rents, incomes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_FEWEST = 2


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """Means of groups with what their interval needs: standard deviation (divided by n − 1) and number of values."""

    mean: Floats
    sd: Floats
    n: Floats


def mean_interval(groups: Means, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the t-interval of means.

    Parameters
    ----------
    groups : Means
        Arrays of one shape; the standard deviation is 0 or more, in the unit of the mean.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    lower, upper : ndarray, same shape, float
        NaN where a number is missing or fewer than two values stand behind the mean. Equal values (standard
        deviation 0) have an interval of width 0.

    Raises
    ------
    ValueError
        For a negative standard deviation, or a confidence that is not between 0 and 1.

    References
    ----------
    Student (1908), Biometrika 6, 1-25.

    Examples
    --------
    Mean 10, standard deviation 2, 16 values: 8.934 to 11.066.
    """
    from scipy.special import stdtrit

    if not 0 < confidence < 1:
        raise ValueError(f"The confidence lies between 0 and 1, not {confidence}.")
    if (groups.sd < 0).any():
        raise ValueError("A standard deviation is not negative.")
    known = groups.n >= _FEWEST
    n = np.where(known, groups.n, _FEWEST)
    half = stdtrit(n - 1, (1 + confidence) / 2) * groups.sd / np.sqrt(n)
    return np.where(known, groups.mean - half, np.nan), np.where(known, groups.mean + half, np.nan)


def rest_of(whole: tuple[float, float, float], parts: Means) -> Means:
    """Return mean and spread of a city without each of its areas.

    Parameters
    ----------
    whole : tuple of float
        Mean, standard deviation (divided by n − 1) and number of values of the city, areas included.
    parts : Means
        The areas.

    Returns
    -------
    Means
        The rest for each area. NaN where fewer than two values remain or where a part does not fit the whole (more
        values or more variation than the city has).

    References
    ----------
    Sums and sums of squares add up: Chan, Golub and LeVeque (1983), American Statistician 37, 242-247.

    Examples
    --------
    1, 2, 3, 4, 5 without 1, 2: mean 4, standard deviation 1.
    """
    mean, sd, n = whole
    left = n - parts.n
    can_be = left >= _FEWEST
    count = np.where(can_be, left, np.nan)
    rest_mean = (n * mean - parts.n * parts.mean) / count
    # The variation of the whole is that inside both groups and that between them.
    between = parts.n * count / n * (parts.mean - rest_mean) ** 2
    inside = np.where(parts.n < _FEWEST, 0.0, (parts.n - 1) * parts.sd**2)
    squares = (n - 1) * sd**2 - inside - between
    noise = 1e-9 * max((n - 1) * sd**2, 1e-300)
    squares = np.where(squares >= -noise, np.maximum(squares, 0.0), np.nan)
    return Means(np.where(np.isnan(squares), np.nan, rest_mean), np.sqrt(squares / (count - 1)), count)


def mean_difference(one: Means, other: Means, *, confidence: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """Return the interval of the difference of two independent means, one − other, and its p-value (Welch).

    Parameters
    ----------
    one, other : Means
        Arrays of one shape.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    lower, upper, p : ndarray, same shape, float
        NaN where a mean has no interval, or where neither group varies: chance cannot be judged then.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35.

    Examples
    --------
    See docs/methods/comparison.md.
    """
    from scipy.special import stdtr, stdtrit

    part, rest = one.sd**2 / one.n.clip(min=_FEWEST), other.sd**2 / other.n.clip(min=_FEWEST)
    squared = part + rest
    known = (one.n >= _FEWEST) & (other.n >= _FEWEST) & (squared > 0)
    safe = np.where(known, squared, 1.0)
    freedom = safe**2 / np.where(
        known, part**2 / np.where(known, one.n - 1, 1) + rest**2 / np.where(known, other.n - 1, 1), 1.0
    )
    difference, error = one.mean - other.mean, np.sqrt(safe)
    half = stdtrit(freedom, (1 + confidence) / 2) * error
    p = 2 * stdtr(freedom, -np.abs(difference) / error)
    blank = np.where(known, 0.0, np.nan)
    return difference - half + blank, difference + half + blank, p + blank
