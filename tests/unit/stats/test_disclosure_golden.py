# SPDX-License-Identifier: EUPL-1.2
"""Disclosure control against golden values: the cheapest pattern, what an attacker finds, rounding, rates."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from indicators.stats.disclosure.attack import intervals
from indicators.stats.disclosure.cells import Cell, Fate, Interval
from indicators.stats.disclosure.protect import Limits, Pattern, audited, mask_of, protect
from indicators.stats.disclosure.protect import Path as Way
from indicators.stats.disclosure.rounding import counts_of_rate, rounded_to, told_by_rate, told_by_rounded
from indicators.stats.disclosure.system import System, system_of
from indicators.stats.disclosure.tables import flat, summed, table
from tests.unit.stats.disclosing import Parts, is_safe

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "disclosure" / "golden.json").read_text(encoding="utf-8"))
CSP = GOLDEN["csp"]
SIZE = (len(CSP["table"]), len(CSP["table"][0]))


def key(row: int, column: int) -> str:
    return f"r{row}:c{column}"


def golden_parts() -> Parts:
    dimensions = [
        flat("t", [f"r{each}" for each in range(SIZE[0])]),
        flat("t", [f"c{each}" for each in range(SIZE[1])]),
    ]
    primary = key(*CSP["primary"])

    def make(name: str, count: float, places: tuple[int, ...]) -> Cell:
        need = Interval(*map(float, CSP["need"])) if name == primary else None
        return Cell(name, count, Fate.MUST if 0 in places else Fate.OPEN, need=need)

    return table(dimensions, summed(dimensions, np.array(CSP["table"], dtype=float)), make)


def golden_system() -> System:
    return system_of(*golden_parts())


@pytest.mark.check("C076")
@pytest.mark.parametrize(("limits", "way"), [(Limits(), Way.EXACT), (Limits(figures=0), Way.GREEDY)])
def test_golden_table_loses_61_and_hides_four_cells(limits: Limits, way: Way) -> None:
    pattern = protect(golden_system(), limits=limits)

    assert pattern.hidden == {key(*each) for each in CSP["optimal_suppressed"]}
    assert pattern.primary == {key(*CSP["primary"])}
    assert pattern.cost == CSP["cost"]
    assert [outcome.path for outcome in pattern.outcomes] == [way]
    assert pattern.audit.holds
    assert pattern.is_least is (way == Way.EXACT)


@pytest.mark.check("C076")
def test_primary_cell_alone_follows_exactly() -> None:
    system, primary = golden_system(), key(*CSP["primary"])

    found = audited(system, {primary})

    assert intervals(system, mask_of(system, {primary})) == {primary: Interval(*CSP["audit_primary_only"])}
    assert [(breach.end, breach.found, breach.required) for breach in found.breaches] == [
        ("lower", 2, 0),
        ("upper", 2, 5),
    ]


@pytest.mark.check("C076")
def test_attacker_finds_the_golden_intervals() -> None:
    system, hidden = golden_system(), {key(*each) for each in CSP["optimal_suppressed"]}

    found = intervals(system, mask_of(system, hidden))

    assert found.keys() == hidden
    for name, (low, high) in CSP["audit_final"].items():
        told = found[key(*map(int, name.split(",")))]
        assert (told.lower, told.upper) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.check("C076")
def test_no_cheaper_pattern_of_the_golden_table_is_safe() -> None:
    # A row or column with one hidden cell alone gives it back: such patterns need no attacker.
    values = {key(row, column): value for row, line in enumerate(CSP["table"]) for column, value in enumerate(line)}
    primary = key(*CSP["primary"])
    others = sorted(values.keys() - {primary})

    def is_plausible(hidden: tuple[str, ...]) -> bool:
        lines = [each.split(":") for each in (*hidden, primary)]
        named = [name for line in lines for name in line]
        return all(named.count(name) > 1 for name in named)

    cheaper = [
        hidden
        for size in range(1, len(others))
        for hidden in combinations(others, size)
        if sum(values[each] for each in hidden) + values[primary] < CSP["cost"] and is_plausible(hidden)
    ]

    assert [hidden for hidden in cheaper if is_safe(golden_parts(), {*hidden, primary})] == []


@pytest.mark.check("C076")
def test_each_secondary_cell_of_the_golden_table_is_needed() -> None:
    system = golden_system()
    pattern = protect(system)

    without = [audited(system, pattern.hidden - {each}) for each in sorted(pattern.secondary)]

    assert len(without) == 3
    assert not any(found.holds for found in without)


def test_counts_are_rounded_to_five_as_destatis_does() -> None:
    assert rounded_to(np.arange(13.0), 5).tolist() == GOLDEN["round5"]


def test_counts_are_rounded_to_ten_with_halves_up_and_not_to_even() -> None:
    for count, rounded in GOLDEN["round10_half_up"].items():
        assert rounded_to(np.array([float(count)]), 10).tolist() == [rounded]


@pytest.mark.parametrize("base", [1, 2, 5, 10])
def test_rounded_figure_tells_exactly_the_counts_that_are_rounded_to_it(base: int) -> None:
    counts = np.arange(60.0)
    rounded = rounded_to(counts, base)

    for figure in set(rounded.tolist()):
        told = told_by_rounded(figure, base)
        inside = counts[(counts >= told.lower) & (counts <= told.upper)]
        assert inside.tolist()[: int(60 - told.upper)] == counts[rounded == figure].tolist()[: int(60 - told.upper)]
        assert told.contains(figure) or figure == 0


@pytest.mark.check("C076")
def test_published_rate_gives_its_count_back() -> None:
    for case, counts in GOLDEN["rate_leak"].items():
        denominator, rate = case.split(" at ")
        assert list(counts_of_rate(float(rate), 1, int(denominator))) == counts
        told = told_by_rate(float(rate), 1, int(denominator))
        assert (told.lower, told.upper) == (counts[0], counts[-1])


def test_rate_that_no_count_gives_has_no_counts() -> None:
    assert counts_of_rate(50.1, 1, 2) == ()
    with pytest.raises(ValueError, match="No count of 2"):
        told_by_rate(50.1, 1, 2)


def test_pattern_of_the_golden_table_does_not_depend_on_the_order_of_its_cells() -> None:
    cells, equations = golden_parts()

    turned: Pattern = protect(system_of(cells[::-1], equations[::-1]))

    assert turned == protect(system_of(cells, equations))
