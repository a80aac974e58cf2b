# SPDX-License-Identifier: EUPL-1.2
"""What is shown one after the other in a meeting: one message on each slide, its figure below it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from reports.rendering.document import (
    AreaList,
    Block,
    Credits,
    Document,
    Figure,
    Interpretation,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    Photograph,
    Remark,
    Section,
    Table,
    Terms,
)

KEYS_ON_A_SLIDE: Final = 6
# Characters.
TEXT_ON_A_SLIDE: Final = 1_200
_PART_LEVEL: Final = 2


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its part, the sentence that it is about, and below it a figure, key figures, a table, or texts.

    `beside` has to be known to read it: breaks, gaps, secrecy, what planners say.
    """

    name: str
    part: str
    title: str
    figure: Figure | None = None
    keys: tuple[KeyFigure, ...] = ()
    table: Table | None = None
    photograph: Photograph | None = None
    texts: tuple[str, ...] = ()
    beside: tuple[Block, ...] = ()


def slides_of(document: Document) -> tuple[Slide, ...]:
    """Return the slides of a document in its order; a section without a figure is a slide of texts."""
    found: list[Slide] = []
    part = ""
    for section in document.sections:
        part = section.title if section.level == _PART_LEVEL else part
        found += _of_section(section, part)
    return tuple(found)


def _of_section(section: Section, part: str) -> Iterator[Slide]:
    beside = tuple(block for block in section.blocks if isinstance(block, Remark | Interpretation))
    texts = tuple(_texts(section))
    is_told = False
    for place, block in enumerate(section.blocks):
        made = tuple(_of_block(block, section, part, f"{section.name}-{place}"))
        yield from (replace(slide, beside=beside) for slide in made)
        # A picture says nothing of what stands in words beside it.
        is_told = is_told or bool(made and not isinstance(block, Photograph))
    if not is_told and (texts or beside):
        yield from _of_texts(section, part, texts, beside)


def _of_block(block: Block, section: Section, part: str, name: str) -> Iterator[Slide]:
    match block:
        case Figure():
            yield Slide(name, part, block.says or block.title, figure=block, table=block.table)
        case KeyFigures():
            for start in range(0, len(block.figures), KEYS_ON_A_SLIDE):
                keys = block.figures[start : start + KEYS_ON_A_SLIDE]
                yield Slide(f"{name}-{start}", part, titled(section, block.title), keys=keys)
        case Table():
            yield Slide(name, part, block.caption, table=block)
        case AreaList():
            yield Slide(name, part, block.table.caption, table=block.table)
        case Photograph():
            yield Slide(name, part, block.caption or section.title, photograph=block)


def _of_texts(section: Section, part: str, texts: tuple[str, ...], beside: tuple[Block, ...]) -> Iterator[Slide]:
    pages = _pages(texts)
    for place, page in enumerate(pages, start=1):
        # By its own name a section is found where it begins.
        name = section.name if place == 1 else f"{section.name}-{place}"
        yield Slide(name, part, section.title, texts=page, beside=beside if place == len(pages) else ())


def _pages(texts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return all texts, as many together as are read at one go."""
    pages: list[tuple[str, ...]] = [()]
    for text in texts:
        if pages[-1] and sum(map(len, pages[-1])) + len(text) > TEXT_ON_A_SLIDE:
            pages.append(())
        pages[-1] = (*pages[-1], text)
    return pages


def titled(section: Section, title: str) -> str:
    """Return what a slide is called: its section, and what of it is shown where that has a name of its own."""
    return section.title if title in {"", section.title} else f"{section.title}: {title}"


def _texts(section: Section) -> Iterator[str]:
    for block in section.blocks:
        match block:
            case Paragraph():
                yield block.text
            case Listing():
                yield from block.items
            case Terms():
                yield from (f"{term.word}: {term.meaning}" for term in block.terms)
            case Credits():
                yield from (", ".join(filter(None, (each.text, each.licence))) for each in block.credits)
