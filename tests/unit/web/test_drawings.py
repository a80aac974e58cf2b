# SPDX-License-Identifier: EUPL-1.2
"""The small charts as SVG: every sign once, and no word of a reader that could become markup."""

from sozialplanung.web.charts import Points, Spread, sparkline, spine
from sozialplanung.web.drawings import spark_svg, spine_svg

SPREAD = Spread(low=0.0, high=100.0, lower_half=20.0, upper_half=40.0, middle=30.0)


def test_an_estimated_value_is_hollow_and_another_than_the_last_can_be_largest() -> None:
    drawn = spark_svg(sparkline([1.0, 2.0, 3.0], points=Points(guessed=(0, 2), shown=1)), "geschätzt")
    plain = sparkline([1.0, 2.0, None], points=Points(shown=2))

    assert drawn.count("spark__dot--guessed") == 2
    assert [dot.radius for dot in sparkline([1.0, 2.0, 3.0], points=Points(shown=1)).dots] == ["2.5", "4", "2.5"]
    # What has no value cannot be the largest.
    assert [dot.radius for dot in plain.dots] == ["2.5", "4"]


def test_course_is_drawn_with_its_dots_its_lines_and_its_breaks() -> None:
    drawn = spark_svg(sparkline([50.0, 45.0, 38.0, 33.0], breaks={2}, city=[40.0, 41.0, 42.0, 43.0]), "von 50 auf 33")

    assert drawn.count('class="spark__dot"') == 4
    assert drawn.count('class="spark__line"') == 2
    assert drawn.count("spark__line--city") == 2
    assert drawn.count('class="spark__break"') == 1
    assert 'viewBox="0 0 160 40" width="160" height="40"' in drawn


def test_place_is_drawn_with_the_signs_that_there_are() -> None:
    bare = spine_svg(spine(None, SPREAD), "")
    full = spine_svg(spine(35.0, SPREAD, city=30.0, interval=(25.0, 45.0)), "")

    for sign in ("spine__area", "spine__city", "spine__interval"):
        assert sign not in bare
        assert full.count(sign) == 1
    assert all(sign in bare for sign in ("spine__centre", "spine__all", "spine__half", "spine__median"))


def test_words_of_a_drawing_are_no_markup() -> None:
    label = 'Köln "Mitte" <b>&</b>'

    for drawn in (spark_svg(sparkline([1.0, 2.0]), label), spine_svg(spine(1.0, SPREAD), label)):
        assert 'aria-label="Köln &quot;Mitte&quot; &lt;b&gt;&amp;&lt;/b&gt;"' in drawn
