# SPDX-License-Identifier: EUPL-1.2
"""Documents are tagged, in a language, the same each time, and fetch nothing."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from reports.rendering.pdf import MissingPartError, pdf_of

PAGE = """<html lang="de"><head><title>Armut</title><link rel="stylesheet" href="bundle:a.css"></head>
<body><h1>Kinderarmut</h1><table><tr><th scope="col">Jahr</th></tr><tr><td>2024</td></tr></table></body></html>"""
FILES = {"a.css": b"h1 { color: #00008b }"}


def test_document_is_tagged_has_language_and_title_and_says_what_it_conforms_to() -> None:
    made = PdfReader(io.BytesIO(pdf_of(PAGE, FILES)))

    root: Any = made.root_object
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.metadata is not None
    assert made.metadata.title == "Armut"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert "Kinderarmut" in made.pages[0].extract_text()


def test_heads_of_tables_are_tagged_as_such() -> None:
    made = PdfReader(io.BytesIO(pdf_of(PAGE, FILES)))

    trailer: Any = made.trailer
    things: list[Any] = [made.get_object(number) for number in range(1, int(trailer["/Size"]))]
    kinds = {thing["/S"] for thing in things if _is_tag(thing)}
    assert {"/H1", "/Table", "/TH", "/TD"} <= kinds


def _is_tag(thing: object) -> bool:
    return isinstance(thing, dict) and thing.get("/Type") == "/StructElem"


def test_same_words_give_the_same_bytes() -> None:
    assert pdf_of(PAGE, FILES) == pdf_of(PAGE, FILES)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "bundle:other.png",
        "data:image/png;base64,AAAA",
        "//host/x.png",
    ],
)
def test_nothing_is_fetched_from_anywhere(address: str) -> None:
    with pytest.raises(MissingPartError):
        pdf_of(f'<html lang="de"><title>x</title><img alt="x" src="{address}"></html>', {})
    with pytest.raises(MissingPartError):
        pdf_of(PAGE, {"a.css": f"h1 {{ background: url({address}) }}".encode()})
