# SPDX-License-Identifier: EUPL-1.2
"""Empirical-Bayes smoothing: rates of small areas are drawn towards a mean, the more the fewer persons they have."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.neighbourhood import neighbourhood
from indicators.stats.reasons import Reason

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]
Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]

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


def smooth_locally(x: Floats, n: Floats, touching: Pairs) -> Smoothed:
    """Draw the rate of each area towards the rate of its surroundings (Marshall's local estimator).

    Parameters
    ----------
    x : ndarray, shape (areas,), float
        Cases, 0 or more.
    n : ndarray, shape (areas,), float
        Persons.
    touching : tuple of ndarray of int
        Positions of areas that touch, pair by pair, as ``neighbourhood.neighbourhood`` takes them.

    Returns
    -------
    Smoothed
        The surroundings are the area with those of its neighbours that have numbers. ``NO_NEIGHBOURS`` for an island,
        or where no neighbour has numbers.

    Raises
    ------
    ValueError
        For negative numbers, arrays of different shape, positions that do not exist, or an area that touches itself.

    References
    ----------
    Marshall (1991), Applied Statistics 40, 283-294, section 4.

    Examples
    --------
    See docs/methods/smoothing.md.
    """
    reason = _reasons(x, n)
    around = neighbourhood(*touching, reason == Reason.OK)
    reason[around.islands] = Reason.NO_NEIGHBOURS
    cases, persons, degrees = x[around.members], n[around.members], around.degrees
    people = persons + degrees * around.means(persons)
    mean = (cases + degrees * around.means(cases)) / people
    rate = cases / persons
    focal = np.repeat(np.arange(degrees.size), degrees)
    squares = persons[around.others] * (rate[around.others] - mean[focal]) ** 2
    inside = persons * (rate - mean) ** 2 + np.bincount(focal, weights=squares, minlength=degrees.size)
    between = inside / people - mean * (1 + degrees) / people
    return _smoothed(x, n, (around.spread(mean), around.spread(between)), reason)


def _reasons(x: Floats, n: Floats) -> Codes:
    if x.ndim != 1 or x.shape != n.shape or (x < 0).any() or (n < 0).any():
        raise ValueError(f"Cases {x.shape} and persons {n.shape} have one shape and are not negative.")
    lacking, empty = np.isnan(x) | np.isnan(n), n == 0
    return np.select([lacking, empty], [int(Reason.MISSING), int(Reason.NO_PERSONS)], int(Reason.OK)).astype(np.uint8)


def _replaced(reason: Codes, by: Reason) -> Codes:
    return np.where(reason == Reason.OK, np.uint8(by), reason)


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
