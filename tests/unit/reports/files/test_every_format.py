# SPDX-License-Identifier: EUPL-1.2
"""What holds for the files of every format: same bytes, nothing of their making, nothing hidden, any text."""

import getpass
import io
import re
import socket
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reports.rendering.document import Cell, Document, KeyFigures, Section
from reports.rendering.files.docx import docx_of
from reports.rendering.files.odt import odt_of
from reports.rendering.files.pptx import pptx_of
from reports.rendering.files.xlsx import xlsx_of
from reports.rendering.files.zipped import zip_of
from reports.rendering.soundness import UnsoundDocumentError
from tests.factories.documents import document_of, figure, table
from tests.factories.drawing import drawn
from tests.factories.oddtexts import ODD, odd_document, odd_texts

WRITERS: Mapping[str, Callable[[Document, Mapping[str, bytes]], bytes]] = {
    "docx": docx_of,
    "odt": odt_of,
    "pptx": pptx_of,
    "xlsx": lambda document, _: xlsx_of(document),
    "zip": zip_of,
}
CANARY = 38.4321987654


def written(kind: str, document: Document) -> bytes:
    return WRITERS[kind](document, drawn(document_of()))


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def all_text(content: bytes) -> str:
    return "\n".join(body.decode("utf-8", "replace") for name, body in members(content).items() if ".png" not in name)


@pytest.fixture(params=list(WRITERS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_same_document_gives_the_same_bytes(kind: str) -> None:
    assert written(kind, document_of()) == written(kind, document_of())


def test_nothing_tells_when_and_where_it_was_written(kind: str) -> None:
    made = written(kind, document_of())

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
    text = all_text(made)
    now = timezone.now()
    moments = re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", text)
    assert not {f"{now:%Y-%m-%d}", f"{now:%d.%m.%Y}", socket.gethostname(), str(Path.home()) + "/"} & {
        *re.findall(r"[\w./-]+", text)
    }
    assert all(moment.startswith("2019-11-04") for moment in moments), moments


def test_author_is_the_publisher_and_nobody_else(kind: str) -> None:
    people = re.findall(
        r"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator)>([^<]*)<", all_text(written(kind, document_of()))
    )

    assert set(people) <= {"Stadt Berlin"}
    assert getpass.getuser() not in people


def test_no_digit_beyond_those_shown_stands_in_any_layer(kind: str) -> None:
    made = replace(table(), rows=((Cell("Mitte"), Cell("38,4", CANARY, 1)), (Cell("Pankow"), Cell("38,4", CANARY, 1))))
    key = next(block for block in document_of().blocks() if isinstance(block, KeyFigures))
    close = KeyFigures("K", tuple(replace(one, number=one.number and CANARY) for one in key.figures))
    shown = replace(figure(), table=replace(made, name="karte-werte"))

    text = all_text(written(kind, document_of(Section("s", "S", 2, (shown, made, close)))))

    assert "38.43" not in text
    assert "38,43" not in text
    assert "4321987" not in text


def test_what_is_hidden_has_words_and_no_number(kind: str) -> None:
    text = all_text(written(kind, document_of()))

    assert "gesperrt" in text


@pytest.mark.parametrize(
    "blocks",
    [
        (replace(table(), rows=((Cell("Mitte"), Cell("gesperrt", 4.0, is_hidden=True)),)),),
        (replace(figure(), alternative=""),),
        (table(), table()),
    ],
)
def test_unsound_documents_are_refused(kind: str, blocks: tuple[object, ...]) -> None:
    with pytest.raises(UnsoundDocumentError):
        written(kind, document_of(Section("s", "S", 2, blocks)))  # type: ignore[arg-type]


def test_day_of_the_edition_is_what_dates_a_file(kind: str) -> None:
    later = replace(document_of(), imprint=replace(document_of().imprint, day=date(2021, 2, 3)))

    assert written(kind, later) != written(kind, document_of())


@settings(max_examples=15, deadline=None)
@given(texts=st.lists(odd_texts, min_size=1, max_size=10))
def test_any_text_leaves_the_markup_whole(texts: list[str]) -> None:
    check_odd(odd_document(texts))


def test_all_odd_texts_at_once_leave_the_markup_whole() -> None:
    for turn in range(len(ODD)):
        check_odd(odd_document([*ODD[turn:], *ODD[:turn]]))


def check_odd(document: Document) -> None:
    for kind in WRITERS:
        for name, body in members(written(kind, document)).items():
            assert not name.startswith(("/", ".."))
            if name.endswith((".xml", ".rels", ".svg")):
                etree.fromstring(body)
            assert b"javascript:" not in body or not name.endswith(".rels")
