# SPDX-License-Identifier: EUPL-1.2
"""What the pictures of one layer are asked for with, and the address of each tile."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spatial.readers.maps.grid import Tile

WMS, WMTS = "wms", "wmts"
# Names that a map shows are cut at the edges of tiles: of a WMS, which draws any size, larger ones are asked for.
WMS_PIXELS, WMTS_PIXELS = 512, 256
# What stands for something else in a template of addresses.
NAMES: Final = re.compile(r"\{(\w+)\}")
OWN_PARAMETERS: Final = frozenset(
    {
        "service",
        "request",
        "version",
        "acceptversions",
        "layers",
        "layer",
        "styles",
        "style",
        "format",
        "crs",
        "srs",
        "bbox",
        "width",
        "height",
        "transparent",
        "bgcolor",
        "exceptions",
        "tilematrixset",
        "tilematrix",
        "tilerow",
        "tilecol",
    }
)


@dataclass(frozen=True, slots=True)
class MapSource:
    """One layer of a service.

    ``picture`` is the type that is asked for. A WMTS has ``matrices``, the service's name of each zoom of the grid of
    the web, their set, and maybe a ``template`` of addresses; ``lowest`` and ``highest`` are zooms of that grid.
    """

    kind: str
    address: str
    layer: str
    style: str
    picture: str
    lowest: int
    highest: int
    matrix_set: str = ""
    matrices: Mapping[str, str] = field(default_factory=dict)
    template: str = ""

    @property
    def pixels(self) -> int:
        """How wide a tile is."""
        return WMS_PIXELS if self.kind == WMS else WMTS_PIXELS

    @property
    def hosts(self) -> frozenset[str]:
        """Names of the servers that are asked, in lower case."""
        asked = (self.template or self.address, self.address)
        return frozenset((urlsplit(each).hostname or "").lower() for each in asked)

    def address_of(self, tile: Tile) -> str:
        """Return the address of a tile.

        Parameters
        ----------
        tile : Tile
            One of the grid, from `lowest` to `highest`.

        Returns
        -------
        str
            Absolute; nothing in it but the three numbers of the tile follows from who asks.
        """
        if self.kind == WMS:
            return self._drawn(tile)
        matrix = self.matrices[str(tile.zoom)]
        if self.template:
            told = {"TileMatrix": matrix, "TileRow": str(tile.row), "TileCol": str(tile.column)}
            return filled(self.template, {**told, "TileMatrixSet": self.matrix_set, "Style": self.style})
        wanted = {"service": "WMTS", "version": "1.0.0", "request": "GetTile", "layer": self.layer, "style": self.style}
        place = {"tilematrix": matrix, "tilerow": str(tile.row), "tilecol": str(tile.column)}
        return with_query(self.address, {**wanted, "format": self.picture, "tilematrixset": self.matrix_set, **place})

    def _drawn(self, tile: Tile) -> str:
        wanted = {"service": "WMS", "version": "1.3.0", "request": "GetMap", "layers": self.layer, "styles": self.style}
        sides = {"width": str(self.pixels), "height": str(self.pixels), "format": self.picture, "transparent": "TRUE"}
        box = ",".join(f"{metres:.4f}" for metres in tile.box)
        return with_query(self.address, {**wanted, **sides, "crs": "EPSG:3857", "bbox": box})

    def to_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return asdict(self)


def source_of(stored: Mapping[str, Any]) -> MapSource:
    """Return what was stored.

    Parameters
    ----------
    stored : mapping
        As `MapSource.to_json` returned it.

    Returns
    -------
    MapSource
        The same.
    """
    return MapSource(**stored)


def filled(template: str, told: Mapping[str, str]) -> str:
    """Return the address of a template.

    Parameters
    ----------
    template : str
        With names in curly brackets, as WMTS writes them.
    told : mapping of str
        What stands for each name, whatever its letters; other names stay as they are.

    Returns
    -------
    str
        Values are quoted, so that none becomes a part of the path of its own.
    """
    known = {name.lower(): quote(value, safe="") for name, value in told.items()}
    return NAMES.sub(lambda found: known.get(found[1].lower(), found[0]), template)


def with_query(address: str, wanted: Mapping[str, str]) -> str:
    """Return an address asked with what is wanted; what the address itself needs (a map file, a key) stays.

    Parameters
    ----------
    address : str
        Of the service, with or without a query.
    wanted : mapping of str
        Parameters of WMS or WMTS; those of the address are replaced, whatever their letters.

    Returns
    -------
    str
        The address with one query.
    """
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    own = [(name, value) for name, value in kept if name.lower() not in OWN_PARAMETERS]
    return urlunsplit(parts._replace(query=urlencode([*own, *wanted.items()], quote_via=quote)))
