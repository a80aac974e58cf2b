# SPDX-License-Identifier: EUPL-1.2
"""What is told on the way of a boundary version: to whom, when, and how often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indicators.selectors.approvals import Rule
from indicators.services.approvals import change_rule, confirm_change
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role, create_user
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.notifications.models import Notification
from sozialplanung.notifications.selectors import unread_count
from sozialplanung.notifications.services import daily
from spatial.errors import NotBoundaryApproverError
from spatial.models import Changeset
from spatial.services.changesets import deciding, telling
from tests.factories.desk import client_of, german
from tests.factories.standing import standing
from tests.factories.surveyor import begun, build_ground, decide, send, submitted, url_of
from tests.factories.world import World

pytestmark = pytest.mark.django_db

LIST = "/konto/mitteilungen/"


kept_city = standing(build_ground)


def _kinds(person: User) -> list[str]:
    found = Notification.objects.filter(recipient=person).order_by("created_at", "pk")
    return [each.kind.removeprefix("spatial.") for each in found]


def test_boundaries_that_wait_are_told_to_the_approver_and_their_end_to_who_brought_them(city: World) -> None:
    changeset = submitted(city)
    page = client_of(city.frida).get(LIST).content.decode()
    assert _kinds(city.frida) == ["submitted"]
    assert "Ein Gebietsstand wartet auf Ihre Freigabe" in page
    assert changeset.name in page

    decide(city.frida, changeset, "approve")
    telling.tell_how_activations_ended()
    telling.tell_how_activations_ended()

    assert _kinds(city.anna) == ["approved", "activated"]
    assert unread_count(city.frida) == 0
    assert all(_kinds(person) == [] for person in (city.bert, city.clara, city.dora, city.emil, city.gero))
    told = Notification.objects.get(recipient=city.anna, kind=telling.ACTIVATED)
    assert client_of(city.anna).post(f"{LIST}{told.pk}/").headers["Location"] == url_of(changeset)


def test_approver_from_above_decides_and_is_asked_only_where_the_organisation_lets_it_in(city: World) -> None:
    karl = create_user(email="karl@example.org", name="Karl", password=None, by=None)
    assign_role(user=karl, organisation=city.land, role="approver", by=None)
    changeset = submitted(city)
    page = client_of(karl).get(url_of(changeset, "freigabe/")).content.decode()

    with pytest.raises(NotBoundaryApproverError) as refused:
        deciding.refuse_changeset(changeset=changeset, by=karl, text="Nein.")

    assert refused.value.code == "spatial.not_from_above"
    assert german("This organisation lets only its own approvers decide on boundaries.") in page
    assert 'name="decision"' not in page
    assert (_kinds(karl), _kinds(city.frida)) == ([], ["submitted"])
    opened = Rule(parent_approves=True)
    change = change_rule(organisation=city.city, rule=opened, before=Rule(), reason="Niemand sonst.", by=city.gero)
    confirm_change(change=change, by=city.frida)
    assert 'name="decision"' in client_of(karl).get(url_of(changeset, "freigabe/")).content.decode()
    assert deciding.refuse_changeset(changeset=changeset, by=karl, text="Nein.").state == "refused"


def test_who_edited_a_boundary_version_is_not_asked_to_approve_it(city: World) -> None:
    assign_role(user=city.anna, organisation=city.city, role="approver", by=city.gero)

    submitted(city)

    assert _kinds(city.anna) == []
    assert _kinds(city.frida) == ["submitted"]


@pytest.mark.parametrize(("decision", "kind"), [("ask_back", "asked_back"), ("refuse", "refused")])
def test_question_and_refusal_of_boundaries_are_told_without_their_words(city: World, decision: str, kind: str) -> None:
    changeset = submitted(city)

    decide(city.frida, changeset, decision, "Warum zwei Teile im Osten?")

    assert _kinds(city.anna) == [kind]
    assert unread_count(city.frida) == 0
    assert "Warum zwei Teile" not in client_of(city.anna).get(LIST).content.decode()


def test_taking_boundaries_back_settles_the_request_and_a_second_submission_asks_anew(city: World) -> None:
    changeset = submitted(city)

    deciding.withdraw_changeset(changeset=changeset, by=city.emil)
    assert _kinds(city.frida) == ["submitted", "withdrawn"]
    assert _kinds(city.anna) == ["withdrawn"]
    assert Notification.objects.get(recipient=city.frida, kind=telling.SUBMITTED).read_at is not None

    changeset.refresh_from_db()
    send(city.anna, changeset, "einreichen/", {"is_confirmed": "on"})
    assert _kinds(city.frida) == ["submitted", "withdrawn", "submitted"]


def test_activation_that_failed_is_told_once_to_editors_and_who_signed(city: World) -> None:
    changeset = submitted(city)
    deciding.approve_changeset(changeset=changeset, by=city.frida, content_hash=changeset.content_hash)
    assert telling.tell_how_activations_ended() == 0
    Job.objects.filter(kind=deciding.ACTIVATE).update(state=JobState.FAILED, finished_at=timezone.now())

    for _ in range(3):
        telling.tell_how_activations_ended()

    assert _kinds(city.anna) == ["approved", "activation_failed"]
    assert _kinds(city.frida) == ["submitted", "activation_failed"]


def test_boundaries_that_wait_or_lie_untouched_are_reminded_of_by_the_calendar(city: World) -> None:
    waiting, draft = submitted(city), begun(city.emil, name="Stand 2025", valid_from="01.01.2025")
    Changeset.objects.filter(pk=draft.pk).update(changed_at=timezone.now() - timedelta(days=14))
    waiting.comments.update(written_at=timezone.now() - timedelta(days=3))

    for _ in range(2):
        daily.go_round(timezone.localdate())

    assert _kinds(city.frida) == ["submitted", "waiting"]
    assert _kinds(city.emil) == ["draft_untouched"]
    assert _kinds(city.anna) == []
