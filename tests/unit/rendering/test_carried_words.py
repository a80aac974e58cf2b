# SPDX-License-Identifier: EUPL-1.2
"""What is said of carried figures: how many are exact, how many estimated, and what cannot be converted."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from indicators.rendering.carried_words import carried_sentences, not_converted_words
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
