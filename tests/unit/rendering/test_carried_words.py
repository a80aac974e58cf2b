# SPDX-License-Identifier: EUPL-1.2
"""What is said of carried figures: how many are exact, how many estimated, and what cannot be converted."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from indicators.rendering.carried_words import (
    broken_words,
    carried_sentences,
    estimated_words,
    left_out_estimates,
    marked_name,
    no_peers_words,
    not_converted_words,
    range_words,
)
from indicators.rendering.sentences import status_words
from indicators.rendering.slices import NumberBand, SliceContent, SliceKey
from sozialplanung.common.statuses import Flag, Status

KEY = SliceKey("stadt", "anteil", "2018", "viertel", "neu", "public")


def content(status: list[int], flags: list[int], *, with_counts: bool = False) -> SliceContent:
    values = np.where(np.array(status) == Status.OK, 1.0, np.nan)
    numbers = {"value": NumberBand(values, 0)}
    if with_counts:
        numbers |= {"numerator": NumberBand(values, 0), "denominator": NumberBand(values, 0)}
    return SliceContent(
        key=KEY,
        unit_order_hash="",
        status=np.array(status, dtype=np.uint8),
        flags=np.array(flags, dtype=np.uint8),
        numbers=MappingProxyType(numbers),
    )


OK, LEFT, HIDDEN = int(Status.OK), int(Status.NOT_COMPARABLE), int(Status.SUPPRESSED)
GUESS = int(Flag.ESTIMATED)
ANEW = int(Flag.RECOMPUTED)


@pytest.mark.parametrize(
    ("status", "flags", "said"),
    [
        ([OK, OK, HIDDEN], [0, 8, 0], ("Umgerechnet vom Gebietsstand Alt: für alle 2 Gebiete genau.",)),
        (
            [OK, OK],
            [0, GUESS],
            ("Umgerechnet vom Gebietsstand Alt: bei 1 von 2 Gebieten genau, bei 1 geschätzt.",),
        ),
        ([OK], [GUESS], ("Umgerechnet vom Gebietsstand Alt: alle Werte sind geschätzt.",)),
        ([OK], [0], ("Umgerechnet vom Gebietsstand Alt: genau.",)),
        ([HIDDEN], [0], ()),
    ],
)
def test_exact_and_estimated_areas_are_counted(status: list[int], flags: list[int], said: tuple[str, ...]) -> None:
    assert carried_sentences(content(status, flags), "Alt", "de") == said


def test_what_cannot_be_converted_says_why() -> None:
    one = carried_sentences(content([OK, LEFT], [0, 0]), "Alt", "de")
    several = carried_sentences(content([LEFT, LEFT], [0, 0]), "Old", "en")

    assert one[1].startswith("Ein Gebiet lässt sich nicht umrechnen:")
    assert len(several) == 1
    assert several[0].startswith("2 areas cannot be converted: they came from areas that were cut")


def test_an_index_says_that_it_was_computed_anew_and_by_how_many_exact_areas() -> None:
    exact = carried_sentences(content([OK, OK], [ANEW, ANEW]), "Alt", "de")
    mixed = carried_sentences(content([OK, OK, LEFT], [ANEW, ANEW | GUESS, 0]), "Old", "en")

    assert len(exact) == 1
    assert exact[0].startswith("Für diesen Gebietsstand aus umgerechneten Bestandteilen neu berechnet")
    assert "den Gebietsstand Alt." in exact[0]
    assert mixed[1].startswith("For 1 of 2 areas all components are exact, for 1 at least one is estimated")
    assert mixed[2] == "One area has no index here: at least one component cannot be converted."


def test_shares_by_counts_say_that_parts_of_one_area_look_alike() -> None:
    assert carried_sentences(content([OK, OK], [GUESS, GUESS], with_counts=True), "Alt", "de")[-1].startswith("Teile")
    assert len(carried_sentences(content([OK, OK], [0, GUESS], with_counts=True), "Alt", "de")) == 1


def test_how_far_estimates_may_be_off_is_told_where_it_is_known() -> None:
    guessed = content([OK, OK], [0, GUESS])
    band = {"lower": NumberBand(np.array([1.0, np.nan]), 0)}
    ranged = {"lower": NumberBand(np.array([np.nan, 1.0]), 0)}

    # What is measured has chance alone.
    assert len(carried_sentences(replace(guessed, numbers={**guessed.numbers, **band}), "Alt", "de")) == 1
    told = carried_sentences(replace(guessed, numbers={**guessed.numbers, **ranged}), "Alt", "de")
    assert told[1].startswith("Die Spanne")


def test_an_area_without_a_figure_is_told_in_the_words_of_a_conversion() -> None:
    left = Status.NOT_COMPARABLE
    assert status_words(left, "de", not_converted_words("de")) == "nicht umrechenbar"
    assert status_words(left, "en", not_converted_words("en")) == "cannot be converted"
    assert status_words(left, "de") == "über einen Bruch hinweg nicht berechenbar"
    assert status_words(Status.SUPPRESSED, "de", not_converted_words("de")) == "gesperrt: geheim gehalten"


@pytest.mark.parametrize(
    ("count", "german", "english"),
    [
        (0, "", ""),
        (
            1,
            "1 geschätzter Wert zählt hier nicht mit: nur was gezählt oder genau umgerechnet ist.",
            "1 estimated one counts nowhere here: only what was counted or carried exactly does.",
        ),
        (
            1200,
            "1.200 geschätzte Werte zählen hier nicht mit: nur was gezählt oder genau umgerechnet ist.",
            "1,200 estimated ones count nowhere here: only what was counted or carried exactly does.",
        ),
    ],
)
def test_estimates_that_no_statistic_takes_are_counted_in_words(count: int, german: str, english: str) -> None:
    assert (left_out_estimates(count, "de"), left_out_estimates(count, "en")) == (german, english)


@pytest.mark.parametrize(
    ("flags", "german", "english"),
    [
        (Flag.ESTIMATED, "nicht bekannt", "not known"),
        (Flag.REAGGREGATED, "keine: genau umgerechnet", "none: carried exactly"),
        (Flag.NONE, "keine: genau umgerechnet", "none: carried exactly"),
    ],
)
def test_a_figure_without_a_range_says_whether_it_needs_one(flags: Flag, german: str, english: str) -> None:
    assert (range_words(flags, "de"), range_words(flags, "en")) == (german, english)


def test_a_break_says_from_when_on_figures_differ_and_how_much() -> None:
    assert broken_words("2018", "Neues Gesetz.", "de", is_limited=False) == (
        "nicht vergleichbar mit Werten ab 2018: Neues Gesetz."
    )
    assert broken_words("2018", "Neues Gesetz.", "de", is_limited=True).startswith("eingeschränkt vergleichbar")
    assert broken_words("2018", "New law.", "en", is_limited=True) == (
        "comparable to a limited extent with figures from 2018 on: New law."
    )


def test_a_period_is_marked_where_it_was_carried_and_nowhere_else() -> None:
    assert marked_name("2018", "de", is_carried=True) == "2018 (umgerechnet)"
    assert marked_name("2018", "en", is_carried=True) == "2018 (carried)"
    assert marked_name("2018", "de", is_carried=False) == "2018"
    assert (estimated_words("de"), estimated_words("en")) == ("geschätzt", "estimated")


def test_areas_that_nobody_knows_to_be_similar_say_why() -> None:
    assert "keine geliefert" in no_peers_words("de")
    assert "none were delivered" in no_peers_words("en")
