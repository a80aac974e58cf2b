# SPDX-License-Identifier: EUPL-1.2
"""Parts of a DOCX as markup: paragraphs, fields, links, tables; texts come as they are and are made safe here."""

from collections.abc import Sequence
from typing import Final

from reports.rendering.document import Cell, Column
from reports.rendering.files.words import marked_up

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
TABLE_STYLE: Final = "SozialplanungTable"
# Twentieths of a point: the width of text on A4 between margins of 22 mm.
TEXT_WIDTH: Final = 9411
# Characters: of a text that is given a line of its own, beside a word, on a line of a table.
_LONGEST: Final = 42
_SHORTEST: Final = 5
_LINE: Final = 95


def run(text: str, style: str = "") -> str:
    """Return a run of text; line ends and tabs stay."""
    looks = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    inner = marked_up(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    inner = inner.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{looks}<w:t xml:space="preserve">{inner}</w:t></w:r>'


def paragraph(inner: str, style: str, properties: str = "") -> str:
    """Return a paragraph of runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def heading(text: str, level: int, anchor: int, *, begins_page: bool = False) -> str:
    """Return a heading that the table of contents can lead to."""
    start = f'<w:bookmarkStart w:id="{anchor}" w:name="{anchor_name(anchor)}"/>'
    inner = f'{start}{run(text)}<w:bookmarkEnd w:id="{anchor}"/>'
    return paragraph(inner, f"Heading{level}", "<w:pageBreakBefore/>" if begins_page else "")


def anchor_name(anchor: int) -> str:
    """Return the name of the place of a heading."""
    return f"_Toc{anchor:08d}"


def link(text: str, relation: str) -> str:
    """Return a link to what a relation of the part names."""
    return f'<w:hyperlink r:id="{relation}">{run(text, "Hyperlink")}</w:hyperlink>'


def field(instruction: str, shown: str) -> str:
    """Return a field, with what it shows until it is computed."""
    code = marked_up(instruction)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText>'
        f'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def contents(title: str, entries: Sequence[tuple[int, int, str]]) -> str:
    """Return the native table of contents, filled with the headings: anchor, level, text of each.

    Numbers of pages come when a word processor computes the field; the entries are links already.
    """
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' TOC \\o &quot;2-4&quot; \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines = []
    for place, (anchor, level, text) in enumerate(entries):
        inner = f'<w:hyperlink w:anchor="{anchor_name(anchor)}" w:history="1">{run(text)}</w:hyperlink>'
        lines.append(paragraph((begin if place == 0 else "") + inner, f"TOC{level - 1}"))
    end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "TOC1")
    kind = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    inside = paragraph(run(title), "TOCHeading") + "".join(lines) + end
    return f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], caption: str, description: str) -> str:
    """Return a native table: its head is marked, repeated on each page, and no row is broken over two."""
    widths = column_widths(columns, rows, TEXT_WIDTH)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = [f"{column.head} ({column.unit})" if column.unit else column.head for column in columns]
    head = "".join(
        _cell(run(text), "TableHead", width, is_right=column.is_number)
        for text, column, width in zip(heads, columns, widths, strict=True)
    )
    body = "".join(_row(row, columns, widths) for row in rows)
    look = (
        '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" '
        'w:noVBand="1"/>'
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="5000" w:type="pct"/>{look}'
        f'<w:tblCaption w:val="{marked_up(caption)}"/><w:tblDescription w:val="{marked_up(description)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )


def _row(row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = []
    for place, (cell, column, width) in enumerate(zip(row, columns, widths, strict=True)):
        look = "Withheld" if column.is_number and cell.number is None and place else ""
        style = "TableRowHead" if place == 0 else "TableText"
        cells.append(_cell(run(cell.text, look), style, width, is_right=column.is_number))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(inner: str, style: str, width: int, *, is_right: bool) -> str:
    side = '<w:jc w:val="right"/>' if is_right else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(inner, style, side)}</w:tc>'


def column_widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], total: int) -> list[int]:
    """Return widths that add up to `total` at most: room for the longest word first, then for longer texts."""
    texts = [[column.head, *(row[place].text for row in rows)] for place, column in enumerate(columns)]
    needed = [_SHORTEST + max(len(word) for text in column for word in [*text.split(), ""]) for column in texts]
    wished = [max(min(max(map(len, column)), _LONGEST) - need, 0) for column, need in zip(texts, needed, strict=True)]
    free = max(_LINE - sum(needed), 0)
    extra = [min(wish, free * wish / max(sum(wished), 1)) for wish in wished]
    shares = [need + more for need, more in zip(needed, extra, strict=True)]
    return [int(total * share / sum(shares)) for share in shares]
