# SPDX-License-Identifier: EUPL-1.2
"""Finds the parent of each area by its key and by the ground, and tells where the two disagree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries, coordinates, valid_ground
from spatial.geometry.crs import EQUAL_AREA_EUROPE
from spatial.geometry.overlay import overlay
from spatial.geometry.projections import from_metric, metric_crs, to_metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.arrays import Booleans, Floats, Geometries, Integers

NO_PARENT = -1
CLEAR_SHARE = 0.95
LABEL_PRECISION = 0.01


class ConflictKind(StrEnum):
    """Why the parent of an area is in doubt."""

    NO_PARENT = "no_parent"
    KEY_UNKNOWN = "key_unknown"
    KEY_AND_GROUND_DISAGREE = "key_and_ground_disagree"
    CUTS_BORDER = "cuts_border"


@dataclass(frozen=True, slots=True)
class ParentConflict:
    """An area whose parent is in doubt; ``share`` is the part of its ground in ``by_ground``."""

    kind: ConflictKind
    child: str
    by_key: str | None
    by_ground: str | None
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class ParentAssignment:
    """The parent of each area.

    ``parents`` are positions in the parent level, shape (n,), `NO_PARENT` (-1) where there is none;
    ``shares`` the part of each area's ground that lies in its parent, 0 to 1, NaN without ground.
    """

    parents: Integers
    shares: Floats
    conflicts: tuple[ParentConflict, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """Keys (length n) and geometries (shape (n,), EPSG:4326) of one level in the same order."""

    keys: Sequence[str]
    geometries: Geometries


def parents_by_prefix(keys: Sequence[str], parent_keys: Sequence[str]) -> Integers:
    """Find the parent whose key begins the key of the child.

    Parameters
    ----------
    keys, parent_keys : sequence of str, lengths n and m
        Hierarchical keys such as ``01100101`` and ``0110``. Parent keys are unique.

    Returns
    -------
    ndarray of intp, shape (n,)
        Positions of the longest parent key that begins the key and is shorter than it; -1 if none.
    """
    places = {key: place for place, key in enumerate(parent_keys)}
    lengths = sorted({len(key) for key in parent_keys}, reverse=True)
    found = [next((places[key[:n]] for n in lengths if n < len(key) and key[:n] in places), NO_PARENT) for key in keys]
    return np.array(found, dtype=np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class GroundShares:
    """Every pair of child and parent with common ground.

    ``child`` and ``parent`` are positions, ``share`` is the part of the child's ground, above 0 up to
    1; shape (p,) each. ``has_ground`` has shape (n,), n children.
    """

    child: Integers
    parent: Integers
    share: Floats
    has_ground: Booleans

    def best(self) -> tuple[Integers, Floats]:
        """Return per child the parent with the largest share (the first of equals, -1 for none), and the share."""
        order = np.lexsort((-self.parent, self.share))
        positions = np.full(len(self.has_ground), NO_PARENT, dtype=np.intp)
        positions[self.child[order]] = self.parent[order]
        return positions, self.shares_in(positions)

    def shares_in(self, parents: Integers) -> Floats:
        """Return the share of each child in the parent given for it: 0 where they do not meet, NaN without ground."""
        is_meant = self.parent == parents[self.child]
        shares = np.where(self.has_ground, 0.0, np.nan)
        shares[self.child[is_meant]] = self.share[is_meant]
        return shares


def ground_shares(children: Geometries, parents: Geometries) -> GroundShares:
    """Find which parents hold how much of each child's ground.

    Parameters
    ----------
    children, parents : ndarray of object, shapes (n,) and (m,)
        (Multi)Polygons in EPSG:4326; invalid ones count as `valid_ground` reads them.

    Returns
    -------
    GroundShares
        Shares by area in the equal-area projection EPSG:3035.
    """
    own, above = (valid_ground(to_metric(level, EQUAL_AREA_EUROPE)) for level in (children, parents))
    sizes = shapely.area(own)
    pairs = overlay(own, above)
    return GroundShares(pairs.first, pairs.second, pairs.area_m2 / sizes[pairs.first], sizes > 0)


def parents_by_overlap(children: Geometries, parents: Geometries) -> tuple[Integers, Floats]:
    """Find the parent that holds most of the child's ground.

    Parameters
    ----------
    children, parents : ndarray of object, shapes (n,) and (m,)
        (Multi)Polygons in EPSG:4326; invalid ones count as `valid_ground` reads them.

    Returns
    -------
    positions : ndarray of intp, shape (n,)
        The first of the largest; -1 where no parent shares any ground.
    shares : ndarray of float, shape (n,)
        Part of the child's ground in that parent, 0 to 1 (equal-area projection EPSG:3035); 0 where
        there is no parent, NaN for a child without ground.
    """
    return ground_shares(children, parents).best()


def assign_parents(children: Areas, parents: Areas, *, by_key: bool) -> ParentAssignment:
    """Give each area its parent, and tell every doubt.

    Parameters
    ----------
    children, parents : Areas
        The two levels.
    by_key : bool
        True where keys are hierarchical: the key decides and the ground is compared with it. False:
        the ground decides alone.

    Returns
    -------
    ParentAssignment
        Conflicts are told, not solved: a key without parent falls back to the ground; an area of
        which less than 95 % lies in its parent cuts a border. A child without ground has the parent
        that its key names, if any, and a share of NaN.
    """
    named = parents_by_prefix(children.keys, parents.keys) if by_key else None
    return assign_named(children, parents, named)


def assign_named(children: Areas, parents: Areas, named: Integers | None) -> ParentAssignment:
    """Take the parents that a key or a column names, compare them with the ground, and tell every doubt.

    Parameters
    ----------
    children, parents : Areas
        The two levels.
    named : ndarray of intp, shape (n,), or None
        Positions in the parent level, -1 where nothing is named; None lets the ground decide alone.

    Returns
    -------
    ParentAssignment
        As of `assign_parents`.
    """
    ground = ground_shares(children.geometries, parents.geometries)
    by_ground, _ = ground.best()
    said = by_ground if named is None else named
    chosen = np.where(said == NO_PARENT, by_ground, said)
    shares = ground.shares_in(chosen)
    conflicts = []
    for place, child in enumerate(children.keys):
        kind = _doubt(int(said[place]), int(by_ground[place]), float(shares[place]))
        if kind:
            by_name = None if named is None else _key(parents.keys, said[place])
            on_ground = _key(parents.keys, by_ground[place])
            told = ParentConflict(kind, child, by_name, on_ground, float(shares[place]))
            conflicts.append(told)
    return ParentAssignment(chosen, shares, tuple(conflicts))


def label_points(geometries: Geometries) -> Floats:
    """Return where the label of each area stands.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326; invalid ones count as `valid_ground` reads them.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Longitude and latitude inside the largest part, far from its borders (the centre of its
        largest inscribed circle, to a hundredth of the part's size). NaN for None and empty areas.
    """
    crs = metric_crs(geometries)
    largest = as_geometries(map(_largest_part, valid_ground(to_metric(geometries, crs))))
    centres = as_geometries(map(_centre, largest))
    return coordinates(from_metric(centres, crs))


def _doubt(named: int, by_ground: int, share: float) -> ConflictKind | None:
    if NO_PARENT == named == by_ground:
        return ConflictKind.NO_PARENT
    if named == NO_PARENT:
        return ConflictKind.KEY_UNKNOWN
    if np.isnan(share):
        return None
    if named != by_ground:
        return ConflictKind.KEY_AND_GROUND_DISAGREE
    return ConflictKind.CUTS_BORDER if share < CLEAR_SHARE else None


def _key(keys: Sequence[str], position: np.intp) -> str | None:
    return None if position == NO_PARENT else keys[int(position)]


def _largest_part(ground: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(ground)
    largest: shapely.Geometry = parts[np.argmax(shapely.area(parts))] if len(parts) else ground
    return largest


def _centre(part: shapely.Geometry) -> shapely.Geometry:
    area = float(shapely.area(part))
    if area == 0:
        return shapely.Point()
    circle = shapely.maximum_inscribed_circle(part, tolerance=LABEL_PRECISION * np.sqrt(area))
    return shapely.Point(shapely.get_coordinates(circle)[0])
