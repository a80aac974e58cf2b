# SPDX-License-Identifier: EUPL-1.2
"""The confined process that lets GDAL read one file: `python -m spatial.readers.child` in a folder of its own.

It finds ``request.json`` there, confines itself, reads with one fixed driver and writes ``result``.
"""

from __future__ import annotations

import errno
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sozialplanung.common import childprocess
from sozialplanung.common.confinement import Bounds, NotConfinedError, confine
from spatial.readers.wire import Message, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REQUEST, RESULT = "request.json", "result"
DONE, NO_MEMORY = childprocess.DONE, childprocess.NO_MEMORY
NOT_CONFINED, TOO_LARGE = childprocess.NOT_CONFINED, childprocess.TOO_LARGE
# pyogrio imports what it finds of these; nothing here needs them, and less is loaded beside a foreign file.
SPARED = ("geopandas", "pandas", "pyarrow", "pyproj", "shapely")
_HEIGHT_MARKS = frozenset({"Z", "M", "ZM", "2.5D", "3D", "Measured"})


@dataclass(frozen=True, slots=True)
class Request:
    """What to read: server-made path, fixed driver, and bounds."""

    path: str
    driver: str
    layer: str | None
    encoding: str | None
    max_features: int
    bounds: Bounds
    is_listing: bool = False
    kept: str = ""  # which rows of an extract of OpenStreetMap, as a condition of ours


def main() -> int:
    """Read the requested file and return the exit code."""
    raw = json.loads(Path(REQUEST).read_text(encoding="utf-8"))
    request = Request(**{**raw, "bounds": Bounds(**raw["bounds"])})
    try:
        confine(request.bounds)
        message = answer(request)
    except NotConfinedError:
        return NOT_CONFINED
    except MemoryError:
        return NO_MEMORY
    return _written(message)


def _written(message: Message) -> int:
    try:
        Path(RESULT).write_bytes(encode(message))
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        return TOO_LARGE
    return DONE


def answer(request: Request) -> Message:
    """Return areas, or the code of what is wrong with the file; GDAL is loaded only here."""
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

    foreign = sorted(set(pyogrio.list_drivers()) - {request.driver})
    if foreign:
        return _refused("sandbox_drivers", drivers=foreign)
    try:
        if request.kept:
            return _selected(request)
        layers = pyogrio.list_layers(request.path)
        if request.is_listing:
            return Message({"layers": [str(name) for name, kind in layers if kind is not None]})
        layer = _layer(layers, request.layer)
        return layer if isinstance(layer, Message) else _read(request, layer)
    except UnicodeDecodeError:
        return _refused("text_not_decodable", encoding=str(request.encoding))
    except (DataSourceError, DataLayerError, FeatureError, GeometryError, RuntimeError, ValueError):
        return _refused("vector_broken")


def _layer(layers: Iterable[tuple[str, str | None]], wanted: str | None) -> str | Message:
    spatial = [name for name, kind in layers if kind is not None]
    if wanted is not None:
        if wanted in spatial:
            return wanted
        return _refused("layer_unknown", layer=wanted, layers=spatial)
    if not spatial:
        return _refused("layer_none")
    if len(spatial) > 1:
        return _refused("layer_several", layers=spatial)
    return spatial[0]


def _read(request: Request, layer: str) -> Message:
    import pyogrio

    info = pyogrio.read_info(request.path, layer=layer, force_feature_count=True)
    if info["features"] > request.max_features:
        limit = request.max_features
        return _refused("too_many_features", count=int(info["features"]), limit=limit)
    meta, _, outlines, columns = pyogrio.raw.read(
        request.path, layer=layer, encoding=request.encoding, force_2d=True, datetime_as_string=True
    )
    return _message(meta, outlines, columns, str(info["geometry_type"]))


def _selected(request: Request) -> Message:
    """Read the rows that are kept: asked by a query, the driver leaves all other layers alone."""
    import pyogrio

    query = f"SELECT * FROM {request.layer} WHERE {request.kept}"  # noqa: S608 (both are words of ours)
    meta, _, outlines, columns = pyogrio.raw.read(
        request.path, sql=query, force_2d=True, datetime_as_string=True, max_features=request.max_features + 1
    )
    if len(outlines) > request.max_features:
        return _refused("too_many_features", count=len(outlines), limit=request.max_features)
    return _message(meta, outlines, columns, str(meta["geometry_type"]))


def _message(meta: Mapping[str, Any], outlines: Iterable[Any], columns: Iterable[Any], kind: str) -> Message:
    named = zip((str(name) for name in meta["fields"]), columns, strict=True)
    header = {
        "crs": meta["crs"],
        "has_heights": not _HEIGHT_MARKS.isdisjoint(kind.split()),
        "columns": {name: _plain(values.tolist()) for name, values in named},
    }
    return Message(header, [None if wkb is None else bytes(wkb) for wkb in outlines])


def _plain(values: list[Any]) -> list[Any]:
    """Return values that JSON knows: no number stays empty, infinity is told by its name."""
    return [_plain_value(value) for value in values]


def _plain_value(value: object) -> object:
    if isinstance(value, float):
        if value != value:  # noqa: PLR0124 (not a number: how a number that is missing is read)
            return None
        return value if abs(value) != float("inf") else {"infinite": value > 0}
    return value if value is None or isinstance(value, (str, int, bool)) else {"other": True}


def _refused(code: str, **parameters: str | int | list[str]) -> Message:
    refusal: Mapping[str, Any] = {"code": code, "parameters": parameters}
    return Message({"refusal": refusal})


def _spare_libraries() -> None:
    """Let imports of these libraries fail, as where they are not installed."""
    for name in SPARED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # None is how Python is told so


if __name__ == "__main__":
    _spare_libraries()
    sys.exit(main())
