# SPDX-License-Identifier: EUPL-1.2
"""Who is the second person of a loosened validation rule: an approver who did not write it."""

from indicators.errors import FourEyesError
from indicators.models import RuleVersion
from indicators.services import secondperson
from indicators.services.secondperson import Proposal
from sozialplanung.accounts.models import User


def may_decide(*, version: RuleVersion, by: User) -> bool:
    """Say whether somebody is the second person of a version."""
    return secondperson.may_decide(_proposal(version), by=by)


def require_second_person(*, version: RuleVersion, by: User) -> None:
    """Raise unless somebody may decide on a version; see :func:`~indicators.services.secondperson`."""
    refusal = FourEyesError("indicators.check_four_eyes", "Somebody else loosens a rule than the person who wants it.")
    secondperson.require_second_person(_proposal(version), by=by, refusal=refusal)


def _proposal(version: RuleVersion) -> Proposal:
    return Proposal(version.organisation, version.written_by_id, version.written_at)
