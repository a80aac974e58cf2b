# SPDX-License-Identifier: EUPL-1.2
"""The preview of a delivery of 100,000 rows: what every page of it takes over HTTP, beside an empty view."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client

from indicators.models import (
    BatchAuthor,
    Delivery,
    DeliveryEditor,
    ForeseenRelease,
    ImportBatch,
    Series,
    Source,
)
from indicators.services import observing
from indicators.services.checking.checks import store_checks
from indicators.services.foresight import request_foresight
from indicators.services.periods import ensure_period
from sozialplanung.accounts.models import User
from sozialplanung.common.statuses import Status
from sozialplanung.jobs.models import JobState
from sozialplanung.jobs.services import run_inline
from spatial.selectors import levels, units
from tests import demodatabase
from tests.bench import largecity
from tests.bench.measuring import Connection, median_ms, report
from tests.demofixtures import free_port, wait_for
from tests.factories.auditlog import allow_emptying
from tests.factories.world import build_world

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True, databases=["default", "public"])]
ROUNDS = 30
TARGET_MS = 300


@dataclass(frozen=True)
class Desk:
    """A web server over a city with a checked delivery, and the cookie of its steward."""

    address: str
    delivery: Delivery
    cookie: str
    computed: float


@pytest.fixture
def desk(transactional_db: None, built: dict[str, str]) -> Iterator[Desk]:
    """Serve the large city with 100,000 current figures and a delivery that changes a third of them."""
    call_command("grant_roles", verbosity=0)
    allow_emptying()
    world = build_world()
    source = largecity.build(world.city, world.anna)
    figures = _figures(source)
    first = _batch(source, world.anna, "Register", figures)
    observing.make_current(batch_id=first.pk, organisation_id=source.organisation_id)
    corrected = figures.copy()
    corrected[::3, 3] += 7
    delivery = _delivery(_batch(source, world.anna, "Register, berichtigt", corrected), world.anna)
    computed = _foreseen(delivery, world.anna)
    client = Client()
    client.force_login(world.anna)
    # The first page gives a session that knows the roles of its person another key.
    client.get("/musterstadt/lieferungen/")
    name = str(connections["default"].settings_dict["NAME"])
    address = f"127.0.0.1:{free_port()}"
    env = demodatabase.environment(name) | built
    command = [demodatabase.PYTHON, "-m", "gunicorn", "--config", "scripts/gunicorn_settings.py", "--bind", address]
    with demodatabase.running(command, env, "bench-preview.log"):
        wait_for(f"http://{address}/readyz")
        cookie = next(iter(client.cookies.values()))
        yield Desk(f"http://{address}", delivery, f"{cookie.key}={cookie.value}", computed)


def _figures(source: Source) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return series, period, unit and value of each row."""
    version = levels.boundary_version(source.organisation, largecity.LEVEL, largecity.EDITION)
    assert version is not None
    places = np.array([row.unit_id for row in units.unit_rows(version.id)])
    series = np.array(Series.objects.order_by("pk").values_list("pk", flat=True))
    periods = np.array([ensure_period(str(year)).pk for year in largecity.YEARS])
    cells = np.stack(np.meshgrid(series, periods, places, indexing="ij"), axis=-1).reshape(-1, 3)
    values = np.random.default_rng(1).poisson(320, len(cells)) + 5
    return np.column_stack((cells, values)).astype(np.float64)


def _batch(
    source: Source, by: User, title: str, figures: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> ImportBatch:
    batch = ImportBatch.objects.create(
        organisation=source.organisation,
        source=source,
        title=title,
        boundary_edition=largecity.EDITION,
        mapping=[],
        content_hash=f"{len(title):064d}",
        created_by=by,
    )
    BatchAuthor.objects.create(batch=batch, person=by)
    rows = [
        (int(series), int(period), int(unit), value, None, None, int(Status.OK), 0, number)
        for number, (series, period, unit, value) in enumerate(figures.tolist(), start=2)
    ]
    observing.copy_staged(batch_id=batch.pk, rows=rows)
    batch.values_hash = observing.values_hash(batch_id=batch.pk)
    batch.counts = {"staged": len(rows)}
    batch.save()
    store_checks(batch=batch, found=(), passed=())
    return batch


def _delivery(batch: ImportBatch, by: User) -> Delivery:
    delivery = Delivery.objects.create(
        organisation=batch.organisation, source=batch.source, title=batch.title, batch=batch, created_by=by
    )
    DeliveryEditor.objects.create(delivery=delivery, person=by)
    return delivery


def _foreseen(delivery: Delivery, by: User) -> float:
    assert delivery.batch is not None
    job = request_foresight(batch=delivery.batch, by=by)
    assert job is not None
    begin = time.perf_counter()
    assert run_inline(job=job).state == JobState.SUCCEEDED
    return time.perf_counter() - begin


def test_pages_of_the_preview_of_100000_rows(desk: Desk) -> None:
    release = ForeseenRelease.objects.filter(indicator__slug="anteil-0").latest("pk").pk
    base = f"/musterstadt/lieferungen/{desk.delivery.uuid}"
    pages = {
        "geändert": f"{base}/vorschau/",
        "geändert, letzte Seite": f"{base}/vorschau/?art=changed&seite=666",
        "unverändert, letzte Seite": f"{base}/vorschau/?art=unchanged&seite=1333",
        "Karte der Unterschiede": f"{base}/vorschau/karte/?reihe={largecity.SERIES[9]}&stand=2015",
        "Auswirkung auf eine Veröffentlichung": f"{base}/auswirkungen/{release}/",
    }
    report("Auswirkung berechnen, 100.000 Zeilen", f"{desk.computed:.1f} s")
    with Connection(desk.address) as web:
        empty = median_ms(lambda: web.get("/healthz"), rounds=ROUNDS)
        for label, path in pages.items():
            answer = web.get(path, Cookie=desk.cookie)
            assert answer.status == 200, (path, answer.body[:300])
            took = median_ms(lambda path=path: web.get(path, Cookie=desk.cookie), rounds=ROUNDS)  # type: ignore[misc]
            report(
                f"Vorschau: {label}",
                f"{took:.0f} ms",
                baseline=f"leerer Aufruf {empty:.1f} ms, {len(answer.body) / 1000:.0f} kB",
                target=f"<= {TARGET_MS} ms",
            )
