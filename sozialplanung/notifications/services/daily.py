# SPDX-License-Identifier: EUPL-1.2
"""The daily round: each day of the calendar once, however often the sweeper looks and whatever dies meanwhile."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from sozialplanung.accounts.models import User
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import LIVE_STATES, Job
from sozialplanung.notifications.models import DailyRound, Mail, MailMode, MailState, Notification
from sozialplanung.notifications.registry import reminder_sources
from sozialplanung.notifications.services.announcing import forget_mails
from sozialplanung.notifications.services.mailing import request_mail
from sozialplanung.notifications.services.telling import tell

ROUND: Final = "notifications.daily_round"
# In local time: the same hour on days of 23 and of 25 hours.
FIRST_HOUR: Final = 7
KEPT_READ: Final = timedelta(days=180)
KEPT_UNREAD: Final = timedelta(days=365)
KEPT_MAILS: Final = timedelta(days=90)


@transaction.atomic
def start_round() -> date | None:
    """Start the round of today from seven o'clock on, once; start it again when its job ended without finishing it."""
    now = timezone.localtime()
    if now.hour < FIRST_HOUR:
        return None
    DailyRound.objects.get_or_create(day=now.date())
    today = DailyRound.objects.select_for_update(skip_locked=True).filter(day=now.date(), done_at=None).first()
    if today is None or (today.job_id and Job.objects.filter(pk=today.job_id, state__in=LIVE_STATES).exists()):
        return None
    job = jobs.enqueue(kind=ROUND, payload={"day": today.day.isoformat()}, by=None, organisation=None)
    today.job_id = job.pk
    today.save(update_fields=["job_id"])
    return today.day


def go_round(day: date) -> None:
    """Remind, mail the digests and throw away what is old; going twice tells nobody twice."""
    for source in reminder_sources():
        for reminder in source(day):
            tell(kind=reminder.kind, recipients=reminder.recipients, about=reminder.about)
    waiting = Notification.objects.filter(mail=None, mail_mode=MailMode.DAILY)
    for person in User.objects.filter(pk__in=waiting.values("recipient")):
        _digest(person, day)
    _forget()
    DailyRound.objects.filter(day=day).update(done_at=timezone.now())


@transaction.atomic
def _digest(person: User, day: date) -> None:
    mail, is_new = Mail.objects.get_or_create(recipient=person, day=day)
    if not is_new:
        return
    waiting = Notification.objects.filter(recipient=person, mail=None, mail_mode=MailMode.DAILY)
    waiting.update(mail=mail)
    request_mail(mail.pk)


def _forget() -> None:
    now = timezone.now()
    Notification.objects.filter(read_at__lt=now - KEPT_READ).delete()
    Notification.objects.filter(created_at__lt=now - KEPT_UNREAD).delete()
    ended = Mail.objects.exclude(state__in=(MailState.WAITING, MailState.SENDING))
    ended.filter(created_at__lt=now - KEPT_MAILS).delete()
    forget_mails(now - KEPT_MAILS)
    DailyRound.objects.filter(day__lt=timezone.localdate() - KEPT_UNREAD).delete()
