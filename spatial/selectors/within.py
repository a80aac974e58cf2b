# SPDX-License-Identifier: EUPL-1.2
"""Which areas of a boundary version lie in one of a coarser level: by the parents that the register knows."""

from collections.abc import Iterable

from spatial.selectors.rows import BoundaryVersionRow, UnitRow
from spatial.selectors.units import unit_by_key, unit_rows


def whole_with(
    version: BoundaryVersionRow, versions: Iterable[BoundaryVersionRow], level: str, key: str
) -> UnitRow | None:
    """Return the area with a key on another level of the same edition; None without one."""
    found = next((each for each in versions if (each.edition, each.level) == (version.edition, level)), None)
    return None if found is None else unit_by_key(found.id, key)


def places_within(
    version: BoundaryVersionRow, versions: Iterable[BoundaryVersionRow], whole: UnitRow
) -> tuple[int, ...]:
    """Return the places of the areas of a boundary version over which an area lies, level by level upwards."""
    parents = _parents(version, versions)
    return tuple(row.position for row in unit_rows(version.id) if whole.unit_id in _above(row.parent_id, parents))


def places_above(
    version: BoundaryVersionRow, versions: Iterable[BoundaryVersionRow], above: BoundaryVersionRow
) -> tuple[int, ...]:
    """Return for each area of a boundary version the place of the area of a coarser one over it; -1 without one."""
    parents = _parents(version, versions)
    places = {row.unit_id: row.position for row in unit_rows(above.id)}
    found = (
        (places[unit_id] for unit_id in _above(row.parent_id, parents) if unit_id in places)
        for row in unit_rows(version.id)
    )
    return tuple(next(each, -1) for each in found)


def areas_above(
    version: BoundaryVersionRow, versions: Iterable[BoundaryVersionRow]
) -> tuple[tuple[BoundaryVersionRow, tuple[UnitRow, ...]], ...]:
    """Return the areas over those of a boundary version, level by level, the coarsest first; not the whole."""
    versions = tuple(versions)
    parents = _parents(version, versions)
    above = {unit_id for row in unit_rows(version.id) for unit_id in _above(row.parent_id, parents)}
    found = (
        (each, tuple(row for row in unit_rows(each.id) if row.unit_id in above))
        for each in sorted(_coarser(version, versions), key=lambda each: (each.hierarchy, each.level_position))
    )
    return tuple((each, rows) for each, rows in found if each.unit_count > 1 and rows)


def _coarser(version: BoundaryVersionRow, versions: Iterable[BoundaryVersionRow]) -> tuple[BoundaryVersionRow, ...]:
    return tuple(each for each in versions if each.edition == version.edition and each.id != version.id)


def _parents(version: BoundaryVersionRow, versions: Iterable[BoundaryVersionRow]) -> dict[int, int | None]:
    """Return the parent of each area of the other levels of the same edition."""
    return {row.unit_id: row.parent_id for each in _coarser(version, versions) for row in unit_rows(each.id)}


def _above(unit_id: int | None, parents: dict[int, int | None]) -> set[int]:
    above: set[int] = set()
    while unit_id is not None and unit_id not in above:
        above.add(unit_id)
        unit_id = parents.get(unit_id)
    return above
