# SPDX-License-Identifier: EUPL-1.2
"""The blocks of a document as running text, whatever the markup: what word processors have in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import singledispatchmethod
from typing import Final

from reports.rendering.document import (
    AreaList,
    Block,
    Credits,
    Figure,
    Imprint,
    Interpretation,
    KeyFigures,
    Listing,
    Paragraph,
    Photograph,
    Remark,
    Table,
    Terms,
)
from reports.rendering.files.keytable import key_table
from reports.rendering.files.raster import QR_NAME
from reports.rendering.files.words import Words

# Millimetres.
Size = tuple[float, float]
_WIDTH: Final = 164.0
_HIGHEST: Final = 190.0
_LOGO: Final = 18.0
_QR: Final = 28.0


class Flow(ABC):
    """Writes blocks one below the other; captions are numbered in the order in which they come."""

    def __init__(self, pictures: Mapping[str, bytes], words: Words) -> None:
        self._pictures = pictures
        self._words = words
        self._counts = {words.figure: 0, words.table: 0}

    @abstractmethod
    def run(self, text: str, style: str = "") -> str:
        """Return a piece of text."""

    @abstractmethod
    def paragraph(self, inner: str, style: str) -> str:
        """Return a paragraph of pieces."""

    @abstractmethod
    def listed(self, items: Sequence[str], *, is_numbered: bool = False) -> str:
        """Return a list of pieces."""

    @abstractmethod
    def linked(self, text: str, address: str) -> str:
        """Return a text that leads to an address, or the text alone where nothing may lead there."""

    @abstractmethod
    def number(self, kind: str, count: int) -> str:
        """Return the number of a caption, as a field that counts."""

    @abstractmethod
    def grid(self, block: Table, described: str) -> str:
        """Return the native table alone."""

    @abstractmethod
    def inline(self, content: bytes, title: str, alternative: str, size: Size) -> str:
        """Return a picture as a piece of a paragraph."""

    @singledispatchmethod
    def block(self, block: Block) -> str:
        """Return a block as markup."""
        raise TypeError(type(block).__name__)

    @block.register
    def _paragraph(self, block: Paragraph) -> str:
        return self.paragraph(self.run(block.text), "Lead" if block.is_lead else "Normal")

    @block.register
    def _listing(self, block: Listing) -> str:
        return self.listed([self.run(item) for item in block.items], is_numbered=block.is_numbered)

    @block.register
    def _keys(self, block: KeyFigures) -> str:
        return self._table(key_table(block, self._words))

    @block.register
    def _areas(self, block: AreaList) -> str:
        return self._table(block.table)

    @block.register
    def _remark(self, block: Remark) -> str:
        start = self.run(f"{self._words.warning}: ", "Strong") if block.is_warning else ""
        return self.paragraph(start + self.run(block.text), "Warning" if block.is_warning else "Remark")

    @block.register
    def _terms(self, block: Terms) -> str:
        return "".join(
            self.paragraph(self.run(term.word), "Term") + self.paragraph(self.run(term.meaning), "Meaning")
            for term in block.terms
        )

    @block.register
    def _figure(self, block: Figure) -> str:
        size = _fitting(block.width, block.height)
        picture = self.inline(self._pictures[block.name], block.title, block.alternative, size)
        shown = (
            self.paragraph(self.run(block.title), "BlockTitle")
            + self.paragraph(self.run(block.says), "Says")
            + self.paragraph(picture, "Picture")
            + self._caption(self._words.figure, block.title, block.source, "Caption")
        )
        return shown + (self._table(block.table) if block.table is not None else "")

    @block.register
    def _brought(self, block: Photograph) -> str:
        size = _fitting(block.width, block.height)
        picture = self.inline(block.content, block.alternative, block.alternative, size)
        credit = f"{self._words.author}: {block.credit}" if block.credit else ""
        told = " ".join(filter(None, (block.caption, credit)))
        return self.paragraph(picture, "Picture") + (self.paragraph(self.run(told), "Caption") if told else "")

    @block.register
    def _table(self, block: Table) -> str:
        notes = "".join(self.paragraph(self.run(note), "Note") for note in block.notes)
        # A table needs a paragraph behind it, or the next one grows into it.
        source = f"{self._words.source}: {block.source}" if block.source else ""
        return (
            self._caption(self._words.table, block.caption, "", "TableCaption")
            + self.grid(block, " ".join((block.caption, *block.notes)))
            + notes
            + self.paragraph(self.run(source), "Note")
        )

    @block.register
    def _interpretation(self, block: Interpretation) -> str:
        kind = self._words.kind(block)
        title = kind if block.title in {"", kind} else f"{kind}: {block.title}"
        lines = [*block.paragraphs, *([f"{self._words.outcome}: {block.outcome}"] if block.outcome else [])]
        inside = "".join(self.paragraph(self.run(line), "Interpretation") for line in lines)
        return self.paragraph(self.run(title), "InterpretationTitle") + inside + self.paragraph("", "Note")

    @block.register
    def _credits(self, block: Credits) -> str:
        lines = []
        for credit in block.credits:
            licence = f", {credit.licence}" if credit.licence else ""
            address = self.run(" ") + self.linked(credit.address, credit.address) if credit.address else ""
            lines.append(self.run(credit.text + licence) + address)
        return self.listed(lines)

    def logo(self, imprint: Imprint) -> str:
        """Return the publisher's sign."""
        sign = imprint.logo
        if sign is None:
            return ""
        size = (_LOGO * sign.width / sign.height, _LOGO)
        return self.paragraph(self.inline(sign.content, sign.alternative, sign.alternative, size), "Picture")

    def imprint(self, imprint: Imprint) -> str:
        """Return who publishes the edition, how it is cited, where it stays."""
        words = self._words
        told = (
            (words.publisher, self.run(imprint.publisher)),
            (words.edition, self.run(f"{imprint.edition}, {words.day(imprint.day)}")),
            (words.citation, self.run(imprint.citation)),
            (words.address, self.linked(imprint.address, imprint.address)),
            (words.contact, self.run(imprint.contact) if imprint.contact else ""),
        )
        lines = [self.paragraph(self.run(f"{label}: ", "Strong") + inner, "Normal") for label, inner in told if inner]
        if imprint.qr_svg:
            code = self.inline(self._pictures[QR_NAME], words.address, imprint.address, (_QR, _QR))
            lines.append(self.paragraph(code, "Picture"))
        return "".join(lines)

    def _caption(self, kind: str, text: str, source: str, style: str) -> str:
        self._counts[kind] += 1
        told = f": {text}" + (f" · {self._words.source}: {source}" if source else "")
        return self.paragraph(self.run(f"{kind} ") + self.number(kind, self._counts[kind]) + self.run(told), style)


def _fitting(width: float, height: float) -> Size:
    """Return the size of a picture as wide as the text, or as high as leaves room for its caption."""
    high = _WIDTH * height / width
    return (_WIDTH, high) if high <= _HIGHEST else (_HIGHEST * width / height, _HIGHEST)
