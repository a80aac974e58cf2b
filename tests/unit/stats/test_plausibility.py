# SPDX-License-Identifier: EUPL-1.2
"""Modified z-scores against history and peers: golden value, an independent library, and their edges."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.robust.scale import mad

from indicators.stats.plausibility import (
    AMONG_PEERS,
    FIRST_TIME,
    IN_HISTORY,
    Limits,
    chance_of_counts,
    far_from_history,
    far_from_peers,
    from_scale,
    medians,
    modified_z,
    on_scale,
    spreads,
    unlike_peers,
)

Floats = npt.NDArray[np.float64]
GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "modified_z" / "golden.json").read_text(encoding="utf-8"))
NUMBERS = st.lists(st.integers(-1000, 1000).map(float), min_size=1, max_size=12)


def row(*values: float) -> Floats:
    return np.array([values], dtype=np.float64)


def test_last_value_has_the_golden_score_where_a_plain_z_score_misses_it() -> None:
    sample = row(*GOLDEN["history"], GOLDEN["last"])

    score = modified_z(sample)[0, -1]
    plain = (sample[0, -1] - sample.mean()) / sample.std(ddof=1)

    assert score == pytest.approx(GOLDEN["modified_z_of_last"], abs=5e-4)
    assert plain == pytest.approx(GOLDEN["z_of_last_ddof1"], abs=5e-4)


@pytest.mark.check("C052")
def test_value_far_from_its_history_is_found_with_what_was_usual() -> None:
    values = np.array([float(GOLDEN["last"]), 13.0, np.nan])
    history = np.array([GOLDEN["history"]] * 3, dtype=np.float64)

    found = far_from_history(values, history, scale="raw", limits=Limits(points=4))

    assert found.positions.tolist() == [0]
    assert found.value.tolist() == [45.0]
    assert found.usual.tolist() == [12.5]
    assert found.score[0] == pytest.approx(21.584, abs=5e-4)


@given(NUMBERS)
def test_spread_is_that_of_an_independent_library(values: list[float]) -> None:
    sample = np.array(values)
    expected = mad(sample, c=0.6745)

    score = modified_z(sample[None, :])[0]

    if expected > 0:
        assert score == pytest.approx((sample - np.median(sample)) / expected, rel=1e-12)
    else:
        assert (score[sample == np.median(sample)] == 0).all()


@given(NUMBERS, st.floats(0.01, 100), st.floats(-100, 100))
def test_score_does_not_depend_on_unit_order_and_origin(values: list[float], unit: float, origin: float) -> None:
    sample = np.array(values)

    score = modified_z(sample[None, :])[0]

    # A spread far below the origin drowns in rounding; whole numbers times 0.01 do not.
    assert modified_z((sample * unit + origin)[None, :])[0] == pytest.approx(score, rel=1e-6, abs=1e-6)
    assert modified_z(sample[None, ::-1])[0][::-1] == pytest.approx(score, rel=1e-9)


def test_mean_deviation_takes_over_where_most_values_are_one() -> None:
    score = modified_z(row(12, 12, 12, 12, 22))

    # The mean absolute deviation is 2: 10 / (1.253314 * 2).
    assert score[0].tolist() == pytest.approx([0, 0, 0, 0, 10 / 2.506628])


def test_spread_is_comparable_to_a_standard_deviation() -> None:
    normal = np.random.default_rng(1).normal(5.0, 2.0, 20_001)

    assert spreads(normal[None, :])[0] == pytest.approx(2.0, rel=0.03)
    assert spreads(row(3, 3, 3)).tolist() == [0.0]
    assert spreads(row(3.0)).tolist() == [0.0]
    assert spreads(row(np.nan, np.nan)).tolist() == [0.0]


def test_missing_is_left_out_and_never_zero() -> None:
    score = modified_z(row(12, np.nan, 13, 12, 14, 13, np.nan, 12, 45))

    assert np.isnan(score[0, [1, 6]]).all()
    assert score[0, -1] == pytest.approx(21.584, abs=5e-4)
    assert np.isnan(modified_z(row(np.nan, np.nan))).all()
    assert modified_z(row(7.0, np.nan))[0, 0] == 0.0
    assert np.isnan(medians(np.empty((2, 0)))).all()


@given(st.lists(st.one_of(st.just(float("nan")), st.floats(-1e6, 1e6)), min_size=1, max_size=9))
def test_medians_agree_with_numpy(values: list[float]) -> None:
    sample = np.array(values)
    there = sample[~np.isnan(sample)]

    found = medians(sample[None, :])[0]

    assert np.isnan(found) if there.size == 0 else found == pytest.approx(float(np.median(there)))


def test_chance_is_the_least_spread_of_small_counts() -> None:
    steady = np.array([[4.0, 4.0, 5.0, 4.0], [400.0, 402.0, 405.0, 401.0]])
    values = np.array([7.0, 700.0])

    found = far_from_history(
        values, steady, scale="log", limits=IN_HISTORY["log"], floor=chance_of_counts(medians(steady))
    )

    # Seven after four may be chance, seven hundred after four hundred cannot.
    assert found.positions.tolist() == [1]
    assert found.usual.tolist() == pytest.approx([401.5], abs=0.1)


def test_tiny_change_of_a_very_steady_series_is_not_told() -> None:
    history = np.array([[10_000.0, 10_001.0, 10_002.0, 10_001.0]])

    found = far_from_history(np.array([10_050.0]), history, scale="log", limits=IN_HISTORY["log"])

    assert modified_z(np.array([[10_000.0, 10_001.0, 10_002.0, 10_001.0, 10_050.0]]))[0, -1] > 3.5
    assert found.positions.size == 0


def test_short_history_tells_nothing() -> None:
    history = np.array([[12.0, 13.0, np.nan, np.nan]])

    assert far_from_history(np.array([900.0]), history, scale="log", limits=IN_HISTORY["log"]).positions.size == 0


def test_share_that_leaves_its_range_is_found_on_the_logit_scale() -> None:
    history = np.array([[0.021, 0.022, 0.020, 0.021], [0.50, 0.51, 0.52, 0.50]])

    found = far_from_history(np.array([0.21, 0.53]), history, scale="logit", limits=IN_HISTORY["logit"])

    assert found.positions.tolist() == [0]
    assert found.usual[0] == pytest.approx(0.021, abs=1e-6)


def test_area_that_moved_unlike_all_others_is_found() -> None:
    before = np.array([1000.0, 1100, 900, 1200, 800, 1050, 950, 1000, 1000, np.nan])
    values = before * 1.02
    values[3], values[9] = 12_240.0, 5.0

    found = unlike_peers(values, before, scale="log", limits=AMONG_PEERS["log"])

    assert found.positions.tolist() == [3]
    assert found.usual[0] == pytest.approx(1224, rel=1e-3)
    assert found.score[0] > 3.5


def test_small_areas_may_move_further_than_large_ones() -> None:
    before = np.array([5000.0] * 10 + [3.0])
    values = before * np.linspace(1.001, 1.01, 11)
    values[-1] = 6.0

    chance = np.hypot(chance_of_counts(values), chance_of_counts(before))

    assert unlike_peers(values, before, scale="log", limits=AMONG_PEERS["log"]).positions.tolist() == [10]
    assert unlike_peers(values, before, scale="log", limits=AMONG_PEERS["log"], chance=chance).positions.size == 0


def test_first_delivery_tells_another_order_of_magnitude_only() -> None:
    values = np.array([1000.0, 1500, 900, 3000, 700, 1100, 1300, 800, 120_000, 2200, np.nan])

    found = far_from_peers(values, scale="log", limits=FIRST_TIME["log"])

    assert found.positions.tolist() == [8]
    assert found.usual[0] == pytest.approx(1200, rel=0.01)
    assert far_from_peers(np.array([1.0, 9e9]), scale="log", limits=FIRST_TIME["log"]).positions.size == 0


@given(st.floats(0.001, 0.999), st.floats(0, 1e9))
def test_scales_can_be_left_again(share: float, count: float) -> None:
    assert from_scale(on_scale(np.array([share]), "logit"), "logit")[0] == pytest.approx(share)
    assert from_scale(on_scale(np.array([count]), "log"), "log")[0] == pytest.approx(count, abs=1e-6, rel=1e-9)


def test_value_that_a_scale_does_not_know_is_missing_on_it() -> None:
    assert np.isnan(on_scale(np.array([-1.0]), "log"))[0]
    assert np.isnan(on_scale(np.array([-0.1, 1.1]), "logit")).all()
    assert on_scale(np.array([-3.0]), "raw")[0] == -3.0
    assert from_scale(np.array([-3.0]), "raw")[0] == -3.0
    assert np.isnan(chance_of_counts(np.array([-1.0])))[0]
