# SPDX-License-Identifier: EUPL-1.2
"""Segregation and inequality: golden values, bounds, and measures that refuse to be compared."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.inequality import inequality, theil_parts
from indicators.stats.segregation import (
    NotComparableError,
    Segregation,
    beyond_chance,
    dissimilarity,
    dissimilarity_by_chance,
    entropy_index,
    exposure,
    multigroup_dissimilarity,
)

FOLDER = Path(__file__).parents[2] / "golden"
GOLDEN = json.loads((FOLDER / "segregation/golden.json").read_text(encoding="utf-8"))
UNEQUAL = json.loads((FOLDER / "inequality/golden.json").read_text(encoding="utf-8"))
Floats = npt.NDArray[np.float64]
A, B = np.array(GOLDEN["a"], dtype=float), np.array(GOLDEN["b"], dtype=float)

counts = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=15).map(
    lambda rows: np.array(rows, dtype=float)
)


def test_toy_city_gives_the_golden_values() -> None:
    isolation, interaction = exposure(A, B, boundary_version="2021")

    assert dissimilarity(A, B, boundary_version="2021").value == pytest.approx(GOLDEN["D"], rel=1e-12)
    assert isolation.value == pytest.approx(GOLDEN["isolation_a"], abs=5e-11)
    assert interaction.value == pytest.approx(GOLDEN["interaction"], abs=5e-11)
    assert entropy_index(np.column_stack([A, B]), boundary_version="2021").value == pytest.approx(
        GOLDEN["entropy_H"], abs=5e-7
    )


@given(counts)
def test_measures_lie_between_0_and_1_and_agree_with_each_other(groups: Floats) -> None:
    a, b = groups.T

    alone = dissimilarity(a, b, boundary_version="x")
    several = multigroup_dissimilarity(groups, boundary_version="x")
    mixed = entropy_index(groups, boundary_version="x")
    isolation, interaction = exposure(a, b, boundary_version="x")

    reasons = {each.reason for each in (alone, several, mixed, isolation, interaction)}
    assert len(reasons) == 1
    if not alone.reason:
        assert several.value == pytest.approx(alone.value, abs=1e-12)
        assert isolation.value + interaction.value == pytest.approx(1)
        assert all(-1e-12 <= each.value <= 1 + 1e-12 for each in (alone, mixed, isolation))


@given(counts, st.integers(2, 9))
def test_size_of_the_city_and_areas_without_people_change_nothing(groups: Floats, times: int) -> None:
    larger = np.vstack([groups * times, np.zeros((1, 2))])

    plain, grown = (entropy_index(each, boundary_version="x") for each in (groups, larger))

    assert (plain.reason, plain.n) == (grown.reason, grown.n)
    assert plain.reason or grown.value == pytest.approx(plain.value, abs=1e-9)


def test_even_and_separate_cities_are_at_the_ends_of_the_scale() -> None:
    even, separate = np.array([[10.0, 20], [30, 60]]), np.array([[10.0, 0], [0, 60]])

    for measure in (entropy_index, multigroup_dissimilarity):
        assert measure(even, boundary_version="x").value == pytest.approx(0)
        assert measure(separate, boundary_version="x").value == pytest.approx(1)


@pytest.mark.parametrize(
    ("group", "rest", "reason"),
    [
        ([], [], "too_few_areas"),
        ([5.0], [5.0], "too_few_areas"),
        ([5.0, 0.0], [5.0, 0.0], "too_few_areas"),
        ([5.0, np.nan], [5.0, 3.0], "too_few_areas"),
        ([0.0, 0.0], [5.0, 3.0], "empty_group"),
        ([5.0, 3.0], [0.0, 0.0], "empty_group"),
    ],
)
def test_city_that_cannot_be_divided_has_a_reason_and_no_value(
    group: list[float], rest: list[float], reason: str
) -> None:
    a, b = np.array(group), np.array(rest)

    both = np.column_stack([a, b])
    found = [
        dissimilarity(a, b, boundary_version="x"),
        *exposure(a, b, boundary_version="x"),
        entropy_index(both, boundary_version="x"),
        multigroup_dissimilarity(both, boundary_version="x"),
    ]

    assert {each.reason for each in found} == {reason}
    assert all(math.isnan(each.value) for each in found)
    assert dissimilarity_by_chance(a, b, draws=3, seed=1).size == 0


def test_areas_without_a_figure_are_left_out_and_counted() -> None:
    found = dissimilarity(np.append(A, np.nan), np.append(B, 7.0), boundary_version="x")

    assert (found.value, found.n, found.left_out) == (0.5, 4, 1)


@pytest.mark.parametrize("compare", [lambda x, y: x - y, lambda x, y: x < y, lambda x, y: x >= y], ids=["-", "<", ">="])
def test_other_boundaries_kinds_and_empty_values_are_never_compared(
    compare: Callable[[Segregation, Segregation], object],
) -> None:
    here = dissimilarity(A, B, boundary_version="2021")
    refused = {
        "boundary_version": dissimilarity(A, B, boundary_version="2006"),
        "kind": entropy_index(np.column_stack([A, B]), boundary_version="2021"),
        "no_value": dissimilarity(A[:1], B[:1], boundary_version="2021"),
    }

    for code, other in refused.items():
        with pytest.raises(NotComparableError) as caught:
            compare(here, other)
        assert caught.value.code == code


def test_same_boundaries_are_compared() -> None:
    earlier, later = (dissimilarity(A, rest, boundary_version="2021") for rest in (B, B[::-1].copy()))

    assert later - earlier == pytest.approx(later.value - earlier.value)
    assert (later < earlier, later > earlier) == (later.value < earlier.value, later.value > earlier.value)
    assert (later <= earlier, later >= earlier) == (later.value <= earlier.value, later.value >= earlier.value)


def test_small_groups_are_uneven_by_chance_alone() -> None:
    rest = np.full(50, 200.0)
    few = np.zeros(50)
    few[:20] = 1

    by_chance = dissimilarity_by_chance(few, rest, draws=500, seed=4)

    assert by_chance.shape == (500,)
    assert dissimilarity(few, rest, boundary_version="x").value == pytest.approx(0.6)
    assert by_chance.mean() > 0.6
    np.testing.assert_array_equal(by_chance, dissimilarity_by_chance(few, rest, draws=500, seed=4))


def test_counts_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        dissimilarity(-A, B, boundary_version="x")
    with pytest.raises(ValueError, match="two groups"):
        entropy_index(A[:, None], boundary_version="x")
    with pytest.raises(ValueError, match="whole"):
        dissimilarity_by_chance(A + 0.5, B, draws=1, seed=1)


@pytest.mark.parametrize(
    ("value", "expected", "beyond"), [(0.1, 0.1, 0), (1.0, 0.1, 1), (0.55, 0.1, 0.5), (0.05, 0.1, -0.5), (0.0, 0.1, -1)]
)
def test_what_goes_beyond_chance_is_measured_from_chance_to_wholly_apart(
    value: float, expected: float, beyond: float
) -> None:
    assert beyond_chance(value, expected) == pytest.approx(beyond)


@pytest.mark.parametrize(("value", "expected"), [(1.0, 1.0), (math.nan, 0.1), (0.4, math.nan)])
def test_nothing_goes_beyond_a_chance_that_never_mixes_or_is_not_known(value: float, expected: float) -> None:
    assert math.isnan(beyond_chance(value, expected))


def test_inequality_gives_the_golden_values() -> None:
    x = np.array(UNEQUAL["x"], dtype=float)

    found, parts = inequality(x), theil_parts(x, np.array([1, 1, 2, 2, 2]))

    assert found.gini == pytest.approx(UNEQUAL["gini"], rel=1e-12)
    assert found.theil == pytest.approx(UNEQUAL["theil_T"], rel=1e-12)
    assert parts.between == pytest.approx(UNEQUAL["theil_between_aabbb"], abs=5e-9)
    assert parts.within == pytest.approx(UNEQUAL["theil_within"], abs=5e-9)


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(1, 5), st.integers(0, 3)), min_size=2, max_size=12),
    st.floats(0.1, 50),
)
def test_weights_stand_for_repeated_areas_and_the_unit_changes_nothing(
    rows: list[tuple[int, int, int]], scale: float
) -> None:
    x, weights, groups = np.array(rows).T
    repeated = np.repeat(x, weights).astype(float)

    weighted = inequality(x * scale, weights.astype(float))
    plain = inequality(repeated)
    parts = theil_parts(x.astype(float), groups, weights.astype(float))

    assert weighted.reason == plain.reason == parts.reason
    if not plain.reason:
        pairs = np.abs(np.subtract.outer(repeated, repeated)).sum() / (2 * repeated.size**2 * repeated.mean())
        assert weighted.gini == pytest.approx(pairs, abs=1e-9)
        assert weighted.theil == pytest.approx(plain.theil, abs=1e-9)
        assert parts.between + parts.within == pytest.approx(plain.theil, abs=1e-9)
        assert min(parts.between, parts.within, weighted.gini) >= 0


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], "too_few"),
        ([5.0], "too_few"),
        ([5.0, np.nan], "too_few"),
        ([0.0, 0.0], "no_total"),
        ([-1.0, 5.0], "negative"),
    ],
)
def test_values_without_inequality_have_a_reason(values: list[float], reason: str) -> None:
    x = np.array(values)

    found, parts = inequality(x), theil_parts(x, np.zeros(x.size, dtype=np.int64))

    assert found.reason == parts.reason == reason
    assert all(math.isnan(each) for each in (found.gini, found.theil, parts.between, parts.within))


def test_equal_areas_are_not_unequal_and_one_that_has_all_is() -> None:
    assert inequality(np.full(4, 0.1)).gini == pytest.approx(0, abs=1e-12)
    assert inequality(np.array([0.0, 0.0, 0.0, 8.0])).gini == pytest.approx(0.75)
    assert inequality(np.array([0.0, 0.0, 0.0, 8.0])).theil == pytest.approx(math.log(4))
    with pytest.raises(ValueError, match="weight"):
        inequality(np.array([1.0, 2.0]), np.array([-1.0, 1.0]))
