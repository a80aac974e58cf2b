# SPDX-License-Identifier: EUPL-1.2
"""Formulas that are weighted sums are told from those that are not, with the right weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import formulas
from indicators.formulas import Earlier, Operand, linear, of_one_year
from sozialplanung.common.statuses import Status

NO_FLAGS = np.zeros(1, dtype=np.uint8)


def weights(written: str) -> dict[tuple[str, int], float] | None:
    found = linear(formulas.parse(written))
    return None if found is None else {(each.slug, each.years): number for each, number in found.terms.items()}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a", {("a", 0): 1}),
        ("a + b", {("a", 0): 1, ("b", 0): 1}),
        ("a - b", {("a", 0): 1, ("b", 0): -1}),
        ("-(a - 2 * b) / 4", {("a", 0): -0.25, ("b", 0): 0.5}),
        ("a * 3", {("a", 0): 3}),
        ("sum(a, b, a)", {("a", 0): 2, ("b", 0): 1}),
        ("difference(a, b)", {("a", 0): 1, ("b", 0): -1}),
        ("lag(a, 2)", {("a", 2): 1}),
        ("change(a + b, 1)", {("a", 0): 1, ("a", 1): -1, ("b", 0): 1, ("b", 1): -1}),
        ("rolling(a, 2)", {("a", 0): 0.5, ("a", 1): 0.5}),
        ("lag(change(a, 1), 3)", {("a", 3): 1, ("a", 4): -1}),
        ("a - a", {("a", 0): 0}),
        ("share(a, b)", None),
        ("per(a, b, 1000)", None),
        ("a * b", None),
        ("a / b", None),
        ("2 / a", None),
        ("a if missing b", None),
        ("a + share(a, b)", None),
        ("-share(a, b)", None),
        ("change(share(a, b), 1)", None),
        ("a / (2 - 2)", None),
    ],
)
def test_weights_of_a_formula(written: str, expected: dict[tuple[str, int], float] | None) -> None:
    assert weights(written) == expected


def test_constant_is_carried_along() -> None:
    found = linear(formulas.parse("2 * (a + 3) - 1"))

    assert found is not None
    assert (found.constant, found.terms) == (5, {Earlier("a", 0): 2})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("lag(a, 2)", ("a", 2)),
        ("lag(lag(a, 1), 2)", ("a", 3)),
        ("2 * lag(a, 1)", ("2 * a", 1)),
        ("lag(b - a, 1)", ("-1 * a + b", 1)),
        ("lag(a, 1) + 3", ("a + 3", 1)),
        ("lag(a, 1) - 3", ("a + -3", 1)),
        ("a - change(a, 1)", ("a", 1)),
        ("change(a, 1) + lag(a, 1)", ("a", 0)),
        ("2 * rolling(a, 2) - a", ("a", 1)),
        ("a", None),
        ("2 * a", None),
        ("change(a, 1)", None),
        ("rolling(a, 2)", None),
        ("lag(change(a, 1), 3)", None),
        ("lag(a, 1) + b", None),
        ("lag(share(a, b), 1)", None),
        ("lag(a, 1) - lag(a, 1)", None),
    ],
)
def test_formula_over_time_counts_a_single_year_or_several(written: str, expected: tuple[str, int] | None) -> None:
    found = of_one_year(formulas.parse(written))

    assert (None if found is None else (formulas.text(found[0]), found[1])) == expected
    # What stands for it is written in the same language.
    assert found is None or formulas.text(formulas.parse(formulas.text(found[0]))) == formulas.text(found[0])


@given(
    st.recursive(
        st.sampled_from(["a", "b", "lag(a, 1)", "3"]),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-"), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
            inner.map(lambda each: f"(2 * {each})"),
            inner.map(lambda each: f"(-{each} / 4)"),
            st.lists(inner, min_size=1, max_size=3).map(lambda each: f"sum({', '.join(each)})"),
        ),
        max_leaves=5,
    ),
    st.lists(st.integers(0, 99), min_size=3, max_size=3),
)
def test_weighted_sum_says_what_the_formula_says(written: str, numbers: list[int]) -> None:
    node = formulas.parse(f"a + {written}")
    known = dict(zip([Earlier("a", 0), Earlier("b", 0), Earlier("a", 1)], numbers, strict=True))
    operands = {
        each: Operand(np.array([float(number)]), np.array([Status.OK], dtype=np.uint8), NO_FLAGS)
        for each, number in known.items()
    }

    found = linear(node)
    told = formulas.evaluate(
        node,
        {each.slug: operand for each, operand in operands.items() if not each.years},
        {each: operand for each, operand in operands.items() if each.years},
    )

    assert found is not None
    summed = found.constant + sum(number * known[each] for each, number in found.terms.items())
    assert summed == pytest.approx(float(told.value[0]))
