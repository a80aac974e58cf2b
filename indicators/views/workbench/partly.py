# SPDX-License-Identifier: EUPL-1.2
"""Which rows of order and table stand in the page: all of them, or of very many one part."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.rendering.maptable import TableRow
from indicators.rendering.tableparts import TablePart, TableWish, part_of
from indicators.selectors.workbench.settling import Settled


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The rows that the page holds, and which part of all of them that is (None: there is no row at all)."""

    part: TablePart | None
    rows: tuple[TableRow, ...]

    @property
    def is_whole(self) -> bool:
        """Whether these are all rows."""
        return self.part is None or self.part.is_whole


def shown_rows(found: Settled, rows: Sequence[TableRow]) -> ShownRows:
    """Return the rows that are written: all, or of very many the part with the area in focus."""
    positions = [row.position for row in rows]
    focus = found.facts.focus.position if found.facts.focus else None
    part = part_of(positions, TableWish(), focus if focus in set(positions) else None) if positions else None
    return ShownRows(part, tuple(rows) if part is None else tuple(rows[part.first - 1 : part.last]))
