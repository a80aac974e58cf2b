# SPDX-License-Identifier: EUPL-1.2
"""Saved selections: whose somebody may open, and how one is opened on the workbench."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet

from indicators.models import SavedSelection
from indicators.rendering.workbench import areasets
from indicators.rendering.workbench.conditions import Listed, read_condition
from indicators.rendering.workbench.parts import Areas, Filters, What
from indicators.rendering.workbench.state import State
from indicators.selectors.keepsakes import kept_by, removed, there
from sozialplanung.accounts.models import Organisation, User
from spatial.selectors import units
from spatial.selectors.levels import boundary_versions_of, present_version
from spatial.selectors.rows import BoundaryVersionRow


@dataclass(frozen=True, slots=True)
class SavedRow:
    """One selection: how many of its areas the boundaries of today have, and the addresses that open it."""

    row: SavedSelection
    is_own: bool
    count: int
    there: int
    edition: str
    as_choice: str
    as_filter: str


def own_selection(person: User, organisation: Organisation, uuid: UUID) -> SavedSelection | None:
    """Return a selection that somebody may change; None for one of somebody else, and for one that is not there."""
    return there(kept_by(SavedSelection, person, organisation)).filter(uuid=uuid).first()


def removed_selections(person: User, organisation: Organisation) -> QuerySet[SavedSelection]:
    """Return the own selections that can be brought back, those that went last first."""
    return removed(kept_by(SavedSelection, person, organisation))


def readable_selections(person: User, organisation: Organisation, state: State) -> tuple[SavedRow, ...]:
    """Return the own selections and those of the house, by name; each opens in the state of a workbench."""
    mine_or_shared = Q(owner_id=person.pk) | Q(is_shared=True)
    rows = there(SavedSelection.objects.filter(mine_or_shared, organisation_id=organisation.pk))
    versions = {version.id: version for version in boundary_versions_of(organisation)}
    return tuple(
        _row(row, versions[row.boundary_version_id], tuple(versions.values()), state, is_own=row.owner_id == person.pk)
        for row in rows.select_related("owner", "boundary_version__level").order_by("name", "pk")
    )


def _row(
    row: SavedSelection,
    version: BoundaryVersionRow,
    versions: tuple[BoundaryVersionRow, ...],
    state: State,
    *,
    is_own: bool,
) -> SavedRow:
    same = tuple(each for each in versions if each.level == version.level)
    today = present_version(same)
    text = areasets.written(_places(version, row.unit_ids), version.order_hash)
    found = len(_places(today, row.unit_ids))
    choice, condition = opened(state, version.level, text), with_filter(state, version.level, text)
    return SavedRow(row, is_own, len(row.unit_ids), found, today.name, choice.query(), condition.query())


def _places(version: BoundaryVersionRow, unit_ids: Iterable[int]) -> list[int]:
    found = (units.unit_by_id(version.id, unit_id) for unit_id in unit_ids)
    return [unit.position for unit in found if unit is not None]


def opened(state: State, level: str, text: str) -> State:
    """Return the state with these areas as its choice; on another level it begins anew with the same indicator."""
    return replace(_on_level(state, level), areas=Areas(auswahl=text))


def with_filter(state: State, level: str, text: str) -> State:
    """Return the state that shows these areas alone, together with the conditions that there are."""
    kept, condition = _on_level(state, level), str(Listed(text))
    others = tuple(each for each in kept.filters.filter if each != condition)
    return replace(kept, filters=replace(kept.filters, filter=(*others, condition)))


def _on_level(state: State, level: str) -> State:
    if state.what.ebene == level:
        return state
    conditions = tuple(each for each in state.filters.filter if not isinstance(read_condition(each), Listed))
    return replace(
        state,
        what=What(indikator=state.what.indikator, ebene=level),
        areas=Areas(),
        filters=replace(state.filters, filter=conditions) if conditions else Filters(),
    )
