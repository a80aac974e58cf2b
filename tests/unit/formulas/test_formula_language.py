# SPDX-License-Identifier: EUPL-1.2
"""Edges of the formula language: slugs with hyphens, signs, positions of errors, zero denominators, wording."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.formulas import (
    Call,
    FormulaError,
    IfMissing,
    Name,
    Negative,
    Node,
    Number,
    Operand,
    Operation,
    check_names,
    earlier,
    evaluate,
    explain,
    names,
    parse,
    text,
)
from indicators.formulas.parse import DEEPEST, LONGEST
from indicators.formulas.texts import SENTENCES
from sozialplanung.common.statuses import WITH_VALUE, Flag, Status

slugs = st.from_regex(r"[a-z][a-z0-9_]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
atoms = st.one_of(slugs.map(Name), st.integers(0, 10**6).map(lambda whole: Number(whole / 1000)))


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Operation, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(Negative, inner),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Call("sum", tuple(parts))),
        st.tuples(inner, inner).map(lambda parts: Call("share", parts)),
        st.tuples(inner, inner).map(lambda parts: Call("difference", parts)),
        st.tuples(inner, inner, st.just(Number(1000.0))).map(lambda parts: Call("per", parts)),
        st.builds(IfMissing, inner, inner),
        st.tuples(st.sampled_from(["lag", "change", "rolling"]), inner, st.integers(2, 3)).map(
            lambda parts: Call(parts[0], (parts[1], Number(float(parts[2]))))
        ),
    )


trees: st.SearchStrategy[Node] = st.recursive(atoms, grown, max_leaves=8)


def operand(*cells: float | Status, flags: Flag = Flag.NONE) -> Operand:
    """Make figures of numbers and statuses."""
    value = np.array([0.0 if isinstance(cell, Status) and cell.has_value else cell for cell in cells], dtype=float)
    is_status = np.array([isinstance(cell, Status) for cell in cells])
    status = np.array([cell if isinstance(cell, Status) else Status.OK for cell in cells], dtype=np.uint8)
    hidden = is_status & ~np.isin(status, [int(each) for each in WITH_VALUE])
    return Operand(np.where(hidden, np.nan, value), status, np.full(len(cells), int(flags), dtype=np.uint8))


@given(trees)
def test_formula_is_read_back_as_it_was_written(node: Node) -> None:
    written = text(node)

    assert len(written) > LONGEST or parse(written) == node


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("a+ b", "a + b"),
        ("a-b", "a-b"),
        ("a - b", "a - b"),
        ("(a + b) + c", "a + b + c"),
        ("a + (b + c)", "a + (b + c)"),
        ("a - (b - c)", "a - (b - c)"),
        ("(a + b) × 2", "(a + b) * 2"),
        ("a ÷ b · c", "a / b * c"),
        ("−a * -(b)", "-a * -b"),
        ("-(a + b)", "-(a + b)"),
        ("- -a", "--a"),
        ("0.5 * alter-6-bis-15", "0.5 * alter-6-bis-15"),
        ("1e3 * a", "1000 * a"),
        ("sum(a,(b))", "sum(a, b)"),
        ("per(a, b, 1000.0)", "per(a, b, 1000)"),
        ("a if  missing(b)", "a if missing b"),
        ("(a if missing b) if missing c + d", "a if missing b if missing c + d"),
        ("a if missing (b if missing c)", "a if missing (b if missing c)"),
        ("(a if missing 0) * 2", "(a if missing 0) * 2"),
        ("if if missing missing", "if if missing missing"),
        ("lag(share(a, b), 2.0)", "lag(share(a, b), 2)"),
    ],
)
def test_formula_is_written_with_few_parentheses(formula: str, written: str) -> None:
    assert text(parse(formula)) == written


def test_long_chains_are_no_nesting() -> None:
    formula = " + ".join(["a"] * 120)

    assert names(parse(formula)) == ("a",)


@pytest.mark.check("C106")
@pytest.mark.parametrize(
    ("formula", "code", "position"),
    [
        ("", "empty", 1),
        ("  ", "empty", 1),
        ("a" * (LONGEST + 1), "too_long", LONGEST + 1),
        ("(" * (DEEPEST + 5) + "a", "too_deep", DEEPEST + 2),
        ("-" * (DEEPEST + 5) + "a", "too_deep", DEEPEST + 2),
        ("a +  $b", "character", 6),
        ("a.__class__", "character", 2),
        ("a ** b", "unexpected", 4),
        ("a ^ b", "character", 3),
        ("a + Kinder-Unter-6", "capital", 5),
        ("kinderUnter", "capital", 1),
        ("a > 5", "comparing", 3),
        ("a ≤ 5", "comparing", 3),
        ("33 %", "percent", 4),
        ("a + 33,5", "decimal", 5),
        ("a, b", "leftover", 2),
        ("a + 1e999", "number", 5),
        (f"a + {'9' * 300}", "number", 5),
        (f"a + 0.{'0' * 300}1", "number", 5),
        ("a + 1000000000000001", "number", 5),
        ("a + * b", "unexpected", 5),
        ("a b", "leftover", 3),
        ("a)", "leftover", 2),
        ("a +", "end", 4),
        ("(a + b", "expected", 7),
        ("sum(a; b)", "character", 6),
        ("sum(a b)", "expected", 7),
        ("eval(a)", "function", 1),
        ("import(os)", "function", 1),
        ("share(a)", "arguments", 1),
        ("a + lag(b)", "arguments", 5),
        ("lag(a, b)", "years", 1),
        ("lag(a, 0)", "years", 1),
        ("change(a, 1.5)", "years", 1),
        ("rolling(a, 1)", "years", 1),
        ("lag(a, 51)", "years", 1),
        ("lag(lag(a, 30), 21)", "too_far", 1),
        ("a if b", "expected", 6),
        ("a if missing", "end", 13),
        ("1 + difference(a, b, c)", "arguments", 5),
    ],
)
def test_error_names_code_and_position(formula: str, code: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(formula)

    assert (caught.value.code, caught.value.position) == (f"formulas.{code}", position)
    assert caught.value.message.endswith(".")


@pytest.mark.check("C106")
@given(st.text("abs+-*/(), 0.1", max_size=40))
def test_text_of_formula_signs_is_a_formula_or_a_known_error(formula: str) -> None:
    known = {f"formulas.{detail}" for detail in SENTENCES}
    code = ""
    try:
        node = parse(formula)
        assert parse(text(node)) == node
    except FormulaError as error:
        code = error.code

    assert not code or code in known


@pytest.mark.deep
@pytest.mark.check("C106")
@settings(max_examples=10_000)
@given(st.text("ab1_-+*/(),. ×÷−if misngselagrollchuhpt<=>[]{}'\"\\", max_size=80))
def test_ten_thousand_texts_are_formulas_or_known_errors(formula: str) -> None:
    code = ""
    try:
        node = parse(formula)
        assert parse(text(node)) == node
    except FormulaError as error:
        code = error.code

    assert not code or code.removeprefix("formulas.") in SENTENCES


def test_unknown_indicator_is_refused_at_its_position() -> None:
    node = parse("sum(a, b) + c-d")

    check_names(node, {"a", "b", "c-d"})
    with pytest.raises(FormulaError) as caught:
        check_names(node, {"a", "b"})

    assert (caught.value.code, caught.value.position) == ("formulas.name", 13)


@pytest.mark.parametrize("value", [-1.0, -0.0, math.inf, math.nan])
def test_number_that_no_formula_can_write_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Number(value)


def test_share_gives_percent_and_its_parts() -> None:
    result = evaluate(
        parse("share(sum(a, b), c)"), {"a": operand(2.0, 0.0), "b": operand(3.0, 1.0), "c": operand(20.0, 4.0)}
    )

    assert result.value.tolist() == [25.0, 25.0]
    assert result.numerator.tolist() == [5.0, 1.0]
    assert result.denominator.tolist() == [20.0, 4.0]
    assert result.status.tolist() == [Status.OK, Status.OK]


def test_rate_per_base_and_difference() -> None:
    figures = {"a": operand(3.0), "b": operand(2000.0), "c": operand(5.0)}

    assert evaluate(parse("per(a, b, 1000)"), figures).value.tolist() == [1.5]
    assert evaluate(parse("difference(a, c)"), figures).value.tolist() == [-2.0]
    assert evaluate(parse("-a + c * 2 / 4 - 1"), figures).value.tolist() == [-1.5]
    assert np.isnan(evaluate(parse("difference(a, c)"), figures).numerator).all()


@pytest.mark.parametrize("formula", ["a / b", "share(a, b)", "per(a, b, 100)", "c / (a / b)", "c + share(a, b)"])
def test_zero_denominator_anywhere_is_not_applicable(formula: str) -> None:
    result = evaluate(parse(formula), {"a": operand(1.0), "b": operand(Status.TRUE_ZERO), "c": operand(5.0)})

    assert result.status.tolist() == [Status.NOT_APPLICABLE]
    assert np.isnan(result.value).all()


def test_result_beyond_doubles_is_not_applicable() -> None:
    result = evaluate(parse("1 / (a * a)"), {"a": operand(1e200)})

    assert result.status.tolist() == [Status.NOT_APPLICABLE]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (Status.MISSING, 1.0, Status.MISSING),
        (Status.SUPPRESSED, Status.MISSING, Status.SUPPRESSED),
        (Status.CONFIDENTIAL, Status.SUPPRESSED, Status.CONFIDENTIAL),
        (Status.EXCLUDED, Status.UNKNOWN, Status.EXCLUDED),
        (Status.NOT_APPLICABLE, Status.PENDING, Status.PENDING),
        (Status.TRUE_ZERO, 4.0, Status.OK),
        (Status.TRUE_ZERO, Status.TRUE_ZERO, Status.TRUE_ZERO),
        (Status.TRUE_ZERO, Status.ROUNDED_ZERO, Status.ROUNDED_ZERO),
        (2.0, -2.0, Status.TRUE_ZERO),
    ],
)
def test_missing_stays_missing_and_the_gravest_status_is_told(
    left: float | Status, right: float | Status, expected: Status
) -> None:
    result = evaluate(parse("a + b"), {"a": operand(left), "b": operand(right)})

    assert result.status.tolist() == [expected]
    assert np.isnan(result.value[0]) != expected.has_value


def test_flags_of_all_parts_are_joined_where_there_is_a_value() -> None:
    figures = {
        "a": operand(1.0, 1.0, flags=Flag.PROVISIONAL),
        "b": operand(1.0, Status.MISSING, flags=Flag.ESTIMATED),
    }

    result = evaluate(parse("a + b"), figures)

    assert result.flags.tolist() == [int(Flag.PROVISIONAL | Flag.ESTIMATED), 0]


def test_zero_has_no_sign() -> None:
    result = evaluate(parse("-a"), {"a": operand(Status.TRUE_ZERO)})

    assert math.copysign(1.0, result.value[0]) == 1.0


def test_indicator_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        evaluate(parse("a + b"), {"a": operand(1.0)})


def test_formula_of_numbers_alone_has_no_areas() -> None:
    with pytest.raises(ValueError, match="at least one"):
        evaluate(parse("1 + 2"), {})


@given(trees, st.lists(st.floats(0, 1e6), min_size=2, max_size=2))
def test_value_is_there_exactly_where_the_status_says_so(node: Node, cells: list[float]) -> None:
    if not names(node):
        return

    figures = operand(cells[0], cells[1], Status.MISSING)
    result = evaluate(node, dict.fromkeys(names(node), figures), dict.fromkeys(earlier(node), figures))

    valued = [Status(code).has_value for code in result.status]
    assert valued == np.isfinite(result.value).tolist()
    assert result.status[2] == Status.MISSING or "if missing" in text(node)
    assert all(np.isnan(part[~np.array(valued)]).all() for part in (result.numerator, result.denominator))


@pytest.mark.parametrize(
    ("formula", "english", "german"),
    [
        (
            "share(sum(a, b), c)",
            "The sum of “Kinder” and “Junge”, divided by “c”, in percent.",
            "Die Summe aus „Kinder“ und „Junge“, geteilt durch „c“, in Prozent.",
        ),
        ("per(a, c, 1000)", "“Kinder” per 1000 of “c”.", "„Kinder“ je 1000 von „c“."),
        ("sum(a)", "“Kinder”.", "„Kinder“."),
        ("sum(a, b, c)", "The sum of “Kinder”, “Junge” and “c”.", "Die Summe aus „Kinder“, „Junge“ und „c“."),
        (
            "difference(a, b)",
            "The difference between “Kinder” and “Junge”.",
            "Der Unterschied zwischen „Kinder“ und „Junge“.",
        ),
        ("(a + b) * 0.5", "(“Kinder” plus “Junge”) times 0.5.", "(„Kinder“ plus „Junge“) mal 0,5."),
        ("a + b * 2", "“Kinder” plus “Junge” times 2.", "„Kinder“ plus „Junge“ mal 2."),
        (
            "a / (b / c)",
            "“Kinder” divided by (“Junge” divided by “c”).",
            "„Kinder“ geteilt durch („Junge“ geteilt durch „c“).",
        ),
        ("-(a - b)", "Minus (“Kinder” minus “Junge”).", "Minus („Kinder“ minus „Junge“)."),
    ],
)
def test_sentence_keeps_the_grouping_in_both_languages(formula: str, english: str, german: str) -> None:
    labels = {"a": "Kinder", "b": "Junge"}

    assert explain(parse(formula), labels, language="en") == english
    assert explain(parse(formula), labels) == german
