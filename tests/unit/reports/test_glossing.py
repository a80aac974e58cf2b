# SPDX-License-Identifier: EUPL-1.2
"""The glossary of a document: the terms that it uses, in each of their forms, in the order of the alphabet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rendering.document import (
    AreaList,
    Cell,
    Column,
    Interpretation,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    Remark,
    Section,
    Table,
    Term,
    Terms,
)
from reports.rendering.glossing import terms_of
from sozialplanung.common.folding import folded
from sozialplanung.common.terms import ALL
from tests.factories.documents import document_of


def words(*texts: str, language: str = "de") -> list[str]:
    """Return the words that are explained where some texts stand in a document."""
    section = Section("teil", "Teil", 2, tuple(Paragraph(text) for text in texts))
    found = document_of(section)
    # The sample's own title and subtitle use words, too.
    plain = type(found)("X", "", language, found.imprint, found.sections)  # type: ignore[arg-type]
    return [term.word for term in terms_of(plain).terms]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Die Anteile unterscheiden sich.", "Anteil"),
        ("Um drei Prozentpunkte gesunken.", "Prozentpunkt"),
        ("Das liegt in der Zufallsschwankung.", "Vertrauensbereich, Zufallsschwankung"),
        ("Außerhalb des Vertrauensbereichs.", "Vertrauensbereich, Zufallsschwankung"),
        ("Der Wert ist gesperrt.", "gesperrt: geheim gehalten"),
        ("Ein vorläufiger Wert.", "vorläufig"),
        ("SGB-II-Bezug in Familien", "SGB II"),
        ("In räumlichen Häufungen", "Räumliche Häufung (LISA)"),
        ("Nach LISA", "Räumliche Häufung (LISA)"),
        ("aus abgeleiteten Indikatoren", "Abgeleiteter Indikator"),
        ("Der Planungsräume wegen", "Planungsraum"),
        ("höher als in der Stadt", "Vergleich: höher, ähnlich, niedriger"),
        ("ZEITREIHENBRUCH", "Zeitreihenbruch"),
    ],
)
def test_word_is_found_in_each_of_its_forms(text: str, word: str) -> None:
    assert word in words(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Wir zählen Menschen.", "Zähler"),
        ("Die Höhe des Hauses, ein hoher Turm", "Vergleich: höher, ähnlich, niedriger"),
        ("Der Rat der Stadt rät ab.", "Rate"),
        ("Die Anteilseigner", "Anteil"),
    ],
)
def test_another_word_is_not_taken_for_it(text: str, word: str) -> None:
    assert word not in words(text)


def test_words_of_two_texts_are_no_term_together() -> None:
    found = words("Sie sind abgeleitete", "Indikatoren fehlen.")

    assert "Abgeleiteter Indikator" not in found
    assert "Indikator, Kennzahl" in found


def test_words_stand_in_the_order_of_the_alphabet_each_once() -> None:
    found = words("Zähler, Nenner, Anteil, ähnlich, Quote, Anteile, Fallzahl, Äquivalenz und Aggregation.")

    assert found == sorted(found, key=folded)
    assert len(found) == len(set(found))
    assert found[0] == "Aggregation"


def test_german_words_in_an_english_document_are_explained_by_both_names() -> None:
    found = words("Der Planungsraum.", "Two percentage points lower", language="en")

    assert "Planning area (Planungsraum)" in found
    assert "Percentage point" in found


_LOOKED_AT = (
    "Anteil Fallzahl Stadtwert Quote echte Vergleich Zufallsschwankung Nenner Sozialraum Median keine Quantile "
    "Segregation Zeitreihenbruch Gewichtung Sozialindex"
)


def test_everything_that_is_read_is_looked_at() -> None:
    columns = (Column("Gebiet"), Column("Median"))
    table = Table("liste", "Nach Sozialraum", columns, ((Cell("Nord"), Cell("keine Angabe")),), ("Quantile",))
    key = KeyFigure(
        "Quote", "echte Null", "2020", comparison="ähnlich", certainty="Vertrauensbereich", meaning="Nenner"
    )
    blocks = (
        Paragraph("Anteil"),
        Listing(("Fallzahl",)),
        KeyFigures("Stadtwert", (key,)),
        AreaList(table, ("",)),
        Interpretation("reading", "", ("Segregation",)),
        Remark("Zeitreihenbruch"),
        Terms((Term("X", "Gewichtung"),)),
    )

    found = " ".join(term.word for term in terms_of(document_of(Section("s", "Sozialindex", 2, blocks))).terms)

    for word in _LOOKED_AT.split():
        assert word in found, word


def test_terms_are_those_of_the_public_page() -> None:
    texts = {term.name("de"): term.text("de") for term in ALL}
    section = Section("s", "Anteil", 2, (Paragraph("Median und Quote"),))

    for term in terms_of(document_of(section)).terms:
        assert texts[term.word] == term.meaning


def test_document_without_such_words_has_none() -> None:
    assert words("Wir sagen nur so viel.") == []


@given(texts=st.lists(st.text(max_size=60), max_size=5))
def test_any_text_is_looked_at(texts: list[str]) -> None:
    found = words(*texts)

    assert found == sorted(found, key=folded)
