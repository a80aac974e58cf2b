# SPDX-License-Identifier: EUPL-1.2
"""The areas in which something lies, as ways on: to their profiles, and to the map with the area chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlencode

from sozialplanung.portal.addresses import map_address
from spatial.selectors.rows import BoundaryVersionRow, UnitRow
from spatial.selectors.streets import LevelAreas

_MOST_OF_LEVEL: Final = 12


def place_query(place: tuple[str, str, str]) -> str:
    """Return how an address names an area, by its level, its boundaries and its key."""
    return urlencode(dict(zip(("ebene", "gebietsstand", "gebiet"), place, strict=True)))


class AreaAddress(Protocol):
    """Makes the address of an area."""

    def __call__(self, slug: str, *, edition: str, level: str, key: str) -> str:
        """Return it for an area of the organisation with this slug."""


@dataclass(frozen=True, slots=True)
class AreaWay:
    """An area in which something lies: its profile, and the map with the area chosen where there is one of its level.

    `place` names level, edition and key, for a map that shows the area already.
    """

    label: str
    url: str
    map_url: str
    place: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LevelWays:
    """The areas of one level in which something lies; `more` are not told."""

    label: str
    ways: tuple[AreaWay, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Ways:
    """Makes ways to the areas of one place; `figures` are the boundary versions of which the reader finds any."""

    slug: str
    area: AreaAddress
    figures: frozenset[int]

    def levels(self, levels: Iterable[LevelAreas]) -> tuple[LevelWays, ...]:
        """Return the ways to areas, the smallest first."""
        return tuple(self._level(each) for each in reversed(tuple(levels)))

    def finest(self, levels: Sequence[LevelAreas]) -> AreaWay | None:
        """Return the way to the smallest area with released figures; where there is none to the smallest at all."""
        told = [each for each in levels if each.version.id in self.figures] or levels
        found = max(told, key=lambda each: (each.version.level_position, each.version.unit_count), default=None)
        return self._way(found.version, found.areas[0]) if found else None

    def _level(self, level: LevelAreas) -> LevelWays:
        version, areas = level.version, level.areas
        label = version.level_name if len(areas) == 1 else version.level_name_plural
        ways = tuple(self._way(version, area) for area in areas[:_MOST_OF_LEVEL])
        return LevelWays(label, ways, max(0, len(areas) - _MOST_OF_LEVEL))

    def _way(self, version: BoundaryVersionRow, area: UnitRow) -> AreaWay:
        place = (version.level, version.edition, area.key)
        map_url = f"{map_address(self.slug)}?{place_query(place)}" if version.id in self.figures else ""
        url = self.area(self.slug, edition=version.edition, level=version.level, key=area.key)
        return AreaWay(area.name, url, map_url, place)
