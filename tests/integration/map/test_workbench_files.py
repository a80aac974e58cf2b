# SPDX-License-Identifier: EUPL-1.2
"""The files of what the workbench shows: four kinds with one content, outlines as they have to be."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import pytest
import shapely
from django.test import Client
from pyogrio import raw
from python_calamine import load_workbook

from tests.integration.map.test_workbench_time import BALANCE, CHILDREN, POVERTY, answer_of, page_of, shown, slices_of

pytestmark = pytest.mark.usefixtures("demo")

ENDINGS: Final = ("csv", "xlsx", "geojson", "gpkg")
SECOND: Final = f"{POVERTY}&zweiter=arbeitslosigkeit"
HIGH: Final = f"{POVERTY}&filter=wert:kinderarmut:40:"
AWAY: Final = "&ausserhalb=weg"
Row = dict[str, Any]


def body_of(query: str, ending: str) -> bytes:
    answer = Client(headers={"accept-language": "de"}).get(f"/berlin/analyse/daten.{ending}{query}")
    assert answer.status_code == 200
    return answer.content


def table_of(query: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return what stands before the table of the CSV, and its rows."""
    lines = list(csv.reader(io.StringIO(body_of(query, "csv").decode("utf-8-sig")), delimiter=";"))
    gap = lines.index([])
    rows = lines[gap + 2 :]
    end = rows.index([]) if [] in rows else len(rows)
    return dict(lines[1:gap]), [dict(zip(lines[gap + 1], row, strict=True)) for row in rows[:end]]


def collection_of(query: str) -> dict[str, Any]:
    return dict(json.loads(body_of(query, "geojson")))


def package_of(query: str) -> tuple[list[Row], dict[str, str]]:
    """Return rows and preface of the GeoPackage."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(body_of(query, "gpkg"))
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute("SELECT * FROM areas ORDER BY fid")]
        about = dict(database.execute("SELECT label, text FROM about WHERE label <> ''").fetchall())
    return [{name: cell for name, cell in row.items() if name not in {"fid", "geom"}} for row in rows], about


def features_of(collection: dict[str, Any]) -> list[Row]:
    return [feature["properties"] for feature in collection["features"]]


@pytest.mark.parametrize("query", [SECOND, f"{CHILDREN}{BALANCE}&vergleich=2022-12-31", f"{HIGH}{AWAY}"])
def test_four_kinds_of_files_hold_the_same(query: str) -> None:
    preface, rows = table_of(query)
    collection, (packed, about) = collection_of(query), package_of(query)
    head, *cells = load_workbook(io.BytesIO(body_of(query, "xlsx"))).get_sheet_by_index(0).to_python()

    assert list(collection["columns"].values()) == list(rows[0]) == head
    assert features_of(collection) == packed
    assert [row["Schlüssel"] for row in rows] == [row["key"] for row in packed] == [row[0] for row in cells]
    told = {line["label"]: line["text"] for line in collection["about"]}
    assert told == about == preface
    value = collection["columns"]["value"]
    assert [row[value].replace(",", ".") for row in rows] == [
        "" if row["value"] is None else str(row["value"]) for row in packed
    ]


@pytest.mark.check("C033")
def test_file_says_where_it_comes_from_and_leads_back_to_the_same_view() -> None:
    preface, _rows = table_of(f"{SECOND}&tafeln=tabelle")

    assert preface["Stand"] == "31.12.2018"
    assert "Monitoring Soziale Stadtentwicklung" in preface["Quelle"]
    assert "zweiter=arbeitslosigkeit" in preface["Adresse"]
    assert "tafeln=tabelle" in preface["Adresse"]
    assert "/berlin/analyse/?" in preface["Adresse"]


def test_file_holds_the_figures_and_classes_of_both_indicators() -> None:
    preface, rows = table_of(SECOND)
    contents = slices_of(answer_of(POVERTY.replace("kinderarmut", "arbeitslosigkeit")))

    there = [row for row in rows if row["Arbeitslosigkeit (%)"]]
    assert len(there) == int((~np.isnan(contents[-1].numbers["value"].values)).sum())
    assert {row["Name der Klasse"] for row in there} > {"Kinderarmut hoch, Arbeitslosigkeit hoch"}
    assert preface["Zweiter Indikator"].startswith("Arbeitslos")
    assert preface["Klassen"].startswith("neun Klassen aus zwei Indikatoren")
    hidden = [row for row in rows if row["Arbeitslosigkeit: Statuscode"] != "ok"]
    assert hidden
    assert {row["Arbeitslosigkeit (%)"] for row in hidden} == {""}


def test_areas_outside_a_filter_are_marked_or_left_out_as_on_the_page() -> None:
    _preface, marked = table_of(HIGH)
    preface, left = table_of(f"{HIGH}{AWAY}")

    codes = {row["Schlüssel"]: row["Erfüllt den Filter (Code)"] for row in marked}
    assert len(marked) == 448
    assert {row["Schlüssel"] for row in left} == {key for key, code in codes.items() if code == "in"}
    assert {row["Kinderarmut (%)"] for row in marked if row["Erfüllt den Filter (Code)"] == "unknown"} == {""}
    assert preface["Filter"] == "Kinderarmut: mindestens 40,0\u00a0%"
    assert str(len(left)) in preface["Gebiete, die ihn erfüllen"]


def test_files_of_a_page_that_is_narrowed_keep_the_classes_of_all_areas() -> None:
    _preface, whole = table_of(POVERTY)
    _preface, left = table_of(f"{HIGH}{AWAY}")

    classes = {row["Schlüssel"]: row["Klasse"] for row in whole}
    assert all(row["Klasse"] == classes[row["Schlüssel"]] for row in left)


def test_balance_stands_in_files_while_its_panel_is_open() -> None:
    query = f"{CHILDREN}&vergleich=2022-12-31"
    balance = shown(answer_of(f"{query}{BALANCE}"))["balance"]
    told = [None if each is None else each / 10 ** balance["decimals"] for each in balance["difference"]]

    packed, about = package_of(f"{query}{BALANCE}")
    closed, _about = package_of(query)

    found = {row["key"]: row["difference"] for row in packed}
    by_value = sorted(told, key=lambda each: (each is None, each or 0))
    assert sorted(found.values(), key=lambda each: (each is None, each or 0)) == pytest.approx(by_value)
    assert all(row["difference_lower"] <= row["difference"] for row in packed if row["difference_lower"] is not None)
    assert {row["difference_status_code"] for row in packed if row["difference"] is None} <= {
        "excluded", "missing", "suppressed", "confidential", "not_applicable",
    }  # fmt: skip
    assert "Benjamini-Hochberg" in about["Bilanz"]
    assert "difference" not in closed[0]


def test_where_nothing_may_be_compared_the_file_says_why() -> None:
    packed, about = package_of(f"{CHILDREN}&vergleich=2019-12-31{BALANCE}")

    assert "verschiedene Grenzen" in about["Bilanz"]
    assert "difference" not in packed[0]


def test_geojson_follows_its_standard_and_shared_borders_stay_shared() -> None:
    collection = collection_of(POVERTY)

    assert "crs" not in collection
    assert len(collection["features"]) == 448
    assert {feature["id"] for feature in collection["features"]} == {row["key"] for row in features_of(collection)}
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in collection["features"]]
    points = shapely.get_coordinates(shapes)
    assert np.array_equal(points, points.round(6))
    assert (points[:, 0].min(), points[:, 1].max()) == pytest.approx((13.09, 52.68), abs=0.05)
    rings = [polygon.exterior for shape in shapes for polygon in getattr(shape, "geoms", [shape])]
    assert shapely.is_ccw(rings).all()
    # The outlines are those of the maps: on both sides of a border the same points, but where the source differs.
    open_borders = shapely.length(shapely.coverage_invalid_edges(shapes)).sum()
    assert open_borders < 0.02 * shapely.length(shapes).sum()
    assert all(feature["value"] is None for feature in features_of(collection) if feature["status_code"] != "ok")


def test_gdal_opens_the_geopackage_in_metres(tmp_path: Path) -> None:
    path = tmp_path / "datei.gpkg"
    path.write_bytes(body_of(SECOND, "gpkg"))

    meta, _fids, outlines, _cells = raw.read(path, layer="areas")

    assert [name for name, _kind in pyogrio.list_layers(path)] == ["areas", "about", "columns", "lists"]
    assert (meta["crs"], meta["geometry_type"], len(outlines)) == ("EPSG:25833", "MultiPolygon", 448)
    assert {"key", "name", "value", "second_value", "class_label"} <= set(meta["fields"])
    # Berlin has 891 square kilometres.
    assert shapely.area(shapely.from_wkb(outlines)).sum() == pytest.approx(891e6, rel=0.01)


@pytest.mark.parametrize("ending", ENDINGS)
def test_name_says_what_is_in_a_file_and_of_when(ending: str) -> None:
    answer = Client().get(f"/berlin/analyse/daten.{ending}{SECOND}&filter=in:bezirk:08")

    name = f"berlin_analyse_kinderarmut_arbeitslosigkeit_planungsraum_2018-12-31_gefiltert.{ending}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert Client().post(f"/berlin/analyse/daten.{ending}").status_code == 405


def test_pages_offer_the_files_of_what_they_show() -> None:
    workbench, simple = page_of(f"{HIGH}{AWAY}"), page_of(POVERTY, "/berlin/karte/")

    for ending in ENDINGS:
        assert f"/berlin/analyse/daten.{ending}?indikator=kinderarmut&ebene=planungsraum" in workbench
        assert f"/berlin/karte/daten.{ending}{POVERTY}" in simple
    assert "filter=wert:kinderarmut:40:&ausserhalb=weg" in workbench


def test_map_sends_its_figures_with_outlines() -> None:
    answer = Client().get(f"/berlin/karte/daten.geojson{POVERTY}")

    assert answer.headers["Content-Type"] == "application/geo+json"
    features = json.loads(answer.content)["features"]
    assert (len(features), {feature["geometry"]["type"] for feature in features}) == (448, {"MultiPolygon"})
    assert Client().get("/berlin/karte/daten.gpkg?indikator=gibt-es-nicht").status_code == 404
