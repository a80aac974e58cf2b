# SPDX-License-Identifier: EUPL-1.2
"""Addresses for everybody: decided by an approver with a reason, taken back, and never more than was opened."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client

from indicators.models import Audience
from sozialplanung.audit.models import Event
from sozialplanung.portal import searchable
from spatial.errors import AddressesConflictError, NotAddressesDeciderError
from spatial.models import AddressDecision, AddressRegister, BoundaryVersion
from spatial.services.layers.opening import decide_on_addresses
from tests.factories.addressedcity import build_addressed_city, put_addresses
from tests.factories.desk import client_of
from tests.factories.releases import Figures, indicator, release
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_addressed_city)
SEARCH = "/musterstadt/suche/"
PAGE = "/musterstadt/orte/adressen/suche/"
WHY = {"reason": "Offene Daten des Landes.", "is_allowed": "on"}


def stranger() -> Client:
    return Client(headers={"accept-language": "de"})


def proposed(text: str, address: str = SEARCH) -> dict[str, list[dict[str, str]]]:
    answer = stranger().post(f"{address}vorschlaege.json", {"q": text})
    assert answer.status_code == 200
    return {group["label"]: group["options"] for group in answer.json()["groups"]}


def opened(city: World) -> AddressRegister:
    register = AddressRegister.objects.get(organisation=city.city, state="current")
    revision = register.decisions.count()
    decide_on_addresses(register=register, is_open=True, reason="Offen.", by=city.frida, revision=revision)
    return register


def test_approver_opens_the_file_with_a_reason_and_closes_it_again(city: World) -> None:
    frida = client_of(city.frida)
    assert "Adressen" not in proposed("Marktstraße 3a")

    assert frida.post(PAGE, {"revision": "0", **WHY}).status_code == 302
    assert [each["title"] for each in proposed("Marktstraße 3a")["Adressen"]] == ["Marktstraße 3a, 12345"]
    assert [each["title"] for each in proposed("Marktstr")["Straßen"]] == ["Marktstraße"]
    assert frida.post(PAGE, {"revision": "1", "reason": "Doch nicht."}).status_code == 302

    assert not {"Adressen", "Straßen"} & proposed("Marktstraße 3a").keys()
    acts = Event.objects.filter(action__startswith="spatial.addresses_").order_by("pk").values_list("action", "reason")
    assert list(acts) == [
        ("spatial.addresses_opened", "Offene Daten des Landes."),
        ("spatial.addresses_closed", "Doch nicht."),
    ]
    page = frida.get(PAGE).content.decode()
    assert "Offene Daten des Landes." in page
    assert "Doch nicht." in page


@pytest.mark.parametrize("missing", ["reason", "is_allowed"])
def test_nothing_is_opened_without_reason_and_licence(city: World, missing: str) -> None:
    said = {name: value for name, value in WHY.items() if name != missing}

    assert client_of(city.frida).post(PAGE, {"revision": "0", **said}).status_code == 422
    assert not AddressDecision.objects.exists()


def test_steward_sees_who_decides_and_decides_nothing(city: World) -> None:
    anna = client_of(city.anna)

    assert "Nur Menschen des Hauses" in anna.get(PAGE).content.decode()
    assert anna.post(PAGE, {"revision": "0", **WHY}).status_code == 404
    register = AddressRegister.objects.get()
    with pytest.raises(NotAddressesDeciderError):
        decide_on_addresses(register=register, is_open=True, reason="x", by=city.anna, revision=0)


def test_second_of_two_at_once_is_told(city: World) -> None:
    register = opened(city)

    answer = client_of(city.frida).post(PAGE, {"revision": "0", "reason": "x"})
    assert answer.status_code in {409, 422}
    assert "Inzwischen hat jemand entschieden" in answer.content.decode()
    with pytest.raises(AddressesConflictError):
        decide_on_addresses(register=register, is_open=False, reason="x", by=city.frida, revision=0)


def test_another_file_is_for_the_house_until_somebody_decides_on_it(city: World) -> None:
    opened(city)
    put_addresses(city.anna, city)

    assert not {"Adressen", "Straßen"} & proposed("Marktstraße 3a").keys()
    assert client_of(city.bert).post(f"{SEARCH}vorschlaege.json", {"q": "Marktstr"}).json()["total"]


def test_public_login_reads_what_is_open_and_nothing_else(city: World) -> None:
    def counts() -> list[int]:
        with connections["public"].cursor() as cursor:
            found = []
            for name in ("register", "street", "streetarea", "address"):
                cursor.execute(f"SELECT count(*) FROM spatial_published_{name}")  # noqa: S608 - names of this file
                found.append(cursor.fetchone()[0])
            return found

    assert counts() == [0, 0, 0, 0]
    opened(city)
    # Five names of streets, of which Lindenweg stands for two.
    assert counts()[0] == 1
    assert counts()[1] == 6
    assert counts()[3] == 11


def test_who_looks_at_what_everybody_sees_finds_what_everybody_finds(city: World) -> None:
    bert: Any = client_of(city.bert)
    session = bert.session
    session["reads_as_public"] = True
    session.save()

    assert not bert.post(f"{SEARCH}vorschlaege.json", {"q": "Marktstr"}).json()["total"]
    opened(city)
    assert bert.post(f"{SEARCH}vorschlaege.json", {"q": "Marktstr"}).json()["total"] == 1


def test_search_in_all_places_finds_what_is_open_and_names_the_place(city: World) -> None:
    assert "Adressen" not in proposed("Marktstraße 3a", "/suche/")
    opened(city)

    (option,) = proposed("Marktstraße 3a", "/suche/")["Adressen"]
    assert option["text"] == "Musterstadt · Alt-Mitte · Mitte"
    assert option["url"] == "/musterstadt/gebiete/stand-2020/viertel/11/"


def test_own_district_is_found_by_an_address_in_plain_words(city: World) -> None:
    opened(city)

    (option,) = proposed("Marktstraße 3a", "/musterstadt/mein-stadtteil/")["Adressen"]
    assert option["url"] == "/musterstadt/mein-stadtteil/stand-2020/viertel/11/"


def test_strangers_are_asked_to_wait_and_people_of_the_house_are_not(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(city)
    cache.clear()
    monkeypatch.setattr(searchable, "MOST_HOUSES_IN_A_MINUTE", 2)

    told = ["Adressen" in proposed("Marktstraße 3a") for _ in range(4)]
    page = stranger().post(SEARCH, {"q": "Marktstraße 3a"}).content.decode()
    bert = client_of(city.bert)
    inside = [bert.post(f"{SEARCH}vorschlaege.json", {"q": "Marktstraße 3a"}).json()["total"] for _ in range(4)]

    assert told == [True, True, False, False]
    assert "nach vielen Adressen gefragt" in page
    # Streets stay: they are no houses.
    assert "Marktstraße" in re.sub(r"<[^>]+>", "", page)
    assert all(inside)


def test_nobody_is_given_a_list_of_houses(city: World) -> None:
    opened(city)

    for text in ("Marktstraße", "Marktstr. ", "M", "12345", "Marktstraße 0", "%", "Marktstraße %"):
        assert "Adressen" not in proposed(text), text
    assert len(proposed("Lindenweg 5")["Adressen"]) == 2


def test_open_file_tells_of_no_area_that_is_not_there_for_everybody(city: World) -> None:
    opened(city)

    page = stranger().post(SEARCH, {"q": "Große Hamburger Straße"}, follow=True).content.decode()
    for area in set(re.findall(r'href="(/musterstadt/gebiete/[^"]+)"', page)):
        assert stranger().get(area).status_code == 200


def test_answer_to_strangers_tells_of_no_figures_that_are_not_released_for_them(city: World) -> None:
    opened(city)
    districts = BoundaryVersion.objects.get(organisation=city.city, level__slug="bezirk")
    figures = Figures((1.0, 2.0), audience=Audience.INTERNAL)
    before = stranger().post(SEARCH, {"q": "Marktstraße 3a"}).content

    release(indicator(city.city, "vertraulich"), districts, figures, city.frida)

    assert stranger().post(SEARCH, {"q": "Marktstraße 3a"}).content == before
    assert b"ebene=bezirk" in client_of(city.bert).post(SEARCH, {"q": "Marktstraße 3a"}).content
    assert b"ebene=bezirk" not in before


def test_proposals_ask_the_database_a_bounded_number_of_times(
    city: World, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    opened(city)
    browser = stranger()
    browser.post(f"{SEARCH}vorschlaege.json", {"q": "Marktstraße 3a"})

    for text in ("markt", "Marktstraße 3a", "Lindenweg 5", "Markstraße 9"):
        with django_assert_max_num_queries(20):
            browser.post(f"{SEARCH}vorschlaege.json", {"q": text})
