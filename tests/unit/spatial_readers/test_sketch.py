# SPDX-License-Identifier: EUPL-1.2
"""What a person is shown of a file before anything is taken from it."""

import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.readers import BoundaryFileError, Selection, read_boundaries, read_with_problems, sketch_layers
from tests.fixtures_spatial.files import CODE_AND_NAME, as_bytes, collection, feature, geopackage, shapefile, zipped
from tests.fixtures_spatial.grids import grid

AREAS = grid(3, 1)


def test_sketch_shows_columns_with_examples_and_the_named_system() -> None:
    (layer,) = sketch_layers(zipped(shapefile(AREAS)))

    assert (layer.name, layer.count, layer.crs, layer.problem) == ("", 3, "EPSG:25832", None)
    code, name = layer.columns
    assert (code.name, code.examples, code.filled, code.distinct, code.is_number) == (
        "code",
        ("00", "01", "02"),
        3,
        3,
        False,
    )
    assert name.examples[0] == "Größe 0"


@pytest.mark.check("C062")
def test_system_that_nobody_names_is_asked_with_those_that_fit() -> None:
    parts = {name: content for name, content in shapefile(AREAS).items() if not name.endswith(".prj")}
    content = zipped(parts)

    (layer,) = sketch_layers(content)
    (surer,) = sketch_layers(content, expected=shapely.box(9.3, 54.7, 9.5, 54.9))

    assert surer.fitting == ("EPSG:25832",)
    assert (layer.crs, layer.fitting, layer.problem) == ("", ("EPSG:25832", "EPSG:25833"), None)
    stated = Selection("code", "name", crs="EPSG:25832")
    assert read_boundaries(content, stated).crs == "EPSG:25832"


def test_every_layer_of_a_geopackage_is_told_apart() -> None:
    points = as_geometries([shapely.Point(0, 0)])

    layers = sketch_layers(geopackage({"bezirke": AREAS, "orte": points}, geometry_type="Unknown"))

    assert [layer.name for layer in layers] == ["bezirke", "orte"]
    assert layers[0].count == 3
    assert layers[1].problem is not None
    assert layers[1].problem.code == "spatial.geometry_type"


@pytest.mark.check("C062")
def test_geojson_of_metres_without_a_system_is_asked_and_one_of_degrees_is_not() -> None:
    metres = collection(
        *(feature(str(place), geometry=shapely.geometry.mapping(shape)) for place, shape in enumerate(AREAS))
    )
    content = as_bytes(metres)

    (asked,) = sketch_layers(content)
    (known,) = sketch_layers(as_bytes(collection()))

    assert (asked.crs, asked.fitting) == ("", ("EPSG:25832", "EPSG:25833"))
    assert known.crs == "EPSG:4326"
    stated = Selection(CODE_AND_NAME.key_property, CODE_AND_NAME.name_property, crs="EPSG:25832")
    assert read_boundaries(content, stated).crs == "EPSG:25832"


@pytest.mark.check("C065")
def test_keys_that_stand_twice_are_handed_back_beside_the_areas() -> None:
    table, problems = read_with_problems(as_bytes(collection(feature("1"), feature("1"), feature("2"))), CODE_AND_NAME)

    assert table.keys == ("1", "1", "2")
    assert [(found.code, found.place.feature) for found in problems] == [("spatial.key_twice", 2)]


def test_file_that_holds_no_areas_is_refused_as_a_whole() -> None:
    with pytest.raises(BoundaryFileError, match="empty"):
        sketch_layers(b"  ")
