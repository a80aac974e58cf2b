# SPDX-License-Identifier: EUPL-1.2
"""A recipe is told completely: parts, weights, steps, classes and to which side a bound belongs."""

import pytest

from indicators.rendering.profile_recipe import recipe_words
from indicators.stats.presets import mss_dynamics, mss_status
from indicators.stats.recipes import ClassCut, Component, IndexClass, IndexRecipe

NAMES = {"arbeitslosigkeit": "Arbeitslosigkeit", "kinderarmut": "Kinderarmut"}


def test_parts_are_named_with_their_measure() -> None:
    status = recipe_words(mss_status(["arbeitslosigkeit", "kinderarmut"]), NAMES, "de")
    dynamics = recipe_words(mss_dynamics(["kinderarmut"]), NAMES, "de")

    assert [part.name for part in status.components] == ["Arbeitslosigkeit", "Kinderarmut"]
    assert {part.measure for part in status.components} == {"Wert"}
    assert dynamics.components[0].measure == "veröffentlichte Veränderung"
    assert status.has_equal_weights


def test_part_that_is_not_published_keeps_its_slug() -> None:
    assert recipe_words(mss_status(["transferbezug"]), NAMES, "de").components[0].name == "transferbezug"


def test_steps_of_the_monitoring_are_told_in_order() -> None:
    words = recipe_words(mss_status(["kinderarmut"]), NAMES, "de")

    assert words.steps[0] == (
        "Jeder Wert wird am ungewichteten Mittel aller bewerteten Gebiete gemessen und durch die "
        "Standardabweichung aller bewerteten Gebiete geteilt (z-Wert)."
    )
    assert words.steps[1:] == (
        "Die z-Werte werden addiert.",
        "Das Ergebnis wird durch seine eigene Standardabweichung geteilt.",
    )


def test_classes_tell_their_bounds_and_where_an_equal_value_goes() -> None:
    words = recipe_words(mss_status(["kinderarmut"]), NAMES, "de")

    assert [each.bounds for each in words.classes] == [
        "weniger als −1",
        "ab −1 bis 1",
        "mehr als 1 bis 1,5",
        "mehr als 1,5",
    ]
    assert [each.official for each in words.classes] == ["hoch", "mittel", "niedrig", "sehr niedrig"]


def other_recipe() -> IndexRecipe:
    return IndexRecipe(
        slug="index",
        version=3,
        components=(Component("kinderarmut", weight=2.0), Component("arbeitslosigkeit", direction=-1, weight=0.5)),
        ddof=1,
        aggregate="mean",
        divisor=2.5,
        restandardise="zscore",
        cuts=(ClassCut(0.25, "upper"), ClassCut(1.0, "upper")),
        classes=(IndexClass("1", "a", "A"), IndexClass("2", "b", "B"), IndexClass("3", "c", "C")),
    )


def test_weights_directions_and_divisor_are_told() -> None:
    words = recipe_words(other_recipe(), NAMES, "de")

    assert [part.weight for part in words.components] == ["2", "0,5"]
    assert [part.direction for part in words.components] == ["mehr erhöht den Index", "mehr senkt den Index"]
    assert not words.has_equal_weights
    assert "(n − 1)" in words.steps[0]
    assert words.steps[1] == "Die gewichteten z-Werte werden addiert und durch 2,5 geteilt."
    assert words.steps[2] == "Das Ergebnis wird noch einmal als z-Wert ausgedrückt."
    assert [each.bounds for each in words.classes] == ["weniger als 0,25", "ab 0,25 und weniger als 1", "ab 1"]


def test_recipe_without_classes_and_last_step_is_told_as_well() -> None:
    plain = IndexRecipe(slug="index", version=1, components=(Component("kinderarmut"),))

    words = recipe_words(plain, NAMES, "de")

    assert words.classes == ()
    assert len(words.steps) == 2


@pytest.mark.parametrize("recipe", [mss_status(["kinderarmut"]), other_recipe()])
def test_english_tells_as_much_as_german(recipe: IndexRecipe) -> None:
    german, english = recipe_words(recipe, NAMES, "de"), recipe_words(recipe, NAMES, "en")

    assert len(german.steps) == len(english.steps)
    assert all(de != en for de, en in zip(german.steps, english.steps, strict=True))
    assert all(de.bounds != en.bounds for de, en in zip(german.classes, english.classes, strict=True))
