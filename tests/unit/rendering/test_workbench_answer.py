# SPDX-License-Identifier: EUPL-1.2
"""What the workbench says and draws: what is left out is counted, lines stop at breaks, nobody is worst first."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.maplegend import SpecialCase
from indicators.rendering.maptable import AreaName, Cell, TableRow
from indicators.rendering.workbench.answer import BINS, PeriodAnswer, histogram_of, lacking_before, times_of
from indicators.rendering.workbench.axis import axis_over
from indicators.rendering.workbench.drawing import (
    BAR_WIDTH,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Course,
    bar_of,
    histogram_drawing,
    label_places,
    line_drawing,
    runs_of,
)
from indicators.rendering.workbench.fits import FitLine, slope_text
from indicators.rendering.workbench.ordering import ordered
from indicators.rendering.workbench.parts import Panels
from indicators.rendering.workbench.words import CoursePoint, Measure, course_sentence, overall_sentence
from indicators.stats.classes import classify, given_classes
from indicators.stats.overall import Overall, overall
from indicators.stats.summary import FiveNumbers

SHARES = Measure(1, "%", "Planungsräume", "de")
HIDDEN = SpecialCase("suppressed", "gesperrt: geheim gehalten", 2)
MISSING = SpecialCase("missing", "keine Angabe", 1)


def _values(*values: float | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([math.nan if value is None else value for value in values])


def test_sentence_counts_what_it_leaves_out() -> None:
    found = overall(_values(10.0, 20.0, 60.0, None, None, None), 1)

    told = overall_sentence(found, [HIDDEN, MISSING], SHARES, has_mean=True)

    assert told == (
        "3 Planungsräume mit Wert: 10,0\xa0% bis 60,0\xa0%, in der Mitte (Median) 20,0\xa0%, im Mittel aller Gebiete, "
        "jedes gleich gezählt, 30,0\xa0%. 3 ohne Wert zählen nirgends mit: 2 gesperrt: geheim gehalten, 1 keine Angabe."
    )


def test_positions_have_no_mean_and_one_area_has_no_spread() -> None:
    positions = overall_sentence(overall(_values(-1.0, 1.0), 1), [], SHARES, has_mean=False)
    single = overall_sentence(overall(_values(7.0, None), 1), [MISSING], SHARES, has_mean=True)
    none = overall_sentence(overall(_values(None), 1), [MISSING], SHARES, has_mean=True)

    assert "Mittel aller" not in positions
    assert single.startswith("Ein einziges Gebiet hat einen Wert: 7,0\xa0%. 1 ohne Wert zählt nirgends mit")
    assert none.startswith("In den Planungsräumen ist kein Wert veröffentlicht. 1 ohne Wert")


def test_english_says_the_same() -> None:
    english = Measure(1, "%", "planning areas", "en")
    cases = [SpecialCase("missing", "no figure", 1)]

    told = overall_sentence(overall(_values(10.0, 20.0, None), 1), cases, english, has_mean=True)

    assert told == (
        "2 planning areas with a value: 10.0% to 20.0%, in the middle (median) 15.0%, on average over the areas, each "
        "counted alike, 15.0%. 1 without a value counts nowhere: 1 no figure."
    )


def test_course_names_breaks_and_passes_over_what_the_whole_lacks() -> None:
    points = [CoursePoint("2012", None, False), CoursePoint("2014", 30.0, False), CoursePoint("2016", 28.0, True)]

    told = course_sentence(points, "Berlin", SHARES)

    assert told == (
        "Berlin – 2014: 30,0\xa0%; 2016: 28,0\xa0%. Nicht vergleichbar sind 2012 und 2014: dort endet die Linie."
    )
    assert course_sentence(points[:1], "Berlin", SHARES) == ""


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [((-9.0, -3.0), -10.0, 0.0), ((0.0, 77.2), 0.0, 80.0), ((None,), 0.0, 1.0), ((-2.0, 3.0), -2.0, 4.0)],
)
def test_axis_holds_all_values_and_zero(values: tuple[float | None, ...], low: float, high: float) -> None:
    axis = axis_over(_values(*values), "de")

    assert (axis.low, axis.high) == (low, high)
    assert 0.0 in [tick.at for tick in axis.ticks]


def test_bars_of_negative_figures_end_at_zero() -> None:
    axis = axis_over(_values(-10.0, 10.0), "de")

    low, high = bar_of(-5.0, axis), bar_of(10.0, axis)

    assert (low.x, low.width, low.end) == ("25", "25", "25")
    assert (high.x, high.width, high.end) == ("50", "50", f"{BAR_WIDTH}")


def test_lines_stop_at_missing_values_and_at_breaks() -> None:
    has_value, joins = [True, True, False, True, True, True], [False, True, True, True, True, False]

    assert runs_of(has_value, joins) == ((0, 1), (3, 4), (5,))


@dataclass(frozen=True)
class _Shown:
    short_label: str
    is_current: bool


def _period(
    position: int, *, time: float, five: FiveNumbers, joins: bool, has_new_ground: bool = False
) -> PeriodAnswer:
    """Give a period with what a drawing looks at."""
    period = object.__new__(PeriodAnswer)
    tails = None if five.minimum is None or five.maximum is None else (five.minimum, five.maximum)
    told = {
        "view": _Shown(str(2010 + position), position == 3),
        "time": time,
        "overall": Overall(five, 0, tails=tails),
        "joins": joins,
        "has_new_ground": has_new_ground,
    }
    for name, value in told.items():
        object.__setattr__(period, name, value)
    return period


def test_drawing_leaves_gaps_and_marks_breaks() -> None:
    five = FiveNumbers(3, 0.0, 25.0, 50.0, 75.0, 100.0)
    joins = (False, True, False, True)
    periods = [_period(at, time=at / 3, five=five, joins=joined) for at, joined in enumerate(joins)]
    axis = axis_over(_values(0.0, 100.0), "de")

    drawn = line_drawing(periods, axis, [Course("focus", "A", (0.0, None, 50.0, 100.0), "11")])

    (course,) = drawn.courses
    assert course.path.count("M") == 1
    assert [dot.x for dot in course.dots] == [str(LEFT), "328", str(WIDTH - RIGHT)]
    assert drawn.range_path.count("M") == 2
    assert len(drawn.breaks) == 1
    assert drawn.now == f"{WIDTH - RIGHT}"
    assert course.dots[0].y == f"{HEIGHT - 28}"


def test_drawing_marks_other_boundaries_apart_and_leads_median_and_fits_over_no_gap() -> None:
    five = FiveNumbers(3, 0.0, 25.0, 50.0, 75.0, 100.0)
    joins, grounds = (False, True, False, True), (False, False, True, False)
    periods = [
        _period(at, time=at / 3, five=five, joins=joined, has_new_ground=is_new)
        for at, (joined, is_new) in enumerate(zip(joins, grounds, strict=True))
    ]
    course = Course("city", "A", (0.0, 50.0, 50.0, 100.0), fits=((0, 1, FitLine(0.0, 50.0, 25.0)),))

    drawn = line_drawing(periods, axis_over(_values(0.0, 100.0), "de"), [course])

    assert drawn.breaks == ()
    assert len(drawn.grounds) == 1
    assert drawn.median_path.count("M") == 2
    assert drawn.courses[0].fit == f"M{LEFT},{HEIGHT - 28}L190,122"
    assert drawn.courses[0].path.count("M") == 2


@pytest.mark.check("C017")
def test_missing_periods_are_counted_by_the_usual_distance() -> None:
    assert lacking_before([0, 365, 730, 1826]) == (0, 0, 0, 2)
    assert lacking_before([0, 730, 1461, 2191]) == (0, 0, 0, 0)
    assert lacking_before([7]) == (0,)
    assert lacking_before([]) == ()


def test_slope_has_one_decimal_more_than_the_figures() -> None:
    assert slope_text(FitLine(15.4, 16.1, 0.164), 1, "Prozentpunkte", "de") == "+0,16\xa0Prozentpunkte"
    assert slope_text(FitLine(15.4, 16.1, -2.0), 0, "", "en") == "−2.0"


def test_period_between_two_breaks_shows_its_spread_as_a_bar() -> None:
    five = FiveNumbers(3, 0.0, 25.0, 50.0, 75.0, 100.0)
    periods = [_period(at, time=at / 2, five=five, joins=False) for at in range(3)]

    drawn = line_drawing(periods, axis_over(_values(0.0, 100.0), "de"), [])

    assert drawn.half_path.count("Z") == 3


def test_times_are_places_along_the_series() -> None:
    assert times_of([100, 200, 500]) == (0.0, 0.25, 1.0)
    assert times_of([7]) == (0.5,)
    assert label_places(20) == (3, 7, 11, 15, 19)
    assert label_places(1) == (0,)


@given(st.lists(st.none() | st.integers(-500, 1000).map(lambda tenth: tenth / 10), max_size=80))
def test_histogram_counts_every_area_with_a_value_once(values: list[float | None]) -> None:
    found = _values(*values)

    counts = histogram_of(found, axis_over(found, "de"))

    assert len(counts) == BINS
    assert sum(counts) == sum(value is not None for value in values)


@pytest.mark.check("C016")
@given(
    st.lists(st.none() | st.integers(-500, 1000).map(lambda tenth: tenth / 10), max_size=80),
    st.sets(st.integers(-6000, 12000), min_size=2, max_size=6).map(lambda all_: sorted(n / 100 for n in all_)),
)
def test_own_bounds_put_every_value_into_exactly_one_class_as_printed(
    values: list[float | None], bounds: list[float]
) -> None:
    found = _values(*values)

    classes = given_classes(found, bounds, decimals=1)

    assert sum(classes.counts) == sum(value is not None for value in values)
    assert list(np.bincount(classify(found, classes.bounds), minlength=classes.size + 1)[1:]) == list(classes.counts)
    assert all(round(bound, 1) == bound for bound in classes.bounds)


def test_histogram_is_drawn_in_percent_with_the_bounds_on_the_axis() -> None:
    drawn = histogram_drawing((0, 4, 2, 0), (20.0, 50.0, 900.0), axis_over(_values(0.0, 100.0), "de"))

    assert [(bar.x, bar.height) for bar in drawn.bars] == [("0", "0"), ("25", "100"), ("50", "50"), ("75", "0")]
    assert drawn.bounds == ("20", "50")


def _row(name: str, sort: str, parent: str = "") -> TableRow:
    cells = (Cell("parent", parent), Cell("value", "", sort, is_number=True))
    return TableRow(0, AreaName(name, name, parent), "ok", cells)


ROWS = (
    _row("Ahorn", "2.0", "Süd"),
    _row("Birke", "", "Nord"),
    _row("Eiche", "2.0", "Nord"),
    _row("Linde", "9.5", "Ost"),
)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Panels().reihenfolge, "Ahorn Birke Eiche Linde"),
        ("-name", "Linde Eiche Birke Ahorn"),
        ("wert", "Ahorn Eiche Linde Birke"),
        ("-wert", "Linde Ahorn Eiche Birke"),
        ("raum", "Birke Eiche Linde Ahorn"),
    ],
)
def test_areas_stand_by_name_unless_asked_otherwise_ties_by_name_and_missing_last(order: str, names: str) -> None:
    assert [row.area.name for row in ordered(ROWS, order)] == names.split()


def test_column_that_a_period_lacks_leaves_the_order_of_names() -> None:
    assert ordered(ROWS, "-veraenderung") == ROWS


def test_estimates_are_in_no_statistic_and_none_of_those_without_a_value() -> None:
    found = overall(_values(10.0, 20.0, 60.0, None), 1)

    told = overall_sentence(found, [MISSING], SHARES, has_mean=False, guessed=2)
    alone = overall_sentence(overall(_values(), 1), [], SHARES, has_mean=True, guessed=1)

    assert told.startswith("3 Planungsräume mit Wert: ")
    assert "1 ohne Wert zählt nirgends mit: 1 keine Angabe. 2 geschätzte Werte zählen hier nicht mit" in told
    assert alone.startswith("1 geschätzter Wert zählt hier nicht mit")


def test_the_point_of_an_estimate_is_hollow() -> None:
    five = FiveNumbers(3, 0.0, 25.0, 50.0, 75.0, 100.0)
    periods = [_period(at, time=at / 3, five=five, joins=bool(at)) for at in range(4)]
    course = Course("focus", "A", (0.0, None, 50.0, 100.0), "11", guessed=frozenset({0, 2}))

    drawn = line_drawing(periods, axis_over(_values(0.0, 100.0), "de"), [course])

    assert [dot.is_hollow for dot in drawn.courses[0].dots] == [True, True, False]
    assert drawn.has_hollow
    assert not line_drawing(periods, axis_over(_values(0.0, 100.0), "de"), [Course("city", "A", (1.0,) * 4)]).has_hollow
