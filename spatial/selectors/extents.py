# SPDX-License-Identifier: EUPL-1.2
"""How far the areas of a boundary version reach."""

import json

from django.contrib.gis.db.models import Extent as ExtentOf

from sozialplanung.accounts.selectors import PUBLIC
from sozialplanung.web.kept import A_DAY, made_once
from spatial.models import BoundaryMember
from spatial.readers.maps.grid import Extent


def version_extent(version_id: int) -> Extent | None:
    """Return west, south, east and north of the areas of a boundary version in degrees; None where it has none."""
    found = json.loads(made_once(f"spatial.extent/{version_id}", lambda: _extent(version_id), seconds=A_DAY))
    return None if found is None else (found[0], found[1], found[2], found[3])


def _extent(version_id: int) -> bytes:
    rows = BoundaryMember.objects.using(PUBLIC).filter(boundary_version_id=version_id)
    return json.dumps(rows.aggregate(found=ExtentOf("unit_version__geometry"))["found"]).encode()
