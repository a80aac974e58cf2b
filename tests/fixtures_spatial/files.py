# SPDX-License-Identifier: EUPL-1.2
"""Boundary files made in memory, right and wrong."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely

from spatial.readers import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spatial.geometry.arrays import Geometries

CODE_AND_NAME = Selection("code", "name")
RING = [[9.40, 54.78], [9.42, 54.78], [9.42, 54.80], [9.40, 54.80], [9.40, 54.78]]
NEXT_RING = [[9.42, 54.78], [9.44, 54.78], [9.44, 54.80], [9.42, 54.80], [9.42, 54.78]]


def polygon(*rings: Sequence[Any]) -> dict[str, Any]:
    """Return a GeoJSON polygon; without arguments the square `RING`."""
    return {"type": "Polygon", "coordinates": list(rings) or [RING]}


def feature(
    code: object = "01", name: object = "Altstadt", geometry: object = None, **members: object
) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    properties = {"code": code, "name": name}
    return {"type": "Feature", "properties": properties, "geometry": geometry or polygon(), **members}


def collection(*features: object, **members: object) -> dict[str, Any]:
    """Return a GeoJSON collection; without arguments of one square."""
    return {"type": "FeatureCollection", **members, "features": list(features) or [feature()]}


def as_bytes(value: object) -> bytes:
    """Return the value as JSON text."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def named_crs(name: str) -> dict[str, Any]:
    """Return a `crs` member that names a system."""
    return {"type": "name", "properties": {"name": name}}


def geopackage(layers: Mapping[str, Geometries], crs: str | None = "EPSG:25832", **options: object) -> bytes:
    """Return a GeoPackage with columns `code` and `name`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.gpkg"
        for layer, shapes in layers.items():
            write(path, shapes, "GPKG", crs, layer=layer, append=path.exists(), **options)
        return path.read_bytes()


def write(path: Path, shapes: Geometries, driver: str, crs: str | None, **options: object) -> None:
    """Write areas with columns `code` and `name` by GDAL."""
    codes = np.array([f"{place:02}" for place in range(len(shapes))], dtype=object)
    names = np.array([f"Größe {place}" for place in range(len(shapes))], dtype=object)
    pyogrio.raw.write(
        str(path),
        shapely.to_wkb(shapes, include_srid=False),
        field_data=options.pop("field_data", [codes, names]),
        fields=options.pop("fields", ["code", "name"]),
        driver=driver,
        crs=crs,
        geometry_type=options.pop("geometry_type", "MultiPolygon" if driver == "GPKG" else "Polygon"),
        promote_to_multi=driver == "GPKG",
        **options,
    )


def shapefile(shapes: Geometries, crs: str | None = "EPSG:25832", **options: object) -> dict[str, bytes]:
    """Return the parts of a Shapefile by name, such as `areas.shp`."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "areas.shp", shapes, "ESRI Shapefile", crs, **options)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the members as a zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return buffer.getvalue()
