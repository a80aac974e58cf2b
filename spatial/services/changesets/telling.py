# SPDX-License-Identifier: EUPL-1.2
"""Whom the way of a boundary version concerns: told at every turn, reminded of what stands still."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.notifications.registry import MOST_REMINDERS, About, Kind, Reminder, rounds_since
from sozialplanung.notifications.services.telling import settle, tell
from spatial.models import Changeset, ChangesetComment, ChangesetState
from spatial.services.authors import approvers_of, editors_of

SUBMITTED: Final = "spatial.submitted"
WAITING: Final = "spatial.waiting"
APPROVED: Final = "spatial.approved"
ACTIVATED: Final = "spatial.activated"
ACTIVATION_FAILED: Final = "spatial.activation_failed"
ASKED_BACK: Final = "spatial.asked_back"
REFUSED: Final = "spatial.refused"
WITHDRAWN: Final = "spatial.withdrawn"
UNTOUCHED: Final = "spatial.draft_untouched"

_SIGN: Final = frozenset({Permission.APPROVE_IMPORTS})
_BRING: Final = frozenset({Permission.IMPORT_BOUNDARIES})
# So long somebody is told how an activation ended; after that it stands on its page alone.
_TOLD_FOR: Final = timedelta(days=7)

KINDS: Final = {
    SUBMITTED: Kind("approvals", _("%(organisation)s: A boundary version waits for your approval."), _SIGN),
    WAITING: Kind("reminders", _("%(organisation)s: A boundary version still waits for your approval."), _SIGN),
    APPROVED: Kind(
        "deliveries", _("%(organisation)s: Your boundary version was approved and is being activated."), _BRING
    ),
    ACTIVATED: Kind("deliveries", _("%(organisation)s: Your boundary version is activated."), _BRING),
    ACTIVATION_FAILED: Kind(
        "deliveries", _("%(organisation)s: A boundary version could not be activated."), _SIGN | _BRING
    ),
    ASKED_BACK: Kind("deliveries", _("%(organisation)s: There is a question about your boundary version."), _BRING),
    REFUSED: Kind("deliveries", _("%(organisation)s: Your boundary version was refused."), _BRING),
    WITHDRAWN: Kind("deliveries", _("%(organisation)s: A boundary version was taken back."), _SIGN | _BRING),
    UNTOUCHED: Kind(
        "reminders", _("%(organisation)s: A boundary version in work has not been touched for a while."), _BRING
    ),
}
_OF_DECISIONS: Final = {
    ChangesetComment.Kind.APPROVED: APPROVED,
    ChangesetComment.Kind.ASKED_BACK: ASKED_BACK,
    ChangesetComment.Kind.REFUSED: REFUSED,
}


def tell_decision(*, changeset: Changeset, kind: ChangesetComment.Kind, by: User) -> None:
    """Tell what was decided, in the transaction of the decision; what asked for it before is settled."""
    if kind == ChangesetComment.Kind.SUBMITTED:
        tell(kind=SUBMITTED, recipients=approvers_of(changeset), about=_about(changeset, SUBMITTED), by=by)
        return
    settle(matter=_matter(changeset), kinds=(SUBMITTED, WAITING))
    if kind == ChangesetComment.Kind.WITHDRAWN:
        people = [*approvers_of(changeset), *editors_of(changeset)]
        tell(kind=WITHDRAWN, recipients=people, about=_about(changeset, WITHDRAWN), by=by)
        return
    code = _OF_DECISIONS[kind]
    tell(kind=code, recipients=editors_of(changeset), about=_about(changeset, code), by=by)


def tell_how_activations_ended() -> int:
    """Tell editors, and for failures who signed as well, how the job of an approval ended; each end once.

    Asked for again and again: a job can end in ways in which none of its own code runs any more.
    """
    since = timezone.now() - _TOLD_FOR
    active = Q(state=ChangesetState.ACTIVE, activated_at__gte=since)
    ended = Changeset.objects.filter(active | Q(state=ChangesetState.APPROVED, changed_at__gte=since))
    return sum(_tell_end(changeset) for changeset in ended.select_related("organisation", "approved_by"))


def _tell_end(changeset: Changeset) -> int:
    if changeset.state == ChangesetState.ACTIVE:
        return tell(kind=ACTIVATED, recipients=editors_of(changeset), about=_about(changeset, ACTIVATED))
    job = changeset.job
    if job is None or job.is_live:
        return 0
    signer = [changeset.approved_by] if changeset.approved_by else []
    about = _about(changeset, f"{ACTIVATION_FAILED}:{job.pk}")
    return tell(kind=ACTIVATION_FAILED, recipients=[*editors_of(changeset), *signer], about=about)


def waiting_reminders(day: date) -> Iterator[Reminder]:
    """Remind those who can approve of what has waited for some days, and again after as many."""
    submitted = Max("comments__written_at", filter=Q(comments__kind=ChangesetComment.Kind.SUBMITTED))
    rows = Changeset.objects.filter(state=ChangesetState.SUBMITTED).annotate(submitted_at=submitted)
    for changeset in rows.select_related("organisation"):
        times = rounds_since(changeset.submitted_at or changeset.changed_at, day, every=settings.REMIND_WAITING_DAYS)
        if times > 0:
            about = _about(changeset, f"{WAITING}:{times}")
            yield Reminder(WAITING, tuple(approvers_of(changeset)), about)


def draft_reminders(day: date) -> Iterator[Reminder]:
    """Remind editors of drafts that nobody touched, a few times and then no more."""
    for changeset in Changeset.objects.filter(state=ChangesetState.DRAFT).select_related("organisation"):
        times = rounds_since(changeset.changed_at, day, every=settings.REMIND_DRAFT_DAYS)
        if 0 < times <= MOST_REMINDERS:
            yield Reminder(UNTOUCHED, tuple(editors_of(changeset)), _about(changeset, f"{UNTOUCHED}:{times}"))


def _matter(changeset: Changeset) -> str:
    return f"boundaries:{changeset.uuid}"


def _about(changeset: Changeset, event: str) -> About:
    return About(
        organisation=changeset.organisation,
        subject=changeset.name,
        path=reverse("spatial:changeset", args=[changeset.organisation.slug, changeset.uuid]),
        matter=_matter(changeset),
        key=f"{changeset.uuid}:{changeset.revision}:{event}",
    )
