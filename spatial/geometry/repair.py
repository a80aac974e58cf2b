# SPDX-License-Identifier: EUPL-1.2
"""Proposes repairs of invalid outlines: shown beside the original, applied only when someone says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries, polygonal
from spatial.geometry.projections import from_metric, metric_crs, to_metric

if TYPE_CHECKING:
    from spatial.geometry.arrays import Geometries

LARGEST_CHANGE = 0.001


@dataclass(frozen=True, slots=True, eq=False)
class RepairProposal:
    """One invalid area and what it could become.

    ``area_before_m2`` is what the rings enclose as drawn (shell less holes, by the shoelace formula),
    ``area_after_m2`` that of ``proposed``. ``change`` is the largest relative difference between
    these and the other way to read the outline (even-odd); infinite where nothing would be left.
    """

    position: int
    reason: str
    proposed: shapely.Geometry
    area_before_m2: float
    area_after_m2: float
    change: float

    @property
    def is_blocked(self) -> bool:
        """Tell whether the repair would change the area by more than 0.1 %: the source must decide."""
        return not self.change <= LARGEST_CHANGE


def propose_repairs(geometries: Geometries) -> tuple[RepairProposal, ...]:
    """Propose a valid outline for each invalid area.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326; valid, empty and missing ones get no proposal.

    Returns
    -------
    tuple of RepairProposal
        In the order of the areas. Nothing is applied.

    References
    ----------
    GEOS ``MakeValid``: "structure" keeps shells and cuts holes, "linework" takes what is enclosed an
    odd number of times. Where both agree, the outline can be read in one way only.
    """
    is_asked = ~shapely.is_missing(geometries) & ~shapely.is_valid(geometries)
    positions = np.flatnonzero(is_asked).tolist()
    if not positions:
        return ()
    crs = metric_crs(geometries)
    drawn = to_metric(geometries[positions], crs)
    kept = polygonal(shapely.make_valid(drawn, method="structure", keep_collapsed=False))
    odd = polygonal(shapely.make_valid(drawn, method="linework"))
    proposed = from_metric(kept, crs)
    return tuple(
        _proposal(position, geometries[position], proposed[row], (drawn[row], kept[row], odd[row]))
        for row, position in enumerate(positions)
    )


def apply_repairs(geometries: Geometries, proposals: tuple[RepairProposal, ...]) -> Geometries:
    """Return the areas with the given proposals in place.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        The areas that `propose_repairs` saw; they are not changed.
    proposals : tuple of RepairProposal
        Those that a person accepted.

    Returns
    -------
    ndarray of object, shape (n,)
        A new array.

    Raises
    ------
    ValueError
        If one of the proposals is blocked.
    """
    blocked = [proposal.position for proposal in proposals if proposal.is_blocked]
    if blocked:
        raise ValueError(f"Repairs of positions {blocked} change the area by more than 0.1 %.")
    repaired = as_geometries(geometries)
    for proposal in proposals:
        repaired[proposal.position] = proposal.proposed
    return repaired


def _proposal(
    position: int,
    original: shapely.Geometry,
    proposed: shapely.Geometry,
    readings: tuple[shapely.Geometry, shapely.Geometry, shapely.Geometry],
) -> RepairProposal:
    before, after, odd = (float(shapely.area(reading)) for reading in readings)
    differences = (abs(after - before), abs(after - odd))
    change = max(differences) / after if after > 0 else float("inf")
    reason = shapely.is_valid_reason(original)
    return RepairProposal(position, reason, proposed, before, after, change)
