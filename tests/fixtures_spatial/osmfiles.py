# SPDX-License-Identifier: EUPL-1.2
"""Extracts of OpenStreetMap made in memory, byte by byte as the PBF format says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NANODEGREES, _GRANULARITY = 10**9, 100


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _signed(value: int) -> bytes:
    return _varint((value << 1) ^ (value >> 63))


def _bytes(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, encoded: bytes) -> bytes:
    return _varint(number << 3) + encoded


def _block(kind: bytes, content: bytes) -> bytes:
    blob = _bytes(1, content) + _number(2, _varint(len(content)))
    header = _bytes(1, kind) + _number(3, _varint(len(blob)))
    return len(header).to_bytes(4, "big") + header + blob


def osm_extract(
    nodes: Mapping[int, tuple[float, float]], ways: Sequence[tuple[Sequence[int], Mapping[str, str]]]
) -> bytes:
    """Return an extract with nodes (longitude, latitude) by their number, and ways along them with tags."""
    words = ["", *sorted({word for _, tags in ways for pair in tags.items() for word in pair})]
    table = _bytes(1, b"".join(_bytes(1, word.encode()) for word in words))
    points = _bytes(2, b"".join(_bytes(1, _node(number, *place)) for number, place in sorted(nodes.items())))
    lines = _bytes(2, b"".join(_bytes(3, _way(number, *way, words)) for number, way in enumerate(ways, start=1)))
    head = b"".join(_bytes(4, feature) for feature in (b"OsmSchema-V0.6", b"DenseNodes"))
    return _block(b"OSMHeader", head) + _block(b"OSMData", table + points + lines)


def _node(number: int, longitude: float, latitude: float) -> bytes:
    east, north = (round(degrees * _NANODEGREES / _GRANULARITY) for degrees in (longitude, latitude))
    return _number(1, _signed(number)) + _number(8, _signed(north)) + _number(9, _signed(east))


def _way(number: int, refs: Sequence[int], tags: Mapping[str, str], words: Sequence[str]) -> bytes:
    keys = b"".join(_varint(words.index(key)) for key in tags)
    values = b"".join(_varint(words.index(value)) for value in tags.values())
    steps = [after - before for before, after in zip((0, *refs), refs, strict=False)]
    return _number(1, _varint(number)) + _bytes(2, keys) + _bytes(3, values) + _bytes(8, b"".join(map(_signed, steps)))
