# SPDX-License-Identifier: EUPL-1.2
"""The small charts are broken where their series is, and say the same in words."""

from dataclasses import replace

import pytest

from indicators.rendering.profile_charts import Break, SpreadRow, course_of, is_crossed, place_of
from indicators.rendering.profile_readings import Reading
from indicators.rendering.slice_content import ChangeNote, CityValue, SliceSummary
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import Flag, Status

BREAK = Break(parse("2014-12-31"), parse("2016-12-31"), "no", "Definition geändert")


def reading(year: int, value: float | None, city: float | None = 30.0) -> Reading:
    return Reading(
        period=parse(f"{year}-12-31"),
        status=Status.OK if value is not None else Status.SUPPRESSED,
        flags=Flag.NONE,
        decimals=1,
        value=value,
        lower=None,
        upper=None,
        numerator=None,
        denominator=None,
        change=None,
        change_decimals=1,
        comparison=0,
        class_number=0,
        class_label="",
        city=CityValue(city, "computed") if city is not None else CityValue(),
        summary=SliceSummary(4, 10.0, 20.0, 25.0, 40.0, 80.0),
        change_note=ChangeNote(),
        share_below=0.5,
    )


HISTORY = [reading(2012, 50.0), reading(2014, None), reading(2016, 45.0), reading(2018, 40.0)]


def test_course_is_broken_before_the_period_that_may_not_be_compared() -> None:
    course = course_of(HISTORY, [BREAK], "%", "de")

    assert course is not None
    assert course.values == (50.0, None, 45.0, 40.0)
    assert course.breaks == (2,)
    assert course.city == (30.0, 30.0, 30.0, 30.0)
    assert list(course.times) == sorted(course.times)


def test_course_is_told_in_words_with_its_break_and_its_gaps() -> None:
    course = course_of(HISTORY, [BREAK], "%", "de")

    assert course is not None
    assert course.label == (
        "31.12.2012: 50,0\u00a0%; 31.12.2014: gesperrt: geheim gehalten; (Definition geändert, nicht vergleichbar); "
        "31.12.2016: 45,0\u00a0%; 31.12.2018: 40,0\u00a0%"
    )


def test_single_value_is_no_course() -> None:
    assert course_of([reading(2012, None), reading(2014, 5.0)], [], "%", "de") is None


def test_sum_of_all_persons_does_not_flatten_the_course_of_an_area() -> None:
    course = course_of(HISTORY, [], "Personen", "de")

    assert course is not None
    assert course.city == ()


def test_positions_are_single_dots_that_no_line_joins() -> None:
    course = course_of([reading(2012, 1.0), reading(2014, 2.0)], [BREAK], "", "de")

    assert course is not None
    assert course.as_positions().values == (1.0, None, 2.0)
    assert course.as_positions().breaks == ()
    assert len(course.as_positions().times) == 3


@pytest.mark.parametrize(
    ("earlier", "later", "crossed"),
    [
        ("2014-12-31", "2016-12-31", True),
        ("2012-12-31", "2018-12-31", True),
        ("2012-12-31", "2014-12-31", False),
        ("2016-12-31", "2018-12-31", False),
    ],
)
def test_break_lies_between_its_two_periods(earlier: str, later: str, crossed: bool) -> None:
    assert is_crossed([BREAK], parse(earlier), parse(later)) is crossed
    assert not is_crossed([replace(BREAK, comparable="limited")], parse(earlier), parse(later))


def test_place_is_told_by_range_middle_half_city_and_area() -> None:
    place = place_of(reading(2018, 45.0), "%", ("Viertel", "Musterstadt"), "de")

    assert place is not None
    assert place.spread == {"low": 10.0, "high": 80.0, "lower_half": 20.0, "upper_half": 40.0, "middle": 25.0}
    assert (place.value, place.city) == (45.0, 30.0)
    assert place.label == (
        "Dieses Gebiet 45,0\u00a0%; Musterstadt 30,0\u00a0%; alle Viertel von 10,0 bis 80,0\u00a0%, "
        "die mittlere Hälfte von 20,0 bis 40,0\u00a0%, in der Mitte 25,0\u00a0%"
    )


def test_place_holds_the_interval_and_the_numbers_of_the_drawing() -> None:
    known = replace(reading(2018, 45.0), lower=41.2, upper=48.9, hidden=3, unvalued=2)

    place = place_of(known, "%", ("Viertel", "Musterstadt"), "de")

    assert place is not None
    assert place.interval == (41.2, 48.9)
    assert "Dieses Gebiet 45,0\u00a0% (Zufallsschwankung 41,2 bis 48,9\u00a0%)" in place.label
    assert place.row == SpreadRow("10,0", "20,0", "25,0", "40,0", "80,0", shown=4, hidden=3, unvalued=2)


def test_place_is_told_in_english() -> None:
    place = place_of(reading(2018, 45.0, city=None), "%", ("Viertel", "Musterstadt"), "en")

    assert place is not None
    assert place.label == (
        "This area 45.0%; all Viertel from 10.0 to 80.0%, the middle half from 20.0 to 40.0%, in the middle 25.0%"
    )


def test_area_without_a_value_has_no_place() -> None:
    assert place_of(reading(2018, None), "%", ("Viertel", "Musterstadt"), "de") is None


@pytest.mark.parametrize("summary", [SliceSummary(), SliceSummary(1, 5.0, 5.0, 5.0, 5.0, 5.0)])
def test_areas_without_a_spread_give_no_place(summary: SliceSummary) -> None:
    lonely = replace(reading(2018, 5.0), summary=summary)

    assert place_of(lonely, "%", ("Viertel", "Musterstadt"), "de") is None
