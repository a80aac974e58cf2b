# SPDX-License-Identifier: EUPL-1.2
"""Before and after a scenario: who gains, who loses, and of whom nothing is said."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.reach.demand import demand
from indicators.stats.siting.comparing import AreaChanges, Side, Turn, area_changes, group_change

NAN, INF = float("nan"), float("inf")
Floats = npt.NDArray[np.float64]
FIGURES = st.sampled_from([NAN, INF, 0.0, 0.1, 0.3, 1.0, 12.0])
PERSONS = st.sampled_from([NAN, 0.0, 3.0, 80.0])


def row(*values: float) -> Floats:
    return np.array(values, dtype=float)


def side(*values: float, hidden: tuple[int, ...] = ()) -> Side:
    return Side(row(*values), np.isin(np.arange(len(values)), hidden))


def turns(found: AreaChanges) -> list[Turn]:
    return [Turn(int(turn)) for turn in found.turns]


def test_changes_from_the_threshold_on_are_told_and_smaller_ones_are_not() -> None:
    found = area_changes(side(0.3, 0.3, 0.3, 0.3, 0.3), side(0.4, 0.39, 0.2, 0.21, 0.3), threshold=0.1)

    assert turns(found) == [Turn.GAINS, Turn.SAME, Turn.LOSES, Turn.SAME, Turn.SAME]
    assert found.change.tolist() == pytest.approx([0.1, 0.09, -0.1, -0.09, 0])


def test_fewer_minutes_are_a_gain() -> None:
    found = area_changes(side(12, 5), side(8, 9), threshold=1, more_is_better=False)

    assert turns(found) == [Turn.GAINS, Turn.LOSES]


def test_rounding_noise_is_no_change_even_without_a_threshold() -> None:
    found = area_changes(side(0.3, 0.3), side(0.1 + 0.2, 0.3001), threshold=0)

    assert turns(found) == [Turn.SAME, Turn.GAINS]


def test_missing_figure_is_no_zero_and_no_way_is_a_change_beyond_every_threshold() -> None:
    before, after = side(NAN, 0.3, INF, INF, 9), side(0.3, NAN, 9, INF, INF)

    found = area_changes(before, after, threshold=5, more_is_better=False)

    assert turns(found) == [Turn.UNKNOWN, Turn.UNKNOWN, Turn.GAINS, Turn.SAME, Turn.LOSES]
    assert found.change[3] == 0


def test_mark_of_either_side_stays() -> None:
    found = area_changes(side(1, 1, 1, hidden=(0,)), side(1, 1, 1, hidden=(1,)), threshold=0)

    assert found.rests_on_hidden.tolist() == [True, True, False]


def test_group_gains_by_its_persons_and_not_by_the_areas() -> None:
    before, after = side(0.2, 0.4, 0.3, NAN), side(0.5, 0.3, 0.3, 0.3)
    changes = area_changes(before, after, threshold=0.05)

    few = group_change(demand(row(10, 70, 20, 5)), (before, after), changes)
    many = group_change(demand(row(70, 10, 20, NAN)), (before, after), changes)

    assert (few.before, few.after, few.change) == pytest.approx((0.36, 0.32, -0.04))
    assert (few.gaining, few.losing, few.same, few.unknown, few.turn) == (10, 70, 20, 5, Turn.SAME)
    assert (many.before, many.after) == pytest.approx((0.24, 0.44))
    assert (many.turn, many.left_out, many.unknown) == (Turn.GAINS, (3,), 0)


def test_group_that_loses_and_group_of_nobody() -> None:
    before, after = side(8, 20), side(12, INF)
    changes = area_changes(before, after, threshold=1, more_is_better=False)

    loses = group_change(demand(row(4, 0)), (before, after), changes, more_is_better=False)
    lost = group_change(demand(row(4, 1)), (before, after), changes, more_is_better=False)
    nobody = group_change(demand(row(0, NAN)), (before, after), changes, more_is_better=False)

    assert (loses.turn, loses.after, lost.turn, lost.after) == (Turn.LOSES, 12, Turn.LOSES, INF)
    assert nobody.turn == Turn.UNKNOWN
    assert np.isnan([nobody.before, nobody.change]).all()
    assert (lost.change, group_change(demand(row(0, 1)), (after, after), changes).change) == (INF, 0)


def test_group_rests_on_its_own_hidden_numbers_and_on_marked_figures_where_it_lives() -> None:
    before, after = side(1, 1, 1, 1, hidden=(2, 3)), side(2, 2, 2, 2)
    changes = area_changes(before, after, threshold=0)

    found = group_change(
        demand(row(5, 5, 5, 0), hidden=np.array([True, False, False, False])), (before, after), changes
    )
    free = group_change(demand(row(0, 5, 0, 0)), (before, after), changes)

    assert (found.hidden, found.rests_on_hidden) == ((0, 2), True)
    assert (free.hidden, free.rests_on_hidden) == ((), False)


def test_sides_and_groups_of_other_areas_are_refused() -> None:
    for threshold in (-1.0, NAN, INF):
        with pytest.raises(ValueError, match="threshold"):
            area_changes(side(1), side(1), threshold=threshold)
    with pytest.raises(ValueError, match="same areas"):
        area_changes(side(1), side(1, 2), threshold=0)
    changes = area_changes(side(1), side(1), threshold=0)
    with pytest.raises(ValueError, match="same areas"):
        group_change(demand(row(1, 2)), (side(1), side(1)), changes)


@given(st.lists(st.tuples(FIGURES, FIGURES, PERSONS), min_size=1, max_size=6), st.sampled_from([0.0, 0.15, 2.0]))
def test_other_way_round_gains_are_losses_and_every_person_is_counted_once(
    areas: list[tuple[float, float, float]], threshold: float
) -> None:
    first, second, persons = (row(*column) for column in zip(*areas, strict=True))
    before, after, who = side(*first), side(*second), demand(persons)

    there, back = area_changes(before, after, threshold=threshold), area_changes(after, before, threshold=threshold)
    better, worse = group_change(who, (before, after), there), group_change(who, (after, before), back)

    swapped = {Turn.GAINS: Turn.LOSES, Turn.LOSES: Turn.GAINS, Turn.SAME: Turn.SAME, Turn.UNKNOWN: Turn.UNKNOWN}
    assert [swapped[turn] for turn in turns(there)] == turns(back)
    assert swapped[better.turn] == worse.turn
    assert (better.gaining, better.losing) == (worse.losing, worse.gaining)
    assert better.gaining + better.losing + better.same + better.unknown == pytest.approx(np.nansum(persons))


@given(st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=6))
def test_higher_threshold_tells_no_more(areas: list[tuple[float, float]]) -> None:
    before, after = (side(*column) for column in zip(*areas, strict=True))

    low, high = (area_changes(before, after, threshold=threshold) for threshold in (0.1, 0.5))

    told = np.isin(high.turns, (Turn.GAINS, Turn.LOSES))
    assert (high.turns[told] == low.turns[told]).all()
