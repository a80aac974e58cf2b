# SPDX-License-Identifier: EUPL-1.2
"""The way of a delivery through its pages: mapping, check, reasons, preview, the next delivery."""

from csv import reader
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from indicators.models import (
    ImportBatch,
    MappingProfile,
)
from indicators.models.observations import Observation
from indicators.selectors import published
from indicators.services.deliveries.verifying import verify_delivery
from sozialplanung.accounts.models import Assignment
from sozialplanung.accounts.services import withdraw_role
from sozialplanung.jobs.models import JobState
from tests.factories.desk import (
    SAID,
    checked,
    client_of,
    csv_file,
    decide,
    german,
    new_delivery,
    post,
    run_jobs,
    submitted,
    url_of,
)
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db


kept_city = standing(build_city)


def test_file_comes_by_pages_to_a_release(city: World) -> None:
    delivery = submitted(city)
    assert delivery.state == "submitted"
    assert not Observation.objects.exists()

    assert decide(city.frida, delivery, "approve").status_code == 302

    assert delivery.state == "released"
    assert Observation.objects.count() == 8
    ref = published.release_ref(city.city, indicator="einwohner", period="2020-12-31", level="viertel")
    assert ref is not None
    content = published.slice_content(ref)
    assert content is not None
    assert content.numbers["value"].values.tolist() == [1000.0, 500.0, 800.0, 700.0]


@pytest.mark.check("C043")
def test_second_delivery_of_the_same_layout_maps_itself(city: World) -> None:
    decide(city.frida, submitted(city), "approve")

    second = new_delivery(city, city.emil, csv_file(FILE.replace("200", "210"), "einwohner_2021-12-31.csv"))

    table = second.tables.get()
    assert table.profile == MappingProfile.objects.get()
    assert table.mapping is not None
    assert table.mapping["period"]["text"] == "2021-12-31"
    assert post(city.emil, second, "pruefung/").status_code == 302
    assert second.batch is not None
    assert second.batch.counts["staged"] == 8


def test_mapping_goes_out_and_comes_back_as_a_file(city: World) -> None:
    submitted(city)
    kept = MappingProfile.objects.get()
    client, address = client_of(city.anna), "/musterstadt/lieferungen/zuordnungen/"
    content = client.get(f"{address}{kept.pk}.json").content

    back = client.post(address, {"source": kept.source_id, "profile": SimpleUploadedFile("a.json", content)})
    strange = client.post(address, {"source": kept.source_id, "profile": SimpleUploadedFile("a.json", b"[1]")})

    assert (back.status_code, strange.status_code) == (302, 422)
    first, second = MappingProfile.objects.order_by("version")
    assert (second.version, second.mapping, second.fingerprint) == (2, first.mapping, first.fingerprint)
    assert kept.name in client.get(address).content.decode()
    assert client_of(city.dora).get(f"/nachbarstadt/lieferungen/zuordnungen/{kept.pk}.json").status_code == 404


@pytest.mark.check("C043")
def test_mapping_with_an_unanswered_column_is_kept_but_leads_nowhere(city: World) -> None:
    delivery = new_delivery(city, city.anna)

    answer = post(city.anna, delivery, "zuordnung/1/", {**SAID, "column_2": ""})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>Fehler:" in page
    assert 'href="#id_column_2"' in page
    table = delivery.tables.get()
    assert table.mapping is None
    assert table.answers["mapping"]["column_1"] == "einwohner|value"


@pytest.mark.check("C053")
def test_draft_goes_on_where_it_was_left_and_a_second_tab_is_told(city: World) -> None:
    delivery = new_delivery(city, city.anna)
    old = delivery.revision
    post(city.anna, delivery, "zuordnung/1/", {**SAID, "column_2": ""})

    page = client_of(city.anna).get(url_of(delivery, "zuordnung/1/")).content.decode()
    late = client_of(city.anna).post(url_of(delivery, "zuordnung/1/"), {**SAID, "revision": old})

    assert '<option value="einwohner|value" selected>' in page
    assert late.status_code == 409
    assert 'value="31.12.2020"' in late.content.decode()
    assert delivery.tables.get().mapping is None


@pytest.mark.check("C048")
def test_same_content_again_gives_no_changes(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    header, *rows = FILE.strip().split("\n")
    turned = "\n".join([header, *reversed(rows)]) + "\n"
    released = Observation.objects.count()

    same = checked(city, city.emil, csv_file(FILE, "einwohner_2020-12-31.csv"))
    other = checked(city, city.emil, csv_file(turned, "einwohner_2020-12-31.csv"))

    job = same.job
    assert job is not None
    assert job.error_code == "indicators.delivery_unchanged"
    assert same.batch is None
    assert other.batch is not None
    page = client_of(city.emil).get(url_of(other, "vorschau/")).content.decode()
    assert german("0 changes") in page
    assert post(city.emil, other, "einreichen/", {"is_confirmed": "on"}).status_code == 422
    assert Observation.objects.count() == released


def test_error_in_the_file_keeps_it_from_being_submitted_until_a_corrected_file_comes(city: World) -> None:
    delivery = checked(city, city.anna, csv_file(FILE + "99;1;1\n"))
    page = client_of(city.anna).get(url_of(delivery, "pruefung/")).content.decode()
    assert "99" in page
    assert post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code in {409, 422}

    post(city.anna, delivery, "dateien/", {"place": "1", "uploads": [csv_file()]})
    post(city.anna, delivery, "pruefung/")

    assert delivery.tables.get().mapping is not None
    assert delivery.batch is not None
    assert delivery.batch.counts["errors"] == 0


@pytest.mark.check("C045")
def test_error_report_holds_every_finding_once_and_nothing_that_a_spreadsheet_runs(city: World) -> None:
    delivery = checked(city, city.anna, csv_file(FILE + "=1+1;1;1\n99;x;1\n"))
    assert delivery.batch is not None
    expected = delivery.batch.findings.count()

    csv = client_of(city.anna).get(url_of(delivery, "pruefung/befunde.csv"))
    xlsx = client_of(city.anna).get(url_of(delivery, "pruefung/befunde.xlsx"))

    rows = list(reader(csv.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    sheet = load_workbook(BytesIO(xlsx.content)).worksheets[0]
    assert expected > 1
    assert (len(rows) - 1, sheet.max_row - 1) == (expected, expected)
    assert "'=1+1" in {row[4] for row in rows}
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert csv["Content-Disposition"] == 'attachment; filename="befunde.csv"'


@pytest.mark.check("C052")
def test_warning_needs_a_written_reason_which_the_approver_reads_and_the_next_batch_keeps(city: World) -> None:
    delivery = checked(city, city.anna, csv_file(FILE + "Insgesamt;3001;292\n"))
    assert delivery.batch is not None
    warning = delivery.batch.findings.get(severity="warning")
    assert post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code == 422

    reasoned = post(city.anna, delivery, f"pruefung/{warning.pk}/begruendung/", {"reason": "Ein Fall ohne Adresse"})
    post(city.anna, delivery, "pruefung/")
    submitted = post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})

    assert (reasoned.status_code, submitted.status_code) == (302, 302)
    assert "Ein Fall ohne Adresse" in client_of(city.frida).get(url_of(delivery, "freigabe/")).content.decode()


def test_step_that_was_stopped_leaves_the_draft_as_it_was(city: World) -> None:
    delivery = new_delivery(city, city.anna)
    post(city.anna, delivery, "zuordnung/1/", SAID)
    client = client_of(city.anna)
    client.post(url_of(delivery, "pruefung/"), {"revision": delivery.revision})

    running = client.get(url_of(delivery)).content.decode()
    stopped = client.post(url_of(delivery, "anhalten/"))
    run_jobs()

    delivery.refresh_from_db()
    assert "<progress" in running
    assert stopped.status_code == 302
    assert delivery.job is not None
    assert delivery.job.state == JobState.CANCELLED
    assert delivery.batch is None
    assert delivery.tables.get().mapping is not None
    assert post(city.anna, delivery, "pruefung/").status_code == 302
    assert delivery.batch is not None


def test_check_done_twice_makes_one_batch(city: World) -> None:
    delivery = checked(city, city.anna)
    before = delivery.batch

    verify_delivery(delivery_id=delivery.pk, revision=delivery.revision, by=city.anna, report=lambda *_: None)

    delivery.refresh_from_db()
    assert delivery.batch == before
    assert ImportBatch.objects.count() == 1


def test_page_of_what_waits_says_who_can_sign_it_or_that_nobody_can(city: World) -> None:
    delivery = submitted(city)
    page = client_of(city.anna).get(url_of(delivery)).content.decode()
    assert f"Unterschreiben können: {city.frida.name}." in page

    for assignment in Assignment.objects.filter(user=city.frida):
        withdraw_role(assignment=assignment, by=city.gero)

    page = client_of(city.anna).get(url_of(delivery)).content.decode()
    assert german("Nobody can sign this delivery") in page


def test_lists_are_those_in_which_somebody_can_have_something(city: World) -> None:
    home = "/musterstadt/lieferungen/"
    steward, approver = (client_of(person).get(home).content.decode() for person in (city.anna, city.frida))

    assert "?liste=freigabe" not in steward
    assert "?liste=eigene" in steward
    assert "?liste=freigabe" in approver
    assert "?liste=eigene" not in approver
    assert client_of(city.anna).get(f"{home}?liste=freigabe").status_code == 200


def test_period_field_says_what_the_file_can_mean(city: World) -> None:
    delivery = new_delivery(city, city.anna, csv_file(FILE, "einwohner_2020.csv"))

    page = client_of(city.anna).get(url_of(delivery, "zuordnung/1/")).content.decode()

    assert "Nach der Datei kommt infrage: 2020, 31.12.2020." in page


def test_form_of_the_build_keeps_the_rows_of_names_that_were_found(city: World) -> None:
    _head, _, rows = FILE.partition("\n")
    text = f";Einwohner;Kinder\nschluessel;Anzahl;Anzahl\n{rows}"
    delivery = new_delivery(city, city.anna, csv_file(text, "zwei.csv"))
    found = delivery.tables.get().recognition

    form = client_of(city.anna).get(url_of(delivery, "erkennung/1/")).context["form"]

    assert found["layout"]["header_rows"] == 2
    assert form["header_rows"].value() == 2
    assert "separator" in form.fields
