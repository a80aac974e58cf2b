# SPDX-License-Identifier: EUPL-1.2
"""The same count on two boundary versions."""

import numpy as np
import pytest

from indicators.stats.disclosure.boundaries import redrawn
from indicators.stats.disclosure.cells import Cell, Fate, Interval
from indicators.stats.disclosure.columns import Added, Column
from indicators.stats.disclosure.protect import protect
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.disclosure.system import system_of

RULE = CellRule(minimum_count=3)


def column(name: str, *values: float) -> Column:
    keys = tuple("" if np.isnan(value) else f"{name}{place}" for place, value in enumerate(values))
    return Column(keys, np.array(values, dtype=float))


def terms(added: Added) -> list[dict[str, float]]:
    return [dict(equation.terms) for equation in added.equations]


def test_area_that_went_on_is_the_same_count() -> None:
    assert terms(redrawn(column("o", 7), column("n", 7), [(0, 0)], RULE)) == [{"o0": 1, "n0": -1}]


def test_area_that_is_one_cell_in_both_needs_no_equation() -> None:
    assert redrawn(column("a", 7), column("a", 7), [(0, 0)], RULE) == Added()


def test_split_and_merged_areas_add_up() -> None:
    found = redrawn(column("o", 9, 4, 5), column("n", 3, 6, 9), [(0, 0), (0, 1), (1, 2), (2, 2)], RULE)

    assert terms(found) == [{"o0": 1, "n0": -1, "n1": -1}, {"o1": 1, "o2": 1, "n2": -1}]
    assert found.cells == ()


@pytest.mark.parametrize(("new", "need"), [(5, Interval(0, 3)), (9, Interval(-3, 0)), (2, None)])
def test_few_people_whom_a_border_put_elsewhere_are_a_sensitive_strip(new: float, need: Interval | None) -> None:
    found = redrawn(column("o", 7), column("n", new), [(0, 0)], RULE)

    (strip,) = found.cells
    assert (strip.value, strip.need, strip.fate) == (7 - new, need, Fate.HIDDEN)
    system_of([Cell("o0", 7), Cell("n0", new), strip], found.equations)


@pytest.mark.check("C076")
def test_old_minus_new_does_not_tell_a_strip_of_two_people() -> None:
    old, new = column("o", 20), column("n", 18)
    found = redrawn(old, new, [(0, 0)], RULE)
    cells = [Cell("o0", 20, Fate.SHOWN), Cell("n0", 18), *found.cells]

    assert "n0" in protect(system_of(cells, found.equations)).hidden


def test_pieces_of_areas_that_overlap_crosswise_are_cells_with_what_is_known_of_them() -> None:
    old, new = column("o", 10, 20), column("n", 8, 22)

    found = redrawn(old, new, [(0, 0), (0, 1), (1, 1)], RULE)

    pieces = {cell.key: (cell.value, cell.need) for cell in found.cells}
    assert pieces == {
        "o0/piece:n0": (8, None),
        "o0/piece:n1": (2, Interval(0, 3)),
        "o1/piece:n1": (20, None),
    }
    cells = [Cell(key, value) for each in (old, new) for key, value in zip(each.keys, each.values, strict=True)]
    system_of([*cells, *found.cells], found.equations)


def test_people_where_no_ground_is_shared_leave_the_sum_of_the_group_alone() -> None:
    """The first old area went into the first new one as a whole, but fewer people were counted there."""
    found = redrawn(column("o", 10, 20), column("n", 8, 22), [(0, 0), (1, 0), (1, 1)], RULE)

    assert found.cells == ()
    assert terms(found) == [{"o0": 1, "o1": 1, "n0": -1, "n1": -1}]


def test_group_with_an_area_that_has_no_cell_says_nothing() -> None:
    assert redrawn(column("o", 9), column("n", 3, np.nan), [(0, 0), (0, 1)], RULE) == Added()


def test_ground_of_an_area_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="not there"):
        redrawn(column("o", 9), column("n", 9), [(0, 1)], RULE)


def test_count_that_nobody_knows_is_the_same_on_both() -> None:
    old, new = Column(("o",), np.array([np.nan])), Column(("n",), np.array([np.nan]))

    assert terms(redrawn(old, new, [(0, 0)], RULE)) == [{"o": 1, "n": -1}]
