# SPDX-License-Identifier: EUPL-1.2
"""Systems without a code are recognised by what they say; coordinates without a system get proposals, never a guess."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries, valid_ground
from spatial.geometry.crs import ALLOWED, ORIGINS, System, allowed_name, parsed, with_axes_of
from spatial.geometry.projections import propose_systems, share_within, to_longitude_latitude, to_metric
from spatial.geometry.systems import identified, title
from spatial.geometry.texts import ProjectionError
from spatial.readers import Selection, read_boundaries

DEMO = Path(__file__).parents[3] / "demo"
ETRS = ("GCS_ETRS_1989", "D_ETRS_1989", 'SPHEROID["GRS_1980",6378137.0,298.257222101]')
WGS = ("GCS_WGS_1984", "D_WGS_1984", 'SPHEROID["WGS_1984",6378137.0,298.257223563]')
DHDN = ("GCS_DHDN", "D_Deutsches_Hauptdreiecksnetz", 'SPHEROID["Bessel_1841",6377397.155,299.1528128]')
PULKOVO = ("GCS_Pulkovo", "D_Pulkovo_1942_Adj_1983", 'SPHEROID["Krasovsky_1940",6378245.0,298.3]')
CITIES = {
    "EPSG:25832": (6.77, 50.83, 7.16, 51.08),
    "EPSG:25833": (13.1, 52.35, 13.75, 52.67),
    "EPSG:4647": (9.35, 54.74, 9.52, 54.84),
    "EPSG:5650": (13.6, 50.97, 13.95, 51.17),
    "EPSG:31466": (6.77, 50.83, 7.16, 51.08),
    "EPSG:31467": (9.35, 54.74, 9.52, 54.84),
    "EPSG:31468": (11.36, 48.06, 11.72, 48.24),
    "EPSG:31469": (13.6, 50.97, 13.95, 51.17),
    "EPSG:3068": (13.1, 52.35, 13.75, 52.67),
    "EPSG:3857": (12.2, 51.24, 12.54, 51.44),
    "EPSG:4326": (12.2, 51.24, 12.54, 51.44),
}


def geographic(datum: tuple[str, str, str], unit: str = "0.0174532925199433") -> str:
    name, own, spheroid = datum
    return f'GEOGCS["{name}",DATUM["{own}",{spheroid}],PRIMEM["Greenwich",0.0],UNIT["Degree",{unit}]]'


def esri(name: str, datum: tuple[str, str, str], east: float, meridian: float, scale: float, **other: str) -> str:
    """Return a transverse Mercator projection as ESRI's programs write it to a .prj file."""
    kind, unit = other.get("kind", "Transverse_Mercator"), other.get("unit", 'UNIT["Meter",1.0]')
    numbers = {"False_Easting": east, "False_Northing": 0.0, "Central_Meridian": meridian, "Scale_Factor": scale}
    told = ",".join(f'PARAMETER["{key}",{value}]' for key, value in numbers.items())
    system = geographic(datum)
    return f'PROJCS["{name}",{system},PROJECTION["{kind}"],{told},PARAMETER["Latitude_Of_Origin",0.0],{unit}]'


@pytest.mark.check("C062")
@pytest.mark.parametrize(
    ("definition", "name"),
    [
        (esri("ETRS_1989_UTM_Zone_32N", ETRS, 500000.0, 9.0, 0.9996), "EPSG:25832"),
        (esri("ETRS_1989_UTM_Zone_33N", ETRS, 500000.0, 15.0, 0.9996), "EPSG:25833"),
        (esri("ETRS_1989_UTM_Zone_32N_8stellen", ETRS, 32500000.0, 9.0, 0.9996), "EPSG:4647"),
        (esri("ETRS_1989_UTM_Zone_33N_8stellen", ETRS, 33500000.0, 15.0, 0.9996), "EPSG:5650"),
        (esri("WGS_1984_UTM_Zone_32N", WGS, 500000.0, 9.0, 0.9996), "EPSG:25832"),
        (esri("Stadt", ETRS, 500000.0, 9.0, 0.9996), "EPSG:25832"),
        (esri("DHDN_3_Degree_Gauss_Zone_2", DHDN, 2500000.0, 6.0, 1.0, kind="Gauss_Kruger"), "EPSG:31466"),
        (esri("Germany_Zone_3", DHDN, 3500000.0, 9.0, 1.0), "EPSG:31467"),
        (esri("Stadt_GK4", DHDN, 4500000.0, 12.0, 1.0), "EPSG:31468"),
        (esri("Stadt_GK5", DHDN, 5500000.0, 15.0, 1.0), "EPSG:31469"),
        (esri("Stadt", WGS, 2500000.0, 9.0, 0.9996), "EPSG:25832 +x_0=2500000 +y_0=0"),
        (esri("Stadt_GK3_kurz", DHDN, 500000.0, 9.0, 1.0), "EPSG:31467 +x_0=500000 +y_0=0"),
        (geographic(ETRS), "EPSG:4326"),
        (geographic(("eigen", *ETRS[1:])), "EPSG:4326"),
        (geographic(WGS), "EPSG:4326"),
        ("EPSG:4258", "EPSG:4326"),
        ("EPSG:32632", "EPSG:25832"),
        ("urn:ogc:def:crs:EPSG::3045", "EPSG:25833"),
        ("EPSG:5678", "EPSG:31468"),
        *((pyproj.CRS(code).to_wkt("WKT1_ESRI"), code) for code in ALLOWED),
        *((pyproj.CRS(code).to_wkt("WKT2_2019"), code) for code in ALLOWED),
    ],
)
def test_a_system_is_recognised_by_name_or_by_its_parameters(definition: str, name: str) -> None:
    assert identified(definition) == name


@pytest.mark.check("C062")
@pytest.mark.parametrize(
    "definition",
    [
        esri("Zone_31", ETRS, 500000.0, 3.0, 0.9996),
        esri("ETRS_1989_UTM_Zone_32N", ETRS, 500000.0, 9.0, 0.9996, unit='UNIT["Foot_US",0.3048006096012192]'),
        esri("Pulkovo_Zone_4", PULKOVO, 4500000.0, 12.0, 1.0),
        esri("Bessel_without_datum", ("x", "Unknown", DHDN[2]), 3500000.0, 9.0, 1.0),
        geographic(DHDN),
        geographic(("eigen", *ETRS[1:]), unit="0.01570796326794897"),
        pyproj.CRS("EPSG:2056").to_wkt("WKT1_ESRI"),
        pyproj.CRS("EPSG:3035").to_wkt("WKT1_ESRI"),
        pyproj.CRS("EPSG:27572").to_wkt("WKT1_ESRI"),
        pyproj.CRS("EPSG:4978").to_wkt(),
        'LOCAL_CS["Stadt",UNIT["Meter",1.0]]',
        "EPSG:2056",
        "PROJCS[",
        "",
    ],
)
def test_what_differs_in_more_than_its_false_origin_is_not_recognised(definition: str) -> None:
    assert identified(definition) is None


def test_heights_and_shifts_beside_a_system_do_not_hide_it() -> None:
    shift = 'PARAMETER["Vertical_Shift",0.0],PARAMETER["Direction",1.0]'
    heights = f',VERTCS["DHHN",VDATUM["DHHN"],{shift},UNIT["Meter",1.0]]'
    gk = pyproj.CRS("EPSG:31467").to_wkt("WKT1_GDAL").replace('AUTHORITY["EPSG","31467"]', "").replace(",]", "]")
    shifted = gk.replace(
        'AUTHORITY["EPSG","7004"]]', 'AUTHORITY["EPSG","7004"]],TOWGS84[598.1,73.7,418.2,0.202,0.045,-2.455,6.7]'
    )
    assert "TOWGS84" in shifted

    assert identified(esri("Stadt", WGS, 2500000.0, 9.0, 0.9996) + heights) == "EPSG:25832 +x_0=2500000 +y_0=0"
    assert identified(shifted) == "EPSG:31467"


def test_a_title_is_the_name_in_a_definition() -> None:
    assert title(esri("Stadt", PULKOVO, 1.0, 9.0, 1.0)) == "Stadt"
    assert title("Irgendwas") == "Irgendwas"


@given(
    st.sampled_from(sorted(ORIGINS)),
    st.none() | st.tuples(st.integers(-99_999_999, 99_999_999), st.integers(-99_999_999, 99_999_999)),
    st.booleans(),
)
def test_the_spelling_of_a_system_is_read_as_it_was_meant(
    base: str, origin: tuple[float, float] | None, is_north_first: bool
) -> None:
    system = System(base, None if origin == ORIGINS[base] else origin, is_north_first)

    assert parsed(str(system)) == system
    assert allowed_name(str(system)) == str(system)


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    "text",
    [
        "EPSG:2056 +x_0=1 +y_0=0",
        "EPSG:4326 +x_0=1 +y_0=0",
        "EPSG:25832 +x_0=1",
        "EPSG:25832 +x_0=1e9 +y_0=0",
        "EPSG:25832 +x_0=0 +y_0=0 +nadgrids=/etc/passwd",
        "EPSG:25832 +axis=wsu",
        "EPSG:25832  +axis=neu",
        "+proj=utm +zone=32",
    ],
)
def test_no_other_detail_of_a_system_is_understood(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize(
    ("named", "stated", "name"),
    [
        ("EPSG:25832", "EPSG:25832 +axis=neu", "EPSG:25832 +axis=neu"),
        ("EPSG:25832", "EPSG:25833 +axis=neu", "EPSG:25832"),
        ("EPSG:25832 +x_0=1 +y_0=0", "EPSG:25832 +axis=neu", "EPSG:25832 +x_0=1 +y_0=0"),
        ("EPSG:25832", None, "EPSG:25832"),
        ("EPSG:25832", "Unsinn", "EPSG:25832"),
    ],
)
def test_only_the_order_of_axes_may_be_stated_against_a_file(named: str, stated: str | None, name: str) -> None:
    assert with_axes_of(named, stated) == name


def city(crs: str, *, is_north_first: bool = False) -> tuple[np.ndarray, shapely.Geometry]:
    """Return a city's two halves in a system, and its outline."""
    west, south, east, north = CITIES[crs]
    middle = (west + east) / 2
    halves = as_geometries([shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)])
    transformer = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)

    def move(points: np.ndarray) -> np.ndarray:
        moved = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
        return moved[:, ::-1] if is_north_first else moved

    return shapely.transform(halves, move), shapely.box(west, south, east, north)


@pytest.mark.check("C062")
@pytest.mark.parametrize("crs", ALLOWED)
@pytest.mark.parametrize("is_north_first", [False, True])
def test_with_the_outline_of_the_city_one_system_is_proposed_and_leads_there(crs: str, is_north_first: bool) -> None:
    shapes, outline = city(crs, is_north_first=is_north_first)

    first, *rest = propose_systems(shapes, shapely.buffer(outline, 0.005))

    assert first.crs == crs + (" +axis=neu" if is_north_first else "")
    assert first.is_north_first is is_north_first
    assert first.share == pytest.approx(1)
    assert 0.85 < first.filled <= 1
    assert rest == []
    there = to_longitude_latitude(shapes, first.crs, shapely.buffer(outline, 0.005))
    assert share_within(there, shapely.buffer(outline, 0.001)) == pytest.approx(1)


@pytest.mark.check("C062")
def test_without_an_outline_neighbouring_zones_are_both_proposed() -> None:
    shapes, _ = city("EPSG:25832")

    assert [one.crs for one in propose_systems(shapes)] == ["EPSG:25832", "EPSG:25833"]


@pytest.mark.check("C062")
@pytest.mark.parametrize("bounds", [(2e5, 3e5, 2.1e5, 3.1e5), (-74.1, 40.6, -73.8, 40.9), (9e7, 9e7, 9.1e7, 9.1e7)])
def test_where_nothing_fits_it_is_refused(bounds: tuple[float, float, float, float]) -> None:
    with pytest.raises(ProjectionError) as error:
        propose_systems(as_geometries([shapely.box(*bounds)]))

    assert error.value.code == "spatial.no_system_fits"


def test_a_small_grid_is_taken_for_soldner_in_berlin_alone() -> None:
    shapes, outline = city("EPSG:3068")

    assert [one.crs for one in propose_systems(shapes)] == ["EPSG:3068"]
    with pytest.raises(ProjectionError):
        propose_systems(shapes, shapely.box(9.0, 54.0, 10.0, 55.0))
    assert propose_systems(shapes, shapely.buffer(outline, 0.01))[0].filled > 0.9


def test_swapped_axes_name_the_system_to_state() -> None:
    shapes, outline = city("EPSG:25832", is_north_first=True)

    with pytest.raises(ProjectionError) as error:
        to_longitude_latitude(shapes, "EPSG:25832", outline)

    assert error.value.problems[0].parameters["candidates"] == "EPSG:25832 +axis=neu"


@pytest.mark.check("C062")
def test_dhdn_is_shifted_as_exactly_as_seven_parameters_allow() -> None:
    """Oracle: the sets of parameters for a region (EPSG:1778 to 1780), which are exact to 1 m."""
    for crs, (east, north) in {"EPSG:31466": (2567000, 5645000), "EPSG:31467": (3525000, 6073000)}.items():
        (here,) = to_longitude_latitude(as_geometries([shapely.box(east, north, east + 1, north + 1)]), crs)
        regional = pyproj.Transformer.from_crs(crs, "EPSG:4258", always_xy=True).transform(east, north)
        corner = shapely.get_coordinates(here).min(axis=0)
        _, _, metres = pyproj.Geod(ellps="GRS80").inv(corner[0], corner[1], *regional)
        assert metres < 3


def reference() -> Path:
    folder = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA")
    if not folder:
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with the reference data")
    return Path(folder)


@pytest.mark.check("C062")
def test_koelns_raw_areas_come_out_at_the_right_place_on_earth() -> None:
    folder = reference() / "koeln" / "geo-base"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in (folder / "stadtteile" / "_source" / "Stadtteil").iterdir():
            if part.suffix in {".shp", ".shx", ".dbf", ".prj"}:
                archive.write(part, part.name)
    outline = shapely.from_geojson((folder / "city-boundary" / "cityboundary.geojson").read_text(encoding="utf-8"))
    city_ground = shapely.union_all(valid_ground(shapely.get_parts(outline)))
    demo = read_boundaries((DEMO / "koeln/gebiete_2012/stadtteile.geojson").read_bytes(), Selection("code", "name"))

    table = read_boundaries(packed.getvalue(), Selection("STT_NR", "STT_NAME"))
    there = to_longitude_latitude(table.geometries, table.crs, shapely.buffer(city_ground, 0.002))

    assert table.crs == "EPSG:25832 +x_0=2500000 +y_0=0"
    own, shipped = (to_metric(valid_ground(one), "EPSG:25832") for one in (there, demo.geometries))
    places = {key: place for place, key in enumerate(demo.keys)}
    pairs = [(place, places[key]) for place, key in enumerate(table.keys)]
    shared = [shapely.intersection(own[here], shipped[other]).area / own[here].area for here, other in pairs]
    assert len(pairs) == 86
    assert min(shared) > 0.97
