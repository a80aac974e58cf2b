# SPDX-License-Identifier: EUPL-1.2
"""A WFS gives all of its areas or none, whatever it says about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.readers import Selection, read_boundaries
from spatial.readers.capabilities import counted, read_capabilities
from spatial.readers.source import SourcePolicy
from spatial.readers.texts import BoundaryFileError
from spatial.readers.wfs import fetch_layer, look_at_service
from tests.fixtures_spatial.services import Service, capabilities, feature, policy, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    with serving() as start:
        yield start


def refused(address: str, rules: SourcePolicy | None = None, layer: str = "stadt:viertel") -> BoundaryFileError:
    with pytest.raises(BoundaryFileError) as error:
        fetch_layer(address, layer, rules or policy())
    return error.value


@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
def test_a_service_is_read_and_its_areas_go_through_the_geojson_reader(
    serve: Callable[[Any], str], version: str
) -> None:
    service = Service(5, version)
    address = serve(service)

    told = look_at_service(address, policy())
    layer = fetch_layer(address, "stadt:viertel", policy(page_size=2))

    assert (told.version, told.title, told.geojson) == (version, "Gebiete der Stadt", "application/json")
    assert [(one.name, one.title) for one in told.layers] == [("stadt:viertel", "Viertel")]
    assert (layer.count, layer.crs) == (5, "EPSG:25832")
    table = read_boundaries(layer.content, Selection("code", "name"))
    assert (table.keys, table.crs) == (("00", "01", "02", "03", "04"), "EPSG:25832")


def test_pages_are_asked_for_by_count_and_start_and_the_address_keeps_its_own_parts(
    serve: Callable[[Any], str],
) -> None:
    service = Service(5)

    fetch_layer(serve(service), "stadt:viertel", policy(page_size=2))

    pages = [query for query in service.asked if "count" in query]
    assert [(query["count"], query["startIndex"]) for query in pages] == [("2", "0"), ("2", "2"), ("2", "4")]
    assert all(query["map"] == "stadt.map" and query["service"] == "WFS" for query in service.asked)
    assert {query["srsName"] for query in pages} == {"EPSG:25832"}


def test_a_server_that_gives_smaller_pages_than_asked_is_asked_on(serve: Callable[[Any], str]) -> None:
    class Small(Service):
        def page(self, features: list[dict[str, Any]]) -> tuple[int, dict[str, str], bytes]:
            return super().page(features[:2])

    assert fetch_layer(serve(Small(5)), "stadt:viertel", policy(page_size=4)).count == 5


@pytest.mark.parametrize("told", [4, 6])
def test_another_number_of_areas_than_the_service_counts_is_refused(serve: Callable[[Any], str], told: int) -> None:
    service = Service(5)
    service.told = told

    error = refused(serve(service), policy(page_size=10))

    assert error.code == "spatial.wfs_incomplete"


def test_a_service_that_cannot_count_is_read_all_the_same(serve: Callable[[Any], str]) -> None:
    class Silent(Service):
        def __call__(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            return (400, {}, b"") if query.get("resultType") == "hits" else super().__call__(query)

    assert fetch_layer(serve(Silent(5)), "stadt:viertel", policy(page_size=2)).count == 5


def test_a_server_that_ignores_the_start_is_refused(serve: Callable[[Any], str]) -> None:
    class Stuck(Service):
        def __call__(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            return super().__call__({**query, "startIndex": "0"} if "startIndex" in query else query)

    assert refused(serve(Stuck(5)), policy(page_size=2)).code == "spatial.wfs_paging"


def test_a_service_of_endless_pages_ends(serve: Callable[[Any], str]) -> None:
    class Endless(Service):
        def __call__(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            if "count" not in query:
                return super().__call__(query)
            return self.page([feature(int(query["startIndex"]))])

    assert refused(serve(Endless(99)), policy(page_size=1, max_pages=5)).code == "spatial.wfs_incomplete"


def test_degrees_without_a_named_system_stay_degrees(serve: Callable[[Any], str]) -> None:
    service = Service(1)
    service.crs = None
    service.features[0]["geometry"]["coordinates"] = [[[9.4, 54.8], [9.5, 54.8], [9.5, 54.9], [9.4, 54.8]]]

    layer = fetch_layer(serve(service), "stadt:viertel", policy())

    assert read_boundaries(layer.content, Selection("code", "name")).crs == "EPSG:4326"


def test_metres_without_a_named_system_are_in_the_one_that_was_asked_for(serve: Callable[[Any], str]) -> None:
    service = Service(1)
    service.crs = None

    layer = fetch_layer(serve(service), "stadt:viertel", policy())

    assert read_boundaries(layer.content, Selection("code", "name")).crs == "EPSG:25832"


def test_an_unknown_layer_is_refused_with_those_that_there_are(serve: Callable[[Any], str]) -> None:
    error = refused(serve(Service()), layer="stadt:bezirk")

    assert error.code == "spatial.wfs_layer_unknown"
    assert "stadt:viertel" in str(error)


def test_a_report_of_an_error_is_told_in_its_own_words(serve: Callable[[Any], str]) -> None:
    class Broken(Service):
        def page(self, features: list[dict[str, Any]]) -> tuple[int, dict[str, str], bytes]:
            del features
            told = "<Exception><ExceptionText>Kein Zugriff</ExceptionText></Exception>"
            return 200, {"Content-Type": "text/xml"}, f"<ExceptionReport>{told}</ExceptionReport>".encode()

    error = refused(serve(Broken()))

    assert (error.code, error.problems[0].parameters["told"]) == ("spatial.wfs_exception", "Kein Zugriff")


@pytest.mark.parametrize(("kind", "code"), [("text/html", "wfs_kind"), ("text/xml", "wfs_kind")])
def test_another_type_than_json_is_refused(serve: Callable[[Any], str], kind: str, code: str) -> None:
    class Wrong(Service):
        def page(self, features: list[dict[str, Any]]) -> tuple[int, dict[str, str], bytes]:
            del features
            return 200, {"Content-Type": kind}, b"<p/>"

    assert refused(serve(Wrong())).code == f"spatial.{code}"


def test_capabilities_in_html_are_refused(serve: Callable[[Any], str]) -> None:
    assert refused(serve(lambda _: (200, {"Content-Type": "text/html"}, capabilities()))).code == "spatial.wfs_kind"


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/x"> %b;]><a/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        b"<a>&undefined;</a>",
        b"<a>" * 50 + b"</a>" * 50,
        b"<a>" + b"<b/>" * 200_001 + b"</a>",
        b"<a><b></a>",
        b"",
        b"{}",
    ],
)
def test_documents_with_a_type_entities_or_without_bounds_are_refused(document: bytes) -> None:
    with pytest.raises(BoundaryFileError) as error:
        read_capabilities(document)

    assert error.value.code == "spatial.wfs_xml"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (capabilities("1.0.0"), "wfs_version"),
        (b"<html/>", "wfs_version"),
        (capabilities(formats=("application/gml+xml", "text/javascript", "SHAPE-ZIP")), "wfs_no_geojson"),
        (capabilities(formats=()), "wfs_no_geojson"),
        (b'<WFS_Capabilities version="2.0.0"/>', "wfs_no_layers"),
        (b"<ServiceExceptionReport><ServiceException>x</ServiceException></ServiceExceptionReport>", "wfs_exception"),
        (b"<ExceptionReport/>", "wfs_exception"),
    ],
)
def test_services_that_cannot_be_used_are_refused(document: bytes, code: str) -> None:
    with pytest.raises(BoundaryFileError) as error:
        read_capabilities(document)

    assert error.value.code == f"spatial.{code}"


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        (("application/json", "application/geo+json"), "application/geo+json"),
        (("text/xml", "application/json; subtype=geojson"), "application/json; subtype=geojson"),
        (("GeoJSON",), "GeoJSON"),
        (("application/json;charset=utf-8", "json"), "json"),
    ],
)
def test_the_services_own_word_for_geojson_is_found(formats: tuple[str, ...], expected: str) -> None:
    assert read_capabilities(capabilities(formats=formats)).geojson == expected


@pytest.mark.parametrize(
    ("document", "count"),
    [
        (b'<F numberMatched="12"/>', 12),
        (b'<F numberOfFeatures="3"/>', 3),
        (b'<F numberMatched="unknown"/>', None),
        (b'<F numberMatched="-1"/>', None),
        (b'<F numberMatched="99999999999999"/>', None),
        (b"{}", None),
    ],
)
def test_the_number_of_areas_is_believed_only_as_a_plain_number(document: bytes, count: int | None) -> None:
    assert counted(document) == count


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_capabilities(document: bytes) -> None:
    with pytest.raises(BoundaryFileError):
        read_capabilities(document)


def test_other_parameters_and_long_texts_do_not_matter() -> None:
    other = b'<ows:Parameter name="resultType"><ows:Value>json</ows:Value></ows:Parameter>'
    document = capabilities().replace(
        b'<ows:Parameter name="outputFormat">', other + b'<ows:Parameter name="outputFormat">'
    )

    told = read_capabilities(document.replace(b"Gebiete der Stadt", b"G" + b" &amp; G" * 9_000))

    assert told.geojson == "application/json"
    assert 3_900 < len(told.title) <= 4_000


def test_another_failure_than_a_refused_count_is_told(serve: Callable[[Any], str]) -> None:
    class Zipped(Service):
        def __call__(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            return (200, {"Content-Encoding": "gzip"}, b"") if "resultType" in query else super().__call__(query)

    assert refused(serve(Zipped())).code == "spatial.source_encoded"
