# SPDX-License-Identifier: EUPL-1.2
"""Readers of boundary files: bytes in, a `BoundaryTable` or a `BoundaryFileError` out, no Django.

``read_boundaries(content, selection, limits) -> BoundaryTable`` chooses the reader by content:
GeoJSON by the standard library, GeoPackage and zipped Shapefile by GDAL in a confined child process.

``Selection(key_property, name_property, layer=None, crs=None)`` says what is taken from the file,
``Limits()`` how much it may ask of the machine. ``BoundaryTable`` has ``keys``, ``names``,
``properties``, ``geometries`` (in ``crs``) and ``findings``. ``BoundaryFileError.problems`` lists all
that is wrong; the explanation of each code is in `spatial.readers.texts`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spatial.readers.boundaries import read_boundaries, read_with_problems, sketch_layers
    from spatial.readers.limits import Limits, Selection
    from spatial.readers.table import BoundaryTable
    from spatial.readers.texts import BoundaryFileError

__all__ = [
    "BoundaryFileError",
    "BoundaryTable",
    "Limits",
    "Selection",
    "read_boundaries",
    "read_with_problems",
    "sketch_layers",
]

_HOMES = {
    "BoundaryFileError": "texts",
    "BoundaryTable": "table",
    "Limits": "limits",
    "Selection": "limits",
    "read_boundaries": "boundaries",
    "read_with_problems": "boundaries",
    "sketch_layers": "boundaries",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is asked for.

    The confined child imports this package as well, and must be confined before a library with
    threads of its own (NumPy) is loaded.
    """
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"spatial.readers.{_HOMES[name]}"), name)
