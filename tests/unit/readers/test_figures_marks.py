# SPDX-License-Identifier: EUPL-1.2
"""Numbers by a closed grammar, signs as statuses, and no guessing between decimal signs."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.readers.figures import DecimalSign, NumberProblem, decide_locale, parse_number
from indicators.readers.marks import MarkRules, read_cell
from sozialplanung.common.statuses import Flag, Status

NBSP = "\u00a0"


@pytest.mark.check("C066")
@pytest.mark.parametrize(
    ("text", "sign", "expected"),
    [
        ("0", "comma", 0.0),
        ("12", "comma", 12.0),
        ("1.234", "comma", 1234.0),
        ("1.234.567,5", "comma", 1_234_567.5),
        ("1234,5", "comma", 1234.5),
        ("-3,5", "comma", -3.5),
        ("\u22123,5", "comma", -3.5),
        ("+49", "comma", 49.0),
        (f"1{NBSP}234,5", "comma", 1234.5),
        ("1 234", "point", 1234.0),
        (",5", "comma", 0.5),
        (".70700312", "point", 0.70700312),
        ("-.5", "point", -0.5),
        ("1,234.5", "point", 1234.5),
        ("0.13696", "point", 0.13696),
        ("123456789012345", "comma", 123_456_789_012_345.0),
        ("0,00000000000000001", "comma", 1e-17),
        ("0.15062999999999999", "point", 0.15063),
    ],
)
def test_numbers_of_the_grammar_are_read(text: str, sign: DecimalSign, expected: float) -> None:
    assert parse_number(text, sign) == pytest.approx(expected, rel=1e-15)


@pytest.mark.check("C066")
@pytest.mark.parametrize("text", ["-0", "\u22120,0", "0"])
def test_zero_has_no_sign(text: str) -> None:
    number = parse_number(text, "comma")

    assert isinstance(number, float)
    assert math.copysign(1.0, number) == 1.0


@pytest.mark.check("C066")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1_000", "number_form"),
        ("nan", "number_form"),
        ("inf", "number_form"),
        ("Infinity", "number_form"),
        ("0x10", "number_form"),
        ("", "number_form"),
        ("-", "number_form"),
        ("1.2345", "number_other_locale"),
        ("12.34", "number_other_locale"),
        ("0.123", "number_other_locale"),
        ("1,234,567", "number_other_locale"),
        ("1.23.456", "number_form"),
        ("1e400", "number_scientific"),
        ("1,5E+05", "number_scientific"),
        ("007", "number_leading_zero"),
        ("01011101", "number_leading_zero"),
        ("１２３", "number_digits"),
        ("١٢٣", "number_digits"),
        ("٣", "number_digits"),
        ("²", "number_digits"),
        ("9" * 16, "number_too_long"),
        ("0," + "1" * 21, "number_too_long"),
        ("9" * 400, "number_too_long"),
        ("9" * 5_000, "number_too_long"),
        ("12,5 %", "number_unit"),
        ("1.200 €", "number_unit"),
        ("12 13", "number_form"),
    ],
)
def test_everything_else_is_a_problem(text: str, code: str) -> None:
    assert parse_number(text, "comma") == NumberProblem(code)


@given(st.text(max_size=12), st.sampled_from(["comma", "point"]))
def test_no_text_becomes_nan_or_infinite(text: str, sign: DecimalSign) -> None:
    number = parse_number(text, sign)

    assert isinstance(number, NumberProblem) or math.isfinite(number)


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_german_and_english_print_of_a_number_are_read_back(whole: int, decimals: int) -> None:
    english = f"{whole / 10**decimals:,.{decimals}f}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert parse_number(english, "point") == whole / 10**decimals
    assert parse_number(german, "comma") == whole / 10**decimals


@pytest.mark.check("C039")
@pytest.mark.parametrize(
    ("texts", "sign", "code"),
    [
        (["1.234"], None, "locale_ambiguous"),
        (["1,234", "12"], None, "locale_ambiguous"),
        (["1.234", "12,5"], "comma", ""),
        (["1.234", "0.5"], "point", ""),
        (["1,234", "1,234.5"], "point", ""),
        (["12", "3", "–", "", "x"], "comma", ""),
        ([], "comma", ""),
        (["12,5", "12.5"], None, "locale_mixed"),
        (["1.234 p", "2.345 p"], None, "locale_ambiguous"),
        (["(1,234)", "12"], None, "locale_ambiguous"),
        (["1.234r"], None, "locale_ambiguous"),
        (["( 1.234 )", "12,5s"], "comma", ""),
        (["1,234e", "(0.5)"], "point", ""),
        (["(1.234) €", "1.234 u"], None, "locale_ambiguous"),
    ],
)
def test_decimal_sign_is_decided_or_asked_for(texts: list[str], sign: str | None, code: str) -> None:
    decision = decide_locale(texts)

    assert (decision.sign, decision.code) == (sign, code)


@pytest.mark.check("C040")
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("–", Status.TRUE_ZERO),
        ("-", Status.TRUE_ZERO),
        ("—", Status.TRUE_ZERO),
        ("0", Status.ROUNDED_ZERO),
        ("0,0", Status.ROUNDED_ZERO),
        ("[k]", Status.ROUNDED_ZERO),
        (".", Status.UNKNOWN),
        ("·", Status.UNKNOWN),
        ("[g]", Status.UNKNOWN),
        ("•", Status.CONFIDENTIAL),
        ("*", Status.CONFIDENTIAL),
        ("…", Status.PENDING),
        ("...", Status.PENDING),
        ("/", Status.UNRELIABLE),
        ("x", Status.NOT_APPLICABLE),
        ("✕", Status.NOT_APPLICABLE),
        ("k. A.", Status.MISSING),
        ("", Status.MISSING),
        ("12", Status.OK),
    ],
)
def test_signs_become_statuses_and_none_becomes_a_wrong_zero(text: str, status: Status) -> None:
    reading = read_cell(text, "comma", MarkRules(dot="unknown", zero="rounded_zero"))

    assert (reading.status, reading.code) == (status, "")
    assert math.isnan(reading.value) != status.has_value


@pytest.mark.check("C040")
@pytest.mark.parametrize(
    ("text", "value", "flags"),
    [
        ("(12)", 12.0, Flag.LIMITED),
        ("( 1.234,5 )", 1234.5, Flag.LIMITED),
        ("12p", 12.0, Flag.PROVISIONAL),
        ("12,5 r", 12.5, Flag.REVISED),
        ("12s", 12.0, Flag.ESTIMATED),
        ("12e", 12.0, Flag.ESTIMATED),
        ("12u", 12.0, Flag.LIMITED),
    ],
)
def test_marks_beside_a_number_become_flags(text: str, value: float, flags: Flag) -> None:
    reading = read_cell(text, "comma")

    assert (reading.value, reading.status, reading.flags) == (value, Status.OK, flags)


def test_zero_and_blank_mean_what_the_source_says() -> None:
    rules = MarkRules(blank="excluded", own=(("k.W.", "confidential"), ("0*", "true_zero")))

    assert read_cell("0", "comma").status is Status.TRUE_ZERO
    assert read_cell("", "comma", rules).status is Status.EXCLUDED
    assert read_cell("k.W.", "comma", rules).status is Status.CONFIDENTIAL
    assert read_cell("0*", "comma", rules).value == 0.0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (".", "mark_undeclared"),
        ("?", "mark_unknown"),
        ("Haus", "mark_unknown"),
        ("()", "mark_unknown"),
        ("(a1)", "number_form"),
        ("p", "mark_unknown"),
    ],
)
def test_cell_that_cannot_be_read_has_a_code_and_no_value(text: str, code: str) -> None:
    reading = read_cell(text, "comma")

    assert reading.code == code
    assert math.isnan(reading.value)
