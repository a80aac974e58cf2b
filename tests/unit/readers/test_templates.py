# SPDX-License-Identifier: EUPL-1.2
"""Templates that come back: their code, their columns, their keys."""

from typing import Any

import pytest

from indicators.readers.mapping import mapping_from_json
from indicators.readers.rawtable import RawTable
from indicators.readers.tables import Layout
from indicators.readers.templates import (
    TemplatePlan,
    TemplateSeries,
    code_in,
    is_beside,
    key_rule_of,
    keys_in,
    mapping_of,
    returned,
    template_table,
)

SERIES = (
    TemplateSeries("einwohner", "Einwohner", is_additive=True),
    TemplateSeries("quote", "=Quote", is_additive=False),
)
PLAN = TemplatePlan("LV-ABCD-1234", False, SERIES, (("2020-12-31", "31.12.2020"), ("2021", "2021")), ("01", "02"))
HEADER = PLAN.header


def raw(*rows: tuple[Any, ...], sheet: str = "Zahlen") -> RawTable:
    return RawTable(rows, tuple(range(1, len(rows) + 1)), "xlsx", sheet)


def sent(*rows: tuple[Any, ...], header: tuple[str, ...] = HEADER) -> RawTable:
    return raw(("Einwohner · LV-ABCD-1234", *[None] * (len(header) - 1)), ("Hinweis",), header, *rows)


@pytest.mark.parametrize(
    ("first", "code", "beside"),
    [
        ("Einwohner · LV-ABCD-1234", "LV-ABCD-1234", False),
        ("LV-ABCD-1234", "LV-ABCD-1234", False),
        ("Prüfung · LV-ABCD-1234-P", "", True),
        ("Erläuterungen · LV-ABCD-1234-E", "", True),
        ("LV-ABCD-123", "", False),
        ("XLV-ABCD-1234", "", False),
        ("LV-ABCD-12345", "", False),
        ("LV-OILU-1234", "", False),
        (12.0, "", False),
        (None, "", False),
    ],
)
def test_code_is_found_in_the_first_rows_and_tells_tables_from_sheets_beside(
    first: object,
    code: str,
    beside: bool,
) -> None:
    table = raw((first, None), ("a", "b"))

    assert code_in(table) == code
    assert is_beside(table) is beside


def test_code_below_the_first_rows_is_only_a_text() -> None:
    assert code_in(raw(("a",), ("b",), ("LV-ABCD-1234",))) == ""


def test_columns_in_any_order_are_those_that_were_sent() -> None:
    found = returned(sent(("01", "Alt", 1.0, 2.0, 3.0, 4.0)), PLAN)
    turned = returned(sent(("01",), header=tuple(reversed(HEADER))), PLAN)

    assert found is not None
    assert turned is not None
    assert (found.header_row, found.is_whole, turned.is_whole) == (3, True, True)


def test_name_may_go_but_no_figure_and_nothing_may_come() -> None:
    without_name = returned(sent(header=(HEADER[0], *HEADER[2:])), PLAN)
    changed = returned(sent(header=(*HEADER[:-1], "Haushalte")), PLAN)

    assert without_name is not None
    assert without_name.is_whole
    assert changed is not None
    assert (changed.missing, changed.added) == (("=Quote (2021)",), ("Haushalte",))


def test_header_that_a_text_file_made_safe_is_the_same() -> None:
    header = tuple(f"'{name}" if name.startswith("=") else name for name in HEADER)

    found = returned(sent(header=header), PLAN)

    assert found is not None
    assert found.is_whole


def test_table_without_any_of_the_columns_has_no_header() -> None:
    assert returned(raw(("LV-ABCD-1234",), ("x", "y"), (1.0, 2.0)), PLAN) is None


def test_wide_template_says_series_and_period_of_each_column() -> None:
    mapping = mapping_of(PLAN, Layout(header_row=3))

    assert [(each.column, each.series, each.period, each.is_additive) for each in mapping.values] == [
        ("Einwohner (31.12.2020)", "einwohner", "2020-12-31", True),
        ("Einwohner (2021)", "einwohner", "2021", True),
        ("=Quote (31.12.2020)", "quote", "2020-12-31", False),
        ("=Quote (2021)", "quote", "2021", False),
    ]
    assert mapping.marks.dot == "confidential"
    assert mapping.decimal == "comma"
    assert mapping_from_json(mapping.to_json()) == mapping


def test_long_template_tells_series_and_period_by_row() -> None:
    plan = TemplatePlan(PLAN.code, True, SERIES, PLAN.periods, PLAN.keys)

    mapping = mapping_of(plan, Layout())

    assert plan.header == ("Schlüssel", "Name", "Berichtszeitraum", "Merkmal", "Wert")
    assert (mapping.shape, mapping.period.column, mapping.categories) == (
        "categories",
        "Berichtszeitraum",
        ("Merkmal",),
    )
    assert [(each.categories, each.series) for each in mapping.series_of] == [
        (("Einwohner",), "einwohner"),
        (("=Quote",), "quote"),
    ]


@pytest.mark.parametrize(
    ("keys", "delivered", "expected"),
    [
        (("01", "02"), "1", "01"),
        (("01011101", "12030731"), "1011101", "01011101"),
        (("01", "012", "2"), "1", "01"),
        (("01", "012", "2"), "12", "012"),
        (("01", "012", "2"), "2", "2"),
        (("01", "1", "22"), "1", "1"),
        (("A01", "B02"), "A01", "A01"),
        (("00", "01"), "0", "00"),
    ],
)
def test_lost_zeros_come_back_where_only_one_key_can_be_meant(
    keys: tuple[str, ...], delivered: str, expected: str
) -> None:
    assert key_rule_of(keys).apply(delivered) == expected


def test_keys_of_a_table_are_put_right_and_the_total_is_none() -> None:
    table = sent((1.0, "Alt", 1.0, 1.0, 1.0, 1.0), ("Insgesamt", None, 1.0, 1.0, 1.0, 1.0))
    found = returned(table, PLAN)
    assert found is not None

    assert keys_in(template_table(table, found)[0], PLAN) == {"01"}
