# SPDX-License-Identifier: EUPL-1.2
"""Workbooks are the same bytes for the same figures."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook, load_workbook

from sozialplanung.common.typedbook import GENERAL, book_bytes, table_sheet


def _book(moment: datetime) -> bytes:
    book = Workbook(write_only=True)
    book.properties.created = moment
    table_sheet(book, "Zahlen", [("Gebiet", GENERAL), ("Wert", "0.0")], [("Mitte", 1.5)])
    return book_bytes(book)


@pytest.mark.check("C075")
def test_workbook_does_not_tell_when_it_was_written() -> None:
    first, later = (_book(datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None)) for year in (2024, 2026))

    assert first == later
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"W3CDTF" not in archive.read("docProps/core.xml")
    rows = list(load_workbook(io.BytesIO(first))["Zahlen"].values)
    assert rows == [("Gebiet", "Wert"), ("Mitte", 1.5)]
