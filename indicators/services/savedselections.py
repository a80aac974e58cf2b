# SPDX-License-Identifier: EUPL-1.2
"""Keep selections of areas under a name: for oneself, or for the house. The log tells of what the house is given."""

from collections.abc import Sequence

from django.db import transaction

from indicators.errors import SelectionError
from indicators.models import SavedSelection
from indicators.services.keepsakes import bring_back, forget, free_name, locked, put_away, rename
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
        ``selection.saved_empty`` without an area.
    KeepsakeError
        As `free_name`.
    """
    if not places:
        raise SelectionError("selection.saved_empty", "There is no area in the choice.", place="auswahl")
    rows = units.unit_rows(version.id)
    forget(SavedSelection, organisation)
    row = SavedSelection.objects.create(
        organisation=organisation,
        owner=by,
        name=free_name(SavedSelection, name, by=by, organisation=organisation),
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
    KeepsakeError
        As `free_name`.
    """
    return rename(locked(selection), name, by=by)


@transaction.atomic
def share_selection(*, selection: SavedSelection, is_shared: bool, by: User) -> SavedSelection:
    """Let the house open a selection, or keep it for oneself again."""
    row = locked(selection)
    if row.is_shared != is_shared:
        row.is_shared = is_shared
        row.save(update_fields=["is_shared", "changed_at"])
        _tell(row, "indicators.selection_shared" if is_shared else "indicators.selection_unshared", by)
    return row


@transaction.atomic
def remove_saved_selection(*, selection: SavedSelection, by: User) -> None:
    """Put a selection away; its owner can bring it back for a while."""
    row = locked(selection)
    put_away(row)
    if row.is_shared:
        _tell(row, "indicators.selection_unshared", by)


@transaction.atomic
def restore_saved_selection(*, selection: SavedSelection, by: User) -> SavedSelection:
    """Bring a selection back; the house can open it if it could before.

    Raises
    ------
    KeepsakeError
        ``kept.twice`` where its name is taken.
    """
    row = bring_back(locked(selection), by=by)
    if row.is_shared:
        _tell(row, "indicators.selection_shared", by)
    return row


def _tell(row: SavedSelection, action: str, by: User) -> None:
    details = {"areas": len(row.unit_ids)}
    record(action=action, by=by, organisation=row.organisation, subject=row, details=details)
