# SPDX-License-Identifier: EUPL-1.2
"""Work out the ways from all areas to points, once for everything that they follow from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.db import transaction

from indicators.models import ScenarioWays
from indicators.rendering.scenario_ways import minutes_of, packed
from indicators.selectors.areaways import WaysAsked, stored_ways
from indicators.stats.reach.demand import Floats
from indicators.stats.siting.changing import Point
from spatial.geometry.network.profiles import Mode
from spatial.selectors.routing import Asked, travel_times_to
from spatial.selectors.units import unit_rows

# So many searches are made at once, between two reports of how far it is.
AT_ONCE: Final = 40
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class WorkedOut:
    """Ways from n areas to m points as they are stored, and how many of the points were `new`."""

    columns: Sequence[bytes]
    area_count: int
    new: int

    @property
    def minutes(self) -> Floats:
        """All ways in minutes, shape (n, m)."""
        return minutes_of(self.columns, self.area_count)


def work_out(asked: WaysAsked, points: Sequence[Point], *, organisation_id: int, report: Report) -> WorkedOut:
    """Work out those ways to points that are not there yet; returns all of them."""
    stored = stored_ways(asked, points)
    missing = tuple(point for point in dict.fromkeys(points) if point not in stored)
    if missing:
        table = _table(asked, missing, report)
        made = {point: packed(table[:, place]) for place, point in enumerate(missing)}
        _keep(asked, made, organisation_id)
        stored |= made
    return WorkedOut([stored[point] for point in points], asked.area_count, len(missing))


def _table(asked: WaysAsked, points: Sequence[Point], report: Report) -> Floats:
    """Return seconds from all areas to points, searched from the side that has fewer of them, some at a time."""
    way = Asked(asked.network, Mode(asked.mode))
    areas = [(row.longitude, row.latitude) for row in unit_rows(asked.version_id)]
    by_area = len(areas) <= len(points)
    most = len(areas) if by_area else len(points)
    table = np.full((len(areas), len(points)), np.nan)
    for first in range(0, most, AT_ONCE):
        report(first, most)
        part = slice(first, first + AT_ONCE)
        if by_area:
            table[part] = travel_times_to(way, areas[part], points)
        else:
            table[:, part] = travel_times_to(way, areas, points[part])
    report(most, most)
    return table


@transaction.atomic
def _keep(asked: WaysAsked, made: Mapping[Point, bytes], organisation_id: int) -> None:
    rows = [
        ScenarioWays(
            organisation_id=organisation_id,
            network_id=asked.network.id,
            boundary_version_id=asked.version_id,
            input_hash=asked.key(point),
            seconds=seconds,
        )
        for point, seconds in made.items()
    ]
    # Two jobs may have worked out the same: either of them will do.
    ScenarioWays.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
