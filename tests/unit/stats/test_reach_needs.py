# SPDX-License-Identifier: EUPL-1.2
"""Need by a factor, what lies within reach, and how much of a group lives there."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.reach.catchment import catchments
from indicators.stats.reach.decay import three_zones, within
from indicators.stats.reach.demand import demand
from indicators.stats.reach.nearest import nearest
from indicators.stats.reach.need import need
from indicators.stats.reach.shares import Basis, Overlap, ground_overlap, group_within, residential_overlap

NAN, INF = float("nan"), float("inf")
Floats = npt.NDArray[np.float64]
COUNTS = st.sampled_from([NAN, 0.0, 4.0, 30.0, 250.0])
PARTS = st.sampled_from([NAN, 0.0, 0.25, 0.5, 1.0])


def row(*values: float) -> Floats:
    return np.array(values, dtype=float)


def test_sites_and_places_up_to_the_bound_count_and_closed_sites_do_not() -> None:
    costs = np.array([[5, 15, 2], [16, NAN, 1], [INF, 15.1, NAN]])

    found = nearest(row(20, 8, 0), costs, 15)

    assert found.sites.tolist() == [2, 0, 0]
    assert found.places.tolist() == [28, 0, 0]
    assert found.cost.tolist() == [5, 16, 15.1]
    assert found.nearest.tolist() == [0, 0, 1]


def test_nearest_site_is_the_first_of_equals_and_none_where_there_is_no_way() -> None:
    found = nearest(row(20, 8), np.array([[7.0, 7.0], [NAN, INF]]), 15)

    assert found.nearest.tolist() == [0, -1]
    assert found.cost.tolist() == [7, INF]


def test_unknown_places_within_reach_are_not_added_up_as_zero() -> None:
    found = nearest(row(20, NAN), np.array([[5.0, 5.0], [5, 50]]), 15)

    assert np.isnan(found.places).tolist() == [True, False]
    assert found.sites.tolist() == [2, 1]


def test_without_sites_nothing_is_near() -> None:
    found = nearest(row(), np.zeros((2, 0)), 15)

    assert (found.sites.tolist(), found.places.tolist(), found.nearest.tolist()) == ([0, 0], [0, 0], [-1, -1])
    assert found.cost.tolist() == [INF, INF]


def test_negative_places_are_refused() -> None:
    for supply in (row(-1), np.ones((1, 1))):
        with pytest.raises(ValueError, match="Places"):
            nearest(supply, np.zeros((1, 1)), 15)


def test_need_is_the_factor_times_the_persons_and_is_held_against_what_falls_to_them() -> None:
    who = demand(row(100, 50, 0, NAN))
    access = catchments(who, row(40, 10), np.array([[5, NAN], [NAN, 5], [5, NAN], [NAN, NAN]]), within(15)).access

    found = need(who, access, factor=0.3)

    assert found.needed[:3].tolist() == pytest.approx([30, 15, 0])
    assert found.held[:3].tolist() == pytest.approx([40, 10, 0])
    assert found.met.tolist() == pytest.approx([4 / 3, 2 / 3, 4 / 3, 0])
    assert found.lacking[:3].tolist() == pytest.approx([0, 5, 0])
    assert found.spare[:3].tolist() == pytest.approx([10, 0, 0])
    assert np.isnan([found.needed[3], found.held[3], found.lacking[3], found.spare[3]]).all()
    assert found.summed() == pytest.approx((45, 50, 5))


def test_need_that_a_hidden_number_went_into_is_marked() -> None:
    who = demand(row(100, 2, 7, NAN), hidden=np.array([False, True, False, True]))
    access = catchments(who, row(40, 1), np.array([[5, NAN], [5, NAN], [NAN, 5], [NAN, NAN]]), within(15)).access
    alone = catchments(who, row(), np.zeros((4, 0)), within(15)).access

    assert need(who, access, factor=1).rests_on_hidden.tolist() == [True, True, False, False]
    assert need(who, alone, factor=1).rests_on_hidden.tolist() == [False, True, False, False]


@pytest.mark.parametrize("factor", [0.0, -1.0, NAN, INF])
def test_factor_that_is_none_is_refused(factor: float) -> None:
    who = demand(row(1))
    access = catchments(who, row(1), np.zeros((1, 1)), within(15)).access

    with pytest.raises(ValueError, match="factor"):
        need(who, access, factor=factor)


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 40)), min_size=1, max_size=5), st.integers(0, 300))
def test_places_of_all_areas_are_those_of_the_sites_within_reach(areas: list[tuple[int, int]], places: int) -> None:
    who, costs = demand(row(*(each for each, _ in areas))), row(*(cost for _, cost in areas))[:, None]

    made = catchments(who, row(places), costs, three_zones(30))
    needed, held, lacking = need(who, made.access, factor=0.5).summed()

    assert needed == pytest.approx(0.5 * who.persons.sum())
    assert held == pytest.approx(made.supply_reached)
    assert lacking >= needed - held - 1e-9


def test_share_of_ground_is_none_without_ground_and_noise_of_cutting_is_no_fault() -> None:
    found = ground_overlap(row(25, 0, 100.00001, NAN), row(100, 0, 100, 50))

    assert found.shares[[0, 2]].tolist() == [0.25, 1.0]
    assert np.isnan(found.shares).tolist() == [False, True, False, True]
    assert found.basis.tolist() == [Basis.GROUND, Basis.NONE, Basis.GROUND, Basis.NONE]


def test_residential_ground_goes_before_all_ground_and_says_so() -> None:
    homes, ground = ground_overlap(row(30, 0, 0), row(40, 0, 0)), ground_overlap(row(25, 9, 0), row(100, 90, 0))

    found = residential_overlap(homes, ground)

    assert found.shares[:2].tolist() == [0.75, 0.1]
    assert math.isnan(found.shares[2])
    assert found.basis.tolist() == [Basis.RESIDENTIAL, Basis.GROUND, Basis.NONE]


def test_ground_that_cannot_be_is_refused() -> None:
    for inside, ground in ((row(2), row(1)), (row(-1), row(1)), (row(0), row(-1)), (row(1), row(1, 2))):
        with pytest.raises(ValueError, match=r"[Gg]round"):
            ground_overlap(inside, ground)
    with pytest.raises(ValueError, match="same areas"):
        residential_overlap(Overlap(row(1), np.ones(1, np.uint8)), Overlap(row(1, 1), np.ones(2, np.uint8)))
    for shares in (row(-0.1), row(1.1), row(1, 1)):
        with pytest.raises(ValueError, match="share"):
            group_within(demand(row(1)), shares)


def test_share_of_a_group_is_that_of_its_persons_and_not_of_the_areas() -> None:
    found = group_within(demand(row(30, 10, 0)), row(0.5, 1, 1))

    assert found.persons.tolist() == [15, 10, 0]
    assert (found.share, found.lower, found.upper) == (0.625, 0.625, 0.625)
    assert (found.left_out, found.hidden, found.rests_on_hidden) == ((), (), False)


def test_what_is_not_known_of_a_group_is_left_out_or_bounds_its_share() -> None:
    who = demand(row(30, 10, NAN, 60), hidden=np.array([False, True, True, False]))

    found = group_within(who, row(0.5, 1, 1, NAN))

    assert found.share == 0.625
    assert (found.lower, found.upper) == (0.25, 0.85)
    assert (found.left_out, found.hidden, found.rests_on_hidden) == ((2,), (1,), True)


def test_group_of_nobody_has_no_share() -> None:
    found = group_within(demand(row(0, NAN)), row(1, 1))

    assert np.isnan([found.share, found.lower, found.upper]).all()


@given(st.lists(st.tuples(COUNTS, PARTS), min_size=1, max_size=6))
def test_share_of_a_group_lies_within_its_bounds_and_grows_with_what_is_within_reach(
    areas: list[tuple[float, float]],
) -> None:
    who, shares = demand(row(*(each for each, _ in areas))), row(*(each for _, each in areas))

    found, more = group_within(who, shares), group_within(who, np.minimum(shares + 0.25, 1))

    if not math.isnan(found.share):
        assert -1e-12 <= found.lower <= found.share + 1e-12 <= found.upper + 2e-12 <= 1 + 3e-12
        assert more.share >= found.share - 1e-12
