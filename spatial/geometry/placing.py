# SPDX-License-Identifier: EUPL-1.2
"""Brings places to longitude and latitude and notices which of them cannot lie where they say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from spatial.geometry.crs import ALLOWED, LONGITUDE_LATITUDE, System
from spatial.geometry.projections import (
    BERLIN,
    GERMANY,
    LEAST_SHARE_WITHIN,
    SOLDNER_BERLIN,
    WIDEST_DEGREE,
    known_system,
    to_degrees,
)
from spatial.geometry.texts import projection_error

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Geometries

# About 100 m: a border is drawn along one edge of a street, the place stands on the other.
MARGIN_DEGREES: Final = 0.001


class StrayKind(StrEnum):
    """Why a place lies outside, as far as its numbers tell."""

    OUTSIDE = "outside"
    AXES_SWAPPED = "axes_swapped"
    DEGREES_AS_METRES = "degrees_as_metres"
    METRES_AS_DEGREES = "metres_as_degrees"


@dataclass(frozen=True, slots=True)
class Stray:
    """One place that lies outside: its position from 0, why, and its numbers as they came."""

    position: int
    kind: StrayKind
    east: float
    north: float


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Places in EPSG:4326 (None where there was none, and where a stray has no place on earth), and the strays."""

    geometries: Geometries
    strays: tuple[Stray, ...] = ()


def place(geometries: Geometries, crs: str | None, expected: shapely.Geometry | None = None) -> Placed:
    """Transform places to EPSG:4326 and tell those that land outside.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Points, lines or areas in ``crs`` (metres or degrees), valid or not; None and empty ones have no place.
    crs : str or None
        Name of an allowed system as `spatial.geometry.crs.parsed` reads it; None is refused, never guessed.
    expected : shapely.Geometry, optional
        Valid outline in EPSG:4326; a box around Germany by default. About 100 m beyond still count as inside.

    Returns
    -------
    Placed
        Each place that touches the outline not even within the margin is a stray. Its kind says in which other
        reading of its numbers it would lie inside: axes exchanged, degrees among metres, metres among degrees.

    Raises
    ------
    ProjectionError
        ``spatial.crs_missing``, ``crs_unknown``; and where less than 95 % lie inside, but at least 95 % would in
        another reading, ``axes_swapped``, ``degrees_as_metres``, ``metres_as_degrees`` or ``places_elsewhere``:
        then it is the system of the file that is wrong, and not its places.
    """
    system = known_system(crs)
    extent = GERMANY if expected is None else expected
    has_place = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    degrees = np.full(len(geometries), None, dtype=object)
    degrees[has_place] = to_degrees(geometries[has_place], system)
    is_stray = has_place & ~_lies_in(degrees, extent)
    if is_stray.sum() > (1 - LEAST_SHARE_WITHIN) * has_place.sum():
        _refuse_wrong_system(geometries[has_place], system, extent)
    strays = tuple(_stray(geometries, int(at), system, extent) for at in np.flatnonzero(is_stray))
    degrees[is_stray & ~_is_on_earth(degrees)] = None
    return Placed(degrees, strays)


def fitting_systems(geometries: Geometries, expected: shapely.Geometry | None = None) -> tuple[str, ...]:
    """Name the systems in which places would lie where they are expected.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Places in an unknown system; None and empty ones do not count.
    expected : shapely.Geometry, optional
        As for `place`.

    Returns
    -------
    tuple of str
        Those in which at least 95 % lie inside, the largest share first, then in the order of `ALLOWED`; north before
        east only where nothing fits otherwise. Empty where nothing fits, and where there is no place.
    """
    extent = GERMANY if expected is None else expected
    known = geometries[~(shapely.is_missing(geometries) | shapely.is_empty(geometries))]
    for is_north_first in (False, True):
        systems = [System(base, None, is_north_first) for base in ALLOWED]
        shares = [_share(known, system, extent) for system in systems]
        fitting = [number for number, share in enumerate(shares) if share >= LEAST_SHARE_WITHIN]
        if fitting:
            return tuple(str(systems[number]) for number in sorted(fitting, key=lambda number: -shares[number]))
    return ()


def _share(known: Geometries, system: System, extent: shapely.Geometry) -> float:
    if len(known) == 0 or system.is_geographic != _are_degrees(known):
        return 0.0
    # the small numbers of Soldner's grid would fit any place
    where = shapely.intersection(extent, BERLIN) if system.base == SOLDNER_BERLIN else extent
    return float(_lies_in(to_degrees(known, system), where).mean())


def _are_degrees(known: Geometries) -> bool:
    """Tell whether most places could be degrees: a single one among others says nothing of the file."""
    return bool(np.median(np.abs(shapely.bounds(known)).max(axis=1)) <= WIDEST_DEGREE)


def _is_on_earth(degrees: Geometries) -> Booleans:
    """Tell for each place whether it has finite coordinates; None has none."""
    bounds = shapely.bounds(degrees)
    return np.asarray(np.isfinite(bounds).all(axis=1))


def _lies_in(degrees: Geometries, extent: shapely.Geometry) -> Booleans:
    is_there = _is_on_earth(degrees)
    found = np.zeros(len(degrees), dtype=bool)
    shapely.prepare(extent)
    found[is_there] = shapely.dwithin(degrees[is_there], extent, MARGIN_DEGREES)
    return found


def _refuse_wrong_system(known: Geometries, system: System, extent: shapely.Geometry) -> None:
    fitting = fitting_systems(known, extent)
    if not fitting:
        return
    told = {"value": _example(known), "candidates": ", ".join(fitting)}
    if fitting[0] == str(replace(system, is_north_first=not system.is_north_first)):
        raise projection_error("axes_swapped", **told)
    are_degrees = _are_degrees(known)
    if system.is_geographic and not are_degrees:
        raise projection_error("metres_as_degrees", crs=str(system), **told)
    if are_degrees and not system.is_geographic:
        raise projection_error("degrees_as_metres", crs=str(system), **told)
    raise projection_error("places_elsewhere", crs=str(system), **told)


def _stray(geometries: Geometries, position: int, system: System, extent: shapely.Geometry) -> Stray:
    one = geometries[position : position + 1]
    east, north = (float(number) for number in shapely.get_coordinates(one)[0])
    return Stray(position, _kind(one, system, extent), east, north)


def _kind(one: Geometries, system: System, extent: shapely.Geometry) -> StrayKind:
    if _lies_in(to_degrees(one, replace(system, is_north_first=not system.is_north_first)), extent)[0]:
        return StrayKind.AXES_SWAPPED
    if not system.is_geographic and _are_degrees(one):
        is_there = any(_lies_in(to_degrees(one, each), extent)[0] for each in _DEGREES)
        return StrayKind.DEGREES_AS_METRES if is_there else StrayKind.OUTSIDE
    if system.is_geographic and not _are_degrees(one):
        return StrayKind.METRES_AS_DEGREES if fitting_systems(one, extent) else StrayKind.OUTSIDE
    return StrayKind.OUTSIDE


_DEGREES: Final = (System(LONGITUDE_LATITUDE), System(LONGITUDE_LATITUDE, None, is_north_first=True))


def _example(known: Geometries) -> str:
    east, north = shapely.get_coordinates(known)[0]
    return f"({east:.6g}, {north:.6g})"
