# SPDX-License-Identifier: EUPL-1.2
"""Reporting periods: codes, labels, dates and order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.common.periods import (
    Period,
    PeriodError,
    PeriodKind,
    parse,
    reference_date,
    year_of,
)


@pytest.mark.parametrize(
    ("code", "kind", "label", "start", "end"),
    [
        ("2018-12-31", "reference_date", "31.12.2018", date(2018, 12, 31), date(2019, 1, 1)),
        ("2018", "year", "2018", date(2018, 1, 1), date(2019, 1, 1)),
        ("2018-H1", "half_year", "1. Halbjahr 2018", date(2018, 1, 1), date(2018, 7, 1)),
        ("2018-H2", "half_year", "2. Halbjahr 2018", date(2018, 7, 1), date(2019, 1, 1)),
        ("2018-Q3", "quarter", "3. Quartal 2018", date(2018, 7, 1), date(2018, 10, 1)),
        ("2018-Q4", "quarter", "4. Quartal 2018", date(2018, 10, 1), date(2019, 1, 1)),
        ("2018-07", "month", "Juli 2018", date(2018, 7, 1), date(2018, 8, 1)),
        ("2018-12", "month", "Dezember 2018", date(2018, 12, 1), date(2019, 1, 1)),
        ("2018-19", "school_year", "Schuljahr 2018/19", date(2018, 8, 1), date(2019, 8, 1)),
        ("1999-00", "school_year", "Schuljahr 1999/00", date(1999, 8, 1), date(2000, 8, 1)),
    ],
)
def test_a_code_names_kind_label_and_days(code: str, kind: str, label: str, start: date, end: date) -> None:
    period = parse(code)

    assert (period.kind, period.label(), period.start, period.end) == (kind, label, start, end)
    assert period.code == str(period) == code
    assert period.last_day == end - timedelta(days=1)
    assert period.contains(start)
    assert not period.contains(end)


def test_a_month_and_a_school_year_never_share_a_code() -> None:
    month, school_year = parse("2001-02"), parse("2001-2002")

    assert month.kind is PeriodKind.MONTH
    assert school_year.kind is PeriodKind.SCHOOL_YEAR
    assert school_year.label() == "Schuljahr 2001/02"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "18",
        "2018-13",
        "2018-00",
        "2018-18",
        "2018-20",
        "2018-2019",
        "2001-2003",
        "2018-Q5",
        "2018-Q0",
        "2018-H3",
        "2018-h1",
        "2018-02-30",
        "2018-7",
        "2018-7-1",
        "0000",
        "1799",
        "2200",
        "99999",
        "2018 ",
        " 2018",
        "2018\n",
        "２０１８",
        "٢٠١٨",
        "2018-12-31T00:00",
        "31.12.2018",
        "-2018",
    ],
)
def test_anything_else_is_refused_with_a_code(code: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse(code)

    assert caught.value.code.startswith("period.")
    assert caught.value.params == {"value": code}


@given(st.text(max_size=12))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        period = parse(text)
    except PeriodError:
        return
    assert period.code == text


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_every_day_has_a_code_that_leads_back(day: date) -> None:
    assert parse(reference_date(day).code) == reference_date(day)


@pytest.mark.parametrize("year", range(1990, 2030))
def test_every_school_year_has_a_code_that_leads_back(year: int) -> None:
    period = Period(PeriodKind.SCHOOL_YEAR, date(year, 8, 1), date(year + 1, 8, 1))

    assert parse(period.code) == period


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        (PeriodKind.YEAR, date(2018, 1, 1), date(2018, 12, 31)),
        (PeriodKind.YEAR, date(2018, 2, 1), date(2019, 2, 1)),
        (PeriodKind.QUARTER, date(2018, 2, 1), date(2018, 5, 1)),
        (PeriodKind.MONTH, date(2018, 2, 2), date(2018, 3, 2)),
        (PeriodKind.SCHOOL_YEAR, date(2018, 9, 1), date(2019, 9, 1)),
        (PeriodKind.REFERENCE_DATE, date(2018, 12, 31), date(2018, 12, 31)),
        (PeriodKind.YEAR, date(1700, 1, 1), date(1701, 1, 1)),
    ],
)
def test_days_that_are_no_such_period_are_refused(kind: PeriodKind, start: date, end: date) -> None:
    with pytest.raises(PeriodError):
        Period(kind, start, end)


def test_periods_are_ordered_by_start_then_end() -> None:
    codes = ["2019", "2018-12-31", "2018", "2018-H1", "2018-Q1", "2018-01", "2018-19"]

    ordered = [period.code for period in sorted(parse(code) for code in codes)]

    assert ordered == ["2018-01", "2018-Q1", "2018-H1", "2018", "2018-19", "2018-12-31", "2019"]
    assert year_of(2018) == parse("2018")
    assert year_of(2018).year == 2018


def test_a_period_is_not_compared_with_a_text() -> None:
    with pytest.raises(TypeError):
        assert parse("2018") < "2019"


@pytest.mark.parametrize(
    ("code", "years", "earlier"),
    [
        ("2024-02-29", 1, "2023-02-28"),
        ("2024-02-29", 4, "2020-02-29"),
        ("2025-02-28", 1, "2024-02-28"),
        ("2024-02", 1, "2023-02"),
        ("2025-02", 1, "2024-02"),
        ("2018-12-31", 2, "2016-12-31"),
        ("2018-Q4", 1, "2017-Q4"),
        ("2018-19", 5, "2013-14"),
    ],
)
def test_the_same_period_some_years_before(code: str, years: int, earlier: str) -> None:
    assert parse(code).years_earlier(years) == parse(earlier)
