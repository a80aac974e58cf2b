# SPDX-License-Identifier: EUPL-1.2
"""What a scenario of 86 areas and 300 sites costs: its page before and after, and the best next site by HiGHS."""

import json
import time
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from indicators.models import ChangeOfSite, Scenario, SitingObjective, SitingRun, WeightForm
from indicators.selectors import published
from indicators.selectors.readership import audiences_of
from indicators.selectors.scenarios.answer import terms_of
from indicators.selectors.scenarios.ground import ground_of, point_layers
from indicators.selectors.scenarios.people import people_of
from indicators.selectors.scenarios.ways import ways_of
from indicators.services import areaways
from indicators.services.scenarios import ways
from indicators.services.scenarios.changing import Wanted, change_site
from indicators.services.scenarios.keeping import ScenarioPlan, create_scenario
from indicators.services.scenarios.proposing import Search, request_siting
from indicators.stats.reach.demand import Floats
from indicators.stats.siting.changing import Point, Site
from indicators.stats.siting.effect import effect
from spatial.selectors.networks import networks_of
from spatial.selectors.routing import Asked
from tests.bench.measuring import median_ms, report
from tests.factories.desk import client_of, run_jobs
from tests.factories.koelncity import CHILDREN, SITES, build_koeln
from tests.factories.standing import public_reads_along
from tests.factories.world import World, build_world

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
AREAS, ROUNDS, GREEDY_ROUNDS = 86, 10, 20
# Streets are longer than the straight way, and somebody on foot makes 5 km in an hour.
DETOUR, METRES_A_SECOND = 1.3, 5 / 3.6
# A street to begin with: the ways of this measurement are straight ones.
STREET = {"type": "LineString", "coordinates": [[6.90, 50.94], [7.00, 50.94]]}


def _straight(_asked: Asked, areas: Sequence[Point], points: Sequence[Point]) -> Floats:
    """Return seconds from areas to points without streets."""
    here, there = np.array(areas), np.array(points)
    scale = 111_320.0 * np.array([np.cos(np.radians(50.94)), 1.0])
    metres = np.hypot(*np.moveaxis((here[:, None] - there[None]) * scale, -1, 0))
    seconds: Floats = metres * DETOUR / METRES_A_SECOND
    return seconds


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Give Köln's Stadtteile with made-up centres; what is written there is seen by all connections."""
    feature = {"type": "Feature", "properties": {}, "geometry": STREET}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    monkeypatch.setattr(areaways, "travel_times_to", _straight)
    with public_reads_along():
        yield build_koeln(build_world(), content)


@pytest.fixture
def scenario(world: World) -> Scenario:
    """Begin a scenario with changes of each kind."""
    ref = published.releases_of(world.city, indicator=CHILDREN)[-1]
    plan = ScenarioPlan(
        name="Heute",
        description="",
        layer=point_layers(world.city.pk)[0],
        network=networks_of(world.city)[0],
        indicator=CHILDREN,
        period=ref.period,
        boundary_version_id=ref.boundary_version_id,
        mode="foot",
        form=WeightForm.WITHIN,
        minutes=10,
        threshold=1.0,
    )
    row = create_scenario(organisation=world.city, plan=plan, by=world.bert)
    for wanted in (
        *(Wanted(ChangeOfSite.CLOSE, str(key)) for key in (1, 20, 40)),
        Wanted(ChangeOfSite.ENLARGE, "60", places=200.0),
        Wanted(ChangeOfSite.ADD, "", "Neu", (6.95, 50.94), 80.0),
    ):
        change_site(scenario=row, wanted=wanted, by=world.bert)
    run_jobs()
    world.city.audience = audiences_of(world.bert, world.city)[0]
    return row


def test_the_page_before_and_after(world: World, scenario: Scenario) -> None:
    client, address = client_of(world.bert), "/musterstadt/szenarien/"
    ground, people = ground_of(scenario), people_of(world.city, scenario)
    costs = ways_of(ground).minutes
    assert people is not None
    assert costs is not None
    assert costs.shape == (AREAS, SITES + 1)
    supplies = (ground.ledger.before, ground.ledger.after)

    answer = client.get(f"{address}{scenario.uuid}/")
    page = median_ms(lambda: client.get(f"{address}{scenario.uuid}/"), rounds=ROUNDS)
    file = median_ms(lambda: client.get(f"{address}{scenario.uuid}/daten.csv"), rounds=ROUNDS)
    listed = median_ms(lambda: client.get(address), rounds=ROUNDS)
    bare = median_ms(lambda: effect(people.who, supplies, costs, terms_of(ground)), rounds=ROUNDS)

    assert len(answer.context["areas"]) == AREAS
    assert any(row.turn == "verliert" for row in answer.context["areas"])
    told = f"{AREAS} areas x {SITES} sites"
    baseline = f"its figures alone {bare:.1f} ms, ratio {page / bare:.1f}; list of scenarios {listed:.0f} ms"
    report(f"Page of a scenario, {told}", f"{page:.0f} ms", baseline=f"{baseline}, ratio {page / listed:.1f}")
    report(f"Its file, {told}", f"{file:.0f} ms", baseline=f"its figures alone {bare:.1f} ms, ratio {file / bare:.1f}")


@pytest.mark.parametrize(
    ("objective", "is_bounded"),
    [(SitingObjective.COVERING, False), (SitingObjective.MEDIAN, False), (SitingObjective.COVERING, True)],
)
def test_the_best_next_site(world: World, scenario: Scenario, objective: SitingObjective, *, is_bounded: bool) -> None:
    ground, people = ground_of(scenario), people_of(world.city, scenario)
    assert people is not None
    rng = np.random.default_rng(1)
    lowest, highest = np.array([6.80, 50.85]), np.array([7.12, 51.07])
    spots = rng.uniform(lowest, highest, (SITES, 2)).round(7).tolist()
    candidates = [Site(str(at), f"Fläche {at + 1}", (spot[0], spot[1]), 60.0) for at, spot in enumerate(spots)]
    search = Search(objective, 3, candidates, is_bounded)
    points = [ground.ledger.points[each.column] for each in ground.ledger.standing_open]
    ways.work_out(ground, [each.point for each in candidates], lambda _done, _all: None)
    costs = ways_of(ground, [*points, *(each.point for each in candidates)]).minutes
    assert costs is not None
    persons, fixed = np.nan_to_num(people.who.persons), len(points)

    def one_by_one() -> None:
        """Open the candidate that shortens the ways most, three times over, without looking back."""
        least = costs[:, :fixed].min(axis=1)
        for _ in range(search.most_new):
            least = np.minimum(least, costs[:, (persons @ np.minimum(costs, least[:, None])).argmin()])

    request_siting(scenario=scenario, organisation=world.city, search=search, by=world.bert)
    begin = time.process_time()
    run_jobs()
    taken = time.process_time() - begin
    baseline = median_ms(one_by_one, rounds=GREEDY_ROUNDS) / 1000

    answer = SitingRun.objects.latest("pk").answer
    assert answer is not None
    assert answer["reason"] == ""
    room = "bounded" if is_bounded else "unbounded"
    report(
        f"Best 3 of {SITES} beside {fixed} sites and the next best, {objective}, {room}",
        f"{taken:.2f} s",
        baseline=f"greedy {1000 * baseline:.2f} ms, ratio {taken / baseline:.0f}; proven: {answer['is_proven']}",
    )
