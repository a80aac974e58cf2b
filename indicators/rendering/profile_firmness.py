# SPDX-License-Identifier: EUPL-1.2
"""How far the rank of one area in an index is to be relied on: one sentence, two statements that are never mixed."""

from dataclasses import dataclass
from typing import Final

from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.stability import AreaStability

# Lower and upper are the ranks between which so many of a hundred variants lie.
OF_HUNDRED: Final = 90


@dataclass(frozen=True, slots=True)
class AreaFirmness:
    """What a release of an index says of one area: its rank among `rated` areas, by its choices and by chance.

    `by_chance` is None where nothing is known of chance; `is_fixed`: an authority defined the index.
    """

    rated: int
    is_fixed: bool
    by_choices: AreaStability
    by_chance: AreaStability | None


def firmness_sentence(told: AreaFirmness, language: Language) -> str:
    """Tell how far other choices move an area among all, and how far chance does; its rank itself is not told.

    A class that an authority set is said to be set so: no share of variants is a probability of it.
    """
    rated = number(told.rated, 0, language)
    choices = _shift(told.by_choices, language)
    chance = _shift(told.by_chance, language) if told.by_chance else ""
    if language == "de":
        by_chance = f"der Zufall allein verschiebt sie in mindestens {OF_HUNDRED} von 100 Ziehungen {chance}"
        unknown = "wie weit der Zufall sie verschiebt, ist nicht berechenbar"
        fixed = " Index und Klasse sind vom Herausgeber so festgelegt." if told.is_fixed else ""
        return (
            f"Unter den {rated} bewerteten Gebieten verschieben andere vertretbare Entscheidungen die Stellung dieses "
            f"Gebiets in mindestens {OF_HUNDRED} von 100 Varianten {choices}; "
            f"{by_chance if chance else unknown}.{fixed}"
        )
    by_chance = f"chance alone shifts it {chance} in at least {OF_HUNDRED} of 100 draws"
    unknown = "how far chance shifts it cannot be calculated"
    fixed = " Index and class are set so by the publisher." if told.is_fixed else ""
    return (
        f"Among the {rated} areas rated, other defensible choices shift the position of this area {choices} in at "
        f"least {OF_HUNDRED} of 100 variants; {by_chance if chance else unknown}.{fixed}"
    )


def _shift(found: AreaStability, language: Language) -> str:
    """Tell by how many positions an area moves at most, up or down."""
    most = max(found.stated - found.lower, found.upper - found.stated, 0)
    if not most:
        return "gar nicht" if language == "de" else "not at all"
    told = number(most, 0, language)
    if language == "de":
        return f"um höchstens {told} {'Stelle' if most == 1 else 'Stellen'}"
    return f"by at most {told} {'position' if most == 1 else 'positions'}"
