# SPDX-License-Identifier: EUPL-1.2
"""Numbers in cells: coordinates and numbers of places, with a decimal comma or a decimal point."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMA: Final = ","
POINT: Final = "."
_MINUS: Final = str.maketrans({"\u2212": "-", "\u00a0": None, "\u202f": None, " ": None})
_GRAMMARS: Final = {
    COMMA: re.compile(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})(?:,[0-9]{1,15})?"),
    POINT: re.compile(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,20})?"),
}


def decimal_sign(cells: Iterable[str]) -> str:
    """Return which sign begins the decimals of a column.

    Parameters
    ----------
    cells : iterable of str
        The cells of one column, or of the two columns of coordinates together.

    Returns
    -------
    str
        `COMMA` where more cells are numbers with a decimal comma than with a decimal point, or where a comma stands in
        a cell and both are as many; else `POINT`, also for no cells.
    """
    plain = [cell.translate(_MINUS) for cell in cells]
    fitting = {sign: sum(bool(grammar.fullmatch(cell)) for cell in plain) for sign, grammar in _GRAMMARS.items()}
    if fitting[COMMA] != fitting[POINT]:
        return COMMA if fitting[COMMA] > fitting[POINT] else POINT
    return COMMA if any(COMMA in cell for cell in plain) else POINT


def number(cell: str, decimals: str) -> float | None:
    """Read one number.

    Parameters
    ----------
    cell : str
        ``390387,4``, ``390.387,40``, ``52.517``, ``−7``; ASCII digits alone, blanks between them are passed over.
    decimals : str
        `COMMA` or `POINT`; the other one divides thousands.

    Returns
    -------
    float or None
        None where it is no number of this form: an empty cell, a word, ``1e5``, ``nan``, other digits.
    """
    plain = cell.translate(_MINUS)
    if not _GRAMMARS[decimals].fullmatch(plain):
        return None
    thousands = POINT if decimals == COMMA else COMMA
    return float(plain.replace(thousands, "").replace(COMMA, POINT))
