# SPDX-License-Identifier: EUPL-1.2
"""Stewards say what adds up; others find nothing there, and every word of it is in the log."""

import pytest
from django.test import Client

from indicators.errors import CatalogueError
from indicators.models import Breakdown, BreakdownRole, Variable
from indicators.services.defining import SeriesSpec, define_series
from indicators.services.summing import GroupSpec, declare_flow, declare_group
from sozialplanung.audit.models import Event
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PAGE = "/musterstadt/summen/"


@pytest.fixture
def groups(world: World) -> dict[str, Breakdown]:
    """Store people by sex, by age, and the crossing of both."""
    made = {"frauen": "Geschlecht", "maenner": "Geschlecht", "unter-6": "Alter", "maedchen": "Alter und Geschlecht"}
    for name, dimension in made.items():
        spec = SeriesSpec("", "Einwohner", breakdown_name=name, dimension=dimension)
        define_series(organisation=world.city, spec=spec, by=world.anna)
    return {row.slug: row for row in Breakdown.objects.exclude(slug="gesamt")}


def signed_in(world: World, who: str) -> Client:
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(getattr(world, who))
    return client


def test_group_that_nobody_declared_is_an_of_which(groups: dict[str, Breakdown]) -> None:
    assert {group.role for group in groups.values()} == {BreakdownRole.SUBSET}


def test_new_group_can_be_declared_a_part_at_once(world: World) -> None:
    spec = SeriesSpec("", "Geburten", breakdown_name="Jungen", dimension="Geschlecht", is_flow=True, is_part=True)

    series = define_series(organisation=world.city, spec=spec, by=world.anna)

    assert series.breakdown.role == BreakdownRole.PART
    assert series.variable.is_flow


def test_steward_declares_a_group_by_form_and_the_log_says_so(world: World, groups: dict[str, Breakdown]) -> None:
    client = signed_in(world, "anna")

    answer = client.post(f"{PAGE}gruppen/frauen/", {"role": "part", "whole": ""})

    assert answer.status_code == 302
    groups["frauen"].refresh_from_db()
    assert groups["frauen"].role == BreakdownRole.PART
    event = Event.objects.filter(action="indicators.group_declared").latest("pk")
    assert event.details["role"] == "part"
    assert "mit den übrigen Teilen" in client.get(PAGE).content.decode()


def test_crossing_names_its_groups_and_takes_only_different_kinds(world: World, groups: dict[str, Breakdown]) -> None:
    client = signed_in(world, "anna")
    address = f"{PAGE}gruppen/maedchen/"

    wrong = client.post(address, {"role": "subset", "whole": "", "crossed": ["frauen", "maenner"]})
    right = client.post(address, {"role": "subset", "whole": "", "crossed": ["frauen", "unter-6"]})

    assert wrong.status_code == 422
    assert "verschiedener Art" in wrong.content.decode()
    assert right.status_code == 302
    groups["maedchen"].refresh_from_db()
    assert groups["maedchen"].crossed == ["frauen", "unter-6"]


@pytest.mark.parametrize("whole", ["maedchen", "unter-6", "niemand"])
def test_group_is_never_a_part_of_itself(world: World, groups: dict[str, Breakdown], whole: str) -> None:
    declare_group(breakdown=groups["maedchen"], spec=GroupSpec(whole="unter-6"), by=world.anna)

    with pytest.raises(CatalogueError) as caught:
        declare_group(breakdown=groups["unter-6"], spec=GroupSpec(whole=whole), by=world.anna)

    assert caught.value.code == "indicators.group_whole"


def test_events_are_declared_by_a_button(world: World, groups: dict[str, Breakdown]) -> None:
    client = signed_in(world, "anna")

    answer = client.post(f"{PAGE}merkmale/einwohner/", {"is_flow": "1"})

    assert answer.status_code == 302
    assert Variable.objects.get(slug="einwohner").is_flow
    assert "zählt Ereignisse" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}merkmale/einwohner/", {}).status_code == 400
    declare_flow(variable=Variable.objects.get(slug="einwohner"), is_flow=False, by=world.anna)
    assert Event.objects.filter(action="indicators.flow_declared").count() == 2


@pytest.mark.parametrize("who", ["bert", "clara", "dora"])
def test_others_find_nothing_there(world: World, groups: dict[str, Breakdown], who: str) -> None:
    client = signed_in(world, who)

    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}gruppen/frauen/", {"role": "part"}).status_code == 404
    assert client.post(f"{PAGE}merkmale/einwohner/", {"is_flow": "1"}).status_code == 404
    assert client.get(f"{PAGE}gruppen/niemand/").status_code == 404


def test_page_without_groups_says_what_to_expect(world: World) -> None:
    text = signed_in(world, "anna").get(PAGE).content.decode()

    assert "Noch keine Gruppen" in text
    assert "Noch wird nichts gezählt" in text
