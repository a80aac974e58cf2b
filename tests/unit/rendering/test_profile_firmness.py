# SPDX-License-Identifier: EUPL-1.2
"""How far an area moves in an index: two statements in one sentence, no rank, no probability of a class."""

from dataclasses import replace

from indicators.rendering.profile_firmness import AreaFirmness, firmness_sentence
from indicators.rendering.stability import AreaStability

BOTH = AreaFirmness(1_436, False, AreaStability(18, 12, 1_030, 0.97), AreaStability(18, 14, 22, 0.4))


def test_choices_and_chance_are_two_statements_of_one_sentence() -> None:
    sentence = firmness_sentence(BOTH, "de")

    assert sentence == (
        "Unter den 1.436 bewerteten Gebieten verschieben andere vertretbare Entscheidungen die Stellung dieses Gebiets "
        "in mindestens 90 von 100 Varianten um höchstens 1.012 Stellen; der Zufall allein verschiebt sie in mindestens "
        "90 von 100 Ziehungen um höchstens 4 Stellen."
    )


def test_neither_the_rank_nor_a_share_of_a_class_is_told() -> None:
    sentence = firmness_sentence(replace(BOTH, by_choices=AreaStability(17, 12, 19, 0.97)), "de")

    assert "17" not in sentence
    assert "97" not in sentence
    assert "rang" not in sentence.lower()


def test_unknown_chance_is_said_to_be_unknown() -> None:
    unknown = replace(BOTH, by_chance=None)

    assert "; wie weit der Zufall sie verschiebt, ist nicht berechenbar." in firmness_sentence(unknown, "de")
    assert "; how far chance shifts it cannot be calculated." in firmness_sentence(unknown, "en")


def test_position_that_nothing_moves_stays_where_it_is() -> None:
    still = replace(BOTH, by_choices=AreaStability(3, 3, 3, None), by_chance=AreaStability(3, 2, 3, None))

    assert "in mindestens 90 von 100 Varianten gar nicht; " in firmness_sentence(still, "de")
    assert "shifts it by at most 1 position in at least 90 of 100 draws." in firmness_sentence(still, "en")


def test_class_of_an_authority_is_set_so() -> None:
    fixed = replace(BOTH, is_fixed=True)

    assert firmness_sentence(fixed, "de").endswith(" Index und Klasse sind vom Herausgeber so festgelegt.")
    assert "so festgelegt" not in firmness_sentence(BOTH, "de")
    assert "wahrscheinlich" not in firmness_sentence(fixed, "de").lower()
