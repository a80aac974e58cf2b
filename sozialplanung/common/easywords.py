# SPDX-License-Identifier: EUPL-1.2
"""Whether lines keep the rules for Leichte Sprache that a machine can look at (Netzwerk Leichte Sprache, 2022).

People with learning difficulties have to read a text before it may be called Leichte Sprache; this finds what they
should not have to find.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

MOST_WORDS: Final = 12
MOST_COMMAS: Final = 1
# Longer words are parted by a hyphen at their joints: Barriere-Freiheit.
LONGEST_WORD: Final = 15
_WORD: Final = re.compile(r"[\wäöüÄÖÜß]+(?:-[\wäöüÄÖÜß]+)*")
_ENDS: Final = (".", ":", "!", "?")
_SIGNS: Final = frozenset("()[]%&/§;–…*")
_SHORTENED: Final = re.compile(r"\b(?:z\. ?B|usw|bzw|ca|etc|d\. ?h|u\. ?a|Nr|Abs)\.", re.IGNORECASE)
# Words that hide who does what, or say what could be.
_HARD: Final = frozenset(
    {"würde", "würden", "könnte", "könnten", "sollte", "sollten", "müsste", "hätte", "hätten", "wäre", "wären"}
)
_GENITIVE: Final = re.compile(r"\b(?:des|eines|meines|Ihres|unseres)\b")


def findings(lines: Iterable[str]) -> tuple[str, ...]:
    """Return what breaks a rule, each as one line: the text, then the rule; empty when nothing does."""
    return tuple(f"{line!r}: {rule}" for line in lines for rule in _broken(line))


def _broken(line: str) -> Iterator[str]:
    words = _WORD.findall(line)
    yield from _too_much(line, words)
    yield from (f"long word {word}" for word in words if any(len(part) > LONGEST_WORD for part in word.split("-")))
    yield from (f"hard word {word}" for word in words if word.lower() in _HARD)
    yield from (f"genitive {found[0]}" for found in _GENITIVE.finditer(line))
    if signs := sorted(set(line) & _SIGNS):
        yield f"signs {' '.join(signs)}"
    if _SHORTENED.search(line):
        yield "a shortened word"


def _too_much(line: str, words: list[str]) -> Iterator[str]:
    if len(words) > MOST_WORDS:
        yield f"{len(words)} words"
    if line.count(",") > MOST_COMMAS:
        yield "several commas"
    if not line.endswith(_ENDS):
        yield "does not end as a sentence"
    if re.search(r"[.!?]\s", line):
        yield "several sentences"
