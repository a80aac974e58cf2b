# SPDX-License-Identifier: EUPL-1.2
"""A document as workbook: what it is on the first sheet, one sheet for each table, sources on the last."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from openpyxl import Workbook

from reports.rendering.document import Cell, Column, Credit, Credits, Document, KeyFigure, KeyFigures, Table, Terms
from reports.rendering.files.words import Words, clean, words_of
from reports.rendering.soundness import refuse_unsound
from sozialplanung.common.typedbook import GENERAL, FileCell, book_bytes, facts_sheet, list_sheet, table_sheet

_LONGEST_NAME: Final = 31
_FORBIDDEN: Final = str.maketrans("[]:*?/\\'", "        ")


def xlsx_of(document: Document) -> bytes:
    """Write the tables and key figures of a document.

    Returns
    -------
    bytes
        Numbers are cells with a number, rounded to the decimals that are shown; what has none is told in words.

    Raises
    ------
    UnsoundDocumentError
        The document is no document for everyone.
    """
    refuse_unsound(document)
    words = words_of(document.language)
    book = Workbook(write_only=True)
    book.properties.title = clean(document.title)
    book.properties.creator = clean(document.imprint.publisher)
    book.properties.language = words.locale
    named = _named(document, words)
    facts_sheet(book, words.about, document.title, _facts(document, named, words))
    keys = [key for block in document.blocks() if isinstance(block, KeyFigures) for key in block.figures]
    if keys:
        _keys_sheet(book, keys, words)
    for name, table in named:
        heads = [(_head(column), GENERAL) for column in table.columns]
        table_sheet(book, name, heads, [[_typed(cell) for cell in row] for row in table.rows], frozen="B2")
    terms = [term for block in document.blocks() if isinstance(block, Terms) for term in block.terms]
    if terms:
        list_sheet(book, words.explained, ((term.word, term.meaning) for term in terms))
    if pictures := document.photographs():
        list_sheet(book, words.figures, ((each.caption, each.alternative, each.credit) for each in pictures))
    list_sheet(book, words.notes, _notes(document, named))
    list_sheet(book, words.sources, _sources(document, words))
    return book_bytes(book)


def number_of(cell: Cell) -> Decimal | None:
    """Return the number of a cell with the digits that are shown, and no digit more."""
    return None if cell.number is None else _rounded(cell.number, cell.decimals)


def _rounded(number: float, decimals: int) -> Decimal:
    return Decimal(f"{number:.{decimals}f}")


def _typed(cell: Cell) -> FileCell:
    number = number_of(cell)
    return cell.text if number is None else number


def _head(column: Column) -> str:
    return f"{column.head} ({column.unit})" if column.unit and column.unit not in column.head else column.head


def _facts(document: Document, named: Sequence[tuple[str, Table]], words: Words) -> Iterator[tuple[str, str]]:
    imprint = document.imprint
    told = (
        (words.about, document.subtitle),
        (words.publisher, imprint.publisher),
        (words.edition, imprint.edition),
        (words.published, words.day(imprint.day)),
        (words.audience, imprint.audience),
        (words.citation, imprint.citation),
        (words.address, imprint.address),
        (words.contact, imprint.contact),
        *((words.notes, remark.text) for remark in document.remarks),
        *(
            (words.licence, " · ".join(filter(None, (credit.text, credit.licence, credit.address))))
            for credit in _credits(document)
        ),
        *((f"{words.table} {name}", table.caption) for name, table in named),
    )
    return ((label, text) for label, text in told if text)


def _keys_sheet(book: Workbook, keys: Sequence[KeyFigure], words: Words) -> None:
    heads = (
        words.indicator,
        words.value,
        words.unit,
        words.stated,
        words.comparison,
        words.change,
        words.certainty,
        words.meaning,
        words.source,
    )
    rows: list[list[FileCell]] = [
        [
            key.label,
            key.value if key.number is None else _rounded(key.number, key.decimals),
            key.unit,
            key.as_of,
            key.comparison,
            key.change,
            key.certainty,
            key.meaning,
            key.source,
        ]
        for key in keys
    ]
    table_sheet(book, words.keys, [(head, GENERAL) for head in heads], rows, frozen="B2")


def _notes(document: Document, named: Sequence[tuple[str, Table]]) -> Iterator[Sequence[str]]:
    yield from ((document.title, remark.text) for remark in document.remarks)
    for name, table in named:
        yield from ((name, note) for note in table.notes)


def _sources(document: Document, words: Words) -> Iterator[Sequence[str]]:
    yield from ((credit.text, credit.licence, credit.address) for credit in _credits(document))
    told = dict.fromkeys(table.source for table in document.tables() if table.source)
    yield from ((source, words.source, "") for source in told)


def _credits(document: Document) -> list[Credit]:
    return [credit for block in document.blocks() if isinstance(block, Credits) for credit in block.credits]


def _named(document: Document, words: Words) -> list[tuple[str, Table]]:
    """Return the tables with names that a workbook takes: short, without signs of formulas, none twice."""
    own = (words.about, words.keys, words.explained, words.figures, words.notes, words.sources)
    taken = {name.casefold() for name in own}
    named = []
    for place, table in enumerate(document.tables(), start=1):
        plain = clean(table.name).translate(_FORBIDDEN).strip() or f"{words.table} {place}"
        name = plain[:_LONGEST_NAME]
        if name.casefold() in taken:
            name = f"{plain[: _LONGEST_NAME - 5]} {place}"
        taken.add(name.casefold())
        named.append((name, table))
    return named
