# SPDX-License-Identifier: EUPL-1.2
"""Names of areas stand in German sentences as they are spoken."""

import pytest

from reports.rendering.sentences.grammar import (
    AreaName,
    Case,
    Grammar,
    declined,
    grammar_of,
    in_area,
    of_area,
    plural_of,
)

INNER = Grammar("articled", "f")


@pytest.mark.parametrize(
    ("level", "name", "where", "whose"),
    [
        ("Stadt", "Berlin", "in Berlin", "Berlins"),
        ("Gemeinde", "Mainz", "in Mainz", "von Mainz"),
        ("Gemeinde", "Frankfurt am Main", "in Frankfurt am Main", "von Frankfurt am Main"),
        ("Gemeinde", "Castrop-Rauxel", "in Castrop-Rauxel", "Castrop-Rauxels"),
        ("Kreis oder kreisfreie Stadt", "Köln", "in Köln", "Kölns"),
        ("Kreis oder kreisfreie Stadt", "Rhein-Sieg-Kreis", "im Rhein-Sieg-Kreis", "des Rhein-Sieg-Kreises"),
        ("Kreis oder kreisfreie Stadt", "Kreis Wesel", "im Kreis Wesel", "des Kreises Wesel"),
        ("Kreis oder kreisfreie Stadt", "Märkischer Kreis", "im Märkischen Kreis", "des Märkischen Kreises"),
        ("Kreis oder kreisfreie Stadt", "Städteregion Aachen", "in der Städteregion Aachen", "der Städteregion Aachen"),
        ("Bezirk", "Mitte", "im Bezirk Mitte", "des Bezirks Mitte"),
        ("Bezirk", "Bezirk Mitte", "im Bezirk Mitte", "des Bezirks Mitte"),
        ("Planungsraum (LOR)", "Stülerstraße", "im Planungsraum Stülerstraße", "des Planungsraums Stülerstraße"),
        (
            "Bezirksregion",
            "Wedding Zentrum",
            "in der Bezirksregion Wedding Zentrum",
            "der Bezirksregion Wedding Zentrum",
        ),
        ("Viertel", "Nord", "im Viertel Nord", "des Viertels Nord"),
        ("Stadtteil", "Duburg", "im Stadtteil Duburg", "des Stadtteils Duburg"),
        ("Wahlkreis", "Süd", "im Wahlkreis Süd", "des Wahlkreises Süd"),
        ("Statistischer Bezirk", "12", "im Statistischen Bezirk 12", "des Statistischen Bezirks 12"),
        ("Statistische Zelle", "12", "in der Statistischen Zelle 12", "der Statistischen Zelle 12"),
        ("Statistisches Gebiet", "12", "im Statistischen Gebiet 12", "des Statistischen Gebiets 12"),
        ("Rasterfeld", "A 7", "im Gebiet A 7", "des Gebiets A 7"),
    ],
)
def test_level_tells_how_its_areas_are_declined(level: str, name: str, where: str, whose: str) -> None:
    area = AreaName(name, grammar_of(level, name))

    assert in_area(area, "de") == where
    assert of_area(area, "de") == whose


@pytest.mark.parametrize(
    ("name", "grammar", "where", "whose"),
    [
        ("Wedding", Grammar("articled", "m"), "im Wedding", "des Weddings"),
        ("Wedding", Grammar("articled", "m", genitive="Wedding"), "im Wedding", "des Wedding"),
        ("Prenzlauer Berg", Grammar("articled", "m"), "im Prenzlauer Berg", "des Prenzlauer Bergs"),
        ("Alter Markt", Grammar("articled", "m"), "im Alten Markt", "des Alten Markts"),
        ("Innenstadt", INNER, "in der Innenstadt", "der Innenstadt"),
        ("Nördliche Innenstadt", INNER, "in der Nördlichen Innenstadt", "der Nördlichen Innenstadt"),
        ("Höhe Nord", INNER, "in der Höhe Nord", "der Höhe Nord"),
        ("Vororte", Grammar("articled", "pl"), "in den Vororten", "der Vororte"),
        ("Neues Zentrum", Grammar("articled", "n"), "im Neuen Zentrum", "des Neuen Zentrums"),
        ("Insel", Grammar("articled", "f", preposition="auf"), "auf der Insel", "der Insel"),
        ("Hafen", Grammar("articled", "m", preposition="an"), "am Hafen", "des Hafens"),
        ("Altes Land", Grammar("articled", "n"), "im Alten Land", "des Alten Landes"),
        ("Ruhrort", Grammar(genitive="Ruhrorts"), "in Ruhrort", "Ruhrorts"),
    ],
)
def test_grammar_of_its_own_is_followed(name: str, grammar: Grammar, where: str, whose: str) -> None:
    area = AreaName(name, grammar)

    assert in_area(area, "de") == where
    assert of_area(area, "de") == whose


@pytest.mark.parametrize(
    ("name", "grammar", "case", "told"),
    [
        ("Mitte", Grammar("typed", "m", "Bezirk"), "nominative", "der Bezirk Mitte"),
        ("Mitte", Grammar("typed", "m", "Bezirk"), "accusative", "den Bezirk Mitte"),
        ("12", Grammar("typed", "m", "Statistischer Bezirk"), "nominative", "der Statistische Bezirk 12"),
        ("12", Grammar("typed", "m", "Statistischer Bezirk"), "accusative", "den Statistischen Bezirk 12"),
        ("Nördliche Innenstadt", INNER, "accusative", "die Nördliche Innenstadt"),
        ("Nördliche Vororte", Grammar("articled", "pl"), "dative", "den Nördlichen Vororten"),
        ("Nördliche Vororte", Grammar("articled", "pl"), "nominative", "die Nördlichen Vororte"),
        ("Gebiet", Grammar("typed", "n", "Gebiet"), "nominative", "das Gebiet"),
        ("Köln", Grammar(), "accusative", "Köln"),
    ],
)
def test_cases_are_right(name: str, grammar: Grammar, case: Case, told: str) -> None:
    assert declined(AreaName(name, grammar), case) == told


def test_english_uses_the_name_or_what_it_is_called_there() -> None:
    assert in_area(AreaName("Mitte", grammar_of("Bezirk", "Mitte")), "en") == "in Mitte"
    assert of_area(AreaName("Vororte", Grammar("articled", "pl", english="the suburbs")), "en") == "of the suburbs"


@pytest.mark.parametrize(
    ("areas", "dative", "genitive"),
    [
        ("Bezirke", "Bezirken", "Bezirke"),
        ("Viertel", "Vierteln", "Viertel"),
        ("Planungsräume", "Planungsräumen", "Planungsräume"),
        ("Regionen", "Regionen", "Regionen"),
        ("Statistische Bezirke", "Statistischen Bezirken", "Statistischen Bezirke"),
        ("Kreise und kreisfreie Städte", "Gebieten", "Gebiete"),
    ],
)
def test_plural_of_a_level_is_declined(areas: str, dative: str, genitive: str) -> None:
    assert plural_of(areas, "dative") == dative
    assert plural_of(areas, "genitive") == genitive


@pytest.mark.parametrize("make", [lambda: Grammar("typed"), lambda: Grammar("bare", noun="Bezirk")])
def test_noun_belongs_to_typed_names_alone(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match="noun"):
        make()
