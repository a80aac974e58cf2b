# SPDX-License-Identifier: EUPL-1.2
"""Ways to an area: by its name, by what it belongs to, by the alphabet; at any boundary version."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.utils import timezone

from indicators.selectors.search import folded
from indicators.selectors.sheets import OrganisationRef
from sozialplanung.common.licences import licence_named
from spatial.selectors import units
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow, SearchHit, UnitRow
from spatial.selectors.search import search as areas_named

Order = Literal["baum", "alphabet"]
ORDERS: Final[tuple[Order, ...]] = ("baum", "alphabet")


@dataclass(frozen=True, slots=True)
class Edition:
    """One Gebietsstand over all its levels; `is_current` when it holds today."""

    slug: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """Areas under one heading: the area they belong to (with its level), or a letter."""

    title: str
    level: str
    key: str
    areas: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class AreaIndex:
    """The page Gebiete: what can be chosen, what is chosen, and the areas."""

    editions: tuple[Edition, ...]
    edition: Edition
    versions: tuple[BoundaryVersionRow, ...]
    version: BoundaryVersionRow
    order: Order
    groups: tuple[AreaGroup, ...]
    text: str
    hits: tuple[SearchHit, ...]

    @property
    def licence(self) -> tuple[str, str]:
        """Name and address of the licence of the boundaries; one that is not known keeps its code, without address."""
        return licence_named(self.version.licence)


@dataclass(frozen=True, slots=True)
class AreaWish:
    """What an address asks for; None means what holds today, or the finest level."""

    text: str = ""
    edition: str | None = None
    level: str | None = None
    order: Order = "baum"


def area_index(organisation: OrganisationRef, wish: AreaWish) -> AreaIndex | None:
    """Return the areas of one level; None when there is no such edition or level there."""
    rows = boundary_versions_of(organisation)
    editions = _editions(rows)
    edition = _chosen_edition(editions, wish.edition)
    versions = tuple(row for row in rows if edition and row.edition == edition.slug)
    version = _chosen_version(versions, wish.level)
    if edition is None or version is None:
        return None
    return AreaIndex(
        editions=editions,
        edition=edition,
        versions=versions,
        version=version,
        order=wish.order,
        groups=_by_letter(version) if wish.order == "alphabet" else _by_parent(version, versions),
        text=wish.text,
        hits=areas_named(organisation, wish.text) if wish.text else (),
    )


def _editions(rows: Sequence[BoundaryVersionRow]) -> tuple[Edition, ...]:
    today = timezone.localdate()
    newest_first = sorted(rows, key=lambda row: row.valid_from, reverse=True)
    found = {row.edition: Edition(row.edition, row.name, row.is_valid_on(today)) for row in newest_first}
    return tuple(found.values())


def _chosen_edition(editions: Sequence[Edition], wanted: str | None) -> Edition | None:
    if wanted is not None:
        return next((each for each in editions if each.slug == wanted), None)
    return next((each for each in editions if each.is_current), next(iter(editions), None))


def _chosen_version(versions: Sequence[BoundaryVersionRow], wanted: str | None) -> BoundaryVersionRow | None:
    if wanted is not None:
        return next((row for row in versions if row.level == wanted), None)
    return max(versions, key=lambda row: (row.level_position, row.unit_count), default=None)


def _by_letter(version: BoundaryVersionRow) -> tuple[AreaGroup, ...]:
    grouped: dict[str, list[UnitRow]] = {}
    for row in _alphabetical(units.unit_rows(version.id)):
        grouped.setdefault(folded(row.name)[:1].upper(), []).append(row)
    return tuple(AreaGroup(letter, "", "", tuple(rows)) for letter, rows in grouped.items())


def _alphabetical(rows: Sequence[UnitRow]) -> list[UnitRow]:
    return sorted(rows, key=lambda row: (folded(row.name), row.key))


def _by_parent(version: BoundaryVersionRow, versions: Sequence[BoundaryVersionRow]) -> tuple[AreaGroup, ...]:
    """Group areas below the coarsest level above them that is not the whole."""
    rows = units.unit_rows(version.id)
    above = {row.unit_id: row.parent_id for row in rows}
    coarser = sorted((row for row in versions if _is_above(row, version)), key=lambda row: -row.level_position)
    for place, parent in enumerate(coarser):
        if place + 1 == len(coarser) or coarser[place + 1].unit_count == 1:
            return _groups(rows, above, parent)
        higher = {row.unit_id: row.parent_id for row in units.unit_rows(parent.id)}
        above = {unit: higher.get(parent_id) if parent_id else None for unit, parent_id in above.items()}
    return (AreaGroup("", "", "", tuple(_alphabetical(rows))),)


def _is_above(row: BoundaryVersionRow, version: BoundaryVersionRow) -> bool:
    return row.hierarchy == version.hierarchy and row.level_position < version.level_position


def _groups(rows: Sequence[UnitRow], above: dict[int, int | None], parent: BoundaryVersionRow) -> tuple[AreaGroup, ...]:
    grouped: dict[int | None, list[UnitRow]] = {}
    for row in _alphabetical(rows):
        grouped.setdefault(above[row.unit_id], []).append(row)
    found = [
        AreaGroup(row.name, parent.level, row.key, tuple(grouped[row.unit_id]))
        for row in _alphabetical(units.unit_rows(parent.id))
        if row.unit_id in grouped
    ]
    # Levels of different origin need not nest: nobody may get lost for that.
    lost = [row for row in _alphabetical(rows) if units.unit_by_id(parent.id, above[row.unit_id] or 0) is None]
    return (*found, *([AreaGroup("", "", "", tuple(lost))] if lost else []))
