# SPDX-License-Identifier: EUPL-1.2
"""How much of a group lives within reach: by the ground of areas, or by the ground on which people live."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from indicators.stats.reach.demand import Demand, Floats

Codes = npt.NDArray[np.uint8]
# Outlines cut one out of the other may sum up to this much more than the whole.
_NOISE = 1e-6


class Basis(IntEnum):
    """By what the share of an area within reach was measured."""

    NONE = 0
    RESIDENTIAL = 1
    GROUND = 2


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """The share of each of n areas that lies within reach, 0 to 1, NaN where it cannot be told, and by what."""

    shares: Floats
    basis: Codes


@dataclass(frozen=True, slots=True, eq=False)
class GroupReach:
    """How much of a group lives within reach, of n areas together.

    ``persons`` by area and ``share`` of all; ``lower`` and ``upper`` bound the share where areas have persons but no
    share of ground (nobody or everybody there within reach). ``left_out`` are the areas whose persons are not known:
    they are part of neither side. ``hidden`` are the areas whose hidden numbers went into the share.
    """

    persons: Floats
    share: float
    lower: float
    upper: float
    left_out: tuple[int, ...]
    hidden: tuple[int, ...]

    @property
    def rests_on_hidden(self) -> bool:
        """Whether a hidden number went into the share."""
        return bool(self.hidden)


def ground_overlap(inside: Floats, ground: Floats) -> Overlap:
    """Return the share of each area's ground within reach.

    Parameters
    ----------
    inside, ground : ndarray, shape (n,), float
        m² within reach and altogether, 0 or more; NaN where not known.

    Returns
    -------
    Overlap
        An area without ground has no share (NaN), never 0 / 0.

    Raises
    ------
    ValueError
        For negative ground, more inside than there is (beyond the noise of cutting), or shapes that differ.

    Examples
    --------
    >>> ground_overlap(np.array([25.0, 0.0]), np.array([100.0, 0.0])).shares.tolist()
    [0.25, nan]
    """
    if inside.shape != ground.shape:
        raise ValueError("Each area has ground inside and altogether.")
    if (inside < 0).any() or (ground < 0).any() or (inside > ground * (1 + _NOISE)).any():
        raise ValueError("Ground within reach lies between 0 and all there is.")
    shares = np.minimum(np.divide(inside, ground, out=np.full(ground.shape, np.nan), where=ground > 0), 1.0)
    return Overlap(shares, np.where(np.isnan(shares), Basis.NONE, Basis.GROUND).astype(np.uint8))


def residential_overlap(residential: Overlap, ground: Overlap) -> Overlap:
    """Prefer the ground on which people live to all ground (dasymetric).

    Parameters
    ----------
    residential, ground : Overlap
        Shares of the residential ground and of all ground of the same n areas within reach.

    Returns
    -------
    Overlap
        By residential ground; by all ground, and marked so, where an area has no residential ground or it is not
        known; NaN where neither tells.

    Raises
    ------
    ValueError
        When the numbers of areas differ.

    References
    ----------
    Wright (1936), Geographical Review 26, 103-110; Eicher and Brewer (2001), Cartography and Geographic Information
    Science 28, 125-138: the binary method.

    Examples
    --------
    >>> homes = ground_overlap(np.array([30.0, 0.0]), np.array([40.0, 0.0]))
    >>> residential_overlap(homes, ground_overlap(np.array([25.0, 9.0]), np.array([100.0, 90.0]))).shares.tolist()
    [0.75, 0.1]
    """
    if residential.shares.shape != ground.shares.shape:
        raise ValueError("Both shares are those of the same areas.")
    has_homes = ~np.isnan(residential.shares)
    basis = np.where(has_homes, np.uint8(Basis.RESIDENTIAL), ground.basis)
    return Overlap(np.where(has_homes, residential.shares, ground.shares), basis.astype(np.uint8))


def group_within(who: Demand, shares: Floats) -> GroupReach:
    """Return how much of a group lives within reach.

    Parameters
    ----------
    who : Demand
        Persons of the group in n areas.
    shares : ndarray, shape (n,), float
        Part of each area's persons within reach, 0 to 1: an overlap, or 0 and 1 by the way from its centre of
        population; NaN where it cannot be told.

    Returns
    -------
    GroupReach
        NaN for the share where nobody is known to live in an area with a share. Areas without persons change nothing.

    Raises
    ------
    ValueError
        For shares outside 0 to 1 or another number of areas.

    Examples
    --------
    >>> group_within(Demand(np.array([30.0, 10.0]), np.zeros(2, bool), np.zeros(2)), np.array([0.5, 1.0])).share
    0.625
    """
    if shares.shape != who.persons.shape or (shares < 0).any() or (shares > 1).any():
        raise ValueError("Each area has a share from 0 to 1.")
    known, lives = who.is_known, np.where(who.is_known, who.persons, 0.0)
    told, inside = ~np.isnan(shares), lives * np.where(np.isnan(shares), 0.0, shares)
    open_persons, everybody = float(lives[~told].sum()), float(lives.sum())
    return GroupReach(
        persons=who.persons * shares,
        share=_quotient(float(inside.sum()), everybody - open_persons),
        lower=_quotient(float(inside.sum()), everybody),
        upper=_quotient(float(inside.sum()) + open_persons, everybody),
        left_out=tuple(int(place) for place in np.flatnonzero(~known)),
        hidden=tuple(int(place) for place in np.flatnonzero(known & who.hidden)),
    )


def _quotient(part: float, whole: float) -> float:
    return min(part / whole, 1.0) if whole > 0 else float("nan")
