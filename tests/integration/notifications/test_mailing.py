# SPDX-License-Identifier: EUPL-1.2
"""Mails: nothing of the matter in them, each at most once, and no decision waits for a server."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core import mail as outbox
from django.db import connections
from django.utils import timezone

from indicators.services.deliveries import telling
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import deactivate_user, withdraw_role
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.notifications.models import Mail, MailState, Notification
from sozialplanung.notifications.services import handing, mailing
from sozialplanung.notifications.services.telling import choose, tell
from tests.factories.desk import run_jobs
from tests.factories.mailservers import PLACE
from tests.factories.notices import SECRET, WISHES, about
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def submitted(world: World, person: User, key: str = "1") -> Mail:
    """Tell somebody that a delivery waits; return the mail."""
    tell(kind=telling.SUBMITTED, recipients=[person], about=about(world, key))
    return Mail.objects.get(notifications__key=key, recipient=person)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Set the clock."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_mail_holds_a_sentence_and_an_address_and_nothing_of_the_matter(world: World, settings: LazySettings) -> None:
    settings.PUBLIC_URL = "https://sozial.example"
    submitted(world, world.frida)

    run_jobs()

    (sent,) = outbox.outbox
    assert sent.to == ["frida@example.org"]
    assert sent.subject == "Sozialplanung: Musterstadt: Eine Datenlieferung wartet auf Ihre Freigabe."
    assert "https://sozial.example/musterstadt/lieferungen/" in sent.body
    assert "https://sozial.example/konto/mitteilungen/einstellungen/" in sent.body
    text = sent.message().as_string()
    assert all(word not in sent.body + text for word in (SECRET, "31.245", "Frida ", "Anna"))
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.extra_headers["Message-ID"].endswith("@sozial.example>")
    assert Mail.objects.get().state == MailState.SENT


def test_mail_speaks_the_language_of_its_reader(world: World) -> None:
    choose(person=world.frida, wishes={**WISHES, "language": "en"})
    submitted(world, world.frida)

    run_jobs()

    assert outbox.outbox[0].subject == "Sozialplanung: Musterstadt: A delivery waits for your approval."


def test_line_break_in_a_name_makes_no_header(world: World) -> None:
    world.city.name = "Muster\nBcc: alle@example.org"
    world.city.save()
    submitted(world, world.frida)

    run_jobs()

    assert "\n" not in outbox.outbox[0].subject
    assert outbox.outbox[0].recipients() == ["frida@example.org"]


@pytest.mark.check("C088")
def test_mail_is_sent_once_however_often_its_job_runs(world: World) -> None:
    mail = submitted(world, world.frida)
    run_jobs()

    assert [mailing.send_mail(mail.pk) for _ in range(3)] == [None] * 3
    assert tell(kind=telling.SUBMITTED, recipients=[world.frida], about=about(world)) == 0
    mailing.ring_for_waiting_mails()
    run_jobs()

    assert len(outbox.outbox) == 1


@pytest.mark.check("C088")
@pytest.mark.django_db(transaction=True)
def test_mail_that_many_workers_take_at_the_same_moment_is_sent_once(world: World) -> None:
    mail, all_of_them = submitted(world, world.frida), Barrier(6)

    def send(_: int) -> MailState | None:
        all_of_them.wait()
        try:
            return mailing.send_mail(mail.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        ends = list(pool.map(send, range(6)))

    assert sorted(map(str, ends)) == ["None"] * 5 + ["sent"]
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize("server", ["Away", "Sulking"])
def test_mail_waits_for_a_server_that_is_away_and_goes_out_later(
    world: World,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    server: str,
) -> None:
    now, backend = timezone.now(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{PLACE}.{server}"
    mail = submitted(world, world.frida)
    run_jobs()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
    assert mail.due_at > now
    assert mailing.ring_for_waiting_mails() == 0

    settings.EMAIL_BACKEND = backend
    at(monkeypatch, now + timedelta(minutes=5))
    assert mailing.ring_for_waiting_mails() == 1
    mailing.send_mail(mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, len(outbox.outbox)) == (MailState.SENT, 2, 1)
    assert "example.org" not in caplog.text


def test_pauses_grow_and_after_two_days_nobody_waits_any_more(
    world: World, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = f"{PLACE}.Away"
    mail = submitted(world, world.frida)

    minutes = [handing.pause_after(count) / timedelta(minutes=1) for count in (1, 2, 3, 4, 5, 6, 60)]
    at(monkeypatch, timezone.now() + timedelta(days=3))
    assert mailing.send_mail(mail.pk) == MailState.FAILED

    assert minutes == [1, 4, 16, 64, 256, 360, 360]
    assert Notification.objects.get().read_at is None


@pytest.mark.parametrize(
    ("server", "state"),
    [("Refusing", MailState.FAILED), ("Unknown", MailState.FAILED), ("Silent", MailState.UNCLEAR)],
)
def test_mail_that_was_refused_or_may_have_arrived_is_not_sent_again(
    world: World, settings: LazySettings, server: str, state: MailState
) -> None:
    settings.EMAIL_BACKEND = f"{PLACE}.{server}"
    mail = submitted(world, world.frida)

    assert mailing.send_mail(mail.pk) == state
    assert mailing.send_mail(mail.pk) is None
    assert mailing.ring_for_waiting_mails() == 0
    assert len(outbox.outbox) == (1 if server == "Silent" else 0)


@pytest.mark.check("C086")
def test_mail_whose_worker_was_killed_is_given_up_rather_than_doubled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = submitted(world, world.frida)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENDING, taken_at=timezone.now())

    assert mailing.ring_for_waiting_mails() == 0
    at(monkeypatch, timezone.now() + timedelta(minutes=21))
    mailing.ring_for_waiting_mails()

    mail.refresh_from_db()
    assert mail.state == MailState.UNCLEAR
    assert outbox.outbox == []


@pytest.mark.check("C079")
@pytest.mark.parametrize("loss", ["role", "account"])
def test_who_lost_the_role_or_the_account_gets_no_mail(world: World, loss: str) -> None:
    mail = submitted(world, world.frida)
    if loss == "role":
        withdraw_role(assignment=world.frida.assignments.get(), by=world.gero)
    else:
        deactivate_user(user=world.frida, by=world.gero, reason="weg")

    assert mailing.send_mail(mail.pk) == MailState.DROPPED
    assert outbox.outbox == []


def test_job_of_a_mail_holds_its_number_only(world: World) -> None:
    mail = submitted(world, world.frida)

    job = Job.objects.get(kind=mailing.SEND)

    assert (job.payload, job.state) == ({"mail": str(mail.pk)}, JobState.QUEUED)
    assert UUID(job.payload["mail"]) == mail.pk


def test_site_without_a_mail_server_makes_no_mails(world: World, settings: LazySettings) -> None:
    settings.MAIL_IS_ON = False

    tell(kind=telling.SUBMITTED, recipients=[world.frida], about=about(world))

    assert Notification.objects.get().mail_mode == "none"
    assert not Mail.objects.exists()
    assert not Job.objects.filter(kind=mailing.SEND).exists()
