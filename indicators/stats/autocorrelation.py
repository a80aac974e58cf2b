# SPDX-License-Identifier: EUPL-1.2
"""Global Moran's I: whether neighbours resemble each other more than chance would have it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.stats.neighbourhood import (
    NOISE,
    Floats,
    Integers,
    Neighbourhood,
    SpaceReason,
    contrast_problem,
    neighbourhood,
)

PERMUTATIONS: Final = 999
_NO_VARIANCE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Moran:
    """Moran's I over n areas with its expectation and variances; all NaN where `reason` is not empty.

    ``p`` is the two-sided pseudo p-value of the permutations; ``z_normality`` and ``z_randomisation`` are the
    standardised I under either assumption. ``islands`` is the number of areas left out for want of a neighbour.
    """

    value: float
    expectation: float
    variance_normality: float
    variance_randomisation: float
    p: float
    n: int
    islands: int
    permutations: int
    seed: int
    is_exploratory: bool
    reason: SpaceReason

    @property
    def z_normality(self) -> float:
        """The standardised I if the values were drawn from a normal distribution."""
        return float((self.value - self.expectation) / np.sqrt(self.variance_normality))

    @property
    def z_randomisation(self) -> float:
        """The standardised I if the values were dealt out anew."""
        return float((self.value - self.expectation) / np.sqrt(self.variance_randomisation))


def moran(values: Floats, around: Neighbourhood, *, seed: int, permutations: int = PERMUTATIONS) -> Moran:
    """Compute global Moran's I with row-standardised contiguity weights.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        Of any unit, in the order of the neighbourhood; what lies outside of its members is not read.
    around : Neighbourhood
        Made with the areas that have a value.
    seed : int
        Of the permutations; the same seed gives the same result.
    permutations : int
        How often the values are dealt out anew; 0 gives no pseudo p-value (NaN).

    Returns
    -------
    Moran
        Below 4 areas (`too_few`), with equal values (`constant`), or where every arrangement gives the same I
        (`no_contrast`: each area touches all others) all numbers are NaN and `reason` says why.

    Raises
    ------
    ValueError
        When a member has no value or the arrays do not fit.

    References
    ----------
    Moran (1950), Biometrika 37, 17-23. Cliff and Ord (1981), Spatial Processes, pages 42-46.

    Examples
    --------
    A 3 x 3 grid: docs/methods/autocorrelation.md.
    """
    known = member_values(values, around)
    reason: SpaceReason = contrast_problem(known)
    if reason:
        return _nothing(around, reason, permutations, seed)
    z = known - known.mean()
    normality, randomisation = _variances(z, around)
    if min(normality, randomisation) <= _NO_VARIANCE:
        return _nothing(around, "no_contrast", permutations, seed)
    value = _value(z, around)
    expectation = -1 / (z.size - 1)
    return Moran(
        value=value,
        expectation=expectation,
        variance_normality=normality,
        variance_randomisation=randomisation,
        p=_pseudo_p(z, around, abs(value - expectation), permutations, np.random.default_rng(seed)),
        n=z.size,
        islands=around.islands.size,
        permutations=permutations,
        seed=seed,
        is_exploratory=around.is_exploratory,
        reason="",
    )


def standardised_rates(cases: Floats, persons: Floats) -> Floats:
    """Standardise rates by their own chance variation, so that small areas do not make the pattern.

    Parameters
    ----------
    cases : ndarray, shape (n,), float
        Counts, 0 or more; NaN where there is none.
    persons : ndarray, shape (n,), float
        Population at risk.

    Returns
    -------
    ndarray, shape (n,), float
        (rate − overall rate) / standard error; NaN where a number is missing or nobody lives. All NaN when there is
        no case at all: then nothing varies. Where the estimated variance is not positive, that of chance alone
        is taken.

    Raises
    ------
    ValueError
        For negative counts.

    References
    ----------
    Assunção and Reis (1999), Statistics in Medicine 18, 2147-2162.

    Examples
    --------
    >>> standardised_rates(np.array([1.0, 3.0]), np.array([10.0, 10.0])).round(6).tolist()
    [-0.707107, 0.707107]
    """
    if (cases < 0).any() or (persons < 0).any():
        raise ValueError("Counts are not negative.")
    there = ~np.isnan(cases) & (persons > 0)
    result = np.full(cases.shape, np.nan)
    x, n = cases[there], persons[there]
    if not x.sum() > 0:
        return result
    rates, overall = x / n, x.sum() / n.sum()
    between = (n * (rates - overall) ** 2).sum() / n.sum() - overall / n.mean()
    variance = between + overall / n
    result[there] = (rates - overall) / np.sqrt(np.where(variance > 0, variance, overall / n))
    return result


def moran_of_rates(
    cases: Floats, persons: Floats, pairs: tuple[Integers, Integers], *, seed: int, permutations: int = PERMUTATIONS
) -> Moran:
    """Compute global Moran's I of rates whose bases differ.

    Parameters
    ----------
    cases, persons : ndarray, shape (n,), float
        As for `standardised_rates`.
    pairs : tuple of two ndarrays of int
        As for `neighbourhood`.
    seed, permutations : int
        As for `moran`.

    Returns
    -------
    Moran
        As `moran`; areas without a rate take no part.

    Raises
    ------
    ValueError
        As `standardised_rates` and `neighbourhood`.

    References
    ----------
    Assunção and Reis (1999), Statistics in Medicine 18, 2147-2162.

    Examples
    --------
    docs/methods/autocorrelation.md
    """
    rates = standardised_rates(cases, persons)
    around = neighbourhood(*pairs, ~np.isnan(rates))
    return moran(rates, around, seed=seed, permutations=permutations)


def member_values(values: Floats, around: Neighbourhood) -> Floats:
    """Return the values of the members of a neighbourhood.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        One for each area of the order.
    around : Neighbourhood
        Made for the same order.

    Returns
    -------
    ndarray, shape (m,), float
        Without NaN.

    Raises
    ------
    ValueError
        When a member has no finite value or the order has another length.

    References
    ----------
    None: a choice of rows.

    Examples
    --------
    docs/methods/autocorrelation.md
    """
    if values.shape != (around.size,):
        raise ValueError(f"{values.shape} values do not fit {around.size} areas.")
    known = values[around.members]
    if not np.isfinite(known).all():
        raise ValueError("Every area that takes part needs a finite value.")
    return known


def _value(z: Floats, around: Neighbourhood) -> float:
    # The weights of a row add up to 1, hence n / S0 = 1.
    return float((z * around.means(z)).sum() / (z * z).sum())


def _variances(z: Floats, around: Neighbourhood) -> tuple[float, float]:
    n = float(z.size)
    weight = 1 / around.degrees
    rows = np.repeat(weight, around.degrees)
    s0, s1 = n, float(((rows + weight[around.others]) ** 2).sum() / 2)
    columns = np.bincount(around.others, weights=rows, minlength=z.size)
    s2 = float(((1 + columns) ** 2).sum())
    squared = 1 / (n - 1) ** 2
    normality = (n * n * s1 - n * s2 + 3 * s0 * s0) / ((n * n - 1) * s0 * s0) - squared
    kurtosis = float((z**4).mean() / (z * z).mean() ** 2)
    plain = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0)
    heavy = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)
    return normality, (plain - heavy) / ((n - 1) * (n - 2) * (n - 3) * s0 * s0) - squared


def _pseudo_p(z: Floats, around: Neighbourhood, distance: float, count: int, rng: np.random.Generator) -> float:
    if count == 0:
        return np.nan
    expectation, total = -1 / (z.size - 1), float((z * z).sum())
    first, second, weights = _contacts(around)
    # The same arrangement added up in another order differs by noise and counts as the same.
    least = distance - NOISE * max(1.0, distance)
    extreme = 0
    for _ in range(count):
        dealt = rng.permutation(z)
        value = np.einsum("i,i,i", dealt.take(first), dealt.take(second), weights) / total
        extreme += bool(abs(value - expectation) >= least)
    return (extreme + 1) / (count + 1)


def _contacts(around: Neighbourhood) -> tuple[Integers, Integers, Floats]:
    """Return each contact once, with the weights of both directions added up."""
    focal = np.repeat(np.arange(around.degrees.size), around.degrees)
    is_once = focal < around.others
    first, second = focal[is_once], around.others[is_once]
    return first, second, 1 / around.degrees[first] + 1 / around.degrees[second]


def _nothing(around: Neighbourhood, reason: SpaceReason, permutations: int, seed: int) -> Moran:
    nan = float(np.nan)
    return Moran(
        value=nan,
        expectation=nan,
        variance_normality=nan,
        variance_randomisation=nan,
        p=nan,
        n=int(around.members.size),
        islands=int(around.islands.size),
        permutations=permutations,
        seed=seed,
        is_exploratory=around.is_exploratory,
        reason=reason,
    )
