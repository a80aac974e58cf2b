# SPDX-License-Identifier: EUPL-1.2
"""The sentence above a map says what the map shows, and nothing else."""

from dataclasses import replace

import pytest

from indicators.rendering.headlines import HeadlineFacts, dative_plural, headline, headline_of_one

POVERTY = HeadlineFacts(
    name="Kinderarmut",
    noun="Von 100 Kindern unter 15 Jahren leben {n} in Familien mit SGB-II-Bezug",
    unit="%",
    decimals=1,
    areas="Planungsräume",
    bounds=(10.0, 20.0, 35.0, 50.0),
    counts=(103, 104, 95, 86, 48),
)


def test_threshold_of_the_sentence_is_the_last_class_break() -> None:
    assert headline(POVERTY, "de") == (
        "In 48 von 436 Planungsräumen leben mindestens 50 von 100 Kindern unter 15 Jahren in Familien mit SGB-II-Bezug"
    )


def test_threshold_with_decimals_is_told_in_the_unit_as_no_half_child_is_counted() -> None:
    facts = replace(POVERTY, bounds=(5.5, 9.5, 14.0, 19.5))

    assert headline(facts, "de") == "Kinderarmut: in 48 von 436 Planungsräumen 19,5\u00a0% oder mehr"


@pytest.mark.parametrize(("count", "words"), [(1, "In einem von"), (2, "In 2 von")])
def test_few_areas_are_told_in_words(count: int, words: str) -> None:
    facts = replace(POVERTY, counts=(10, 10, 10, 10, count))

    assert headline(facts, "de").startswith(words)


@pytest.mark.parametrize(
    ("counts", "speaks_of_lowest", "words"),
    [
        ((4, 3, 2, 3, 0), False, "In 3 von 12 Planungsräumen leben mindestens 35 von 100"),
        ((5, 7, 0, 0, 0), False, "In 7 von 12 Planungsräumen leben mindestens 10 von 100"),
        ((12, 0, 0, 0, 0), False, "In keinem von 12 Planungsräumen leben mindestens 10 von 100"),
        ((0, 1, 4, 4, 3), True, "In einem von 12 Planungsräumen leben weniger als 20 von 100"),
        ((0, 0, 0, 0, 12), True, "In keinem von 12 Planungsräumen leben weniger als 50 von 100"),
    ],
)
def test_empty_class_at_the_end_is_passed_over_for_the_next_break(
    counts: tuple[int, ...], speaks_of_lowest: bool, words: str
) -> None:
    facts = replace(POVERTY, counts=counts, speaks_of_lowest=speaks_of_lowest)

    assert headline(facts, "de").startswith(words)


def test_index_whose_last_class_is_empty_is_told_by_the_one_before() -> None:
    facts = replace(POVERTY, counts=(5, 4, 3, 0), labels=("gering", "mittel", "hoch", "besonders hoch"))

    assert headline(facts, "de") == "In 3 von 12 Planungsräumen: hoch"


def test_where_more_is_better_the_lowest_class_is_told() -> None:
    facts = replace(POVERTY, speaks_of_lowest=True)

    assert headline(facts, "de").startswith("In 103 von 436 Planungsräumen leben weniger als 10 von 100")


def test_neutral_shares_have_no_bad_end_and_their_thresholds_are_class_breaks() -> None:
    facts = replace(POVERTY, name="Ab 65 Jahre", is_neutral=True, bounds=(13.5, 15.0, 16.3, 18.0))

    assert headline(facts, "de") == "Ab 65 Jahre: in 285 von 436 Planungsräumen 13,5 bis unter 18,0\u00a0%"
    assert headline(facts, "en") == "Ab 65 Jahre: in 285 of 436 Planungsräume from 13.5 to below 18.0%"


def test_map_of_one_area_is_told_by_its_value() -> None:
    assert headline_of_one("Kinderarmut", "Berlin", "27,8\u00a0%") == "Kinderarmut in Berlin: 27,8\u00a0%"


def test_index_is_told_by_the_words_of_its_last_class() -> None:
    facts = replace(POVERTY, counts=(67, 283, 47, 39), labels=("gering", "mittel", "hoch", "besonders hoch"))

    assert headline(facts, "de") == "In 39 von 436 Planungsräumen: besonders hoch"


def test_map_without_a_value_says_so() -> None:
    assert headline(replace(POVERTY, counts=(0, 0)), "de") == "Kinderarmut: kein Wert veröffentlicht"


def test_english_reader_gets_an_english_sentence() -> None:
    assert headline(POVERTY, "en") == "Kinderarmut: in 48 of 436 Planungsräume 50% or more"


@pytest.mark.parametrize(
    ("plural", "dative"),
    [
        ("Bezirke", "Bezirken"),
        ("Gemeinden", "Gemeinden"),
        ("Planungsräume", "Planungsräumen"),
        ("Quartiers", "Quartiers"),
    ],
)
def test_dative_of_the_areas(plural: str, dative: str) -> None:
    assert dative_plural(plural) == dative
