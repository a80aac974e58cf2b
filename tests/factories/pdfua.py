# SPDX-License-Identifier: EUPL-1.2
"""What of PDF/UA-1 a machine can look at without veraPDF: each finding is one line, none means that nothing was found.

Looked at: the mark of conformance, language, title in the window, tags on everything drawn, one title and headings that
go down one step at a time, alternatives, heads of tables with their scope and rows of one length, links with words and
tags, the order of tabs, embedded fonts, marks for the parts, and that tags read the pages in their order.
Not looked at: whether alternatives and titles say the right thing, colours, and what only an ear can judge.
"""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import ContentStream

_DRAWN: Final = {b"Tj", b"TJ", b"'", b'"', b"Do", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh"}
_HEADINGS: Final = {f"/H{level}": level for level in range(1, 7)}


class Tag:
    """One element of the structure: its kind, what is below it, the marked contents that it reads."""

    def __init__(self, element: Any) -> None:  # noqa: ANN401 - what the library gives
        self.element = element
        self.kind = str(element.get("/S", ""))
        self.page = element.get("/Pg")
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, list) else [kids]
        self.kids = [kid.get_object() for kid in kids]

    def below(self) -> Iterator["Tag"]:
        """Return the tags directly below."""
        yield from (Tag(kid) for kid in self.kids if isinstance(kid, dict) and "/S" in kid)

    def all(self) -> Iterator["Tag"]:
        """Return this tag and all below it in the order in which they are read."""
        yield self
        for tag in self.below():
            yield from tag.all()

    def marked(self) -> Iterator[tuple[Any, int]]:
        """Return page and number of the contents that this tag reads itself."""
        for kid in self.kids:
            if isinstance(kid, int):
                yield self.page, int(kid)
            elif isinstance(kid, dict) and kid.get("/Type") == "/MCR":
                yield kid.get("/Pg", self.page), int(kid["/MCID"])


def problems(content: bytes) -> tuple[str, ...]:
    """Return what is wrong with a PDF that is to be read by everyone."""
    read = PdfReader(io.BytesIO(content))
    root: Any = read.root_object
    top = Tag({"/S": "/Root", "/K": root["/StructTreeRoot"]["/K"]}) if "/StructTreeRoot" in root else None
    if top is None:
        return ("no tags",)
    tags = list(top.all())
    return (
        *_conformance(read, root),
        *_headings(tags),
        *_pictures(tags),
        *_tables(tags),
        *_drawn(read, tags),
        *_order(read, tags),
        *_links(read, tags),
        *_fonts(read),
    )


def _conformance(read: PdfReader, root: Any) -> Iterator[str]:  # noqa: ANN401 - what the library gives
    if not root.get("/Lang"):
        yield "no language"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if "/Metadata" not in root or b"pdfuaid:part" not in root["/Metadata"].get_data():
        yield "does not say that it conforms"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the window shows the name of the file"
    if read.metadata is None or not read.metadata.title:
        yield "no title"
    if not read.outline:
        yield "no marks"


def _headings(tags: list[Tag]) -> Iterator[str]:
    levels = [_HEADINGS[tag.kind] for tag in tags if tag.kind in _HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} titles"
    for above, level in zip([0, *levels], levels, strict=False):
        if level > above + 1:
            yield f"heading {level} below {above}"


def _pictures(tags: list[Tag]) -> Iterator[str]:
    for tag in tags:
        if tag.kind == "/Figure" and not str(tag.element.get("/Alt", "")).strip():
            yield "a picture without alternative"


def _tables(tags: list[Tag]) -> Iterator[str]:
    for table in (tag for tag in tags if tag.kind == "/Table"):
        rows = [tag for tag in table.all() if tag.kind == "/TR"]
        cells = [[cell for cell in row.below() if cell.kind in {"/TH", "/TD"}] for row in rows]
        if len({len(row) for row in cells}) > 1:
            yield f"a table with rows of {sorted({len(row) for row in cells})} cells"
        heads = [cell for row in cells for cell in row if cell.kind == "/TH"]
        if not heads:
            yield "a table without heads"
        if any(not _scope(cell) for cell in heads):
            yield "a head without scope"


def _scope(cell: Tag) -> str:
    attributes = cell.element.get("/A", [])
    attributes = attributes if isinstance(attributes, list) else [attributes]
    return next((str(each.get_object()["/Scope"]) for each in attributes if "/Scope" in each.get_object()), "")


def _drawn(read: PdfReader, tags: list[Tag]) -> Iterator[str]:
    """Find what is drawn and neither read by a tag nor marked as decoration."""
    told = {(page.get_object().indirect_reference.idnum, number) for tag in tags for page, number in tag.marked()}
    for place, page in enumerate(read.pages, start=1):
        inside: list[bool] = []
        loose = 0
        assert page.indirect_reference is not None
        for operands, operator in ContentStream(page.get_contents(), read).operations:
            if operator in {b"BDC", b"BMC"}:
                properties = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
                number = properties.get("/MCID")
                known = number is None or (page.indirect_reference.idnum, int(number)) in told
                is_told = operands[0] == "/Artifact" or (number is not None and known)
                inside.append(bool(is_told or any(inside)))
            elif operator == b"EMC":
                inside.pop()
            elif operator in _DRAWN and not any(inside):
                loose += 1
        if loose:
            yield f"page {place}: {loose} things drawn that nobody is told of"


def _order(read: PdfReader, tags: list[Tag]) -> Iterator[str]:
    """Tags are read page by page, and on a page from its first content to its last."""
    places = {page.indirect_reference.idnum: place for place, page in enumerate(read.pages) if page.indirect_reference}
    read_so = [
        (places[page.get_object().indirect_reference.idnum], number) for tag in tags for page, number in tag.marked()
    ]
    back = [(one, other) for one, other in pairwise(read_so) if other < one]
    # Head and foot of a page are drawn after its text and read where they stand; nothing else goes back.
    if any(one[0] > other[0] for one, other in back):
        yield f"read from page {back[0][0][0] + 1} back to page {back[0][1][0] + 1}"


def _links(read: PdfReader, tags: list[Tag]) -> Iterator[str]:
    count = 0
    for place, page in enumerate(read.pages, start=1):
        notes: list[Any] = [each.get_object() for each in page.get("/Annots", [])]
        links = [each for each in notes if each["/Subtype"] == "/Link"]
        count += len(links)
        if links and page.get("/Tabs") != "/S":
            yield f"page {place}: tabs do not follow the structure"
        if any(not str(each.get("/Contents", "")).strip() for each in links):
            yield f"page {place}: a link without words"
    if count and not any(tag.kind == "/Link" for tag in tags):
        yield "links without tags"


def _fonts(read: PdfReader) -> Iterator[str]:
    for place, page in enumerate(read.pages, start=1):
        resources: Any = page["/Resources"]
        fonts: Any = resources.get("/Font", {})
        for font in fonts.values():
            below = font.get_object().get("/DescendantFonts", [font])[0].get_object()
            described = below.get("/FontDescriptor", {}).get_object()
            if not any(name in described for name in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"page {place}: a font that is not in the file"
