# SPDX-License-Identifier: EUPL-1.2
"""GeoPackages and zipped Shapefiles are read through the real confined child, or refused with a code."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.problems import Problem
from spatial.readers import BoundaryFileError, BoundaryTable, Limits, Selection, read_boundaries, vector
from spatial.readers.assemble import assemble
from spatial.readers.sandbox import run_confined
from spatial.readers.wire import Message
from tests.fixtures_spatial.files import CODE_AND_NAME, geopackage, shapefile, zipped
from tests.fixtures_spatial.grids import grid

LIMITS = Limits()
AREAS = grid(3, 1)


def read(content: bytes, selection: Selection = CODE_AND_NAME, limits: Limits = LIMITS) -> BoundaryTable:
    return read_boundaries(content, selection, limits)


def refused(content: bytes, selection: Selection = CODE_AND_NAME, limits: Limits = LIMITS) -> Problem:
    with pytest.raises(BoundaryFileError) as error:
        read(content, selection, limits)
    return error.value.problems[0]


def columns(**values: list[Any]) -> dict[str, Any]:
    """Return the options that write these columns."""
    return {"fields": list(values), "field_data": [np.array(column) for column in values.values()]}


@pytest.mark.parametrize("crs", ["EPSG:25832", "EPSG:25833", "EPSG:4326", "EPSG:3857", "EPSG:31466", "EPSG:4647"])
def test_a_geopackage_is_read_with_its_crs(crs: str) -> None:
    table = read(geopackage({"areas": AREAS}, crs))

    assert (table.keys, table.crs) == (("00", "01", "02"), crs)
    assert table.names == ("Größe 0", "Größe 1", "Größe 2")
    assert shapely.equals(table.geometries, AREAS).all()
    assert table.findings == ()


@pytest.mark.parametrize("crs", ["EPSG:25832", "EPSG:25833", "EPSG:4326", "EPSG:3857", "EPSG:31467", "EPSG:4647"])
def test_a_zipped_shapefile_is_read_with_its_crs(crs: str) -> None:
    table = read(zipped(shapefile(AREAS, crs)))

    assert (table.keys, table.crs) == (("00", "01", "02"), crs)
    assert table.names == ("Größe 0", "Größe 1", "Größe 2")
    assert shapely.equals(table.geometries, AREAS).all()


@pytest.mark.check("C061")
@pytest.mark.parametrize(
    ("page", "encoding"), [(b"1252", "CP1252"), (b"UTF-8", "UTF-8"), (b"ISO-8859-1", "ISO-8859-1")]
)
def test_umlauts_survive_in_each_character_set(page: bytes, encoding: str) -> None:
    parts = {**shapefile(AREAS, encoding=encoding), "areas.cpg": page}

    assert read(zipped(parts)).names[0] == "Größe 0"


@pytest.mark.check("C061")
@pytest.mark.check("C067")
@pytest.mark.parametrize("encoding", ["CP1252", "UTF-8"])
def test_umlauts_survive_without_a_code_page_and_it_is_told(encoding: str) -> None:
    parts = shapefile(AREAS, encoding=encoding)
    del parts["areas.cpg"]

    table = read(zipped(parts))

    assert table.names[0] == "Größe 0"
    assert [finding.code for finding in table.findings] == ["spatial.encoding_assumed"]


@pytest.mark.check("C067")
def test_a_table_in_another_character_set_than_it_says_is_refused() -> None:
    parts = {**shapefile(AREAS, encoding="CP1252"), "areas.cpg": b"UTF-8"}

    assert refused(zipped(parts)).code == "spatial.text_not_decodable"


@pytest.mark.check("C061")
def test_an_upper_case_shapefile_in_a_folder_is_read() -> None:
    parts = {f"DATEN/{name.upper()}": part for name, part in shapefile(AREAS).items()}

    assert len(read(zipped(parts))) == 3


@pytest.mark.check("C061")
def test_a_shapefile_without_crs_is_refused() -> None:
    parts = shapefile(AREAS)
    del parts["areas.prj"]

    assert refused(zipped(parts)).code == "spatial.shapefile_prj_missing"


@pytest.mark.check("C062")
def test_a_geopackage_without_crs_asks_for_it_and_takes_what_is_stated() -> None:
    with pytest.warns(UserWarning, match="crs"):
        content = geopackage({"areas": AREAS}, None)

    assert refused(content).code == "spatial.crs_missing"
    assert read(content, replace(CODE_AND_NAME, crs="EPSG:25832")).crs == "EPSG:25832"


@pytest.mark.check("C062")
def test_what_is_stated_never_overrules_the_file() -> None:
    table = read(geopackage({"areas": AREAS}, "EPSG:25832"), replace(CODE_AND_NAME, crs="EPSG:25833"))

    assert table.crs == "EPSG:25832"


def own_system(before: str, after: str) -> str:
    """Return the definition of zone 32 with one change, a name of its own and no code."""
    utm = pyproj.CRS("EPSG:25832").to_wkt("WKT1_GDAL").replace('AUTHORITY["EPSG","25832"]', "").replace(",]", "]")
    return utm.replace("ETRS89 / UTM zone 32N", "Eigenes System").replace(before, after)


@pytest.mark.check("C062")
@pytest.mark.parametrize(("before", "after"), [("0.9996", "0.9995"), ('meridian",9', 'meridian",10')])
def test_a_system_that_only_resembles_an_allowed_one_is_refused_by_name(before: str, after: str) -> None:
    problem = refused(geopackage({"areas": AREAS}, own_system(before, after)))

    assert problem.code == "spatial.crs_unknown"
    assert problem.parameters["crs"] == "Eigenes System"


@pytest.mark.check("C062")
def test_a_system_with_another_false_easting_is_read_with_it() -> None:
    """As one city has it: read as EPSG:25832 it would lie in Egypt."""
    table = read(geopackage({"areas": AREAS}, own_system("500000", "2500000")))

    assert table.crs == "EPSG:25832 +x_0=2500000 +y_0=0"


@pytest.mark.check("C062")
def test_the_order_of_axes_may_be_stated_for_a_system_that_the_file_names() -> None:
    content = geopackage({"areas": AREAS}, "EPSG:25832")

    assert read(content, replace(CODE_AND_NAME, crs="EPSG:25832 +axis=neu")).crs == "EPSG:25832 +axis=neu"


@pytest.mark.check("C062")
@pytest.mark.parametrize("crs", ["EPSG:2056", "EPSG:3035"])
def test_a_known_but_not_allowed_system_is_refused(crs: str) -> None:
    assert refused(geopackage({"areas": AREAS}, crs)).code == "spatial.crs_unknown"


@pytest.mark.check("C062")
def test_the_esri_spelling_of_a_system_is_recognised() -> None:
    esri = pyproj.CRS("EPSG:25832").to_wkt("WKT1_ESRI").encode()

    assert read(zipped({**shapefile(AREAS), "areas.prj": esri})).crs == "EPSG:25832"


@pytest.mark.check("C061")
def test_of_several_layers_one_must_be_named() -> None:
    content = geopackage({"bezirke": AREAS, "stadtteile": grid(2, 1)})

    assert refused(content).parameters["layers"] == "bezirke, stadtteile"
    assert len(read(content, replace(CODE_AND_NAME, layer="stadtteile"))) == 2
    assert refused(content, replace(CODE_AND_NAME, layer="/vsicurl/x")).code == "spatial.layer_unknown"


def test_a_geopackage_without_geometries_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.gpkg"
    path.write_bytes(geopackage({"areas": AREAS}))
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_contents SET data_type = 'attributes'")
        database.execute("DELETE FROM gpkg_geometry_columns")
    database.close()

    assert refused(path.read_bytes()).code == "spatial.layer_none"


def test_an_empty_layer_is_refused() -> None:
    assert refused(geopackage({"areas": as_geometries([])})).code == "spatial.no_features"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(max_features=2), "too_many_features"),
        (Limits(max_vertices=9), "too_many_vertices"),
        (Limits(max_bytes=100), "file_too_large"),
        (Limits(max_result_bytes=200), "sandbox_output"),
    ],
)
def test_limits_hold(limits: Limits, code: str) -> None:
    assert refused(geopackage({"areas": AREAS}), limits=limits).code == f"spatial.{code}"


@pytest.mark.check("C071")
def test_a_file_that_needs_more_memory_than_allowed_is_refused() -> None:
    problem = refused(geopackage({"areas": AREAS}), limits=Limits(max_memory_bytes=64 * 1024 * 1024))

    assert problem.code in {"spatial.sandbox_memory", "spatial.sandbox_failed", "spatial.sandbox_killed"}


@pytest.mark.check("C063")
@pytest.mark.parametrize(
    ("shape", "kind", "code"),
    [
        (shapely.Point(1, 1), "MultiPoint", "geometry_type"),
        (shapely.LineString([(0, 0), (1, 1)]), "MultiLineString", "geometry_type"),
        (shapely.GeometryCollection([shapely.box(0, 0, 1, 1)]), "GeometryCollection", "geometry_nested"),
        (shapely.MultiPolygon(), "MultiPolygon", "geometry_empty"),
        (None, "MultiPolygon", "geometry_missing"),
        (shapely.box(0, 0, 1e9, 1), "MultiPolygon", "coordinates_out_of_range"),
    ],
)
def test_layers_without_polygons_are_refused_with_their_feature(
    shape: shapely.Geometry | None, kind: str, code: str
) -> None:
    shapes = as_geometries([shape, shape])

    problem = refused(geopackage({"areas": shapes}, geometry_type=kind))

    assert (problem.code, problem.place.feature) == (f"spatial.{code}", 1)


@pytest.mark.check("C063")
def test_heights_are_dropped_and_told() -> None:
    high = shapely.force_3d(AREAS, 12.5)

    table = read(geopackage({"areas": high}, geometry_type="MultiPolygon Z"))

    assert not shapely.has_z(table.geometries).any()
    assert [finding.code for finding in table.findings] == ["spatial.height_dropped"]


@pytest.mark.check("C063")
def test_self_crossing_outlines_are_read_as_they_are() -> None:
    bow_tie = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])

    table = read(geopackage({"areas": as_geometries([bow_tie])}))

    assert not shapely.is_valid(table.geometries[0])


@pytest.mark.check("C064")
@pytest.mark.parametrize("number", [float("inf"), float("-inf")])
def test_infinite_attributes_are_refused(number: float) -> None:
    options = columns(code=["1", "2", "3"], name=["a", "b", "c"], x=[1.0, number, 2.0])

    problem = refused(geopackage({"areas": AREAS}, **options))

    assert (problem.code, problem.place.feature) == ("spatial.number_not_finite", 2)


def test_missing_numbers_stay_missing_and_dates_are_text() -> None:
    dates = np.array(["2018-01-01", "NaT", "2020-12-31"], dtype="datetime64[D]")
    options: dict[str, Any] = {
        "fields": ["code", "name", "x", "since"],
        "field_data": [
            np.array(["1", "2", "3"]),
            np.array(["a", "b", None], dtype=object),
            np.array([1.5, np.nan, 0.0]),
            dates,
        ],
    }

    table = read(geopackage({"areas": AREAS}, **options))

    assert [row["x"] for row in table.properties] == [1.5, None, 0.0]
    assert [row["since"] for row in table.properties] == ["2018-01-01", None, "2020-12-31"]
    assert {finding.code for finding in table.findings} == {"spatial.name_blank"}


def test_whole_number_keys_of_a_table_become_text() -> None:
    options = columns(code=[11, 12, 13], name=["a", "b", "c"])

    assert read(zipped(shapefile(AREAS, **options))).keys == ("11", "12", "13")


@pytest.mark.check("C059")
def test_words_that_gdal_would_open_are_text_in_every_field() -> None:
    words = ["/vsicurl/http://127.0.0.1:9/x", "PG:dbname=x", "/vsizip/a.zip"]
    options = columns(code=words, name=words)

    table = read(geopackage({"WFS:https://127.0.0.1": AREAS}, **options))

    assert table.keys == tuple(words)


@pytest.mark.check("C057")
@pytest.mark.check("C060")
@pytest.mark.parametrize("driver", ["GPKG", "ESRI Shapefile"])
def test_a_virtual_format_is_not_opened_even_where_sniffing_would_fail(driver: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("code,name\n01,geheim\n")
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>'
    vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    assert pyogrio.read_info(vrt.encode(), force_feature_count=True)["features"] == 1, "GDAL would open it"
    request = {"path": "layer.vrt", "driver": driver, "layer": None, "encoding": None}

    with pytest.raises(BoundaryFileError) as error:
        run_confined({"layer.vrt": vrt.encode()}, request, LIMITS)

    assert error.value.code == "spatial.vector_broken"
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize("cut", [200, 5000, 60_000])
def test_a_geopackage_that_is_cut_off_is_refused(cut: int) -> None:
    content = geopackage({"areas": AREAS})

    assert refused(content[:cut]).code in {"spatial.vector_broken", "spatial.layer_none", "spatial.no_features"}


def test_a_geopackage_with_changed_bytes_is_read_or_refused(tmp_path: Path) -> None:
    content = bytearray(geopackage({"areas": AREAS}))
    rng = np.random.default_rng(7)
    outcomes = set()
    for _ in range(3):
        changed = bytearray(content)
        for place in rng.integers(100, len(changed), 400):
            changed[place] = int(rng.integers(0, 256))
        try:
            outcomes.add(f"read {len(read(bytes(changed)).crs) > 0}")
        except BoundaryFileError as error:
            outcomes.add(error.code)

    assert all(outcome.startswith(("spatial.", "read True")) for outcome in outcomes)


def test_columns_of_bytes_are_left_out_and_told() -> None:
    columns = {"code": ["1"], "name": ["a"], "raw": [{"other": True}]}
    header = {"crs": "EPSG:25832", "has_heights": False, "columns": columns}

    raw = vector.raw_features(Message(header, [shapely.to_wkb(AREAS[0])]), LIMITS)
    table = assemble(raw, "EPSG:25832", CODE_AND_NAME, LIMITS)

    assert "raw" not in table.properties[0]
    assert [finding.code for finding in table.findings] == ["spatial.property_dropped"]


def test_an_outline_that_geos_cannot_read_is_told_with_its_feature() -> None:
    wkb = bytearray(shapely.to_wkb(shapely.box(0, 0, 1, 1)))
    wkb[9] = 3  # three points where five are written
    header = {"crs": "EPSG:25832", "has_heights": False, "columns": {"code": ["1", "2"], "name": ["a", "b"]}}
    message = Message(header, [shapely.to_wkb(shapely.box(0, 0, 1, 1)), bytes(wkb[:-32])])

    with pytest.raises(BoundaryFileError) as error:
        vector.raw_features(message, LIMITS)

    assert [(found.code, found.place.feature) for found in error.value.problems] == [("spatial.geometry_broken", 2)]
