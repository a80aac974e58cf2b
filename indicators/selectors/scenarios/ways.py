# SPDX-License-Identifier: EUPL-1.2
"""The ways that were worked out for a scenario: which there are, which are missing, and the job that makes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from indicators.models import Scenario, ScenarioWays
from indicators.rendering.scenario_ways import minutes_of
from indicators.selectors.scenarios.ground import ScenarioGround
from indicators.stats.reach.demand import Floats
from indicators.stats.siting.changing import Point
from sozialplanung.jobs.models import Job

WAYS: Final = "indicators.scenario_ways"
# Rises when ways are worked out otherwise than before.
_METHOD: Final = 1


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Minutes from n areas to m points; None while some are `missing`."""

    minutes: Floats | None
    missing: tuple[Point, ...]


def input_hash(ground: ScenarioGround, point: Point) -> str:
    """Return the hash of all that the ways from the areas to a point follow from."""
    mode, version = ground.scenario.mode, ground.version
    parts = (_METHOD, ground.network.id, ground.network.content_hash, mode, version.id, version.order_hash, point)
    return sha256(repr(parts).encode()).hexdigest()


def ways_of(ground: ScenarioGround, points: Iterable[Point] | None = None) -> Ways:
    """Return the ways to the points of a scenario, or to others, as far as they were worked out."""
    wanted = ground.ledger.points if points is None else tuple(points)
    hashes = [input_hash(ground, point) for point in wanted]
    stored = _stored(hashes)
    missing = tuple(dict.fromkeys(point for point, key in zip(wanted, hashes, strict=True) if key not in stored))
    if missing:
        return Ways(None, missing)
    return Ways(minutes_of([stored[key] for key in hashes], len(ground.units)), ())


def _stored(hashes: Iterable[str]) -> Mapping[str, bytes]:
    rows = ScenarioWays.objects.filter(input_hash__in=list(hashes)).values_list("input_hash", "seconds")
    return {key: bytes(seconds) for key, seconds in rows}


def last_job(scenario: Scenario) -> Job | None:
    """Return the newest job that works out ways for a scenario."""
    jobs = Job.objects.filter(kind=WAYS, organisation_id=scenario.organisation_id, payload__scenario=scenario.pk)
    return jobs.order_by("-created_at").first()
