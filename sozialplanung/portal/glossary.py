# SPDX-License-Identifier: EUPL-1.2
"""The public glossary: each term in plain German and English, with a place of its own to link to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.folding import folded
from sozialplanung.common.terms import areas, figures, indices, methods, protection, work
from sozialplanung.common.terms.term import Term


@dataclass(frozen=True)
class Entry:
    """A term in the reader's language; `other` is its name in the other one."""

    anchor: str
    name: str
    other: str
    text: str
    related: tuple["Link", ...]


@dataclass(frozen=True)
class Link:
    """The way to another term."""

    anchor: str
    name: str


@dataclass(frozen=True)
class Chapter:
    """Terms that belong together."""

    anchor: str
    title: str | Promise
    entries: tuple[Entry, ...]


_CHAPTERS: tuple[tuple[str, str | Promise, tuple[Term, ...]], ...] = (
    ("gebiete", _("Areas and boundaries"), areas.TERMS),
    ("zahlen", _("Figures and comparisons"), figures.TERMS),
    ("schutz", _("What is missing, and why"), protection.TERMS),
    ("indizes", _("Indices and methods"), (*indices.TERMS, *methods.TERMS)),
    ("arbeit", _("From the file to the map"), work.TERMS),
)


def all_terms() -> tuple[Term, ...]:
    """Return all terms, chapter by chapter."""
    return tuple(term for _anchor, _title, terms in _CHAPTERS for term in terms)


def explained(anchors: Iterable[str], language: str) -> tuple[Entry, ...]:
    """Return some terms by their anchors, each once and in the order given.

    Raises
    ------
    KeyError
        For an anchor that the glossary does not know: a page would explain nothing.
    """
    known = {term.anchor: term for term in all_terms()}
    names = {term.anchor: term.name(language) for term in known.values()}
    return tuple(_entry(known[anchor], language, names) for anchor in dict.fromkeys(anchors))


def chapters(language: str, text: str = "") -> tuple[Chapter, ...]:
    """Return the chapters with the terms that hold every word of the text, in the order of the alphabet."""
    names = {term.anchor: term.name(language) for term in all_terms()}
    found = (
        Chapter(anchor=anchor, title=title, entries=_entries(terms, language, text, names))
        for anchor, title, terms in _CHAPTERS
    )
    return tuple(chapter for chapter in found if chapter.entries)


def _entries(terms: Iterable[Term], language: str, text: str, names: dict[str, str]) -> tuple[Entry, ...]:
    words = folded(text).split()
    found = [term for term in terms if all(word in folded(term.searchable(language)) for word in words)]
    found.sort(key=lambda term: folded(term.name(language)))
    return tuple(_entry(term, language, names) for term in found)


def _entry(term: Term, language: str, names: dict[str, str]) -> Entry:
    return Entry(
        anchor=term.anchor,
        name=term.name(language),
        other=term.name("en" if language == "de" else "de"),
        text=term.text(language),
        related=tuple(Link(anchor=anchor, name=names[anchor]) for anchor in term.related),
    )
