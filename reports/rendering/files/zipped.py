# SPDX-License-Identifier: EUPL-1.2
"""All maps and charts of a document in one archive: as drawing, as picture, and as table."""

import re
from collections.abc import Iterator, Mapping

from reports.rendering.document import Cell as TableCell
from reports.rendering.document import Credits, Document, Figure, Photograph, Table
from reports.rendering.files.archive import archive_of
from reports.rendering.files.words import Words, clean, words_of
from reports.rendering.files.xlsx import number_of
from reports.rendering.soundness import refuse_unsound
from sozialplanung.common.csvsafe import Cell, to_csv


def zip_of(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """Pack the maps and charts of a document.

    Parameters
    ----------
    document : Document
        A sound one.
    pictures : mapping of str to bytes
        PNG of every map and chart by its name, as `raster.pictures_of` draws them.

    Returns
    -------
    bytes
        README.txt with source, licence and date, then SVG, PNG and CSV of each.

    Raises
    ------
    UnsoundDocumentError
        The document is no document for everyone.
    """
    refuse_unsound(document)
    words = words_of(document.language)
    return archive_of(_members(document, pictures, words))


def _members(document: Document, pictures: Mapping[str, bytes], words: Words) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _readme(document, words).encode()
    for figure in document.figures():
        yield f"{_file(figure.name)}.svg", clean(figure.svg).encode()
        yield f"{_file(figure.name)}.png", pictures[figure.name]
        if figure.table is not None:
            yield f"{_file(figure.name)}.csv", _csv(document, figure.table, words)
    for picture in document.photographs():
        yield f"{_file(picture.name)}.{picture.kind}", picture.content
    drawn = {figure.table.name for figure in document.figures() if figure.table is not None}
    for table in document.tables():
        if table.name not in drawn:
            yield f"{_file(table.name)}.csv", _csv(document, table, words)


def _file(name: str) -> str:
    # A name never leads out of the folder into which the archive is unpacked.
    return re.sub(r"[^\w-]", "_", name)


def _csv(document: Document, table: Table, words: Words) -> bytes:
    heads = [f"{column.head} ({column.unit})" if column.unit else column.head for column in table.columns]
    rows = [[_written(cell) for cell in row] for row in table.rows]
    told = (table.caption, *table.notes, f"{words.source}: {table.source}" if table.source else "", *_named(document))
    after: list[list[Cell]] = [[clean(text)] for text in told if text]
    return to_csv([[clean(head) for head in heads], *rows, [], *after])


def _written(cell: TableCell) -> Cell:
    number = number_of(cell)
    return clean(cell.text) if number is None else number


def _named(document: Document) -> tuple[str, ...]:
    return (document.imprint.citation, document.imprint.address, *_licences(document))


def _readme(document: Document, words: Words) -> str:
    imprint = document.imprint
    lines = [
        document.title,
        document.subtitle,
        "",
        f"{words.publisher}: {imprint.publisher}",
        f"{words.edition}: {imprint.edition}",
        f"{words.stated}: {words.day(imprint.day)}",
        f"{words.citation}: {imprint.citation}",
        f"{words.address}: {imprint.address}",
        *filter(None, (imprint.contact, imprint.audience)),
        "",
        words.sources,
        *(f"- {line}" for line in _licences(document)),
        "",
        words.figures,
        *(line for figure in document.figures() for line in _told(figure, words)),
        *(line for picture in document.photographs() for line in _brought(picture, words)),
    ]
    return clean("\n".join(lines)) + "\n"


def _told(figure: Figure, words: Words) -> Iterator[str]:
    yield f"- {figure.name}: {figure.title}"
    yield f"  {figure.says}"
    yield f"  {figure.alternative}"
    if figure.source:
        yield f"  {words.source}: {figure.source}"


def _brought(picture: Photograph, words: Words) -> Iterator[str]:
    yield f"- {picture.name}.{picture.kind}{f': {picture.caption}' if picture.caption else ''}"
    yield f"  {picture.alternative}"
    if picture.credit:
        yield f"  {words.author}: {picture.credit}"


def _licences(document: Document) -> tuple[str, ...]:
    credits_told = [credit for block in document.blocks() if isinstance(block, Credits) for credit in block.credits]
    return tuple(", ".join(filter(None, (one.text, one.licence, one.address))) for one in credits_told)
