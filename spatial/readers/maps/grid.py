# SPDX-License-Identifier: EUPL-1.2
"""The square grid of web maps: which tiles there are, which ground one shows, and which lie over an extent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

# Half the way round the earth at the equator, in metres of EPSG:3857 (radius 6,378,137 m).
EDGE_M: Final = math.pi * 6_378_137
# Beyond this zoom a tile shows less than a house.
HIGHEST_ZOOM: Final = 19
# The whole earth on one tile of 256 pixels of 0.28 mm (OGC 07-057r7, annex E.4).
WIDEST_SCALE: Final = 559_082_264.0287178

Extent = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: column from the west, row from the north, both from 0."""

    zoom: int
    column: int
    row: int

    @property
    def is_there(self) -> bool:
        """Whether the grid has it."""
        return 0 <= self.zoom <= HIGHEST_ZOOM and 0 <= self.column < 2**self.zoom and 0 <= self.row < 2**self.zoom

    @property
    def box(self) -> Extent:
        """West, south, east and north in metres of EPSG:3857."""
        width = 2 * EDGE_M / 2**self.zoom
        west, north = self.column * width - EDGE_M, EDGE_M - self.row * width
        return west, north - width, west + width, north


def widened(extent: Extent) -> Extent:
    """Return an extent with as much around it as a wide or a high map may show.

    Parameters
    ----------
    extent : tuple of float
        West, south, east and north in degrees, finite.

    Returns
    -------
    tuple of float
        Each side further out by the longer side, within the grid; a single point has one hundredth of a degree around.
    """
    west, south, east, north = extent
    more = max(east - west, north - south, 0.01)
    return max(west - more, -180.0), max(south - more, -85.0), min(east + more, 180.0), min(north + more, 85.0)


def touches(tile: Tile, extent: Extent) -> bool:
    """Say whether a tile shows ground of an extent.

    Parameters
    ----------
    tile : Tile
        Any.
    extent : tuple of float
        West, south, east and north in degrees.

    Returns
    -------
    bool
        False for a tile that the grid has not; a common edge counts as touching.
    """
    if not tile.is_there:
        return False
    west, south, east, north = tile.box
    left, bottom, right, top = projected(extent)
    return west <= right and east >= left and south <= top and north >= bottom


def tiles_over(extent: Extent, zoom: int) -> tuple[tuple[Tile, ...], ...]:
    """Return the tiles over an extent, row by row from the north.

    Parameters
    ----------
    extent : tuple of float
        West, south, east and north in degrees, within the grid.
    zoom : int
        0 to `HIGHEST_ZOOM`.

    Returns
    -------
    tuple of tuple of Tile
        At least one row with one tile.
    """
    west, south, east, north = projected(extent)
    columns, rows = (_place(west, zoom), _place(east, zoom)), (_place(-north, zoom), _place(-south, zoom))
    return tuple(
        tuple(Tile(zoom, column, row) for column in range(columns[0], columns[1] + 1))
        for row in range(rows[0], rows[1] + 1)
    )


def closest_zoom(extent: Extent, lowest: int, highest: int, *, most_tiles: int) -> int:
    """Return the highest zoom at which so many tiles at most lie over an extent; the lowest where none does.

    Parameters
    ----------
    extent : tuple of float
        West, south, east and north in degrees.
    lowest, highest : int
        What a service has.
    most_tiles : int
        At least 1.

    Returns
    -------
    int
        From lowest to highest.
    """
    fitting = (zoom for zoom in range(highest, lowest, -1) if sum(map(len, tiles_over(extent, zoom))) <= most_tiles)
    return next(fitting, lowest)


def projected(extent: Extent) -> Extent:
    """Return an extent of degrees in metres of EPSG:3857.

    Parameters
    ----------
    extent : tuple of float
        West, south, east and north in degrees; latitudes within ±85.

    Returns
    -------
    tuple of float
        The same sides in metres.
    """
    west, south, east, north = extent
    return EDGE_M * west / 180, _northing(south), EDGE_M * east / 180, _northing(north)


def _northing(latitude: float) -> float:
    return EDGE_M * math.asinh(math.tan(math.radians(latitude))) / math.pi


def _place(metres: float, zoom: int) -> int:
    """Return which column holds an easting, or which row a northing with the other sign."""
    tiles = 1 << zoom
    return min(tiles - 1, max(0, math.floor((metres + EDGE_M) / (2 * EDGE_M) * tiles)))
