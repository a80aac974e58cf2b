# SPDX-License-Identifier: EUPL-1.2
"""Scenarios: begun, changed and read by those who may, from ways that are stored and figures that are released."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from indicators.models import Scenario, ScenarioChange, ScenarioWays
from indicators.selectors.scenarios.ground import ground_of
from indicators.selectors.scenarios.ways import ways_of
from indicators.services.scenarios.keeping import share_scenario
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from tests.factories.desk import client_of, run_jobs
from tests.factories.placebringer import spot
from tests.factories.queries import page_queries
from tests.factories.scenariocity import begun, build_scenario_city, written
from tests.factories.world import World, build_world

pytestmark = pytest.mark.django_db
HOME = "/musterstadt/szenarien/"


@pytest.fixture
def city(db: None) -> World:
    return build_scenario_city(build_world())


def written_at(column: int, row: int) -> float:
    return spot(column, row)[1]


def page_of(row: Scenario, part: str = "") -> str:
    return f"{HOME}{row.uuid}/{part}"


def see(person: User, row: Scenario) -> str:
    answer = client_of(person).get(page_of(row))
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def change(person: User, row: Scenario, kind: str, **said: Any) -> Any:  # noqa: ANN401 - what Django's client returns
    fields = {f"{kind}-{name}": value for name, value in said.items()}
    answer = client_of(person).post(page_of(row), {"kind": kind, **fields})
    run_jobs()
    return answer


def context_of(person: User, row: Scenario) -> Any:  # noqa: ANN401 - what Django's client returns
    return client_of(person).get(page_of(row)).context


def test_a_scenario_is_begun_by_its_page_and_its_ways_are_worked_out(city: World) -> None:
    client = client_of(city.bert)
    form = client.get(f"{HOME}neu/").context["form"]
    people = next(key for key, label in form.fields["people"].choices if label.startswith("Kinder"))
    said = {"name": "Nord schließt", "layer": "kitas", "network": "strassen", "people": people}
    said |= {"mode": "foot", "minutes": "10", "form": "within", "threshold": "0,01"}

    answer = client.post(f"{HOME}neu/", said)

    row = Scenario.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(row))
    assert ScenarioWays.objects.count() == 0
    run_jobs()
    assert ScenarioWays.objects.count() == 2
    ways = ways_of(ground_of(row))
    # In frozen order 11 and 21 lie at corners of the ring, 12 and 22 beside its long streets; 5 km/h.
    along = [(each.latitude - written_at(0, 0)) * 111_280 for each in ground_of(row).units]
    expected = [0.0, along[1], 684.0, 684.0 + along[3]]
    assert ways.minutes is not None
    assert ways.minutes[:, 0] == pytest.approx([metres * 3.6 / 5 / 60 for metres in expected], rel=0.01)


def test_closing_a_site_says_who_loses_and_undo_brings_it_back(city: World) -> None:
    row = begun(city)

    answer = change(city.bert, row, "close", key="1")

    assert answer.status_code == 302
    context = context_of(city.bert, row)
    assert [change.words for change in context["changes"]] == ["„Kita Nord“ schließt"]
    turns = {each.key: each.turn for each in context["areas"]}
    assert (turns["11"], turns["21"]) == ("verliert", "verliert")
    assert turns["22"] == "bleibt etwa gleich"
    # 200 and 100 children reach 100 places before and 60 after.
    assert context["summary"] == "Kinder: 300 von 300 verlieren, niemand gewinnt."
    client_of(city.bert).post(page_of(row, "zuruecknehmen/"), {"number": "1"})
    assert ScenarioChange.objects.count() == 0
    assert "ändert sich" in context_of(city.bert, row)["summary"]


def test_what_is_added_moved_and_enlarged_is_computed_with_new_ways_alone(city: World) -> None:
    row = begun(city)
    where = written(1, 1)

    assert change(city.bert, row, "add", name="Kita Ost", where=where, places="25").status_code == 302
    assert ScenarioWays.objects.count() == 3
    assert change(city.bert, row, "enlarge", key="+1", places="30").status_code == 302
    assert change(city.bert, row, "move", key="2", where=where).status_code == 302

    # The same point is worked out once.
    assert ScenarioWays.objects.count() == 3
    areas = {each.key: each for each in context_of(city.bert, row)["areas"]}
    # Nobody lives in 22, and 12 is hidden and too far away: the two centres reach no one known.
    assert areas["22"].after == "–"
    # Its point lies beside the street: the new centre is nearer than the one at 21 was.
    assert "→" in areas["22"].way
    assert areas["21"].turn == "verliert"


def test_a_hidden_number_makes_what_it_goes_into_unknown_and_never_zero(city: World) -> None:
    row = begun(city)

    change(city.bert, row, "add", name="Kita West", where=written(0, 1), places="10")

    context = context_of(city.bert, row)
    areas = {each.key: each for each in context["areas"]}
    assert (areas["12"].persons, areas["12"].after, areas["12"].turn) == ("nicht bekannt", "–", "nicht bekannt")
    assert any("1 Gebiet" in line for line in context["cautions"])


def test_no_access_is_stored(city: World) -> None:
    row = begun(city)
    change(city.bert, row, "close", key="1")
    see(city.bert, row)

    stored = {field.name for model in (Scenario, ScenarioChange, ScenarioWays) for field in model._meta.fields}

    assert stored & {"access", "before", "after", "value", "persons", "answer"} == set()


def test_whoever_reads_what_is_inside_reads_shared_ones_and_changes_none(city: World) -> None:
    row = begun(city)
    assert client_of(city.anna).get(page_of(row)).status_code == 404
    share_scenario(scenario=row, is_shared=True, by=city.bert)

    assert "Nord schließt" in client_of(city.anna).get(HOME).content.decode()
    assert 'name="kind"' not in see(city.anna, row)
    assert change(city.anna, row, "close", key="1").status_code == 404
    for other in (city.dora, city.clara, city.gero):
        assert client_of(other).get(page_of(row)).status_code == 404
    assert list(Event.objects.filter(action__startswith="indicators.scenario_").values_list("action", flat=True)) == [
        "indicators.scenario_shared"
    ]


@pytest.mark.parametrize(
    ("kind", "said", "place"),
    [
        ("close", {"key": "9"}, "key"),
        ("add", {"name": "Kita Ost", "where": "52.0, 200.0", "places": "1"}, "where"),
        ("add", {"name": "Kita Ost", "where": "Nirgendweg 3", "places": "1"}, "__all__"),
        ("add", {"name": "Kita Ost", "where": "48.14, 11.58", "places": "1"}, "__all__"),
        ("move", {"key": "1", "where": "48.14, 11.58"}, "__all__"),
        ("add", {"name": "", "where": "52.005, 13.005", "places": "1"}, "name"),
        ("enlarge", {"key": "1", "places": "-1"}, "places"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    city: World, kind: str, said: dict[str, str], place: str
) -> None:
    row = begun(city)

    answer = change(city.bert, row, kind, **said)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [place]
    assert ScenarioChange.objects.count() == 0


def test_the_file_holds_every_area_in_frozen_order(city: World) -> None:
    row = begun(city)
    change(city.bert, row, "close", key="1")

    answer = client_of(city.bert).get(page_of(row, "daten.csv"))

    above, _gap, below = answer.content.decode("utf-8-sig").partition("\r\n\r\n")
    assert above.startswith("Musterstadt: Nord schließt\r\nSzenario, keine Messung.\r\n")
    assert "Adresse;http" in above
    assert page_of(row) in above
    lines = below.splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == ["11", "12", "21", "22"]
    assert lines[1].split(";")[2:6] == ["200", "33,3333", "20", "-13,3333"]
    assert lines[2].split(";")[2:4] == ["", "0"]


def test_the_number_of_questions_to_the_database_does_not_grow_with_changes(city: World) -> None:
    row = begun(city)
    client = client_of(city.bert)
    client.get(page_of(row))
    with page_queries() as before:
        client.get(page_of(row))
    change(city.bert, row, "close", key="1")
    change(city.bert, row, "enlarge", key="2", places="70")

    with page_queries() as after:
        client.get(page_of(row))

    assert after.view == before.view


def test_the_database_refuses_changes_that_are_not_whole(city: World) -> None:
    row = begun(city)
    for said in ({"kind": "add", "places": 1.0, "name": "x"}, {"kind": "close", "places": 1.0}, {"kind": "move"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScenarioChange.objects.create(scenario=row, number=1, site_key="1", made_by=city.bert, **said)


def test_a_removed_scenario_comes_back_with_its_changes(city: World) -> None:
    row = begun(city)
    change(city.bert, row, "close", key="1")
    client = client_of(city.bert)

    client.post(page_of(row, "aendern/"), {"action": "remove"})
    assert client.get(page_of(row)).status_code == 404
    client.post(page_of(row, "aendern/"), {"action": "restore"})

    assert len(context_of(city.bert, row)["changes"]) == 1


def test_what_is_lacking_before_a_scenario_can_be_begun_is_said(world: World) -> None:
    page = client_of(world.bert).get(HOME).content.decode()

    assert "Straßennetz" in page
    assert f'href="{HOME}neu/"' not in page
