# SPDX-License-Identifier: EUPL-1.2
"""„Warum sieht jemand das?“ judges the thing that an address names, not its page alone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation

from indicators.models import ReleaseState
from sozialplanung.accounts.models import User
from sozialplanung.accounts.rights.explaining import Explanation, Verdict, explain_address
from tests.factories.audiencecity import AudienceCity, build_audience_city
from tests.factories.desk import client_of
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db

kept_city = kept(build_audience_city)

ROOM, SHEETS = "/musterstadt/karte/", "/musterstadt/indikatoren/"
API = "/api/v1/musterstadt/indicators/kinderarmut/values/"
ADDRESSES = (
    ROOM,
    f"{ROOM}?indikator=kinderarmut",
    f"{ROOM}?indikator=kinderarmut&stand=2018-12-31",
    f"{ROOM}?indikator=kinderarmut&stand=2017-12-31",
    f"{ROOM}?indikator=kinderarmut&stand=1999-12-31",
    f"{ROOM}?indikator=kinderarmut&ebene=erfunden",
    f"{ROOM}?indikator=kanarienvogel",
    f"{ROOM}?indikator=erfunden",
    f"{ROOM}daten.csv?indikator=kanarienvogel",
    f"{SHEETS}kinderarmut/",
    f"{SHEETS}kanarienvogel/",
    f"{SHEETS}kanarienvogel/streuung/",
    f"{API}2018-12-31/",
    f"{API}2017-12-31/",
    f"{API}2017-12-31/?audience=council",
    f"{API}2018-12-31/?audience=internal",
    f"{API}2018-12-31/?audience=erfunden",
)


def explained(person: User | AnonymousUser, address: str, city: AudienceCity) -> Explanation:
    with translation.override("de"):
        return explain_address(person, address, city.world.city)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_said_of_a_thing_is_what_the_page_answers(city: AudienceCity, address: str) -> None:
    world = city.world

    for person in (None, world.bert, world.clara, world.dora, world.gero):
        told = explained(person or AnonymousUser(), address, city)
        answer = (client_of(person) if person else Client()).get(address)

        assert told.verdict in (Verdict.EVERYBODY, Verdict.NOTHING)
        assert (told.verdict == Verdict.EVERYBODY) == (answer.status_code == 200), (address, person)


def test_indicator_of_the_council_is_not_published_for_who_is_not_signed_in(city: AudienceCity) -> None:
    address = f"{ROOM}?indikator=kanarienvogel"

    nobody, clara = explained(AnonymousUser(), address, city), explained(city.world.clara, address, city)

    unpublished = "Werte von „kanarienvogel“ sind für die Öffentlichkeit nicht veröffentlicht."
    assert nobody.things == (f"{unpublished} Die Person findet davon dort nichts.",)
    assert clara.things == ("Werte von „kanarienvogel“ sind für diese Person freigegeben, in der Fassung: Rat.",)


def test_period_that_was_withdrawn_is_told_as_one_that_never_was(city: AudienceCity) -> None:
    city.public.state = ReleaseState.WITHDRAWN
    city.public.save()

    for period in ("2018-12-31", "1999-12-31"):
        told = explained(AnonymousUser(), f"{ROOM}?indikator=kinderarmut&stand={period}", city)

        assert told.verdict == Verdict.NOTHING
        assert "nicht veröffentlicht" in told.things[0]


def test_both_periods_of_a_difference_are_judged(city: AudienceCity) -> None:
    address = "/musterstadt/analyse/?indikator=kinderarmut&stand=2018-12-31&vergleich=2017-12-31"

    nobody, clara = explained(AnonymousUser(), address, city), explained(city.world.clara, address, city)

    assert nobody.verdict == Verdict.NOTHING
    assert "31.12.2017" in nobody.things[1]
    assert clara.verdict == Verdict.EVERYBODY
    assert len(clara.things) == 2


def test_page_shows_the_answer_in_words(city: AudienceCity) -> None:
    page = client_of(city.world.gero).get(
        "/musterstadt/rechte/", {"person": "0", "adresse": f"{ROOM}?indikator=kanarienvogel"}
    )

    assert page.status_code == 200
    assert "Alle dürfen diese Seite öffnen, aber davon steht nichts darauf" in page.content.decode()
    assert "Werte von „kanarienvogel“" in page.content.decode()
