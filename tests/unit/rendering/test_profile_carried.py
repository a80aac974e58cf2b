# SPDX-License-Identifier: EUPL-1.2
"""A course that crosses a change of boundaries is drawn and told with its marks; estimates prove nothing."""

from dataclasses import replace

import numpy as np
import pytest

from indicators.rendering.carried_words import carried_mark, carried_words
from indicators.rendering.profile_chance import SeriesChance, row_with_chance
from indicators.rendering.profile_charts import course_of, figure_words
from indicators.rendering.profile_file import HEAD, profile_cells
from indicators.rendering.profile_numbers import Language
from indicators.rendering.profile_readings import Reading, reading_of
from indicators.rendering.profile_rows import ProfileRow, Remarks, RowContext, profile_row, with_course
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slice_trends import TrendForm, slice_trends
from sozialplanung.common.statuses import Flag, Status
from tests.factories.slices import broken, series
from tests.unit.rendering.test_profile_chance import AREA, CASES, JUDGED
from tests.unit.rendering.test_profile_charts import reading

FORM = TrendForm(JUDGED.unit, JUDGED.basis, JUDGED.comparability)
CONTEXT = RowContext("de", "Musterstadt", "Viertel")


def carried(year: int, value: float | None, flags: Flag = Flag.ESTIMATED) -> Reading:
    status = Status.OK if value is not None else Status.NOT_COMPARABLE
    return replace(reading(year, value), origin="alt", flags=flags, status=status)


HISTORY = [carried(2016, 18.0), carried(2017, 20.0, Flag.NONE), reading(2018, 30.0), carried(2019, 31.0)]


@pytest.mark.parametrize(
    ("flags", "german", "english"),
    [
        (Flag.ESTIMATED | Flag.REAGGREGATED, "geschätzt", "estimated"),
        (Flag.REAGGREGATED, "genau, aus ganzen Gebieten summiert", "exact, summed up from whole areas"),
        (Flag.PROVISIONAL, "genau, dasselbe Gebiet", "exact, the same area"),
        (Flag.RECOMPUTED, "neu berechnet, alle Bestandteile genau", "computed anew, all components exact"),
        (Flag.RECOMPUTED | Flag.ESTIMATED, "geschätzt", "estimated"),
    ],
)
def test_what_a_carried_figure_is_worth_follows_from_its_flags(flags: Flag, german: str, english: str) -> None:
    assert (carried_mark(flags, "de"), carried_mark(flags, "en")) == (german, english)


def test_estimates_are_hollow_and_the_figure_shown_is_the_last_delivered_one() -> None:
    course = course_of(HISTORY, [], "%", "de")

    assert course is not None
    assert (course.guessed, course.shown) == ((0, 3), 2)
    assert course.label.startswith(
        "31.12.2016: 18,0\u00a0% (umgerechnet, geschätzt); 31.12.2017: 20,0\u00a0% (umgerechnet, genau"
    )
    assert "31.12.2018: 30,0\u00a0%;" in course.label


@pytest.mark.parametrize(("language", "word"), [("de", "nicht umrechenbar"), ("en", "cannot be converted")])
def test_what_could_not_be_carried_says_so_and_is_no_estimate(language: Language, word: str) -> None:
    left = carried(2016, None)

    assert figure_words(left, "%", language) == word
    assert not left.is_guessed
    assert figure_words(replace(left, origin=""), "%", language) != word


def line(history: list[Reading]) -> ProfileRow:
    own = [each for each in history if not each.origin]
    row = profile_row(JUDGED, own, (), Remarks(), CONTEXT)
    return with_course(row, history, (), "de")


def test_a_line_keeps_its_figure_and_tells_the_carried_ones_with_range_and_mark() -> None:
    history = [replace(carried(2016, 18.0), lower=15.0, upper=21.0), carried(2017, None), reading(2018, 30.0)]

    row = line(history)

    assert (row.value, row.as_of, row.years) == ("30,0\u00a0%", "31.12.2018", "2016–2018")
    first, second = row.carried
    assert (first.as_of, first.value, first.interval, first.mark) == (
        "31.12.2016",
        "18,0\u00a0%",
        "15,0 – 21,0\u00a0%",
        "geschätzt",
    )
    assert (second.value, second.interval, second.mark) == ("nicht umrechenbar", "", "")


def test_a_line_without_carried_figures_is_what_it_was() -> None:
    row = line([reading(2017, 20.0), reading(2018, 30.0)])

    assert row == profile_row(JUDGED, [reading(2017, 20.0), reading(2018, 30.0)], (), Remarks(), CONTEXT)


def judged(delivered: list[SliceContent], longer: list[SliceContent], language: Language = "de") -> ProfileRow:
    row = profile_row(JUDGED, [reading_of(each, 0) for each in delivered], (), Remarks(), CONTEXT)
    chance = SeriesChance(slice_trends(delivered, (), FORM), None, slice_trends(longer, (), FORM))
    return row_with_chance(row, chance, 0, language)


def guessed(slices: list[SliceContent]) -> list[SliceContent]:
    """Return the slices with an estimate in the first one."""
    marked = np.full(slices[0].size, int(Flag.ESTIMATED), dtype=np.uint8)
    return [replace(slices[0], flags=marked), *slices[1:]]


def test_exactly_carried_figures_make_a_direction_possible_and_are_told() -> None:
    slices = series([[x] for x in CASES])

    german, english = judged(slices[1:], slices), judged(slices[1:], slices, "en")

    assert (german.trend.kind, german.trend.note) == ("rising", "teils umgerechnet")
    assert english.trend.note == "partly carried"
    remark = dict(zip(HEAD, profile_cells(AREA, [german])[1], strict=True))["bemerkung"]
    assert "steigt: teils umgerechnet" in str(remark)


def test_estimates_make_no_direction() -> None:
    slices = series([[x] for x in CASES])

    trend = judged(slices[1:], guessed(slices)).trend

    assert (trend.kind, trend.reason, trend.carried) == ("none", "mindestens ein Wert ist geschätzt", "")


def test_estimates_take_no_direction_away_that_counted_figures_have() -> None:
    slices = series([[x] for x in CASES])

    trend = judged(slices, guessed(slices)).trend

    assert (trend.kind, trend.note, trend.carried) == ("rising", "", "")


def test_the_word_for_carried_is_said_in_both_languages() -> None:
    assert (carried_words("de"), carried_words("en")) == ("umgerechnet", "carried")


def test_an_exact_figure_needs_no_range_and_an_estimate_may_have_one_that_nobody_knows() -> None:
    row = line([carried(2016, 18.0), carried(2017, 20.0, Flag.REAGGREGATED), reading(2018, 30.0)])

    assert [each.interval for each in row.carried] == ["nicht bekannt", "keine: genau umgerechnet"]


def test_the_table_names_the_breaks_between_a_carried_figure_and_the_newest_one() -> None:
    breaks = [broken(2016, 2017), broken(2018, 2019, "limited"), broken(2014, 2015), broken(2017, 2018, "yes")]
    history = [carried(2016, 18.0), carried(2017, 20.0), reading(2018, 30.0), reading(2019, 31.0)]

    row = with_course(profile_row(JUDGED, history[2:], (), Remarks(), CONTEXT), history, breaks, "de")

    limited = "eingeschränkt vergleichbar mit Werten ab 31.12.2019: Neue Zählung."
    assert [each.breaks for each in row.carried] == [
        ("nicht vergleichbar mit Werten ab 31.12.2017: Neue Zählung.", limited),
        (limited,),
    ]
