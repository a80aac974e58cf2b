# SPDX-License-Identifier: EUPL-1.2
"""Say something of a scenario that one may read, take it away and bring it back; no word of it is in the log."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from indicators.errors import ScenarioError
from indicators.models import Scenario, ScenarioComment
from indicators.selectors.keepsakes import forgotten_before
from indicators.selectors.scenarios.comments import removable, restorable
from indicators.services.keepsakes import locked
from indicators.services.scenarios.telling import settle_comment, tell_of_comment
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record

MOST_COMMENTS: Final = 200
REMOVED: Final = "indicators.scenario_comment_removed"
RESTORED: Final = "indicators.scenario_comment_restored"


@transaction.atomic
def write_comment(*, scenario: Scenario, text: str, by: User) -> ScenarioComment:
    """Keep what somebody says of a scenario, and tell those who take part.

    Raises
    ------
    ScenarioError
        ``scenario.silent`` without a word, ``scenario.talked`` beyond 200 comments.
    """
    row = locked(scenario)
    _forget(row)
    said = text.strip()
    if not said:
        raise ScenarioError("scenario.silent", "A comment says something.", place="text")
    if row.comments.filter(removed_at__isnull=True).count() >= MOST_COMMENTS:
        raise ScenarioError("scenario.talked", "There is no room for more comments.", most=MOST_COMMENTS)
    comment = ScenarioComment.objects.create(scenario=row, person=by, text=said)
    tell_of_comment(comment)
    return comment


@transaction.atomic
def remove_comment(*, scenario: Scenario, number: int, by: User) -> bool:
    """Take away what somebody said themselves, or what others said of a scenario of theirs; False where it is not."""
    row = locked(scenario)
    _forget(row)
    said = removable(row, by).filter(pk=number).first()
    if said is None:
        return False
    said.removed_at, said.removed_by = timezone.now(), by
    said.save(update_fields=["removed_at", "removed_by"])
    settle_comment(said)
    _record(REMOVED, said, by)
    return True


@transaction.atomic
def restore_comment(*, scenario: Scenario, number: int, by: User) -> bool:
    """Bring back what somebody took away; False where there is nothing of theirs to bring back any more."""
    row = locked(scenario)
    said = restorable(row, by).filter(pk=number).first()
    if said is None:
        return False
    said.removed_at = said.removed_by = None
    said.save(update_fields=["removed_at", "removed_by"])
    _record(RESTORED, said, by)
    return True


def _record(action: str, said: ScenarioComment, by: User) -> None:
    """Tell in the log what somebody did to the words of another; one's own are nobody else's matter."""
    if said.person_id != by.pk:
        record(action=action, by=by, organisation=said.scenario.organisation, subject=said.scenario)


def _forget(row: Scenario) -> None:
    """Empty what was taken away long ago; that something stood there goes on being told."""
    row.comments.filter(removed_at__lte=forgotten_before()).exclude(text="").update(text="")
