# SPDX-License-Identifier: EUPL-1.2
"""Which areas of two boundary versions of one level share ground."""

from functools import lru_cache
from typing import Final

import numpy as np
import shapely

from spatial.geometry.succession import NamedAreas, find_succession
from spatial.models import BoundaryMember
from spatial.selectors.rows import PUBLIC

# A pair of versions of a city is some thousand pairs of numbers; there are a few versions.
_KEPT: Final = 32
Pair = tuple[int, int]


@lru_cache(maxsize=_KEPT)
def shared_ground(first_id: int, second_id: int) -> tuple[Pair, ...]:
    """Return the positions of areas that share more ground than borders drawn anew do, older position first.

    Boundary versions never change once stored, so the answer is kept.
    """
    first, second = _areas(first_id), _areas(second_id)
    return tuple((each.old, each.new) for each in find_succession(first, second).exchanges())


def _areas(boundary_version_id: int) -> NamedAreas:
    rows = BoundaryMember.objects.using(PUBLIC).filter(boundary_version_id=boundary_version_id).order_by("position")
    found = list(rows.values_list("unit_version__key", "unit_version__name", "unit_version__geometry"))
    outlines = shapely.from_wkb([bytes(geometry.wkb) for *_, geometry in found])
    return NamedAreas([row[0] for row in found], [row[1] for row in found], np.asarray(outlines, dtype=object))
