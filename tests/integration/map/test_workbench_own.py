# SPDX-License-Identifier: EUPL-1.2
"""An own area beside the areas of „Analyse“: its figure against the whole, in no statistic, open to whom it is open."""

import json
import re

import pytest
from django.core.cache import cache
from django.test import Client

from indicators.models import Sharing
from indicators.views import ownpace
from tests.factories.desk import client_of
from tests.factories.ownhouse import PERIOD, OwnHouse, box, build_own_house

pytestmark = pytest.mark.django_db
PAGE = "/musterstadt/analyse/"
EXACT = "gebiete:viertel:stand-2020:101,104"


@pytest.fixture
def house(db: None) -> OwnHouse:
    return build_own_house()


def corners(client: Client) -> str:
    """Return half of the first quarter with the two above it, as an address says it."""
    typed = "52.005 13.0; 52.005 13.01; 52.03 13.01; 52.03 13.0"
    answer = client.get("/musterstadt/eigene-gebiete/neu/", {"art": "ecken", "ecken": typed})
    return answer.headers["Location"].partition("form=")[2]


def asked(own: str, indicator: str = "kinder", panels: str = "kennzahlen,gegenueber") -> dict[str, str]:
    return {"indikator": indicator, "ebene": "viertel", "stand": PERIOD, "tafeln": panels, "eigenes": own}


def text_of(client: Client, address: str, query: dict[str, str]) -> str:
    answer = client.get(address, query, headers={"Accept-Language": "de"})
    assert answer.status_code == 200, answer.content.decode()[:2000]
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ")


def body(client: Client, kind: str, query: dict[str, str]) -> str:
    answer = client.get(f"{PAGE}{kind}.json", query, headers={"Accept-Language": "de"})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", json.loads(answer.content)["body"])).replace("\xa0", " ")


def test_whole_areas_are_told_exactly_beside_the_whole(house: OwnHouse, client: Client) -> None:
    text = text_of(client, PAGE, asked(EXACT, "quote"))

    assert "Eigenes Gebiet: 2 Gebiete zusammen" in text
    # 1 of 100 and 16 of 400: 17 of 500, the whole 6.5 %.
    assert "3,4 %" in text
    assert "niedriger als Musterstadt: 6,5 %" in text
    assert "≈ 3,4 %" not in text


def test_cut_areas_are_marked_with_their_ends_and_drawn_hollow(house: OwnHouse, client: Client) -> None:
    own = corners(client)

    told = body(client, "kennzahlen", asked(own))
    answer = client.get(f"{PAGE}gegenueber.json", asked(own, "quote"), headers={"Accept-Language": "de"})

    assert "3, davon 1 angeschnitten" in told
    assert "≈ 55 Personen, von 50 bis 60 Personen" in told
    markup = json.loads(answer.content)["body"]
    assert markup.count('<circle class="versus__guess"') == 1
    assert "niedriger als Musterstadt: 6,5" in markup.replace("\xa0", " ")


def test_nothing_is_claimed_where_the_whole_lies_between_the_ends(house: OwnHouse, client: Client) -> None:
    row = house.keep("Weit", box(0, 0.5, 1, 4), box(1, 0, 1.5, 4), sharing=Sharing.LINK)

    told = body(client, "gegenueber", asked(f"gespeichert:{row.uuid}", "quote"))

    assert "keine Aussage gegenüber Musterstadt: 6,5 %" in told
    assert "höher als" not in told


@pytest.mark.check("C076")
def test_a_hidden_part_hides_the_figure(house: OwnHouse, client: Client) -> None:
    told = body(client, "gegenueber", asked(corners(client), "geheim"))

    assert "nicht berechenbar: Ohne Zahl: 1 von 3 Gebieten" in told
    assert "≈" not in told.partition("Ein hohler Punkt")[0]


def test_it_is_in_no_statistic_order_or_class(house: OwnHouse, client: Client) -> None:
    panels = "rangfolge,verlauf,verteilung,trichter,tabelle"
    plain, beside = (client.get(f"{PAGE}antwort.json", {**asked(own, "quote", panels)}).json() for own in ("", EXACT))

    assert beside.pop("shapes") != plain.pop("shapes")
    assert beside == plain


def test_it_is_drawn_as_an_outline_on_map_and_pictures(house: OwnHouse, client: Client) -> None:
    page = client.get(PAGE, asked(EXACT)).content.decode()
    picture = client.get(f"{PAGE}bild.svg", asked(EXACT)).content.decode()
    script = client.get(f"{PAGE}antwort.json", asked(EXACT)).json()

    assert page.count('class="workbench__ring workbench__ring--own"') == 1
    assert picture.count('stroke-dasharray="1 9"') == 1
    assert "2 Gebiete zusammen" in picture
    (shape,) = script["shapes"]
    assert shape["isOwn"]
    assert [52.0, 13.0] in shape["ring"][0][0]


def test_a_step_of_time_keeps_it_and_a_link_leaves_it_out(house: OwnHouse, client: Client) -> None:
    page = client.get(PAGE, asked(EXACT)).content.decode()

    assert f"eigenes={EXACT}" in page
    leave = re.search(r'href="\?([^"]*)" data-workbench-without="eigenes"', page)
    assert leave is not None
    assert "eigenes" not in leave[1]
    assert "workbench__own" not in client.get(f"{PAGE}?{leave[1].replace('&amp;', '&')}").content.decode()


def test_saved_ones_are_open_to_whom_they_are_shared_with(house: OwnHouse, client: Client) -> None:
    linked, shared, own = (
        house.keep(name, box(0, 0, 1, 1), sharing=sharing)
        for name, sharing in (("Offen", Sharing.LINK), ("Haus", Sharing.HOUSE), ("Meins", Sharing.NOBODY))
    )
    bert = client_of(house.world.bert)

    def names(reader: Client) -> list[bool]:
        texts = [text_of(reader, PAGE, asked(f"gespeichert:{row.uuid}")) for row in (linked, shared, own)]
        return [f"Eigenes Gebiet: {row.name}" in text for text, row in zip(texts, (linked, shared, own), strict=True)]

    assert names(client) == [True, False, False]
    assert names(bert) == [True, True, True]
    told = "Das eigene Gebiet der Adresse ist nicht da oder für Sie nicht offen"
    assert told in text_of(client, PAGE, asked(f"gespeichert:{own.uuid}"))
    # Nobody else's, and none of another place.
    assert told in text_of(client_of(house.world.frida), PAGE, asked(f"gespeichert:{own.uuid}"))
    assert told in text_of(client_of(house.world.dora), PAGE, asked(f"gespeichert:{shared.uuid}"))


def test_its_page_leads_to_analyse_and_back(house: OwnHouse, client: Client) -> None:
    page = client.get("/musterstadt/eigene-gebiete/ansehen/", {"form": EXACT}).content.decode()

    way = re.search(r'href="(/musterstadt/analyse/\?[^"]*eigenes=[^"]*)"', page)
    assert way is not None
    there = client.get(way[1].replace("&amp;", "&")).content.decode()
    assert f"/musterstadt/eigene-gebiete/ansehen/?form={EXACT}" in there


def test_pages_of_others_do_not_show_it(house: OwnHouse, client: Client) -> None:
    embedded = client.get("/embed/musterstadt/", asked(EXACT)).content.decode()
    page = client.get(PAGE, asked(EXACT)).content.decode()

    assert "workbench__ring--own" not in embedded
    code = re.search(r"data-workbench-embed[^>]*>(.*?)</textarea>", page)
    assert code is not None
    assert "indikator=kinder" in code[1]
    assert "eigenes" not in code[1]


def test_strangers_who_ask_without_end_are_asked_to_wait(
    house: OwnHouse, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(ownpace, "MOST_IN_A_MINUTE", 2)

    codes = [client.get(f"{PAGE}kennzahlen.json", asked(EXACT)).status_code for _time in range(3)]

    assert codes == [200, 200, 429]
    assert client.get(f"{PAGE}kennzahlen.json", asked("")).status_code == 200
    cache.clear()


def test_answers_of_saved_ones_are_kept_by_nobody(house: OwnHouse, client: Client) -> None:
    row = house.keep("Offen", box(0, 0, 1, 1), sharing=Sharing.LINK)
    addresses = [f"{PAGE}{name}" for name in ("antwort.json", "kennzahlen.json", "gegenueber.json")]

    saved, said = (
        [client.get(address, asked(own)).headers["Cache-Control"] for address in addresses]
        for own in (f"gespeichert:{row.uuid}", EXACT)
    )

    assert all("no-store" in each and "private" in each for each in saved)
    assert not any("no-store" in each for each in said)


def test_a_circle_of_the_filter_can_stand_beside_the_areas_instead(house: OwnHouse, client: Client) -> None:
    circle = "umkreis:13.005,52.005,400"
    page = client.get(PAGE, {**asked(""), "filter": circle, "ausserhalb": "weg"}).content.decode()

    way = re.search(r'href="\?([^"]*)" data-workbench-own="([^"]*)"', page)

    assert way is not None
    assert way[2] == circle
    assert f"eigenes={circle}" in way[1]
    assert "filter" not in way[1]
    assert "ausserhalb" not in way[1]
    there = client.get(f"{PAGE}?{way[1].replace('&amp;', '&')}").content.decode()
    assert "workbench__own" in there
    within = client.get(PAGE, {**asked(""), "filter": "in:bezirk:1"}).content.decode()
    assert "data-workbench-own=" not in within
