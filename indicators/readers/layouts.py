# SPDX-License-Identifier: EUPL-1.2
"""Finds where the table begins and ends among titles, names of columns and notes."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from indicators.readers.figures import parse_number, without_unit
from indicators.readers.findings import delivery_error
from indicators.readers.keys import normalise_key
from indicators.readers.marks import is_known_mark
from indicators.readers.proposals import RowKind, RowReading
from indicators.readers.rawtable import Cell, RawTable, cell_text
from indicators.readers.tables import Layout

_HEAD: Final = 200
_MOST_HEADER_ROWS: Final = 4
_LEAST_NAMES: Final = 2
_LEAST_ASCENDING: Final = 3
_YEARS: Final = (1900, 2100)
_MOSTLY: Final = 0.5


@dataclass(frozen=True, slots=True)
class LayoutFound:
    """The complete layout, and the rows beside the table."""

    layout: Layout
    rows: tuple[RowReading, ...]


def find_layout(raw: RawTable, keys: Collection[str], stated: Layout) -> LayoutFound:
    """Find the rows that name the columns, and the last row of the table.

    Parameters
    ----------
    raw
        The cells as read.
    keys
        All keys of areas that there are: a row that holds one is a row of the table.
    stated
        What is known of the layout already; it is kept.

    Returns
    -------
    LayoutFound
        Read with this layout, `table_of` gives the table.

    Raises
    ------
    DeliveryError
        `no_header`, `no_rows`.
    """
    finder = _Finder(raw, frozenset(keys))
    if stated.header_row is None:
        first, header_rows = finder.header()
    else:
        first, header_rows = _position(raw, stated.header_row), stated.header_rows
    last = finder.last()
    has_notes = last < len(raw.rows) - 1
    layout = replace(
        stated,
        encoding=raw.encoding or stated.encoding,
        separator=raw.separator or stated.separator,
        sheet=raw.sheet or stated.sheet,
        header_row=raw.numbers[first],
        header_rows=header_rows,
        last_row=stated.last_row or (raw.numbers[last] if has_notes else None),
    )
    titles = [_told(raw, place, "title") for place in range(first)]
    names = [_told(raw, place, "header") for place in range(first, first + header_rows)]
    notes = [_told(raw, place, "note") for place in range(last + 1, len(raw.rows))]
    return LayoutFound(layout, (*titles, *names, *notes))


def _position(raw: RawTable, row: int) -> int:
    if row not in raw.numbers:
        raise delivery_error("no_header", place=f"row {row}")
    return raw.numbers.index(row)


def _told(raw: RawTable, place: int, kind: RowKind) -> RowReading:
    text = " | ".join(filled for cell in raw.rows[place] if (filled := cell_text(cell)))
    return RowReading(raw.numbers[place], kind, text)


def is_figure(cell: Cell) -> bool:
    """Say whether a cell could be a figure, or a sign that stands for one.

    Parameters
    ----------
    cell
        A cell as read.

    Returns
    -------
    bool
        A number under either decimal sign counts, also in brackets or with a unit of measure.
    """
    if isinstance(cell, str):
        bare = cell[1:-1] if cell.startswith("(") and cell.endswith(")") else without_unit(cell)[0]
        is_number = isinstance(parse_number(bare, "comma"), float) or isinstance(parse_number(bare, "point"), float)
        return is_number or is_known_mark(cell)
    return isinstance(cell, float)


class _Finder:
    def __init__(self, raw: RawTable, keys: frozenset[str]) -> None:
        self.raw, self.keys = raw, keys
        sample = raw.rows[:_HEAD]
        self.figures = [place for place in range(raw.width) if self._share(sample, place, is_figure) > _MOSTLY]
        self.areas = [place for place in range(raw.width) if self._share(sample, place, self._is_key) > _MOSTLY]

    @staticmethod
    def _share(rows: tuple[tuple[Cell, ...], ...], place: int, holds: Callable[[Cell], bool]) -> float:
        filled = [row[place] for row in rows if place < len(row) and row[place] not in (None, "")]
        # One filled cell of a column tells nothing of its kind.
        return sum(map(holds, filled)) / len(filled) if len(filled) > 1 else 0.0

    def _is_key(self, cell: Cell) -> bool:
        return normalise_key(cell_text(cell)) in self.keys

    def _is_body(self, row: tuple[Cell, ...]) -> bool:
        """Say whether a row holds an area, or figures where figures stand."""
        if any(place < len(row) and self._is_key(row[place]) for place in self.areas):
            return True
        own = [place for place in self.figures if place not in self.areas]
        filled = [row[place] for place in own or self.figures if place < len(row) and row[place] not in (None, "")]
        return bool(filled) and sum(map(is_figure, filled)) > len(filled) * _MOSTLY

    def _names(self, row: tuple[Cell, ...]) -> bool:
        """Say whether all figures of a row are years, or ages in their order: names of columns."""
        numbers = [parse_number(cell_text(cell), "comma") for cell in row if is_figure(cell)]
        whole = [number for number in numbers if isinstance(number, float) and number.is_integer()]
        if not whole or len(whole) < len(numbers):
            return False
        if all(_YEARS[0] <= number <= _YEARS[1] for number in whole):
            return True
        steps = {later - earlier for earlier, later in pairwise(whole)}
        return len(whole) >= _LEAST_ASCENDING and len(steps) == 1 and min(steps) > 0

    def _is_header(self, row: tuple[Cell, ...], *, is_named: bool) -> bool:
        """Say whether a row that looks like figures names columns: the first of all, or one with nothing beside."""
        if not self._names(row) or any(place < len(row) and self._is_key(row[place]) for place in self.areas):
            return False
        beside = [place for place in range(len(row)) if place not in self.figures and _text(row, place)]
        return not is_named or not beside

    def header(self) -> tuple[int, int]:
        """Return the position of the first row of names, and how many there are."""
        start = self._start()
        # A row with one cell between names and figures, say a key of no area, is left to the table.
        last = next((place for place in range(start - 1, -1, -1) if _filled(self.raw.rows[place]) >= _LEAST_NAMES), -1)
        if last < 0:
            raise delivery_error("no_header", place=f"row {self.raw.numbers[0]}")
        first = last
        while self._lacks_names(first, last) and self._may_name(first - 1):
            first -= 1
        return first, last - first + 1

    def _start(self) -> int:
        usual = max((_filled(row) for row in self.raw.rows), default=0)
        is_named = False
        for place, row in enumerate(self.raw.rows):
            if _filled(row) < _LEAST_NAMES:
                continue
            if self._is_body(row) and not self._is_header(row, is_named=is_named):
                return place
            is_named = True
        if self.figures or self.areas or usual < _LEAST_NAMES:
            raise delivery_error("no_rows")
        # Words only: the first row as wide as any names the columns.
        return next(place for place, row in enumerate(self.raw.rows) if _filled(row) == usual) + 1

    def _lacks_names(self, first: int, last: int) -> bool:
        """Say whether columns of the block are nameless, or two are named alike."""
        body = self.raw.rows[last + 1 : last + _HEAD]
        used = [place for place in range(self.raw.width) if any(_text(row, place) for row in body)]
        names = [tuple(_text(row, place) for row in self.raw.rows[first : last + 1]) for place in used]
        bottom = [name for name in names if any(name)]
        return len(bottom) < len(names) or len(set(bottom)) < len(bottom)

    def _may_name(self, place: int) -> bool:
        if place < 0 or self.raw.numbers[place + 1] - self.raw.numbers[place] != 1:
            return False
        row = self.raw.rows[place]
        is_title = _filled(row) == 1 and bool(_text(row, 0))
        return _filled(row) > 0 and not is_title

    def last(self) -> int:
        """Return the position of the last row that belongs to the table."""
        for place in range(len(self.raw.rows) - 1, -1, -1):
            if self._is_body(self.raw.rows[place]):
                return place
        return len(self.raw.rows) - 1


def _text(row: tuple[Cell, ...], place: int) -> str:
    return cell_text(row[place]) if place < len(row) else ""


def _filled(row: tuple[Cell, ...]) -> int:
    return sum(1 for cell in row if cell not in (None, ""))
