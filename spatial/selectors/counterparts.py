# SPDX-License-Identifier: EUPL-1.2
"""The same ground in other boundary versions of the same level."""

from dataclasses import dataclass

from django.db import connections

from spatial.selectors.rows import PUBLIC, UnitRow

# A label point lies inside its area: two areas that hold each other's point, or one of them, share ground.
_SQL = """
WITH this AS (
    SELECT b.id, b.level_id, v.unit_id, v.geometry, v.label_point
    FROM spatial_boundaryversion b
    JOIN spatial_boundarymember m ON m.boundary_version_id = b.id
    JOIN spatial_unitversion v ON v.id = m.unit_version_id
    WHERE b.id = %s AND m.position = %s
)
SELECT l.slug, b.edition, b.name, v.key, v.name, v.unit_id = this.unit_id
FROM this
JOIN spatial_boundaryversion b ON b.level_id = this.level_id AND b.id <> this.id
JOIN spatial_boundarymember m ON m.boundary_version_id = b.id
JOIN spatial_unitversion v ON v.id = m.unit_version_id
JOIN spatial_level l ON l.id = b.level_id
WHERE v.geometry && this.geometry
  AND (v.unit_id = this.unit_id OR ST_Covers(v.geometry, this.label_point) OR ST_Covers(this.geometry, v.label_point))
ORDER BY b.valid_from DESC, v.key
"""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """One area of another boundary version on this ground; `is_same` when it is the same enduring area."""

    level: str
    edition: str
    edition_name: str
    key: str
    name: str
    is_same: bool


def counterparts(unit: UnitRow) -> tuple[Counterpart, ...]:
    """Return the areas of other editions that hold this area's label point or whose own lies in it, newest first."""
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(_SQL, [unit.boundary_version_id, unit.position])
        return tuple(Counterpart(*row) for row in cursor.fetchall())
