# SPDX-License-Identifier: EUPL-1.2
"""Published crosswalk tables come as workbooks as well, and there is a template to fill in."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from openpyxl import Workbook, load_workbook

from sozialplanung.accounts.models import User
from spatial.models import CrosswalkTable, CrosswalkUpload
from tests.factories.desk import client_of
from tests.factories.drawnanew import build_drawn_anew
from tests.factories.standing import standing
from tests.factories.tablebringer import BRING, brought, said, uploaded, withdrawn
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_drawn_anew)
HEAD = ("alt", "neu", "anteil")
ROWS = (HEAD, ("11", "11", 1), ("12", "13", 0.6), ("12", "14", 0.4), ("21", "21", 1), ("22", "22", 1))
TEMPLATE = f"{BRING}vorlage.xlsx"


def book(*sheets: tuple[str, tuple[tuple[Any, ...], ...]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


def send(person: User, content: bytes, name: str = "tabelle.xlsx") -> HttpResponse:
    answer: Any = client_of(person).post(BRING, {"upload": [SimpleUploadedFile(name, content)]})
    assert isinstance(answer, HttpResponse)
    return answer


def facts(person: User) -> str:
    return str(client_of(person).get(f"{BRING}angaben/").content.decode())


def test_workbook_gives_the_same_table_as_text(city: World) -> None:
    by_text = brought(city.anna)
    rows = (by_text.older_places, by_text.newer_places, by_text.weights, by_text.lines)
    withdrawn(city.anna, by_text)

    assert send(city.anna, book(("Tabelle", ROWS))).status_code == 302
    page = facts(city.anna)
    assert said(city.anna).status_code == 302

    table = CrosswalkTable.objects.latest("pk")
    assert "Blatt „Tabelle“" in page
    assert (table.older_places, table.newer_places, table.weights, table.lines) == rows


def test_sheet_of_the_table_is_found_among_others_and_below_its_title(city: World) -> None:
    titled = (("Umsteigetabelle der Viertel",), (), *ROWS)
    hints = (("Hinweise",), ("Die Anteile", "sind", "gerundet"))

    assert send(city.anna, book(("Hinweise", hints), ("Gewichte", titled))).status_code == 302

    upload = CrosswalkUpload.objects.get()
    assert upload.sheet == "Gewichte"
    page = facts(city.anna)
    assert "Alle Zeilen sind lesbar" in page or "5 Zeilen" in page


def test_wrong_row_is_named_by_its_number_in_the_workbook(city: World) -> None:
    wrong = (("Titel",), (), *ROWS[:2], ("99", "13", 0.6), *ROWS[3:])

    send(city.anna, book(("Tabelle", wrong)))

    page = facts(city.anna)
    assert "Zeile 5" in page
    assert "99" in page


def test_text_after_a_workbook_is_read_as_text_again(city: World) -> None:
    send(city.anna, book(("Tabelle", ROWS)))
    uploaded(city.anna)

    assert CrosswalkUpload.objects.get().sheet == ""
    assert "Blatt „" not in facts(city.anna)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + b"\x00" * 40,
        book(("Leer", ((),))),
        book(("Kurz", (("alt", "neu", "anteil"),))),
    ],
    ids=["broken", "blank", "head alone"],
)
def test_workbook_without_a_table_is_refused_and_nothing_is_kept(city: World, content: bytes) -> None:
    answer = send(city.anna, content)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not CrosswalkUpload.objects.exists()


def test_template_holds_every_pair_and_comes_back_filled_in(city: World) -> None:
    answer = client_of(city.anna).get(TEMPLATE)
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]

    assert [row[0] for row in rows[1:]] == ["11", "12", "12", "21", "22"]
    assert {row[4] for row in rows[1:]} == {None}
    filled = [rows[0], *([*row[:4], weight] for row, weight in zip(rows[1:], (1, 0.6, 0.4, 1, 1), strict=True))]

    assert send(city.anna, book(("Tabelle", tuple(map(tuple, filled))))).status_code == 302
    page = facts(city.anna)
    assert "Noch nicht geprüft" not in page
    names = {"older": str(rows[0][0]), "newer": str(rows[0][2]), "weight": str(rows[0][4])}
    assert said(city.anna, **names).status_code == 302
    assert CrosswalkTable.objects.get().weights == [1, 0.6, 0.4, 1, 1]


def test_template_that_is_not_filled_in_says_which_rows_lack_a_weight(city: World) -> None:
    content = client_of(city.anna).get(TEMPLATE).content

    assert send(city.anna, content).status_code == 302

    assert "Noch nicht geprüft" in facts(city.anna)


def test_template_is_for_those_who_bring_tables(city: World) -> None:
    for person in (city.bert, city.clara, city.dora, city.frida, city.gero):
        assert client_of(person).get(TEMPLATE).status_code == 404
