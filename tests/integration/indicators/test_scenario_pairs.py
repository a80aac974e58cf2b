# SPDX-License-Identifier: EUPL-1.2
"""Two scenarios side by side: number beside number where they rest on the same, and told where they do not."""

from typing import Any

import pytest

from indicators.models import Scenario
from indicators.services.scenarios.keeping import share_scenario
from sozialplanung.accounts.models import User
from tests.factories.desk import client_of, run_jobs
from tests.factories.queries import page_queries
from tests.factories.scenariocity import begun, build_scenario_city
from tests.factories.world import World, build_world

pytestmark = pytest.mark.django_db
HOME = "/musterstadt/szenarien/"


@pytest.fixture
def city(db: None) -> World:
    return build_scenario_city(build_world())


def close(person: User, row: Scenario, key: str) -> None:
    client_of(person).post(f"{HOME}{row.uuid}/", {"kind": "close", "close-key": key})
    run_jobs()


def pair(person: User, one: Scenario, other: Scenario) -> Any:  # noqa: ANN401 - what Django's client returns
    answer = client_of(person).get(f"{HOME}vergleich/?a={one.uuid}&b={other.uuid}")
    assert answer.status_code == 200, answer.status_code
    return answer


def two(city: World, minutes: int = 10) -> tuple[Scenario, Scenario]:
    one, other = begun(city), begun(city, name="Süd schließt", minutes=minutes)
    close(city.bert, one, "1")
    close(city.bert, other, "2")
    return one, other


def test_two_scenarios_stand_side_by_side(city: World) -> None:
    answer = pair(city.bert, *two(city))

    sides = answer.context["sides"]
    # 100 places for 300 children before; 60 and 40 after.
    assert [side.groups[0].after for side in sides] == ["20,0", "13,3"]
    assert [side.changes[0].words for side in sides] == ["„Kita Nord“ schließt", "„Kita Süd“ schließt"]
    assert answer.context["is_same_ground"]
    assert "Nicht Zahl neben Zahl" not in answer.content.decode()


def test_one_colour_means_the_same_on_both_maps(city: World) -> None:
    answer = pair(city.bert, *two(city))

    # 13.3 and 20.0 places fewer: alone each of them would be in the only class of losses.
    maps = [side.map for side in answer.context["sides"]]
    labels = [[key.label for key in one.keys] for one in maps]
    assert labels[0] == labels[1]
    assert maps[0].colours == maps[1].colours
    lost = [{area.style for area in one.areas if area.sign == "lower"} for one in maps]
    assert lost[0].isdisjoint(lost[1])


def test_what_rests_on_other_ways_is_not_held_against_each_other(city: World) -> None:
    answer = pair(city.bert, *two(city, minutes=20))

    assert not answer.context["is_same_ground"]
    assert "Nicht Zahl neben Zahl" in answer.content.decode()


def test_a_scenario_is_not_held_against_itself(city: World) -> None:
    row = begun(city)
    begun(city, name="Noch eins")

    answer = pair(city.bert, row, row)

    assert not answer.context["sides"]
    assert "Wählen Sie ein anderes Szenario als das erste." in answer.content.decode()


def test_a_scenario_of_somebody_else_that_is_not_shared_cannot_be_chosen(city: World) -> None:
    row, other = begun(city), share_scenario(scenario=begun(city, name="Offen"), is_shared=True, by=city.bert)
    begun(city, city.emil, name="Emils eigenes")
    share_scenario(scenario=begun(city, name="Auch offen"), is_shared=True, by=city.bert)

    answer = pair(city.anna, row, other)

    assert not answer.context["sides"]
    page = answer.content.decode()
    assert "Nord schließt" not in page
    assert "Dieses Szenario gibt es nicht" in page


def test_what_is_lacking_is_said_on_its_side(city: World) -> None:
    one, other = two(city)
    client_of(city.bert).post(
        f"{HOME}{other.uuid}/", {"kind": "add", "add-name": "Neu", "add-where": "52.01, 13.01", "add-places": "3"}
    )

    sides = pair(city.bert, one, other).context["sides"]

    assert [bool(side.groups) for side in sides] == [True, False]
    assert sides[1].lacking == "Die Wege sind noch nicht berechnet."


def test_without_two_scenarios_the_page_says_what_is_needed(city: World) -> None:
    client = client_of(city.bert)
    begun(city)

    answer = client.get(f"{HOME}vergleich/")

    assert "Es gibt noch keine zwei Szenarien" in answer.content.decode()
    assert "<select" not in answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def test_one_is_chosen_already_when_the_way_leads_from_it(city: World) -> None:
    row = begun(city)
    begun(city, name="Noch eins")

    answer = client_of(city.bert).get(f"{HOME}vergleich/?a={row.uuid}")

    assert answer.context["pair"]["a"].value() == str(row.uuid)
    assert not answer.context["pair"].errors


def test_the_number_of_questions_to_the_database_does_not_grow_with_scenarios(city: World) -> None:
    one, other = two(city)
    pair(city.bert, one, other)
    with page_queries() as before:
        pair(city.bert, one, other)
    for number in range(3):
        begun(city, name=f"Weiteres {number}")
    close(city.bert, other, "1")

    with page_queries() as after:
        pair(city.bert, one, other)

    assert after.view == before.view
