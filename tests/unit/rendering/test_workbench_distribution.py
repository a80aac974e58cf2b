# SPDX-License-Identifier: EUPL-1.2
"""How areas spread in words and as a drawing: what is left out is counted, the whole is no mean."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.maplegend import SpecialCase
from indicators.rendering.workbench.answer import histogram_of
from indicators.rendering.workbench.axis import axis_over
from indicators.rendering.workbench.distribution import (
    Distribution,
    GroupBox,
    Outlier,
    Whole,
    distribution_sentence,
    left_out_words,
    without_box_words,
)
from indicators.rendering.workbench.distributiondrawing import BOTTOM, TOP, distribution_drawing
from indicators.rendering.workbench.words import Measure
from indicators.stats.boxes import Box, box_of

GERMAN = Measure(1, "%", "Viertel", "de")
ENGLISH = Measure(1, "%", "quarters", "en")
BOX = Box(8, 1.0, 2.75, 4.5, 6.25, 7.0, (7,))
VALUES = st.lists(st.none() | st.integers(-1000, 1000).map(float), min_size=1, max_size=40)


def test_sentence_tells_the_middle_half_those_beyond_and_the_whole() -> None:
    told = distribution_sentence(BOX, [Outlier("Linde", "50,0 %")], Whole("Musterstadt", "8,0 %"), GERMAN)

    assert told == (
        "Von 8 Vierteln mit Wert liegt die mittlere Hälfte zwischen 2,8\xa0% und 6,3\xa0%, der Median bei 4,5\xa0%. "
        "Weit außerhalb (mehr als das Anderthalbfache dieser Spanne von ihr entfernt): 1 – Linde (50,0 %). "
        "Musterstadt: 8,0 %, mit dem eigenen Nenner gerechnet, kein Mittel der Gebiete."
    )
    assert distribution_sentence(BOX, [], Whole(), ENGLISH).endswith("the median at 4.5%. No area lies far outside.")


def test_many_beyond_are_counted_and_some_named() -> None:
    beyond = [Outlier(f"Gebiet {number}", f"{number}") for number in range(9)]

    told = distribution_sentence(BOX, beyond, Whole(), GERMAN)

    assert ": 9 – Gebiet 0 (0);" in told
    assert "Gebiet 5 (5); und 3 weitere." in told
    assert "Gebiet 6" not in told
    assert "; and 3 more." in distribution_sentence(BOX, beyond, Whole(), ENGLISH)


def test_too_few_areas_have_no_box_and_nothing_beyond() -> None:
    assert distribution_sentence(Box(3), [], Whole(), GERMAN) == (
        "Viertel mit Wert: 3. Ein Kasten braucht mindestens 5."
    )
    assert distribution_sentence(Box(0), [], Whole(), ENGLISH) == "quarters with a value: 0. A box needs at least 5."


def test_what_is_not_in_the_picture_is_counted_by_reason() -> None:
    cases = (SpecialCase("suppressed", "geheim", 2), SpecialCase("missing", "keine Angabe", 1))

    assert left_out_words(cases, GERMAN) == "3 ohne Wert sind nicht im Bild: 2 geheim, 1 keine Angabe."
    assert left_out_words(cases[1:], ENGLISH) == "1 without a value is not in the picture: 1 keine Angabe."
    assert left_out_words((), GERMAN) == ""


def test_larger_areas_without_a_box_are_named() -> None:
    names = [f"Bezirk {number}" for number in range(8)]

    assert without_box_words(names[:1], GERMAN) == (
        "Ohne eigenen Kasten, weil dort weniger als 5 Gebiete einen Wert haben: Bezirk 0."
    )
    assert without_box_words(names, GERMAN).endswith("Bezirk 5 und 2 weitere.")
    assert without_box_words(names, ENGLISH).endswith("Bezirk 5 and 2 more.")
    assert without_box_words((), GERMAN) == ""


@given(VALUES)
def test_every_area_with_a_value_is_a_stroke_on_the_axis_and_no_other(drawn: list[float | None]) -> None:
    values = np.array([np.nan if value is None else value for value in drawn])
    box, axis = box_of(values, decimals=0), axis_over(values, "de")
    found = Distribution(box, (GroupBox("Mitte", box),) if box.ends else ())

    drawing = distribution_drawing(found, (values, {0: "Linde"}), histogram_of(values, axis), (axis, (), None))

    assert [spot.place for spot in drawing.spots] == np.flatnonzero(~np.isnan(values)).tolist()
    assert all(0 <= float(spot.x) <= 100 for spot in drawing.spots)
    assert (drawing.box is None) == (box.ends is None)
    assert len(drawing.groups) == len(found.groups)
    if drawing.box is not None:
        ends = [float(getattr(drawing.box, name)) for name in ("lower", "q1", "median", "q3", "upper")]
        assert ends == sorted(ends)
        assert abs(ends[1] + float(drawing.box.width) - ends[3]) < 0.02
    for bar in drawing.histogram.bars:
        assert abs(float(bar.y) + float(bar.height) - BOTTOM) < 1e-3
        assert float(bar.y) >= TOP - 1e-3
    assert drawing.whole == ""
