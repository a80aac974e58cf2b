# SPDX-License-Identifier: EUPL-1.2
"""What is decided on a published crosswalk table: put in force or refused by a second person, and withdrawn again."""

from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from sozialplanung.accounts.approving import may_approve_at
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import NotAllowedError
from spatial.errors import CrosswalkTableClosedError, CrosswalkTableError, NotTableApproverError, TableFourEyesError
from spatial.models import CrosswalkTable, TableState
from spatial.services.authors import Objection, objection_among
from spatial.services.tables.telling import Turn, tell_turn

_OBJECTIONS: Final = {
    Objection.AUTHOR: (
        TableFourEyesError,
        "spatial.table_four_eyes",
        "A table is put in force by somebody else than the person who brought it.",
    ),
    Objection.LENT_ACCOUNT: (
        TableFourEyesError,
        "spatial.table_lent_account",
        "The account of the approver was opened or changed by the person who brought the table.",
    ),
    Objection.FROM_ABOVE: (
        NotTableApproverError,
        "spatial.table_not_from_above",
        "The organisation approves in its own house.",
    ),
    Objection.NO_APPROVER: (
        NotTableApproverError,
        "spatial.table_not_approver",
        "Only an approver of this organisation decides.",
    ),
}
_DECIDED: Final = ["state", "decided_by", "decided_at", "reason"]
_ENDED: Final = ["state", "ended_by", "ended_at", "end_reason"]


@transaction.atomic
def put_in_force(*, table: CrosswalkTable, by: User, reason: str = "") -> CrosswalkTable:
    """Let a table be the base of its pair; the one before is replaced, conversions are made anew by themselves."""
    current = _waiting(table, by)
    before = CrosswalkTable.objects.filter(older=current.older, newer=current.newer, state=TableState.IN_FORCE)
    for each in before.select_for_update():
        _end(each, TableState.SUPERSEDED, by, "")
    _decide(current, TableState.IN_FORCE, by, reason)
    _record("spatial.table_in_force", current, by, reason)
    tell_turn(table=current, turn=Turn.IN_FORCE, by=by)
    return current


@transaction.atomic
def refuse_table(*, table: CrosswalkTable, by: User, reason: str) -> CrosswalkTable:
    """End a table that waits, with the reason."""
    current = _waiting(table, by)
    if not reason.strip():
        raise _without_reason()
    _decide(current, TableState.REFUSED, by, reason)
    _record("spatial.table_refused", current, by, reason)
    tell_turn(table=current, turn=Turn.REFUSED, by=by)
    return current


@transaction.atomic
def take_back(*, table: CrosswalkTable, by: User) -> CrosswalkTable:
    """Take a table back that waits; it can be brought again."""
    current = _locked(table)
    if current.state != TableState.WAITING:
        raise _closed(current)
    _end(current, TableState.WITHDRAWN, by, "")
    _record("spatial.table_taken_back", current, by)
    tell_turn(table=current, turn=Turn.TAKEN_BACK, by=by)
    return current


@transaction.atomic
def withdraw_table(*, table: CrosswalkTable, by: User, reason: str) -> CrosswalkTable:
    """Take a table out of force: people or ground are the base again, and conversions are made anew by themselves."""
    current = _locked(table)
    if not may_approve_at(by, current.organisation):
        raise _objected(Objection.NO_APPROVER)
    if current.state != TableState.IN_FORCE:
        raise _closed(current)
    if not reason.strip():
        raise _without_reason()
    _end(current, TableState.WITHDRAWN, by, reason)
    _record("spatial.table_withdrawn", current, by, reason)
    tell_turn(table=current, turn=Turn.WITHDRAWN, by=by)
    return current


def objection_of(table: CrosswalkTable, by: User) -> Objection | None:
    """Say what keeps somebody from being the second person of a table."""
    return objection_among(by, table.organisation, authors={table.created_by_id}, since=table.created_at)


def _waiting(table: CrosswalkTable, by: User) -> CrosswalkTable:
    current = _locked(table)
    if current.state != TableState.WAITING:
        raise _closed(current)
    objection = objection_of(current, by)
    if objection is not None:
        raise _objected(objection)
    return current


def _objected(objection: Objection) -> NotAllowedError:
    error, code, text = _OBJECTIONS[objection]
    return error(code, text)


def _locked(table: CrosswalkTable) -> CrosswalkTable:
    rows = CrosswalkTable.objects.select_related("organisation", "older__level", "newer")
    return rows.select_for_update(of=("self",)).get(pk=table.pk)


def _closed(table: CrosswalkTable) -> CrosswalkTableClosedError:
    state = str(table.get_state_display())
    return CrosswalkTableClosedError("spatial.table_closed", "The table is not open for this step.", state=state)


def _without_reason() -> CrosswalkTableError:
    return CrosswalkTableError("spatial.table_reason", "A reason is needed.")


def _decide(table: CrosswalkTable, state: TableState, by: User, reason: str) -> None:
    table.state, table.decided_by, table.decided_at, table.reason = state, by, timezone.now(), reason
    table.save(update_fields=_DECIDED)


def _end(table: CrosswalkTable, state: TableState, by: User, reason: str) -> None:
    table.state, table.ended_by, table.ended_at, table.end_reason = state, by, timezone.now(), reason
    table.save(update_fields=_ENDED)


def _record(action: str, table: CrosswalkTable, by: User, reason: str = "") -> None:
    details: dict[str, Any] = {"content_hash": table.content_hash}
    record(action=action, by=by, organisation=table.organisation, subject=table, details=details, reason=reason)
