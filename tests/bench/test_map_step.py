# SPDX-License-Identifier: EUPL-1.2
"""What a step of the map costs: server time, size, and the page in a real browser."""

import gzip
import os
import re
from pathlib import Path

import psycopg
import pytest

from tests.bench.measuring import Connection, median_ms, report

pytestmark = pytest.mark.bench
SLICE = "/api/v1/berlin/indicators/{}/values/{}.slice?level=planungsraum"
SQL = (
    "SELECT gzipped FROM indicators_published_release "
    "WHERE organisation_id = (SELECT id FROM accounts_organisation WHERE slug = 'berlin') "
    "AND indicator = %s AND period = %s AND level = 'planungsraum'"
)


@pytest.fixture
def reader(demo_database: str) -> psycopg.Connection:
    """Give a plain connection to the demo database."""
    password = Path(os.environ["SOZIALPLANUNG_DATABASE_OWNER_PASSWORD_FILE"]).read_text(encoding="utf-8").strip()
    return psycopg.connect(
        host=os.environ["SOZIALPLANUNG_DATABASE_HOST"],
        user=os.environ["SOZIALPLANUNG_DATABASE_OWNER_USER"],
        password=password,
        dbname=demo_database,
    )


def test_slice_of_542_areas(demo_server: str, reader: psycopg.Connection) -> None:
    web = Connection(demo_server)
    path = SLICE.format("anteil-unter-18", "2024-12-31")
    answer = web.get(path)
    assert answer.status == 200
    empty = median_ms(lambda: web.get("/healthz"))
    plain = median_ms(lambda: reader.execute(SQL, ["anteil-unter-18", "2024-12-31"], binary=True).fetchone())

    took = median_ms(lambda: web.get(path))
    unchanged = median_ms(lambda: web.get(path, If_None_Match=answer.headers["etag"]))

    baseline = f"leerer Aufruf {empty:.2f} ms, psycopg allein {plain:.2f} ms, Verhältnis {took / empty:.1f}"
    report("Kartenschritt, 542 Gebiete, über HTTP", f"{took:.2f} ms", baseline=baseline, target="<= 5 ms")
    report("derselbe unverändert (304)", f"{unchanged:.2f} ms", baseline=baseline, target="<= 3 ms")
    report("Größe der Antwort, gzip", f"{len(answer.body) / 1000:.1f} kB", target="<= 10 kB")
    assert web.get(path, If_None_Match=answer.headers["etag"]).status == 304


def test_outlines_of_542_areas(demo_server: str) -> None:
    web = Connection(demo_server)
    page = web.get("/berlin/karte/?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31")
    assert page.status == 200
    text = page.body.decode() if page.headers.get("content-encoding") != "gzip" else gzip.decompress(page.body).decode()
    path = re.search(r"/api/v1/berlin/geometry/planungsraum/lor-2021/map\.[0-9a-f]+\.json", text)
    assert path is not None
    answer = web.get(path[0])

    report("Umrisse, 542 Planungsräume, gzip", f"{len(answer.body) / 1000:.0f} kB", target="<= 250 kB")
    assert "immutable" in answer.headers["cache-control"]


def test_profile(demo_server: str) -> None:
    web = Connection(demo_server)
    empty = median_ms(lambda: web.get("/healthz"))
    path = "/berlin/gebiete/lor-2006/planungsraum/02010104/"
    assert web.get(path).status == 200

    took = median_ms(lambda: web.get(path), rounds=60)

    baseline = f"leerer Aufruf {empty:.2f} ms, Verhältnis {took / empty:.0f}"
    report("Gebietsprofil, über HTTP", f"{took:.1f} ms", baseline=baseline, target="<= 30 ms")
