# SPDX-License-Identifier: EUPL-1.2
"""How sure it is that an area differs from the rest of its city, for shares, rates and means; and the words for it."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.compare import Outcome, newcombe
from indicators.stats.intervals import Z_95
from indicators.stats.means import Means, mean_difference, rest_of
from indicators.stats.rates import count_interval

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Direction = Literal["higher_is_better", "lower_is_better", "neutral"]
Word = Literal["lower", "similar", "higher", "better", "worse", "not_comparable"]

# The 99.9 % quantile of the standard normal distribution: two-sided 99.8 %.
Z_998: Final = 3.090232306167813
_CONFIDENCES: Final = (0.95, 0.998)


class Tier(IntEnum):
    """How an area compares with the rest of its city, in two degrees of certainty."""

    NOT_COMPARABLE = 0
    LOWER_998 = 1
    LOWER_95 = 2
    SIMILAR = 3
    HIGHER_95 = 4
    HIGHER_998 = 5


OUTCOMES: Final = {
    Tier.NOT_COMPARABLE: Outcome.NOT_COMPARABLE,
    Tier.LOWER_998: Outcome.LOWER,
    Tier.LOWER_95: Outcome.LOWER,
    Tier.SIMILAR: Outcome.SIMILAR,
    Tier.HIGHER_95: Outcome.HIGHER,
    Tier.HIGHER_998: Outcome.HIGHER,
}


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Areas against the rest of their city, in the unit of the indicator.

    Attributes
    ----------
    difference, lower, upper : ndarray, shape (n,), float
        Area minus rest, with its 95 % interval; NaN where they cannot be compared.
    tier : ndarray, shape (n,), int
        Codes of ``Tier``.
    """

    difference: Floats
    lower: Floats
    upper: Floats
    tier: Codes

    @property
    def outcome(self) -> Codes:
        """Codes of ``Outcome``: the tiers without their degree of certainty."""
        return np.array([int(OUTCOMES[tier]) for tier in Tier])[self.tier]


def shares_with_rest(x: Floats, n: Floats, city: tuple[float, float], *, threshold: float) -> Comparison:
    """Compare the share of each area with that of the rest of the city.

    Parameters
    ----------
    x, n : ndarray, shape (areas,), float
        Cases and persons.
    city : tuple of float
        Cases and persons of the whole city, areas included.
    threshold : float
        Fachschwelle in percentage points: an area nearer to the city's share is called similar.

    Returns
    -------
    Comparison
        In percentage points. Missing counts, an empty area or a city that consists of this area alone are not
        comparable; the area is taken out of the city because it is a part of it.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    parts = (x, n, *_rest(x, n, city))
    limits = [newcombe(*parts, z=z) for z in (Z_95, Z_998)]
    limits = [(100 * lower, 100 * upper) for lower, upper in limits]
    return _compared(100 * _ratio(x, n), 100 * _ratio(*parts[2:]), 100 * _city(city), (limits, threshold))


def rates_with_rest(x: Floats, n: Floats, city: tuple[float, float], *, base: float, threshold: float) -> Comparison:
    """Compare the rate of each area with that of the rest of the city.

    Parameters
    ----------
    x, n : ndarray, shape (areas,), float
        Cases (a person may have several) and persons or person-years.
    city : tuple of float
        Cases and persons of the whole city, areas included.
    base : float
        For instance 1,000 persons.
    threshold : float
        Fachschwelle per ``base``.

    Returns
    -------
    Comparison
        Per ``base``.

    References
    ----------
    Zou and Donner (2008), Statistics in Medicine 27, 1693-1702: limits of a difference from the limits of both rates.
    """
    parts = (x, n, *_rest(x, n, city))
    limits = [_rate_limits(parts, base, confidence) for confidence in _CONFIDENCES]
    return _compared(base * _ratio(x, n), base * _ratio(*parts[2:]), base * _city(city), (limits, threshold))


def means_with_rest(areas: Means, city: tuple[float, float, float], *, threshold: float) -> Comparison:
    """Compare the mean of each area with that of the rest of the city.

    Parameters
    ----------
    areas : Means
        Mean, standard deviation and number of values of n areas.
    city : tuple of float
        The same of the whole city, areas included.
    threshold : float
        Fachschwelle in the unit of the mean.

    Returns
    -------
    Comparison
        In the unit of the mean. Not comparable with fewer than two values on either side.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35.
    """
    rest = rest_of(city, areas)
    limits = [mean_difference(areas, rest, confidence=confidence)[:2] for confidence in _CONFIDENCES]
    return _compared(areas.mean, rest.mean, city[0], (limits, threshold))


def rate_difference(
    parts: tuple[Floats, Floats, Floats, Floats], *, base: float, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Return the difference of two independent rates, with its interval.

    Parameters
    ----------
    parts : tuple of ndarray, same shape, float
        Cases and persons of the one, cases and persons of the other.
    base : float
        For instance 1,000 persons.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    difference, lower, upper : ndarray, float
        Per ``base``, one minus other. NaN where a number is missing or nobody lives.

    References
    ----------
    Zou and Donner (2008), Statistics in Medicine 27, 1693-1702.

    Examples
    --------
    See docs/methods/comparison.md.
    """
    lower, upper = _rate_limits(parts, base, confidence)
    difference = base * (_ratio(*parts[:2]) - _ratio(*parts[2:]))
    return np.where(np.isnan(lower), np.nan, difference), lower, upper


def word_for(outcome: int, direction: Direction, *, is_demographic: bool) -> Word:
    """Return the word for an outcome: a judgement only where a direction is declared and no group of people is meant.

    Parameters
    ----------
    outcome : int
        A code of ``Outcome``.
    direction : {"higher_is_better", "lower_is_better", "neutral"}
        As declared in the definition of the indicator.
    is_demographic : bool
        Whether the indicator is a share of the population by age, sex, origin, household or religion: more or fewer
        people are never better or worse.

    Returns
    -------
    str
        ``lower``, ``similar``, ``higher``, ``better``, ``worse`` or ``not_comparable``.

    Raises
    ------
    ValueError
        For a code or a direction that is not known.

    Examples
    --------
    >>> word_for(Outcome.HIGHER, "lower_is_better", is_demographic=False)
    'worse'
    >>> word_for(Outcome.HIGHER, "lower_is_better", is_demographic=True)
    'higher'
    """
    if direction not in ("higher_is_better", "lower_is_better", "neutral"):
        raise ValueError(f"There is no direction {direction!r}.")
    plain: dict[Outcome, Word] = {
        Outcome.NOT_COMPARABLE: "not_comparable",
        Outcome.LOWER: "lower",
        Outcome.SIMILAR: "similar",
        Outcome.HIGHER: "higher",
    }
    known = Outcome(outcome)
    if known not in (Outcome.LOWER, Outcome.HIGHER) or direction == "neutral" or is_demographic:
        return plain[known]
    return "better" if (known == Outcome.HIGHER) == (direction == "higher_is_better") else "worse"


def _rest(x: Floats, n: Floats, city: tuple[float, float]) -> tuple[Floats, Floats]:
    """Return cases and persons of the city without each area; NaN where an area has more cases than its city."""
    left = city[0] - x
    return np.where(left < 0, np.nan, left), city[1] - n


def _ratio(x: Floats, n: Floats) -> Floats:
    known = n > 0
    return np.where(known, x, np.nan) / np.where(known, n, 1.0)


def _city(city: tuple[float, float]) -> float:
    return city[0] / city[1] if city[1] > 0 else np.nan


def _rate_limits(parts: tuple[Floats, Floats, Floats, Floats], base: float, confidence: float) -> tuple[Floats, Floats]:
    x1, n1, x2, n2 = parts
    p1, p2 = _ratio(x1, n1), _ratio(x2, n2)
    low1, up1 = (_ratio(limit, n1) for limit in count_interval(x1, confidence=confidence))
    low2, up2 = (_ratio(limit, n2) for limit in count_interval(x2, confidence=confidence))
    lower = p1 - p2 - np.sqrt((p1 - low1) ** 2 + (up2 - p2) ** 2)
    upper = p1 - p2 + np.sqrt((up1 - p1) ** 2 + (p2 - low2) ** 2)
    return base * lower, base * upper


def _compared(area: Floats, rest: Floats, city: float, rules: tuple[list[tuple[Floats, Floats]], float]) -> Comparison:
    """Put the tiers together: beyond chance at 95 or 99.8 %, and at least the threshold away from the city."""
    ((lower, upper), (far_lower, far_upper)), threshold = rules
    # The threshold itself counts as reached, whatever binary fractions do to it.
    matters = np.abs(area - city) >= threshold - 1e-9
    tier = np.full(area.shape, int(Tier.SIMILAR))
    tier[matters & (lower > 0)] = Tier.HIGHER_95
    tier[matters & (upper < 0)] = Tier.LOWER_95
    tier[matters & (far_lower > 0)] = Tier.HIGHER_998
    tier[matters & (far_upper < 0)] = Tier.LOWER_998
    unknown = np.isnan(area) | np.isnan(rest) | np.isnan(lower) | np.isnan(city)
    tier[unknown] = Tier.NOT_COMPARABLE
    blank = np.where(unknown, np.nan, 0.0)
    return Comparison(area - rest + blank, lower + blank, upper + blank, tier)
