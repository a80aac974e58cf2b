# SPDX-License-Identifier: EUPL-1.2
"""Contiguity weights over the areas that take part; islands are named and left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
# Why a measure of neighbourhood cannot be told: too few areas with a neighbour, values that do not differ, or a map
# on which every arrangement of the values gives the same result.
SpaceReason = Literal["", "too_few", "constant", "no_contrast"]
FEWEST: Final = 4
# Below this number of areas a pattern is a hint to look, not a finding.
EXPLORATORY_BELOW: Final = 30
# Relative to their size, differences below this are rounding noise of doubles.
NOISE: Final = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhood:
    """Who touches whom among the areas that take part, row-standardised: all neighbours of an area count alike.

    ``members`` are the positions of the m areas with a value and at least one neighbour with a value; ``islands``
    those with a value but no such neighbour. ``others`` lists the neighbours of the members one after another, in
    the numbering of the members; those of member i start at ``starts[i]``, and there are ``degrees[i]`` of them.
    """

    size: int
    members: Integers
    islands: Integers
    starts: Integers
    others: Integers
    degrees: Integers

    @property
    def is_exploratory(self) -> bool:
        """Whether so few areas take part that a pattern is a hint only."""
        return self.members.size < EXPLORATORY_BELOW

    def means(self, values: Floats) -> Floats:
        """Return the mean of the neighbours of each member.

        Parameters
        ----------
        values : ndarray, shape (m,), float
            Of the members, without NaN.

        Returns
        -------
        ndarray, shape (m,), float
            Each member has a neighbour, hence no division by zero.
        """
        if not self.members.size:
            return np.empty(0)
        sums: Floats = np.add.reduceat(values[self.others], self.starts)
        return sums / self.degrees

    def spread(self, values: Floats) -> Floats:
        """Return numbers of the members at the places of all areas; NaN where an area takes no part."""
        result = np.full(self.size, np.nan)
        result[self.members] = values
        return result


def pairs_from_lists(neighbours: Sequence[Sequence[int]]) -> tuple[Integers, Integers]:
    """Turn lists of neighbours into pairs.

    Parameters
    ----------
    neighbours : sequence of sequence of int
        For each position the positions it touches.

    Returns
    -------
    first, second : ndarray, shape (m,), int
        Each contact as often as it is listed. No values, hence no NaN.

    References
    ----------
    None: a change of form.

    Examples
    --------
    >>> pairs_from_lists([[1], [0]])[1].tolist()
    [1, 0]
    """
    first = np.repeat(np.arange(len(neighbours)), [len(each) for each in neighbours])
    second = np.fromiter((other for each in neighbours for other in each), dtype=np.int64, count=first.size)
    return first.astype(np.int64), second


def neighbourhood(first: Integers, second: Integers, takes_part: Mask) -> Neighbourhood:
    """Build contiguity weights from pairs of neighbours.

    Parameters
    ----------
    first, second : ndarray, shape (p,), int
        Positions of areas that touch, 0 to n - 1, in any order and direction; repeated pairs count once.
    takes_part : ndarray, shape (n,), bool
        Usually the areas with a value. The others are nobody's neighbours.

    Returns
    -------
    Neighbourhood
        Areas without a neighbour that takes part are its islands: they get no weight, and no other area loses one
        by that. Without any contact there is no member.

    Raises
    ------
    ValueError
        When an area touches itself, or a position lies outside of the order.

    References
    ----------
    Cliff and Ord (1981), Spatial Processes, chapter 1.

    Examples
    --------
    >>> found = neighbourhood(np.array([0, 1]), np.array([1, 2]), np.array([True, True, True, True]))
    >>> found.degrees.tolist(), found.islands.tolist()
    ([1, 2, 1], [3])
    """
    size = takes_part.size
    if first.size and (min(first.min(), second.min()) < 0 or max(first.max(), second.max()) >= size):
        raise ValueError(f"Neighbours are positions from 0 to {size - 1}.")
    if (first == second).any():
        raise ValueError("No area touches itself.")
    is_kept = takes_part[first] & takes_part[second]
    both = np.concatenate([first[is_kept] * size + second[is_kept], second[is_kept] * size + first[is_kept]])
    both.sort()
    # Sorted and compared: twenty times faster than the search for what is unique.
    is_first = np.ones(both.size, dtype=bool)
    np.not_equal(both[1:], both[:-1], out=is_first[1:])
    focal, other = np.divmod(both[is_first], max(size, 1))
    counts = np.bincount(focal, minlength=size)
    members = np.flatnonzero(counts)
    number = np.zeros(size, dtype=np.int64)
    number[members] = np.arange(members.size)
    degrees = counts[members]
    return Neighbourhood(
        size=size,
        members=members,
        islands=np.flatnonzero(takes_part & (counts == 0)),
        starts=np.cumsum(degrees) - degrees,
        others=number[other],
        degrees=degrees,
    )


def contrast_problem(values: Floats) -> SpaceReason:
    """Say why no pattern can be told of the values of the members.

    Parameters
    ----------
    values : ndarray, shape (m,), float
        Without NaN.

    Returns
    -------
    str
        Empty, ``too_few`` below 4 areas, or ``constant`` when the values do not differ beyond rounding noise.

    References
    ----------
    Cliff and Ord (1981), Spatial Processes: the variance under randomisation needs four areas.

    Examples
    --------
    >>> contrast_problem(np.array([1.0, 1.0, 1.0, 1.0]))
    'constant'
    """
    if values.size < FEWEST:
        return "too_few"
    return "constant" if np.ptp(values) <= NOISE * np.abs(values).max() else ""
