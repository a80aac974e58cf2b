# SPDX-License-Identifier: EUPL-1.2
"""The sheet of an indicator as PDF says what its page says, for everyone, and is made once."""

import io
import re

import pytest
from django.test import Client
from pypdf import PdfReader

from reports.rendering import pdf

pytestmark = pytest.mark.usefixtures("demo")
SHEET = "/berlin/indikatoren/kinderarmut/datenblatt.pdf"


def words(body: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return re.sub(r"\s+", " ", text.replace("\u00ad", ""))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "de",
            ("Was zeigt", "Wo sind seine Grenzen", "Brüche der Zeitreihe", "Fachschwelle", "Quelle", "CC BY", "Stand"),
        ),
        ("en", ("What does it show", "limits", "Breaks of the series", "Source", "CC BY")),
    ],
)
def test_sheet_says_what_the_page_says(language: str, expected: tuple[str, ...]) -> None:
    client = Client(headers={"Accept-Language": language})

    answer = client.get(SHEET)
    said = words(answer.content)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert 'filename="berlin_kinderarmut_datenblatt.pdf"' in answer.headers["Content-Disposition"]
    assert "Kinder unter 15 Jahren" in said
    for part in expected:
        assert part.lower() in said.lower().replace("- ", ""), part
    made = PdfReader(io.BytesIO(answer.content))
    assert str(made.root_object["/Lang"]) == language
    assert 1 <= len(made.pages) <= 3
    assert "/berlin/indikatoren/kinderarmut/" in said.replace(" ", "")


def test_sheet_is_made_once_and_known_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Client().get(SHEET)
    monkeypatch.setattr(pdf, "pdf_of", lambda *_: pytest.fail("made again"))

    again = Client().get(SHEET)
    known = Client().get(SHEET, headers={"If-None-Match": first.headers["ETag"]})

    assert again.content == first.content
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["ETag"] == first.headers["ETag"]


def test_unknown_indicator_and_parameters_are_refused() -> None:
    assert Client().get("/berlin/indikatoren/gibt-es-nicht/datenblatt.pdf").status_code == 404
    assert Client().get(f"{SHEET}?x=1").status_code == 400


@pytest.mark.parametrize("slug", ["kinderarmut", "mss-status", "einwohner", "anteil-unter-18"])
def test_every_kind_of_indicator_has_a_sheet_and_its_page_leads_there(slug: str) -> None:
    page = Client().get(f"/berlin/indikatoren/{slug}/").content.decode()
    address = f"/berlin/indikatoren/{slug}/datenblatt.pdf"

    assert f'href="{address}"' in page
    assert Client().get(address).content.startswith(b"%PDF")
