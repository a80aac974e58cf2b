# SPDX-License-Identifier: EUPL-1.2
"""The current vintages that one pass of computing reads: those of an indicator all at once."""

from collections.abc import Mapping
from typing import Final

from indicators.models import Period
from indicators.services.releasing.freezing import Cell, Frozen, cells_of, current, current_before, current_of

# Figures of areas that a pass keeps, of all indicators together: about 85 MB. What does not fit is read cell by cell.
MOST_KEPT: Final = 2_000_000


class Shelf:
    """Vintages as they stood when an indicator was first asked for, and what the pass itself froze since then."""

    def __init__(self, sizes: Mapping[int, int], *, most: int = MOST_KEPT) -> None:
        """Keep up to `most` figures; `sizes` are the numbers of areas by boundary version."""
        self._sizes, self._room = sizes, most
        self._kept: dict[int, dict[Cell, Frozen] | None] = {}

    def current(self, cell: Cell) -> Frozen | None:
        """Return the current vintage of a cell, None when there is none."""
        kept = self._of(cell.indicator_id)
        return current(cell) if kept is None else kept.get(cell)

    def current_before(self, cell: Cell, periods: Mapping[int, Period]) -> Frozen | None:
        """Return the current vintage of the nearest earlier period of the same kind, None when there is none."""
        kept, own = self._of(cell.indicator_id), periods[cell.period_id]
        if kept is None:
            return current_before(cell, own)
        earlier = [
            (periods[each.period_id].start, each.period_id, frozen)
            for each, frozen in kept.items()
            if each.period_id in periods
            and each.boundary_version_id == cell.boundary_version_id
            and periods[each.period_id].kind == own.kind
            and periods[each.period_id].start < own.start
        ]
        return max(earlier, key=lambda each: each[:2])[2] if earlier else None

    def put(self, frozen: Frozen) -> None:
        """Remember what was frozen."""
        kept = self._kept.get(frozen.cell.indicator_id)
        if kept is not None:
            kept[frozen.cell] = frozen

    def _of(self, indicator_id: int) -> dict[Cell, Frozen] | None:
        if indicator_id not in self._kept:
            needed = sum(self._sizes.get(place_id, 0) for _, place_id in cells_of(indicator_id=indicator_id))
            fits = needed <= self._room
            self._room -= needed if fits else 0
            self._kept[indicator_id] = current_of(indicator_id=indicator_id) if fits else None
        return self._kept[indicator_id]
