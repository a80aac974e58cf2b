# SPDX-License-Identifier: EUPL-1.2
"""A set of areas of an address on the ground that is shown: found again by what they are."""

from indicators.rendering.workbench.areasets import AreaSet
from indicators.selectors.mapfacts import MapFacts
from spatial.selectors import units
from spatial.selectors.rows import BoundaryVersionRow


def version_of(found: AreaSet, facts: MapFacts) -> BoundaryVersionRow | None:
    """Return the boundary version in whose order a set was written: of the level shown, else of any."""
    fitting = [version for version in facts.ground.versions.values() if found.is_of(version.order_hash)]
    fitting = [version for version in fitting if found.positions[-1] < version.unit_count]
    same = [version for version in fitting if version.level == facts.ground.shown.level]
    return next(iter((*same, *fitting)), None)


def places_on(found: AreaSet, version: BoundaryVersionRow, ground: BoundaryVersionRow) -> tuple[int, ...]:
    """Return the same areas by their places on another ground, those that it has."""
    if version.id == ground.id:
        return found.positions
    rows = units.unit_rows(version.id)
    there = (units.unit_by_id(ground.id, rows[place].unit_id) for place in found.positions)
    return tuple(sorted(row.position for row in there if row is not None))
