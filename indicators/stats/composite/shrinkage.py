# SPDX-License-Identifier: EUPL-1.2
"""Shares of few people drawn towards the share of their group, on the logit scale."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Shrunk:
    """Shrunk shares, with how much each area's own figure counts.

    `logit` and `variance` are those of the areas, `weight` lies from 0 (group alone) to 1 (own figure alone).
    """

    shares: Floats
    logit: Floats
    variance: Floats
    weight: Floats


def shrunk_shares(
    cases: Floats, population: Floats, groups: npt.NDArray[np.int64], *, measured: npt.NDArray[np.bool_] | None = None
) -> Shrunk:
    """Draw shares towards the share of their group, the more the fewer people they rest on.

    Parameters
    ----------
    cases, population : ndarray, shape (n,), float
        Counts; cases from 0 to population. NaN where there is none.
    groups : ndarray, shape (n,), int
        The group (for instance the district) of each area.
    measured : ndarray, shape (n,), bool, optional
        The areas that the share of a group and its spread are found in, all unless given. The others are drawn by
        what was found without them.

    Returns
    -------
    Shrunk
        Shares from 0 to 1, shape (n,). NaN where counts are missing, the population is 0, or a group has a single
        measured area: there is no spread to draw by, and the area's own share stands in `shares`.

    References
    ----------
    Noble et al. (2003), Scottish Indices of Deprivation, annex on shrinkage. Left out of the Scottish index in 2006.

    Examples
    --------
    >>> made = shrunk_shares(np.array([5.0, 20, 40]), np.array([50.0, 150, 300]), np.zeros(3, dtype=np.int64))
    >>> made.shares.round(8).tolist()
    [0.12786949, 0.13229478, 0.13252885]
    """
    there = ~np.isnan(cases) & ~np.isnan(population) & (population > 0)
    safe_cases, safe_population = np.where(there, cases, 0.0), np.where(there, population, 1.0)
    rest = safe_population - safe_cases
    logit = np.log((safe_cases + 0.5) / (rest + 0.5))
    variance = (safe_population + 1) * (safe_population + 2) / (safe_population * (safe_cases + 1) * (rest + 1))
    shares, weight = safe_cases / safe_population, np.ones(cases.shape)
    for group in np.unique(groups[there]):
        members = there & (groups == group)
        counted = members if measured is None else members & measured
        if counted.sum() > 1:
            pooled = _pooled(cases[counted], population[counted])
            weight[members] = _own_weight(_between(logit[counted], pooled), variance[members])
            drawn = weight[members] * logit[members]
            drawn += (1 - weight[members]) * pooled
            shares[members] = 1 / (1 + np.exp(-drawn))
    return Shrunk(*(np.where(there, each, np.nan) for each in (shares, logit, variance, weight)))


def _pooled(cases: Floats, population: Floats) -> float:
    total, people = cases.sum(), population.sum()
    return float(np.log((total + 0.5) / (people - total + 0.5)))


def _between(logit: Floats, pooled: float) -> float:
    """Return t²: how much the areas of a group differ."""
    return float(((logit - pooled) ** 2).sum() / (logit.size - 1))


def _own_weight(between: float, variance: Floats) -> Floats:
    """Return (1/s²) / (1/s² + 1/t²), written so that areas that do not differ (t² = 0) count nothing themselves."""
    return between / (between + variance)
