# SPDX-License-Identifier: EUPL-1.2
"""Standardised rates against published results, by hand, and at their edges."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.reasons import Reason
from indicators.stats.standardise import as_rates, directly, indirectly, standard_populations

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/standardisation/golden.json").read_text(encoding="utf-8"))
ESP2013, ESP1976 = (np.array(each.weights) for each in standard_populations())
REFERENCE = (np.array(GOLDEN["reference"]["cases"], dtype=float), np.array(GOLDEN["reference"]["persons"], dtype=float))
Floats = npt.NDArray[np.float64]


def table(area: dict[str, list[int]]) -> tuple[Floats, Floats]:
    return np.array([area["cases"]], dtype=float), np.array([area["persons"]], dtype=float)


AREAS = {name: table(area) for name, area in GOLDEN["areas"].items()}


def numbers(result: object, level: float) -> tuple[float, ...]:
    return tuple(
        getattr(result, name)[0] for name in (("value", "lower", "upper") if level == 0.95 else ("lower", "upper"))
    )


@pytest.mark.parametrize("area", ["testdata_big", "testdata_small"])
@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_direct_rates_equal_the_published_ones(area: str, confidence: float) -> None:
    published = GOLDEN["direct_per_100000"][area]

    result = directly(*AREAS[area], ESP2013, confidence=confidence)

    expected = published[:3] if confidence == 0.95 else published[3:]
    assert numbers(result, confidence) == pytest.approx(tuple(expected), rel=1e-9)
    assert result.reason.tolist() == [Reason.OK]


def test_direct_rate_by_the_population_of_1976_equals_the_published_one() -> None:
    result = directly(*table(GOLDEN["old_groups"]), ESP1976)

    assert numbers(result, 0.95) == pytest.approx(tuple(GOLDEN["direct_per_100000"]["testdata_1976"]), rel=1e-9)


def test_direct_rate_of_fewer_than_ten_cases_is_withheld_with_its_reason() -> None:
    result = directly(*AREAS["testdata_tiny"], ESP2013)

    assert result.cases.tolist() == [9]
    assert result.reason.tolist() == [Reason.TOO_FEW_CASES]
    assert np.isnan([result.value[0], result.lower[0], result.upper[0]]).all()


@pytest.mark.parametrize("area", GOLDEN["areas"])
@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_indirect_rates_and_ratios_equal_the_published_ones(area: str, confidence: float) -> None:
    cases, persons = AREAS[area]
    chosen = slice(0, 3) if confidence == 0.95 else slice(3, 5)

    ratio = indirectly(cases.sum(axis=1), persons, REFERENCE, confidence=confidence)
    rate = as_rates(ratio, REFERENCE, base=100_000)

    published = GOLDEN["indirect_rate_per_100000"][area]
    assert ratio.expected[0] == pytest.approx(published["expected"], rel=1e-12)
    assert numbers(ratio, confidence) == pytest.approx(
        tuple(GOLDEN["indirect_ratio"][area]["values"][chosen]), rel=1e-9
    )
    assert numbers(rate, confidence) == pytest.approx(tuple(published["values"][chosen]), rel=1e-9)


def test_standard_populations_add_up_and_have_as_many_ages_as_weights() -> None:
    for each in standard_populations():
        assert sum(each.weights) == 100_000
        assert len(each.weights) == len(each.lower_ages)
        assert each.lower_ages[0] == 0
        assert each.source

    assert [each.code for each in standard_populations()] == ["esp2013", "esp1976"]


def test_reasons_name_what_is_missing() -> None:
    x = np.array([[20.0, 20.0], [np.nan, 20.0], [20.0, 20.0], [20.0, 20.0], [4.0, 5.0]])
    n = np.array([[100.0, 100.0], [100.0, 100.0], [100.0, np.nan], [0.0, 100.0], [100.0, 100.0]])

    result = directly(x, n, np.array([1.0, 1.0]))

    assert result.reason.tolist() == [
        Reason.OK,
        Reason.MISSING,
        Reason.MISSING,
        Reason.NO_PERSONS,
        Reason.TOO_FEW_CASES,
    ]
    assert np.isnan(result.value).tolist() == [False, True, True, True, True]


def test_ten_cases_are_enough() -> None:
    result = directly(np.array([[4.0, 6.0]]), np.array([[100.0, 100.0]]), np.array([1.0, 1.0]), base=1)

    assert result.reason.tolist() == [Reason.OK]
    assert result.value[0] == pytest.approx(0.05)


def test_group_without_a_weight_does_not_count_even_if_it_is_missing() -> None:
    x, n = np.array([[20.0, np.nan]]), np.array([[100.0, 0.0]])

    result = directly(x, n, np.array([3.0, 0.0]), base=1)

    assert (result.value[0], result.cases[0]) == (pytest.approx(0.2), 20)


def test_no_expected_case_gives_no_ratio() -> None:
    result = indirectly(
        np.array([0.0, 3.0, np.nan, 2.0]),
        np.array([[0.0, 50.0], [10.0, 0.0], [10.0, 1.0], [np.nan, 1.0]]),
        (np.array([5.0, 0.0]), np.array([100.0, 100.0])),
    )

    assert result.reason.tolist() == [Reason.NO_EXPECTATION, Reason.OK, Reason.MISSING, Reason.MISSING]
    assert result.value[1] == pytest.approx(6.0)
    assert np.isnan(result.lower).tolist() == [True, False, True, True]


def test_reference_itself_has_the_ratio_one() -> None:
    result = indirectly(REFERENCE[0].sum(keepdims=True), REFERENCE[1][None, :], REFERENCE)

    assert result.value[0] == pytest.approx(1.0)
    assert as_rates(result, REFERENCE, base=1000).value[0] == pytest.approx(
        1000 * REFERENCE[0].sum() / REFERENCE[1].sum()
    )


groups = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 50_000), st.integers(1, 100)), min_size=1, max_size=8)


@given(groups, st.floats(0.01, 1000.0))
def test_only_the_proportions_of_the_standard_population_matter(
    drawn: list[tuple[int, int, int]], factor: float
) -> None:
    x, n, w = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))

    one, other = directly(x[None], n[None], w), directly(x[None], n[None], factor * w)

    np.testing.assert_allclose(other.value, one.value, rtol=1e-9)
    np.testing.assert_allclose(other.upper, one.upper, rtol=1e-9)


@given(groups)
def test_direct_rate_lies_between_the_rates_of_its_groups_and_within_its_limits(
    drawn: list[tuple[int, int, int]],
) -> None:
    x, n, w = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))

    result = directly(x[None], n[None], w, base=1)

    if result.reason[0] == Reason.OK:
        assert (x / n).min() * (1 - 1e-9) <= result.value[0] <= (x / n).max() * (1 + 1e-9)
        assert result.lower[0] <= result.value[0] <= result.upper[0]
    else:
        assert x.sum() < 10


@given(groups)
def test_population_of_the_area_as_standard_gives_the_crude_rate(drawn: list[tuple[int, int, int]]) -> None:
    x, n, _ = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))

    result = directly(x[None], n[None], n, base=1)

    if x.sum() >= 10:
        assert result.value[0] == pytest.approx(x.sum() / n.sum())


@pytest.mark.parametrize(
    ("x", "n", "w"),
    [
        ([[-1.0]], [[5.0]], [1.0]),
        ([[1.0]], [[-5.0]], [1.0]),
        ([[1.0]], [[5.0]], [0.0]),
        ([[1.0]], [[5.0]], [-1.0]),
        ([[1.0]], [[5.0]], [np.nan]),
        ([[1.0, 2.0]], [[5.0]], [1.0]),
        ([[1.0]], [[5.0]], [1.0, 1.0]),
    ],
)
def test_what_cannot_be_standardised_is_refused(x: list[list[float]], n: list[list[float]], w: list[float]) -> None:
    with pytest.raises(ValueError, match=r"not negative|do not fit|Cases"):
        directly(np.array(x), np.array(n), np.array(w))


@pytest.mark.parametrize(
    ("x", "n", "cases", "persons"),
    [
        ([1.0, 2.0], [[5.0]], [1.0], [9.0]),
        ([-1.0], [[5.0]], [1.0], [9.0]),
        ([1.0], [[-5.0]], [1.0], [9.0]),
        ([1.0], [[5.0]], [1.0], [0.0]),
        ([1.0], [[5.0]], [np.nan], [9.0]),
        ([1.0], [[5.0]], [1.0], [np.nan]),
        ([1.0], [[5.0]], [-1.0], [9.0]),
    ],
)
def test_reference_that_cannot_be_used_is_refused(
    x: list[float], n: list[list[float]], cases: list[float], persons: list[float]
) -> None:
    with pytest.raises(ValueError, match=r"negative|reference|do not fit"):
        indirectly(np.array(x), np.array(n), (np.array(cases), np.array(persons)))


def test_every_reason_has_a_word_of_its_own() -> None:
    assert [reason.code for reason in Reason][:4] == ["ok", "missing", "no_persons", "too_few_cases"]
    assert len({reason.code for reason in Reason}) == len(Reason)
