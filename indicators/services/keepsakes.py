# SPDX-License-Identifier: EUPL-1.2
"""Name, put away and bring back what people keep; all of it runs inside a transaction of who calls it."""

from typing import Final, TypeVar

from django.db import connection
from django.utils import timezone

from indicators.errors import KeepsakeError
from indicators.models.keepsake import Keepsake
from indicators.selectors.keepsakes import forgotten_before, kept_by, rows_of, there
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common.names import told_name

K = TypeVar("K", bound=Keepsake)
# A number of our own, so that no other advisory lock is met.
_TURN: Final = 0x4B45_4550


def locked(row: K) -> K:
    """Return the row as it is now; in two tabs at once the second one waits here."""
    return rows_of(type(row)).select_for_update().select_related("organisation").get(pk=row.pk)


def free_name(kind: type[K], name: str, *, by: User, organisation: Organisation, but: K | None = None) -> str:
    """Return a name without needless blanks and unseen signs that somebody may give; in two tabs the second one waits.

    Raises
    ------
    KeepsakeError
        ``kept.nameless`` without a name, ``kept.twice`` where the person keeps another one of that name.
    """
    name = told_name(name)
    take_turn(by)
    if not name:
        raise KeepsakeError("kept.nameless", "What is kept has a name.", place="name")
    same = there(kept_by(kind, by, organisation)).filter(name=name)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise KeepsakeError("kept.twice", "There is one of this name.", place="name", name=name)
    return name


def take_turn(by: User) -> None:
    """Let somebody give one name at a time, until the transaction ends: what is free stays free until it is taken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_TURN, by.pk])


def rename(row: K, name: str, *, by: User) -> K:
    """Call something else what somebody keeps; raises as `free_name`."""
    row.name = free_name(type(row), name, by=by, organisation=row.organisation, but=row)
    row.save(update_fields=["name", "changed_at"])
    return row


def put_away(row: K) -> None:
    """Remove something; its owner can bring it back for a while."""
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at", "changed_at"])
    forget(type(row), row.organisation)


def bring_back(row: K, *, by: User) -> K:
    """Undo the removal; raises as `free_name` where the name was given again meanwhile."""
    row.name = free_name(type(row), row.name, by=by, organisation=row.organisation, but=row)
    row.removed_at = None
    row.save(update_fields=["removed_at", "changed_at"])
    return row


def forget(kind: type[K], organisation: Organisation) -> None:
    """Let go for good of what was removed long ago."""
    rows_of(kind).filter(organisation=organisation, removed_at__lte=forgotten_before()).delete()
