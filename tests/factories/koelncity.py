# SPDX-License-Identifier: EUPL-1.2
"""Köln's 86 Stadtteile with their children under six, its official street graph, and day-care centres that are made up.

Köln tells no places of its day-care centres: where they are and how many places they have is made up here, and said so
in every name and description.
"""

import csv
import io
import math
import os
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from django.contrib.gis.geos import Point

from indicators.models import Indicator, Source
from spatial.models import BoundaryVersion, Layer, LayerFeature, LayerVersion
from spatial.selectors.rows import UnitRow
from spatial.selectors.units import unit_rows
from spatial.services.networks import NetworkPlan, import_network
from tests.factories.areas import DEMO, demo_edition, demo_files, import_city
from tests.factories.desk import run_jobs
from tests.factories.releases import Figures, indicator, release
from tests.factories.world import World

DAY: Final = "2012-12-31"
FOLDER: Final = "koeln/gebiete_2012"
CHILDREN: Final = "kinder-unter-6"
YOUNG: Final = frozenset({"00 - < 03", "03 - < 06"})
MADE_UP: Final = "Standorte und Plätze sind für eine Prüfung erdacht. Kölns Plätze in Kitas sind nicht bekannt."
SITES: Final = 300
NETWORK: Final = NetworkPlan("strassen", "Straßen", "Stadt Köln", "CC BY", "© Stadt Köln")
# Children under three of whom a city tells no number are not known; here as there.
_FEWEST: Final = 3
_METRES: Final = 111_320.0


def streets() -> bytes | None:
    """Return the official street graph as a zipped Shapefile; None where the reference data are not here."""
    parts = Path(os.environ.get("SOZIALPLANUNG_REFERENCE_DATA", "")) / "koeln" / "geo-base" / "strassenabschnitte"
    parts = parts / "_source" / "Strassenabschnitt"
    if not parts.is_dir():
        return None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(parts.iterdir()):
            archive.writestr(path.name, path.read_bytes())
    return packed.getvalue()


def children() -> dict[str, float | None]:
    """Return the children under six of each Stadtteil by its key; None where fewer than three of an age are told."""
    ages: dict[str, list[int]] = defaultdict(list)
    path = DEMO / "koeln" / "lieferungen" / f"bevoelkerung_{DAY}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["zeile"] in YOUNG:
                ages[row["raum_id"]].append(int(row["zahl"]))
    return {key: None if min(told) < _FEWEST else float(sum(told)) for key, told in ages.items()}


def build_koeln(world: World, content: bytes | None) -> World:
    """Store Stadtteile, released numbers of children, made-up centres, and a street network where there is one."""
    world.city.name = "Köln"
    world.city.save(update_fields=["name"])
    plan = demo_edition(FOLDER, date(2005, 1, 1))
    import_city(world.city, plan, demo_files(FOLDER, (("stadtteile", "by_key"),), "Köln"))
    run_jobs()
    version = BoundaryVersion.objects.get(organisation=world.city, level__slug="stadtteile")
    rows = unit_rows(version.pk)
    told = children()
    subject = indicator(world.city, CHILDREN, topic="bevoelkerung")
    texts = {"name": "Kinder unter 6 Jahren", "short_name": "Kinder unter 6", "subtitle": "Gemeldete Kinder"}
    subject.definitions.update(**texts, unit_of_measure="Personen", decimals=0)
    Source.objects.update(attribution="Stadt Köln, Bevölkerung der Stadtteile, CC BY", publisher="Stadt Köln")
    figures = Figures(tuple(told.get(row.key) for row in rows), DAY)
    release(Indicator.objects.get(pk=subject.pk), version, figures, world.anna)
    if content is not None:
        import_network(organisation=world.city, plan=NETWORK, content=content, by=world.anna)
    bring_made_up_centres(world, rows)
    return world


def bring_made_up_centres(world: World, rows: Sequence[UnitRow]) -> LayerVersion:
    """Put a layer of made-up centres in force: three or four around the middle of each Stadtteil."""
    layer = Layer.objects.create(
        organisation=world.city, slug="erdacht", name="Erdachte Kitas", kind="point", description=MADE_UP
    )
    version = LayerVersion.objects.create(
        layer=layer,
        number=1,
        valid_from=date.fromisoformat(DAY),
        publisher="niemand",
        licence="cc0",
        attribution="erdacht",
        note=MADE_UP,
        capacity_label="erdachte Plätze",
        feature_count=SITES,
        content_hash="0" * 64,
    )
    LayerFeature.objects.bulk_create(
        LayerFeature(
            version=version,
            position=number,
            key=str(number + 1),
            name=f"Erdachte Kita {rows[number % len(rows)].name} {number // len(rows) + 1}",
            geometry=Point(*_spot(rows[number % len(rows)], number), srid=4326),
            capacity=40.0 + 20 * (number % 5),
        )
        for number in range(SITES)
    )
    return version


def _spot(row: UnitRow, number: int) -> tuple[float, float]:
    """Return a place 100 to 700 m from the middle of an area, each in another direction."""
    away, turn = 100.0 + 50 * (number % 13), 2.4 * number
    east, north = away * math.cos(turn), away * math.sin(turn)
    return row.longitude + east / (_METRES * math.cos(math.radians(row.latitude))), row.latitude + north / _METRES
