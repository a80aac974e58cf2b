# SPDX-License-Identifier: EUPL-1.2
"""Bytes of a delivery become a table, or an error that says why not."""

import codecs

import pytest

from indicators.readers.csvfile import Layout, Limits, Table, read_csv
from indicators.readers.decoding import decode
from indicators.readers.findings import DeliveryError

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1")
HEADER, FIRST, SECOND = ("schlüssel", "name", "quote"), ("01", "Köln", "3,5"), ("02", "Weiß", "4,25")


def joined(separator: str, *rows: tuple[str, ...]) -> str:
    return "\r\n".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows)


def codes(table: Table) -> list[str]:
    return [finding.code for finding in table.findings]


def refused(payload: bytes, layout: Layout | None = None, limits: Limits | None = None) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        read_csv(payload, layout or Layout(), limits=limits or Limits())
    assert str(caught.value).count(".") >= 2
    return caught.value


@pytest.mark.check("C038")
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encoding_and_separator_are_found(encoding: str, separator: str) -> None:
    table = read_csv(joined(separator, HEADER, FIRST, SECOND).encode(encoding))

    assert table.header == HEADER
    assert table.rows == (FIRST, SECOND)
    assert table.numbers == (2, 3)
    assert table.separator == separator
    assert table.findings == ()


@pytest.mark.check("C038")
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [";", "\t"])
def test_title_lines_footers_and_blank_columns_are_left_out(encoding: str, separator: str) -> None:
    text = (
        f"Bevölkerung am 31.12.2018{separator * 3}\r\n\r\n"
        + joined(separator, (*HEADER, ""), (*FIRST, ""), (*SECOND, ""))
        + "\r\n\r\nQuelle: Einwohnerregister\r\n"
    )

    table = read_csv(text.encode(encoding))

    assert table.header == HEADER
    assert table.rows == (FIRST, SECOND)
    assert table.numbers == (4, 5)
    assert codes(table) == ["row_beside_table", "row_beside_table"]
    assert [finding.row for finding in table.findings] == [1, 7]


@pytest.mark.check("C038")
def test_two_rows_of_names_are_joined_when_declared() -> None:
    text = "key;Personen;;Quote\n;Männer;Frauen;in %\n01;3;4;5,5\n"

    table = read_csv(text.encode(), Layout(header_row=1, header_rows=2))

    assert table.header == ("key", "Personen / Männer", "Personen / Frauen", "Quote / in %")
    assert table.rows == (("01", "3", "4", "5,5"),)


@pytest.mark.check("C038")
def test_undeclared_second_row_of_names_is_refused() -> None:
    error = refused(b"key;Personen;;Quote\n;M;F;in %\n01;3;4;5,5\n")

    assert error.code == "readers.header_blank"
    assert error.params["column"] == 3


def test_windows_characters_tell_windows_1252_from_latin_1() -> None:
    windows, latin = "a;b\n1;5 €\n".encode("cp1252"), "a;b\n1;Köln\n".encode("latin-1")

    assert decode(windows).encoding == "cp1252"
    assert decode(latin).encoding == "latin-1"
    assert "€" in decode(windows).text


def test_decomposed_letters_become_composed() -> None:
    assert read_csv("a;b\n1;Ko\u0308ln\n".encode()).rows == (("1", "Köln"),)


def test_separator_line_of_spreadsheets_is_followed() -> None:
    table = read_csv(b"sep=|\na;b|c\n1|2\n3|4\n")

    assert table.header == ("a;b", "c")
    assert table.numbers == (3, 4)


def test_decimal_commas_do_not_look_like_separators() -> None:
    table = read_csv(b"key;a;b\n01;3,5;4,5\n02;1,5;2,5\n")

    assert table.separator == ";"
    assert table.rows[0] == ("01", "3,5", "4,5")


def test_quoted_cells_keep_separators_and_line_ends() -> None:
    table = read_csv(b'key;"long\nname"\n01;"a;b"\n02;c\n')

    assert table.header == ("key", "long name")
    assert table.column("long name") == ("a;b", "c")
    assert table.numbers == (2, 3)


def test_blank_cells_beyond_the_header_are_dropped_and_other_widths_are_errors() -> None:
    table = read_csv(b"key;a\n01;1;;\n02\n03;1;2\n04;4\n", Layout(separator=";", header_row=1))

    assert table.rows == (("01", "1"), ("04", "4"))
    assert [(each.code, each.row, dict(each.params)) for each in table.findings] == [
        ("row_width", 3, {"found": 1, "expected": 2}),
        ("row_width", 4, {"found": 3, "expected": 2}),
    ]


def test_short_last_row_with_figures_is_an_error_not_a_footer() -> None:
    table = read_csv(b"key;a;b\n01;1;2\n02;3\n", Layout(separator=";"))

    assert codes(table) == ["row_width"]


def test_row_of_names_narrower_than_the_figures_is_not_skipped() -> None:
    error = refused(b"key;a\n01;1;\n02;2;\n03;4;\n")

    assert error.code == "readers.no_header"
    assert error.place == "row 1"


@pytest.mark.check("C067")
def test_invisible_characters_are_removed_and_noted() -> None:
    table = read_csv("key;a\n\u200b01;1\n02;2\n".encode())

    assert table.column("key") == ("01", "02")
    assert codes(table) == ["text_removed"]
    assert table.findings[0].message.endswith("(U+200B).")


@pytest.mark.check("C067")
@pytest.mark.parametrize(
    ("cell", "code"),
    [("\u202eabc", "bidi"), ("KÃ¶ln", "mojibake"), ("StraÃŸe", "mojibake"), ("Ãœber", "mojibake")],
)
def test_suspicious_text_is_a_visible_warning(cell: str, code: str) -> None:
    table = read_csv(f"key;name\n01;{cell}\n02;Köln\n".encode())

    assert [(each.code, each.severity, each.row, each.column) for each in table.findings] == [
        (code, "warning", 2, "name")
    ]


@pytest.mark.check("C067")
def test_mixed_encodings_are_a_visible_warning() -> None:
    payload = "key;name\n01;Köln\n".encode() + "02;Köln\n".encode("latin-1")

    assert "mojibake" in codes(read_csv(payload))


@pytest.mark.check("C067")
@pytest.mark.parametrize("character", ["\0", "\x07", "\x85"])
def test_control_characters_are_refused(character: str) -> None:
    error = refused(f"key;a\n01;1\n02;{character}\n".encode())

    assert error.code == "readers.control_character"
    assert error.place == "row 3"


@pytest.mark.check("C067")
def test_lone_surrogates_are_refused() -> None:
    error = refused(codecs.BOM_UTF16_LE + "a;b\n1;".encode("utf-16-le") + b"\x00\xd8")

    assert error.code == "readers.encoding"


@pytest.mark.check("C046")
@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"PK\x03\x04xyz", "not_text"),
        (b"\xd0\xcf\x11\xe0xyz", "not_text"),
        (b"%PDF-1.7", "not_text"),
        (b"\x81\x8d;a\n1;2\n", "encoding"),
        ("a;b\n1;2\n".encode("utf-16-le"), "control_character"),
        (b"just one column\n1\n2\n", "separator"),
        (b"a;b,c\n1;2,3\n4;5,6\n", "separator_ambiguous"),
        (b'a;b\n1;"2\n3;4\n', "quoting"),
        (b'a;b\n1;"2"3\n4;5\n', "quoting"),
        (b"a;b\n", "no_rows"),
        (b"a;a\n1;2\n", "header_twice"),
        (b"a;b;\n1;2;3\n", "header_blank"),
        (b"a;b\n" + b"x" * 140_000 + b";1\n", "cell_too_long"),
        (b"a;b\n" + b"x" * 20_000 + b";1\n", "cell_too_long"),
        (b'"' + b"x" * 140_000 + b'";1\n', "cell_too_long"),
        (b";;\n;x;\n;;\n", "no_header"),
    ],
)
def test_what_is_no_table_is_refused(payload: bytes, code: str) -> None:
    assert refused(payload).code == f"readers.{code}"


@pytest.mark.check("C055")
@pytest.mark.parametrize("separator", [";", ",", "|"])
def test_table_of_a_million_columns_is_refused_for_its_columns(separator: str) -> None:
    row = separator.join(["x1"] * 1_000_000).encode()

    error = refused(row + b"\n" + row + b"\n")

    assert (error.code, error.params["count"]) == ("readers.too_many_columns", 1_000_000)


@pytest.mark.check("C046")
@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(size=5), "too_large"),
        (Limits(rows=1), "too_many_rows"),
        (Limits(columns=1), "too_many_columns"),
        (Limits(cells=3), "too_many_cells"),
        (Limits(cell=1), "cell_too_long"),
    ],
)
def test_limits_are_enforced_and_told(limits: Limits, code: str) -> None:
    error = refused(b"ab;c\n1;2\n", limits=limits)

    assert error.code == f"readers.{code}"
    assert str(error.params["limit"]) in error.message


def test_declared_header_row_that_is_not_there_is_refused() -> None:
    assert refused(b"a;b\n1;2\n", Layout(header_row=9)).code == "readers.no_header"


@pytest.mark.parametrize("fields", [{"encoding": "rot13"}, {"separator": "x"}, {"header_rows": 0}, {"header_row": 0}])
def test_layout_that_no_file_has_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(DeliveryError) as caught:
        Layout(**fields)  # type: ignore[arg-type]

    assert caught.value.code == "readers.mapping"
