# SPDX-License-Identifier: EUPL-1.2
"""What a service of places says beside the rules ends in a sentence or is passed over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from spatial.readers.collected import Collected
from spatial.readers.features import FEATURES, WFS, FeatureSource, Offer, fetched_features, look_at_features
from spatial.readers.places.checking import PlaceColumns, checked
from spatial.readers.places.reading import PlaceSelection, read_places
from spatial.readers.source import Watch
from spatial.readers.texts import BoundaryFileError
from tests.fixtures_spatial.featureservices import FeatureServer, as_json, feature_server, place
from tests.fixtures_spatial.services import policy

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[FeatureServer]:
    with feature_server([place(number, 9.4 + number / 1_000, 54.8) for number in range(1, 4)]) as running:
        yield running


@pytest.mark.parametrize("links", [5, 0.5, True, "next", {"rel": "next"}, [5, None, "next", ["next"]]])
def test_links_that_are_none_lead_nowhere(server: FeatureServer, links: object) -> None:
    server.has_links = False
    listed, page = server.collections() | {"links": links}, server.page({}) | {"links": links}
    server.instead = lambda path, _query: as_json(page if path.endswith("/items") else listed)

    found = fetched_features(FeatureSource(FEATURES, server.address, "kitas"), policy(), Watch(lambda *_: None))

    assert found.count == 3


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_link_of_broken_text_is_refused_or_asked_for_in_a_form_that_can_be_sent(
    server: FeatureServer, sign: str
) -> None:
    hrefs = {"items": f"/api/collections?seite={sign}", "path": f"/api/{sign}/collections"}
    rows = [{"id": "kitas"}]

    def listed(name: str) -> None:
        links = [{"rel": "next", "href": hrefs[name]}]
        server.instead = lambda _path, query: as_json(
            {"collections": rows, "links": [] if "seite" in query else links}, "application/json"
        )

    listed("items")
    assert look_at_features(FEATURES, server.address, policy()).offers == (Offer("kitas", ""),) * 2
    listed("path")
    with pytest.raises(BoundaryFileError) as error:
        look_at_features(FEATURES, server.address, policy())
    assert error.value.code == "spatial.fetch_address"


@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\u202e", "\u0007"])
def test_titles_of_a_service_hold_no_signs_that_nobody_sees(server: FeatureServer, sign: str) -> None:
    rows = [{"id": "kitas", "title": f" Kitas{sign} der\n Stadt "}]
    server.instead = lambda _path, _query: as_json({"title": f"Fach{sign}daten", "collections": rows})

    found = look_at_features(FEATURES, server.address, policy())

    assert (found.title, found.offers) == ("Fachdaten", (Offer("kitas", "Kitas der Stadt"),))


@pytest.mark.parametrize("kind", [FEATURES, WFS])
@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_broken_text_of_a_feature_is_kept_for_the_check_of_its_row(server: FeatureServer, kind: str, sign: str) -> None:
    server.places[1]["properties"] |= {"Name": f"Kita{sign} Nord", f"Zu{sign}satz": "frei"}
    address, name = (server.address, "kitas") if kind == FEATURES else (server.wfs, "stadt:kitas")

    found = fetched_features(FeatureSource(kind, address, name), policy(), Watch(lambda *_: None))
    table = read_places(found.content, PlaceSelection())
    places = checked(table, PlaceColumns("Name", kept=("Zusatz",)), "point")

    assert [[each.code for each in one.problems] for one in places] == [[], ["spatial.text_characters"], []]
    assert (places[1].name, places[1].attributes) == ("Kita Nord", {"Zusatz": "frei"})


def test_number_without_end_is_refused() -> None:
    feature: dict[str, Any] = place(1, 9.4, 54.8)
    feature["properties"]["Plätze"] = json.loads("1e999")

    with pytest.raises(BoundaryFileError) as error:
        Collected().take({"features": [feature]})

    assert error.value.code == "spatial.number_not_finite"
