# SPDX-License-Identifier: EUPL-1.2
"""Places of layers in the search, ways on from an address, and what a map is told of both."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from spatial.models import LayerVersion
from spatial.selectors import placesearch
from tests.factories.addressedcity import build_addressed_city
from tests.factories.desk import client_of
from tests.factories.layers import put
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_addressed_city)
SEARCH = "/musterstadt/suche/"


def stranger() -> Client:
    return Client(headers={"accept-language": "de"})


def options(text: str, kind: str, client: Client | None = None) -> list[dict[str, Any]]:
    answer = (client or stranger()).post(f"{SEARCH}vorschlaege.json", {"q": text})
    assert answer.status_code == 200
    return next((group["options"] for group in answer.json()["groups"] if group["kind"] == kind), [])


def page_of(client: Client, text: str) -> str:
    answer: Any = client.post(SEARCH, {"q": text}, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kita Sonnenschein", ["Kita Sonnenschein"]),
        ("sonnen", ["Sonnenpark", "Kita Sonnenschein"]),
        ("muellers muehle", ["Kita Müllers Mühle"]),
        ("Müllers-Mühle", ["Kita Müllers Mühle"]),
        ("ki", []),
        ("%%%", []),
    ],
)
def test_places_are_found_by_their_names_by_everybody(city: World, text: str, names: list[str]) -> None:
    assert [each["title"] for each in options(text, "places")] == names


def test_place_leads_to_the_map_with_its_layer_and_its_area(city: World) -> None:
    (option,) = options("Kita Sonnenschein", "places")

    assert option["url"] == "/musterstadt/karte/?ebene=viertel&gebietsstand=stand-2020&gebiet=11&orte=kitas"
    assert option["text"] == "Kindertagesstätten · Marktstraße 3 · Alt-Mitte"
    assert stranger().get(option["url"]).status_code == 200
    page = page_of(stranger(), "Kita Sonnenschein")
    assert 'href="/musterstadt/gebiete/stand-2020/viertel/11/"' in page


def test_ground_leads_to_the_page_of_its_layer(city: World) -> None:
    (option,) = options("Sonnenpark", "places")

    assert option["url"] == "/musterstadt/orte/parks/"
    assert stranger().get(option["url"]).status_code == 200


def test_what_is_no_longer_in_force_is_not_found(city: World) -> None:
    layer = LayerVersion.objects.get(layer__slug="kitas").layer
    put(layer, [("1", "Kita Regenbogen", "", "POINT(13.005 52.005)", None)])

    assert not options("Kita Sonnenschein", "places")
    assert options("Kita Regenbogen", "places")


def test_layer_with_very_many_places_is_not_searched(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placesearch, "MOST_OF_A_LAYER", 1)

    assert [each["title"] for each in options("sonnen", "places")] == ["Sonnenpark"]


def test_doors_of_an_address_round_the_place_and_open(city: World) -> None:
    bert = client_of(city.bert)

    page = page_of(bert, "Marktstraße 3a")
    links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', page[page.index("Von hier aus:") :].split("</p>")[0])

    told = {label: url for url, label in links}
    # East 13.0022, north 52.005: 150 m are between the house and what the link names at most.
    assert told["Zahlen im Umkreis von rund 500 m"] == (
        "/musterstadt/eigene-gebiete/ansehen/?form=umkreis:13.002,52.005,500"
    )
    assert told["Orte in der Nähe auf der Karte"].endswith("gebiet=11&orte=kitas,parks")
    for url in told.values():
        assert bert.get(url).status_code == 200, url


def test_what_is_only_nearly_the_address_has_no_doors(city: World) -> None:
    assert "Von hier aus:" not in page_of(client_of(city.bert), "Marktstraße 3b")


def test_map_is_told_the_areas_of_an_address_and_of_no_street(city: World) -> None:
    bert = client_of(city.bert)
    (house,) = options("Marktstraße 3a", "addresses", bert)
    (street,) = options("Marktstraße", "streets", bert)

    assert house["areas"] == [["viertel", "stand-2020", "11"], ["bezirk", "stand-2020", "1"]]
    assert house["map"] == "/musterstadt/karte/?ebene=viertel&gebietsstand=stand-2020&gebiet=11"
    assert "areas" not in street


def test_map_of_a_level_without_figures_is_not_offered(city: World) -> None:
    page = page_of(client_of(city.bert), "Marktstraße 3a")

    assert "ebene=viertel" in page
    assert "ebene=bezirk" not in page
