# SPDX-License-Identifier: EUPL-1.2
"""Outlines of a boundary version as arrays of points, for small drawings made on the server."""

import gzip
import json
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from spatial.selectors.geometries import asset, asset_body
from spatial.selectors.rows import BoundaryVersionRow

Outline = tuple[npt.NDArray[np.float64], ...]

_KEPT_VERSIONS = 12


class OutlinesMissingError(LookupError):
    """The outlines of a boundary version are not built."""


def outline_hash(version: BoundaryVersionRow) -> str | None:
    """Return the hash that names the present overview of a boundary version, None while it is not built."""
    row = asset(version.id, "overview")
    return row.content_hash if row else None


def outlines(organisation: str, version: BoundaryVersionRow, content_hash: str) -> tuple[Outline, ...]:
    """Return the rings of every area in frozen order, longitude and latitude in degrees; no shape: no ring.

    Content named by its hash never changes and is kept in memory. OutlinesMissingError when it is gone.
    """
    return _outlines(organisation, version.level, version.edition, content_hash)


@lru_cache(maxsize=_KEPT_VERSIONS)
def _outlines(organisation: str, level: str, edition: str, content_hash: str) -> tuple[Outline, ...]:
    body = asset_body(
        organisation=organisation, level=level, edition=edition, detail="overview", content_hash=content_hash
    )
    if body is None:
        raise OutlinesMissingError(content_hash)
    features = json.loads(gzip.decompress(body))["features"]
    return tuple(_rings(feature["geometry"]) for feature in features)


def _rings(geometry: dict[str, Any] | None) -> Outline:
    if geometry is None:
        return ()
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return tuple(np.asarray(ring, dtype=np.float64)[:, :2] for polygon in polygons for ring in polygon)
