# SPDX-License-Identifier: EUPL-1.2
"""The crosswalk between two boundary versions of a level: the pieces that their areas share, and who lives on them.

A crosswalk has no direction. Read from the older to the newer version or back, the share of an area that goes into
another one is the base of their piece over the base of all its pieces (docs/methods/crosswalk.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Floats, Integers
    from spatial.geometry.succession import Succession

# The two versions are counted at different dates: fitted to the end, what grew meanwhile would be taken for people on
# the pieces that borders cut off. After three rounds nearly all is told that both dates agree upon
# (docs/methods/crosswalk.md: the error by rounds and years).
_ROUNDS: Final = 3
# Margins that contradict each other press pieces ever smaller; below this there is nothing to scale.
_NOTHING: Final = 1e-100


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The e pieces of ground that n older and m newer areas of one level share, ordered by older, then newer.

    ``older`` and ``newer`` are positions in the frozen orders, ``area_m2`` the common ground, ``base`` what figures
    are apportioned by (persons, or square metres where nobody knows of persons); all of shape (e,). ``is_lost``
    (shape (n,)) and ``is_gained`` (shape (m,)) mark areas of which more than noise lies in no area of the other
    version.
    """

    older: Integers
    newer: Integers
    area_m2: Floats
    base: Floats
    is_lost: Booleans
    is_gained: Booleans

    @property
    def sizes(self) -> tuple[int, int]:
        """How many older and how many newer areas there are."""
        return len(self.is_lost), len(self.is_gained)

    def backwards(self) -> Pieces:
        """Return the same pieces with the roles of older and newer changed, in their order."""
        order = np.lexsort((self.older, self.newer))
        return Pieces(
            self.newer[order],
            self.older[order],
            self.area_m2[order],
            self.base[order],
            self.is_gained,
            self.is_lost,
        )

    def shares(self) -> Floats:
        """Return which share of its older area each piece is, 0 to 1 by the base; they sum to 1 for each area.

        Returns
        -------
        ndarray, shape (e,), float
            By ground where the pieces of an area have no base at all: nobody lives there, and nothing is lost.
        """
        total = np.bincount(self.older, weights=self.base, minlength=self.sizes[0])[self.older]
        return np.where(total > 0, self.base / np.where(total > 0, total, 1.0), self.ground_shares())

    def ground_shares(self) -> Floats:
        """Return which share of the ground of its older area each piece is, shape (e,), 0 to 1.

        Returns
        -------
        ndarray, shape (e,), float
            Equal ones where no piece of an area has ground: a published table alone names them.
        """
        total = np.bincount(self.older, weights=self.area_m2)[self.older]
        equal = 1.0 / np.bincount(self.older)[self.older]
        return np.where(total > 0, self.area_m2 / np.where(total > 0, total, 1.0), equal)


def pieces_of(succession: Succession) -> Pieces:
    """Take the pieces of ground from what became of areas; what is only drawn anew is no piece.

    Parameters
    ----------
    succession : Succession
        Of two versions of one level.

    Returns
    -------
    Pieces
        With the ground as base.
    """
    real = ~succession.is_noise
    area = succession.area_m2[real]
    return Pieces(
        succession.old[real], succession.new[real], area, area.copy(), succession.is_lost, succession.is_gained
    )


def kept_within(pieces: Pieces, upper: Pieces, older_parents: Integers, newer_parents: Integers) -> Pieces:
    """Drop pieces across a border of the level above that did not move there.

    What is noise to a large area may be a piece of a small one; kept, it would carry people over a border that
    stands, and the parts would not add up to their whole.

    Parameters
    ----------
    pieces, upper : Pieces
        Of a level, and of one above it.
    older_parents, newer_parents : ndarray of intp, shapes (n,) and (m,)
        Positions of the areas above; −1 for none.

    Returns
    -------
    Pieces
        Without pieces whose areas above share no ground, but for those that are all that an area has.
    """
    allowed = set(zip(upper.older.tolist(), upper.newer.tolist(), strict=True))
    above = zip(older_parents[pieces.older].tolist(), newer_parents[pieces.newer].tolist(), strict=True)
    fits = np.array([-1 in pair or pair in allowed for pair in above], dtype=np.bool_)
    counts = pieces.sizes
    left_old = np.bincount(pieces.older[fits], minlength=counts[0])[pieces.older]
    left_new = np.bincount(pieces.newer[fits], minlength=counts[1])[pieces.newer]
    kept = fits | (left_old == 0) | (left_new == 0)
    return _only(pieces, kept)


def _only(pieces: Pieces, kept: Booleans) -> Pieces:
    return replace(
        pieces,
        older=pieces.older[kept],
        newer=pieces.newer[kept],
        area_m2=pieces.area_m2[kept],
        base=pieces.base[kept],
    )


def gathered(pieces: Pieces, upper: Pieces, older_parents: Integers, newer_parents: Integers) -> Pieces:
    """Give the pieces of a level above the base of the pieces that lie in them.

    Parameters
    ----------
    pieces, upper : Pieces
        Of a level with a base, and of the one above it.
    older_parents, newer_parents : ndarray of intp, shapes (n,) and (m,)
        Positions of the areas above; −1 for none.

    Returns
    -------
    Pieces
        The pieces above with the sums of the bases below; a piece in which none lies has the base zero.
    """
    places = {pair: place for place, pair in enumerate(zip(upper.older.tolist(), upper.newer.tolist(), strict=True))}
    base = np.zeros(len(upper.base))
    above = zip(older_parents[pieces.older].tolist(), newer_parents[pieces.newer].tolist(), strict=True)
    for pair, amount in zip(above, pieces.base.tolist(), strict=True):
        place = places.get(pair)
        if place is not None:
            base[place] += amount
    return replace(upper, base=base)


def with_base(
    pieces: Pieces,
    *,
    older: Floats | None = None,
    newer: Floats | None = None,
    ground: Floats | None = None,
) -> Pieces:
    """Estimate how many persons live on each piece, so that both versions are met as far as they agree.

    Parameters
    ----------
    pieces : Pieces
        Any.
    older, newer : ndarray of float, shapes (n,) and (m,), optional
        Persons by area on either version; NaN where unknown. The two may be of different dates: within each group of
        areas that hang together the older ones are scaled to the newer ones.
    ground : ndarray of float, shape (e,), optional
        What to begin with within an area instead of all its ground: residential ground in m², or points of addresses.

    Returns
    -------
    Pieces
        Without any known persons the ground is the base. Pieces begin with their ground times the geometric mean of
        both densities and are then fitted to both margins in turn, three times, the newer ones last.

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940): On a Least Squares Adjustment of a Sampled Frequency Table When the
    Expected Marginal Totals are Known. Annals of Mathematical Statistics 11, pp. 427-444.
    Schroeder, J. P. (2007): Target-Density Weighting Interpolation. Geographical Analysis 39, pp. 311-335.
    """
    seed = pieces.area_m2 if ground is None else np.where(ground > 0, ground, 0.0)
    sides = [(pieces.older, _margin(older, pieces.sizes[0])), (pieces.newer, _margin(newer, pieces.sizes[1]))]
    if all(np.isnan(margin).all() for _, margin in sides):
        return replace(pieces, base=seed.astype(np.float64))
    base = seed * _density(seed, sides)
    return replace(pieces, base=_fitted(base, pieces, sides))


def _margin(persons: Floats | None, size: int) -> Floats:
    return np.full(size, np.nan) if persons is None else np.asarray(persons, dtype=np.float64)


def _density(seed: Floats, sides: list[tuple[Integers, Floats]]) -> Floats:
    """Return the density with which each piece begins: the mean of both, the one that is known, or that of all."""
    found = [_of_pieces(seed, places, margin) for places, margin in sides]
    known = np.vstack([~np.isnan(each) for each in found])
    overall = np.nansum(np.where(known, seed * np.vstack(found), np.nan)) / max((seed * known).sum(), 1e-300)
    both = np.sqrt(np.where(known[0], found[0], 1.0) * np.where(known[1], found[1], 1.0))
    one = np.where(known[0], found[0], np.where(known[1], found[1], overall))
    return np.where(known.all(axis=0), both, one)


def _of_pieces(seed: Floats, places: Integers, margin: Floats) -> Floats:
    total = np.bincount(places, weights=seed, minlength=len(margin))
    density = np.where(total > 0, margin / np.where(total > 0, total, 1.0), np.nan)
    return density[places]


def _fitted(base: Floats, pieces: Pieces, sides: list[tuple[Integers, Floats]]) -> Floats:
    targets = [margin.copy() for _, margin in sides]
    targets[0] = _scaled(pieces, targets[0], targets[1])
    for _ in range(_ROUNDS):
        for (places, _), wanted in zip(sides, targets, strict=True):
            base = _to_margin(base, places, wanted)
    return base


def _to_margin(base: Floats, places: Integers, wanted: Floats) -> Floats:
    """Scale pieces to what their areas have; areas of unknown persons, and those without any base, stay."""
    total = np.bincount(places, weights=base, minlength=len(wanted))
    known = ~np.isnan(wanted) & (total > _NOTHING)
    factor = np.where(known, np.where(known, wanted, 1.0) / np.where(known, total, 1.0), 1.0)
    return base * factor[places]


def _scaled(pieces: Pieces, older: Floats, newer: Floats) -> Floats:
    """Scale the older persons to the newer ones within each group of areas that hang together and are all known.

    Where only some of a group are known on the newer version, the older ones are left out: of another date, they would
    press what is unknown to nothing, or blow it up.
    """
    labels_old, labels_new, count = components(pieces)
    sums = [
        np.bincount(labels, weights=margin, minlength=count)
        for labels, margin in ((labels_old, older), (labels_new, newer))
    ]
    any_newer = np.bincount(labels_new, weights=~np.isnan(newer), minlength=count) > 0
    usable = ~np.isnan(sums[0]) & ~np.isnan(sums[1]) & (sums[0] > 0)
    factor = np.where(usable, np.where(usable, sums[1], 0.0) / np.where(usable, sums[0], 1.0), np.nan)
    return older * np.where(any_newer, factor, 1.0)[labels_old]


def components(pieces: Pieces) -> tuple[Integers, Integers, int]:
    """Group the areas that hang together by pieces.

    Parameters
    ----------
    pieces : Pieces
        Any.

    Returns
    -------
    older, newer : ndarray of intp, shapes (n,) and (m,)
        The number of the group of each area, from 0.
    count : int
        How many groups there are; an area without pieces is a group of its own.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    first, second = pieces.sizes
    ends = (pieces.older, pieces.newer + first)
    links = coo_matrix((np.ones(len(pieces.older)), ends), shape=(first + second, first + second))
    count, labels = connected_components(links, directed=False)
    return labels[:first].astype(np.intp), labels[first:].astype(np.intp), int(count)
