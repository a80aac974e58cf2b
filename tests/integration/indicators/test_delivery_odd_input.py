# SPDX-License-Identifier: EUPL-1.2
"""What no honest browser or spreadsheet sends: it is refused with a sentence, or taken as it is, and never a 500."""

from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from sozialplanung.accounts.models import KeptForm
from sozialplanung.jobs.models import Job
from tests.factories.desk import SAID, checked, client_of, csv_file, german, new_delivery, post, submitted, url_of
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World
from tests.unit.readers.workbooks import changed, xlsx

pytestmark = pytest.mark.django_db
ROWS: list[list[object]] = [["11", 1000.0, 5.0], ["12", 500.0, 2.0], ["21", 800.0, 90.0], ["22", 700.0, 0.0]]

kept_city = standing(build_city)


def workbook(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("zahlen.xlsx", content)


@pytest.mark.check("C067")
def test_nul_in_a_form_is_told_and_what_was_typed_beside_it_is_kept(city: World) -> None:
    delivery = new_delivery(city, city.anna)

    answer = post(city.anna, delivery, "zuordnung/1/", {**SAID, "totals": "Alle\x00s"})

    assert answer.status_code == 422
    assert delivery.tables.get().answers["mapping"]["totals"] == "Alles"


@pytest.mark.check("C053", "C067")
def test_nul_in_a_form_of_an_ended_session_is_no_reason_to_lose_it(city: World) -> None:
    delivery = new_delivery(city, city.anna)
    client = client_of(city.anna)
    client.get(url_of(delivery, "zuordnung/1/"))
    client.cookies = SimpleCookie(
        {name: kept.value for name, kept in client.cookies.items() if name != settings.SESSION_COOKIE_NAME}
    )

    answer = client.post(url_of(delivery, "zuordnung/1/"), {**SAID, "totals": "Alle\x00s", "x\x00": "\x00"})

    assert answer.status_code == 302
    assert KeptForm.objects.get().fields["totals"] == ["Alles"]


@pytest.mark.parametrize("step", ["einreichen/", "freigabe/"])
def test_release_in_the_year_one_is_refused_with_a_sentence(city: World, step: str) -> None:
    delivery = submitted(city) if step == "freigabe/" else checked(city, city.anna)

    answer = post(city.frida if step == "freigabe/" else city.anna, delivery, step, {"release_at": "0001-01-01T00:00"})

    assert answer.status_code == 422
    assert german("Write day and time like 31.12.2026 08:00.") in answer.content.decode()


def test_name_of_a_column_may_be_as_long_as_a_cell(city: World) -> None:
    text = FILE.replace("kinder", "k" * 5000).replace("22;700;0", "22;700;0x")
    delivery = new_delivery(city, city.anna, csv_file(text))
    post(city.anna, delivery, "zuordnung/1/", SAID)

    post(city.anna, delivery, "pruefung/")

    assert delivery.batch is not None
    assert [(each.code, each.row, len(each.column)) for each in delivery.batch.findings.filter(severity="error")] == [
        ("number_form", 5, 200)
    ]
    assert client_of(city.anna).get(url_of(delivery, "pruefung/befunde.xlsx")).status_code == 200


@pytest.mark.check("C055")
def test_name_of_a_sheet_that_is_no_name_is_refused(city: World) -> None:
    rows: list[list[object]] = [["schluessel", "einwohner", "kinder"], *ROWS]
    content = changed(xlsx(rows), b'name="Sheet"', b'name="' + b"S" * 300 + b'"', "xl/workbook.xml")

    delivery = new_delivery(city, city.anna, workbook(content))

    problem = delivery.files.get().problem
    assert problem is not None
    assert problem["code"] == "readers.workbook_sheet_name"


@pytest.mark.check("C064", "C066")
@pytest.mark.parametrize("number", [1e308, -1e308, 1e15, 123456789012345680.0])
def test_number_of_a_workbook_that_no_text_could_write_is_an_error_of_its_cell(city: World, number: float) -> None:
    rows: list[list[object]] = [
        ["schluessel", "einwohner", "kinder"],
        *[[key, number, children] for key, _, children in ROWS],
    ]
    delivery = new_delivery(city, city.anna, workbook(xlsx(rows)))
    post(city.anna, delivery, "zuordnung/1/", SAID)

    post(city.anna, delivery, "pruefung/")

    assert set(Job.objects.values_list("state", flat=True)) == {"succeeded"}
    assert delivery.batch is not None
    errors = delivery.batch.findings.filter(severity="error").values_list("code", "row", "column")
    assert list(errors) == [("number_too_long", row, "einwohner") for row in (2, 3, 4, 5)]
