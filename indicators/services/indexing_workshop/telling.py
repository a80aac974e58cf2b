# SPDX-License-Identifier: EUPL-1.2
"""Whom a recipe in the making concerns: told when it waits, and what became of it."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models import DraftState, RecipeDraft
from indicators.selectors.approvals import approvers_of, rule_in_force
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.notifications.registry import About, Kind
from sozialplanung.notifications.services.telling import settle, tell

SUBMITTED: Final = "indicators.index_submitted"
APPROVED: Final = "indicators.index_approved"
SENT_BACK: Final = "indicators.index_sent_back"

_SIGN: Final = frozenset({Permission.APPROVE_IMPORTS})
_BUILD: Final = frozenset({Permission.BUILD_INDICES})

KINDS: Final = {
    SUBMITTED: Kind("approvals", _("%(organisation)s: The recipe of an index waits for your decision."), _SIGN),
    APPROVED: Kind("deliveries", _("%(organisation)s: Your index was approved and is being computed."), _BUILD),
    SENT_BACK: Kind("deliveries", _("%(organisation)s: The recipe of your index was sent back."), _BUILD),
}
_DECIDED: Final = {DraftState.APPROVED: APPROVED, DraftState.REJECTED: SENT_BACK}


def tell_draft(*, draft: RecipeDraft, by: User) -> None:
    """Tell who can sign that a recipe waits, or who wrote at it what was decided."""
    if draft.state == DraftState.SUBMITTED:
        approvers = approvers_of(draft.organisation, rule_in_force(organisation_id=draft.organisation_id))
        writers = set(draft.editors.values_list("person_id", flat=True))
        able = [person for person in approvers if person.pk not in writers]
        tell(kind=SUBMITTED, recipients=able, about=_about(draft, "index_approval"), by=by)
        return
    settle(matter=f"index:{draft.pk}", kinds=(SUBMITTED,))
    kind = _DECIDED.get(DraftState(draft.state))
    if kind is not None:
        people = User.objects.filter(pk__in=draft.editors.values("person_id"))
        tell(kind=kind, recipients=people, about=_about(draft, "index_draft"), by=by)


def _about(draft: RecipeDraft, page: str) -> About:
    return About(
        organisation=draft.organisation,
        subject=draft.name,
        path=reverse(f"indicators:{page}", args=[draft.organisation.slug, draft.uuid]),
        matter=f"index:{draft.pk}",
        key=f"index:{draft.pk}:{draft.revision}:{draft.state}",
    )
