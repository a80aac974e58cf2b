# SPDX-License-Identifier: EUPL-1.2
"""GeoJSON is read by the standard library; every defect has its code and its place."""

from __future__ import annotations

import http.server
import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.readers import BoundaryFileError, Limits, Selection, read_boundaries
from spatial.readers.geojson import raw_geojson
from tests.fixtures_spatial.files import (
    CODE_AND_NAME,
    NEXT_RING,
    RING,
    as_bytes,
    collection,
    feature,
    named_crs,
    polygon,
)
from tests.fixtures_spatial.reading import code_of, read, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spatial.readers import BoundaryTable

DEMO = Path(__file__).parents[3] / "demo"


class Canary(http.server.BaseHTTPRequestHandler):
    hits: list[str]

    def do_GET(self) -> None:
        self.hits.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    Canary.hits = []
    server = http.server.HTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/crs", Canary.hits
    server.shutdown()
    thread.join()
    server.server_close()


def test_areas_keep_order_keys_names_properties_and_outlines() -> None:
    two = collection(feature("02", "Neustadt", polygon(NEXT_RING)), feature("01", "Altstadt"))

    table = read(two)

    assert table.keys == ("02", "01")
    assert table.names == ("Neustadt", "Altstadt")
    assert table.properties[1] == {"code": "01", "name": "Altstadt"}
    assert shapely.equals(table.geometries, [shapely.Polygon(NEXT_RING), shapely.Polygon(RING)]).all()
    assert (table.crs, len(table), table.findings) == ("EPSG:4326", 2, ())


@pytest.mark.parametrize(
    "path", sorted(DEMO.glob("*/gebiete_*/*.geojson")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_every_boundary_file_of_the_demo_is_read_without_a_finding(path: Path) -> None:
    content = path.read_bytes()

    table = read(content)

    assert len(table) == len(json.loads(content)["features"])
    assert table.findings == ()


def test_multipolygons_and_holes_are_read() -> None:
    hole = [[9.405, 54.785], [9.410, 54.785], [9.410, 54.790], [9.405, 54.785]]
    shape = {"type": "MultiPolygon", "coordinates": [[RING, hole], [NEXT_RING]]}

    (geometry,) = read(collection(feature(geometry=shape))).geometries

    assert geometry.equals(shapely.MultiPolygon([shapely.Polygon(RING, [hole]), shapely.Polygon(NEXT_RING)]))


def test_a_byte_order_mark_is_no_obstacle() -> None:
    assert read(b"\xef\xbb\xbf" + as_bytes(collection())).keys == ("01",)


@pytest.mark.check("C058")
@pytest.mark.parametrize("member", ["collection", "feature", "geometry"])
def test_a_crs_link_is_refused_and_nobody_is_asked(canary: tuple[str, list[str]], member: str) -> None:
    address, hits = canary
    link = {"type": "link", "properties": {"href": address, "type": "proj4"}}
    linked = {
        "collection": collection(crs=link),
        "feature": collection(feature(crs=link)),
        "geometry": collection(feature(geometry={**polygon(), "crs": link})),
    }

    problems = refused(linked[member])

    assert problems[0].code == "spatial.crs_link"
    assert problems[0].parameters["link"] == address
    assert hits == []


@pytest.mark.check("C062")
@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("OGC:CRS84", "EPSG:4326"),
        ("urn:ogc:def:crs:EPSG::25833", "EPSG:25833"),
        ("EPSG:31466", "EPSG:31466"),
        ("EPSG:31467", "EPSG:31467"),
        ("EPSG:3857", "EPSG:3857"),
        ("EPSG:4647", "EPSG:4647"),
        ("http://www.opengis.net/def/crs/EPSG/0/25832", "EPSG:25832"),
    ],
)
def test_an_allowed_crs_is_taken_by_its_name(name: str, crs: str) -> None:
    assert read(collection(crs=named_crs(name))).crs == crs


@pytest.mark.check("C062")
@pytest.mark.parametrize(
    "member",
    [named_crs("EPSG:2056"), named_crs("+proj=utm +zone=32"), named_crs("/vsicurl/x"), "EPSG:25832", {"type": "name"}],
)
def test_any_other_crs_member_is_refused_with_the_list_of_allowed_ones(member: object) -> None:
    problems = refused(collection(crs=member))

    assert problems[0].code == "spatial.crs_unknown"
    assert "EPSG:25832" in problems[0].statement()


def test_an_area_may_repeat_the_crs_of_the_file_but_not_contradict_it() -> None:
    same = collection(feature(crs=named_crs("EPSG:25832")), crs=named_crs("EPSG:25832"))
    other = collection(feature(crs=named_crs("EPSG:25832")))

    assert read(same).crs == "EPSG:25832"
    assert code_of(other) == "crs_contradicts"


@pytest.mark.check("C064")
@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_constants_that_are_no_numbers_are_refused_with_their_line(number: str) -> None:
    text = as_bytes(collection(feature(name="NaN, Infinity"))).decode().replace("54.78]", f"\n{number}]", 1)

    problems = refused(text.encode())

    assert problems[0].code == "spatial.number_not_finite"
    assert (problems[0].parameters["number"], problems[0].place.line) == (number, 2)


@pytest.mark.check("C064")
@pytest.mark.parametrize("number", ["1e308", "1e400", "-1e300", "9" * 400, "1e9"])
def test_coordinates_beyond_the_earth_are_refused(number: str) -> None:
    text = as_bytes(collection()).decode().replace("54.78]", f"{number}]", 1)

    assert code_of(text.encode()) == "coordinates_out_of_range"


@pytest.mark.check("C064")
def test_a_whole_number_of_five_thousand_digits_is_refused() -> None:
    text = as_bytes(collection()).decode().replace("54.78]", "9" * 5000 + "]", 1)

    assert code_of(text.encode()) == "number_not_finite"


@pytest.mark.check("C064")
@pytest.mark.parametrize("number", ["NaN", "1e400", "-1e400"])
def test_properties_that_are_no_numbers_are_refused(number: str) -> None:
    text = as_bytes(collection()).decode().replace('"Altstadt"', f'"Altstadt", "x": {number}')

    assert code_of(text.encode()) == "number_not_finite"


@pytest.mark.check("C063")
@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "GeometryCollection", "geometries": [polygon()]}, "geometry_nested"),
        ({"type": "Point", "coordinates": [9.4, 54.8]}, "geometry_type"),
        ({"type": "LineString", "coordinates": RING}, "geometry_type"),
        ("POLYGON((0 0))", "geometry_type"),
        ({"type": "Polygon", "coordinates": []}, "geometry_empty"),
        ({"type": "MultiPolygon", "coordinates": []}, "geometry_empty"),
        ({"type": "Polygon", "coordinates": [[]]}, "geometry_empty"),
        ({"type": "Polygon"}, "coordinates_malformed"),
        ({"type": "MultiPolygon", "coordinates": {}}, "coordinates_malformed"),
        (polygon("ring"), "coordinates_malformed"),
        (polygon([1, 2, 3, 4]), "coordinates_malformed"),
        (polygon([["9", "54"]] * 4), "coordinates_malformed"),
        (polygon([[True, 1]] * 4), "coordinates_malformed"),
        (polygon([[9.4]] * 4), "coordinates_malformed"),
        (polygon([[9.4, 54.8], [9.4]]), "coordinates_malformed"),
        (polygon([[1, 2, 3, 4, 5]] * 4), "coordinates_malformed"),
        (polygon([[[9.4, 54.8]]] * 4), "coordinates_malformed"),
        (polygon([RING[0], RING[1], RING[0]]), "ring_too_short"),
        (polygon(RING[:-1]), "ring_open"),
    ],
)
def test_outlines_that_are_no_polygons_are_refused_with_their_feature(geometry: object, code: str) -> None:
    problems = refused(collection(feature(), feature("02", geometry=geometry)))

    assert [problem.code for problem in problems] == [f"spatial.{code}"]
    assert problems[0].place.feature == 2


@pytest.mark.check("C063")
def test_a_missing_outline_is_refused() -> None:
    without = {"type": "Feature", "properties": {"code": "01", "name": "x"}, "geometry": None}

    assert code_of(collection(without)) == "geometry_missing"


@pytest.mark.check("C063")
def test_geometry_collections_nested_three_thousand_times_are_refused() -> None:
    opening = '{"type":"GeometryCollection","geometries":[' * 3000
    text = as_bytes(collection()).decode().replace(json.dumps(polygon()), opening + "]}" * 3000)

    assert code_of(text.encode()) == "json_too_deep"


@pytest.mark.check("C063")
def test_heights_are_dropped_and_told() -> None:
    high = polygon([[*point, 12.5] for point in RING])

    table = read(collection(feature(geometry=high)))

    assert not shapely.has_z(table.geometries).any()
    assert [finding.code for finding in table.findings] == ["spatial.height_dropped"]


@pytest.mark.check("C063")
def test_self_crossing_outlines_are_read_as_they_are_for_the_coverage_check() -> None:
    bow_tie = polygon([[9.4, 54.7], [9.5, 54.8], [9.5, 54.7], [9.4, 54.8], [9.4, 54.7]])

    assert not shapely.is_valid(read(collection(feature(geometry=bow_tie))).geometries).any()


def test_all_problems_of_a_file_are_told_at_once_up_to_the_limit() -> None:
    wrong = [feature(f"{place}", geometry=polygon(RING[:-1])) for place in range(5)]

    assert [found.place.feature for found in refused(collection(*wrong))] == [1, 2, 3, 4, 5]
    assert len(refused(collection(*wrong), limits=Limits(max_problems=3))) == 3


@pytest.mark.parametrize("entry", [7, {"type": "Topology"}, {"type": "Feature"}, {**feature(), "properties": [1]}])
def test_entries_that_are_no_features_are_refused(entry: object) -> None:
    assert code_of(collection(feature(), entry)) == "feature_malformed"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([1, 2], "not_a_feature_collection"),
        (polygon(), "not_a_feature_collection"),
        ({"type": "Topology"}, "not_a_feature_collection"),
        ({"type": "FeatureCollection", "features": []}, "no_features"),
        ({"type": "FeatureCollection", "features": "x"}, "no_features"),
        (b"", "file_empty"),
        (b" \n", "file_empty"),
        (b'{"type": "FeatureCollection", "features": [', "json_broken"),
        (b'{"type": "FeatureCollection", "type": "x"}', "json_member_twice"),
        (b'{"name": "\xfc"}', "json_not_utf8"),
    ],
)
def test_other_content_is_refused(value: object, code: str) -> None:
    assert code_of(value) == code


def test_the_reader_refuses_nothing_at_all_by_itself_too() -> None:
    with pytest.raises(BoundaryFileError, match="empty"):
        raw_geojson(b" ", None, Limits())


def test_of_many_members_the_one_that_stands_twice_is_named() -> None:
    members = ",".join(f'"m{place}": 1' for place in range(100_000))

    (problem,) = refused(f'{{"type": "FeatureCollection", {members}, "m7": 2}}'.encode())

    assert problem.parameters["member"] == "m7"


def test_broken_json_is_told_by_line_and_character() -> None:
    (problem,) = refused(b'{"type":\n  x}')

    assert (problem.parameters["line"], problem.parameters["column"]) == (2, 3)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(max_bytes=100), "file_too_large"),
        (Limits(max_features=1), "too_many_features"),
        (Limits(max_vertices=9), "too_many_vertices"),
    ],
)
def test_limits_hold(limits: Limits, code: str) -> None:
    assert code_of(collection(feature(), feature("02")), limits=limits) == code


@pytest.mark.check("C063")
@pytest.mark.parametrize("filling", ["[0,0],", "[[]],", "0,", '"ab",', '{"":0},'])
def test_text_that_would_need_much_memory_is_refused_before_it_is_parsed(
    filling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json, "loads", lambda *_, **__: pytest.fail("parsed"))
    content = ('{"type":"FeatureCollection","features":[' + filling * 10_000 + "0]}").encode()

    assert code_of(content, limits=Limits(max_vertices=1000)) == "json_too_dense"


def test_a_file_at_the_vertex_limit_is_not_too_dense() -> None:
    ring = [[9 + share / 1000, 54.0] for share in range(499)]
    full = collection(feature(geometry=polygon([*ring, ring[0]])))

    assert len(read(full, limits=Limits(max_vertices=500))) == 1


def test_a_missing_column_is_told_with_those_there_are() -> None:
    (problem,) = refused(collection(), selection=Selection("schluessel", "name"))

    assert problem.code == "spatial.column_missing"
    assert problem.parameters["columns"] == "code, name"


def test_features_without_any_property_have_no_columns() -> None:
    without = {**feature(), "properties": None}

    (problem,) = refused(collection(without))

    assert problem.parameters["columns"] == "–"


@pytest.mark.check("C059")
@pytest.mark.parametrize("text", ["/vsicurl/http://127.0.0.1/x", "/vsizip/a.zip", "PG:dbname=x", "https://example.org"])
def test_words_that_gdal_would_open_are_text(text: str) -> None:
    table = read(collection(feature(code=text, name=text)))

    assert (table.keys, table.names) == ((text,), (text,))


def outcome(content: bytes) -> BoundaryTable | BoundaryFileError:
    try:
        return read_boundaries(content, CODE_AND_NAME)
    except BoundaryFileError as error:
        return error


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_code(content: bytes) -> None:
    result = outcome(content)

    assert isinstance(result, BoundaryFileError)
    assert result.code.startswith("spatial.")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["type", "crs", "properties", "coordinates", "name"]), inner)
        ),
        max_leaves=12,
    ),
    st.sampled_from(["geometry", "properties", "crs", "type"]),
)
def test_any_json_in_any_member_is_read_or_refused_with_a_code(value: object, member: str) -> None:
    result = outcome(json.dumps(collection({**feature(), member: value})).encode())

    if isinstance(result, BoundaryFileError):
        assert all(problem.statement() for problem in result.problems)
    else:
        assert result.keys == ("01",)


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=3, max_size=9))
def test_coordinates_survive_reading_exactly(points: list[tuple[float, float]]) -> None:
    ring = [list(point) for point in [*points, points[0]]]

    (geometry,) = read(collection(feature(geometry=polygon(ring)))).geometries

    assert np.array_equal(shapely.get_coordinates(geometry), np.array(ring))


def test_every_problem_says_what_is_allowed_and_what_to_do() -> None:
    (problem,) = refused(collection(feature("9" * 41)), limits=replace(Limits(), max_problems=1))

    assert problem.statement() == "The key “" + "9" * 41 + "” has 41 characters. At most 40 characters are allowed."
    assert problem.explanation.way_out == "Choose the column with the official key."
