# SPDX-License-Identifier: EUPL-1.2
"""Writes areas as the compact GeoJSON that browsers fetch once: same areas, same bytes, same hash."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import mapping

from spatial.geometry.precision import quantise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from spatial.geometry.arrays import Geometries


@dataclass(frozen=True, slots=True)
class EncodedGeometry:
    """GeoJSON in UTF-8, the same gzipped, and the SHA-256 of the text in hexadecimal digits."""

    body: bytes
    gzipped: bytes
    content_hash: str


def encode_collection(
    keys: Sequence[str],
    names: Sequence[str],
    geometries: Geometries,
    decimals: int = 5,
    members: Mapping[str, str] | None = None,
) -> EncodedGeometry:
    """Encode areas in their frozen order as a FeatureCollection.

    Parameters
    ----------
    keys, names : sequence of str, length n
        Key and name of the area in each place.
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326; None or empty becomes ``"geometry": null``.
    decimals : int
        Places kept; an area that would break keeps more (see `spatial.geometry.precision`).
    members : mapping of str to str, optional
        Foreign members of the collection, such as licence and attribution; they stand before the features.

    Returns
    -------
    EncodedGeometry
        Properties are ``i`` (position in the order, from 0), ``k`` (key) and ``n`` (name). Outer
        rings run anticlockwise. The bytes depend on the arguments alone; the gzip header has no time.

    Raises
    ------
    ValueError
        If the lengths differ, or a coordinate is not finite.

    References
    ----------
    RFC 7946 (2016), The GeoJSON Format, sections 3.1.6, 3.3 and 6.1.
    """
    shapes = shapely.orient_polygons(quantise(geometries, decimals).geometries)
    rows = zip(keys, names, shapes, strict=True)
    features = [_feature(place, *row) for place, row in enumerate(rows)]
    collection = {"type": "FeatureCollection", **(members or {}), "features": features}
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    body = text.encode("utf-8")
    return EncodedGeometry(
        body=body,
        gzipped=gzip.compress(body, compresslevel=9, mtime=0),
        content_hash=hashlib.sha256(body).hexdigest(),
    )


def _feature(place: int, key: str, name: str, shape: BaseGeometry | None) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"i": place, "k": key, "n": name},
        "geometry": None if shape is None or shape.is_empty else mapping(shape),
    }
