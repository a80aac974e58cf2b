# SPDX-License-Identifier: EUPL-1.2
"""Which periods are expected, when they fall due, and when they are late."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.common.periods import parse
from sozialplanung.common.rhythms import DueRule, Expectation, Rhythm, RhythmError, expectation


def codes(first: str, months: int, on: date, last: str = "") -> list[str]:
    rhythm = Rhythm(parse(first), months, parse(last) if last else None)
    return [period.code for period in rhythm.ended(on)]


@pytest.mark.parametrize(
    ("first", "months", "on", "expected"),
    [
        ("2021", 12, date(2024, 1, 1), ["2021", "2022", "2023"]),
        ("2021", 12, date(2023, 12, 31), ["2021", "2022"]),
        ("2020", 24, date(2025, 6, 1), ["2020", "2022", "2024"]),
        ("2023-Q3", 3, date(2024, 3, 31), ["2023-Q3", "2023-Q4"]),
        ("2023-Q3", 3, date(2024, 4, 1), ["2023-Q3", "2023-Q4", "2024-Q1"]),
        ("2023-H2", 6, date(2024, 7, 1), ["2023-H2", "2024-H1"]),
        ("2023-11", 1, date(2024, 2, 29), ["2023-11", "2023-12", "2024-01"]),
        ("2010-2011", 12, date(2013, 8, 1), ["2010-2011", "2011-2012", "2012-13"]),
        ("2024-02-29", 12, date(2028, 3, 1), ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("2023-06-30", 3, date(2024, 1, 1), ["2023-06-30", "2023-09-30", "2023-12-31"]),
        ("2023-12-31", 12, date(2023, 12, 31), []),
        ("2023-12-31", 12, date(2024, 1, 1), ["2023-12-31"]),
        ("2023-10-15", 12, date(2025, 1, 1), ["2023-10-15", "2024-10-15"]),
        ("2024-01-30", 1, date(2024, 4, 1), ["2024-01-30", "2024-02-29", "2024-03-30"]),
    ],
)
def test_periods_follow_one_another_until_the_last_that_is_over(
    first: str, months: int, on: date, expected: list[str]
) -> None:
    assert codes(first, months, on) == expected


def test_no_period_is_expected_after_the_last_one() -> None:
    assert codes("2020", 12, date(2030, 1, 1), last="2021") == ["2020", "2021"]


@pytest.mark.parametrize(("first", "months"), [("2020", 6), ("2020-Q1", 1), ("2020-Q1", 4), ("2020-07", 0)])
def test_rhythm_is_no_shorter_than_its_period(first: str, months: int) -> None:
    with pytest.raises(RhythmError):
        Rhythm(parse(first), months)


@pytest.mark.parametrize("last", ["2019", "2021-Q4"])
def test_last_period_is_of_the_same_kind_and_not_before_the_first(last: str) -> None:
    with pytest.raises(RhythmError):
        Rhythm(parse("2020"), 12, parse(last))


def test_rhythm_knows_its_own_periods() -> None:
    rhythm = Rhythm(parse("2020"), 24)

    assert [rhythm.has(parse(code)) for code in ("2018", "2020", "2021", "2022", "2022-12-31")] == [
        False,
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("rule", "period", "due"),
    [
        (DueRule(days=0), "2023", date(2023, 12, 31)),
        (DueRule(days=30), "2023", date(2024, 1, 30)),
        (DueRule(days=60), "2023", date(2024, 2, 29)),
        (DueRule(days=60), "2022", date(2023, 3, 1)),
        (DueRule(days=14), "2024-Q1", date(2024, 4, 14)),
        (DueRule(days=10), "2023-12-31", date(2024, 1, 10)),
        (DueRule(month=3, day=31), "2023", date(2024, 3, 31)),
        (DueRule(month=1, day=1), "2023", date(2024, 1, 1)),
        (DueRule(month=12, day=31), "2023-12-31", date(2024, 12, 31)),
        (DueRule(month=3, day=31), "2024-Q1", date(2025, 3, 31)),
        (DueRule(month=4, day=1), "2024-Q1", date(2024, 4, 1)),
        (DueRule(month=2, day=29), "2023", date(2024, 2, 29)),
        (DueRule(month=2, day=29), "2024", date(2025, 2, 28)),
        (DueRule(month=10, day=1), "2023-24", date(2024, 10, 1)),
    ],
)
def test_due_day_is_counted_from_the_last_day_that_belongs_to_the_period(rule: DueRule, period: str, due: date) -> None:
    assert rule.due_on(parse(period)) == due


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"days": 3, "month": 1, "day": 1},
        {"month": 1},
        {"days": 3, "day": 4},
        {"days": -1},
        {"days": 1101},
        {"month": 2, "day": 30},
        {"month": 13, "day": 1},
        {"month": 4, "day": 31},
    ],
)
def test_due_rule_says_exactly_one_possible_thing(said: dict[str, int]) -> None:
    with pytest.raises(RhythmError):
        DueRule(**said)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2024, 3, 31), Expectation.UPCOMING),
        (date(2024, 4, 1), Expectation.DUE),
        (date(2024, 4, 30), Expectation.DUE),
        (date(2024, 5, 1), Expectation.OVERDUE),
    ],
)
def test_quarter_is_due_when_it_is_over_and_late_from_the_day_after(on: date, state: Expectation) -> None:
    assert expectation(parse("2024-Q1"), DueRule(days=30), on=on) is state


@given(
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.sampled_from(["1990", "1990-Q2", "1990-H2", "1990-03", "1990-91", "1992-02-29", "1990-01-31"]),
    st.sampled_from([12, 24]),
)
def test_periods_of_a_rhythm_are_ordered_over_and_apart_by_its_step(on: date, first: str, months: int) -> None:
    rhythm = Rhythm(parse(first), months)
    found = list(rhythm.ended(on))

    assert all(period.end <= on and rhythm.has(period) for period in found)
    assert all(
        (after.start.year - before.start.year) * 12 + after.start.month - before.start.month == months
        for before, after in pairwise(found)
    )
