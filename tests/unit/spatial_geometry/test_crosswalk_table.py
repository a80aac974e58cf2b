# SPDX-License-Identifier: EUPL-1.2
"""A published table as the base of a crosswalk: its shares are kept, on random tables and by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.conversion.apportioning import apportion
from indicators.stats.conversion.links import Links
from spatial.geometry.crosswalktable import TableRows, with_table
from tests.unit.spatial_geometry.test_crosswalk import pieces

if TYPE_CHECKING:
    from random import Random

    from spatial.geometry.arrays import Floats
    from spatial.geometry.crosswalk import Pieces

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "crosswalk" / "table.json").read_text())
# One area of 4 m² becomes two of 1 and 3; another one stays.
GROUND = pieces([(0, 0, 1.0), (0, 1, 3.0), (1, 2, 2.0)], (2, 3))


def rows(*told: tuple[int, int, float], are_shares: bool = True) -> TableRows:
    older, newer, weights = (list(column) for column in zip(*told, strict=True))
    return TableRows(
        np.array(older, dtype=np.intp), np.array(newer, dtype=np.intp), np.array(weights, dtype=np.float64), are_shares
    )


def carried(totals: Floats, found: Pieces) -> list[float]:
    """Take whole numbers apart by pieces."""
    links = Links(
        source=found.older,
        target=found.newer,
        share=found.shares(),
        base=found.base,
        ground=found.ground_shares(),
        leaks=found.is_lost,
        gains=found.is_gained,
        gained=np.zeros(found.sizes[1]),
    )
    parts: list[float] = apportion(totals, links).tolist()
    return parts


def test_shares_weigh_the_people_of_the_older_areas() -> None:
    found = with_table(GROUND, rows((1, 2, 1.0), (0, 1, 0.4), (0, 0, 0.6)), np.array([500.0, 70.0]))

    assert found.base == pytest.approx([300, 200, 70])
    assert (found.older.tolist(), found.newer.tolist()) == ([0, 0, 1], [0, 1, 2])
    assert found.area_m2.tolist() == [1, 3, 2]
    assert (found.is_lost is GROUND.is_lost, found.is_gained is GROUND.is_gained) == (True, True)


def test_shares_that_were_rounded_are_taken_over_their_sum() -> None:
    found = with_table(GROUND, rows((0, 0, 0.333), (0, 1, 0.666), (1, 2, 1.0)), np.array([300.0, 1.0]))

    assert found.base[:2] == pytest.approx([100, 200])


def test_counts_are_the_base_themselves_in_whichever_unit_the_rest_is() -> None:
    found = with_table(GROUND, rows((0, 0, 30), (0, 1, 10), (1, 2, 7), are_shares=False), np.zeros(2))

    assert found.base == pytest.approx([30, 10, 7])
    assert found.shares() == pytest.approx([0.75, 0.25, 1])


def test_where_nobody_lives_the_shares_hold_all_the_same() -> None:
    found = with_table(GROUND, rows((0, 0, 0.9), (0, 1, 0.1), (1, 2, 1.0)), np.array([0.0, np.nan]))

    assert found.shares() == pytest.approx([0.9, 0.1, 1])
    assert found.base.sum() == pytest.approx(0, abs=1e-5)


def test_an_area_in_which_nothing_was_counted_goes_where_its_ground_goes() -> None:
    found = with_table(GROUND, rows((0, 0, 0), (0, 1, 0), (1, 2, 5), are_shares=False), np.zeros(2))

    assert found.shares() == pytest.approx([0.25, 0.75, 1])


def test_a_row_of_weight_zero_is_no_piece_beside_others() -> None:
    found = with_table(GROUND, rows((0, 0, 1.0), (0, 1, 0.0), (1, 2, 1.0)), np.ones(2))

    assert (found.older.tolist(), found.newer.tolist()) == ([0, 1], [0, 2])


def test_pieces_without_common_ground_have_none_and_keep_their_shares() -> None:
    found = with_table(GROUND, rows((0, 2, 0.5), (0, 1, 0.5), (1, 0, 0.0), (1, 1, 0.0)), np.array([10.0, 0.0]))

    assert found.area_m2.tolist() == [3, 0, 0, 0]
    assert found.shares() == pytest.approx([0.5] * 4)
    assert found.ground_shares() == pytest.approx([1, 0, 0.5, 0.5])
    assert not np.isnan(found.backwards().ground_shares()).any()


def test_the_golden_table_gives_what_was_computed_by_hand() -> None:
    table, wanted = GOLDEN["table"], GOLDEN["people"]
    ground = pieces([tuple(row) for row in GOLDEN["ground"]], (2, 3))

    found = with_table(ground, rows(*(tuple(row) for row in table)), np.array(GOLDEN["older_people"], dtype=np.float64))
    back = found.backwards()

    assert carried(np.array(GOLDEN["older_people"], dtype=np.float64), found) == wanted
    assert back.shares().tolist() == pytest.approx(GOLDEN["shares_back"])


@st.composite
def tables(draw: st.DrawFn) -> tuple[Pieces, TableRows, Floats]:
    """Draw ground, a table with at least one row for every older area, and people."""
    older, newer = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    numbers = st.floats(0, 1000, allow_nan=False, allow_subnormal=False)
    told = [
        (own, other, draw(numbers))
        for own in range(older)
        for other in draw(st.lists(st.integers(0, newer - 1), min_size=1, unique=True))
    ]
    ground = pieces([(own, draw(st.integers(0, newer - 1)), 1.0) for own in range(older)], (older, newer))
    people = draw(st.lists(st.integers(0, 10_000), min_size=older, max_size=older))
    return ground, rows(*told, are_shares=draw(st.booleans())), np.array(people, dtype=np.float64)


@given(tables())
def test_every_area_is_sent_whole_and_totals_are_kept_to_the_unit(drawn: tuple[Pieces, TableRows, Floats]) -> None:
    ground, table, people = drawn

    found = with_table(ground, table, people)
    shares = found.shares()

    assert np.bincount(found.older, weights=shares, minlength=len(people)) == pytest.approx(1)
    assert sum(carried(people, found)) == people.sum()
    assert not np.isnan(found.base).any()


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(drawn: tuple[Pieces, TableRows, Floats], chance: Random) -> None:
    ground, table, people = drawn
    order = list(range(len(table.weights)))
    chance.shuffle(order)
    shuffled = TableRows(table.older[order], table.newer[order], table.weights[order], table.are_shares)

    one, other = with_table(ground, table, people), with_table(ground, shuffled, people)

    assert one.newer.tolist() == other.newer.tolist()
    assert one.base == pytest.approx(other.base)
