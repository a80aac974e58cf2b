# SPDX-License-Identifier: EUPL-1.2
"""Whether lines keep the rules for Leichte Sprache that a machine can look at (Netzwerk Leichte Sprache, 2022).

People with learning difficulties have to read a text before it may be called Leichte Sprache; this finds what they
should not have to find.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

MOST_WORDS: Final = 12
MOST_COMMAS: Final = 1
# Longer words are parted by a hyphen at their joints: Barriere-Freiheit.
LONGEST_WORD: Final = 15
Rule = Literal["words", "commas", "end", "sentences", "long", "hard", "genitive", "signs", "shortened"]
_WORDS: Final[dict[Rule, str]] = {
    "words": "{} words",
    "commas": "several commas",
    "end": "does not end as a sentence",
    "sentences": "several sentences",
    "long": "long word {}",
    "hard": "hard word {}",
    "genitive": "genitive {}",
    "signs": "signs {}",
    "shortened": "a shortened word",
}
_WORD: Final = re.compile(r"[\wäöüÄÖÜß]+(?:-[\wäöüÄÖÜß]+)*")
_ENDS: Final = (".", ":", "!", "?")
_SIGNS: Final = frozenset("()[]%&/§;–…*")
_SHORTENED: Final = re.compile(r"\b(?:z\. ?B|usw|bzw|ca|etc|d\. ?h|u\. ?a|Nr|Abs)\.", re.IGNORECASE)
# Words that hide who does what, or say what could be.
_HARD: Final = frozenset(
    {"würde", "würden", "könnte", "könnten", "sollte", "sollten", "müsste", "hätte", "hätten", "wäre", "wären"}
)
_GENITIVE: Final = re.compile(r"\b(?:des|eines|meines|Ihres|unseres)\b")


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a line breaks, and what in it breaks the rule: a word, some signs, how many words."""

    line: str
    rule: Rule
    found: str = ""


def broken_rules(lines: Iterable[str]) -> tuple[Broken, ...]:
    """Return what breaks a rule, line by line; empty when nothing does."""
    return tuple(Broken(line, rule, found) for line in lines for rule, found in _broken(line))


def findings(lines: Iterable[str]) -> tuple[str, ...]:
    """Return what breaks a rule, each as one line: the text, then the rule; empty when nothing does."""
    return tuple(f"{each.line!r}: {_WORDS[each.rule].format(each.found)}" for each in broken_rules(lines))


def _broken(line: str) -> Iterator[tuple[Rule, str]]:
    words = _WORD.findall(line)
    yield from _too_much(line, words)
    yield from (("long", word) for word in words if any(len(part) > LONGEST_WORD for part in word.split("-")))
    yield from (("hard", word) for word in words if word.lower() in _HARD)
    yield from (("genitive", found[0]) for found in _GENITIVE.finditer(line))
    if signs := sorted(set(line) & _SIGNS):
        yield "signs", " ".join(signs)
    if found := _SHORTENED.search(line):
        yield "shortened", found[0]


def _too_much(line: str, words: list[str]) -> Iterator[tuple[Rule, str]]:
    if len(words) > MOST_WORDS:
        yield "words", str(len(words))
    if line.count(",") > MOST_COMMAS:
        yield "commas", ""
    if not line.endswith(_ENDS):
        yield "end", ""
    if re.search(r"[.!?]\s", line):
        yield "sentences", ""
