# SPDX-License-Identifier: EUPL-1.2
"""What everyone needs of a document, whatever the format: headings in order, alternatives, heads of tables."""

from collections import Counter
from collections.abc import Iterator

from reports.rendering.document import DEEPEST_LEVEL, TITLE_LEVEL, AreaList, Document, Figure, Photograph


class UnsoundDocumentError(ValueError):
    """A document lacks what everyone needs of it, or tells what is hidden: no file is written of it."""


def refuse_unsound(document: Document) -> None:
    """Raise UnsoundDocumentError with all that is wrong with a document."""
    wrong = unsound(document)
    if wrong:
        raise UnsoundDocumentError("; ".join(wrong))


def unsound(document: Document) -> tuple[str, ...]:
    """Return what is wrong with a document, each as one line for whoever builds documents; empty when nothing is."""
    return (*_headings(document), *_names(document), *_pictures(document), *_lists(document), *_tables(document))


def _headings(document: Document) -> Iterator[str]:
    above = TITLE_LEVEL
    for section in document.sections:
        if not section.title.strip():
            yield f"{section.name}: no heading"
        if not TITLE_LEVEL < section.level <= min(above + 1, DEEPEST_LEVEL):
            yield f"{section.name}: level {section.level} below {above}"
        above = section.level


def _names(document: Document) -> Iterator[str]:
    named = [section.name for section in document.sections]
    named += [block.name for block in document.blocks() if isinstance(block, Figure | Photograph)]
    named += [table.name for table in document.tables()]
    yield from (f"{name}: twice" for name, count in Counter(named).items() if count > 1)


def _pictures(document: Document) -> Iterator[str]:
    there = {table.name for table in document.tables()}
    for block in document.blocks():
        if isinstance(block, Figure | Photograph) and not block.alternative.strip():
            yield f"{block.name}: no alternative"
        if isinstance(block, Figure) and block.table is None and block.annex not in there:
            yield f"{block.name}: no table of its figures"


def _lists(document: Document) -> Iterator[str]:
    for block in document.blocks():
        if isinstance(block, AreaList) and len(block.places) != len(block.table.rows):
            yield f"{block.table.name}: places of other areas"


def _tables(document: Document) -> Iterator[str]:
    for table in document.tables():
        if not table.caption.strip():
            yield f"{table.name}: no caption"
        if not all(column.head.strip() for column in table.columns):
            yield f"{table.name}: a column without head"
        if any(len(row) != len(table.columns) for row in table.rows):
            yield f"{table.name}: a row of another length"
        for row in table.rows:
            if not row[0].text.strip():
                yield f"{table.name}: a row without head"
            if any(cell.is_hidden and cell.number is not None for cell in row):
                yield f"{table.name}: a hidden figure with its number"
