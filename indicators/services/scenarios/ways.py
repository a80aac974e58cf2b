# SPDX-License-Identifier: EUPL-1.2
"""Work out the ways from all areas to the sites of a scenario, once for everything that they follow from."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from indicators.models import Scenario
from indicators.selectors.scenarios.ground import ScenarioGround, ground_of
from indicators.selectors.scenarios.ways import WAYS, asked_by, ways_of
from indicators.services import areaways
from indicators.stats.siting.changing import Point
from sozialplanung.accounts.models import User
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job


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
    organisation_id = ground.scenario.organisation_id
    return areaways.work_out(asked_by(ground), points, organisation_id=organisation_id, report=report).new
