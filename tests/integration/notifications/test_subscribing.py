# SPDX-License-Identifier: EUPL-1.2
"""Readers without an account subscribe by e-mail: asked twice, told the same whoever asks, ended by one click."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail as outbox
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from reports.models import Publication
from sozialplanung.accounts.models import LoginThrottle
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.registry import duties
from sozialplanung.notifications.models import Subscriber, SubscriberMail, SubscriberToken
from sozialplanung.notifications.services import subscribing
from sozialplanung.notifications.services.announcing import ring_for_subscribers
from tests.factories.desk import client_of, run_jobs
from tests.factories.editions import begun, handed_in, let_out, let_out_for_council
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.subscribers import ADDRESS, FORM, PAGE, ask, confirm, latest_links, subscribed
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_noted_city)
LIST = "List-Unsubscribe"


def neutral(answer: Any) -> str:  # noqa: ANN401 - the test client's answer
    """Return an answer without the tokens of forms."""
    return re.sub(r'(nonce|value)="[^"]{20,}"|<code>[0-9a-f-]{36}</code>', "", unescape(answer.content.decode()))


@pytest.fixture
def out(city: World) -> World:
    """Return the city with a dashboard that is out."""
    let_out(city, handed_in(city))
    # Its files are nobody's matter here, and take long.
    Job.objects.all().delete()
    return city


def test_nothing_counts_before_the_button_behind_the_link_is_pressed(out: World) -> None:
    assert "Bescheid per E-Mail" in unescape(Client().get(PAGE, follow=True).content.decode())
    answer = ask(Client())
    assert answer.status_code == 200
    assert "ist eine Mail dorthin unterwegs" in unescape(answer.content.decode())
    run_jobs()
    (sent,) = outbox.outbox
    assert sent.to == [ADDRESS]
    assert Subscriber.objects.get().confirmed_at is None

    link, _end = latest_links()
    page = Client().get(link)

    # Scanners of mails open links: that changes nothing.
    assert page.status_code == 200
    assert "Ja, abonnieren" in unescape(page.content.decode())
    assert Subscriber.objects.get().confirmed_at is None
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]

    assert "Ihr Abonnement gilt" in unescape(Client().post(link).content.decode())
    assert Subscriber.objects.get().confirmed_at is not None
    assert "Ihr Abonnement gilt" in unescape(Client().get(link).content.decode())


def test_what_is_kept_is_the_address_the_thing_the_language_and_times(out: World) -> None:
    ask(Client(headers={"accept-language": "en"}), email=" Lena@Example.ORG ")
    run_jobs()

    (row,) = Subscriber.objects.all()
    assert (row.email, row.language, row.kind, row.organisation) == (ADDRESS, "en", "publication", out.city)
    fields = {field.name for field in Subscriber._meta.local_concrete_fields}
    kept = {"id", "organisation", "kind", "subject", "email", "language", "requested_at", "confirmed_at", "told_until"}
    assert fields == kept
    link, _end = latest_links()
    secret = link.rstrip("/").rpartition("/")[2]
    (token,) = SubscriberToken.objects.all()
    assert len(secret) >= 43
    assert secret not in str(list(SubscriberToken.objects.values()))
    assert token.secret_hash == subscribing._hash(secret)
    assert secret not in str(list(Job.objects.values()))
    assert ADDRESS not in str(list(Job.objects.values()))
    assert not LoginThrottle.objects.filter(account_hash__contains="lena").exists()


@pytest.mark.check("C102")
def test_answer_is_the_same_for_every_address_and_state(out: World) -> None:
    subscribed(out, ADDRESS)
    ask(Client(), email="offen@example.org")
    for _ in range(6):
        ask(Client(), email="genug@example.org")
    LoginThrottle.objects.all().update(window_started_at=timezone.now() - timedelta(hours=2))
    addresses = ("neu@example.org", ADDRESS, "offen@example.org", "genug@example.org")

    answers = [ask(Client(), email=each) for each in addresses]

    assert {each.status_code for each in answers} == {200}
    assert len({neutral(each) for each in answers}) == 1
    # Those who asked too often leave a job, too: the same number of rows for everybody.
    assert Job.objects.filter(kind=subscribing.SEND).count() >= len(addresses)


def test_who_subscribed_already_confirms_again_and_is_mailed_once(out: World) -> None:
    subscribed(out, ADDRESS)

    ask(Client())
    run_jobs()

    assert "Ihr Abonnement gilt" in unescape(confirm().content.decode())
    assert Subscriber.objects.count() == 1


def test_nobody_is_flooded_with_questions(out: World) -> None:
    for _ in range(8):
        ask(Client())
    run_jobs()
    assert len(outbox.outbox) == 3

    for hours in range(1, 5):
        past = timezone.now() - timedelta(hours=hours)
        short = LoginThrottle.objects.exclude(failures__gt=8)
        short.update(window_started_at=past)
        LoginThrottle.objects.filter(failures__gt=8).update(failures=9)
        for _ in range(3):
            ask(Client())
        run_jobs()
    assert len(outbox.outbox) <= subscribing.MOST_TO_ADDRESS_A_DAY


def test_network_that_asks_too_often_waits_whatever_the_address(out: World) -> None:
    for number in range(subscribing.MOST_FROM_NETWORK):
        assert ask(Client(), email=f"person{number}@example.org").status_code == 200

    answers = [ask(Client(), email=each) for each in ("person1@example.org", "neu@example.org")]

    assert [each.status_code for each in answers] == [429, 429]
    assert "in einer Stunde" in unescape(answers[0].content.decode())
    assert Subscriber.objects.count() == subscribing.MOST_FROM_NETWORK


@pytest.mark.parametrize("email", ["", "lena", "lena@", "a@example.org, b@example.org", "a@example.org\nBcc: b@c.de"])
def test_what_is_no_address_is_said_and_nothing_is_kept(out: World, email: str) -> None:
    answer = ask(Client(), email=email)

    assert answer.status_code == 422
    assert "Fehler:" in unescape(answer.content.decode())
    assert not Subscriber.objects.exists()


def test_request_that_nobody_confirms_is_gone_after_48_hours(out: World) -> None:
    ask(Client())
    run_jobs()
    link, _end = latest_links()
    assert "notifications.unconfirmed" in {duty.name for duty in duties()}
    assert subscribing.forget_requests() == 0

    Subscriber.objects.update(requested_at=timezone.now() - subscribing.UNCONFIRMED_KEPT)

    # The link counts no more, also before the duty comes by.
    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404
    assert Subscriber.objects.get().confirmed_at is None
    assert subscribing.forget_requests() == 1
    assert not any(model.objects.exists() for model in (Subscriber, SubscriberMail, SubscriberToken))


def test_who_confirmed_is_kept(out: World) -> None:
    subscribed(out, ADDRESS)
    Subscriber.objects.update(requested_at=timezone.now() - timedelta(days=400))

    assert subscribing.forget_requests() == 0
    assert Subscriber.objects.count() == 1


def test_subscription_ends_by_one_button_and_its_rows_go(out: World) -> None:
    subscribed(out, ADDRESS)
    _confirm, end = latest_links()
    page = Client().get(end)
    assert "Abonnement beenden" in unescape(page.content.decode())
    assert not page.cookies
    assert Subscriber.objects.count() == 1

    assert "Ihre Adresse ist hier gelöscht" in unescape(Client().post(end).content.decode())

    assert not any(model.objects.exists() for model in (Subscriber, SubscriberMail, SubscriberToken))
    # Twice is as good as once; a page that is opened later says how it is.
    assert Client().post(end).status_code == 200
    assert Client().get(end).status_code == 404


@pytest.mark.check("C105")
def test_mail_program_ends_it_by_one_click_without_cookie_or_token(out: World) -> None:
    subscribed(out, ADDRESS)
    headers = outbox.outbox[-1].extra_headers
    assert headers[f"{LIST}-Post"] == "List-Unsubscribe=One-Click"
    address = headers[LIST].strip("<>").partition("localhost:8000")[2]

    program = Client(enforce_csrf_checks=True)
    answer = program.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not answer.cookies
    assert not Subscriber.objects.exists()


def test_every_mail_can_end_it_the_first_one_too(out: World) -> None:
    ask(Client())
    run_jobs()
    assert LIST in outbox.outbox[-1].extra_headers
    _confirm, end = latest_links()

    Client().post(end)

    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("what", ["secret", "number"])
def test_link_that_was_guessed_opens_nothing(out: World, what: str) -> None:
    ask(Client())
    run_jobs()
    link, _end = latest_links()
    number, secret = link.strip("/").split("/")[1:3]
    other = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    guessed = f"/bescheid/{number}/{other}/" if what == "secret" else f"/bescheid/{out.city.pk:032x}/{secret}/"

    assert Client().post(guessed).status_code == 404
    Client().post(f"{guessed}abbestellen/")

    assert Subscriber.objects.get().confirmed_at is None


def test_what_the_council_alone_reads_cannot_be_subscribed_to(city: World) -> None:
    let_out_for_council(city)
    council, absent = "/b/musterstadt-fuer-den-rat/bescheid/", "/b/gibt-es-nicht/bescheid/"

    assert [Client().get(each).status_code for each in (council, absent)] == [404, 404]
    assert [Client().post(each, {"email": ADDRESS}).status_code for each in (council, absent)] == [404, 404]
    assert client_of(city.clara).get(council).status_code == 404
    page = client_of(city.clara).get("/b/musterstadt-fuer-den-rat/", follow=True).content.decode()
    assert "bescheid" not in page


def test_draft_cannot_be_subscribed_to(city: World) -> None:
    waiting = handed_in(city, begun(city))

    assert Client().get(FORM).status_code == 404
    desk = f"/musterstadt/berichte/werkstatt/{waiting.publication.uuid}/"
    told = unescape(client_of(city.bert).get(desk).content.decode())
    assert "sobald eine Ausgabe veröffentlicht ist" in told
    assert "Abonnement" not in told


def test_site_without_a_mail_server_shows_no_form(out: World, settings: LazySettings) -> None:
    settings.MAIL_IS_ON = False

    assert "bescheid" not in Client().get(PAGE, follow=True).content.decode()
    assert Client().get(FORM).status_code == 404
    assert ask(Client()).status_code == 404
    assert not Subscriber.objects.exists()


def test_those_who_work_at_it_see_how_many_and_never_who(out: World) -> None:
    desk = f"/musterstadt/berichte/werkstatt/{Publication.objects.get().uuid}/"
    for number in range(4):
        subscribed(out, f"person{number}@example.org")
    few = unescape(client_of(out.bert).get(desk).content.decode())
    assert "weniger als 5 Abonnements" in few

    subscribed(out, "person4@example.org")
    ask(Client(), email="offen@example.org")

    page = unescape(client_of(out.bert).get(desk).content.decode())
    assert "5 Abonnements" in page
    assert "weniger als" not in page
    assert "@example.org" not in re.sub(r"(anna|bert|clara|frida|gero)@example.org", "", page)


def test_operator_deletes_an_address_on_request(out: World, capsys: pytest.CaptureFixture[str]) -> None:
    subscribed(out, ADDRESS)
    subscribed(out, "andere@example.org")
    ask(Client())

    call_command("forget_subscriber", " LENA@example.org ")

    assert "2 subscriptions" in capsys.readouterr().out
    assert [row.email for row in Subscriber.objects.all()] == ["andere@example.org"]


@pytest.mark.check("C030")
def test_log_lines_tell_neither_address_nor_secret(out: World, caplog: pytest.LogCaptureFixture) -> None:
    ask(Client())
    run_jobs()
    link, end = latest_links()
    Client().post(link)
    ring_for_subscribers()
    Client().post(end)

    secret = link.strip("/").split("/")[2]
    assert caplog.records
    assert ADDRESS not in caplog.text
    assert secret not in caplog.text
    assert secret not in str([vars(record) for record in caplog.records])


# --- The logins of the database -----------------------------------------------------------------------------------
def _as(role: str, act: Any) -> Any:  # noqa: ANN401 - whatever the act returns
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
        done = act()
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        return done


def test_pages_take_confirm_and_end_subscriptions_without_being_able_to_read_an_address(out: World) -> None:
    assert _as("sozialplanung_web", lambda: ask(Client())).status_code == 200
    run_jobs()
    link, end = latest_links()

    assert _as("sozialplanung_web", lambda: Client().post(link)).status_code == 200
    assert Subscriber.objects.get().confirmed_at is not None
    ask(Client())
    run_jobs()
    again, _end = latest_links()
    assert _as("sozialplanung_web", lambda: Client().post(again)).status_code == 200
    assert Subscriber.objects.count() == 1
    assert _as("sozialplanung_web", lambda: Client().post(end)).status_code == 200
    assert not Subscriber.objects.exists()


def _refused(role: str, statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement)
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", ["sozialplanung_web", "sozialplanung_office", "sozialplanung_public"])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT email FROM notifications_subscriber",
        "SELECT * FROM notifications_subscriber",
        "SELECT 1 FROM notifications_subscriber WHERE email = 'lena@example.org'",
        "UPDATE notifications_subscriber SET email = 'x@example.org'",
        "DELETE FROM notifications_subscriber WHERE email LIKE 'l%' RETURNING id",
    ],
)
def test_no_login_of_pages_reads_an_address(out: World, role: str, statement: str) -> None:
    _refused(role, statement)


@pytest.mark.parametrize("table", ["subscriber", "subscribertoken", "subscribermail"])
def test_readers_login_sees_nothing_of_it(out: World, table: str) -> None:
    _refused("sozialplanung_public", f"TABLE notifications_{table}")
