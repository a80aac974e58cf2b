# SPDX-License-Identifier: EUPL-1.2
"""Changes against the rest of the city: held against an independent library; verdicts, and what is unsure."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from indicators.stats.striking import (
    MINIMUM_DENOMINATOR,
    AgainstRest,
    Kind,
    Verdict,
    against_rest,
    too_small,
    verdicts,
    verdicts_by_threshold,
)

Floats = npt.NDArray[np.float64]
Parts = tuple[Floats, Floats]
Share = tuple[int, int]
share = st.integers(2, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
city = st.lists(st.tuples(share, share), min_size=2, max_size=8)


def columns(*pairs: Share) -> Parts:
    return np.array([x for x, _ in pairs], dtype=float), np.array([n for _, n in pairs], dtype=float)


def found_in(drawn: list[tuple[Share, Share]], kind: Kind = "shares", base: float = 100.0) -> AgainstRest:
    earlier, later = columns(*(each[0] for each in drawn)), columns(*(each[1] for each in drawn))
    return against_rest(earlier, later, kind=kind, base=base)


def by_the_library(area: tuple[Share, Share], rest: tuple[Share, Share], alpha: float) -> tuple[float, float, float]:
    """Return difference and limits from Newcombe's intervals of both changes, as statsmodels makes them."""
    told = []
    for before, now in (area, rest):
        low, high = confint_proportions_2indep(*now, *before, method="newcomb", compare="diff", alpha=alpha)
        told.append((now[0] / now[1] - before[0] / before[1], low, high))
    (change, low, high), (other, rest_low, rest_high) = told
    difference = change - other
    return (
        difference,
        difference - math.hypot(change - low, rest_high - other),
        difference + math.hypot(high - change, other - rest_low),
    )


def rest_of(drawn: list[tuple[Share, Share]], place: int) -> tuple[Share, Share]:
    others = [each for at, each in enumerate(drawn) if at != place]
    before, now = (tuple(map(sum, zip(*(each[side] for each in others), strict=True))) for side in (0, 1))
    return (before[0], before[1]), (now[0], now[1])


@given(city)
def test_interval_puts_together_those_of_an_independent_library(drawn: list[tuple[Share, Share]]) -> None:
    found = found_in(drawn)

    for place, area in enumerate(drawn):
        expected = [100 * each for each in by_the_library(area, rest_of(drawn, place), 0.05)]
        told = [found.difference[place], found.lower[place], found.upper[place]]
        assert told == pytest.approx(expected, abs=1e-6)
        assert found.change[place] - found.rest[place] == pytest.approx(found.difference[place], abs=1e-9)


@given(city)
def test_p_value_is_where_the_interval_touches_zero(drawn: list[tuple[Share, Share]]) -> None:
    found = found_in(drawn)

    for place, area in enumerate(drawn):
        rest, p = rest_of(drawn, place), float(found.p[place])

        def nearer(z: float, area: tuple[Share, Share] = area, rest: tuple[Share, Share] = rest) -> float:
            difference, lower, upper = by_the_library(area, rest, 2 * norm.sf(z))
            return lower if difference > 0 else -upper

        if abs(found.difference[place]) < 1e-9:
            assert p == 1.0
        elif nearer(6.0) < 0:  # further out the library has no digits left
            assert p == pytest.approx(2 * norm.sf(brentq(nearer, 1e-9, 6.0, xtol=1e-12)), rel=1e-5, abs=1e-9)
        else:
            assert p < 1e-8


@given(city)
def test_p_value_and_interval_never_contradict_each_other(drawn: list[tuple[Share, Share]]) -> None:
    found = found_in(drawn)

    leaves_out_zero = (found.lower > 0) | (found.upper < 0)

    certain = np.abs(found.p - 0.05) > 1e-9
    assert (leaves_out_zero == (found.p <= 0.05))[certain].all()
    assert ((found.p >= 0) & (found.p <= 1)).all()
    assert (found.lower <= found.difference + 1e-9).all()
    assert (found.difference <= found.upper + 1e-9).all()


@pytest.mark.parametrize("kind", ["shares", "rates"])
def test_turning_time_around_turns_every_sign(kind: Kind) -> None:
    earlier, later = columns((30, 300), (200, 2000), (40, 900)), columns((70, 310), (190, 2100), (42, 880))

    there, back = against_rest(earlier, later, kind=kind), against_rest(later, earlier, kind=kind)

    np.testing.assert_allclose(there.difference, -back.difference)
    np.testing.assert_allclose(there.lower, -back.upper)
    np.testing.assert_allclose(there.p, back.p)


def test_rates_are_put_together_from_score_limits_of_their_counts() -> None:
    drawn: list[tuple[Share, Share]] = [((12, 1000), (40, 1100)), ((300, 20_000), (330, 20_500))]

    found = found_in(drawn, kind="rates", base=1000.0)

    z = norm.isf(0.025)
    area, rest = drawn
    signed = [(1, area[1]), (-1, area[0]), (-1, rest[1]), (1, rest[0])]
    down = up = 0.0
    for sign, (x, n) in signed:
        # The limits of a count of Poisson: the roots of (x - m)² = z² m.
        low, high = sorted(np.roots([1, -(2 * x + z * z), x * x]).real / n)
        below, above = x / n - low, high - x / n
        down, up = math.hypot(down, below if sign > 0 else above), math.hypot(up, above if sign > 0 else below)
    difference = 1000 * (40 / 1100 - 12 / 1000 - 330 / 20_500 + 300 / 20_000)
    assert found.difference[0] == pytest.approx(difference)
    assert (found.lower[0], found.upper[0]) == pytest.approx((difference - 1000 * down, difference + 1000 * up))
    assert found.p[0] < 0.05


def test_rates_may_exceed_one_case_per_person_and_shares_may_not() -> None:
    earlier, later = columns((100, 90), (500, 900)), columns((110, 90), (500, 900))

    assert np.isnan(against_rest(earlier, later).p).tolist() == [True, True]
    assert against_rest(earlier, later, kind="rates").change.tolist() == pytest.approx([100 * 10 / 90, 0.0])


def test_area_that_is_not_shown_is_no_test_and_in_no_rest() -> None:
    earlier, later = columns((30, 300), (200, 2000), (10, 900)), columns((70, 310), (190, 2100), (800, 880))
    hidden = np.array([False, False, True])
    one = tuple(np.where(hidden, np.nan, each) for each in later)

    found = against_rest(earlier, (one[0], one[1]))
    alone = against_rest((earlier[0][:2], earlier[1][:2]), (later[0][:2], later[1][:2]))

    assert np.isnan(found.difference).tolist() == [False, False, True]
    np.testing.assert_array_equal(found.p[:2], alone.p)
    np.testing.assert_array_equal(found.rest[:2], alone.rest)


def test_area_alone_has_no_rest() -> None:
    found = against_rest(columns((30, 300)), columns((70, 310)))

    assert np.isnan(found.p).all()
    assert verdicts(found, threshold=3.0, unsure=np.array([False])).tolist() == [Verdict.NOT_JUDGED]


def test_small_area_is_unsure_however_large_its_change_looks() -> None:
    # 100 children: from 20 to 51 of them; the others move with the city.
    earlier = columns((20, 100), *[(600, 2000)] * 9)
    later = columns((51, 100), *[(640, 2000)] * 9)

    found = against_rest(earlier, later)
    judged = verdicts(found, threshold=3.0, unsure=too_small(earlier[1], later[1], MINIMUM_DENOMINATOR))

    assert found.change[0] == pytest.approx(31.0)
    assert found.p[0] < 0.001
    assert judged.tolist() == [Verdict.UNSURE, *[Verdict.WITHIN] * 9]


def test_what_is_unsure_weighs_on_no_other_test() -> None:
    earlier = columns((300, 1500), (9, 100), (20, 100), *[(600, 2000)] * 6)
    later = columns((366, 1500), (9, 100), (20, 100), *[(600, 2000)] * 6)
    found = against_rest(earlier, later)
    unsure = too_small(earlier[1], later[1], 200)

    # Of nine tests this one would not remain, of seven it does.
    assert verdicts(found, threshold=1.0, unsure=np.zeros(9, dtype=bool))[0] == Verdict.WITHIN
    assert verdicts(found, threshold=1.0, unsure=unsure)[0] == Verdict.FOUND


def test_difference_below_the_threshold_is_small_and_without_one_only_beyond_chance() -> None:
    found = against_rest(columns((3000, 20_000), (30_000, 200_000)), columns((3400, 20_000), (30_000, 200_000)))
    none = np.zeros(2, dtype=bool)

    assert found.difference[0] == pytest.approx(2.0)
    assert verdicts(found, threshold=2.0, unsure=none)[0] == Verdict.FOUND
    assert verdicts(found, threshold=2.1, unsure=none)[0] == Verdict.SMALL
    assert verdicts(found, threshold=None, unsure=none)[0] == Verdict.BEYOND


def test_without_counts_the_threshold_alone_decides() -> None:
    unsure = np.array([False, False, True, False])

    found = verdicts_by_threshold(np.array([-3.0, 2.9, 31.0, np.nan]), threshold=3.0, unsure=unsure)

    assert found.tolist() == [Verdict.FOUND, Verdict.SMALL, Verdict.UNSURE, Verdict.NOT_JUDGED]


def test_denominators_that_are_not_known_make_nothing_unsure() -> None:
    earlier, later = np.array([199.0, 200.0, np.nan, np.nan]), np.array([900.0, 200.0, 100.0, np.nan])

    assert too_small(earlier, later, 200).tolist() == [True, False, True, False]


def test_few_of_the_areas_that_are_told_move_with_their_city_after_all() -> None:
    """Of 200 areas that rise with their city, five that rise by far more and five that fall: a hundred times anew."""
    rng = np.random.default_rng(4)
    n, start = rng.integers(300, 4000, 200), rng.uniform(0.2, 0.4, 200)
    n[:10] = 1500
    true = start + 0.04 + np.array([*[0.15] * 5, *[-0.15] * 5, *[0.0] * 190])
    told = hits = 0
    for _ in range(100):
        earlier, later = ((rng.binomial(n, each).astype(float), n.astype(float)) for each in (start, true))
        judged = verdicts(against_rest(earlier, later), threshold=3.0, unsure=np.zeros(200, dtype=bool))
        hits += int((judged[:10] == Verdict.FOUND).sum())
        told += int((judged[10:] == Verdict.FOUND).sum())

    assert hits == 1000
    # Of all that was told one in twenty at most is there by chance.
    assert told / (told + hits) <= 0.05
