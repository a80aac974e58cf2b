# SPDX-License-Identifier: EUPL-1.2
"""The areas on which figures stand: in one order of ids, and whether an area was drawn the same in another edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from spatial.selectors import units
from spatial.selectors.rows import BoundaryVersionRow, UnitRow

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Records = npt.NDArray[np.void]

# The same ground although it was drawn again: up to a thousandth of its size.
_SAME_GROUND: Final = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The areas of one boundary version, in the order of their ids."""

    version: BoundaryVersionRow
    unit_ids: Ints
    areas_m2: Floats
    rows: tuple[UnitRow, ...]


def ground_of(version: BoundaryVersionRow) -> Ground:
    """Read the areas of a boundary version in the order of their ids."""
    rows = tuple(sorted(units.unit_rows(version.id), key=lambda row: row.unit_id))
    unit_ids = np.array([row.unit_id for row in rows], dtype=np.int64)
    return Ground(version, unit_ids, np.array([row.area_m2 for row in rows], dtype=np.float64), rows)


def placed(records: Records, bounds: tuple[int, int], ground: Ground) -> tuple[Records, Ints]:
    """Join the records between two bounds to the areas of a ground by id; those of other areas are left out."""
    rows = records[slice(*bounds)]
    places, is_there = _found(ground.unit_ids, rows["unit"])
    return rows[is_there], places[is_there]


class Borders:
    """Knows how large each area was in each edition; an edition is read when it is asked for, and once.

    Records name their edition by its number in `editions`, counted from 1; 0 stands for none of them.
    """

    def __init__(self, versions: Sequence[BoundaryVersionRow], editions: Sequence[str]) -> None:
        self._versions = versions
        self._editions = list(editions)
        self._known: dict[int, tuple[Ints, Floats]] = {}

    def is_same(self, records: Records, places: Ints, ground: Ground) -> npt.NDArray[np.bool_]:
        """Say of each record whether its area was then what it is on this ground, where it stands at `places`."""
        same = np.asarray(records["edition"] == self._editions.index(ground.version.edition) + 1)
        for number in np.unique(records["edition"][~same]).tolist():
            of_it = records["edition"] == number
            then, now = self._areas(number, records["unit"][of_it]), ground.areas_m2[places[of_it]]
            # Without the area in that edition: NaN, which is never near.
            same[of_it] = np.abs(then - now) <= _SAME_GROUND * now
        return same

    def _areas(self, number: int, unit_ids: Ints) -> Floats:
        if number not in self._known:
            self._known[number] = self._read(self._editions[number - 1] if number else "")
        known, areas = self._known[number]
        places, is_there = _found(known, unit_ids)
        result = np.full(unit_ids.size, np.nan)
        result[is_there] = areas[places[is_there]]
        return result

    def _read(self, edition: str) -> tuple[Ints, Floats]:
        pairs = sorted(
            (row.unit_id, row.area_m2)
            for version in self._versions
            if version.edition == edition
            for row in units.unit_rows(version.id)
        )
        return (
            np.array([unit_id for unit_id, _ in pairs], dtype=np.int64),
            np.array([area for _, area in pairs], dtype=np.float64),
        )


def _found(known: Ints, wanted: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Return where wanted ids stand among known ones in their order, and which of them are there at all."""
    places = np.searchsorted(known, wanted).astype(np.int64)
    is_there = places < known.size
    is_there[is_there] = known[places[is_there]] == wanted[is_there]
    return places, is_there
