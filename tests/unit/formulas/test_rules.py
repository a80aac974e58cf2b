# SPDX-License-Identifier: EUPL-1.2
"""Validation rules: read, written, held against figures, and said in sentences."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.formulas import (
    Earlier,
    FormulaError,
    Operand,
    RuleOutcome,
    RuleScope,
    ValidationRule,
    check_rule,
    check_sides,
    explain_rule,
    names,
    parse,
    parse_rule,
    rule_text,
    text,
)
from indicators.formulas.parse import LONGEST
from indicators.formulas.rules import Comparison, Severity
from indicators.formulas.texts import SENTENCES
from sozialplanung.common.statuses import Status

HOLDS, BROKEN, NOT_CHECKED = (int(each) for each in RuleOutcome)


def figures(*values: float) -> Operand:
    cells = np.array(values, dtype=float)
    status = np.where(np.isnan(cells), Status.MISSING, Status.OK).astype(np.uint8)
    return Operand(cells, status, np.zeros(cells.size, dtype=np.uint8))


def rule(written: str, *, severity: Severity = "error", tolerance: float = 0.0) -> ValidationRule:
    return ValidationRule(*parse_rule(written), severity=severity, tolerance=tolerance)


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("kinder<=einwohner", "kinder <= einwohner"),
        ("sum(a, b) = c", "sum(a, b) = c"),
        ("a == b", "a = b"),
        ("share(a, b) ≤ 100", "share(a, b) <= 100"),
        ("a ≥ lag(a, 1) / 2", "a >= lag(a, 1) / 2"),
        ("a ≠ 0", "a != 0"),
        ("0 < a", "0 < a"),
        ("a > b - c", "a > b - c"),
    ],
)
def test_rule_is_read_and_written(written: str, again: str) -> None:
    parts = parse_rule(written)

    assert rule_text(*parts) == again
    assert parse_rule(again) == parts


@pytest.mark.check("C106")
@pytest.mark.parametrize(
    ("written", "code", "position"),
    [
        ("a", "comparison", 2),
        ("a < b < c", "comparison", 7),
        ("1 <= 2", "comparison", 1),
        ("< a", "empty", 1),
        ("a <= ", "end", 5),
        ("a <= b +", "end", 9),
        ("a <= $", "character", 6),
        ("a <= sum(", "end", 10),
        ("a" * (LONGEST + 1), "too_long", LONGEST + 1),
    ],
)
def test_error_counts_its_position_in_the_whole_rule(written: str, code: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_rule(written)

    assert (caught.value.code, caught.value.position) == (f"formulas.{code}", position)


@pytest.mark.check("C106")
@given(st.text("ab<>=!≤ +-(),01", max_size=30))
def test_any_text_is_a_rule_or_a_known_error(written: str) -> None:
    code = ""
    try:
        parts = parse_rule(written)
        assert parse_rule(rule_text(*parts)) == parts
    except FormulaError as error:
        code = error.code

    assert not code or code.removeprefix("formulas.") in SENTENCES


@pytest.mark.parametrize(
    ("written", "outcomes"),
    [
        ("a <= b", [HOLDS, HOLDS, BROKEN, NOT_CHECKED, NOT_CHECKED]),
        ("a < b", [HOLDS, BROKEN, BROKEN, NOT_CHECKED, NOT_CHECKED]),
        ("a = b", [BROKEN, HOLDS, BROKEN, NOT_CHECKED, NOT_CHECKED]),
        ("a != b", [HOLDS, BROKEN, HOLDS, NOT_CHECKED, NOT_CHECKED]),
        ("a >= b", [BROKEN, HOLDS, HOLDS, NOT_CHECKED, NOT_CHECKED]),
        ("a > b", [BROKEN, BROKEN, HOLDS, NOT_CHECKED, NOT_CHECKED]),
        ("a <= 3", [HOLDS, HOLDS, BROKEN, NOT_CHECKED, HOLDS]),
    ],
)
def test_areas_without_a_figure_are_neither_broken_nor_held(written: str, outcomes: list[int]) -> None:
    result = check_rule(rule(written), {"a": figures(1, 3, 9, math.nan, 2), "b": figures(2, 3, 4, 5, math.nan)})

    assert result.outcomes.tolist() == outcomes


def test_zero_denominator_is_not_checked() -> None:
    result = check_rule(rule("share(a, b) <= 100"), {"a": figures(1, 5), "b": figures(0, 4)})

    assert result.outcomes.tolist() == [NOT_CHECKED, BROKEN]
    assert result.left.value[1] == 125


def test_noise_is_no_difference_and_a_tolerance_is_allowed() -> None:
    parts = {"a": figures(0.1, 100, 103), "b": figures(0.2, 0, 0), "c": figures(0.3, 102, 100)}

    plain = check_rule(rule("a + b = c"), parts)
    loose = check_rule(rule("a + b = c", tolerance=2), parts)

    assert plain.outcomes.tolist() == [HOLDS, BROKEN, BROKEN]
    assert loose.outcomes.tolist() == [HOLDS, HOLDS, BROKEN]


def test_rule_over_time_reads_what_it_is_given() -> None:
    result = check_rule(rule("a <= 2 * lag(a, 1)"), {"a": figures(10, 30)}, {Earlier("a", 1): figures(8, 9)})

    assert result.outcomes.tolist() == [HOLDS, BROKEN]


@pytest.mark.parametrize("n", [0, 1])
def test_no_area_and_one_area_are_checked_like_many(n: int) -> None:
    assert check_rule(rule("a <= 1"), {"a": figures(*[5.0] * n)}).outcomes.tolist() == [BROKEN] * n


@given(st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_comparison_and_its_opposite_never_agree(comparison: Comparison, left: float, right: float) -> None:
    opposite: dict[Comparison, Comparison] = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}
    given_figures = {"a": figures(left), "b": figures(right)}

    one, other = (check_rule(rule(f"a {each} b"), given_figures) for each in (comparison, opposite[comparison]))

    assert {int(one.outcomes[0]), int(other.outcomes[0])} == {HOLDS, BROKEN}


def test_scope_says_where_and_when_a_rule_is_asked() -> None:
    scope = RuleScope(levels=("viertel",), since=date(2015, 1, 1), until=date(2020, 1, 1), occasions=("delivery",))

    def asked(level: str = "viertel", day: date = date(2016, 1, 1)) -> bool:
        return scope.covers(level=level, day=day, occasion="delivery")

    assert asked()
    assert not asked(level="bezirk")
    assert not asked(day=date(2014, 12, 31))
    assert not asked(day=date(2020, 1, 1))
    assert not scope.covers(level="viertel", day=date(2016, 1, 1), occasion="stock")
    assert RuleScope().covers(level="stadt", day=date(1990, 1, 1), occasion="stock")


def test_sentence_says_what_is_expected_and_what_follows() -> None:
    labels = {"kinder": "Kinder unter 6", "einwohner": "Einwohner"}

    assert explain_rule(rule("kinder <= einwohner"), labels) == (
        "„Kinder unter 6“ ist höchstens so groß wie „Einwohner“. Was dagegen verstößt, hält die Lieferung auf."
    )
    assert explain_rule(rule("sum(kinder, a) = einwohner", severity="warning", tolerance=2.5), labels) == (
        "Die Summe aus „Kinder unter 6“ und „a“ ist gleich „Einwohner“. Abweichungen bis 2,5 sind erlaubt. "
        "Was dagegen verstößt, braucht eine Begründung."
    )
    assert explain_rule(rule("0 < kinder", severity="note"), labels, language="en") == (
        "0 is less than “Kinder unter 6”. What breaks it is told."
    )


@pytest.mark.parametrize(("severity", "tolerance"), [("grave", 0.0), ("error", -1.0), ("error", math.nan)])
def test_rule_that_nothing_could_be_held_against_is_refused(severity: Severity, tolerance: float) -> None:
    with pytest.raises(ValueError, match=r"rule|tolerance"):
        rule("a <= b", severity=severity, tolerance=tolerance)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("kinder", "einwohner"),
        ("kinder", "100"),
        ("share(kinder, einwohner)", "40"),
        ("0.5", "quote / 100"),
        ("a", "kinder"),
    ],
)
def test_sides_of_one_unit_or_against_a_limit_are_compared(left: str, right: str) -> None:
    units = {"kinder": "Kinder", "einwohner": "Einwohner", "quote": "%"}

    check_sides(parse(left), parse(right), units)


@pytest.mark.parametrize(
    ("left", "right"), [("kinder", "haushalte"), ("share(kinder, einwohner)", "kinder"), ("kinder + haushalte", "5")]
)
def test_sides_of_different_units_are_refused(left: str, right: str) -> None:
    units = {"kinder": "Personen", "einwohner": "Personen", "haushalte": "Haushalte"}

    with pytest.raises(FormulaError) as refused:
        check_sides(parse(left), parse(right), units)

    assert refused.value.code == "formulas.units"


@pytest.mark.check("C106")
@pytest.mark.parametrize("name", ["einwohner:unter-6", "a:1", "a-b:c_d-e2"])
def test_series_is_named_with_its_breakdown_as_mappings_write_it(name: str) -> None:
    node = parse(f"2 * {name} - 1")

    assert names(node) == (name,)
    assert parse(text(node)) == node


@pytest.mark.check("C106")
@pytest.mark.parametrize("written", ["a:", ":a", "a::b", "a: b", "a :b", "a:B", "a:-b"])
def test_half_a_name_of_a_series_is_refused(written: str) -> None:
    with pytest.raises(FormulaError):
        parse(written)


def test_rule_knows_the_earlier_figures_of_both_sides() -> None:
    rule = ValidationRule(parse("change(a, 1)"), ">=", parse("lag(b, 2) - rolling(a, 2)"))

    assert rule.earlier == (Earlier("a", 1), Earlier("b", 2))
