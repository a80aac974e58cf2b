# SPDX-License-Identifier: EUPL-1.2
"""Rates of areas as if all had the same ages: direct and indirect standardisation."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.rates import BYAR_FROM, count_interval
from indicators.stats.reasons import Reason

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]

_POPULATIONS: Final = Path(__file__).with_name("standard_populations.json")


@dataclass(frozen=True, slots=True)
class StandardPopulation:
    """A standard population: the lowest age of each group, and the weight of each group."""

    code: str
    name: str
    source: str
    lower_ages: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StandardisedRates:
    """Standardised figures of n areas.

    ``value``, ``lower`` and ``upper`` are NaN where ``reason`` is not ``Reason.OK``; ``cases`` are the observed cases,
    ``expected`` those that the reference would lead to (NaN throughout for direct standardisation).
    """

    value: Floats
    lower: Floats
    upper: Floats
    cases: Floats
    expected: Floats
    reason: Codes


@cache
def standard_populations() -> tuple[StandardPopulation, ...]:
    """Return the standard populations that come with the programme; others are made from a city's own figures.

    Returns
    -------
    tuple of StandardPopulation
        In the order of the file ``standard_populations.json``.
    """
    listed = json.loads(_POPULATIONS.read_text(encoding="utf-8"))
    return tuple(
        StandardPopulation(
            code, each["name"], each["source"], tuple(each["lower_ages"]), tuple(map(float, each["weights"]))
        )
        for code, each in listed.items()
    )


def directly(
    x: Floats, n: Floats, weights: Floats, *, base: float = 100_000, confidence: float = 0.95
) -> StandardisedRates:
    """Standardise rates directly: what the rate would be if the area had the ages of the standard population.

    Parameters
    ----------
    x : ndarray, shape (areas, groups), float
        Cases, 0 or more.
    n : ndarray, shape (areas, groups), float
        Persons or person-years.
    weights : ndarray, shape (groups,), float
        Standard population; 0 or more, not all 0. Only the proportions matter.
    base : float
        For instance 100,000 persons.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    StandardisedRates
        Per ``base``. Withheld (``TOO_FEW_CASES``) below 10 cases, ``NO_PERSONS`` where a group with a weight is empty,
        ``MISSING`` where a number of a group with a weight is missing. Groups without a weight do not count.

    Raises
    ------
    ValueError
        For shapes that do not fit, negative numbers, weights that cannot be used, or a confidence that is not between 0
        and 1.

    References
    ----------
    Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10, 457-462, with Byar's limits (Breslow and
    Day 1987, page 69). Withholding below 10 cases: Public Health England, Technical Guide.

    Examples
    --------
    See docs/methods/standardisation.md.
    """
    _check(x, n, weights)
    used = weights > 0
    x, n, shares = x[:, used], n[:, used], weights[used] / weights[used].sum()
    cases = x.sum(axis=1)
    reason = _first(
        (np.any(np.isnan(x) | np.isnan(n), axis=1), Reason.MISSING),
        (np.any(n == 0, axis=1), Reason.NO_PERSONS),
        (cases < BYAR_FROM, Reason.TOO_FEW_CASES),
    )
    is_there = reason == Reason.OK
    persons, cases_there = np.where(is_there[:, None], n, 1.0), np.where(is_there, cases, BYAR_FROM)
    value = (shares * x / persons).sum(axis=1)
    spread = np.sqrt((shares**2 * x / persons**2).sum(axis=1) / cases_there)
    low, high = count_interval(cases_there, confidence=confidence)
    return StandardisedRates(
        value=_where(is_there, base * value),
        lower=_where(is_there, base * (value + spread * (low - cases_there))),
        upper=_where(is_there, base * (value + spread * (high - cases_there))),
        cases=cases,
        expected=np.full(cases.shape, np.nan),
        reason=reason,
    )


def indirectly(
    x: Floats, n: Floats, reference: tuple[Floats, Floats], *, confidence: float = 0.95
) -> StandardisedRates:
    """Standardise indirectly: observed cases over those that the rates of a reference would lead to (SMR, SIR).

    Parameters
    ----------
    x : ndarray, shape (areas,), float
        Observed cases of all groups together, 0 or more.
    n : ndarray, shape (areas, groups), float
        Persons or person-years.
    reference : tuple of ndarray, shape (groups,), float
        Cases and persons of the reference, for instance of the city.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    StandardisedRates
        The ratio: 1 is as many as expected. Its limits are those of the count, divided by the expectation (exact below
        10 cases, Byar's from 10 on). ``NO_EXPECTATION`` where no case is expected: nothing can be said about a ratio.

    Raises
    ------
    ValueError
        For shapes that do not fit, negative or missing reference figures, a reference group without persons, or a
        confidence that is not between 0 and 1.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research II, pages 65-72.

    Examples
    --------
    See docs/methods/standardisation.md.
    """
    cases, persons = reference
    _check(np.atleast_2d(cases), np.atleast_2d(persons), np.ones(persons.shape))
    if x.shape != n.shape[:1] or persons.shape != n.shape[1:] or (x < 0).any() or (n < 0).any():
        raise ValueError(f"Cases {x.shape}, persons {n.shape}, reference {persons.shape}: do not fit or are negative.")
    if not (persons > 0).all() or np.isnan(cases).any():
        raise ValueError("Every group of the reference needs persons and a number of cases.")
    expected = n @ (cases / persons)
    reason = _first((np.isnan(x) | np.isnan(expected), Reason.MISSING), (expected == 0, Reason.NO_EXPECTATION))
    is_there = reason == Reason.OK
    divisor = np.where(is_there, expected, np.nan)
    low, high = count_interval(x, confidence=confidence)
    return StandardisedRates(
        value=x / divisor, lower=low / divisor, upper=high / divisor, cases=x, expected=expected, reason=reason
    )


def as_rates(ratios: StandardisedRates, reference: tuple[Floats, Floats], *, base: float) -> StandardisedRates:
    """Turn ratios of indirect standardisation into rates: ratio times the crude rate of the reference (ISR).

    Parameters
    ----------
    ratios : StandardisedRates
        Results of :func:`indirectly`.
    reference : tuple of ndarray, shape (groups,), float
        Cases and persons of the same reference.
    base : float
        For instance 100,000 persons.

    Returns
    -------
    StandardisedRates
        Per ``base``; reasons stay as they are.
    """
    crude = base * float(reference[0].sum()) / float(reference[1].sum())
    return StandardisedRates(
        value=ratios.value * crude,
        lower=ratios.lower * crude,
        upper=ratios.upper * crude,
        cases=ratios.cases,
        expected=ratios.expected,
        reason=ratios.reason,
    )


def _check(x: Floats, n: Floats, weights: Floats) -> None:
    if x.ndim != 2 or x.shape != n.shape or weights.shape != x.shape[1:]:  # noqa: PLR2004 - areas and groups
        raise ValueError(f"Cases {x.shape}, persons {n.shape} and weights {weights.shape} do not fit.")
    if (x < 0).any() or (n < 0).any():
        raise ValueError("Cases and persons are not negative.")
    if not np.isfinite(weights).all() or (weights < 0).any() or not weights.any():
        raise ValueError("Weights are finite, not negative, and not all 0.")


def _first(*tests: tuple[npt.NDArray[np.bool_], Reason]) -> Codes:
    """Return the first reason that applies to each area."""
    codes = np.select([test for test, _ in tests], [int(reason) for _, reason in tests], int(Reason.OK))
    return codes.astype(np.uint8)


def _where(is_there: npt.NDArray[np.bool_], values: Floats) -> Floats:
    return np.where(is_there, values, np.nan)
