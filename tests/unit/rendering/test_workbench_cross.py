# SPDX-License-Identifier: EUPL-1.2
"""Several indicators side by side: missing is no figure and no zero, a line ends where a figure is missing."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.profile_numbers import Language
from indicators.rendering.slices import NumberBand, SliceContent, SliceKey
from indicators.rendering.workbench.crossdrawing import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Subject,
    parallel_drawing,
)
from indicators.rendering.workbench.crosstable import (
    ABSENT,
    Column,
    ColumnHead,
    absent_sentence,
    column_of,
    counting_alone,
    cross_sentence,
    fifth_words,
)
from sozialplanung.common.statuses import Status

KEY = SliceKey("stadt", "anteil", "2024-12-31", "viertel", "stand-2020", "public")
HEAD = ColumnHead("anteil", "Anteil", "%", 1)
SUBJECT = Subject("focus", "Linde", "11", 0, 0)
SHARES = st.lists(st.none() | st.integers(0, 100), min_size=2, max_size=8)


def slice_of(values: list[float | None], status: Status = Status.SUPPRESSED) -> SliceContent:
    numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
    codes = np.where(np.isnan(numbers), int(status), int(Status.OK)).astype(np.uint8)
    return SliceContent(KEY, "", codes, np.zeros(len(values), dtype=np.uint8), {"value": NumberBand(numbers, 1)})


def column(values: list[float | None], language: Language = "de", whole: float | None = None) -> Column:
    return column_of(HEAD, slice_of(values), len(values), whole, language)


def test_hidden_figure_has_its_reason_and_neither_fifth_nor_share() -> None:
    found = column([1.0, None, 3.0, 4.0, 5.0, 6.0], whole=3.5)

    assert found.text(0, "de") == "1,0\xa0%"
    assert found.lacks.keys() == {1}
    assert found.lacks[1].pattern == "suppressed"
    assert "geheim" in found.text(1, "de")
    assert found.fifths.tolist() == [1, 0, 2, 3, 4, 5]
    assert found.below.tolist() == [10, -1, 30, 50, 70, 90]
    assert found.whole == "3,5\xa0%"


def test_figure_in_a_slice_that_says_it_is_hidden_is_not_taken() -> None:
    content = slice_of([1.0, 2.0, 3.0, 4.0, 5.0])
    content.status[4] = int(Status.SUPPRESSED)

    found = column_of(HEAD, content, 5, None, "de")

    assert np.isnan(found.values[4])
    assert found.fifths.tolist() == [0] * 5
    assert found.whole == ""


@pytest.mark.parametrize(("language", "words"), [("de", "nicht veröffentlicht"), ("en", "not published")])
def test_indicator_without_a_release_says_so_in_every_cell_and_below(language: Language, words: str) -> None:
    found = column_of(HEAD, None, 3, None, language)

    assert not found.is_there
    assert {lack.pattern for lack in found.lacks.values()} == {ABSENT}
    assert all(words in found.text(place, language) for place in range(3))
    assert "Anteil" in absent_sentence([found], language)
    assert words in absent_sentence([found], language).casefold()
    assert absent_sentence([column([1.0, 2.0])], language) == ""
    assert "Anteil" not in cross_sentence([found], "Viertel", language)


@pytest.mark.parametrize(("language", "judges"), [("de", "ohne Wertung"), ("en", "without judging")])
def test_sentence_counts_the_areas_of_each_indicator_and_judges_none(language: Language, judges: str) -> None:
    told = cross_sentence([column([1.0, None, 3.0, 4.0, 5.0, 6.0])], "Viertel", language)

    assert "Anteil 5" in told
    assert judges in told
    assert len(set(fifth_words(language))) == 5


def columns_of(shares: list[int | None]) -> list[Column]:
    """Make columns in which the first area lies above some of a hundred areas, or has no figure."""
    return [column([None if share is None else share - 0.5, *map(float, range(100))]) for share in shares]


def test_line_ends_at_a_missing_figure_and_a_lonely_one_is_a_dot() -> None:
    drawing = parallel_drawing(columns_of([20, 40, None, 60, None, 80, 90]), [SUBJECT])

    (area,) = drawing.areas
    assert area.path.count("M") == 2
    assert area.path.count("L") == 2
    assert len(area.dots) == 5
    assert [axis.text for axis in drawing.axes] == ["1", "2", "3", "4", "5", "6", "7"]


@given(SHARES)
def test_every_figure_has_a_dot_within_the_frame_and_missing_ones_none(shares: list[int | None]) -> None:
    drawing = parallel_drawing(columns_of(shares), [SUBJECT])

    (area,) = drawing.areas
    assert len(area.dots) == sum(share is not None for share in shares)
    assert all(LEFT <= float(dot.x) <= WIDTH - RIGHT for dot in area.dots)
    assert all(TOP <= float(dot.y) <= HEIGHT - BOTTOM for dot in area.dots)
    corners = re.findall(r"[ML]([\d.]+),([\d.]+)", area.path)
    assert set(corners) <= {(dot.x, dot.y) for dot in area.dots}


@pytest.mark.parametrize(("language", "word"), [("de", "geschätzt"), ("en", "estimated")])
def test_an_estimate_is_shown_and_takes_no_place_among_the_others(language: Language, word: str) -> None:
    plain = column([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], language)
    without = column([1.0, None, 3.0, 4.0, 5.0, 6.0], language)

    found = counting_alone(plain, np.array([False, True, False, False, False, False]))

    assert found.text(1, language).endswith(f" ({word})")
    assert word not in found.text(0, language)
    assert found.fifths.tolist() == without.fifths.tolist()
    assert found.below.tolist() == without.below.tolist()
    assert cross_sentence([found], "Viertel", language).endswith(": Anteil 1.")
    assert not cross_sentence([plain], "Viertel", language).endswith(": Anteil 1.")
