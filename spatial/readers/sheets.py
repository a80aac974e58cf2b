# SPDX-License-Identifier: EUPL-1.2
"""A sheet of a workbook as a table of text in which every row keeps its number."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATOR: Final = ";"
# A table of a pair has three columns at least; titles above it have fewer cells.
_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its cells as texts, rows of one width, and the number of each row in the workbook, rising from 1."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    is_hidden: bool = False


def written(sheet: Sheet) -> bytes:
    r"""Write a sheet as a delimited file.

    Parameters
    ----------
    sheet : Sheet
        Any sheet; one without rows gives an empty file.

    Returns
    -------
    bytes
        UTF-8 with `SEPARATOR`. Rows above the first one with three filled cells are left out (titles), as are
        columns without any cell; for rows that are left out or blank stand blank lines, so that line n of the file is
        row n of the sheet. Line breaks within cells become blanks.

    Examples
    --------
    >>> written(Sheet("Tabelle", (("Titel", "", ""), ("alt", "neu", "anteil")), (1, 3)))
    b'\n\nalt;neu;anteil\n'
    """
    begin = next((at for at, row in enumerate(sheet.rows) if sum(map(bool, row)) >= _FEWEST), 0)
    rows, lines = sheet.rows[begin:], sheet.lines[begin:]
    kept = _filled(rows)
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, delimiter=SEPARATOR, lineterminator="\n")
    last = 0
    for line, row in zip(lines, rows, strict=True):
        sink.write("\n" * (line - last - 1))
        writer.writerow([" ".join(row[at].split()) for at in kept])
        last = line
    return sink.getvalue().encode()


def _filled(rows: Sequence[Sequence[str]]) -> list[int]:
    return [at for at in range(max(map(len, rows), default=0)) if any(row[at] for row in rows)]
