# SPDX-License-Identifier: EUPL-1.2
"""A document as slides: one message on each, its headline says it, the text of its part stands in the notes."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Final

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation
from pptx.shapes.base import BaseShape
from pptx.util import Cm, Emu

from reports.rendering.document import (
    AreaList,
    Block,
    Credits,
    Document,
    Figure,
    Interpretation,
    KeyFigures,
    Listing,
    Paragraph,
    Photograph,
    Remark,
    Section,
    Table,
    Terms,
)
from reports.rendering.files.archive import without_moment
from reports.rendering.files.colours import readable
from reports.rendering.files.raster import QR_NAME
from reports.rendering.files.slides import HEIGHT, WIDTH, Slides
from reports.rendering.files.words import Words, clean, words_of
from reports.rendering.slideplan import titled
from reports.rendering.soundness import refuse_unsound

_KEYS_ON_A_SLIDE: Final = 4
_ROWS_ON_A_SLIDE: Final = 12
_MOST_ROWS: Final = 36
_MOST_COLUMNS: Final = 7
# Characters that a slide holds so that they can be read from the last row.
_MOST_TEXT: Final = 650
_FOREIGN: Final = ("/thumbnail", "/printerSettings")
_LAYOUTS: Final = (0, 5)
_UNUSED: Final = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
_APP: Final = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><Properties "
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


def pptx_of(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """Write a document as slides.

    Parameters
    ----------
    document : Document
        A sound one.
    pictures : mapping of str to bytes
        PNG of every map and chart by its name, as `raster.pictures_of` draws them.

    Returns
    -------
    bytes
        16:9; the same document gives the same bytes.

    Raises
    ------
    UnsoundDocumentError
        The document is no document for everyone.
    """
    refuse_unsound(document)
    words = words_of(document.language)
    made = pptx.Presentation()
    _set_up(made, document, words)
    slides = Slides(made, readable(document.imprint.colour), _foot(document, words), words)
    _front(slides, document, words)
    for section in document.sections:
        _section(slides, section, pictures, words)
    _closing(slides, document, pictures, words)
    sink = io.BytesIO()
    made.save(sink)
    colour = readable(document.imprint.colour).removeprefix("#").encode()
    return without_moment(sink.getvalue(), lambda name, body: _kept(name, body, colour, words))


def _foot(document: Document, words: Words) -> str:
    return f"{document.imprint.publisher} · {document.imprint.edition} · {words.day(document.imprint.day)}"


def _front(slides: Slides, document: Document, words: Words) -> None:
    imprint = document.imprint
    lines = [document.subtitle, f"{imprint.publisher} · {imprint.edition} · {words.day(imprint.day)}", imprint.audience]
    slides.front(document.title, [line for line in lines if line], imprint.logo)
    slides.notes([document.title, document.subtitle, *(remark.text for remark in document.remarks)])


def _section(slides: Slides, section: Section, pictures: Mapping[str, bytes], words: Words) -> None:
    told = list(_told(section.blocks, words))
    before = slides.count
    for block in section.blocks:
        match block:
            case Figure():
                slides.picture(
                    block.says or block.title, pictures[block.name], (block.width, block.height), block.source
                )
                slides.describe(block.title, block.alternative)
            case Photograph():
                credit = f"{words.author}: {block.credit}" if block.credit else ""
                slides.picture(block.caption or section.title, block.content, (block.width, block.height), credit)
                slides.describe(block.alternative, block.alternative)
            case KeyFigures():
                _keys(slides, section, block)
            case Table():
                _table(slides, section, block, words)
            case AreaList():
                _table(slides, section, block.table, words)
            case _:
                continue
        slides.notes([section.title, *told, *_beside(block)])
    # A picture says nothing of what stands in words beside it.
    brought = sum(isinstance(block, Photograph) for block in section.blocks)
    if slides.count == before + brought and told:
        _texts(slides, section, told)


def _texts(slides: Slides, section: Section, told: Sequence[str]) -> None:
    """Add a slide of texts; words that are explained are looked up, so none of them stands in the notes alone."""
    is_looked_up = any(isinstance(block, Terms) for block in section.blocks)
    pages = _pages(told) if is_looked_up else [told]
    for place, lines in enumerate(pages, start=1):
        slides.text(_numbered(section.title, place, len(pages)), _fitting(lines))
        slides.notes([section.title, *lines])


def _keys(slides: Slides, section: Section, block: KeyFigures) -> None:
    for start in range(0, len(block.figures), _KEYS_ON_A_SLIDE):
        slides.cards(titled(section, block.title), block.figures[start : start + _KEYS_ON_A_SLIDE])


def _table(slides: Slides, section: Section, block: Table, words: Words) -> None:
    if len(block.rows) > _MOST_ROWS or len(block.columns) > _MOST_COLUMNS:
        slides.text(titled(section, block.caption), [words.appendix, *block.notes])
        return
    parts = [block.rows[at : at + _ROWS_ON_A_SLIDE] for at in range(0, len(block.rows), _ROWS_ON_A_SLIDE)] or [()]
    for place, rows in enumerate(parts, start=1):
        slides.table(_numbered(block.caption, place, len(parts)), block, rows)


def _closing(slides: Slides, document: Document, pictures: Mapping[str, bytes], words: Words) -> None:
    imprint = document.imprint
    found = [credit for block in document.blocks() if isinstance(block, Credits) for credit in block.credits]
    sources = [", ".join(filter(None, (one.text, one.licence))) for one in found]
    lines = [
        f"{words.citation}: {imprint.citation}",
        f"{words.contact}: {imprint.contact}" if imprint.contact else "",
        f"{words.sources}: {'; '.join(sources)}" if sources else "",
    ]
    slides.text(words.imprint, _fitting([line for line in lines if line]), address=imprint.address)
    if imprint.qr_svg:
        slides.code(pictures[QR_NAME], words.address, imprint.address)
    slides.notes([*lines, *(credit.address for credit in found)])


def _numbered(title: str, place: int, count: int) -> str:
    return f"{title} ({place}/{count})" if count > 1 else title


def _pages(lines: Sequence[str]) -> list[list[str]]:
    """Return all lines, as many together as a slide holds."""
    pages: list[list[str]] = [[]]
    for line in lines:
        if pages[-1] and sum(map(len, pages[-1])) + len(line) > _MOST_TEXT:
            pages.append([])
        pages[-1].append(line)
    return pages


def _fitting(lines: Sequence[str]) -> list[str]:
    """Return the first lines that a slide holds; the whole text is in the notes."""
    fitting: list[str] = []
    for line in lines:
        if fitting and sum(map(len, fitting)) + len(line) > _MOST_TEXT:
            break
        fitting.append(line if len(line) <= _MOST_TEXT else line[:_MOST_TEXT].rpartition(" ")[0] + " …")
    return fitting


def _beside(block: Block) -> Iterator[str]:
    if isinstance(block, Figure):
        yield block.alternative
        yield from block.table.notes if block.table is not None else ()
    elif isinstance(block, Photograph):
        yield block.alternative
    elif isinstance(block, Table | AreaList):
        yield from (block if isinstance(block, Table) else block.table).notes
    elif isinstance(block, KeyFigures):
        yield from (f"{key.label}: {key.meaning}" for key in block.figures if key.meaning)


def _told(blocks: Sequence[Block], words: Words) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph() | Remark():
                yield block.text
            case Listing():
                yield from block.items
            case Interpretation():
                outcome = f" ({words.outcome}: {block.outcome})" if block.outcome else ""
                yield f"{words.kind(block)}: {' '.join(block.paragraphs)}{outcome}"
            case Terms():
                yield from (f"{term.word}: {term.meaning}" for term in block.terms)


def _set_up(made: Presentation, document: Document, words: Words) -> None:
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    properties = made.core_properties
    # Noon is the same day wherever it is read.
    moment = datetime.combine(document.imprint.day, time(12), tzinfo=UTC).replace(tzinfo=None)
    properties.title, properties.subject = clean(document.title)[:255], clean(document.subtitle)[:255]
    properties.author = properties.last_modified_by = clean(document.imprint.publisher)[:255]
    properties.created = properties.modified = moment
    properties.language, properties.revision = words.locale, 1
    properties.comments = properties.keywords = properties.category = ""
    for relations in (made.part.rels, made.part.package._rels):  # noqa: SLF001 - no public way
        for name in [name for name, one in relations.items() if one.reltype.endswith(_FOREIGN)]:
            relations.pop(name)
    for layout in [one for place, one in enumerate(made.slide_layouts) if place not in _LAYOUTS]:
        made.slide_layouts.remove(layout)
    front = made.slide_layouts[0]
    for holder in (made.slide_master, *made.slide_layouts):
        _place(list(holder.placeholders), is_front=holder is front)


def _place(holders: Sequence[BaseShape], *, is_front: bool) -> None:
    """Move the placeholders of the template, which is 4:3, to the width of the slide."""
    for shape in holders:
        if shape.placeholder_format.type in _UNUSED:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001 - no public way
            continue
        shape.left, shape.width = Cm(1.6), Emu(WIDTH - Cm(3.2))
        if shape.placeholder_format.idx == 0:
            shape.top, shape.height = (Cm(5.2), Cm(4.4)) if is_front else (Cm(0.8), Cm(2.6))
        else:
            shape.top, shape.height = (Cm(9.8), Cm(5)) if is_front else (Cm(3.8), Cm(12.4))


def _kept(name: str, body: bytes, colour: bytes, words: Words) -> bytes:
    if name == "docProps/app.xml":
        return _APP
    if name.startswith("ppt/theme/"):
        body = re.sub(rb'(<a:latin typeface=")Calibri(")', rb"\1Fira Sans\2", body)
        return re.sub(rb'(<a:accent1><a:srgbClr val=")[0-9A-F]{6}', rb"\g<1>" + colour, body)
    if name.startswith("ppt/"):
        return body.replace(b'lang="en-US"', f'lang="{words.locale}"'.encode())
    return body
