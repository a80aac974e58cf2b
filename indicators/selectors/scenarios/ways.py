# SPDX-License-Identifier: EUPL-1.2
"""The ways that were worked out for a scenario: which there are, which are missing, and the job that makes them."""

from collections.abc import Iterable
from typing import Final

from indicators.models import Scenario
from indicators.selectors.areaways import Ways, WaysAsked, kept_ways
from indicators.selectors.scenarios.ground import ScenarioGround
from indicators.stats.siting.changing import Point
from sozialplanung.jobs.models import Job

WAYS: Final = "indicators.scenario_ways"


def asked_by(ground: ScenarioGround) -> WaysAsked:
    """Return which ways a scenario asks for."""
    version = ground.version
    return WaysAsked(ground.network, ground.scenario.mode, version.id, version.order_hash, len(ground.units))


def ways_of(ground: ScenarioGround, points: Iterable[Point] | None = None) -> Ways:
    """Return the ways to the points of a scenario, or to others, as far as they were worked out."""
    return kept_ways(asked_by(ground), ground.ledger.points if points is None else points)


def last_job(scenario: Scenario) -> Job | None:
    """Return the newest job that works out ways for a scenario."""
    jobs = Job.objects.filter(kind=WAYS, organisation_id=scenario.organisation_id, payload__scenario=scenario.pk)
    return jobs.order_by("-created_at").first()
