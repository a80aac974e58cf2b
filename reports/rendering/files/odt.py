# SPDX-License-Identifier: EUPL-1.2
"""A document as ODT (OpenDocument 1.3), written by ourselves: nothing in it comes from a template of others."""

from collections.abc import Iterator, Mapping
from typing import Final

from reports.rendering.document import Document
from reports.rendering.files.archive import archive_of
from reports.rendering.files.colours import readable
from reports.rendering.files.odtblocks import OpenFlow
from reports.rendering.files.odtmarkup import HEAD, NAMESPACES, VERSION, contents, heading, paragraph, span
from reports.rendering.files.odtstyles import automatic_styles, styles_part
from reports.rendering.files.words import Words, marked_up, words_of
from reports.rendering.soundness import refuse_unsound

MIME: Final = "application/vnd.oasis.opendocument.text"
_TYPES: Final = {"xml": "text/xml", "png": "image/png", "jpg": "image/jpeg"}


def odt_of(document: Document, pictures: Mapping[str, bytes]) -> bytes:
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
    flow = OpenFlow(pictures, words)
    body = "".join(_parts(flow, document, words))
    parts = {
        "content.xml": _content(body, flow, words, readable(document.imprint.colour)).encode(),
        "styles.xml": _styles(document, words).encode(),
        "meta.xml": _meta(document, words).encode(),
        **flow.parts,
    }
    # Readers tell the format by the first member, which therefore is not compressed.
    members = [("mimetype", MIME.encode()), *parts.items(), ("META-INF/manifest.xml", _manifest(parts).encode())]
    return archive_of(members, stored=("mimetype",))


def _parts(flow: OpenFlow, document: Document, words: Words) -> Iterator[str]:
    imprint = document.imprint
    yield flow.logo(imprint)
    yield paragraph(span(imprint.publisher), "Publisher")
    yield heading(document.title, 1, 0)
    if document.subtitle:
        yield paragraph(span(document.subtitle), "Subtitle")
    yield paragraph(span(f"{imprint.edition} · {words.day(imprint.day)}"), "Note")
    if imprint.audience:
        yield paragraph(span(imprint.audience), "Warning")
    for remark in document.remarks:
        yield flow.block(remark)
    if document.has_contents:
        entries = [(place, section.level, section.title) for place, section in enumerate(document.sections, start=1)]
        yield contents(words.contents, entries)
    for place, section in enumerate(document.sections, start=1):
        yield heading(section.title, section.level, place, begins_page=section.begins_page)
        for block in section.blocks:
            yield flow.block(block)
    yield heading(words.imprint, 2, len(document.sections) + 1)
    yield flow.imprint(imprint)


def _content(body: str, flow: OpenFlow, words: Words, colour: str) -> str:
    counted = "".join(
        f'<text:sequence-decl text:display-outline-level="0" text:name="{kind}"/>'
        for kind in (words.figure, words.table)
    )
    styles = "".join((*automatic_styles(colour), *flow.columns))
    return (
        f"{HEAD}<office:document-content {NAMESPACES} {VERSION}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text><text:sequence-decls>{counted}</text:sequence-decls>"
        f"{body}</office:text></office:body></office:document-content>"
    )


def _styles(document: Document, words: Words) -> str:
    imprint = document.imprint
    header = paragraph(f"{span(imprint.publisher)}<text:tab/>{span(document.title)}", "Header")
    pages = (
        f"{span(f'{imprint.edition} · {words.day(imprint.day)}')}<text:tab/>{words.page} "
        f'<text:page-number text:select-page="current">1</text:page-number> {words.of} '
        "<text:page-count>1</text:page-count>"
    )
    return styles_part(readable(imprint.colour), words.locale, header, paragraph(pages, "Footer"))


def _meta(document: Document, words: Words) -> str:
    imprint = document.imprint
    publisher, day = marked_up(imprint.publisher), f"{imprint.day:%Y-%m-%d}T12:00:00Z"
    told = (
        ("dc:title", marked_up(document.title)),
        ("dc:subject", marked_up(document.subtitle)),
        ("meta:initial-creator", publisher),
        ("dc:creator", publisher),
        ("meta:creation-date", day),
        ("dc:date", day),
        ("dc:language", words.locale),
    )
    inside = "".join(f"<{name}>{text}</{name}>" for name, text in told)
    return (
        f"{HEAD}<office:document-meta {NAMESPACES} {VERSION}><office:meta>{inside}</office:meta></office:document-meta>"
    )


def _manifest(parts: Mapping[str, bytes]) -> str:
    entries = [("/", MIME), *((name, _TYPES[name.rpartition(".")[2]]) for name in parts)]
    lines = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>' for name, kind in entries
    )
    namespace = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    return f'{HEAD}<manifest:manifest {namespace} manifest:version="1.3">{lines}</manifest:manifest>'
