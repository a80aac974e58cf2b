# SPDX-License-Identifier: EUPL-1.2
"""What may be uploaded, what a file may be called, and who finds the pages of deliveries."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from indicators.models import (
    Delivery,
    Source,
    StagedValue,
)
from tests.factories.desk import SAID, checked, client_of, csv_file, german, new_delivery, post, url_of
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db


kept_city = standing(build_city)


def test_workbook_comes_sheet_by_sheet_and_a_cover_is_left_out(city: World) -> None:
    book = Workbook()
    cover, figures = book.worksheets[0], book.create_sheet("Zahlen")
    cover.append(["Lieferung des Einwohneramts"])
    for row in (
        ["schluessel", "einwohner", "kinder"],
        ["11", 1000, 200],
        ["12", 500, 2],
        ["21", 800, 90],
        ["22", 700, 0],
    ):
        figures.append(row)
    content = BytesIO()
    book.save(content)
    delivery = new_delivery(city, city.anna, SimpleUploadedFile("a.xlsx", content.getvalue()))

    taken = delivery.tables.get(is_taken=True)
    assert taken.recognition["sample"][0] == ["11", "1000", "200"]
    post(city.anna, delivery, f"zuordnung/{taken.number}/", SAID)
    post(city.anna, delivery, "pruefung/")

    assert taken.name == "Zahlen"
    assert delivery.batch is not None
    assert (delivery.batch.counts["staged"], delivery.batch.counts["errors"]) == (8, 0)
    assert delivery.batch.mapping[0]["table"] == "Zahlen"


def test_file_that_is_no_table_is_told_with_its_reason(city: World) -> None:
    delivery = new_delivery(city, city.anna, SimpleUploadedFile("bild.csv", b"\x89PNG\r\n\x1a\n" + bytes(64)))

    page = client_of(city.anna).get(url_of(delivery, "erkennung/")).content.decode()

    problem = delivery.files.get().problem
    assert problem is not None
    assert problem["code"].startswith("readers.")
    assert problem["code"] in page
    assert delivery.tables.count() == 0


@pytest.mark.parametrize("step", ["", "dateien/", "erkennung/", "zuordnung/", "pruefung/", "vorschau/", "freigabe/"])
def test_delivery_is_not_there_for_strangers(city: World, step: str) -> None:
    delivery = checked(city, city.anna)

    for person in (city.bert, city.clara, city.dora, city.gero):
        assert client_of(person).get(url_of(delivery, step)).status_code == 404
    assert client_of(city.dora).get(f"/nachbarstadt/lieferungen/{delivery.uuid}/{step}").status_code == 404
    anonymous = Client().get(url_of(delivery, step))
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith("/anmelden/")


def test_pages_of_deliveries_are_stored_nowhere(city: World) -> None:
    delivery = checked(city, city.anna)

    for address in ("/musterstadt/lieferungen/", url_of(delivery), url_of(delivery, "vorschau/")):
        assert client_of(city.anna).get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.check("C046")
@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("leer.csv", b""), "leer.csv"),
        (None, "Choose a file."),
    ],
)
def test_upload_that_holds_nothing_is_told_beside_its_field(
    city: World, file: SimpleUploadedFile | None, words: str
) -> None:
    fields: dict[str, Any] = {"source": Source.objects.get(organisation=city.city).pk, "title": "Register"}
    if file:
        fields["uploads"] = [file]

    answer = client_of(city.anna).post("/musterstadt/lieferungen/neu/", fields)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fehler:" in page
    assert german(words) in page
    assert 'value="Register"' in page


@pytest.mark.check("C046")
def test_limits_told_are_those_of_the_settings(city: World, settings: LazySettings) -> None:
    settings.DELIVERY_FILE_BYTES, settings.DELIVERY_FILES = 1024, 2
    fields = {"source": Source.objects.get(organisation=city.city).pk, "title": "Register"}

    large = client_of(city.anna).post("/musterstadt/lieferungen/neu/", {**fields, "uploads": [csv_file("x" * 1500)]})
    many = client_of(city.anna).post("/musterstadt/lieferungen/neu/", {**fields, "uploads": [csv_file()] * 3})

    assert "1,0\xa0KB" in large.content.decode()
    assert many.status_code == 422
    assert many.context["form"].errors.as_data()["uploads"][0].params == {"limit": 2}
    assert not Delivery.objects.exists()


@pytest.mark.check("C046")
def test_upload_beyond_all_limits_is_refused_before_it_is_read(city: World, settings: LazySettings) -> None:
    settings.DELIVERY_FILE_BYTES, settings.DELIVERY_FILES = 1024, 1
    fields = {"source": Source.objects.get(organisation=city.city).pk, "title": "Register"}

    answer = client_of(city.anna).post(
        "/musterstadt/lieferungen/neu/", {**fields, "uploads": [csv_file("x" * 200_000)]}
    )

    assert answer.status_code == 413
    assert "http.upload_too_large" in answer.content.decode()


def test_upload_without_a_token_is_refused(city: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.anna)

    answer = client.post("/musterstadt/lieferungen/neu/", {"title": "Register", "uploads": [csv_file()]})

    assert answer.status_code == 403
    assert not Delivery.objects.exists()


@pytest.mark.check("C070")
@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.csv", "a\u202egnp.csv", '"><script>alert(1)</script>.csv', "x" * 300 + ".csv", "a.csv.exe"],
)
def test_file_name_is_only_ever_shown(city: World, name: str) -> None:
    delivery = new_delivery(city, city.anna, csv_file(FILE, name))

    file = delivery.files.get()
    page = client_of(city.anna).get(url_of(delivery, "dateien/")).content.decode()

    assert "/" not in file.name
    assert len(file.name) <= 200
    assert file.name.isprintable()
    assert "<script>alert" not in page
    assert file.problem is None


def test_discarded_draft_leaves_no_file(city: World) -> None:
    delivery = checked(city, city.anna)

    assert post(city.anna, delivery, "verwerfen/").status_code == 302

    assert delivery.state == "discarded"
    assert delivery.files.count() == 0
    assert not StagedValue.objects.exists()
