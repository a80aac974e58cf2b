# SPDX-License-Identifier: EUPL-1.2
"""Prepares areas for square map tiles: outlines in the projection of the web, the coarser the further away."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from spatial.geometry.encode import EncodedGeometry
from spatial.geometry.projections import to_metric
from spatial.geometry.simplify import simplify_metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.arrays import Floats, Geometries

WEB_MERCATOR: Final = "EPSG:3857"
# Half the way round the earth at the equator, in metres of that projection (radius 6,378,137 m).
HALF_WORLD_M: Final = float(np.pi * 6_378_137)
# Up to here a browser holds every area as a path of its own, and needs no tiles.
MOST_PATHS: Final = 600
# A tile is drawn this many pixels wide, and its corners lie on a grid of so many lines.
TILE_PIXELS: Final = 512
EXTENT: Final = 4096
# Each is drawn from its own outlines up to this zoom; beyond the last one tiles are enlarged.
SCALES: Final = (5, 7, 9, 11, 12)
FINEST: Final = SCALES[-1]
# Boxes of areas are told in this part of a degree, some ten metres.
BOX_UNITS: Final = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class ScaledAreas:
    """Areas for all tiles up to a zoom, in metres of the web's projection, in the order given."""

    scale: int
    geometries: Geometries


def scale_of(zoom: int) -> int | None:
    """Return the scale from which tiles of a zoom are cut.

    Parameters
    ----------
    zoom : int
        0 (one tile for the whole earth) to `FINEST`.

    Returns
    -------
    int or None
        One of `SCALES`, the coarsest that is fine enough; None for a zoom that has no tiles.
    """
    return next((scale for scale in SCALES if 0 <= zoom <= scale), None)


def is_tile(zoom: int, column: int, row: int) -> bool:
    """Say whether there is such a tile.

    Parameters
    ----------
    zoom, column, row : int
        As in addresses of tiles: column from the west, row from the north, both from 0.

    Returns
    -------
    bool
        True where the zoom has tiles and the grid of ``2**zoom`` by ``2**zoom`` holds this one.
    """
    return scale_of(zoom) is not None and 0 <= column < 2**zoom and 0 <= row < 2**zoom


def pixel_m(zoom: int) -> float:
    """Return how wide a pixel of a tile is.

    Parameters
    ----------
    zoom : int
        At least 0.

    Returns
    -------
    float
        Metres of the web's projection, which are metres of the ground at the equator alone.
    """
    return 2 * HALF_WORLD_M / (TILE_PIXELS * float(2**zoom))


def scaled_areas(geometries: Geometries) -> tuple[ScaledAreas, ...]:
    """Simplify areas for each scale so that borders stay shared and nothing is lost that a pixel shows.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326 between 85.06 degrees south and north; None and empty ones stay as they are.

    Returns
    -------
    tuple of ScaledAreas
        One for each of `SCALES`. Corners whose triangle is smaller than a square pixel of that zoom are gone;
        every area that had ground has ground.

    References
    ----------
    See `spatial.geometry.simplify.simplify_coverage`.
    """
    metric = to_metric(geometries, WEB_MERCATOR)
    return tuple(ScaledAreas(scale, simplify_metric(metric, pixel_m(scale))) for scale in SCALES)


def hash_of(scaled: Sequence[ScaledAreas]) -> str:
    """Name outlines by their content.

    Parameters
    ----------
    scaled : sequence of ScaledAreas
        In the order of their scales.

    Returns
    -------
    str
        SHA-256 in hexadecimal digits: the same for the same outlines in the same order, another for any other,
        and another where tiles of another size are cut from them.
    """
    digest = hashlib.sha256(f"{EXTENT} {TILE_PIXELS} {SCALES}".encode())
    for each in scaled:
        for outline in shapely.to_wkb(each.geometries):
            body = outline or b""
            digest.update(len(body).to_bytes(8, "big") + body)
    return digest.hexdigest()


def encode_places(keys: Sequence[str], names: Sequence[str], geometries: Geometries) -> EncodedGeometry:
    """Encode what a map has to know of its areas beside their outlines: key, name, and where each lies.

    Parameters
    ----------
    keys, names : sequence of str, length n
        Key and name of the area in each place of the frozen order.
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326; None and empty ones have a box of -1 by -1.

    Returns
    -------
    EncodedGeometry
        JSON with one list for each of ``keys``, ``names``, ``west``, ``south``, ``width`` and ``height``: the box
        around the largest part of each area in `BOX_UNITS` of a degree, rounded outwards. West and south are told
        as the difference from the area before, which lies near it in most orders: the file is half as large.

    Raises
    ------
    ValueError
        If the lengths differ.
    """
    if not len(keys) == len(names) == len(geometries):
        message = f"{len(keys)} keys, {len(names)} names and {len(geometries)} outlines"
        raise ValueError(message)
    west, south, width, height = _boxes(geometries).T
    told = {
        "keys": list(keys),
        "names": list(names),
        "west": np.diff(west, prepend=0).tolist(),
        "south": np.diff(south, prepend=0).tolist(),
        "width": width.tolist(),
        "height": height.tolist(),
    }
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    zipped = gzip.compress(body, compresslevel=9, mtime=0)
    return EncodedGeometry(body=body, gzipped=zipped, content_hash=hashlib.sha256(body).hexdigest())


def _boxes(geometries: Geometries) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return west, south, width and height of the largest part of each area in whole units."""
    boxes = np.tile(np.array([0, 0, -1, -1], dtype=np.int64), (len(geometries), 1))
    for place, shape in enumerate(geometries):
        if shape is None or shape.is_empty:
            continue
        parts = shapely.get_parts(shape)
        bounds: Floats = shapely.bounds(parts[int(np.argmax(shapely.area(parts)))]) * BOX_UNITS
        low, high = np.floor(bounds[:2]).astype(np.int64), np.ceil(bounds[2:]).astype(np.int64)
        boxes[place] = [*low, *(high - low)]
    return boxes
