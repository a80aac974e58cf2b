# SPDX-License-Identifier: EUPL-1.2
"""Change who signs deliveries: a stricter rule holds at once, a laxer one when a second person confirmed it."""

from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from indicators.errors import FourEyesError, NotApproverError, StaleDeliveryError
from indicators.models import ApprovalRule, ChangeState, RuleChange
from indicators.selectors.approvals import Rule, approvers_of, names_of, rule_in_force, rule_of
from indicators.services.proposals import tell_rule_change
from indicators.services.secondperson import Proposal, is_author
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.audit.services import record
from sozialplanung.common.errors import InvalidInputError

_DECIDING: Final = (Permission.MANAGE_ORGANISATIONS, Permission.APPROVE_IMPORTS)


@transaction.atomic
def change_rule(*, organisation: Organisation, rule: Rule, before: Rule, reason: str, by: User) -> RuleChange:
    """Change the rule; `before` is what the person saw.

    What waits for approval keeps the rule under which it was submitted.

    Raises
    ------
    NotApproverError
        ``indicators.not_admin`` for somebody who does not manage the organisation.
    StaleDeliveryError
        ``indicators.rule_stale`` when the rule was changed since, or another change waits.
    InvalidInputError
        ``indicators.signer_unknown`` when somebody is named who does not approve here.
    """
    _require_manager(organisation, by)
    current = _locked_rule(organisation)
    if current != before or RuleChange.objects.filter(organisation=organisation, state=ChangeState.PROPOSED).exists():
        raise StaleDeliveryError("indicators.rule_stale", "The rule was changed in the meantime.")
    if rule == current:
        raise InvalidInputError("indicators.rule_same", "The rule is like that already.")
    _check_signers(organisation, rule)
    is_stricter = rule.is_at_least(current)
    change = RuleChange.objects.create(
        organisation=organisation,
        reason=reason,
        proposed_by=by,
        state=ChangeState.IN_FORCE if is_stricter else ChangeState.PROPOSED,
        **_columns(rule),
    )
    if is_stricter:
        _put_in_force(organisation, rule)
    _record("indicators.rule_tightened" if is_stricter else "indicators.rule_proposed", change, by)
    return change


@transaction.atomic
def confirm_change(*, change: RuleChange, by: User) -> None:
    """Put a change in force that somebody else proposed.

    Raises
    ------
    FourEyesError
        ``indicators.rule_four_eyes`` for whoever proposed it, or whose account that person opened or changed since.
    """
    current = _waiting(change, by)
    if is_author(Proposal(current.organisation, current.proposed_by_id, current.proposed_at), by=by):
        raise FourEyesError("indicators.rule_four_eyes", "Somebody else confirms a change of the rule.")
    _decide(current, ChangeState.IN_FORCE, by)
    _put_in_force(current.organisation, rule_of(current))
    _record("indicators.rule_confirmed", current, by)


@transaction.atomic
def refuse_change(*, change: RuleChange, by: User) -> None:
    """End a change that waits: refused by somebody else, or taken back by whoever proposed it."""
    current = _waiting(change, by)
    is_own = current.proposed_by_id == by.pk
    _decide(current, ChangeState.WITHDRAWN if is_own else ChangeState.REFUSED, by)
    _record("indicators.rule_withdrawn" if is_own else "indicators.rule_refused", current, by)


def _require_manager(organisation: Organisation, by: User) -> None:
    if not has_permission(by, Permission.MANAGE_ORGANISATIONS, organisation):
        raise NotApproverError("indicators.not_admin", "Only an administrator of this organisation changes the rule.")


def _waiting(change: RuleChange, by: User) -> RuleChange:
    current = RuleChange.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=change.pk)
    if not any(has_permission(by, each, current.organisation) for each in _DECIDING):
        raise NotApproverError("indicators.not_admin", "Only administrators and approvers decide on the rule.")
    if current.state != ChangeState.PROPOSED:
        raise StaleDeliveryError("indicators.rule_stale", "The rule was changed in the meantime.")
    return current


def _locked_rule(organisation: Organisation) -> Rule:
    # Two first changes at the same moment have no row to wait for; the organisation's is always there.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    return rule_in_force(organisation_id=organisation.pk)


def _check_signers(organisation: Organisation, rule: Rule) -> None:
    able = set(approvers_of(organisation, rule).values_list("pk", flat=True))
    if unknown := (rule.content_signers | rule.confidentiality_signers) - able:
        raise InvalidInputError(
            "indicators.signer_unknown",
            "Somebody was named who does not approve here.",
            names=", ".join(names_of(unknown)) or "–",
        )


def _decide(change: RuleChange, state: ChangeState, by: User) -> None:
    change.state, change.decided_by, change.decided_at = state, by, timezone.now()
    change.save(update_fields=["state", "decided_by", "decided_at"])


def _put_in_force(organisation: Organisation, rule: Rule) -> None:
    ApprovalRule.objects.update_or_create(organisation=organisation, defaults=_columns(rule))


def _columns(rule: Rule) -> dict[str, Any]:
    return {
        "needs_confidentiality": rule.needs_confidentiality,
        "parent_approves": rule.parent_approves,
        "content_signers": sorted(rule.content_signers),
        "confidentiality_signers": sorted(rule.confidentiality_signers),
    }


def _record(action: str, change: RuleChange, by: User) -> None:
    record(
        action=action,
        by=by,
        organisation=change.organisation,
        subject=change.organisation,
        reason=change.reason,
        details={"change": change.pk, **_columns(rule_of(change))},
    )
    tell_rule_change(change=change, by=by)
