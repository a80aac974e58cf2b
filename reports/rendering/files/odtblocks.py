# SPDX-License-Identifier: EUPL-1.2
"""Blocks as markup of an ODT; pictures and widths of columns are gathered for the other parts of the file."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from reports.rendering.document import Cell, Column, Table
from reports.rendering.files.docxmarkup import column_widths
from reports.rendering.files.flow import Flow, Size
from reports.rendering.files.odtmarkup import link, paragraph, span
from reports.rendering.files.words import Words, marked_up, safe_address

# Hundredths of a millimetre.
_TEXT_WIDTH: Final = 16600


class OpenFlow(Flow):
    """Writes blocks into one ODT."""

    def __init__(self, pictures: Mapping[str, bytes], words: Words) -> None:
        super().__init__(pictures, words)
        self.parts: dict[str, bytes] = {}
        self.columns: list[str] = []
        self._tables = 0
        self._drawn = 0

    def run(self, text: str, style: str = "") -> str:
        """Return a span."""
        return span(text, style)

    def paragraph(self, inner: str, style: str) -> str:
        """Return a paragraph."""
        return paragraph(inner, style)

    def listed(self, items: Sequence[str], *, is_numbered: bool = False) -> str:
        """Return a list."""
        inside = "".join(f"<text:list-item>{paragraph(item, 'ListItem')}</text:list-item>" for item in items)
        return f'<text:list text:style-name="{"Numbers" if is_numbered else "Bullets"}">{inside}</text:list>'

    def linked(self, text: str, address: str) -> str:
        """Return a link, or the text alone."""
        safe = safe_address(address)
        return link(text, safe) if safe else span(text)

    def number(self, kind: str, count: int) -> str:
        """Return a field that counts captions."""
        return (
            f'<text:sequence text:ref-name="ref{kind}{count}" text:name="{kind}" text:formula="ooow:{kind}+1" '
            f'style:num-format="1">{count}</text:sequence>'
        )

    def grid(self, block: Table, described: str) -> str:
        """Return a table with its name and description, its head marked and repeated."""
        self._tables += 1
        name = f"{self._words.table}{self._tables}"
        widths = column_widths(block.columns, block.rows, _TEXT_WIDTH)
        self.columns += [
            f'<style:style style:name="{name}.{place}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width / 100:.2f}mm"/></style:style>'
            for place, width in enumerate(widths)
        ]
        columns = "".join(f'<table:table-column table:style-name="{name}.{place}"/>' for place in range(len(widths)))
        heads = (f"{column.head} ({column.unit})" if column.unit else column.head for column in block.columns)
        head = "".join(
            _cell(span(text), "TableHeadRight" if column.is_number else "TableHead", "HeadCell")
            for text, column in zip(heads, block.columns, strict=True)
        )
        rows = "".join(_row(row, block.columns, is_odd=bool(place % 2)) for place, row in enumerate(block.rows))
        return (
            f'<table:table table:name="{name}" table:style-name="Tables"><table:title>{marked_up(block.caption)}'
            f"</table:title><table:desc>{marked_up(described)}</table:desc>{columns}<table:table-header-rows>"
            f'<table:table-row table:style-name="Rows">{head}</table:table-row></table:table-header-rows>{rows}'
            "</table:table>"
        )

    def inline(self, content: bytes, title: str, alternative: str, size: Size) -> str:
        """Return a frame with a picture; the same picture is in the file once."""
        self._drawn += 1
        ending = "png" if content.startswith(b"\x89PNG") else "jpg"
        name = f"Pictures/{sha256(content).hexdigest()[:16]}.{ending}"
        self.parts[name] = content
        width, height = size
        return (
            f'<draw:frame draw:name="{self._words.figure} {self._drawn}" draw:style-name="Frames" '
            f'text:anchor-type="as-char" svg:width="{width:.2f}mm" svg:height="{height:.2f}mm">'
            f'<draw:image xlink:href="{name}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
            f"<svg:title>{marked_up(title)}</svg:title><svg:desc>{marked_up(alternative)}</svg:desc></draw:frame>"
        )


def _row(row: Sequence[Cell], columns: Sequence[Column], *, is_odd: bool) -> str:
    cells = []
    for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
        look = "Withheld" if column.is_number and cell.number is None and place else ""
        style = "TableRowHead" if place == 0 else "TableRight" if column.is_number else "TableText"
        cells.append(_cell(span(cell.text, look), style, "OddCell" if is_odd else "PlainCell"))
    return f'<table:table-row table:style-name="Rows">{"".join(cells)}</table:table-row>'


def _cell(inner: str, style: str, look: str) -> str:
    return (
        f'<table:table-cell table:style-name="{look}" office:value-type="string">{paragraph(inner, style)}'
        "</table:table-cell>"
    )
