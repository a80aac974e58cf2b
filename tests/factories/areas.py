# SPDX-License-Identifier: EUPL-1.2
"""Made-up and shipped boundaries for tests: squares on a grid, and the editions of the demo."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sozialplanung.accounts.models import Organisation
from spatial.readers.limits import Selection
from spatial.services.boundary_import import import_boundaries
from spatial.services.plans import EditionPlan, Identity, ImportedEdition, ImportOptions, LevelFile, LevelPlan, Whole

DEMO = Path(__file__).resolve().parents[2] / "demo"
WEST, SOUTH, SIDE = 13.0, 52.0, 0.01
SELECTION = Selection(key_property="code", name_property="name")

CITY = LevelPlan("stadt", "Stadt", "Stadt", 0)
DISTRICTS = LevelPlan("bezirk", "Bezirk", "Bezirke", 1, parent="stadt")
QUARTERS = LevelPlan("viertel", "Viertel", "Viertel", 2, parent="bezirk")

Ring = list[list[float]]


def square(column: int, row: int, *, width: float = 1.0) -> Ring:
    """Return the ring of one square of the grid."""
    # Rounded: neighbours have to share their corners to the last bit.
    west, east = round(WEST + column * SIDE, 6), round(WEST + (column + width) * SIDE, 6)
    south, north = round(SOUTH + row * SIDE, 6), round(SOUTH + (row + 1) * SIDE, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def collection(areas: Mapping[str, tuple[str, Ring]]) -> bytes:
    """Return GeoJSON of areas by key: (name, ring)."""
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "properties": {"code": key, "name": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for key, (name, ring) in areas.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def city_areas() -> tuple[dict[str, tuple[str, Ring]], dict[str, tuple[str, Ring]]]:
    """Return two districts side by side, each of two quarters above one another."""
    districts = {
        "1": ("Mitte", _tall(0)),
        "2": ("Köpenick", _tall(1)),
    }
    quarters = {
        "11": ("Alt-Mitte", square(0, 0)),
        "12": ("Müllerstraße", square(0, 1)),
        "21": ("Müggelheim", square(1, 0)),
        "22": ("Neu-Köpenick", square(1, 1)),
    }
    return districts, quarters


def _tall(column: int) -> Ring:
    (west, south), (east, _), (_, middle) = square(column, 0)[:3]
    (_, north) = square(column, 1)[2]
    return [[west, south], [east, south], [east, middle], [east, north], [west, north], [west, middle], [west, south]]


def city_files(
    districts: Mapping[str, tuple[str, Ring]] | None = None,
    quarters: Mapping[str, tuple[str, Ring]] | None = None,
    *,
    quarter_identity: Identity = "by_key",
) -> tuple[LevelFile | Whole, ...]:
    """Return the whole, its districts and quarters as an import takes them."""
    own_districts, own_quarters = city_areas()
    return (
        Whole(CITY, "0", "Musterstadt"),
        LevelFile(DISTRICTS, collection(districts or own_districts), SELECTION),
        LevelFile(QUARTERS, collection(quarters or own_quarters), SELECTION, identity=quarter_identity),
    )


def edition(name: str = "2020", since: date = date(2020, 1, 1), until: date | None = None) -> EditionPlan:
    """Return what is said about an edition."""
    return EditionPlan(
        edition=f"stand-{name}",
        name=f"Stand {name}",
        valid_from=since,
        valid_until=until,
        publisher="Stadt Musterstadt",
        licence="dl-de/by-2-0",
        attribution="© Stadt Musterstadt",
    )


def import_city(
    organisation: Organisation,
    plan: EditionPlan | None = None,
    files: Sequence[LevelFile | Whole] | None = None,
    options: ImportOptions | None = None,
) -> ImportedEdition:
    """Import the made-up city."""
    return import_boundaries(
        organisation=organisation,
        edition=plan or edition(),
        files=city_files() if files is None else files,
        by=None,
        options=options,
    )


def demo_edition(folder: str, since: date, until: date | None = None) -> EditionPlan:
    """Return what is said about an edition of the demo."""
    slug = folder.rpartition("gebiete_")[2].replace("_", "-")
    return replace(edition(slug, since, until), edition=slug)


def demo_files(folder: str, levels: Sequence[tuple[str, Identity]], whole: str) -> tuple[LevelFile | Whole, ...]:
    """Return the levels of a demo folder, the coarsest first, under a whole of the given name."""
    files: list[LevelFile | Whole] = [Whole(LevelPlan("gesamt", "Gesamt", "Gesamt", 0), "0", whole)]
    parent = "gesamt"
    for position, (slug, identity) in enumerate(levels, start=1):
        plan = LevelPlan(slug, slug.title(), slug.title(), position, parent=parent)
        content = (DEMO / folder / f"{slug}.geojson").read_bytes()
        files.append(LevelFile(plan, content, SELECTION, identity=identity))
        parent = slug
    return tuple(files)


BERLIN: tuple[tuple[str, Identity], ...] = (
    ("bezirk", "by_key"),
    ("prognoseraum", "new"),
    ("bezirksregion", "new"),
    ("planungsraum", "new"),
)
NRW: tuple[tuple[str, Identity], ...] = (
    ("regierungsbezirk", "by_key"),
    ("kreis", "by_key"),
    ("gemeinde", "by_key"),
)
KOELN: tuple[tuple[str, Identity], ...] = (
    ("stadtbezirke", "by_key"),
    ("stadtteile", "by_key"),
    ("stadtviertel", "by_key"),
)
