# SPDX-License-Identifier: EUPL-1.2
"""Work out the ways from all areas to the sites of a scenario, once for everything that they follow from."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

import numpy as np
from django.db import transaction

from indicators.models import Scenario, ScenarioWays
from indicators.rendering.scenario_ways import packed
from indicators.selectors.scenarios.ground import ScenarioGround, ground_of
from indicators.selectors.scenarios.ways import WAYS, input_hash, ways_of
from indicators.stats.reach.demand import Floats
from indicators.stats.siting.changing import Point
from sozialplanung.accounts.models import User
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job
from spatial.geometry.network.profiles import Mode
from spatial.selectors.routing import Asked, travel_times_to

# So many searches are made at once, between two reports of how far it is.
AT_ONCE: Final = 40


def request_ways(*, scenario: Scenario, by: User) -> Job | None:
    """Let a job work out the ways that a scenario lacks; None where there are all of them."""
    ground = ground_of(scenario)
    missing = ways_of(ground).missing
    if not missing:
        return None
    state = sha256(repr(sorted(missing)).encode()).hexdigest()[:40]
    return jobs.enqueue(
        kind=WAYS, payload={"scenario": scenario.pk, "state": state}, by=by, organisation=scenario.organisation
    )


def work_out_ways(*, scenario_id: int, report: Callable[[int, int], None]) -> int:
    """Work out the ways that a scenario lacks; returns how many points were new. A second attempt goes on."""
    scenario = Scenario.objects.select_related("organisation", "period", "indicator").filter(pk=scenario_id).first()
    if scenario is None:
        return 0
    ground = ground_of(scenario)
    return work_out(ground, ground.ledger.points, report)


def work_out(ground: ScenarioGround, points: Sequence[Point], report: Callable[[int, int], None]) -> int:
    """Work out those ways to points that are not there yet; returns how many points were new."""
    missing = ways_of(ground, points).missing
    if missing:
        _keep(ground, missing, _table(ground, missing, report))
    return len(missing)


def _table(ground: ScenarioGround, points: Sequence[Point], report: Callable[[int, int], None]) -> Floats:
    """Return seconds from all areas to points, searched from the side that has fewer of them, some at a time."""
    asked = Asked(ground.network, Mode(ground.scenario.mode))
    areas = [(row.longitude, row.latitude) for row in ground.units]
    by_area = len(areas) <= len(points)
    most = len(areas) if by_area else len(points)
    table = np.full((len(areas), len(points)), np.nan)
    for first in range(0, most, AT_ONCE):
        report(first, most)
        part = slice(first, first + AT_ONCE)
        if by_area:
            table[part] = travel_times_to(asked, areas[part], points)
        else:
            table[:, part] = travel_times_to(asked, areas, points[part])
    report(most, most)
    return table


@transaction.atomic
def _keep(ground: ScenarioGround, points: Sequence[Point], table: Floats) -> None:
    rows = [
        ScenarioWays(
            organisation_id=ground.scenario.organisation_id,
            network_id=ground.network.id,
            boundary_version_id=ground.version.id,
            input_hash=input_hash(ground, point),
            seconds=packed(table[:, place]),
        )
        for place, point in enumerate(points)
    ]
    # Two jobs may have worked out the same: either of them will do.
    ScenarioWays.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
