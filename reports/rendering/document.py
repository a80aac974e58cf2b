# SPDX-License-Identifier: EUPL-1.2
"""What a dashboard or report says, in the order in which it is read; every format is written from this one value.

Nothing in here is computed any more: figures are told as they are shown, beside them the bare number for files with
typed cells. A figure that is not shown has no number, whatever format is asked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from reports.rendering.saidfigures import tells_figure

Language = Literal["de", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("de", "en")
TITLE_LEVEL: Final = 1
DEEPEST_LEVEL: Final = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: as it is shown, and its number with decimals where it has one.

    `text` says why there is no figure where there is none (“gesperrt”); `is_hidden` marks it for readers of files.
    """

    text: str
    number: float | None = None
    decimals: int = 0
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and the unit that its numbers have."""

    head: str
    unit: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first cell of each row is the head of the row."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class AreaList:
    """Areas by name, each with some figures: a page shows them as cards, files as the table that says the same.

    `places` are by row where each area is told about on its own; empty where it is not.
    """

    table: Table
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureKey:
    """One row of a legend: what fills its sign (empty: none; ``url(#pattern-…)``: a pattern), its words.

    With `dashes` the sign is a line; None for a filled one.
    """

    fill: str
    words: str
    dashes: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A map or a chart: a whole SVG file without style sheet, what it says, and the table with the same figures.

    `name` is unique in the document and good for a file name; `alternative` says for who does not see it what it
    shows; `width` and `height` are those of the picture's own units. The legend stands in the file from `legend_top`
    on; `keys` say the same for pages that set it beside the picture, where it stays readable on a phone. Where its
    table stands elsewhere in the document, `table` is None and `annex` is the name of it. `more` is the query of the
    page where readers choose other periods and areas of the same (empty: there is none).
    """

    name: str
    title: str
    says: str
    svg: str
    width: float
    height: float
    alternative: str
    table: Table | None = None
    source: str = ""
    keys: tuple[FigureKey, ...] = ()
    legend_top: float = 0.0
    annex: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture that somebody brought along: PNG or JPEG, with what it shows and who made it.

    `digest` names its content where that is kept beside the document; `content` is empty then until a file is made.
    """

    name: str
    kind: Literal["png", "jpeg"]
    content: bytes
    width: int
    height: int
    alternative: str
    credit: str = ""
    caption: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure that stands for itself: how it compares, how it changed, how sure it is, what it means.

    `value` is told with its unit, or says why there is none; then `number` is None.
    """

    label: str
    value: str
    as_of: str
    number: float | None = None
    decimals: int = 0
    unit: str = ""
    comparison: str = ""
    comparison_kind: Literal["", "lower", "similar", "higher"] = ""
    change: str = ""
    certainty: str = ""
    meaning: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Some key figures side by side."""

    title: str
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `is_lead` for the sentence that says it all."""

    text: str
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of short texts."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What planners say beside a figure: the classification, the need, the recommendation, and what became of it."""

    kind: Literal["reading", "need", "recommendation"]
    title: str
    paragraphs: tuple[str, ...]
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that has to be known to read what stands beside it: a break, a gap, secrecy, a correction."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Words that are explained, in the order of the alphabet."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    """Where figures come from, as of when, and under which licence they may be used."""

    text: str
    licence: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Credits:
    """All sources of a document."""

    credits: tuple[Credit, ...]


Block = (
    Paragraph
    | Listing
    | KeyFigures
    | AreaList
    | Figure
    | Photograph
    | Table
    | Interpretation
    | Remark
    | Terms
    | Credits
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under its heading; `level` is 2 to 4, never more than one deeper than the part above.

    `begins_page` for parts that begin on a page of their own, such as the page of an area; `is_half` for those that
    take half of a wide screen. `area` is the key of the area that the section is of, where a part comes once for each.
    `plain` is the title that takes the place of a written one where figures are gone: it tells none.
    """

    name: str
    title: str
    level: int
    blocks: tuple[Block, ...]
    begins_page: bool = False
    is_half: bool = False
    area: str = ""
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who publishes it, which edition of when it is, where it stays, how it is cited.

    `day` dates the edition; files carry it and no time of their making. `audience` is a sentence for whom it is, empty
    for everybody. `colour` is the publisher's own as ``#rrggbb``.
    """

    publisher: str
    edition: str
    day: date
    address: str
    citation: str
    contact: str = ""
    audience: str = ""
    colour: str = "#171a87"
    logo: Photograph | None = None
    qr_svg: str = ""


@dataclass(frozen=True, slots=True)
class EasyWords:
    """What a document says in Leichte Sprache, a sentence on each line; who examined it; a video in sign language.

    All is German, whatever the language of the document, and may be empty. `video` is an address (``https:``).
    """

    text: str = ""
    checked_by: str = ""
    video: str = ""

    def __bool__(self) -> bool:
        """Whether there is a text or a video."""
        return bool(self.text or self.video)

    def without_figures(self) -> "EasyWords":
        """Return what tells no figure: a text that may tell one goes whole, and nobody knows what a video says."""
        # Years, too: they count among figures here, for a line may say of what year it tells.
        told = any(sign.isnumeric() for sign in self.text) or tells_figure(self.text)
        return EasyWords() if told else replace(self, video="")


@dataclass(frozen=True, slots=True)
class Document:
    """A whole dashboard or report."""

    title: str
    subtitle: str
    language: Language
    imprint: Imprint
    sections: tuple[Section, ...]
    has_contents: bool = False
    remarks: tuple[Remark, ...] = field(default=())
    easy: EasyWords = field(default_factory=EasyWords)

    def blocks(self) -> Iterator[Block]:
        """Return everything in the order in which it is read."""
        for section in self.sections:
            yield from section.blocks

    def areas(self) -> dict[str, str]:
        """Return the areas that have a part of their own, by key, with their names: each in its first section."""
        found: dict[str, str] = {}
        for section in self.sections:
            if section.area:
                found.setdefault(section.area, section.title)
        return found

    def of_area(self, key: str) -> "Document":
        """Return what is said of one area and of all: the parts of the other areas are left out."""
        return replace(self, sections=tuple(each for each in self.sections if each.area in {"", key}))

    def figures(self) -> tuple[Figure, ...]:
        """Return all maps and charts."""
        return tuple(block for block in self.blocks() if isinstance(block, Figure))

    def photographs(self) -> tuple[Photograph, ...]:
        """Return all pictures that were brought along."""
        return tuple(block for block in self.blocks() if isinstance(block, Photograph))

    def with_photographs(self, contents: Mapping[str, bytes]) -> "Document":
        """Return the document with the content of its pictures, by their digests."""

        def filled(block: Block) -> Block:
            if not isinstance(block, Photograph) or not block.digest:
                return block
            return replace(block, content=contents[block.digest])

        sections = (replace(each, blocks=tuple(map(filled, each.blocks))) for each in self.sections)
        return replace(self, sections=tuple(sections))

    def tables(self) -> tuple[Table, ...]:
        """Return all tables, those of maps, charts and lists in their places."""
        return tuple(table for block in self.blocks() if (table := table_in(block)) is not None)


def table_in(block: Block) -> Table | None:
    """Return the table that a block is, or that says the same as it; None where there is none."""
    if isinstance(block, Table):
        return block
    return block.table if isinstance(block, Figure | AreaList) else None
