# SPDX-License-Identifier: EUPL-1.2
"""Long tables go to the end of what is read page by page: 436 areas would tear a report apart."""

from dataclasses import replace
from typing import Final

from reports.rendering.document import Block, Document, Figure, Remark, Section, Table, table_in
from reports.rendering.files.words import Words, words_of

# What has room on one page beside its picture.
LONGEST: Final = 40
ANNEX: Final = "annex"


def with_annex(document: Document) -> Document:
    """Return the document with its long tables in an annex; a line in their place says where they stand.

    For files that are read page by page (PDF, DOCX, ODT). Tables of up to `LONGEST` rows stay where they are; without
    a longer one the document is given back as it is.
    """
    words = words_of(document.language)
    moved: list[Table] = []
    sections = tuple(
        replace(section, blocks=tuple(kept for block in section.blocks for kept in _kept(block, moved, words)))
        for section in document.sections
    )
    if not moved:
        return document
    annex = Section(ANNEX, words.annex, 2, tuple(moved), begins_page=True)
    # Sources come last, as they do without an annex.
    at = next((place for place, each in enumerate(sections) if each.name == "sources"), len(sections))
    return replace(document, sections=(*sections[:at], annex, *sections[at:]))


def _kept(block: Block, moved: list[Table], words: Words) -> tuple[Block, ...]:
    """Return what stays in the place of a block; its long table is put to those that move."""
    table = table_in(block)
    if table is None or len(table.rows) <= LONGEST:
        return (block,)
    moved.append(table)
    told = Remark(words.in_annex.format(caption=table.caption))
    return (replace(block, table=None, annex=table.name), told) if isinstance(block, Figure) else (told,)
