# SPDX-License-Identifier: EUPL-1.2
"""Build all crosswalks of one region and carry all its releases by them; prints seconds, and undoes it all."""

import json
import sys
import time
from unittest.mock import patch

import django

django.setup()

import numpy as np  # noqa: E402 - Django first
import shapely  # noqa: E402
from django.db import transaction  # noqa: E402

from indicators.models import Conversion, Indicator, Release, ReleaseState  # noqa: E402
from indicators.selectors import graph  # noqa: E402
from indicators.selectors.inhabitants import inhabitants_of  # noqa: E402
from indicators.services.converting.ground import ways_of  # noqa: E402
from indicators.services.converting.indices import IndexBook  # noqa: E402
from indicators.services.converting.making import convert_indicator  # noqa: E402
from sozialplanung.accounts.models import Organisation  # noqa: E402
from spatial.models import BoundaryVersion  # noqa: E402
from spatial.services import crosswalks  # noqa: E402
from spatial.services.changesets.stored import stored_areas  # noqa: E402


def cut(organisation: Organisation) -> float:
    """Return how long it takes to cut all outlines of the first version of each level with those of the last."""
    versions: dict[int, list[BoundaryVersion]] = {}
    for version in BoundaryVersion.objects.filter(organisation=organisation).order_by("valid_from"):
        versions.setdefault(version.level_id, []).append(version)
    grounds = [[stored_areas(each).geometries for each in (pair[0], pair[-1])] for pair in versions.values()]
    begin = time.perf_counter()
    for older, newer in grounds:
        right, left = shapely.STRtree(shapely.make_valid(older)).query(newer, predicate="intersects")
        shared = shapely.intersection(shapely.make_valid(older[left]), shapely.make_valid(newer[right]))
        assert shapely.area(shared).sum() > 0
    return time.perf_counter() - begin


def read(organisation: Organisation) -> tuple[float, int]:
    """Return how long it takes to read all slices in force, and how many there are."""
    begin = time.perf_counter()
    rows = Release.objects.filter(organisation=organisation, state=ReleaseState.PUBLISHED)
    found = [np.frombuffer(bytes(payload), dtype=np.uint8).sum() for payload in rows.values_list("payload", flat=True)]
    return time.perf_counter() - begin, len(found)


def main(slug: str) -> None:
    """Forget what was carried, make it anew, and say how long that took."""
    organisation = Organisation.objects.get(slug=slug)
    cutting, (reading, releases) = cut(organisation), read(organisation)
    with transaction.atomic():
        Conversion.objects.filter(organisation=organisation).delete()
        begin = time.perf_counter()
        # What was cut before is kept for good: here it is cut as for the first time.
        with patch.object(crosswalks, "_known_ground", return_value=None):
            ways = ways_of(organisation)
        built = time.perf_counter() - begin
        inhabitants, book = inhabitants_of(organisation), IndexBook(organisation)
        rows = Indicator.objects.filter(organisation=organisation, is_building_block=False).in_bulk()
        # An index comes after all that it is made of.
        indicators = [rows[pk] for pk in graph.in_order(organisation_id=organisation.pk) if pk in rows]
        begin = time.perf_counter()
        made = sum(
            convert_indicator(indicator=indicator, ways=ways, inhabitants=inhabitants, book=book)[0]
            for indicator in indicators
        )
        carried = time.perf_counter() - begin
        transaction.set_rollback(True)
    told = {"cutting": cutting, "building": built, "reading": reading, "carrying": carried}
    sys.stdout.write(f"{json.dumps({**told, 'releases': releases, 'made': made, 'ways': len(ways)})}\n")


main(sys.argv[1])
