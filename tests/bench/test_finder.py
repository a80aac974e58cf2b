# SPDX-License-Identifier: EUPL-1.2
"""Proposals of the search over a large city, beside the same call with nothing to look for."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from spatial.models import BoundaryVersion
from spatial.selectors.search import LIMIT
from tests.bench.measuring import median_ms, report
from tests.factories.areas import Ring, city_files, import_city, square
from tests.factories.releases import Figures, indicator, release
from tests.factories.standing import public_reads_along
from tests.factories.world import build_world

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
AREAS, INDICATORS, MOST_MS = 542, 300, 150
ADDRESS = "/musterstadt/suche/vorschlaege.json?q="


@pytest.fixture(autouse=True)
def _one_transaction(db: None) -> Iterator[None]:
    """Let the public's connection see what will be rolled back."""
    with public_reads_along():
        yield


def _strip(count: int) -> Ring:
    low = [square(n, 0)[0] for n in range(count)] + [square(count - 1, 0)[1]]
    high = [square(count - 1, 0)[2]] + [square(n, 0)[3] for n in reversed(range(count))]
    return [*low, *high, low[0]]


def test_proposals_over_a_large_city() -> None:
    world = build_world()
    quarters = {f"0{number:03}": (f"Feld {number}", square(number, 0)) for number in range(AREAS)}
    import_city(world.city, files=city_files({"0": ("Alles", _strip(AREAS))}, quarters))
    whole = BoundaryVersion.objects.get(organisation=world.city, level__slug="stadt")
    for number in range(INDICATORS):
        release(indicator(world.city, f"anteil-{number}"), whole, Figures((10.5,)), world.frida)
    browser = Client()

    def asked(text: str) -> int:
        cache.clear()
        return int(browser.get(f"{ADDRESS}{text}").json()["total"])

    empty = median_ms(lambda: asked(""), rounds=40)
    areas = median_ms(lambda: asked("feld"), rounds=40)
    indicators = median_ms(lambda: asked("anteil"), rounds=40)

    for name, took in (("Gebiete", areas), ("Indikatoren", indicators)):
        baseline = f"derselbe Aufruf ohne Text {empty:.1f} ms, Verhältnis {took / empty:.1f}"
        report(f"Suche schlägt {name} vor", f"{took:.1f} ms", baseline=baseline, target=f"<= {MOST_MS} ms")
    assert min(asked("feld"), asked("anteil")) >= LIMIT
    assert max(areas, indicators) <= MOST_MS
