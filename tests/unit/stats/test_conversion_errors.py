# SPDX-License-Identifier: EUPL-1.2
"""How far estimates may be off: learnt from what is known, wider with time, and silent where nothing is known."""

from __future__ import annotations

import numpy as np
import pytest

from indicators.stats.conversion.carrying import carry_counts, carry_shares
from indicators.stats.conversion.errors import ENOUGH, NOTHING_KNOWN, Experience, Known, Truth, learn, range_of_counts
from indicators.stats.conversion.links import Links
from tests.unit.stats.test_conversion import figures, links

NAN = float("nan")


def halves(count: int) -> Links:
    """Return so many areas that were cut into two halves each."""
    pairs = [(place, 2 * place + side, 0.5) for place in range(count) for side in (0, 1)]
    return links(pairs, (count, 2 * count))


def learned(found: Links, truths: list[Truth], *, years: float = 0.0) -> Known:
    return learn([Experience(found, truth) for truth in truths], years=years)


def test_errors_are_those_of_areas_that_were_added_up_and_taken_apart_again() -> None:
    # Truly 600 and 400 in each: on the logit scale log(600.5) - log(400.5) off one half.
    found = learned(halves(ENOUGH), [Truth(np.tile([600.0, 400.0], ENOUGH), np.full(2 * ENOUGH, NAN), 1.0)])

    assert found.of_parts == pytest.approx(np.log(600.5 / 400.5))
    assert (found.of_rates, found.count) == (None, ENOUGH)


def test_rates_of_parts_are_held_against_the_rate_of_their_whole() -> None:
    poor, people = np.tile([30.0, 10.0], ENOUGH), np.full(2 * ENOUGH, 100.0)

    found = learned(halves(ENOUGH), [Truth(poor, people, 0.0)])

    whole = np.log(40.5 / 160.5)
    assert found.of_rates == pytest.approx(max(abs(np.log(30.5 / 70.5) - whole), abs(np.log(10.5 / 90.5) - whole)))


def test_few_known_parts_teach_nothing_and_say_how_many_they_were() -> None:
    assert learned(halves(3), [Truth(np.full(6, 10.0), np.full(6, NAN), 0.0)]) == Known(count=3)
    assert learned(halves(3), []) == NOTHING_KNOWN
    assert learned(links([(0, 0, 1.0)], (1, 1)), [Truth(np.array([1.0]), np.array([NAN]), 0.0)]) == NOTHING_KNOWN


def test_areas_with_unknown_parts_or_without_anybody_teach_nothing() -> None:
    parts = np.full(2 * ENOUGH + 4, 50.0)
    parts[0], parts[2:4] = NAN, 0.0

    assert learned(halves(ENOUGH + 2), [Truth(parts, np.full(parts.shape, NAN), 0.0)]).count == ENOUGH


def test_a_date_at_which_too_few_are_known_gives_way_to_the_next_best_one() -> None:
    many = Truth(np.tile([600.0, 400.0], ENOUGH), np.full(2 * ENOUGH, NAN), 1.0)
    few = np.full(2 * ENOUGH, NAN)
    few[:4] = [900.0, 100.0, 900.0, 100.0]
    fitting, beyond = (Truth(few, np.full(few.shape, NAN), years) for years in (4.0, 9.0))

    found = learned(halves(ENOUGH), [beyond, fitting, many], years=4)

    # Learnt one year from the base, for figures four years from it.
    assert found.count == ENOUGH
    assert found.of_parts == pytest.approx(2 * np.log(600.5 / 400.5))
    assert learned(halves(ENOUGH), [beyond, fitting], years=4) == Known(count=2)


def test_areas_on_foreign_ground_teach_nothing() -> None:
    shared = links([(0, 0, 0.5), (0, 1, 0.5), (1, 1, 1.0), (2, 2, 0.5), (2, 3, 0.5)], (3, 4), gained={2: 0.1})

    assert learned(shared, [Truth(np.full(4, 10.0), np.full(4, NAN), 0.0)]) == NOTHING_KNOWN


def test_the_truth_that_lies_as_far_away_as_the_figures_is_taken() -> None:
    near = Truth(np.full(2 * ENOUGH, 50.0), np.full(2 * ENOUGH, NAN), 1.0)
    far = Truth(np.tile([600.0, 400.0], ENOUGH), np.full(2 * ENOUGH, NAN), 4.0)

    assert learned(halves(ENOUGH), [near, far], years=2).of_parts == pytest.approx(0.0)
    assert learned(halves(ENOUGH), [near, far], years=4).of_parts == pytest.approx(np.log(600.5 / 400.5))
    assert learned(halves(ENOUGH), [far], years=0).of_parts == pytest.approx(np.log(600.5 / 400.5))


def test_figures_that_lie_further_away_than_any_truth_get_a_wider_range() -> None:
    truth = Truth(np.tile([600.0, 400.0], ENOUGH), np.full(2 * ENOUGH, NAN), 2.0)

    assert learned(halves(ENOUGH), [truth], years=8).of_parts == pytest.approx(2 * np.log(600.5 / 400.5))


def test_the_range_of_a_count_is_that_of_its_cut_pieces_alone() -> None:
    found = links([(0, 0, 0.5), (0, 1, 0.5), (1, 1, 1.0)], (2, 2))
    known = Known(of_parts=float(np.log(1.5)), of_ground=float(np.log(3)))

    carried = carry_counts(figures([1000, 300]), found, known=known)

    # The second area holds a piece of one area and the whole of another: only its ground is known there.
    assert carried.lower == pytest.approx([400, 550])
    assert carried.upper == pytest.approx([600, 1050])


def test_a_small_piece_that_was_cut_off_may_be_empty_and_its_people_with_the_others() -> None:
    found = links([(0, 0, 0.95), (0, 1, 0.05), (1, 1, 1.0)], (2, 2))
    known = Known(of_parts=0.01, of_ground=0.02)

    carried = carry_counts(figures([1000, 300]), found, known=known)

    assert carried.upper[0] == pytest.approx(1000)
    assert carried.lower[1] == pytest.approx(300)


def test_where_only_the_ground_is_known_errors_are_those_of_the_ground() -> None:
    ground = [0.2, 0.8] * ENOUGH
    pairs = [(place, 2 * place + side, 0.5) for place in range(ENOUGH) for side in (0, 1)]
    uneven = links(pairs, (ENOUGH, 2 * ENOUGH), ground=ground)

    found = learned(uneven, [Truth(np.full(2 * ENOUGH, 500.0), np.full(2 * ENOUGH, NAN), 0.0)])

    assert found.of_parts == pytest.approx(0.0)
    assert found.of_ground == pytest.approx(np.log(4))


def test_a_measured_count_has_no_range_and_without_knowledge_nothing_has() -> None:
    went_on = links([(0, 0, 1.0)], (1, 1))
    known = carry_counts(figures([10]), went_on, known=Known(of_parts=1.0, of_ground=1.0))
    unknown = carry_counts(figures([10]), links([(0, 0, 0.5), (0, 1, 0.5)], (1, 2)))

    assert np.isnan(known.lower).all()
    assert np.isnan(unknown.upper).all()


def test_a_share_of_everything_or_nothing_is_not_moved() -> None:
    found = links([(0, 0, 1.0), (0, 1, 0.0)], (1, 2))

    lower, upper = range_of_counts(np.array([10.0]), found, np.array([10.0, 0.0]), Known(of_parts=1.0, of_ground=1.0))

    assert (lower.tolist(), upper.tolist()) == ([10, 0], [10, 0])


def test_the_range_of_a_share_follows_from_how_parts_differ_from_their_whole() -> None:
    found = links([(0, 0, 0.5), (0, 1, 0.5)], (1, 2))

    carried = carry_shares(
        figures([20.0], numerator=[200], denominator=[1000]), found, known=Known(of_rates=float(np.log(2)))
    )

    # Odds of one to four become one to eight and one to two.
    assert carried.lower == pytest.approx([100 / 9] * 2)
    assert carried.upper == pytest.approx([100 / 3] * 2)


def test_what_is_no_share_gets_no_range() -> None:
    found = links([(0, 0, 0.5), (0, 1, 0.5)], (1, 2))

    carried = carry_shares(figures([120.0], numerator=[120], denominator=[100]), found, known=Known(of_rates=1.0))

    assert np.isnan(carried.lower).all()
