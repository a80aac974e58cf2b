# SPDX-License-Identifier: EUPL-1.2
"""The small series of an area joins only what may be compared."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.mapseries import HEIGHT, WIDTH, SeriesPoint, SeriesWords, series_chart

WORDS = SeriesWords(decimals=1, unit="%", city="Berlin", language="de")


def points(*values: float | None, city: float | None = None, breaks: tuple[int, ...] = ()) -> list[SeriesPoint]:
    return [
        SeriesPoint(str(2012 + 2 * place), place, value, city, breaks_before=place in breaks)
        for place, value in enumerate(values)
    ]


def test_no_line_crosses_a_break() -> None:
    chart = series_chart(points(52.0, 44.6, 37.9, 32.7, breaks=(1, 2)), WORDS)

    assert chart is not None
    assert len(chart.dots) == 4
    assert len(chart.lines) == 1
    assert len(chart.lines[0].split()) == 2
    assert len(chart.breaks) == 2


def test_missing_period_is_a_gap_and_never_bridged() -> None:
    chart = series_chart(points(10.0, 12.0, None, 14.0, 15.0), WORDS)

    assert chart is not None
    assert [len(line.split()) for line in chart.lines] == [2, 2]


def test_city_alone_between_breaks_is_a_dot() -> None:
    chart = series_chart(points(1.0, 2.0, city=3.0, breaks=(1,)), WORDS)

    assert chart is not None
    assert chart.city_lines == ()
    assert len(chart.city_dots) == 2


def test_one_value_makes_no_series() -> None:
    assert series_chart(points(None, 5.0, None), WORDS) is None
    assert series_chart([], WORDS) is None


def test_scale_starts_at_zero_and_its_numbers_are_few() -> None:
    chart = series_chart(points(58.5, 66.6), WORDS)

    assert chart is not None
    assert [tick.text for tick in chart.ticks] == ["0", "50", "100"]


def test_values_at_the_end_do_not_cover_each_other() -> None:
    chart = series_chart(points(27.9, 27.9, city=27.8), WORDS)

    assert chart is not None
    assert chart.end is not None
    assert chart.city_end is not None
    assert chart.city_end.y - chart.end.y > 14
    assert chart.end.text == "27,9\u00a0%"
    assert chart.city_end.text == "Berlin 27,8"


def test_series_of_zeros_lies_on_the_foot_of_its_axis() -> None:
    chart = series_chart(points(0.0, 0.0), WORDS)

    assert chart is not None
    assert chart.ticks[0].y == max(tick.y for tick in chart.ticks)
    assert {dot.y for dot in chart.dots} == {chart.ticks[0].y}
    assert (chart.ticks[0].text, chart.ticks[-1].text) == ("0,0", "1,0")


def test_long_numbers_have_room_at_both_ends_and_a_word_is_no_unit_there() -> None:
    words = SeriesWords(decimals=0, unit="Personen", city="Köln", language="de")

    chart = series_chart(points(990_000.0, 1_044_555.0), words)

    assert chart is not None
    assert chart.end is not None
    assert chart.end.text == "1.044.555"
    assert chart.end.x + 8 * len(chart.end.text) <= WIDTH
    assert all(tick.x - 6.5 * len(tick.text) >= 0 for tick in chart.ticks)


def test_long_name_of_the_whole_gives_way_to_its_value() -> None:
    words = SeriesWords(decimals=2, unit="", city="Metropolregion Nordrhein-Westfalen", language="de")

    chart = series_chart(points(0.4, 0.5, city=0.42), words)

    assert chart is not None
    assert chart.city_end is not None
    assert chart.city_end.text == "0,42"


@given(st.lists(st.none() | st.floats(-1e4, 1e6), min_size=2, max_size=24))
def test_everything_lies_inside_the_drawing(values: list[float | None]) -> None:
    chart = series_chart(points(*values), WORDS)

    if chart is None:
        return
    for mark in (*chart.dots, *chart.ticks, *chart.labels):
        assert 0 <= mark.x <= WIDTH
        assert 0 <= mark.y <= HEIGHT
    assert 2 <= len(chart.ticks) <= 6
    assert all(before.x < after.x for before, after in pairwise(chart.labels))


def test_estimated_values_are_points_of_their_own_kind() -> None:
    told = [replace(point, is_estimated=place == 0) for place, point in enumerate(points(10.0, 12.0, 14.0))]

    chart = series_chart(told, WORDS)

    assert chart is not None
    assert (len(chart.guessed), len(chart.dots)) == (1, 2)
    assert chart.guessed[0].x < chart.dots[0].x
