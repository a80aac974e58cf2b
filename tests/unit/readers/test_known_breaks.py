# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of known breaks finds the indicators that an entry may concern, and no others."""

import pytest

from indicators.readers.knownbreaks import known_break, known_breaks


@pytest.mark.parametrize(
    ("text", "slug", "fits"),
    [
        ("Kinder unter 15 Jahren im SGB-II-Bezug", "sgb2-revision-2016", True),
        ("Kinder in Bedarfsgemeinschaften", "buergergeld-2023", True),
        ("Langzeitarbeitslose", "leiharbeit-2013", False),
        ("Langzeitarbeitslosigkeit", "arbeitslose-2009", True),
        ("Arbeitslose laut Mikrozensus", "arbeitslose-2009", False),
        ("Bevölkerungsfortschreibung auf Basis des Zensus", "zensus-2022", True),
        ("Ergebnisse des Mikrozensus", "zensus-2022", False),
        ("Ergebnisse des Mikrozensus", "mikrozensus-2020", True),
        ("Einwohnerregister, Hauptwohnsitz, mit dem Zensus abgeglichen", "zensus-2011", False),
        ("Haushalte mit Wohngeld", "wohngeld-plus-2023", True),
        ("Menschen ab 65 Jahren", "wohngeld-plus-2023", False),
    ],
)
def test_entry_fits_texts_whose_words_begin_like_its_own(text: str, slug: str, fits: bool) -> None:
    entry = known_break(slug)
    assert entry is not None

    assert entry.fits(["", text]) is fits


def test_entries_come_in_the_order_of_time_and_unchecked_ones_not_at_all() -> None:
    dates = [entry.date for entry in known_breaks()]

    assert dates == sorted(dates)
    assert known_break("kjsg-2021") is None
