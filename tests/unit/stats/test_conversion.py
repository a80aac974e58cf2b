# SPDX-License-Identifier: EUPL-1.2
"""Figures on another boundary version: totals kept to the unit, shares computed anew, nothing made up."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.stats.conversion.apportioning import apportion
from indicators.stats.conversion.carrying import Figures, carry_bare_shares, carry_counts, carry_shares
from indicators.stats.conversion.links import Kind, Links
from sozialplanung.common.statuses import Flag, Status

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "crosswalk" / "golden.json").read_text())
NAN = float("nan")


def links(
    pairs: list[tuple[int, int, float]],
    sizes: tuple[int, int],
    *,
    base: list[float] | None = None,
    ground: list[float] | None = None,
    leaks: tuple[int, ...] = (),
    gained: dict[int, float] | None = None,
) -> Links:
    share = np.array([pair[2] for pair in pairs])
    grown = np.zeros(sizes[1])
    for place, part in (gained or {}).items():
        grown[place] = part
    return Links(
        np.array([pair[0] for pair in pairs], dtype=np.intp),
        np.array([pair[1] for pair in pairs], dtype=np.intp),
        share,
        share.copy() if base is None else np.array(base),
        share.copy() if ground is None else np.array(ground),
        np.isin(np.arange(sizes[0]), leaks),
        grown > 0,
        grown,
    )


def figures(
    value: list[float],
    *,
    status: list[int] | None = None,
    numerator: list[float] | None = None,
    denominator: list[float] | None = None,
) -> Figures:
    values = np.array(value, dtype=np.float64)
    told = [Status.MISSING if np.isnan(each) else Status.OK for each in values] if status is None else status
    nothing = [NAN] * len(value)
    return Figures(
        values,
        np.array(told, dtype=np.uint8),
        np.array(numerator or nothing, dtype=np.float64),
        np.array(denominator or nothing, dtype=np.float64),
    )


# 0 stays; 1 and 2 are joined; 3 is cut into two; 4 gives a part to a neighbour that it takes nothing from.
MIXED = links(
    [(0, 0, 1.0), (1, 1, 1.0), (2, 1, 1.0), (3, 2, 0.25), (3, 3, 0.75), (4, 4, 0.9), (4, 5, 0.1), (5, 5, 1.0)],
    (6, 6),
)


def test_each_target_says_what_its_figure_is_worth() -> None:
    kinds = [Kind(int(code)) for code in MIXED.kinds()]

    assert kinds == [Kind.MEASURED, Kind.REAGGREGATED, *([Kind.ESTIMATED] * 4)]


def test_ground_outside_makes_an_estimate_and_mostly_new_ground_makes_nothing() -> None:
    found = links([(0, 0, 1.0), (1, 1, 1.0), (2, 2, 1.0)], (3, 4), leaks=(1,), gained={0: 0.2, 2: 0.6})

    assert found.kinds().tolist() == [Kind.ESTIMATED, Kind.ESTIMATED, Kind.UNKNOWN, Kind.UNKNOWN]


def test_counts_are_carried_summed_and_apportioned() -> None:
    carried = carry_counts(figures([100, 20, 30, 101, 50, 7]), MIXED)

    assert carried.value.tolist() == [100, 50, 25, 76, 45, 12]
    assert carried.flags.tolist() == [0, Flag.REAGGREGATED, *([Flag.ESTIMATED] * 4)]
    assert carried.value.sum() == 308


def test_known_squares_are_cut_as_printed() -> None:
    middle = links([(0, 0, 0.5), (0, 1, 0.5), (1, 1, 0.5), (1, 2, 0.5)], (2, 3))
    people, poor = GOLDEN["people"], GOLDEN["poor"]
    rates = [100 * part / whole for part, whole in zip(poor, people, strict=True)]

    counts = carry_counts(figures(people), middle)
    shares = carry_shares(figures(rates, numerator=poor, denominator=people), middle)

    assert counts.value.tolist() == GOLDEN["expected_people"]
    assert shares.value == pytest.approx(GOLDEN["expected_rates"])


def test_a_hidden_part_hides_the_whole_and_a_missing_one_makes_it_missing() -> None:
    status = [Status.OK, Status.SUPPRESSED, Status.OK, Status.MISSING, Status.EXCLUDED, Status.OK]
    carried = carry_counts(figures([1, NAN, 3, NAN, NAN, 6], status=[int(each) for each in status]), MIXED)

    expected = [Status.OK, Status.SUPPRESSED, Status.MISSING, Status.MISSING, Status.EXCLUDED, Status.EXCLUDED]
    assert carried.status.tolist() == expected
    assert np.isnan(carried.value[1:]).all()
    assert not carried.flags[1:].any()


def test_a_piece_without_anybody_hides_nothing() -> None:
    found = links([(0, 0, 1.0), (1, 1, 1.0), (1, 0, 0.0)], (2, 2))

    carried = carry_counts(figures([4, NAN], status=[Status.OK, Status.SUPPRESSED]), found)

    assert carried.status.tolist() == [Status.OK, Status.SUPPRESSED]


def test_nothing_is_told_of_ground_that_no_area_held_before() -> None:
    carried = carry_counts(figures([4]), links([(0, 0, 1.0)], (1, 2)))

    assert carried.status.tolist() == [Status.OK, Status.NOT_COMPARABLE]


def test_zero_is_a_true_zero() -> None:
    assert carry_counts(figures([0]), links([(0, 0, 1.0)], (1, 1))).status.tolist() == [Status.TRUE_ZERO]


def test_digits_behind_the_point_are_kept_as_well() -> None:
    halves = links([(0, 0, 0.5), (0, 1, 0.5)], (1, 2))

    assert carry_counts(figures([0.3]), halves, step=0.1).value.tolist() == [0.2, 0.1]


def test_counts_that_are_told_as_multiples_stay_multiples() -> None:
    halves = links([(0, 0, 0.5), (0, 1, 0.5)], (1, 2))

    counts = carry_counts(figures([15]), halves, step=5)
    shares = carry_shares(figures([50.0], numerator=[10], denominator=[15]), halves, step=5)

    assert counts.value.tolist() == [10, 5]
    assert (shares.numerator.tolist(), shares.denominator.tolist()) == ([5, 5], [10, 5])


def test_no_share_passes_a_hundred_percent_by_rounding() -> None:
    # Largest remainders alone would give 2 of 1 in the first piece.
    found = links([(0, 0, 0.34), (0, 1, 0.33), (0, 2, 0.33)], (1, 3))

    carried = carry_shares(figures([50], numerator=[2], denominator=[4]), found)

    assert (carried.numerator <= carried.denominator).all()
    assert (carried.numerator.sum(), carried.denominator.sum()) == (2, 4)


def test_rates_above_their_denominator_are_not_capped() -> None:
    carried = carry_shares(figures([150.0], numerator=[3], denominator=[2]), links([(0, 0, 0.5), (0, 1, 0.5)], (1, 2)))

    assert carried.numerator.sum() == 3


def test_a_share_of_nobody_is_not_applicable() -> None:
    found = links([(0, 0, 1.0), (0, 1, 0.0)], (1, 2))

    carried = carry_shares(figures([50.0], numerator=[2], denominator=[4]), found)

    assert carried.status.tolist() == [Status.OK, Status.NOT_APPLICABLE]


def test_a_share_without_its_counts_is_missing_among_those_that_have_them() -> None:
    joined = links([(0, 0, 1.0), (1, 0, 1.0)], (2, 1))

    carried = carry_shares(figures([50.0, 10.0], numerator=[2, NAN], denominator=[4, NAN]), joined)

    assert carried.status.tolist() == [Status.MISSING]


def test_bare_shares_go_on_join_by_the_base_and_stop_where_an_area_was_cut() -> None:
    carried = carry_bare_shares(figures([10, 20, 40, 30, 50, 70]), MIXED)

    assert carried.value[:2].tolist() == [10, 30]
    assert carried.flags[:2].tolist() == [0, Flag.ESTIMATED]
    assert carried.status[2:4].tolist() == [Status.NOT_COMPARABLE] * 2
    # 90 % of area 4 go to place 4, which holds nothing else; place 5 has 1 of 1.1 from a whole area.
    assert carried.value[4:] == pytest.approx([50, (0.1 * 50 + 70) / 1.1])
    assert carried.flags[4:].tolist() == [Flag.ESTIMATED] * 2


def test_known_denominators_join_bare_shares_exactly() -> None:
    joined = links([(0, 0, 1.0), (1, 0, 1.0)], (2, 1))

    carried = carry_bare_shares(figures([10, 20]), joined, weights=np.array([300.0, 100.0]))

    assert carried.value.tolist() == [12.5]
    assert carried.flags.tolist() == [Flag.REAGGREGATED]


def test_an_unknown_denominator_leaves_only_what_went_on() -> None:
    found = links([(0, 0, 1.0), (1, 0, 1.0), (2, 1, 1.0)], (3, 2))

    carried = carry_bare_shares(figures([10, 20, 30]), found, weights=np.array([300.0, NAN, NAN]))

    assert carried.status.tolist() == [Status.MISSING, Status.OK]
    assert carried.value[1] == 30


def test_a_mean_over_nobody_is_not_applicable() -> None:
    joined = links([(0, 0, 1.0), (1, 0, 1.0)], (2, 1), base=[0.0, 0.0])

    assert carry_bare_shares(figures([10, 20]), joined).status.tolist() == [Status.NOT_APPLICABLE]


def test_equal_remainders_go_to_the_first_and_unknown_totals_stay_unknown() -> None:
    thirds = links([(0, 0, 1 / 3), (0, 1, 1 / 3), (0, 2, 1 / 3), (1, 2, 1.0)], (2, 3))

    assert apportion(np.array([100.0, NAN]), thirds)[:3].tolist() == [34, 33, 33]
    assert np.isnan(apportion(np.array([100.0, NAN]), thirds)[3])


@st.composite
def partitions(draw: st.DrawFn) -> Links:
    """Return links in which every source has pieces whose shares sum to one."""
    sizes = draw(st.tuples(st.integers(1, 5), st.integers(1, 6)))
    pairs: list[tuple[int, int, float]] = []
    for source in range(sizes[0]):
        targets = draw(st.lists(st.integers(0, sizes[1] - 1), min_size=1, max_size=4, unique=True))
        weights = draw(st.lists(st.integers(0, 1000), min_size=len(targets), max_size=len(targets)))
        assume(sum(weights) > 0)
        pairs += [(source, target, weight / sum(weights)) for target, weight in zip(targets, weights, strict=True)]
    return links(pairs, sizes)


@given(partitions(), st.data(), st.integers(0, 2))
def test_every_total_is_kept_to_the_unit(found: Links, data: st.DataObject, decimals: int) -> None:
    units = data.draw(st.lists(st.integers(0, 10**7), min_size=found.sizes[0], max_size=found.sizes[0]))
    totals = np.array(units) / 10**decimals

    parts = apportion(totals, found, step=10.0**-decimals)

    assert np.rint(np.bincount(found.source, weights=parts) * 10**decimals).tolist() == units
    # Nobody gets more than one unit above or below the fair part.
    assert (np.abs(parts - totals[found.source] * found.share) * 10**decimals <= 1 + 1e-6).all()


@given(partitions(), st.data())
def test_parts_of_a_group_never_pass_those_of_everybody(found: Links, data: st.DataObject) -> None:
    everybody = np.array(data.draw(st.lists(st.integers(1, 500), min_size=found.sizes[0], max_size=found.sizes[0])))
    group = np.array([data.draw(st.integers(0, int(each))) for each in everybody])

    carried = carry_shares(
        figures(
            (100 * group / everybody).tolist(), numerator=group.tolist(), denominator=everybody.astype(float).tolist()
        ),
        found,
    )

    shown = ~np.isnan(carried.value)
    assert (carried.numerator[shown] <= carried.denominator[shown]).all()
    assert carried.numerator[~np.isnan(carried.numerator)].sum() == group.sum()
    assert ((carried.value[shown] >= 0) & (carried.value[shown] <= 100)).all()


@given(partitions(), st.data())
def test_a_mean_of_bare_shares_lies_between_its_parts(found: Links, data: st.DataObject) -> None:
    rates = data.draw(st.lists(st.floats(0, 100), min_size=found.sizes[0], max_size=found.sizes[0]))

    carried = carry_bare_shares(figures(rates), found)

    for place in np.flatnonzero(~np.isnan(carried.value)).tolist():
        own = [rates[source] for source in found.source[found.target == place].tolist()]
        assert min(own) - 1e-9 <= carried.value[place] <= max(own) + 1e-9
