# SPDX-License-Identifier: EUPL-1.2
"""Reads a boundary file of any allowed format, chosen by its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.readers.geojson import read_geojson
from spatial.readers.limits import Limits
from spatial.readers.sniff import Format, sniff
from spatial.readers.vector import read_geopackage, read_shapefile

if TYPE_CHECKING:
    from spatial.readers.limits import Selection
    from spatial.readers.table import BoundaryTable

_READERS = {
    Format.GEOJSON: read_geojson,
    Format.GEOPACKAGE: read_geopackage,
    Format.ZIP: read_shapefile,
}


def read_boundaries(content: bytes, selection: Selection, limits: Limits | None = None) -> BoundaryTable:
    """Read areas from GeoJSON, GeoPackage or a zipped Shapefile.

    Parameters
    ----------
    content : bytes
        The file. Its name plays no part: whatever is written there is text and opens nothing.
    selection : Selection
        Key and name column, layer and CRS.
    limits : Limits, optional
        Bounds on size, time and memory.

    Returns
    -------
    BoundaryTable
        Areas in the order of the file, in the CRS of the file, unchecked as a coverage.

    Raises
    ------
    BoundaryFileError
        With a stable code, the place, what is allowed and what to do.
    """
    return _READERS[sniff(content)](content, selection, limits or Limits())
