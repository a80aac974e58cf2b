# SPDX-License-Identifier: EUPL-1.2
"""Tells what became of every area of an edition in the next: kept, renamed, split, merged, moved, new, gone."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries, polygonal, valid_ground
from spatial.geometry.overlay import overlay
from spatial.geometry.projections import metric_crs, to_metric

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spatial.geometry.arrays import Booleans, Floats, Geometries, Integers

NOBODY = -1
MAJORITY = 0.5
ROUNDING = 1e-7


class Fate(StrEnum):
    """What became of an area, seen from the old edition or from the new one."""

    UNCHANGED = "unchanged"
    RENAMED = "renamed"
    KEY_CHANGED = "key_changed"
    SPLIT = "split"
    MERGED = "merged"
    BORDER_MOVED = "border_moved"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Noise:
    """From where on ground that changed hands means that a border moved, not that it was drawn anew.

    It is noise where no circle of the diameter ``width_m`` (metres, at least 0) fits in, or where it is
    less than ``share`` (0 to 1) of both areas. Ground that is more than half of an area is never noise.
    """

    width_m: float = 20.0
    share: float = 0.001


@dataclass(frozen=True, slots=True, eq=False)
class NamedAreas:
    """Keys and names (length n each) and geometries (shape (n,)) of one edition in the same order."""

    keys: Sequence[str]
    names: Sequence[str]
    geometries: Geometries


@dataclass(frozen=True, slots=True)
class Exchange:
    """Ground that an old and a new area share: positions, m², and its share of either area, 0 to 1."""

    old: int
    new: int
    area_m2: float
    share_of_old: float
    share_of_new: float


@dataclass(frozen=True, slots=True, eq=False)
class Succession:
    """What became of n old areas in m new ones; e pairs of them share ground.

    ``old``, ``new``, ``area_m2``, ``share_of_old``, ``share_of_new`` and ``is_noise`` have shape (e,),
    ordered by old, then new. ``fates`` (length n) tell it of the old, ``origins`` (length m) of the
    new areas. ``heir`` (shape (n,)) is the new area that holds most of the old one, ``source``
    (shape (m,)) the old area that holds most of the new one: more than half, else `NOBODY` (-1).
    ``lost_m2`` (shape (n,)) is ground in no new area, ``gained_m2`` (shape (m,)) ground that was in no
    old one; ``is_lost`` and ``is_gained`` tell where that is more than noise. ``reused_keys`` stand in
    both editions for ground that is not mostly the same.
    """

    old: Integers
    new: Integers
    area_m2: Floats
    share_of_old: Floats
    share_of_new: Floats
    is_noise: Booleans
    fates: tuple[Fate, ...]
    origins: tuple[Fate, ...]
    heir: Integers
    source: Integers
    lost_m2: Floats
    gained_m2: Floats
    is_lost: Booleans
    is_gained: Booleans
    reused_keys: tuple[str, ...]

    @property
    def noise_m2(self) -> float:
        """Ground that changed hands only because borders were drawn anew, in square metres."""
        return float(self.area_m2[self.is_noise].sum())

    @property
    def counts(self) -> Mapping[Fate, tuple[int, int]]:
        """How many old and how many new areas have each fate; every fate is there."""
        old, new = Counter(self.fates), Counter(self.origins)
        return {fate: (old[fate], new[fate]) for fate in Fate}

    def exchanges(self) -> Iterator[Exchange]:
        """Yield every pair that shares more than noise."""
        columns = (self.old, self.new, self.area_m2, self.share_of_old, self.share_of_new)
        kept = [column[~self.is_noise].tolist() for column in columns]
        return (Exchange(*row) for row in zip(*kept, strict=True))


def find_succession(old: NamedAreas, new: NamedAreas, noise: Noise | None = None) -> Succession:
    """Find what became of every area.

    Parameters
    ----------
    old, new : NamedAreas
        The two editions of one level, geometries in EPSG:4326; invalid ones count as `valid_ground`
        reads them, None and empty ones share ground with nobody.
    noise : Noise, optional
        What exchange of ground does not count.

    Returns
    -------
    Succession
        See `succession_on_plane`; measured in the CRS that `metric_crs` chooses for both.
    """
    crs = metric_crs(np.concatenate([old.geometries, new.geometries]))
    before, after = (NamedAreas(one.keys, one.names, to_metric(one.geometries, crs)) for one in (old, new))
    return succession_on_plane(before, after, noise)


def succession_on_plane(old: NamedAreas, new: NamedAreas, noise: Noise | None = None) -> Succession:
    """Find what became of every area whose coordinates are in metres.

    Parameters
    ----------
    old, new : NamedAreas
        The two editions of one level in one CRS in metres. Keys may repeat: positions tell areas apart.
    noise : Noise, optional
        What exchange of ground does not count; ``Noise(0, 0)`` makes all of it count.

    Returns
    -------
    Succession
        *Unchanged*, *renamed* and *key changed* areas exchange noise at most; the key goes before the
        name. An old area is *split* if several new ones consist mostly of it, or if it lies in several
        of which none holds most of it; *merged* if its heir consists of several old ones or mostly of
        another; else its *border moved*. Read backwards, split is merged and gone is new.

    Notes
    -----
    Areas with the very same outline in both editions are paired without being cut, so that overlaps
    within one edition do not show as exchange between the two.
    Names are compared in NFC, whatever their white space.
    """
    grounds = valid_ground(old.geometries), valid_ground(new.geometries)
    limits = noise or Noise()
    edges = _edges(*grounds, limits)
    forward = _view(edges, grounds, limits)
    backward = _view(edges.backwards(), grounds[::-1], limits)
    back = _fates(backward, forward, (new, old))
    return Succession(
        old=edges.first,
        new=edges.second,
        area_m2=edges.area_m2,
        share_of_old=edges.share_of_first,
        share_of_new=edges.share_of_second,
        is_noise=edges.is_noise,
        fates=_fates(forward, backward, (old, new)),
        origins=tuple(_BACKWARDS.get(fate, fate) for fate in back),
        heir=forward.main,
        source=backward.main,
        lost_m2=forward.outside_m2,
        gained_m2=backward.outside_m2,
        is_lost=forward.reaches_outside,
        is_gained=backward.reaches_outside,
        reused_keys=_reused_keys(old.keys, new.keys, forward.main, backward.main),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """Pairs that share ground; shape (e,) each."""

    first: Integers
    second: Integers
    area_m2: Floats
    share_of_first: Floats
    share_of_second: Floats
    is_noise: Booleans

    def backwards(self) -> _Edges:
        """Return the same pairs with the roles changed."""
        return _Edges(self.second, self.first, self.area_m2, self.share_of_second, self.share_of_first, self.is_noise)


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """The pairs from one side of n areas: partners that are no noise, the main one, those that come mostly from it.

    ``partners``, ``main``, ``dependants``, ``outside_m2`` and ``reaches_outside`` have shape (n,).
    """

    partners: Integers
    main: Integers
    dependants: Integers
    outside_m2: Floats
    reaches_outside: Booleans

    @property
    def is_scattered(self) -> Booleans:
        """Tell which areas lie in several others of which none holds most of it."""
        scattered: Booleans = (self.main == NOBODY) & (self.partners > 1)
        return scattered


_BACKWARDS = {Fate.SPLIT: Fate.MERGED, Fate.MERGED: Fate.SPLIT, Fate.GONE: Fate.NEW}


def _edges(first: Geometries, second: Geometries, noise: Noise) -> _Edges:
    twin_left, twin_right = _twins(first, second)
    rest_left = np.setdiff1d(np.arange(len(first)), twin_left)
    rest_right = np.setdiff1d(np.arange(len(second)), twin_right)
    cut = overlay(first[rest_left], second[rest_right])
    left = np.concatenate([twin_left, rest_left[cut.first]])
    right = np.concatenate([twin_right, rest_right[cut.second]])
    area = np.concatenate([shapely.area(first[twin_left]), cut.area_m2])
    share_left, share_right = area / shapely.area(first[left]), area / shapely.area(second[right])
    is_narrow = np.concatenate([np.zeros(len(twin_left), np.bool_), ~is_wider(cut.shared, noise.width_m)])
    largest = np.maximum(share_left, share_right)
    is_noise = (is_narrow | (largest < noise.share)) & (largest <= MAJORITY)
    order = np.lexsort((right, left))
    columns = (left, right, area, share_left, share_right, is_noise)
    return _Edges(*(column[order] for column in columns))


def _twins(first: Geometries, second: Geometries) -> tuple[Integers, Integers]:
    """Return the positions of areas with the very same outline, each area at most once."""
    places: dict[bytes, int] = {}
    for place, outline in enumerate(shapely.to_wkb(shapely.normalize(second)).tolist()):
        places.setdefault(outline, place)
    pairs = []
    for place, outline in enumerate(shapely.to_wkb(shapely.normalize(first)).tolist()):
        other = places.pop(outline, NOBODY)
        if other != NOBODY and shapely.area(first[place]) > 0:
            pairs.append((place, other))
    found = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def is_wider(shapes: Geometries, width: float) -> Booleans:
    """Tell in which shapes a circle of a diameter fits.

    Parameters
    ----------
    shapes : ndarray of object, shape (n,)
        Valid (Multi)Polygons in metres.
    width : float
        The diameter in metres, at least 0.

    Returns
    -------
    ndarray of bool, shape (n,)
        False for empty shapes.

    Notes
    -----
    A circle needs its area, which most slivers lack. In a shape without holes one of the diameter
    2A/P always fits (A area, P perimeter). What is left is shrunk from all sides by the radius.
    """
    areas, lengths = shapely.area(shapes), shapely.length(shapes)
    can_be = (areas > 0) & (areas >= np.pi / 4 * width**2)
    is_plump = can_be & (2 * areas >= width * lengths) & ~_has_holes(shapes)
    asked = can_be & ~is_plump
    wide = is_plump.copy()
    wide[asked] = ~shapely.is_empty(shapely.buffer(shapes[asked], -width / 2, quad_segs=4))
    return wide


def _has_holes(shapes: Geometries) -> Booleans:
    parts, owners = shapely.get_parts(shapes, return_index=True)
    has_holes = np.zeros(len(shapes), np.bool_)
    has_holes[owners[shapely.get_num_interior_rings(parts) > 0]] = True
    return has_holes


def _view(edges: _Edges, grounds: tuple[Geometries, Geometries], noise: Noise) -> _View:
    own, others = grounds
    count = len(own)
    is_main = edges.share_of_first > MAJORITY
    main = np.full(count, NOBODY, dtype=np.intp)
    main[edges.first[is_main]] = edges.second[is_main]
    comes_from = edges.share_of_second > MAJORITY
    outside = _outside(edges, own, others)
    outside_m2 = shapely.area(outside)
    return _View(
        partners=np.bincount(edges.first[~edges.is_noise], minlength=count),
        main=main,
        dependants=np.bincount(edges.first[comes_from], minlength=count),
        outside_m2=outside_m2,
        reaches_outside=is_wider(outside, noise.width_m) & (outside_m2 >= noise.share * shapely.area(own)),
    )


def _outside(edges: _Edges, own: Geometries, others: Geometries) -> Geometries:
    """Return the ground of each area in none of the others; where it can only be rounding, none."""
    sizes = shapely.area(own)
    shared = np.bincount(edges.first, weights=edges.area_m2, minlength=len(own))
    outside = as_geometries([shapely.Polygon()] * len(own))
    asked = np.flatnonzero(np.abs(sizes - shared) > ROUNDING * sizes)
    tree = shapely.STRtree(others)
    for place in asked.tolist():
        near = others[tree.query(own[place], predicate="intersects")]
        outside[place] = shapely.difference(own[place], shapely.union_all(near))
    return polygonal(outside)


def _fates(own: _View, others: _View, areas: tuple[NamedAreas, NamedAreas]) -> tuple[Fate, ...]:
    """Return what became of each area, going forward; going backwards the words change (`_BACKWARDS`)."""
    fates = []
    for place in range(len(own.main)):
        partner = int(own.main[place])
        if not own.partners[place]:
            fates.append(Fate.GONE)
        elif _is_same_ground(place, partner, own, others):
            fates.append(_same_ground(areas, place, partner))
        else:
            fates.append(_changed_ground(place, partner, own, others))
    return tuple(fates)


def _is_same_ground(place: int, partner: int, own: _View, others: _View) -> bool:
    if partner == NOBODY or others.main[partner] != place:
        return False
    is_alone = own.partners[place] == 1 == others.partners[partner]
    return bool(is_alone and not own.reaches_outside[place] and not others.reaches_outside[partner])


def _same_ground(areas: tuple[NamedAreas, NamedAreas], place: int, partner: int) -> Fate:
    own, other = areas
    if own.keys[place] != other.keys[partner]:
        return Fate.KEY_CHANGED
    return Fate.UNCHANGED if _plain(own.names[place]) == _plain(other.names[partner]) else Fate.RENAMED


def _changed_ground(place: int, partner: int, own: _View, others: _View) -> Fate:
    if own.dependants[place] > 1 or own.is_scattered[place]:
        return Fate.SPLIT
    if partner == NOBODY:
        return Fate.BORDER_MOVED
    is_joined = others.dependants[partner] > 1 or others.is_scattered[partner]
    is_absorbed = others.main[partner] not in {place, NOBODY}
    return Fate.MERGED if is_joined or is_absorbed else Fate.BORDER_MOVED


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _reused_keys(old: Sequence[str], new: Sequence[str], heir: Integers, source: Integers) -> tuple[str, ...]:
    places = {key: place for place, key in enumerate(new)}
    pairs = [(place, places[key]) for place, key in enumerate(old) if key in places]
    return tuple(old[left] for left, right in pairs if not (heir[left] == right and source[right] == left))
