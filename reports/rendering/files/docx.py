# SPDX-License-Identifier: EUPL-1.2
"""A document as DOCX: headings, tables, pictures and links that word processors and screen readers know as such."""

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Final

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from reports.rendering.document import Document
from reports.rendering.files.archive import without_moment
from reports.rendering.files.colours import readable
from reports.rendering.files.docxblocks import WordFlow
from reports.rendering.files.docxmarkup import NAMESPACES, contents, field, heading, paragraph, run
from reports.rendering.files.docxstyles import font_table, put_styles
from reports.rendering.files.words import Words, clean, words_of
from reports.rendering.soundness import refuse_unsound

_FOREIGN: Final = ("/thumbnail", "/customXml", "/stylesWithEffects")
_FONTS: Final = "word/fontTable.xml"
_APP: Final = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><Properties "
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


def docx_of(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """Write a document.

    Parameters
    ----------
    document : Document
        A sound one.
    pictures : mapping of str to bytes
        PNG of every map and chart by its name, as `raster.pictures_of` draws them.

    Returns
    -------
    bytes
        The same document gives the same bytes; its properties carry the day of the edition.

    Raises
    ------
    UnsoundDocumentError
        The document is no document for everyone.
    """
    refuse_unsound(document)
    words = words_of(document.language)
    made = docx.Document()
    put_styles(made, readable(document.imprint.colour), words.locale)
    _set_up(made, document, words)
    flow = WordFlow(made, pictures, words)
    inner = "".join(_parts(flow, document, words))
    body = made.element.body
    for element in parse_xml(f"<w:body {NAMESPACES}>{inner}</w:body>"):
        body.insert(len(body) - 1, element)
    sink = io.BytesIO()
    made.save(sink)
    return without_moment(sink.getvalue(), _kept)


def _parts(flow: WordFlow, document: Document, words: Words) -> Iterator[str]:
    yield from _front(flow, document, words)
    if document.has_contents:
        entries = [(place, section.level, section.title) for place, section in enumerate(document.sections, start=1)]
        yield contents(words.contents, entries)
    for place, section in enumerate(document.sections, start=1):
        yield heading(section.title, section.level, place, begins_page=section.begins_page)
        for block in section.blocks:
            yield flow.block(block)
    yield heading(words.imprint, 2, len(document.sections) + 1)
    yield flow.imprint(document.imprint)


def _front(flow: WordFlow, document: Document, words: Words) -> Iterator[str]:
    imprint = document.imprint
    yield flow.logo(imprint)
    yield paragraph(run(imprint.publisher), "Publisher")
    yield heading(document.title, 1, 0)
    if document.subtitle:
        yield paragraph(run(document.subtitle), "Subtitle")
    yield paragraph(run(f"{imprint.edition} · {words.day(imprint.day)}"), "Note")
    if imprint.audience:
        yield paragraph(run(imprint.audience), "Warning")
    for remark in document.remarks:
        yield flow.block(remark)


def _set_up(made: WordDocument, document: Document, words: Words) -> None:
    _leave_out(made)
    imprint = document.imprint
    properties = made.core_properties
    # Noon is the same day wherever it is read.
    moment = datetime.combine(imprint.day, time(12), tzinfo=UTC)
    properties.title, properties.subject = _short(document.title), _short(document.subtitle)
    properties.author = properties.last_modified_by = _short(imprint.publisher)
    properties.created = properties.modified = moment
    properties.language, properties.revision = words.locale, 1
    properties.comments = properties.keywords = properties.category = ""
    (section,) = made.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    header = run(f"{imprint.publisher}\t{document.title}")
    pages = f"{run(f'{imprint.edition} · {words.day(imprint.day)}')}{run(chr(9))}{run(f'{words.page} ')}"
    pages += f"{field('PAGE', '1')}{run(f' {words.of} ')}{field('NUMPAGES', '1')}"
    _replace(section.header._element, paragraph(header, "Header"))  # noqa: SLF001 - no public way to its markup
    _replace(section.footer._element, paragraph(pages, "Footer"))  # noqa: SLF001
    for zoom in made.settings.element.findall(qn("w:themeFontLang")):
        zoom.set(qn("w:val"), words.locale)


def _leave_out(made: WordDocument) -> None:
    """Take away what the template brings along from elsewhere; a part without a relation is not written."""
    for relations in (made.part.rels, made.part.package.rels):
        for name in [name for name, one in relations.items() if one.reltype.endswith(_FOREIGN)]:
            del relations[name]


def _replace(part: etree._Element, inner: str) -> None:
    for child in list(part):
        part.remove(child)
    for element in parse_xml(f"<w:body {NAMESPACES}>{inner}</w:body>"):
        part.append(element)


def _short(text: str) -> str:
    # Properties hold 255 characters.
    return clean(text)[:255]


def _kept(name: str, body: bytes) -> bytes | None:
    if name == _FONTS:
        return font_table()
    if name == "docProps/app.xml":
        return _APP
    return body
