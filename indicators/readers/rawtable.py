# SPDX-License-Identifier: EUPL-1.2
"""What a reader hands on before anybody said what it means: the cells of one sheet, with their places."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from indicators.readers.findings import Finding

Format = Literal["csv", "xlsx", "xls", "ods"]

# A number cell is always a float: exactly the double that the file holds. A date with a time of day is text.
Cell = str | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged block of cells; rows and columns count from 1 and belong to it at both ends."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class RawTable:
    """The filled rows of one sheet, or of one text file (then `sheet` is empty).

    `numbers` holds each row's number in the source, from 1; wholly blank rows are left out. Rows of a
    sheet are equally long and start at column A; rows of a text file are as long as they came. Texts
    carry no surrounding blanks. Of workbooks, `hidden_rows`, `hidden_columns` and `percents` (columns that show
    numbers as percent) are told, counted from 1. `encoding`, `separator` and `removed` (invisible characters that were
    taken out) speak of text files only.
    """

    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[int, ...]
    format: Format
    sheet: str = ""
    is_hidden: bool = False
    merged: tuple[Merged, ...] = ()
    encoding: str = ""
    separator: str = ""
    removed: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    percents: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def width(self) -> int:
        """The number of cells of the longest row."""
        return max((len(row) for row in self.rows), default=0)


def cell_text(cell: Cell) -> str:
    """Return a cell as a person would write it into a key, a name or a period.

    Parameters
    ----------
    cell
        A cell as read.

    Returns
    -------
    str
        A whole number without decimals (a lost leading zero stays lost), a date in ISO 8601, nothing
        for an empty cell. Not for figures: those stay numbers.

    Examples
    --------
    >>> cell_text(1011101.0)
    '1011101'
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return cell or ""
