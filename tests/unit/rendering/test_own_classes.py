# SPDX-License-Identifier: EUPL-1.2
"""Two sides of a middle and classes of their own, as scheme, legend and words: neutral, and counted once."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.maplegend import LegendFacts, legend_of
from indicators.rendering.ownwords import (
    Middle,
    OwnCount,
    Sides,
    direction_sentence,
    middle_words,
    own_sentence,
    sides_sentence,
)
from indicators.rendering.slices import CityValue, NumberBand, SliceContent, SliceKey
from indicators.selectors.classmaking import Wish, scheme_over
from sozialplanung.common.statuses import Status

KEY = SliceKey("berlin", "kinderarmut", "2018-12-31", "planungsraum", "lor-2006", "public")
FACTS = LegendFacts(title="", unit="%", areas="Planungsräume", city="Berlin", language="de", reasons={})
QUANTILES = Wish("sequential", (), "quantiles", 5)
VALUES = st.lists(st.none() | st.integers(-200, 999).map(lambda tenth: tenth / 10), max_size=60)


def slice_of(values: list[float | None], city: float | None = None) -> SliceContent:
    numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
    return SliceContent(
        key=KEY,
        unit_order_hash="",
        status=np.where(np.isnan(numbers), Status.MISSING, Status.OK).astype(np.uint8),
        flags=np.zeros(len(values), dtype=np.uint8),
        numbers={"value": NumberBand(numbers, 1)},
        city=CityValue() if city is None else CityValue(city, "delivered"),
    )


@pytest.mark.check("C016")
@given(VALUES, st.none() | st.integers(-300, 1000), st.booleans(), st.booleans(), st.sampled_from([(), (10.0, 20.0)]))
def test_every_area_with_a_value_is_counted_in_one_class(
    values: list[float | None], middle: int | None, has_zero: bool, has_outliers: bool, stated: tuple[float, ...]
) -> None:
    content = slice_of(values)
    wish = replace(
        QUANTILES,
        stated=stated if middle is None else (),
        middle=None if middle is None else Middle(middle / 10, "number"),
        has_zero=has_zero,
        has_outliers=has_outliers,
    )

    scheme = scheme_over([content], wish)
    legend = legend_of(content, scheme, FACTS)

    assert sum(legend.counts) + sum(case.count for case in legend.special) == len(values)
    if middle is not None:
        colours = [row for row in legend.classes if row.style.startswith("class-fill")]
        assert scheme.colours % 2 == 0
        assert {row.style for row in colours} <= {f"class-fill class-{n}" for n in range(1, scheme.colours + 1)}
        assert scheme.middle is not None
        assert scheme.inner.index(scheme.middle.value) + 1 == scheme.colours // 2
    zeros = [row.count for row in legend.own if row.kind == "zero"]
    assert zeros == ([sum(value == 0 for value in values)] if has_zero else [])


def test_legend_marks_the_middle_and_says_whose_it_is() -> None:
    content = slice_of([5.0, 12.0, 20.0, 28.0, 33.0, 41.0], city=27.8)
    city = replace(QUANTILES, palette="diverging", middle=Middle(27.8, "city", period="2018-12-31"))

    legend = legend_of(content, scheme_over([content], city), FACTS)

    assert [row.is_middle for row in legend.classes] == [False, False, True, False]
    assert legend.middle_text == "Mitte: 27,8\xa0% (Berlin, 31.12.2018)"
    assert legend.classes[2].lower == "27,8"
    assert legend.counts == (1, 2, 1, 2)


def test_zero_is_a_class_of_its_own_and_not_a_missing_value() -> None:
    content = slice_of([0.0, 0.0, 4.0, 8.0, 12.0, 16.0, None])

    scheme = scheme_over([content], replace(QUANTILES, number=3, has_zero=True))
    legend = legend_of(content, scheme, FACTS)

    assert [(row.kind, row.span, row.count) for row in legend.own] == [("zero", "null", 2)]
    assert legend.own[0].style == "special-fill special-fill--zero"
    assert [(case.kind, case.count) for case in legend.special] == [("missing", 1)]
    assert scheme.names("de")[0] == "null"
    assert [row.style for row in legend.scale] == [f"class-fill class-{n}" for n in (1, 2, 3)]


def test_unusual_values_have_their_bound_in_the_legend_and_the_scale_is_made_without_them() -> None:
    values: list[float | None] = [10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 90.0]

    scheme = scheme_over([slice_of(values)], replace(QUANTILES, number=3, method="equal_intervals", has_outliers=True))
    legend = legend_of(slice_of(values), scheme, FACTS)

    assert [(row.kind, row.count) for row in legend.own] == [("high", 1)]
    assert legend.own[0].span == "ungewöhnlich hoch: ab 20,6\xa0%"
    assert scheme.inner == (12.0, 14.0)
    assert legend.scale[-1].span == "14,0–20,6\xa0%"


def test_threshold_beyond_a_fence_keeps_both_sides() -> None:
    values: list[float | None] = [10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 90.0]
    wish = replace(QUANTILES, middle=Middle(60.0, "number", is_threshold=True), has_outliers=True)

    scheme = scheme_over([slice_of(values)], wish)

    assert scheme.own is None
    assert scheme.colours == 4
    assert 60.0 in scheme.bounds


def test_sentence_counts_both_sides_and_judges_nothing() -> None:
    sides = Sides(Middle(35.0, "number", is_threshold=True), "35\xa0%", 388, 48)

    german = sides_sentence(sides, "Berlin", "Planungsräume", "de")
    english = sides_sentence(sides, "Berlin", "planning areas", "en")

    assert german == (
        "Von 436 Planungsräumen mit Wert liegen 388 unter dem Schwellenwert von 35\xa0%, 48 darauf oder darüber."
    )
    assert english == "Of 436 planning areas with a value 388 lie below the threshold of 35\xa0%, 48 on it or above."
    assert direction_sentence("neutral", "de") == ""
    assert "niedrigerer Wert als günstiger" in direction_sentence("lower_is_better", "de")


@pytest.mark.parametrize(
    ("middle", "told"),
    [
        (Middle(0.0, "number"), "Mitte: 0"),
        (Middle(0.0, "city"), "Mitte: 0 (Berlin)"),
        (Middle(0.0, "median", is_threshold=True), "Schwellenwert: 0 (Median der Gebiete)"),
    ],
)
def test_middle_is_named_with_its_origin(middle: Middle, told: str) -> None:
    assert middle_words(middle, "0", "Berlin", "de") == told


def test_unusual_is_neither_an_error_nor_a_judgement() -> None:
    high = OwnCount("high", "ab 62,3\xa0%", 5)

    told = own_sentence([OwnCount("zero", "null", 1), high], has_outliers=True, language="de")

    assert told.startswith("1 Gebiet hat den Wert 0: gezählt oder gemessen, nicht unbekannt.")
    assert "liegen: 5 ungewöhnlich hoch (ab 62,3\xa0%)." in told
    assert "weder ein Fehler noch eine Wertung" in told
    assert own_sentence([], has_outliers=True, language="de").startswith("Kein Wert liegt ungewöhnlich weit")
    assert (
        own_sentence([OwnCount("zero", "null", 0)], has_outliers=False, language="de") == "Kein Gebiet hat den Wert 0."
    )
    assert own_sentence([], has_outliers=False, language="en") == ""
    assert "neither an error nor a judgement" in own_sentence([high], has_outliers=True, language="en")
