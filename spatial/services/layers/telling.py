# SPDX-License-Identifier: EUPL-1.2
"""Whom the way of a layer concerns: told at every turn, reminded of what waits."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.notifications.registry import About, Kind, Reminder, rounds_since
from sozialplanung.notifications.services.telling import settle, tell
from spatial.models import LayerDraft, LayerDraftComment, LayerDraftState
from spatial.services.authors import approvers_of, editors_of

SUBMITTED: Final = "spatial.layer_submitted"
WAITING: Final = "spatial.layer_waiting"
APPROVED: Final = "spatial.layer_approved"
ASKED_BACK: Final = "spatial.layer_asked_back"
REFUSED: Final = "spatial.layer_refused"
WITHDRAWN: Final = "spatial.layer_withdrawn"
WITHDRAWAL_ASKED: Final = "spatial.layer_withdrawal_asked"
WITHDRAWAL_DECIDED: Final = "spatial.layer_withdrawal_decided"

_SIGN: Final = frozenset({Permission.APPROVE_IMPORTS})
_BRING: Final = frozenset({Permission.IMPORT_BOUNDARIES})

KINDS: Final = {
    SUBMITTED: Kind("approvals", _("%(organisation)s: A layer of places waits for your approval."), _SIGN),
    WAITING: Kind("reminders", _("%(organisation)s: A layer of places still waits for your approval."), _SIGN),
    APPROVED: Kind("deliveries", _("%(organisation)s: Your layer of places is in force."), _BRING),
    ASKED_BACK: Kind("deliveries", _("%(organisation)s: There is a question about your layer of places."), _BRING),
    REFUSED: Kind("deliveries", _("%(organisation)s: Your layer of places was refused."), _BRING),
    WITHDRAWN: Kind("deliveries", _("%(organisation)s: A layer of places was taken back."), _SIGN | _BRING),
    WITHDRAWAL_ASKED: Kind("approvals", _("%(organisation)s: Somebody asks to take a version of a layer back."), _SIGN),
    WITHDRAWAL_DECIDED: Kind(
        "deliveries", _("%(organisation)s: It was decided whether a version of a layer is taken back."), _BRING
    ),
}
_OF_DECISIONS: Final = {
    LayerDraftComment.Kind.APPROVED: APPROVED,
    LayerDraftComment.Kind.ASKED_BACK: ASKED_BACK,
    LayerDraftComment.Kind.REFUSED: REFUSED,
}


def tell_decision(*, draft: LayerDraft, kind: LayerDraftComment.Kind, by: User) -> None:
    """Tell what was decided, in the transaction of the decision; what asked for it before is settled."""
    if kind == LayerDraftComment.Kind.SUBMITTED:
        tell(kind=SUBMITTED, recipients=approvers_of(draft), about=_about(draft, SUBMITTED), by=by)
        return
    settle(matter=_matter(draft), kinds=(SUBMITTED, WAITING))
    if kind == LayerDraftComment.Kind.WITHDRAWN:
        people = [*approvers_of(draft), *editors_of(draft)]
        tell(kind=WITHDRAWN, recipients=people, about=_about(draft, WITHDRAWN), by=by)
        return
    code = _OF_DECISIONS[kind]
    tell(kind=code, recipients=editors_of(draft), about=_about(draft, code), by=by)


def waiting_reminders(day: date) -> Iterator[Reminder]:
    """Remind those who can approve of what has waited for some days, and again after as many."""
    submitted = Max("comments__written_at", filter=Q(comments__kind=LayerDraftComment.Kind.SUBMITTED))
    rows = LayerDraft.objects.filter(state=LayerDraftState.SUBMITTED).annotate(submitted_at=submitted)
    for draft in rows.select_related("organisation"):
        times = rounds_since(draft.submitted_at or draft.changed_at, day, every=settings.REMIND_WAITING_DAYS)
        if times > 0:
            yield Reminder(WAITING, tuple(approvers_of(draft)), _about(draft, f"{WAITING}:{times}"))


def _matter(draft: LayerDraft) -> str:
    return f"layers:{draft.uuid}"


def _about(draft: LayerDraft, event: str) -> About:
    return About(
        organisation=draft.organisation,
        subject=draft.name,
        path=reverse("spatial:layer_draft", args=[draft.organisation.slug, draft.uuid]),
        matter=_matter(draft),
        key=f"{draft.uuid}:{draft.revision}:{event}",
    )
