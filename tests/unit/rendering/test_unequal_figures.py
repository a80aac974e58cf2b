# SPDX-License-Identifier: EUPL-1.2
"""Inequality and segregation of a released slice: worked examples, what is left out, and reasons where none is told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering import unequal_meaning as meaning
from indicators.rendering import unequal_words as words
from indicators.rendering.profile_numbers import Language
from indicators.rendering.slice_content import NumberBand, SliceContent
from indicators.rendering.unequal_figures import (
    DRAWS,
    PartedReason,
    UnequalForm,
    UnequalReason,
    common_figures,
    unequal_figures,
)
from indicators.rendering.unequal_file import HEAD, FilePoint, FileSeries, unequal_cells
from indicators.rendering.unequal_words import UnequalWords
from sozialplanung.common.statuses import Flag, Status
from tests.factories.slices import content

SHARE = UnequalForm("%", "counts", is_relative=False)
RATE = UnequalForm("%", "rate_denominator", is_relative=False)
GERMAN = UnequalWords("de", "Viertel", "%", 1, "Kinder in Armut", "alle Kinder", "Einwohner")
ENGLISH = replace(GERMAN, language="en")
# The worked example of docs/methods/segregation.md, as shares of 100 persons each.
CASES = (10.0, 12.0, 15.0, 18.0, 45.0)
DISTRICTS = np.array([0, 0, 1, 1, 1])


def of_sizes(cases: list[float], persons: list[float]) -> SliceContent:
    """Return a slice of areas of several sizes."""
    x, n = np.array(cases), np.array(persons)
    shares = np.round(100 * x / np.where(n > 0, n, np.nan), 1)
    numbers = {"value": NumberBand(shares, 1), "numerator": NumberBand(x, 0), "denominator": NumberBand(n, 0)}
    return replace(content("2023", cases), numbers=numbers)


def test_page_measures_what_the_method_page_works_out() -> None:
    found = unequal_figures(content("2023", CASES, 100.0), SHARE, None, [DISTRICTS])

    assert found.gini == pytest.approx(0.304)
    assert found.theil == pytest.approx(0.172188, abs=5e-7)
    assert found.apart == pytest.approx(12.16)
    assert found.mean == pytest.approx(20)
    assert found.between[0] == pytest.approx(0.07312 / 0.172188, abs=1e-5)
    assert (found.shown, found.left_out, found.weighting) == (5, 0, "own")


def test_segregation_of_the_worked_example_stands_beside_what_chance_makes() -> None:
    parted = unequal_figures(of_sizes([100, 50, 10, 40], [120, 80, 70, 130]), SHARE, None, []).parted

    assert parted.dissimilarity == pytest.approx(0.5)
    assert parted.isolation == pytest.approx(0.641598, abs=5e-7)
    assert parted.entropy == pytest.approx(0.221154, abs=5e-7)
    assert parted.share == pytest.approx(0.5)
    assert parted.draws == DRAWS
    assert parted.low <= parted.by_chance <= parted.high < parted.dissimilarity
    assert parted.beyond == pytest.approx((0.5 - parted.by_chance) / (1 - parted.by_chance))


areas = st.lists(st.tuples(st.integers(0, 60), st.integers(60, 3000)), min_size=3, max_size=12)


@given(areas)
def test_gini_is_half_the_mean_difference_of_two_persons_drawn_at_random(rows: list[tuple[int, int]]) -> None:
    cases, persons = (list(map(float, column)) for column in zip(*rows, strict=True))
    found = unequal_figures(of_sizes(cases, persons), SHARE, None, [])

    if found.reason is not UnequalReason.NO_TOTAL:
        x, n = np.array(cases) / np.array(persons) * 100, np.array(persons)
        pairs = (np.abs(np.subtract.outer(x, x)) * np.outer(n, n)).sum() / n.sum() ** 2
        assert found.apart == pytest.approx(pairs, abs=1e-9)
        assert found.mean == pytest.approx(100 * sum(cases) / sum(persons))


def test_hidden_area_is_left_out_counted_and_moves_nothing() -> None:
    shown = (*CASES, 20.0, 22.0)

    without = unequal_figures(content("2023", shown, 100.0), SHARE, None, [])
    hidden = unequal_figures(content("2023", (*shown, None), 100.0), SHARE, None, [])

    assert (hidden.shown, hidden.hidden, hidden.unvalued) == (7, 1, 0)
    assert (hidden.gini, hidden.theil, hidden.parted) == (without.gini, without.theil, without.parted)
    assert "1 geheim gehalten" in words.left_out_words(hidden, GERMAN)
    assert "etwas andere" in words.left_out_words(hidden, GERMAN)
    assert words.left_out_words(without, GERMAN) == ""


def test_number_is_withheld_where_more_than_a_fifth_is_left_out() -> None:
    found = unequal_figures(content("2023", (*CASES, None, None), 100.0), SHARE, None, [DISTRICTS])

    assert found.reason is UnequalReason.TOO_MANY_LEFT_OUT
    assert all(isnan(each) for each in (found.gini, found.theil, found.apart, found.parted.dissimilarity))
    assert found.between == (None,)
    assert (found.shown, found.hidden) == (5, 2)


def test_estimated_figures_count_and_are_told() -> None:
    plain = unequal_figures(content("2023", CASES, 100.0), SHARE, None, [])
    estimated = unequal_figures(content("2023", CASES, 100.0, int(Flag.ESTIMATED)), SHARE, None, [])

    assert (plain.guessed, estimated.guessed) == (0, 5)
    assert words.guessed_words(plain, GERMAN) == ""
    assert words.guessed_words(estimated, GERMAN).startswith("Geschätzt sind 5 der 5 einbezogenen Werte")
    assert words.guessed_words(estimated, ENGLISH).startswith("Estimated are 5 of the 5 figures counted")


def test_area_without_anybody_is_no_loss() -> None:
    base = of_sizes([10, 20, 30, 0], [100, 100, 100, 0])
    nobody = replace(base, status=np.array([0, 0, 0, Status.NOT_APPLICABLE], dtype=np.uint8))

    found = unequal_figures(nobody, SHARE, None, [])

    assert (found.shown, found.empty, found.left_out) == (3, 1, 0)
    assert found.is_there


def test_rates_count_by_the_persons_of_another_indicator_or_all_alike() -> None:
    rates = content("2023", (10.0, 20.0, 30.0), None)

    alike = unequal_figures(rates, RATE, None, [])
    weighted = unequal_figures(rates, RATE, np.array([1000.0, 1.0, 1.0]), [])

    assert alike.weighting == "none"
    assert alike.mean == pytest.approx(20)
    assert weighted.weighting == "other"
    assert weighted.mean == pytest.approx(10050 / 1002)
    assert weighted.gini < alike.gini
    assert weighted.parted.reason is PartedReason.NO_COUNTS


def test_area_without_known_persons_is_left_out_of_weighted_rates() -> None:
    found = unequal_figures(
        content("2023", (10.0, 20.0, 30.0, 25.0, 15.0), None), RATE, np.array([9.0, 9, 9, 9, np.nan]), []
    )

    assert (found.shown, found.unvalued) == (4, 1)


@pytest.mark.parametrize(
    ("values", "form", "reason"),
    [
        ((1.0, 2.0, 3.0), UnequalForm("", "rate_only", is_relative=True), UnequalReason.RELATIVE),
        ((1.0, 2.0, 3.0), UnequalForm("Personen", "counts", is_relative=False), UnequalReason.COUNT),
        ((1.0, 2.0), RATE, UnequalReason.TOO_FEW_AREAS),
        ((-1.0, 2.0, 3.0), UnequalForm("je 1.000", "rate_only", is_relative=False), UnequalReason.NEGATIVE),
        ((0.0, 0.0, 0.0), RATE, UnequalReason.NO_TOTAL),
    ],
)
def test_what_has_no_inequality_says_why(values: tuple[float, ...], form: UnequalForm, reason: UnequalReason) -> None:
    found = unequal_figures(content("2023", values, None), form, None, [])

    assert found.reason is reason
    assert isnan(found.gini)
    assert found.parted.reason is PartedReason.NOT_SHOWN


@pytest.mark.parametrize(
    ("cases", "persons", "reason"),
    [
        ([150.0, 20.0, 30.0], [100.0, 100.0, 100.0], PartedReason.NO_PART),
        ([100.0, 100.0, 100.0], [100.0, 100.0, 100.0], PartedReason.EMPTY_GROUP),
    ],
)
def test_what_is_no_part_of_a_whole_has_no_segregation(
    cases: list[float], persons: list[float], reason: PartedReason
) -> None:
    assert unequal_figures(of_sizes(cases, persons), SHARE, None, []).parted.reason is reason


def test_rate_of_a_thousand_has_no_segregation() -> None:
    form = UnequalForm("je 1.000 Einwohner", "counts", is_relative=False)

    assert unequal_figures(content("2023", CASES), form, None, []).parted.reason is PartedReason.NO_SHARE


def test_chance_is_not_dealt_out_of_parts_of_persons() -> None:
    parted = unequal_figures(of_sizes([10.5, 20, 30], [100, 100, 100]), SHARE, None, []).parted

    assert parted.draws == 0
    assert isnan(parted.beyond)
    assert "ist hier nicht berechnet" in words.parted_words(parted, GERMAN)[1]
    assert "is not computed here" in words.parted_words(parted, ENGLISH)[1]


def test_small_group_that_chance_would_spread_alike_is_told_as_such() -> None:
    parted = unequal_figures(of_sizes([1, 0, 2, 1, 1], [200, 210, 190, 205, 195]), SHARE, None, []).parted

    assert parted.dissimilarity <= parted.high
    assert "nicht zu unterscheiden" in words.parted_words(parted, GERMAN)[1]
    assert "cannot be told from that" in words.parted_words(parted, ENGLISH)[1]


def test_area_without_a_district_leaves_the_part_between_unsaid() -> None:
    slice_ = content("2023", CASES, 100.0)

    lonely = unequal_figures(slice_, SHARE, None, [np.array([0, 0, 1, 1, -1]), np.zeros(5, dtype=np.int64)])
    alike = unequal_figures(content("2023", (10.0,) * 5, 100.0), SHARE, None, [DISTRICTS])

    assert lonely.between == (None, None)
    assert alike.between == (None,)
    assert alike.gini == pytest.approx(0)


def test_two_periods_are_measured_over_the_areas_that_both_show() -> None:
    earlier = content("2020-12-31", (*CASES, 90.0, None), 100.0)
    later = content("2023-12-31", (*CASES, None, 5.0), 100.0)

    common = common_figures(earlier, later, SHARE, (None, None))

    assert common.areas == 5
    np.testing.assert_allclose(common.gini, 0.304)
    assert common.dissimilarity[0] == common.dissimilarity[1] > 0
    told = words.common_words(common, "31.12.2020", GERMAN, is_limited=True)
    assert "über die 5 Gebiete, die beide Male gezeigt werden: Gini 0,304, jetzt 0,304" in told
    assert "eingeschränkt vergleichbar" in told


def test_common_rates_tell_no_dissimilarity_and_empty_ones_tell_nothing() -> None:
    rates = [content("2023", values, None) for values in ((10.0, 20.0), (0.0, 0.0))]

    told = words.common_words(common_figures(rates[0], rates[0], RATE, (None, None)), "2020", ENGLISH, is_limited=False)
    empty = common_figures(rates[0], rates[1], RATE, (None, None))

    assert "Gini 0.167, now 0.167. Whether" in told
    assert words.common_words(empty, "2020", GERMAN, is_limited=False) == ""


def test_one_sentence_comes_first_in_both_languages() -> None:
    found = unequal_figures(content("2023", CASES, 100.0), SHARE, None, [])
    alike = unequal_figures(content("2023", (10.0, 20.0, 30.0), None), RATE, None, [])

    assert words.unequal_sentence(found, GERMAN).replace("\u00a0", " ") == (
        "Die Viertel liegen im Mittel 12,2 Prozentpunkte auseinander; für alle gezeigten zusammen ist der Wert 20,0 %."
    )
    assert words.unequal_sentence(alike, ENGLISH).replace("\u00a0", " ") == (
        "The Viertel lie 8.9 percentage points apart on average; their average is 20.0%."
    )


@pytest.mark.parametrize("form", [GERMAN, ENGLISH])
def test_every_measure_is_told_with_its_numbers(form: UnequalWords) -> None:
    found = unequal_figures(content("2023", CASES, 100.0), SHARE, None, [DISTRICTS])
    weighted = unequal_figures(content("2023", (1.0, 2.0, 3.0), None), RATE, np.array([1.0, 2.0, 3.0]), [])
    alike = unequal_figures(content("2023", (1.0, 2.0, 3.0), None), RATE, None, [])

    told = " ".join([*words.gini_words(found, form), *words.parted_words(found.parted, form)])

    comma = "," if form.language == "de" else "."
    assert "alle Kinder" in told
    assert "Kinder in Armut" in told
    assert f"0{comma}304" in told
    assert f"0{comma}313" in told
    assert "42" in words.between_words(["Bezirke"], found, form)[0]
    assert "Einwohner" in " ".join(words.gini_words(weighted, form))
    assert len({words.gini_words(each, form)[1] for each in (found, weighted, alike)}) == 3


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reason_and_break_has_words_of_its_own(language: Language) -> None:
    reasons = {meaning.reason_words(each, language) for each in UnequalReason if each}
    breaks = {words.break_words(each, "", language) for each in ("boundaries", "series", "definition", "limited")}

    assert len(reasons) == len(UnequalReason) - 1
    assert len(breaks) == 4
    assert "" not in reasons | breaks
    assert words.break_words("", "", language) == ""
    assert len(meaning.meaning_words(language)) == 7


def test_course_says_where_it_is_broken() -> None:
    told = words.course_label(
        "Gini", [("2019", 0.3, ""), ("2020", float("nan"), ""), ("2021", 0.2, "Andere Grenzen")], "de"
    )

    assert told == "Gini. 2019: 0,300; 2020: nicht angegeben; (Andere Grenzen) 2021: 0,200"


def test_less_than_one_of_a_hundred_is_not_told_as_none() -> None:
    assert words.of_hundred(0.004, "de") == "0,4"
    assert words.of_hundred(0.0, "de") == "0"
    assert words.of_hundred(0.42, "de") == "42"


def test_file_tells_every_measure_or_why_there_is_none() -> None:
    shown = unequal_figures(content("2023", CASES, 100.0), SHARE, None, [DISTRICTS])
    withheld = unequal_figures(content("2024", (*CASES, None, None), 100.0), SHARE, None, [DISTRICTS])
    rate = unequal_figures(content("2025", CASES, None), RATE, None, [np.array([0, 0, 1, 1, -1])])
    series = FileSeries("i", "Indikator", "%", "Quelle", "Lizenz", "", date(2024, 5, 1))
    points = [
        FilePoint("Viertel", "Stand", period, "", ["Bezirke"], figures)
        for period, figures in (("2023", shown), ("2024", withheld), ("2025", rate))
    ]

    head, *rows = unequal_cells(series, points)

    told = {(row[5], row[7]): dict(zip(HEAD, row, strict=True)) for row in rows}
    assert head == HEAD
    assert len(rows) == 3 * 14
    assert told["2023", "gini"]["wert"] == Decimal("0.3040")
    assert told["2023", "theil_anteil_zwischen"]["gruppierung"] == "Bezirke"
    assert told["2023", "begegnung_mit_anderen"]["wert"] == 1 - told["2023", "isolation"]["wert"]  # type: ignore[operator]
    assert (told["2024", "gini"]["wert"], told["2024", "gini"]["grund"]) == (None, "too_many_left_out")
    assert (told["2024", "gini"]["gebiete_geheim"], told["2024", "dissimilaritaet"]["grund"]) == (2, "not_shown")
    assert told["2025", "theil_anteil_zwischen"]["grund"] == "not_grouped"
    assert told["2025", "dissimilaritaet"]["grund"] == "no_counts"
    assert told["2025", "gini"]["gewichtung"] == "jedes_gebiet_gleich"
    assert all((row[9] is None) == bool(row[10]) for row in rows)
