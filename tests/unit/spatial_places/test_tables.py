# SPDX-License-Identifier: EUPL-1.2
"""Tables of text are read in every usual spelling, or refused with line and way out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.problems import Problem
from spatial.readers.limits import Limits
from spatial.readers.places.delimited import LONGEST_CELL, TextTable, read_table
from spatial.readers.places.figures import COMMA, POINT, decimal_sign, number
from spatial.readers.texts import BoundaryFileError

LIMITS = Limits()


def read(text: str, encoding: str = "utf-8") -> TextTable:
    return read_table(text.encode(encoding), LIMITS)


def refused(content: bytes, limits: Limits = LIMITS, **said: str) -> Problem:
    with pytest.raises(BoundaryFileError) as error:
        read_table(content, limits, **said)
    return error.value.problems[0]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    table = read(f"Name{separator}Ort\r\nKita{separator}Nord\r\n\r\nHort{separator}Süd\r\n")

    assert table.columns == ("Name", "Ort")
    assert table.rows == (("Kita", "Nord"), ("Hort", "Süd"))
    assert table.lines == (2, 4)
    assert table.separator == separator


@pytest.mark.check("C067")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_umlauts_survive_in_each_character_set(encoding: str) -> None:
    assert read("Name;Straße\nKäte;Größe\n", encoding).rows == (("Käte", "Größe"),)
    assert read("Name;Straße\nKäte;Größe\n", encoding).columns[1] == "Straße"


def test_signs_that_only_windows_has_are_read() -> None:
    assert read("Name;Ort\n„Käte“;Süd\n", "cp1252").encoding == "cp1252"


def test_cells_hold_separators_and_lines_in_quotation_marks() -> None:
    table = read('Name;Ort\n"Kita; ""Nord""\nHaus 2";A\nB;C\n')

    assert table.rows == (('Kita; "Nord"\nHaus 2', "A"), ("B", "C"))
    assert table.lines == (2, 4)


def test_keys_that_a_spreadsheet_kept_as_texts_are_read() -> None:
    assert read('Nr;Ort\n="01";A\n').rows == (("01", "A"),)


def test_a_column_without_a_name_gets_its_number() -> None:
    assert read("Name;\nKita;A\n").columns == ("Name", "(2)")


def test_a_row_of_another_width_is_left_out_and_told() -> None:
    table = read("Name;Ort\nKita;A\nHort;B;C\n")

    assert table.rows == (("Kita", "A"),)
    assert [(each.code, each.place.line) for each in table.problems] == [("spatial.table_row_width", 3)]


def test_what_is_stated_counts() -> None:
    assert read_table(b"A;B,C\n1;2,3\n", LIMITS, separator=",").columns == ("A;B", "C")
    assert read_table("A;B\nä;b\n".encode("cp1252"), LIMITS, encoding="cp1252").rows == (("ä", "b"),)
    assert refused("A;B\nä;b\n".encode("cp1252"), encoding="utf-8").code == "spatial.table_encoding"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" \n", "file_empty"),
        (b"Name\nKita\n", "table_separator"),
        (b"A;B,C\n1;2,3\n", "table_separator_ambiguous"),
        (b"A\tB;C\n1\t2;3\n", "table_separator_ambiguous"),
        (b"A;B\n", "table_empty"),
        (b"Schools of 2024\nA;B\n1;2\n", "table_title"),
        (b"A;B;C\n1;2\n3;4\n", "table_empty"),
        (b"A;A\n1;2\n", "table_column_twice"),
        (b"A;B\n1;\x002\n", "table_not_text"),
        (b'A;B\n1;"2\n', "table_quoting"),
        (b"A;B\n1;" + b"x" * (LONGEST_CELL + 1) + b"\n", "table_quoting"),
        (b"A;B\n1;" + b"x" * 200_000 + b"\n", "table_separator"),
        (b";" * 300 + b"\n", "table_too_large"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    assert refused(content).code == f"spatial.{code}"


def test_limits_hold() -> None:
    assert refused(b"A;B\n1;2\n", Limits(max_bytes=3)).code == "spatial.file_too_large"
    assert refused(b"A;B\n1;2\n3;4\n", Limits(max_features=1)).code == "spatial.table_too_large"
    assert refused(b";;\n;;\n", separator=";").code == "spatial.table_empty"
    assert refused(b"A;B\n" + b'1;"2', separator=";").place.line == 2


@pytest.mark.check("C066")
@pytest.mark.parametrize(
    ("cell", "decimals", "value"),
    [
        ("390387,4", COMMA, 390387.4),
        ("390.387,40", COMMA, 390387.4),
        ("5.820.383", COMMA, 5820383.0),
        ("390387.4", POINT, 390387.4),
        ("390,387.40", POINT, 390387.4),
        ("−7", POINT, -7.0),
        ("5 820 383,1", COMMA, 5820383.1),
    ],
)
def test_numbers_are_read_as_they_are_written(cell: str, decimals: str, value: float) -> None:
    assert number(cell, decimals) == value


@pytest.mark.check("C066")
@pytest.mark.parametrize(
    "cell", ["", "k. A.", "nan", "1e5", "1_000", "inf", "１２", "٣", "1,2,3", "--1", "0x10", "9" * 400]
)
def test_what_is_no_number_is_none(cell: str) -> None:
    assert number(cell, COMMA) is None
    assert number(cell, POINT) is None


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["52,5170", "13,4"], COMMA),
        (["52.5170", "13.4"], POINT),
        (["52,517", "13,388"], COMMA),
        (["390.387,1", "12"], COMMA),
        (["12", "13"], POINT),
        ([], POINT),
    ],
)
def test_the_decimal_sign_is_found(cells: list[str], sign: str) -> None:
    assert decimal_sign(cells) == sign


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        table = read_table(content, LIMITS)
    except BoundaryFileError as error:
        assert error.problems  # noqa: PT017 (either way is right)
    else:
        assert all(len(row) == len(table.columns) for row in table.rows)
