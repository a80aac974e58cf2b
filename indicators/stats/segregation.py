# SPDX-License-Identifier: EUPL-1.2
"""Segregation: how unevenly groups of people live over the areas of one city."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Kind = Literal["dissimilarity", "isolation", "interaction", "multigroup_dissimilarity", "entropy"]
SegregationReason = Literal["", "too_few_areas", "empty_group"]


class NotComparableError(ValueError):
    """Two measures of segregation cannot be compared; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Segregation:
    """One measure over the n areas with people in them; NaN when `reason` is not empty.

    It depends on number and size of the areas. Hence it refuses comparison with a measure over another boundary
    version, of another kind, and with one that has no value.
    """

    kind: Kind
    value: float
    boundary_version: str
    n: int
    left_out: int
    reason: SegregationReason = ""

    def __sub__(self, earlier: "Segregation") -> float:
        return self.value - self._comparable(earlier).value

    def __lt__(self, other: "Segregation") -> bool:
        return self.value < self._comparable(other).value

    def __gt__(self, other: "Segregation") -> bool:
        return self.value > self._comparable(other).value

    def __le__(self, other: "Segregation") -> bool:
        return self.value <= self._comparable(other).value

    def __ge__(self, other: "Segregation") -> bool:
        return self.value >= self._comparable(other).value

    def _comparable(self, other: "Segregation") -> "Segregation":
        if self.kind != other.kind:
            raise NotComparableError("kind", f"{self.kind} and {other.kind} are different measures.")
        if self.boundary_version != other.boundary_version:
            raise NotComparableError(
                "boundary_version",
                f"Segregation over {self.boundary_version} and over {other.boundary_version} cannot be compared: "
                "the measure depends on number and size of the areas.",
            )
        if self.reason or other.reason:
            raise NotComparableError("no_value", "One of the two measures has no value.")
        return other


def dissimilarity(group: Floats, rest: Floats, *, boundary_version: str) -> Segregation:
    """Return the share of a group that would have to move for an even distribution.

    Parameters
    ----------
    group, rest : ndarray, shape (n,), float
        Persons of the group and all others, 0 or more; an area with a NaN is left out.
    boundary_version : str
        Of the areas.

    Returns
    -------
    Segregation
        0 (even) to 1 (never in one area). NaN below two areas with people, or when either side is empty.

    Raises
    ------
    ValueError
        For negative counts or arrays that do not fit.

    References
    ----------
    Duncan and Duncan (1955), American Sociological Review 20, 210-217.

    Examples
    --------
    >>> a, b = np.array([100.0, 50, 10, 40]), np.array([20.0, 30, 60, 90])
    >>> dissimilarity(a, b, boundary_version="2021").value
    0.5
    """
    counts, left_out = _people(np.column_stack([group, rest]))
    reason = _problem(counts)
    value = np.nan if reason else float(np.abs(np.diff(counts / counts.sum(axis=0), axis=1)).sum() / 2)
    return Segregation("dissimilarity", value, boundary_version, len(counts), left_out, reason)


def exposure(group: Floats, rest: Floats, *, boundary_version: str) -> tuple[Segregation, Segregation]:
    """Return whom a member of a group meets in its own area: its own group, and the others.

    Parameters
    ----------
    group, rest : ndarray, shape (n,), float
        As for `dissimilarity`.
    boundary_version : str
        Of the areas.

    Returns
    -------
    isolation, interaction : Segregation
        Both from 0 to 1; they add up to 1. NaN as for `dissimilarity`.

    Raises
    ------
    ValueError
        As `dissimilarity`.

    References
    ----------
    Lieberson (1981), in Peach, Robinson and Smith: Ethnic Segregation in Cities, 61-82.

    Examples
    --------
    >>> a, b = np.array([100.0, 50, 10, 40]), np.array([20.0, 30, 60, 90])
    >>> round(exposure(a, b, boundary_version="2021")[0].value, 6)
    0.641598
    """
    counts, left_out = _people(np.column_stack([group, rest]))
    reason = _problem(counts)
    nan = float(np.nan)
    own, other = (nan, nan) if reason else _exposed(counts)
    return (
        Segregation("isolation", own, boundary_version, len(counts), left_out, reason),
        Segregation("interaction", other, boundary_version, len(counts), left_out, reason),
    )


def entropy_index(groups: Floats, *, boundary_version: str) -> Segregation:
    """Return Theil's entropy index H of several groups: how much less mixed the areas are than the city.

    Parameters
    ----------
    groups : ndarray, shape (n, k), float
        Persons by area and group, k at least 2; an area with a NaN is left out.
    boundary_version : str
        Of the areas.

    Returns
    -------
    Segregation
        0 (every area as mixed as the city) to 1 (no area mixed). NaN below two areas with people, or when a group
        is empty.

    Raises
    ------
    ValueError
        For negative counts or fewer than two groups.

    References
    ----------
    Theil and Finizza (1971), Journal of Mathematical Sociology 1, 187-194. Reardon and Firebaugh (2002),
    Sociological Methodology 32, 33-67.

    Examples
    --------
    >>> groups = np.array([[100.0, 20], [50, 30], [10, 60], [40, 90]])
    >>> round(entropy_index(groups, boundary_version="2021").value, 6)
    0.221154
    """
    counts, left_out = _people(groups)
    reason = _problem(counts)
    value = float(np.nan)
    if not reason:
        totals = counts.sum(axis=1)
        city = _entropy(counts.sum(axis=0)[None, :])[0]
        value = float((totals * (city - _entropy(counts))).sum() / (city * totals.sum()))
    return Segregation("entropy", value, boundary_version, len(counts), left_out, reason)


def multigroup_dissimilarity(groups: Floats, *, boundary_version: str) -> Segregation:
    """Return the dissimilarity of several groups.

    Parameters
    ----------
    groups : ndarray, shape (n, k), float
        As for `entropy_index`.
    boundary_version : str
        Of the areas.

    Returns
    -------
    Segregation
        0 to 1; with two groups the same as `dissimilarity`. NaN as for `entropy_index`.

    Raises
    ------
    ValueError
        As `entropy_index`.

    References
    ----------
    Morgan (1975), Urban Affairs Quarterly 11, 43-64. Sakoda (1981), Demography 18, 245-250.

    Examples
    --------
    >>> groups = np.array([[100.0, 20], [50, 30], [10, 60], [40, 90]])
    >>> round(multigroup_dissimilarity(groups, boundary_version="2021").value, 6)
    0.5
    """
    counts, left_out = _people(groups)
    reason = _problem(counts)
    value = float(np.nan)
    if not reason:
        totals = counts.sum(axis=1, keepdims=True)
        shares, city = counts / totals, counts.sum(axis=0) / totals.sum()
        value = float((totals * np.abs(shares - city)).sum() / (2 * totals.sum() * (city * (1 - city)).sum()))
    return Segregation("multigroup_dissimilarity", value, boundary_version, len(counts), left_out, reason)


def dissimilarity_by_chance(group: Floats, rest: Floats, *, draws: int, seed: int) -> Floats:
    """Draw the dissimilarity that comes about when the group is dealt out over the people by chance.

    Small groups and small areas are never evenly spread: their dissimilarity has to be seen against this.

    Parameters
    ----------
    group, rest : ndarray, shape (n,), float
        Whole numbers of persons; an area with a NaN is left out.
    draws : int
        How often, at least 1.
    seed : int
        The same seed gives the same draws.

    Returns
    -------
    ndarray, shape (draws,), float
        Empty where `dissimilarity` has no value.

    Raises
    ------
    ValueError
        For negative or broken counts.

    References
    ----------
    Carrington and Troske (1997), Journal of Business and Economic Statistics 15, 402-409.

    Examples
    --------
    docs/methods/segregation.md
    """
    counts, _left_out = _people(np.column_stack([group, rest]))
    if (counts != np.floor(counts)).any():
        raise ValueError("Persons are dealt out as whole numbers.")
    if _problem(counts):
        return np.empty(0)
    totals = counts.sum(axis=1).astype(np.int64)
    size = int(counts[:, 0].sum())
    rng = np.random.default_rng(seed)
    dealt = rng.multivariate_hypergeometric(totals, size, size=draws, method="marginals")
    left = totals - dealt
    return np.asarray(np.abs(dealt / size - left / left.sum(axis=1, keepdims=True)).sum(axis=1) / 2)


def beyond_chance(value: float, expected: float) -> float:
    """Return how far a dissimilarity goes beyond the one that chance alone makes.

    Parameters
    ----------
    value : float
        The dissimilarity, 0 to 1.
    expected : float
        The mean of `dissimilarity_by_chance`, 0 to 1.

    Returns
    -------
    float
        0 where both are equal, up to 1 where nothing is mixed; below 0 (down to -1) where the group lives more evenly
        than by chance. NaN where one is NaN or where chance alone never mixes (1 is expected).

    References
    ----------
    Carrington and Troske (1997), Journal of Business and Economic Statistics 15, 402-409.

    Examples
    --------
    >>> round(beyond_chance(0.5, 0.1), 4)
    0.4444
    """
    if value >= expected:
        return (value - expected) / (1 - expected) if expected < 1 else float("nan")
    return (value - expected) / expected if value < expected else float("nan")


def _people(groups: Floats) -> tuple[Floats, int]:
    """Return the rows with people in them, and how many were left out for want of a figure."""
    if groups.ndim != 2 or groups.shape[1] < 2:  # noqa: PLR2004 - a matrix of at least two groups
        raise ValueError("Segregation needs at least two groups.")
    is_known = ~np.isnan(groups).any(axis=1)
    known = groups[is_known]
    if (known < 0).any() or not np.isfinite(known).all():
        raise ValueError("Counts of persons are finite and not negative.")
    return known[known.sum(axis=1) > 0], int((~is_known).sum())


def _problem(counts: Floats) -> SegregationReason:
    if len(counts) < 2:  # noqa: PLR2004 - one area cannot differ from another
        return "too_few_areas"
    return "empty_group" if (counts.sum(axis=0) == 0).any() else ""


def _exposed(counts: Floats) -> tuple[float, float]:
    own = counts[:, 0] / counts[:, 0].sum()
    shares = counts / counts.sum(axis=1, keepdims=True)
    return float((own * shares[:, 0]).sum()), float((own * shares[:, 1]).sum())


def _entropy(counts: Floats) -> Floats:
    shares = counts / counts.sum(axis=1, keepdims=True)
    # An absent group adds nothing: x log x has the limit 0.
    return np.asarray(-(shares * np.log(np.where(shares > 0, shares, 1.0))).sum(axis=1))
