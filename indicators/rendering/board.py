# SPDX-License-Identifier: EUPL-1.2
"""The completeness board: indicators by period with the state of each cell; pure, from what selectors found."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sozialplanung.common.periods import Period
from sozialplanung.common.rhythms import Expectation


class CellState(StrEnum):
    """What a reader of the board is told of one indicator and period, the most urgent first."""

    OVERDUE = "overdue"
    DUE = "due"
    IN_WORK = "in_work"
    WAITING = "waiting"
    APPROVED = "approved"
    RELEASED = "released"
    NOT_EXPECTED = "not_expected"


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One indicator and period: `due_on` where a plan expects it, `delivery` where one is on its way.

    `is_late` says of figures in work that their day has passed; of released ones it says nothing.
    """

    period: Period
    state: CellState
    due_on: date | None = None
    is_late: bool = False
    delivery: str = ""

    def is_in(self, state: CellState) -> bool:
        """Say whether a reader who looks for a state wants to see this cell: what is late is overdue, too."""
        return self.state is state or (state is CellState.OVERDUE and self.is_late)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One indicator of one organisation; `cells` stand in the order of the periods of the board."""

    organisation: str
    organisation_name: str
    indicator: str
    name: str
    source: str
    source_title: str
    topic: str
    is_released: bool
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The rows by the periods that they speak of, the newest first, and how many cells are in each state."""

    periods: tuple[Period, ...]
    rows: tuple[BoardRow, ...]
    counts: tuple[tuple[CellState, int], ...]

    def windowed(self, first: int, size: int) -> "Board":
        """Return the board with some of its periods alone; the counts stay those of all."""
        shown = self.periods[first : first + size]
        rows = tuple(replace(row, cells=row.cells[first : first + size]) for row in self.rows)
        return replace(self, periods=shown, rows=rows)


def cell_state(expected: Expectation | None, stage: int) -> CellState:
    """Return the state of a cell from what a plan expects and how far the figures have come (`Stage`, 0 to 4).

    What has come counts before what is expected: nobody is told to begin what is begun.
    """
    states = (CellState.IN_WORK, CellState.WAITING, CellState.APPROVED, CellState.RELEASED)
    if stage:
        return states[stage - 1]
    if expected is None or expected is Expectation.UPCOMING:
        return CellState.NOT_EXPECTED
    return CellState.OVERDUE if expected is Expectation.OVERDUE else CellState.DUE


def board_of(rows: Iterable[BoardRow], *, state: CellState | None = None) -> Board:
    """Line the cells of all rows up by period; with a state, only rows and periods that hold it are kept.

    A row may lack periods that others have; there it says that nothing is expected.
    """
    kept = [row for row in rows if state is None or any(cell.is_in(state) for cell in row.cells)]
    cells = [cell for row in kept for cell in row.cells if cell.state is not CellState.NOT_EXPECTED]
    wanted = {cell.period for cell in cells if state is None or cell.is_in(state)}
    periods = tuple(sorted(wanted, key=lambda period: (period.end, period.start, period.code), reverse=True))
    lined = tuple(replace(row, cells=_lined_up(row.cells, periods)) for row in kept)
    return Board(periods, lined, _counts(lined))


def _lined_up(cells: Collection[BoardCell], periods: Sequence[Period]) -> tuple[BoardCell, ...]:
    by_period = {cell.period: cell for cell in cells}
    return tuple(by_period.get(period) or BoardCell(period, CellState.NOT_EXPECTED) for period in periods)


def _counts(rows: Iterable[BoardRow]) -> tuple[tuple[CellState, int], ...]:
    found = Counter(cell.state for row in rows for cell in row.cells)
    return tuple((state, found[state]) for state in CellState)
