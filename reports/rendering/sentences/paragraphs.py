# SPDX-License-Identifier: EUPL-1.2
"""Sentences put together: of one figure, and of an area by several figures without leading with its worst."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Literal

from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import HIGHER, LOWER
from reports.rendering.sentences.amounts import sentence
from reports.rendering.sentences.changing import UNKNOWN_PART, change_sentences
from reports.rendering.sentences.comparing import (
    comparison_sentence,
    joint_sentence,
    side_of,
    standing_sentence,
    third_of,
)
from reports.rendering.sentences.courses import course_sentences
from reports.rendering.sentences.facts import FigureFacts
from reports.rendering.sentences.gaps import UNKNOWN_CHANCE, flag_sentence, gap_sentences, uncertainty_sentence
from reports.rendering.sentences.grammar import AreaName, english_name, in_area
from reports.rendering.sentences.level import level_sentences

Part = Literal["level", "comparison", "standing", "change", "course", "uncertainty", "flags"]

SHORT: Final[tuple[Part, ...]] = ("level", "comparison")
USUAL: Final[tuple[Part, ...]] = ("level", "comparison", "standing", "change", "uncertainty", "flags")
ALL: Final[tuple[Part, ...]] = ("level", "comparison", "standing", "change", "course", "uncertainty", "flags")
_LOWEST, _HIGHEST = 0, 2
_PRONOUNS: Final = MappingProxyType(
    {
        "Der Anteil ": "Er ",
        "Die Zahl ": "Sie ",
        "Der Wert ": "Er ",
        "The share ": "It ",
        "The number ": "It ",
        "The figure ": "It ",
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of one figure by what they speak of; without a value there is `gap` alone.

    `joint` says comparison and standing in one sentence, where both are on the same side.
    """

    level: tuple[str, ...] = ()
    comparison: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    course: tuple[str, ...] = ()
    uncertainty: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    gap: tuple[str, ...] = ()

    def sentences(self, parts: Sequence[Part] = USUAL) -> tuple[str, ...]:
        """Return the sentences of some parts in their order; why there is none is always told."""
        if self.gap:
            return self.gap
        # What is compared or changed is the figure that was told before.
        asked: list[str] = ["level", *(part for part in parts if part != "level")]
        if self.joint and {"comparison", "standing"} <= set(asked):
            asked[asked.index("comparison")] = "joint"
            asked.remove("standing")
        told = tuple(each for part in asked for each in self._of(part))
        # That chance cannot be computed is said once.
        if set(UNKNOWN_CHANCE) & set(told):
            told = tuple(each for each in told if each not in UNKNOWN_PART)
        return _varied(told)

    def _of(self, part: str) -> tuple[str, ...]:
        found: tuple[str, ...] = getattr(self, part)
        return found


def told_figure(facts: FigureFacts, language: Language) -> Told:
    """Tell all that may be said of one figure."""
    if not facts.status.has_value:
        return Told(gap=gap_sentences(facts, language))
    if facts.group is not None:
        # A class is told by its words alone: the number behind it has no unit that readers know.
        return Told(level=level_sentences(facts, language), flags=_some(flag_sentence(facts, language)))
    return Told(
        level=level_sentences(facts, language),
        comparison=_some(comparison_sentence(facts, language)),
        standing=_some(standing_sentence(facts, language)),
        joint=_some(joint_sentence(facts, language)),
        change=change_sentences(facts, language),
        course=course_sentences(facts, language),
        uncertainty=_some(uncertainty_sentence(facts, language)),
        flags=_some(flag_sentence(facts, language)),
    )


def _varied(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Name a figure by a pronoun where the sentence before had the same subject."""
    found = list(sentences[:1])
    for before, here in pairwise(sentences):
        noun = next((each for each in _PRONOUNS if before.startswith(each) and here.startswith(each)), "")
        # A sentence that names its indicator begins anew.
        is_named = here.removeprefix(noun).startswith(("„", "“"))
        found.append(f"{_PRONOUNS[noun]}{here.removeprefix(noun)}" if noun and not is_named else here)
    return tuple(found)


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def figure_paragraph(facts: FigureFacts, language: Language, parts: Sequence[Part] = USUAL) -> str:
    """Return one figure as running text."""
    return " ".join(told_figure(facts, language).sentences(parts))


def brief(facts: FigureFacts, language: Language) -> str:
    """Return the least that a figure says beside its number: how much there is, and how it changed; else the gap."""
    told = told_figure(facts, language)
    return " ".join(told.gap or (*told.level[:1], *told.change))


def is_unfavourable(facts: FigureFacts) -> bool:
    """Say whether a figure speaks of need: on the side of its whole, or among the third, that is not the better one.

    A class of an index is one of need, too, whichever it is: which of them is the highest its recipe knows alone.
    """
    if facts.group is not None:
        return True
    if facts.value is None or facts.measure.judged == "neutral":
        return False
    is_bad_above = facts.measure.judged == "lower_is_better"
    if side_of(facts) == (HIGHER if is_bad_above else LOWER):
        return True
    standing = facts.standing
    if standing is None:
        return False
    return third_of(standing) == (_HIGHEST if is_bad_above else _LOWEST)


def portrait(figures: Sequence[FigureFacts], language: Language, parts: Sequence[Part] = SHORT) -> tuple[str, ...]:
    """Tell an area by several figures, a paragraph for each; figures of need neither lead nor stand alone.

    Who lives there and what is favourable or usual comes first, gaps come last, each in the order given. Where all
    figures speak of need, a frame leads that says what they are, and what they are not.
    """
    there = [facts for facts in figures if facts.status.has_value]
    usual = [facts for facts in there if not is_unfavourable(facts)]
    need = [facts for facts in there if is_unfavourable(facts)]
    gaps = [facts for facts in figures if not facts.status.has_value]
    paragraphs = tuple(text for facts in (*usual, *need, *gaps) if (text := figure_paragraph(facts, language, parts)))
    if need and not usual:
        return (_frame(need[0].area, language), *paragraphs)
    return paragraphs


def _frame(area: AreaName, language: Language) -> str:
    if language == "de":
        first = sentence(f"Die folgenden Zahlen beschreiben, wo {in_area(area, language)} Unterstützung gebraucht wird")
        return f"{first} Über einzelne Menschen sagen sie nichts."
    first = sentence(f"The following figures describe where support is needed in {english_name(area)}")
    return f"{first} They say nothing about single persons."
