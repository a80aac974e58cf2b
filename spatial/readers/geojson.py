# SPDX-License-Identifier: EUPL-1.2
"""Reads GeoJSON with the standard library alone: nothing in the file is opened, fetched or run."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, TypeGuard

import numpy as np
import shapely

from spatial.geometry import crs as crs_names
from spatial.geometry.problems import Place, quoted
from spatial.readers.assemble import RawFeatures, strictly
from spatial.readers.outlines import Outlines
from spatial.readers.texts import BoundaryFileError, problem, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.arrays import Geometries
    from spatial.geometry.problems import Problem
    from spatial.readers.limits import Limits

# How many of a character a file within the vertex limit can need, per allowed vertex: parsing
# multiplies memory by about thirty, so that density is refused before it is parsed.
DENSITY = {b"[": 1.5, b",": 6.0, b'"': 4.0, b"{": 0.5, b":": 3.0}
WIDEST_DEGREE = 180.0
_NOT_FINITE = re.compile(r"-?Infinity|NaN")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
# Every escape: those that are kept, a pair of surrogates among them, and those of NUL and of half a pair.
_PAIR = r"u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"\\(?:(?P<kept>[^u]|{_PAIR})|u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{{2}}))")


def raw_geojson(content: bytes, layer: str | None, limits: Limits, shapes: type[Outlines] = Outlines) -> RawFeatures:
    """Read a FeatureCollection of polygons, or of other shapes; it has no layers.

    Parameters
    ----------
    content : bytes
        The file; UTF-8, with or without byte order mark.
    layer : str or None
        Not looked at.
    limits : Limits
        Bounds on bytes, areas and points.
    shapes : type
        What takes the geometries: polygons by default.

    Returns
    -------
    RawFeatures
        Areas in the order of the file. Its CRS is None where there is no member ``crs``: then it is
        EPSG:4326 by the standard, which is left to the caller.

    Raises
    ------
    BoundaryFileError
        If anything is wrong, with every problem found up to ``limits.max_problems``.
    """
    del layer
    _check_size(content, limits)
    collection = _parsed(content)
    members = _features(collection, limits)
    named = crs_named(collection)
    outlines = shapes(limits)
    rows = _Rows(named or crs_names.LONGITUDE_LATITUDE)
    for number, member in enumerate(members, start=1):
        rows.take(number, member, outlines)
    strictly([*rows.problems, *outlines.problems], limits)
    geometries = np.empty(len(members), dtype=object)
    geometries[:] = outlines.geometries
    return RawFeatures(rows.properties, geometries, named, outlines.remarks)


def geojson_crs(raw: RawFeatures, stated: str | None) -> str:
    """Return the CRS of a GeoJSON: as it says, else degrees.

    What a person states counts where they can be no degrees, and for the order of the axes.
    """
    if raw.named_crs or are_degrees(raw.geometries):
        return crs_names.with_axes_of(raw.named_crs or crs_names.LONGITUDE_LATITUDE, stated)
    return stated or crs_names.LONGITUDE_LATITUDE


def are_degrees(geometries: Geometries) -> bool:
    """Tell whether all coordinates could be degrees."""
    largest = np.abs(shapely.total_bounds(geometries))
    return bool(max(largest) <= WIDEST_DEGREE)


@dataclass(slots=True)
class _Rows:
    """Collects properties, and the problems of features that are none."""

    crs: str
    properties: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, number: int, member: object, outlines: Outlines) -> None:
        """Take one entry of the collection; its outline goes to ``outlines``."""
        if not _is_feature(member):
            self.problems.append(problem("feature_malformed", Place(feature=number)))
            return
        geometry = member["geometry"]
        self._check_crs(number, member)
        if isinstance(geometry, dict):
            self._check_crs(number, geometry)
        self.properties.append(member.get("properties") or {})
        outlines.take(number, geometry)

    def _check_crs(self, number: int, member: dict[str, Any]) -> None:
        if member.get("crs") is None:
            return
        try:
            own = _crs(member["crs"])
        except BoundaryFileError as error:
            self.problems.extend(error.problems)
            return
        if own != self.crs:
            self.problems.append(problem("crs_contradicts", Place(feature=number), crs=own))


def _is_feature(member: object) -> TypeGuard[dict[str, Any]]:
    return (
        isinstance(member, dict)
        and member.get("type") == "Feature"
        and isinstance(member.get("properties") or {}, dict)
        and "geometry" in member
    )


def _check_size(content: bytes, limits: Limits) -> None:
    if not content.strip():
        raise refusal("file_empty")
    if len(content) > limits.max_bytes:
        raise refusal("file_too_large", size=len(content), limit=limits.max_bytes)
    for character, share in DENSITY.items():
        count, limit = content.count(character), int(share * limits.max_vertices) + 100
        if count > limit:
            raise refusal("json_too_dense", count=count, character=character.decode(), limit=limit)


def parsed_collection(content: bytes, limits: Limits) -> dict[str, Any]:
    """Return a FeatureCollection as JSON: its ``features`` are a list, unlooked at and perhaps empty.

    Raises
    ------
    BoundaryFileError
        If it is no JSON, no FeatureCollection, or larger or denser than the limits allow.
    """
    _check_size(content, limits)
    collection = _parsed(content)
    if not isinstance(collection.get("features"), list):
        raise refusal("no_features")
    return collection


def crs_named(collection: dict[str, Any]) -> str | None:
    """Return the CRS that the member ``crs`` of a collection names, None where there is none.

    Raises
    ------
    BoundaryFileError
        If it is no allowed name, or a reference to another place.
    """
    return None if collection.get("crs") is None else _crs(collection["crs"])


def parsed_json(content: bytes, limits: Limits) -> Any:  # noqa: ANN401 (what JSON holds)
    """Return what a document of JSON holds.

    Raises
    ------
    BoundaryFileError
        If it is no JSON, or larger or denser than the limits allow.
    """
    _check_size(content, limits)
    return _loaded(content)


def _parsed(content: bytes) -> dict[str, Any]:
    parsed = _loaded(content)
    if not isinstance(parsed, dict) or parsed.get("type") != "FeatureCollection":
        found = parsed.get("type") if isinstance(parsed, dict) else "array"
        raise refusal("not_a_feature_collection", found=quoted(found))
    return parsed


def _loaded(content: bytes) -> Any:  # noqa: ANN401 (what JSON holds)
    text = _storable(_decoded(content))
    try:
        return json.loads(text, parse_constant=_refuse_constant(text), object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise refusal("json_broken", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise refusal("json_too_deep") from error
    except ValueError as error:  # a whole number of more than 4,300 digits
        raise refusal("number_not_finite", number="999…") from error


def _storable(text: str) -> str:
    """Return the document with the control character SUBSTITUTE for each NUL and each half of a surrogate pair.

    Only escapes can hold these two, and neither a database nor UTF-8 takes them. For all who read JSON the strings are
    broken text then, which is told with its column as any control character is. No place in the document moves.
    """
    return _ESCAPE.sub(lambda found: found[0] if found["kept"] else r"\u001a", text)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal("json_not_utf8", byte=error.start + 1) from error


def _refuse_constant(text: str) -> Any:  # noqa: ANN401 (json wants a function from str to anything)
    def refuse(constant: str) -> NoReturn:
        blanked = _STRING.sub(lambda match: " " * len(match[0]), text)
        found = _NOT_FINITE.search(blanked)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise refusal("number_not_finite", Place(line=line), number=constant)

    return refuse


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise refusal("json_member_twice", member=quoted(twice))
    return members


def _features(collection: dict[str, Any], limits: Limits) -> list[object]:
    members = collection.get("features")
    if not isinstance(members, list) or not members:
        raise refusal("no_features")
    if len(members) > limits.max_features:
        raise refusal("too_many_features", count=len(members), limit=limits.max_features)
    return members


def _crs(member: object) -> str:
    """Return the CRS that a ``crs`` member names; absent or null means longitude and latitude."""
    if member is None:
        return crs_names.LONGITUDE_LATITUDE
    allowed = ", ".join(crs_names.ALLOWED)
    if not isinstance(member, dict) or not isinstance(member.get("properties"), dict):
        raise refusal("crs_unknown", crs=quoted(member), allowed=allowed)
    if member.get("type") != "name":
        raise refusal("crs_link", link=quoted(member["properties"].get("href")))
    name = crs_names.allowed_name(str(member["properties"].get("name")))
    if name is None:
        named = quoted(member["properties"].get("name"))
        raise refusal("crs_unknown", crs=named, allowed=allowed)
    return name
