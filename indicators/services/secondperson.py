# SPDX-License-Identifier: EUPL-1.2
"""Who is the second person of something that waits: an approver of the organisation who did not propose it."""

from dataclasses import dataclass
from datetime import datetime

from indicators.errors import FourEyesError, NotApproverError
from indicators.selectors.approvals import approves_at
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.selectors import is_account_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that one person wrote at a moment, and that waits for another at an organisation."""

    organisation: Organisation
    author_id: int
    since: datetime


def is_author(proposal: Proposal, *, by: User) -> bool:
    """Say whether somebody proposed it, or decides with an account that its author opened or changed since."""
    is_lent = is_account_of(by, others=[proposal.author_id], since=proposal.since)
    return proposal.author_id == by.pk or is_lent


def may_decide(proposal: Proposal, *, by: User) -> bool:
    """Say whether somebody is the second person."""
    return not is_author(proposal, by=by) and approves_at(by, proposal.organisation)


def require_second_person(proposal: Proposal, *, by: User, refusal: FourEyesError) -> None:
    """Raise unless somebody may decide.

    Raises
    ------
    FourEyesError
        The refusal, for whoever proposed it, or whose account that person opened or changed since.
    NotApproverError
        ``indicators.not_approver`` for somebody who does not approve here.
    """
    if is_author(proposal, by=by):
        raise refusal
    if not approves_at(by, proposal.organisation):
        raise NotApproverError("indicators.not_approver", "Only an approver of this organisation decides.")
