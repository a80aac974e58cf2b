# SPDX-License-Identifier: EUPL-1.2
"""Recognises the system that a definition means, also where no EPSG code stands in it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyproj

from spatial.geometry.crs import LONGITUDE_LATITUDE, ORIGINS, System, allowed_name

LEAST_CONFIDENCE = 90
EASTING, NORTHING = "8806", "8807"
LATITUDE, MERIDIAN, SCALE = "8801", "8802", "8805"
SAME_PARAMETER = 1e-7
SAME_AXIS_M, SAME_FLATTENING = 1e-3, 1e-4
# Datums that differ by less than a metre in Germany count as one; all others must bear the same name.
GLOBAL_DATUMS = frozenset({"European Terrestrial Reference System 1989", "World Geodetic System 1984"})


def identified(text: str) -> str | None:
    """Return the allowed system that a name or a definition means.

    Parameters
    ----------
    text : str
        A name as `allowed_name` understands it, or a definition in WKT as a .prj file holds it.

    Returns
    -------
    str or None
        The name of an allowed system: the one that PROJ is sure of, or the one whose projection, datum
        and parameters are the same; where only the false origin differs, with the one that the
        definition states (``EPSG:25832 +x_0=2500000 +y_0=0``). None where anything else differs, and
        for other units than metres and degrees.

    Notes
    -----
    A false origin that is stated is no guess. ETRS89 and WGS 84 have drifted apart by less than a metre
    since 1989 and count as one. The order of axes in a definition says nothing about files, which hold
    east before north whatever it says. Parameters of a datum shift (TOWGS84) are those of the datum's name.
    """
    named = allowed_name(text)
    definition = None if named else _definition(text)
    if definition is None:
        return named
    plane = _horizontal(definition)
    code = definition.to_epsg(min_confidence=LEAST_CONFIDENCE) or plane.to_epsg(min_confidence=LEAST_CONFIDENCE)
    return (allowed_name(f"EPSG:{code}") if code else None) or _by_parameters(plane)


def title(text: str) -> str:
    """Return the name that a definition gives itself, or the text where it is none.

    Parameters
    ----------
    text : str
        A name, or a definition in WKT.

    Returns
    -------
    str
        Foreign text, as it stands in the file.
    """
    definition = _definition(text)
    return definition.name if definition else text


def _definition(text: str) -> pyproj.CRS | None:
    try:
        return pyproj.CRS.from_wkt(text)
    except pyproj.exceptions.CRSError:
        return None


def _horizontal(definition: pyproj.CRS) -> pyproj.CRS:
    """Return the part that east and north are in: without heights, and without a shift to WGS 84."""
    plane = definition.sub_crs_list[0] if definition.is_compound and definition.sub_crs_list else definition
    return plane.source_crs if plane.is_bound and plane.source_crs else plane


def _by_parameters(plane: pyproj.CRS) -> str | None:
    if plane.prime_meridian is None or plane.prime_meridian.longitude != 0:
        return None
    if plane.is_geographic:
        is_degree = all(np.isclose(axis.unit_conversion_factor, np.pi / 180) for axis in plane.axis_info[:2])
        return LONGITUDE_LATITUDE if is_degree and _datum(plane) in GLOBAL_DATUMS else None
    if any(axis.unit_conversion_factor != 1 for axis in plane.axis_info):
        return None
    same = [base for base in ORIGINS if _is_same_projection(plane, _known(base))]
    if not same:
        return None
    own = _parameters(plane)
    origin = own[EASTING], own[NORTHING]
    exact = [base for base in same if ORIGINS[base] == origin]
    return exact[0] if exact else allowed_name(str(System(same[0], origin)))


@cache
def _known(base: str) -> pyproj.CRS:
    return pyproj.CRS.from_user_input(base)


def _is_same_projection(one: pyproj.CRS, other: pyproj.CRS) -> bool:
    if one.coordinate_operation is None or other.coordinate_operation is None:
        return False
    if one.coordinate_operation.method_code != other.coordinate_operation.method_code:
        return False
    mine, yours = _parameters(one), _parameters(other)
    # without a scale factor in its parameters a projection keeps scale
    pairs = [(mine.get(code, default), yours.get(code, default)) for code, default in _COMPARED.items()]
    is_same = all(abs(here - there) <= SAME_PARAMETER for here, there in pairs)
    return is_same and EASTING in mine and NORTHING in mine and _is_same_datum(one, other)


_COMPARED = {LATITUDE: 0.0, MERIDIAN: 0.0, SCALE: 1.0}


def _is_same_datum(one: pyproj.CRS, other: pyproj.CRS) -> bool:
    (axis, flattening), (other_axis, other_flattening) = _figure(one), _figure(other)
    is_same_figure = abs(axis - other_axis) <= SAME_AXIS_M and abs(flattening - other_flattening) <= SAME_FLATTENING
    names = {_datum(one), _datum(other)}
    return is_same_figure and (len(names) == 1 or names <= GLOBAL_DATUMS)


def _figure(plane: pyproj.CRS) -> tuple[float, float]:
    figure = plane.ellipsoid
    return (figure.semi_major_metre, figure.inverse_flattening) if figure else (0.0, 0.0)


def _datum(plane: pyproj.CRS) -> str:
    return plane.datum.name.removesuffix(" ensemble") if plane.datum else ""


def _parameters(plane: pyproj.CRS) -> dict[str, float]:
    operation = plane.coordinate_operation
    return {one.code: float(one.value) for one in operation.params} if operation else {}
