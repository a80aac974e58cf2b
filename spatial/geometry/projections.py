# SPDX-License-Identifier: EUPL-1.2
"""Brings areas to longitude and latitude, back to metres for measuring, and notices a wrong system."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely
from pyproj import network

from spatial.geometry.arrays import valid_ground
from spatial.geometry.crs import ALLOWED, EQUAL_AREA_EUROPE, LONGITUDE_LATITUDE, System, parsed
from spatial.geometry.tangles import refuse_tangled
from spatial.geometry.texts import projection_error

if TYPE_CHECKING:
    from spatial.geometry.arrays import Floats, Geometries
    from spatial.geometry.texts import ProjectionError

GERMANY = shapely.box(5.5, 47.1, 15.6, 55.2)
SOLDNER_BERLIN, BERLIN = "EPSG:3068", shapely.box(12.9, 52.2, 13.9, 52.8)  # its small numbers fit any local grid
LEAST_SHARE_WITHIN = 0.95
WIDEST_DEGREE = 180.0
HIGHEST_DEGREE = 90.0
ZONES = (("EPSG:25832", 6.0, 12.0), ("EPSG:25833", 12.0, 18.0))
ZONE_MARGIN = 3.0  # degrees beyond the zone where its scale is still within 0.4 %


def to_longitude_latitude(
    geometries: Geometries, crs: str | None, expected: shapely.Geometry | None = None
) -> Geometries:
    """Transform areas to EPSG:4326 and make sure that they land where they should.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in ``crs``, axes as it says (east, north by default); n >= 1.
    crs : str or None
        Name of an allowed CRS as `spatial.geometry.crs.parsed` reads it; None is refused, never guessed.
    expected : shapely.Geometry, optional
        Outline in EPSG:4326 in which at least 95 % of the ground must lie. Without it only plain
        mistakes are noticed: metres as degrees, degrees as metres, swapped axes inside Germany.

    Returns
    -------
    ndarray of object, shape (n,)
        The areas in degrees, longitude first. In EPSG:4326 already: the same geometries.

    Raises
    ------
    ProjectionError
        ``spatial.crs_missing``, ``crs_unknown``, ``metres_as_degrees``, ``degrees_as_metres``,
        ``axes_swapped``, ``outside_extent``, ``not_projectable``.
    TangleError
        ``spatial.tangled``: all that follows mends invalid outlines, so they are looked at here.

    Notes
    -----
    DHDN (EPSG:31466 to 31469, 3068) is shifted by PROJ's best transformation without grid files: by seven
    parameters, 2 to 3 m exact (EPSG:1777, 15869); the grid BeTA2007 (EPSG:15949) would be 1 m exact.
    """
    system = known_system(crs)
    refuse_tangled(geometries)
    _check_magnitude(geometries, system, expected)
    return _check_place(geometries, system, expected)


def metric_crs(geometries: Geometries) -> str:
    """Choose the CRS in which areas and lengths are measured.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Areas in EPSG:4326. Empty ones and None do not count.

    Returns
    -------
    str
        ETRS89/UTM zone 32 or 33 by the middle longitude where all areas lie within 3 degrees of that
        zone (error of areas at most 0.4 %, below 0.1 % inside the zone); else, and where there is
        no area, ETRS89-LAEA Europe, EPSG:3035 (equal area).

    References
    ----------
    J. P. Snyder (1987), Map Projections: A Working Manual, USGS Professional Paper 1395, p. 57-63.
    """
    if len(geometries) == 0:
        return EQUAL_AREA_EUROPE
    west, south, east, _ = shapely.total_bounds(geometries)
    middle = (west + east) / 2
    for name, start, end in ZONES:
        is_near = start - ZONE_MARGIN <= west and east <= end + ZONE_MARGIN
        if start <= middle < end and is_near and south > 0:
            return name
    return EQUAL_AREA_EUROPE


def to_metric(geometries: Geometries, crs: str | None = None) -> Geometries:
    """Transform areas from EPSG:4326 to metres.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Areas in EPSG:4326; None and empty ones stay as they are.
    crs : str, optional
        The target; by default `metric_crs` of these areas.

    Returns
    -------
    ndarray of object, shape (n,)
        The areas in metres. Equal points stay equal, so shared borders stay shared.
    """
    return _transformed(geometries, LONGITUDE_LATITUDE, crs or metric_crs(geometries))


def from_metric(geometries: Geometries, crs: str) -> Geometries:
    """Transform areas back to EPSG:4326.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Areas in ``crs`` (metres).
    crs : str
        The CRS that `metric_crs` chose.

    Returns
    -------
    ndarray of object, shape (n,)
        The areas in degrees, longitude first.
    """
    return _transformed(geometries, crs, LONGITUDE_LATITUDE)


def fitting_crs(geometries: Geometries, expected: shapely.Geometry | None = None) -> tuple[str, ...]:
    """Name the allowed systems in which the coordinates would lie where they are expected.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Areas in an unknown system.
    expected : shapely.Geometry, optional
        Outline in EPSG:4326; a box around Germany by default.

    Returns
    -------
    tuple of str
        What `propose_systems` proposes, the likeliest first; empty where nothing fits. Never applied.
    """
    return tuple(proposal.crs for proposal in _proposals(geometries, expected))


@dataclass(frozen=True, slots=True)
class SystemProposal:
    """A system in which coordinates would lie where they are expected.

    ``crs`` is what to state as the system of the file, order of axes included. ``share`` is the part of
    the ground that would lie in the region, ``filled`` the part of the region that it would fill, both
    0 to 1 and by area in degrees.
    """

    crs: str
    share: float
    filled: float
    is_north_first: bool


def propose_systems(geometries: Geometries, expected: shapely.Geometry | None = None) -> tuple[SystemProposal, ...]:
    """Propose in which system coordinates may be that come without one, or with a false one.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Areas in an unknown system, n >= 1.
    expected : shapely.Geometry, optional
        Outline in EPSG:4326, such as that of the municipality; a box around Germany by default.

    Returns
    -------
    tuple of SystemProposal
        Systems in which at least 95 % of the ground lies in the outline: the largest share first, then
        what fills most of the outline, then the order of `ALLOWED`. North before east is proposed only
        where nothing fits otherwise. More than one means that somebody has to know: neighbouring zones
        cannot be told apart by a box around the country.

    Raises
    ------
    ProjectionError
        ``spatial.no_system_fits``.
    """
    found = _proposals(geometries, expected)
    if not found:
        raise projection_error("no_system_fits", value=_example(geometries), allowed=", ".join(ALLOWED))
    return found


def _proposals(geometries: Geometries, expected: shapely.Geometry | None) -> tuple[SystemProposal, ...]:
    extent = GERMANY if expected is None else expected
    for is_north_first in (False, True):
        systems = (System(base, None, is_north_first) for base in ALLOWED)
        tried = [_tried(geometries, one, extent) for one in systems if one.is_geographic == _may_be_degrees(geometries)]
        fitting = [one for one in tried if one.share >= LEAST_SHARE_WITHIN]
        if fitting:
            return tuple(sorted(fitting, key=lambda one: (-round(one.share, 3), -round(one.filled, 3))))
    return ()


def _tried(geometries: Geometries, system: System, extent: shapely.Geometry) -> SystemProposal:
    degrees = to_degrees(geometries, system)
    place = shapely.intersection(extent, BERLIN) if system.base == SOLDNER_BERLIN else extent
    share = share_within(degrees, place)
    size = float(shapely.area(extent))
    filled = 0.0 if share == 0 or size == 0 else share * float(shapely.area(valid_ground(degrees)).sum()) / size
    return SystemProposal(str(system), share, min(1.0, filled), system.is_north_first)


def share_within(degrees: Geometries, expected: shapely.Geometry) -> float:
    """Return the share of the ground that lies inside ``expected``.

    Parameters
    ----------
    degrees : ndarray of object, shape (n,)
        Areas in EPSG:4326; invalid ones are measured as `valid_ground` reads them.
    expected : shapely.Geometry
        Valid outline in EPSG:4326.

    Returns
    -------
    float
        Between 0 and 1, by area. Coordinates that are not finite make it 0, and so does ground
        without any size.
    """
    if not np.isfinite(shapely.bounds(degrees)).all():
        return 0.0
    ground = valid_ground(degrees)
    size = float(shapely.area(ground).sum())
    shapely.prepare(expected)
    is_inside = shapely.contains_properly(expected, ground)
    inside = float(shapely.area(ground[is_inside]).sum())
    cut = float(shapely.area(shapely.intersection(ground[~is_inside], expected)).sum())
    return (inside + cut) / size if size > 0 else 0.0


def known_system(crs: str | None) -> System:
    """Return the allowed system that a name means.

    Parameters
    ----------
    crs : str or None
        As for `to_longitude_latitude`.

    Returns
    -------
    System
        With its false origin and the order of its axes.

    Raises
    ------
    ProjectionError
        ``spatial.crs_missing``, ``spatial.crs_unknown``.
    """
    allowed = ", ".join(ALLOWED)
    if not crs:
        raise projection_error("crs_missing", allowed=allowed)
    system = parsed(crs)
    if system is None:
        raise projection_error("crs_unknown", crs=crs, allowed=allowed)
    return system


def _may_be_degrees(geometries: Geometries) -> bool:
    return bool(np.abs(shapely.total_bounds(geometries)).max() <= WIDEST_DEGREE)


def _check_magnitude(geometries: Geometries, system: System, expected: shapely.Geometry | None) -> None:
    """Refuse numbers of the wrong size; swapped degrees fit no size and are left to `_check_place`."""
    largest = np.abs(shapely.total_bounds(geometries))
    if system.is_geographic and not _may_be_degrees(geometries):
        raise _misread("metres_as_degrees", geometries, system, expected)
    if not system.is_geographic and max(largest) <= WIDEST_DEGREE and max(largest[1::2]) <= HIGHEST_DEGREE:
        raise _misread("degrees_as_metres", geometries, system, expected)


def _check_place(geometries: Geometries, system: System, expected: shapely.Geometry | None) -> Geometries:
    degrees = to_degrees(geometries, system)
    extent = GERMANY if expected is None else expected
    share = share_within(degrees, extent)
    if share >= LEAST_SHARE_WITHIN:
        return degrees
    swapped = replace(system, is_north_first=not system.is_north_first)
    if share_within(to_degrees(geometries, swapped), extent) >= LEAST_SHARE_WITHIN:
        raise projection_error("axes_swapped", value=_example(geometries), candidates=str(swapped))
    if not _is_on_earth(degrees):
        raise _misread("not_projectable", geometries, system, expected)
    if expected is not None:
        told = {"share": int(100 * share), "limit": round(100 * LEAST_SHARE_WITHIN)}
        raise projection_error("outside_extent", candidates=_candidates(geometries, expected), **told)
    return degrees


def _is_on_earth(degrees: Geometries) -> bool:
    # not-a-number compares false, so coordinates that could not be transformed fail as well
    largest = np.abs(shapely.bounds(degrees))
    return bool((largest[:, 0::2] <= WIDEST_DEGREE).all() and (largest[:, 1::2] <= HIGHEST_DEGREE).all())


def _misread(code: str, geometries: Geometries, system: System, expected: shapely.Geometry | None) -> ProjectionError:
    candidates = _candidates(geometries, expected)
    return projection_error(code, crs=str(system), value=_example(geometries), candidates=candidates)


def _candidates(geometries: Geometries, expected: shapely.Geometry | None) -> str:
    return ", ".join(fitting_crs(geometries, expected)) or "–"


def _example(geometries: Geometries) -> str:
    east, north = shapely.get_coordinates(geometries)[0]
    return f"({east:.6g}, {north:.6g})"


def to_degrees(geometries: Geometries, system: System) -> Geometries:
    """Transform geometries to EPSG:4326 without asking where they land.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Points, lines or areas in ``system``; None and empty ones stay as they are.
    system : System
        An allowed system.

    Returns
    -------
    ndarray of object, shape (n,)
        In degrees, longitude first; coordinates that cannot be transformed are infinite.
    """
    east, north = system.offset
    if not (system.is_north_first or east or north):
        return _transformed(geometries, system.base, LONGITUDE_LATITUDE)

    def put_right(points: Floats) -> Floats:
        moved: Floats = (points[:, ::-1] if system.is_north_first else points) - np.array([east, north])
        return moved

    return _transformed(shapely.transform(geometries, put_right), system.base, LONGITUDE_LATITUDE)


def _transformed(geometries: Geometries, source: str, target: str) -> Geometries:
    if source == target:
        return geometries
    transformer = _transformer(source, target)

    def move(points: Floats) -> Floats:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(geometries, move)


@cache
def _transformer(source: str, target: str) -> pyproj.Transformer:
    network.set_network_enabled(active=False)  # type: ignore[attr-defined]  # not in its __all__
    return pyproj.Transformer.from_crs(source, target, always_xy=True)
