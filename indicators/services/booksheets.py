# SPDX-License-Identifier: EUPL-1.2
"""Workbooks for those who know none: the reader of deliveries, in its confined process and within its limits."""

from decimal import Decimal

from indicators.readers.rawtable import Cell, cell_text
from indicators.readers.reading import read_tables_confined
from indicators.readers.signatures import is_workbook
from spatial.readers.sheets import Sheet


def book_sheets(content: bytes) -> tuple[Sheet, ...] | None:
    """Return the filled sheets of a workbook with their cells as texts; None for what is no workbook.

    Raises
    ------
    DeliveryError
        As `read_tables_confined`.
    """
    if not is_workbook(content):
        return None
    tables = read_tables_confined(content)
    return tuple(
        Sheet(table.sheet, tuple(tuple(map(_text, row)) for row in table.rows), table.numbers, table.is_hidden)
        for table in tables
    )


def _text(cell: Cell) -> str:
    """Return a number with all of its decimals and never with an exponent, everything else as a person writes it."""
    if isinstance(cell, float) and not cell.is_integer():
        return format(Decimal(repr(cell)), "f")
    return cell_text(cell)
