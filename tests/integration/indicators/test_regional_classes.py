# SPDX-License-Identifier: EUPL-1.2
"""The classes that readers see first: a steward decides with a reason, everybody sees them, another decision undoes."""

from functools import partial
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from indicators.errors import CatalogueError, StaleRemarkError
from indicators.models import Indicator, RegionalClasses, Release, ReleaseState
from indicators.selectors.regional import regional_default
from indicators.services.regional import (
    RegionalSpec,
    set_regional_classes,
    undo_regional_classes,
    withdraw_regional_classes,
)
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from spatial.selectors import levels
from tests.factories.desk import client_of
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PLACE = "/musterstadt/hinweise/klassen/anteil/viertel/"
WORKBENCH = "/musterstadt/analyse/?indikator=anteil&ebene=viertel"
MAP = "/musterstadt/karte/?indikator=anteil&ebene=viertel"
SAID = {"bounds": "10; 20,5; 30", "palette": "", "reason": "Grenzen des Sozialberichts 2021", "revision": "0"}

kept_city = standing(build_noted_city)


def send(person: User, said: dict[str, Any], path: str = "") -> Any:  # noqa: ANN401 - the test client's answer
    return client_of(person).post(f"{PLACE}{path}", said)


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def place() -> dict[str, Any]:
    indicator = Indicator.objects.get(slug="anteil")
    return {"indicator": indicator, "level": levels.level(indicator.organisation, "viertel")}


def test_steward_decides_with_a_reason_and_every_reader_sees_it_first(city: World) -> None:
    assert send(city.anna, SAID).status_code == 302

    workbench, simple = page(WORKBENCH), page(MAP)
    row = RegionalClasses.objects.get()
    assert (row.bounds, row.revision, row.decided_by) == ([10.0, 20.5, 30.0], 1, city.anna)
    for shown in (workbench, simple):
        assert "Regionaler Standard: 10,0, 20,5, 30,0" in shown
        assert '<span class="legend__limit" aria-hidden="true"><span>20,5</span>' in shown
        assert "Grenzen des Sozialberichts 2021." in shown
    assert "klassen=" not in client_of(city.anna).get(WORKBENCH).context["state"].query()
    event = Event.objects.filter(action="indicators.regional_set").get()
    assert event.reason == "Grenzen des Sozialberichts 2021"
    assert event.details["bounds"] == [10.0, 20.5, 30.0]


@pytest.mark.check("C075")
def test_default_of_what_nobody_is_told_is_told_to_nobody(city: World) -> None:
    set_regional_classes(**place(), spec=RegionalSpec((10.0, 20.0), "so"), by=city.anna)
    read = partial(regional_default, city.city, "anteil", "viertel")
    assert (found := read()) is not None
    assert found.bounds == (10.0, 20.0)

    Release.objects.filter(indicator__slug="anteil").update(state=ReleaseState.SUPERSEDED)

    assert read() is None


def test_other_classes_stay_a_choice_of_the_reader(city: World) -> None:
    set_regional_classes(**place(), spec=RegionalSpec((10.0, 20.0), "so"), by=city.anna)

    answer = Client().get(
        f"/musterstadt/analyse/antwort.json{WORKBENCH[len('/musterstadt/analyse/') :]}&klassen=gleich"
    )

    assert answer.json()["periods"][-1]["bounds"] != [10.0, 20.0]
    assert "festgelegt" not in answer.json()["periods"][-1]["legend"]


def test_two_sides_are_drawn_around_the_bound_in_the_middle(city: World) -> None:
    assert send(city.anna, SAID | {"is_sided": "on"}).status_code == 302

    answer = Client().get(f"/musterstadt/analyse/antwort.json{WORKBENCH[len('/musterstadt/analyse/') :]}").json()

    period = answer["periods"][-1]
    assert (period["sided"], period["palette"], answer["mitte"]) == (20.5, "diverging", "")
    assert period["bounds"] == [10.0, 20.5, 30.0]


def test_withdrawn_and_taken_back_are_decisions_of_their_own(city: World) -> None:
    send(city.anna, SAID)

    assert send(city.anna, {"reason": "Neuer Bericht", "revision": "1"}, "zurueckziehen/").status_code == 302
    assert "Regionaler Standard" not in page(MAP)
    assert send(city.anna, {"revision": "2"}, "rueckgaengig/").status_code == 302
    assert "Regionaler Standard: 10,0, 20,5, 30,0" in page(MAP)
    shown = client_of(city.anna).get(PLACE).content.decode()

    assert list(RegionalClasses.objects.order_by("revision").values_list("revision", "bounds")) == [
        (1, [10.0, 20.5, 30.0]),
        (2, []),
        (3, [10.0, 20.5, 30.0]),
    ]
    assert shown.count("Grenzen des Sozialberichts 2021 (") == 2
    assert "Lesende sehen jetzt zuerst: 10; 20,5; 30 – Grenzen des Sozialberichts 2021" in shown
    assert "Grenzen des Sozialberichts 2021." in page(MAP)
    assert "Rückgängig" not in page(WORKBENCH)
    assert Event.objects.get(action="indicators.regional_undone").reason == "Rückgängig gemacht"
    actions = Event.objects.filter(action__startswith="indicators.regional_").values_list("action", flat=True)
    assert sorted(actions) == ["indicators.regional_set", "indicators.regional_undone", "indicators.regional_withdrawn"]


def test_taking_the_first_decision_back_leaves_none(city: World) -> None:
    with pytest.raises(CatalogueError, match="Nothing was decided"):
        undo_regional_classes(**place(), by=city.anna, reason="so")
    set_regional_classes(**place(), spec=RegionalSpec((10.0, 20.0), "so"), by=city.anna)

    undo_regional_classes(**place(), by=city.anna, reason="so")

    assert RegionalClasses.objects.latest("revision").bounds == []


def test_who_decides_on_an_earlier_state_is_told(city: World) -> None:
    send(city.anna, SAID)

    answer = send(city.emil, SAID)

    assert answer.status_code == 409
    with pytest.raises(StaleRemarkError):
        withdraw_regional_classes(**place(), by=city.emil, reason="so", revision=0)
    assert RegionalClasses.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"bounds": "10"}, "bounds"),
        ({"bounds": "20; 10"}, "bounds"),
        ({"bounds": "1;2;3;4;5;6;7"}, "bounds"),
        ({"bounds": "zehn; zwanzig"}, "bounds"),
        ({"bounds": "10; 20", "is_sided": "on"}, "is_sided"),
        ({"palette": "neutral", "is_sided": "on"}, "palette"),
        ({"palette": "diverging"}, "is_sided"),
        ({"reason": ""}, "reason"),
    ],
)
def test_form_refuses_what_makes_no_classes(city: World, said: dict[str, str], field: str) -> None:
    answer = send(city.anna, SAID | said)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not RegionalClasses.objects.exists()


def test_number_that_could_be_thousands_is_asked_about_and_thousands_are_prefilled_without_a_point(city: World) -> None:
    answer = send(city.anna, SAID | {"bounds": "5.000; 7.500"})

    assert answer.status_code == 422
    assert "„5.000“ könnte eine Zahl in Tausendern oder eine mit Nachkommastellen sein" in unescape(
        answer.content.decode()
    )
    assert not RegionalClasses.objects.exists()
    assert send(city.anna, SAID | {"bounds": "5000; 7500,5"}).status_code == 302
    assert RegionalClasses.objects.get().bounds == [5000.0, 7500.5]
    assert 'value="5000; 7500,5"' in client_of(city.anna).get(PLACE).content.decode()


def test_bounds_are_named_as_they_are_used(city: World) -> None:
    set_regional_classes(**place(), spec=RegionalSpec((10.0, 20.52), "so"), by=city.anna)

    shown = page(MAP)

    assert "Regionaler Standard: 10,0, 20,6" in shown
    assert "<span>20,6</span>" in shown


def test_choice_of_classes_names_those_that_a_middle_makes(city: World) -> None:
    set_regional_classes(**place(), spec=RegionalSpec((10.0, 20.0), "so"), by=city.anna)
    sided, plain = "Zwei Seiten, auf jeder gleich viele Gebiete je Klasse</option>", "Regionaler Standard: 10, 20"

    middle = Client().get(WORKBENCH).context["answer"].shown.overall.five.maximum

    usual, around, simple = page(WORKBENCH), page(f"{WORKBENCH}&mitte={middle}"), page(f"{MAP}&mitte={middle}")

    assert [sided in shown for shown in (usual, around, simple)] == [False, True, True]
    assert [f"{plain} %</option>" in shown for shown in (usual, around, simple)] == [True, False, False]


@pytest.mark.parametrize("middle", ["0", "999999"])
def test_middle_outside_of_all_values_gives_way_to_the_usual_classes(city: World, middle: str) -> None:
    asked = f"{WORKBENCH}&mitte={middle}"
    usual, workbench, simple = (client_of(city.anna).get(each) for each in (WORKBENCH, asked, f"{MAP}&mitte={middle}"))

    says = "Alle Werte liegen auf einer Seite von"
    assert workbench.context["answer"].shown.view.bounds == usual.context["answer"].shown.view.bounds
    assert says in workbench.context["remarks"][0]
    assert "mitte" not in workbench.context["state"].query()
    assert says in unescape(simple.content.decode())


@pytest.mark.parametrize("spec", [RegionalSpec((5.0,), "so"), RegionalSpec((5.0, 9.0), "so", "diverging", 5.0)])
def test_service_refuses_what_makes_no_classes(city: World, spec: RegionalSpec) -> None:
    with pytest.raises(CatalogueError):
        set_regional_classes(**place(), spec=spec, by=city.anna)


def test_database_keeps_organisations_apart_and_wants_a_reason(city: World) -> None:
    named = {"indicator": place()["indicator"], "level_id": place()["level"].id}
    row = RegionalClasses(**named, organisation=city.other_city, revision=1, reason="so", decided_by=city.anna)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="tenant"), transaction.atomic():
        row.save()
    row = RegionalClasses(**named, organisation=city.city, revision=1, reason="", decided_by=city.anna)
    with pytest.raises(IntegrityError, match="regional_classes_reason"), transaction.atomic():
        row.save()


def test_list_and_link_are_for_those_who_keep_the_catalogue(city: World) -> None:
    send(city.anna, SAID)
    listed = client_of(city.frida).get("/musterstadt/hinweise/klassen/")

    assert listed.status_code == 200
    assert "Grenzen des Sozialberichts 2021" in listed.content.decode()
    assert client_of(city.frida).get(PLACE).status_code == 404
    assert client_of(city.bert).get("/musterstadt/hinweise/klassen/").status_code == 404
    link = 'href="/musterstadt/hinweise/klassen/anteil/viertel/?grenzen=10;20.5;30"'
    assert link in client_of(city.anna).get(WORKBENCH).content.decode()
    assert "data-workbench-regional" not in page(WORKBENCH)
    prefilled = client_of(city.anna).get(f"{PLACE}?grenzen=5;6.5").content.decode()
    assert 'value="5; 6,5"' in prefilled


def test_index_has_the_classes_of_its_recipe(city: World) -> None:
    Indicator.objects.filter(slug="anteil").update(kind="index")

    assert client_of(city.anna).get(PLACE).status_code == 404
    assert client_of(city.anna).get(PLACE.replace("viertel", "strasse")).status_code == 404
