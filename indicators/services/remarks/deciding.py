# SPDX-License-Identifier: EUPL-1.2
"""The second person: approve or refuse what would let readers compare more; take back and undo."""

from django.db import transaction
from django.utils import timezone

from indicators.errors import ChangeOverError, FourEyesError
from indicators.models import Annotation, ChangeAct, RemarkChange, RemarkState, SeriesBreak
from indicators.services import secondperson
from indicators.services.proposals import tell_break_change
from indicators.services.remarks.booking import book, carry_out, locked_annotation, locked_break
from indicators.services.remarks.contents import Row, content_of
from indicators.services.secondperson import Proposal
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record


@transaction.atomic
def approve_change(*, change: RemarkChange, by: User, comment: str = "") -> None:
    """Let a waiting change count; only an approver who did not propose it does."""
    entry, row = _waiting(change)
    require_second_person(change=entry, by=by)
    if content_of(row) != entry.before:
        raise _over()
    entry.state, entry.revision = RemarkState.IN_FORCE, row.revision + 1
    _decided(entry, by=by, comment=comment)
    carry_out(row, entry, by=by)
    _tell(entry, row, action="indicators.break_approved", by=by, reason=comment)


@transaction.atomic
def refuse_change(*, change: RemarkChange, by: User, comment: str) -> None:
    """End a waiting change; the break stays as it is."""
    entry, row = _waiting(change)
    require_second_person(change=entry, by=by)
    entry.state = RemarkState.REFUSED
    _decided(entry, by=by, comment=comment)
    _tell(entry, row, action="indicators.break_refused", by=by, reason=comment)


@transaction.atomic
def take_back_change(*, change: RemarkChange, by: User) -> None:
    """End a waiting change that somebody at the desk does not want any more; the break stays as it is."""
    entry, row = _waiting(change)
    entry.state = RemarkState.TAKEN_BACK
    _decided(entry, by=by, comment="")
    _tell(entry, row, action="indicators.break_taken_back", by=by, reason="")


@transaction.atomic
def undo_change(*, change: RemarkChange, by: User, reason: str) -> RemarkChange | None:
    """Book the opposite of the last change in force; where that lets readers compare more, it waits.

    Raises
    ------
    ChangeOverError
        ``indicators.change_over`` when the row was changed again since.
    """
    row = _row_of(change)
    if change.state != RemarkState.IN_FORCE or change.revision != row.revision:
        raise _over()
    return book(row, act=_opposite(change), after=dict(change.before), by=by, reason=reason)


def _opposite(change: RemarkChange) -> ChangeAct:
    if not change.before:
        return ChangeAct.WITHDRAWN
    return ChangeAct.CHANGED if change.after else ChangeAct.RESTORED


def may_decide(*, change: RemarkChange, by: User) -> bool:
    """Say whether somebody is the second person of a change."""
    return secondperson.may_decide(_proposal(change), by=by)


def require_second_person(*, change: RemarkChange, by: User) -> None:
    """Raise unless somebody may decide on a change: an approver of the organisation who did not propose it."""
    refusal = FourEyesError(
        "indicators.change_four_eyes", "Somebody else than the person who proposed a change decides on it."
    )
    secondperson.require_second_person(_proposal(change), by=by, refusal=refusal)


def _proposal(change: RemarkChange) -> Proposal:
    return Proposal(change.organisation, change.created_by_id, change.created_at)


def _waiting(change: RemarkChange) -> tuple[RemarkChange, Row]:
    row = _row_of(change)
    entry = RemarkChange.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=change.pk)
    if entry.state != RemarkState.WAITING:
        raise _over()
    return entry, row


def _row_of(change: RemarkChange) -> Row:
    if change.series_break_id:
        return locked_break(SeriesBreak(pk=change.series_break_id))
    return locked_annotation(Annotation(pk=change.annotation_id))


def _decided(entry: RemarkChange, *, by: User, comment: str) -> None:
    entry.decided_by, entry.decided_at, entry.comment = by, timezone.now(), comment
    entry.save(update_fields=["state", "revision", "decided_by", "decided_at", "comment"])


def _over() -> ChangeOverError:
    return ChangeOverError(
        "indicators.change_over",
        "This change was decided already, or the entry was changed since.",
    )


def _tell(entry: RemarkChange, row: Row, *, action: str, by: User, reason: str) -> None:
    details = {"before": entry.before, "after": entry.after, "proposed_by": entry.created_by_id}
    if isinstance(row, SeriesBreak):
        details |= {"indicator": row.indicator.slug}
    record(action=action, by=by, organisation=row.organisation, subject=row, details=details, reason=reason)
    tell_break_change(change=entry, by=by)
