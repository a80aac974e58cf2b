# SPDX-License-Identifier: EUPL-1.2
"""Whose numbers stand behind figures: the same marks as with a row for each pair of areas, without writing them out."""

import tracemalloc

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.reach.areafigures import Counted, access_figures, decay_of, put_together
from indicators.stats.reach.behind import Behind, meeting, parts_of

AREAS, SITES, LARGER = 5, 3, 2
NEAR = st.lists(st.booleans(), min_size=AREAS * SITES, max_size=AREAS * SITES)
SOME = st.lists(st.booleans(), min_size=AREAS, max_size=AREAS)
PARENTS = st.lists(st.integers(-1, LARGER - 1), min_size=AREAS, max_size=AREAS)


@given(NEAR, SOME, SOME, PARENTS)
def test_marks_are_those_of_every_pair_of_areas(
    near: list[bool], left_out: list[bool], asked: list[bool], parents: list[int]
) -> None:
    reached, off, some = np.array(near).reshape(AREAS, SITES), np.array(left_out), np.array(asked)
    lies = np.arange(LARGER)[:, None] == np.array(parents)[None, :]
    pairs = (reached[:, None, :] & reached[None, :, :]).any(axis=2) & ~off[:, None]
    expected = lies | (lies[:, :, None] & pairs[None, :, :]).any(axis=1)

    small = meeting(reached, off)
    parts = parts_of(np.array(parents), LARGER)
    found = Behind(LARGER, AREAS, ((parts,),)).beside(small.under(parts))

    assert small.written_out().tolist() == pairs.tolist()
    assert small.any_of(some).tolist() == (pairs & some).any(axis=1).tolist()
    assert found.written_out().tolist() == expected.tolist()
    assert found.any_of(some).tolist() == (expected & some).any(axis=1).tolist()


def test_parts_may_be_some_areas_alone_and_nobody_stands_behind_nothing() -> None:
    parts = parts_of(np.array([0, 0, 1, -1]), 2, np.array([True, False, True, True]))

    assert parts.toarray().tolist() == [[1, 0, 0, 0], [0, 0, 1, 0]]
    assert Behind(2, 3).written_out().tolist() == [[False] * 3] * 2


def test_figures_of_33000_areas_need_no_row_for_each_pair_of_them() -> None:
    areas, sites = 33_000, 12
    rng = np.random.default_rng(2)
    nothing = np.zeros(areas, dtype=np.uint8)
    people = Counted(rng.integers(0, 60, areas).astype(float), nothing, nothing)
    costs, supply = rng.uniform(0, 60, (areas, sites)), np.full(sites, 20.0)

    tracemalloc.start()
    try:
        found = access_figures(people, supply, costs, decay_of("within", 15.0))
        larger = put_together(found, people, rng.integers(0, 100, areas), 100)
        is_resting = larger.resting_on(np.arange(areas) < 10)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    # One mark for each pair were 1,089 MB.
    assert peak < 150 * 2**20
    assert is_resting.any()
