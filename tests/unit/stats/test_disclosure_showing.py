# SPDX-License-Identifier: EUPL-1.2
"""A wanted total is shown wherever some safe pattern shows it, and where none does the cells are named."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.stats.disclosure.cells import Cell, Fate, Interval, sums_up
from indicators.stats.disclosure.errors import UnprotectableError
from indicators.stats.disclosure.protect import Limits, protect
from indicators.stats.disclosure.showing import protect_showing
from indicators.stats.disclosure.system import system_of
from tests.conftest import IS_DEEP
from tests.unit.stats.disclosing import Layer, Parts, cheapest_of_all, is_safe, protected, small_count, two_ways

pytestmark = pytest.mark.check("C076")
TOTAL = "t:t"
COUNTS = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 6, 9, 20])
SOME = settings(max_examples=200 if IS_DEEP else 12, deadline=None)


@st.composite
def open_tables(draw: st.DrawFn) -> Parts:
    """Draw tables of two rows and columns whose total may be hidden, and costs next to nothing."""
    ends = np.array([[draw(COUNTS) for _ in range(2)] for _ in range(2)], dtype=float)
    cells, equations = two_ways(ends)
    total = small_count(TOTAL, float(ends.sum()))
    weight = draw(st.sampled_from([0.5, None]))
    return [replace(total, weight=weight) if cell.key == TOTAL else cell for cell in cells], equations


def _must(parts: Parts) -> Parts:
    return [replace(cell, fate=Fate.MUST) if cell.key == TOTAL else cell for cell in parts[0]], parts[1]


@SOME
@given(open_tables(), st.sampled_from([None, Limits(figures=0)]))
def test_a_wanted_total_is_hidden_only_where_no_safe_pattern_shows_it(parts: Parts, limits: Limits | None) -> None:
    system = system_of(*parts)
    try:
        before = protect(system, limits=limits)
    except UnprotectableError:
        with pytest.raises(UnprotectableError):
            protect_showing(system, [TOTAL], limits=limits)
        return

    found = protect_showing(system, [TOTAL], limits=limits)

    assert is_safe(parts, found.pattern.hidden)
    assert (TOTAL in found.refused) is (TOTAL in found.pattern.hidden)
    if TOTAL not in before.hidden:
        assert found.pattern == before
    elif TOTAL in found.refused:
        assert found.refused[TOTAL]
        assert TOTAL in before.primary or cheapest_of_all(_must(parts)) is None
        assert found.pattern.hidden == before.hidden


def test_a_total_that_is_cheap_is_shown_all_the_same_where_parts_can_be_hidden_instead() -> None:
    cells = [
        Cell("city", 50, weight=0.1),
        Cell("a", 2, need=Interval(0, 3)),
        Cell("b", 20),
        Cell("c", 28),
    ]
    system = system_of(cells, [sums_up("city", ["a", "b", "c"])])

    assert protect(system).secondary == {"city"}
    found = protect_showing(system, ["city"])

    assert found.pattern.secondary == {"b"}
    assert found.refused == {}


def test_a_total_that_nothing_else_can_stand_in_for_is_refused_with_the_cells_that_it_would_tell() -> None:
    cells = [Cell("city", 22), Cell("a", 2, need=Interval(0, 3)), Cell("b", 20, Fate.SHOWN)]
    system = system_of(cells, [sums_up("city", ["a", "b"])])

    found = protect_showing(system, ["city", "nowhere"])

    assert found.pattern.secondary == {"city"}
    assert found.refused == {"city": ("a",)}


def test_a_total_that_is_too_small_itself_is_refused_for_itself() -> None:
    cells = [Cell("city", 2, need=Interval(0, 3)), Cell("a", 2, need=Interval(0, 3)), Cell("b", 0)]
    system = system_of(cells, [sums_up("city", ["a", "b"])])

    found = protect_showing(system, ["city"])

    assert found.refused == {"city": ("city",)}
    assert "city" in found.pattern.hidden


def test_the_release_shows_a_total_that_weights_would_hide() -> None:
    # Of the whole and its three parts a weighing alone hides the cheapest beside the small one: the total costs most.
    nothing, parents = np.zeros(3, dtype=bool), np.zeros(3, dtype=np.int64)
    parts = Layer(np.array([2.0, 20.0, 28.0]), nothing, parents)
    whole = Layer(np.array([50.0]), np.zeros(1, dtype=bool), np.array([-1]))

    hidden = protected([parts, whole], minimum=3)

    assert [mask.tolist() for mask in hidden] == [[True, True, False], [False]]


def test_the_release_hides_a_total_that_is_too_small_and_goes_on() -> None:
    parts = Layer(np.array([2.0, 0.0, 0.0]), np.zeros(3, dtype=bool), np.zeros(3, dtype=np.int64))
    whole = Layer(np.array([2.0]), np.zeros(1, dtype=bool), np.array([-1]))

    hidden = protected([parts, whole], minimum=3)

    assert hidden[0][0]
    assert hidden[1].tolist() == [True]
