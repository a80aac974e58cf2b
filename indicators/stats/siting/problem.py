# SPDX-License-Identifier: EUPL-1.2
"""What is asked when sites are looked for: who needs places, where sites are and may be, how far a way may be."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.reach.demand import Demand, Floats, Mask, checked_table

Integers = npt.NDArray[np.int64]
# Least way of all persons together, or most persons within the longest way.
Objective = Literal["median", "covering"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much work a search may be, in counts and never in seconds: the same everywhere.

    ``pairs`` are ways between areas and sites that the solver weighs, ``nodes`` the branches that it looks at.
    """

    pairs: int = 60_000
    nodes: int = 1_000


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """Sites in their order: those ``fixed`` stay open, the others are candidates; ``capacities`` may be infinite."""

    fixed: Mask
    capacities: Floats

    @property
    def is_bounded(self) -> bool:
        """Whether any site takes only so many persons."""
        return bool(np.isfinite(self.capacities).any())


@dataclass(frozen=True, slots=True, eq=False)
class Siting:
    """A search: costs (n x m) are infinite where there is no way or a longer one than allowed."""

    who: Demand
    sites: Sites
    costs: Floats
    most_new: int

    @property
    def weights(self) -> Floats:
        """The known persons of each area; an unknown number weighs nothing and is named as left out."""
        return np.where(self.who.is_known, self.who.persons, 0.0)

    @property
    def counted(self) -> Mask:
        """The areas with persons that some site or candidate may serve."""
        return (self.weights > 0) & np.isfinite(self.costs).any(axis=1)


def sites(fixed: Mask, capacities: Floats | None = None) -> Sites:
    """Put together what is open and what may be opened.

    Parameters
    ----------
    fixed : ndarray, shape (m,), bool
        Existing sites that stay; the others are candidates.
    capacities : ndarray, shape (m,), float, optional
        Persons that a site takes, 0 or more, infinity for as many as come; unbounded by default.

    Returns
    -------
    Sites
        As given.

    Raises
    ------
    ValueError
        For a capacity that is negative or NaN (how many a site takes has to be known), or shapes that differ.

    Examples
    --------
    >>> sites(np.array([True, False])).is_bounded
    False
    """
    room = np.full(fixed.shape, np.inf) if capacities is None else capacities
    if fixed.ndim != 1 or room.shape != fixed.shape or not (room >= 0).all():
        raise ValueError("Each site is fixed or a candidate, with a known capacity of 0 or more.")
    return Sites(fixed, room)


def siting(who: Demand, where: Sites, costs: Floats, *, most_new: int, furthest: float = np.inf) -> Siting:
    """Put a search together.

    Parameters
    ----------
    who : Demand
        Persons of n areas; those not known weigh nothing and are named.
    where : Sites
        m sites and candidates.
    costs : ndarray, shape (n, m), float
        Minutes or metres, 0 or more; NaN or infinity where there is no way.
    most_new : int
        At most so many candidates are opened, 0 or more.
    furthest : float
        Longer ways serve nobody; needed for covering, any way serves by default.

    Returns
    -------
    Siting
        With infinity for every way that does not serve.

    Raises
    ------
    ValueError
        For negative costs or bounds, a negative number of sites, or shapes that do not fit.
    """
    table = checked_table(costs, who.persons.size, where.fixed.size)
    if most_new < 0 or not furthest >= 0:
        raise ValueError("Numbers of sites and the longest way are not negative.")
    return Siting(who, where, np.where(table <= furthest, table, np.inf), most_new)
