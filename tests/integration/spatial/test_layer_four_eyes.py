# SPDX-License-Identifier: EUPL-1.2
"""The second pair of eyes on layers: who approves, what is approved, and that nothing changes behind their back."""

import pytest
from django.db import IntegrityError, transaction

from sozialplanung.accounts.services import assign_role, create_user, set_password
from spatial.errors import LayerDraftClosedError, LayerFourEyesError, NotLayerApproverError, StaleLayerDraftError
from spatial.models import (
    LayerDraft,
    LayerDraftEditor,
    LayerDraftSignature,
    LayerFeature,
    LayerVersion,
)
from spatial.services.layers import deciding
from tests.factories.desk import german
from tests.factories.placebringer import FACTS, PLACES, begun, decide, send, submitted
from tests.factories.standing import standing
from tests.factories.surveyor import build_ground
from tests.factories.world import PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C050")]

kept_city = standing(build_ground)


def test_nobody_approves_what_they_brought_on_any_path(city: World) -> None:
    draft = submitted(city)
    assign_role(user=city.anna, organisation=city.city, role="approver", by=city.gero)
    said = {"draft": draft, "revision": draft.revision, "content_hash": draft.content_hash}

    assert decide(city.anna, draft, "approve").status_code == 422
    with pytest.raises(LayerFourEyesError):
        deciding.approve_draft(draft=draft, by=city.anna, content_hash=draft.content_hash)
    with pytest.raises(IntegrityError, match="brought or edited"), transaction.atomic():
        LayerDraftSignature.objects.create(**said, person=city.anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerDraft.objects.filter(pk=draft.pk).update(state="active", approved_by=city.frida)
    with pytest.raises(NotLayerApproverError):
        deciding.approve_draft(draft=draft, by=city.bert, content_hash=draft.content_hash)
    assert not LayerVersion.objects.exists()


def test_editor_who_is_not_the_uploader_cannot_approve_either(city: World) -> None:
    assign_role(user=city.emil, organisation=city.city, role="approver", by=city.gero)
    draft = begun(city.anna)
    send(city.anna, draft, "angaben/", FACTS)
    send(city.emil, draft, "spalten/", PLACES)
    send(city.anna, draft, "einreichen/", {"is_confirmed": "on"})

    assert draft.state == "submitted"
    assert decide(city.emil, draft, "approve").status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerDraftEditor.objects.filter(person=city.emil).delete()


@pytest.mark.parametrize("trick", ["new account", "new role", "new password"])
def test_account_that_an_author_lent_approves_nothing(city: World, trick: str) -> None:
    assign_role(user=city.anna, organisation=city.city, role="admin", by=city.gero)
    draft, signer = submitted(city), city.frida
    if trick == "new account":
        signer = create_user(email="straw@example.org", name="Straw", password=PASSWORD, by=city.anna)
        assign_role(user=signer, organisation=city.city, role="approver", by=city.gero)
    elif trick == "new role":
        signer = city.bert
        assign_role(user=signer, organisation=city.city, role="approver", by=city.anna)
    else:
        set_password(user=signer, password="ganz anderes pferd hier", by=city.anna)

    answers = [decide(signer, draft, "approve"), decide(signer, draft, "refuse", "Nein")]

    assert [answer.status_code for answer in answers] == [422, 422]
    said = german("Another approver has to decide on this layer. For later ones you are free.")
    assert said in answers[0].content.decode()
    assert draft.state == "submitted"


def test_approver_from_above_is_told_that_the_house_decides_itself(city: World) -> None:
    karl = create_user(email="karl@example.org", name="Karl", password=PASSWORD, by=None)
    assign_role(user=karl, organisation=city.land, role="approver", by=None)
    draft = submitted(city)

    with pytest.raises(NotLayerApproverError) as refused:
        deciding.refuse_draft(draft=draft, by=karl, text="Nein.")
    answer = decide(karl, draft, "refuse", "Nein.")

    assert refused.value.code == "spatial.layer_not_from_above"
    assert german("This organisation lets only its own approvers decide on layers.") in answer.content.decode()
    assert draft.state == "submitted"


def test_what_was_submitted_and_signed_cannot_change(city: World) -> None:
    draft = submitted(city)

    with pytest.raises(IntegrityError), transaction.atomic():
        draft.rows.update(name="Anders")
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.rows.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(draft.file).objects.filter(draft=draft).update(name="anders.csv")
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerDraft.objects.filter(pk=draft.pk).update(valid_from="2023-01-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerDraft.objects.filter(pk=draft.pk).update(state="discarded")
    decide(city.frida, draft, "approve")
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerDraftSignature.objects.update(person=city.emil)
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerFeature.objects.update(name="Anders")
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerVersion.objects.update(publisher="Anders")
    with pytest.raises(LayerDraftClosedError):
        deciding.withdraw_draft(draft=draft, by=city.anna)


def test_another_content_than_the_one_seen_is_not_signed(city: World) -> None:
    draft = submitted(city)
    seen = draft.content_hash
    send(city.anna, draft, "zuruecknehmen/")
    send(city.anna, draft, "angaben/", {**FACTS, "note": "Anders."})
    send(city.anna, draft, "spalten/", PLACES)
    send(city.anna, draft, "einreichen/", {"is_confirmed": "on"})

    late = send(city.frida, draft, "freigabe/", {"decision": "approve", "content_hash": seen})

    assert draft.state == "submitted"
    assert draft.content_hash != seen
    assert late.status_code == 409
    with pytest.raises(StaleLayerDraftError):
        deciding.approve_draft(draft=draft, by=city.frida, content_hash=seen)
    assert not draft.signatures.exists()


def test_a_draft_begins_as_a_draft(city: World) -> None:
    draft = begun(city.anna)
    draft.pk, draft.uuid, draft.state = None, "11111111-1111-4111-8111-111111111111", "active"

    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save(force_insert=True)
