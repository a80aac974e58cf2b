# SPDX-License-Identifier: EUPL-1.2
"""An edition as one file for a meeting: everything is in it, nothing is fetched, each slide says one thing."""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html import unescape

import pytest
from lxml import etree, html

from reports.rendering.document import Document, Section
from reports.rendering.files.raster import UnsafePictureError
from reports.rendering.slideplan import slides_of
from reports.rendering.soundness import UnsoundDocumentError
from reports.services.session import session_document
from sozialplanung.common.qr import qr_svg
from tests.factories.documents import document_of, figure


def sample() -> Document:
    found = document_of()
    return replace(found, imprint=replace(found.imprint, qr_svg=qr_svg(found.imprint.address)))


def page() -> str:
    return session_document(sample()).decode()


def test_same_document_gives_the_same_bytes() -> None:
    assert session_document(sample()) == session_document(sample())


def test_file_fetches_nothing_and_its_policy_forbids_it() -> None:
    text = page()

    tree = html.fromstring(text)
    assert tree.xpath("//@src") == []
    # The address of the edition is told, not loaded.
    outward = [each for each in tree.xpath("//@href") if not each.startswith("#")]
    assert outward == [sample().imprint.address]
    assert re.findall(r"url\((?!\"data:|#|'#)", text) == []
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.startswith("default-src 'none';")
    assert f"script-src 'sha256-{digest}'" in policy


def test_each_figure_has_a_slide_that_says_what_it_shows_with_source_and_table() -> None:
    text = unescape(page())

    (drawing,) = sample().figures()
    assert f"<h2>{drawing.says}</h2>" in text
    assert f'role="img" aria-label="{drawing.alternative}"' in text
    assert drawing.source in text
    assert "gesperrt" in text
    assert [slide.title for slide in slides_of(sample()) if slide.figure] == [drawing.says]


def test_names_of_parts_are_unique_though_pictures_share_them() -> None:
    shared = figure().svg.replace("<rect", '<pattern id="p1"/><rect stroke="url(#p1)"', 1)
    both = (replace(figure("eins"), svg=shared, table=None, annex="tabelle"), replace(figure("zwei"), svg=shared))
    (inner,) = [block.table for block in both if block.table]
    first = replace(both[0], annex=inner.name)

    text = session_document(document_of(Section("teil", "Teil", 2, (first, both[1])))).decode()

    ids = html.fromstring(text).xpath("//@id")
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert {"s1-p1", "s2-p1"} <= {*ids}
    assert "url(#s1-p1)" in text
    assert "url(#p1)" not in text


def test_headings_of_all_slides_are_there_in_the_order_of_the_document() -> None:
    tree = html.fromstring(page())

    assert [len(tree.xpath("//h1")), len(tree.xpath("//section"))] == [1, len(slides_of(sample())) + 2]
    assert all(isinstance(each, etree._Element) for each in tree.xpath("//section/h2"))


def test_words_around_are_in_the_language_of_the_document() -> None:
    assert "Pfeiltasten" in page()
    english = session_document(replace(sample(), language="en")).decode()
    assert '<html lang="en">' in english
    assert "Arrow keys" in english


def test_what_is_no_document_for_everyone_or_draws_from_elsewhere_is_refused() -> None:
    with pytest.raises(UnsoundDocumentError):
        session_document(document_of(Section("leer", " ", 2, ())))
    far = replace(figure(), svg=figure().svg.replace("<rect", '<image href="https://fern.example/x.png"/><rect', 1))
    with pytest.raises(UnsafePictureError):
        session_document(document_of(Section("teil", "Teil", 2, (far,))))


def test_odd_words_stay_words() -> None:
    odd = replace(figure(), says="<script>alert(1)</script>")

    text = session_document(document_of(Section("teil", "Teil", 2, (odd,)))).decode()

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
