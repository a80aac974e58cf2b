# SPDX-License-Identifier: EUPL-1.2
"""How long it takes to be told that there is nothing: what is unpublished beside what never was, through the stack.

A bench and no test of the suite: on a machine that others keep busy two medians differ by more than what is measured.
"""

import statistics
import time

import pytest

from tests.bench.measuring import Connection, report

pytestmark = pytest.mark.bench
ROUNDS = 300
# The indicator is there and holds figures; its source keeps everything inside.
UNPUBLISHED, NEVER = "wohnungsnot", "wohnungsgut"
PLACES = (
    "/api/v1/flensburg/indicators/{}/",
    "/api/v1/flensburg/indicators/{}/releases/",
    "/api/v1/flensburg/indicators/{}/values/2022/?level=stadtteil",
    "/api/v1/flensburg/indicators/{}/values/2022.slice?level=stadtteil",
    "/flensburg/indikatoren/{}/",
    "/flensburg/karte/?indikator={}",
    "/suche/?q={}",
)


@pytest.mark.check("C074")
@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_told_as_fast_of_the_unpublished_as_of_what_never_was(stack: tuple[str, int], place: str) -> None:
    times: dict[str, list[float]] = {UNPUBLISHED: [], NEVER: []}
    with Connection(stack[0]) as connection:
        statuses = {name: connection.get(place.format(name)).status for name in times}
        # By turns: whatever slows the machine down slows both.
        for _ in range(ROUNDS):
            for name, taken in times.items():
                begun = time.perf_counter()
                connection.get(place.format(name))
                taken.append((time.perf_counter() - begun) * 1000)

    unpublished, never = (statistics.median(taken) for taken in times.values())
    report(
        f"Nothing at {place.format('…')}",
        f"{unpublished - never:+.2f} ms",
        baseline=f"never was: {never:.1f} ms, ratio {unpublished / never:.2f}",
        target="±5 ms",
    )
    assert statuses[UNPUBLISHED] == statuses[NEVER]
    # A second look at the row would show as a multiple; the five milliseconds are read from the report.
    assert 0.5 < unpublished / never < 2
