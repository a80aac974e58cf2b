# SPDX-License-Identifier: EUPL-1.2
"""What the selectors of space hand out: frozen rows, no model instances."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

PUBLIC = "public"


class OrganisationKey(Protocol):
    """Whatever stands for an organisation and knows its id."""

    @property
    def id(self) -> int:
        """The id of the organisation."""


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One Raumebene; `parent` is the slug of the next coarser level of the same hierarchy."""

    id: int
    slug: str
    hierarchy: str
    position: int
    parent: str | None
    name: str
    name_plural: str


@dataclass(frozen=True, slots=True)
class BoundaryVersionRow:
    """One Gebietsstand of one level; `valid_until` is exclusive and None while it lasts."""

    id: int
    level: str
    level_name: str
    level_name_plural: str
    level_position: int
    hierarchy: str
    edition: str
    name: str
    valid_from: date
    valid_until: date | None
    unit_count: int
    order_hash: str
    publisher: str
    licence: str
    attribution: str
    note: str

    def is_valid_on(self, day: date) -> bool:
        """Say whether the version holds on that day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One area at its place in the frozen order of a boundary version; longitude and latitude are of its label."""

    boundary_version_id: int
    position: int
    unit_id: int
    key: str
    name: str
    parent_id: int | None
    area_m2: float
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """One area together with the boundary version it is seen in."""

    version: BoundaryVersionRow
    unit: UnitRow


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One area that a search found, under the newest edition that holds it."""

    level: str
    level_name: str
    edition: str
    edition_name: str
    is_current: bool
    key: str
    name: str
    parent_name: str
    boundary_version_id: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class AssetRow:
    """The outlines of a boundary version at one detail: the hash is part of their address."""

    boundary_version_id: int
    detail: str
    content_hash: str
    size: int


@dataclass(frozen=True, slots=True)
class TileSetRow:
    """The tiles of a boundary version: the hashes are part of the addresses of tiles and of what they lack."""

    boundary_version_id: int
    content_hash: str
    places_hash: str
