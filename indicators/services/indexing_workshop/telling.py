# SPDX-License-Identifier: EUPL-1.2
"""Whom a recipe in the making concerns: told when it waits, reminded of it, and what became of it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models import DraftState, RecipeDraft
from indicators.selectors.approvals import approvers_of, rule_in_force
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.notifications.registry import About, Kind, Reminder, rounds_since
from sozialplanung.notifications.services.telling import settle, tell

SUBMITTED: Final = "indicators.index_submitted"
WAITING: Final = "indicators.index_waiting"
APPROVED: Final = "indicators.index_approved"
SENT_BACK: Final = "indicators.index_sent_back"

_SIGN: Final = frozenset({Permission.APPROVE_IMPORTS})
_BUILD: Final = frozenset({Permission.BUILD_INDICES})

KINDS: Final = {
    SUBMITTED: Kind("approvals", _("%(organisation)s: The recipe of an index waits for your decision."), _SIGN),
    WAITING: Kind("reminders", _("%(organisation)s: The recipe of an index still waits for your decision."), _SIGN),
    APPROVED: Kind("deliveries", _("%(organisation)s: Your index was approved and is being computed."), _BUILD),
    SENT_BACK: Kind("deliveries", _("%(organisation)s: The recipe of your index was sent back."), _BUILD),
}
_DECIDED: Final = {DraftState.APPROVED: APPROVED, DraftState.REJECTED: SENT_BACK}


def tell_draft(*, draft: RecipeDraft, by: User) -> None:
    """Tell who can sign that a recipe waits, or who wrote at it what was decided."""
    if draft.state == DraftState.SUBMITTED:
        tell(kind=SUBMITTED, recipients=_deciders(draft), about=_about(draft, "index_approval"), by=by)
        return
    settle(matter=f"index:{draft.pk}", kinds=(SUBMITTED, WAITING))
    kind = _DECIDED.get(DraftState(draft.state))
    if kind is not None:
        people = User.objects.filter(pk__in=draft.editors.values("person_id"))
        tell(kind=kind, recipients=people, about=_about(draft, "index_draft"), by=by)


def waiting_reminders(day: date) -> Iterator[Reminder]:
    """Remind those who can decide of what has waited for some days, and again after as many."""
    for draft in RecipeDraft.objects.filter(state=DraftState.SUBMITTED).select_related("organisation"):
        times = rounds_since(draft.submitted_at or draft.changed_at, day, every=settings.REMIND_WAITING_DAYS)
        if times > 0:
            about = _about(draft, "index_approval", f":{WAITING}:{times}")
            yield Reminder(WAITING, tuple(_deciders(draft)), about)


def _deciders(draft: RecipeDraft) -> list[User]:
    """Return the approvers who did not write at a recipe."""
    approvers = approvers_of(draft.organisation, rule_in_force(organisation_id=draft.organisation_id))
    return list(approvers.exclude(pk__in=draft.editors.values("person_id")))


def _about(draft: RecipeDraft, page: str, event: str = "") -> About:
    return About(
        organisation=draft.organisation,
        subject=draft.public_name,
        path=reverse(f"indicators:{page}", args=[draft.organisation.slug, draft.uuid]),
        matter=f"index:{draft.pk}",
        key=f"index:{draft.pk}:{draft.revision}:{draft.state}{event}",
    )
