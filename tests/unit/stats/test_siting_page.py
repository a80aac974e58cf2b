# SPDX-License-Identifier: EUPL-1.2
"""The worked examples of the page on siting are what the functions compute."""

import json
from pathlib import Path

import numpy as np

from indicators.stats.reach.demand import demand
from indicators.stats.siting.choosing import best_sites
from indicators.stats.siting.comparing import Side, Turn, area_changes, group_change
from indicators.stats.siting.problem import DEFAULT_LIMITS, Siting, sites, siting

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = json.loads((ROOT / "tests/golden/siting/golden.json").read_text(encoding="utf-8"))
PLACES = np.array(GOLDEN["positions"], dtype=float)


def assert_says(*sentences: str) -> None:
    text = (ROOT / "docs/methods/siting.md").read_text(encoding="utf-8").replace("\n", " ")
    assert [sentence for sentence in sentences if sentence not in text] == []


def street(most_new: int, *, fixed: float = -1.0, furthest: float = np.inf) -> Siting:
    who, where = demand(np.array(GOLDEN["persons"], dtype=float)), sites(np.isin(PLACES, fixed))
    return siting(who, where, np.abs(PLACES[:, None] - PLACES), most_new=most_new, furthest=furthest)


def at(chosen: tuple[int, ...]) -> str:
    return " and ".join(f"{PLACES[site]:.0f}" for site in chosen)


def test_page_on_best_sites() -> None:
    one, two = (best_sites(street(number), "median") for number in (1, 2))
    near, nearer = (best_sites(street(number, furthest=3), "covering") for number in (1, 2))
    beside = best_sites(street(1, fixed=6), "median")
    other = best_sites(street(1, fixed=6), "median", other_than=beside.chosen)

    assert_says(
        f"One site: at {at(one.chosen)}, all ways together {one.value:.0f}; two: at {at(two.chosen)}, {two.value:.0f}.",
        f"Within a way of 3 one site at {at(near.chosen)} serves {near.value:.0f} persons, "
        f"two at {at(nearer.chosen)} serve {nearer.value:.0f}.",
        f"belongs at {at(beside.chosen)} ({beside.value:.0f} instead of {beside.before:.0f}), "
        f"the next best at {at(other.chosen)} ({other.value:.0f}).",
        f"{DEFAULT_LIMITS.pairs:,} ways to weigh (larger searches are refused with a sentence) "
        f"and {DEFAULT_LIMITS.nodes:,} branches",
    )


def test_page_on_before_and_after() -> None:
    open_side = np.zeros(3, dtype=bool)
    before, after = (Side(np.array(values), open_side) for values in ([0.2, 0.4, 0.3], [0.5, 0.3, 0.3]))

    changes = area_changes(before, after, threshold=0.05)
    found = group_change(demand(np.array([10.0, 70.0, 20.0])), (before, after), changes)

    assert found.turn == Turn.SAME
    assert_says(
        f"{found.gaining:.0f} gain, {found.losing:.0f} lose, for {found.same:.0f} nothing changes; "
        f"the mean goes from {found.before:.2f} to {found.after:.2f}, which at a threshold of {changes.threshold}",
    )
