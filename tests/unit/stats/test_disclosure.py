# SPDX-License-Identifier: EUPL-1.2
"""Small cells are hidden, and no published sum gives one back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.stats.disclosure.primary import Minimum, unsafe_counts, unsafe_shares
from tests.conftest import IS_DEEP
from tests.unit.stats.disclosing import Layer, protected

NONE = -1


def test_counts_below_the_minimum_are_unsafe_but_zero_and_missing_are_not() -> None:
    counts = np.array([0.0, 1.0, 2.0, 3.0, np.nan])

    assert unsafe_counts(counts, minimum=3).tolist() == [False, True, True, False, False]


def test_share_is_unsafe_by_numerator_by_complement_and_by_small_denominator() -> None:
    numerator = np.array([2.0, 98.0, 50.0, 10.0, 0.0])
    denominator = np.array([100.0, 100.0, 100.0, 40.0, 100.0])

    unsafe = unsafe_shares(numerator, denominator, minimum=Minimum(count=3, denominator=50))

    assert unsafe.tolist() == [True, True, False, True, False]


def test_single_hidden_child_takes_its_smallest_sibling_with_it() -> None:
    children = Layer(np.array([2.0, 40.0, 7.0, 0.0]), np.array([True, False, False, False]), np.zeros(4, dtype=int))
    whole = Layer(np.array([49.0]), np.array([False]), np.array([NONE]))

    hidden = protected([children, whole])

    assert hidden[0].tolist() == [True, False, True, False]
    assert hidden[1].tolist() == [False]


def test_family_without_a_second_cell_hides_its_parent() -> None:
    children = Layer(np.array([2.0, 0.0]), np.array([True, False]), np.array([0, 0]))
    parents = Layer(np.array([2.0, 30.0, 40.0]), np.array([False] * 3), np.array([0, 0, 0]))
    whole = Layer(np.array([72.0]), np.array([False]), np.array([NONE]))

    hidden = protected([children, parents, whole])

    assert hidden[1].tolist() == [True, True, False]
    assert hidden[2].tolist() == [False]


@pytest.mark.check("C076")
def test_hidden_counts_whose_sum_tells_each_of_them_take_another_one_along() -> None:
    # Two hidden counts above 0 of together 2 are both 1.
    children = Layer(np.array([1.0, 1.0, 40.0, 50.0]), np.array([True, True, False, False]), np.zeros(4, dtype=int))
    whole = Layer(np.array([92.0]), np.array([False]), np.array([NONE]))

    hidden = protected([children, whole], minimum=3)

    assert hidden[0].tolist() == [True, True, True, False]
    assert hidden[1].tolist() == [False]


@pytest.mark.check("C076")
def test_count_that_the_source_keeps_to_itself_is_not_told_by_its_family() -> None:
    children = Layer(np.array([np.nan, 40.0, 7.0]), np.array([True, False, False]), np.zeros(3, dtype=int))
    whole = Layer(np.array([49.0]), np.array([False]), np.array([NONE]))

    hidden = protected([children, whole], minimum=3)

    assert hidden[0].tolist() == [True, False, True]


def test_safe_series_is_shown_whole() -> None:
    children = Layer(np.array([5.0, 6.0]), np.array([False, False]), np.array([0, 0]))
    whole = Layer(np.array([11.0]), np.array([False]), np.array([NONE]))

    assert not any(mask.any() for mask in protected([children, whole]))


@st.composite
def trees(draw: st.DrawFn) -> list[Layer]:
    """Draw a three-level tree of counts with the primary cells hidden at every level."""
    middle = draw(st.integers(1, 5))
    leaves = draw(st.lists(st.tuples(st.integers(0, 12), st.integers(0, middle - 1)), min_size=1, max_size=25))
    counts = np.array([float(count) for count, _ in leaves])
    parents = np.array([parent for _, parent in leaves])
    sums = np.bincount(parents, weights=counts, minlength=middle)
    layers = [(counts, parents), (sums, np.zeros(middle, dtype=int)), (np.array([sums.sum()]), np.array([NONE]))]
    return [Layer(values, unsafe_counts(values, minimum=3), up) for values, up in layers]


def _recoverable(layers: list[Layer], hidden: list[np.ndarray]) -> list[int]:
    """Return the hidden cells above zero that follow exactly from the published ones, by linear algebra."""
    offsets = np.cumsum([0, *(layer.counts.size for layer in layers)])
    rows = []
    for depth, layer in enumerate(layers[:-1]):
        for parent in range(layers[depth + 1].counts.size):
            family = np.flatnonzero(layer.parents == parent)
            if family.size:
                row = np.zeros(offsets[-1])
                row[offsets[depth] + family] = 1
                row[offsets[depth + 1] + parent] = -1
                rows.append(row)
    unknown = np.flatnonzero(np.concatenate(hidden))
    matrix = np.array(rows)[:, unknown]
    # A zero is public knowledge to an attacker who guesses it: treat hidden zeros as known.
    values = np.concatenate([layer.counts for layer in layers])[unknown]
    matrix = matrix[:, values > 0]
    rank = np.linalg.matrix_rank(matrix) if matrix.size else 0
    return [
        column
        for column in range(matrix.shape[1])
        if np.linalg.matrix_rank(np.delete(matrix, column, axis=1)) < rank
        and np.linalg.matrix_rank(np.vstack([matrix, np.eye(matrix.shape[1])[column]])) == rank
    ]


@settings(max_examples=100 if IS_DEEP else 20)
@given(trees())
def test_no_hidden_cell_follows_from_published_sums(layers: list[Layer]) -> None:
    hidden = protected(layers)

    assert all((mask >= layer.hidden).all() for mask, layer in zip(hidden, layers, strict=True))
    assert _recoverable(layers, hidden) == []


def test_attack_finds_a_cell_that_is_hidden_alone() -> None:
    children = Layer(np.array([2.0, 40.0]), np.array([True, False]), np.array([0, 0]))
    whole = Layer(np.array([42.0]), np.array([False]), np.array([NONE]))

    assert _recoverable([children, whole], [children.hidden, whole.hidden]) == [0]
