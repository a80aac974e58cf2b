# SPDX-License-Identifier: EUPL-1.2
"""Similar areas in words and rows: figures side by side, nearness, what differs most, and what is left out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from indicators.rendering import similar_words as words
from indicators.rendering.profile_numbers import Language
from indicators.rendering.similar_file import HEAD, FileGround, FileIndicator, similar_cells
from indicators.rendering.similar_words import SimilarColumn, SimilarProblem, own_cells, similar_rows
from indicators.stats.similar import SimilarAreas, similar_areas
from sozialplanung.common.statuses import Flag
from tests.factories.slices import Values, content

# The worked example of docs/methods/typology.md.
FIRST = (4.0, 5.0, 6.0, 20.0, 21.0, 12.0)
SECOND = (30.0, 31.0, 29.0, 12.0, 11.0, 50.0)


def columns(*rows: Values) -> list[SimilarColumn]:
    return [SimilarColumn(f"Indikator {place}", "%", content("2023", row, None)) for place, row in enumerate(rows, 1)]


def found_of(chosen: list[SimilarColumn], count: int = 3) -> SimilarAreas:
    return similar_areas(np.column_stack([each.content.numbers["value"].values for each in chosen]), 0, count=count)


def near(compared: int) -> SimilarAreas:
    """Return what was found among so many areas, the nearest one almost alike."""
    return replace(found_of(columns(FIRST, SECOND)), compared=compared)


def test_rows_of_the_worked_example_tell_distance_and_greatest_difference() -> None:
    chosen = columns(FIRST, SECOND)

    first, second, third = similar_rows(found_of(chosen), chosen, 0, "de")

    assert (first.position, first.distance, first.near) == (1, "0,11", "fast gleich")
    assert first.most == "Indikator 1: höher, 5,0\u00a0% statt 4,0\u00a0%"
    assert (second.position, second.near, second.shared) == (2, "fast gleich", "")
    assert third.near == "nur entfernt ähnlich"
    assert [cell.told for cell in first.cells] == ["5,0\u00a0%", "31,0\u00a0%"]
    assert [cell.is_most for cell in first.cells] == [True, False]


def test_missing_figure_is_told_and_never_a_zero() -> None:
    chosen = columns((1.0, 1.0, 5.0), (2.0, 2.1, 9.0), (3.0, 3.1, 9.0), (4.0, None, 9.0))

    nearest = similar_rows(found_of(chosen, 1), chosen, 0, "de")[0]

    assert nearest.cells[3].told == "gesperrt: geheim gehalten"
    assert not nearest.cells[3].is_there
    assert nearest.shared == "verglichen in 3 von 4 Indikatoren"
    assert all(cell.is_there for cell in own_cells(chosen, 0, "de"))


def test_estimated_figure_is_told_beside_itself() -> None:
    chosen = [SimilarColumn("A", "%", content("2023", (1.0, None, 2.0), None, int(Flag.ESTIMATED)))]

    assert [chosen[0].remark(place, "de") for place in range(3)] == ["geschätzt", "", "geschätzt"]
    assert own_cells(chosen, 0, "en")[0].remark == "estimated"


def test_equal_areas_differ_in_nothing() -> None:
    chosen = columns((1.0, 1.0, 5.0))

    assert similar_rows(found_of(chosen, 1), chosen, 0, "de")[0].most == "in nichts"
    assert similar_rows(found_of(chosen, 1), chosen, 0, "en")[0].most == "in nothing"


def test_indicator_that_is_the_same_everywhere_is_named() -> None:
    chosen = columns((1.0, 2.0, 5.0), (7.0, 7.0, 7.0))
    found = found_of(chosen)

    assert found.constant == (1,)
    assert similar_rows(found, chosen, 0, "en")[0].shared == ""
    assert words.constant_words(["Indikator 2"], "de") == "Überall gleich und darum ohne Einfluss: Indikator 2."
    assert words.constant_words([], "de") == words.constant_words([], "en") == ""


@pytest.mark.parametrize(
    ("distance", "german", "english"),
    [
        (0.0, "fast gleich", "almost alike"),
        (0.2449, "fast gleich", "almost alike"),
        # What is written as 0.25 is told as 0.25.
        (0.2451, "sehr ähnlich", "very similar"),
        (0.25, "sehr ähnlich", "very similar"),
        (0.5, "ähnlich", "similar"),
        (1.0, "nur entfernt ähnlich", "only remotely similar"),
    ],
)
def test_nearness_is_told_in_fixed_steps(distance: float, german: str, english: str) -> None:
    assert (words.near_words(distance, "de"), words.near_words(distance, "en")) == (german, english)


def test_two_areas_taken_at_random_lie_the_root_of_two_apart() -> None:
    matrix = np.random.default_rng(4).normal(size=(400, 6))
    z = (matrix - matrix.mean(axis=0)) / matrix.std(axis=0)
    squared = [((z - row) ** 2).mean(axis=1).sum() for row in z]

    assert np.sqrt(np.sum(squared) / (400 * 399)) == pytest.approx(words.RANDOM_PAIR, abs=0.01)
    assert any("1,4" in sentence for sentence in words.meaning_words("de"))


def test_sentence_names_the_nearest_three_and_what_was_compared() -> None:
    assert words.similar_sentence(["A", "B", "C", "D"], near(445), 7, "Planungsräume", "de") == (
        "Am ähnlichsten sind A, B und C, von 445 verglichenen Planungsräumen, gemessen an 7 Indikatoren."
    )
    assert words.similar_sentence(["A"], near(1), 1, "Bezirke", "de") == (
        "Am ähnlichsten ist A, als einziges vergleichbares, gemessen an einem Indikator."
    )
    assert words.similar_sentence(["A", "B"], near(12), 2, "districts", "en") == (
        "Most similar are A and B, of 12 districts compared, measured by 2 indicators."
    )
    assert words.similar_sentence(["A"], near(1), 1, "districts", "en") == (
        "Most similar is A, the only comparable one, measured by one indicator."
    )


def test_area_at_the_end_of_a_scale_gets_no_ranking_of_all_others() -> None:
    chosen = columns((1.0, 0.6, 0.5, 0.4, 0.3))
    found = words.only_similar(found_of(chosen, 4))

    assert found.positions.tolist() == [1]
    assert similar_rows(found, chosen, 0, "de")[0].near == "nur entfernt ähnlich"
    assert words.similar_sentence(["B"], found, 1, "Viertel", "de") == (
        "Keines von 4 verglichenen Gebieten (Viertel) ist ähnlich, gemessen an einem Indikator; am nächsten kommt B."
    )
    assert words.similar_sentence(["B"], found, 1, "quarters", "en") == (
        "None of 4 quarters compared is similar, measured by one indicator; nearest is B."
    )


def test_what_is_written_as_one_is_not_similar() -> None:
    found = replace(found_of(columns(FIRST, SECOND)), distances=np.array([0.2, 0.994, 0.996]))

    assert words.only_similar(found).positions.size == 2
    assert words.is_any_similar(found)
    assert not words.is_any_similar(replace(found, distances=np.array([0.996])))


def test_only_what_is_similar_is_kept() -> None:
    chosen = columns(FIRST, SECOND)

    found = words.only_similar(found_of(chosen, 5))

    assert found.positions.tolist() == [1, 2]
    assert len(found.distances) == len(found.shared) == len(found.differences) == 2
    assert found.compared == 5


def test_areas_with_too_few_figures_are_counted() -> None:
    assert words.left_out_words(0, "Viertel", "de") == ""
    assert words.left_out_words(2, "Viertel", "de").startswith("2 von den übrigen Vierteln fehlen")
    assert words.left_out_words(1, "quarters", "en").startswith("1 of the other quarters is left out")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_problem_has_words_and_the_list_is_no_ranking(language: Language) -> None:
    problems: tuple[SimilarProblem, ...] = (
        "nothing_published",
        "none_then",
        "too_few",
        "constant",
        "area_incomplete",
        "nobody_comparable",
    )

    assert len({words.problem_words(each, language) for each in problems}) == len(problems)
    assert any("Rangfolge" in each or "ranking" in each for each in words.meaning_words(language))


def test_file_holds_every_figure_with_status_and_difference() -> None:
    chosen = columns((1.0, 1.5, 5.0), (2.0, 2.1, 9.0), (3.0, 3.1, 9.0), (4.0, None, 9.0))
    names = [("11", "A"), ("12", "B"), ("21", "C")]
    told = [FileIndicator(f"i{place}", "2023", "Quelle", "Lizenz", "", each) for place, each in enumerate(chosen)]

    head, *rows = similar_cells(FileGround("Viertel", "Stand", names, date(2024, 5, 1)), told, found_of(chosen, 1), 0)

    assert head == HEAD
    assert len(rows) == 8
    assert {len(row) for row in rows} == {len(HEAD)}
    own, hidden = dict(zip(HEAD, rows[0], strict=True)), dict(zip(HEAD, rows[7], strict=True))
    assert (own["schluessel"], own["abstand"], own["wert"]) == ("11", None, Decimal("1.0"))
    assert (hidden["gebiet"], hidden["wert"], hidden["status_code"]) == ("B", None, "suppressed")
    assert hidden["unterschied_standardabweichungen"] is None
    assert hidden["gemeinsame_indikatoren"] == 3
