# SPDX-License-Identifier: EUPL-1.2
"""Formulas that look back in time, stand in for what is missing, and know their units."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.formulas import (
    Earlier,
    FormulaError,
    Operand,
    check_unit,
    earlier,
    evaluate,
    evaluate_over,
    explain,
    is_over_time,
    names,
    no_figures,
    not_comparable,
    parse,
    present,
    text,
    unit_from_text,
    unit_of,
)
from indicators.formulas.parse import LONGEST
from indicators.formulas.texts import SENTENCES
from sozialplanung.common.statuses import WITH_VALUE, Flag, Status

UNITS = {"kinder": "Kinder", "einwohner": "Personen", "quote": "%", "miete": "Euro je Person", "haushalte": "Haushalte"}


def operand(*cells: float | Status, flags: Flag = Flag.NONE) -> Operand:
    """Make figures of numbers and statuses."""
    status = np.array([cell if isinstance(cell, Status) else Status.OK for cell in cells], dtype=np.uint8)
    value = np.array([0.0 if isinstance(cell, Status) else cell for cell in cells])
    there = np.isin(status, [int(each) for each in WITH_VALUE])
    return Operand(np.where(there, value, np.nan), status, np.full(len(cells), int(flags), dtype=np.uint8))


def at(**figures: Operand) -> dict[Earlier, Operand]:
    return {Earlier(name.split("_")[0], int(name.split("_")[1])): each for name, each in figures.items()}


@pytest.mark.parametrize(
    ("formula", "needed"),
    [
        ("a + b", []),
        ("lag(a, 2)", [("a", 2)]),
        ("change(a, 1) + b", [("a", 1)]),
        ("rolling(a, 3)", [("a", 1), ("a", 2)]),
        ("lag(rolling(share(a, b), 2), 5)", [("a", 5), ("a", 6), ("b", 5), ("b", 6)]),
        ("a if missing lag(a, 1)", [("a", 1)]),
    ],
)
def test_formula_says_which_earlier_figures_it_reads(formula: str, needed: list[tuple[str, int]]) -> None:
    assert earlier(parse(formula)) == tuple(Earlier(*each) for each in needed)


def test_example_of_the_method_page() -> None:
    now = {"a": operand(12.0, 9.0, 6.0), "b": operand(100.0, 90.0, 60.0)}
    before = at(a_1=operand(10.0, Status.MISSING, 6.0), b_1=operand(80.0, 90.0, 60.0), a_2=operand(8.0, 6.0, 6.0))

    change = evaluate(parse("change(share(a, b), 1)"), now, before)
    mean = evaluate(parse("rolling(a, 3)"), now, before)
    stand_in = evaluate(parse("lag(a, 1) if missing lag(a, 2)"), now, before)

    assert change.value.tolist() == pytest.approx([-0.5, np.nan, 0.0], nan_ok=True)
    assert change.status.tolist() == [Status.OK, Status.MISSING, Status.TRUE_ZERO]
    assert mean.value.tolist() == pytest.approx([10.0, np.nan, 6.0], nan_ok=True)
    assert stand_in.value.tolist() == [10.0, 6.0, 6.0]
    assert stand_in.flags.tolist() == [0, Flag.ESTIMATED, 0]


def test_pooled_rate_of_three_years_keeps_its_parts() -> None:
    before = at(a_1=operand(2.0), b_1=operand(50.0), a_2=operand(4.0), b_2=operand(50.0))

    result = evaluate(parse("share(rolling(a, 3), rolling(b, 3))"), {"a": operand(3.0), "b": operand(50.0)}, before)

    assert (result.value[0], result.numerator[0], result.denominator[0]) == (6.0, 3.0, 50.0)


def test_period_before_the_first_is_missing_and_never_zero() -> None:
    result = evaluate(parse("change(a, 1)"), {"a": operand(5.0)}, at(a_1=no_figures(1)))

    assert result.status.tolist() == [Status.MISSING]
    assert np.isnan(result.value).all()


def test_earlier_figures_that_are_not_given_are_an_error() -> None:
    with pytest.raises(KeyError):
        evaluate(parse("lag(a, 1)"), {"a": operand(5.0)})


@pytest.mark.parametrize(
    ("cell", "expected", "flag"),
    [
        (Status.MISSING, Status.OK, Flag.ESTIMATED),
        (Status.UNKNOWN, Status.OK, Flag.ESTIMATED),
        (Status.PENDING, Status.OK, Flag.ESTIMATED),
        (Status.CONFIDENTIAL, Status.CONFIDENTIAL, Flag.NONE),
        (Status.SUPPRESSED, Status.SUPPRESSED, Flag.NONE),
        (Status.EXCLUDED, Status.EXCLUDED, Flag.NONE),
        (Status.UNRELIABLE, Status.UNRELIABLE, Flag.NONE),
        (Status.NOT_APPLICABLE, Status.NOT_APPLICABLE, Flag.NONE),
        (Status.NOT_COMPARABLE, Status.NOT_COMPARABLE, Flag.NONE),
        (Status.TRUE_ZERO, Status.TRUE_ZERO, Flag.NONE),
    ],
)
def test_only_what_is_missing_is_replaced_never_a_secret(cell: Status, expected: Status, flag: Flag) -> None:
    result = evaluate(parse("a if missing 7"), {"a": operand(cell)})

    assert result.status.tolist() == [expected]
    assert result.flags.tolist() == [flag]
    assert (result.value[0] == 7) == (expected == Status.OK)


def test_zero_denominator_is_not_missing() -> None:
    result = evaluate(parse("share(a, b) if missing 1"), {"a": operand(1.0), "b": operand(0.0)})

    assert result.status.tolist() == [Status.NOT_APPLICABLE]


def test_stand_in_that_lacks_a_value_tells_the_gravest_reason() -> None:
    result = evaluate(
        parse("a if missing b"),
        {"a": operand(Status.MISSING, Status.PENDING), "b": operand(Status.CONFIDENTIAL, Status.UNKNOWN)},
    )

    assert result.status.tolist() == [Status.CONFIDENTIAL, Status.PENDING]


def test_flags_of_a_stand_in_that_is_not_used_do_not_count() -> None:
    result = evaluate(parse("a if missing b"), {"a": operand(1.0), "b": operand(2.0, flags=Flag.PROVISIONAL)})

    assert result.flags.tolist() == [0]


@pytest.mark.check("C106")
def test_formula_that_looks_back_most_is_computed_in_short_time() -> None:
    node = parse("rolling(" * 16 + "a" + ", 4)" * 16)
    figures = no_figures(1000)

    begin = time.process_time()
    result = evaluate(node, {"a": figures}, dict.fromkeys(earlier(node), figures))
    taken = time.process_time() - begin

    assert (result.status == Status.MISSING).all()
    assert taken < 5


@pytest.mark.check("C106")
@pytest.mark.parametrize("sign", ["+", "*", "-"])
def test_longest_chain_is_computed_and_explained(sign: str) -> None:
    node = parse(f" {sign} ".join(["a"] * (LONGEST // 4)))

    assert evaluate(node, {"a": operand(1.0)}).status.size == 1
    assert explain(node, {}).endswith(".")


@pytest.mark.check("C106")
@given(st.text("abif missngroll,lag(ch)+ 123", max_size=60))
def test_text_of_words_is_a_formula_or_a_known_error(formula: str) -> None:
    code = ""
    try:
        again = parse(text(parse(formula)))
        assert earlier(again) == earlier(parse(formula))
    except FormulaError as error:
        code = error.code

    assert not code or code.removeprefix("formulas.") in SENTENCES


@pytest.mark.parametrize(
    ("formula", "own"),
    [
        ("share(a, b)", ("a", "b")),
        ("lag(a, 2)", ()),
        ("change(a, 1) + lag(b, 1)", ("a",)),
        ("rolling(a, 3) if missing b", ("a", "b")),
        ("lag(change(a, 1), 1)", ()),
    ],
)
def test_formula_says_what_it_reads_of_its_own_period(formula: str, own: tuple[str, ...]) -> None:
    assert present(parse(formula)) == own


@st.composite
def written(draw: st.DrawFn, depth: int = 3) -> str:
    """Write a formula over a and b."""
    if not depth or draw(st.booleans()):
        return draw(st.sampled_from(["a", "b", "2"]))
    inner = draw(written(depth - 1))
    shapes = ["lag({}, 2)", "change({}, 1)", "rolling({}, 3)", "({} + a)", "share({}, b)", "({} if missing b)", "-{}"]
    return draw(st.sampled_from(shapes)).format(inner)


@given(written())
def test_what_a_formula_reads_is_all_that_it_needs_and_nothing_else(formula: str) -> None:
    node = parse(formula)
    own = {name: operand(3.0) for name in present(node)}
    back = {each: operand(2.0) for each in earlier(node)}

    evaluate_over(node, own, back, size=1)

    assert {*own, *(each.slug for each in back)} == set(names(node))
    assert is_over_time(formula) == bool(back)
    for lacking in back:
        with pytest.raises(KeyError):
            evaluate_over(node, own, {each: one for each, one in back.items() if each != lacking}, size=1)


@given(written())
def test_figure_across_a_break_is_never_a_number(formula: str) -> None:
    node = parse(formula)
    own = {name: operand(3.0) for name in present(node)}

    result = evaluate_over(node, own, dict.fromkeys(earlier(node), not_comparable(1)), size=1)

    if result.status.tolist() == [Status.NOT_COMPARABLE]:
        assert np.isnan([result.value[0], result.numerator[0], result.denominator[0]]).all()
        return
    # A number may stand there only where no earlier figure plays a part, as in „2 if missing lag(b, 2)“.
    for figure in (operand(5.0), operand(7.0), no_figures(1)):
        other = evaluate_over(node, own, dict.fromkeys(earlier(node), figure), size=1)
        assert np.array_equal(other.value, result.value, equal_nan=True)
        assert other.status.tolist() == result.status.tolist()


def test_stand_in_for_a_number_never_reads_what_lies_across_a_break() -> None:
    result = evaluate_over(parse("lag((2 if missing b), 2)"), {}, {Earlier("b", 2): not_comparable(1)}, size=1)

    assert (result.value.tolist(), result.status.tolist()) == ([2.0], [Status.OK])


@given(written(), st.floats(1, 1e6))
def test_change_of_what_stays_the_same_is_exactly_nothing(formula: str, level: float) -> None:
    node = parse(f"change({formula}, 1)")
    own = {name: operand(level) for name in present(node)}

    result = evaluate_over(node, own, {each: operand(level) for each in earlier(node)}, size=1)

    assert result.status.tolist() == [Status.TRUE_ZERO]


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("change(quote, 1)", "Prozentpunkte"),
        ("change(share(kinder, einwohner), 2)", "Prozentpunkte"),
        ("quote - lag(quote, 1)", "Prozentpunkte"),
        ("rolling(change(quote, 1), 3)", "Prozentpunkte"),
        ("lag(quote, 1) + change(quote, 1)", "%"),
        ("quote - change(quote, 1)", "%"),
        ("rolling(quote, 3)", "%"),
        ("change(kinder, 1)", "Personen"),
        ("change(kinder, 1)", ""),
        ("change(fremd, 1)", "Euro"),
    ],
)
def test_unit_of_measure_fits_the_formula(formula: str, unit: str) -> None:
    check_unit(parse(formula), UNITS, unit)


@pytest.mark.parametrize(
    ("formula", "unit", "code"),
    [
        ("change(quote, 1)", "%", "formulas.points"),
        ("difference(quote, lag(quote, 1))", "Prozent", "formulas.points"),
        ("-change(quote, 1)", "%", "formulas.points"),
        ("rolling(quote, 3)", "Prozentpunkte", "formulas.unit"),
        ("share(kinder, einwohner)", "Prozentpunkte", "formulas.unit"),
        ("change(kinder, 1)", "%", "formulas.unit"),
        ("change(kinder, 1) + quote", "%", "formulas.units"),
    ],
)
def test_unit_of_measure_that_does_not_fit_is_refused(formula: str, unit: str, code: str) -> None:
    with pytest.raises(FormulaError) as caught:
        check_unit(parse(formula), UNITS, unit)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("formula", "english", "german"),
    [
        ("lag(a, 1)", "“Kinder” one year before.", "„Kinder“ ein Jahr zuvor."),
        (
            "change(share(a, b), 2)",
            "The change of “Kinder”, divided by “b”, in percent over 2 years.",
            "Die Veränderung von „Kinder“, geteilt durch „b“, in Prozent in 2 Jahren.",
        ),
        (
            "rolling(a + b, 3)",
            "The mean of (“Kinder” plus “b”) over 3 years.",
            "Das Mittel von („Kinder“ plus „b“) über 3 Jahre.",
        ),
        (
            "a if missing 0",
            "“Kinder” or, where a figure is missing, 0.",
            "„Kinder“ oder, wo ein Wert fehlt, 0.",
        ),
        (
            "change(a, 1) * 2",
            "The change of “Kinder” over one year times 2.",
            "Die Veränderung von „Kinder“ in einem Jahr mal 2.",
        ),
    ],
)
def test_sentence_says_what_is_read_when(formula: str, english: str, german: str) -> None:
    assert explain(parse(formula), {"a": "Kinder"}, language="en") == english
    assert explain(parse(formula), {"a": "Kinder"}) == german


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("kinder + einwohner", "Personen"),
        ("share(kinder, einwohner)", "%"),
        ("share(haushalte, einwohner)", "%"),
        ("per(kinder, einwohner, 1000)", "Personen je 1000 Personen"),
        ("per(haushalte, kinder, 100)", "Haushalte je 100 Personen"),
        ("kinder / einwohner", ""),
        ("miete * einwohner", "Euro"),
        ("quote * einwohner / 100", "Personen"),
        ("quote * einwohner", "% · Personen"),
        ("einwohner * einwohner", "Personen^2"),
        ("1 / einwohner", "1 je Personen"),
        ("-change(quote, 2)", "%"),
        ("rolling(kinder, 3) if missing 0", "Personen"),
        ("difference(quote, lag(quote, 1))", "%"),
    ],
)
def test_result_has_a_unit_of_its_own(formula: str, unit: str) -> None:
    assert str(unit_of(parse(formula), UNITS)) == unit


@pytest.mark.parametrize(
    ("formula", "position"),
    [
        ("kinder + quote", 10),
        ("sum(kinder, einwohner, haushalte)", 24),
        ("difference(miete, quote)", 19),
        ("kinder + 5", 1),
        ("share(quote, kinder)", 14),
        ("kinder if missing quote", 19),
        ("2 * (kinder - quote)", 15),
    ],
)
def test_different_units_are_not_put_together(formula: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        unit_of(parse(formula), UNITS)

    assert (caught.value.code, caught.value.position) == ("formulas.units", position)


@pytest.mark.parametrize("formula", ["fremd", "fremd * kinder", "per(fremd, kinder, 10)", "kinder / fremd"])
def test_unit_that_is_not_known_refuses_nothing(formula: str) -> None:
    assert unit_of(parse(formula), UNITS) is None
    assert str(unit_of(parse("kinder + fremd"), UNITS)) == "Personen"


def test_rates_of_different_bases_are_different_units() -> None:
    assert unit_from_text("Fälle je 1.000 Einwohner") != unit_from_text("Fälle je 100.000 Einwohner")
    assert unit_from_text("Fälle je 1.000 Einwohner") == unit_from_text("Fälle je 1.000 Personen")
    assert unit_from_text(" ") is None


# --- Counts behind a difference of shares ----------------------------------------------------------


def counted(cases: tuple[float, ...], persons: tuple[float, ...]) -> Operand:
    """Make a share of counts with its counts."""
    top, bottom = np.array(cases), np.array(persons)
    there = operand(*(100 * top / bottom))
    return Operand(there.value, there.status, there.flags, top, bottom)


def test_change_of_a_share_keeps_the_counts_of_both_years() -> None:
    parts = {"a": operand(120, 10), "b": operand(1000, 50)}
    before = at(a_2=operand(150, Status.MISSING), b_2=operand(900, 40))

    found = evaluate(parse("change(share(a, b), 2)"), parts, before)

    assert found.pair is not None
    told = [band.tolist() for band in found.pair.bands]
    assert [band[0] for band in told] == [120, 1000, 150, 900]
    assert all(np.isnan(band[1]) for band in told)


def test_difference_of_named_shares_keeps_their_counts_and_so_does_a_minus() -> None:
    figures = {"a": counted((12.0,), (100.0,)), "b": counted((30.0,), (60.0,))}

    for formula in ("difference(a, b)", "a - b"):
        pair = evaluate(parse(formula), figures).pair
        assert pair is not None
        assert [band.tolist() for band in pair.bands] == [[12.0], [100.0], [30.0], [60.0]]


@pytest.mark.parametrize(
    "formula", ["a - c", "change(c, 1)", "2 * (a - b)", "a - b + a", "sum(a, b)", "a", "share(a, b)", "a - 2"]
)
def test_nothing_but_a_difference_of_two_shares_of_counts_keeps_counts(formula: str) -> None:
    figures = {"a": counted((12.0,), (100.0,)), "b": counted((30.0,), (60.0,)), "c": operand(7.0)}

    assert evaluate(parse(formula), figures, at(c_1=operand(5.0))).pair is None


def test_two_shares_of_the_same_persons_on_one_day_keep_no_counts() -> None:
    same = {"a": operand(12.0, 5.0), "b": operand(30.0, 6.0), "n": operand(100.0, 60.0)}

    assert evaluate(parse("share(a, n) - share(b, n)"), same).pair is None
    assert evaluate(parse("share(a, n) - lag(share(a, n), 1)"), same, at(a_1=same["b"], n_1=same["n"])).pair is not None
