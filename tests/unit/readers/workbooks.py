# SPDX-License-Identifier: EUPL-1.2
"""Workbooks made by hand for the tests of the readers."""

from __future__ import annotations

import io
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
