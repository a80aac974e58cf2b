# SPDX-License-Identifier: EUPL-1.2
"""Two indicators on one map: nine classes with their counts, and whatever lacks one of both figures told for itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.maplegend import ClassScheme, LegendFacts, legend_of
from indicators.rendering.pairs import Measure, grid_of, pair_labels, pair_of, pair_sentence
from indicators.rendering.profile_numbers import Language
from indicators.rendering.slices import CityValue, NumberBand, SliceContent, SliceKey
from sozialplanung.common.statuses import Status

KEY = SliceKey("berlin", "kinderarmut", "2018-12-31", "planungsraum", "lor-2006", "public")
FACTS = LegendFacts(title="", unit="%", areas="Planungsräume", city="Berlin", language="de", reasons={})
POVERTY = Measure("Kinderarmut", "%", 1, (10.0, 20.0))
CHILDREN = Measure("Unter 18 Jahre", "%", 1, (14.0, 18.0))
VALUES = st.none() | st.integers(0, 400).map(lambda tenth: tenth / 10)


def slice_of(values: list[float | None], missing: Status = Status.MISSING) -> SliceContent:
    numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
    return SliceContent(
        key=KEY,
        unit_order_hash="",
        status=np.where(np.isnan(numbers), missing, Status.OK).astype(np.uint8),
        flags=np.zeros(len(values), dtype=np.uint8),
        numbers={"value": NumberBand(numbers, 1)},
        city=CityValue(),
    )


def test_first_grows_to_the_right_and_second_downwards() -> None:
    first, second = slice_of([5.0, 25.0, 5.0, 25.0, 15.0]), slice_of([10.0, 10.0, 20.0, 20.0, 15.0])

    pair = pair_of(first, second, (POVERTY, CHILDREN), "de")

    assert pair.classes.tolist() == [1, 3, 7, 9, 5]
    labels = pair_labels("Kinderarmut", "Unter 18 Jahre", "de")
    assert labels[2] == "Kinderarmut hoch, Unter 18 Jahre niedrig"
    assert labels[6] == "Kinderarmut niedrig, Unter 18 Jahre hoch"
    assert [pair.second_text(place, "de") for place in range(5)] == [
        f"{n}\xa0%" for n in ("10,0", "10,0", "20,0", "20,0", "15,0")
    ]


def test_hidden_and_missing_seconds_are_told_apart_and_counted() -> None:
    first = slice_of([5.0, 25.0, 15.0, None])
    status = np.array([Status.OK, Status.SUPPRESSED, Status.MISSING, Status.OK], dtype=np.uint8)
    second = replace(slice_of([10.0, None, None, 20.0]), status=status)

    pair = pair_of(first, second, (POVERTY, CHILDREN), "de")

    assert pair.classes.tolist() == [1, 0, 0, 0]
    assert {place: half.pattern for place, half in pair.halves.items()} == {1: "suppressed", 2: "missing"}
    assert pair.halves[1].words == "Unter 18 Jahre: gesperrt: geheim gehalten"
    assert {(case.kind, case.count) for case in pair.cases} == {("suppressed", 1), ("missing", 1)}


def test_period_without_the_second_indicator_has_no_class_and_says_so() -> None:
    pair = pair_of(slice_of([5.0, None]), None, (POVERTY, CHILDREN), "de")

    assert pair.classes.tolist() == [0, 0]
    assert pair.second_text(0, "de") == ""
    assert [case.label for case in pair.cases] == ["Unter 18 Jahre: zu diesem Stand nicht veröffentlicht"]
    assert "nicht beide Werte" in pair_sentence(pair, "Planungsräume", "de")


@pytest.mark.check("C016")
@given(st.lists(st.tuples(VALUES, VALUES), max_size=40))
def test_every_area_is_in_one_field_or_among_those_that_lack_a_figure(drawn: list[tuple[float | None, ...]]) -> None:
    first, second = slice_of([one for one, _ in drawn]), slice_of([two for _, two in drawn])

    pair = pair_of(first, second, (POVERTY, CHILDREN), "de")

    both = sum(one is not None and two is not None for one, two in drawn)
    assert sum(pair.counts) == both
    assert len(pair.halves) == sum(one is not None and two is None for one, two in drawn)
    scheme = ClassScheme(palette="bivariate", labels=pair_labels("A", "B", "de"))
    legend = legend_of(replace(first, codes={"class": pair.classes}), scheme, FACTS)
    grid = grid_of(pair, legend, "de")
    assert [cell.count for _, cells in grid.rows for cell in cells] == list(pair.counts) == list(legend.counts)
    assert [cell.number for _, cells in grid.rows for cell in cells] == list(range(1, 10))


def test_grid_writes_its_bounds_and_the_sentence_its_corners() -> None:
    pair = pair_of(slice_of([5.0, 25.0, 25.0, 15.0]), slice_of([10.0, 10.0, 20.0, None]), (POVERTY, CHILDREN), "de")
    scheme = ClassScheme(palette="bivariate", labels=pair_labels("A", "B", "de"))
    legend = legend_of(replace(slice_of([5.0, 25.0, 25.0, 15.0]), codes={"class": pair.classes}), scheme, FACTS)

    grid = grid_of(pair, legend, "de")

    assert [head.span for head in grid.columns] == ["unter 10,0\xa0%", "10,0–20,0\xa0%", "ab 20,0\xa0%"]
    assert grid.rest.classes == ()
    assert pair_sentence(pair, "Planungsräume", "de") == (
        "Von 3 Planungsräumen mit beiden Werten sind in 1 beide hoch, in 1 beide niedrig; in 1 ist „Kinderarmut“ hoch"
        " und „Unter 18 Jahre“ niedrig, in 0 umgekehrt. 1 hat nur den ersten Wert. Das ist ein Zusammenhang von"
        " Gebieten, nicht von Personen."
    )
    assert "about areas, not about persons" in pair_sentence(pair, "planning areas", "en")


def test_few_values_leave_classes_out_but_no_field() -> None:
    pair = pair_of(
        slice_of([5.0]), slice_of([5.0]), (replace(POVERTY, bounds=()), replace(CHILDREN, bounds=(5.0,))), "en"
    )
    legend = legend_of(slice_of([5.0]), ClassScheme(palette="sequential"), replace(FACTS, language="en"))

    grid = grid_of(pair, legend, "en")

    assert [head.span for head in grid.columns] == ["all values", "–", "–"]
    assert [head.span for head, _ in grid.rows] == ["below 5.0%", "from 5.0%", "–"]
    assert pair.classes.tolist() == [4]


@pytest.mark.parametrize(("language", "word"), [("de", "geschätzt"), ("en", "estimated")])
def test_an_estimated_second_is_marked_and_none_to_compute_with(language: Language, word: str) -> None:
    plain = pair_of(slice_of([5.0, 25.0]), slice_of([10.0, 20.0]), (POVERTY, CHILDREN), language)

    pair = replace(plain, guessed=frozenset({1}))

    assert word not in pair.second_text(0, language)
    assert pair.second_text(1, language).endswith(f" ({word})")
    assert np.isnan(pair.counted_values).tolist() == [False, True]
    assert pair.classes.tolist() == plain.classes.tolist()
    assert plain.counted_values.tolist() == [10.0, 20.0]
