# SPDX-License-Identifier: EUPL-1.2
"""The best next site of a scenario: looked for by a job, told to whom the figures behind it are, taken over."""

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.utils import translation

from indicators.errors import ScenarioError
from indicators.models import ChangeOfSite, Release, ReleaseState, Scenario, SitingObjective, SitingRun
from indicators.selectors.scenarios.ground import ground_of
from indicators.selectors.scenarios.people import people_of
from indicators.services.scenarios.changing import Wanted, change_site, take_back
from indicators.services.scenarios.keeping import share_scenario
from indicators.services.scenarios.proposing import Search, request_siting
from indicators.stats.siting.changing import Site
from indicators.views.scenarios.sitingwords import found_of
from sozialplanung.accounts.models import User
from spatial.models import LayerFeature, LayerVersion
from tests.factories.desk import client_of, run_jobs
from tests.factories.placebringer import spot
from tests.factories.scenariocity import begun, build_scenario_city, release_persons, written
from tests.factories.world import World, build_world

pytestmark = pytest.mark.django_db
LISTED = f"Im Westen; {written(0, 1)}\nIm Osten; {written(1, 1)}"


@pytest.fixture
def city(db: None) -> World:
    world = build_scenario_city(build_world())
    # All of them known: 400 persons live in the north-west, where no centre is within ten minutes.
    release_persons(world, "alle", (200.0, 400.0, 100.0, 50.0))
    return world


def address(row: Scenario, part: str = "") -> str:
    return f"/musterstadt/szenarien/{row.uuid}/standortsuche/{part}"


def looked(person: User, row: Scenario, **said: str) -> Any:  # noqa: ANN401 - what Django's client returns
    fields = {"objective": "covering", "most_new": "1", "layer": "", "listed": LISTED, "places": "20", **said}
    answer = client_of(person).post(address(row), fields)
    run_jobs()
    return answer


def found(person: User, row: Scenario) -> Any:  # noqa: ANN401 - what the page tells
    return client_of(person).get(address(row)).context["found"]


def added(person: User, row: Scenario, east: int) -> None:
    change_site(scenario=row, wanted=Wanted(ChangeOfSite.ADD, "", "Neu", spot(east, 1), 10.0), by=person)
    run_jobs()


def test_the_candidate_that_serves_most_is_chosen_with_its_proof_and_the_next_best(city: World) -> None:
    row = begun(city, indicator="alle")

    assert looked(city.bert, row).status_code == 302

    told = found(city.bert, row)
    assert told.names == ("Im Westen",)
    # 300 live beside the two centres, 400 and 50 beside the candidates.
    assert told.summary == (
        "Im Westen: Von 750 Personen (Alle) wohnen 700 statt 300 höchstens 10 Minuten zu Fuß entfernt."
    )
    assert told.sure.startswith("Bewiesen")
    assert told.other == "Nächstbeste Auswahl: Im Osten, mit 350 Personen weniger."


def test_a_proposal_is_taken_over_as_a_change(city: World) -> None:
    row = begun(city, indicator="alle")
    looked(city.bert, row)

    answer = client_of(city.bert).post(address(row, "uebernehmen/"), {"number": str(SitingRun.objects.get().pk)})

    assert answer.status_code == 302
    stored = row.changes.get()
    assert (stored.kind, stored.name, stored.places) == ("add", "Im Westen", 20.0)
    told = found(city.bert, row)
    assert any("geändert" in note for note in told.notes)
    assert not told.is_current


def test_a_proposal_is_taken_over_once(city: World) -> None:
    row = begun(city, indicator="alle")
    looked(city.bert, row)
    client, number = client_of(city.bert), str(SitingRun.objects.get().pk)
    client.post(address(row, "uebernehmen/"), {"number": number})

    answer = client.post(address(row, "uebernehmen/"), {"number": number}, follow=True)

    assert row.changes.count() == 1
    assert "nach dieser Suche geändert, deshalb wurde nichts übernommen" in answer.content.decode()
    assert "uebernehmen" not in client.get(address(row)).content.decode()


def test_other_changes_of_the_same_number_are_another_scenario(city: World) -> None:
    row = begun(city, indicator="alle")
    added(city.bert, row, 1)
    looked(city.bert, row)
    client, number = client_of(city.bert), str(SitingRun.objects.get().pk)

    take_back(scenario=row, number=1)
    added(city.bert, row, 0)
    answer = client.post(address(row, "uebernehmen/"), {"number": number}, follow=True)

    assert row.changes.count() == 1
    assert "nach dieser Suche geändert, deshalb wurde nichts übernommen" in answer.content.decode()
    assert not found(city.bert, row).is_current


def test_what_was_looked_for_is_said_and_stands_in_the_form_again(city: World) -> None:
    row = begun(city, indicator="alle")
    looked(city.bert, row, most_new="2", objective="median")

    page = client_of(city.bert).get(address(row))

    asked = "Gesucht: höchstens 2 neue Einrichtungen, am besten bei den kürzesten Wegen aller Personen zusammen."
    assert page.context["found"].asked.startswith(asked)
    assert (page.context["form"]["most_new"].value(), page.context["form"]["objective"].value()) == (2, "median")


def test_the_shortest_ways_of_all_are_found_among_the_places_of_a_layer(city: World) -> None:
    row = begun(city, indicator="alle")

    looked(city.bert, row, objective="median", layer="kitas", listed="")

    # They are there already: none makes anything better.
    assert found(city.bert, row).names == ()


def test_an_area_whose_number_is_hidden_weighs_nothing_and_is_named(city: World) -> None:
    row = begun(city)

    looked(city.bert, row, listed=f"Im Westen; {written(0, 1)}")

    told = found(city.bert, row)
    assert told.names == ()
    assert "1 Gebiet wiegt nichts" in " ".join(told.notes)


def test_nothing_is_told_once_the_figures_behind_it_are_gone(city: World) -> None:
    row = begun(city, indicator="alle")
    looked(city.bert, row)

    Release.objects.filter(indicator__slug="alle").update(state=ReleaseState.WITHDRAWN)

    assert found(city.bert, row) is None


def test_others_do_not_look_for_sites_of_a_shared_scenario(city: World) -> None:
    row = share_scenario(scenario=begun(city, indicator="alle"), is_shared=True, by=city.bert)

    assert client_of(city.anna).get(address(row)).status_code == 404
    assert looked(city.anna, row).status_code == 404


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"listed": "Im Westen 50, 6"}, "listed"),
        ({"listed": ""}, "layer"),
        ({"listed": f"{LISTED}\nMarienplatz; 48.14, 11.58"}, "__all__"),
        ({"places": "2,5"}, "places"),
        ({"most_new": "11"}, "most_new"),
        ({"places": "100001"}, "places"),
        ({"places": "-1"}, "places"),
        ({"room": "places", "places": "0"}, "places"),
    ],
)
def test_what_cannot_be_looked_for_is_said(city: World, said: dict[str, str], place: str) -> None:
    row = begun(city, indicator="alle")

    answer = looked(city.bert, row, **said)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [place]


def test_the_numbers_of_places_that_are_allowed_are_said(city: World) -> None:
    row = begun(city, indicator="alle")

    page = looked(city.bert, row, places="100001").content.decode()

    assert "Erlaubt sind 0 bis 100.000." in page
    with pytest.raises(ScenarioError) as refused:
        change_site(scenario=row, wanted=Wanted(ChangeOfSite.ENLARGE, "1", places=100_001), by=city.bert)
    assert refused.value.code == "scenario.places"
    beyond = Search(SitingObjective.COVERING, 1, [Site("0", "Im Westen", (13.005, 52.015), 100_001.0)])
    with pytest.raises(ScenarioError):
        request_siting(scenario=row, organisation=city.city, search=beyond, by=city.bert)


def test_with_places_as_bounds_no_site_takes_more_persons_than_it_has(city: World) -> None:
    row = begun(city, indicator="alle")

    looked(city.bert, row, room="places", places="60")

    told = found(city.bert, row)
    # 100 places for the 300 beside the centres; 60 for the 400 in the west, 50 of 60 for those in the east.
    assert told.summary == (
        "Im Westen: Von 750 Personen (Alle) gibt es für 160 statt 100 einen Platz höchstens 10 Minuten zu Fuß entfernt."
    )
    assert told.other == "Nächstbeste Auswahl: Im Osten, mit 10 Personen weniger."
    assert any("nimmt mehr Personen auf, als sie Plätze hat" in note for note in told.notes)


def test_without_bounds_it_is_said_that_places_were_not_asked(city: World) -> None:
    row = begun(city, indicator="alle")

    looked(city.bert, row)

    assert any("wurde nicht berücksichtigt" in note for note in found(city.bert, row).notes)


def test_too_few_places_for_everybody_are_told_with_a_way_out(city: World) -> None:
    row = begun(city, indicator="alle")

    looked(city.bert, row, objective="median", room="places", places="20")

    told = found(city.bert, row)
    assert told.names == ()
    assert told.summary.startswith("Die möglichen Standorte haben zu wenige Plätze für alle")


def test_where_places_are_not_known_nothing_is_looked_for_by_them(city: World) -> None:
    point = Point(*spot(1, 1), srid=4326)
    LayerFeature.objects.create(
        version=LayerVersion.objects.get(), position=2, key="3", name="Kita Ost", geometry=point, capacity=None
    )
    row = begun(city, indicator="alle")

    answer = looked(city.bert, row, room="places")

    assert answer.status_code == 422
    assert "ist nicht bekannt, wie viele Plätze sie haben: Kita Ost." in answer.content.decode()
    assert not SitingRun.objects.exists()
    assert looked(city.bert, row).status_code == 302


def test_what_is_not_proven_says_by_how_much_another_choice_may_be_better(city: World) -> None:
    row = begun(city, indicator="alle")
    looked(city.bert, row)
    run = SitingRun.objects.get()
    assert run.answer is not None
    run.answer |= {"is_proven": False, "gap": 0.032}
    people = people_of(city.city, row)
    assert people is not None

    with translation.override("de"):
        told = found_of(ground_of(row), run, people)

    assert told.sure == "Nicht bewiesen: Eine andere Auswahl kann bis zu 3,2 % besser sein."
