# SPDX-License-Identifier: EUPL-1.2
"""Areas as read from a boundary file, not yet projected, checked or repaired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from spatial.geometry.problems import Problem

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class BoundaryTable:
    """Areas in the order of the file.

    ``keys`` are unique and in NFC; ``geometries`` is an object array of shapely (Multi)Polygons in
    ``crs`` (an allowed name such as ``EPSG:25832``; axes are always east, north), which may still be
    invalid. ``findings`` are remarks that did not stop the reading.
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]
    properties: tuple[Mapping[str, Scalar], ...]
    geometries: NDArray[np.object_]
    crs: str
    findings: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        """Return the number of areas."""
        return len(self.keys)
