# SPDX-License-Identifier: EUPL-1.2
"""Opens a zip file that should hold one Shapefile, in memory and within bounds; nothing is unpacked by its name."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from spatial.geometry.problems import Place, quoted
from spatial.readers.text import has_control_characters, has_hidden_characters
from spatial.readers.texts import refusal

if TYPE_CHECKING:
    from spatial.readers.limits import Limits

_DIRECTORY_ENTRY = b"PK\x01\x02"
_CHANCE_HITS = 20  # the four bytes may also stand in compressed content
_LONGEST_NAME = 255
_LEAST_SUSPICIOUS = 1024 * 1024
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_ARCHIVES = frozenset({".zip", ".zipx", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".kmz", ".jar"})
_WANTED = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
_NEEDED = (".shx", ".dbf")
# All that zipfile is known to raise on changed bytes (a negative seek is a ValueError).
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
_COMPRESSIONS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def shapefile_members(content: bytes, limits: Limits) -> dict[str, bytes]:
    """Return the parts of the one Shapefile in a zip file by suffix, such as ``{".shp": b"…"}``.

    Parts are matched without regard to case. Everything else in the archive is left unread. The .prj may be
    missing: then somebody has to state the system.
    """
    if content.count(_DIRECTORY_ENTRY) > limits.max_entries + _CHANCE_HITS:
        count = content.count(_DIRECTORY_ENTRY)
        raise refusal("archive_entries", count=count, limit=limits.max_entries)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(content), limits)
            return {suffix: _read(archive, entry) for suffix, entry in _layer_parts(entries).items()}
    except _BROKEN as error:
        raise refusal("archive_broken") from error


def _check_entries(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(entries) > limits.max_entries:
        raise refusal("archive_entries", count=len(entries), limit=limits.max_entries)
    for entry in entries:
        _check_entry(entry, limits)
    names = [entry.filename.casefold() for entry in entries]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise refusal("archive_name_twice", Place(file=quoted(twice)))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.max_unpacked_bytes:
        raise refusal("archive_size", size=unpacked, limit=limits.max_unpacked_bytes)
    if unpacked > _LEAST_SUSPICIOUS and unpacked > limits.max_ratio * size:
        raise refusal("archive_ratio", ratio=unpacked // size, limit=limits.max_ratio)


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    place = Place(file=quoted(entry.orig_filename))
    if not _is_safe_name(entry.orig_filename):
        raise refusal("archive_name", place)
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise refusal("archive_link", place)
    if entry.flag_bits & _ENCRYPTED:
        raise refusal("archive_encrypted", place)
    if PurePosixPath(entry.filename).suffix.lower() in _ARCHIVES:
        raise refusal("archive_nested", place)
    if entry.compress_type not in _COMPRESSIONS:
        raise refusal("archive_compression", place)
    ratio = entry.file_size // max(entry.compress_size, 1)
    if entry.file_size > _LEAST_SUSPICIOUS and ratio > limits.max_ratio:
        raise refusal("archive_ratio", place, ratio=ratio, limit=limits.max_ratio)


def _is_safe_name(name: str) -> bool:
    if not name or len(name) > _LONGEST_NAME:
        return False
    if has_control_characters(name) or has_hidden_characters(name):
        return False
    if "\\" in name or name.startswith("/") or _DRIVE.match(name):
        return False
    return ".." not in PurePosixPath(name).parts


def _layer_parts(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    paths = {PurePosixPath(entry.filename): entry for entry in entries if not entry.is_dir()}
    parts = {path: entry for path, entry in paths.items() if _is_part(path)}
    layers = [path for path in parts if path.suffix.lower() == ".shp"]
    if not layers:
        raise refusal("shapefile_none")
    if len(layers) > 1:
        raise refusal("shapefile_several", layers=", ".join(quoted(path) for path in layers))
    stem = _stem(layers[0])
    own = {path.suffix.lower(): entry for path, entry in parts.items() if _stem(path) == stem}
    for suffix in _NEEDED:
        if suffix not in own:
            code = f"shapefile_{suffix[1:]}_missing"
            raise refusal(code, Place(layer=quoted(layers[0].stem)))
    return own


def _is_part(path: PurePosixPath) -> bool:
    is_shadow = "__MACOSX" in path.parts or path.name.startswith(".")
    return path.suffix.lower() in _WANTED and not is_shadow


def _stem(path: PurePosixPath) -> str:
    return str(path.with_suffix("")).casefold()


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read an entry; zipfile stops at the declared size and then compares the checksum."""
    with archive.open(entry) as member:
        content = member.read()
    if len(content) != entry.file_size:
        raise refusal("archive_size_false", Place(file=quoted(entry.filename)))
    return content
