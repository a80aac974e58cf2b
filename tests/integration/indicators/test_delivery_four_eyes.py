# SPDX-License-Identifier: EUPL-1.2
"""The second pair of eyes: who signs, what is signed, and that nothing changes behind their back."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction

from indicators.errors import FourEyesError, NotApproverError
from indicators.models import (
    ApprovalRule,
    DeliveryEditor,
    ImportBatch,
    MappingProfile,
    Signature,
    SignatureKind,
    StagedValue,
)
from indicators.models.observations import Observation
from indicators.services import importing, reviewing
from indicators.services.deliveries import deciding
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role
from sozialplanung.audit.models import Event
from sozialplanung.common.errors import DomainError
from sozialplanung.jobs.models import Job
from tests.factories.desk import (
    SAID,
    checked,
    client_of,
    csv_file,
    decide,
    new_delivery,
    post,
    run_jobs,
    submitted,
    url_of,
)
from tests.factories.register import FILE, build_city
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(world: World) -> World:
    """Give the city of the register."""
    return build_city(world)


@pytest.mark.check("C050")
def test_nobody_approves_what_they_brought_or_edited_on_any_path(city: World) -> None:
    delivery = submitted(city)
    batch = delivery.batch
    assert batch is not None
    assign_role(user=city.anna, organisation=city.city, role="approver", by=city.gero)

    page = decide(city.anna, delivery, "approve")
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
    delivery = new_delivery(city, city.anna)
    post(city.emil, delivery, "zuordnung/1/", SAID)
    post(city.anna, delivery, "pruefung/")
    post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})
    assert delivery.batch is not None

    assert decide(city.emil, delivery, "approve").status_code == 422
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
    delivery = submitted(city)
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
    delivery = submitted(city)
    first = delivery.batch
    decide(city.frida, delivery, "approve")
    assert delivery.state == "submitted"

    post(city.anna, delivery, "zuruecknehmen/")
    post(city.anna, delivery, "dateien/", {"place": "1", "uploads": [csv_file(FILE.replace("200", "201"))]})
    post(city.anna, delivery, "pruefung/")
    post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})

    assert first is not None
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert delivery.batch is not None
    assert delivery.batch.signatures.count() == 0
    said = {"decision": "approve", "kind": "content", "content_hash": first.content_hash}
    assert post(city.frida, delivery, "freigabe/", said).status_code == 422
    assert delivery.batch.signatures.count() == 0


def test_two_signatures_are_by_two_people(city: World) -> None:
    ApprovalRule.objects.create(organisation=city.city, needs_confidentiality=True)
    assign_role(user=city.clara, organisation=city.city, role="approver", by=city.gero)
    delivery = submitted(city)
    assert delivery.batch is not None

    decide(city.frida, delivery, "approve")
    with pytest.raises(FourEyesError):
        reviewing.sign_batch(batch=delivery.batch, by=city.frida, kind=SignatureKind.CONFIDENTIALITY)
    said = {"decision": "approve", "kind": "confidentiality", "content_hash": delivery.batch.content_hash}
    post(city.clara, delivery, "freigabe/", said)

    assert delivery.state == "released"


@pytest.mark.check("C048")
@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_of_two_submissions_at_the_same_time_one_counts(world: World) -> None:
    city = build_city(world)
    delivery, both = checked(city, city.anna), Barrier(2)

    def submit(person: User) -> str:
        both.wait()
        try:
            deciding.submit_delivery(delivery=delivery, by=person, revision=delivery.revision)
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()
        return "submitted"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(submit, (city.anna, city.emil)))

    assert outcomes == ["indicators.delivery_stale", "submitted"]
    assert ImportBatch.objects.get().state == "submitted"
    assert MappingProfile.objects.count() == 1


def test_question_of_the_second_person_opens_the_draft_again(city: World) -> None:
    delivery = submitted(city)

    assert decide(city.frida, delivery, "ask_back").status_code == 422
    assert decide(city.frida, delivery, "ask_back", "Woher kommt die 2?").status_code == 302

    assert delivery.state == "draft"
    assert delivery.batch is None
    assert "Woher kommt die 2?" in client_of(city.anna).get(url_of(delivery)).content.decode()
    assert Event.objects.get(action="indicators.delivery_asked_back").reason == "Woher kommt die 2?"


def test_refused_delivery_is_over(city: World) -> None:
    delivery = submitted(city)

    decide(city.frida, delivery, "refuse", "Falsches Jahr")

    assert delivery.state == "refused"
    assert post(city.anna, delivery, "zuruecknehmen/").status_code == 409
    assert not Observation.objects.exists()


@pytest.mark.check("C049")
def test_approval_that_breaks_off_leaves_nothing_half_written(city: World) -> None:
    delivery = submitted(city)
    assert delivery.batch is not None
    reviewing.sign_batch(batch=delivery.batch, by=city.frida, kind=SignatureKind.CONTENT)
    last = StagedValue.objects.filter(batch_id=delivery.batch.pk).order_by("-unit_id").values_list("unit_id")[:1]

    with connections["default"].cursor() as cursor:
        # The last row fails while all others are written already.
        cursor.execute(
            "ALTER TABLE indicators_observation ADD CONSTRAINT broken CHECK (unit_id <> %s) NOT VALID", [last[0][0]]
        )
    run_jobs()

    delivery.refresh_from_db()
    job = Job.objects.get(kind=reviewing.APPLY)
    assert (job.state, delivery.state) == ("failed", "submitted")
    assert not Observation.objects.exists()
    assert StagedValue.objects.filter(batch_id=delivery.batch.pk).count() == 8


def test_withdrawing_needs_no_approver_and_deciding_needs_one(city: World) -> None:
    delivery = submitted(city)

    assert client_of(city.emil).get(url_of(delivery, "freigabe/")).status_code == 404
    with pytest.raises(NotApproverError):
        deciding.refuse_delivery(delivery=delivery, by=city.emil, text="nein")
    deciding.withdraw_delivery(delivery=delivery, by=city.emil)
    delivery.refresh_from_db()
    assert delivery.state == "draft"
