# SPDX-License-Identifier: EUPL-1.2
"""The ground under a map: boundary versions, names of areas, outlines."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.rendering.maptable import AreaName
from indicators.rendering.mapview import Outlines
from indicators.rendering.tableparts import MOST_ROWS
from indicators.selectors.mapchoice import MapChoice, MapNotFoundError
from indicators.selectors.mapways import ways_without_area
from indicators.selectors.sheets import OrganisationRef, ReleaseRef
from spatial.geometry.tiling import MOST_PATHS
from spatial.selectors import geometries, levels, units
from spatial.selectors.rows import AssetRow, BoundaryVersionRow, TileSetRow, UnitRow
from spatial.selectors.tiles import tile_sets

DETAIL = "map"


@dataclass(frozen=True, slots=True)
class Ground:
    """All boundary versions of an organisation by id, the one shown, and what each period is drawn with."""

    versions: dict[int, BoundaryVersionRow]
    shown: BoundaryVersionRow
    outlines: tuple[Outlines, ...]

    @property
    def is_large(self) -> bool:
        """Whether so many areas are shown that no page holds all of them at once."""
        return self.shown.unit_count > MOST_ROWS

    @property
    def coarser(self) -> BoundaryVersionRow | None:
        """The level that the table names beside each area, and whose outlines lie over the map."""
        return coarsest_over(self.shown, self.versions.values())

    def name_of_whole(self) -> str:
        """Return the name of the one area at the top; empty without one."""
        whole = next((each for each in _same_ground(self.shown, self.versions.values()) if each.unit_count == 1), None)
        return units.unit_rows(whole.id)[0].name if whole else ""

    def version_of(self, ref: ReleaseRef) -> BoundaryVersionRow:
        """Return the boundary version of a release."""
        return self.versions[ref.boundary_version_id]

    def position_by_unit(self, boundary_version_id: int) -> dict[int | None, int]:
        """Return the place of each area by its enduring id."""
        return {row.unit_id: row.position for row in units.unit_rows(boundary_version_id)}

    def only_area(self) -> UnitRow | None:
        """Return the one area of the level shown; None where there are several."""
        return units.unit_rows(self.shown.id)[0] if self.shown.unit_count == 1 else None

    def area_names(self) -> tuple[AreaName, ...]:
        """Return the names of the areas shown in their frozen order, with the coarse area that each lies in."""
        above = self._names_above()
        return tuple(
            AreaName(row.key, row.name, above.get(row.parent_id or 0, "")) for row in units.unit_rows(self.shown.id)
        )

    def _names_above(self) -> dict[int, str]:
        """Return by area of the levels in between the name of the coarse area over it."""
        coarser = self.coarser
        if coarser is None:
            return {}
        names = {row.unit_id: row.name for row in units.unit_rows(coarser.id)}
        between = [
            version
            for version in _same_ground(self.shown, self.versions.values())
            if coarser.level_position < version.level_position < self.shown.level_position
        ]
        for version in sorted(between, key=lambda version: version.level_position):
            names |= {row.unit_id: names.get(row.parent_id or 0, "") for row in units.unit_rows(version.id)}
        return names


def ground_of(organisation: OrganisationRef, choice: MapChoice) -> Ground:
    """Read the ground under a map."""
    return ground_under(organisation, [ref.boundary_version_id for ref in choice.series], choice.ref)


def ground_under(organisation: OrganisationRef, drawn: Iterable[int], shown: ReleaseRef) -> Ground:
    """Read the ground under a release; `drawn` are the boundary versions of all periods that are drawn beside it."""
    versions = {version.id: version for version in levels.boundary_versions_of(organisation)}
    drawn = list(dict.fromkeys(drawn))
    coarser = {id_: coarsest_over(versions[id_], versions.values()) for id_ in drawn}
    assets = geometries.assets([*drawn, *(version.id for version in coarser.values() if version)])
    tiled = tile_sets([id_ for id_ in drawn if versions[id_].unit_count > MOST_PATHS])
    outlines = tuple(_outlines(versions[id_], coarser[id_], assets, tiled.get(id_)) for id_ in drawn)
    return Ground(versions, versions[shown.boundary_version_id], outlines)


def _outlines(
    version: BoundaryVersionRow,
    coarser: BoundaryVersionRow | None,
    assets: dict[tuple[int, str], AssetRow],
    tiles: TileSetRow | None,
) -> Outlines:
    own = assets.get((version.id, DETAIL))
    over = assets.get((coarser.id, DETAIL)) if coarser else None
    return Outlines(
        edition=version.edition,
        level=version.level,
        content_hash=own.content_hash if own else "",
        coarser_level=coarser.level if coarser and over else "",
        coarser_hash=over.content_hash if over else "",
        tiles_hash=tiles.content_hash if tiles else "",
        places_hash=tiles.places_hash if tiles else "",
    )


def area_with(version: BoundaryVersionRow, key: str) -> UnitRow | None:
    """Return the area with a key in a boundary version; None without a key.

    Raises
    ------
    MapNotFoundError
        ``map.area_unknown``: there is no such area.
    """
    if not key:
        return None
    found = units.unit_by_key(version.id, key)
    if found is None:
        raise MapNotFoundError(
            "map.area_unknown",
            "There is no area with this key.",
            place="gebiet",
            name=key,
            level=version.level_name_plural,
            edition=version.name,
            ways=ways_without_area(),
        )
    return found


def _same_ground(version: BoundaryVersionRow, versions: Iterable[BoundaryVersionRow]) -> tuple[BoundaryVersionRow, ...]:
    return tuple(
        other for other in versions if (other.edition, other.hierarchy) == (version.edition, version.hierarchy)
    )


def coarsest_over(version: BoundaryVersionRow, versions: Iterable[BoundaryVersionRow]) -> BoundaryVersionRow | None:
    """Return the coarsest level over a boundary version that has more than one area; None without one."""
    found = [
        other
        for other in _same_ground(version, versions)
        if other.level_position < version.level_position and other.unit_count > 1
    ]
    return min(found, key=lambda other: other.level_position, default=None)
