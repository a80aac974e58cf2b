# SPDX-License-Identifier: EUPL-1.2
"""Boundary versions as arrays: unit ids in frozen order and the way to the next coarser level."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from spatial.selectors import levels, units
from spatial.selectors.rows import BoundaryVersionRow, OrganisationKey

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One boundary version with unit ids, parent unit ids (0: no parent) and keys, all in frozen order."""

    version: BoundaryVersionRow
    unit_ids: Positions
    parent_ids: Positions
    keys: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        """The id of the boundary version."""
        return self.version.id

    @property
    def size(self) -> int:
        """The number of areas."""
        return int(self.unit_ids.size)


def places_of(organisation: OrganisationKey) -> dict[int, Place]:
    """Return all boundary versions of an organisation by id, hierarchy by hierarchy, the whole first."""
    return {row.id: _place(row) for row in levels.boundary_versions_of(organisation)}


def _place(row: BoundaryVersionRow) -> Place:
    rows = units.unit_rows(row.id)
    return Place(
        row,
        np.array([unit.unit_id for unit in rows], dtype=np.int64),
        np.array([unit.parent_id or 0 for unit in rows], dtype=np.int64),
        tuple(unit.key for unit in rows),
    )


def edition_chain(places: dict[int, Place], place: Place) -> tuple[Place, ...]:
    """Return the levels of the same hierarchy and edition, the finest first."""
    chain = [
        each
        for each in places.values()
        if (each.version.edition, each.version.hierarchy) == (place.version.edition, place.version.hierarchy)
    ]
    return tuple(sorted(chain, key=lambda each: -each.version.level_position))


def groups_of(chain: Sequence[Place], place: Place) -> Positions:
    """Return the next coarser area of each area (`chain` as `edition_chain`); all in one group where there is none."""
    after = list(chain).index(place) + 1
    return np.zeros(place.size, dtype=np.int64) if after == len(chain) else positions_in(place, chain[after])


def positions_in(child: Place, parent: Place) -> Positions:
    """Return for each area of ``child`` the position of its parent in ``parent``; −1 where it has none there.

    Levels in between are not looked through: ``parent`` is the next coarser level.
    """
    order = np.argsort(parent.unit_ids)
    found = np.searchsorted(parent.unit_ids, child.parent_ids, sorter=order)
    # Beyond the last id there is nothing; what stands there instead is another one.
    positions = order[np.minimum(found, parent.size - 1)]
    return np.where(parent.unit_ids[positions] == child.parent_ids, positions, -1)
