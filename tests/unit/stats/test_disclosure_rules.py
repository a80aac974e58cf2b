# SPDX-License-Identifier: EUPL-1.2
"""Rules for single cells say which are sensitive and how open each has to stay."""

import math

import numpy as np
import pytest

from indicators.stats.disclosure.cells import Cell, Fate, Interval
from indicators.stats.disclosure.protect import audited, protect
from indicators.stats.disclosure.rules import (
    PRESETS,
    CellRule,
    Contributions,
    Rate,
    Share,
    count_cell,
    need_of_count,
    need_of_denominator,
    need_of_magnitude,
    rate_cells,
    share_cells,
    strictest,
)
from indicators.stats.disclosure.system import system_of


@pytest.mark.parametrize(("preset", "sensitive"), [("minimum-3", [1, 2]), ("minimum-5", [1, 2, 3, 4])])
def test_small_counts_are_sensitive_and_zero_and_the_minimum_are_not(preset: str, sensitive: list[int]) -> None:
    rule = PRESETS[preset]

    found = [count for count in range(12) if need_of_count(rule, count)]

    assert found == sensitive
    assert {need_of_count(rule, count) for count in found} == {Interval(0, rule.minimum_count)}
    assert need_of_count(rule, math.nan) is None


def test_zero_is_sensitive_where_the_rule_says_so() -> None:
    assert need_of_count(CellRule(minimum_count=3, hides_nobody=True), 0) == Interval(0, 3)
    assert need_of_count(CellRule(hides_nobody=True), 0) == Interval(0, 1)
    assert need_of_count(CellRule(), 1) is None


def test_denominator_is_held_to_the_larger_minimum() -> None:
    rule = CellRule(minimum_count=3, minimum_denominator=50)

    assert need_of_denominator(rule, 49) == Interval(0, 50)
    assert need_of_denominator(rule, 50) is None
    assert need_of_denominator(rule, 0) is None


def test_dominance_of_the_largest_contributors_asks_for_its_protection_level() -> None:
    # The largest has 90 of 100, 75 % are allowed: 90 / 0.75 = 120.
    assert need_of_magnitude(CellRule(dominance=(1, 75)), Contributions(100, 4, (90, 5))) == Interval(80, 120)
    assert need_of_magnitude(CellRule(dominance=(1, 90)), Contributions(100, 4, (90, 5))) is None
    # Two of together 95 %, 90 % are allowed.
    found = need_of_magnitude(CellRule(dominance=(2, 90)), Contributions(100, 4, (50, 45)))
    assert found is not None
    assert found.upper == pytest.approx(95 / 0.9)


def test_p_percent_asks_that_nobody_estimates_the_largest_too_well() -> None:
    # The second largest knows 100 - 5 = 95 as a bound for the largest, 90: 5 are less than 10 % of 90.
    found = need_of_magnitude(CellRule(prior=10), Contributions(100, 3, (90, 5)))

    assert found == Interval(96, 104)
    assert need_of_magnitude(CellRule(prior=5), Contributions(100, 3, (90, 5))) is None


def test_few_units_ask_for_the_safety_range() -> None:
    rule = CellRule(minimum_units=3)

    assert need_of_magnitude(rule, Contributions(200, 2)) == Interval(140, 260)
    assert need_of_magnitude(rule, Contributions(200, 3)) is None
    assert need_of_magnitude(rule, Contributions(0, 0)) is None


def test_need_of_a_magnitude_is_not_negative() -> None:
    assert need_of_magnitude(CellRule(dominance=(1, 40)), Contributions(100, 1, (100,))) == Interval(0, 250)


@pytest.mark.parametrize(
    "numbers",
    [
        {"minimum_count": -1},
        {"dominance": (1, 0.0)},
        {"dominance": (1, 101.0)},
        {"safety_range": 0.0},
        {"rounding": -5},
    ],
)
def test_rule_with_numbers_that_cannot_be_meant_is_refused(numbers: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="cannot be meant"):
        CellRule(**numbers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("total", "units", "largest"), [(10, 3, (2, 5)), (10, 3, (8, 5)), (10, 1, (5, 2)), (10, 2, (5, -1))]
)
def test_contributions_that_cannot_make_up_their_total_are_refused(
    total: float, units: int, largest: tuple[float, ...]
) -> None:
    with pytest.raises(ValueError, match="Contributions"):
        Contributions(total, units, largest)


def test_rounded_count_is_told_as_an_interval_and_may_be_shown_where_that_is_open_enough() -> None:
    cell = count_cell(CellRule(minimum_count=2, rounding=5), "a", 1)

    assert cell.shown == Interval(0, 2)
    assert not cell.is_primary
    assert count_cell(CellRule(minimum_count=3, rounding=5), "a", 1).is_primary
    assert count_cell(CellRule(knows_own=True), "a", 1).is_single
    assert not count_cell(CellRule(knows_own=True), "a", 2).is_single


@pytest.mark.check("C076")
def test_rounded_totals_and_parts_hide_nothing_and_still_pass_where_rounding_is_the_rule() -> None:
    rule = PRESETS["rounded-5"]
    cells = [count_cell(rule, key, count) for key, count in (("a", 1), ("b", 2), ("t", 3))]

    pattern = protect(system_of(cells))

    assert pattern.hidden == frozenset()
    assert pattern.audit.holds


@pytest.mark.check("C076")
@pytest.mark.parametrize(
    ("numerator", "denominator", "is_hidden"),
    [(2, 100, True), (98, 100, True), (5, 40, True), (20, 100, False), (0, 100, False), (100, 100, False)],
)
def test_share_is_hidden_where_numerator_rest_or_denominator_is_unsafe(
    numerator: float, denominator: float, is_hidden: bool
) -> None:
    rule = CellRule(minimum_count=3, minimum_denominator=50)
    cells, equations = share_cells(rule, Share("s", numerator, denominator))

    pattern = protect(system_of(cells, equations))

    assert pattern.hidden - {"s/rest"} == ({"s"} if is_hidden else set())


@pytest.mark.check("C076")
@pytest.mark.parametrize(
    ("numerator", "rule"),
    [(0, CellRule(minimum_count=3, hides_nobody=True)), (100, CellRule(minimum_count=3, hides_everybody=True))],
)
def test_nobody_and_everybody_are_hidden_where_the_rule_says_so(numerator: float, rule: CellRule) -> None:
    cells, equations = share_cells(rule, Share("s", numerator, 100))

    assert "s" in protect(system_of(cells, equations)).hidden


def test_share_of_nobody_is_not_sensitive() -> None:
    cells, equations = share_cells(CellRule(minimum_count=3, hides_nobody=True, hides_everybody=True), Share("s", 0, 0))

    assert protect(system_of(cells, equations)).primary == frozenset()


def test_share_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="within its denominator"):
        share_cells(CellRule(), Share("s", 101, 100))


@pytest.mark.check("C076")
def test_published_rate_gives_the_count_of_a_known_denominator_away_and_has_to_go() -> None:
    # 3.8 % of 53 are 2 persons.
    rate = Rate("r", 3.8, 1, ("n", 2.0), ("d", 53.0))
    cells, equations = rate_cells(rate)
    parts = [Cell("n", 2, Fate.HIDDEN, need=Interval(0, 3)), Cell("d", 53, Fate.SHOWN)]
    system = system_of([*cells, *parts], equations)

    pattern = protect(system)

    assert [breach.cell for breach in audited(system, set()).breaches] == ["n", "n"]
    assert pattern.secondary == {"r"}


@pytest.mark.check("C076")
def test_rate_may_be_shown_where_its_denominator_is_hidden_and_wide_open() -> None:
    cells, equations = rate_cells(Rate("r", 3.8, 1, ("n", 2.0), ("d", 53.0)))
    parts = [Cell("n", 2, Fate.HIDDEN, need=Interval(0, 3)), Cell("d", 53, Fate.HIDDEN)]

    assert protect(system_of([*cells, *parts], equations)).hidden == {"n", "d"}


def test_rate_on_the_bound_of_its_rounding_is_consistent() -> None:
    # 57 of 200 are 28.5 %, told as 29 %: the numerator lies on the lowest rate that is rounded to it.
    cells, equations = rate_cells(Rate("r", 29, 0, ("n", 57.0), ("d", 200.0)))
    parts = [Cell("n", 57), Cell("d", 200)]

    assert system_of([*cells, *parts], equations).size == 4
    assert np.isinf(cells[0].lower)


def test_strictest_of_several_rules_asks_for_everything_that_one_of_them_asks_for() -> None:
    by_count = CellRule(minimum_count=5, hides_nobody=True, safety_range=20)
    by_size = CellRule(minimum_count=3, minimum_denominator=50, dominance=(1, 75), rounding=5)
    by_two = CellRule(dominance=(2, 85), prior=10, knows_own=True)

    found = strictest([by_count, by_size, by_two])

    assert found == CellRule(
        minimum_count=5,
        minimum_denominator=50,
        dominance=(2, 75),
        prior=10,
        hides_nobody=True,
        safety_range=30,
        rounding=5,
        knows_own=True,
    )
    assert strictest([by_count]) == by_count
