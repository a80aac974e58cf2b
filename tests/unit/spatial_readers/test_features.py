# SPDX-License-Identifier: EUPL-1.2
"""A service of places gives a whole collection or nothing, wherever its links lead and whatever it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from spatial.readers.collected import Collected
from spatial.readers.features import FEATURES, WFS, FeatureSource, Offer, fetched_features, look_at_features
from spatial.readers.features.ogcapi import home_path, named_in
from spatial.readers.places.reading import PlaceSelection, read_places
from spatial.readers.source import Watch
from spatial.readers.texts import BoundaryFileError
from tests.fixtures_spatial.featureservices import KEY, FeatureServer, as_json, feature_server, place, wfs_capabilities
from tests.fixtures_spatial.services import policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler

    from spatial.readers.features import Fetched
    from spatial.readers.source import SourcePolicy


@pytest.fixture
def server() -> Iterator[FeatureServer]:
    with feature_server([place(number, 9.4 + number / 1_000, 54.8) for number in range(1, 8)]) as running:
        yield running


def silent(_done: int, _total: int) -> None:
    """Watch without a word."""


def fetched(address: str, rules: SourcePolicy | None = None, kind: str = FEATURES, name: str = "kitas") -> Fetched:
    return fetched_features(FeatureSource(kind, address, name), rules or policy(), Watch(silent))


def refused(address: str, rules: SourcePolicy | None = None, **more: str) -> BoundaryFileError:
    with pytest.raises(BoundaryFileError) as error:
        fetched(address, rules, **more)
    return error.value


def asked_items(server: FeatureServer) -> list[dict[str, str]]:
    return [query for path, query, _headers in server.asked if path.endswith("/items")]


def names_of(content: bytes) -> list[str]:
    return [str(row["Name"]) for row in read_places(content, PlaceSelection()).rows]


def test_collections_of_features_are_listed_by_name_and_title(server: FeatureServer) -> None:
    found = look_at_features(FEATURES, server.address, policy())

    assert found.title == "Fachdaten der Stadt"
    assert found.offers == (Offer("kitas", "Kindertagesstätten der Stadt"), Offer("schulen", ""))


def test_types_of_a_wfs_are_listed_by_name_and_title(server: FeatureServer) -> None:
    found = look_at_features(WFS, server.wfs, policy())

    assert (found.title, found.offers) == ("Orte der Stadt", (Offer("stadt:kitas", "Kitas"),))


@pytest.mark.parametrize("page", ["", "/", "/collections", "/collections/kitas", "/collections/kitas/items"])
def test_any_page_of_a_service_leads_to_it(server: FeatureServer, page: str) -> None:
    found = fetched(f"{server.root}/api{page}?token={KEY}&limit=3&f=html")

    assert found.count == 7
    assert {query["token"] for _path, query, _headers in server.asked} == {KEY}
    assert not any("f" in query for query in asked_items(server))


def test_pages_are_read_by_their_links_and_the_key_goes_along(server: FeatureServer) -> None:
    seen: list[tuple[int, int]] = []

    found = fetched_features(
        FeatureSource(FEATURES, server.address, "kitas"),
        policy(page_size=3),
        Watch(lambda done, total: seen.append((done, total))),
    )

    assert names_of(found.content) == [f"Kita {number}" for number in range(1, 8)]
    assert [query.get("offset") for query in asked_items(server)] == [None, "3", "6"]
    assert {query["token"] for query in asked_items(server)} == {KEY}
    assert {headers["Accept"] for _path, _query, headers in server.asked} == {
        "application/geo+json, application/json;q=0.9"
    }
    assert seen[-1] == (7, 7)
    assert (3, 7) in seen


def test_pages_without_links_are_asked_for_by_count(server: FeatureServer) -> None:
    server.has_links, server.most = False, 3

    found = fetched(server.address)

    assert found.count == 7
    assert [query.get("offset") for query in asked_items(server)] == [None, "3", "6"]


def test_service_that_neither_counts_nor_links_sent_all(server: FeatureServer) -> None:
    server.has_links = server.counts = False

    assert fetched(server.address).count == 7


def test_mark_of_a_feature_becomes_a_column_where_it_has_none(server: FeatureServer) -> None:
    server.places = [place(1, 9.4, 54.8), place(2, 9.5, 54.8)]
    server.places[1]["properties"]["id"] = "eigene"
    del server.places[0]["properties"]["Art"]

    rows = read_places(fetched(server.address).content, PlaceSelection()).rows

    assert [row["id"] for row in rows] == ["kita.1", "eigene"]


def test_feature_without_properties_keeps_its_mark_and_one_without_a_mark_stays(server: FeatureServer) -> None:
    server.places = [place(1, 9.4, 54.8) | {"properties": None}, place(2, 9.5, 54.8), place(3, 9.6, 54.8)]
    del server.places[1]["id"]
    server.places[2]["properties"] = []

    told = json.loads(fetched(server.address).content)["features"]

    assert [each["properties"] for each in told[:1]] == [{"id": "kita.1"}]
    assert "id" not in told[1]["properties"]
    assert told[2]["properties"] == []


def test_wfs_is_read_page_by_page(server: FeatureServer) -> None:
    found = fetched(server.wfs, policy(page_size=3), kind=WFS, name="stadt:kitas")

    assert (found.count, names_of(found.content)[0]) == (7, "Kita 1")


@pytest.mark.check("C059")
@pytest.mark.parametrize("target", ["https://fremd.example/items", "//169.254.169.254/latest", "http://[::1/x"])
def test_link_to_a_stranger_ends_the_reading(server: FeatureServer, target: str) -> None:
    page = {"type": "FeatureCollection", "features": server.places[:2], "links": [{"rel": "next", "href": target}]}
    server.instead = lambda path, _query: as_json(page) if path.endswith("/items") else None

    error = refused(server.address)

    assert error.code == "spatial.fetch_redirect"
    assert KEY not in str(error.problems[0].parameters)


@pytest.mark.check("C059")
@pytest.mark.parametrize("kind", [FEATURES, WFS])
def test_redirect_to_a_stranger_is_told_by_its_server_alone(server: FeatureServer, kind: str) -> None:
    server.instead = lambda _path, _query: (302, {"Location": f"https://fremd.example/x?token={KEY}"}, b"")

    error = refused(server.address, kind=kind)

    assert error.code == "spatial.fetch_redirect"
    assert error.problems[0].parameters["target"] == "fremd.example"


def test_link_with_another_port_is_asked_at_our_own(server: FeatureServer) -> None:
    def behind_a_proxy(path: str, query: dict[str, str]) -> Any:  # noqa: ANN401 - a reply
        if not path.endswith("/items") or "offset" in query:
            return None
        told = server.page(query)
        told["links"] = [{"rel": "next", "href": "https://127.0.0.1:8443/api/collections/kitas/items?offset=3&limit=9"}]
        return as_json(told)

    server.most, server.instead = 3, behind_a_proxy

    assert fetched(server.address).count == 7


@pytest.mark.check("C060")
@pytest.mark.parametrize("kind", [FEATURES, WFS])
def test_endless_answer_is_cut(server: FeatureServer, kind: str) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b" " * 65_536)

    server.raw = endless

    assert refused(server.address, policy(max_bytes=300_000), kind=kind).code == "spatial.fetch_too_large"


@pytest.mark.check("C060")
def test_pages_without_end_end(server: FeatureServer) -> None:
    def endless(path: str, query: dict[str, str]) -> Any:  # noqa: ANN401 - a reply
        if not path.endswith("/items"):
            return None
        start = int(query.get("offset", 0))
        link = {"rel": "next", "href": f"items?offset={start + 1}"}
        return as_json({"type": "FeatureCollection", "features": [place(start, 9.4, 54.8)], "links": [link]})

    server.instead = endless

    assert refused(server.address, policy(max_pages=4)).code == "spatial.fetch_incomplete"


def test_link_back_to_a_page_that_was_there_is_refused(server: FeatureServer) -> None:
    def round_about(path: str, query: dict[str, str]) -> Any:  # noqa: ANN401 - a reply
        if not path.endswith("/items"):
            return None
        rows = server.places[:1] if "offset" not in query else server.places[1:2]
        return as_json({"type": "FeatureCollection", "features": rows, "links": [{"rel": "next", "href": "?offset=1"}]})

    server.instead = round_about

    assert refused(server.address).code == "spatial.fetch_paging"


def test_service_that_repeats_its_page_is_refused(server: FeatureServer) -> None:
    server.has_links, server.most = False, 3
    server.instead = lambda path, query: as_json(server.page({**query, "offset": "0"})) if "items" in path else None

    assert refused(server.address).code == "spatial.fetch_paging"


@pytest.mark.parametrize("change", [{"numberMatched": 9, "features": []}, {"numberReturned": 9}, {"numberMatched": 2}])
def test_less_or_more_than_the_service_counts_is_refused(server: FeatureServer, change: dict[str, Any]) -> None:
    server.has_links = False

    def other(path: str, query: dict[str, str]) -> Any:  # noqa: ANN401 - a reply
        told = {**server.page(query), "numberReturned": None}
        return as_json(told | change) if path.endswith("/items") else None

    server.instead = other

    assert refused(server.address).code == "spatial.fetch_incomplete"


@pytest.mark.parametrize("told", [-1, True, "7", 7.0])
def test_count_is_believed_only_as_a_whole_number(server: FeatureServer, told: object) -> None:
    server.instead = lambda path, query: (
        as_json(server.page(query) | {"numberMatched": told}) if "items" in path else None
    )

    assert fetched(server.address).count == 7


def test_empty_collection_is_no_file(server: FeatureServer) -> None:
    server.places = []

    assert refused(server.address).code == "spatial.fetch_empty"


def test_more_places_than_may_come_are_refused_before_all_are_there() -> None:
    into = Collected(most=3)
    rows = [place(number, 9.4, 54.8) for number in range(2)]

    into.take({"features": rows})
    for page, expected in (({"features": [place(8, 1, 1), place(9, 1, 1)]}, None), ({"features": []}, 4)):
        with pytest.raises(BoundaryFileError) as error:
            into.take(page, expected)
        assert error.value.code == "spatial.too_many_features"


def test_collection_larger_than_allowed_is_refused_with_how_many_it_counts(server: FeatureServer) -> None:
    server.instead = lambda path, query: (
        as_json(server.page(query) | {"numberMatched": 60_000}) if "items" in path else None
    )

    error = refused(server.address)

    assert (error.code, error.problems[0].parameters["count"]) == ("spatial.fetch_too_many", 60_000)


def test_file_that_grew_beyond_the_bound_is_refused(server: FeatureServer) -> None:
    server.places = [place(1, 9.4, 54.8)]
    server.places[0]["properties"] = {}
    small = len(json.dumps(server.page({"limit": "9"}))) + len(json.dumps(server.collections()))
    server.places[0]["id"] = "k" * 400
    sent = len(json.dumps(server.page({"limit": "9"}))) + len(json.dumps(server.collections()))

    assert small < sent
    assert refused(server.address, policy(max_bytes=sent)).code == "spatial.fetch_too_large"


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84>", ""),
        ("<http://www.opengis.net/def/crs/OGC/0/CRS84h>", ""),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326>", "spatial.fetch_system"),
        ("<http://www.opengis.net/def/crs/EPSG/0/25832>", "spatial.fetch_system"),
    ],
)
def test_other_system_than_longitude_and_latitude_is_refused(server: FeatureServer, system: str, code: str) -> None:
    head = {"Content-Crs": system}
    server.instead = lambda path, query: as_json(server.page(query), **head) if path.endswith("/items") else None

    if code:
        assert refused(server.address).code == code
    else:
        assert fetched(server.address).count == 7


@pytest.mark.parametrize(
    ("crs", "code"),
    [
        ({"type": "link", "properties": {"href": "http://fremd.example/crs"}}, "spatial.crs_link"),
        ({"type": "name", "properties": {"name": "EPSG:2000"}}, "spatial.crs_unknown"),
    ],
)
def test_system_that_the_places_name_themselves_is_judged_by_the_reader_of_files(
    server: FeatureServer, crs: dict[str, Any], code: str
) -> None:
    server.instead = lambda path, query: as_json(server.page(query) | {"crs": crs}) if "items" in path else None

    content = fetched(server.address).content

    with pytest.raises(BoundaryFileError) as error:
        read_places(content, PlaceSelection())
    assert error.value.code == code


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("text/xml", b"<p/>", "fetch_kind"),
        ("image/png", b"\x89PNG", "fetch_kind"),
        ("application/json", b"{", "fetch_unreadable"),
        ("application/json", b"", "fetch_unreadable"),
        ("application/json", b"\xff", "fetch_unreadable"),
        ("application/json", b'{"type":"FeatureCollection"}', "fetch_unreadable"),
        ("application/json", b'{"type":"Feature"}', "fetch_unreadable"),
        ("application/json", b"[" * 90_000, "fetch_unreadable"),
        ("application/json", b'{"type":"FeatureCollection","features":[NaN]}', "fetch_unreadable"),
    ],
)
def test_answer_of_another_kind_or_broken_is_refused(server: FeatureServer, kind: str, body: bytes, code: str) -> None:
    server.instead = lambda path, _query: (200, {"Content-Type": kind}, body) if path.endswith("/items") else None

    assert refused(server.address).code == f"spatial.{code}"


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    "bomb",
    [
        b'<!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * 50 + b"</a>" * 50,
    ],
)
@pytest.mark.parametrize("request_name", ["GetCapabilities", "GetFeature"])
def test_xml_bomb_is_refused_unopened(server: FeatureServer, bomb: bytes, request_name: str) -> None:
    def bombed(path: str, query: dict[str, str]) -> Any:  # noqa: ANN401 - a reply
        is_meant = path == "/wfs" and query["request"] == request_name and "resultType" not in query
        return (200, {"Content-Type": "text/xml"}, bomb) if is_meant else None

    server.instead = bombed

    assert refused(server.wfs, kind=WFS, name="stadt:kitas").code == "spatial.fetch_xml"


def test_wfs_without_geojson_says_what_it_would_have_to_offer(server: FeatureServer) -> None:
    document = wfs_capabilities(("application/gml+xml; version=3.2", "SHAPE-ZIP"))
    server.instead = lambda _path, _query: (200, {"Content-Type": "text/xml"}, document)

    error = refused(server.wfs, kind=WFS, name="stadt:kitas")

    assert error.code == "spatial.fetch_no_geojson"
    assert "application/geo+json" in error.problems[0].statement()


@pytest.mark.parametrize(
    "told",
    [[], {}, {"collections": {}}, {"collections": "kitas"}, None],
)
def test_list_without_collections_is_told(server: FeatureServer, told: object) -> None:
    server.instead = lambda _path, _query: as_json(told, "application/json")

    with pytest.raises(BoundaryFileError) as error:
        look_at_features(FEATURES, server.address, policy())

    assert error.value.code == "spatial.fetch_no_collections"


def test_broken_list_of_collections_is_told(server: FeatureServer) -> None:
    server.instead = lambda _path, _query: (200, {"Content-Type": "application/json"}, b"{")

    assert refused(server.address).code == "spatial.fetch_no_collections"


def test_collections_without_a_usable_name_are_left_out(server: FeatureServer) -> None:
    rows = [7, {"title": "ohne"}, {"id": ""}, {"id": "x" * 201}, {"id": "a\nb"}, {"id": 5}, {"id": "da", "title": 7}]
    server.instead = lambda _path, _query: as_json({"collections": rows}, "application/json")

    assert look_at_features(FEATURES, server.address, policy()).offers == (Offer("da", ""),)
    rows.pop()
    with pytest.raises(BoundaryFileError) as error:
        look_at_features(FEATURES, server.address, policy())
    assert error.value.code == "spatial.fetch_no_layers"


def test_list_of_collections_in_parts_is_read_on_but_not_for_ever(server: FeatureServer) -> None:
    def in_parts(_path: str, query: dict[str, str]) -> Any:  # noqa: ANN401 - a reply
        part = int(query.get("part", 0))
        links = [{"rel": "next", "href": f"?part={part + 1}"}, {"rel": "self", "href": 7}, "x"]
        return as_json({"collections": [{"id": f"teil-{part}"}], "links": links}, "application/json")

    server.instead = in_parts

    assert len(look_at_features(FEATURES, server.address, policy()).offers) == 20


def test_service_that_sends_pages_for_people_is_asked_once_more(server: FeatureServer) -> None:
    def for_people(_path: str, query: dict[str, str]) -> Any:  # noqa: ANN401 - a reply
        return None if query.get("f") == "json" else (200, {"Content-Type": "text/html"}, b"<html>")

    server.instead = for_people

    assert fetched(server.address, policy(page_size=3)).count == 7


def test_service_that_sends_nothing_else_is_told(server: FeatureServer) -> None:
    server.instead = lambda _path, _query: (200, {"Content-Type": "text/html"}, b"<html>")

    assert refused(server.address).code == "spatial.fetch_kind"
    assert len(server.asked) == 2


def test_collection_that_is_not_there_is_told_with_those_that_are(server: FeatureServer) -> None:
    error = refused(server.address, name="parks")

    assert error.code == "spatial.fetch_layer_unknown"
    assert error.problems[0].parameters["layers"] == "kitas, schulen"


def test_what_the_watch_raises_ends_the_asking(server: FeatureServer) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetched_features(FeatureSource(FEATURES, server.address, "kitas"), policy(), Watch(stop))
    assert asked_items(server) == []


@pytest.mark.parametrize("kind", [FEATURES, WFS])
def test_stranger_is_not_asked_and_no_key_is_told(server: FeatureServer, kind: str) -> None:
    error = refused(f"https://fremd.example/api?token={KEY}", kind=kind)
    odd = refused(f"https://fremd.example:99/api?token={KEY}", kind=kind)

    assert (error.code, odd.code) == ("spatial.fetch_host", "spatial.fetch_address")
    assert odd.problems[0].parameters["address"] == "https://fremd.example:99/api"
    assert server.asked == []


@pytest.mark.parametrize(
    ("path", "home"),
    [("", ""), ("/", ""), ("/api/", "/api"), ("/api/collections", "/api"), ("/api/collections/a/items", "/api"),
     ("/collectionsalt", "/collectionsalt"), ("/collections", "")],
)  # fmt: skip
def test_start_page_is_found_from_any_page(path: str, home: str) -> None:
    assert home_path(path) == home


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://x.example/api", ""),
        ("https://x.example/api/collections", ""),
        ("https://x.example/api/collections/stadt%3Akitas/items?limit=5", "stadt:kitas"),
        ("https://x.example/api/collections/kitas?f=html", "kitas"),
    ],
)
def test_collection_that_an_address_leads_to_is_named(address: str, name: str) -> None:
    assert named_in(address) == name
