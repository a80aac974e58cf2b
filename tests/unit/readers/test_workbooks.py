# SPDX-License-Identifier: EUPL-1.2
"""Workbooks are looked through, then read to the digit; what could mislead is refused or told."""

import struct
import tracemalloc
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.readers.findings import DeliveryError
from indicators.readers.limits import DEFAULT_LIMITS
from indicators.readers.mapping import Mapping, PeriodSource, ValueColumn
from indicators.readers.rawtable import Merged, cell_text
from indicators.readers.reading import read_tables
from indicators.readers.staging import stage
from indicators.readers.tables import Layout, table_of
from sozialplanung.common.statuses import Status
from tests.unit.readers.workbooks import SHEET, changed, ods, packed, parts_of, xlsx

PLAIN: list[list[object]] = [["key", "zahl"], ["01", 1234.5], ["02", 7]]
LINKS = "xl/_rels/workbook.xml.rels"
MAPPING = Mapping(
    shape="columns",
    period=PeriodSource("fixed", "2018-12-31"),
    values=(ValueColumn("zahl", "count"),),
    key_column="key",
)


def add_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("Zweites").append(["x"])


def refused(content: bytes, limits: object = DEFAULT_LIMITS) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        read_tables(content, limits=limits)  # type: ignore[arg-type]
    return caught.value


def test_cells_keep_their_kind() -> None:
    row = ["01", 1, 0.1, True, date(2018, 12, 31), datetime(2018, 12, 31, 5, 30), time(5), None, " Süd\u00ad "]  # noqa: DTZ001

    (table,) = read_tables(xlsx([row]))

    assert table.rows == (("01", 1.0, 0.1, True, date(2018, 12, 31), "2018-12-31 05:30:00", "05:00:00", None, "Süd"),)
    assert (table.sheet, table.format, table.numbers, table.removed) == ("Sheet", "xlsx", (1,), ("U+00AD",))


@settings(max_examples=40)
@given(number=st.floats(-1e15, 1e15, exclude_min=True, exclude_max=True))
def test_numbers_are_staged_to_the_last_digit(number: float) -> None:
    (raw,) = read_tables(changed(xlsx(PLAIN), b"<v>7</v>", f"<v>{number!r}</v>".encode()))

    result = stage(table_of(raw), MAPPING, {"01", "02"})

    assert result.value.tolist() == [1234.5, number]
    assert not result.has_errors


def test_a_number_cell_is_never_read_by_a_decimal_sign() -> None:
    (raw,) = read_tables(xlsx([["key", "zahl"], ["01", 1.234], ["02", "1.234"], ["03", "5,5"]]))

    result = stage(table_of(raw), MAPPING, {"01", "02", "03"})

    assert result.value.tolist() == [1.234, 1234.0, 5.5]


@pytest.mark.check("C042")
def test_a_lost_zero_is_proposed_and_never_restored() -> None:
    (raw,) = read_tables(xlsx([["key", "zahl"], [1, 5], ["02", 6]]))

    result = stage(table_of(raw), MAPPING, {"01", "02"})

    assert [
        (each.code, each.row, each.value, each.proposal) for each in result.findings if each.severity == "error"
    ] == [("key_unknown", 2, "1", "01")]
    assert result.key == ("02",)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_cell_with_an_error_is_not_empty(kind: str) -> None:
    spreadsheet = changed(xlsx(PLAIN), b'<c r="B3" t="n"><v>7</v></c>', b'<c r="B3" t="e"><v>#DIV/0!</v></c>')
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>{}'
    row += "</table:table-row>"
    text = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    number = (
        '<table:table-cell office:value-type="float" office:value="1234.5"><text:p>1.234,5</text:p></table:table-cell>'
    )
    rows = row.format("key", text.format("", "zahl")) + row.format("01", number)
    rows += row.format("02", text.format(' calcext:value-type="error"', "#DIV/0!"))
    document = ods(f'<table:table table:name="Blatt">{rows}</table:table>')

    (raw,) = read_tables(spreadsheet if kind == "xlsx" else document)
    result = stage(table_of(raw), MAPPING, {"01", "02"})

    assert raw.rows[1:] == (("01", 1234.5), ("02", "#DIV/0!"))
    assert [(each.code, each.row, each.value) for each in result.findings if each.severity == "error"] == [
        ("number_form", 3, "#DIV/0!")
    ]


def test_a_formula_without_a_result_is_refused_with_its_cell() -> None:
    error = refused(xlsx([*PLAIN, ["03", "=1+1"]]))

    assert (error.code, error.place) == ("readers.workbook_uncalculated", "Sheet, B4")


@pytest.mark.parametrize("number", ["NaN", "1e400", "inf"])
@pytest.mark.check("C066")
def test_a_number_that_is_none_becomes_an_error_of_its_row(number: str) -> None:
    (raw,) = read_tables(changed(xlsx(PLAIN), b"<v>7</v>", f"<v>{number}</v>".encode()))

    result = stage(table_of(raw), MAPPING, {"01", "02"})

    assert [(each.code, each.row) for each in result.findings if each.severity == "error"] == [("mark_unknown", 3)]


def test_merged_names_reach_over_their_columns_only() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book.worksheets[0].merge_cells("B1:C1")

    rows: list[list[object]] = [["key", "2018", None, None], [None, "w", "m", "alle"], ["01", 1, 2, 3]]

    (raw,) = read_tables(xlsx(rows, merge))

    assert raw.merged == (Merged(1, 2, 1, 3),)
    assert table_of(raw, Layout(header_row=1, header_rows=2)).header == ("key", "2018 / w", "2018 / m", "alle")


def test_a_merged_text_stands_for_its_rows_and_a_merged_number_is_an_error() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book.worksheets[0].merge_cells("A2:A3")
        book.worksheets[0].merge_cells("C2:C3")

    rows: list[list[object]] = [["bezirk", "key", "zahl"], ["Mitte", "01", 5], [None, "02", None], ["Süd", "03", 6]]

    table = table_of(read_tables(xlsx(rows, merge))[0])

    assert table.column("bezirk") == ("Mitte", "Mitte", "Süd")
    assert [(each.code, each.severity, each.row, each.column) for each in table.findings] == [
        ("merged_figure", "error", 2, "zahl")
    ]


def test_sheets_are_named_and_hidden_ones_told() -> None:
    def add(book: openpyxl.Workbook) -> None:
        book.create_sheet("leer")
        sheet = book.create_sheet("Rechnung")
        sheet["C3"] = "x"
        sheet.sheet_state = "veryHidden"

    first, hidden = read_tables(xlsx(PLAIN, add))

    assert (first.sheet, first.is_hidden, first.findings) == ("Sheet", False, ())
    assert (hidden.sheet, hidden.is_hidden, hidden.rows, hidden.numbers) == (
        "Rechnung",
        True,
        ((None, None, "x"),),
        (3,),
    )
    assert [(each.code, each.severity) for each in hidden.findings] == [("sheet_hidden", "warning")]


def test_notes_below_the_last_row_are_left_out_and_noted() -> None:
    (raw,) = read_tables(xlsx([["Titel"], *PLAIN, [], ["Quelle: Amt"]]))

    table = table_of(raw, Layout(header_row=2, last_row=4))

    assert table.rows == (("01", 1234.5), ("02", 7.0))
    assert [(each.code, each.row) for each in table.findings] == [("row_beside_table", 1), ("row_beside_table", 6)]


@pytest.mark.check("C055")
def test_macros_and_links_are_told() -> None:
    parts = parts_of(xlsx(PLAIN))
    content = packed({**parts, "xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"})

    (table,) = read_tables(content)

    assert [(each.code, each.severity) for each in table.findings] == [
        ("workbook_macros", "warning"),
        ("workbook_links", "warning"),
    ]


@pytest.mark.check("C055")
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'r="B3"', b'r="XFD1048576"', "too_many_rows"),
        (b'r="B3"', b'r="XFD3"', "too_many_columns"),
        (b"<t>zahl</t>", b"<t>" + b"x" * 400_000 + b"</t>", "cell_too_long"),
    ],
)
def test_cells_far_away_and_long_ones_are_refused_before_they_are_laid_out(old: bytes, new: bytes, code: str) -> None:
    assert refused(changed(xlsx(PLAIN), old, new)).code == f"readers.{code}"


@pytest.mark.check("C055")
def test_the_span_of_all_sheets_is_bounded() -> None:
    def far(book: openpyxl.Workbook) -> None:
        for _ in range(3):
            book.create_sheet().cell(400_000, 10, "x")
            book.worksheets[-1]["A1"] = "x"

    error = refused(xlsx(PLAIN, far))

    assert (error.code, error.params["count"]) == ("readers.workbook_area", 12_000_006)


@pytest.mark.check("C055")
def test_repeated_cells_of_an_ods_are_counted_before_they_are_laid_out() -> None:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="{}"><text:p>x</text:p>'
    cell += "</table:table-cell>"
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'

    rows = refused(ods(f'<table:table table:name="a">{row.format(1_000_000, cell.format(2))}</table:table>'))
    columns = refused(ods(f'<table:table table:name="a">{row.format(1, cell.format(16_384))}</table:table>'))

    assert (rows.code, columns.code) == ("readers.too_many_rows", "readers.too_many_columns")


def test_blank_repeated_cells_at_the_margins_of_an_ods_cost_nothing() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    blank = '<table:table-cell table:number-columns-repeated="16383"/>'
    row = f"<table:table-row>{cell}{blank}</table:table-row>"
    rest = f'<table:table-row table:number-rows-repeated="1048575">{blank}</table:table-row>'

    (table,) = read_tables(ods(f'<table:table table:name="a">{row}{rest}</table:table>'))

    assert table.rows == (("x",),)


@pytest.mark.check("C054")
def test_bombs_are_refused_by_their_directory() -> None:
    parts = parts_of(xlsx(PLAIN))
    ratio = packed({**parts, "xl/media/a.png": bytes(26_000_000)})
    nested = packed({**parts, "lib 0.zip": packed({"a": b"a"})})
    many = packed({**parts, **{f"x{number}": b"" for number in range(1_001)}})
    large = replace(DEFAULT_LIMITS, unpacked=1_000)

    assert refused(ratio).code == "readers.container_ratio"
    assert refused(nested).code == "readers.container_nested"
    assert refused(many).code == "readers.container_entries"
    assert refused(xlsx(PLAIN), large).code == "readers.container_size"


@pytest.mark.check("C054")
def test_refusing_a_bomb_costs_no_memory() -> None:
    parts = parts_of(xlsx(PLAIN))
    far = changed(xlsx(PLAIN), b'r="B3"', b'r="ALL500000"')
    bomb = packed({**parts, "xl/sharedStrings.xml": b"<sst><si><t>" + b"x" * 26_000_000 + b"</t></si></sst>"})

    tracemalloc.start()
    try:
        codes = [refused(content).code for content in (bomb, far)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert codes == ["readers.container_ratio", "readers.workbook_area"]
    assert peak < 20_000_000


@pytest.mark.check("C054")
def test_a_part_larger_than_it_says_is_refused() -> None:
    content = bytearray(packed({**parts_of(xlsx(PLAIN)), "xl/sharedStrings.xml": b"<sst>" + b" " * 90_000 + b"</sst>"}))
    entry = content.rindex(b"PK\x01\x02")
    assert content[entry + 46 :].startswith(b"xl/sharedStrings.xml")
    struct.pack_into("<I", content, entry + 24, 11)

    assert refused(bytes(content)).code == "readers.container_size_false"


@pytest.mark.check("C056")
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "docProps/core.xml", "xl/workbook.xml"])
def test_document_types_are_refused_wherever_they_stand(part: str) -> None:
    parts = {"xl/sharedStrings.xml": b"<sst/>", **parts_of(xlsx(PLAIN))}
    entity = b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>'

    error = refused(
        packed({**parts, part: entity + parts[part].removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>")})
    )

    assert error.code in {"readers.workbook_doctype", "readers.workbook_broken"}
    assert "127.0.0.1" not in str(error)


@pytest.mark.check("C056")
@pytest.mark.parametrize("head", [b"<?xml version='1.0'?><!DOCTYPE kml []><kml/>", b"<!DOCTYPE svg><svg/>", b"<gpx/>"])
def test_other_xml_is_no_table(head: bytes) -> None:
    assert refused(head).code in {"readers.not_text", "readers.separator"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed({"word/document.xml": b"<x/>"}), "workbook_format"),
        (packed({"a.csv": b"a;b"}), "workbook_format"),
        (b"PK\x03\x04" + b"x" * 100, "workbook_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "workbook_broken"),
        (ods("", "<manifest><encryption-data/></manifest>"), "workbook_password"),
        (ods('<table:table table:name="a"/>'), "empty"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, code: str) -> None:
    assert refused(content).code == f"readers.{code}"


@pytest.mark.check("C054")
def test_a_packed_file_that_contradicts_itself_is_refused() -> None:
    parts = parts_of(xlsx(PLAIN))
    many = b"PK\x03\x04" + b"PK\x01\x02" * 2_000
    twice = packed({**parts, "XL/Workbook.xml": b"<x/>"})
    locked = bytearray(packed(parts))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    foreign = bytearray(packed(parts))
    struct.pack_into("<H", foreign, foreign.index(b"PK\x01\x02") + 10, 14)
    spread = packed({**parts, **{f"xl/media/{number}.png": bytes(900_000) for number in range(20)}})

    assert refused(many).code == "readers.container_entries"
    assert refused(twice).code == "readers.workbook_broken"
    assert refused(bytes(locked)).code == "readers.workbook_password"
    assert refused(bytes(foreign)).code == "readers.workbook_broken"
    assert refused(spread).code == "readers.container_ratio"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed({"xl/workbook.xml": b"<x/>"}), "workbook_broken"),
        (packed({"mimetype": b"text/plain", "content.xml": b"<x/>"}), "workbook_format"),
        (changed(xlsx(PLAIN), b"<v>7</v>", b"<v>sieben</v>"), "workbook_broken"),
        (changed(xlsx(PLAIN), b"sheet1.xml", b"Sheet1.xml", LINKS), "workbook_broken"),
        (changed(xlsx(PLAIN, add_sheet), b"sheet2.xml", b"sheet1.xml", LINKS), "workbook_broken"),
        (changed(xlsx(PLAIN), b"<sheetData>", b"<a>" * 120 + b"<sheetData>"), "workbook_broken"),
        (ods('<table:table><table:table-row table:number-rows-repeated="x"/></table:table>'), "workbook_broken"),
        (
            ods('<table:table><table:table-row><table:table-cell table:formula="=1"/></table:table-row></table:table>'),
            "workbook_uncalculated",
        ),
    ],
)
def test_a_workbook_that_cannot_be_followed_is_refused(content: bytes, code: str) -> None:
    assert refused(content).code == f"readers.{code}"


def test_charts_are_no_tables_and_durations_are_text() -> None:
    def add(book: openpyxl.Workbook) -> None:
        book.create_chartsheet("Bild")
        book.worksheets[0]["C2"] = timedelta(hours=30)

    (table,) = read_tables(xlsx(PLAIN, add))

    assert table.rows[1] == ("01", 1234.5, "1 day, 6:00:00")


@pytest.mark.check("C067")
def test_control_characters_are_refused_with_their_cell() -> None:
    error = refused(changed(xlsx(PLAIN), b"<t>zahl</t>", "<t>za\u0085hl</t>".encode()))

    assert (error.code, error.place) == ("readers.control_character", "Sheet, B1")


def test_a_truth_value_and_a_day_have_a_text() -> None:
    cells = (True, False, date(2018, 12, 31), None, 5.0, 5.25, "x")

    assert [cell_text(cell) for cell in cells] == ["TRUE", "FALSE", "2018-12-31", "", "5", "5.25", "x"]


@settings(max_examples=60)
@given(place=st.integers(0, 6_000), byte=st.integers(0, 255))
def test_a_workbook_with_a_changed_byte_is_read_or_refused(place: int, byte: int) -> None:
    content = bytearray(xlsx(PLAIN))
    content[place % len(content)] = byte

    try:
        tables = read_tables(bytes(content))
    except DeliveryError as error:
        assert error.code.startswith("readers.")  # noqa: PT017
    else:
        assert tables


def test_the_status_of_a_zero_in_a_number_cell_is_the_one_of_the_mapping() -> None:
    (raw,) = read_tables(xlsx([["key", "zahl"], ["01", 0], ["02", None]]))

    result = stage(table_of(raw), MAPPING, {"01", "02"})

    assert result.status.tolist() == [Status.TRUE_ZERO, Status.MISSING]


def test_size_is_bounded(tmp_path: Path) -> None:
    assert refused(xlsx(PLAIN), replace(DEFAULT_LIMITS, size=100)).code == "readers.too_large"
    assert refused(xlsx(PLAIN), replace(DEFAULT_LIMITS, sheets=0)).code == "readers.workbook_sheets"
