# SPDX-License-Identifier: EUPL-1.2
"""The second pair of eyes on boundaries: who approves, what is approved, and that nothing changes behind their back."""

import pytest
from django.db import IntegrityError, transaction

from sozialplanung.accounts.services import assign_role, create_user, set_password
from sozialplanung.audit.models import Event
from spatial.errors import BoundaryFourEyesError, ChangesetClosedError, NotBoundaryApproverError, StaleChangesetError
from spatial.models import BoundaryVersion, Changeset, ChangesetEditor, ChangesetSignature, StagedUnit
from spatial.services.changesets import deciding
from tests.factories.desk import german
from tests.factories.standing import standing
from tests.factories.surveyor import (
    FACTS,
    LAYER,
    begun,
    boundary_file,
    build_ground,
    decide,
    quarters,
    see,
    send,
    submitted,
)
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.django_db


kept_city = standing(build_ground)


@pytest.mark.check("C050")
def test_nobody_approves_what_they_brought_on_any_path(city: World) -> None:
    changeset = submitted(city)
    assign_role(user=city.anna, organisation=city.city, role="approver", by=city.gero)
    said = {"changeset": changeset, "revision": changeset.revision, "content_hash": changeset.content_hash}

    page = decide(city.anna, changeset, "approve")
    with pytest.raises(BoundaryFourEyesError):
        deciding.approve_changeset(changeset=changeset, by=city.anna, content_hash=changeset.content_hash)
    with pytest.raises(IntegrityError, match="brought or edited"), transaction.atomic():
        ChangesetSignature.objects.create(**said, person=city.anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        Changeset.objects.filter(pk=changeset.pk).update(state="approved", approved_by=city.anna)
    with pytest.raises(IntegrityError, match="who signed it"), transaction.atomic():
        Changeset.objects.filter(pk=changeset.pk).update(state="approved", approved_by=city.frida)
    with pytest.raises(IntegrityError), transaction.atomic():
        Changeset.objects.filter(pk=changeset.pk).update(state="active", approved_by=city.frida)

    assert page.status_code == 422
    assert changeset.state == "submitted"
    assert not BoundaryVersion.objects.filter(edition="stand-2024").exists()


@pytest.mark.check("C050")
def test_editor_who_is_not_the_uploader_cannot_approve_either(city: World) -> None:
    assign_role(user=city.emil, organisation=city.city, role="approver", by=city.gero)
    changeset = begun(city.anna)
    send(city.anna, changeset, "angaben/", FACTS)
    send(city.emil, changeset, "ebenen/1/", LAYER)
    send(city.anna, changeset, "pruefung/")
    send(city.anna, changeset, "einreichen/", {"is_confirmed": "on"})
    said = {"changeset": changeset, "revision": changeset.revision, "content_hash": changeset.content_hash}

    assert changeset.state == "submitted"
    assert decide(city.emil, changeset, "approve").status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangesetSignature.objects.create(**said, person=city.emil)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangesetEditor.objects.filter(person=city.emil).delete()
    with pytest.raises(NotBoundaryApproverError):
        deciding.approve_changeset(changeset=changeset, by=city.bert, content_hash=changeset.content_hash)


@pytest.mark.check("C050")
def test_what_was_submitted_and_signed_cannot_change(city: World) -> None:
    changeset = submitted(city)

    with pytest.raises(IntegrityError), transaction.atomic():
        StagedUnit.objects.filter(changeset=changeset).update(name="Anders")
    with pytest.raises(IntegrityError), transaction.atomic():
        StagedUnit.objects.filter(changeset=changeset).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        changeset.files.update(name="anders.geojson")
    with pytest.raises(IntegrityError), transaction.atomic():
        changeset.findings.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Changeset.objects.filter(pk=changeset.pk).update(valid_from="2023-01-01")
    decide(city.frida, changeset, "approve")
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangesetSignature.objects.update(person=city.emil)


@pytest.mark.check("C050")
def test_another_content_than_the_one_seen_is_not_signed(city: World) -> None:
    changeset = submitted(city)
    seen = changeset.content_hash
    send(city.anna, changeset, "zuruecknehmen/")
    changed = {**quarters(), "11": ("Ganz anders", quarters()["11"][1])}
    send(city.anna, changeset, "dateien/", {"uploads": [boundary_file(changed)]})
    send(city.anna, changeset, "pruefung/")
    send(city.anna, changeset, "einreichen/", {"is_confirmed": "on"})

    late = send(city.frida, changeset, "freigabe/", {"decision": "approve", "content_hash": seen})

    assert changeset.state == "submitted"
    assert changeset.content_hash != seen
    assert late.status_code == 409
    with pytest.raises(StaleChangesetError):
        deciding.approve_changeset(changeset=changeset, by=city.frida, content_hash=seen)
    assert not changeset.signatures.exists()


@pytest.mark.check("C050")
@pytest.mark.parametrize("trick", ["new account", "new role", "new password"])
def test_account_that_an_author_lent_approves_nothing(city: World, trick: str) -> None:
    assign_role(user=city.anna, organisation=city.city, role="admin", by=city.gero)
    changeset, signer = submitted(city), city.frida
    if trick == "new account":
        signer = create_user(email="straw@example.org", name="Straw", password=PASSWORD, by=city.anna)
        assign_role(user=signer, organisation=city.city, role="approver", by=city.gero)
    elif trick == "new role":
        signer = city.bert
        assign_role(user=signer, organisation=city.city, role="approver", by=city.anna)
    else:
        set_password(user=signer, password="ganz anderes pferd hier", by=city.anna)

    answers = [decide(signer, changeset, "approve"), decide(signer, changeset, "refuse", "Nein")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert german("Another approver has to decide on these boundaries. For later ones you are free.") in (
        answers[0].content.decode()
    )
    assert changeset.state == "submitted"


def test_role_that_was_given_before_the_start_does_not_matter(city: World) -> None:
    assign_role(user=city.anna, organisation=city.city, role="admin", by=city.gero)
    assign_role(user=city.bert, organisation=city.city, role="approver", by=city.anna)
    changeset = submitted(city)

    decide(city.bert, changeset, "approve")

    assert changeset.state == "active"


def test_question_of_the_second_person_opens_the_draft_again(city: World) -> None:
    changeset = submitted(city)

    assert decide(city.frida, changeset, "ask_back").status_code == 422
    assert decide(city.frida, changeset, "ask_back", "Warum zwei Teile?").status_code == 302

    assert changeset.state == "draft"
    assert "Warum zwei Teile?" in see(city.anna, changeset)
    assert Event.objects.get(action="spatial.changeset_asked_back").reason == "Warum zwei Teile?"
    assert send(city.anna, changeset, "einreichen/", {"is_confirmed": "on"}).status_code == 302
    assert decide(city.frida, changeset, "approve").status_code == 302
    assert changeset.state == "active"


def test_refused_boundaries_are_over(city: World) -> None:
    changeset = submitted(city)

    decide(city.frida, changeset, "refuse", "Falscher Stand")

    assert changeset.state == "refused"
    assert send(city.anna, changeset, "zuruecknehmen/").status_code == 409
    with pytest.raises(ChangesetClosedError):
        deciding.approve_changeset(changeset=changeset, by=city.frida, content_hash=changeset.content_hash)


def test_finding_without_a_reason_keeps_boundaries_from_being_submitted(city: World) -> None:
    changeset = begun(city.anna, [boundary_file({**quarters(), "25": ("Doppelt", quarters()["12"][1])})])
    send(city.anna, changeset, "angaben/", FACTS)
    send(city.anna, changeset, "ebenen/1/", LAYER)
    send(city.anna, changeset, "pruefung/")

    answer = send(city.anna, changeset, "einreichen/", {"is_confirmed": "on"})

    assert changeset.findings.filter(severity="warning").exists()
    assert answer.status_code == 422
    assert changeset.state == "draft"
