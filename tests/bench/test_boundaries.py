# SPDX-License-Identifier: EUPL-1.2
"""What the check of a boundary file costs: 542 areas from a Shapefile of about 4 MB, beside bare reading."""

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyogrio
import pytest
import shapely

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.services import create_user
from spatial.models import Changeset
from spatial.services.changesets import drafting
from spatial.services.changesets.answers import LayerAnswers
from spatial.services.changesets.checking import check_changeset
from spatial.services.changesets.drafting import Brought, Facts, Upload
from spatial.services.changesets.looking import look_changeset
from tests.bench.measuring import report
from tests.factories.organisations import organisation

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
FOLDER = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA", "")
SHAPEFILE = Path(FOLDER) / "berlin_lor_boundaries" / "raw" / "lor_post2021_PLR" / "lor_planungsraeume_2021.shp"


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _draft(city: Organisation, steward: User) -> Changeset:
    files = [Upload(path.name, path.read_bytes()) for path in sorted(SHAPEFILE.parent.iterdir())]
    facts = Facts("LOR 2021", "lor-2021", date(2021, 1, 1), whole_key="11000000", whole_name="Berlin")
    return drafting.create_changeset(organisation=city, facts=facts, brought=Brought(files), by=steward)


def _report(done: int, total: int) -> None:
    """Tell nobody."""


def test_check_of_542_areas() -> None:
    if not FOLDER or not SHAPEFILE.is_file():
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with berlin_lor_boundaries")
    steward = create_user(email="anna@example.org", name="Anna", password="richtig pferd batterie klammer", by=None)
    changeset = _draft(organisation(), steward)
    looked = _seconds(lambda: look_changeset(changeset_id=changeset.pk, revision=changeset.revision, report=_report))
    said = LayerAnswers(key="PLR_ID", name="PLR_NAME", level="planungsraum", level_name="Planungsraum")
    layer = changeset.layers.get()
    drafting.save_layer(layer=layer, answers=said, is_taken=True, by=steward, revision=changeset.revision)
    changeset.refresh_from_db()

    busy = time.process_time()
    took = _seconds(lambda: check_changeset(changeset_id=changeset.pk, revision=changeset.revision, report=_report))
    busy = time.process_time() - busy
    bare = _seconds(lambda: shapely.is_valid(shapely.from_wkb(pyogrio.raw.read(SHAPEFILE)[2])))
    changeset.refresh_from_db()
    assert changeset.content_hash
    assert changeset.staged.filter(level="planungsraum").count() == 542
    baseline = f"nur lesen und Gültigkeit {bare:.2f} s, Verhältnis {took / bare:.0f}"
    report("Grenzen prüfen, 542 Gebiete", f"{took:.2f} s", baseline=baseline, target="<= 15 s")
    report("davon Rechenzeit dieses Prozesses", f"{busy:.2f} s", baseline=baseline)
    report("dieselbe Datei ansehen", f"{looked:.2f} s", baseline=baseline)
