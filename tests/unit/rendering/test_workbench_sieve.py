# SPDX-License-Identifier: EUPL-1.2
"""Areas are judged by what is published: one condition that fails decides, one that is not known never passes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.workbench.sieve import (
    GONE,
    OUTSIDE,
    Codes,
    Judged,
    Sieve,
    all_of,
    judged_between,
    judged_places,
)
from sozialplanung.common.statuses import Status
from tests.factories.slices import content as made_slice

JUDGED = st.lists(
    st.lists(st.sampled_from([int(each) for each in Judged]), min_size=6, max_size=6), min_size=1, max_size=4
)


def codes_of(rows: list[list[int]]) -> list[Codes]:
    return [np.array(row, dtype=np.int8) for row in rows]


@given(JUDGED)
def test_further_condition_never_adds_an_area(rows: list[list[int]]) -> None:
    every = all_of(codes_of(rows))

    for number in range(len(rows)):
        fewer = [row for place, row in enumerate(rows) if place != number]
        if fewer:
            before = all_of(codes_of(fewer)) == Judged.IN
            assert not ((every == Judged.IN) & ~before).any()


@given(JUDGED)
def test_every_area_is_in_out_or_unknown_and_order_does_not_matter(rows: list[list[int]]) -> None:
    found = all_of(codes_of(rows))

    assert set(found.tolist()) <= {int(each) for each in Judged}
    assert (found == all_of(codes_of(rows[::-1]))).all()
    for place, code in enumerate(found.tolist()):
        own = {row[place] for row in rows}
        expected = Judged.OUT if Judged.OUT in own else Judged.UNKNOWN if Judged.UNKNOWN in own else Judged.IN
        assert code == expected


def test_both_ends_are_included_and_what_is_hidden_is_unknown_whatever_stands_there() -> None:
    content = made_slice("2018-12-31", [10.0, 20.0, 30.0, None, 0.0], persons=None)
    hidden = content.status.copy()
    hidden[1] = int(Status.SUPPRESSED)

    assert judged_between(content, 10, 20).tolist() == [1, 1, 0, 2, 0]
    assert judged_between(content, None, 20).tolist() == [1, 1, 0, 2, 1]
    assert judged_between(content, 20, None).tolist() == [0, 1, 1, 2, 0]
    assert judged_between(replace(content, status=hidden), 10, 20).tolist() == [1, 2, 0, 2, 0]


def test_list_knows_every_area() -> None:
    assert judged_places([0, 3], 5).tolist() == [1, 0, 0, 1, 0]
    assert judged_places([], 2).tolist() == [0, 0]


@pytest.mark.parametrize(("removes", "style"), [(False, OUTSIDE), (True, GONE)])
def test_areas_outside_are_greyed_or_gone(removes: bool, style: str) -> None:
    sieve = Sieve(np.array([1, 0, 2], dtype=np.int8), removes=removes)

    assert [sieve.style_of(place) for place in range(3)] == ["", style, style]
    assert [sieve.is_gone(place) for place in range(3)] == [False, removes, removes]
    assert sieve.passing == (0,)
    assert sieve.unknown == 1
