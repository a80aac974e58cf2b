# SPDX-License-Identifier: EUPL-1.2
"""Whom the way of a crosswalk table concerns: told at every turn, reminded of what waits."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.approving import approvers_at
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.notifications.registry import About, Kind, Reminder, rounds_since
from sozialplanung.notifications.services.telling import settle, tell
from spatial.models import CrosswalkTable, TableState


class Turn(StrEnum):
    """What happened to a table, as the kind of a notice."""

    BROUGHT = "spatial.table_brought"
    WAITING = "spatial.table_waiting"
    IN_FORCE = "spatial.table_in_force"
    REFUSED = "spatial.table_refused"
    TAKEN_BACK = "spatial.table_taken_back"
    WITHDRAWN = "spatial.table_withdrawn"


_SIGN: Final = frozenset({Permission.APPROVE_IMPORTS})
_BRING: Final = frozenset({Permission.IMPORT_BOUNDARIES})

KINDS: Final = {
    Turn.BROUGHT.value: Kind("approvals", _("%(organisation)s: A crosswalk table waits for your approval."), _SIGN),
    Turn.WAITING.value: Kind(
        "reminders", _("%(organisation)s: A crosswalk table still waits for your approval."), _SIGN
    ),
    Turn.IN_FORCE.value: Kind("deliveries", _("%(organisation)s: Your crosswalk table is in force."), _BRING),
    Turn.REFUSED.value: Kind("deliveries", _("%(organisation)s: Your crosswalk table was refused."), _BRING),
    Turn.TAKEN_BACK.value: Kind("deliveries", _("%(organisation)s: A crosswalk table was taken back."), _SIGN | _BRING),
    Turn.WITHDRAWN.value: Kind(
        "deliveries", _("%(organisation)s: A crosswalk table is not in force any more."), _SIGN | _BRING
    ),
}


def tell_turn(*, table: CrosswalkTable, turn: Turn, by: User) -> None:
    """Tell what became of a table, in the transaction of the decision; what asked for it before is settled."""
    if turn == Turn.BROUGHT:
        tell(kind=turn, recipients=_approvers(table), about=_about(table, turn), by=by)
        return
    settle(matter=_matter(table), kinds=(Turn.BROUGHT, Turn.WAITING))
    bringer = [table.created_by]
    everybody = [*_approvers(table), *bringer]
    is_taken = turn in {Turn.TAKEN_BACK, Turn.WITHDRAWN}
    tell(kind=turn, recipients=everybody if is_taken else bringer, about=_about(table, turn), by=by)


def waiting_reminders(day: date) -> Iterator[Reminder]:
    """Remind those who can approve of what has waited for some days, and again after as many."""
    rows = CrosswalkTable.objects.filter(state=TableState.WAITING).defer("lines", "weights")
    for table in rows.select_related("organisation", "older__level", "newer"):
        times = rounds_since(table.created_at, day, every=settings.REMIND_WAITING_DAYS)
        if times > 0:
            yield Reminder(Turn.WAITING, tuple(_approvers(table)), _about(table, f"{Turn.WAITING}:{times}"))


def _approvers(table: CrosswalkTable) -> list[User]:
    return list(approvers_at(table.organisation).exclude(pk=table.created_by_id))


def _matter(table: CrosswalkTable) -> str:
    return f"crosswalktables:{table.pk}"


def _about(table: CrosswalkTable, event: str) -> About:
    pair = (table.older.level.slug, table.older.edition, table.newer.edition)
    return About(
        organisation=table.organisation,
        subject=table.title,
        path=reverse("spatial:crosswalk_table", args=[table.organisation.slug, *pair, table.number]),
        matter=_matter(table),
        key=f"{table.pk}:{event}",
    )
