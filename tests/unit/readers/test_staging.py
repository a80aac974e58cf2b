# SPDX-License-Identifier: EUPL-1.2
"""A mapping turns a table into staged figures; whatever is not plain becomes a finding."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.readers.csvfile import read_csv
from indicators.readers.findings import DeliveryError, Finding
from indicators.readers.mapping import (
    CategorySeries,
    KeyRule,
    Layout,
    Mapping,
    MarkRules,
    PeriodSource,
    TotalRule,
    ValueColumn,
    mapping_from_json,
)
from indicators.readers.staging import Staged, stage
from indicators.readers.texts import EXPLANATIONS
from sozialplanung.common.statuses import Status

KNOWN = {"01", "02", "03"}
COLUMNS = Mapping(
    shape="columns",
    period=PeriodSource("fixed", "2018-12-31"),
    values=(ValueColumn("kinder", "children"), ValueColumn("quote", "rate", is_additive=False)),
    key_column="key",
    decimal="comma",
)
LONG = Mapping(
    shape="categories",
    period=PeriodSource("column", "{}-12-31", "jahr"),
    values=(ValueColumn("zahl", ""),),
    key_column="key",
    categories=("tabelle", "zeile"),
    series_of=(
        CategorySeries(("Alter", "unter 6"), "under-6"),
        CategorySeries(("Alter", "gesamt"), "rate", "denominator"),
    ),
    ignored_categories=(("Alter", "alt"),),
)
WIDE = Mapping(
    shape="periods",
    period=PeriodSource("header"),
    values=(ValueColumn("2019", "score"), ValueColumn("2020", "score")),
    key_column="key",
    decimal="point",
)


def staged(text: str, mapping: Mapping, known: set[str] | None = None) -> Staged:
    return stage(read_csv(text.encode(), mapping.layout), mapping, KNOWN if known is None else known)


def entries(result: Staged) -> list[tuple[str, str, str, str, float]]:
    return list(zip(result.key, result.series, result.role, result.period, result.value.tolist(), strict=True))


def found(result: Staged, severity: str = "error") -> list[Finding]:
    return [finding for finding in result.findings if finding.severity == severity]


def test_one_column_per_series_is_staged_in_the_order_of_the_table() -> None:
    result = staged("key;kinder;quote\n02;7;3,5\n01;1.234;–\n03;;x\n", COLUMNS)

    assert entries(result)[:4] == [
        ("02", "children", "value", "2018-12-31", 7.0),
        ("02", "rate", "value", "2018-12-31", 3.5),
        ("01", "children", "value", "2018-12-31", 1234.0),
        ("01", "rate", "value", "2018-12-31", 0.0),
    ]
    assert [math.isnan(value) for value in result.value] == [False] * 4 + [True] * 2
    assert result.status.tolist() == [0, 0, 0, Status.TRUE_ZERO, Status.MISSING, Status.NOT_APPLICABLE]
    assert result.row.tolist() == [2, 2, 3, 3, 4, 4]
    assert result.findings == ()
    assert len(result) == 6
    assert not result.has_errors


def test_long_table_is_staged_by_its_categories() -> None:
    text = (
        "key;jahr;tabelle;zeile;zahl\n01;2018;Alter;unter 6;5\n01;31.12.2018;Alter;gesamt;50\n"
        "01;2018;Alter;alt;3\n01;2018;Alter;neu;3\n02;2018;Alter;neu;3\n"
    )

    result = staged(text, replace(LONG, period=PeriodSource("column", "{}-12-31", "jahr")))

    assert entries(result) == [("01", "under-6", "value", "2018-12-31", 5.0)]
    assert [(each.code, each.value) for each in found(result)] == [("period", "31.12.2018")]
    assert [(each.code, each.row, each.value) for each in found(result, "warning")] == [
        ("category_unknown", 5, "Alter / neu")
    ]


def test_german_date_becomes_a_period() -> None:
    mapping = replace(LONG, period=PeriodSource("column", "{}", "jahr"))

    result = staged("key;jahr;tabelle;zeile;zahl\n01;1.2.2018;Alter;gesamt;50\n", mapping)

    assert entries(result) == [("01", "rate", "denominator", "2018-02-01", 50.0)]


def test_wide_table_takes_the_period_from_its_header() -> None:
    result = staged("key;2019;2020\n01;0.5;.\n02;1;2\n", replace(WIDE, marks=MarkRules(dot="confidential")))

    assert entries(result)[0] == ("01", "score", "value", "2019", 0.5)
    assert result.period == ("2019", "2020", "2019", "2020")
    assert result.status[1] == Status.CONFIDENTIAL


def test_table_without_areas_belongs_to_one_key() -> None:
    mapping = replace(COLUMNS, key_column="", constant_key="stadt", period=PeriodSource("column", "{}", "jahr"))

    result = staged("jahr;kinder;quote\n2018;5;1,5\n2019;6;2,5\n", mapping, set())

    assert result.key == ("stadt",) * 4
    assert result.findings == ()


@pytest.mark.check("C042")
def test_unknown_key_is_an_error_with_a_proposal_and_is_not_joined() -> None:
    result = staged("key;kinder;quote\n1;7;3,5\nxx99;1;1\n;2;2\n02;5;5\n03;1;1\n01;1;1\n", COLUMNS)

    assert [(each.code, each.row, each.value, each.proposal) for each in found(result)] == [
        ("key_unknown", 2, "1", "01"),
        ("key_unknown", 3, "xx99", ""),
        ("key_blank", 4, "", ""),
    ]
    assert result.has_errors
    assert set(result.key) == KNOWN


@pytest.mark.check("C039")
def test_undeclared_decimal_sign_is_asked_for_with_both_readings() -> None:
    result = staged("key;kinder;quote\n01;1.234;5\n02;2.000;6\n", replace(COLUMNS, decimal=None))

    assert [each.code for each in result.findings] == ["locale_ambiguous"]
    assert result.findings[0].message == "“1.234” can be read as 1234 or as 1.234."
    assert len(result) == 0


@pytest.mark.check("C039")
def test_decisive_rows_answer_for_the_others() -> None:
    result = staged("key;kinder;quote\n01;1.234;5,5\n02;2.000;6\n03;1;1\n", replace(COLUMNS, decimal=None))

    assert result.value[0] == 1234.0
    assert not result.has_errors


def test_two_decimal_signs_in_one_file_are_an_error() -> None:
    result = staged("key;kinder;quote\n01;1;5,5\n02;2;6.5\n", replace(COLUMNS, decimal=None))

    assert [each.code for each in result.findings] == ["locale_mixed"]


@pytest.mark.check("C040")
def test_point_without_a_declared_meaning_is_asked_for_once() -> None:
    result = staged("key;kinder;quote\n01;.;.\n02;1;1\n03;.;1\n", COLUMNS)

    assert [(each.code, each.row, each.params["mark"]) for each in found(result)] == [("mark_undeclared", 2, ".")]


@pytest.mark.check("C066")
def test_cell_outside_the_grammar_is_a_row_error_and_no_figure() -> None:
    result = staged("key;kinder;quote\n01;1_000;1e400\n02;nan;１２\n03;1;1\n", COLUMNS)

    assert [(each.row, each.column, each.code) for each in found(result)] == [
        (2, "kinder", "number_form"),
        (2, "quote", "number_scientific"),
        (3, "kinder", "mark_unknown"),
        (3, "quote", "number_digits"),
    ]
    assert set(result.key) == {"03"}


def test_figure_delivered_twice_is_an_error_that_names_the_first_row() -> None:
    result = staged("key;kinder;quote\n01;1;1\n02;1;1\n03;1;1\n01;2;1\n", COLUMNS)

    assert [(each.code, each.row, each.params["first"]) for each in found(result)] == [("duplicate", 5, 2)] * 2
    assert result.value[0] == 1.0


@pytest.mark.check("C041")
def test_declared_totals_are_a_check_and_no_areas() -> None:
    mapping = replace(COLUMNS, totals=(TotalRule("000"), TotalRule("001", "0")))

    result = staged("key;kinder;quote\n000;7;9,9\n001;6;9,9\n01;1;1\n02;2;1\n03;3;1\n", mapping)

    assert set(result.key) == KNOWN
    assert result.totals is not None
    assert result.totals.key == ("000", "000", "001", "001")
    assert [(each.code, each.row, dict(each.params)) for each in found(result, "warning")] == [
        ("total_differs", 2, {"total": "7", "parts": "6", "difference": "1"})
    ]
    assert [each.value for each in found(result, "note")] == ["000", "001"]


@pytest.mark.check("C041")
@pytest.mark.parametrize("word", ["Insgesamt", "Gesamtstadt", "SUMSUM"])
def test_total_rows_give_themselves_away(word: str) -> None:
    result = staged(f"key;kinder;quote\n{word};6;9\n01;1;1\n02;2;1\n03;3;1\n", COLUMNS)

    assert not result.has_errors
    assert [each.code for each in result.findings] == ["total_row"]


@pytest.mark.check("C041")
def test_total_of_a_stem_counts_the_areas_that_start_with_it() -> None:
    text = "key;kinder;quote\n0SUM;5;9\n1SUM;4;9\n01;2;1\n02;3;1\n11;4;1\n"

    result = staged(text, COLUMNS, {"01", "02", "11"})

    assert found(result, "warning") == []
    assert result.totals is not None


def test_total_without_all_parts_is_not_compared() -> None:
    result = staged(
        "key;kinder;quote\nSumme;9;9\n01;.;1\n02;2;1\n03;3;1\n", replace(COLUMNS, marks=MarkRules(dot="unknown"))
    )

    assert found(result, "warning") == []


def test_known_area_named_like_a_total_stays_an_area() -> None:
    result = staged("key;kinder;quote\nGesamt;9;9\n01;1;1\n", COLUMNS, {"Gesamt", "01"})

    assert set(result.key) == {"Gesamt", "01"}


def test_rows_of_other_levels_are_skipped_when_declared() -> None:
    mapping = replace(COLUMNS, skip_rows=("9??", "x*"), key_rule=KeyRule(width=2))

    result = staged("key;kinder;quote\n901;1;1\nxx99;1;1\n1;1;1\n2;1;1\n3;1;1\n", mapping)

    assert set(result.key) == KNOWN
    assert result.findings == ()


def test_areas_without_a_row_are_noted() -> None:
    result = staged("key;kinder;quote\n01;1;1\n", COLUMNS)

    assert [each.message for each in result.findings] == [
        "2 areas have no row for children, 2018-12-31, the first being 02.",
        "2 areas have no row for rate, 2018-12-31, the first being 02.",
    ]


@pytest.mark.check("C043")
def test_unmapped_column_needs_a_word() -> None:
    text = "key;name;kinder;quote\n01;A;1;1\n02;B;1;1\n03;C;1;1\n"

    without, with_word = staged(text, COLUMNS), staged(text, replace(COLUMNS, ignored=("name",)))

    assert [(each.code, each.column) for each in without.findings] == [("column_unmapped", "name")]
    assert with_word.findings == ()


@pytest.mark.check("C043")
def test_column_of_the_mapping_that_is_not_there_ends_the_reading() -> None:
    with pytest.raises(DeliveryError) as caught:
        staged("key;kinder\n01;1\n", COLUMNS)

    assert caught.value.code == "readers.column_absent"
    assert "quote" in str(caught.value)


def test_findings_of_the_table_are_kept() -> None:
    result = staged("Titel\nkey;kinder;quote\n01;1;1\n02;1;1\n03;1;1\n", replace(COLUMNS, layout=Layout(separator=";")))

    assert [each.code for each in result.findings] == ["row_beside_table"]


@pytest.mark.parametrize("mapping", [COLUMNS, LONG, WIDE])
def test_mapping_survives_json(mapping: Mapping) -> None:
    full = replace(
        mapping,
        key_rule=KeyRule((("a", "b"),), strip_zeros=True, width=2, prefix="S"),
        marks=MarkRules(dot="unknown", own=(("k.W.", "pending"),)),
        totals=(TotalRule("000", "1"),),
        skip_rows=("9*",),
        layout=Layout("cp1252", ";", 3, 2),
    )

    assert mapping_from_json(json.loads(json.dumps(full.to_json()))) == full


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"format": 2},
        {"format": 1},
        {"format": 1, "period": {"kind": "fixed", "text": "2018"}, "shape": "columns", "nonsense": 1},
        {**COLUMNS.to_json(), "values": [{"name": "x"}]},
        {**COLUMNS.to_json(), "key_rule": {"renames": [["a"]]}},
        {**LONG.to_json(), "series_of": [{"series": "x"}]},
    ],
)
def test_fields_that_are_no_mapping_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(DeliveryError) as caught:
        mapping_from_json(fields)

    assert caught.value.code == "readers.mapping"


@pytest.mark.parametrize(
    ("base", "changes"),
    [
        (COLUMNS, {"shape": "cube"}),
        (COLUMNS, {"key_column": ""}),
        (COLUMNS, {"constant_key": "stadt"}),
        (COLUMNS, {"categories": ("a",)}),
        (COLUMNS, {"values": ()}),
        (COLUMNS, {"values": (ValueColumn("a", "x"), ValueColumn("a", "y"))}),
        (COLUMNS, {"values": (ValueColumn("a", "x"), ValueColumn("b", "x"))}),
        (COLUMNS, {"values": (ValueColumn("a", "x", "half"),)}),  # type: ignore[arg-type]
        (COLUMNS, {"period": PeriodSource("moon")}),  # type: ignore[arg-type]
        (COLUMNS, {"period": PeriodSource("header")}),
        (COLUMNS, {"period": PeriodSource("column")}),
        (COLUMNS, {"period": PeriodSource("fixed", "2018-13-01")}),
        (COLUMNS, {"period": PeriodSource("column", "{0.__class__}", "jahr")}),
        (COLUMNS, {"period": PeriodSource("column", "{}{}", "jahr")}),
        (COLUMNS, {"period": PeriodSource("column", "{", "jahr")}),
        (COLUMNS, {"period": PeriodSource("column", "2018", "jahr")}),
        (COLUMNS, {"decimal": "dot"}),
        (COLUMNS, {"marks": MarkRules(dot="zero")}),  # type: ignore[arg-type]
        (COLUMNS, {"marks": MarkRules(zero="nil")}),  # type: ignore[arg-type]
        (COLUMNS, {"marks": MarkRules(blank="zero")}),  # type: ignore[arg-type]
        (COLUMNS, {"marks": MarkRules(own=(("?", "strange"),))}),
        (LONG, {"series_of": ()}),
        (LONG, {"series_of": (CategorySeries(("a",), "x"),)}),
        (LONG, {"series_of": (CategorySeries(("a", "b"), "x"), CategorySeries(("a", "c"), "x"))}),
        (LONG, {"values": (ValueColumn("a", ""), ValueColumn("b", ""))}),
        (WIDE, {"period": PeriodSource("fixed", "2018")}),
        (WIDE, {"values": (ValueColumn("2019", "a"), ValueColumn("2020", "b"))}),
    ],
)
def test_mapping_that_no_table_could_follow_is_refused(base: Mapping, changes: dict[str, object]) -> None:
    with pytest.raises(DeliveryError) as caught:
        replace(base, **changes)  # type: ignore[arg-type]

    assert caught.value.code == "readers.mapping"
    assert caught.value.params["reason"]


def test_each_explanation_is_a_sentence_with_a_way_out() -> None:
    for code, explanation in EXPLANATIONS.items():
        assert explanation.sentence.endswith("."), code
        assert explanation.way_out.endswith("."), code


def test_finding_brings_sentence_and_advice() -> None:
    finding = Finding("key_unknown", "error", 3, "key", "1", "01", {"key": "1"})

    assert finding.message == "The area key “1” does not exist on this level and date."
    assert finding.advice.startswith("Correct the key")


@given(st.lists(st.tuples(st.sampled_from(sorted(KNOWN)), st.integers(0, 999)), max_size=8, min_size=1))
def test_every_cell_is_staged_or_found(rows: list[tuple[str, int]]) -> None:
    text = "key;kinder;quote\n" + "".join(f"{key};{count};.\n" for key, count in rows)

    result = staged(text, replace(COLUMNS, marks=MarkRules(dot="missing")))

    duplicates = [each for each in result.findings if each.code == "duplicate"]
    assert len(result) + len(duplicates) == 2 * len(rows)
