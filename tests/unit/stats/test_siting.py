# SPDX-License-Identifier: EUPL-1.2
"""Best next sites: what was worked out by hand, what trying all choices finds, and what cannot be served."""

import dataclasses
import itertools
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import scipy.optimize
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.reach.demand import demand
from indicators.stats.siting.choosing import Proposal, best_sites
from indicators.stats.siting.errors import SitingSolverError, SitingTooLargeError
from indicators.stats.siting.problem import Limits, Objective, Siting, sites, siting

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/siting/golden.json").read_text(encoding="utf-8"))
NAN, INF = float("nan"), float("inf")
OBJECTIVES: list[Objective] = ["median", "covering"]
Floats = npt.NDArray[np.float64]


def row(*values: float) -> Floats:
    return np.array(values, dtype=float)


def flags(*values: int) -> npt.NDArray[np.bool_]:
    return np.array(values, dtype=bool)


def street(most_new: int, *, fixed: int | None = None, furthest: float = INF, bounded: bool = False) -> Siting:
    where = row(*GOLDEN["positions"])
    room = row(*GOLDEN["bounded"]["capacities"]) if bounded else None
    costs = np.abs(where[:, None] - where)
    marks = np.arange(where.size) == (-1 if fixed is None else fixed)
    return siting(demand(row(*GOLDEN["persons"])), sites(marks, room), costs, most_new=most_new, furthest=furthest)


def told(found: Proposal) -> dict[str, Any]:
    assert (found.reason, found.is_proven, found.gap) == ("", True, 0)
    assert found.bound == pytest.approx(found.value)
    return {"chosen": list(found.chosen), "value": pytest.approx(found.value)}


@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_least_way_is_what_was_worked_out_by_hand(number: str) -> None:
    assert told(best_sites(street(int(number)), "median")) == GOLDEN["median"][number]


@pytest.mark.parametrize("number", ["1", "2"])
def test_most_persons_within_reach_are_what_was_worked_out_by_hand(number: str) -> None:
    block = GOLDEN["covering"]

    assert told(best_sites(street(int(number), furthest=block["furthest"]), "covering")) == block[number]


@pytest.mark.parametrize("number", ["1", "2"])
def test_bounded_sites_are_what_was_worked_out_by_hand(number: str) -> None:
    problem = street(int(number), fixed=3, bounded=True)

    found = best_sites(problem, "median")

    assert told(found) == GOLDEN["bounded"][number]
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(5))
    assert (problem.weights @ found.shares <= problem.sites.capacities + 1e-6).all()
    assert math.isnan(found.before)


def test_existing_site_stays_and_the_next_best_choice_is_found() -> None:
    block, problem = GOLDEN["fourth_exists"], street(1, fixed=3)

    found = best_sites(problem, "median")
    other = best_sites(problem, "median", other_than=found.chosen)

    assert (found.before, list(found.chosen), found.value) == (block["before"], block["chosen"], block["value"])
    assert (list(other.chosen), other.value) == (block["next_chosen"], block["next_value"])
    assert [found.served_by(area) for area in range(5)] == [(1,), (1,), (3,), (3,), (3,)]


def test_existing_site_covers_already_and_a_new_one_adds_to_it() -> None:
    found = best_sites(street(1, fixed=2, furthest=3), "covering")

    assert (found.before, found.chosen, found.value) == (70, (4,), 90)


def test_nothing_is_opened_that_makes_nothing_better() -> None:
    costs = np.array([[0.0, 0.0, 0], [0, 0, 0]])
    problem = siting(demand(row(5, 5)), sites(flags(1, 0, 0)), costs, most_new=2, furthest=1)
    apart = siting(demand(row(5, 5)), sites(flags(0, 0, 0)), costs, most_new=3, furthest=1)

    for objective in OBJECTIVES:
        found = best_sites(problem, objective)
        assert (found.chosen, found.value, found.is_proven) == ((), found.before, True)
        assert len(best_sites(apart, objective).chosen) == 1


def test_area_divided_among_bounded_sites_names_the_largest_part_first() -> None:
    problem = siting(
        demand(row(10, 0, NAN)),
        sites(flags(1, 1, 0), row(4, 6, 0)),
        np.array([[1.0, 2, 3], [9, 1, 1], [1, 9, 1]]),
        most_new=1,
    )

    found = best_sites(problem, "median")

    assert (found.value, found.before) == pytest.approx((16, 16))
    assert found.chosen == ()
    assert [found.served_by(area) for area in range(3)] == [(1, 0), (1,), (0,)]
    assert found.left_out == (2,)


def test_bounded_sites_cover_only_as_many_as_fit() -> None:
    costs = np.array([[1.0, 1], [9, 1]])
    problem = siting(demand(row(10, 6)), sites(flags(1, 0), row(4, 7)), costs, most_new=1, furthest=5)

    found = best_sites(problem, "covering")

    assert (found.before, found.value) == pytest.approx((4, 11))
    assert found.chosen == (1,)


def test_areas_that_nothing_serves_are_cut_off_and_hidden_or_unknown_ones_are_named() -> None:
    who = demand(row(5, 7, NAN, 3), hidden=flags(0, 0, 1, 1))
    costs = np.array([[1.0, 9], [NAN, 40], [1, 1], [3, 1]])

    found = best_sites(siting(who, sites(flags(0, 0)), costs, most_new=1, furthest=10), "median")

    assert (found.chosen, found.value) == ((0,), 14)
    assert (found.cut_off, found.left_out, found.hidden, found.rests_on_hidden) == ((1,), (2,), (3,), True)
    assert [found.served_by(area) for area in range(4)] == [(0,), (), (0,), (0,)]


@pytest.mark.parametrize(
    ("persons", "costs", "room", "reason"),
    [
        ([0, NAN], [[1, 1], [1, 1]], None, "nobody"),
        ([5, 5], [[NAN, 99], [INF, 99]], None, "unreachable"),
        ([5, 5], [[1, NAN], [NAN, 1]], None, "too_few_sites"),
        ([5, 5], [[1, 1], [1, 1]], [4, 5], "too_few_places"),
        ([5, 5], [[1, NAN], [NAN, 1]], [20, 20], "too_few_sites"),
    ],
)
def test_search_without_an_answer_says_why(
    persons: list[float], costs: list[list[float]], room: list[float] | None, reason: str
) -> None:
    where = sites(flags(0, 0), None if room is None else row(*room))

    found = best_sites(siting(demand(row(*persons)), where, np.array(costs), most_new=1, furthest=50), "median")

    assert (found.reason, found.chosen, found.is_proven) == (reason, (), False)
    assert np.isnan([found.value, found.before, found.bound]).all()
    assert not found.shares.any()


def test_covering_without_new_sites_tells_what_is_there() -> None:
    found = best_sites(street(0, fixed=2, furthest=3), "covering")

    assert (found.chosen, found.value, found.before) == ((), 70, 70)


def test_search_that_is_too_large_is_refused_with_its_size() -> None:
    with pytest.raises(SitingTooLargeError, match="25 ways between areas and sites") as refused:
        best_sites(street(1), "median", limits=Limits(pairs=24))

    assert refused.value.code == "indicators.siting_too_large"
    assert refused.value.params == {"pairs": 25, "limit": 24}
    assert "fewer candidates" in refused.value.to_problem().way_out


def answer(**given: Any) -> scipy.optimize.OptimizeResult:  # noqa: ANN401 - as the solver answers
    plain = {"status": 0, "message": "", "x": None, "fun": None, "mip_dual_bound": None, "mip_node_count": None}
    result = scipy.optimize.OptimizeResult()
    result.update(plain | given)
    return result


def test_limit_of_work_leaves_the_best_choice_so_far_with_its_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    # Opens the sites at 0 and 6 of the street; the program is scaled so that its largest coefficient is 1,000.
    point, pairs, scale = np.zeros(30), [(0, 0), (1, 0), (2, 3), (3, 3), (4, 3)], 240 / 1000
    point[[0, 3, *(5 + 5 * area + site for area, site in pairs)]] = 1
    monkeypatch.setattr(
        scipy.optimize, "milp", lambda *_, **__: answer(status=1, x=point, mip_dual_bound=104 / scale, mip_node_count=7)
    )

    found = best_sites(street(2), "median")

    assert (found.chosen, found.value, found.is_proven, found.nodes) == ((0, 3), 130, False, 7)
    assert (found.bound, found.gap) == pytest.approx((104, 0.2))


def test_limit_of_work_without_any_choice_tells_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scipy.optimize, "milp", lambda *_, **__: answer(status=1))
    nothing = best_sites(street(2), "median")
    monkeypatch.setattr(scipy.optimize, "milp", lambda *_, **__: answer(status=1, mip_dual_bound=-1000.0))
    bounded = best_sites(street(2, furthest=3), "covering")

    assert (nothing.reason, nothing.bound, nothing.chosen) == ("limit", -INF, ())
    assert (bounded.reason, bounded.bound) == ("limit", 40)


@pytest.mark.parametrize(
    "given_answer",
    [
        answer(status=4, message="broken"),
        answer(x=np.zeros(30), fun=0.0),
        answer(x=np.full(30, 0.5), fun=0.0),
        answer(x=np.full(30, 1.5), fun=0.0),
    ],
)
def test_answer_of_the_solver_that_breaks_a_row_is_refused(
    monkeypatch: pytest.MonkeyPatch, given_answer: scipy.optimize.OptimizeResult
) -> None:
    monkeypatch.setattr(scipy.optimize, "milp", lambda *_, **__: given_answer)

    with pytest.raises(SitingSolverError):
        best_sites(street(2), "median")


def test_gap_of_no_value_is_without_end() -> None:
    found = best_sites(street(2), "median")

    assert _gap(found, value=0.0, bound=-5.0) == INF
    assert _gap(found, value=0.0, bound=0.0) == 0


def _gap(found: Proposal, *, value: float, bound: float) -> float:
    return dataclasses.replace(found, value=value, bound=bound, is_proven=False).gap


def test_search_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="capacity"):
        sites(flags(1), row(NAN))
    with pytest.raises(ValueError, match="capacity"):
        sites(flags(1), row(1, 2))
    with pytest.raises(ValueError, match="capacity"):
        sites(np.ones((1, 1), dtype=bool))
    for most_new, furthest in ((-1, 1.0), (1, -1.0), (1, NAN)):
        with pytest.raises(ValueError, match="longest way"):
            siting(demand(row(1)), sites(flags(0)), np.zeros((1, 1)), most_new=most_new, furthest=furthest)


@st.composite
def searches(draw: st.DrawFn, *, is_bounded: bool = False) -> Siting:
    """Draw a small town; costs and persons are small and whole, so that many choices are equally good."""
    areas, places = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    persons = [draw(st.sampled_from([NAN, 0, 1, 2, 3])) for _ in range(areas)]
    costs = [[draw(st.sampled_from([NAN, 0, 1, 2, 4, 7])) for _ in range(places)] for _ in range(areas)]
    fixed = [draw(st.sampled_from([True, False, False])) for _ in range(places)]
    room = [draw(st.sampled_from([0, 2, 4, INF])) for _ in range(places)] if is_bounded else None
    furthest = draw(st.sampled_from([INF, 4, 1]))
    where = sites(np.array(fixed), None if room is None else row(*room))
    most_new = draw(st.integers(0, 3))
    return siting(demand(row(*persons)), where, np.array(costs, float), most_new=most_new, furthest=furthest)


def choices(problem: Siting) -> list[tuple[int, ...]]:
    candidates = np.flatnonzero(~problem.sites.fixed).tolist()
    numbers = range(min(problem.most_new, len(candidates)) + 1)
    return [chosen for number in numbers for chosen in itertools.combinations(candidates, number)]


def tried(problem: Siting, objective: Objective, chosen: tuple[int, ...]) -> float:
    """Return the value of a choice, person by person; NaN for a median that leaves somebody out."""
    is_open = problem.sites.fixed.copy()
    is_open[list(chosen)] = True
    whole = problem.weights.astype(int)
    lines = [problem.costs[area] for area in np.flatnonzero(problem.counted) for _ in range(whole[area])]
    # One column for each place; more than there are persons are never needed.
    room = np.minimum(problem.sites.capacities, len(lines)).astype(int) * is_open
    table = np.array([np.repeat(line, room) for line in lines])
    nobody = 1e6 if objective == "median" else 1.0
    served = np.where(np.isfinite(table), table if objective == "median" else 0.0, nobody)
    padded = np.hstack([served, np.full((len(lines), len(lines)), nobody)])
    cost = padded[scipy.optimize.linear_sum_assignment(padded)].sum()
    if objective == "covering":
        return len(lines) - float(cost)
    return NAN if cost >= nobody else float(cost)


def best_of_all(problem: Siting, objective: Objective) -> float:
    values = [tried(problem, objective, chosen) for chosen in choices(problem)]
    told_values = [value for value in values if not math.isnan(value)]
    best = min if objective == "median" else max
    return best(told_values) if told_values else NAN


@given(searches(), st.sampled_from(OBJECTIVES))
def test_no_choice_among_all_is_better(problem: Siting, objective: Objective) -> None:
    assert_best(problem, objective)


@given(searches(is_bounded=True), st.sampled_from(OBJECTIVES))
def test_no_choice_among_all_is_better_where_sites_take_only_so_many(problem: Siting, objective: Objective) -> None:
    assert_best(problem, objective)


def assert_best(problem: Siting, objective: Objective) -> None:
    found = best_sites(problem, objective)

    if not problem.counted.any():
        assert found.reason == ("unreachable" if (problem.weights > 0).any() else "nobody")
        return
    best = best_of_all(problem, objective)
    assert found.value == pytest.approx(best, nan_ok=True)
    assert bool(found.reason) == math.isnan(best)
    assert found.is_proven != math.isnan(best)
    assert not problem.sites.fixed[list(found.chosen)].any()
    assert len(found.chosen) <= problem.most_new
    if not found.reason:
        assert found.before == pytest.approx(tried(problem, objective, ()), nan_ok=True)
        assert tried(problem, objective, found.chosen) == pytest.approx(found.value)
        assert (found.shares[~np.isfinite(problem.costs)] == 0).all()
        assert (problem.weights @ found.shares <= problem.sites.capacities + 1e-5).all()


@given(searches(), st.sampled_from(OBJECTIVES))
def test_one_more_site_is_never_worse_and_none_is_opened_for_nothing(problem: Siting, objective: Objective) -> None:
    found = best_sites(problem, objective)
    more = best_sites(dataclasses.replace(problem, most_new=problem.most_new + 1), objective)

    if not found.reason:
        assert more.value <= found.value + 1e-9 if objective == "median" else more.value >= found.value - 1e-9
        for site in found.chosen:
            fewer = tuple(other for other in found.chosen if other != site)
            assert tried(problem, objective, fewer) != pytest.approx(found.value)


@given(searches(), st.sampled_from(OBJECTIVES), st.randoms(use_true_random=False))
def test_order_changes_no_value(problem: Siting, objective: Objective, random: Any) -> None:  # noqa: ANN401
    areas, places = list(range(problem.costs.shape[0])), list(range(problem.costs.shape[1]))
    random.shuffle(areas)
    random.shuffle(places)
    where = sites(problem.sites.fixed[places])
    costs = problem.costs[np.ix_(areas, places)]
    turned = siting(demand(problem.who.persons[areas]), where, costs, most_new=problem.most_new)

    plain, other = best_sites(problem, objective), best_sites(turned, objective)

    assert other.value == pytest.approx(plain.value, nan_ok=True)
    assert other.reason == plain.reason


@given(searches(), st.sampled_from(OBJECTIVES))
def test_same_search_gives_the_same_choice_and_another_one_is_never_better(
    problem: Siting, objective: Objective
) -> None:
    found, again = best_sites(problem, objective), best_sites(problem, objective)

    assert (found.chosen, found.nodes) == (again.chosen, again.nodes)
    if found.chosen:
        other = best_sites(problem, objective, other_than=found.chosen)
        assert not set(found.chosen) <= set(other.chosen)
        if not other.reason:
            assert other.value >= found.value - 1e-9 if objective == "median" else other.value <= found.value + 1e-9
