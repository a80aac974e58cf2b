# SPDX-License-Identifier: EUPL-1.2
"""Text that no database takes, and numbers beyond measure, are told with their row and stop no other."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import shapely

from sozialplanung.accounts.models import Organisation
from spatial.geometry.arrays import as_geometries
from spatial.geometry.problems import SpatialError
from spatial.readers.places.checking import CheckedPlace, PlaceColumns, checked, missing_columns
from spatial.readers.places.reading import PlaceSelection, PlaceTable, read_places, sketch_places
from spatial.readers.places.registerfile import read_register
from spatial.services import ownoutlines
from tests.fixtures_spatial.files import geopackage, shapefile, zipped

POINT = {"type": "Point", "coordinates": [13.385, 52.523]}
ADDRESS = {"street": "Straße", "number": "Nr", "city": "Ort"}
BROKEN = ["Markt\x00platz", "Markt\ud800platz", "Markt\udc00platz", "Markt\u0007platz"]


def geojson(*rows: dict[str, Any]) -> bytes:
    features = [{"type": "Feature", "properties": row, "geometry": POINT} for row in rows]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def told(places: tuple[CheckedPlace, ...]) -> list[list[str]]:
    return [[each.code.removeprefix("spatial.") for each in one.problems] for one in places]


def capacity_of(value: object) -> tuple[float | None, list[list[str]]]:
    table = PlaceTable(({"name": "A", "n": value},), (1,), as_geometries([shapely.Point(13.4, 52.5)]), "EPSG:4326")
    places = checked(table, PlaceColumns("name", capacity="n"), "point")
    return places[0].capacity, told(places)


@pytest.mark.parametrize("value", [1.7e308, 1e9 + 1, 10**400, 10**15, -1, "1000000001", -(10**400)])
def test_number_of_places_beyond_measure_is_none(value: object) -> None:
    assert capacity_of(value) == (None, [["capacity_no_number"]])


@pytest.mark.parametrize("value", [0, 10**9, 1e9, "1000000000", 2.5])
def test_number_of_places_within_measure_is_taken_from_any_format(value: object) -> None:
    assert capacity_of(value) == (float(str(value)), [[]])


def test_number_of_places_of_a_geopackage_and_a_shapefile_has_the_same_bound() -> None:
    points = as_geometries([shapely.Point(390387, 5820383)])
    columns = {"fields": ["name", "n"], "field_data": [np.array(["A"], dtype=object), np.array([2e9])]}
    for content in (
        geopackage({"kitas": points}, "EPSG:25833", geometry_type="MultiPoint", **columns),
        zipped(shapefile(points, "EPSG:25833", geometry_type="Point", **columns)),
    ):
        places = checked(read_places(content, PlaceSelection()), PlaceColumns("name", capacity="n"), "point")

        assert (places[0].capacity, told(places)) == (None, [["capacity_no_number"]])


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_name_and_key_are_told_and_cleaned(broken: str) -> None:
    table = read_places(
        geojson({"Nr": broken, "Name": broken, "Art": broken}, {"Nr": "2", "Name": "B"}), PlaceSelection()
    )

    places = checked(table, PlaceColumns("Name", key="Nr", kept=("Art",)), "point")

    assert told(places) == [["text_characters", "text_characters"], []]
    assert (places[0].key, places[0].name, places[0].attributes) == ("Marktplatz", "Marktplatz", {"Art": "Marktplatz"})
    assert {each.parameters["column"] for each in places[0].problems} == {"Nr", "Name"}


def test_name_of_unseen_signs_alone_is_missing() -> None:
    table = read_places(
        geojson({"Name": "\x00"}, {"Name": "\u200b"}, {"Name": "Kita\u200b\u202e Nord\u0378"}), PlaceSelection()
    )

    places = checked(table, PlaceColumns("Name"), "point")

    assert told(places) == [["text_characters", "place_name_missing"], ["place_name_missing"], ["text_characters"]]
    assert places[2].name == "Kita Nord"


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_name_of_a_column_can_be_chosen_and_is_kept_without_it(broken: str) -> None:
    content = geojson({"Name": "A", broken: 1})

    (sketch,) = sketch_places(content)
    table = read_places(content, PlaceSelection())
    places = checked(table, PlaceColumns("Name", kept=(sketch.columns[1].name,)), "point")

    assert sketch.columns[1].name == "Marktplatz"
    assert missing_columns(table, PlaceColumns("Name", kept=("Marktplatz",))) == ()
    assert places[0].attributes == {"Marktplatz": 1}


def test_columns_that_differ_by_unseen_signs_alone_are_refused() -> None:
    for content in (geojson({"Name": 1}, {"Na\x00me": 2}), "Name;Na\u200bme\n1;2\n".encode()):
        with pytest.raises(SpatialError) as error:
            sketch_places(content)

        assert error.value.codes == {"spatial.table_column_twice"}
        assert error.value.problems[0].parameters["column"] == "Name"


@pytest.mark.parametrize("value", [10**400, -(10**400), 10**15 + 1, 1.7e308])
def test_large_number_of_an_attribute_is_kept_as_text(value: float) -> None:
    table = read_places(geojson({"Name": value, "Art": value, "Nr": value}), PlaceSelection())

    places = checked(table, PlaceColumns("Name", kept=("Art",)), "point")

    assert places[0].attributes == {"Art": str(int(value))}


def test_number_of_an_attribute_within_measure_stays_one() -> None:
    table = read_places(
        geojson({"Name": "A", "n": 10**15, "m": -0.5, "ja": True, "nie": float("inf")}).replace(b"Infinity", b"1e999"),
        PlaceSelection(),
    )

    places = checked(table, PlaceColumns("Name", kept=("n", "m", "ja", "nie")), "point")

    assert places[0].attributes == {"n": 10**15, "m": -0.5, "ja": True, "nie": None}


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("column", ["Straße", "Ort"])
def test_row_of_an_address_file_with_broken_text_is_no_entry(broken: str, column: str) -> None:
    row = {"Straße": "Markt", "Nr": 1, "Ort": "Berlin"}
    content = geojson(row | {column: broken}, row)

    found = read_register(content, PlaceSelection(address=ADDRESS))

    assert [str(entry) for entry in found.entries] == ["Markt 1, Berlin"]
    (problem,) = found.problems
    assert (problem.code, problem.parameters["column"], problem.place.feature) == ("spatial.text_characters", column, 1)


def test_address_of_a_place_with_broken_text_is_told_and_cleaned() -> None:
    table = read_places(
        geojson({"Name": "A", "Straße": "Markt\x00platz 1"}), PlaceSelection(address={"text": "Straße"})
    )

    places = checked(table, PlaceColumns("Name"), "point")

    assert told(places) == [["text_characters"]]
    assert table.addresses[0].text == "Marktplatz 1"


def test_address_may_have_several_lines_and_soft_hyphens() -> None:
    row = {"Straße": "Markt\u00adplatz\t1\r\n10115 Berlin\n"}

    table = read_places(geojson(row), PlaceSelection(address={"text": "Straße"}))

    assert table.addresses[0].text == "Marktplatz 1\n10115 Berlin"
    assert table.problems == ()


def test_name_of_an_own_area_holds_no_broken_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ownoutlines, "known_outline", lambda _organisation: None)
    square = [[13, 52.4], [13.2, 52.4], [13.2, 52.6], [13, 52.4]]
    geometry = {"type": "Polygon", "coordinates": [square]}
    content = geojson({"Name": "Bezirk\ud800 Mitte\x00"}).replace(
        json.dumps(POINT).encode(), json.dumps(geometry).encode()
    )

    found = ownoutlines.outlines_of(organisation=Organisation(), files=[("a.geojson", content)], name_column="Name")

    assert found.names == ("Bezirk Mitte",)
