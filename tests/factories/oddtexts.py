# SPDX-License-Identifier: EUPL-1.2
"""Documents in which every text is odd: signs that markup cannot hold, both directions, endless words, formulas."""

from datetime import date

from hypothesis import strategies as st

from reports.rendering.document import (
    Cell,
    Column,
    Credit,
    Credits,
    Document,
    Imprint,
    Interpretation,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    Remark,
    Section,
    Table,
    Term,
    Terms,
)
from tests.factories.documents import figure

ODD = (
    "\x00\x08\x0b\x1f\ufffe\uffff",
    "\ud800",
    "\u202eתוצאה\u202c \u2067x\u2069",
    "👩‍👧‍👦🏳️‍🌈",
    "]]></w:t><script>&amp;&#0;",
    "\"'<!-- --><?xml?>&nbsp;",
    "=1+1",
    "@SUM(A1)",
    "a\nb\tc\r\nd\re",
    "Donaudampfschifffahrtsgesellschaft" * 20,
    "\\author{{% now %}}{{ x }}",
    "_x0041_",
)
odd_texts = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(), min_size=1, max_size=40),
    st.text("<>&\"'\\=+-@;\x00\x0b", min_size=1),
)


def odd_document(texts: list[str]) -> Document:
    """Return a sound document that holds the texts in every place; a letter makes sure that none is blank."""
    given = [f"{text}x" for text in texts]

    def text(place: int) -> str:
        return given[place % len(given)]

    table = Table(
        "odd",
        text(0),
        (Column(text(1), text(2)), Column(text(3), is_number=True)),
        ((Cell(text(4)), Cell(text(5), 1.5, 1)), (Cell(text(6)), Cell(text(7), is_hidden=True))),
        (text(8),),
        text(9),
    )
    key = KeyFigure(text(1), text(2), text(3), None, 0, text(4), text(5), "", text(6), text(7), text(8), text(9))
    blocks = (
        Paragraph(text(1)),
        Paragraph(text(2), is_lead=True),
        Listing((text(3), text(4))),
        KeyFigures(text(5), (key,)),
        figure(),
        table,
        Interpretation("need", text(6), (text(7),), text(8)),
        Remark(text(9), is_warning=True),
        Terms((Term(text(0), text(1)),)),
        Credits((Credit(text(2), text(3), text(4)), Credit(text(5), "", "javascript:alert(1)"))),
    )
    imprint = Imprint(text(0), text(1), date(2019, 11, 4), text(2), text(3), text(4), text(5), text(6))
    sections = (Section("a", text(7), 2, blocks), Section("b", text(8), 3, (Remark(text(9)),)))
    return Document(text(0), text(1), "en", imprint, sections, has_contents=True, remarks=(Remark(text(2)),))
