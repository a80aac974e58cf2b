# SPDX-License-Identifier: EUPL-1.2
"""Texts of editors are looked at for long sentences, judging words, claims and abbreviations, each with a way out."""

import pytest

from indicators.rendering.profile_numbers import Language
from reports.rendering.sentences.lint import LONGEST_SENTENCE, lint, mean_length, sentences_of


@pytest.mark.parametrize(
    ("text", "language", "kind", "word"),
    [
        ("Der Soziale Brennpunkt wächst.", "de", "stigma", "Soziale Brennpunkt"),
        ("Ein Problemviertel wie viele.", "de", "stigma", "Problemviertel"),
        ("Hier leben sozial schwache Familien.", "de", "stigma", "sozial schwache"),
        ("Das Ghetto am Rand.", "de", "stigma", "Ghetto"),
        ("Ein abgehängter Bezirk.", "de", "stigma", "abgehängter"),
        ("Der Bezirk ist das Schlusslicht.", "de", "stigma", "Schlusslicht"),
        ("Das ist der schlechteste Wert.", "de", "stigma", "schlechteste"),
        ("Mitte liegt auf Platz 1 von 12.", "de", "stigma", "Platz 1 von 12"),
        ("Die Quote steigt, weil Wohnungen fehlen.", "de", "cause", "weil"),
        ("Armut führt häufig zu Krankheit.", "de", "cause", "führt häufig zu"),
        ("Das wird dadurch verursacht.", "de", "cause", "verursacht"),
        ("Die Zahlen beweisen es.", "de", "certainty", "beweisen"),
        ("Der Trend ist eindeutig.", "de", "certainty", "eindeutig"),
        ("The worst district.", "en", "stigma", "worst"),
        ("A problem area.", "en", "stigma", "problem area"),
        ("It rose because rents rose.", "en", "cause", "because"),
        ("Poverty leads to illness.", "en", "cause", "leads to"),
        ("This proves it.", "en", "certainty", "proves"),
        ("Ein Kind erhält BuT.", "de", "", ""),
        ("Alle LOR sind klein.", "de", "abbreviation", "LOR"),
    ],
)
def test_word_is_found_at_its_place_with_a_way_out(text: str, language: Language, kind: str, word: str) -> None:
    found = [each for each in lint(text, language) if each.text == word]

    assert [each.kind for each in found] == ([kind] if kind else [])
    for each in found:
        assert text[each.start : each.end] == word
        assert each.reason.de
        assert each.reason.en
        assert each.way_out.de
        assert each.way_out.en


@pytest.mark.parametrize(
    "text",
    [
        "Im Wedding leben viele Kinder.",
        "Sie führten das Gespräch.",
        "Weilheim liegt im Süden.",
        "Teil II beginnt.",
        "Die EU fördert das.",
        "Es gibt das Sozialgesetzbuch (SGB). Das SGB hat zwölf Bücher.",
        "Die AWO (Arbeiterwohlfahrt) hilft.",
    ],
)
def test_harmless_text_has_no_finding(text: str) -> None:
    assert lint(text, "de") == ()


@pytest.mark.check("C024")
def test_abbreviation_is_found_once_and_not_where_it_is_explained_elsewhere() -> None:
    text = "Die LOR sind klein. Alle LOR haben Namen."

    assert [each.start for each in lint(text, "de")] == [4]
    assert lint(text, "de", explained=["LOR"]) == ()


def test_long_sentence_is_found_whole() -> None:
    long = "Wort " * LONGEST_SENTENCE + "Ende."
    text = f"Kurz. {long} Auch kurz."

    (found,) = lint(text, "de")

    assert found.kind == "long_sentence"
    assert text[found.start : found.end] == long
    assert "26" in found.reason.de
    assert "26" in found.reason.en


@pytest.mark.check("C024")
def test_sentences_that_are_long_on_average_are_found_from_three_on() -> None:
    sentence = "Wort " * 17 + "Ende."

    assert [each.kind for each in lint(" ".join([sentence] * 3), "de")] == ["long_on_average"]
    assert lint(" ".join([sentence] * 2), "de") == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Im 1. Halbjahr 2018 stieg die Zahl. Danach nicht.", 2),
        ("Am 31. Dezember war es so.", 1),
        ("Das gilt z. B. Kindern und u. a. Eltern.", 1),
        ("Der Anteil beträgt 41,2 %. Er ist höher.", 2),
        ("Das sind 12.345 von 29.963. Er ist höher.", 2),
        ("Es sind 12. Danach kam nichts.", 2),
        ("„Gesperrt“ heißt: Der Wert wird nicht gezeigt. Aus ihm …", 2),
        ("Überschrift ohne Punkt\n\nEin Satz.", 2),
        ("Wirklich? Ja!", 2),
        ("", 0),
        ("…", 0),
    ],
)
def test_text_is_divided_into_sentences(text: str, count: int) -> None:
    found = sentences_of(text)

    assert len(found) == count
    assert all(text[each.start : each.end] == each.text for each in found)


def test_mean_length_counts_words() -> None:
    assert mean_length("Eins zwei drei. Der Anteil beträgt 41,2 %.") == 3.5
    assert mean_length("") == 0.0


def test_name_between_quotation_marks_is_one_word() -> None:
    assert mean_length("Der Wert „Ab 65 Jahre: Veränderung in 5 Jahren“ sinkt.") == 4.0
    assert mean_length("The figure “Change in 5 years” falls.") == 4.0
