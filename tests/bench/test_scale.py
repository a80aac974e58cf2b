# SPDX-License-Identifier: EUPL-1.2
"""A map step of 32,844 areas: as many as England has LSOA, with made-up values of one decimal."""

import json
import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connections

from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.services import create_user
from spatial.models import BoundaryVersion, Level
from tests import demodatabase
from tests.bench.measuring import Connection, median_ms, report
from tests.demofixtures import free_port, wait_for
from tests.factories.auditlog import allow_emptying
from tests.factories.organisations import organisation
from tests.factories.releases import Figures, indicator, release

pytestmark = pytest.mark.bench
FOLDER = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA", "")
TOPOLOGY = Path(FOLDER) / "simplified" / "uk_lsoa11.topo.json"
PATH = "/api/v1/musterstadt/indicators/kinderarmut/values/2018-12-31.slice?level=lsoa"


@pytest.fixture
def large_country(transactional_db: None) -> str:
    """Store one release of as many areas as the reference data hold; give the name of the database."""
    if not FOLDER or not TOPOLOGY.is_file():
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with simplified/uk_lsoa11.topo.json")
    topology = json.loads(TOPOLOGY.read_text(encoding="utf-8"))
    count = len(next(iter(topology["objects"].values()))["geometries"])
    call_command("grant_roles", verbosity=0)
    allow_emptying()
    country = organisation()
    _store(country, count)
    return str(connections["default"].settings_dict["NAME"])


def _store(country: Organisation, count: int) -> None:
    level = Level.objects.create(
        organisation=country, slug="lsoa", hierarchy="lsoa", position=1, name="LSOA", name_plural="LSOA"
    )
    version = BoundaryVersion.objects.create(
        organisation=country,
        level=level,
        edition="2011",
        name="2011",
        valid_from=date(2011, 1, 1),
        unit_ids=list(range(1, count + 1)),
        order_hash="0" * 64,
        publisher="ONS",
        licence="OGL",
        attribution="ONS",
    )
    values = np.round(np.random.default_rng(1).gamma(4.0, 5.0, count), 1)
    by = create_user(email="anna@example.org", name="Anna", password=None, by=None)
    release(indicator(country), version, Figures(tuple(float(value) for value in values)), by)


def test_slice_of_32844_areas(large_country: str, built: dict[str, str]) -> None:
    address = f"127.0.0.1:{free_port()}"
    env = demodatabase.environment(large_country) | built
    command = [demodatabase.PYTHON, "-m", "gunicorn", "--config", "scripts/gunicorn_settings.py", "--bind", address]
    with demodatabase.running(command, env, "bench-scale.log"):
        wait_for(f"http://{address}/readyz")
        with Connection(f"http://{address}") as web:
            answer = web.get(PATH)
            assert answer.status == 200
            empty = median_ms(lambda: web.get("/healthz"))
            took = median_ms(lambda: web.get(PATH))

    baseline = f"leerer Aufruf {empty:.2f} ms, Verhältnis {took / empty:.1f}"
    report("Kartenschritt, 32.844 Gebiete, über HTTP", f"{took:.2f} ms", baseline=baseline, target="<= 40 ms")
    report("Antwort, gzip", f"{len(answer.body) / 1000:.0f} kB", target="<= 100 kB")
