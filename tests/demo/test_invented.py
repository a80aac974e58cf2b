# SPDX-License-Identifier: EUPL-1.2
"""Streets and meeting places of the sample data are invented, say so on every page, and stand in no figure."""

import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

import pytest
from django.test import Client

from indicators.models import IndicatorDefinition, Scenario, SitingRun
from indicators.selectors.scenarios.answer import result_of
from indicators.selectors.scenarios.ground import ground_of
from sozialplanung.accounts.models import Organisation
from sozialplanung.demo.inventing import Invented
from sozialplanung.demo.people import ensure_person
from sozialplanung.demo.reaching import PLACES, PLANS, STREETS, bring_reach, invented_for
from spatial.models import LayerDraft, LayerVersion, Network
from spatial.services.networks import import_network
from tests.factories.desk import client_of

SLUG = "flensburg"
RINGS = f"/{SLUG}/erreichbarkeit/?netz={STREETS.slug}&punkt=54.7836, 9.4327&profil=foot&grenze=10,20&einheit=minuten"
COVERAGE = (
    f"/{SLUG}/erreichbarkeit/abdeckung/?netz={STREETS.slug}&profil=foot&grenze=10,20&einheit=minuten&orte={PLACES.slug}"
)


@pytest.fixture
def city(demo: None) -> Organisation:
    """Give the city of the sample data that has invented streets; nothing is written to it."""
    del demo
    return Organisation.objects.get(slug=SLUG)


def _pages() -> Iterator[str]:
    kept = f"/{SLUG}/szenarien/"
    own = f"{kept}{Scenario.objects.get().uuid}/"
    yield from (kept, own, f"{own}standortsuche/", f"/{SLUG}/erreichbarkeit/", RINGS, f"{RINGS}&orte={PLACES.slug}")
    yield from (COVERAGE, f"/{SLUG}/orte/", f"/{SLUG}/orte/{PLACES.slug}/")


def _main(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode()).partition("<main")[2].partition("</main>")[0]


def _told(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.mark.usefixtures("own_demo")
def test_every_page_and_file_says_that_they_are_invented_and_links_lead_somewhere() -> None:
    planner = client_of(ensure_person(role="planner"))
    dead: dict[str, str] = {}

    for page in _pages():
        main = _main(planner, page)
        assert re.search(r"(sind erfunden|erfunden für die Vorführung)", _told(main)), page
        links = {urljoin(page, unescape(link)) for link in re.findall(r'<a [^>]*href="([^"#]+)', main)}
        dead |= {link: page for link in links if link[0] == "/" and planner.get(link).status_code not in {200, 302}}

    assert dead == {}
    inside = RINGS.replace("/?", "/orte.csv?")
    for address in (f"/{SLUG}/orte/{PLACES.slug}/orte.csv", f"{inside}&orte={PLACES.slug}"):
        rows = planner.get(address).content.decode("utf-8-sig").strip().splitlines()[1:]
        assert rows
        assert all("Erdachter Treffpunkt" in row for row in rows)


def test_scenario_shows_who_gains_and_who_loses_and_where_another_place_is_best(city: Organisation) -> None:
    row = Scenario.objects.get()
    city.audience = "council"
    answer = result_of(city, ground_of(row)).answer
    run = SitingRun.objects.get(scenario=row)

    assert row.is_shared
    assert row.owner == ensure_person(role="planner")
    assert [change.kind for change in row.changes.order_by("number")] == ["close", "enlarge", "add"]
    assert answer is not None
    first = answer.groups[0][1]
    assert first.gaining > 0
    assert first.losing > 0
    assert run.answer is not None
    assert len(run.answer["chosen"]) == 1


@pytest.mark.usefixtures("own_demo")
def test_a_second_load_changes_nothing() -> None:
    city = Organisation.objects.get(slug=SLUG)
    counted = (Scenario, SitingRun, Network, LayerVersion, LayerDraft)
    before = [model.objects.count() for model in counted]

    assert bring_reach(SLUG) == bring_reach("berlin") == bring_reach("nirgends") == ""
    again = import_network(organisation=city, plan=STREETS, content=_invented(city).streets, by=None)

    assert [model.objects.count() for model in counted] == before
    assert not again.is_new


def test_places_were_approved_by_somebody_else_than_who_brought_them(city: Organisation) -> None:
    draft = LayerDraft.objects.get(organisation=city)

    assert draft.created_by == ensure_person(role="steward")
    assert draft.approved_by == ensure_person(role="approver")


def test_no_figure_is_computed_from_anything_invented(city: Organisation) -> None:
    formulas = IndicatorDefinition.objects.filter(organisation=city).values_list("formula", flat=True)

    assert formulas
    assert not any(formulas)


def test_streets_hold_together_and_reach_every_area(city: Organisation) -> None:
    network, ground = Network.objects.get(organisation=city), ground_of(Scenario.objects.get())
    ways = json.loads(_invented(city).streets)["features"]
    ends = {tuple(end) for way in ways for end in way["geometry"]["coordinates"]}

    assert network.topology["part_count"] == 1
    assert network.topology["near_miss_count"] == 0
    assert len(ground.units) == 13
    assert {(round(each.longitude, 7), round(each.latitude, 7)) for each in ground.units} <= ends


def _invented(city: Organisation) -> Invented:
    return invented_for(city, PLANS[SLUG])
