# SPDX-License-Identifier: EUPL-1.2
"""Comments on a scenario as a reader sees them: what was said, and the traces of what was taken away."""

from dataclasses import dataclass
from datetime import datetime

from indicators.models import Scenario, ScenarioComment
from indicators.selectors.scenarios.comments import comments_of, removable, restorable
from sozialplanung.accounts.models import User


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment, or the trace of one: that has no text, and says who took it away."""

    number: int
    name: str
    written_at: datetime
    text: str
    remover: str
    removed_at: datetime | None
    can_remove: bool
    can_restore: bool


def comment_rows(scenario: Scenario, person: User) -> tuple[CommentRow, ...]:
    """Return all comments for a reader, the oldest first."""
    mine = set(removable(scenario, person).values_list("pk", flat=True))
    gone = set(restorable(scenario, person).values_list("pk", flat=True))
    return tuple(_row(each, can_remove=each.pk in mine, can_restore=each.pk in gone) for each in comments_of(scenario))


def _row(said: ScenarioComment, *, can_remove: bool, can_restore: bool) -> CommentRow:
    return CommentRow(
        number=said.pk,
        name=said.person.name,
        written_at=said.written_at,
        text="" if said.removed_at else said.text,
        remover=said.removed_by.name if said.removed_by else "",
        removed_at=said.removed_at,
        can_remove=can_remove,
        can_restore=can_restore,
    )
