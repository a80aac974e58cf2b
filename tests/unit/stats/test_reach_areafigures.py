# SPDX-License-Identifier: EUPL-1.2
"""Access as a figure of areas: golden values, statuses, larger areas, and on whose numbers figures rest."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.reach.areafigures import (
    AreaFigures,
    Counted,
    access_figures,
    decay_of,
    put_together,
    reached_figures,
)
from indicators.stats.reach.behind import Behind
from indicators.stats.reach.catchment import catchments
from indicators.stats.reach.decay import Gaussian, Linear, three_zones, within
from indicators.stats.reach.demand import demand
from sozialplanung.common.statuses import Flag, Status

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/reach/golden.json").read_text(encoding="utf-8"))
NAN, INF = float("nan"), float("inf")
Floats = npt.NDArray[np.float64]


def row(*values: float) -> Floats:
    return np.array(values, dtype=float)


def counted(*persons: float | Status) -> Counted:
    """Return numbers of persons; a status stands for one that is not there."""
    value = row(*(NAN if isinstance(each, Status) else each for each in persons))
    status = [each if isinstance(each, Status) else Status.OK for each in persons]
    return Counted(value, np.array(status, dtype=np.uint8), np.zeros(len(persons), dtype=np.uint8))


def statuses(found: AreaFigures) -> list[Status]:
    return [Status(each) for each in found.status]


def test_figures_of_areas_give_the_golden_values() -> None:
    block = GOLDEN["2sfca"]

    found = access_figures(
        counted(*block["persons"]), row(*block["supply"]), np.array(block["costs"], dtype=float), within(15)
    )

    np.testing.assert_allclose(found.value, block["access"], atol=5e-11)
    assert statuses(found) == [Status.OK] * 3
    assert found.behind.written_out().tolist() == [[True, True, False], [True, True, True], [False, True, True]]
    assert found.resting_on(np.array([True, False, False])).tolist() == [True, True, False]


def test_names_of_weights_are_those_of_the_methods() -> None:
    assert [decay_of(form, 12.0) for form in ("within", "zones", "bell", "line")] == [
        within(12),
        three_zones(12),
        Gaussian(12),
        Linear(12),
    ]


def test_nothing_within_reach_is_zero_and_off_the_network_is_unknown() -> None:
    costs = np.array([[3.0, INF], [20.0, INF], [NAN, NAN]])

    found = access_figures(counted(10, 20, 30), row(5, 7), costs, within(15))

    assert statuses(found) == [Status.OK, Status.TRUE_ZERO, Status.UNKNOWN]
    assert found.value[:2].tolist() == [0.5, 0]
    assert np.isnan(found.value[2])
    # Neither rests on anybody's number.
    assert found.behind.written_out()[1:].sum() == 0


def test_layer_without_places_gives_zero_everywhere() -> None:
    found = access_figures(counted(10, 20), row(), np.zeros((2, 0)), within(15))

    assert statuses(found) == [Status.TRUE_ZERO] * 2


def test_unknown_number_nearby_keeps_its_gravest_reason_and_is_never_nobody() -> None:
    costs = np.array([[1.0, 20.0], [1.0, 1.0], [20.0, 1.0], [20.0, 20.0]])

    found = access_figures(counted(10, Status.MISSING, Status.CONFIDENTIAL, 5), row(5, 5), costs, within(15))
    odd = access_figures(counted(-1, 5), row(5), np.array([[1.0], [1.0]]), within(15))

    assert statuses(found) == [Status.MISSING, Status.CONFIDENTIAL, Status.CONFIDENTIAL, Status.TRUE_ZERO]
    assert np.isnan(found.value[:3]).all()
    assert statuses(odd) == [Status.UNKNOWN] * 2


def test_nobody_to_share_places_with_is_not_applicable() -> None:
    found = access_figures(counted(0, 8), row(5, 4), np.array([[1.0, 30.0], [30.0, 1.0]]), within(15))

    assert statuses(found) == [Status.NOT_APPLICABLE, Status.OK]
    assert found.behind.written_out()[0].tolist() == [True, False]


def test_places_that_are_not_known_leave_a_marked_lower_limit_or_nothing() -> None:
    costs = np.array([[1.0, 1.0], [30.0, 1.0]])

    found = access_figures(counted(10, 10), row(5, NAN), costs, within(15))

    assert statuses(found) == [Status.OK, Status.UNKNOWN]
    assert found.value[0] == 0.5
    assert found.flags.tolist() == [Flag.LIMITED, 0]


def test_flags_of_all_numbers_behind_a_figure_are_joined() -> None:
    people = counted(10, 10, 10)
    flagged = Counted(people.value, people.status, np.array([0, Flag.ESTIMATED, Flag.PROVISIONAL], dtype=np.uint8))

    found = access_figures(flagged, row(5, 5), np.array([[1.0, 30.0], [1.0, 30.0], [30.0, 1.0]]), within(15))

    assert found.flags.tolist() == [Flag.ESTIMATED, Flag.ESTIMATED, Flag.PROVISIONAL]


def test_larger_area_has_the_mean_of_its_people_and_rests_on_all_their_numbers() -> None:
    people = counted(30, 10, 0, 50)
    parts = access_figures(people, row(8, 5), np.array([[1.0, 30], [1, 30], [30, 30], [30, 1]]), within(15))

    found = put_together(parts, people, np.array([0, 0, 0, 1]), 3)

    assert found.value[:2].tolist() == pytest.approx([0.2, 0.1])
    assert statuses(found) == [Status.OK, Status.OK, Status.MISSING]
    assert found.behind.written_out().tolist() == [[True, True, True, False], [False, False, False, True], [False] * 4]


def test_part_without_people_takes_no_part_and_one_that_is_not_known_does() -> None:
    nothing, nobody = np.zeros(4, dtype=np.uint8), Behind(4, 4)
    status = np.array([Status.OK, Status.NOT_APPLICABLE, Status.UNKNOWN, Status.TRUE_ZERO], dtype=np.uint8)
    parts = AreaFigures(row(0.5, NAN, NAN, 0), status, nothing, nobody)

    def larger(*persons: float | Status) -> list[Status]:
        return statuses(put_together(parts, counted(*persons), np.array([0, 0, 1, 2]), 3))

    assert larger(10, 0, 7, 5) == [Status.OK, Status.UNKNOWN, Status.TRUE_ZERO]
    assert larger(10, 4, 0, Status.CONFIDENTIAL) == [Status.NOT_APPLICABLE, Status.NOT_APPLICABLE, Status.CONFIDENTIAL]
    assert larger(Status.MISSING, 0, 0, 0) == [Status.MISSING, Status.NOT_APPLICABLE, Status.NOT_APPLICABLE]
    with pytest.raises(ValueError, match="one figure"):
        put_together(parts, counted(1), np.array([0]), 1)


@given(
    st.lists(st.sampled_from([0.0, 2.0, 30.0, 400.0]), min_size=5, max_size=5),
    st.lists(st.sampled_from([1.0, 8.0, 14.0, 40.0, INF]), min_size=15, max_size=15),
    st.sampled_from(["within", "zones", "bell", "line"]),
    st.integers(0, 4),
)
def test_figure_that_does_not_rest_on_a_number_stays_whatever_that_number_is(
    persons: list[float], costs: list[float], form: str, changed: int
) -> None:
    table, supply = np.array(costs).reshape(5, 3), row(5, 0, 12)
    other = [each if place != changed else 77.0 for place, each in enumerate(persons)]

    one, two = (access_figures(counted(*each), supply, table, decay_of(form, 15.0)) for each in (persons, other))

    kept = ~one.resting_on(np.arange(5) == changed)
    np.testing.assert_array_equal(one.status[kept], two.status[kept])
    np.testing.assert_array_equal(one.value[kept], two.value[kept])


@given(
    st.lists(st.sampled_from([2.0, 30.0, 400.0]), min_size=5, max_size=5),
    st.lists(st.sampled_from([1.0, 8.0, 14.0, 40.0]), min_size=15, max_size=15),
)
def test_people_of_the_whole_hold_all_places_that_reach_somebody(persons: list[float], costs: list[float]) -> None:
    table, supply, people = np.array(costs).reshape(5, 3), row(5, 3, 12), counted(*persons)

    found = put_together(access_figures(people, supply, table, within(15)), people, np.zeros(5, dtype=np.int64), 1)

    reached = catchments(demand(row(*persons)), supply, table, within(15)).supply_reached
    assert found.value[0] * sum(persons) == pytest.approx(reached)


def test_share_of_ground_is_an_estimate_that_rests_on_nobody_and_knows_no_exact_zero() -> None:
    found = reached_figures(row(0.25, 0, NAN, 1))

    assert statuses(found) == [Status.OK, Status.ROUNDED_ZERO, Status.UNKNOWN, Status.OK]
    assert found.value[[0, 1, 3]].tolist() == [25, 0, 100]
    assert found.flags.tolist() == [Flag.ESTIMATED, Flag.ESTIMATED, 0, Flag.ESTIMATED]
    assert not found.behind.written_out().any()
    with pytest.raises(ValueError, match="from 0 to 1"):
        reached_figures(row(1.1))


def test_share_of_a_larger_area_is_that_of_its_people_as_the_page_on_reach_says() -> None:
    found = put_together(reached_figures(row(0.5, 1, 0, 0)), counted(30, 10, 5, 5), np.array([0, 0, 1, 1]), 2)

    assert found.value.tolist() == [62.5, 0]
    assert statuses(found) == [Status.OK, Status.ROUNDED_ZERO]
    assert found.behind.written_out().tolist() == [[True, True, False, False], [False, False, True, True]]
