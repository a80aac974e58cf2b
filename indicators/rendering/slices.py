# SPDX-License-Identifier: EUPL-1.2
"""Byte codec of release slices (docs/adr/0002-release-slice.md): JSON header, integer bands."""

import hashlib
import json
import struct
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.slice_content import (
    CODE_BANDS,
    NUMBER_BANDS,
    ChangeNote,
    CityValue,
    NumberBand,
    SliceContent,
    SliceError,
    SliceKey,
    SliceSummary,
    check,
    scaled,
    scaled_array,
)
from sozialplanung.common.numbers import from_scaled
from sozialplanung.common.statuses import Flag, Status

__all__ = [
    "Band",
    "ChangeNote",
    "CityValue",
    "NumberBand",
    "SliceContent",
    "SliceError",
    "SliceHeader",
    "SliceKey",
    "SliceSummary",
    "UnitReading",
    "decode",
    "encode",
    "read_header",
    "read_unit",
    "slice_hash",
    "to_json",
]

MAGIC: Final = b"SPS1"
VERSION: Final = 1
MISSING_NUMBER: Final = -(2**31)
_ALIGNMENT: Final = 8
_TYPES: Final[dict[str, np.dtype[Any]]] = {
    "i4": np.dtype("<i4"),
    "u2": np.dtype("<u2"),
    "u1": np.dtype("u1"),
}
_CODE_TYPES: Final[dict[str, str]] = {
    "rank": "u2",
    "class": "u1",
    "comparison": "u1",
    "status": "u1",
    "flags": "u1",
}


@dataclass(frozen=True, slots=True)
class Band:
    """One band; `offset` counts bytes from the start of the body, `scale` the decimals."""

    name: str
    type: str
    scale: int
    offset: int
    missing: int | None


@dataclass(frozen=True, slots=True)
class SliceHeader:
    """The header of a slice, with the place where its body starts."""

    key: SliceKey
    n: int
    unit_order_hash: str
    decimals: int
    bands: tuple[Band, ...]
    city: CityValue
    summary: SliceSummary
    change: ChangeNote
    statuses: dict[str, int]
    class_labels: tuple[str, ...]
    rounding: int
    body_start: int


@dataclass(frozen=True, slots=True)
class UnitReading:
    """What a slice says about one area; a number is None where nothing is published."""

    status: Status
    flags: Flag
    numbers: dict[str, float | None]
    codes: dict[str, int]

    @property
    def value(self) -> float | None:
        """The published value."""
        return self.numbers["value"]


def encode(content: SliceContent) -> bytes:
    """Write a slice as bytes; the same content gives the same bytes.

    Raises
    ------
    SliceError
        When values, statuses and header contradict each other, when a number does not fit, or
        when it carries more digits than are published.
    """
    check(content)
    bands, chunks, offset = [], [], 0
    for name, kind, scale, integers in _integers(content):
        raw = integers.astype(_TYPES[kind]).tobytes()
        bands.append(Band(name, kind, scale, offset, MISSING_NUMBER if kind == "i4" else None))
        chunks.append(raw + _padding(len(raw)))
        offset += len(chunks[-1])
    header = json.dumps(_header_fields(content, bands), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    text = header.encode("utf-8")
    return b"".join([MAGIC, struct.pack("<I", len(text)), text, _padding(8 + len(text)), *chunks])


def _integers(content: SliceContent) -> list[tuple[str, str, int, npt.NDArray[np.int64]]]:
    rows: list[tuple[str, str, int, npt.NDArray[np.int64]]] = []
    for name in NUMBER_BANDS:
        if name in content.numbers:
            band = content.numbers[name]
            integers = np.full(content.size, MISSING_NUMBER, dtype=np.int64)
            there = ~np.isnan(band.values)
            integers[there] = scaled_array(band.values[there], band.decimals, name)
            rows.append((name, "i4", band.decimals, integers))
    codes: dict[str, npt.NDArray[Any]] = {
        **content.codes,
        "status": content.status,
        "flags": content.flags,
    }
    rows += [(name, kind, 0, codes[name].astype(np.int64)) for name, kind in _CODE_TYPES.items() if name in codes]
    return rows


def _padding(length: int) -> bytes:
    return b"\0" * (-length % _ALIGNMENT)


def _header_fields(content: SliceContent, bands: list[Band]) -> dict[str, Any]:
    def number(value: float | None) -> float | None:
        return None if value is None else _unscaled(scaled(value, content.decimals), content.decimals)

    summary = {name: number(value) for name, value in asdict(content.summary).items() if name != "n"}
    return {
        "version": VERSION,
        **asdict(content.key),
        "n": content.size,
        "unit_order_hash": content.unit_order_hash,
        "decimals": content.decimals,
        "bands": [asdict(band) for band in bands],
        "city": {"value": number(content.city.value), "kind": content.city.kind},
        "summary": {"n": content.summary.n, **summary},
        "change": {"from": content.change.since, "kind": content.change.kind},
        "statuses": content.status_counts(),
        "class_labels": list(content.class_labels),
        # Only where there is one: the bytes of all other slices stay what they were.
        **({"rounding": content.rounding} if content.rounding else {}),
    }


def _unscaled(integer: int, decimals: int) -> float:
    return integer / 10**decimals if decimals else integer


def read_header(payload: bytes) -> SliceHeader:
    """Read the header; `payload` may be the whole slice or its first bytes, header included.

    Raises
    ------
    SliceError
        `format` when the bytes are no slice of this version or end too early.
    """
    if len(payload) < len(MAGIC) + 4 or payload[:4] != MAGIC:
        raise SliceError("format", "These bytes are no release slice.")
    (length,) = struct.unpack_from("<I", payload, 4)
    try:
        fields = json.loads(payload[8 : 8 + length].decode("utf-8"))
        version = fields["version"]
    except (ValueError, KeyError, TypeError) as error:
        raise SliceError("format", "The header of the release slice cannot be read.") from error
    if version != VERSION:
        raise SliceError("format", f"Release slices of version {version} are not known.")
    return _header_of(fields, 8 + length + len(_padding(8 + length)))


def _header_of(fields: dict[str, Any], body_start: int) -> SliceHeader:
    key = SliceKey(**{name: fields[name] for name in SliceKey.__dataclass_fields__})
    return SliceHeader(
        key=key,
        n=fields["n"],
        unit_order_hash=fields["unit_order_hash"],
        decimals=fields["decimals"],
        bands=tuple(Band(**band) for band in fields["bands"]),
        city=CityValue(**fields["city"]),
        summary=SliceSummary(**fields["summary"]),
        change=ChangeNote(since=fields["change"]["from"], kind=fields["change"]["kind"]),
        statuses=fields["statuses"],
        class_labels=tuple(fields["class_labels"]),
        rounding=fields.get("rounding", 0),
        body_start=body_start,
    )


def decode(payload: bytes) -> SliceContent:
    """Read a whole slice back; `encode(decode(payload)) == payload`.

    Raises
    ------
    SliceError
        `format` when the bytes are no slice or end too early.
    """
    header = read_header(payload)
    arrays = {band.name: _band_array(payload, header, band) for band in header.bands}
    numbers = {
        band.name: NumberBand(
            from_scaled(arrays[band.name].astype(np.int64), band.scale, missing=MISSING_NUMBER), band.scale
        )
        for band in header.bands
        if band.name in NUMBER_BANDS
    }
    return SliceContent(
        key=header.key,
        unit_order_hash=header.unit_order_hash,
        status=arrays["status"].astype(np.uint8),
        flags=arrays["flags"].astype(np.uint8),
        numbers=numbers,
        codes={name: arrays[name].astype(np.int64) for name in CODE_BANDS if name in arrays},
        city=header.city,
        summary=header.summary,
        change=header.change,
        class_labels=header.class_labels,
        rounding=header.rounding,
    )


def _band_array(payload: bytes, header: SliceHeader, band: Band) -> npt.NDArray[Any]:
    kind = _TYPES[band.type]
    start = header.body_start + band.offset
    if len(payload) < start + header.n * kind.itemsize:
        raise SliceError("format", f"The release slice ends before its band {band.name}.")
    return np.frombuffer(payload, dtype=kind, count=header.n, offset=start)


def read_unit(payload: bytes, header: SliceHeader, position: int) -> UnitReading:
    """Read what a slice says about the area at `position` of the frozen unit order (0 to n - 1).

    Raises
    ------
    IndexError
        When there is no such position.
    """
    if not 0 <= position < header.n:
        raise IndexError(f"Position {position} is outside 0 to {header.n - 1}.")
    found = {band.name: (_integer_at(payload, header, band, position), band) for band in header.bands}
    numbers = {
        name: None if integer == band.missing else _unscaled(integer, band.scale)
        for name, (integer, band) in found.items()
        if name in NUMBER_BANDS
    }
    return UnitReading(
        status=Status(found["status"][0]),
        flags=Flag(found["flags"][0]),
        numbers=numbers,
        codes={name: found[name][0] for name in CODE_BANDS if name in found},
    )


def _integer_at(payload: bytes, header: SliceHeader, band: Band, position: int) -> int:
    kind = _TYPES[band.type]
    start = header.body_start + band.offset + position * kind.itemsize
    return int(np.frombuffer(payload, dtype=kind, count=1, offset=start)[0])


def to_json(content: SliceContent) -> dict[str, Any]:
    """Return a slice as plain lists for the read API: the header's fields, and `bands` by name.

    Numbers are None where nothing is published; statuses and flags are written as words.
    """
    check(content)
    bands: dict[str, list[Any]] = {
        name: [None if integer == MISSING_NUMBER else _unscaled(integer, scale) for integer in integers.tolist()]
        for name, kind, scale, integers in _integers(content)
        if kind == "i4"
    }
    bands |= {name: codes.tolist() for name, codes in content.codes.items()}
    bands["status"] = [Status(code).code for code in content.status.tolist()]
    bands["flags"] = [list(Flag(code).codes) for code in content.flags.tolist()]
    return {**_header_fields(content, []), "bands": bands}


def slice_hash(payload: bytes) -> str:
    """Return the SHA-256 of a slice in hexadecimal digits: its strong ETag."""
    return hashlib.sha256(payload).hexdigest()
