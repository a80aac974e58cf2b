# SPDX-License-Identifier: EUPL-1.2
"""Counts that the source keeps to itself are given values that fit, and are protected like our own."""

import math

import pytest

from indicators.stats.disclosure.cells import Cell, Equation, Fate, sums_up
from indicators.stats.disclosure.errors import InconsistentSystemError
from indicators.stats.disclosure.filling import filled
from indicators.stats.disclosure.protect import protect
from indicators.stats.disclosure.rules import CellRule, need_of_kept
from indicators.stats.disclosure.system import system_of
from tests.unit.stats.disclosing import is_safe

NAN = math.nan


def values(*cells: Cell, equations: list[Equation]) -> dict[str, float]:
    return {cell.key: cell.value for cell in filled(cells, equations)}


def test_value_that_follows_is_filled_in() -> None:
    found = values(Cell("a", NAN), Cell("b", 40), Cell("t", 49), equations=[sums_up("t", ["a", "b"])])

    assert found == {"a": 9, "b": 40, "t": 49}


def test_values_that_do_not_follow_are_as_even_as_their_sums_allow() -> None:
    cells = [Cell(key, NAN) for key in ("a", "b", "c", "d")]
    equations = [sums_up("t", ["a", "b"]), sums_up("u", ["b", "c"])]

    found = values(*cells, Cell("t", 8), Cell("u", 10), equations=equations)

    assert found["a"] + found["b"] == pytest.approx(8)
    assert found["b"] + found["c"] == pytest.approx(10)
    assert max(found["a"], found["b"], found["c"]) == pytest.approx(5)
    assert found["d"] == 0


def test_known_values_stay() -> None:
    assert values(Cell("b", 2), Cell("a", 1), equations=[]) == {"a": 1, "b": 2}


def test_sums_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(InconsistentSystemError) as caught:
        filled([Cell("a", NAN), Cell("b", 50), Cell("t", 49)], [sums_up("t", ["a", "b"])])

    assert caught.value.place == "a"


@pytest.mark.check("C076")
def test_count_that_the_source_keeps_to_itself_is_not_told_by_its_family() -> None:
    rule, equations = CellRule(minimum_count=3), [sums_up("t", ["a", "b", "c"])]
    known = filled([Cell("a", NAN, Fate.HIDDEN), Cell("b", 40), Cell("c", 7), Cell("t", 56, Fate.MUST)], equations)
    cells = [
        Cell("a", cell.value, Fate.HIDDEN, need=need_of_kept(rule, cell.value)) if cell.key == "a" else cell
        for cell in known
    ]

    pattern = protect(system_of(cells, equations))

    assert pattern.secondary in ({"b"}, {"c"})
    assert is_safe((cells, equations), pattern.hidden)


def test_kept_count_stays_open_up_to_its_minimum_or_its_size() -> None:
    assert need_of_kept(CellRule(minimum_count=3), 9).upper == 9
    assert need_of_kept(CellRule(minimum_count=3), 0).upper == 3
    assert need_of_kept(CellRule(), 0).upper == 1
