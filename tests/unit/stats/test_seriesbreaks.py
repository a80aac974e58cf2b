# SPDX-License-Identifier: EUPL-1.2
"""Breaks of series: what makes readers more careful counts at once, what lets them compare more does not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.seriesbreaks import BreakTerms, is_crossed, is_looser, lies_between

STRICTNESS = ("yes", "limited", "no")
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
TERMS = st.builds(
    lambda days, comparable: BreakTerms(min(days), max(days), comparable),
    st.tuples(DAYS, DAYS).filter(lambda days: days[0] != days[1]),
    st.sampled_from(STRICTNESS),
)


def terms(comparable: str, start: int = 2014, end: int = 2016) -> BreakTerms:
    return BreakTerms(date(start, 12, 31), date(end, 12, 31), comparable)


@pytest.mark.parametrize(
    ("before", "after", "looser"),
    [
        (None, terms("no"), False),
        (None, terms("yes"), False),
        (terms("no"), None, True),
        (terms("limited"), None, True),
        (terms("yes"), None, False),
        (terms("no"), terms("limited"), True),
        (terms("limited"), terms("yes"), True),
        (terms("limited"), terms("no"), False),
        (terms("yes"), terms("no", 2010, 2012), False),
        (terms("no"), terms("no", 2012, 2018), False),
        (terms("no"), terms("no", 2014, 2015), True),
        (terms("no"), terms("no", 2015, 2016), True),
        (terms("no"), terms("no", 2016, 2018), True),
    ],
)
def test_break_gets_looser_when_it_goes_weakens_or_covers_less(
    before: BreakTerms | None, after: BreakTerms | None, looser: bool
) -> None:
    assert is_looser(before, after) is looser


@given(before=TERMS, after=TERMS, earlier=DAYS, later=DAYS)
def test_careful_change_opens_no_comparison_that_was_closed(
    before: BreakTerms, after: BreakTerms, earlier: date, later: date
) -> None:
    def forbids(one: BreakTerms) -> bool:
        return one.comparable == "no" and is_crossed([(one.start, one.end)], earlier, later)

    if earlier < later and forbids(before) and not is_looser(before, after):
        assert forbids(after)


@given(one=TERMS)
def test_change_to_the_same_is_not_looser(one: BreakTerms) -> None:
    assert not is_looser(one, one)


@pytest.mark.parametrize(
    ("earlier", "later", "crossed"),
    [(2012, 2014, False), (2014, 2016, True), (2012, 2018, True), (2015, 2016, True), (2016, 2018, False)],
)
def test_break_is_crossed_by_periods_on_both_sides(earlier: int, later: int, crossed: bool) -> None:
    breaks = [(date(2014, 12, 31), date(2016, 12, 31))]

    assert is_crossed(breaks, date(earlier, 12, 31), date(later, 12, 31)) is crossed


@pytest.mark.parametrize(
    ("earlier", "later", "between"),
    [
        (date(2022, 12, 31), date(2023, 12, 31), True),
        (date(2022, 12, 31), date(2023, 1, 1), True),
        (date(2021, 12, 31), date(2022, 12, 31), False),
        (date(2023, 1, 1), date(2023, 12, 31), False),
    ],
)
def test_new_law_separates_what_ended_before_from_what_ends_on_its_first_day_or_later(
    earlier: date, later: date, between: bool
) -> None:
    assert lies_between(date(2023, 1, 1), earlier, later) is between
