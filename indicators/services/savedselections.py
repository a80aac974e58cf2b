# SPDX-License-Identifier: EUPL-1.2
"""Keep selections of areas under a name: for oneself, or for the house. The log tells of what the house is given."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from indicators.errors import SelectionError
from indicators.models import SavedSelection
from indicators.selectors.savedselections import forgotten_before, saved_of
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from spatial.selectors import units
from spatial.selectors.rows import BoundaryVersionRow


@transaction.atomic
def save_selection(  # noqa: PLR0913 - whose areas, of which boundaries, called what, for whom
    *,
    organisation: Organisation,
    version: BoundaryVersionRow,
    places: Sequence[int],
    name: str,
    by: User,
    is_shared: bool = False,
) -> SavedSelection:
    """Keep areas under a name.

    Raises
    ------
    SelectionError
        ``selection.saved_nameless`` without a name, ``selection.saved_empty`` without an area,
        ``selection.saved_twice`` where the person has one of that name.
    """
    if not places:
        raise SelectionError("selection.saved_empty", "There is no area in the choice.", place="auswahl")
    rows = units.unit_rows(version.id)
    _forget(organisation)
    row = SavedSelection.objects.create(
        organisation=organisation,
        owner=by,
        name=_free_name(by, organisation, name),
        boundary_version_id=version.id,
        unit_ids=sorted(rows[place].unit_id for place in set(places)),
        is_shared=is_shared,
    )
    if is_shared:
        _tell(row, "indicators.selection_shared", by)
    return row


@transaction.atomic
def rename_selection(*, selection: SavedSelection, name: str, by: User) -> SavedSelection:
    """Call a selection something else.

    Raises
    ------
    SelectionError
        As `save_selection`.
    """
    row = _locked(selection)
    row.name = _free_name(by, row.organisation, name, but=row)
    row.save(update_fields=["name", "changed_at"])
    return row


@transaction.atomic
def share_selection(*, selection: SavedSelection, is_shared: bool, by: User) -> SavedSelection:
    """Let the house open a selection, or keep it for oneself again."""
    row = _locked(selection)
    if row.is_shared != is_shared:
        row.is_shared = is_shared
        row.save(update_fields=["is_shared", "changed_at"])
        _tell(row, "indicators.selection_shared" if is_shared else "indicators.selection_unshared", by)
    return row


@transaction.atomic
def remove_saved_selection(*, selection: SavedSelection, by: User) -> None:
    """Put a selection away; its owner can bring it back for a while."""
    row = _locked(selection)
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at", "changed_at"])
    if row.is_shared:
        _tell(row, "indicators.selection_unshared", by)
    _forget(row.organisation)


@transaction.atomic
def restore_saved_selection(*, selection: SavedSelection, by: User) -> SavedSelection:
    """Bring a selection back; the house can open it if it could before.

    Raises
    ------
    SelectionError
        ``selection.saved_twice`` where its name is taken.
    """
    row = _locked(selection)
    row.name = _free_name(by, row.organisation, row.name, but=row)
    row.removed_at = None
    row.save(update_fields=["removed_at", "changed_at"])
    if row.is_shared:
        _tell(row, "indicators.selection_shared", by)
    return row


def _locked(selection: SavedSelection) -> SavedSelection:
    # In two tabs at once: the second one waits here.
    return SavedSelection.objects.select_for_update().select_related("organisation").get(pk=selection.pk)


def _free_name(by: User, organisation: Organisation, name: str, but: SavedSelection | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise SelectionError("selection.saved_nameless", "A saved selection has a name.", place="name")
    same = saved_of(by, organisation).filter(name=name, removed_at__isnull=True)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise SelectionError("selection.saved_twice", "There is one of this name.", place="name", name=name)
    return name


def _forget(organisation: Organisation) -> None:
    """Let go for good of what was removed long ago."""
    SavedSelection.objects.filter(organisation=organisation, removed_at__lte=forgotten_before()).delete()


def _tell(row: SavedSelection, action: str, by: User) -> None:
    details = {"areas": len(row.unit_ids)}
    record(action=action, by=by, organisation=row.organisation, subject=row, details=details)
