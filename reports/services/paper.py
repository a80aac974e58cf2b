# SPDX-License-Identifier: EUPL-1.2
"""Documents on paper: the page that is set as PDF, with our fonts and the pictures that it shows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override

from reports.rendering.document import (
    Block,
    Credit,
    Credits,
    Document,
    Photograph,
    Remark,
    Section,
    table_in,
)
from reports.rendering.files.colours import readable
from reports.rendering.files.raster import QR_NAME
from reports.rendering.files.words import clean, safe_address, words_of
from reports.rendering.soundness import refuse_unsound

_PARTS: Final = (
    "css/document.css",
    "build/FiraSans-Regular.woff2",
    "build/FiraSans-SemiBold.woff2",
    "build/FiraSans-Italic.woff2",
)
_DRAWING_FONTS: Final = ("build/FiraSans-Regular.ttf", "build/FiraSans-SemiBold.ttf", "build/FiraSans-Italic.ttf")
_WORD: Final = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """One block and its template."""

    template: str
    block: Block


@dataclass(frozen=True, slots=True)
class PaperSection:
    """One section with its blocks, each with its template."""

    section: Section
    blocks: tuple[PaperBlock, ...]


@cache
def paper_parts() -> Mapping[str, bytes]:
    """Return style sheet and fonts of everything on paper, by the names that pages give them."""
    return {name.rpartition("/")[2]: found(name).read_bytes() for name in _PARTS}


@cache
def drawing_fonts() -> tuple[Path, ...]:
    """Return the fonts with which pictures are drawn on the server."""
    return tuple(found(name) for name in _DRAWING_FONTS)


def found(name: str) -> Path:
    """Return where a static file lies."""
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return Path(path)


def paper_of(document: Document) -> str:
    """Return a document as the page that is set as PDF, in its own language.

    Raises
    ------
    UnsoundDocumentError
        The document is no document for everyone.
    """
    refuse_unsound(document)
    sections = tuple(
        PaperSection(section, tuple(PaperBlock(_template(block), _linked(block)) for block in _once(section)))
        for section in document.sections
    )
    context = {"document": document, "sections": sections, "day": words_of(document.language).day(document.imprint.day)}
    with override(document.language):
        return clean(render_to_string("reports/document.html", context))


def pdf_document(document: Document) -> bytes:
    """Set a document as PDF for everyone (PDF/UA-1); the same document gives the same bytes.

    Raises
    ------
    UnsoundDocumentError
        The document is no document for everyone.
    """
    # A second and 28 MB: a process that sets no document does without.
    from reports.rendering.pdf import pdf_of

    return pdf_of(paper_of(document), {**paper_parts(), **_pictures(document)})


def _pictures(document: Document) -> Mapping[str, bytes]:
    imprint = document.imprint
    brought = [block for block in document.blocks() if isinstance(block, Photograph)]
    brought += [imprint.logo] if imprint.logo is not None else []
    return {
        "publisher.css": f":root {{ --publisher: {readable(imprint.colour)} }}".encode(),
        **{f"{figure.name}.svg": clean(figure.svg).encode() for figure in document.figures()},
        **{f"{picture.name}.{picture.kind}": picture.content for picture in brought},
        **({f"{QR_NAME}.svg": clean(imprint.qr_svg).encode()} if imprint.qr_svg else {}),
    }


def _once(section: Section) -> tuple[Block, ...]:
    """Leave out remarks that stand below a table of the same section already: on paper both are seen at once."""
    tables = [table for block in section.blocks if (table := table_in(block)) is not None]
    told = {note for table in tables for note in table.notes}
    return tuple(block for block in section.blocks if not (isinstance(block, Remark) and block.text in told))


def _template(block: Block) -> str:
    return f"reports/paper/_{_WORD.sub('_', type(block).__name__).lower()}.html"


def _linked(block: Block) -> Block:
    """Return a block in which only what may be linked has an address; the others stand in the text."""
    if not isinstance(block, Credits):
        return block
    return Credits(tuple(_safe(credit) for credit in block.credits))


def _safe(credit: Credit) -> Credit:
    return credit if safe_address(credit.address) else replace(credit, address="")
