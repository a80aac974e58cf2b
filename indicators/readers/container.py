# SPDX-License-Identifier: EUPL-1.2
"""Opens the compressed container of a workbook within bounds: sizes are counted, never believed."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from indicators.readers.findings import delivery_error
from indicators.readers.limits import Limits

_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_CHANCE_HITS: Final = 20  # the four bytes may also stand in compressed content
_LEAST_SUSPICIOUS: Final = 1_000_000
_ENCRYPTED: Final = 0x1
_CHUNK: Final = 262_144
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ARCHIVES: Final = frozenset({".zip", ".zipx", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".jar"})
# All that zipfile is known to raise on changed bytes (a negative seek is a ValueError).
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)


class Container:
    """The parts of a zip file by name; opening it looks at its directory only."""

    def __init__(self, payload: bytes, limits: Limits) -> None:
        self.payload, self.limits = payload, limits
        if payload.count(_DIRECTORY_ENTRY) > limits.entries + _CHANCE_HITS:
            raise delivery_error("container_entries", limit=limits.entries)
        try:
            with zipfile.ZipFile(io.BytesIO(payload)) as archive:
                entries = archive.infolist()
        except _BROKEN as error:
            raise delivery_error("workbook_broken") from error
        _check(entries, len(payload), limits)
        self.entries = {entry.filename: entry for entry in entries}

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack one part; it has exactly the size that the directory says, or the file is refused."""
        entry = self.entries[name]
        try:
            yield from self._unpacked(entry)
        except _BROKEN as error:
            raise delivery_error("workbook_broken", place=_told(name)) from error

    def content(self, name: str) -> bytes:
        """Return one part whole."""
        return b"".join(self.chunks(name))

    def _unpacked(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        header = _LOCAL_HEADER.unpack_from(self.payload, entry.header_offset)
        start = entry.header_offset + _LOCAL_HEADER.size + header[-2] + header[-1]
        packed = self.payload[start : start + entry.compress_size]
        size = 0
        stored = entry.compress_type == zipfile.ZIP_STORED
        for chunk in (packed,) if stored else _inflated(packed):
            size += len(chunk)
            if size > entry.file_size:
                break
            yield chunk
        if size != entry.file_size:
            raise delivery_error("container_size_false", place=_told(entry.filename))


def _inflated(packed: bytes) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not inflater.eof:
        yield inflater.decompress(packed, _CHUNK)
        packed = inflater.unconsumed_tail
    yield inflater.flush()


def _check(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise delivery_error("container_entries", limit=limits.entries)
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise delivery_error("workbook_broken")
    unpacked = sum(entry.file_size for entry in entries)
    for entry in entries:
        _check_entry(entry, limits)
    if unpacked > limits.unpacked:
        raise delivery_error("container_size", size=unpacked, limit=limits.unpacked)
    if unpacked > _LEAST_SUSPICIOUS and unpacked > limits.ratio * size:
        raise delivery_error("container_ratio", ratio=unpacked // size, limit=limits.ratio)


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    place = _told(entry.filename)
    if entry.flag_bits & _ENCRYPTED:
        raise delivery_error("workbook_password")
    if PurePosixPath(entry.filename).suffix.lower() in _ARCHIVES:
        raise delivery_error("container_nested", place=place)
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise delivery_error("workbook_broken", place=place)
    ratio = entry.file_size // max(entry.compress_size, 1)
    if entry.file_size > _LEAST_SUSPICIOUS and ratio > limits.ratio:
        raise delivery_error("container_ratio", place=place, ratio=ratio, limit=limits.ratio)


def _told(name: str) -> str:
    """Return a name of the file fit for a sentence."""
    return "".join(each if each.isprintable() else "·" for each in name[:80])
