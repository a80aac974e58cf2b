# SPDX-License-Identifier: EUPL-1.2
"""Figures of areas of one's own: estimates where areas are cut, and between which ends the truth lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.conversion.carrying import MOSTLY
from indicators.stats.selections import PERCENT

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]
Booleans = npt.NDArray[np.bool_]

# Of fewer people nothing is said where an area is cut: an estimate would seem to tell of a few houses.
FEWEST_PEOPLE: Final = 100
# Nor where less than this part of the people of all touched areas lives inside: what is told would be the areas around.
LEAST_INSIDE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of whole areas and pieces of others; NaN for what it does not have.

    ``value`` is an estimate, ``numerator`` and ``denominator`` are whole numbers; the true figure lies from ``low`` to
    ``high``, whoever lives in the pieces: both NaN where nobody can say.
    """

    value: float
    numerator: float = float("nan")
    denominator: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")


def people_shares(ground: Floats, pieces: Integers, share: Floats, people: Floats, parents: Integers) -> Floats:
    """Tell which share of the people of each area lives inside, by those of the finer areas in it.

    Parameters
    ----------
    ground : ndarray, shape (p,)
        The share of the ground of each of p areas that lies inside, above 0 to 1; 1 stays 1.
    pieces : ndarray of intp, shape (f,)
        Positions of the finer areas that lie inside, wholly or in part.
    share : ndarray, shape (f,)
        The share of the ground of each of them that lies inside, above 0 to 1.
    people : ndarray, shape (m,)
        The people of all m finer areas, at least 0; NaN where they are not known.
    parents : ndarray of intp, shape (m,)
        In which of the p areas each finer area lies; -1 for none of them.

    Returns
    -------
    ndarray, shape (p,)
        0 to 1. The share of the ground where the people of some finer area are not known, where nobody lives in any,
        and where there is no finer area.
    """
    inside = np.zeros(len(people))
    inside[pieces] = share
    is_here = parents >= 0
    at = parents[is_here]
    total = np.bincount(at, weights=people[is_here], minlength=len(ground))
    within = np.bincount(at, weights=(people * inside)[is_here], minlength=len(ground))
    known = np.isfinite(total) & (total > 0)
    by_people = np.where(known, within / np.where(known, total, 1.0), ground)
    return np.where(ground == 1, 1.0, by_people)


def part_inside(share: Floats, weight: Floats) -> float:
    """Tell which part of the areas that are touched lies inside.

    Parameters
    ----------
    share : ndarray, shape (p,)
        Which share of each lies inside, 0 to 1.
    weight : ndarray, shape (p,)
        The people of each, or its ground, at least 0.

    Returns
    -------
    float
        0 to 1; NaN where a weight is, and where all are 0.
    """
    total = float(np.sum(weight))
    return float(np.sum(share * weight)) / total if total > 0 else float("nan")


def estimated_count(counts: Floats, share: Floats, *, base: int = 0) -> Estimate:
    """Estimate a count: all of whole areas, of cut ones the share that lies inside.

    Parameters
    ----------
    counts : ndarray, shape (p,)
        Counts of areas, at least 0; p at least 1.
    share : ndarray, shape (p,)
        Which share of the people of each lives inside, 0 to 1; 1 for whole areas.
    base : int
        Of which number every count is a multiple; 0 where they are told as they are.

    Returns
    -------
    Estimate
        Rounded to a whole number. The true count is at least that of the whole areas and at most that of all that are
        touched, each count off by half the base at most. NaN where a count is NaN: missing is not 0.

    Examples
    --------
    100 people in a whole area and half of another one with 60: 130, at least 100, at most 160.
    """
    off = base / 2
    is_whole = share == 1
    low = float(np.sum(np.maximum(counts[is_whole] - off, 0.0)) + 0 * np.sum(counts))
    return Estimate(_rounded(counts * share), low=low, high=float(np.sum(counts + off)))


def estimated_rate(
    numerators: Floats, denominators: Floats, share: Floats, *, factor: float = PERCENT, base: int = 0
) -> Estimate:
    """Estimate a rate anew from the estimated counts behind it; never a mean of rates.

    Parameters
    ----------
    numerators, denominators : ndarray, shape (p,)
        Cases and persons of areas, at least 0; p at least 1.
    share : ndarray, shape (p,)
        Which share of the people of each lives inside, 0 to 1; 1 for whole areas.
    factor : float
        Per so many persons the rate is told, 100 for a share in percent.
    base : int
        Of which number every count is a multiple; 0 where they are told as they are.

    Returns
    -------
    Estimate
        The ends are those of the worst cases: all persons of the cut areas who are no case live inside and none of the
        cases, or all of the cases and nobody else. They need cases among the persons: only shares in percent have
        them, and none where a count of cases is above that of its persons. The value is NaN where nobody is counted,
        all is NaN where a count is.

    Examples
    --------
    10 of 100 in a whole area and 30 of 60 in one of which half lies inside: 25 of 130 (19.2 %); at least 10 of 130,
    at most 40 of 130.
    """
    cases, persons = _rounded(numerators * share), _rounded(denominators * share)
    if not persons > 0:
        return Estimate(float("nan"), cases, persons)
    value = factor * cases / persons
    if factor != PERCENT or not (numerators <= denominators).all():
        return Estimate(value, cases, persons)
    low, high = (factor * end for end in _worst(numerators, denominators, share == 1, base / 2))
    return Estimate(min(max(value, low), high), cases, persons, low, high)


def _worst(numerators: Floats, denominators: Floats, is_whole: Booleans, off: float) -> tuple[float, float]:
    """Return the lowest and the highest rate that whole areas and any part of the others allow."""
    least, most = np.maximum(numerators - off, 0.0), numerators + off
    others_least, others_most = (
        np.maximum(denominators - off - most, 0.0),
        np.maximum(denominators + off - least, 0.0),
    )
    # Lowest: few cases of the whole areas, everybody else of all areas; highest: all cases, few others of whole ones.
    few, many = np.sum(least[is_whole]), np.sum(others_most)
    low = float(few / (few + many)) if few + many > 0 else 0.0
    many, few = np.sum(most), np.sum(others_least[is_whole])
    high = float(many / (many + few)) if many + few > 0 else 0.0
    return low, high


def estimated_mean(values: Floats, people: Floats, share: Floats) -> Estimate:
    """Estimate a share of which nobody tells the counts: the mean of the areas, weighted by their people.

    Parameters
    ----------
    values : ndarray, shape (p,)
        Shares of areas; p at least 1.
    people : ndarray, shape (p,)
        The people of each area, at least 0.
    share : ndarray, shape (p,)
        Which share of the people of each lives inside, 0 to 1; 1 for whole areas.

    Returns
    -------
    Estimate
        Without an end but the lowest and the highest value, where every area is whole: a mean by other persons than
        these lies between them too. NaN where people are not known, where nobody lives there, and where less than
        `MOSTLY` of the people come from areas of which at least `MOSTLY` lies inside: how a share differs within an
        area, nobody knows.
    """
    weight = people * share
    total = float(np.sum(weight))
    mostly = float(np.sum(weight[share >= MOSTLY]))
    if not total > 0 or mostly < MOSTLY * total:
        return Estimate(float("nan"))
    value = float(np.sum(values * weight) / total)
    if (share == 1).all():
        return Estimate(value, low=float(np.min(values)), high=float(np.max(values)))
    return Estimate(value)


def coverage(people: float, total: float, low: float = float("nan"), high: float = float("nan")) -> Estimate:
    """Tell which part of all people live inside, in percent.

    Parameters
    ----------
    people : float
        How many live inside, at least 0; NaN where nobody knows.
    total : float
        How many there are in all, at least 0; NaN where nobody knows.
    low, high : float
        Between which ends the true number inside lies; NaN where nobody can say.

    Returns
    -------
    Estimate
        0 to 100 with its ends, people and total behind it; a number that is above the total (rounding) is all of them.
        NaN where people or total are not known, and where nobody lives anywhere.

    Examples
    --------
    130 of 400 people, at least 100 and at most 160: 32.5 %, from 25 % to 40 %.
    """
    if not total > 0 or not people >= 0:
        return Estimate(float("nan"), people, total)
    value, least, most = (
        PERCENT * min(1.0, each / total) if each >= 0 else float("nan") for each in (people, low, high)
    )
    return Estimate(value, people, total, least, most)


def agreed_side(ends: Sequence[float], whole: float) -> Literal["", "lower", "higher"]:
    """Say on which side of the whole a figure lies, if all ends between which the truth may lie are there.

    Parameters
    ----------
    ends : sequence of float
        The ends of the figure, in its unit; NaN for an end that nobody knows.
    whole : float
        The figure of the whole, in the same unit; NaN where it is not known.

    Returns
    -------
    str
        ``lower`` or ``higher``; empty where the whole lies between the ends or on one of them, where there are none,
        and where an end or the whole is NaN: nothing is claimed then.

    Examples
    --------
    From 19.2 % to 38.1 % beside 21 % of the whole: nothing. From 22 % to 38.1 %: higher.
    """
    if not ends or isnan(whole) or any(isnan(end) for end in ends):
        return ""
    if min(ends) > whole:
        return "higher"
    return "lower" if max(ends) < whole else ""


def leaves_one(is_hidden: Booleans, is_inside: Booleans, groups: Sequence[Integers]) -> bool:
    """Say whether a sum and a total that is published would leave one hidden area alone.

    Parameters
    ----------
    is_hidden : ndarray of bool, shape (n,)
        Which areas are hidden.
    is_inside : ndarray of bool, shape (n,)
        Which areas are added up, wholly or in part.
    groups : sequence of ndarray of intp
        Positions of the areas of each total that is published.

    Returns
    -------
    bool
        True where a group holds one hidden area alone, and all its others are added up. Whoever sees these figures can
        subtract them one by one as well: a pattern that holds leaves no such group. The check says nothing more than
        what marks say, and holds where nobody made a pattern.
    """
    return any(
        np.count_nonzero(is_hidden[group]) == 1 and bool((is_inside | is_hidden)[group].all()) for group in groups
    )


def holds_one_hidden(is_hidden: Booleans, is_touched: Booleans) -> bool:
    """Say whether what two sums differ in holds one hidden area alone: their difference would come close to it.

    Parameters
    ----------
    is_hidden : ndarray of bool, shape (n,)
        Which areas are hidden.
    is_touched : ndarray of bool, shape (n,)
        Of which areas the difference holds something.

    Returns
    -------
    bool
        False for none and for two and more, which a pattern that holds keeps apart.
    """
    return int(np.count_nonzero(is_hidden & is_touched)) == 1


def _rounded(parts: Floats) -> float:
    """Return the sum to the next whole number, halves up; NaN stays."""
    return float(np.floor(np.sum(parts) + 0.5 + 1e-9))
