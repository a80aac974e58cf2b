# SPDX-License-Identifier: EUPL-1.2
"""A second release starts from what the first one showed and hid."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.stats.disclosure.cells import Cell, Fate, sums_up
from indicators.stats.disclosure.earlier import Decided, frozen
from indicators.stats.disclosure.errors import InconsistentSystemError, UnprotectableError
from indicators.stats.disclosure.protect import protect
from indicators.stats.disclosure.system import system_of
from tests.conftest import IS_DEEP
from tests.unit.stats.disclosing import is_safe, small_count, two_ways


@pytest.mark.parametrize(
    ("fate", "earlier"),
    [
        (Fate.OPEN, Decided(shown={"a"}, hidden={"a"})),
        (Fate.HIDDEN, Decided(shown={"a"})),
        (Fate.MUST, Decided(hidden={"a"})),
    ],
)
def test_decisions_that_contradict_one_another_are_refused(fate: Fate, earlier: Decided) -> None:
    with pytest.raises(InconsistentSystemError) as caught:
        frozen([Cell("a", 4, fate)], earlier)

    assert caught.value.place == "a"


def test_earlier_decisions_become_fates_and_everything_else_stays() -> None:
    cells = [Cell("a", 4, figure="f"), Cell("b", 4), Cell("c", 4), Cell("d", 4, Fate.HIDDEN), Cell("e", 4, Fate.MUST)]

    found = frozen(cells, Decided(shown={"f", "e"}, hidden={"b", "d"}))

    assert [cell.fate for cell in found] == [Fate.SHOWN, Fate.HIDDEN, Fate.OPEN, Fate.HIDDEN, Fate.SHOWN]


@pytest.mark.check("C076")
def test_same_release_again_decides_nothing() -> None:
    cells, equations = two_ways(np.array([[2, 9, 20], [9, 30, 8], [14, 7, 40]], dtype=float))
    first = protect(system_of(cells, equations))
    shown = {cell.figure_key for cell in cells} - first.hidden

    second = protect(system_of(frozen(cells, Decided(shown, first.hidden)), equations))

    assert second.hidden == second.kept == first.hidden
    assert second.cost == 0


@pytest.mark.check("C076")
@settings(max_examples=60 if IS_DEEP else 8)
@given(st.lists(st.sampled_from([0, 1, 2, 3, 5, 9, 20]), min_size=3, max_size=3))
def test_later_release_of_a_breakdown_gives_nothing_of_both_away(ends: list[int]) -> None:
    cells, equations = two_ways(np.array([[2, 9, 20], [9, 30, 8], [14, 7, 40]], dtype=float))
    first = protect(system_of(cells, equations))
    shown = {cell.figure_key for cell in cells} - first.hidden
    whole = 20
    parts = [small_count(f"part{place}", min(end, whole // 3)) for place, end in enumerate(ends)]
    rest = small_count("rest", whole - sum(part.value for part in parts))
    both = [*frozen(cells, Decided(shown, first.hidden)), *parts, rest]
    sums = [*equations, sums_up("r0:c2", [*(part.key for part in parts), "rest"])]

    try:
        second = protect(system_of(both, sums))
    except UnprotectableError:
        # Everything that could be hidden is: the earlier sum leaves no room.
        everything = {cell.key for cell in (*parts, rest)} | first.hidden
        assert not is_safe((both, sums), everything)
        return

    assert second.kept == first.hidden
    assert is_safe((both, sums), second.hidden)
