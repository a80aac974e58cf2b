# SPDX-License-Identifier: EUPL-1.2
"""What a step of the map and a profile cost: server time and size."""

import gzip
import re
from functools import partial

import psycopg
import pytest

from tests.bench.measuring import ROUNDS, WARM_UP, Connection, cpu_ms, median_ms, report
from tests.bench.test_memory import family

pytestmark = pytest.mark.bench
PATH = "/api/v1/berlin/indicators/anteil-unter-18/values/2024-12-31.slice?level=planungsraum"
SQL = (
    "SELECT r.gzipped FROM indicators_published_release r JOIN accounts_organisation o ON o.id = r.organisation_id "
    "WHERE o.slug = 'berlin' AND r.indicator = 'anteil-unter-18' AND r.period = '2024-12-31' "
    "AND r.level = 'planungsraum'"
)
PROFILE = "/berlin/gebiete/lor-2006/planungsraum/{}/"
AREAS = (
    "SELECT v.key FROM spatial_boundaryversion b JOIN spatial_level l ON l.id = b.level_id "
    "JOIN spatial_boundarymember m ON m.boundary_version_id = b.id "
    "JOIN spatial_unitversion v ON v.id = m.unit_version_id "
    "WHERE b.edition = 'lor-2006' AND l.slug = 'planungsraum' ORDER BY v.key"
)
GEOMETRY = re.compile(r"/api/v1/berlin/geometry/planungsraum/lor-2021/map\.[0-9a-f]+\.json")


def test_slice_of_542_areas(web: Connection, reader: psycopg.Connection) -> None:
    answer = web.get(PATH)
    assert answer.status == 200
    row = reader.execute(SQL, binary=True).fetchone()
    assert row is not None
    assert bytes(row[0]) == answer.body
    empty = median_ms(lambda: web.get("/healthz"))
    plain = median_ms(lambda: reader.execute(SQL, binary=True).fetchone())

    took = median_ms(lambda: web.get(PATH))
    unchanged = median_ms(lambda: web.get(PATH, If_None_Match=answer.headers["etag"]))

    baseline = f"leerer Aufruf {empty:.2f} ms, psycopg allein {plain:.2f} ms"
    ratio = f", Verhältnis zum leeren Aufruf {took / empty:.1f}"
    report("Kartenschritt, 542 Gebiete, über HTTP", f"{took:.2f} ms", baseline=baseline + ratio, target="<= 5 ms")
    report("derselbe unverändert (304)", f"{unchanged:.2f} ms", baseline=baseline, target="<= 3 ms")
    report("Antwort, gzip", f"{len(answer.body) / 1000:.1f} kB", target="<= 10 kB")
    assert web.get(PATH, If_None_Match=answer.headers["etag"]).status == 304


def test_outlines_of_542_areas(web: Connection) -> None:
    page = web.get("/berlin/karte/?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31")
    assert page.status == 200
    is_zipped = page.headers.get("content-encoding") == "gzip"
    text = (gzip.decompress(page.body) if is_zipped else page.body).decode()
    path = GEOMETRY.search(text)
    assert path is not None

    answer = web.get(path[0])

    report("Umrisse, 542 Planungsräume, gzip", f"{len(answer.body) / 1000:.0f} kB", target="<= 250 kB")
    assert "immutable" in answer.headers["cache-control"]


def test_profiles_of_many_areas(web: Connection, stack: tuple[str, int], reader: psycopg.Connection) -> None:
    areas = [row[0] for row in reader.execute(AREAS)]
    paths = iter([PROFILE.format(key) for key in areas])
    assert len(areas) > WARM_UP + ROUNDS
    assert web.get(PROFILE.format(areas[-1])).status == 200
    empty = median_ms(lambda: web.get("/healthz"))

    took = median_ms(lambda: web.get(next(paths)))
    processor = cpu_ms(family(stack[1]), [partial(web.get, path) for path in paths])

    baseline = f"leerer Aufruf {empty:.2f} ms, Verhältnis {took / empty:.0f}; jedes Gebiet ein einziges Mal"
    report("Gebietsprofil, über HTTP, 200 Gebiete", f"{took:.1f} ms", baseline=baseline, target="<= 30 ms")
    report("davon Rechenzeit der Webprozesse", f"{processor:.1f} ms", baseline="Mittel über weitere Gebiete")
