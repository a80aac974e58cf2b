# SPDX-License-Identifier: EUPL-1.2
"""Statuses, flags, ranges of validity and the base of errors."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.common.errors import (
    ConflictError,
    DomainError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)
from sozialplanung.common.statuses import ALL_FLAGS, Flag, Status, status_from_code
from sozialplanung.common.validity import Validity, ValidityError, gaps, overlapping_pairs

DAYS = st.dates(date(2000, 1, 1), date(2003, 1, 1))


def test_the_integers_of_statuses_never_change() -> None:
    assert {status.code: int(status) for status in Status} == {
        "ok": 0,
        "true_zero": 1,
        "rounded_zero": 2,
        "missing": 3,
        "unknown": 4,
        "confidential": 5,
        "suppressed": 6,
        "excluded": 7,
        "unreliable": 8,
        "pending": 9,
        "not_applicable": 10,
        "not_comparable": 11,
    }


def test_the_integers_of_flags_never_change() -> None:
    assert {flag.codes[0]: int(flag) for flag in Flag if flag} == {
        "limited": 1,
        "provisional": 2,
        "estimated": 4,
        "reaggregated": 8,
        "smoothed": 16,
        "revised": 32,
        "recomputed": 64,
    }
    assert int(ALL_FLAGS) == 127
    assert Flag.NONE.codes == ()
    assert (Flag.REVISED | Flag.LIMITED).codes == ("limited", "revised")


def test_only_a_figure_that_is_there_carries_a_value() -> None:
    assert [status.code for status in Status if status.has_value] == [
        "ok",
        "true_zero",
        "rounded_zero",
    ]


def test_a_status_is_found_by_its_word_and_by_nothing_else() -> None:
    assert all(status_from_code(status.code) is status for status in Status)
    with pytest.raises(ValueError, match="'OK' is no status"):
        status_from_code("OK")


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_ranges_overlap_exactly_when_a_day_belongs_to_both(
    start: date, end: date, other_start: date, other_end: date
) -> None:
    if start >= end or other_start >= other_end:
        return
    one, other = Validity(start, end), Validity(other_start, other_end)
    has_common_day = one.contains(max(start, other_start)) and other.contains(max(start, other_start))

    assert one.overlaps(other) == other.overlaps(one) == has_common_day
    assert (one.intersection(other) is not None) == has_common_day


def test_a_range_without_an_end_goes_on() -> None:
    open_range = Validity(date(2019, 1, 1))

    assert open_range.contains(date(2999, 1, 1))
    assert not open_range.contains(date(2018, 12, 31))
    assert open_range.overlaps(Validity(date(2050, 1, 1)))
    assert open_range.intersection(Validity(date(2018, 1, 1), date(2020, 1, 1))) == Validity(
        date(2019, 1, 1), date(2020, 1, 1)
    )


def test_a_range_without_a_day_is_refused() -> None:
    with pytest.raises(ValidityError) as caught:
        Validity(date(2019, 1, 1), date(2019, 1, 1))

    assert caught.value.code == "validity.empty"


def test_gaps_and_overlaps_of_a_history_are_found() -> None:
    first = Validity(date(2001, 1, 1), date(2006, 1, 1))
    second = Validity(date(2007, 1, 1), date(2019, 1, 1))
    third = Validity(date(2018, 6, 1))

    assert gaps([third, second, first]) == [Validity(date(2006, 1, 1), date(2007, 1, 1))]
    assert gaps([first]) == []
    assert overlapping_pairs([third, first, second]) == [(second, third)]


def test_adjacent_ranges_leave_no_gap_and_do_not_overlap() -> None:
    history = [Validity(date(2001, 1, 1), date(2006, 1, 1)), Validity(date(2006, 1, 1))]

    assert gaps(history) == []
    assert overlapping_pairs(history) == []


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DomainError, 400),
        (InvalidInputError, 400),
        (NotAllowedError, 403),
        (NotFoundError, 404),
        (ConflictError, 409),
    ],
)
def test_an_error_tells_code_place_and_way_out(error: type[DomainError], status: int) -> None:
    problem = error(
        "demo.code", "This cannot be.", place="file.csv, row 3", way_out="Correct it.", key="11"
    ).to_problem()

    assert problem.status == status
    assert (problem.code, problem.place, problem.way_out) == (
        "demo.code",
        "file.csv, row 3",
        "Correct it.",
    )
    assert problem.params == {"key": "11"}


def test_an_error_reads_as_one_text() -> None:
    error = DomainError("demo.code", "This cannot be.", place="row 3", way_out="Correct it.")

    assert str(error) == "This cannot be. (row 3) Correct it."
    assert str(DomainError("demo.code", "This cannot be.")) == "This cannot be."
