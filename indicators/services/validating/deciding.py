# SPDX-License-Identifier: EUPL-1.2
"""Who is the second person of a loosened validation rule: an approver who did not write it."""

from indicators.errors import FourEyesError, NotApproverError
from indicators.models import RuleVersion
from indicators.selectors.approvals import may_approve, rule_in_force
from sozialplanung.accounts.models import User
from sozialplanung.accounts.selectors import is_account_of


def may_decide(*, version: RuleVersion, by: User) -> bool:
    """Say whether somebody is the second person of a version."""
    return not _is_writer(version, by) and _is_approver(version, by)


def require_second_person(*, version: RuleVersion, by: User) -> None:
    """Raise unless somebody may decide on a version.

    Raises
    ------
    FourEyesError
        ``indicators.check_four_eyes`` for whoever wrote it, or whose account that person opened or changed since.
    NotApproverError
        ``indicators.not_approver`` for somebody who does not approve here.
    """
    if _is_writer(version, by):
        raise FourEyesError("indicators.check_four_eyes", "Somebody else loosens a rule than the person who wants it.")
    if not _is_approver(version, by):
        raise NotApproverError("indicators.not_approver", "Only an approver of this organisation decides.")


def _is_writer(version: RuleVersion, by: User) -> bool:
    is_lent = is_account_of(by, others=[version.written_by_id], since=version.written_at)
    return version.written_by_id == by.pk or is_lent


def _is_approver(version: RuleVersion, by: User) -> bool:
    return may_approve(rule_in_force(organisation_id=version.organisation_id), by, version.organisation)
