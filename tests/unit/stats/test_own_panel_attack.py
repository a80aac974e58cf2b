# SPDX-License-Identifier: EUPL-1.2
"""The attack by published panels: own areas of one edition and of two, with all their ends, tell of no hidden count."""

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval
from indicators.stats.disclosure.errors import UnprotectableError
from indicators.stats.disclosure.protect import audited, protect
from indicators.stats.disclosure.system import system_of
from indicators.stats.ownareas import estimated_count, holds_one_hidden
from tests.unit.stats.disclosing import Parts, narrowed
from tests.unit.stats.test_own_area_attack import COUNTS, DISTRICTS, QUARTERS, city_of, quarters

pytestmark = pytest.mark.check("C076")
Shares = list[float]
# A panel shows an own area; an edition has some, and a second edition some more, mostly the same ones a little changed.
SHARES = st.lists(
    st.sampled_from([0.0, 0.0, 0.3, 0.8, 1.0, 1.0]), min_size=DISTRICTS * QUARTERS, max_size=DISTRICTS * QUARTERS
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, DISTRICTS * QUARTERS - 1), st.sampled_from([0.0, 0.3, 1.0])), max_size=4
)
EDITION = st.lists(SHARES, min_size=1, max_size=3)


def second_edition(first: list[Shares], changes: list[tuple[int, int, float]]) -> list[Shares]:
    """Return the own areas of the next edition: those of the first, some areas of which came in or went out."""
    found = [list(each) for each in first]
    for shape, place, share in changes:
        found[shape % len(found)][place] = share
    return found


def panels(parts: Parts, hidden: frozenset[str], shapes: list[Shares]) -> Parts:
    """Return what panels tell of own areas: the figure as far as its last digit says, and both of its ends."""
    cells, equations = list(parts[0]), list(parts[1])
    values = {cell.key: cell.value for cell in cells}
    for number, shares in enumerate(shapes):
        inside = {key: share for key, share in zip(quarters(), shares, strict=True) if share}
        if not inside or set(inside) & hidden:
            continue
        counts = np.array([values[key] for key in inside])
        share = np.array(list(inside.values()))
        told = estimated_count(counts, share)
        whole = {key: 1.0 for key, part in inside.items() if part == 1}
        width = 0.0 if (share == 1).all() else 0.5
        _tell(cells, equations, f"own{number}", (inside, float(np.sum(counts * share)), told.value, width))
        _tell(cells, equations, f"most{number}", (dict.fromkeys(inside, 1.0), float(np.sum(counts)), told.high, 0.0))
        if whole:
            _tell(cells, equations, f"least{number}", (whole, float(np.sum(counts[share == 1])), told.low, 0.0))
    return cells, equations


def _tell(
    cells: list[Cell], equations: list[Equation], key: str, told: tuple[dict[str, float], float, float, float]
) -> None:
    terms, exact, shown, width = told
    ends = Interval(min(shown - width, exact), max(shown + width, exact))
    cells.append(Cell(key, exact, Fate.SHOWN, told=ends))
    equations.append(Equation({**terms, key: -1.0}, name=key))


@settings(max_examples=60, deadline=None)
@given(COUNTS, EDITION, CHANGES)
def test_panels_of_one_edition_and_of_two_narrow_no_hidden_count(
    counts: list[list[int]], first: list[Shares], changes: list[tuple[int, int, float]]
) -> None:
    parts = city_of(counts)
    try:
        pattern = protect(system_of(*parts))
    except UnprotectableError:
        reject()

    for shapes in (first, [*first, *second_edition(first, changes)]):
        told = panels(parts, pattern.hidden, shapes)

        assert audited(system_of(*told), pattern.hidden).holds
        for cell in parts[0]:
            if cell.need is not None and cell.key in pattern.hidden:
                before, after = (narrowed(each, pattern.hidden, cell.key) for each in (parts, told))
                assert after == pytest.approx(before, abs=1e-6)


def test_two_editions_that_told_a_hidden_part_would_be_found_out_and_are_refused() -> None:
    # One own area tells a sum with a hidden quarter in it, one of the next edition the same without it.
    parts = city_of([[2, 41, 20, 41], [41, 41, 41, 41], [41, 41, 41, 41]])
    pattern = protect(system_of(*parts))
    assert "r0:c0" in pattern.hidden
    keys = quarters()
    is_hidden = np.array([key in pattern.hidden for key in keys])
    first = [1.0 if key.startswith("r1") or key == "r0:c0" else 0.0 for key in keys]
    second = [1.0 if key.startswith("r1") else 0.0 for key in keys]

    told = panels(parts, frozenset(), [first, second])

    assert not audited(system_of(*told), pattern.hidden).holds
    assert holds_one_hidden(is_hidden, np.array(first) != np.array(second))
