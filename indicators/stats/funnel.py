# SPDX-License-Identifier: EUPL-1.2
"""Funnel limits: between which values chance alone leaves an area of its size, and which areas lie beyond."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.normal import quantile

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]
Kind = Literal["shares", "rates"]
Allowance = Literal["none", "multiplicative", "additive"]

# Two-sided 95 % and 99.8 %, as control charts have it: one in 40 and one in 1,000 on either side.
TAIL_95: Final = 0.025
TAIL_998: Final = 0.001
# The share of extreme areas on either side that do not add to the dispersion.
WINSORISED: Final = 0.1
# With fewer areas the dispersion is itself chance.
FEWEST_AREAS: Final = 10
# From this expectation on the count is taken from its expansion (Cornish and Fisher 1938), which is then exact to
# 0.0002 cases; the search for the exact one fails in the end.
_EXPANDED_FROM: Final = 1e6


class Place(IntEnum):
    """Where an area lies in the funnel."""

    NOT_COMPARABLE = 0
    BELOW_998 = 1
    BELOW_95 = 2
    INSIDE = 3
    ABOVE_95 = 4
    ABOVE_998 = 5


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much more areas differ than chance explains.

    ``phi`` is 1 where chance explains all, ``tau2`` the variance between areas on the scale of the z-scores
    (proportions; square root of the ratio to the target for rates), ``n`` the number of areas behind both.
    ``is_judged`` is False with fewer than ten areas: then phi is 1 and tau2 is 0 because nothing can be said.
    """

    phi: float = 1.0
    tau2: float = 0.0
    n: int = 0
    is_judged: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Limits of n areas around the target, in the unit of the target; NaN where an area has no persons."""

    target: float
    lower_95: Floats
    upper_95: Floats
    lower_998: Floats
    upper_998: Floats
    dispersion: Dispersion
    allowance: Allowance


def target_of(x: Floats, n: Floats) -> float:
    """Return the value of all areas together, over the areas with both numbers.

    Parameters
    ----------
    x, n : ndarray, shape (areas,), float
        Cases and persons.

    Returns
    -------
    float
        Cases per person; NaN without persons.
    """
    there = _there(x, n)
    persons = float(n[there].sum())
    return float(x[there].sum()) / persons if persons else np.nan


def z_scores(x: Floats, n: Floats, target: float, kind: Kind) -> Floats:
    """Return how many standard errors each area lies from the target, if chance alone were at work.

    Parameters
    ----------
    x, n : ndarray, shape (areas,), float
        Cases, 0 or more, and persons.
    target : float
        Cases per person.
    kind : {"shares", "rates"}
        Shares: (p − t) / √(t(1 − t)/n). Rates: 2(√x − √(t·n)), the square root that makes the variance of counts equal.

    Returns
    -------
    ndarray, shape (areas,), float
        NaN where a number is missing, an area is empty or the target leaves nothing to chance (0; for shares also 1).

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202. Spiegelhalter et al. (2012), Journal of the Royal
    Statistical Society A 175, 1-47, for the square root.
    """
    usable = _there(x, n) & _leaves_chance(target, kind)
    persons, cases = np.where(usable, n, 1.0), np.where(usable, x, 0.0)
    if kind == "rates":
        scores = 2 * (np.sqrt(cases) - np.sqrt(persons * (target if target > 0 else 0.0)))
    else:
        error = np.sqrt(target * (1 - target) / persons) if usable.any() else np.ones(x.shape)
        scores = (cases / persons - target) / error
    return np.where(usable, scores, np.nan)


def dispersion_of(x: Floats, n: Floats, target: float, kind: Kind) -> Dispersion:
    """Estimate how much more the areas differ than chance explains.

    Parameters
    ----------
    x, n : ndarray, shape (areas,), float
        Cases and persons.
    target : float
        Cases per person.
    kind : {"shares", "rates"}
        See :func:`z_scores`.

    Returns
    -------
    Dispersion
        phi is the mean square of the z-scores, of which the lowest and the highest tenth are drawn to the tenth;
        never below 1. tau2 is the variance between areas by moments (DerSimonian and Laird), never below 0.

    References
    ----------
    Spiegelhalter (2005), Quality and Safety in Health Care 14, 347-351, with its appendix. DerSimonian and Laird
    (1986), Controlled Clinical Trials 7, 177-188.
    """
    scores = z_scores(x, n, target, kind)
    there = ~np.isnan(scores)
    size = int(there.sum())
    if size < FEWEST_AREAS:
        return Dispersion(n=size)
    low, high = np.quantile(scores[there], [WINSORISED, 1 - WINSORISED])
    phi = float((scores[there].clip(low, high) ** 2).mean())
    weights = 1 / _variance(n[there], target, kind)
    divisor = float(weights.sum() - (weights**2).sum() / weights.sum())
    tau2 = max(0.0, (size * phi - (size - 1)) / divisor)
    return Dispersion(phi=max(1.0, phi), tau2=tau2, n=size, is_judged=True)


def funnel(x: Floats, n: Floats, *, kind: Kind, allowance: Allowance = "none", target: float | None = None) -> Funnel:
    """Return the limits between which areas of that size lie by chance, at 95 and 99.8 %.

    Parameters
    ----------
    x, n : ndarray, shape (areas,), float
        Cases, 0 or more, and persons; for shares x <= n.
    kind : {"shares", "rates"}
        Shares have the limits whose Wilson interval just touches the target, rates those whose exact Poisson interval
        does: an area lies outside exactly if its own interval excludes the target.
    allowance : {"none", "multiplicative", "additive"}
        What is done where the areas differ by more than chance: nothing; limits wider by √phi for all; limits wider by
        a variance between areas, so that large areas do not stand out for their size alone.
    target : float, optional
        Cases per person; by default the value of all areas together.

    Returns
    -------
    Funnel
        Limits in cases per person. Shares stay between 0 and 1, rates do not fall below 0.

    Raises
    ------
    ValueError
        For negative numbers, more cases than persons among shares, or a target outside 0 to 1 for shares.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202. Wilson (1927). Garwood (1936).

    Examples
    --------
    Target 0.15, 300 persons: 0.1096 to 0.1904 (tests/golden/funnel).
    """
    _check(x, n, kind)
    goal = target_of(x, n) if target is None else target
    if goal < 0 or (kind == "shares" and goal > 1):
        raise ValueError(f"The target {goal} is no {'share' if kind == 'shares' else 'rate'} of persons.")
    dispersion = dispersion_of(x, n, goal, kind) if allowance != "none" else Dispersion()
    nowhere = np.full(n.shape, np.nan)
    plain = Funnel(goal, nowhere, nowhere, nowhere, nowhere, dispersion, allowance)
    return limits_at(np.where(_there(x, n), n, np.nan), plain, kind)


def limits_at(persons: Floats, of: Funnel, kind: Kind) -> Funnel:
    """Return the limits of a funnel for areas of other sizes, to draw it as curves.

    Parameters
    ----------
    persons : ndarray, shape (m,), float
        Persons, above 0.
    of : Funnel
        Its target, dispersion and allowance are taken over.
    kind : {"shares", "rates"}
        As the funnel was made with.

    Returns
    -------
    Funnel
        Limits for m sizes; NaN for NaN. The same size has the same limits.

    References
    ----------
    As for :func:`funnel`.
    """
    persons = np.where(persons > 0, persons, np.nan) if not np.isnan(of.target) else np.full(persons.shape, np.nan)
    wider = _wider(persons, of.target, kind, of.dispersion, of.allowance)
    lower_95, upper_95 = _limits(persons, of.target, kind, wider, TAIL_95)
    lower_998, upper_998 = _limits(persons, of.target, kind, wider, TAIL_998)
    return Funnel(of.target, lower_95, upper_95, lower_998, upper_998, of.dispersion, of.allowance)


def places(values: Floats, limits: Funnel) -> Codes:
    """Say where each area lies in the funnel.

    Parameters
    ----------
    values : ndarray, shape (areas,), float
        Cases per person, in the unit of the target.
    limits : Funnel
        Of the same areas.

    Returns
    -------
    ndarray, shape (areas,), uint8
        Codes of ``Place``. A value on a limit is inside.
    """
    noise = 1e-12 * max(1.0, abs(limits.target)) if not np.isnan(limits.target) else 0.0
    result = np.full(values.shape, int(Place.INSIDE), dtype=np.uint8)
    result[values < limits.lower_95 - noise] = Place.BELOW_95
    result[values > limits.upper_95 + noise] = Place.ABOVE_95
    result[values < limits.lower_998 - noise] = Place.BELOW_998
    result[values > limits.upper_998 + noise] = Place.ABOVE_998
    result[np.isnan(values) | np.isnan(limits.lower_95)] = Place.NOT_COMPARABLE
    return result


def _there(x: Floats, n: Floats) -> npt.NDArray[np.bool_]:
    return ~np.isnan(x) & (n > 0)


def _leaves_chance(target: float, kind: Kind) -> bool:
    return target > 0 and (kind == "rates" or target < 1)


def _variance(n: Floats, target: float, kind: Kind) -> Floats:
    """Return the variance of chance on the scale on which tau2 is estimated."""
    return 1 / (4 * n * target) if kind == "rates" else target * (1 - target) / n


def _check(x: Floats, n: Floats, kind: Kind) -> None:
    if (x < 0).any() or (n < 0).any():
        raise ValueError("Cases and persons are not negative.")
    if kind == "shares" and (x > n).any():
        raise ValueError("Cases of a share are among its persons.")


def _wider(n: Floats, target: float, kind: Kind, dispersion: Dispersion, allowance: Allowance) -> Floats:
    """Return the factor by which the limits of each area move away from the target."""
    if allowance == "additive" and dispersion.tau2 > 0:
        return np.sqrt(1 + dispersion.tau2 / _variance(n, target, kind))
    return np.full(n.shape, np.sqrt(dispersion.phi) if allowance == "multiplicative" else 1.0)


def _limits(n: Floats, target: float, kind: Kind, wider: Floats, tail: float) -> tuple[Floats, Floats]:
    """Return the limits of chance, moved away from the target by the allowance."""
    if kind == "rates":
        low, high = _poisson_limits(n, target, tail)
        return np.maximum(target - wider * (target - low), 0.0), target + wider * (high - target)
    half = -quantile(tail) * wider * np.sqrt(target * (1 - target) / n)
    return np.maximum(target - half, 0.0), np.minimum(target + half, 1.0)


def _poisson_limits(n: Floats, target: float, tail: float) -> tuple[Floats, Floats]:
    """Return the rates whose exact interval just touches the target.

    The count x is the lower limit if chance leaves x or fewer cases with probability ``tail``, the upper one if it
    leaves x or more; between whole numbers the incomplete gamma function joins them smoothly.
    """
    from scipy.special import gammaincc

    usable = ~np.isnan(n) & (target > 0)
    expected = np.where(usable, n * (target if target > 0 else 1.0), 1.0)
    # Where no case at all is more likely than the tail, no count is too low.
    can_be_low = gammaincc(1.0, expected) < tail
    low = np.where(can_be_low, _count_at(tail, np.where(can_be_low, expected, 10.0)), 0.0)
    high = 1 + _count_at(1 - tail, expected)
    nothing = np.where(np.isnan(n), np.nan, 0.0)  # a target of 0: any case lies above
    persons = np.where(usable, n, 1.0)
    return np.where(usable, low / persons, nothing), np.where(usable, high / persons, nothing)


def _count_at(probability: float, expected: Floats) -> Floats:
    """Return the count that is not exceeded with a probability, between whole numbers too."""
    from scipy.special import ndtri, pdtrik

    is_small = expected < _EXPANDED_FROM
    exact = pdtrik(probability, np.where(is_small, expected, 10.0))
    z = float(ndtri(probability))
    expanded = expected + z * np.sqrt(expected) + (z * z - 1) / 6 - 0.5
    return np.where(is_small, exact, expanded)
