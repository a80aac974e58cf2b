# SPDX-License-Identifier: EUPL-1.2
"""The legend of a map counts every area once and marks values where they are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.maplegend import ClassScheme, LegendFacts, legend_of
from indicators.rendering.slices import CityValue, NumberBand, SliceContent, SliceKey
from indicators.stats.classes import make_classes
from sozialplanung.common.statuses import Status

KEY = SliceKey("berlin", "kinderarmut", "2018-12-31", "planungsraum", "lor-2006", "public")
FACTS = LegendFacts(title="", unit="%", areas="Planungsräume", city="Berlin", language="de", reasons={})
SCHEME = ClassScheme(palette="sequential", bounds=(10.0, 20.0), low=0.5, high=30.0)


def slice_of(values: list[float | None], missing: Status = Status.MISSING, city: float | None = None) -> SliceContent:
    numbers = np.array([np.nan if value is None else value for value in values])
    status = np.where(np.isnan(numbers), missing, Status.OK).astype(np.uint8)
    return SliceContent(
        key=KEY,
        unit_order_hash="",
        status=status,
        flags=np.zeros(len(values), dtype=np.uint8),
        numbers={"value": NumberBand(numbers, 1)},
        city=CityValue() if city is None else CityValue(city, "delivered"),
    )


@given(values=st.lists(st.none() | st.integers(-500, 999).map(lambda tenth: tenth / 10), min_size=1, max_size=60))
@pytest.mark.check("C016")
def test_every_area_is_counted_once_in_a_class_or_as_a_special_case(values: list[float | None]) -> None:
    content = slice_of(values)
    found = make_classes(content.numbers["value"].values, method="quantiles", k=5, decimals=1)
    scheme = ClassScheme("sequential", found.bounds, low=found.low, high=found.high)

    legend = legend_of(content, scheme, FACTS)

    assert sum(legend.counts) + sum(row.count for row in legend.special) == len(values)


def test_bounds_are_written_without_needless_decimals_and_the_unit_not_beside_them() -> None:
    legend = legend_of(slice_of([0.5, 15.0, 30.0]), SCHEME, FACTS)

    assert [row.lower for row in legend.classes] == ["", "10", "20"]
    assert [row.span for row in legend.classes] == ["unter 10\u00a0%", "10–20\u00a0%", "ab 20\u00a0%"]
    assert [row.label for row in legend.classes] == [
        "unter 10\u00a0%: 1 Planungsräume", "10–20\u00a0%: 1 Planungsräume", "ab 20\u00a0%: 1 Planungsräume",
    ]  # fmt: skip
    assert legend.counts == (1, 1, 1)


def test_largest_value_of_another_period_is_written_nowhere() -> None:
    scheme = replace(SCHEME, low=0.1, high=77.3)

    legend = legend_of(slice_of([0.5, 15.0, 30.0]), scheme, FACTS)

    written = " ".join((*(f"{row.lower} {row.span} {row.label}" for row in legend.classes), legend.range_text))
    assert "77,3" not in written
    assert "0,1" not in written
    assert legend.range_text == "Werte von 0,5 bis 30,0\u00a0%"


@pytest.mark.parametrize(
    ("values", "german", "english"),
    [
        ([0.5, None, 12.0], "Werte von 0,5 bis 12,0\u00a0%", "values from 0.5 to 12.0%"),
        ([5.0, 5.0], "überall 5,0\u00a0%", "everywhere 5.0%"),
        ([5.0, None], "", ""),
        ([None], "", ""),
    ],
)
def test_legend_tells_between_which_values_the_areas_shown_lie(
    values: list[float | None], german: str, english: str
) -> None:
    told = [legend_of(slice_of(values), SCHEME, replace(FACTS, language=each)).range_text for each in ("de", "en")]

    assert told == [german, english]


def test_classes_with_names_tell_no_range() -> None:
    scheme = ClassScheme("status", labels=("gering", "hoch"))
    content = replace(slice_of([0.5, 15.0]), codes={"class": np.array([1, 2])})

    assert legend_of(content, scheme, FACTS).range_text == ""


def test_only_class_holds_all_values() -> None:
    legend = legend_of(slice_of([5.0, 5.0]), ClassScheme("sequential", low=5.0, high=5.0), FACTS)

    assert [row.label for row in legend.classes] == ["alle Werte: 2 Planungsräume"]


def test_city_stands_inside_its_class() -> None:
    legend = legend_of(slice_of([0.5, 15.0, 30.0], city=12.5), SCHEME, FACTS)

    assert [row.city for row in legend.classes] == [None, 25, None]
    assert legend.city_text == "Berlin 12,5\u00a0%"


def test_open_ends_are_told_in_words_and_written_nowhere_else() -> None:
    scheme = ClassScheme(palette="sequential", bounds=(10.0, 20.0))

    legend = legend_of(slice_of([12.0, 15.0], city=13.0), scheme, FACTS)

    assert [row.lower for row in legend.classes] == ["", "10", "20"]
    assert legend.classes[0].label == "unter 10\u00a0%: 0 Planungsräume"
    assert legend.classes[2].label == "ab 20\u00a0%: 0 Planungsräume"
    assert [row.city for row in legend.classes] == [None, 30, None]


def test_sum_of_the_areas_is_no_mark_on_their_scale() -> None:
    legend = legend_of(slice_of([0.5, 15.0], city=15.5), SCHEME, replace(FACTS, marks_city=False))

    assert all(row.city is None for row in legend.classes)
    assert legend.city_text == ""


@pytest.mark.parametrize(("values", "is_crowded"), [([1.0, 2.0, 3.0], False), ([1e6, 2e6, 3e6], True)])
def test_long_bounds_are_known_to_run_into_each_other(values: list[float], is_crowded: bool) -> None:
    scheme = ClassScheme("sequential", tuple(values), low=values[0] - 1, high=values[-1] + 1)

    assert legend_of(slice_of([*values]), scheme, FACTS).is_crowded is is_crowded


def test_without_a_city_value_there_is_no_mark() -> None:
    legend = legend_of(slice_of([0.5, 15.0]), SCHEME, FACTS)

    assert all(row.city is None for row in legend.classes)
    assert legend.city_text == ""


def test_area_in_focus_is_marked_unless_it_has_no_value() -> None:
    facts = LegendFacts(title="", unit="%", areas="", city="", language="de", reasons={}, focus=(1, "Nord"))

    marked = legend_of(slice_of([0.5, 15.0]), SCHEME, facts)
    unmarked = legend_of(slice_of([0.5, None]), SCHEME, facts)

    assert [row.focus for row in marked.classes] == [None, 50, None]
    assert marked.focus_text == "Nord 15,0\u00a0%"
    assert unmarked.focus_text == ""


def test_exclusions_are_told_apart_by_their_reason() -> None:
    content = slice_of([None, None, None, 5.0], Status.EXCLUDED)
    facts = LegendFacts(
        title="", unit="%", areas="", city="", language="de",
        reasons={0: "unter 300 Einwohner", 1: "unter 300 Einwohner"},
    )  # fmt: skip

    special = legend_of(content, SCHEME, facts).special

    assert [(row.kind, row.label, row.count) for row in special] == [
        ("excluded", "nicht bewertet: unter 300 Einwohner", 2),
        ("excluded", "nicht bewertet", 1),
    ]


@pytest.mark.check("C006")
def test_suppressed_excluded_missing_and_not_applicable_have_patterns_of_their_own() -> None:
    statuses = (Status.SUPPRESSED, Status.EXCLUDED, Status.MISSING, Status.NOT_APPLICABLE, Status.UNRELIABLE)

    kinds = {legend_of(slice_of([None], status), SCHEME, FACTS).special[0].kind for status in statuses}

    assert len(kinds) == len(statuses)


def test_classes_of_an_index_have_names_and_no_place_for_a_city() -> None:
    content = slice_of([0.1, 1.2], city=0.5)
    content = SliceContent(
        key=content.key, unit_order_hash="", status=content.status, flags=content.flags, numbers=content.numbers,
        codes={"class": np.array([1, 2])}, city=content.city, class_labels=("1", "2"),
    )  # fmt: skip

    legend = legend_of(content, ClassScheme("status", labels=("gering", "hoch")), FACTS)

    assert legend.is_named
    assert [row.label for row in legend.classes] == ["gering", "hoch"]
    assert all(row.city is None for row in legend.classes)
