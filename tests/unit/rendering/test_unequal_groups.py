# SPDX-License-Identifier: EUPL-1.2
"""Several groups are told only where the released counts prove that they exclude each other and leave nobody out."""

from dataclasses import replace

import numpy as np
import pytest

from indicators.rendering.slice_content import SliceContent
from indicators.rendering.unequal_groups import MOST_CANDIDATES, several_groups
from indicators.rendering.unequal_words import UnequalWords, several_words
from indicators.stats.segregation import entropy_index, multigroup_dissimilarity
from tests.factories.slices import Values, content

YOUNG = (20.0, 30.0, 10.0, 25.0, 18.0)
MIDDLE = (50.0, 40.0, 30.0, 60.0, 52.0)
OLD = (30.0, 30.0, 60.0, 15.0, 30.0)


def share(*cases: float | None) -> SliceContent:
    return content("2023", cases, 100.0)


def test_shares_that_add_up_everywhere_are_measured_together() -> None:
    groups = np.column_stack([YOUNG, MIDDLE, OLD])

    found = several_groups(share(*YOUNG), [share(*MIDDLE), share(40, 10, 5, 5, 5), share(*OLD)])

    assert found is not None
    assert (found.members, found.areas) == ((0, 2), 5)
    assert found.entropy == entropy_index(groups, boundary_version="x").value
    assert found.dissimilarity == multigroup_dissimilarity(groups, boundary_version="x").value


@pytest.mark.parametrize(
    "others",
    [
        [],
        [OLD],
        # The opposite alone makes two groups, which are told anyway.
        [tuple(100 - each for each in YOUNG)],
        # One person too few in one area.
        [MIDDLE, (30.0, 30.0, 60.0, 15.0, 29.0)],
        # Overlap: more than everybody in one area.
        [MIDDLE, (31.0, 30.0, 60.0, 15.0, 30.0)],
    ],
)
def test_what_does_not_add_up_is_not_told(others: list[Values]) -> None:
    assert several_groups(share(*YOUNG), [share(*each) for each in others]) is None


def test_shares_of_other_persons_are_no_groups_of_these() -> None:
    assert several_groups(share(*YOUNG), [content("2023", MIDDLE, 99.0), share(*OLD)]) is None


def test_division_with_most_groups_is_taken() -> None:
    halves = [tuple(each / 2 for each in OLD)] * 2

    found = several_groups(share(*YOUNG), [share(*MIDDLE), share(*OLD), *(share(*each) for each in halves)])

    assert found is not None
    assert found.members == (0, 2, 3)


def test_hidden_areas_prove_nothing_and_are_left_out() -> None:
    few = several_groups(share(*YOUNG), [share(*MIDDLE[:4], None), share(*OLD)])
    fewer = several_groups(share(*YOUNG), [share(*MIDDLE[:3], None, None), share(*OLD)])

    assert few is not None
    assert few.areas == 4
    assert fewer is None


def test_group_without_anybody_is_told_of_by_nobody() -> None:
    opposite = tuple(100 - each for each in YOUNG)

    assert several_groups(share(*YOUNG), [share(0, 0, 0, 0, 0), share(*opposite)]) is None


def test_search_ends_among_many_shares() -> None:
    many = [share(1, 1, 1, 1, 1)] * (MOST_CANDIDATES + 30)

    assert several_groups(share(*YOUNG), many) is None


def test_groups_are_named_in_both_languages() -> None:
    found = several_groups(share(*YOUNG), [share(*MIDDLE), share(*OLD)])
    assert found is not None
    form = UnequalWords("de", "Viertel", "%", 1)

    names = ["Jung", "Mittel", "Alt"]
    assert "genau alle ergeben (Jung, Mittel, Alt)" in several_words(found, names, form)
    assert "dissimilarity of all 3 groups" in several_words(found, names, replace(form, language="en"))
