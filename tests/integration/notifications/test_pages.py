# SPDX-License-Identifier: EUPL-1.2
"""One's own notifications: what is told at every turn of a delivery, who sees it, and what one wants."""

import pytest
from django.conf import LazySettings
from django.test import Client

from indicators.models import SignatureKind
from indicators.selectors.approvals import Rule
from indicators.services import reviewing
from indicators.services.approvals import change_rule
from indicators.services.deliveries import deciding, telling
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role, withdraw_role
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.notifications.models import Notification, Preferences
from sozialplanung.notifications.selectors import unread_count
from tests.factories.desk import client_of, decide, german, post, run_jobs, submitted, url_of
from tests.factories.mailservers import PLACE
from tests.factories.notices import WISHES
from tests.factories.queries import page_queries
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db

LIST = "/konto/mitteilungen/"
PREFERENCES = f"{LIST}einstellungen/"


kept_city = standing(build_city)


def _kinds(person: User) -> list[str]:
    found = Notification.objects.filter(recipient=person).order_by("created_at")
    return [each.kind.removeprefix("indicators.") for each in found]


def test_submission_is_told_to_those_who_can_sign_and_approval_to_who_brought_it(city: World) -> None:
    delivery = submitted(city)
    assert _kinds(city.frida) == ["submitted"]
    assert unread_count(city.frida) == 1

    decide(city.frida, delivery, "approve")
    telling.tell_how_releases_ended()
    telling.tell_how_releases_ended()

    assert _kinds(city.anna) == ["approved", "released"]
    assert unread_count(city.frida) == 0
    assert all(_kinds(person) == [] for person in (city.bert, city.clara, city.dora, city.emil, city.gero))


@pytest.mark.parametrize(("decision", "kind"), [("ask_back", "asked_back"), ("refuse", "refused")])
def test_question_and_refusal_are_told_without_their_words(city: World, decision: str, kind: str) -> None:
    delivery = submitted(city)

    decide(city.frida, delivery, decision, "31.245 ist falsch")

    assert _kinds(city.anna) == [kind]
    assert "31.245" not in client_of(city.anna).get(LIST).content.decode()


def test_withdrawal_is_told_to_who_was_asked_and_to_the_other_editors(city: World) -> None:
    delivery = submitted(city)

    deciding.withdraw_delivery(delivery=delivery, by=city.emil)

    assert _kinds(city.frida) == ["submitted", "withdrawn"]
    assert _kinds(city.anna) == ["withdrawn"]
    assert _kinds(city.emil) == []
    assert Notification.objects.get(recipient=city.frida, kind=telling.SUBMITTED).read_at is not None


def test_first_of_two_signatures_is_told_and_the_second_ends_it(city: World) -> None:
    assign_role(user=city.clara, organisation=city.city, role="approver", by=city.gero)
    two = Rule(needs_confidentiality=True)
    change_rule(organisation=city.city, rule=two, before=Rule(), reason="x", by=city.gero)
    delivery = submitted(city)

    decide(city.frida, delivery, "approve")
    assert (_kinds(city.anna), unread_count(city.clara)) == (["signed"], 1)
    said = {"decision": "approve", "kind": "confidentiality", "content_hash": _hash(delivery)}
    post(city.clara, delivery, "freigabe/", said)

    assert _kinds(city.anna) == ["signed", "approved"]
    assert unread_count(city.clara) == 0


def _hash(delivery: object) -> str:
    return str(delivery.batch.content_hash)  # type: ignore[attr-defined]


def test_release_that_failed_is_told_once_to_editors_and_signers(city: World) -> None:
    delivery = submitted(city)
    assert delivery.batch is not None
    signed = deciding.Signed(SignatureKind.CONTENT, delivery.batch.content_hash)
    deciding.approve_delivery(delivery=delivery, by=city.frida, signed=signed, text="")
    Job.objects.filter(kind=reviewing.APPLY).update(state=JobState.FAILED, finished_at=delivery.created_at)
    Job.objects.filter(state=JobState.QUEUED).exclude(kind="notifications.send_mail").update(
        state=JobState.FAILED, finished_at=delivery.created_at
    )

    for _ in range(3):
        telling.tell_how_releases_ended()

    assert _kinds(city.anna) == ["approved", "release_failed"]
    assert _kinds(city.frida) == ["submitted", "release_failed"]


@pytest.mark.parametrize("server", ["Away", "Refusing", "Silent"])
def test_mail_server_that_fails_holds_up_no_decision(city: World, settings: LazySettings, server: str) -> None:
    settings.EMAIL_BACKEND = f"{PLACE}.{server}"
    delivery = submitted(city)

    assert decide(city.frida, delivery, "approve").status_code == 302
    run_jobs()

    assert delivery.state == "released"


def test_decision_that_breaks_off_tells_nobody(city: World) -> None:
    delivery = submitted(city)

    assert decide(city.anna, delivery, "approve").status_code in {404, 422}

    assert _kinds(city.anna) == []


def test_list_leads_to_the_matter_and_counts_as_read_from_then_on(city: World) -> None:
    delivery = submitted(city)
    frida = client_of(city.frida)
    notification = Notification.objects.get(recipient=city.frida)

    page = frida.get(LIST).content.decode()
    assert "Eine Datenlieferung wartet auf Ihre Freigabe." in page
    assert "Register 2020" in page
    assert '<span class="header__count">1' in page
    assert frida.get(f"{LIST}{notification.pk}/").status_code == 405
    assert unread_count(city.frida) == 1
    answer = frida.post(f"{LIST}{notification.pk}/")

    assert answer["Location"] == url_of(delivery)
    assert unread_count(city.frida) == 0
    assert german("Nothing new") in frida.get(LIST).content.decode()
    assert "Register 2020" in frida.get(f"{LIST}?liste=alle").content.decode()


def test_all_are_marked_as_read_at_once(city: World) -> None:
    submitted(city)

    assert client_of(city.frida).post(f"{LIST}gelesen/").status_code == 302

    assert unread_count(city.frida) == 0


@pytest.mark.check("C079")
def test_who_lost_the_role_sees_nothing_of_the_matter(city: World) -> None:
    submitted(city)
    notification = Notification.objects.get(recipient=city.frida)
    withdraw_role(assignment=city.frida.assignments.get(), by=city.gero)
    frida = client_of(city.frida)

    assert "Register 2020" not in frida.get(f"{LIST}?liste=alle").content.decode()
    assert "header__count" not in frida.get(LIST).content.decode()
    assert frida.post(f"{LIST}{notification.pk}/").status_code == 404


@pytest.mark.check("C072")
def test_notifications_of_others_are_not_there(city: World) -> None:
    submitted(city)
    notification = Notification.objects.get(recipient=city.frida)

    for person in (city.anna, city.bert, city.dora, city.gero):
        assert client_of(person).post(f"{LIST}{notification.pk}/").status_code == 404
        client_of(person).post(f"{LIST}gelesen/")
    for path in (LIST, PREFERENCES):
        assert Client().get(path)["Location"].startswith("/anmelden/")
    assert Client().post(f"{LIST}{notification.pk}/")["Location"].startswith("/anmelden/")
    assert Client().post(f"{LIST}gelesen/")["Location"].startswith("/anmelden/")
    assert client_of(city.frida).get(f"{LIST}gelesen/").status_code == 405

    assert unread_count(city.frida) == 1


def test_wishes_decide_what_is_shown_and_mailed(city: World) -> None:
    frida = client_of(city.frida)
    fields = {key: value for key, value in WISHES.items() if value is not True}

    answer = frida.post(PREFERENCES, {**fields, "approvals_mail": "none", "language": "en"})
    submitted(city)

    assert answer.status_code == 302
    assert german("Your choice is saved.") in frida.get(PREFERENCES).content.decode()
    told = Notification.objects.get(recipient=city.frida)
    assert (told.is_shown, told.mail_mode, told.mail) == (False, "none", None)
    assert "Register 2020" not in frida.get(f"{LIST}?liste=alle").content.decode()
    assert Preferences.objects.get().language == "en"


@pytest.mark.check("C083")
def test_wish_that_does_not_exist_is_refused_and_foreign_fields_are_ignored(city: World) -> None:
    frida = client_of(city.frida)
    fields = {**WISHES, "person": city.anna.pk, "id": 1}

    assert frida.post(PREFERENCES, {**fields, "approvals_mail": "sofort"}).status_code == 422
    assert frida.post(PREFERENCES, fields).status_code == 302

    assert [each.person for each in Preferences.objects.all()] == [city.frida]


@pytest.mark.parametrize("query", ["liste=fremde", "seite=x", "seite=-1", "mehr=1"])
def test_query_that_is_not_right_is_a_400(city: World, query: str) -> None:
    assert client_of(city.frida).get(f"{LIST}?{query}").status_code == 400


def test_frame_of_every_page_takes_two_queries_however_much_there_is_to_tell(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    telling.tell_how_releases_ended()
    assign_role(user=city.anna, organisation=city.land, role="approver", by=None)
    reader = client_of(city.anna)

    with page_queries() as queries:
        page = reader.get("/musterstadt/lieferungen/").content.decode()

    assert f'2<span class="visually-hidden"> {german("unread")}' in page
    assert "Musterland" in page
    assert queries.frame == 2
