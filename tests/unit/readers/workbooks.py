# SPDX-License-Identifier: EUPL-1.2
"""Workbooks made by hand for the tests of the readers."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SHEET = "xl/worksheets/sheet1.xml"
OPEN_DOCUMENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def xlsx(rows: Sequence[Sequence[object]], more: Callable[[openpyxl.Workbook], object] | None = None) -> bytes:
    """Return a workbook with one sheet of rows; `more` may change it before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if more:
        more(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a packed file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a packed file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(content: bytes, old: bytes, new: bytes, part: str = SHEET) -> bytes:
    """Return a workbook with one text of one part replaced."""
    parts = parts_of(content)
    assert old in parts[part]
    return packed({**parts, part: parts[part].replace(old, new)})


def ods(tables: str, manifest: str = "<manifest/>") -> bytes:
    """Return an ODS workbook with these tables as XML."""
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest.encode(),
            "content.xml": OPEN_DOCUMENT.format(tables).encode(),
        }
    )


GLOBALS, SHEET_STREAM = 0x0005, 0x0010


def record(kind: int, content: bytes = b"") -> bytes:
    """Return one record of an old workbook."""
    return struct.pack("<HH", kind, len(content)) + content


def number(row: int, column: int, value: float) -> bytes:
    """Return a number cell; row and column count from 0."""
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, text: str) -> bytes:
    """Return a text cell."""
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def error_cell(row: int, column: int, code: int) -> bytes:
    """Return a cell that holds an error."""
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def error_formula(row: int, column: int, code: int) -> bytes:
    """Return a formula with an error for a result."""
    return record(0x0006, struct.pack("<HHHBBBBHHHIH", row, column, 0, 2, 0, code, 0, 0, 0xFFFF, 0, 0, 0))


def xls(cells: bytes, more: bytes = b"", streams: Mapping[str, bytes] | None = None) -> bytes:
    """Return an old workbook with one sheet; `more` stands among its global records."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, GLOBALS, 0, 1997, 0, 0))
    name = b"\x05\x00Blatt"
    sheet_at = len(begin) + len(more) + 4 + 6 + len(name) + 4
    sheets = record(0x0085, struct.pack("<IBB", sheet_at, 0, 0) + name)
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, SHEET_STREAM, 0, 1997, 0, 0)) + cells + record(0x000A)
    return compound({"Workbook": begin + more + sheets + record(0x000A) + body, **(streams or {})})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file; each stream is filled up to the size that has sectors of its own."""
    sectors, entries = b"", [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    table: list[int] = []
    for name, content in streams.items():
        padded = content.ljust(4096, b"\0")
        padded += bytes(-len(padded) % 512)
        count, first = len(padded) // 512, len(table)
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
        entries.append(_entry(name, 2, first, len(padded)))
        sectors += padded
    directory = b"".join(entries)
    directory += bytes(-len(directory) % 512)
    at, count = len(table), len(directory) // 512
    table += [*range(at + 1, at + count), 0xFFFFFFFE, 0xFFFFFFFD]
    table += [0xFFFFFFFF] * (-len(table) % 128)
    assert len(table) == 128
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", at + count, *[0xFFFFFFFF] * 108)
    return header + sectors + directory + struct.pack("<128I", *table)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
