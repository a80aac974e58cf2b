# SPDX-License-Identifier: EUPL-1.2
"""Inequality between areas: Gini and Theil, with Theil's part between and within groups of areas."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
InequalityReason = Literal["", "too_few", "no_total", "negative"]


@dataclass(frozen=True, slots=True)
class Inequality:
    """Inequality over the n areas with a value; NaN when `reason` is not empty.

    It depends on number and size of the areas, and is told of one boundary version at a time.
    """

    gini: float
    theil: float
    n: int
    reason: InequalityReason = ""


@dataclass(frozen=True, slots=True)
class TheilParts:
    """Theil's measure divided into the part between groups of areas and the part within them; both add up to it."""

    between: float
    within: float
    reason: InequalityReason = ""


def inequality(values: Floats, weights: Floats | None = None) -> Inequality:
    """Measure how unequal areas are.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        0 or more, of a unit with a natural zero (a rate, an income); NaN is left out.
    weights : ndarray, shape (n,), float, optional
        Persons behind the values; all areas count alike by default. An area without persons is left out.

    Returns
    -------
    Inequality
        Gini from 0 to 1 − 1/n, Theil's T from 0 to log n (without weights). NaN with `too_few` below two areas,
        `no_total` when all values are 0, `negative` for values below 0, of which neither is defined.

    Raises
    ------
    ValueError
        When the weights do not fit or are negative.

    References
    ----------
    Gini (1912), Variabilità e mutabilità. Theil (1967), Economics and Information Theory, chapter 4.

    Examples
    --------
    >>> found = inequality(np.array([10.0, 12.0, 15.0, 18.0, 45.0]))
    >>> round(found.gini, 4), round(found.theil, 6)
    (0.304, 0.172188)
    """
    x, share, _ = _known(values, weights, None)
    reason = _problem(x)
    if reason:
        return Inequality(np.nan, np.nan, int(x.size), reason)
    order = np.argsort(x, kind="stable")
    part = share[order] * x[order] / (share * x).sum()
    lorenz = np.cumsum(part)
    gini = 1 - (share[order] * (2 * lorenz - part)).sum()
    return Inequality(max(0.0, float(gini)), _theil(x, share), int(x.size))


def theil_parts(values: Floats, groups: Integers, weights: Floats | None = None) -> TheilParts:
    """Divide Theil's T into inequality between and within groups of areas.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        As for `inequality`.
    groups : ndarray, shape (n,), int
        The group of each area, for instance its district.
    weights : ndarray, shape (n,), float, optional
        As for `inequality`.

    Returns
    -------
    TheilParts
        Both parts 0 or more; their sum is Theil's T. NaN as for `inequality`.

    Raises
    ------
    ValueError
        As `inequality`.

    References
    ----------
    Theil (1967), Economics and Information Theory, chapter 4.

    Examples
    --------
    >>> parts = theil_parts(np.array([10.0, 12.0, 15.0, 18.0, 45.0]), np.array([0, 0, 1, 1, 1]))
    >>> round(parts.between, 6), round(parts.within, 6)
    (0.07312, 0.099068)
    """
    x, share, group = _known(values, weights, groups)
    reason = _problem(x)
    if reason:
        return TheilParts(np.nan, np.nan, reason)
    _, place = np.unique(group, return_inverse=True)
    persons = np.bincount(place, weights=share).astype(np.float64)
    means = np.bincount(place, weights=share * x).astype(np.float64) / persons
    between = _theil(means, persons)
    return TheilParts(between, max(0.0, _theil(x, share) - between))


def _known(values: Floats, weights: Floats | None, groups: Integers | None) -> tuple[Floats, Floats, Integers]:
    weight = np.ones(values.shape) if weights is None else weights
    group = np.zeros(values.shape, dtype=np.int64) if groups is None else groups
    if weight.shape != values.shape or group.shape != values.shape or (weight < 0).any():
        raise ValueError("Every value needs one weight of 0 or more and one group.")
    there = ~np.isnan(values) & (weight > 0)
    total = weight[there].sum()
    return values[there], weight[there] / (total if total > 0 else 1.0), group[there]


def _problem(x: Floats) -> InequalityReason:
    if x.size < 2:  # noqa: PLR2004 - one area is not unequal
        return "too_few"
    if (x < 0).any():
        return "negative"
    return "no_total" if not x.any() else ""


def _theil(x: Floats, share: Floats) -> float:
    relative = x / (share * x).sum()
    # An area without anything adds nothing: x log x has the limit 0.
    return max(0.0, float((share * relative * np.log(np.where(relative > 0, relative, 1.0))).sum()))
