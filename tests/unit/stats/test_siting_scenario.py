# SPDX-License-Identifier: EUPL-1.2
"""Sites before and after some changes, and what they do to access: by hand, and what holds in every city."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.reach.demand import demand
from indicators.stats.siting.changing import ChangeKind, Site, SiteChange, SiteChangeError, ledger
from indicators.stats.siting.comparing import Turn
from indicators.stats.siting.effect import FORMS, Effect, Terms, effect, for_group

NAN, INF = math.nan, math.inf
SITES = (Site("1", "Nord", (0.0, 0.0), 40.0), Site("2", "Süd", (1.0, 0.0), 60.0))
TERMS = Terms("within", 10.0, 1.0)


def row(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


def test_every_kind_of_change_is_written_down_on_both_sides() -> None:
    made = ledger(
        SITES,
        [
            SiteChange("add", "+1", "Ost", (2.0, 0.0), 25.0),
            SiteChange("enlarge", "+1", places=30.0),
            SiteChange("move", "2", point=(3.0, 0.0)),
            SiteChange("close", "1"),
        ],
    )

    assert made.points == ((0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0))
    assert made.before.tolist() == [40.0, 60.0, 0.0, 0.0]
    assert made.after.tolist() == [0.0, 0.0, 30.0, 60.0]
    assert [(each.key, each.name, each.column, each.places) for each in made.standings] == [
        ("1", "Nord", 0, 0.0),
        ("2", "Süd", 3, 60.0),
        ("+1", "Ost", 2, 30.0),
    ]
    assert [each.key for each in made.standing_open] == ["2", "+1"]


def test_an_unknown_number_of_places_moves_along_and_stays_unknown() -> None:
    made = ledger([Site("1", "", (0.0, 0.0), NAN)], [SiteChange("move", "1", point=(1.0, 0.0))])

    np.testing.assert_array_equal(made.before, row(NAN, 0.0))
    np.testing.assert_array_equal(made.after, row(0.0, NAN))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([SiteChange("close", "9")], "unknown"),
        ([SiteChange("add", "1", "", (0.0, 0.0), 1.0)], "unknown"),
        ([SiteChange("close", "1"), SiteChange("close", "1")], "closed"),
        ([SiteChange("close", "1"), SiteChange("move", "1", point=(1.0, 1.0))], "closed"),
        ([SiteChange("add", "+1", "", None, 1.0)], "incomplete"),
        ([SiteChange("move", "1")], "incomplete"),
        ([SiteChange("enlarge", "1")], "incomplete"),
        ([SiteChange("close", "1", places=0.0)], "incomplete"),
        ([SiteChange("enlarge", "1", places=-1.0)], "incomplete"),
        ([SiteChange("enlarge", "1", places=INF)], "incomplete"),
        ([SiteChange("enlarge", "1", places=NAN)], "incomplete"),
    ],
)
def test_what_cannot_be_done_is_refused(changes: list[SiteChange], code: str) -> None:
    with pytest.raises(SiteChangeError) as refused:
        ledger(SITES, changes)

    assert refused.value.code == code


@given(st.lists(st.tuples(st.sampled_from(["add", "move", "close", "enlarge"]), st.integers(0, 3)), max_size=8))
def test_what_is_there_before_never_changes_and_places_are_where_sites_stand(
    tried: list[tuple[ChangeKind, int]],
) -> None:
    done: list[SiteChange] = []
    for kind, number in tried:
        places = 5.0 if kind in {"add", "enlarge"} else None
        point = (float(number), 1.0) if kind in {"add", "move"} else None
        change = SiteChange(kind, str(number), "", point, places)
        try:
            ledger(SITES, [*done, change])
        except SiteChangeError:
            continue
        done.append(change)

    made = ledger(SITES, done)

    assert made.before[:2].tolist() == [40.0, 60.0]
    assert made.before.sum() == 100.0
    assert made.after.sum() == sum(each.places for each in made.standings)
    assert len({each.column for each in made.standings}) == len(made.standings)


def closed() -> Effect:
    """Two areas of 200 and 100 children reach both sites, a third one without children reaches the second alone."""
    costs = np.array([[0.0, 8.0], [8.0, 0.0], [NAN, 9.0]])
    made = ledger(SITES, [SiteChange("close", "1")])
    return effect(demand(row(200.0, 100.0, 0.0)), (made.before, made.after), costs, TERMS)


def test_closing_a_site_lowers_access_as_worked_out_by_hand() -> None:
    found = closed()

    # 40 / 300 + 60 / 300 before, 60 / 300 after; the third area 60 / 300 on both sides.
    np.testing.assert_allclose(found.sides[0].values, [100 / 3, 100 / 3, 20.0])
    np.testing.assert_allclose(found.sides[1].values, [20.0, 20.0, 20.0])
    assert found.changes.turns.tolist() == [Turn.LOSES, Turn.LOSES, Turn.SAME]
    assert (found.group.losing, found.group.gaining) == (300.0, 0.0)
    np.testing.assert_allclose(found.ways[0], [0.0, 0.0, 9.0])
    np.testing.assert_allclose(found.ways[1], [8.0, 0.0, 9.0])


def test_another_group_is_judged_by_the_same_changes() -> None:
    change = for_group(closed(), demand(row(10.0, NAN, 30.0)))

    assert (change.losing, change.same, change.left_out) == (10.0, 30.0, (1,))


def test_a_change_that_shorter_ways_turn_round_is_not_firm() -> None:
    costs = np.array([[0.0], [9.0]])

    found = effect(demand(row(10.0, 10.0)), (row(0.0), row(8.0)), costs, TERMS)

    # Within 8 instead of 10 minutes the second area does not reach the new site.
    assert found.changes.turns.tolist() == [Turn.GAINS, Turn.GAINS]
    assert found.is_firm.tolist() == [True, False]


def test_an_area_off_the_network_has_no_access_and_never_zero() -> None:
    costs = np.array([[NAN, NAN], [1.0, NAN]])

    found = effect(demand(row(10.0, 10.0)), (row(5.0, 5.0), row(5.0, 5.0)), costs, TERMS)

    assert found.off.tolist() == [True, False]
    np.testing.assert_array_equal(found.sides[0].values, row(NAN, 50.0))
    np.testing.assert_array_equal(found.ways[1], row(NAN, 1.0))
    assert found.changes.turns.tolist() == [Turn.UNKNOWN, Turn.SAME]


def test_where_no_point_is_on_the_network_no_area_is_judged() -> None:
    found = effect(demand(row(10.0)), (row(5.0), row(5.0)), np.array([[NAN]]), TERMS)

    assert found.off.tolist() == [True]


def test_without_any_site_access_is_nothing_everywhere() -> None:
    found = effect(demand(row(10.0)), (row(), row()), np.empty((1, 0)), TERMS)

    assert (found.off.tolist(), found.sides[0].values.tolist()) == ([False], [0.0])


def test_an_unknown_number_of_persons_makes_what_it_goes_into_unknown() -> None:
    found = effect(demand(row(10.0, NAN)), (row(5.0), row(0.0)), np.array([[1.0], [2.0]]), TERMS)

    assert math.isnan(found.sides[0].values[0])
    assert found.changes.turns.tolist() == [Turn.UNKNOWN, Turn.UNKNOWN]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_changes_where_nothing_is_changed(form: str) -> None:
    costs = np.array([[0.0, 8.0], [8.0, 0.0]])
    supply = row(40.0, 60.0)

    found = effect(demand(row(200.0, 100.0)), (supply, supply), costs, Terms(form, 10.0, 0.0))

    assert found.changes.turns.tolist() == [Turn.SAME, Turn.SAME]
    assert not found.is_firm.any()
