# SPDX-License-Identifier: EUPL-1.2
"""The attack by own areas: whoever adds up and cuts what is shown learns of hidden counts no more than before."""

import numpy as np
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval
from indicators.stats.disclosure.errors import UnprotectableError
from indicators.stats.disclosure.protect import audited, protect
from indicators.stats.disclosure.system import system_of
from indicators.stats.ownareas import estimated_count, leaves_one
from tests.unit.stats.disclosing import Parts, narrowed, two_ways

pytestmark = pytest.mark.check("C076")

DISTRICTS, QUARTERS = 3, 4
# Columns are quarters of a district, rows districts; margins are published where the pattern shows them.
COUNTS = st.lists(
    st.lists(st.sampled_from([0, 1, 2, 5, 9, 20, 41]), min_size=QUARTERS, max_size=QUARTERS),
    min_size=DISTRICTS,
    max_size=DISTRICTS,
)
SHAPES = st.lists(
    st.lists(st.sampled_from([0.0, 0.3, 0.8, 1.0]), min_size=DISTRICTS * QUARTERS, max_size=DISTRICTS * QUARTERS),
    min_size=1,
    max_size=4,
)


def city_of(counts: list[list[int]]) -> Parts:
    """Return quarters, districts and the city: the rows of the table, without sums of its columns."""
    cells, equations = two_ways(np.array(counts, dtype=float))
    kept = [cell for cell in cells if not cell.key.startswith("t:c")]
    known = {cell.key for cell in kept}
    return kept, [each for each in equations if set(each.terms) <= known]


def quarters() -> list[str]:
    return [f"r{row}:c{column}" for row in range(DISTRICTS) for column in range(QUARTERS)]


def told_by(parts: Parts, hidden: frozenset[str], shapes: list[list[float]]) -> Parts:
    """Return what own areas tell: for each that is shown its figure, as far as its last digit says."""
    cells, equations = list(parts[0]), list(parts[1])
    values = {cell.key: cell.value for cell in cells}
    for number, shares in enumerate(shapes):
        inside = {key: share for key, share in zip(quarters(), shares, strict=True) if share}
        if not inside or set(inside) & hidden:
            continue
        counts, share = (
            np.array(list(each), dtype=float) for each in ([values[key] for key in inside], inside.values())
        )
        exact = float(np.sum(counts * share))
        told = estimated_count(counts, share).value
        width = 0.0 if (share == 1).all() else 0.5
        key = f"own{number}"
        cells.append(Cell(key, exact, Fate.SHOWN, told=Interval(min(told - width, exact), max(told + width, exact))))
        equations.append(Equation({**inside, key: -1.0}, name=key))
    return cells, equations


@given(COUNTS, SHAPES)
def test_no_own_area_narrows_a_hidden_count(counts: list[list[int]], shapes: list[list[float]]) -> None:
    parts = city_of(counts)
    try:
        pattern = protect(system_of(*parts))
    except UnprotectableError:
        reject()

    told = told_by(parts, pattern.hidden, shapes)

    assert audited(system_of(*told), pattern.hidden).holds
    for cell in parts[0]:
        if cell.need is not None and cell.key in pattern.hidden:
            before, after = (narrowed(each, pattern.hidden, cell.key) for each in (parts, told))
            assert after == pytest.approx(before, abs=1e-6)


@given(COUNTS)
def test_pattern_that_holds_leaves_no_hidden_area_alone(counts: list[list[int]]) -> None:
    parts = city_of(counts)
    try:
        pattern = protect(system_of(*parts))
    except UnprotectableError:
        reject()
    sensitive = {cell.key for cell in parts[0] if cell.need is not None}
    is_hidden = np.array([key in pattern.hidden for key in quarters()])
    is_small = np.array([key in sensitive for key in quarters()])
    groups = [np.arange(row * QUARTERS, (row + 1) * QUARTERS) for row in range(DISTRICTS)]
    shown = [group for row, group in enumerate(groups) if f"r{row}:t" not in pattern.hidden]

    for group in shown:
        if (is_hidden & is_small)[group].any():
            assert not leaves_one(is_hidden, ~is_hidden, [group])


def test_sum_over_a_hidden_area_would_be_found_out() -> None:
    # The same attack, were hidden parts added up: it has to see the leak.
    parts = city_of([[2, 41, 20, 41], [41, 41, 41, 41], [41, 41, 41, 41]])
    pattern = protect(system_of(*parts))
    assert "r0:c0" in pattern.hidden
    others = [key for key in quarters()[:QUARTERS] if key != "r0:c0" and key not in pattern.hidden]

    told = told_by(parts, frozenset(), [[1.0, *(1.0 if key in others else 0.0 for key in quarters()[1:])]])

    assert not audited(system_of(*told), pattern.hidden).holds


def test_pattern_of_nobody_is_caught_by_the_check() -> None:
    is_hidden = np.array([True, False, False, False])

    assert leaves_one(is_hidden, ~is_hidden, [np.arange(4)])
