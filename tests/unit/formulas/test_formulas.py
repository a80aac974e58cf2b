# SPDX-License-Identifier: EUPL-1.2
"""Formulas are read, written and evaluated; nothing in them is ever executed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import formulas
from indicators.formulas import Call, FormulaError, Name, Node, Number, Operand, Operation
from sozialplanung.common.statuses import Flag, Status

NAMES = st.sampled_from(["einwohner", "alter_unter_6", "a1"])
NUMBERS = st.floats(0, 1e9, allow_nan=False).map(Number)


def _calls(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    two = st.tuples(children, children)
    return st.one_of(
        st.builds(Operation, st.sampled_from(["+", "-", "*", "/"]), children, children),
        st.builds(Call, st.just("sum"), st.lists(children, min_size=1, max_size=4).map(tuple)),
        st.builds(Call, st.sampled_from(["share", "difference"]), two),
        st.builds(Call, st.just("per"), st.tuples(children, children, children)),
    )


TREES: st.SearchStrategy[Node] = st.recursive(st.one_of(NAMES.map(Name), NUMBERS), _calls, max_leaves=6)


def _operand(values: list[float], statuses: list[int] | None = None, flags: int = 0) -> Operand:
    size = len(values)
    return Operand(
        np.array(values),
        np.array(statuses or [0] * size, dtype=np.uint8),
        np.full(size, flags, dtype=np.uint8),
    )


@given(TREES)
def test_written_formula_reads_back_as_the_same_tree(tree: Node) -> None:
    text = formulas.text(tree)
    if len(text) > 500:
        return

    assert formulas.parse(text) == tree


@pytest.mark.check("C106")
@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_a_typed_error(text: str) -> None:
    refused, again = "", ""
    try:
        again = formulas.text(formulas.parse(text))
    except FormulaError as error:
        refused = error.code
    else:
        again = formulas.text(formulas.parse(again))

    assert refused.startswith("formulas.") or again


@pytest.mark.check("C106")
@pytest.mark.parametrize(
    "text",
    [
        "__class__",
        "a.b",
        "a**9",
        "a if b",
        "lambda: 1",
        "a[0]",
        "open(a)",
        "(" * 60 + "a" + ")" * 60,
        "1e999",
        "",
        "a +",
    ],
)
def test_what_is_no_formula_is_refused_with_its_position(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        formulas.parse(text)

    assert caught.value.place.startswith("position ")
    assert caught.value.way_out


def test_operators_bind_as_in_arithmetic() -> None:
    assert formulas.parse("a1 + b * 2") == Operation("+", Name("a1"), Operation("*", Name("b"), Number(2)))
    assert formulas.parse("a - b - c") == Operation("-", Operation("-", Name("a"), Name("b")), Name("c"))


def test_share_is_in_percent_and_keeps_its_parts() -> None:
    tree = formulas.parse("share(sum(a, b), n)")

    result = formulas.evaluate(tree, {"a": _operand([5.0]), "b": _operand([15.0]), "n": _operand([80.0])})

    assert formulas.names(tree) == ("a", "b", "n")
    assert (result.value[0], result.numerator[0], result.denominator[0]) == (25.0, 20.0, 80.0)


def test_missing_part_makes_the_result_missing_and_the_gravest_status_wins() -> None:
    a = _operand([1.0, np.nan, np.nan, 0.0], [0, Status.MISSING, Status.EXCLUDED, Status.TRUE_ZERO])
    b = _operand([1.0, 1.0, np.nan, 0.0], [0, 0, Status.MISSING, Status.TRUE_ZERO])

    result = formulas.evaluate(formulas.parse("a + b"), {"a": a, "b": b})

    assert result.status.tolist() == [Status.OK, Status.MISSING, Status.EXCLUDED, Status.TRUE_ZERO]
    assert np.isnan(result.value[1:3]).all()


def test_zero_denominator_is_not_applicable() -> None:
    result = formulas.evaluate(formulas.parse("share(a, n)"), {"a": _operand([0.0]), "n": _operand([0.0])})

    assert result.status.tolist() == [Status.NOT_APPLICABLE]
    assert np.isnan([result.value[0], result.numerator[0], result.denominator[0]]).all()


def test_flags_of_the_parts_are_joined() -> None:
    a, b = _operand([1.0], flags=int(Flag.ESTIMATED)), _operand([1.0], flags=int(Flag.REAGGREGATED))

    result = formulas.evaluate(formulas.parse("difference(a, b)"), {"a": a, "b": b})

    assert result.flags.tolist() == [Flag.ESTIMATED | Flag.REAGGREGATED]
    assert result.value.tolist() == [0.0]


def test_rate_per_thousand_and_division() -> None:
    operands = {"a": _operand([3.0]), "n": _operand([1500.0])}

    assert formulas.evaluate(formulas.parse("per(a, n, 1000)"), operands).value.tolist() == [2.0]
    assert formulas.evaluate(formulas.parse("n / a"), operands).value.tolist() == [500.0]


def test_formula_without_an_indicator_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one indicator"):
        formulas.evaluate(formulas.parse("1 + 2"), {})


def test_sentence_explains_the_formula() -> None:
    tree = formulas.parse("share(sum(a, b), n)")

    assert formulas.explain(tree, {"a": "unter 6", "b": "6 bis 15", "n": "Einwohner"}) == (
        "Die Summe aus „unter 6“ und „6 bis 15“, geteilt durch „Einwohner“, in Prozent."
    )
    assert formulas.explain(formulas.parse("per(a, n, 1000) - difference(a, sum(n))"), {}) == (
        "„a“ je 1000 von „n“ minus der Unterschied zwischen „a“ und „n“."
    )
