# SPDX-License-Identifier: EUPL-1.2
"""Geometry of small charts: what may not be joined is not joined, what is not there is not drawn."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.web.charts import (
    SPARK_HEIGHT,
    SPARK_WIDTH,
    SPINE_WIDTH,
    Spread,
    sparkline,
    spine,
)

NUMBERS = st.floats(min_value=-1e6, max_value=1e6)
VALUES = st.lists(st.one_of(st.none(), st.just(math.nan), NUMBERS), max_size=12)
SPREAD = Spread(low=0.0, high=100.0, lower_half=20.0, upper_half=40.0, middle=30.0)


def test_sparkline_joins_neighbouring_values() -> None:
    chart = sparkline([0.0, 10.0])

    assert chart.lines == ("5,35 155,5",)
    assert [(dot.x, dot.y) for dot in chart.dots] == [("5", "35"), ("155", "5")]


def test_sparkline_draws_no_line_across_a_break() -> None:
    chart = sparkline([50.0, 45.0, 38.0, 33.0], breaks={1, 2})

    assert len(chart.lines) == 1
    assert chart.breaks == ("30", "80")
    assert len(chart.dots) == 4


@pytest.mark.parametrize("hole", [None, math.nan])
def test_sparkline_leaves_a_gap_where_there_is_no_value(hole: float | None) -> None:
    chart = sparkline([1.0, 2.0, hole, 3.0, 4.0])

    assert [line.count(",") for line in chart.lines] == [2, 2]
    assert len(chart.dots) == 4


def test_sparkline_scale_starts_at_zero() -> None:
    flat = sparkline([90.0, 100.0])

    assert [dot.y for dot in flat.dots] == ["8", "5"]


def test_sparkline_places_values_by_their_time() -> None:
    chart = sparkline([1.0, 1.0, 1.0], times=[2012.0, 2013.0, 2022.0])

    assert [dot.x for dot in chart.dots] == ["5", "20", "155"]


def test_sparkline_refuses_times_of_another_number() -> None:
    with pytest.raises(ValueError, match="2 values, but 1 places in time"):
        sparkline([1.0, 2.0], times=[2012.0])


def test_sparkline_of_nothing_is_empty() -> None:
    chart = sparkline([None, None])

    assert not chart.lines
    assert not chart.dots


@given(values=VALUES, city=VALUES, breaks=st.sets(st.integers(min_value=0, max_value=12)))
def test_sparkline_stays_inside_its_picture(
    values: list[float | None], city: list[float | None], breaks: set[int]
) -> None:
    chart = sparkline(values, city=city[: len(values)], breaks=breaks)

    points = [point.split(",") for line in (*chart.lines, *chart.city_lines) for point in line.split()]
    points += [[dot.x, dot.y] for dot in chart.dots]
    assert all(0 <= float(x) <= SPARK_WIDTH and 0 <= float(y) <= SPARK_HEIGHT for x, y in points)
    known = [value for value in values if value is not None and not math.isnan(value)]
    assert len(chart.dots) == len(known)


def test_spine_places_area_city_and_middle_half_on_one_scale() -> None:
    chart = spine(100.0, SPREAD, city=50.0)

    assert (chart.city_x, chart.area_x) == ("110", "215")
    assert (chart.all_x, chart.all_width) == ("5", "210")
    assert (chart.half_x, chart.half_width, chart.median_x) == ("47", "42", "68")


@pytest.mark.parametrize("city", [0.0, 12.5, 90.0])
def test_spine_has_the_whole_in_its_centre_and_higher_values_to_the_right(city: float) -> None:
    below, above = spine(city - 1, SPREAD, city=city), spine(city + 1, SPREAD, city=city)

    assert below.city_x == above.city_x == above.centre
    assert float(below.area_x) < float(above.centre) < float(above.area_x)


def test_spine_without_the_whole_has_the_middle_of_the_areas_in_its_centre() -> None:
    chart = spine(30.0, SPREAD)

    assert chart.area_x == chart.median_x == chart.centre == "110"


def test_spine_cuts_no_interval_off_that_reaches_beyond_all_areas() -> None:
    chart = spine(100.0, SPREAD, city=50.0, interval=(80.0, 150.0))

    assert (chart.lower_x, chart.upper_x) == ("141.5", "215")
    assert (chart.all_x, chart.all_width) == ("57.5", "105")


@pytest.mark.parametrize("value", [None, math.nan])
def test_spine_shows_no_dot_for_an_area_without_value(value: float | None) -> None:
    chart = spine(value, SPREAD)

    assert chart.area_x == chart.city_x == chart.lower_x == ""


def test_spine_of_equal_areas_stands_in_the_middle() -> None:
    chart = spine(7.0, Spread(low=7.0, high=7.0, lower_half=7.0, upper_half=7.0, middle=7.0), interval=(7.0, 7.0))

    assert chart.area_x == chart.lower_x == chart.upper_x == "110"
    assert chart.half_width == "1"


@given(value=NUMBERS, city=NUMBERS)
def test_spine_keeps_values_beyond_its_ends_at_the_ends(value: float, city: float) -> None:
    chart = spine(value, SPREAD, city=city)

    assert 0 <= float(chart.area_x) <= SPINE_WIDTH
    assert 0 <= float(chart.city_x) <= SPINE_WIDTH
