# SPDX-License-Identifier: EUPL-1.2
"""The best next site of a scenario: looked for by a job, told to whom the figures behind it are, taken over."""

from typing import Any

import pytest

from indicators.models import Release, ReleaseState, Scenario, SitingRun
from indicators.services.scenarios.keeping import share_scenario
from sozialplanung.accounts.models import User
from tests.factories.desk import client_of, run_jobs
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


def test_the_candidate_that_serves_most_is_chosen_with_its_proof_and_the_next_best(city: World) -> None:
    row = begun(city, indicator="alle")

    assert looked(city.bert, row).status_code == 302

    told = found(city.bert, row)
    assert told.names == ("Im Westen",)
    # 300 live beside the two centres, 400 and 50 beside the candidates.
    assert told.summary == "Im Westen: 700 statt 300 Personen wohnen höchstens 10 Minuten entfernt."
    assert told.sure.startswith("Bewiesen")
    assert told.other == "Nächstbeste Auswahl: Im Osten, mit 350 Personen weniger."


def test_a_proposal_is_taken_over_as_a_change(city: World) -> None:
    row = begun(city, indicator="alle")
    looked(city.bert, row)

    answer = client_of(city.bert).post(address(row, "uebernehmen/"), {"number": str(SitingRun.objects.get().pk)})

    assert answer.status_code == 302
    stored = row.changes.get()
    assert (stored.kind, stored.name, stored.places) == ("add", "Im Westen", 20.0)
    assert any("geändert" in note for note in found(city.bert, row).notes)


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
        ({"most_new": "11"}, "most_new"),
    ],
)
def test_what_cannot_be_looked_for_is_said(city: World, said: dict[str, str], place: str) -> None:
    row = begun(city, indicator="alle")

    answer = looked(city.bert, row, **said)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [place]
