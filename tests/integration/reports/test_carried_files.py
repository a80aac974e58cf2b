# SPDX-License-Identifier: EUPL-1.2
"""Figures on other boundaries in every file: whence they were carried, which are estimates, within which range."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from indicators.selectors.workbench.settling import Settled, settled
from reports.rendering.document import Document
from reports.rendering.files.raster import png_of
from reports.rendering.files.zipped import zip_of
from reports.rendering.soundness import unsound
from reports.services.documents import document_of
from reports.services.panels import seen
from reports.services.paper import drawing_fonts, pdf_document
from tests.factories.drawnanew import build_drawn_anew
from tests.factories.editions import begun
from tests.factories.estimates import with_ranges
from tests.factories.pdfua import problems
from tests.factories.world import World
from tests.integration.reports.test_area_lists import FORMATS, drawn
from tests.integration.reports.test_carried import CARRIED, ISSUE, WHENCE
from tests.integration.reports.test_own_panel_files import plain

pytestmark = pytest.mark.django_db
RANGE = "Die Spanne eines geschätzten Werts sagt, wie weit die Schätzung danebenliegen kann"


@pytest.fixture
def document(world: World, monkeypatch: pytest.MonkeyPatch) -> Document:
    """Return a map and a table of which it is known how far their estimates may be off."""

    def settled_with_ranges(*arguments: Any) -> Settled | None:  # noqa: ANN401 - as it is called
        found = settled(*arguments)
        return found and replace(found, facts=with_ranges(found.facts))

    monkeypatch.setattr(seen, "settled", settled_with_ranges)
    row = begun(build_drawn_anew(world), CARRIED)
    return document_of(publication=row, issue=ISSUE, language="de").pinned.document


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_every_file_says_whence_and_what_each_figure_is_worth(document: Document, kind: str) -> None:
    text = plain(FORMATS[kind](document))

    assert WHENCE in text
    assert "31.12.2020 (umgerechnet)" in text
    assert RANGE in text
    # Slides show the map; of a table as wide as this they say where it stands.
    if kind != "pptx":
        assert text.count("geschätzt") > 3
        assert "genau, dasselbe Gebiet" in text
        assert "16,0–20,0" in text


def test_the_archive_holds_the_words_in_table_drawing_and_picture(document: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(zip_of(document, drawn(document)))) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    tables = [body.decode("utf-8-sig") for name, body in content.items() if name.endswith(".csv")]
    ((name, drawing),) = ((name, body.decode()) for name, body in content.items() if name.endswith(".svg"))

    assert len(tables) == 2
    assert all(WHENCE in text and RANGE in text and "geschätzt" in text for text in tables)
    words = re.findall(r"<text[^>]*>([^<]*)</text>", drawing)
    assert WHENCE in " ".join(words)
    assert RANGE in " ".join(words)
    assert "für diese Grenzen geschätzt (2)" in words
    assert drawing.count("url(#pattern-estimated)") == drawing.count("url(#pattern-estimated-key)") == 1
    # The picture is drawn from this very file, with its words in it.
    assert content[name.replace(".svg", ".png")] == png_of(drawing, drawing_fonts())
    assert png_of(drawing.replace(WHENCE, " " * len(WHENCE)), drawing_fonts()) != png_of(drawing, drawing_fonts())


def test_paper_with_carried_figures_is_for_everyone(document: Document) -> None:
    assert unsound(document) == ()
    assert problems(pdf_document(document)) == ()
