# SPDX-License-Identifier: EUPL-1.2
"""The order of the areas in ranking and table: by name unless a reader asks for another one."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from indicators.rendering import maptable
from indicators.rendering.maptable import TableRow
from indicators.rendering.workbench.parts import BY_NAME, BY_VALUE

# What an address calls the columns of the table.
COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "raum": maptable.PARENT,
        BY_VALUE: maptable.VALUE,
        "anzahl": maptable.COUNT,
        "nenner": maptable.DENOMINATOR,
        "klasse": maptable.CLASS,
        "veraenderung": maptable.CHANGE,
    }
)
_UMLAUTS: Final = str.maketrans("äöü", "aou")


def ordered(rows: Sequence[TableRow], order: str) -> tuple[TableRow, ...]:
    """Return rows that are sorted by name in the order that is asked for.

    Equal ones stay in the order of their names; what has no figure stands last, whichever way it is turned.
    """
    is_descending, name = order.startswith("-"), order.removeprefix("-")
    if name == BY_NAME:
        return tuple(reversed(rows)) if is_descending else tuple(rows)
    column = COLUMNS[name]
    if column == maptable.PARENT:
        return tuple(sorted(rows, key=lambda row: text_order(_cell(row, column)), reverse=is_descending))
    sign = -1.0 if is_descending else 1.0
    return tuple(sorted(rows, key=lambda row: _number_order(_cell(row, column), sign)))


def text_order(text: str) -> str:
    """Return by what names are put in order: as in a German telephone directory of the first kind."""
    return text.casefold().translate(_UMLAUTS)


def _cell(row: TableRow, column: str) -> str:
    cell = next((each for each in row.cells if each.column == column), None)
    if cell is None:
        return ""
    return cell.sort if cell.is_number else cell.text


def _number_order(sort: str, sign: float) -> tuple[bool, float]:
    return (True, 0.0) if sort == "" else (False, sign * float(sort))
