# SPDX-License-Identifier: EUPL-1.2
"""Part by part, the table beside a map of very many areas: all of them at once would be too much for any browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.rendering.slices import SliceContent

BY_NAME: Final = "name"
LARGEST: Final = "groesste"
SMALLEST: Final = "kleinste"
ORDERS: Final = (BY_NAME, LARGEST, SMALLEST)
# Up to here a table stands on one page.
MOST_ROWS: Final = 600
# Rows of a part: as many as one reads through, and as few as a page carries along with every step in time.
ROWS: Final = 250


@dataclass(frozen=True, slots=True)
class TableWish:
    """What a reader asked for: the order of the rows, and the number of the part, None for the one with the focus."""

    order: str = BY_NAME
    page: int | None = None


@dataclass(frozen=True, slots=True)
class TablePart:
    """One part of a table: the places of its areas in its order, and what stands before and after it.

    `first` and `last` are numbers of rows, from 1.
    """

    order: str
    number: int
    pages: int
    first: int
    last: int
    total: int
    positions: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """Whether these are all rows."""
        return self.pages == 1


def ordered(content: SliceContent, by_name: Sequence[int], order: str) -> list[int]:
    """Return the places of all areas in an order; `by_name` are those in the order of their names.

    Areas without a figure come last, and areas with the same figure stand by name.
    """
    if order == BY_NAME:
        return list(by_name)
    places = np.asarray(by_name, dtype=np.intp)
    values = content.numbers["value"].values[places]
    return [int(place) for place in places[np.argsort(values if order == SMALLEST else -values, kind="stable")]]


def _rows(total: int) -> int:
    return total if total <= MOST_ROWS else ROWS


def parts_in(total: int) -> int:
    """Return how many parts a table of so many rows has, at least one row."""
    return -(-total // _rows(total))


def part_of(positions: Sequence[int], wish: TableWish, focus: int | None) -> TablePart | None:
    """Return the part of a table that is asked for, else the one with the area in focus, else the first.

    None where the table has no such part.
    """
    total = len(positions)
    rows, pages = _rows(total), parts_in(total)
    number = wish.page or (1 if focus is None else positions.index(focus) // rows + 1)
    if number > pages:
        return None
    start = (number - 1) * rows
    shown = tuple(positions[start : start + rows])
    return TablePart(wish.order, number, pages, start + 1, start + len(shown), total, shown)
