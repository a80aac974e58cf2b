# SPDX-License-Identifier: EUPL-1.2
"""Whom the way of a delivery concerns: told at every turn, reminded of what stands still."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import Delivery, DeliveryComment, DeliveryState
from indicators.selectors.approvals import signers_of
from indicators.selectors.deliveries import release_progress
from indicators.selectors.expected import ExpectedDelivery, expected_deliveries
from indicators.selectors.progress import Stage
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import people_where
from sozialplanung.notifications.registry import MOST_REMINDERS, About, Kind, Reminder, rounds_since
from sozialplanung.notifications.services.telling import settle, tell

SUBMITTED: Final = "indicators.submitted"
WAITING: Final = "indicators.waiting"
SIGNED: Final = "indicators.signed"
APPROVED: Final = "indicators.approved"
RELEASED: Final = "indicators.released"
RELEASE_FAILED: Final = "indicators.release_failed"
ASKED_BACK: Final = "indicators.asked_back"
ANSWERED: Final = "indicators.answered"
REFUSED: Final = "indicators.refused"
WITHDRAWN: Final = "indicators.withdrawn"
UNTOUCHED: Final = "indicators.draft_untouched"
DUE: Final = "indicators.delivery_due"
OVERDUE: Final = "indicators.delivery_overdue"

_SIGN: Final = frozenset({Permission.APPROVE_IMPORTS})
_BRING: Final = frozenset({Permission.IMPORT_FIGURES})
_BOTH: Final = _SIGN | _BRING
# So long somebody is told how a release ended; after that it stands on its page alone.
_TOLD_FOR: Final = timedelta(days=7)
# So many days before the last day, and again after so many days of delay.
DAYS_BEFORE: Final = 7
DAYS_BETWEEN: Final = 14

KINDS: Final = {
    SUBMITTED: Kind("approvals", _("%(organisation)s: A delivery waits for your approval."), _SIGN),
    WAITING: Kind("reminders", _("%(organisation)s: A delivery still waits for your approval."), _SIGN),
    SIGNED: Kind(
        "deliveries", _("%(organisation)s: Your delivery was signed; another signature is still open."), _BRING
    ),
    APPROVED: Kind("deliveries", _("%(organisation)s: Your delivery was approved and is being released."), _BRING),
    RELEASED: Kind("deliveries", _("%(organisation)s: Your delivery is released."), _BRING),
    RELEASE_FAILED: Kind("deliveries", _("%(organisation)s: The release of a delivery did not succeed."), _BOTH),
    ASKED_BACK: Kind("deliveries", _("%(organisation)s: There is a question about your delivery."), _BOTH),
    ANSWERED: Kind("approvals", _("%(organisation)s: Your question about a delivery was answered."), _SIGN),
    REFUSED: Kind("deliveries", _("%(organisation)s: Your delivery was refused."), _BRING),
    WITHDRAWN: Kind("deliveries", _("%(organisation)s: A delivery was taken back."), _BOTH),
    DUE: Kind("reminders", _("%(organisation)s: A delivery is expected within the next days."), _BRING),
    OVERDUE: Kind("reminders", _("%(organisation)s: An expected delivery is overdue."), _BRING),
    UNTOUCHED: Kind("reminders", _("%(organisation)s: A draft of yours has not been touched for a while."), _BRING),
}
_OF_DECISIONS: Final = {
    DeliveryComment.Kind.ASKED_BACK: ASKED_BACK,
    DeliveryComment.Kind.REFUSED: REFUSED,
    DeliveryComment.Kind.APPROVED: APPROVED,
}


def tell_decision(*, delivery: Delivery, kind: DeliveryComment.Kind, by: User) -> None:
    """Tell what was decided, in the transaction of the decision; what asked for it before is settled."""
    if kind == DeliveryComment.Kind.SUBMITTED:
        signers = signers_of(delivery.batch) if delivery.batch else ()
        tell(kind=SUBMITTED, recipients=signers, about=_about(delivery, SUBMITTED), by=by)
        return
    if kind == DeliveryComment.Kind.APPROVED and delivery.state == DeliveryState.SUBMITTED:
        tell(kind=SIGNED, recipients=_editors(delivery), about=_about(delivery, SIGNED), by=by)
        return
    settle(matter=_matter(delivery), kinds=(SUBMITTED, WAITING, ANSWERED))
    if kind == DeliveryComment.Kind.ANSWERED:
        signers = signers_of(delivery.batch) if delivery.batch else ()
        settle(matter=_matter(delivery), kinds=(ASKED_BACK,))
        tell(kind=ANSWERED, recipients=signers, about=_about(delivery, ANSWERED), by=by)
        return
    if kind in _OF_DECISIONS:
        code = _OF_DECISIONS[kind]
        tell(kind=code, recipients=_editors(delivery), about=_about(delivery, code), by=by)


def tell_withdrawal(*, delivery: Delivery, signers: Iterable[User], by: User) -> None:
    """Tell those who were asked to sign, and the other editors, that a delivery was taken back."""
    people = [*signers, *_editors(delivery)]
    tell(kind=WITHDRAWN, recipients=people, about=_about(delivery, WITHDRAWN), by=by)


def tell_how_releases_ended() -> int:
    """Tell editors, and for failures signers as well, how the jobs of an approval ended; each end once."""
    since = timezone.now() - _TOLD_FOR
    ended = Delivery.objects.filter(state__in=(DeliveryState.APPROVED, DeliveryState.RELEASED), changed_at__gte=since)
    return sum(_tell_end(delivery) for delivery in ended.select_related("organisation", "batch"))


def _tell_end(delivery: Delivery) -> int:
    progress = release_progress(delivery)
    if progress["is_over"]:
        return tell(kind=RELEASED, recipients=_editors(delivery), about=_about(delivery, RELEASED))
    if progress["is_live"] or not progress["failed"]:
        return 0
    signers = User.objects.filter(pk__in=delivery.batch.signatures.values("person")) if delivery.batch else ()
    first = min(str(job.pk) for job in progress["failed"])
    about = _about(delivery, f"{RELEASE_FAILED}:{first}")
    return tell(kind=RELEASE_FAILED, recipients=[*_editors(delivery), *signers], about=about)


def waiting_reminders(day: date) -> Iterator[Reminder]:
    """Remind those who can still sign of what has waited for some days, and again after as many."""
    submitted = Max("comments__written_at", filter=Q(comments__kind=DeliveryComment.Kind.SUBMITTED))
    rows = Delivery.objects.filter(state=DeliveryState.SUBMITTED).annotate(submitted_at=submitted)
    for delivery in rows.select_related("organisation", "batch__organisation"):
        times = rounds_since(delivery.submitted_at or delivery.changed_at, day, every=settings.REMIND_WAITING_DAYS)
        if times > 0 and delivery.batch is not None:
            about = _about(delivery, f"{WAITING}:{times}")
            yield Reminder(WAITING, tuple(signers_of(delivery.batch)), about)


def draft_reminders(day: date) -> Iterator[Reminder]:
    """Remind editors of drafts that nobody touched, a few times and then no more."""
    rows = Delivery.objects.filter(state=DeliveryState.DRAFT).select_related("organisation", "batch")
    for delivery in rows:
        times = rounds_since(delivery.changed_at, day, every=settings.REMIND_DRAFT_DAYS)
        if 0 < times <= MOST_REMINDERS:
            yield Reminder(UNTOUCHED, tuple(_editors(delivery)), _about(delivery, f"{UNTOUCHED}:{times}"))


def expected_reminders(day: date) -> Iterator[Reminder]:
    """Remind those who bring figures of what is expected soon or overdue, and that nobody brought yet."""
    organisations = {each.pk: each for each in Organisation.objects.all()}
    for expected in expected_deliveries(list(organisations), on=day):
        organisation = organisations[expected.organisation_id]
        event = _event_of(expected, day)
        if event and expected.stage < Stage.WAITING:
            about = About(
                organisation=organisation,
                subject=f"{expected.source}, {expected.period.code}",
                path=reverse("indicators:deliveries", args=[organisation.slug]),
                matter=f"plan:{expected.plan_id}",
                key=f"{expected.plan_id}:{expected.period.code}:{event}",
            )
            yield Reminder(event.partition(":")[0], tuple(_bringers(organisation, expected.responsible_id)), about)


def _event_of(expected: ExpectedDelivery, day: date) -> str:
    """Return what is to be told of an expected delivery on a day: the number makes each reminder one of its own."""
    if expected.days_late == 0:
        return f"{DUE}:0" if (expected.due_on - day).days <= DAYS_BEFORE else ""
    times = expected.days_late // DAYS_BETWEEN
    return f"{OVERDUE}:{times}" if times < MOST_REMINDERS else ""


def _bringers(organisation: Organisation, responsible: int | None) -> QuerySet[User]:
    people = people_where(Permission.IMPORT_FIGURES, organisation, with_above=False)
    named = people.filter(pk=responsible or 0)
    # Whoever answered for it may have left or lost the role.
    return named if named.exists() else people


def _editors(delivery: Delivery) -> list[User]:
    ids = {delivery.created_by_id, *delivery.editors.values_list("person_id", flat=True)}
    return list(User.objects.filter(pk__in=ids).order_by("pk"))


def _matter(delivery: Delivery) -> str:
    return f"delivery:{delivery.uuid}"


def _about(delivery: Delivery, event: str) -> About:
    return About(
        organisation=delivery.organisation,
        subject=delivery.title,
        path=reverse("indicators:delivery", args=[delivery.organisation.slug, delivery.uuid]),
        matter=_matter(delivery),
        key=f"{delivery.uuid}:{delivery.revision}:{event}",
    )
