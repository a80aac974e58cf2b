# SPDX-License-Identifier: EUPL-1.2
"""Many areas at once: of a hundred differences that are not there, five look real; this keeps them apart."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.stats.compare import Outcome
from indicators.stats.discoveries import adjusted_for_many
from indicators.stats.normal import two_sided_p
from indicators.stats.tiers import shares_with_rest

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Parts = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Discoveries:
    """What remains of many tests.

    Attributes
    ----------
    p, q : ndarray, shape (n,), float
        The p-value of each test alone, and adjusted for all of them; NaN where there was no test.
    outcome : ndarray, shape (n,), int
        Codes of ``Outcome``: higher or lower where q is at most the level, else similar; not comparable without a test.
    tests : int
        How many tests were made.
    """

    p: Floats
    q: Floats
    outcome: Codes
    tests: int


def p_of_shares(one: Parts, other: Parts) -> Floats:
    """Return the p-value of two independent shares being equal (score test).

    Parameters
    ----------
    one, other : tuple of ndarray, same shape, float
        Cases and persons of both groups.

    Returns
    -------
    ndarray, float
        Two-sided. 1 where nobody or everybody is a case in both groups; NaN where a number is missing, a group is
        empty, or there are more cases than persons.

    References
    ----------
    Miettinen and Nurminen (1985), Statistics in Medicine 4, 213-226: pooled variance times N / (N − 1).

    Examples
    --------
    120 of 1000 against 150 of 1000: 0.0497 (tests/golden/multiple).
    """
    (x1, n1), (x2, n2) = one, other
    known = _is_share(x1, n1) & _is_share(x2, n2)
    x1, n1, x2, n2 = (np.where(known, each, 1.0) for each in (x1, n1, x2, n2))
    total = n1 + n2
    pooled = (x1 + x2) / total
    # One person alone on either side: there is no variance to speak of, and N - 1 is at least 1.
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2) * total / np.maximum(total - 1, 1.0)
    return np.where(known, _two_sided(x1 / n1 - x2 / n2, variance), np.nan)


def p_of_rates(one: Parts, other: Parts) -> Floats:
    """Return the p-value of two independent rates being equal (score test).

    Parameters
    ----------
    one, other : tuple of ndarray, same shape, float
        Cases and persons or person-years of both groups.

    Returns
    -------
    ndarray, float
        Two-sided. 1 without any case on both sides; NaN where a number is missing or a group is empty.

    References
    ----------
    Gu, Ng, Tang and Schucany (2008), Biometrical Journal 50, 283-298.

    Examples
    --------
    See docs/methods/multiple-areas.md.
    """
    (x1, n1), (x2, n2) = one, other
    known = (x1 >= 0) & (x2 >= 0) & (n1 > 0) & (n2 > 0)
    x1, n1, x2, n2 = (np.where(known, each, 1.0) for each in (x1, n1, x2, n2))
    # Given all cases, those of the one group are binomial with its part of the persons.
    share, cases = n1 / (n1 + n2), x1 + x2
    return np.where(known, _two_sided(x1 - cases * share, cases * share * (1 - share)), np.nan)


def changes(earlier: Parts, later: Parts, *, level: float = 0.05, are_rates: bool = False) -> Discoveries:
    """Say which areas changed between two periods, given how many areas there are.

    Parameters
    ----------
    earlier, later : tuple of ndarray, shape (n,), float
        Cases and persons of both periods, areas in the same order.
    level : float
        Which share of the areas named may be there by chance.
    are_rates : bool
        Whether persons can have several cases (rates) or are cases or not (shares).

    Returns
    -------
    Discoveries
        Higher means later above earlier.

    References
    ----------
    Benjamini and Hochberg (1995). Stocks hold largely the same persons in both periods: the test finds too few
    changes then.
    """
    p = (p_of_rates if are_rates else p_of_shares)(later, earlier)
    return among_many(p, _ratio(*later) - _ratio(*earlier), level=level)


def levels(areas: Parts, city: tuple[float, float], *, level: float = 0.05, are_rates: bool = False) -> Discoveries:
    """Say which areas differ from the rest of the city, given how many areas there are.

    Parameters
    ----------
    areas : tuple of ndarray, shape (n,), float
        Cases and persons.
    city : tuple of float
        Cases and persons of the whole city, areas included.
    level : float
        Which share of the areas named may be there by chance.
    are_rates : bool
        As in :func:`changes`.

    Returns
    -------
    Discoveries
        Higher means above the rest of the city. No threshold of relevance is applied.

    References
    ----------
    Benjamini and Hochberg (1995); the tests of areas of one city hang together a little, which the method allows for
    positive dependence (Benjamini and Yekutieli 2001, Annals of Statistics 29, 1165-1188).
    """
    rest = (city[0] - areas[0], city[1] - areas[1])
    p = (p_of_rates if are_rates else p_of_shares)(areas, rest)
    return among_many(p, _ratio(*areas) - _ratio(*rest), level=level)


def standing_out(areas: Parts, city: tuple[float, float], *, threshold: float, level: float = 0.05) -> Codes:
    """Say which shares differ from the rest of the city: by enough to matter, and beyond chance among all areas.

    Parameters
    ----------
    areas : tuple of ndarray, shape (n,), float
        Cases and persons; NaN where an area is not shown: it counts as no test.
    city : tuple of float
        Cases and persons of the whole city, areas included.
    threshold : float
        Fachschwelle in percentage points.
    level : float
        Which share of the areas named may be there by chance.

    Returns
    -------
    ndarray, shape (n,), int
        Codes of ``Outcome``. Higher and lower need an interval of the difference without zero, a distance from the
        city's share of at least the threshold, and an adjusted p-value of at most ``level``.

    References
    ----------
    Newcombe (1998); Benjamini and Hochberg (1995).

    Examples
    --------
    See docs/methods/multiple-areas.md.
    """
    alone = shares_with_rest(*areas, city, threshold=threshold).outcome
    among = levels(areas, city, level=level).outcome
    is_named = (alone == Outcome.LOWER) | (alone == Outcome.HIGHER)
    return np.where(is_named & (among != alone), int(Outcome.SIMILAR), alone)


def among_many(p: Floats, difference: Floats, *, level: float = 0.05) -> Discoveries:
    """Say which differences remain, given how many were tested: of shares, rates, means or slopes of trends.

    Parameters
    ----------
    p : ndarray, shape (n,), float
        Two-sided p-values; NaN where nothing was tested.
    difference : ndarray, shape (n,), float
        Its sign is the direction; any unit.
    level : float
        Which share of the areas named may be there by chance.

    Returns
    -------
    Discoveries
        Of n areas.

    Raises
    ------
    ValueError
        For a level or a p-value outside of 0 to 1.

    References
    ----------
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.

    Examples
    --------
    >>> among_many(np.array([0.001, 0.04, np.nan, 0.6]), np.array([2.0, -3.0, 1.0, 1.0])).outcome.tolist()
    [3, 2, 0, 2]
    """
    if not 0 < level < 1:
        raise ValueError(f"The level lies between 0 and 1, not {level}.")
    q = adjusted_for_many(p)
    outcome = np.full(p.shape, int(Outcome.SIMILAR))
    outcome[(q <= level) & (difference > 0)] = Outcome.HIGHER
    outcome[(q <= level) & (difference < 0)] = Outcome.LOWER
    outcome[np.isnan(q)] = Outcome.NOT_COMPARABLE
    return Discoveries(p, q, outcome, int((~np.isnan(p)).sum()))


def _is_share(x: Floats, n: Floats) -> npt.NDArray[np.bool_]:
    return (n > 0) & (x >= 0) & (x <= n)


def _ratio(x: Floats, n: Floats) -> Floats:
    return np.where(n > 0, x, np.nan) / np.where(n > 0, n, 1.0)


def _two_sided(distance: Floats, variance: Floats) -> Floats:
    varies = variance > 0
    return np.where(varies, two_sided_p(distance / np.sqrt(np.where(varies, variance, 1.0))), 1.0)
