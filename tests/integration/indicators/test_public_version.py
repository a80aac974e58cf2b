# SPDX-License-Identifier: EUPL-1.2
"""Who looks at the public version where there is none is told so, and finds the way back."""

import pytest
from django.test import Client

from tests.factories.audiencecity import AudienceCity, build_audience_city
from tests.factories.desk import client_of, german
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db

kept_city = kept(build_audience_city)

START, SWITCH = "/musterstadt/", "/musterstadt/fassung/"
BACK = "Alle Zahlen zeigen, die ich sehen darf"
COUNCILS = (
    "/musterstadt/indikatoren/kanarienvogel/",
    "/musterstadt/karte/?indikator=kanarienvogel",
    "/musterstadt/karte/daten.csv?indikator=kanarienvogel",
    "/musterstadt/karte/?indikator=kinderarmut&stand=2017-12-31",
)


def switch(client: Client, address: str, version: str = "oeffentlich") -> str:
    answer = client.post(SWITCH, {"fassung": version, "next": address})
    assert answer.status_code == 302
    return answer.headers["Location"]


@pytest.mark.parametrize("address", COUNCILS)
def test_page_without_a_public_version_leads_to_the_start_page_and_back(city: AudienceCity, address: str) -> None:
    clara = client_of(city.world.clara)
    assert clara.get(address).status_code == 200

    target = switch(clara, address)
    start = clara.get(target).content.decode()
    back = switch(clara, target, "eigene")

    assert target == START
    assert "hat keine öffentliche Fassung" in start
    assert BACK in start
    assert back == address
    assert clara.get(back).status_code == 200


def test_way_back_is_kept_for_the_next_switch_alone(city: AudienceCity) -> None:
    clara = client_of(city.world.clara)
    switch(clara, COUNCILS[0])
    switch(clara, "/musterstadt/indikatoren/", "eigene")

    switch(clara, START)

    assert switch(clara, START, "eigene") == START


@pytest.mark.parametrize(
    "address",
    [
        "/musterstadt/karte/?indikator=kinderarmut&stand=2018-12-31",
        "/musterstadt/indikatoren/",
        # The workbench says itself what it does not find.
        "/musterstadt/analyse/?indikator=kanarienvogel",
    ],
)
def test_page_with_a_public_version_is_shown_itself(city: AudienceCity, address: str) -> None:
    assert switch(client_of(city.world.clara), address) == address


def test_not_found_offers_the_way_back_to_who_looks_at_the_public_version(city: AudienceCity) -> None:
    clara = client_of(city.world.clara)
    switch(clara, START)

    for address in (*COUNCILS, "/musterstadt/indikatoren/erfunden/"):
        answer = clara.get(address)

        assert answer.status_code == 404
        assert BACK in answer.content.decode()
        assert f'name="next" value="{address.replace("&", "&amp;")}"' in answer.content.decode()
    assert switch(clara, COUNCILS[0], "eigene") == COUNCILS[0]
    assert clara.get(COUNCILS[0]).status_code == 200


@pytest.mark.check("C074")
@pytest.mark.parametrize("address", COUNCILS)
def test_not_found_says_nothing_of_it_to_others(city: AudienceCity, address: str) -> None:
    for client in (Client(headers={"accept-language": "de"}), client_of(city.world.dora), client_of(city.world.gero)):
        answer = client.get(address)

        assert answer.status_code == 404
        assert BACK not in answer.content.decode()
        assert german("You may see more figures than are published.") not in answer.content.decode()
