# SPDX-License-Identifier: EUPL-1.2
"""Tell what waits for a second person beside deliveries: breaks that become less strict, and who signs deliveries."""

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models import ChangeState, RemarkChange, RemarkState, RuleChange, RuleState, RuleVersion
from indicators.selectors.approvals import approvers_of, rule_in_force
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import people_where
from sozialplanung.notifications.registry import About, Kind
from sozialplanung.notifications.services.telling import settle, tell

BREAK_PROPOSED: Final = "indicators.break_proposed"
BREAK_DECIDED: Final = "indicators.break_decided"
RULE_PROPOSED: Final = "indicators.rule_proposed"
RULE_DECIDED: Final = "indicators.rule_decided"
CHECK_PROPOSED: Final = "indicators.check_proposed"
CHECK_DECIDED: Final = "indicators.check_decided"

_SIGN: Final = frozenset({Permission.APPROVE_IMPORTS})
_EDIT: Final = _SIGN | {Permission.EDIT_CATALOGUE}
_RULE: Final = _SIGN | {Permission.MANAGE_ORGANISATIONS}

KINDS: Final = {
    BREAK_PROPOSED: Kind(
        "approvals", _("%(organisation)s: A change of a series break waits for your decision."), _SIGN
    ),
    BREAK_DECIDED: Kind("deliveries", _("%(organisation)s: Your change of a series break was decided."), _EDIT),
    RULE_PROPOSED: Kind(
        "approvals", _("%(organisation)s: A change of who approves deliveries waits for your decision."), _RULE
    ),
    RULE_DECIDED: Kind("deliveries", _("%(organisation)s: Your change of who approves deliveries was decided."), _RULE),
    CHECK_PROPOSED: Kind(
        "approvals", _("%(organisation)s: A change of a validation rule waits for your decision."), _SIGN
    ),
    CHECK_DECIDED: Kind("deliveries", _("%(organisation)s: Your change of a validation rule was decided."), _EDIT),
}
_DECIDED: Final = frozenset({RemarkState.IN_FORCE, RemarkState.REFUSED, RemarkState.TAKEN_BACK})


def tell_break_change(*, change: RemarkChange, by: User) -> None:
    """Tell who can decide that a change waits, or whoever proposed it what became of it."""
    about = _of_break(change)
    if change.state == RemarkState.WAITING:
        approvers = approvers_of(change.organisation, rule_in_force(organisation_id=change.organisation_id))
        tell(kind=BREAK_PROPOSED, recipients=approvers, about=about, by=by)
        return
    settle(matter=about.matter, kinds=(BREAK_PROPOSED,))
    if change.is_loosening and change.state in _DECIDED:
        tell(kind=BREAK_DECIDED, recipients=(change.created_by,), about=about, by=by)


def tell_rule_change(*, change: RuleChange, by: User) -> None:
    """Tell who can confirm a laxer rule that it waits, or whoever proposed it what became of it."""
    about = _of_rule(change)
    if change.state == ChangeState.PROPOSED:
        tell(kind=RULE_PROPOSED, recipients=_deciders(change), about=about, by=by)
        return
    settle(matter=about.matter, kinds=(RULE_PROPOSED,))
    if change.decided_by_id:
        tell(kind=RULE_DECIDED, recipients=(change.proposed_by,), about=about, by=by)


def tell_validation_rule(*, version: RuleVersion, by: User) -> None:
    """Tell who can decide that a loosened rule waits, or whoever wrote it what became of it."""
    about = About(
        organisation=version.organisation,
        subject="",
        path=reverse("indicators:validation_rule", args=[version.organisation.slug, version.rule.number]),
        matter=f"check:{version.rule_id}",
        key=f"check:{version.pk}:{version.state}",
    )
    if version.state == RuleState.WAITING:
        approvers = approvers_of(version.organisation, rule_in_force(organisation_id=version.organisation_id))
        tell(kind=CHECK_PROPOSED, recipients=approvers, about=about, by=by)
    elif version.is_loosening:
        settle(matter=about.matter, kinds=(CHECK_PROPOSED,))
        tell(kind=CHECK_DECIDED, recipients=(version.written_by,), about=about, by=by)


def _deciders(change: RuleChange) -> Iterable[User]:
    for permission in _RULE:
        yield from people_where(permission, change.organisation)


def _of_break(change: RemarkChange) -> About:
    return About(
        organisation=change.organisation,
        subject="",
        path=reverse("indicators:remark_change", args=[change.organisation.slug, change.pk]),
        matter=f"break:{change.series_break_id or 0}:{change.annotation_id or 0}",
        key=f"break:{change.pk}:{change.state}",
    )


def _of_rule(change: RuleChange) -> About:
    return About(
        organisation=change.organisation,
        subject="",
        path=reverse("indicators:settings", args=[change.organisation.slug]),
        matter=f"rule:{change.pk}",
        key=f"rule:{change.pk}:{change.state}",
    )
