# SPDX-License-Identifier: EUPL-1.2
"""The verdict about an index in words."""

from dataclasses import replace

import pytest

from indicators.rendering.index_verdict import verdict_words
from indicators.rendering.profile_numbers import Language
from indicators.stats.composite.variants import Counted
from indicators.stats.composite.verdict import SpreadVerdict, Verdict

COUNTED = Counted(
    1000,
    0.25,
    (("as_stated", 350), ("percentile", 320), ("minmax", 330)),
    (("as_stated", 500), ("geometric", 500)),
    (("as_stated", 200), ("a", 400), ("b", 400)),
)
FOUND = Verdict(
    is_fixed=True,
    by_choices=SpreadVerdict("mostly_firm", 1000, 436, 380, 12.0),
    by_chance=SpreadVerdict("firm", 200, 436, 420, 3.0),
    counted=COUNTED,
    without_interval=("b",),
    leading="combine",
    leading_share=0.7,
)


def test_german_verdict_names_variants_and_keeps_choice_and_chance_apart() -> None:
    fixed, choices, tried, chance, leading = verdict_words(FOUND, "de")

    assert "so festgelegt" in fixed
    assert choices == (
        "Der Index hängt teilweise von der Methode ab: 380 von 436 Gebieten bleiben in mindestens 9 von 10 der 1.000 "
        "Varianten in ihrer Klasse; der Rang eines mittleren Gebiets schwankt um 12 Plätze."
    )
    assert tried == (
        "Gerechnet wurde: Gewichte um bis zu 25 % verändert; 320 mit Prozenträngen; 330 mit Werten zwischen den "
        "Extremen; 500 mit dem geometrischen Mittel; 800 ohne einen der Teilindikatoren."
    )
    assert chance.startswith("Der Zufall bewegt den Index kaum: 420 von 436")
    assert chance.endswith("Ohne bekannte Zufallsschwankung, und darum unbewegt: 1 Teilindikator.")
    assert leading == "Am meisten verschiebt die Ränge: die Art der Zusammenfassung."


def test_own_index_without_classes_is_told_by_ranks() -> None:
    plain = replace(
        FOUND,
        is_fixed=False,
        by_choices=SpreadVerdict("shaky", 1000, 436, None, 50.0),
        by_chance=SpreadVerdict("shaky", 200, 436, None, 60.0),
        leading="weight:a",
        without_interval=(),
    )

    words = verdict_words(plain, "en")

    assert words[0] == (
        "The index strongly hangs on its method: Over 1,000 variants the rank of a middling area spreads over 50 of "
        "436 places."
    )
    assert words[-1] == "What moves ranks most: the weight of one component."


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("reason", ["no_intervals", "no_draw_worked", "too_few"])
def test_what_is_not_known_is_said_to_be_so(language: Language, reason: str) -> None:
    unknown = SpreadVerdict("unknown", 0, 0, None, float("nan"), reason)

    words = verdict_words(Verdict(False, unknown, unknown, None, (), "", float("nan")), language)

    assert 1 <= len(words) <= 2
    assert all(word.endswith(".") for word in words)
    assert "nan" not in " ".join(words)


def test_nothing_varied_names_nothing() -> None:
    still = Counted(10, 0.0, (("as_stated", 10),), (("as_stated", 10),), (("as_stated", 10),))

    assert len(verdict_words(replace(FOUND, counted=still), "de")) == 4
