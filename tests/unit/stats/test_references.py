# SPDX-License-Identifier: EUPL-1.2
"""How one area stands to a reference: beyond chance where it is known, and by enough to matter."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.compare import Outcome
from indicators.stats.references import Counted, interval_between, stands
from indicators.stats.tiers import shares_with_rest

pytestmark = pytest.mark.check("C018")
PERSONS = st.integers(1, 5_000)


@st.composite
def parts(draw: st.DrawFn) -> Counted:
    persons = draw(PERSONS)
    return Counted(draw(st.integers(0, persons)), persons)


def test_interval_is_that_of_two_shares_in_the_golden_table() -> None:
    ends = interval_between(Counted(120, 1000), Counted(150, 1000), factor=100)

    assert ends is not None
    assert ends == pytest.approx((-6.001, -0.001), abs=0.001)


def test_interval_of_rates_is_that_of_the_worked_example() -> None:
    ends = interval_between(Counted(65, 1_000), Counted(400, 10_000), factor=1_000)

    assert ends == pytest.approx((9.6, 43.3), abs=0.05)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Counted(1, 0), Counted(1, 10)),
        (Counted(1, 10), Counted(0, 0)),
        (Counted(math.nan, 10), Counted(1, 10)),
        (Counted(1, 10), Counted(-1, 10)),
        (Counted(11, 10), Counted(1, 10)),
    ],
)
def test_without_persons_or_with_impossible_counts_there_is_no_interval(one: Counted, other: Counted) -> None:
    assert interval_between(one, other, factor=100) is None


def test_threshold_decides_alone_where_nothing_is_known_of_chance() -> None:
    assert stands(2.0, threshold=2.0, ends=None) == Outcome.HIGHER
    assert stands(-2.0, threshold=2.0, ends=None) == Outcome.LOWER
    assert stands(1.9, threshold=2.0, ends=None) == Outcome.SIMILAR


def test_neither_a_missing_figure_nor_a_missing_threshold_is_similar() -> None:
    assert stands(math.nan, threshold=2.0, ends=None) == Outcome.NOT_COMPARABLE
    assert stands(9.0, threshold=None, ends=(5.0, 13.0)) == Outcome.NOT_COMPARABLE


def test_equal_figures_are_similar_whatever_the_threshold() -> None:
    assert stands(0.0, threshold=0.0, ends=None) == Outcome.SIMILAR


@given(parts(), parts(), st.sampled_from([0.5, 2.0, 10.0]))
def test_part_of_a_whole_stands_as_the_rule_of_the_release_says(area: Counted, rest: Counted, threshold: float) -> None:
    whole = (area.cases + rest.cases, area.persons + rest.persons)
    left = Counted(*whole).without(area)
    distance = 100 * area.cases / area.persons - 100 * whole[0] / whole[1]

    expected = shares_with_rest(
        np.array([float(area.cases)]), np.array([float(area.persons)]), whole, threshold=threshold
    ).outcome[0]

    assert stands(distance, threshold=threshold, ends=interval_between(area, left, factor=100)) == expected


@given(parts(), parts())
def test_interval_turns_its_sign_with_the_sides(one: Counted, other: Counted) -> None:
    ends, turned = interval_between(one, other, factor=100), interval_between(other, one, factor=100)

    assert ends is not None
    assert turned is not None
    assert ends == pytest.approx((-turned[1], -turned[0]), abs=1e-9)
