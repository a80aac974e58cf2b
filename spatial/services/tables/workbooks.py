# SPDX-License-Identifier: EUPL-1.2
"""Who reads workbooks: an app above registers, none is known here; what it reads goes on as a table of text."""

from collections.abc import Callable, Sequence
from typing import Final

from spatial.geometry.problems import SpatialError
from spatial.readers.crosswalktables import Sides, guess_columns
from spatial.readers.limits import Limits
from spatial.readers.places.delimited import read_table
from spatial.readers.sheets import SEPARATOR, Sheet, written

BookReader = Callable[[bytes], Sequence[Sheet] | None]
_READERS: Final[list[BookReader]] = []


def register_book_reader(reader: BookReader) -> None:
    """Let an app read workbooks; it returns None for what is none, and raises its own typed errors."""
    if reader not in _READERS:
        _READERS.append(reader)


def sheets_in(content: bytes) -> Sequence[Sheet]:
    """Return the sheets of a workbook that are shown; none for what is no workbook."""
    found = next((sheets for reader in _READERS if (sheets := reader(content)) is not None), ())
    return [sheet for sheet in found if not sheet.is_hidden] or found


def likeliest(sheets: Sequence[Sheet], sides: Sides) -> Sheet:
    """Return the sheet that looks most like a table of a pair: offices put explanations on sheets of their own."""
    return max(sheets, key=lambda sheet: _likeness(sheet, sides))


def _likeness(sheet: Sheet, sides: Sides) -> int:
    try:
        meant = guess_columns(read_table(written(sheet), Limits(), separator=SEPARATOR), sides)
    except SpatialError:
        return -1
    return sum(map(bool, (meant.older, meant.newer, meant.weight)))
