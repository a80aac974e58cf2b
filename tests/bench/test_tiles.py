# SPDX-License-Identifier: EUPL-1.2
"""What a tile of 32,844 areas costs, as many as England has LSOA: cut for the first time, and kept."""

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

import psycopg
import pytest
from django.core.cache import cache

from spatial.geometry.tiling import scale_of
from tests import demodatabase
from tests.bench.measuring import Connection, median_ms, report
from tests.factories.largelevel import EDITION, LEVEL
from tests.largehouse import LargeHouse, england, opened

pytestmark = pytest.mark.bench
# From the whole country to a part of London; at 6 those with most areas.
TILES = ((5, 15, 10), (6, 31, 20), (6, 31, 21), (9, 255, 170), (12, 2046, 1362))
TARGETS = {6: ("<= 500 ms", "<= 10 ms")}
ROUNDS = 10
# All outlines that a tile is cut from, bare: what no way of cutting can do without.
READ = (
    "SELECT sum(ST_NPoints(geometry)) FROM spatial_tileoutline WHERE scale = %s "
    "AND geometry && ST_TileEnvelope(%s, %s, %s)"
)


@pytest.fixture(scope="module")
def large_country(built: dict[str, str]) -> Iterator[LargeHouse]:
    """Open a house over the areas of the reference data."""
    with opened(england(), built) as house:
        yield house


def _cold_ms(work: Callable[[], object]) -> float:
    """Return the median time of the work, each time with nothing kept."""
    times = []
    for _ in range(ROUNDS):
        cache.clear()
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def test_tiles_of_32844_areas(large_country: LargeHouse) -> None:
    with demodatabase.owner(large_country.database) as reader:
        row = reader.execute("SELECT content_hash FROM spatial_tileset").fetchone()
        assert row is not None
        head = f"/api/v1/musterstadt/geometry/{LEVEL}/{EDITION}/tiles/{row[0]}"
        for place in TILES:
            scale = scale_of(place[0])
            bare = median_ms(partial(_read, reader, [scale, *place]), rounds=ROUNDS)
            # A connection that nobody uses meanwhile is closed by the server.
            with Connection(large_country.address) as web:
                _measure(web, head, place, bare)


def _read(reader: psycopg.Connection, values: list[int | None]) -> object:
    return reader.execute(READ, values).fetchone()


def _measure(web: Connection, head: str, place: tuple[int, int, int], bare: float) -> None:
    zoom = place[0]
    path = f"{head}/{'/'.join(map(str, place))}.mvt"
    answer = web.get(path)
    assert answer.status == 200

    cold = _cold_ms(lambda: web.get(path))
    kept = median_ms(lambda: web.get(path))
    empty = median_ms(lambda: web.get("/healthz"))

    targets = TARGETS.get(zoom, ("", ""))
    told = f"Kachel {'/'.join(map(str, place))}, 32.844 Gebiete"
    baseline = f"Umrisse nur lesen {bare:.0f} ms, Verhältnis {cold / bare:.1f}; {len(answer.body) / 1000:.0f} kB"
    report(f"{told}, neu geschnitten", f"{cold:.0f} ms", baseline=baseline, target=targets[0])
    baseline = f"leerer Aufruf {empty:.2f} ms, Verhältnis {kept / empty:.1f}"
    report(f"{told}, aufgehoben", f"{kept:.1f} ms", baseline=baseline, target=targets[1])
