# SPDX-License-Identifier: EUPL-1.2
"""The sentences about an area say what the figures say, and nothing more."""

from datetime import date

import pytest

from indicators.rendering.profile_numbers import (
    Language,
    is_share,
    language_of,
    number,
    period_words,
    when_words,
    with_unit,
)
from indicators.rendering.sentences import (
    HIGHER,
    LOWER,
    SIMILAR,
    Change,
    Frequency,
    change_origin_words,
    change_sentence,
    city_value_words,
    comparison_words,
    flag_words,
    frequency_sentence,
    hidden_sentence,
    persons_behind,
    population_sentence,
    position_sentence,
    position_words,
    status_words,
)
from sozialplanung.common.periods import parse, reference_date
from sozialplanung.common.statuses import Flag, Status

END_OF_2018 = reference_date(date(2018, 12, 31))
NOUN = "Von 100 Kindern unter 15 Jahren leben {n} in Familien mit SGB-II-Bezug"


def frequency(
    percent: float | None = 60.0,
    persons: float | None = 821,
    city: float | None = 27.8,
    noun: str = NOUN,
    unit: str = "%",
) -> Frequency:
    return Frequency("Kinderarmut", noun, unit, percent, persons, city, "Berlin", END_OF_2018)


def test_population_is_told_with_its_date() -> None:
    assert population_sentence(5086, END_OF_2018, "de") == "5.086 Menschen lebten hier Ende 2018."
    assert population_sentence(5086, END_OF_2018, "en") == "5,086 people lived here at the end of 2018."


def test_single_person_is_told_in_the_singular() -> None:
    assert population_sentence(1, END_OF_2018, "de") == "1 Mensch lebte hier Ende 2018."
    assert population_sentence(1, END_OF_2018, "en") == "1 person lived here at the end of 2018."


def test_area_where_nobody_lives_is_told_in_words() -> None:
    assert population_sentence(0, END_OF_2018, "de") == "Hier lebte Ende 2018 niemand."
    assert population_sentence(0, END_OF_2018, "en") == "Nobody lived here at the end of 2018."


def test_unpublished_population_is_not_told() -> None:
    assert population_sentence(None, END_OF_2018, "de") == ""


def test_share_is_told_per_hundred_beside_the_city() -> None:
    assert frequency_sentence(frequency(), "de") == (
        "Von 100 Kindern unter 15 Jahren leben 60 in Familien mit SGB-II-Bezug, in Berlin 28 (Stand 31.12.2018)."
    )
    assert frequency_sentence(frequency(), "en") == "Kinderarmut: 60 of 100, in Berlin 28 (as of 31 December 2018)."


def test_share_of_fewer_than_a_hundred_persons_is_not_told_per_hundred() -> None:
    assert frequency_sentence(frequency(persons=99), "de") == ""
    assert frequency_sentence(frequency(persons=None), "de") == ""
    assert frequency_sentence(frequency(persons=100), "de") != ""


def test_only_shares_are_told_per_hundred() -> None:
    assert frequency_sentence(frequency(unit="Personen"), "de") == ""
    assert frequency_sentence(frequency(percent=None), "de") == ""


@pytest.mark.parametrize(
    ("percent", "told"),
    [
        (0.0, "Kinderarmut: keine von 100"),
        (0.4, "leben weniger als 1 in"),
        (1.2, "Kinderarmut: 1 von 100"),
        (27.5, "leben 28 in"),
        (99.6, "leben mehr als 99 in"),
        (100.0, "leben 100 in"),
    ],
)
def test_ends_of_the_scale_are_told_without_false_precision(percent: float, told: str) -> None:
    assert told in frequency_sentence(frequency(percent=percent), "de")


def test_city_without_value_is_left_out() -> None:
    assert frequency_sentence(frequency(city=None), "de").endswith("mit SGB-II-Bezug (Stand 31.12.2018).")


def test_definition_without_a_clause_falls_back_to_its_name() -> None:
    assert frequency_sentence(frequency(noun="Kinder"), "de").startswith("Kinderarmut: 60 von 100, in Berlin 28")


@pytest.mark.parametrize(
    ("code", "german", "english"),
    [
        (LOWER, "niedriger als Berlin", "lower than Berlin"),
        (SIMILAR, "ähnlich wie Berlin", "similar to Berlin"),
        (HIGHER, "höher als Berlin", "higher than Berlin"),
        (0, "nicht vergleichbar", "not comparable"),
    ],
)
def test_comparison_is_a_word(code: int, german: str, english: str) -> None:
    assert comparison_words(code, "Berlin", "de") == german
    assert comparison_words(code, "Berlin", "en") == english


def test_change_of_a_share_is_in_percentage_points_with_a_true_minus() -> None:
    change = Change(-7.4, 1, "%", reference_date(date(2016, 12, 31)), is_published=True)

    assert change_sentence(change, "de") == "Gegenüber 31.12.2016: −7,4\u00a0Prozentpunkte (wie veröffentlicht)."
    assert change_sentence(change, "en") == "Since 31 December 2016: −7.4\u00a0percentage points (as published)."


def test_change_of_a_count_keeps_its_unit_and_says_that_it_was_computed() -> None:
    change = Change(1204, 0, "", parse("2017"), is_published=False)

    assert change_sentence(change, "de") == "Gegenüber 2017: +1.204 (berechnet)."
    assert change_sentence(change, "en") == "Since 2017: +1,204 (computed)."


@pytest.mark.parametrize(
    ("share_below", "german", "english"),
    [
        (0.9, "höher als in den meisten Vierteln", "higher than in most Viertel"),
        (0.5, "im mittleren Drittel aller Viertel", "in the middle third of all Viertel"),
        (0.1, "niedriger als in den meisten Vierteln", "lower than in most Viertel"),
    ],
)
def test_place_among_all_areas_is_told_by_comparison_and_never_as_praise(
    share_below: float, german: str, english: str
) -> None:
    assert position_sentence(("Index 2021", "0,42"), share_below, "Viertel", "de") == f"Index 2021: 0,42, {german}."
    assert position_sentence(("Index 2021", "0.42"), share_below, "Viertel", "en") == f"Index 2021: 0.42, {english}."


@pytest.mark.parametrize(
    ("share_below", "words"),
    [
        (0.0, "im unteren Drittel"),
        (0.33, "im unteren Drittel"),
        (0.34, "im mittleren Drittel"),
        (0.67, "im oberen Drittel"),
        (1.0, "im oberen Drittel"),
    ],
)
def test_position_is_a_third_and_no_rank(share_below: float, words: str) -> None:
    assert position_words(share_below, "de") == words
    assert "third" in position_words(share_below, "en")


@pytest.mark.parametrize("status", [status for status in Status if not status.has_value])
def test_every_status_without_a_value_has_words_of_its_own(status: Status) -> None:
    others = {status_words(other, "de") for other in Status if other is not status}

    assert status_words(status, "de") not in {"", *others}
    assert status_words(status, "en") != ""


def test_exclusion_tells_its_reason() -> None:
    assert status_words(Status.EXCLUDED, "de", "unter 300 Einwohner") == "nicht bewertet: unter 300 Einwohner"
    assert status_words(Status.OK, "de", "unter 300 Einwohner") == ""
    # Reasons are in German and may begin as a German reader says it: nothing is said twice.
    assert (
        status_words(Status.EXCLUDED, "en", "nicht bewertet: unter 300 Einwohner") == "not rated: unter 300 Einwohner"
    )


def test_flags_are_told_in_their_order() -> None:
    assert flag_words(Flag.ESTIMATED | Flag.LIMITED, "de") == ("eingeschränkt aussagekräftig", "geschätzt")
    assert flag_words(Flag.REVISED, "en") == ("revised",)
    assert flag_words(Flag.NONE, "de") == ()


def test_city_value_tells_how_it_came_about() -> None:
    assert city_value_words("delivered", "de") == "von der Quelle geliefert"
    assert city_value_words("computed", "en") == "computed with the indicator's denominator"
    assert city_value_words("none", "de") == "kein Wert"
    assert city_value_words("none", "en") == "no value"


@pytest.mark.parametrize(
    ("code", "german", "english"),
    [
        ("2018-12-31", "Ende 2018", "at the end of 2018"),
        ("2018-06-30", "Mitte 2018", "in the middle of 2018"),
        ("2018-03-15", "am 15.03.2018", "on 15 March 2018"),
        ("2018", "im Jahr 2018", "in 2018"),
        ("2018-Q3", "im Zeitraum 3. Quartal 2018", "in Q3 2018"),
    ],
)
def test_time_stands_in_a_sentence(code: str, german: str, english: str) -> None:
    assert when_words(parse(code), "de") == german
    assert when_words(parse(code), "en") == english


@pytest.mark.parametrize(
    ("code", "english"),
    [
        ("2018-12-31", "31 December 2018"),
        ("2018-07", "July 2018"),
        ("2018-H1", "H1 2018"),
        ("2018-Q3", "Q3 2018"),
        ("2018-19", "school year 2018/19"),
        ("2018", "2018"),
    ],
)
def test_period_is_named_in_english(code: str, english: str) -> None:
    assert period_words(parse(code), "en") == english
    assert period_words(parse(code), "de") == parse(code).label()


@pytest.mark.parametrize(("code", "language"), [("de", "de"), ("en-gb", "en"), (None, "de"), ("fr", "de")])
def test_language_is_german_unless_english_is_asked_for(code: str | None, language: Language) -> None:
    assert language_of(code) == language


def test_numbers_are_written_as_each_language_does() -> None:
    assert number(5086.5, 1, "de") == "5.086,5"
    assert number(5086.5, 1, "en") == "5,086.5"
    assert with_unit(60, 1, "%", "de") == "60,0\u00a0%"
    assert with_unit(60, 1, "%", "en") == "60.0%"
    assert with_unit(60, 0, "", "de") == "60"


def test_only_percentages_are_shares() -> None:
    assert is_share("%")
    assert not is_share("Prozentpunkte")


@pytest.mark.parametrize(
    ("counted", "cases", "percent", "persons"),
    [(250.0, 50.0, 20.0, 250.0), (None, 50.0, 20.0, 250.0), (None, None, 20.0, None), (None, 0.0, 0.0, None)],
)
def test_persons_behind_a_share_are_counted_or_follow_from_its_cases(
    counted: float | None, cases: float | None, percent: float, persons: float | None
) -> None:
    assert persons_behind(counted, cases, percent) == persons


@pytest.mark.parametrize(
    ("is_published", "is_broken", "german", "english"),
    [
        (True, False, "wie veröffentlicht", "as published"),
        (True, True, "vom Herausgeber vergleichbar gerechnet", "made comparable by the publisher"),
        (False, False, "berechnet", "computed"),
        (False, True, "berechnet", "computed"),
    ],
)
def test_what_is_computed_here_is_never_called_published(
    is_published: bool, is_broken: bool, german: str, english: str
) -> None:
    told = [
        change_origin_words(language, is_published=is_published, is_broken=is_broken)
        for language in (language_of("de"), language_of("en"))
    ]

    assert told == [german, english]


@pytest.mark.parametrize("language", ["de", "en"])
def test_hidden_figure_is_explained_where_there_is_one_and_nowhere_else(language: Language) -> None:
    others = [int(status) for status in Status if status is not Status.SUPPRESSED]

    assert hidden_sentence(others, language) == ""
    assert hidden_sentence([*others, int(Status.SUPPRESSED)], language).endswith(".")
