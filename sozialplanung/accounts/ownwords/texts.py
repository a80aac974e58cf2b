# SPDX-License-Identifier: EUPL-1.2
"""A text in Leichte Sprache as people write it: a sentence on each line, headings marked by a sign."""

from dataclasses import dataclass
from typing import Final

LONGEST: Final = 6000
HEADING: Final = "#"


@dataclass(frozen=True, slots=True)
class EasyPart:
    """Some sentences under a heading; the first part may have none."""

    title: str
    lines: tuple[str, ...]


def easy_parts(text: str) -> tuple[EasyPart, ...]:
    """Return the parts of a text, those without a word left out."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in (each.strip() for each in text.splitlines()):
        if line.startswith(HEADING):
            parts.append((line.lstrip(HEADING).strip(), []))
        elif line:
            parts[-1][1].append(line)
    return tuple(EasyPart(title, tuple(lines)) for title, lines in parts if title or lines)


def easy_lines(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, without its headings."""
    return tuple(line for part in easy_parts(text) for line in part.lines)
