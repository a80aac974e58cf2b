# SPDX-License-Identifier: EUPL-1.2
"""Each kind of block as markup of a DOCX, with its pictures and links put into the file."""

import io
from collections.abc import Mapping
from functools import singledispatchmethod
from typing import Final

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Emu, Length, Mm
from lxml import etree

from reports.rendering.document import (
    Block,
    Credits,
    Figure,
    Interpretation,
    KeyFigures,
    Listing,
    Paragraph,
    Photograph,
    Remark,
    Table,
    Terms,
)
from reports.rendering.files.docxmarkup import field, link, paragraph, run, table
from reports.rendering.files.keytable import key_table
from reports.rendering.files.words import Words, clean, safe_address

_WIDTH: Final = Mm(164)
_HIGHEST: Final = Mm(190)


class Writer:
    """Writes blocks into one file; captions are numbered in the order in which they come."""

    def __init__(self, made: WordDocument, pictures: Mapping[str, bytes], words: Words) -> None:
        self._part = made.part
        self._pictures = pictures
        self._words = words
        self._drawn = 0
        self._counts = {words.figure: 0, words.table: 0}

    @singledispatchmethod
    def block(self, block: Block) -> str:
        """Return a block as markup."""
        raise TypeError(type(block).__name__)

    @block.register
    def _paragraph(self, block: Paragraph) -> str:
        return paragraph(run(block.text), "Lead" if block.is_lead else "Normal")

    @block.register
    def _listing(self, block: Listing) -> str:
        style = "ListNumber" if block.is_numbered else "ListBullet"
        return "".join(paragraph(run(item), style) for item in block.items)

    @block.register
    def _keys(self, block: KeyFigures) -> str:
        return self._table(key_table(block, self._words))

    @block.register
    def _remark(self, block: Remark) -> str:
        start = run(f"{self._words.warning}: ", "Strong") if block.is_warning else ""
        return paragraph(start + run(block.text), "Warning" if block.is_warning else "Remark")

    @block.register
    def _terms(self, block: Terms) -> str:
        return "".join(
            paragraph(run(term.word), "Term") + paragraph(run(term.meaning), "Meaning") for term in block.terms
        )

    def linked(self, text: str, address: str) -> str:
        """Return a text that leads to an address, or the text alone where nothing may lead there."""
        safe = safe_address(address)
        if not safe:
            return run(text)
        return link(text, self._part.relate_to(safe, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    def photograph(self, block: Photograph, *, height: Length) -> str:
        """Return a picture brought along, so high."""
        width = Emu(round(height * block.width / block.height))
        return self._inline(block.content, block.alternative, block.alternative, (width, height))

    def picture(self, name: str, title: str, alternative: str, size: tuple[Length, Length]) -> str:
        """Return a picture that was drawn for this document."""
        return self._inline(self._pictures[name], title, alternative, size)

    def _inline(self, content: bytes, title: str, alternative: str, size: tuple[Length, Length]) -> str:
        inline = self._part.new_pic_inline(io.BytesIO(content), *size)
        self._drawn += 1
        told = inline.docPr
        told.set("id", str(self._drawn))
        told.set("name", f"{self._words.figure} {self._drawn}")
        told.set("descr", clean(alternative))
        told.set("title", clean(title))
        return f"<w:r><w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r>"

    @block.register
    def _figure(self, block: Figure) -> str:
        width, height = _fitting(block.width, block.height)
        picture = self.picture(block.name, block.title, block.alternative, (width, height))
        shown = (
            paragraph(run(block.title), "BlockTitle")
            + paragraph(run(block.says), "Says")
            + paragraph(picture, "Picture")
            + self._caption(self._words.figure, block.title, block.source, "Caption")
        )
        return shown + (self._table(block.table) if block.table is not None else "")

    @block.register
    def _brought(self, block: Photograph) -> str:
        width, height = _fitting(block.width, block.height)
        picture = self._inline(block.content, block.alternative, block.alternative, (width, height))
        credit = f"{self._words.author}: {block.credit}" if block.credit else ""
        return paragraph(picture, "Picture") + (paragraph(run(credit), "Caption") if credit else "")

    @block.register
    def _table(self, block: Table) -> str:
        notes = "".join(paragraph(run(note), "Note") for note in block.notes)
        described = " ".join((block.caption, *block.notes))
        # A table needs a paragraph behind it, or the next one grows into it.
        source = f"{self._words.source}: {block.source}" if block.source else ""
        return (
            self._caption(self._words.table, block.caption, "", "TableCaption")
            + table(block.columns, block.rows, block.caption, described)
            + notes
            + paragraph(run(source), "Note")
        )

    def _caption(self, kind: str, text: str, source: str, style: str) -> str:
        self._counts[kind] += 1
        number = field(f"SEQ {kind} \\* ARABIC", str(self._counts[kind]))
        told = f": {text}" + (f" · {self._words.source}: {source}" if source else "")
        return paragraph(run(f"{kind} ") + number + run(told), style)

    @block.register
    def _interpretation(self, block: Interpretation) -> str:
        kind = self._words.kind(block)
        title = kind if block.title in {"", kind} else f"{kind}: {block.title}"
        lines = [*block.paragraphs, *([f"{self._words.outcome}: {block.outcome}"] if block.outcome else [])]
        inside = "".join(paragraph(run(line), "Interpretation") for line in lines)
        return paragraph(run(title), "InterpretationTitle") + inside + paragraph("", "Note")

    @block.register
    def _credits(self, block: Credits) -> str:
        lines = []
        for credit in block.credits:
            licence = f", {credit.licence}" if credit.licence else ""
            address = run(" ") + self.linked(credit.address, credit.address) if credit.address else ""
            lines.append(paragraph(run(credit.text + licence) + address, "ListBullet"))
        return "".join(lines)


def _fitting(width: float, height: float) -> tuple[Length, Length]:
    """Return the size of a picture as wide as the text, or as high as leaves room for its caption."""
    high = round(_WIDTH * height / width)
    if high <= _HIGHEST:
        return _WIDTH, Emu(high)
    return Emu(round(_HIGHEST * width / height)), _HIGHEST
