# SPDX-License-Identifier: EUPL-1.2
"""A scenario in words: who is counted, what is not known, and what an area has left within reach."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from indicators.models import SitingObjective, SitingRun
from indicators.stats.reach.demand import demand
from indicators.stats.siting.effect import Effect, Terms, effect, for_group
from indicators.views.scenarios import sitingwords, tables

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
    return SimpleNamespace(
        units=[SimpleNamespace(key=name[:3], name=name) for name in NAMES],
        scenario=SimpleNamespace(mode="foot", minutes=20),
        capacity_label="Plätze",
        last_change=0,
    )


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


@pytest.mark.parametrize(
    ("objective", "is_bounded", "words"),
    [
        (SitingObjective.COVERING, False, "wohnen 9.905 statt 7.522 höchstens 20 Minuten zu Fuß entfernt."),
        (SitingObjective.COVERING, True, "gibt es für 9.905 statt 7.522 einen Platz höchstens 20 Minuten zu Fuß"),
        (SitingObjective.MEDIAN, False, "dauern zu Fuß 9.905 statt 7.522 Minuten."),
    ],
)
def test_a_search_says_who_is_counted_how_many_are_known_and_how_they_move(
    objective: SitingObjective, is_bounded: bool, words: str
) -> None:
    answer = {"value": 9905, "before": 7522, "chosen": [0], "reason": "", "is_proven": True, "other": None}
    answer |= {"left_out": 1, "cut_off": 0, "gap": None}
    candidates = [{"name": "Alte Post"}]
    run = SitingRun(
        objective=objective, most_new=1, candidates=candidates, is_bounded=is_bounded, answer=answer, last_change=0
    )

    told = sitingwords.found_of(ground(), run, people("Kinder unter 18", 8000.0, NAN, 4000.0))

    assert told.summary.startswith("Alte Post: ")
    assert "12.000 Personen (Kinder unter 18) " in told.summary
    assert words in told.summary
