# SPDX-License-Identifier: EUPL-1.2
"""An attacker with exact arithmetic and all published sums finds no hidden figure, zeros included."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.stats.disclosure.primary import Mask, unsafe_counts
from tests.conftest import IS_DEEP
from tests.unit.stats.disclosing import Layer, protected

Cell = tuple[int, int]
NONE = -1


def equations(layers: list[Layer], unknown: dict[Cell, int]) -> list[list[Fraction]]:
    """Write each published sum as an equation of the unknown cells."""
    rows = []
    for depth, layer in enumerate(layers[:-1]):
        for parent in range(layers[depth + 1].counts.size):
            row = [Fraction(0)] * len(unknown)
            for child in np.flatnonzero(layer.parents == parent):
                if (depth, int(child)) in unknown:
                    row[unknown[depth, int(child)]] += 1
            if (depth + 1, parent) in unknown and (layer.parents == parent).any():
                row[unknown[depth + 1, parent]] -= 1
            rows.append(row)
    return rows


def solved(rows: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """Bring equations to their reduced form."""
    done = 0
    for column in range(width):
        pivot = next((place for place in range(done, len(rows)) if rows[place][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for place, row in enumerate(rows):
            if place != done and row[column]:
                rows[place] = [value - row[column] * base for value, base in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]


def recovered(layers: list[Layer], hidden: list[Mask], *, is_zero_guessed: bool) -> set[Cell]:
    """Return the hidden cells that follow exactly; with `is_zero_guessed` the attacker knows all hidden zeros."""
    cells = [
        (depth, int(position))
        for depth, mask in enumerate(hidden)
        for position in np.flatnonzero(mask)
        if not (is_zero_guessed and layers[depth].counts[position] == 0)
    ]
    rows = solved(equations(layers, {cell: place for place, cell in enumerate(cells)}), len(cells))
    return {cells[row.index(Fraction(1))] for row in rows if sum(map(bool, row)) == 1}


@st.composite
def trees(draw: st.DrawFn, *, is_any_mask: bool) -> list[Layer]:
    """Draw a tree of two to four levels; hidden are small counts, or any cells at all."""
    counts = np.array(draw(st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 9]), min_size=1, max_size=14)), dtype=float)
    layers = []
    for size in [draw(st.integers(1, 5)) for _ in range(draw(st.integers(0, 2)))] + [1]:
        parents = np.array([draw(st.integers(0, size - 1)) for _ in counts], dtype=np.int64)
        layers.append((counts, parents))
        counts = np.bincount(parents, weights=counts, minlength=size)
    layers.append((counts, np.array([NONE])))

    def mask(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Mask:
        drawn = [draw(st.integers(0, 2)) == 0 for _ in values] if is_any_mask else unsafe_counts(values, minimum=3)
        return np.array(drawn, dtype=bool)

    return [Layer(values, mask(values), up) for values, up in layers]


@pytest.mark.check("C076")
@settings(max_examples=100 if IS_DEEP else 20)
@given(trees(is_any_mask=False))
def test_no_small_count_follows_even_when_hidden_zeros_are_guessed(layers: list[Layer]) -> None:
    hidden = protected(layers)

    assert recovered(layers, hidden, is_zero_guessed=True) == set()
    assert recovered(layers, hidden, is_zero_guessed=False) == set()


@pytest.mark.check("C076")
@settings(max_examples=100 if IS_DEEP else 20)
@given(trees(is_any_mask=True))
def test_no_cell_that_had_to_be_hidden_follows_zeros_included(layers: list[Layer]) -> None:
    hidden = protected(layers)

    primary = {(depth, int(place)) for depth, layer in enumerate(layers) for place in np.flatnonzero(layer.hidden)}
    assert not recovered(layers, hidden, is_zero_guessed=False) & primary
    assert all((mask >= layer.hidden).all() for mask, layer in zip(hidden, layers, strict=True))


def test_hidden_zero_takes_a_cell_with_it_that_may_be_its_share() -> None:
    children = Layer(np.array([0.0, 4.0, 9.0, 30.0]), np.array([True, False, False, False]), np.zeros(4, dtype=int))
    whole = Layer(np.array([43.0]), np.array([False]), np.array([NONE]))

    hidden = protected([children, whole])

    assert hidden[0].tolist() == [True, True, False, False]
    assert recovered([children, whole], [children.hidden, whole.hidden], is_zero_guessed=False) == {(0, 0)}


def test_hidden_zero_is_no_sum_of_zeros_that_are_shown() -> None:
    children = Layer(np.array([0.0, 0.0, 8.0, 9.0]), np.array([False] * 4), np.array([0, 0, 1, 2]))
    parents = Layer(np.array([0.0, 8.0, 9.0]), np.array([True, False, False]), np.zeros(3, dtype=int))
    whole = Layer(np.array([17.0]), np.array([False]), np.array([NONE]))

    hidden = protected([children, parents, whole])

    assert hidden[0].any()
    assert hidden[1].tolist()[0]
    assert recovered([children, parents, whole], hidden, is_zero_guessed=False) == set()
