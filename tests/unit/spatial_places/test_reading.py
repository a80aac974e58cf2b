# SPDX-License-Identifier: EUPL-1.2
"""Files of places are read row by row; what is wrong with one is told with its number and stops no other."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.problems import Problem, SpatialError
from spatial.readers.limits import Limits
from spatial.readers.places import reading
from spatial.readers.places.checking import CheckedPlace, PlaceColumns, checked, missing_columns
from spatial.readers.places.reading import PlaceSelection, PlaceTable, format_of, read_places, sketch_places
from spatial.readers.places.registerfile import read_register
from spatial.readers.places.shapes import ShapeError, kind_of, shape_of
from spatial.readers.wire import Message
from tests.fixtures_spatial.files import geopackage, shapefile, zipped

BERLIN = shapely.box(13.0, 52.3, 13.8, 52.7)
PLACE = [13.385, 52.523]
METRES = as_geometries([shapely.Point(390387, 5820383), shapely.Point(390206, 5819189), shapely.Point(391000, 5820000)])
MANY = {"geometry_type": "MultiPoint"}
COORDINATES = PlaceSelection(crs="EPSG:25833", east="X", north="Y")
RING = [[0, 0], [4, 0], [0, 4], [0, 0]]
NOTHING_SAID = PlaceSelection()
ADDRESS = {"street": "Straße", "number": "Nr", "postcode": "PLZ"}


def feature(geometry: object, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(*position: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(position)}


def geojson(*features: dict[str, Any], **members: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


def refused(content: bytes, selection: PlaceSelection = NOTHING_SAID, limits: Limits | None = None) -> Problem:
    with pytest.raises(SpatialError) as error:
        read_places(content, selection, limits)
    return error.value.problems[0]


def told(places: tuple[CheckedPlace, ...]) -> list[list[str]]:
    return [[each.code.removeprefix("spatial.") for each in one.problems] for one in places]


def test_a_geojson_of_places_is_read() -> None:
    table = read_places(
        geojson(feature(point(*PLACE, 34.0), name="Kita"), feature(None), feature(point(1))), PlaceSelection()
    )

    assert table.rows[0] == {"name": "Kita"}
    assert table.geometries[0].equals(shapely.Point(PLACE))
    assert table.crs == "EPSG:4326"
    assert [(each.code, each.place.feature) for each in table.problems] == [
        ("spatial.place_missing", 2),
        ("spatial.place_malformed", 3),
    ]


def test_a_geojson_names_its_system_or_is_told_it() -> None:
    named = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}}
    content = geojson(feature(point(390387, 5820383)), **named)

    assert read_places(content, PlaceSelection()).crs == "EPSG:25833"
    assert read_places(geojson(feature(point(390387, 5820383))), PlaceSelection(crs="EPSG:25833")).crs == "EPSG:25833"
    assert refused(geojson(feature(point(390387, 5820383)))).code == "spatial.crs_missing"
    assert read_places(geojson(feature(None)), PlaceSelection()).crs == "EPSG:4326"


@pytest.mark.check("C058")
def test_a_system_at_another_place_is_never_fetched() -> None:
    link = {"crs": {"type": "link", "properties": {"href": "http://canary.example/"}}}

    assert refused(geojson(feature(point(*PLACE)), **link)).code == "spatial.crs_link"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (geojson(), "no_features"),
        (json.dumps({"type": "FeatureCollection", "features": [1]}).encode(), "feature_malformed"),
        (geojson({"type": "Feature", "properties": [1]}), "feature_malformed"),
        (b"  ", "file_empty"),
        (b"<OGRVRTDataSource>", "format_unknown"),
        (b"SQLite format 3\x00" + bytes(100), "format_unknown"),
    ],
)
def test_what_is_no_file_of_places_is_refused(content: bytes, code: str) -> None:
    assert refused(content).code == f"spatial.{code}"


def test_more_places_than_allowed_are_refused() -> None:
    content = geojson(*[feature(point(*PLACE))] * 2)

    assert refused(content, PlaceSelection(), Limits(max_features=1)).code == "spatial.too_many_features"


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (point(1, 2), "point"),
        ({"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}, "point"),
        ({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, "line"),
        ({"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]]]}, "line"),
        ({"type": "Polygon", "coordinates": [RING, [[1, 1], [2, 1], [1, 2], [1, 1]]]}, "area"),
        ({"type": "MultiPolygon", "coordinates": [[RING]]}, "area"),
    ],
)  # fmt: skip
def test_points_lines_and_areas_are_read(geometry: dict[str, Any], kind: str) -> None:
    shape = shape_of(geometry)

    assert shape is not None
    assert kind_of(shape) == kind
    assert shapely.equals(shape, shapely.from_geojson(json.dumps(geometry)))
    assert shape_of({**geometry, "coordinates": []}) is None


@pytest.mark.check("C063")
@pytest.mark.check("C064")
@pytest.mark.parametrize(
    "geometry",
    [
        1,
        {"type": ["Point"], "coordinates": [1, 2]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Point", "coordinates": 1},
        {"type": "Point", "coordinates": ["1", 2]},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": [1e300, 2]},
        {"type": "Point", "coordinates": [10**400, 2]},
        {"type": "Point", "coordinates": [float("nan"), 2]},
        {"type": "Point", "coordinates": [[1, 2]]},
        {"type": "LineString", "coordinates": [[1, 2]]},
        {"type": "LineString", "coordinates": [[1, 2], [1, 2, 3]]},
        {"type": "LineString", "coordinates": [1, 2]},
        {"type": "MultiLineString", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [0, 4]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [0, 4], [1, 1]]]},
        {"type": "Polygon", "coordinates": [5]},
    ],
)
def test_geometries_that_are_none_are_refused(geometry: object) -> None:
    with pytest.raises(ShapeError):
        shape_of(geometry)


@pytest.mark.check("C057")
def test_a_geopackage_and_a_shapefile_of_places_are_read_in_the_confined_child() -> None:
    for content in (
        geopackage({"kitas": METRES}, "EPSG:25833", **MANY),
        zipped(shapefile(METRES, "EPSG:25833", geometry_type="Point")),
    ):
        table = read_places(content, PlaceSelection())

        assert table.crs == "EPSG:25833"
        assert shapely.equals(table.geometries, METRES).all()
        assert table.problems == ()
        assert sketch_places(content)[0].count == 3


def test_shapes_that_a_geopackage_does_not_have_are_told() -> None:
    shapes = as_geometries([METRES[0], None, shapely.Point()])

    table = read_places(geopackage({"kitas": shapes}, "EPSG:25833", **MANY), PlaceSelection(layer="kitas"))

    assert [each.code for each in table.problems] == ["spatial.place_missing"] * 2


def test_what_the_child_hands_back_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    far = shapely.to_wkb(shapely.Point(1e9, 1e9))
    header = {"columns": {"name": ["A"]}, "crs": "EPSG:25833", "has_heights": True}
    content = b"SQLite format 3\x00".ljust(68, b"\x00") + b"GPKG" + bytes(100)
    monkeypatch.setattr(reading, "geopackage_message", lambda *_: Message(header, [far]))
    monkeypatch.setattr(reading, "layers_of_geopackage", lambda *_: ())

    table = read_places(content, PlaceSelection())

    assert [each.code for each in table.problems] == ["spatial.place_malformed"]
    assert [each.code for each in table.remarks] == ["spatial.height_dropped"]
    with pytest.raises(SpatialError, match="no layer"):
        sketch_places(content)
    monkeypatch.setattr(reading, "geopackage_message", lambda *_: Message({**header, "columns": {}}, []))
    assert refused(content).code == "spatial.no_features"


def test_a_shapefile_without_a_system_asks_for_it() -> None:
    parts = shapefile(METRES, "EPSG:25833", geometry_type="Point")
    del parts["areas.prj"]

    assert refused(zipped(parts)).code == "spatial.shapefile_prj_missing"
    assert read_places(zipped(parts), PlaceSelection(crs="EPSG:25833")).crs == "EPSG:25833"
    assert sketch_places(zipped(parts), expected=BERLIN)[0].fitting == ("EPSG:25833",)


def test_a_table_with_coordinates_is_read() -> None:
    table = read_places(b"Name;X;Y\nA;390.387,4;5820383\nB;;x\n", COORDINATES)

    assert table.geometries[0].equals(shapely.Point(390387.4, 5820383))
    assert table.geometries[1] is None
    assert [(each.code, each.place.line) for each in table.problems] == [
        ("spatial.coordinate_missing", 3),
        ("spatial.coordinate_no_number", 3),
    ]


def test_a_table_with_addresses_is_read() -> None:
    selection = PlaceSelection(address={**ADDRESS, "suffix": ""})

    table = read_places("Name;Straße;Nr;PLZ\nA;Markt;1;24937\n".encode(), selection)

    assert table.crs == ""
    assert (table.addresses[0].street, table.addresses[0].number, table.addresses[0].postcode) == (
        "Markt",
        "1",
        "24937",
    )


def test_columns_that_are_not_there_are_told() -> None:
    content = b"Name;X;Y\nA;1;2\n"

    assert refused(content, PlaceSelection(crs="EPSG:25833", east="O", north="Y")).code == "spatial.column_missing"
    assert refused(content).code == "spatial.no_position_columns"
    assert refused(content, PlaceSelection(east="X", north="Y")).code == "spatial.crs_missing"
    assert refused(geojson(feature(None)), PlaceSelection(address=ADDRESS)).code == "spatial.column_missing"


def test_a_file_is_sketched_by_its_columns() -> None:
    (table,) = sketch_places("Name;Ort\nA;B\n".encode("utf-16"))
    (features,) = sketch_places(geojson(feature(point(*PLACE), name="Kita")))
    (unnamed,) = sketch_places(geojson(feature(point(390387, 5820383))), expected=BERLIN)

    assert [column.name for column in table.columns] == ["Name", "Ort"]
    assert (features.count, features.crs, features.columns[0].examples) == (1, "EPSG:4326", ("Kita",))
    assert (unnamed.crs, unnamed.fitting) == ("", ("EPSG:25833",))
    assert format_of(b"Name;Ort") == "table"


def test_a_sketch_tells_a_system_that_is_not_known() -> None:
    (sketch,) = sketch_places(geopackage({"kitas": METRES}, "EPSG:2056", **MANY))

    assert sketch.problem
    assert sketch.problem.code == "spatial.crs_unknown"


def test_rows_are_checked_one_by_one() -> None:
    columns = PlaceColumns(name="Name", key="Nr", capacity="Plätze", kept=("Art", "Web"))
    rows = ("1;Kita;69,5;390387;5820383;frei;", "1;;viele;5819189;390206;;", ";Hort;-3;390387;5620383;;")
    content = "\n".join(("Nr;Name;Plätze;X;Y;Art;Web", *rows))
    table = read_places(content.encode(), COORDINATES)

    places = checked(table, columns, "point", BERLIN)

    assert told(places) == [
        [],
        ["place_axes_swapped", "place_key_twice", "place_name_missing", "capacity_no_number"],
        ["place_outside", "place_key_missing", "capacity_no_number"],
    ]
    assert (places[0].key, places[0].name, places[0].capacity) == ("1", "Kita", 69.5)
    assert places[0].attributes == {"Art": "frei", "Web": None}
    assert places[1].capacity is None
    assert places[0].geometry


def test_without_a_column_of_keys_the_number_of_the_row_is_the_key() -> None:
    table = read_places("Name;Straße\nA;Markt 1\n\nB;Markt 2\n".encode(), PlaceSelection(address={"street": "Straße"}))

    places = checked(table, PlaceColumns(name="Name"), "point")

    assert [place.key for place in places] == ["2", "4"]
    assert told(places) == [[], []]
    assert missing_columns(table, PlaceColumns("Name", kept=("Ort",))) == ("Ort",)


def test_values_of_features_become_plain() -> None:
    values = {"n": 3.0, "half": 0.5, "flag": True, "list": [1], "long": "x" * 400, "bad": "a\u0007b", "i": 7}
    outline = {"type": "Polygon", "coordinates": [[[13, 52.4], [13.2, 52.6], [13.2, 52.4], [13, 52.6], [13, 52.4]]]}
    content = geojson(feature(point(*PLACE), **values), feature(outline, long="", bad="y" * 70, n=None))
    table = read_places(content, PlaceSelection())

    areas = checked(table, PlaceColumns("long", "bad", "n", ("half", "flag", "list", "bad", "i")), "area", BERLIN)
    points = checked(table, PlaceColumns("bad", capacity="i"), "point", BERLIN)

    assert areas[0].attributes == {"half": 0.5, "flag": True, "list": None, "bad": "ab", "i": 7}
    assert areas[0].capacity == 3.0
    assert told(areas) == [
        ["place_no_area", "text_characters", "place_name_too_long"],
        ["place_invalid", "place_key_too_long", "place_name_missing"],
    ]
    assert told(points) == [["text_characters"], ["place_no_point"]]
    assert points[0].capacity == 7


def test_numbers_without_end_count_as_unknown() -> None:
    rows = ({"name": 2.5, "n": float("inf")}, {"name": "B", "n": None})
    table = PlaceTable(rows, (1, 2), as_geometries([shapely.Point(PLACE), None]), "EPSG:4326")

    places = checked(table, PlaceColumns("name", capacity="n"), "point")

    assert [(place.name, place.capacity) for place in places] == [("2.5", None), ("B", None)]
    assert places[1].geometry is None


def test_an_address_file_becomes_a_register() -> None:
    content = (
        "Straße;Nr;PLZ;X;Y\nMarkt;1;10115;390387;5820383\nMarkt;;10115;390387;5820383\n"
        + "Markt;3;10115;390387;5820383\n" * 40
        + "Markt;5;10115;390387;5620383\nMarkt;7;10115;;\n"
    )
    selection = PlaceSelection(crs="EPSG:25833", east="X", north="Y", address=ADDRESS)

    found = read_register(content.encode(), selection, BERLIN)

    assert len(found.entries) == 41
    assert str(found.entries[0]) == "Markt 1, 10115"
    assert found.entries[0].x == pytest.approx(13.384, abs=0.01)
    assert [each.code.removeprefix("spatial.") for each in found.problems] == [
        "coordinate_missing",
        "coordinate_missing",
        "register_row_no_address",
        "place_outside",
    ]


def test_an_address_file_without_addresses_is_refused() -> None:
    content = "Straße;Nr;PLZ;X;Y\nMarkt;;10115;390387;5820383\n".encode()
    for selection, code in (
        (COORDINATES, "no_position_columns"),
        (PlaceSelection(address=ADDRESS), "no_position_columns"),
        (PlaceSelection(crs="EPSG:25833", east="X", north="Y", address=ADDRESS), "register_no_address"),
        (PlaceSelection(crs="EPSG:25833", east="Ost", north="Y", address=ADDRESS), "register_column_missing"),
    ):
        with pytest.raises(SpatialError) as error:
            read_register(content, selection, BERLIN)

        assert error.value.codes == {f"spatial.{code}"}


def test_features_with_numbers_for_house_numbers_are_a_register() -> None:
    content = geojson(feature(point(*PLACE), Straße="Markt", Nr=1.0, PLZ=10115))

    found = read_register(content, PlaceSelection(address=ADDRESS))

    assert str(found.entries[0]) == "Markt 1, 10115"
