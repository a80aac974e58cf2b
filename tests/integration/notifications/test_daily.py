# SPDX-License-Identifier: EUPL-1.2
"""The daily round: once a day for everybody, on days of 23 and 25 hours, whatever dies in between."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.utils import timezone

from indicators.models import Delivery
from indicators.services.deliveries import telling
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.notifications.models import DailyRound, Mail, Notification
from sozialplanung.notifications.services import daily
from sozialplanung.notifications.services.telling import choose, mark_read, tell
from tests.factories.desk import checked, run_jobs, submitted
from tests.factories.notices import WISHES, about
from tests.factories.register import build_city
from tests.factories.world import World

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give a way to set the clock, of jobs as well: PostgreSQL's goes on, but never waits for ours."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(UTC))


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-07-01", "2026-12-31"])
def test_round_starts_once_a_day_from_seven_local_time_on(world: World, clock: Clock, day: str) -> None:
    started = []
    moment, end = _local(f"{day}T00:00").astimezone(UTC), _local(f"{day}T23:55").astimezone(UTC)

    while moment <= end:
        clock(moment)
        if daily.start_round():
            started.append(moment.astimezone(BERLIN).strftime("%H:%M"))
            DailyRound.objects.update(done_at=moment)
        moment += timedelta(minutes=5)

    assert started == ["07:00"]
    assert [each.day.isoformat() for each in DailyRound.objects.all()] == [day]


def test_sweeper_that_was_down_all_morning_catches_up_the_same_day(world: World, clock: Clock) -> None:
    clock(_local("2037-05-04T18:30"))

    assert str(daily.start_round()) == "2037-05-04"
    assert daily.start_round() is None
    assert Job.objects.filter(kind=daily.ROUND).count() == 1


def test_round_whose_job_failed_starts_again_and_tells_nobody_twice(world: World, clock: Clock) -> None:
    choose(person=world.frida, wishes={**WISHES, "approvals_mail": "daily"})
    tell(kind=telling.SUBMITTED, recipients=[world.frida], about=about(world))
    tomorrow = timezone.localtime() + timedelta(days=1)
    clock(tomorrow.replace(hour=8))
    daily.start_round()
    daily.go_round(tomorrow.date())
    DailyRound.objects.update(done_at=None)
    Job.objects.filter(kind=daily.ROUND).update(state=JobState.FAILED, finished_at=timezone.now())

    assert daily.start_round() is not None
    run_jobs()

    assert DailyRound.objects.get().done_at is not None
    assert (Mail.objects.count(), len(outbox.outbox)) == (1, 1)


def test_digest_holds_everything_unread_of_a_day_in_one_mail(world: World) -> None:
    choose(person=world.frida, wishes={**WISHES, "approvals_mail": "daily"})
    for key in ("1", "2", "3"):
        tell(kind=telling.SUBMITTED, recipients=[world.frida], about=about(world, key))
    mark_read(person=world.frida, notification=Notification.objects.get(key="3"))

    assert outbox.outbox == []
    daily.go_round(timezone.localdate())
    run_jobs()

    (sent,) = outbox.outbox
    assert sent.subject == "Sozialplanung: 2 Mitteilungen"
    assert sent.body.count("/musterstadt/lieferungen/") == 2


def test_digest_of_which_all_was_read_is_not_sent(world: World) -> None:
    choose(person=world.frida, wishes={**WISHES, "approvals_mail": "daily"})
    tell(kind=telling.SUBMITTED, recipients=[world.frida], about=about(world))
    daily.go_round(timezone.localdate())
    mark_read(person=world.frida)

    run_jobs()

    assert outbox.outbox == []
    assert Mail.objects.get().state == "dropped"


def test_signers_are_reminded_of_what_waits_every_few_days(world: World) -> None:
    city = build_city(world)
    delivery = submitted(city)
    today = timezone.localdate()

    for days in (1, 2, 3, 3, 4, 5, 6, 7):
        daily.go_round(today + timedelta(days=days))

    reminders = Notification.objects.filter(kind=telling.WAITING)
    assert [each.recipient for each in reminders] == [city.frida, city.frida]
    assert all(str(delivery.uuid) in each.path for each in reminders)


def test_editors_are_reminded_of_a_draft_three_times_and_no_more(world: World) -> None:
    city = build_city(world)
    delivery = checked(city, city.anna)
    changed = timezone.now() - timedelta(days=13)
    Delivery.objects.filter(pk=delivery.pk).update(changed_at=changed)
    today = timezone.localdate()

    daily.go_round(today)
    assert not Notification.objects.filter(kind=telling.UNTOUCHED).exists()
    for days in range(1, 100):
        for reminder in telling.draft_reminders(today + timedelta(days=days)):
            tell(kind=reminder.kind, recipients=reminder.recipients, about=reminder.about)

    told = Notification.objects.filter(kind=telling.UNTOUCHED)
    assert [each.recipient for each in told] == [city.anna] * 3


def test_days_are_those_of_the_calendar_over_the_change_of_the_clock(world: World, clock: Clock) -> None:
    city = build_city(world)
    clock(_local("2026-03-27T23:30"))
    submitted(city)

    days = {day: len(list(telling.waiting_reminders(_local(f"{day}T07:00").date()))) for day in _DAYS}

    assert days == {"2026-03-28": 0, "2026-03-29": 0, "2026-03-30": 1}


_DAYS = ("2026-03-28", "2026-03-29", "2026-03-30")


def test_old_notifications_and_mails_are_thrown_away(world: World, clock: Clock) -> None:
    for key in ("read", "unread"):
        tell(kind=telling.SUBMITTED, recipients=[world.frida], about=about(world, key))
    run_jobs()
    mark_read(person=world.frida, notification=Notification.objects.get(key="read"))

    clock(timezone.now() + timedelta(days=200))
    daily.go_round(timezone.localdate())

    assert [each.key for each in Notification.objects.all()] == ["unread"]
    assert not Mail.objects.filter(day=None).exists()
