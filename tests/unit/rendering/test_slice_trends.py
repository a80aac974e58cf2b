# SPDX-License-Identifier: EUPL-1.2
"""Trends and changes of released slices: golden digits, and nothing across what may not be compared or is hidden."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.slice_changes import slice_changes
from indicators.rendering.slice_trends import SliceTrends, TrendForm, TrendReason, slice_trends
from indicators.stats.compare import Outcome
from sozialplanung.common.statuses import Flag
from tests.factories.slices import Values, broken, content, series

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/trend/golden.json").read_text(encoding="utf-8"))
SHARE = TrendForm("%", "counts", "absolute")
RATE = TrendForm("%", "rate_only", "absolute")


def reasons(found: SliceTrends) -> list[TrendReason]:
    return [TrendReason(int(code)) for code in found.reason]


def test_share_with_counts_has_the_golden_trend_in_percentage_points() -> None:
    golden = GOLDEN["chi2_trend"]

    found = slice_trends(series([[x] for x in golden["x"]], persons=float(golden["n"])), (), SHARE)

    assert found.method == "shares"
    assert found.slope[0] == pytest.approx(100 * golden["slope_per_year"], rel=1e-4)
    assert found.p[0] == pytest.approx(golden["p"], rel=1e-3)
    assert found.direction(0) == 1
    assert [period.year for period in found.periods] == [2019, 2020, 2021, 2022, 2023]


def test_rate_without_counts_has_the_golden_trend_by_ranks() -> None:
    golden = GOLDEN["mann_kendall"]

    found = slice_trends(series([[x] for x in golden["x"]], persons=None), (), RATE)

    assert found.method == "ranks"
    assert found.p[0] == pytest.approx(golden["p"], rel=1e-6)
    assert found.slope[0] == pytest.approx(golden["sen_slope"], rel=1e-3)


def test_trend_looks_at_the_last_five_years_only() -> None:
    falling_before = [[x] for x in (400, 300, 200, 100, 110, 118, 131, 140)]

    assert slice_trends(series(falling_before), (), SHARE).direction(0) == 1


def test_relative_measure_has_a_position_and_no_course() -> None:
    found = slice_trends(series([[x] for x in range(1, 9)]), (), TrendForm("", "rate_only", "relative"))

    assert reasons(found) == [TrendReason.RELATIVE]
    assert np.isnan(found.slope).all()


def test_figures_that_hold_several_periods_have_no_trend() -> None:
    overlapping = TrendForm("%", "counts", "absolute", looks_back=True)

    found = slice_trends(series([[x] for x in (100, 110, 118, 131, 140)]), (), overlapping)

    assert reasons(found) == [TrendReason.OVERLAPPING]
    assert np.isnan(found.slope).all()


def test_four_periods_are_too_few() -> None:
    found = slice_trends(series([[x] for x in (1, 2, 3, 4)]), (), SHARE)

    assert (reasons(found), found.there) == ([TrendReason.TOO_FEW_PERIODS], 4)


def test_nothing_is_computed_across_a_break_that_says_no() -> None:
    found = slice_trends(series([[x] for x in (10, 20, 30, 400, 410, 420, 430)]), [broken(2021, 2022)], SHARE)

    assert (reasons(found), found.there, found.direction(0)) == ([TrendReason.BREAK], 4, 0)
    assert np.isnan(found.p).all()


def test_five_periods_after_a_break_have_a_trend_of_their_own() -> None:
    found = slice_trends(series([[x] for x in (900, 10, 40, 70, 100, 130)]), [broken(2019, 2020)], SHARE)

    assert found.direction(0) == 1


def test_limited_break_is_told_and_not_bridged_in_silence() -> None:
    found = slice_trends(series([[x] for x in (10, 40, 70, 100, 130)]), [broken(2020, 2021, "limited")], SHARE)

    assert found.is_limited
    assert found.direction(0) == 1


@pytest.mark.parametrize("form", [SHARE, RATE])
def test_hidden_value_leaves_no_trend_behind_and_its_reason_is_told(form: TrendForm) -> None:
    rows: list[Values] = [[100, 100], [110, None], [118, 118], [131, 131], [140, 140]]

    found = slice_trends(series(rows), (), form)

    assert reasons(found) == [TrendReason.OK, TrendReason.HIDDEN]
    assert np.isnan([found.slope[1], found.lower[1], found.upper[1], found.p[1]]).all()


@given(hidden=st.floats(0, 1000))
def test_what_a_hidden_cell_holds_moves_no_other_area(hidden: float) -> None:
    shown = slice_trends(series([[x, None] for x in (100, 110, 118, 131, 140)]), (), SHARE)
    other = slice_trends(series([[x, hidden] for x in (100, 110, 118, 131, 140)]), (), SHARE)

    assert (shown.slope[0], shown.p[0]) == (other.slope[0], other.p[0])


def test_estimated_value_makes_no_trend() -> None:
    slices = series([[x] for x in (100, 110, 118, 131, 140)])
    slices[2] = content("2021-12-31", [118], flag=int(Flag.ESTIMATED))

    assert reasons(slice_trends(slices, (), SHARE)) == [TrendReason.ESTIMATED]
    assert reasons(slice_trends(slices, (), RATE)) == [TrendReason.ESTIMATED]


def test_missing_year_is_a_gap_for_counts_and_none_for_ranks() -> None:
    slices = [
        content(f"{year}-12-31", [x]) for year, x in ((2017, 90), (2019, 100), (2020, 110), (2021, 120), (2022, 130))
    ]

    assert reasons(slice_trends(slices, (), SHARE)) == [TrendReason.GAP]
    assert reasons(slice_trends(slices, (), RATE)) == [TrendReason.OK]


def test_quarters_are_compared_with_the_same_quarter_of_other_years() -> None:
    slices = [
        content(f"{year}-Q{quarter}", [100 + 10 * quarter]) for year in range(2019, 2024) for quarter in (1, 2, 3, 4)
    ]

    found = slice_trends(slices, (), SHARE)

    assert [period.code for period in found.periods] == [f"{year}-Q4" for year in range(2019, 2024)]
    assert found.direction(0) == 0


def test_area_that_never_had_a_case_has_no_direction() -> None:
    assert reasons(slice_trends(series([[0]] * 5), (), SHARE)) == [TrendReason.CONSTANT]
    assert reasons(slice_trends(series([[7]] * 5), (), RATE)) == [TrendReason.CONSTANT]


def test_more_cases_than_persons_are_no_share_and_no_error() -> None:
    found = slice_trends(series([[1100], [1200], [1300], [1400], [1500]]), (), SHARE)

    assert reasons(found) == [TrendReason.NO_VALUE]


def test_change_has_newcombes_interval_and_stands_the_test_of_many() -> None:
    before = content("2022-12-31", [150, 100, 100, None])
    now = content("2023-12-31", [120, 100, 250, 100])

    found = slice_changes(now, before)

    assert found is not None
    assert found.interval(0) == pytest.approx((-6.001, -0.001), abs=1e-3)
    assert found.change[2] == pytest.approx(15.0)
    assert found.interval(3) is None
    assert found.found.tests == 3
    assert found.found.outcome.tolist() == [Outcome.SIMILAR, Outcome.SIMILAR, Outcome.HIGHER, Outcome.NOT_COMPARABLE]


def test_change_of_rates_without_counts_is_not_tested() -> None:
    assert slice_changes(content("2023", [12.0], None), content("2022", [10.0], None)) is None
