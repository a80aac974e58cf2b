# SPDX-License-Identifier: EUPL-1.2
"""CSV files that no spreadsheet runs as formulas, and that read back without loss."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

Cell = str | int | float | Decimal | date | None

BOM: Final = "\ufeff"
DELIMITER: Final = ";"

# Spreadsheets start a formula at these signs, their full-width forms included, also after blanks.
_FORMULA: Final = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@|\uff1d\uff0b\uff0d\uff20])")
_MARKED: Final = re.compile(r"'+(?:[\t\r\n]|\s*[=+\-@|\uff1d\uff0b\uff0d\uff20])")


def safe_text(text: str) -> str:
    """Return the text with a leading apostrophe where a spreadsheet would run it."""
    return f"'{text}" if _FORMULA.match(text) else text


def original_text(cell: str) -> str:
    """Return the text from which `safe_text` made the cell."""
    return cell[1:] if _MARKED.match(cell) else cell


def to_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the rows as German spreadsheets open them: UTF-8 with BOM, semicolon, decimal comma.

    Texts are made safe; numbers stay numbers, `−3,5` included; None becomes an empty cell.
    """
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, delimiter=DELIMITER, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    return (BOM + sink.getvalue()).encode("utf-8")


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return safe_text(cell)
        case bool():
            raise TypeError("A truth value has no agreed form in a CSV file: write a word.")
        case date():
            return f"{cell:%d.%m.%Y}"
        case _:
            return _written_number(cell)


def _written_number(number: int | float | Decimal) -> str:  # noqa: PYI041 - Decimal is no float
    if not math.isfinite(number):
        raise ValueError("A figure that is missing is no number: write None and its status beside it.")
    if isinstance(number, int):
        return str(number)
    exact = number if isinstance(number, Decimal) else Decimal(repr(float(number)))
    return f"{exact:f}".replace(".", ",")
