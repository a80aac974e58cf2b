# SPDX-License-Identifier: EUPL-1.2
"""What releases changed, as everybody may read it: corrections are told, secrets are not."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from indicators.models import ReleaseChange
from indicators.selectors import graph, published
from indicators.services import importing, sources
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.releasing.withdrawing import withdraw_release
from sozialplanung.jobs.services import run_inline
from tests.factories.desk import german
from tests.factories.register import EDITION, FILE, build_city, mapping
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
LIST = "/musterstadt/aenderungen/"
KINDER = f"{LIST}kinder/2020-12-31/viertel/stand-2020/"
ATOM = "{http://www.w3.org/2005/Atom}"


kept_city = standing(build_city)


def _publish(world: World, text: str = FILE) -> None:
    part = Part(DeliveredFile("einwohner.csv", text.encode()), "viertel", mapping())
    source = sources.source_of(organisation=world.city, slug="register")
    batch = importing.stage_batch(spec=DeliverySpec(source, "Register", EDITION, (part,)), by=world.anna)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
    for pk in graph.in_order(organisation_id=world.city.pk):
        refresh_indicator(indicator_id=pk, by=world.frida, report=lambda *_: None)


def _page(address: str) -> str:
    answer = Client(headers={"accept-language": "de"}).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_nothing_published_is_said_in_words(city: World) -> None:
    assert german("Nothing published yet") in _page(LIST)
    feed = ET.fromstring(_page("/musterstadt/aenderungen.atom"))  # noqa: S314 - our own answer
    assert feed.findall(f"{ATOM}entry") == []
    assert Client().get("/nirgendwo/aenderungen/").status_code == 404
    del city


def test_correction_is_told_with_old_and_new_and_everything_else_is_new(city: World) -> None:
    _publish(city)
    assert german("newly published") in _page(LIST)
    assert "<strong>" not in _page(LIST)

    _publish(city, FILE.replace("90", "95"))

    listed, page = _page(f"{LIST}?indikator=kinder"), _page(KINDER)
    assert f"<strong>{german('corrected')}" in listed
    assert KINDER in listed
    assert ">90</td>" in page
    assert ">95</td>" in page
    assert ">+5</td>" in page
    assert page.count('<th scope="row"') == 1
    sheet = _page("/musterstadt/indikatoren/kinder/")
    assert german("corrected") in sheet
    assert "/musterstadt/aenderungen/kinder/2020-12-31/" in sheet
    rows = _page(f"{KINDER}daten.csv").splitlines()
    assert rows[1].split(";")[:5] == ["21", "Müggelheim", "90", "95", "5"]


def test_map_says_in_its_head_that_a_period_was_corrected_and_leads_to_what_changed(city: World) -> None:
    _publish(city)
    address = "/musterstadt/karte/?indikator=kinder&ebene=viertel&stand=2020-12-31"
    assert "map-head__correction" not in _page(address)

    _publish(city, FILE.replace("90", "95"))

    head = re.search(r'<p class="map-head__correction">.*?</p>', _page(address), re.DOTALL)
    assert head is not None
    assert re.search(r"Am \d\d\.\d\d\.\d{4} berichtigt: 1 Wert\.", head[0])
    assert f'href="{KINDER}"' in head[0]


def test_profile_says_that_the_figure_of_the_area_was_corrected_and_of_no_other_area(city: World) -> None:
    _publish(city)
    _publish(city, FILE.replace("90", "95"))

    concerned, other = (_page(f"/musterstadt/gebiete/stand-2020/viertel/{key}/") for key in ("21", "22"))

    assert re.search(r"am \d\d\.\d\d\.\d{4} berichtigt", concerned)
    assert "berichtigt" not in other


@pytest.mark.check("C076", "C079")
def test_figure_that_is_hidden_now_is_told_by_no_comparison(city: World) -> None:
    _publish(city, FILE.replace("500;2", "500;40"))
    assert german("newly published") in _page(LIST)

    _publish(city)

    # Quarter 12 had 40 children in public; now it has two, which is hidden with its neighbour.
    page, file = _page(KINDER), _page(f"{KINDER}daten.csv")
    assert ">40</td>" not in page
    assert ">200</td>" not in page
    assert ";40;" not in file
    assert ";200;" not in file
    assert german("no value any more") in page


def test_changes_of_a_release_that_was_replaced_or_withdrawn_are_seen_no_more(city: World) -> None:
    _publish(city)
    _publish(city, FILE.replace("90", "95"))
    ref = published.release_ref(city.city, indicator="kinder", period="2020-12-31", level="viertel")
    assert ref is not None

    withdraw_release(release_id=ref.id, organisation_id=city.city.pk, by=city.frida, reason="Zu genau")

    assert Client().get(KINDER).status_code == 404
    assert Client().get(f"{KINDER}daten.csv").status_code == 404
    assert "aenderungen/kinder/" not in _page(LIST)
    assert ReleaseChange.objects.filter(kind="changed").exists()
    # Other figures come into force again, and are not compared with what was withdrawn.
    _publish(city, FILE.replace("90", "96"))
    assert ">95</td>" not in _page(KINDER)
    assert ReleaseChange.objects.filter(release__indicator__slug="kinder").latest("pk").kind == "first"


def test_feed_is_atom_in_german_with_lasting_names(city: World) -> None:
    _publish(city)
    _publish(city, FILE.replace("90", "95"))
    client = Client(headers={"accept-language": "en"})

    # Where the site is, its settings say: another port in the request must not get into what caches keep.
    first, second = (client.get("/musterstadt/aenderungen.atom", headers={"host": f"localhost:{n}"}) for n in (81, 82))

    assert first.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(first.content)  # noqa: S314 - our own answer
    entries = feed.findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert "Kinder: korrigiert" in titles
    for element in (feed, *entries):
        assert all(element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"{settings.PUBLIC_URL}/musterstadt/aenderungen.atom"
    assert first.content == second.content
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    assert ids == [entry.findtext(f"{ATOM}id") for entry in ET.fromstring(second.content).findall(f"{ATOM}entry")]  # noqa: S314


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{LIST}?seite=abc", 400),
        (f"{LIST}?farbe=rot", 400),
        (f"{LIST}?indikator=gibtesnicht", 404),
        (f"{LIST}kinder/2019-12-31/viertel/stand-2020/", 404),
        (f"{LIST}kinder/keinstand/viertel/stand-2020/", 404),
        (f"{LIST}kinder/2020%00/viertel/stand-2020/", 404),
        (f"{LIST}kinder/2020%00/viertel/stand-2020/daten.csv", 404),
        ("/musterstadt/gebiete/stand-2020/viertel/1%001/", 404),
        ("/musterstadt/gebiete/stand-2020/viertel/1%001/profil.csv", 404),
        ("/musterstadt/aenderungen.atom?x=1", 400),
    ],
)
def test_bad_addresses_are_refused(city: World, address: str, status: int) -> None:
    _publish(city)

    assert Client().get(address).status_code == status


def test_table_of_comparisons_is_closed_to_the_public_role(city: World) -> None:
    del city
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('sozialplanung_public', 'indicators_releasechange', 'SELECT'), "
            "has_table_privilege('sozialplanung_public', 'indicators_published_change', 'SELECT')"
        )
        assert cursor.fetchone() == (False, True)
