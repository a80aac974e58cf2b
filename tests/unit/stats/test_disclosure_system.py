# SPDX-License-Identifier: EUPL-1.2
"""What contradicts itself is refused with its place; what hangs together is protected together."""

import math
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval, equals, sums_up
from indicators.stats.disclosure.connections import components, ties_of
from indicators.stats.disclosure.errors import InconsistentSystemError, SolverError
from indicators.stats.disclosure.solving import Cover, Program, cheapest, maximum
from indicators.stats.disclosure.system import System, system_of
from indicators.stats.disclosure.tables import flat, key_of, summed
from tests.unit.stats.disclosing import areas, two_ways


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: system_of([Cell("a", 1), Cell("a", 2)]), "a"),
        (lambda: system_of([Cell("a", math.nan)]), "a"),
        (lambda: system_of([Cell("a", -1)]), "a"),
        (lambda: system_of([Cell("a", 4, told=Interval(5, 9))]), "a"),
        (lambda: system_of([Cell("a", 4, need=Interval(5, 9))]), "a"),
        (lambda: system_of([Cell("a", 4, need=Interval(0, math.inf))]), "a"),
        (lambda: system_of([Cell("a", 4, weight=0)]), "a"),
        (lambda: system_of([Cell("a", 4, figure="f"), Cell("b", 4, Fate.MUST, figure="f")]), "f"),
        (lambda: system_of([Cell("a", 4)], [sums_up("a", ["b"])]), "b"),
        (lambda: system_of([Cell("a", 4), Cell("b", 3)], [sums_up("a", ["b"])]), "a"),
        (lambda: system_of([Cell("a", 4)], [Equation({"a": 0.0}, name="nothing")]), "nothing"),
        (lambda: system_of([Cell("a", 4)], [Equation({"a": math.nan}, name="nan")]), "nan"),
    ],
)
def test_contradiction_is_refused_with_its_place(make: Callable[[], System], place: str) -> None:
    with pytest.raises(InconsistentSystemError) as caught:
        make()

    assert caught.value.place == place
    assert caught.value.code == "indicators.disclosure_inconsistent"


def test_equation_counts_once_however_it_is_written() -> None:
    cells = [Cell("a", 1), Cell("b", 2), Cell("t", 3)]

    system = system_of(cells, [sums_up("t", ["a", "b"]), Equation({"t": 1.0, "b": -1.0, "a": -1.0})])

    assert system.matrix.shape == (1, 3)


def test_equation_with_a_total_holds_for_true_values() -> None:
    assert system_of([Cell("a", 1), Cell("b", 2)], [Equation({"a": 2.0, "b": 1.0}, total=4.0)]).size == 2


def test_equation_with_a_total_holds_also_where_its_first_coefficient_is_negative() -> None:
    cells = [Cell("a", 5), Cell("b", 2)]

    system = system_of(cells, [Equation({"a": -1.0, "b": 1.0}, total=-3.0)])

    assert system.matrix.toarray().tolist() == [[1.0, -1.0]]
    with pytest.raises(InconsistentSystemError):
        system_of(cells, [Equation({"a": -1.0, "b": 1.0}, total=3.0)])


def test_of_equal_equations_with_different_totals_none_is_overlooked() -> None:
    cells = [Cell("a", 1), Cell("b", 2)]

    with pytest.raises(InconsistentSystemError):
        system_of(cells, [Equation({"a": 1.0, "b": 1.0}, 4.0), Equation({"a": 1.0, "b": 1.0}, 3.0)])


def test_rows_are_sorted_by_their_terms_and_shorter_ones_come_first() -> None:
    cells = [Cell(key, 0, lower=-math.inf) for key in "abc"]
    terms = [{"b": 1.0}, {"a": 2.0, "c": -0.5}, {"a": 2.0, "c": -1.0}, {"a": 2.0}, {"a": 1.0, "b": 3.0, "c": 0.0}]

    system = system_of(cells, [Equation(each) for each in terms])

    assert system.matrix.toarray().tolist() == [[1, 3, 0], [2, 0, 0], [2, 0, -1], [2, 0, -0.5], [0, 1, 0]]


def test_cells_hang_together_by_equations_and_by_figures_but_not_by_what_is_told() -> None:
    cells = [
        Cell("a", 1), Cell("b", 2), Cell("t", 3, Fate.MUST),
        Cell("c", 1, figure="f"), Cell("d", 1, figure="f"), Cell("e", 1), Cell("x", 3),
    ]  # fmt: skip
    system = system_of(cells, [sums_up("t", ["a", "b"]), equals("d", "e"), equals("t", "x")])

    groups = [[system.keys[cell] for cell in group] for group in components(system)]

    assert groups == [["a", "b"], ["c", "d", "e"], ["x"]]


def test_system_without_equations_falls_into_its_cells() -> None:
    assert [group.tolist() for group in components(system_of([Cell("a", 1), Cell("b", 2)]))] == [[0], [1]]
    assert components(system_of([])) == ()


def test_neighbourhoods_of_a_cell_grow_until_everything_is_in_them() -> None:
    system = system_of(*two_ways(np.ones((3, 3)) * 9))
    start = system.keys.index("r0:c0")

    found = list(ties_of(system).widening(start, (0, 1)))

    assert [cells.size for cells in found] == [1, 7, 15]
    assert system.keys[found[0][0]] == "r0:c0"
    assert len(list(ties_of(system).widening(start, (1, 2)))) == 2


def test_sums_of_a_hierarchy_are_those_of_its_ends() -> None:
    ends = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])

    made = summed([areas((1, 2, 3)), flat("t", ["m", "w"])], ends)

    assert made[:, 0].tolist() == [21, 10, 11, 3, 7, 11]
    assert made[0].tolist() == [21, 9, 12]
    assert key_of(["0.000", "t"], "persons") == "persons:0.000:t"


def program(lower: float, upper: float, coefficient: float = 1.0) -> Program:
    from scipy.sparse import csr_array

    return Program(csr_array(np.array([[coefficient, -1.0]])), np.zeros(1), np.full(2, lower), np.full(2, upper))


def test_outcomes_of_linear_programs_are_told_apart() -> None:
    towards = np.array([1.0, 0.0])

    best, endless = maximum(towards, program(0, 4)), maximum(towards, program(0, math.inf))

    assert best is not None
    assert endless is not None
    assert best.value == pytest.approx(4)
    assert endless.value == math.inf
    assert maximum(towards, program(1, 2, 3.0)) is None


@pytest.mark.parametrize("status", [1, 4])
def test_linear_program_that_ends_in_any_other_way_is_an_error(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    from scipy import optimize

    answer = SimpleNamespace(status=status, message="gave up", x=None, fun=None)
    monkeypatch.setattr(optimize, "linprog", lambda *_, **__: answer)

    with pytest.raises(SolverError, match="gave up"):
        maximum(np.ones(2), program(0, 4))


def cover() -> Cover:
    from scipy.sparse import csr_array

    return Cover(np.array([3.0, 1.0, 1.0]), csr_array(np.array([[1.0, 0.5, 0.0], [1.0, 0.0, 1.0]])))


def test_cheapest_choice_fulfils_all_rows() -> None:
    choice = cheapest(cover(), node_limit=100)

    assert choice is not None
    assert choice.chosen.tolist() == [1, 0, 0]
    assert choice.cost == choice.bound == 3
    assert choice.is_proven
    halves = cheapest(cover(), node_limit=100, is_whole=False)
    assert halves is not None
    assert halves.cost <= 3


@pytest.mark.parametrize(("status", "bound"), [(1, 2.5), (1, None)])
def test_integer_program_that_ran_out_of_work_proves_nothing(
    monkeypatch: pytest.MonkeyPatch, status: int, bound: float | None
) -> None:
    from scipy import optimize

    answer = SimpleNamespace(status=status, message="limit", x=None, fun=None, mip_dual_bound=bound)
    monkeypatch.setattr(optimize, "milp", lambda *_, **__: answer)

    choice = cheapest(cover(), node_limit=1)

    assert choice is not None
    assert not choice.is_proven
    assert choice.bound == (-math.inf if bound is None else bound)


def test_integer_program_without_a_choice_has_none_and_one_that_fails_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from scipy import optimize

    def ends(status: int) -> None:
        answer = SimpleNamespace(status=status, message="broke", x=None, fun=None, mip_dual_bound=None)
        monkeypatch.setattr(optimize, "milp", lambda *_, **__: answer)

    ends(2)
    assert cheapest(cover(), node_limit=1) is None
    ends(4)
    with pytest.raises(SolverError, match="broke"):
        cheapest(cover(), node_limit=1)
