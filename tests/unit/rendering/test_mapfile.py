# SPDX-License-Identifier: EUPL-1.2
"""The files of a map: typed cells, words and codes, nothing that a spreadsheet would run."""

import csv
import io
from dataclasses import replace
from zipfile import ZipFile

import numpy as np
import pytest
from python_calamine import load_workbook

from indicators.rendering.mapfile import FileCell, FileFacts, columns_of, csv_file, rows_of, xlsx_file
from indicators.rendering.maptable import AreaName
from indicators.rendering.slice_pattern import SpatialPattern
from indicators.rendering.slices import NumberBand, SliceContent, SliceKey
from sozialplanung.common.statuses import Flag, Status

HEADS = dict.fromkeys(
    ("key", "name", "parent", "value", "status", "status_code", "flags", "lower", "upper", "numerator", "denominator"),
    "Kopf",
) | {
    name: name
    for name in (
        *("value", "comparison", "comparison_code", "class", "class_label", "class_official", "change"),
        *("interval", "interval_code", "judgement", "class_low", "class_high", "unsure"),
        *("pattern", "pattern_code", "p"),
    )
}


def facts() -> FileFacts:
    nan = np.nan
    content = SliceContent(
        key=SliceKey("stadt", "armut", "2018", "viertel", "2018", "public"),
        unit_order_hash="",
        status=np.array([Status.OK, Status.TRUE_ZERO, Status.SUPPRESSED, Status.EXCLUDED], dtype=np.uint8),
        flags=np.array([Flag.PROVISIONAL, 0, 0, 0], dtype=np.uint8),
        numbers={
            "value": NumberBand(np.array([12.5, 0.0, nan, nan]), 1),
            "numerator": NumberBand(np.array([25.0, 0.0, nan, nan]), 0),
            "change": NumberBand(np.array([-3.5, nan, nan, nan]), 1),
        },
        codes={"comparison": np.array([3, 1, 0, 0])},
    )
    return FileFacts(
        title="=Stadt",
        sheet_title="Zahlen",
        source_title="Quelle und Lizenz",
        preface=(("Quelle", "@Amt"), ("Lizenz", "dl-de/by-2-0")),
        heads=HEADS,
        content=content,
        classes=np.array([2, 1, 0, 0]),
        class_labels=(),
        official_labels=(),
        areas=[
            AreaName("02", "=1+1", "Mitte"),
            AreaName("01", "Süd", "Mitte"),
            AreaName("03", "+49", ""),
            AreaName("04", "Ost", ""),
        ],
        reasons={2: "unter 300 Einwohner", 3: "unter 300 Einwohner"},
        city="Stadt",
        language="de",
    )  # fmt: skip


def by_key(told: FileFacts) -> dict[object, dict[str, FileCell]]:
    columns = columns_of(told)
    rows = [dict(zip(columns, row, strict=True)) for row in rows_of(told)]
    return {row["key"]: row for row in rows}


def with_intervals() -> FileFacts:
    """Give the first two areas an interval over three classes and over one; two are hidden."""
    nan = np.nan
    bands = {
        "lower": NumberBand(np.array([5.0, 0.0, nan, nan]), 1),
        "upper": NumberBand(np.array([25.0, 1.2, nan, nan]), 1),
    }
    content = replace(facts().content, numbers={**facts().content.numbers, **bands})
    spans = (np.array([1, 1, 0, 0]), np.array([3, 1, 0, 0]))
    return replace(facts(), content=content, spans=spans, judgements={1: "günstiger", 3: "ungünstiger"})


def pattern() -> SpatialPattern:
    return SpatialPattern(
        classes=np.array([5, 0, 0, 0]),
        p=np.array([0.01234, np.nan, np.nan, np.nan]),
        islands=(1,),
        absent=2,
        moran=None,
        permutations=9_999,
        is_standardised=False,
    )


@pytest.mark.check("C019")
def test_file_tells_interval_span_and_unsure_class_as_the_table_does() -> None:
    rows = by_key(with_intervals())

    wide, narrow = rows["02"], rows["01"]
    assert (wide["lower"], wide["upper"], wide["interval_code"]) == (5.0, 25.0, "model")
    assert (wide["class_low"], wide["class_high"], wide["unsure"]) == (1, 3, "ja")
    assert (narrow["class_low"], narrow["class_high"], narrow["unsure"]) == (1, 1, "nein")
    assert (wide["judgement"], narrow["judgement"]) == ("ungünstiger", "günstiger")


@pytest.mark.parametrize("hidden", ["03", "04"])
def test_hidden_area_carries_nothing_but_the_word_for_why(hidden: str) -> None:
    told = replace(with_intervals(), spans=(np.array([1, 1, 2, 2]), np.array([3, 1, 4, 4])))
    in_pattern = replace(told, classes=np.zeros(4, dtype=int), pattern=pattern())

    row = by_key(told)[hidden] | by_key(in_pattern)[hidden]

    said = {column for column, cell in row.items() if cell not in {None, ""}}
    assert said == {"key", "name", "status", "status_code"}


def test_interval_that_cannot_be_computed_is_a_status_of_its_own() -> None:
    rows = by_key(replace(facts(), lacks_interval=True))

    assert "lower" not in rows["01"]
    assert [rows[key]["interval"] for key in ("01", "02", "03", "04")] == ["nicht berechenbar"] * 2 + ["", ""]
    assert [rows[key]["interval_code"] for key in ("01", "03")] == ["unavailable", ""]
    assert "interval" not in by_key(facts())["01"]


def test_view_of_patterns_tells_how_areas_lie_in_the_place_of_classes() -> None:
    labels = ("a", "b", "c", "d", "hoch, umgeben von hoch")
    told = replace(facts(), classes=np.array([5, 0, 0, 0]), class_labels=labels, pattern=pattern())

    rows = by_key(told)

    assert "class" not in rows["02"]
    assert (rows["02"]["pattern"], rows["02"]["pattern_code"], rows["02"]["p"]) == (
        labels[4],
        "high_among_high",
        0.0123,
    )
    assert (rows["01"]["pattern"], rows["01"]["pattern_code"]) == ("ohne Nachbargebiet mit Wert", "island")
    assert rows["01"]["p"] is None


def test_workbook_types_every_column_of_chance() -> None:
    told = with_intervals()
    sheet = load_workbook(io.BytesIO(xlsx_file(told))).get_sheet_by_index(0).to_python()

    wide = dict(zip(columns_of(told), sheet[2], strict=True))
    assert (wide["lower"], wide["class_low"], wide["unsure"]) == (5.0, 1.0, "ja")
    assert dict(zip(columns_of(told), sheet[3], strict=True))["class_low"] == ""


def parsed() -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_file(facts()).decode("utf-8-sig")), delimiter=";"))


def test_rows_stand_in_the_order_of_keys_with_word_and_code_of_their_status() -> None:
    columns = columns_of(facts())
    rows = [dict(zip(columns, row, strict=True)) for row in rows_of(facts())]

    assert [row["key"] for row in rows] == ["01", "02", "03", "04"]
    assert [row["status"] for row in rows] == [
        "genau null", "Wert", "gesperrt: geheim gehalten", "nicht bewertet: unter 300 Einwohner",
    ]  # fmt: skip
    assert [row["status_code"] for row in rows] == ["true_zero", "ok", "suppressed", "excluded"]
    assert rows[1]["flags"] == "provisional"


def test_missing_figure_is_empty_and_zero_is_zero() -> None:
    columns = columns_of(facts())
    rows = [dict(zip(columns, row, strict=True)) for row in rows_of(facts())]

    assert [row["value"] for row in rows] == [0.0, 12.5, None, None]
    assert [row["numerator"] for row in rows] == [0, 25, None, None]
    assert all(isinstance(row["numerator"], int) for row in rows[:2])


def test_official_class_stands_beside_the_respectful_words() -> None:
    index = replace(facts(), class_labels=("geringer Bedarf", "hoher Bedarf"), official_labels=("hoch", "niedrig"))

    columns = columns_of(index)
    rows = [dict(zip(columns, row, strict=True)) for row in rows_of(index)]

    assert [row["class_official"] for row in rows] == ["hoch", "niedrig", "", ""]
    assert rows[1]["class_label"] == "hoher Bedarf"


def test_column_of_comparisons_is_left_out_where_nothing_is_compared() -> None:
    content = replace(facts().content, codes={"comparison": np.zeros(4, dtype=int)})

    assert "comparison" not in columns_of(replace(facts(), content=content))


@pytest.mark.check("C068")
def test_csv_neutralises_texts_and_leaves_numbers_alone() -> None:
    rows = parsed()

    assert rows[0] == ["'=Stadt"]
    assert rows[1] == ["Quelle", "'@Amt"]
    names = [row[1] for row in rows[5:]]
    assert names == ["Süd", "'=1+1", "'+49", "Ost"]
    assert "-3,5" in rows[6]
    assert "12,5" in rows[6]


@pytest.mark.check("C033")
def test_csv_starts_with_source_and_licence() -> None:
    assert ["Lizenz", "dl-de/by-2-0"] in parsed()[:4]


@pytest.mark.check("C068")
def test_workbook_holds_no_formula() -> None:
    with ZipFile(io.BytesIO(xlsx_file(facts()))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]

    assert len(sheets) == 2
    assert not any(b"<f>" in sheet or b't="f"' in sheet for sheet in sheets)


@pytest.mark.check("C033")
def test_workbook_has_typed_numbers_and_a_sheet_with_source_and_licence() -> None:
    book = load_workbook(io.BytesIO(xlsx_file(facts())))

    assert book.sheet_names == ["Zahlen", "Quelle und Lizenz"]
    figures = book.get_sheet_by_index(0).to_python()
    value = columns_of(facts()).index("value")
    assert [row[value] for row in figures[1:]] == [0.0, 12.5, "", ""]
    assert figures[2][1] == "=1+1"
    assert ["Lizenz", "dl-de/by-2-0"] in book.get_sheet_by_index(1).to_python()


def test_a_carried_figure_without_a_range_says_whether_it_needs_one() -> None:
    flags = np.array([0, 0, int(Flag.ESTIMATED), 0], dtype=np.uint8)
    told = replace(with_intervals(), is_carried=True)
    lower, upper = (told.content.numbers[name].values.copy() for name in ("lower", "upper"))
    lower[0] = upper[0] = np.nan
    bands = {**told.content.numbers, "lower": NumberBand(lower, 1), "upper": NumberBand(upper, 1)}
    exact = by_key(replace(told, content=replace(told.content, numbers=bands)))["02"]
    guess = by_key(replace(told, content=replace(told.content, numbers=bands, flags=flags[[2, 0, 1, 3]])))["02"]
    delivered = by_key(replace(told, content=replace(told.content, numbers=bands), is_carried=False))["02"]

    assert (exact["interval"], exact["interval_code"]) == ("keine: genau umgerechnet", "exact")
    assert (guess["interval"], guess["interval_code"]) == ("nicht berechenbar", "unavailable")
    assert delivered["interval_code"] == "unavailable"
