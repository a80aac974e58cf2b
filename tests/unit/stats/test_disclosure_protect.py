# SPDX-License-Identifier: EUPL-1.2
"""The compiler at its edges: nothing to hide, no way out, earlier releases, single contributors, used up work."""

import numpy as np
import pytest

from indicators.stats.disclosure import audit as gate
from indicators.stats.disclosure import exact, greedy
from indicators.stats.disclosure import protect as compiler
from indicators.stats.disclosure.attack import intervals, reliable
from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval, equals, sums_up
from indicators.stats.disclosure.errors import SolverError, UnprotectableError
from indicators.stats.disclosure.exact import Work
from indicators.stats.disclosure.protect import Limits, Path, Reason, audited, mask_of, protect
from indicators.stats.disclosure.rules import CellRule, Rate, count_cell, rate_cells
from indicators.stats.disclosure.solving import Choice
from indicators.stats.disclosure.system import system_of
from tests.unit.stats.disclosing import Parts, narrowed, small_count, two_ways

GREEDY = Limits(figures=0)
BOTH = pytest.mark.parametrize("limits", [Limits(), GREEDY], ids=["exact", "greedy"])


def tree(*counts: float, total: Fate = Fate.MUST) -> Parts:
    """Return counts of areas and their sum."""
    parts = [small_count(f"a{place}", count) for place, count in enumerate(counts)]
    return [*parts, Cell("t", sum(counts), total)], [sums_up("t", [part.key for part in parts])]


@BOTH
def test_system_without_cells_has_nothing_to_hide(limits: Limits) -> None:
    pattern = protect(system_of([]), limits=limits)

    assert (pattern.hidden, pattern.outcomes, pattern.audit.holds, pattern.cost) == (frozenset(), (), True, 0)


@BOTH
def test_single_small_cell_is_hidden_and_that_is_enough(limits: Limits) -> None:
    pattern = protect(system_of([small_count("a", 2)]), limits=limits)

    assert pattern.hidden == pattern.primary == {"a"}
    assert [outcome.path for outcome in pattern.outcomes] == [Path.NOTHING]


@BOTH
def test_safe_table_is_shown_whole(limits: Limits) -> None:
    assert protect(system_of(*two_ways(np.full((3, 3), 20.0))), limits=limits).hidden == frozenset()


@BOTH
def test_table_of_small_counts_alone_is_hidden_but_for_its_total(limits: Limits) -> None:
    pattern = protect(system_of(*two_ways(np.full((2, 2), 2.0))), limits=limits)

    assert pattern.primary == {"r0:c0", "r0:c1", "r1:c0", "r1:c1"}
    assert pattern.audit.holds


@BOTH
def test_cells_that_nobody_may_hide_leave_no_way_out_and_the_cell_is_named(limits: Limits) -> None:
    cells = [small_count("a", 2), Cell("b", 40, Fate.MUST), Cell("t", 42, Fate.MUST)]

    with pytest.raises(UnprotectableError) as caught:
        protect(system_of(cells, [sums_up("t", ["a", "b"])]), limits=limits)

    assert caught.value.params["cells"] == ("a",)
    assert caught.value.place == "a"
    assert caught.value.code == "indicators.disclosure_unprotectable"


@BOTH
def test_no_way_out_although_something_could_be_hidden_is_told_as_well(limits: Limits) -> None:
    # The total is shown, and all others together hold less than the small cell needs.
    cells, equations = tree(1, 0, 0)

    with pytest.raises(UnprotectableError):
        protect(system_of(cells, equations), limits=limits)


@pytest.mark.parametrize("fate", [Fate.MUST, Fate.SHOWN])
def test_small_cell_that_has_to_be_shown_is_told(fate: Fate) -> None:
    with pytest.raises(UnprotectableError) as caught:
        protect(system_of([small_count("a", 2, fate)]))

    assert caught.value.params["cells"] == ("a",)


def test_many_unprotectable_cells_are_all_in_the_error_and_few_in_its_sentence() -> None:
    with pytest.raises(UnprotectableError) as caught:
        protect(system_of([small_count(f"a{each}", 2, Fate.MUST) for each in range(8)]))

    assert len(caught.value.params["cells"]) == 8  # type: ignore[arg-type]
    assert caught.value.place == "a0, a1, a2, a3, a4 and 3 more"


@BOTH
@pytest.mark.check("C076")
def test_second_release_hides_new_figures_alone_and_reckons_with_what_the_first_showed(limits: Limits) -> None:
    # The first release showed four areas; the second splits one of them in two.
    first = [Cell(f"a{place}", 20 + place, Fate.SHOWN) for place in range(4)]
    second = [small_count("a0/x", 2), small_count("a0/y", 18), small_count("a1/x", 5), small_count("a1/y", 16)]
    sums = [sums_up("a0", ["a0/x", "a0/y"]), sums_up("a1", ["a1/x", "a1/y"])]

    pattern = protect(system_of([*first, *second], sums), limits=limits)

    assert pattern.hidden == {"a0/x", "a0/y"}


@BOTH
@pytest.mark.check("C076")
def test_figure_that_was_hidden_stays_hidden_and_protects_for_nothing(limits: Limits) -> None:
    cells, equations = tree(2, 30, 9)
    kept = [Cell(cell.key, cell.value, Fate.HIDDEN) if cell.key == "a1" else cell for cell in cells]

    pattern = protect(system_of(kept, equations), limits=limits)

    assert pattern.kept == {"a1"}
    assert pattern.primary == {"a0"}
    assert pattern.hidden == {"a0", "a1"}
    assert pattern.cost == 2


@pytest.mark.check("C076")
def test_earlier_release_that_leaves_no_way_out_refuses_the_new_one() -> None:
    cells, equations = tree(2, 30, 9)
    shown = [Cell(cell.key, cell.value, Fate.SHOWN) if cell.key != "a0" else cell for cell in cells]

    with pytest.raises(UnprotectableError):
        protect(system_of(shown, equations))


def test_components_that_were_not_asked_for_are_left_alone() -> None:
    cells, equations = tree(2, 30, 9)
    others = [small_count("x", 2), Cell("y", 40, Fate.SHOWN), Cell("z", 42, Fate.SHOWN)]
    system = system_of([*cells, *others], [*equations, sums_up("z", ["x", "y"])])

    pattern = protect(system, only={"a1"})

    assert pattern.secondary == {"a2"}
    assert pattern.untouched == 1
    with pytest.raises(UnprotectableError):
        protect(system)


@BOTH
@pytest.mark.check("C076")
def test_old_minus_new_boundaries_give_no_sliver_away(limits: Limits) -> None:
    # An area of 40 lost a block of 2 to its neighbour; both versions are published.
    sliver = Cell("block", 2, Fate.HIDDEN, need=Interval(0, 3))
    cells = [Cell("old/a", 40), Cell("old/b", 60), Cell("new/a", 38), Cell("new/b", 62), Cell("t", 100, Fate.MUST)]
    equations = [
        sums_up("t", ["old/a", "old/b"]),
        sums_up("t", ["new/a", "new/b"]),
        sums_up("old/a", ["new/a", "block"]),
        sums_up("new/b", ["old/b", "block"]),
    ]
    system = system_of([*cells, sliver], equations)

    pattern = protect(system, limits=limits)

    assert not audited(system, set()).holds
    assert pattern.secondary in ({"old/a", "old/b"}, {"new/a", "new/b"})
    assert audited(system, pattern.hidden).holds


@BOTH
@pytest.mark.check("C076")
def test_same_count_in_two_indicators_is_hidden_in_both(limits: Limits) -> None:
    cells, equations = tree(2, 30, 9)
    twin = Cell("twin", 2, weight=1.0)

    pattern = protect(system_of([*cells, twin], [*equations, equals("a0", "twin")]), limits=limits)

    assert pattern.secondary == {"a2", "twin"}


@BOTH
@pytest.mark.check("C076")
def test_linear_index_with_all_other_parts_shown_gives_the_last_one_away_and_is_hidden(limits: Limits) -> None:
    cells = [small_count("part", 2), Cell("other", 50, Fate.MUST), Cell("index", 0.3 * 2 + 0.7 * 50, lower=-1e9)]
    equation = Equation({"index": -1.0, "part": 0.3, "other": 0.7})

    assert protect(system_of(cells, [equation]), limits=limits).hidden == {"part", "index"}


@BOTH
@pytest.mark.check("C076")
def test_two_cells_of_one_person_each_do_not_protect_one_another(limits: Limits) -> None:
    rule = CellRule(minimum_count=3, knows_own=True)
    cells = [count_cell(rule, key, count) for key, count in (("a", 1), ("b", 2), ("c", 3), ("d", 50))]
    equations = [sums_up("t", ["a", "b", "c", "d"])]
    total = Cell("t", 56, Fate.MUST)
    system = system_of([*cells, total], equations)

    pattern = protect(system, limits=limits)

    told = audited(system, {"a", "b"})
    assert {(breach.cell, breach.knower) for breach in told.breaches} >= {("b", "a")}
    assert pattern.audit.holds
    low, high = narrowed(([*cells, total], equations), pattern.hidden, "b", known={"a"})
    assert low <= 0
    assert high >= 3


@BOTH
def test_figure_of_several_cells_is_hidden_as_a_whole(limits: Limits) -> None:
    left, right = tree(2, 30, 9), [Cell("p", 7, figure="a2/both", weight=1), Cell("q", 8, weight=1)]
    cells = [Cell(cell.key, cell.value, figure="a2/both") if cell.key == "a2" else cell for cell in left[0]]

    pattern = protect(system_of([*cells, *right], left[1]), limits=limits)

    assert pattern.secondary == {"a2/both"}


@BOTH
@pytest.mark.check("C076")
def test_rates_of_parts_and_whole_do_not_give_a_small_numerator_away(limits: Limits) -> None:
    counts = {"a": (2.0, 53.0), "b": (40.0, 300.0), "c": (60.0, 411.0)}
    cells: list[Cell] = []
    equations: list[Equation] = []
    for key, (top, bottom) in counts.items():
        need = Interval(0, 3) if top < 3 else None
        cells += [Cell(f"{key}/n", top, Fate.HIDDEN, need=need), Cell(f"{key}/d", bottom, Fate.SHOWN)]
        percent = float(np.floor(1000 * top / bottom + 0.5) / 10)
        more = rate_cells(Rate(f"{key}/rate", percent, 1, (f"{key}/n", top), (f"{key}/d", bottom)))
        cells, equations = [*cells, *more[0]], [*equations, *more[1]]
    cells.append(Cell("t/n", 102, Fate.MUST))
    equations.append(sums_up("t/n", [f"{key}/n" for key in counts]))

    pattern = protect(system_of(cells, equations), limits=limits)

    assert pattern.secondary == {"a/rate", "b/rate"}


def test_work_that_is_used_up_leads_to_the_greedy_path_and_is_told() -> None:
    system = system_of(*two_ways(np.array([[2, 9, 20], [9, 30, 8], [14, 7, 40]], dtype=float)))

    pattern = protect(system, limits=Limits(work=Work(rounds=0)))

    assert [(each.path, each.reason) for each in pattern.outcomes] == [(Path.GREEDY, Reason.WORK)]
    assert pattern.audit.holds
    assert pattern.outcomes[0].bound <= protect(system).cost <= pattern.cost


def test_integer_program_without_proof_leads_to_the_greedy_path_with_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    system = system_of(*two_ways(np.array([[2, 9, 20], [9, 30, 8], [14, 7, 40]], dtype=float)))
    unproven = Choice(np.zeros(0), np.inf, 5.0, is_proven=False)
    monkeypatch.setattr(exact, "cheapest", lambda *_, **__: unproven)

    outcome = protect(system).outcomes[0]

    assert (outcome.path, outcome.reason, outcome.bound) == (Path.GREEDY, Reason.WORK, 7)


def test_size_leads_to_the_greedy_path_and_is_told() -> None:
    system = system_of(*two_ways(np.array([[2, 9, 20], [9, 30, 8]], dtype=float)))

    assert protect(system, limits=GREEDY).outcomes[0].reason == Reason.SIZE


def test_solver_that_calls_the_true_values_impossible_is_an_error() -> None:
    with pytest.raises(SolverError, match="no deviation"):
        reliable(None)


def test_greedy_path_that_does_not_end_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    system = system_of(*two_ways(np.array([[2, 9, 20], [9, 30, 8]], dtype=float)))
    monkeypatch.setattr(greedy, "_pass", lambda _system, _ties, hidden: hidden)

    with pytest.raises(SolverError, match="still open"):
        protect(system, limits=GREEDY)


@BOTH
def test_cell_that_would_have_to_be_negative_cannot_be_protected(limits: Limits) -> None:
    cells, equations = tree(2, 30, 9)
    cells[0] = Cell("a0", 2, need=Interval(-1, 3))

    with pytest.raises(UnprotectableError):
        protect(system_of(cells, equations), limits=limits)


@BOTH
def test_sum_that_nobody_sees_leaves_its_parts_open_without_end(limits: Limits) -> None:
    cells, equations = tree(1, 2, 9, total=Fate.HIDDEN)
    system = system_of(cells, equations)

    pattern = protect(system, limits=limits)

    assert pattern.secondary == frozenset()
    assert intervals(system, mask_of(system, pattern.hidden))["a0"] == Interval(0, np.inf)


def test_pattern_that_does_not_withstand_the_last_attack_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    system = system_of(*two_ways(np.array([[2, 9, 20], [9, 30, 8]], dtype=float)))
    monkeypatch.setattr(compiler, "least", lambda _part, hidden, _work: exact.Least(hidden, 0, 1, 0))

    with pytest.raises(UnprotectableError) as caught:
        protect(system)

    assert caught.value.params["cells"] == ("r0:c0",)


def test_inequalities_that_contradict_a_safe_pattern_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    system = system_of(*two_ways(np.array([[2, 9, 20], [9, 30, 8]], dtype=float)))
    monkeypatch.setattr(exact, "cheapest", lambda *_, **__: None)

    with pytest.raises(SolverError, match="contradict"):
        protect(system)


def test_exact_path_that_knows_nothing_beforehand_learns_from_the_attacks(monkeypatch: pytest.MonkeyPatch) -> None:
    system = system_of(*two_ways(np.array([[2, 9, 20], [9, 30, 8], [14, 7, 40]], dtype=float)))
    expected = protect(system)
    monkeypatch.setattr(exact, "_by_equation", lambda *_: [])

    found = protect(system)

    assert found.outcomes[0].path == Path.EXACT
    assert found.cost == expected.cost


def test_exact_path_finds_the_same_without_halves() -> None:
    system = system_of(*two_ways(np.array([[2, 9, 20], [9, 30, 8], [14, 7, 40]], dtype=float)))

    assert protect(system, limits=Limits(work=Work(halves=0))).cost == protect(system).cost


def test_exact_path_without_useful_duals_excludes_pattern_by_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    system = system_of(*two_ways(np.array([[2, 9], [9, 30]], dtype=float)))
    expected = protect(system)
    monkeypatch.setattr(exact, "_attacked", lambda system, *_: np.zeros(system.matrix.shape[0]))
    monkeypatch.setattr(exact, "_by_equation", lambda *_: [])

    assert protect(system).cost == expected.cost


@pytest.mark.parametrize("rounds", [0, 1, 40])
def test_audit_says_the_same_however_often_it_pushes_many_cells_at_once(
    monkeypatch: pytest.MonkeyPatch, rounds: int
) -> None:
    counts = np.array([[1, 2, 20, 2], [2, 30, 1, 8], [14, 2, 40, 1], [2, 1, 9, 30]], dtype=float)
    system = system_of(*two_ways(counts))
    expected = audited(system, system.figures[:9])
    monkeypatch.setattr(gate, "_ROUNDS", rounds)

    assert audited(system, system.figures[:9]).breaches == expected.breaches
    assert protect(system).audit.holds


def test_pattern_names_primary_secondary_and_kept_figures_apart() -> None:
    cells, equations = tree(2, 30, 9)
    system = system_of(cells, equations)

    pattern = protect(system)

    assert pattern.primary == {"a0"}
    assert pattern.secondary == {"a2"}
    assert pattern.kept == frozenset()
    assert pattern.hidden == {"a0", "a2"}
    assert pattern.cost == 11
    assert pattern.is_least
    assert mask_of(system, pattern.hidden).tolist() == [True, False, True, False]


def test_intervals_of_cells_that_are_told_have_one_number() -> None:
    cells, equations = tree(2, 30, 9)
    system = system_of(cells, equations)

    found = intervals(system, mask_of(system, {"a0", "a2"}), keys=["a0", "a1"])

    assert found == {"a0": Interval(0, 11), "a1": Interval(30, 30)}
