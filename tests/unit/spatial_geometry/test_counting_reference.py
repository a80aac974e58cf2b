# SPDX-License-Identifier: EUPL-1.2
"""Berlin's day-care centres per Planungsraum, against a count that others made of the same file."""

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.counting import areas_of_points, capacities, counts
from spatial.geometry.projections import to_metric

CRS = "EPSG:25833"
DEMO = Path(__file__).parents[3] / "demo" / "berlin" / "gebiete_lor_2021" / "planungsraum.geojson"


@pytest.fixture(scope="module")
def folder() -> Path:
    found = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA", "")
    kitas = Path(found) / "berlin_pois" / "kitas"
    if not found or not kitas.is_dir():
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with berlin_pois/kitas")
    return kitas


def test_kitas_per_planungsraum_are_those_that_others_counted(folder: Path) -> None:
    areas = json.loads(DEMO.read_text(encoding="utf-8"))["features"]
    outlines = to_metric(as_geometries(shapely.geometry.shape(each["geometry"]) for each in areas), CRS)
    places = json.loads((folder / "raw" / "kindertagesstaetten.geojson").read_text(encoding="utf-8"))["features"]
    points = as_geometries(shapely.Point(each["geometry"]["coordinates"]) for each in places)
    with (folder / "kitas_per_plr_simple.csv").open(encoding="utf-8") as file:
        theirs = {row["PLR_ID"]: float(row["kita_count"] or 0) for row in csv.DictReader(file)}

    area_of = areas_of_points(points, outlines)
    ours = dict(zip((each["properties"]["code"] for each in areas), counts(area_of, len(areas)).tolist(), strict=True))
    seats = np.array([float(each["properties"]["e_platz"] or "nan") for each in places])
    found = capacities(area_of, len(areas), seats)

    assert ours == theirs
    assert sum(ours.values()) == len(places)
    assert np.nansum(found.known) == pytest.approx(np.nansum(seats))
