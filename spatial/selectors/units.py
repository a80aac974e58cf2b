# SPDX-License-Identifier: EUPL-1.2
"""Areas of a boundary version: in frozen order, by key, and their relations; cached, since they never change."""

from django.db.models import F, FloatField, Func

from spatial.models import BoundaryMember, BoundaryVersion
from spatial.selectors.kept import Kept
from spatial.selectors.levels import boundary_version, versions_of_edition
from spatial.selectors.rows import PUBLIC, BoundaryVersionRow, OrganisationKey, UnitPlace, UnitRow

# The largest city has about a dozen versions; a Land with 33,000 areas takes some 10 MB of one place.
CACHED_VERSIONS = 32


def unit_rows(boundary_version_id: int) -> tuple[UnitRow, ...]:
    """Return the areas of a boundary version in its frozen order; without any there is no such version."""
    return _UNITS(boundary_version_id).rows


def unit_row(organisation: OrganisationKey, level: str, edition: str, key: str) -> UnitRow | None:
    """Return one area by its key in a boundary version, or None."""
    place = unit_place(organisation, level, edition, key)
    return place.unit if place else None


def unit_place(organisation: OrganisationKey, level: str, edition: str | None, key: str) -> UnitPlace | None:
    """Return one area together with its boundary version; without an edition in the one that holds today."""
    version = boundary_version(organisation, level, edition)
    if version is None:
        return None
    unit = unit_by_key(version.id, key)
    return UnitPlace(version, unit) if unit else None


def unit_by_key(boundary_version_id: int, key: str) -> UnitRow | None:
    """Return one area by its key in a boundary version, or None."""
    return _UNITS(boundary_version_id).by_key.get(key)


def unit_by_id(boundary_version_id: int, unit_id: int) -> UnitRow | None:
    """Return one area by its enduring id in a boundary version, or None when it does not belong to it."""
    return _UNITS(boundary_version_id).by_id.get(unit_id)


def lineage(unit: UnitRow) -> tuple[UnitPlace, ...]:
    """Return the parents of an area in its own edition, the nearest first, up to the whole."""
    versions = versions_of_edition(unit.boundary_version_id)
    found: list[UnitPlace] = []
    parent_id = unit.parent_id
    while parent_id is not None:
        place = _place(versions, parent_id)
        if place is None:
            break
        found.append(place)
        parent_id = place.unit.parent_id
    return tuple(found)


def children(unit: UnitRow) -> tuple[UnitPlace, ...]:
    """Return the areas whose parent this one is, in its own edition, level by level in frozen order."""
    return tuple(
        UnitPlace(version, row)
        for version in versions_of_edition(unit.boundary_version_id)
        for row in unit_rows(version.id)
        if row.parent_id == unit.unit_id
    )


def neighbours(unit: UnitRow) -> tuple[UnitRow, ...]:
    """Return the areas that share a border with this one, in frozen order."""
    touching = _NEIGHBOURS(unit.boundary_version_id)
    rows = unit_rows(unit.boundary_version_id)
    return tuple(rows[position] for position in touching[unit.position]) if touching else ()


def neighbour_lists(boundary_version_id: int) -> list[list[int]]:
    """Return for each position the positions that share a border with it; empty where that is not known."""
    return _NEIGHBOURS(boundary_version_id)


def forget() -> None:
    """Empty what this process keeps of areas, their neighbours and their folded names."""
    Kept.forget_everything()


class _Units:
    """The areas of one boundary version, once in order and once by key and id."""

    def __init__(self, boundary_version_id: int) -> None:
        self.rows = _rows(boundary_version_id)
        self.by_key = {row.key: row for row in self.rows}
        self.by_id = {row.unit_id: row for row in self.rows}

    def __len__(self) -> int:
        return len(self.rows)


def _rows(boundary_version_id: int) -> tuple[UnitRow, ...]:
    members = BoundaryMember.objects.using(PUBLIC).filter(boundary_version_id=boundary_version_id)
    values = members.order_by("position").values_list(
        "boundary_version_id",
        "position",
        "unit_version__unit_id",
        "unit_version__key",
        "unit_version__name",
        "unit_version__parent_id",
        "unit_version__area_m2",
        Func(F("unit_version__label_point"), function="ST_X", output_field=FloatField()),
        Func(F("unit_version__label_point"), function="ST_Y", output_field=FloatField()),
    )
    return tuple(UnitRow(*row) for row in values)


def _neighbours_of(boundary_version_id: int) -> list[list[int]]:
    found = BoundaryVersion.objects.using(PUBLIC).filter(id=boundary_version_id).values_list("neighbours", flat=True)
    return found.first() or []


_UNITS = Kept(_Units, CACHED_VERSIONS)
_NEIGHBOURS = Kept(_neighbours_of, CACHED_VERSIONS)


def _place(versions: tuple[BoundaryVersionRow, ...], unit_id: int) -> UnitPlace | None:
    for version in versions:
        unit = unit_by_id(version.id, unit_id)
        if unit is not None:
            return UnitPlace(version, unit)
    return None
