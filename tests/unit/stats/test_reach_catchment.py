# SPDX-License-Identifier: EUPL-1.2
"""Floating catchments: golden values, what is unknown or hidden, and what holds in every city."""

import json
import math
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.reach.catchment import AccessReason, Catchments, SiteReason, catchments
from indicators.stats.reach.decay import Decay, Gaussian, Linear, Steps, three_zones, within
from indicators.stats.reach.demand import Demand, checked_table, demand

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/reach/golden.json").read_text(encoding="utf-8"))
NAN, INF = float("nan"), float("inf")
DECAYS: list[Decay] = [within(15), three_zones(30), Gaussian(20), Linear(25)]
Floats = npt.NDArray[np.float64]


def row(*values: float) -> Floats:
    return np.array(values, dtype=float)


def fractions(texts: list[str]) -> Floats:
    return row(*(float(Fraction(text)) for text in texts))


@st.composite
def cities(draw: st.DrawFn) -> tuple[Demand, Floats, Floats]:
    """Draw persons, some unknown or hidden, places and a table of costs."""
    areas, sites = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    persons = [draw(st.sampled_from([NAN, 0.0, 3.0, 40.0, 700.0])) for _ in range(areas)]
    most = [draw(st.sampled_from([2.0, INF])) for _ in range(areas)]
    hidden = [draw(st.booleans()) for _ in range(areas)]
    supply = [draw(st.sampled_from([NAN, 0.0, 5.0, 80.0])) for _ in range(sites)]
    costs = [[draw(st.sampled_from([NAN, INF, 0.0, 7.0, 14.0, 22.0])) for _ in range(sites)] for _ in range(areas)]
    return demand(row(*persons), hidden=np.array(hidden), most=row(*most)), row(*supply), np.array(costs)


def known(city: tuple[Demand, Floats, Floats]) -> tuple[Demand, Floats, Floats]:
    who, supply, costs = city
    return demand(np.nan_to_num(who.persons, nan=11.0)), np.nan_to_num(supply, nan=9.0), costs


def close(found: Floats, expected: Floats) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_plain_catchments_give_the_golden_values() -> None:
    block = GOLDEN["2sfca"]

    found = catchments(
        demand(row(*block["persons"])),
        row(*block["supply"]),
        np.array(block["costs"], float),
        within(block["furthest"]),
    )

    np.testing.assert_allclose(found.access.value, block["access"], atol=5e-11)
    assert (found.supply_reached, found.supply_arrived) == pytest.approx((9, 9))


def by_hand(*, is_selective: bool) -> Catchments:
    block = GOLDEN["e2sfca_by_hand"]
    zones = Steps(tuple(block["bounds"]), tuple(block["weights"]))
    return catchments(
        demand(row(*block["persons"])),
        row(*block["supply"]),
        np.array(block["costs"], float),
        zones,
        is_selective=is_selective,
    )


def test_zones_give_what_was_worked_out_by_hand() -> None:
    block, found = GOLDEN["e2sfca_by_hand"], by_hand(is_selective=False)

    close(row(100, 200, 50) @ found.weights, row(*block["demand_of_sites"]))
    close(found.ratios.value, fractions(block["ratios"]))
    close(found.access.value, fractions(block["access"]))


def test_selection_among_sites_gives_what_was_worked_out_by_hand() -> None:
    block, found = GOLDEN["3sfca_by_hand"], by_hand(is_selective=True)

    close(found.weights, np.array([fractions(line) for line in block["weights"]]))
    close(found.ratios.value, fractions(block["ratios"]))
    close(found.access.value, fractions(block["access"]))
    assert found.supply_arrived == pytest.approx(50)


@pytest.mark.parametrize(
    ("decay", "costs", "weights"),
    [
        (within(15), [0, 15, 15.01, NAN, INF], [1, 1, 0, 0, 0]),
        (three_zones(30), [0, 10, 10.1, 20, 30, 30.1, NAN], [1, 1, 0.68, 0.68, 0.22, 0, 0]),
        (Linear(20), [0, 5, 20, 21, NAN, INF], [1, 0.75, 0, 0, 0, 0]),
        (Gaussian(10), [0, 10, 11, NAN, INF], [1, 0, 0, 0, 0]),
        # (e^(-1/8) - e^(-1/2)) / (1 - e^(-1/2)) with e^(-1/8) = 0.8824969 and e^(-1/2) = 0.6065307
        (Gaussian(10), [5], [0.7013665]),
    ],
)
def test_weights_fall_with_the_cost_and_end_at_the_bound(
    decay: Decay, costs: list[float], weights: list[float]
) -> None:
    np.testing.assert_allclose(decay.at(row(*costs)), weights, atol=1e-6)
    assert decay.furthest > 0


@given(st.sampled_from(DECAYS), st.lists(st.floats(0, 60), min_size=2, max_size=6).map(sorted))
def test_weights_never_rise(decay: Decay, costs: list[float]) -> None:
    weights = decay.at(row(*costs))

    assert (np.diff(weights) <= 1e-15).all()
    assert ((weights >= 0) & (weights <= 1)).all()
    assert (weights[row(*costs) > decay.furthest] == 0).all()


@pytest.mark.parametrize(
    ("bounds", "weights"),
    [
        ((), ()),
        ((5.0,), (1.0, 0.5)),
        ((0.0,), (1.0,)),
        ((5.0, INF), (1.0, 0.5)),
        ((5.0, 5.0), (1.0, 0.5)),
        ((5.0, 9.0), (0.5, 0.6)),
        ((5.0, 9.0), (1.1, 0.6)),
        ((5.0, 9.0), (1.0, 0.0)),
        ((NAN,), (1.0,)),
        ((5.0,), (NAN,)),
    ],
)
def test_zones_that_do_not_rise_or_weights_that_do_not_fall_are_refused(
    bounds: tuple[float, ...], weights: tuple[float, ...]
) -> None:
    with pytest.raises(ValueError, match=r"[Zz]one|bound|Weights"):
        Steps(bounds, weights)


@pytest.mark.parametrize("bound", [0.0, -1.0, NAN, INF])
def test_bound_that_is_none_is_refused(bound: float) -> None:
    for decay in (Gaussian, Linear, within, three_zones):
        with pytest.raises(ValueError, match="bound"):
            decay(bound)


def test_area_without_a_site_has_no_places_and_site_without_an_area_reaches_nobody() -> None:
    costs = np.array([[5, 50], [NAN, INF]])

    found = catchments(demand(row(10, 30)), row(20, 8), costs, within(15))

    assert found.access.value.tolist() == [2, 0]
    assert found.access.reasons.tolist() == [AccessReason.OK, AccessReason.NOTHING_NEAR]
    assert found.ratios.reasons.tolist() == [SiteReason.OK, SiteReason.NO_AREA_NEAR]
    assert (found.unreached_sites, found.unserved_areas, found.unserved_persons) == ((1,), (1,), 30)
    assert (found.supply_reached, found.supply_arrived) == (20, 20)


def test_site_near_nobody_has_no_ratio_and_lends_its_neighbours_none() -> None:
    found = catchments(demand(row(0, 10)), row(20, 8), np.array([[5.0, 5.0], [50, 5]]), within(15))

    assert np.isnan(found.ratios.value).tolist() == [True, False]
    assert found.ratios.reasons[0] == SiteReason.NOBODY
    assert np.isnan([found.access.value[0], found.access.lower[0], found.access.upper[0]]).all()
    assert found.access.reasons.tolist() == [AccessReason.NOBODY, AccessReason.OK]
    assert found.unreached_sites == (0,)


def test_closed_site_near_nobody_takes_no_part() -> None:
    found = catchments(demand(row(0, 10)), row(0, 8), np.array([[5.0, 5.0], [50, 5]]), within(15))

    assert found.access.value.tolist() == pytest.approx([0.8, 0.8])
    assert found.unreached_sites == ()


def test_unknown_persons_are_no_zero_and_bound_what_may_be() -> None:
    who = demand(row(40, NAN, 10), most=row(0, 10, 0))
    costs = np.array([[5, NAN], [5, NAN], [NAN, 5]])

    found = catchments(who, row(20, 5), costs, within(15))

    assert found.ratios.reasons.tolist() == [SiteReason.UNKNOWN_DEMAND, SiteReason.OK]
    assert np.isnan(found.access.value).tolist() == [True, True, False]
    assert found.access.lower.tolist() == [0.4, 0.4, 0.5]
    assert found.access.upper.tolist() == [0.5, 0.5, 0.5]
    assert [found.unknown_behind(area) for area in range(3)] == [(1,), (1,), ()]
    assert (found.supply_reached, found.supply_arrived) == (5, 5)


def test_unbounded_unknown_persons_leave_only_the_upper_bound() -> None:
    found = catchments(demand(row(40, NAN)), row(20), np.array([[5.0], [5]]), within(15))
    alone = catchments(demand(row(NAN)), row(20), np.array([[5.0]]), within(15))

    assert (found.access.lower[0], found.access.upper[0]) == (0, 0.5)
    assert (alone.access.lower[0], alone.access.upper[0]) == (0, INF)


def test_unknown_places_are_no_zero() -> None:
    found = catchments(demand(row(40)), row(20, NAN), np.array([[5.0, 5]]), within(15))

    assert found.access.reasons[0] == AccessReason.UNKNOWN_SUPPLY
    assert math.isnan(found.access.value[0])
    assert (found.access.lower[0], found.access.upper[0]) == (0.5, INF)
    assert found.ratios.reasons[1] == SiteReason.UNKNOWN_SUPPLY


def test_access_that_a_hidden_number_went_into_is_marked_with_the_areas_behind_it() -> None:
    who = demand(row(40, 2, 10), hidden=np.array([False, True, False]))
    costs = np.array([[5, NAN, 5], [5, NAN, 5], [5, 5, NAN]])

    found = catchments(who, row(20, 5, 0), costs, within(15))
    elsewhere = catchments(who, row(0, 5, 0), costs, within(15))

    assert found.sites_on_hidden.tolist() == [True, False, False]
    assert found.access.rests_on_hidden.tolist() == [True, True, True]
    assert [found.hidden_behind(area) for area in range(3)] == [(1,), (1,), (1,)]
    assert elsewhere.access.rests_on_hidden.tolist() == [False, False, False]
    assert elsewhere.hidden_behind(2) == ()


@given(cities(), st.sampled_from(DECAYS), st.booleans())
def test_no_place_gets_lost_or_is_counted_twice(
    city: tuple[Demand, Floats, Floats], decay: Decay, is_selective: bool
) -> None:
    who, supply, costs = city

    found = catchments(who, supply, costs, decay, is_selective=is_selective)

    assert found.supply_arrived == pytest.approx(found.supply_reached)
    assert found.supply_reached <= np.nansum(supply) + 1e-9


@given(cities(), st.sampled_from(DECAYS))
def test_bounds_hold_what_is_unknown_and_meet_where_all_is_known(
    city: tuple[Demand, Floats, Floats], decay: Decay
) -> None:
    who, supply, costs = city
    filled = demand(np.where(who.is_known, who.persons, np.minimum(who.most, 1.0)))
    full = np.nan_to_num(supply, nan=7.0)

    found, truth = catchments(who, supply, costs, decay), catchments(filled, full, costs, decay)

    both = ~np.isnan(truth.access.value) & ~np.isnan(found.access.lower)
    assert (found.access.lower[both] <= truth.access.value[both] + 1e-9).all()
    assert (truth.access.value[both] <= found.access.upper[both] + 1e-9).all()
    told = ~np.isnan(found.access.value)
    close(found.access.lower[told], found.access.value[told])
    close(found.access.upper[told], found.access.value[told])
    close(found.access.value[told & both], truth.access.value[told & both])


@given(cities(), st.sampled_from(DECAYS), st.booleans())
def test_twice_the_places_are_twice_the_access_and_twice_the_persons_half_of_it(
    city: tuple[Demand, Floats, Floats], decay: Decay, is_selective: bool
) -> None:
    who, supply, costs = city
    twice = demand(2 * who.persons, most=2 * who.most)

    plain = catchments(who, supply, costs, decay, is_selective=is_selective).access
    more = catchments(who, 2 * supply, costs, decay, is_selective=is_selective).access
    crowded = catchments(twice, supply, costs, decay, is_selective=is_selective).access

    for name in ("value", "lower", "upper"):
        close(getattr(more, name), 2 * getattr(plain, name))
        close(getattr(crowded, name), getattr(plain, name) / 2)


@given(cities(), st.sampled_from(DECAYS), st.randoms(use_true_random=False))
def test_order_of_areas_and_sites_changes_nothing(
    city: tuple[Demand, Floats, Floats], decay: Decay, random: Random
) -> None:
    who, supply, costs = city
    areas, sites = list(range(costs.shape[0])), list(range(costs.shape[1]))
    random.shuffle(areas)
    random.shuffle(sites)
    turned = demand(who.persons[areas], hidden=who.hidden[areas], most=who.most[areas])

    plain = catchments(who, supply, costs, decay)
    other = catchments(turned, supply[sites], costs[np.ix_(areas, sites)], decay)

    close(other.access.value, plain.access.value[areas])
    close(other.ratios.value, plain.ratios.value[sites])
    assert other.access.reasons.tolist() == plain.access.reasons[areas].tolist()
    assert other.access.rests_on_hidden.tolist() == plain.access.rests_on_hidden[areas].tolist()


@given(cities(), st.sampled_from(DECAYS), st.data())
def test_more_places_never_lower_access_and_closing_a_site_never_raises_it(
    city: tuple[Demand, Floats, Floats], decay: Decay, data: st.DataObject
) -> None:
    who, supply, costs = known(city)
    site = data.draw(st.integers(0, supply.size - 1))
    enlarged, closed = supply.copy(), supply.copy()
    enlarged[site] += 10
    closed[site] = 0

    plain, more, less = (catchments(who, each, costs, decay).access.value for each in (supply, enlarged, closed))

    both, still = ~np.isnan(plain + more), ~np.isnan(plain + less)
    assert (more[both] >= plain[both] - 1e-12).all()
    assert (less[still] <= plain[still] + 1e-12).all()


def test_closing_a_crowded_site_can_raise_access_where_persons_divide_themselves() -> None:
    who, costs = demand(row(100, 100)), np.array([[1, 1], [NAN, 1]])

    both, one = (
        catchments(who, row(places, 100), costs, within(5), is_selective=True).access.value for places in (1, 0)
    )

    # 0.5 / 50 + 0.5 * 100 / 150 and 100 / 150; then 100 / 200.
    assert both.tolist() == pytest.approx([0.01 + 1 / 3, 2 / 3])
    assert one.tolist() == pytest.approx([0.5, 0.5])


@given(cities(), st.sampled_from(DECAYS))
def test_hidden_numbers_change_only_what_is_marked(city: tuple[Demand, Floats, Floats], decay: Decay) -> None:
    who, supply, costs = city
    other = demand(np.where(who.hidden, who.persons + 5, who.persons), hidden=who.hidden, most=who.most)

    plain, moved = (catchments(each, supply, costs, decay) for each in (who, other))

    unmarked = ~plain.access.rests_on_hidden
    close(moved.access.value[unmarked], plain.access.value[unmarked])
    for area in range(who.persons.size):
        assert bool(plain.hidden_behind(area)) == bool(plain.access.rests_on_hidden[area])


def test_numbers_that_cannot_be_are_refused() -> None:
    who, costs = demand(row(1, 2)), np.array([[1.0], [2]])

    for persons in (row(-1), row(INF), np.ones((2, 2))):
        with pytest.raises(ValueError, match=r"area|persons"):
            demand(persons)
    with pytest.raises(ValueError, match="mark"):
        demand(row(1), hidden=np.array([True, False]))
    with pytest.raises(ValueError, match="bound"):
        demand(row(1), most=row(1, 2))
    with pytest.raises(ValueError, match="Bounds"):
        demand(row(NAN), most=row(NAN))
    for supply in (row(-1), row(INF), np.ones((1, 1))):
        with pytest.raises(ValueError, match="Places"):
            catchments(who, supply, costs, within(15))
    with pytest.raises(ValueError, match="2 rows and 1 columns"):
        checked_table(costs.T, 2, 1)
    with pytest.raises(ValueError, match="negative"):
        checked_table(-costs, 2, 1)
