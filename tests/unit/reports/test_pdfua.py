# SPDX-License-Identifier: EUPL-1.2
"""The checker of PDF for everyone finds what is missing: without that its silence would say nothing."""

import pytest
import weasyprint

from reports.rendering.pdf import pdf_of
from tests.factories.pdfua import problems

HEAD = "<!DOCTYPE html><html lang='de'><head><title>Titel</title></head>"
TABLE = (
    "<table><tr><th scope='col'>Gebiet</th><th scope='col'>Wert</th></tr>"
    "<tr><th scope='row'>A</th><td>1</td></tr></table>"
)


def made(body: str, head: str = HEAD) -> tuple[str, ...]:
    return problems(pdf_of(f"{head}<body>{body}</body></html>", {}))


def test_sound_page_has_no_findings() -> None:
    assert made(f"<h1>Titel</h1><p>Text</p><h2>Teil</h2>{TABLE}") == ()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<h2>Teil</h2>", ("0 titles", "heading 2 below 0")),
        ("<h1>Eins</h1><h1>Zwei</h1>", ("2 titles",)),
        ("<h1>Titel</h1><h3>Zu tief</h3>", ("heading 3 below 1",)),
        ("<h1>Titel</h1><table><tr><td>1</td></tr></table>", ("a table without heads",)),
        (
            "<h1>Titel</h1><table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>",
            ("a table with rows of [1, 2] cells",),
        ),
    ],
)
def test_what_is_missing_is_found(body: str, told: tuple[str, ...]) -> None:
    assert made(body) == told


def test_page_without_tags_or_without_marks_of_conformance_is_found() -> None:
    text = f"{HEAD}<body><h1>Titel</h1></body></html>"

    assert problems(weasyprint.HTML(string=text).write_pdf()) == ("no tags",)
    tagged = problems(weasyprint.HTML(string=text).write_pdf(pdf_tags=True))
    assert "does not say that it conforms" in tagged


def test_head_of_a_page_that_nobody_is_told_of_is_found() -> None:
    text = HEAD.replace("</head>", "<style>@page{@top-left{content:'Stadt'}}</style></head>") + "<body><h1>Titel</h1>"

    # As the library leaves it; ours marks it as decoration.
    bare = weasyprint.HTML(string=text).write_pdf(pdf_variant="pdf/ua-1")
    assert problems(bare) == ("page 1: 1 things drawn that nobody is told of",)
    assert problems(pdf_of(text, {})) == ()


def test_picture_without_alternative_is_found() -> None:
    found = made(
        "<h1>Titel</h1><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    )

    assert "a picture without alternative" in found
