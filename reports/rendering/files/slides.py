# SPDX-License-Identifier: EUPL-1.2
"""Slides with native titles, tables and pictures; what is put on first is read first."""

import io
from collections.abc import Sequence
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.presentation import Presentation
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.table import Table as NativeTable
from pptx.text.text import TextFrame
from pptx.util import Cm, Emu, Length, Pt

from reports.rendering.document import Cell, KeyFigure, Photograph, Table
from reports.rendering.files.colours import INK, QUIET, TINT
from reports.rendering.files.docxmarkup import column_widths
from reports.rendering.files.words import Words, clean, safe_address

WIDTH: Final = Cm(33.867)
HEIGHT: Final = Cm(19.05)
_LEFT: Final = Cm(1.6)
_ACROSS: Final = Emu(WIDTH - 2 * _LEFT)
_TOP: Final = Cm(3.8)
_DOWN: Final = Cm(12.6)
_SOURCE_TOP: Final = Cm(16.6)
_FOOT_TOP: Final = Cm(17.8)
_SIGN: Final = Cm(2.4)
_CODE: Final = Cm(4)
# Points of a headline, by the characters that it has at most.
_HEADLINES: Final = ((60, 30), (110, 26), (170, 22), (10_000, 18))
# Characters of a figure that is shown large; columns of a table with smaller letters.
_SHORT: Final = 9
_WIDE_TABLE: Final = 4


class Slides:
    """Adds slides; no two have the same title."""

    def __init__(self, made: Presentation, colour: str, foot: str, words: Words) -> None:
        self._made = made
        self._colour = _rgb(colour)
        self._foot = foot
        self._words = words
        self._titles: dict[str, int] = {}
        self._slide: Slide
        self._told: BaseShape

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self._made.slides)

    def front(self, title: str, lines: Sequence[str], logo: Photograph | None) -> None:
        """Add the first slide."""
        self._add(0, title)
        head, below = self._slide.shapes.title, self._slide.placeholders[1]
        if head is not None:
            self._write(head.text_frame, [title], 40, self._colour, is_bold=True)
            head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        self._write(below.text_frame, lines, 20, _rgb(QUIET))
        for paragraph in [*(head.text_frame.paragraphs if head else ()), *below.text_frame.paragraphs]:
            paragraph.alignment = PP_ALIGN.LEFT
        self._band()
        if logo is not None:
            sign = self._slide.shapes.add_picture(io.BytesIO(logo.content), _LEFT, Cm(1.4), height=_SIGN)
            self._told = sign
            self.describe(logo.alternative, logo.alternative)

    def picture(self, title: str, content: bytes, size: tuple[float, float], source: str) -> None:
        """Add a picture as large as it fits, with its source in small print."""
        self._content(title)
        width, height = size
        scale = min(_ACROSS / width, _DOWN / height)
        wide, high = Emu(round(width * scale)), Emu(round(height * scale))
        left = Emu(_LEFT + (_ACROSS - wide) // 2)
        self._told = self._slide.shapes.add_picture(io.BytesIO(content), left, _TOP, wide, high)
        if source and not source.startswith(f"{self._words.author}:"):
            source = f"{self._words.source}: {source}"
        self._finish(source)

    def describe(self, title: str, alternative: str) -> None:
        """Say what the picture or table put on last shows to who does not see it."""
        properties = self._told._element._nvXxPr.cNvPr  # noqa: SLF001 - no public way
        properties.set("descr", clean(alternative))
        properties.set("title", clean(title))

    def cards(self, title: str, keys: Sequence[KeyFigure]) -> None:
        """Add key figures side by side: the figure large, beneath it what it is, how it compares and changed."""
        self._content(title)
        gap = Cm(0.8)
        wide = Emu((_ACROSS - gap * (len(keys) - 1)) // len(keys))
        for place, key in enumerate(keys):
            box = self._slide.shapes.add_textbox(Emu(_LEFT + place * (wide + gap)), _TOP, wide, Cm(10))
            box.fill.solid()
            box.fill.fore_color.rgb = _rgb(TINT)
            frame = _framed(box.text_frame)
            frame.margin_left = frame.margin_right = frame.margin_top = Cm(0.5)
            told = (
                (key.value, 40 if len(key.value) <= _SHORT else 26, self._colour, True),
                (key.label, 18, _rgb(INK), True),
                (f"{self._words.stated}: {key.as_of}", 14, _rgb(QUIET), False),
                (key.comparison, 14, _rgb(INK), False),
                (key.change, 14, _rgb(INK), False),
                (f"{self._words.certainty}: {key.certainty}" if key.certainty else "", 12, _rgb(QUIET), False),
            )
            for text, points, colour, is_bold in told:
                if text:
                    self._line(frame, text, points, colour, is_bold=is_bold)
        sources = ", ".join(dict.fromkeys(key.source for key in keys if key.source))
        self._finish(f"{self._words.source}: {sources}" if sources else "")

    def table(self, title: str, table: Table, rows: Sequence[Sequence[Cell]]) -> None:
        """Add some rows of a table, its head marked as such."""
        self._content(title)
        high = Cm(0.95)
        shape = self._slide.shapes.add_table(
            len(rows) + 1, len(table.columns), _LEFT, _TOP, _ACROSS, Emu(high * (len(rows) + 1))
        )
        self._told = shape
        self.describe(table.caption, " ".join((table.caption, *table.notes)))
        native = shape.table
        native.first_row, native.first_col = True, True
        for place, width in enumerate(column_widths(table.columns, rows, _ACROSS)):
            native.columns[place].width = Emu(width)
        self._fill(native, table, rows)
        self._finish(f"{self._words.source}: {table.source}" if table.source else "")

    def _fill(self, native: NativeTable, table: Table, rows: Sequence[Sequence[Cell]]) -> None:
        points = 14 if len(table.columns) < _WIDE_TABLE else 12
        heads = [f"{column.head} ({column.unit})" if column.unit else column.head for column in table.columns]
        for down, texts in enumerate((heads, *([cell.text for cell in row] for row in rows))):
            for across, text in enumerate(texts):
                cell = native.cell(down, across)
                cell.margin_top = cell.margin_bottom = Cm(0.1)
                if down and across == 0:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = _rgb(TINT)
                colour = _rgb(INK) if down else RGBColor(0xFF, 0xFF, 0xFF)
                self._write(cell.text_frame, [text], points, colour, is_bold=down == 0 or across == 0)
                if table.columns[across].is_number:
                    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def text(self, title: str, lines: Sequence[str], *, address: str = "") -> None:
        """Add lines of text, and an address that leads where it says."""
        self._content(title)
        box = self._slide.shapes.add_textbox(_LEFT, _TOP, Emu(_ACROSS - _CODE - Cm(1)), _DOWN)
        frame = _framed(box.text_frame)
        for line in lines:
            self._line(frame, line, 20, _rgb(INK))
        if address:
            self._line(frame, address, 16, self._colour)
            if safe_address(address):
                frame.paragraphs[-1].runs[0].hyperlink.address = clean(address)
        self._finish("")

    def code(self, content: bytes, title: str, alternative: str) -> None:
        """Put a code for cameras on the slide added last."""
        left = Emu(WIDTH - _LEFT - _CODE)
        self._told = self._slide.shapes.add_picture(io.BytesIO(content), left, _TOP, _CODE, _CODE)
        self.describe(title, alternative)

    def notes(self, lines: Sequence[str]) -> None:
        """Write what is said to the slide added last."""
        frame = self._slide.notes_slide.notes_text_frame
        if frame is not None:
            self._write(frame, [line for line in lines if line], 12, _rgb(INK))

    def _add(self, layout: int, title: str) -> str:
        self._slide = self._made.slides.add_slide(self._made.slide_layouts[layout])
        self._titles[title] = self._titles.get(title, 0) + 1
        return title if self._titles[title] == 1 else f"{title} ({self._titles[title]})"

    def _content(self, title: str) -> None:
        told = self._add(1, title)
        head = self._slide.shapes.title
        if head is not None:
            points = next(size for most, size in _HEADLINES if len(told) <= most)
            self._write(head.text_frame, [told], points, self._colour, is_bold=True)
            head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
            head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE

    def _finish(self, source: str) -> None:
        if source:
            self._small(source, _SOURCE_TOP, 12)
        self._small(f"{self._foot} · {self._words.page} {self.count}", _FOOT_TOP, 10)
        self._band()

    def _small(self, text: str, top: Length, points: int) -> None:
        box = self._slide.shapes.add_textbox(_LEFT, top, _ACROSS, Cm(1))
        self._line(_framed(box.text_frame), text, points, _rgb(QUIET))

    def _band(self) -> None:
        """Draw the publisher's colour along the upper edge; it says nothing and is marked so."""
        band = self._slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(0), Emu(0), WIDTH, Cm(0.35))
        band.fill.solid()
        band.fill.fore_color.rgb = self._colour
        band.line.fill.background()
        _decorative(band)

    def _write(
        self, frame: TextFrame, lines: Sequence[str], points: int, colour: RGBColor, *, is_bold: bool = False
    ) -> None:
        frame.clear()
        for line in lines or [""]:
            self._line(frame, line, points, colour, is_bold=is_bold)

    def _line(self, frame: TextFrame, text: str, points: int, colour: RGBColor, *, is_bold: bool = False) -> None:
        first = frame.paragraphs[0]
        paragraph = first if not first.runs and len(frame.paragraphs) == 1 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = clean(text).replace("\n", " ").replace("\t", " ")
        run.font.size, run.font.bold = Pt(points), is_bold
        run.font.color.rgb = colour
        run.font.language_id = MSO_LANGUAGE_ID.GERMAN if self._words.locale == "de-DE" else MSO_LANGUAGE_ID.ENGLISH_US
        paragraph.space_after = Pt(points / 3)


def _framed(frame: TextFrame) -> TextFrame:
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    return frame


def _decorative(shape: Any) -> None:  # noqa: ANN401 - any shape
    space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    properties = shape._element._nvXxPr.cNvPr  # noqa: SLF001 - no public way
    mark = properties.makeelement(f"{{{space}}}decorative", {"val": "1"}, nsmap={"adec": space})
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    listing = properties.makeelement(f"{{{drawing}}}extLst", {})
    extension = listing.makeelement(f"{{{drawing}}}ext", {"uri": "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"})
    extension.append(mark)
    listing.append(extension)
    properties.append(listing)


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))
