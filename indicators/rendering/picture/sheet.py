# SPDX-License-Identifier: EUPL-1.2
"""Where everything stands on the sheet of a picture: title, drawing, legend, source; in units of the file."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from indicators.rendering.workbench.drawing import coordinate

WIDTH: Final = 1000
MARGIN: Final = 32
TALLEST: Final = 620
TITLE: Final = 26
BODY: Final = 15
SMALL: Final = 13
# How wide a letter is at most on average, in parts of its size: no file brings its own typeface.
_LETTER: Final = 0.54
_BOLD_LETTER: Final = 0.63
_LEADING: Final = 1.35
_SIGN: Final = 30
_GAP: Final = 22


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the legend: what fills its sign (empty without one), and its words.

    With `dashes` the sign is a line; None for a filled one. `sign` names a symbol of the file that stands for both.
    """

    fill: str
    words: str
    dashes: str | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What stands on a sheet: words, the size of the drawing, the legend."""

    title: str
    subtitle: str
    width: float
    height: float
    keys: tuple[Key, ...]
    says: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: where it begins, how large it is."""

    x: str
    y: str
    size: int
    text: str


@dataclass(frozen=True, slots=True)
class PlacedKey:
    """One row of the legend in its place."""

    key: Key
    x: str
    y: str
    words_x: str
    words_y: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with everything in its place; `scale` is by how much the drawing grows."""

    titles: tuple[Line, ...]
    softs: tuple[Line, ...]
    drawing_x: str
    drawing_y: str
    drawing_width: str
    drawing_height: str
    keys: tuple[PlacedKey, ...]
    height: str
    width: int = WIDTH


def sheet_of(facts: PictureFacts) -> Sheet:
    """Put everything in its place, from the top down."""
    titles, down = _lines(facts.title, TITLE, MARGIN)
    subtitle, down = _lines(facts.subtitle, BODY, down + 4)
    room = WIDTH - 2 * MARGIN
    scale = min(room / facts.width, TALLEST / facts.height)
    width, height = facts.width * scale, facts.height * scale
    top = down + 16
    keys, down = _keys(facts.keys, top + height + 20)
    says, down = _lines(facts.says, BODY, down + 8)
    source, down = _paragraphs(facts.source, down + 8)
    return Sheet(
        titles=titles,
        softs=(*subtitle, *says, *source),
        drawing_x=coordinate(MARGIN + (room - width) / 2),
        drawing_y=coordinate(top),
        drawing_width=coordinate(width),
        drawing_height=coordinate(height),
        keys=keys,
        height=coordinate(down + MARGIN / 2),
    )


def _lines(text: str, size: int, top: float) -> tuple[tuple[Line, ...], float]:
    """Break a text into lines; returns them and where they end."""
    letters = int((WIDTH - 2 * MARGIN) / (size * (_BOLD_LETTER if size == TITLE else _LETTER)))
    leading = size * _LEADING
    found = textwrap.wrap(text, letters, break_on_hyphens=False)
    lines = tuple(
        Line(coordinate(MARGIN), coordinate(top + place * leading + size), size, words)
        for place, words in enumerate(found)
    )
    return lines, top + len(found) * leading


def _paragraphs(texts: Iterable[str], top: float) -> tuple[tuple[Line, ...], float]:
    lines: list[Line] = []
    for text in texts:
        found, top = _lines(text, SMALL, top)
        lines += found
    return tuple(lines), top


def _keys(keys: Sequence[Key], top: float) -> tuple[tuple[PlacedKey, ...], float]:
    """Put the legend in rows, one key after the other; what is wider than the sheet goes on below."""
    placed: list[PlacedKey] = []
    left, row = float(MARGIN), 1.6 * BODY
    for key in (line for each in keys for line in _wrapped(each)):
        sign = _SIGN if key.fill else 0
        width = sign + len(key.words) * BODY * _LETTER
        if left > MARGIN and left + width > WIDTH - MARGIN:
            left, top = float(MARGIN), top + row
        places = (left, top, left + sign, top + BODY * 0.85)
        placed.append(PlacedKey(key, *(coordinate(place) for place in places)))
        left += width + _GAP
    return tuple(placed), top + row if keys else top


def _wrapped(key: Key) -> Iterable[Key]:
    letters = int((WIDTH - 2 * MARGIN - _SIGN) / (BODY * _LETTER))
    if len(key.words) <= letters:
        return (key,)
    first, *others = textwrap.wrap(key.words, letters, break_on_hyphens=False) or [""]
    return (replace(key, words=first), *(Key("", words) for words in others))
