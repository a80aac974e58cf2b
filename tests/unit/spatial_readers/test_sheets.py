# SPDX-License-Identifier: EUPL-1.2
"""A sheet becomes a table of text in which every row keeps its number."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from spatial.readers.limits import Limits
from spatial.readers.places.delimited import read_table
from spatial.readers.sheets import SEPARATOR, Sheet, written

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=4)


def read(sheet: Sheet) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written(sheet).decode(), newline=""), delimiter=SEPARATOR))


def test_titles_blank_rows_and_empty_columns_are_left_out_and_rows_keep_their_numbers() -> None:
    sheet = Sheet(
        "Tabelle",
        (
            ("Umsteigetabelle", "", "", "", "x"),
            ("alt", "", "neu", "anteil", ""),
            ("01", "", "11", "0,5", ""),
            ("02", "", "1;2", "Zeile\numgebrochen", ""),
        ),
        (2, 4, 5, 8),
    )

    table = read_table(written(sheet), Limits(), separator=SEPARATOR)

    assert table.columns == ("alt", "neu", "anteil")
    assert table.rows == (("01", "11", "0,5"), ("02", "1;2", "Zeile umgebrochen"))
    assert table.lines == (5, 8)


def test_sheet_without_three_filled_cells_in_a_row_is_written_as_it_is() -> None:
    assert written(Sheet("", (("nur", "Text"),), (3,))) == b"\n\nnur;Text\n"
    assert written(Sheet("", (), ())) == b""


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6), st.integers(1, 4))
def test_every_filled_cell_stands_in_the_line_of_its_row(rows: list[tuple[str, str, str]], step: int) -> None:
    head = ("alt", "neu", "anteil")
    lines = tuple(1 + step * place for place in range(len(rows) + 1))

    found = read(Sheet("", (head, *rows), lines))

    assert found[0] == list(head)
    for line, row in zip(lines[1:], rows, strict=True):
        assert found[line - 1] == list(row)
