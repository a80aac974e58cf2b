# SPDX-License-Identifier: EUPL-1.2
"""On random systems: no safe pattern is cheaper, every pattern withstands, nothing depends on order."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.stats.disclosure.attack import intervals
from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval, sums_up
from indicators.stats.disclosure.errors import UnprotectableError
from indicators.stats.disclosure.protect import Limits, Pattern, audited, mask_of, protect
from indicators.stats.disclosure.rounding import counts_of_rate, told_by_rate
from indicators.stats.disclosure.rules import CellRule, Share, share_cells
from indicators.stats.disclosure.system import System, system_of
from indicators.stats.disclosure.tables import flat, summed, table
from sozialplanung.common.numbers import round_half_up
from tests.conftest import IS_DEEP
from tests.unit.stats.disclosing import (
    Parts,
    areas,
    cheapest_of_all,
    is_safe,
    narrowed,
    small_count,
    two_ways,
)

COUNTS = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 6, 9, 20])
GREEDY = Limits(figures=0)
# Each example is dozens of linear programs.
FEW, TABLES = settings(max_examples=60 if IS_DEEP else 8), settings(max_examples=500 if IS_DEEP else 8)
LONG = pytest.mark.timeout(3600)


def tried(system: System, limits: Limits | None = None) -> Pattern | None:
    """Return the pattern, None where nothing protects the system."""
    try:
        return protect(system, limits=limits)
    except UnprotectableError:
        return None


@st.composite
def tables(draw: st.DrawFn, rows: int = 3, columns: int = 3) -> Parts:
    shape = draw(st.integers(2, rows)), draw(st.integers(2, columns))
    ends = np.array([[draw(COUNTS) for _ in range(shape[1])] for _ in range(shape[0])], dtype=float)
    parts = two_ways(ends, must_sums=draw(st.booleans()))
    assume(not any(cell.is_primary and cell.fate == Fate.MUST for cell in parts[0]))
    return parts


@st.composite
def hierarchies(draw: st.DrawFn) -> Parts:
    """Draw areas on three levels by a breakdown, in two releases, with shares or a second boundary version."""
    middle, ends = draw(st.integers(1, 3)), draw(st.integers(3, 7))
    dimensions = [areas((1, middle, ends)), flat("t", ["x", "y"])]
    counts = np.array([[draw(COUNTS) for _ in range(2)] for _ in range(ends)], dtype=float)
    full = summed(dimensions, counts)
    shown = draw(st.sets(st.integers(1, middle), max_size=1))

    def make(key: str, count: float, places: tuple[int, ...]) -> Cell:
        is_told = places == (0, 0) or (places[0] in shown and places[1] == 0 and not 0 < count < 3)
        return Cell(key, count, Fate.SHOWN if places[0] else Fate.MUST) if is_told else small_count(key, count)

    cells, equations = table(dimensions, full, make)
    more = draw(st.sampled_from([_with_shares, _with_second_boundaries, _as_they_are]))(full, middle)
    assume(not any(cell.is_primary and cell.fate == Fate.MUST for cell in cells))
    return [*cells, *more[0]], [*equations, *more[1]]


def _as_they_are(full: np.ndarray, middle: int) -> Parts:
    return [], []


def _with_shares(full: np.ndarray, middle: int) -> Parts:
    """Publish the share of x in each coarser area with both counts, once more, as an indicator of its own."""
    cells: list[Cell] = []
    equations: list[Equation] = []
    for place in range(middle):
        area = f"1.{place:03d}"
        top, bottom = full[1 + place, 1], full[1 + place, 0]
        own, sums = share_cells(CellRule(minimum_count=3), Share(f"share:{area}", top, bottom))
        cells += own
        equations += [
            *sums,
            Equation({f"share:{area}/numerator": 1.0, f"{area}:x": -1.0}),
            Equation({f"share:{area}/denominator": 1.0, f"{area}:t": -1.0}),
        ]
    return cells, equations


def _with_second_boundaries(full: np.ndarray, middle: int) -> Parts:
    """Let the first end move from the first coarser area to a newer cut of the city."""
    count = full[1 + middle, 0]
    rest = full[1, 0] - count
    need = Interval(0, 3) if 0 < rest < 3 else None
    return [Cell("new", rest, need=need)], [sums_up("1.000:t", ["new", "2.000:t"])]


@pytest.mark.check("C076")
@LONG
@FEW
@given(tables(rows=2))
def test_no_safe_pattern_is_cheaper_than_the_exact_one(parts: Parts) -> None:
    system = system_of(*parts)
    assume(int((system.is_open & ~system.is_hidden).sum()) <= 8)

    found = tried(system)

    cheapest = cheapest_of_all(parts)
    assert (found is None) == (cheapest is None)
    if found is not None:
        assert found.cost == pytest.approx(cheapest)
        assert found.is_least


@pytest.mark.check("C076")
@LONG
@TABLES
@given(hierarchies())
def test_no_attacker_narrows_a_sensitive_cell_of_a_pattern(parts: Parts) -> None:
    system = system_of(*parts)

    found, quick = tried(system), tried(system, GREEDY)

    assert (found is None) == (quick is None)
    if found is not None and quick is not None:
        assert is_safe(parts, found.hidden)
        assert is_safe(parts, quick.hidden)
        assert found.cost <= quick.cost + 1e-6


@pytest.mark.check("C076")
@LONG
@TABLES
@given(tables())
def test_each_secondary_figure_of_an_exact_pattern_is_needed(parts: Parts) -> None:
    system = system_of(*parts)
    pattern = tried(system)
    assume(pattern is not None)
    assert pattern is not None

    superfluous = [key for key in pattern.secondary if audited(system, pattern.hidden - {key}).holds]

    assert superfluous == []


@LONG
@FEW
@given(tables(), st.randoms(use_true_random=False))
def test_order_of_cells_and_equations_does_not_matter(parts: Parts, random: object) -> None:
    cells, equations = list(parts[0]), list(parts[1])
    random.shuffle(cells)  # type: ignore[attr-defined]
    random.shuffle(equations)  # type: ignore[attr-defined]

    assert tried(system_of(cells, equations)) == tried(system_of(*parts))


@LONG
@TABLES
@given(tables(), st.data())
def test_more_published_figures_never_widen_an_interval(parts: Parts, data: st.DataObject) -> None:
    system = system_of(*parts)
    hidden = data.draw(st.sets(st.sampled_from(system.figures)))
    fewer = data.draw(st.sets(st.sampled_from(sorted(hidden)))) if hidden else set()

    wide = intervals(system, mask_of(system, hidden), system.keys)
    narrow = intervals(system, mask_of(system, fewer), system.keys)

    for key in system.keys:
        slack = Interval(wide[key].lower - 1e-6, wide[key].upper + 1e-6)
        assert slack.holds(narrow[key])


@pytest.mark.check("C076")
@given(tables(), st.data())
def test_attacker_finds_what_two_plain_programs_find(parts: Parts, data: st.DataObject) -> None:
    system = system_of(*parts)
    hidden = data.draw(st.sets(st.sampled_from(system.figures)))
    key = data.draw(st.sampled_from(system.keys))

    found = intervals(system, mask_of(system, hidden), [key])[key]

    assert (found.lower, found.upper) == pytest.approx(narrowed(parts, hidden, key), abs=1e-5)


@pytest.mark.check("C076")
@LONG
@TABLES
@given(hierarchies(), st.data())
def test_audit_says_the_same_as_single_attacks(parts: Parts, data: st.DataObject) -> None:
    system = system_of(*parts)
    hidden = {key for key, is_kept in zip(system.figures, system.is_hidden, strict=True) if is_kept}
    hidden |= data.draw(st.sets(st.sampled_from(system.figures), max_size=6))

    found = audited(system, hidden)

    assert found.holds == is_safe(parts, hidden)
    assert {breach.cell for breach in found.breaches} <= {cell.key for cell in parts[0] if cell.need}


@given(st.integers(1, 400), st.data())
def test_counts_of_a_rate_are_those_that_are_published_as_it(denominator: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, denominator))
    decimals = data.draw(st.integers(0, 2))
    percent = round_half_up(100 * count / denominator, decimals)

    found = counts_of_rate(percent, decimals, denominator)

    alike = [each for each in range(denominator + 1) if round_half_up(100 * each / denominator, decimals) == percent]
    assert list(found) == alike
    assert told_by_rate(percent, decimals, denominator) == Interval(alike[0], alike[-1])
