# SPDX-License-Identifier: EUPL-1.2
"""Writes the places of one version of a layer for maps: as short as can be, the same bytes every time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.arrays import Geometries

# A decimetre on the ground: more would not be seen.
STEP_DEGREES: Final = 1e-6
# Told anew with every change of how the file is written, so that its address is another one.
FORMAT: Final = 1


def layer_file(shapes: Geometries, texts: Sequence[tuple[str, str, str]], capacities: Sequence[float | None]) -> bytes:
    """Return the places as GeoJSON with short names: ``k`` key, ``n`` name, ``a`` address, ``c`` capacity.

    Parameters
    ----------
    shapes : ndarray of object, shape (n,)
        Points, lines or areas in longitude and latitude; n may be 0. A missing one is written as null.
    texts : sequence of tuple of str
        Key, name and address of each place, n of them; an empty address is left out.
    capacities : sequence of float or None
        What each place holds, n of them; None where it is not known, which is left out and never zero.

    Returns
    -------
    bytes
        A FeatureCollection in UTF-8; degrees with six decimals.
    """
    outlines = shapely.to_geojson(shapely.set_precision(shapes, STEP_DEGREES, mode="pointwise"))
    features = [
        {
            "type": "Feature",
            "properties": _told(row, capacity),
            "geometry": None if outline is None else json.loads(outline),
        }
        for row, capacity, outline in zip(texts, capacities, np.atleast_1d(outlines), strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _told(texts: tuple[str, str, str], capacity: float | None) -> dict[str, Any]:
    key, name, address = texts
    told: dict[str, Any] = {"k": key, "n": name}
    if address:
        told["a"] = address
    if capacity is not None:
        told["c"] = int(capacity) if float(capacity).is_integer() else capacity
    return told
