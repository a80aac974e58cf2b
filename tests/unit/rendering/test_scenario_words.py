# SPDX-License-Identifier: EUPL-1.2
"""A scenario in words: who is counted, what is not known, and what an area has left within reach."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np

from indicators.stats.reach.demand import demand
from indicators.stats.siting.effect import Effect, Terms, effect, for_group
from indicators.views.scenarios import tables

NAN = math.nan
NAMES = ("Altstadt", "Jürgensby", "Mürwik", "Tarup", "Weiche")
# Of two sites the first one closes; the first area reaches it alone, the second one both.
SUPPLIES = (np.array([40.0, 60.0]), np.array([0.0, 60.0]))
COSTS = np.array([[2.0, 30.0], [8.0, 5.0], [30.0, 2.0], [30.0, 4.0], [30.0, 6.0]])


def found_of(*persons: float) -> Effect:
    return effect(demand(np.array(persons)), SUPPLIES, COSTS, Terms("within", 10.0, 1.0))


def people(name: str, *persons: float) -> Any:  # noqa: ANN401 - stands for People
    return SimpleNamespace(
        ref=SimpleNamespace(period="2024-12-31"),
        definition=SimpleNamespace(name=name, short_name=name),
        who=demand(np.array(persons)),
    )


def ground() -> Any:  # noqa: ANN401 - stands for ScenarioGround
    return SimpleNamespace(units=[SimpleNamespace(key=name[:3], name=name) for name in NAMES])


def unknown_of(*persons: float) -> str:
    """Return what the table says of a second group with these persons: nobody, or so many, are not known."""
    found, group = found_of(100.0, 50.0, 80.0, 70.0, 60.0), people("Ältere", *persons)
    answer: Any = SimpleNamespace(groups=[(group, for_group(found, group.who))])
    (row,) = tables.group_rows(ground(), answer)
    return row.unknown


def test_the_table_of_groups_tells_areas_whose_persons_are_not_known() -> None:
    assert unknown_of(10.0, 20.0, 30.0, 40.0, 50.0) == "0"
    assert unknown_of(10.0, NAN, 30.0, 40.0, 50.0) == "nicht bekannt in 1 Gebiet (Jürgensby)"
    assert unknown_of(10.0, NAN, NAN, NAN, 50.0) == "nicht bekannt in 3 Gebieten (Jürgensby, Mürwik, Tarup)"
    assert unknown_of(10.0, NAN, NAN, NAN, NAN) == "nicht bekannt in 4 Gebieten"


def test_persons_without_figures_stand_beside_areas_without_persons() -> None:
    # What the places are for is hidden in one area, so that nothing is known where the same site is reached.
    found, group = found_of(100.0, 50.0, NAN, 70.0, 60.0), people("Ältere", 10.0, 20.0, 30.0, NAN, 50.0)
    answer: Any = SimpleNamespace(groups=[(group, for_group(found, group.who))])

    (row,) = tables.group_rows(ground(), answer)

    assert row.unknown == "100; nicht bekannt in 1 Gebiet (Tarup)"
