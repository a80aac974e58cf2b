# SPDX-License-Identifier: EUPL-1.2
"""Keep views of the workbench under a name: for oneself, for the house, by link. The log tells what is given away."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from django.db import transaction
from django.utils import timezone

from indicators.errors import SavedViewError
from indicators.models import SavedView, Sharing
from indicators.rendering.workbench.state import State
from indicators.selectors.savedselections import forgotten_before
from indicators.selectors.savedviews import views_of
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record

_SAID: Final = {
    Sharing.NOBODY: "indicators.view_unshared",
    Sharing.HOUSE: "indicators.view_shared",
    Sharing.LINK: "indicators.view_linked",
}
_LONGEST_NAME: Final = 120


@transaction.atomic
def save_view(
    *, organisation: Organisation, state: State, name: str, by: User, sharing: Sharing = Sharing.NOBODY
) -> SavedView:
    """Keep what an address says under a name.

    Raises
    ------
    SavedViewError
        ``saved_view.nameless`` without a name, ``saved_view.twice`` where the person has one of that name.
    """
    _forget(organisation)
    row = SavedView.objects.create(
        organisation=organisation,
        owner=by,
        name=_free_name(by, organisation, name),
        query=state.query(),
        sharing=sharing,
    )
    if row.is_shared:
        _tell(row, by)
    return row


@transaction.atomic
def copy_view(*, view: SavedView, by: User) -> SavedView:
    """Keep a view of somebody else as one's own, for oneself; where its name is taken, with a number behind it."""
    taken = set(views_of(by, view.organisation).filter(removed_at__isnull=True).values_list("name", flat=True))
    name = next(each for each in _numbered(view.name) if each not in taken)
    return SavedView.objects.create(organisation=view.organisation, owner=by, name=name, query=view.query)


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: User) -> SavedView:
    """Call a view something else.

    Raises
    ------
    SavedViewError
        As `save_view`.
    """
    row = _locked(view)
    row.name = _free_name(by, row.organisation, name, but=row)
    row.save(update_fields=["name", "changed_at"])
    return row


@transaction.atomic
def share_view(*, view: SavedView, sharing: Sharing, by: User) -> SavedView:
    """Say who may open a view beside its owner."""
    row = _locked(view)
    if row.sharing != sharing:
        row.sharing = sharing
        row.save(update_fields=["sharing", "changed_at"])
        _tell(row, by)
    return row


@transaction.atomic
def remove_view(*, view: SavedView, by: User) -> None:
    """Put a view away; its owner can bring it back for a while."""
    row = _locked(view)
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at", "changed_at"])
    if row.is_shared:
        record(action=_SAID[Sharing.NOBODY], by=by, organisation=row.organisation, subject=row)
    _forget(row.organisation)


@transaction.atomic
def restore_view(*, view: SavedView, by: User) -> SavedView:
    """Bring a view back; whoever could open it before can again.

    Raises
    ------
    SavedViewError
        ``saved_view.twice`` where its name is taken.
    """
    row = _locked(view)
    row.name = _free_name(by, row.organisation, row.name, but=row)
    row.removed_at = None
    row.save(update_fields=["removed_at", "changed_at"])
    if row.is_shared:
        _tell(row, by)
    return row


def _locked(view: SavedView) -> SavedView:
    # In two tabs at once: the second one waits here.
    return SavedView.objects.select_for_update().select_related("organisation").get(pk=view.pk)


def _free_name(by: User, organisation: Organisation, name: str, but: SavedView | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise SavedViewError("saved_view.nameless", "A saved view has a name.", place="name")
    same = views_of(by, organisation).filter(name=name, removed_at__isnull=True)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise SavedViewError("saved_view.twice", "There is one of this name.", place="name", name=name)
    return name


def _numbered(name: str) -> Iterator[str]:
    ends = (f" ({number})" if number > 1 else "" for number in count(1))
    return (name[: _LONGEST_NAME - len(end)] + end for end in ends)


def _forget(organisation: Organisation) -> None:
    """Let go for good of what was removed long ago."""
    SavedView.objects.filter(organisation=organisation, removed_at__lte=forgotten_before()).delete()


def _tell(row: SavedView, by: User) -> None:
    record(action=_SAID[Sharing(row.sharing)], by=by, organisation=row.organisation, subject=row)
