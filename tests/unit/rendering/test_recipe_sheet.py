# SPDX-License-Identifier: EUPL-1.2
"""Recipes of format 2 in words."""

from dataclasses import replace

import pytest

from indicators.rendering.profile_numbers import Language
from indicators.rendering.recipe_sheet import PartWords, sheet_words
from indicators.stats.composite.cuts import ClassCut, IndexClass
from indicators.stats.composite.nodes import Combine, Domain, NamedExclusion, Part, Quantiles, ReferenceSet
from indicators.stats.composite.presets import PRESETS, Source
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.steps import (
    BordaScale,
    Log,
    MinMaxScale,
    NormalScores,
    PercentileScale,
    RankExponential,
    RankScale,
    Scale,
    SdScale,
    TargetScale,
    Transform,
    Unscaled,
    Winsorise,
    ZScale,
)

WHY = "Language support at day care is planned by this share."


def test_german_sheet_of_berlin_names_every_step() -> None:
    recipe = PRESETS["mss_status"].recipe([Source("a"), Source("b", -1), Source("c")], slug="mss")

    made = sheet_words(recipe, {"a": "Arbeitslosigkeit", "mss": "Statusindex"}, "de")

    z = "z-Wert mit der Standardabweichung aller Gebiete (n)."
    assert made.parts == (
        PartWords(
            "Statusindex",
            0,
            "",
            ("Gewichtete Summe der Teile.", "Geteilt durch die eigene Standardabweichung (n)."),
        ),
        PartWords("Arbeitslosigkeit", 1, "1", ("Mehr erhöht den Index.", z)),
        PartWords("b", 1, "1", ("Mehr senkt den Index.", z)),
        PartWords("c", 1, "1", ("Mehr erhöht den Index.", z)),
    )
    assert made.rules == (
        "Mittel, Streuung und Ränge beziehen sich auf die bewerteten Gebiete.",
        "Gemessen wird ohne Gebiete, von denen ein Teil geheim gehalten wird.",
        "Gebiete mit weniger als 300 Einwohnerinnen und Einwohnern werden nicht bewertet.",
        "Ein hoher Index heißt: großer Bedarf.",
        "Rang 1 hat der größte Bedarf; gleiche Werte erhalten den niedrigsten Rang.",
        "Festgelegt von: Senatsverwaltung für Stadtentwicklung, Bauen und Wohnen Berlin.",
    )
    assert made.shared_steps == ()
    assert made.has_equal_weights


def test_classes_tell_their_bounds_and_where_an_equal_value_goes() -> None:
    recipe = PRESETS["mss_status"].recipe([Source("a"), Source("b"), Source("c")], slug="mss")
    dynamics = PRESETS["mss_dynamics"].recipe([Source("a"), Source("b"), Source("c")], slug="mss")
    uppers = replace(dynamics, cuts=(ClassCut(0.25, "upper"), ClassCut(1.0, "upper")))

    german, english = sheet_words(recipe, {}, "de"), sheet_words(recipe, {}, "en")

    assert [each.bounds for each in german.classes] == [
        "weniger als −1",
        "ab −1 bis 1",
        "mehr als 1 bis 1,5",
        "mehr als 1,5",
    ]
    assert [each.bounds for each in english.classes] == [
        "less than −1",
        "from −1 up to 1",
        "more than 1 up to 1.5",
        "more than 1.5",
    ]
    assert [each.official for each in german.classes] == ["hoch", "mittel", "niedrig", "sehr niedrig"]
    assert [each.bounds for each in sheet_words(uppers, {}, "de").classes] == [
        "weniger als 0,25",
        "ab 0,25 und weniger als 1",
        "ab 1",
    ]
    assert german.shared_steps == ("Mehr erhöht den Index.", "z-Wert mit der Standardabweichung aller Gebiete (n).")


def test_classes_of_equally_many_areas_have_no_stated_bounds() -> None:
    recipe = PRESETS["equal_ranks"].recipe([Source("a"), Source("b")], slug="x")

    assert {each.bounds for each in sheet_words(recipe, {}, "de").classes} == {""}


def test_english_sheet_of_england_states_divisor_and_rule_of_ranks() -> None:
    recipe = PRESETS["imd_2019"].recipe([Source(name, is_rank=True) for name in "abcdefg"], slug="imd")

    made = sheet_words(recipe, {}, "en")

    assert made.parts[0].steps == ("Weighted mean of the parts; divisor: 100.",)
    assert made.parts[1].weight == "22.5"
    assert made.parts[1].steps[0] == (
        "Rank of published ranks, spread exponentially with the constant 23; R = (n − rank + 1) / n."
    )
    assert "10 classes of equally many areas by rank, rounded up." in made.rules


EVERY: list[tuple[tuple[Transform, ...], Scale]] = [
    ((Log(),), ZScale(1)),
    ((Log(1.0), Winsorise(1, 2)), ZScale(0, 100.0, 10.0)),
    ((RankExponential(20.0, "last_is_zero"),), Unscaled()),
    ((NormalScores(),), SdScale(1)),
    ((), RankScale()),
    ((), PercentileScale()),
    ((), PercentileScale("dense")),
    ((), BordaScale()),
    ((), MinMaxScale()),
    ((), MinMaxScale(0.0, 100.0, (5.0, 25.0))),
    ((), TargetScale(12.5)),
]


def everything() -> Recipe:
    parts = tuple(Part(f"i{place}", transforms=each, scale=scale) for place, (each, scale) in enumerate(EVERY))
    burden = Part("people", "change", is_demographic=True, justification=WHY)
    inner = tuple(
        Domain(f"d{place}", (replace(parts[2 * place]), parts[2 * place + 1]), combine, weighting, weight=0.5)  # type: ignore[arg-type]
        for place, (combine, weighting) in enumerate(
            [
                (Combine("geometric", "weights"), "equal"),
                (Combine("mazziotta_pareto", "weights", 1), "pca"),
                (Combine("mazziotta_pareto", 2.0, -1), "given"),
                (Combine("sum"), "pca_score"),
                (Combine("harmonic", "weights"), "entropy"),
            ]
        )
    )
    shrunk = Part("shrunk", shrink=True)
    factor = Domain("factor", (Part("f1"), Part("f2"), Part("f3")), Combine("sum"), "factor")
    last = Domain("last", (burden, shrunk), Combine("median"), needed=0.5)
    classes = tuple(IndexClass(str(number), str(number), str(number)) for number in range(4))
    return Recipe(
        "x",
        1,
        Domain("x", (*inner, factor, last), Combine("mean", "weights"), direction=-1),
        reference="given",
        quantiles=Quantiles(4, "rank_up"),
        classes=classes,
        higher_means="less_need",
        excluded=(NamedExclusion("0101", "Gewerbegebiet"),),
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_step_of_a_recipe_is_told_in_both_languages(language: Language) -> None:
    made = sheet_words(everything(), {}, language)

    assert [part.depth for part in made.parts] == [0, *([1, 2, 2] * 5), 1, 2, 2, 2, 1, 2, 2]
    for part in made.parts:
        assert part.steps
        assert all(step.endswith(".") for step in part.steps)
    assert [part.justification for part in made.parts if part.justification] == [WHY]
    assert len(made.rules) == 6


@pytest.mark.parametrize("place", range(len(EVERY)))
def test_no_two_recipes_that_differ_in_a_step_are_told_alike(place: int) -> None:
    told = [
        sheet_words(Recipe("x", 1, Domain("x", (Part("a", transforms=each, scale=scale),))), {}, "de")
        for each, scale in EVERY
    ]

    assert told.count(told[place]) == 1


def test_reference_set_is_named_in_the_sheet() -> None:
    index = Domain("x", (Part("a"),))
    named = Recipe("x", 1, index, reference="given", reference_set=ReferenceSet(("01", "02")))
    peopled = Recipe("x", 1, index, reference="given", reference_set=ReferenceSet((), 1000.0), inhabitants="leute")

    assert "Diese Menge: die Gebiete 01, 02." in sheet_words(named, {}, "de").rules
    assert "This set: rated areas with at least 1,000 inhabitants." in sheet_words(peopled, {}, "en").rules
