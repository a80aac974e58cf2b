# SPDX-License-Identifier: EUPL-1.2
"""The page of reach answers by a form without scripts: drawing, numbers, and what is wrong."""

from itertools import product
from typing import Any

import pytest
from django.test import Client

from spatial.geometry.network.profiles import OSM_COLUMNS
from spatial.services.networks import NetworkPlan, import_network
from tests.factories.queries import page_queries
from tests.factories.world import World
from tests.fixtures_spatial.streets import degrees, golden

pytestmark = pytest.mark.django_db
PLAN = NetworkPlan("strassen", "Straßen", "Vermessungsamt", "CC BY 4.0", "© Musterstadt", columns=OSM_COLUMNS)


def asked(world: World, **changes: str) -> Any:  # noqa: ANN401 - what Django's client returns
    longitude, latitude = degrees([[50, 3]])[0]
    said = {"netz": "strassen", "punkt": f"{latitude:.6f}, {longitude:.6f}", "profil": "car", "grenze": "200"}
    client = Client()
    client.force_login(world.bert)
    return client.get(f"/{world.city.slug}/erreichbarkeit/", {**said, "einheit": "meter", **changes})


@pytest.fixture
def streets(world: World) -> World:
    import_network(organisation=world.city, plan=PLAN, content=golden(), by=world.anna)
    return world


def test_what_is_reached_is_drawn_and_told_in_numbers(streets: World) -> None:
    answer = asked(streets)

    found = answer.context["found"]
    # by hand: AB, BC, EA, BF and EF whole, half of CD, IE, GC and FG, a quarter of FJ
    assert found["rows"][0]["ring"].length_m == pytest.approx(750, abs=1)
    assert 'class="reach-drawing"' in answer.content.decode()
    assert "Vermessungsamt" in answer.content.decode()


def test_the_page_without_a_question_asks_for_one(streets: World) -> None:
    client = Client()
    client.force_login(streets.bert)

    answer = client.get(f"/{streets.city.slug}/erreichbarkeit/")

    assert (answer.status_code, answer.context["found"]) == (200, None)


def test_without_a_network_the_page_says_how_one_comes_in(world: World) -> None:
    client = Client()
    client.force_login(world.bert)

    assert "import_network" in client.get(f"/{world.city.slug}/erreichbarkeit/").content.decode()


def test_a_place_off_the_network_is_told(streets: World) -> None:
    assert asked(streets, punkt="52.52, 13.40").context["found"]["is_off"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("netz", "radwege"),
        ("punkt", "hier"),
        ("punkt", "6.96, 50.94"),
        ("profil", "wheelchair"),
        ("grenze", "0"),
        ("grenze", "20001"),
        ("einheit", "meilen"),
    ],
)
def test_what_cannot_be_answered_is_said_at_its_field(streets: World, field: str, value: str) -> None:
    answer = asked(streets, **{field: value})

    # Shown, not refused: nobody sent a form (`accounts.keeping`).
    assert answer.status_code == 200
    assert answer.context["found"] is None
    assert list(answer.context["form"].errors) == [field]


WAYS_TO_WRITE = ("{0}, {1}", "{0},{1}", "{0} {1}", "{0}; {1}")
# Of four numbers parted by commas nobody can say which two are one.
UNREADABLE = (",", "{0},{1}")


@pytest.mark.parametrize(("sign", "written"), [way for way in product(".,", WAYS_TO_WRITE) if way != UNREADABLE])
def test_places_are_read_as_maps_and_people_write_them(streets: World, sign: str, written: str) -> None:
    answer = asked(streets, punkt=written.format(*_latitude_and_longitude(sign)))

    assert answer.status_code == 200
    assert answer.context["found"]["rows"][0]["ring"].length_m == pytest.approx(750, abs=1)


def test_a_place_that_nobody_can_read_is_asked_for_again(streets: World) -> None:
    sign, written = UNREADABLE

    answer = asked(streets, punkt=written.format(*_latitude_and_longitude(sign)))

    assert answer.context["found"] is None
    assert list(answer.context["form"].errors) == ["punkt"]


def _latitude_and_longitude(sign: str) -> list[str]:
    longitude, latitude = degrees([[50, 3]])[0]
    return [f"{value:.6f}".replace(".", sign) for value in (latitude, longitude)]


def test_the_number_of_questions_to_the_database_is_fixed(streets: World) -> None:
    client = Client()
    client.force_login(streets.bert)
    longitude, latitude = degrees([[50, 3]])[0]
    query = f"netz=strassen&punkt={latitude:.6f},{longitude:.6f}&profil=foot&grenze=5&einheit=minuten"

    # The first request of a browser begins a session.
    client.get(f"/{streets.city.slug}/erreichbarkeit/")
    with page_queries() as counted:
        client.get(f"/{streets.city.slug}/erreichbarkeit/?{query}")

    # session, person, organisation, roles; audiences; networks, layers; place, ways, streets; who counts the people
    assert counted.view == 11
