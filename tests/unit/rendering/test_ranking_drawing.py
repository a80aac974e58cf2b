# SPDX-License-Identifier: EUPL-1.2
"""Areas side by side: bars from zero, dots where figures start at no zero, a strip where areas are many."""

from indicators.rendering.workbench.axis import Axis, Tick
from indicators.rendering.workbench.rankingdrawing import MOST_BARS, RankedArea, ranking_drawing

AXIS = Axis((Tick(0.0, "0"), Tick(10.0, "10"), Tick(20.0, "20")))
ACROSS = Axis((Tick(-10.0, "-10"), Tick(0.0, "0"), Tick(10.0, "10")))


def area(name: str, value: float | None, told: str = "") -> RankedArea:
    return RankedArea(name, value, told or str(value), "#112233")


def test_bars_begin_at_zero_and_keep_the_order_given() -> None:
    drawing = ranking_drawing([area("Mitte", 5.0), area("Nord", 20.0)], AXIS, 10.0, is_from_zero=True)

    assert [bar.name for bar in drawing.bars] == ["Mitte", "Nord"]
    assert [(bar.x, bar.width) for bar in drawing.bars] == [("240", "100"), ("240", "400")]
    assert [float(bar.y) for bar in drawing.bars] == sorted(float(bar.y) for bar in drawing.bars)
    assert drawing.whole == "440"
    assert not drawing.dots


def test_negative_figure_reaches_to_the_left_of_zero() -> None:
    (bar,) = ranking_drawing([area("Süd", -5.0)], ACROSS, None, is_from_zero=True).bars

    assert (bar.x, bar.width) == ("340", "100")


def test_area_without_a_figure_has_a_sign_and_its_words_and_no_bar_of_zero() -> None:
    drawing = ranking_drawing([area("West", None, "gesperrt")], AXIS, None, is_from_zero=True)

    (bar,) = drawing.bars
    assert not bar.is_there
    assert bar.told == "gesperrt"
    assert bar.width == "22"
    assert drawing.whole == ""


def test_figures_that_start_at_no_zero_are_dots() -> None:
    drawing = ranking_drawing([area("Ost", 15.0)], AXIS, None, is_from_zero=False)

    assert (drawing.bars[0].x, drawing.bars[0].width) == ("540", "0")
    assert not drawing.is_from_zero


def test_many_areas_are_dots_along_the_axis_and_none_covers_another() -> None:
    areas = [area(f"Raum {number}", float(number % 3 * 10)) for number in range(MOST_BARS + 1)]
    drawing = ranking_drawing([*areas, area("Leer", None, "gesperrt")], AXIS, None, is_from_zero=True)

    assert not drawing.bars
    assert len(drawing.dots) == len(areas)
    assert len({(dot.x, dot.y) for dot in drawing.dots}) == len(areas)
    assert all(drawing.top <= float(dot.y) <= drawing.bottom for dot in drawing.dots)


def test_long_name_is_cut_in_the_picture_and_whole_in_its_title() -> None:
    name = "Friedrichshain-Kreuzberg und alles, was daneben liegt"
    (bar,) = ranking_drawing([area(name, 5.0)], AXIS, None, is_from_zero=True).bars

    assert bar.name.endswith("…")
    assert bar.title.startswith(name)
