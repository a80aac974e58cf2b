# SPDX-License-Identifier: EUPL-1.2
"""The archive of figures: drawing, picture and table of each, with source, licence and date."""

import io
import zipfile
from dataclasses import replace

import pytest

from reports.rendering.document import Cell, Column, Document, Section, Table
from reports.rendering.files.zipped import zip_of
from tests.factories.documents import SVG, document_of, figure
from tests.factories.drawing import drawn


def members(document: Document | None = None) -> dict[str, bytes]:
    document = document or document_of()
    with zipfile.ZipFile(io.BytesIO(zip_of(document, drawn(document)))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_figure_comes_as_drawing_picture_and_table() -> None:
    made = members()

    assert list(made) == ["README.txt", "karte.svg", "karte.png", "karte.csv", "tabelle.csv"]
    assert made["karte.svg"].decode() == SVG
    assert made["karte.png"].startswith(b"\x89PNG")


@pytest.mark.check("C033")
def test_source_licence_and_date_are_told() -> None:
    made = members()

    for name in ("README.txt", "karte.csv", "tabelle.csv"):
        text = made[name].decode("utf-8-sig")
        assert "CC BY 3.0 DE" in text
        assert "https://example.org/by" in text
        assert "Ausgabe 2019/1" in text
    assert "Stand: 04.11.2019" in made["README.txt"].decode()
    assert "Karte der Bezirke" in made["README.txt"].decode()


def test_tables_hold_numbers_with_the_digits_shown_and_words_where_there_are_none() -> None:
    lines = members()["karte.csv"].decode("utf-8-sig").split("\r\n")

    assert lines[:5] == ["Bezirk;Anteil (%)", "Mitte;38,4", "Pankow;gesperrt", "Spandau;k. A.", "Reinickendorf;0,0"]


@pytest.mark.check("C068")
def test_no_text_is_run_by_a_spreadsheet() -> None:
    evil = Table("t", "=A1", (Column("=B1"), Column("@x")), ((Cell("+1"), Cell("-2")),), ("|x",), "=s")
    lines = members(document_of(Section("s", "S", 2, (evil,))))["t.csv"].decode("utf-8-sig").split("\r\n")

    assert lines[:2] == ["'=B1;'@x", "'+1;'-2"]
    assert "'=A1" in lines


def test_names_never_lead_out_of_the_folder() -> None:
    made = members(document_of(Section("s", "S", 2, (replace(figure(), name="../../a/ü.b"),))))

    assert "______a_ü_b.svg" in made
    assert not any("/" in name for name in made)
