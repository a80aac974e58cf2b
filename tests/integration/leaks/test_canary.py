# SPDX-License-Identifier: EUPL-1.2
"""A canary in everything that nobody published: strangers hear nothing of it, in no channel and no file."""

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client

from indicators.models import Delivery, IndicatorDefinition, RecipeDraft, Release
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role, create_user
from sozialplanung.jobs.models import Job
from spatial.models import Changeset
from tests.conftest import IS_DEEP
from tests.factories.canarycity import (
    PERIODS,
    SLUG,
    SWAPPED,
    WORD,
    define_city,
    plant,
    publish_figures,
)
from tests.factories.desk import client_of
from tests.factories.freetexts import planted_fields
from tests.factories.releases import PUBLISHED_AT, pattern
from tests.factories.standing import kept
from tests.factories.world import PASSWORD, World, build_world
from tests.integration.leaks.channels import API, CITY, TELLING, Route, routes
from tests.integration.leaks.crawling import COUNCIL, FIGURES, WORDS, Answer, ask, crawl, hits

pytestmark = pytest.mark.django_db
TOLD: Final = [address for addresses in TELLING.values() for address in addresses]
START: Final = [
    *TOLD,
    *(route.address for route in routes() if route.is_silent and "<" not in route.address),
    "/robots.txt",
    "/sitemap.xml",
    "/favicon.ico",
]
ONE_OF_EACH: Final = [addresses[0] for addresses in TELLING.values() if addresses]
# What somebody asks who guesses what there might be.
GUESSES: Final = (
    f"/suche/?q={WORD}",
    f"/suche/?q={SLUG}",
    "/suche/?q=Kanarien",
    f"{CITY}suche/?q={WORD}",
    f"{CITY}suche/vorschlaege.json?q={SLUG}",
    f"{CITY}suche/vorschlaege.json?q=Kanarien",
    f"{CITY}indikatoren/?q={WORD}",
    f"{CITY}indikatoren/{SLUG}/",
    f"{CITY}indikatoren/{SLUG}/streuung/",
    f"{CITY}karte/?indikator={SLUG}",
    f"{CITY}karte/daten.csv?indikator={SLUG}",
    f"{CITY}karte/daten.gpkg?indikator={SLUG}",
    f"{CITY}analyse/daten.geojson?indikator={SLUG}&filter=wert:{SLUG}:1:",
    f"{CITY}analyse/daten.gpkg?indikator=kinder&zweiter={SLUG}&ebene=viertel",
    f"{CITY}karte/?indikator=kinder&ebene=viertel&stand=2022-12-31",
    f"{CITY}aenderungen/?indikator={SLUG}",
    f"{CITY}aenderungen/{SLUG}/2022-12-31/viertel/stand-2020/",
    f"{CITY}gebietstypen/?indikator={SLUG}&indikator=kinderlast",
    f"{CITY}gebiete/stand-2024/viertel/11/",
    f"{CITY}mein-stadtteil/stand-2024/viertel/11/",
    f"{CITY}mein-stadtteil/?gebietsstand=stand-2024",
    f"{CITY}mein-stadtteil/vorschlaege.json?q={WORD}",
    f"{API}indicators/?topic={SLUG}",
    f"{API}indicators/{SLUG}/",
    f"{API}indicators/{SLUG}/releases/",
    f"{API}indicators/{SLUG}/values/2022-12-31/?level=viertel",
    f"{API}indicators/{SLUG}/values/2022-12-31.slice?level=viertel",
    f"{API}indicators/kinder/values/2022-12-31/?level=viertel",
    f"{API}indicators/{SLUG}/classes/?level=viertel",
    f"{API}indicators/kinder/values/2022-12-31/?level=viertel&audience=council",
    f"{API}indicators/kinder/values/2022-12-31.slice?level=viertel&audience=council",
    f"{API}indicators/kinder/releases/?audience=council",
    f"{API}indicators/?audience=internal",
    f"{CITY}karte/?indikator=kinder&ebene=viertel&stand=2022-12-31&kreis=council",
    f"{API}units/?q={WORD}",
    f"{API}units/?level=viertel&edition=stand-2024",
)
# So many there were when this was written: what planted them must not get lost.
PLANTED_FIELDS: Final = 75
NOBODY: Final = "00000000-0000-4000-8000-000000000000"
# Where a released canary has to be found, and how.
MISTAKEN: Final = (
    f"{CITY}karte/?indikator=kinder&ebene=viertel&stand=2022-12-31",
    f"{CITY}karte/daten.csv?indikator=kinder&ebene=viertel&stand=2022-12-31",
    f"{CITY}karte/daten.xlsx?indikator=kinder&ebene=viertel&stand=2022-12-31",
    f"{CITY}analyse/daten.geojson?indikator=kinder&ebene=viertel&stand=2022-12-31",
    f"{CITY}analyse/daten.gpkg?indikator=kinder&ebene=viertel&stand=2022-12-31",
    f"{API}indicators/kinder/values/2022-12-31/?level=viertel",
    f"{API}indicators/kinder/values/2022-12-31.slice?level=viertel",
)
KINDS: Final = frozenset(
    {
        "word in body",
        "word in body xl/worksheets/sheet1.xml",
        "figure of the council in body",
        "word in body columns",
        "figure of the council in body areas",
        "figure of the council in body xl/worksheets/sheet1.xml",
        "figure of the council in body numbers",
    }
)
CLOSED: Final = frozenset({403, 404, 405})
OF_EACH: Final = 30 if IS_DEEP else 1


@dataclass(frozen=True)
class Planted:
    """The city with its canary, and what strangers were answered before and after it came.

    `alike` is what they were answered when two hidden figures had changed places.
    """

    world: World
    alike: dict[str, Answer]
    before: dict[str, Answer]
    after: dict[str, Answer]


def _build() -> Planted:
    world, start = define_city(build_world()), [*START, *GUESSES]
    with transaction.atomic():
        alike = _crawled(publish_figures(world, SWAPPED), TOLD)
        transaction.set_rollback(True)
    # Of links that are alike only some are followed: those that one of both truths was asked the other is asked, too.
    before = _crawled(publish_figures(world), [*start, *alike])
    plant(world)
    # What was asked before is asked again, for of links that are alike only some are followed.
    return Planted(world, alike, before, crawl(Client(), [*start, *before], of_each=OF_EACH))


def _crawled(_: World, addresses: Iterable[str]) -> dict[str, Answer]:
    Release.objects.update(published_at=PUBLISHED_AT)
    return crawl(Client(), addresses, of_each=OF_EACH - 1)


kept_city = kept(_build)


@pytest.fixture
def city(kept_city: Planted, db: None) -> World:
    return copy.deepcopy(kept_city.world)


def _without_guesses(answers: dict[str, Answer]) -> dict[str, Answer]:
    """Leave out the addresses in which the reader says the word: the answer may repeat it."""
    return {address: answer for address, answer in answers.items() if address not in GUESSES}


def test_every_text_that_people_write_is_planted(city: World) -> None:
    fields = planted_fields(WORD)

    assert [name for name, is_planted in fields.items() if not is_planted] == []
    assert len(fields) >= PLANTED_FIELDS


@pytest.mark.check("C073")
def test_stranger_finds_no_word_and_no_figure_of_what_is_not_published(kept_city: Planted) -> None:
    answers = kept_city.after

    assert hits(_without_guesses(answers), WORDS) == []
    assert hits(answers, (*FIGURES, *COUNCIL)) == []
    assert [address for address in TOLD if answers[address].status != 200] == []
    assert len(answers) > len(TOLD) + len(GUESSES)


@pytest.mark.check("C073")
def test_crawl_would_find_the_canary_in_every_kind_of_file(city: World) -> None:
    """A search that cannot find anything proves nothing: the same search finds what is released by mistake."""
    IndicatorDefinition.objects.filter(indicator__slug="kinder").update(name=WORD, short_name=WORD)
    made = Release.objects.get(indicator__slug="kinder", audience="council")
    made.pk, made.audience, made.pattern = None, "public", pattern(made.vintage, "public")
    made.save()

    answers = crawl(Client(), MISTAKEN, of_each=0)

    found = hits(answers, (*WORDS, *COUNCIL))
    assert {place.rpartition(" of ")[0] for place in found} >= KINDS


@pytest.mark.check("C075")
def test_stranger_is_answered_the_same_bytes_with_and_without_the_canary(kept_city: Planted) -> None:
    before, after = kept_city.before, kept_city.after

    assert _differing(before, after) == []


@pytest.mark.check("C076")
def test_stranger_is_answered_the_same_bytes_whatever_a_hidden_figure_is(kept_city: Planted) -> None:
    """Whatever a channel computes (classes, ranks, segregation, types), the same for two truths tells neither."""
    one, other = kept_city.before, kept_city.alike

    assert {*other} >= {*TOLD}
    assert _differing(other, one) == []
    tell_children = [address for address in TOLD if re.search(rb"19[.,]?009", one[address].body)]
    assert len(tell_children) > 8


def _differing(some: dict[str, Answer], others: dict[str, Answer]) -> list[str]:
    return [address for address in some if some[address].without_chance != others[address].without_chance]


@pytest.mark.check("C073")
@pytest.mark.parametrize("reader", ["clara", "neighbour"])
def test_council_and_planners_of_the_neighbour_find_no_word_either(city: World, reader: str) -> None:
    client = client_of(_neighbour(city) if reader == "neighbour" else city.clara)

    answers = crawl(client, START if IS_DEEP else ONE_OF_EACH, of_each=OF_EACH - 1)

    assert hits(answers, FIGURES) == []
    # Whoever is of the house reads there what colleagues named and shared with it.
    kept = ("analyse/auswahlen/", "analyse/ansichten/", "eigene-gebiete/")
    shared = tuple(f"{CITY}{place}" for place in kept) if reader == "clara" else ()
    assert hits({place: answer for place, answer in answers.items() if not place.startswith(shared)}, WORDS) == []
    # What is released for the council is for the council of this city alone.
    assert reader == "clara" or hits(answers, COUNCIL) == []


def _neighbour(city: World) -> User:
    planner = create_user(email="planer@nachbarstadt.example.org", name="Paul", password=PASSWORD, by=None)
    assign_role(user=planner, organisation=city.other_city, role="planner", by=None)
    return planner


def _arguments() -> dict[str, str]:
    """Return arguments that lead to what there is inside, by name or by kind."""
    return {
        "organisation": "musterstadt",
        "indicator": SLUG,
        "period": PERIODS[0],
        "level": "viertel",
        "edition": "stand-2020",
        "key": "11",
        "code": "x",
        "known": "x",
        ":int": "1",
        ":slug": "x",
        ":tile": "0/0/0",
        ":str": "x",
        ":uuid": str(Delivery.objects.latest("pk").uuid),
        ":None": "x",
    }


def _inside() -> Iterator[tuple[Route, str]]:
    drafts: dict[str, type[Changeset | RecipeDraft]] = {"changeset": Changeset, "index_": RecipeDraft}
    for route in routes():
        if route.name in TELLING or route.is_silent:
            continue
        values = _arguments()
        kind = next((model for name, model in drafts.items() if f":{name}" in route.name), None)
        if kind is not None:
            values["uuid"] = str(kind.objects.latest("pk").uuid)
        if "computation" in route.name:
            values["job"] = str(Job.objects.latest("created_at").pk)
        yield route, route.with_arguments(values)


@pytest.mark.check("C073")
def test_every_route_that_answers_strangers_is_among_the_channels(city: World) -> None:
    client, open_routes, told = Client(), list[str](), dict[str, Answer]()
    for route, address in _inside():
        told[address] = _without_address(ask(client, address), address)
        posted: Any = client.post(address)
        for status, place in ((told[address].status, told[address].headers), (posted.status_code, posted.headers)):
            is_asked_in = status == 302 and "/anmelden/" in dict(place)["Location"]
            if not is_asked_in and status not in CLOSED:
                open_routes.append(f"{route.name}: {status}")

    assert open_routes == []
    assert hits(told, (*WORDS, *FIGURES, *COUNCIL)) == []
    assert len(told) > 100


def _without_address(answer: Answer, address: str) -> Answer:
    """Leave out where an answer sends its reader back to what the reader asked."""
    headers = tuple((name, value.replace(address, "")) for name, value in answer.headers)
    return Answer(answer.status, headers, answer.body.replace(address.encode(), b""))


def test_table_of_channels_names_no_route_that_is_gone() -> None:
    names = {route.name for route in routes()}

    assert TELLING.keys() <= names


@pytest.mark.check("C074")
@pytest.mark.parametrize("reader", ["clara", *(["anonymous", "neighbour"] if IS_DEEP else [])])
def test_draft_inside_answers_like_one_that_never_was(city: World, reader: str) -> None:
    people = {"clara": city.clara, "neighbour": _neighbour(city)}
    client = client_of(people[reader]) if reader in people else Client(headers={"accept-language": "de"})
    # A session may be written down by the first answer.
    ask(client, "/")
    differing = []
    for route, address in [*_inside()][:: 1 if IS_DEEP else 3]:
        for there in re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", address):
            missing = address.replace(there, NOBODY)
            if _said(ask(client, address), there) != _said(ask(client, missing), NOBODY):
                differing.append(route.name)

    assert differing == []


def _said(answer: Answer, identifier: str) -> object:
    return _without_address(answer, identifier).without_chance
