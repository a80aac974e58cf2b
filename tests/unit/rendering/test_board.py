# SPDX-License-Identifier: EUPL-1.2
"""The completeness board as it is put together: states, columns, filters, counts."""

from datetime import date

import pytest

from indicators.rendering.board import Board, BoardCell, BoardRow, CellState, board_of, cell_state
from sozialplanung.common.periods import parse
from sozialplanung.common.rhythms import Expectation


def cell(code: str, state: CellState, *, late: bool = False) -> BoardCell:
    return BoardCell(parse(code), state, date(2024, 3, 31), is_late=late)


def row(name: str, *cells: BoardCell) -> BoardRow:
    return BoardRow("stadt", "Stadt", name, name.title(), "register", "Register", "thema", True, cells)


def codes(board: Board) -> list[str]:
    return [period.code for period in board.periods]


@pytest.mark.parametrize(
    ("expected", "stage", "state"),
    [
        (None, 0, CellState.NOT_EXPECTED),
        (Expectation.UPCOMING, 0, CellState.NOT_EXPECTED),
        (Expectation.DUE, 0, CellState.DUE),
        (Expectation.OVERDUE, 0, CellState.OVERDUE),
        (Expectation.OVERDUE, 1, CellState.IN_WORK),
        (Expectation.DUE, 2, CellState.WAITING),
        (None, 3, CellState.APPROVED),
        (Expectation.OVERDUE, 4, CellState.RELEASED),
    ],
)
def test_what_has_come_counts_before_what_is_expected(
    expected: Expectation | None, stage: int, state: CellState
) -> None:
    assert cell_state(expected, stage) is state


def test_columns_are_the_periods_of_all_rows_the_latest_end_first() -> None:
    board = board_of(
        [
            row("a", cell("2023", CellState.RELEASED), cell("2024-Q1", CellState.DUE)),
            row("b", cell("2023-12-31", CellState.OVERDUE), cell("2020", CellState.NOT_EXPECTED)),
        ]
    )

    assert codes(board) == ["2024-Q1", "2023-12-31", "2023"]
    assert [each.state for each in board.rows[1].cells] == [
        CellState.NOT_EXPECTED,
        CellState.OVERDUE,
        CellState.NOT_EXPECTED,
    ]
    assert dict(board.counts)[CellState.NOT_EXPECTED] == 3
    assert dict(board.counts)[CellState.RELEASED] == 1


def test_filter_keeps_rows_and_periods_that_hold_the_state() -> None:
    rows = [
        row("a", cell("2022", CellState.RELEASED), cell("2023", CellState.DUE)),
        row("b", cell("2022", CellState.RELEASED)),
    ]

    board = board_of(rows, state=CellState.DUE)

    assert [each.indicator for each in board.rows] == ["a"]
    assert codes(board) == ["2023"]


def test_late_work_is_found_among_what_is_overdue() -> None:
    rows = [row("a", cell("2022", CellState.IN_WORK, late=True)), row("b", cell("2022", CellState.IN_WORK))]

    assert [each.indicator for each in board_of(rows, state=CellState.OVERDUE).rows] == ["a"]
    assert [each.indicator for each in board_of(rows, state=CellState.IN_WORK).rows] == ["a", "b"]


def test_row_without_anything_stays_on_the_board_and_window_cuts_columns_only() -> None:
    board = board_of([row("a", *(cell(str(year), CellState.RELEASED) for year in range(2000, 2010))), row("b")])

    window = board.windowed(2, 3)

    assert codes(window) == ["2007", "2006", "2005"]
    assert [len(each.cells) for each in window.rows] == [3, 3]
    assert window.counts == board.counts


def test_board_of_nothing_is_blank() -> None:
    assert board_of([]) == Board((), (), tuple((state, 0) for state in CellState))
