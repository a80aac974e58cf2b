# SPDX-License-Identifier: EUPL-1.2
"""The glossary of a document: of all the terms that the house explains, those that it uses."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from reports.rendering.document import (
    Block,
    Document,
    Figure,
    Interpretation,
    KeyFigures,
    Listing,
    Paragraph,
    Photograph,
    Remark,
    Section,
    Term,
    Terms,
    table_in,
)
from sozialplanung.common.folding import folded
from sozialplanung.common.terms import ALL
from sozialplanung.common.terms.term import Term as Known

_WORD: Final = re.compile(r"[^\W_]+")
# A name of a term lists its words: “Vertrauensbereich, Zufallsschwankung”, “Räumliche Häufung (LISA)”.
_PARTS: Final = re.compile(r"[,:()]")
_ENDINGS: Final = ("en", "es", "e", "n", "s")
_OF_ADJECTIVES: Final = (*_ENDINGS, "er", "em")
# What is left of a shorter word is another word: “Rat” is not “Rate”.
_SHORTEST: Final = 4
_UMLAUTS: Final = str.maketrans("äöüÄÖÜ", "aouAOU")
Spelled = frozenset[str]


def terms_of(document: Document) -> Terms:
    """Return what the glossary says of the words of a document, in the order of the alphabet.

    A word is found in each of its forms (“Anteile”, “vorläufiger”), not as a part of another one. German texts stand
    in English documents, too: their words are explained there by the English name with the German one behind it.
    """
    said = _Said(texts_of(document))
    found = (told for known in ALL if (told := _told(known, document.language, said)) is not None)
    return Terms(tuple(sorted(found, key=lambda term: folded(term.word))))


def _told(known: Known, language: str, said: "_Said") -> Term | None:
    for spoken in dict.fromkeys((language, "de")):
        if any(said.holds(form) for form in _forms(known.name(spoken))):
            own = known.name(language)
            return Term(own if spoken == language else f"{own} ({known.name(spoken)})", known.text(language))
    return None


def _forms(name: str) -> Iterator[list[str]]:
    """Return the words of each form of a name."""
    for part in _PARTS.split(name):
        if words := _WORD.findall(part):
            yield words


class _Said:
    """The words of some texts, found by what is left of them without endings."""

    def __init__(self, texts: Iterable[str]) -> None:
        # Nothing stands behind the last word of a text.
        self._words = [_spelled(word) for text in texts for word in (*_WORD.findall(text), "")]
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            for stem in _stems(word, _OF_ADJECTIVES):
                self._places.setdefault(stem, []).append(place)

    def holds(self, form: list[str]) -> bool:
        """Say whether the words of a form stand one behind the other."""
        first = _stems(_spelled(form[0]), _OF_ADJECTIVES)
        starts = {place for stem in first for place in self._places.get(stem, ())}
        return any(self._stands(form, start) for start in starts)

    def _stands(self, form: list[str], start: int) -> bool:
        there = self._words[start : start + len(form)]
        if len(form) == 1:
            endings = _ENDINGS if form[0][:1].isupper() else _OF_ADJECTIVES
            return _is_form_of(_spelled(form[0]), there[0], endings)
        # Adjectives before the noun are bent in every case: “abgeleitete Indikatoren”, “abgeleiteter Indikator”.
        wanted = (_stems(_spelled(word), _OF_ADJECTIVES) for word in form)
        return len(there) == len(form) and all(
            stems & _stems(word, _OF_ADJECTIVES) for stems, word in zip(wanted, there, strict=True)
        )


def _is_form_of(wanted: Spelled, word: Spelled, endings: Iterable[str]) -> bool:
    return bool(wanted & _stems(word, endings)) or bool(word & _stems(wanted, endings))


def _spelled(word: str) -> Spelled:
    """Return a word as it is compared; a noun without its umlauts, too: one “Raum”, two “Räume”."""
    bare = folded(word.translate(_UMLAUTS)) if word[:1].isupper() else folded(word)
    return frozenset((folded(word), bare))


def _stems(word: Spelled, endings: Iterable[str]) -> Spelled:
    """Return a word, and what is left of it without each of some endings."""
    cut = (one.removesuffix(ending) for one in word for ending in endings if one.endswith(ending))
    return word | frozenset(rest for rest in cut if len(rest) >= _SHORTEST)


def texts_of(document: Document) -> Iterator[str]:
    """Return all that a document says in words; not who made what is shown, nor what stands in files alone."""
    yield from (document.title, document.subtitle, *(remark.text for remark in document.remarks))
    for section in document.sections:
        yield from _texts_in(section)


def _texts_in(section: Section) -> Iterator[str]:
    yield section.title
    for block in section.blocks:
        yield from (block.caption,) if isinstance(block, Photograph) else _said(block)
        table = table_in(block)
        if table is not None:
            yield from (table.caption, *(text for column in table.columns for text in (column.head, column.unit)))
            yield from table.notes
            yield from {cell.text for row in table.rows for cell in row[1:] if cell.number is None}


def _said(block: Block) -> Iterator[str]:
    match block:
        case Paragraph() | Remark():
            yield block.text
        case Listing():
            yield from block.items
        case Interpretation():
            yield from (block.title, *block.paragraphs, block.outcome)
        case Figure():
            yield from (block.title, block.says, *(key.words for key in block.keys))
        case KeyFigures():
            yield block.title
            for key in block.figures:
                yield from (key.label, key.value, key.unit, key.comparison, key.change, key.certainty, key.meaning)
        case Terms():
            yield from (text for term in block.terms for text in (term.word, term.meaning))
