# SPDX-License-Identifier: EUPL-1.2
"""The parts of a long table hold every area once, in every order."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.tableparts import (
    BY_NAME,
    LARGEST,
    MOST_ROWS,
    ROWS,
    SMALLEST,
    TableWish,
    ordered,
    part_of,
    parts_in,
)


def _content(values: list[float]) -> Any:  # noqa: ANN401 - what is asked of a slice
    return SimpleNamespace(numbers={"value": SimpleNamespace(values=np.array(values, dtype=float))})


def test_orders_stand_by_name_or_by_figure_with_missing_figures_last() -> None:
    content, by_name = _content([2.0, np.nan, 9.0, 2.0]), [3, 1, 2, 0]

    assert ordered(content, by_name, BY_NAME) == [3, 1, 2, 0]
    assert ordered(content, by_name, LARGEST) == [2, 3, 0, 1]
    assert ordered(content, by_name, SMALLEST) == [3, 0, 2, 1]


@given(st.integers(1, 3000))
def test_parts_hold_every_row_once_and_say_where_they_stand(total: int) -> None:
    positions = list(range(total))
    pages = parts_in(total)
    parts = [part_of(positions, TableWish(page=number + 1), None) for number in range(pages)]

    assert [place for part in parts if part for place in part.positions] == positions
    assert [(part.first, part.last) for part in parts if part] == [
        (part.positions[0] + 1, part.positions[-1] + 1) for part in parts if part
    ]
    assert part_of(positions, TableWish(page=pages + 1), None) is None
    assert (pages == 1) == (total <= MOST_ROWS)


@given(st.integers(0, 2999))
def test_part_with_the_area_in_focus_is_shown_unless_another_one_is_asked_for(focus: int) -> None:
    positions = list(reversed(range(3000)))

    shown, asked = part_of(positions, TableWish(), focus), part_of(positions, TableWish(page=2), focus)

    assert shown is not None
    assert focus in shown.positions
    assert asked is not None
    assert asked.positions == tuple(positions[ROWS : 2 * ROWS])


@pytest.mark.parametrize(("total", "is_whole"), [(MOST_ROWS, True), (MOST_ROWS + 1, False)])
def test_table_is_parted_where_it_is_too_long(total: int, *, is_whole: bool) -> None:
    part = part_of(list(range(total)), TableWish(), None)

    assert part is not None
    assert part.is_whole is is_whole
