# SPDX-License-Identifier: EUPL-1.2
"""What an own area holds of each level of an edition, and how many people live there as far as readers know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np
import shapely

from indicators.rendering.workbench.ownshapes import Union
from indicators.selectors.inhabitants import inhabitants_of
from indicators.selectors.profile_slices import slice_contents
from indicators.selectors.sheets import OrganisationRef, ReleaseRef
from indicators.stats.ownareas import Booleans, Floats, Integers, part_inside, people_shares
from sozialplanung.common.statuses import have_value
from spatial.selectors import units
from spatial.selectors.ownparts import own_parts
from spatial.selectors.rows import BoundaryVersionRow
from spatial.selectors.within import places_above


@dataclass(frozen=True, slots=True, eq=False)
class LevelParts:
    """The areas of a level that an own area holds.

    ``places`` are their positions, ``ground`` and ``share`` which part of the ground and of the people of each lies
    inside (1: as a whole), ``people`` how many live in each (NaN: not known). ``is_by_people`` says that cut areas were
    divided by the people of smaller ones, not by ground. ``shapes`` are their outlines.
    """

    version: BoundaryVersionRow
    places: Integers
    ground: Floats
    share: Floats
    people: Floats
    outside: float
    shapes: "np.ndarray[tuple[int], np.dtype[np.object_]]"
    is_by_people: bool = False

    @property
    def is_whole(self) -> Booleans:
        """Tell which areas lie inside as a whole."""
        whole: Booleans = self.ground == 1
        return whole

    @property
    def inside(self) -> float:
        """Which part of the areas that are touched lies inside: of their people where known, else of their ground."""
        by_people = part_inside(self.share, self.people)
        if not isnan(by_people):
            return by_people
        rows = units.unit_rows(self.version.id)
        return part_inside(self.ground, np.array([rows[int(place)].area_m2 for place in self.places]))

    @property
    def is_exact(self) -> bool:
        """Whether the own area consists of whole areas of this level."""
        return bool(self.places.size and self.is_whole.all())


@dataclass(frozen=True, slots=True, eq=False)
class OwnGround:
    """An own area on the levels of one edition, the whole first, and how many people live there (NaN: not known).

    ``people_release`` is the release that tells how many live in the areas; None where none does.
    """

    levels: tuple[LevelParts, ...]
    people: float
    people_release: int | None = None

    def of(self, boundary_version_id: int) -> LevelParts | None:
        """Return what is held of a level."""
        return next((level for level in self.levels if level.version.id == boundary_version_id), None)


@dataclass(frozen=True, slots=True, eq=False)
class _People:
    version: BoundaryVersionRow
    values: Floats
    release: int


def own_ground(
    organisation: OrganisationRef,
    shape: shapely.Geometry,
    versions: Sequence[BoundaryVersionRow],
    refs: Iterable[ReleaseRef],
    union: Union | None = None,
) -> OwnGround:
    """Return what a shape in EPSG:4326 holds of the levels of an edition that something is released of.

    `versions` are all of the edition, the whole first. Areas that were named are held as a whole. People are those whom
    the reader may read of, by the newest figures of the finest level that has some.
    """
    refs = tuple(refs)
    told = {ref.boundary_version_id for ref in refs}
    people = _people(organisation, versions, refs)
    finest = None if people is None else own_parts(people.version.id, shape)
    levels = []
    for version in (each for each in versions if each.id in told):
        plain = _plain(version, shape, union)
        if people is not None and finest is not None and people.version.hierarchy == version.hierarchy:
            plain = _with_people(plain, people, (finest.places, finest.ground), versions)
        levels.append(plain)
    known = (level for level in reversed(levels) if people is not None and level.version.id == people.version.id)
    total = next((float(np.sum(level.people * level.share)) for level in known), nan)
    return OwnGround(tuple(levels), total, None if people is None else people.release)


def _plain(version: BoundaryVersionRow, shape: shapely.Geometry, union: Union | None) -> LevelParts:
    found = own_parts(version.id, shape)
    places, ground, shapes = found.places, found.ground, found.shapes
    if union is not None and (union.level, union.edition) == (version.level, version.edition):
        named = np.isin(places, [row.position for row in units.unit_rows(version.id) if row.key in set(union.keys)])
        places, shapes, ground = places[named], shapes[named], np.ones(int(named.sum()))
    nobody = np.full(len(places), nan)
    return LevelParts(version, places, ground, ground, nobody, found.outside, shapes)


def _people(
    organisation: OrganisationRef, versions: Sequence[BoundaryVersionRow], refs: Iterable[ReleaseRef]
) -> _People | None:
    """Return the people of the finest level that has figures of them, by the newest of these."""
    slugs, by_id = set(inhabitants_of(organisation)), {version.id: version for version in versions}
    found = [ref for ref in refs if ref.indicator in slugs and ref.boundary_version_id in by_id]
    if not found:
        return None
    newest = max(found, key=lambda ref: (ref.level_position, ref.period_end, ref.indicator))
    content = slice_contents([newest]).get(newest.id)
    if content is None:
        return None
    values = np.where(have_value(content.status), content.numbers["value"].values, nan)
    return _People(by_id[newest.boundary_version_id], values, newest.id)


def _with_people(
    plain: LevelParts, people: _People, inside: tuple[Integers, Floats], versions: Sequence[BoundaryVersionRow]
) -> LevelParts:
    version = plain.version
    if version.level_position > people.version.level_position:
        return plain
    if version.id == people.version.id:
        return replace(plain, people=people.values[plain.places])
    above = np.array(places_above(people.version, versions, version), dtype=np.intp)
    index = np.full(version.unit_count, -1, dtype=np.intp)
    index[plain.places] = np.arange(plain.places.size)
    parents = np.where(above >= 0, index[above], -1)
    share = people_shares(plain.ground, *inside, people.values, parents)
    here = parents >= 0
    total = np.bincount(parents[here], weights=people.values[here], minlength=plain.places.size)
    is_there = np.bincount(parents[here], minlength=plain.places.size) > 0
    return replace(plain, share=share, people=np.where(is_there, total, nan), is_by_people=bool(is_there.all()))


def names_of(level: LevelParts) -> Mapping[int, str]:
    """Return the names of the areas that are held, by position."""
    rows = units.unit_rows(level.version.id)
    return {int(place): rows[int(place)].name for place in level.places}
