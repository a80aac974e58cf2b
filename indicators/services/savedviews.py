# SPDX-License-Identifier: EUPL-1.2
"""Keep views of the workbench under a name: for oneself, for the house, by link. The log tells what is given away."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from django.db import transaction

from indicators.errors import KeepsakeError
from indicators.models import SavedView, Sharing
from indicators.models.keepsake import LONGEST_NAME
from indicators.rendering.workbench.state import LONGEST_ADDRESS, State
from indicators.selectors.keepsakes import kept_by, there
from indicators.services.keepsakes import bring_back, forget, free_name, locked, put_away, rename, take_turn
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record

_SAID: Final = {
    Sharing.NOBODY: "indicators.view_unshared",
    Sharing.HOUSE: "indicators.view_shared",
    Sharing.LINK: "indicators.view_linked",
}


@transaction.atomic
def save_view(
    *, organisation: Organisation, state: State, name: str, by: User, sharing: Sharing = Sharing.NOBODY
) -> SavedView:
    """Keep what an address says under a name.

    Raises
    ------
    KeepsakeError
        As `free_name`; ``kept.too_long`` where an address has no room for the state with all that it leaves open.
    """
    if len(state.query()) > LONGEST_ADDRESS:
        raise KeepsakeError("kept.too_long", "The state is longer than an address may be.", place="query")
    forget(SavedView, organisation)
    row = SavedView.objects.create(
        organisation=organisation,
        owner=by,
        name=free_name(SavedView, name, by=by, organisation=organisation),
        query=state.query(),
        sharing=sharing,
    )
    if row.is_shared:
        _tell(row, by)
    return row


@transaction.atomic
def copy_view(*, view: SavedView, by: User) -> SavedView:
    """Keep a view of somebody else as one's own, for oneself; where its name is taken, with a number behind it."""
    take_turn(by)
    taken = set(there(kept_by(SavedView, by, view.organisation)).values_list("name", flat=True))
    name = next(each for each in _numbered(view.name) if each not in taken)
    return SavedView.objects.create(organisation=view.organisation, owner=by, name=name, query=view.query)


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: User) -> SavedView:
    """Call a view something else.

    Raises
    ------
    KeepsakeError
        As `free_name`.
    """
    return rename(locked(view), name, by=by)


@transaction.atomic
def share_view(*, view: SavedView, sharing: Sharing, by: User) -> SavedView:
    """Say who may open a view beside its owner."""
    row = locked(view)
    if row.sharing != sharing:
        row.sharing = sharing
        row.save(update_fields=["sharing", "changed_at"])
        _tell(row, by)
    return row


@transaction.atomic
def remove_view(*, view: SavedView, by: User) -> None:
    """Put a view away; its owner can bring it back for a while."""
    row = locked(view)
    put_away(row)
    if row.is_shared:
        record(action=_SAID[Sharing.NOBODY], by=by, organisation=row.organisation, subject=row)


@transaction.atomic
def restore_view(*, view: SavedView, by: User) -> SavedView:
    """Bring a view back; whoever could open it before can again.

    Raises
    ------
    KeepsakeError
        ``kept.twice`` where its name is taken.
    """
    row = bring_back(locked(view), by=by)
    if row.is_shared:
        _tell(row, by)
    return row


def _numbered(name: str) -> Iterator[str]:
    ends = (f" ({number})" if number > 1 else "" for number in count(1))
    return (name[: LONGEST_NAME - len(end)] + end for end in ends)


def _tell(row: SavedView, by: User) -> None:
    record(action=_SAID[Sharing(row.sharing)], by=by, organisation=row.organisation, subject=row)
