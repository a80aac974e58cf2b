# SPDX-License-Identifier: EUPL-1.2
"""What is inhabited of areas, and on the pieces that two boundary versions share (docs/methods: crosswalk, reach)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from spatial.geometry.counting import NOWHERE, areas_of_points

if TYPE_CHECKING:
    from spatial.geometry.arrays import Floats, Geometries, Integers
    from spatial.geometry.crosswalk import Pieces

# Whoever lives outside what is known as inhabited is not divided by zero, and people never land on nothing.
_ELSEWHERE: Final = 1e-3
# An area of which less than this share is known as inhabited is taken whole: the layer does not know it.
_LEAST: Final = 1e-3


def ground_on_pieces(pieces: Pieces, older: Geometries, newer: Geometries, shapes: Geometries) -> Floats:
    """Measure the inhabited ground of each piece.

    Parameters
    ----------
    pieces : Pieces
        Of e pieces.
    older, newer : ndarray of object, shapes (n,) and (m,)
        Valid (Multi)Polygons of both versions in metres, in their frozen orders; None and empty ones hold nothing.
    shapes : ndarray of object, shape (k,)
        Valid (Multi)Polygons in the same system. Where they overlap each counts.

    Returns
    -------
    ndarray of float, shape (e,)
        Square metres, 0 where nothing inhabited lies. Ground between two areas that share no piece is left out.
    """
    at, before = _overlaps(shapes, older)
    parts = shapely.intersection(shapes[at], older[before])
    part, after = _overlaps(parts, newer)
    ground = shapely.area(shapely.intersection(parts[part], newer[after]))
    return _by_piece(pieces, before[part], after, ground)


def places_on_pieces(
    pieces: Pieces, older: Geometries, newer: Geometries, places: Geometries, weights: Floats
) -> Floats:
    """Add up the weights of the places on each piece.

    Parameters
    ----------
    pieces, older, newer
        As for `ground_on_pieces`.
    places : ndarray of object, shape (k,)
        Points in the same system; a point on a border belongs to the first area of the frozen order.
    weights : ndarray of float, shape (k,)
        Persons or dwellings at each place, or 1; NaN, where it is not known, does not count.

    Returns
    -------
    ndarray of float, shape (e,)
        Sums of weights, 0 where no place lies.
    """
    before, after = areas_of_points(places, older), areas_of_points(places, newer)
    counts = (before != NOWHERE) & (after != NOWHERE) & ~np.isnan(weights)
    return _by_piece(pieces, before[counts], after[counts], weights[counts])


def seeded(pieces: Pieces, amounts: Floats) -> Floats:
    """Return with what pieces begin: what is inhabited on them, and a thousandth as much for all their ground.

    Parameters
    ----------
    pieces : Pieces
        Of e pieces.
    amounts : ndarray of float, shape (e,)
        What is inhabited on each, in any unit.

    Returns
    -------
    ndarray of float, shape (e,)
        In the unit of the amounts; the ground in m² where they are all 0. In areas without anything inhabited the
        pieces are to each other as their ground.
    """
    total = float(amounts.sum())
    return amounts + thinly(total, pieces.area_m2) if total > 0 else pieces.area_m2.copy()


def thinly(total: float, ground_m2: Floats) -> Floats:
    """Spread a thousandth of an amount over all ground, for those who live where nobody is known to live.

    Parameters
    ----------
    total : float
        What is known to be inhabited in all, in any unit.
    ground_m2 : ndarray of float, shape (n,)
        The ground of areas or pieces in m².

    Returns
    -------
    ndarray of float, shape (n,)
        In the unit of the amount.
    """
    return _ELSEWHERE * total / max(float(ground_m2.sum()), 1.0) * ground_m2


def lived_on(areas: Geometries, shapes: Geometries) -> Geometries:
    """Cut areas down to what is inhabited of them.

    Parameters
    ----------
    areas : ndarray of object, shape (n,)
        Valid (Multi)Polygons in metres; None and empty ones stay.
    shapes : ndarray of object, shape (k,)
        Inhabited ground, valid (Multi)Polygons in the same system. Where they overlap they count once.

    Returns
    -------
    ndarray of object, shape (n,)
        An area of which less than a thousandth is inhabited stays whole.
    """
    found = areas.copy()
    at, area = _overlaps(shapes, areas)
    parts = shapely.intersection(shapes[at], areas[area])
    for place in np.unique(area):
        inside = shapely.union_all(parts[area == place])
        if shapely.area(inside) >= _LEAST * shapely.area(areas[place]):
            found[place] = inside
    return found


def drawn_by_weight(area_of: Integers, weights: Floats, area_count: int, per_area: int) -> Integers:
    """Choose so many places of each area, each as often as it weighs.

    Parameters
    ----------
    area_of : ndarray of intp, shape (k,)
        The area of each place, −1 outside of all.
    weights : ndarray of float, shape (k,)
        Persons or dwellings at each place; NaN, where it is not known, and 0 are never chosen.
    area_count, per_area : int
        How many areas there are, and how many places of each are chosen.

    Returns
    -------
    ndarray of intp, shape (j,)
        Positions of places, area by area, always the same for the same places; a heavy one comes several times. Nothing
        of areas without a place that weighs.
    """
    counts = np.where(np.isnan(weights), 0.0, weights)
    chosen = [np.empty(0, dtype=np.intp)]
    steps = (np.arange(per_area) + 0.5) / per_area
    for place in range(area_count):
        own = np.flatnonzero((area_of == place) & (counts > 0))
        upto = np.cumsum(counts[own])
        if len(own):
            chosen.append(own[np.searchsorted(upto, steps * upto[-1], side="right")])
    return np.concatenate(chosen)


def _overlaps(shapes: Geometries, areas: Geometries) -> tuple[Integers, Integers]:
    if len(shapes) == 0 or len(areas) == 0:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    at, area = shapely.STRtree(areas).query(shapes, predicate="intersects")
    return at, area


def _by_piece(pieces: Pieces, older: Integers, newer: Integers, amounts: Floats) -> Floats:
    """Add amounts up by the piece of their two areas; those of a pair without a piece are left out."""
    if not len(pieces.older):
        return np.zeros(0)
    size = pieces.sizes[1]
    keys, wanted = pieces.older * size + pieces.newer, older * size + newer
    order = np.argsort(keys)
    place = order[np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)]
    fits = keys[place] == wanted
    return np.bincount(place[fits], weights=amounts[fits], minlength=len(keys)).astype(np.float64)
