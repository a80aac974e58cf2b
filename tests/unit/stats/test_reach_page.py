# SPDX-License-Identifier: EUPL-1.2
"""The worked examples of the page on reach are what the functions compute."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indicators.stats.reach.catchment import Catchments, catchments
from indicators.stats.reach.decay import Decay, three_zones, within
from indicators.stats.reach.demand import demand
from indicators.stats.reach.need import need
from indicators.stats.reach.shares import group_within

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = json.loads((ROOT / "tests/golden/reach/golden.json").read_text(encoding="utf-8"))


def assert_says(*sentences: str) -> None:
    text = (ROOT / "docs/methods/reach.md").read_text(encoding="utf-8").replace("\n", " ")
    assert [sentence for sentence in sentences if sentence not in text] == []


def made(block: str, decay: Decay, *, is_selective: bool = False) -> Catchments:
    persons, supply, costs = (np.array(GOLDEN[block][name], dtype=float) for name in ("persons", "supply", "costs"))
    return catchments(demand(persons), supply, costs, decay, is_selective=is_selective)


def listed(numbers: npt.NDArray[np.float64], decimals: int) -> str:
    *first, last = (f"{number:.{decimals}f}" for number in numbers)
    return f"{', '.join(first)} and {last}"


def test_page_on_reach() -> None:
    plain, zones = made("2sfca", within(15)), made("e2sfca_by_hand", three_zones(30))
    selective = made("e2sfca_by_hand", three_zones(30), is_selective=True)
    places = need(zones.demand, zones.access, factor=0.15)
    share = group_within(demand(np.array([30.0, 10.0])), np.array([0.5, 1.0])).share

    assert (plain.weights > 0).sum(axis=1).tolist() == [1, 2, 1]
    assert_says(
        f"access {listed(plain.access.value, 5)}.",
        f"ratios {listed(zones.ratios.value, 4)}, access {listed(zones.access.value, 4)}; "
        f"together {zones.supply_arrived:.0f} places.",
        f"the first area lacks {places.lacking[0]:.1f} places, the second has {places.spare[1]:.1f} to spare, "
        f"the third lacks {places.lacking[2]:.1f}.",
        f"(third step) access is {listed(selective.access.value, 4)}.",
        f"half and all of their ground within reach: {100 * share:.1f} % of them",
    )
