# SPDX-License-Identifier: EUPL-1.2
"""Blocks as markup of a DOCX, with their pictures and links put into the file."""

import io
from collections.abc import Mapping, Sequence

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm
from lxml import etree

from reports.rendering.document import Table
from reports.rendering.files.docxmarkup import field, link, paragraph, run, table
from reports.rendering.files.flow import Flow, Size
from reports.rendering.files.words import Words, clean, safe_address


class WordFlow(Flow):
    """Writes blocks into one DOCX."""

    def __init__(self, made: WordDocument, pictures: Mapping[str, bytes], words: Words) -> None:
        super().__init__(pictures, words)
        self._part = made.part
        self._drawn = 0

    def run(self, text: str, style: str = "") -> str:
        """Return a run."""
        return run(text, style)

    def paragraph(self, inner: str, style: str) -> str:
        """Return a paragraph of runs."""
        return paragraph(inner, style)

    def listed(self, items: Sequence[str], *, is_numbered: bool = False) -> str:
        """Return paragraphs of a list."""
        return "".join(paragraph(item, "ListNumber" if is_numbered else "ListBullet") for item in items)

    def linked(self, text: str, address: str) -> str:
        """Return a link by a relation of the part, or the text alone."""
        safe = safe_address(address)
        if not safe:
            return run(text)
        return link(text, self._part.relate_to(safe, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    def number(self, kind: str, count: int) -> str:
        """Return a field that counts captions."""
        return field(f"SEQ {kind} \\* ARABIC", str(count))

    def grid(self, block: Table, described: str) -> str:
        """Return a table with its name and description."""
        return table(block.columns, block.rows, block.caption, described)

    def inline(self, content: bytes, title: str, alternative: str, size: Size) -> str:
        """Return a run with a picture; the same picture is in the file once."""
        inline = self._part.new_pic_inline(io.BytesIO(content), *(Mm(length) for length in size))
        self._drawn += 1
        told = inline.docPr
        told.set("id", str(self._drawn))
        told.set("name", f"{self._words.figure} {self._drawn}")
        told.set("descr", clean(alternative))
        told.set("title", clean(title))
        return f"<w:r><w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r>"
