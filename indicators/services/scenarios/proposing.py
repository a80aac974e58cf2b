# SPDX-License-Identifier: EUPL-1.2
"""Look for the best next sites of a scenario among candidates, by a job, for the audience of who asks."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.db import transaction

from indicators.errors import ScenarioChangedError, ScenarioError
from indicators.models import ChangeOfSite, Scenario, SitingObjective, SitingRun
from indicators.models.scenarios import MOST_PLACES
from indicators.selectors.scenarios.ground import ScenarioGround, ground_of, last_change_of
from indicators.selectors.scenarios.people import People, people_of
from indicators.selectors.scenarios.sitings import SITE
from indicators.selectors.scenarios.ways import ways_of
from indicators.services.keepsakes import locked
from indicators.services.scenarios.changing import Wanted, change_site
from indicators.services.scenarios.ways import work_out
from indicators.stats.reach.demand import Floats
from indicators.stats.siting.changing import Point, Site
from indicators.stats.siting.choosing import Proposal, best_sites
from indicators.stats.siting.problem import Objective, Siting, sites, siting
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common.names import first_named
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.context import JobContext

MOST_CANDIDATES: Final = 300
# Older searches of a scenario are let go.
KEPT: Final = 10
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: at most so many new sites among candidates, best at something.

    With `is_bounded` no site takes more persons than it has places.
    """

    objective: SitingObjective
    most_new: int
    candidates: Sequence[Site]
    is_bounded: bool = False


@transaction.atomic
def request_siting(*, scenario: Scenario, organisation: Organisation, search: Search, by: User) -> SitingRun:
    """Let a job look for the best next sites; `organisation` is read for the audience of who asks.

    Raises
    ------
    ScenarioError
        ``scenario.no_candidates`` without any, ``scenario.many_candidates`` beyond 300, ``scenario.places`` for
        candidates with more than 100,000 places, ``scenario.places_unknown`` where places are a bound and those of an
        open site are not known, ``scenario.no_people`` where whoever asks sees no figure of the persons.
    """
    _check(scenario, search)
    people = people_of(organisation, scenario)
    if people is None:
        raise ScenarioError("scenario.no_people", "No figure of the persons is released.")
    run = SitingRun.objects.create(
        scenario=scenario,
        objective=search.objective,
        most_new=search.most_new,
        candidates=[_written(each) for each in search.candidates],
        is_bounded=search.is_bounded,
        last_change=last_change_of(scenario),
        reading=organisation.audience,
        release_id=people.ref.id,
        made_by=by,
    )
    old = SitingRun.objects.filter(scenario=scenario).values_list("pk", flat=True)[KEPT:]
    SitingRun.objects.filter(pk__in=list(old)).delete()
    jobs.enqueue(kind=SITE, payload={"siting": run.pk}, by=by, organisation=scenario.organisation)
    return run


def _check(scenario: Scenario, search: Search) -> None:
    if not search.candidates:
        raise ScenarioError("scenario.no_candidates", "There is no candidate.", place="candidates")
    if len(search.candidates) > MOST_CANDIDATES:
        raise ScenarioError("scenario.many_candidates", "There are too many candidates.", most=MOST_CANDIDATES)
    if not all(0 <= each.places <= MOST_PLACES for each in search.candidates):
        raise ScenarioError("scenario.places", "Too few or too many places.", place="places")
    if search.is_bounded:
        _room_of(ground_of(scenario))


def _room_of(ground: ScenarioGround) -> list[float]:
    """Return how many persons the open sites take; a number that is not known bounds nothing that can be told."""
    standing = ground.ledger.standing_open
    unknown = [each.name or each.key for each in standing if math.isnan(each.places)]
    if unknown:
        named = first_named(unknown, _NAMED, "; ")
        raise ScenarioError("scenario.places_unknown", "Places are not known.", count=len(unknown), names=named)
    return [each.places for each in standing]


def find_sites(context: JobContext) -> None:
    """Work out the ways to all candidates, and choose among them; the answer and the end of the job are one."""
    rows = SitingRun.objects.select_related("scenario__organisation", "scenario__period", "scenario__indicator")
    run = rows.filter(pk=int(context.payload["siting"])).first()
    if run is None:
        return
    ground, points = ground_of(run.scenario), [candidate_point(each) for each in run.candidates]
    work_out(ground, points, context.progress)
    work_out(ground, [ground.ledger.points[each.column] for each in ground.ledger.standing_open], context.progress)
    answer = _answer(run, ground, points)
    with context.finishing():
        SitingRun.objects.filter(pk=run.pk).update(answer=answer, last_change=ground.last_change)


@transaction.atomic
def adopt_siting(*, scenario: Scenario, run: SitingRun, by: User) -> int:
    """Open the chosen sites in the scenario, one change for each; returns how many.

    Raises
    ------
    ScenarioChangedError
        ``scenario.searched_before`` where the scenario is another one than was searched: nothing is opened twice.
    ScenarioError
        As `change_site`.
    """
    if run.last_change != last_change_of(locked(scenario)):
        raise ScenarioChangedError("scenario.searched_before", "The scenario was changed after this search.")
    chosen = [run.candidates[place] for place in (run.answer or {}).get("chosen", ())]
    for each in chosen:
        wanted = Wanted(ChangeOfSite.ADD, "", each["name"], candidate_point(each), each["places"])
        change_site(scenario=scenario, wanted=wanted, by=by)
    return len(chosen)


def candidate_point(candidate: Mapping[str, Any]) -> Point:
    """Return where a stored candidate lies."""
    return float(candidate["longitude"]), float(candidate["latitude"])


def _written(site: Site) -> dict[str, Any]:
    longitude, latitude = site.point
    return {"name": site.name or site.key, "longitude": longitude, "latitude": latitude, "places": site.places}


def _answer(run: SitingRun, ground: ScenarioGround, points: Sequence[Point]) -> dict[str, Any]:
    organisation = ground.scenario.organisation
    organisation.audience = run.reading
    people = people_of(organisation, run.scenario)
    if people is None or people.ref.id != run.release_id:
        raise ScenarioError("scenario.no_people", "The figures are gone.")
    problem = _problem(run, ground, people, points)
    objective: Objective = "covering" if run.objective == SitingObjective.COVERING else "median"
    found = best_sites(problem, objective)
    other = best_sites(problem, objective, other_than=found.chosen) if found.chosen else None
    first = len(ground.ledger.standing_open)
    told = _told(found, first)
    return told | {"other": _told(other, first) if other is not None and not other.reason else None}


def _problem(run: SitingRun, ground: ScenarioGround, people: People, points: Sequence[Point]) -> Siting:
    there = [ground.ledger.points[each.column] for each in ground.ledger.standing_open]
    costs = ways_of(ground, [*there, *points]).minutes
    if costs is None:
        raise ScenarioError("scenario.incomplete", "Ways are missing.")
    where = sites(np.arange(len(there) + len(points)) < len(there), _room(run, ground))
    furthest = float(run.scenario.minutes) if run.objective == SitingObjective.COVERING else np.inf
    return siting(people.who, where, _reachable(costs), most_new=run.most_new, furthest=furthest)


def _room(run: SitingRun, ground: ScenarioGround) -> Floats | None:
    """Return how many persons each site and candidate takes; None where as many as come."""
    if not run.is_bounded:
        return None
    return np.array([*_room_of(ground), *(float(each["places"]) for each in run.candidates)])


def _reachable(costs: Floats) -> Floats:
    return np.where(np.isnan(costs), np.inf, costs)


def _told(found: Proposal, first: int) -> dict[str, Any]:
    """Return a proposal as it is stored; candidates are counted from 0, numbers that are none are null."""
    numbers = {name: getattr(found, name) for name in ("value", "before", "bound", "gap")}
    return {
        **{name: float(value) if math.isfinite(value) else None for name, value in numbers.items()},
        "chosen": [place - first for place in found.chosen],
        "is_proven": found.is_proven,
        "reason": found.reason,
        "cut_off": len(found.cut_off),
        "left_out": len(found.left_out),
    }
