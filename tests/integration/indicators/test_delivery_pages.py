# SPDX-License-Identifier: EUPL-1.2
"""The way of a delivery through its pages: upload, mapping, check, submission, the second person, the release."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from csv import reader
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from openpyxl import Workbook, load_workbook

from indicators.errors import FourEyesError, NotApproverError
from indicators.models import (
    ApprovalRule,
    Delivery,
    DeliveryEditor,
    ImportBatch,
    MappingProfile,
    Signature,
    SignatureKind,
    Source,
    StagedValue,
)
from indicators.models.observations import Observation
from indicators.selectors import published
from indicators.services import deciding, importing, reviewing
from indicators.services.verifying import verify_delivery
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role
from sozialplanung.audit.models import Event
from sozialplanung.common.errors import DomainError
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.services import run_inline
from tests.factories.register import FILE, build_city
from tests.factories.world import World

pytestmark = pytest.mark.django_db
SAID = {
    "ground": "viertel@stand-2020",
    "period_text": "31.12.2020",
    "period_form": "{}",
    "decimal": "comma",
    "dot": "",
    "totals": "",
    "skip_rows": "",
    "column_0": "key",
    "column_1": "einwohner|value",
    "column_2": "einwohner:kinder|value",
}


@pytest.fixture
def city(world: World) -> World:
    """Give the city of the register."""
    return build_city(world)


def _client(person: User) -> Client:
    client = Client(headers={"accept-language": "de"})
    client.force_login(person)
    return client


def _file(text: str = FILE, name: str = "einwohner.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def _german(text: str) -> str:
    with translation.override("de"):
        return translation.gettext(text)


def _run() -> None:
    """Do what waits in the queue, as a worker would."""
    for job in Job.objects.filter(state=JobState.QUEUED).order_by("created_at"):
        run_inline(job=job)


def _new(city: World, person: User, file: SimpleUploadedFile | None = None) -> Delivery:
    fields = {"source": Source.objects.get(organisation=city.city).pk, "title": "Register 2020"}
    answer = _client(person).post("/musterstadt/lieferungen/neu/", {**fields, "uploads": [file or _file()]})
    assert answer.status_code == 302, answer.content.decode()
    _run()
    return Delivery.objects.latest("pk")


def _url(delivery: Delivery, step: str = "") -> str:
    return f"/musterstadt/lieferungen/{delivery.uuid}/{step}"


def _post(person: User, delivery: Delivery, step: str, fields: Mapping[str, Any] | None = None) -> HttpResponse:
    delivery.refresh_from_db()
    answer: Any = _client(person).post(_url(delivery, step), {"revision": delivery.revision, **(fields or {})})
    _run()
    delivery.refresh_from_db()
    assert isinstance(answer, HttpResponse)
    return answer


def _checked(city: World, person: User, file: SimpleUploadedFile | None = None) -> Delivery:
    delivery = _new(city, person, file)
    if not delivery.tables.get().mapping:
        assert _post(person, delivery, "zuordnung/1/", SAID).status_code == 302
    assert _post(person, delivery, "pruefung/").status_code == 302
    return delivery


def _submitted(city: World, file: SimpleUploadedFile | None = None) -> Delivery:
    delivery = _checked(city, city.anna, file)
    assert _post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code == 302
    return delivery


def _decide(person: User, delivery: Delivery, decision: str, text: str = "") -> HttpResponse:
    assert delivery.batch is not None
    said = {"decision": decision, "kind": "content", "text": text, "content_hash": delivery.batch.content_hash}
    return _post(person, delivery, "freigabe/", said)


def test_file_comes_by_pages_to_a_release(city: World) -> None:
    delivery = _submitted(city)
    assert delivery.state == "submitted"
    assert not Observation.objects.exists()

    assert _decide(city.frida, delivery, "approve").status_code == 302

    assert delivery.state == "released"
    assert Observation.objects.count() == 8
    ref = published.release_ref(city.city, indicator="einwohner", period="2020-12-31", level="viertel")
    assert ref is not None
    content = published.slice_content(ref)
    assert content is not None
    assert content.numbers["value"].values.tolist() == [1000.0, 500.0, 800.0, 700.0]


@pytest.mark.check("C043")
def test_second_delivery_of_the_same_layout_maps_itself(city: World) -> None:
    _decide(city.frida, _submitted(city), "approve")

    second = _new(city, city.emil, _file(FILE.replace("200", "210"), "einwohner_2021-12-31.csv"))

    table = second.tables.get()
    assert table.profile == MappingProfile.objects.get()
    assert table.mapping is not None
    assert table.mapping["period"]["text"] == "2021-12-31"
    assert _post(city.emil, second, "pruefung/").status_code == 302
    assert second.batch is not None
    assert second.batch.counts["staged"] == 8


def test_mapping_goes_out_and_comes_back_as_a_file(city: World) -> None:
    _submitted(city)
    kept = MappingProfile.objects.get()
    client, address = _client(city.anna), "/musterstadt/lieferungen/zuordnungen/"
    content = client.get(f"{address}{kept.pk}.json").content

    back = client.post(address, {"source": kept.source_id, "profile": SimpleUploadedFile("a.json", content)})
    strange = client.post(address, {"source": kept.source_id, "profile": SimpleUploadedFile("a.json", b"[1]")})

    assert (back.status_code, strange.status_code) == (302, 422)
    first, second = MappingProfile.objects.order_by("version")
    assert (second.version, second.mapping, second.fingerprint) == (2, first.mapping, first.fingerprint)
    assert kept.name in client.get(address).content.decode()
    assert _client(city.dora).get(f"/nachbarstadt/lieferungen/zuordnungen/{kept.pk}.json").status_code == 404


@pytest.mark.check("C043")
def test_mapping_with_an_unanswered_column_is_kept_but_leads_nowhere(city: World) -> None:
    delivery = _new(city, city.anna)

    answer = _post(city.anna, delivery, "zuordnung/1/", {**SAID, "column_2": ""})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>Fehler:" in page
    assert 'href="#id_column_2"' in page
    table = delivery.tables.get()
    assert table.mapping is None
    assert table.answers["mapping"]["column_1"] == "einwohner|value"


@pytest.mark.check("C053")
def test_draft_goes_on_where_it_was_left_and_a_second_tab_is_told(city: World) -> None:
    delivery = _new(city, city.anna)
    old = delivery.revision
    _post(city.anna, delivery, "zuordnung/1/", {**SAID, "column_2": ""})

    page = _client(city.anna).get(_url(delivery, "zuordnung/1/")).content.decode()
    late = _client(city.anna).post(_url(delivery, "zuordnung/1/"), {**SAID, "revision": old})

    assert '<option value="einwohner|value" selected>' in page
    assert late.status_code == 409
    assert 'value="31.12.2020"' in late.content.decode()
    assert delivery.tables.get().mapping is None


@pytest.mark.check("C050")
def test_nobody_approves_what_they_brought_or_edited_on_any_path(city: World) -> None:
    delivery = _submitted(city)
    batch = delivery.batch
    assert batch is not None
    assign_role(user=city.anna, organisation=city.city, role="approver", by=city.gero)

    page = _decide(city.anna, delivery, "approve")
    with pytest.raises(FourEyesError):
        importing.approve_batch(batch=batch, by=city.anna)
    with pytest.raises(FourEyesError):
        reviewing.sign_batch(batch=batch, by=city.anna, kind=SignatureKind.CONTENT)
    with pytest.raises(IntegrityError, match="brought or edited"), transaction.atomic():
        Signature.objects.create(batch=batch, kind="content", person=city.anna, content_hash=batch.content_hash)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(state="approved", approved_by=city.anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(state="approved", approved_by=city.frida)

    assert page.status_code == 422
    assert delivery.state == "submitted"
    assert not Observation.objects.exists()


@pytest.mark.check("C050")
def test_editor_who_is_not_the_uploader_cannot_approve_either(city: World) -> None:
    assign_role(user=city.emil, organisation=city.city, role="approver", by=city.gero)
    delivery = _new(city, city.anna)
    _post(city.emil, delivery, "zuordnung/1/", SAID)
    _post(city.anna, delivery, "pruefung/")
    _post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})
    assert delivery.batch is not None

    assert _decide(city.emil, delivery, "approve").status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            batch=delivery.batch, kind="content", person=city.emil, content_hash=delivery.batch.content_hash
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryEditor.objects.filter(person=city.emil).delete()
    with pytest.raises(NotApproverError):
        reviewing.sign_batch(batch=delivery.batch, by=city.bert, kind=SignatureKind.CONTENT)


@pytest.mark.check("C050")
def test_what_was_checked_and_signed_cannot_change(city: World) -> None:
    delivery = _submitted(city)
    batch = delivery.batch
    assert batch is not None

    with pytest.raises(IntegrityError), transaction.atomic():
        StagedValue.objects.filter(batch_id=batch.pk).update(value=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        StagedValue.objects.filter(batch_id=batch.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(content_hash="0" * 64)
    reviewing.sign_batch(batch=batch, by=city.frida, kind=SignatureKind.CONTENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.update(person=city.emil)


@pytest.mark.check("C050")
def test_edit_voids_the_approval_and_another_content_is_not_signed(city: World) -> None:
    ApprovalRule.objects.create(organisation=city.city, needs_confidentiality=True)
    delivery = _submitted(city)
    first = delivery.batch
    _decide(city.frida, delivery, "approve")
    assert delivery.state == "submitted"

    _post(city.anna, delivery, "zuruecknehmen/")
    _post(city.anna, delivery, "dateien/", {"place": "1", "uploads": [_file(FILE.replace("200", "201"))]})
    _post(city.anna, delivery, "pruefung/")
    _post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})

    assert first is not None
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert delivery.batch is not None
    assert delivery.batch.signatures.count() == 0
    said = {"decision": "approve", "kind": "content", "content_hash": first.content_hash}
    assert _post(city.frida, delivery, "freigabe/", said).status_code == 422
    assert delivery.batch.signatures.count() == 0


def test_two_signatures_are_by_two_people(city: World) -> None:
    ApprovalRule.objects.create(organisation=city.city, needs_confidentiality=True)
    assign_role(user=city.clara, organisation=city.city, role="approver", by=city.gero)
    delivery = _submitted(city)
    assert delivery.batch is not None

    _decide(city.frida, delivery, "approve")
    with pytest.raises(FourEyesError):
        reviewing.sign_batch(batch=delivery.batch, by=city.frida, kind=SignatureKind.CONFIDENTIALITY)
    said = {"decision": "approve", "kind": "confidentiality", "content_hash": delivery.batch.content_hash}
    _post(city.clara, delivery, "freigabe/", said)

    assert delivery.state == "released"


@pytest.mark.check("C048")
def test_same_content_again_gives_no_changes(city: World) -> None:
    _decide(city.frida, _submitted(city), "approve")
    header, *rows = FILE.strip().split("\n")
    turned = "\n".join([header, *reversed(rows)]) + "\n"
    released = Observation.objects.count()

    same = _checked(city, city.emil, _file(FILE, "einwohner_2020-12-31.csv"))
    other = _checked(city, city.emil, _file(turned, "einwohner_2020-12-31.csv"))

    job = same.job
    assert job is not None
    assert job.error_code == "indicators.delivery_unchanged"
    assert same.batch is None
    assert other.batch is not None
    page = _client(city.emil).get(_url(other, "vorschau/")).content.decode()
    assert _german("0 changes") in page
    assert _post(city.emil, other, "einreichen/", {"is_confirmed": "on"}).status_code == 422
    assert Observation.objects.count() == released


@pytest.mark.check("C048")
@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_of_two_submissions_at_the_same_time_one_counts(world: World) -> None:
    city = build_city(world)
    delivery, both = _checked(city, city.anna), Barrier(2)

    def submit(person: User) -> str:
        both.wait()
        try:
            deciding.submit_delivery(delivery=delivery, by=person, revision=delivery.revision)
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return "submitted"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(submit, (city.anna, city.emil)))

    assert outcomes == ["indicators.delivery_stale", "submitted"]
    assert ImportBatch.objects.get().state == "submitted"
    assert MappingProfile.objects.count() == 1


def test_question_of_the_second_person_opens_the_draft_again(city: World) -> None:
    delivery = _submitted(city)

    assert _decide(city.frida, delivery, "ask_back").status_code == 422
    assert _decide(city.frida, delivery, "ask_back", "Woher kommt die 2?").status_code == 302

    assert delivery.state == "draft"
    assert delivery.batch is None
    assert "Woher kommt die 2?" in _client(city.anna).get(_url(delivery)).content.decode()
    assert Event.objects.get(action="indicators.delivery_asked_back").reason == "Woher kommt die 2?"


def test_refused_delivery_is_over(city: World) -> None:
    delivery = _submitted(city)

    _decide(city.frida, delivery, "refuse", "Falsches Jahr")

    assert delivery.state == "refused"
    assert _post(city.anna, delivery, "zuruecknehmen/").status_code == 409
    assert not Observation.objects.exists()


def test_error_in_the_file_keeps_it_from_being_submitted_until_a_corrected_file_comes(city: World) -> None:
    delivery = _checked(city, city.anna, _file(FILE + "99;1;1\n"))
    page = _client(city.anna).get(_url(delivery, "pruefung/")).content.decode()
    assert "99" in page
    assert _post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code in {409, 422}

    _post(city.anna, delivery, "dateien/", {"place": "1", "uploads": [_file()]})
    _post(city.anna, delivery, "pruefung/")

    assert delivery.tables.get().mapping is not None
    assert delivery.batch is not None
    assert delivery.batch.counts["errors"] == 0


@pytest.mark.check("C045")
def test_error_report_holds_every_finding_once_and_nothing_that_a_spreadsheet_runs(city: World) -> None:
    delivery = _checked(city, city.anna, _file(FILE + "=1+1;1;1\n99;x;1\n"))
    assert delivery.batch is not None
    expected = delivery.batch.findings.count()

    csv = _client(city.anna).get(_url(delivery, "pruefung/befunde.csv"))
    xlsx = _client(city.anna).get(_url(delivery, "pruefung/befunde.xlsx"))

    rows = list(reader(csv.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    sheet = load_workbook(BytesIO(xlsx.content)).worksheets[0]
    assert expected > 1
    assert (len(rows) - 1, sheet.max_row - 1) == (expected, expected)
    assert "'=1+1" in {row[4] for row in rows}
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert csv["Content-Disposition"] == 'attachment; filename="befunde.csv"'


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
    delivery = _new(city, city.anna, SimpleUploadedFile("a.xlsx", content.getvalue()))

    taken = delivery.tables.get(is_taken=True)
    _post(city.anna, delivery, f"zuordnung/{taken.number}/", SAID)
    _post(city.anna, delivery, "pruefung/")

    assert taken.name == "Zahlen"
    assert delivery.batch is not None
    assert (delivery.batch.counts["staged"], delivery.batch.counts["errors"]) == (8, 0)
    assert delivery.batch.mapping[0]["table"] == "Zahlen"


def test_file_that_is_no_table_is_told_with_its_reason(city: World) -> None:
    delivery = _new(city, city.anna, SimpleUploadedFile("bild.csv", b"\x89PNG\r\n\x1a\n" + bytes(64)))

    page = _client(city.anna).get(_url(delivery, "erkennung/")).content.decode()

    problem = delivery.files.get().problem
    assert problem is not None
    assert problem["code"].startswith("readers.")
    assert problem["code"] in page
    assert delivery.tables.count() == 0


@pytest.mark.check("C049")
def test_approval_that_breaks_off_leaves_nothing_half_written(city: World) -> None:
    delivery = _submitted(city)
    assert delivery.batch is not None
    reviewing.sign_batch(batch=delivery.batch, by=city.frida, kind=SignatureKind.CONTENT)
    last = StagedValue.objects.filter(batch_id=delivery.batch.pk).order_by("-unit_id").values_list("unit_id")[:1]

    with connection.cursor() as cursor:
        # The last row fails while all others are written already.
        cursor.execute(
            "ALTER TABLE indicators_observation ADD CONSTRAINT broken CHECK (unit_id <> %s) NOT VALID", [last[0][0]]
        )
    _run()

    delivery.refresh_from_db()
    job = Job.objects.get(kind=reviewing.APPLY)
    assert (job.state, delivery.state) == ("failed", "submitted")
    assert not Observation.objects.exists()
    assert StagedValue.objects.filter(batch_id=delivery.batch.pk).count() == 8


@pytest.mark.check("C052")
def test_warning_needs_a_written_reason_which_the_approver_reads_and_the_next_batch_keeps(city: World) -> None:
    delivery = _checked(city, city.anna, _file(FILE + "Insgesamt;3001;292\n"))
    assert delivery.batch is not None
    warning = delivery.batch.findings.get(severity="warning")
    assert _post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code == 422

    reasoned = _post(city.anna, delivery, f"pruefung/{warning.pk}/begruendung/", {"reason": "Ein Fall ohne Adresse"})
    _post(city.anna, delivery, "pruefung/")
    submitted = _post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})

    assert (reasoned.status_code, submitted.status_code) == (302, 302)
    assert "Ein Fall ohne Adresse" in _client(city.frida).get(_url(delivery, "freigabe/")).content.decode()


@pytest.mark.parametrize("step", ["", "dateien/", "erkennung/", "zuordnung/", "pruefung/", "vorschau/", "freigabe/"])
def test_delivery_is_not_there_for_strangers(city: World, step: str) -> None:
    delivery = _checked(city, city.anna)

    for person in (city.bert, city.clara, city.dora, city.gero):
        assert _client(person).get(_url(delivery, step)).status_code == 404
    assert _client(city.dora).get(f"/nachbarstadt/lieferungen/{delivery.uuid}/{step}").status_code == 404
    anonymous = Client().get(_url(delivery, step))
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith("/anmelden/")


def test_pages_of_deliveries_are_stored_nowhere(city: World) -> None:
    delivery = _checked(city, city.anna)

    for address in ("/musterstadt/lieferungen/", _url(delivery), _url(delivery, "vorschau/")):
        assert _client(city.anna).get(address)["Cache-Control"] == "private, no-store"


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

    answer = _client(city.anna).post("/musterstadt/lieferungen/neu/", fields)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fehler:" in page
    assert _german(words) in page
    assert 'value="Register"' in page


@pytest.mark.check("C046")
def test_limits_told_are_those_of_the_settings(city: World, settings: LazySettings) -> None:
    settings.DELIVERY_FILE_BYTES, settings.DELIVERY_FILES = 1024, 2
    fields = {"source": Source.objects.get(organisation=city.city).pk, "title": "Register"}

    large = _client(city.anna).post("/musterstadt/lieferungen/neu/", {**fields, "uploads": [_file("x" * 1500)]})
    many = _client(city.anna).post("/musterstadt/lieferungen/neu/", {**fields, "uploads": [_file()] * 3})

    assert "1,0\xa0KB" in large.content.decode()
    assert many.status_code == 422
    assert many.context["form"].errors.as_data()["uploads"][0].params == {"limit": 2}
    assert not Delivery.objects.exists()


@pytest.mark.check("C046")
def test_upload_beyond_all_limits_is_refused_before_it_is_read(city: World, settings: LazySettings) -> None:
    settings.DELIVERY_FILE_BYTES, settings.DELIVERY_FILES = 1024, 1
    fields = {"source": Source.objects.get(organisation=city.city).pk, "title": "Register"}

    answer = _client(city.anna).post("/musterstadt/lieferungen/neu/", {**fields, "uploads": [_file("x" * 200_000)]})

    assert answer.status_code == 413
    assert "indicators.upload_too_large" in answer.content.decode()


def test_upload_without_a_token_is_refused(city: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.anna)

    answer = client.post("/musterstadt/lieferungen/neu/", {"title": "Register", "uploads": [_file()]})

    assert answer.status_code == 403
    assert not Delivery.objects.exists()


@pytest.mark.check("C070")
@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.csv", "a\u202egnp.csv", '"><script>alert(1)</script>.csv', "x" * 300 + ".csv", "a.csv.exe"],
)
def test_file_name_is_only_ever_shown(city: World, name: str) -> None:
    delivery = _new(city, city.anna, _file(FILE, name))

    file = delivery.files.get()
    page = _client(city.anna).get(_url(delivery, "dateien/")).content.decode()

    assert "/" not in file.name
    assert len(file.name) <= 200
    assert file.name.isprintable()
    assert "<script>alert" not in page
    assert file.problem is None


def test_step_that_was_stopped_leaves_the_draft_as_it_was(city: World) -> None:
    delivery = _new(city, city.anna)
    _post(city.anna, delivery, "zuordnung/1/", SAID)
    client = _client(city.anna)
    client.post(_url(delivery, "pruefung/"), {"revision": delivery.revision})

    running = client.get(_url(delivery)).content.decode()
    stopped = client.post(_url(delivery, "anhalten/"))
    _run()

    delivery.refresh_from_db()
    assert "<progress" in running
    assert stopped.status_code == 302
    assert delivery.job is not None
    assert delivery.job.state == JobState.CANCELLED
    assert delivery.batch is None
    assert delivery.tables.get().mapping is not None
    assert _post(city.anna, delivery, "pruefung/").status_code == 302
    assert delivery.batch is not None


def test_check_done_twice_makes_one_batch(city: World) -> None:
    delivery = _checked(city, city.anna)
    before = delivery.batch

    verify_delivery(delivery_id=delivery.pk, revision=delivery.revision, by=city.anna, report=lambda *_: None)

    delivery.refresh_from_db()
    assert delivery.batch == before
    assert ImportBatch.objects.count() == 1


def test_discarded_draft_leaves_no_file(city: World) -> None:
    delivery = _checked(city, city.anna)

    assert _post(city.anna, delivery, "verwerfen/").status_code == 302

    assert delivery.state == "discarded"
    assert delivery.files.count() == 0
    assert not StagedValue.objects.exists()


def test_withdrawing_needs_no_approver_and_deciding_needs_one(city: World) -> None:
    delivery = _submitted(city)

    assert _client(city.emil).get(_url(delivery, "freigabe/")).status_code == 404
    with pytest.raises(NotApproverError):
        deciding.refuse_delivery(delivery=delivery, by=city.emil, text="nein")
    deciding.withdraw_delivery(delivery=delivery, by=city.emil)
    delivery.refresh_from_db()
    assert delivery.state == "draft"
