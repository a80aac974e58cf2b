# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a text about areas: long sentences, judging words, claims of cause, unexplained abbreviations.

For sentences that are made by rule, and for those that editors write: every finding has its place and a way out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from indicators.rendering.profile_numbers import Language
from sozialplanung.common.fairwords import Words, judging

Kind = Literal["long_sentence", "long_on_average", "stigma", "cause", "certainty", "abbreviation"]

LONGEST_SENTENCE: Final = 25
LONGEST_MEAN: Final = 15
# Of fewer sentences, the longest one says as much as their mean.
FEWEST_SENTENCES: Final = 3

_WORD: Final = re.compile(r"[^\W_](?:[\w%.,:/’'-]*[\w%])?", re.UNICODE)
_NAME: Final = re.compile(r"„[^„“]{1,60}“|“[^“”]{1,60}”")
# A sentence ends before a space and a capital, a digit or a quotation mark.
_END: Final = re.compile(r"[.!?…]+[“”\")]*(?=\s+[\"„“(]*[A-ZÄÖÜ0-9])|\n\s*\n|\Z")
# “1. Halbjahr”, “31. Dezember”, “z. B.”: full stops that end nothing.
_ORDINAL: Final = re.compile(r"(?<!\d)\d{1,2}\.\Z")
_ORDERED: Final = re.compile(
    r"\s+(?:Halbjahr|Quartal|Drittel|Viertel|Fünftel|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober"
    r"|November|Dezember)\b"
)
_SHORTENED: Final = re.compile(r"(?<!\w)(?:[^\W\d_]|Abs|Nr|bzw|ca|usw|Art|vgl|Dr|Prof|Str|e\.g|i\.e)\.\Z")
_ABBREVIATION: Final = re.compile(r"(?<!\w)[A-ZÄÖÜ]{2,}[0-9]*(?!\w)")
_ROMAN: Final = re.compile(r"[IVXL]+")
# What everybody knows, and what is no abbreviation.
_COMMON: Final = frozenset({"EU", "SMS", "PDF", "OK"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: from `start` to `end` of the text, what is wrong and what to write instead."""

    kind: Kind
    start: int
    end: int
    text: str
    reason: Words
    way_out: Words


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text and its place."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The place behind its last sign."""
        return self.start + len(self.text)

    @property
    def words(self) -> int:
        """How many words it has; a name between quotation marks is one."""
        return len(_WORD.findall(_NAME.sub("Name", self.text)))


def lint(text: str, language: Language, explained: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with a text, in the order of its places.

    Parameters
    ----------
    text
        Running text, paragraphs divided by empty lines.
    language
        In which language it is written.
    explained
        Abbreviations that are explained elsewhere, such as those of the glossary.

    Returns
    -------
    tuple of Finding
        Empty where there is nothing to say.
    """
    found = [*_long(text), *_judging(text, language), *_unexplained(text, frozenset(explained))]
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.kind)))


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Divide a text into its sentences."""
    found, start = [], 0
    for match in _END.finditer(text):
        if match.end() < len(text) and _goes_on(text[start : match.end()], text[match.end() :]):
            continue
        piece = text[start : match.end()]
        if _WORD.search(piece):
            lead = len(piece) - len(piece.lstrip())
            found.append(Sentence(piece.strip(), start + lead))
        start = match.end()
    return tuple(found)


def _goes_on(before: str, after: str) -> bool:
    """Say whether a full stop ends an ordinal or a shortened word instead of a sentence."""
    is_ordinal = _ORDINAL.search(before) is not None and _ORDERED.match(after) is not None
    return is_ordinal or _SHORTENED.search(before) is not None


def mean_length(text: str) -> float:
    """Return how many words a sentence has on average; 0 without any."""
    found = sentences_of(text)
    return sum(each.words for each in found) / len(found) if found else 0.0


def _long(text: str) -> Iterator[Finding]:
    for each in sentences_of(text):
        if each.words > LONGEST_SENTENCE:
            yield Finding(
                "long_sentence",
                each.start,
                each.end,
                each.text,
                Words(
                    f"Der Satz hat {each.words} Wörter, mehr als {LONGEST_SENTENCE}.",
                    f"The sentence has {each.words} words, more than {LONGEST_SENTENCE}.",
                ),
                Words("Machen Sie zwei Sätze daraus.", "Make two sentences of it."),
            )
    if len(sentences_of(text)) >= FEWEST_SENTENCES and mean_length(text) > LONGEST_MEAN:
        yield Finding(
            "long_on_average",
            0,
            len(text),
            text,
            Words(
                f"Die Sätze haben im Mittel mehr als {LONGEST_MEAN} Wörter.",
                f"The sentences have more than {LONGEST_MEAN} words on average.",
            ),
            Words(
                "Kürzen Sie lange Sätze: ein Gedanke, ein Satz.",
                "Shorten long sentences: one thought, one sentence.",
            ),
        )


def _judging(text: str, language: Language) -> Iterator[Finding]:
    for each in judging(text, language):
        family = each.family
        yield Finding(family.topic, each.start, each.end, each.text, family.reason, family.way_out)


def _unexplained(text: str, explained: frozenset[str]) -> Iterator[Finding]:
    """Find abbreviations whose long form does not stand before them: “Sozialgesetzbuch (SGB)”."""
    told: set[str] = set()
    for match in _ABBREVIATION.finditer(text):
        short = match[0]
        if short in explained or short in _COMMON or short in told or _ROMAN.fullmatch(short):
            continue
        told.add(short)
        if _is_explained(text, match.start(), match.end()):
            continue
        yield Finding(
            "abbreviation",
            match.start(),
            match.end(),
            short,
            Words(f"Die Abkürzung „{short}“ ist nicht erklärt.", f"The abbreviation “{short}” is not explained."),
            Words(
                f"Schreiben Sie sie aus, beim ersten Mal mit der Abkürzung in Klammern: „… ({short})“.",
                f"Write it out, the first time with the abbreviation in brackets: “… ({short})”.",
            ),
        )


def _is_explained(text: str, start: int, end: int) -> bool:
    """Say whether an abbreviation stands in brackets behind its words, or has its words in brackets behind it."""
    before, after = text[:start].rstrip('„“"'), text[end:].lstrip('”“"')
    in_brackets = before.endswith("(") and _WORD.search(before) is not None
    return in_brackets or re.match(r"\s*\([^)]*[a-zäöü]{3}", after) is not None
