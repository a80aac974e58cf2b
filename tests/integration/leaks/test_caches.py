# SPDX-License-Identifier: EUPL-1.2
"""What is kept between readers is what everybody sees; what is taken back is gone from everywhere at once."""

import re
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.test import Client

from indicators.models import Delivery, Release
from indicators.services.releasing.withdrawing import withdraw_release
from sozialplanung.accounts.models import Assignment
from sozialplanung.accounts.services import deactivate_user, withdraw_role
from tests.conftest import IS_DEEP
from tests.factories.canarycity import define_city, publish_figures
from tests.factories.desk import client_of, csv_file, new_delivery
from tests.factories.standing import standing
from tests.factories.world import World
from tests.integration.leaks.channels import API, CITY, TELLING
from tests.integration.leaks.crawling import Answer, as_answer, ask, texts

pytestmark = pytest.mark.django_db
TOLD: Final = [address for addresses in TELLING.values() for address in (addresses if IS_DEEP else addresses[-1:])]
INSIDE: Final = ("lieferungen/", "gebietsstaende/", "indexwerkstatt/", "hinweise/", "pruefregeln/", "berechnungen/")
# What itself asks the cache of the site, and what sets a cookie.
KEEPING: Final = ["/", CITY, "/anmelden/"]
# What is shown of children in 2021, in whichever way it is written.
CHILDREN: Final = re.compile(r"(?<![\d.,])(19[.,\s\u00a0]?009|26[.,\s\u00a0]?920|45[.,\s\u00a0]?929)(?!\d)")
GERMAN: Final = {"accept-language": "de"}
CONDITIONS: Final = (
    {"if-none-match": "*"},
    {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
)
_NEVER_KEPT: Final = frozenset({302, 303, 307, 400, 401, 403, 500})
# What tells figures of children; a handful of addresses tells others alone.
CHANNELS: Final = [
    address
    for addresses in TELLING.values()
    for address in addresses
    if not re.search("arbeitslos|rentenbezug|classes|units", address)
]
MOST_TELL: Final = 12


def _build(world: World) -> World:
    return publish_figures(define_city(world))


kept_city = standing(_build)


@pytest.fixture
def addresses(city: World) -> list[str]:
    delivery = new_delivery(city, city.anna, csv_file())
    return [*(f"{CITY}{room}" for room in INSIDE), f"{CITY}lieferungen/{delivery.uuid}/"]


@pytest.mark.check("C077")
@pytest.mark.parametrize("name", ["anna", *(["clara", "gero"] if IS_DEEP else [])])
def test_nobody_is_handed_what_was_made_for_another(city: World, addresses: list[str], name: str) -> None:
    known, stranger = client_of(getattr(city, name)), Client(headers=GERMAN)
    ask(known, "/")
    everything = [*TOLD, *addresses, *KEEPING]
    for readers, asked in (((known, stranger), everything), ((stranger, known), everything if IS_DEEP else KEEPING)):
        cache.clear()
        told: dict[int, dict[str, Answer]] = {id(reader): {} for reader in readers}
        for address in asked:
            for reader in readers:
                told[id(reader)][address] = ask(reader, address)
        _compare(told[id(known)], told[id(stranger)], city)
        assert any(not may_keep(answer) for answer in told[id(known)].values())
        assert any(may_keep(answer) for answer in told[id(stranger)].values())


def _compare(known: dict[str, Answer], strange: dict[str, Answer], city: World) -> None:
    """Hold what both were answered against what a cache between them may keep and hand to the other."""
    # As a word of its own: „Annahme“ names nobody.
    name = re.compile(rf"\b{city.anna.name}\b")
    for address, answer in strange.items():
        assert not name.search(answer.body.decode(errors="replace")), address
        own = known[address]
        if may_keep(own):
            assert own.without_chance == answer.without_chance, address
        for each in (own, answer):
            assert not (may_keep(each) and "Set-Cookie" in dict(each.headers)), address
        # A cache that kept the stranger's page has to know that others get another one.
        if may_keep(answer) and own.without_chance != answer.without_chance:
            assert "Cookie" in dict(answer.headers)["Vary"], address


def may_keep(answer: Answer) -> bool:
    """Whether a cache between readers may keep an answer: RFC 9111 to the letter, to the disadvantage of the site."""
    said = dict(answer.headers).get("Cache-Control", "").lower()
    return "no-store" not in said and "private" not in said and answer.status not in _NEVER_KEPT


@pytest.mark.check("C078")
@pytest.mark.parametrize("name", ["", "dora", *(["clara"] if IS_DEEP else [])])
def test_no_validator_and_no_method_tells_that_there_is_something(city: World, addresses: list[str], name: str) -> None:
    steward, client = client_of(city.anna), client_of(getattr(city, name)) if name else Client()
    for address in addresses:
        own = steward.get(address)
        assert (own.status_code, "ETag" in own.headers, "Last-Modified" in own.headers) == (200, False, False), address
        plain = client.get(address)
        for asked in (*CONDITIONS, {"range": "bytes=0-99"}):
            assert client.get(address, headers=asked).status_code == plain.status_code, (address, asked)
        assert client.head(address).status_code == plain.status_code
        assert plain.status_code in {302, 404}
        told, missed = client.options(address), client.options(_nowhere(address))
        assert (told.status_code, told.headers.get("Allow")) == (missed.status_code, missed.headers.get("Allow"))
        assert "ETag" not in told.headers


def _nowhere(address: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "00000000-0000-4000-8000-000000000000", address)


@pytest.mark.check("C078")
def test_validators_and_ranges_of_published_files_are_of_the_bytes_that_everybody_gets(city: World) -> None:
    slice_of_all = f"{API}indicators/kinder/values/2021-12-31.slice?level=viertel"
    stranger = Client()
    whole = stranger.get(slice_of_all)
    tag = whole.headers["ETag"]

    assert stranger.get(slice_of_all, headers={"if-none-match": tag}).status_code == 304
    part = stranger.get(slice_of_all, headers={"range": "bytes=0-9"})
    assert (part.status_code, part.content) == (200, whole.content)
    head = stranger.head(slice_of_all)
    assert (head.status_code, head.headers["ETag"], head.content) == (200, tag, b"")
    # Whoever may not read the slices of the council learns nothing by a validator, whoever may keeps none.
    council = f"{slice_of_all}&audience=council"
    missing = f"{API}indicators/nichts/values/2021-12-31.slice?level=viertel&audience=council"
    for reader in (stranger, client_of(city.dora), client_of(city.clara)):
        answers = [reader.get(council, headers=asked) for asked in ({}, *CONDITIONS, {"if-none-match": tag})]
        assert {answer.status_code for answer in answers} == {reader.get(missing).status_code} == {404}
        assert not any("ETag" in answer.headers for answer in answers)


@pytest.mark.check("C079")
def test_withdrawn_figures_are_gone_from_every_channel_at_once(city: World) -> None:
    stranger = Client(headers=GERMAN)
    before = {address: ask(stranger, address) for address in CHANNELS}
    telling = [address for address, answer in before.items() if _tells(answer)]
    tags = {address: dict(before[address].headers).get("ETag", "") for address in telling}
    assert len(telling) > MOST_TELL
    for period in Release.objects.filter(indicator__slug="kinder").values_list("period__code", flat=True).distinct():
        made = Release.objects.filter(indicator__slug="kinder", period__code=period, state="published").earliest("pk")
        withdraw_release(release_id=made.pk, organisation_id=city.city.pk, by=city.frida, reason="Fehler der Quelle")

    for address in telling:
        response: Any = stranger.get(address, headers={"if-none-match": tags[address]})
        assert response.status_code != 304, address
        assert not _tells(as_answer(response)), address
    assert stranger.get(f"{API}indicators/kinder/values/2021-12-31/?level=viertel").status_code == 404


def _tells(answer: Answer) -> bool:
    return any(CHILDREN.search(text) for _, text in texts(answer))


@pytest.mark.check("C079")
def test_role_that_is_taken_ends_what_a_running_session_may(city: World, addresses: list[str]) -> None:
    steward, council = client_of(city.anna), client_of(city.clara)
    assert [steward.get(address).status_code for address in addresses] == [200] * len(addresses)

    withdraw_role(assignment=Assignment.objects.get(user=city.anna), by=city.gero)
    deactivate_user(user=city.clara, by=city.gero, reason="ausgeschieden")

    assert [steward.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert {steward.post(address).status_code for address in addresses} <= {404, 405}
    assert "Anna" in steward.get("/").content.decode()
    assert "Clara" not in council.get("/").content.decode()
    assert council.get(addresses[0]).status_code == 302


@pytest.mark.check("C081")
def test_what_a_job_of_another_made_is_not_there_and_results_hold_no_figures(city: World) -> None:
    delivery = new_delivery(city, city.anna, csv_file())
    parts = ("", "pruefung/befunde.csv", "pruefung/befunde.xlsx", "vorschau/unterschiede.csv", "fortschritt/")
    for person in (city.dora, city.clara, city.bert):
        for part in parts:
            address = f"{CITY}lieferungen/{delivery.uuid}/{part}"
            assert client_of(person).get(address).status_code == 404, (person, part)
    assert Delivery.objects.filter(pk=delivery.pk).exists()
