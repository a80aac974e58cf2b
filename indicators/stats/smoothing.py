# SPDX-License-Identifier: EUPL-1.2
"""Empirical-Bayes smoothing: rates of small areas are drawn towards a mean, the more the fewer persons they have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.reasons import Reason

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]

# One area has nothing to be drawn to.
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """Smoothed rates of n areas; arrays of shape (n,), NaN where ``reason`` is not ``Reason.OK``.

    Attributes
    ----------
    rate, raw : ndarray
        Cases per person, smoothed and as they are. A page shows the smoothed one beside the raw one only.
    mean : ndarray
        What the area was drawn to.
    weight : ndarray
        0 (the mean alone) to 1 (the raw rate alone).
    """

    rate: Floats
    raw: Floats
    mean: Floats
    weight: Floats
    reason: Codes


def smooth_globally(x: Floats, n: Floats) -> Smoothed:
    """Draw the rate of each area towards the rate of all areas (Marshall's global estimator).

    Parameters
    ----------
    x : ndarray, shape (areas,), float
        Cases, 0 or more.
    n : ndarray, shape (areas,), float
        Persons.

    Returns
    -------
    Smoothed
        Always between the raw rate and the mean: where the areas differ by less than chance explains, the estimated
        variance between them is negative and counts as 0, so that all get the mean. ``MISSING`` and ``NO_PERSONS``
        areas do not count; with fewer than two others ``TOO_FEW_AREAS``.

    Raises
    ------
    ValueError
        For negative numbers or arrays of different shape.

    References
    ----------
    Marshall (1991), Applied Statistics 40, 283-294. The bound at 0 is ours: without it an area is drawn past the mean.

    Examples
    --------
    See docs/methods/smoothing.md.
    """
    reason = _reasons(x, n)
    there = reason == Reason.OK
    if there.sum() < _FEWEST:
        return _smoothed(x, n, (np.full(x.shape, np.nan), np.zeros(x.shape)), _replaced(reason, Reason.TOO_FEW_AREAS))
    cases, persons = x[there], n[there]
    mean = float(cases.sum() / persons.sum())
    between = float((persons * (cases / persons - mean) ** 2).sum() / persons.sum()) - mean / float(persons.mean())
    return _smoothed(x, n, (np.full(x.shape, mean), np.full(x.shape, between)), reason)


def smooth_locally(x: Floats, n: Floats, neighbours: Sequence[Positions]) -> Smoothed:
    """Draw the rate of each area towards the rate of its surroundings (Marshall's local estimator).

    Parameters
    ----------
    x : ndarray, shape (areas,), float
        Cases, 0 or more.
    n : ndarray, shape (areas,), float
        Persons.
    neighbours : sequence of ndarray of int
        For each area the positions of its neighbours, itself not among them.

    Returns
    -------
    Smoothed
        The surroundings are the area with those of its neighbours that have numbers. ``NO_NEIGHBOURS`` for an island,
        or where no neighbour has numbers.

    Raises
    ------
    ValueError
        For negative numbers, arrays of different shape, positions that do not exist, or an area among its neighbours.

    References
    ----------
    Marshall (1991), Applied Statistics 40, 283-294, section 4.

    Examples
    --------
    See docs/methods/smoothing.md.
    """
    reason = _reasons(x, n)
    one, other = _pairs(neighbours, x.size)
    there = reason == Reason.OK
    counts = there[one] & there[other]
    one, other = one[counts], other[counts]
    cases, persons = np.where(there, x, 0.0), np.where(there, n, 0.0)
    size = 1 + np.bincount(one, minlength=x.size)
    people = persons + _around(one, other, persons)
    filled = np.where(there, people, 1.0)
    mean = (cases + _around(one, other, cases)) / filled
    rate = cases / np.where(there, n, 1.0)
    squares = persons * (rate - mean) ** 2
    squares += np.bincount(one, weights=persons[other] * (rate[other] - mean[one]) ** 2, minlength=x.size)
    between = squares / filled - mean * size / filled
    alone = there & (size < _FEWEST)
    return _smoothed(x, n, (mean, between), np.where(alone, np.uint8(Reason.NO_NEIGHBOURS), reason))


def _reasons(x: Floats, n: Floats) -> Codes:
    if x.ndim != 1 or x.shape != n.shape or (x < 0).any() or (n < 0).any():
        raise ValueError(f"Cases {x.shape} and persons {n.shape} have one shape and are not negative.")
    lacking, empty = np.isnan(x) | np.isnan(n), n == 0
    return np.select([lacking, empty], [int(Reason.MISSING), int(Reason.NO_PERSONS)], int(Reason.OK)).astype(np.uint8)


def _replaced(reason: Codes, by: Reason) -> Codes:
    return np.where(reason == Reason.OK, np.uint8(by), reason)


def _pairs(neighbours: Sequence[Positions], size: int) -> tuple[Positions, Positions]:
    """Return positions of areas and of their neighbours, pair by pair."""
    if len(neighbours) != size:
        raise ValueError(f"There are {size} areas and neighbours of {len(neighbours)}.")
    one = np.repeat(np.arange(size), [len(each) for each in neighbours])
    other = np.concatenate([np.asarray(each, dtype=np.int64) for each in neighbours]) if one.size else one
    if (other < 0).any() or (other >= size).any() or (one == other).any():
        raise ValueError("Neighbours are other areas of the same list.")
    return one, other


def _around(one: Positions, other: Positions, values: Floats) -> Floats:
    return np.bincount(one, weights=values[other], minlength=values.size).astype(np.float64)


def _smoothed(x: Floats, n: Floats, model: tuple[Floats, Floats], reason: Codes) -> Smoothed:
    """Weigh raw rates against the mean by the variance between areas and that of chance."""
    mean, between = model
    there = reason == Reason.OK
    persons = np.where(there, n, 1.0)
    raw = np.where(there, x, np.nan) / persons
    between = np.maximum(between, 0.0)
    total = between + mean / persons
    weight = np.where(total > 0, between, 0.0) / np.where(total > 0, total, 1.0)
    gone = np.where(there, 0.0, np.nan)
    return Smoothed(
        rate=mean + weight * (raw - mean) + gone, raw=raw, mean=mean + gone, weight=weight + gone, reason=reason
    )
