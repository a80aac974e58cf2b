# SPDX-License-Identifier: EUPL-1.2
"""A forgotten password: the same answer for every address, a link that counts once, and nothing beyond the password."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from sozialplanung.accounts import throttling
from sozialplanung.accounts.models import LoginThrottle, PersonSession
from sozialplanung.accounts.services import deactivate_user, set_password
from sozialplanung.audit.models import Event
from sozialplanung.jobs.models import Job
from sozialplanung.notifications.models import Preferences
from tests.factories.desk import run_jobs
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.django_db(databases=["default", "public"])

FORGOTTEN = "/anmelden/passwort-vergessen/"
NEW = "ganz neues langes kennwort"


def _client() -> Client:
    return Client(headers={"accept-language": "de"})


def _link(email: str = "anna@example.org") -> str:
    _client().post(FORGOTTEN, {"email": email})
    run_jobs()
    return str(re.findall(r"http://[^/]+(/anmelden/neues-passwort/\S+)", str(mail.outbox[-1].body))[0])


def _choose(client: Client, link: str, new: str = NEW) -> int:
    form = client.get(link, follow=True)
    target = form.redirect_chain[-1][0] if form.redirect_chain else link
    return client.post(target, {"new_password1": new, "new_password2": new}).status_code


@pytest.mark.check("C102")
def test_the_answer_and_what_is_written_are_the_same_for_every_address(world: World) -> None:
    deactivate_user(user=world.emil, by=world.gero, reason="")
    world.bert.set_unusable_password()
    world.bert.save()
    answers, jobs = set(), []

    for email in ("anna@example.org", "niemand@example.org", "emil@example.org", "bert@example.org"):
        before = Job.objects.count()
        answer = _client().post(FORGOTTEN, {"email": email})
        answers.add((answer.status_code, re.sub(r'value="\w+"', "", answer.content.decode())))
        jobs.append(Job.objects.count() - before)
    run_jobs()

    assert len(answers) == 1
    assert jobs == [1, 1, 1, 1]
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]


@pytest.mark.check("C102", "C108")
def test_the_link_sets_a_password_once_and_ends_all_sessions(world: World) -> None:
    signed_in = _client()
    signed_in.post("/anmelden/", {"username": "anna@example.org", "password": PASSWORD})
    link = _link()

    assert _choose(_client(), link) == 302

    world.anna.refresh_from_db()
    assert world.anna.check_password(NEW)
    assert signed_in.get("/konto/passwort/").status_code == 302
    assert not PersonSession.objects.filter(person_id=world.anna.pk).exists()
    assert Event.objects.filter(action="accounts.password_set", actor_id=world.anna.pk).count() == 1
    assert _client().get(link, follow=True).status_code == 404
    run_jobs()
    assert mail.outbox[-1].subject == "Sozialplanung: Ihr Passwort wurde geändert"


def test_the_link_is_over_after_two_hours(world: World) -> None:
    link = _link()

    later = timezone.now().replace(tzinfo=None) + timedelta(hours=5)
    with patch("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", return_value=later):
        answer = _client().get(link, follow=True)

    assert answer.status_code == 404
    assert "gilt nicht oder nicht mehr" in answer.content.decode()


def test_a_weak_password_is_refused_in_our_own_sentences(world: World) -> None:
    client, link = _client(), _link()
    target = client.get(link, follow=True).redirect_chain[-1][0]

    page = client.post(target, {"new_password1": "kurz", "new_password2": "kurz"}).content.decode()

    assert "Das neue Passwort ist zu kurz." in page
    world.anna.refresh_from_db()
    assert world.anna.check_password(PASSWORD)


@pytest.mark.check("C102")
def test_nobody_is_flooded_with_mails(world: World) -> None:
    for number in range(3 * throttling.MOST_MAILS_AN_HOUR):
        _client().post(FORGOTTEN, {"email": "anna@example.org"}, REMOTE_ADDR=f"10.0.{number}.1")
    run_jobs()

    assert len(mail.outbox) == throttling.MOST_MAILS_AN_HOUR
    LoginThrottle.objects.update(window_started_at=timezone.now() - timedelta(minutes=61))
    _link()
    assert len(mail.outbox) == throttling.MOST_MAILS_AN_HOUR + 1


def test_one_network_fills_no_queue(world: World) -> None:
    sent = [
        _client().post(FORGOTTEN, {"email": f"jemand{number}@example.org"}).status_code
        for number in range(2 * throttling.MOST_ATTEMPTS)
    ]

    assert set(sent) == {200}
    assert Job.objects.filter(kind="accounts.send_mail").count() == throttling.MOST_ATTEMPTS


def test_mail_names_neither_person_nor_organisation_and_says_what_to_do(world: World) -> None:
    _link()

    body = str(mail.outbox[-1].body)
    assert "Anna" not in body
    assert "Musterstadt" not in body
    assert "Wenn Sie das nicht waren, müssen Sie nichts tun" in body


@pytest.mark.parametrize(
    ("browser", "chosen", "said"),
    [
        ("en", None, "Choose a new password"),
        ("fr", None, "Neues Passwort wählen"),
        ("en", "de", "Neues Passwort wählen"),
        ("de", "en", "Choose a new password"),
    ],
)
def test_mail_follows_the_account_then_the_browser(world: World, browser: str, chosen: str | None, said: str) -> None:
    if chosen:
        Preferences.objects.create(person=world.anna, language=chosen)

    Client(headers={"accept-language": browser}).post(FORGOTTEN, {"email": "anna@example.org"})
    run_jobs()

    assert mail.outbox[-1].subject == f"Sozialplanung: {said}"


def test_mail_about_what_an_administrator_did_does_not_follow_their_browser(world: World) -> None:
    with translation.override("en"):
        set_password(user=world.anna, password=NEW, by=world.gero)
    run_jobs()

    assert mail.outbox[-1].subject == "Sozialplanung: Ihr Passwort wurde geändert"


def test_without_mail_the_page_says_whom_to_ask(world: World, settings: LazySettings) -> None:
    settings.MAIL_IS_ON = False

    page = _client().get(FORGOTTEN).content.decode()

    assert "Diese Seite verschickt keine Mails" in page
    assert _client().post(FORGOTTEN, {"email": "anna@example.org"}).status_code == 200
    assert not Job.objects.filter(kind="accounts.send_mail").exists()


@pytest.mark.parametrize("email", ["", "anna", "a" * 300 + "@example.org", "a\x00@example.org"])
def test_what_is_no_address_is_told(world: World, email: str) -> None:
    assert _client().post(FORGOTTEN, {"email": email}).status_code == 422


@pytest.mark.parametrize("link", ["x/y/", "MQ/set-password/", "MQ/abc-def/"])
def test_made_up_links_lead_nowhere(world: World, link: str) -> None:
    assert _client().get(f"/anmelden/neues-passwort/{link}").status_code == 404
    assert _client().post(f"/anmelden/neues-passwort/{link}", {"new_password1": NEW}).status_code == 404
