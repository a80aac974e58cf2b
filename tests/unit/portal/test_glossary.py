# SPDX-License-Identifier: EUPL-1.2
"""The glossary: complete in both languages, plain, and without a way that leads nowhere."""

import re

import pytest

from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import status_words
from sozialplanung.common.statuses import WITH_VALUE, Flag, Status
from sozialplanung.portal.glossary import Chapter, all_terms, chapters

LONGEST_MEAN_SENTENCE = 15
# What a reader meets as status or flag of a figure has to be explained.
STATUSES = {
    Status.TRUE_ZERO: "echte-null",
    Status.ROUNDED_ZERO: "gerundete-null",
    Status.MISSING: "keine-angabe",
    Status.UNKNOWN: "unbekannt",
    Status.CONFIDENTIAL: "vertraulich",
    Status.SUPPRESSED: "gesperrt",
    Status.EXCLUDED: "nicht-bewertet",
    Status.UNRELIABLE: "unzuverlaessig",
    Status.PENDING: "noch-nicht-da",
    Status.NOT_APPLICABLE: "trifft-nicht-zu",
    Status.NOT_COMPARABLE: "nicht-vergleichbar",
}
FLAGS = {
    Flag.LIMITED: "eingeschraenkt",
    Flag.PROVISIONAL: "vorlaeufig",
    Flag.ESTIMATED: "geschaetzt",
    Flag.REAGGREGATED: "umgerechnet",
    Flag.SMOOTHED: "geglaettet",
    Flag.REVISED: "revidiert",
    Flag.RECOMPUTED: "neu-berechnet",
}


def test_every_status_and_flag_is_explained() -> None:
    explained = {term.anchor for term in all_terms()}

    assert set(STATUSES) == set(Status) - {Status.OK}
    assert set(FLAGS) == set(Flag)
    assert {*STATUSES.values(), *FLAGS.values()} <= explained


@pytest.mark.parametrize("status", [status for status in Status if status not in WITH_VALUE])
@pytest.mark.parametrize("language", ["de", "en"])
def test_word_of_the_legend_is_found_in_the_glossary_at_its_own_term(status: Status, language: Language) -> None:
    words = status_words(status, language)

    assert STATUSES[status] in {entry.anchor for chapter in chapters(language, words) for entry in chapter.entries}


def test_every_term_has_a_place_of_its_own_that_fits_into_an_address() -> None:
    anchors = [term.anchor for term in all_terms()]

    assert len(anchors) == len(set(anchors)) > 40
    assert all(re.fullmatch(r"[a-z][a-z-]*", anchor) for anchor in anchors)


def test_every_related_term_exists_and_is_another_one() -> None:
    anchors = {term.anchor for term in all_terms()}

    for term in all_terms():
        assert set(term.related) <= anchors - {term.anchor}, term.anchor


@pytest.mark.check("C024")
@pytest.mark.parametrize("language", ["de", "en"])
def test_sentences_are_short(language: str) -> None:
    texts = [term.text(language) for term in all_terms()]
    sentences = [sentence for text in texts for sentence in re.split(r"[.:]\s+", text) if sentence.strip()]

    words = sum(len(sentence.split()) for sentence in sentences)

    assert words / len(sentences) <= LONGEST_MEAN_SENTENCE
    assert all(text.strip() == text and text for text in texts)


def test_terms_are_found_in_either_language_and_spelling() -> None:
    found = {text: _anchors(chapters("de", text)) for text in ("Umschluesselung", "umschlüss", "crosswalk")}

    assert all("umschluesselung" in anchors for anchors in found.values()), found


def test_all_words_have_to_be_found() -> None:
    assert "nenner" in _anchors(chapters("de", "Nenner Bruchstrich"))
    assert not chapters("de", "Nenner Einhorn")


def test_terms_stand_in_the_order_of_the_alphabet_of_the_reader() -> None:
    for language in ("de", "en"):
        for chapter in chapters(language):
            names = [entry.name.lower().replace("ä", "ae").replace("ü", "ue") for entry in chapter.entries]
            assert names == sorted(names)


def _anchors(found: tuple[Chapter, ...]) -> set[str]:
    return {entry.anchor for chapter in found for entry in chapter.entries}
