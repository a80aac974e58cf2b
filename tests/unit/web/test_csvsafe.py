# SPDX-License-Identifier: EUPL-1.2
"""CSV cells that no spreadsheet runs, and that read back without loss."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.common.csvsafe import BOM, DELIMITER, Cell, original_text, safe_text, to_csv

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _read(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8").removeprefix(BOM)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITER))


@pytest.mark.check("C068")
@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49 30 123",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "|cmd",
        "=cmd|' /C calc'!A0",
        " =1+1",
        "\u00a0=1+1",
        "\uff1d1+1",
        "'=1+1",
    ],
)
def test_a_text_that_a_spreadsheet_would_run_is_marked(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    assert original_text(safe_text(text)) == text


@pytest.mark.check("C068")
@pytest.mark.parametrize(
    "text", ["", "Mitte", "10117 Berlin", "a=b", "s-Hertogenbosch", "'s-Hertogenbosch", "\u22123,5"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe_text(text) == text
    assert original_text(text) == text


@pytest.mark.check("C068")
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_text_is_harmless_and_reads_back(text: str) -> None:
    safe = safe_text(text)

    assert not safe.lstrip().startswith(DANGEROUS) or safe.startswith("'")
    assert original_text(safe) == text


@pytest.mark.check("C068")
@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
            min_size=2,
            max_size=4,
        ),
        max_size=5,
    )
)
def test_a_file_reads_back_cell_by_cell(rows: list[list[str]]) -> None:
    read = [[original_text(cell) for cell in row] for row in _read(to_csv(rows))]

    assert read == rows


@pytest.mark.check("C068")
def test_numbers_stay_numbers_and_missing_stays_empty() -> None:
    row: list[Cell] = [-3.5, 49, Decimal("1234.50"), 0.1, 1e21, 1e-7, date(2018, 12, 31), None, "x"]

    assert _read(to_csv([row])) == [
        ["-3,5", "49", "1234,50", "0,1", "1000000000000000000000", "0,0000001", "31.12.2018", "", "x"]
    ]


def test_a_delimiter_inside_a_text_starts_no_new_cell() -> None:
    assert _read(to_csv([["a;=1+1", 'b"c', "d\ne"]])) == [["a;=1+1", 'b"c', "d\ne"]]


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_missing_figure_is_not_written_as_a_number(cell: float | Decimal) -> None:
    with pytest.raises(ValueError, match="missing"):
        to_csv([[cell]])


def test_a_truth_value_has_no_form() -> None:
    with pytest.raises(TypeError, match="write a word"):
        to_csv([[True]])


def test_a_german_spreadsheet_sees_utf_8() -> None:
    assert to_csv([["Köln"]]) == "\ufeffKöln\r\n".encode()
