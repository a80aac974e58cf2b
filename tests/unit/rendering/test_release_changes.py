# SPDX-License-Identifier: EUPL-1.2
"""What a release changed: only what both releases say in public, missing never zero."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from indicators.rendering.maptable import AreaName
from indicators.rendering.release_changes import (
    COLUMNS,
    ChangeCounts,
    change_cells,
    change_rows,
    figures_lost,
    release_changes,
)
from indicators.rendering.slices import (
    ChangeNote,
    CityValue,
    NumberBand,
    SliceContent,
    SliceError,
    SliceKey,
    decode,
    encode,
)
from sozialplanung.common.statuses import Status

NAN = float("nan")
OK, ZERO, HIDDEN, ABSENT = Status.OK, Status.TRUE_ZERO, Status.SUPPRESSED, Status.MISSING
AREAS = [AreaName(f"0{place}", f"Viertel {place}", "") for place in range(5)]


def content(
    values: list[float],
    statuses: list[Status],
    *,
    classes: list[int],
    ranks: list[int],
    changes: list[float],
    city: float | None = 12.0,
) -> SliceContent:
    slice_content = SliceContent(
        key=SliceKey("stadt", "armut", "2018", "viertel", "2018", "public"),
        unit_order_hash="a" * 64,
        status=np.array(statuses, dtype=np.uint8),
        flags=np.zeros(len(values), dtype=np.uint8),
        numbers={"value": NumberBand(np.array(values), 1), "change": NumberBand(np.array(changes), 1)},
        codes={"class": np.array(classes), "rank": np.array(ranks)},
        city=CityValue(city, "delivered") if city is not None else CityValue(),
        change=ChangeNote("2017", "computed"),
    )
    return decode(encode(slice_content))


BEFORE = content(
    [10.1, 20.2, NAN, 5.0, 7.0],
    [OK, OK, ABSENT, OK, OK],
    classes=[1, 2, 0, 1, 1],
    ranks=[2, 1, 0, 4, 3],
    changes=[0.5, -1.0, NAN, 0.0, 1.0],
)
AFTER = content(
    [10.1, 19.9, 3.0, NAN, 7.0],
    [OK, OK, OK, HIDDEN, OK],
    classes=[1, 3, 1, 0, 1],
    ranks=[2, 1, 4, 0, 3],
    changes=[0.5, 1.0, NAN, NAN, 1.0],
    city=11.9,
)


def test_release_tells_what_changed_in_values_classes_ranks_and_directions() -> None:
    changes = release_changes(BEFORE, AFTER)

    assert changes.counts == ChangeCounts(
        areas=5, values=1, appeared=1, gone=1, statuses=2, classes=3, ranks=2, directions=2
    )
    assert [row.position for row in changes.rows] == [1, 2, 3]
    assert (changes.rows[0].difference, changes.rows[1].difference) == (-0.3, None)
    assert (changes.city_before, changes.city_after) == (12.0, 11.9)
    assert not changes.is_empty


def test_figure_that_is_hidden_now_is_not_told_from_the_release_before() -> None:
    row = release_changes(BEFORE, AFTER).rows[2]

    assert row.before is not None
    assert (row.before.value, row.before.rank, row.before.class_number, row.before.direction) == (None,) * 4
    assert (row.before.status, row.after.status) == (OK, HIDDEN)
    assert 5.0 not in change_cells(release_changes(BEFORE, AFTER), AREAS)[2]


def test_cells_are_typed_and_missing_is_never_zero() -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in change_cells(release_changes(BEFORE, AFTER), AREAS)]

    assert (rows[0]["key"], rows[0]["value_before"], rows[0]["value"], rows[0]["difference"]) == (
        "01",
        20.2,
        19.9,
        -0.3,
    )
    assert (rows[0]["class_before"], rows[0]["class"], rows[0]["direction_before"], rows[0]["direction"]) == (
        2,
        3,
        -1,
        1,
    )
    assert (rows[1]["value_before"], rows[1]["status_before"], rows[1]["rank_before"]) == (None, "missing", None)


def test_same_release_again_changes_nothing() -> None:
    changes = release_changes(AFTER, AFTER)

    assert changes.is_empty
    assert changes.counts == ChangeCounts(areas=5)


def test_first_release_is_new_everywhere() -> None:
    changes = release_changes(None, AFTER)

    assert changes.counts == ChangeCounts(areas=5, appeared=4)
    assert all(row.before is None and row.difference is None for row in changes.rows)
    assert changes.city_before is None
    assert change_cells(changes, AREAS)[0][COLUMNS.index("value_before")] is None


def test_zero_that_became_a_value_is_a_changed_value() -> None:
    was = content([0.0], [ZERO], classes=[1], ranks=[1], changes=[NAN])
    now = content([0.4], [OK], classes=[1], ranks=[1], changes=[NAN])

    changes = release_changes(was, now)

    assert (changes.counts.values, changes.counts.statuses, changes.rows[0].difference) == (1, 1, 0.4)


def test_other_decimals_are_compared_with_those_that_both_have() -> None:
    coarse = replace(BEFORE, numbers={"value": NumberBand(np.array([10.0, 20.0, NAN, 5.0, 7.0]), 0)})

    changes = release_changes(coarse, AFTER)

    assert changes.decimals == 0
    assert changes.rows[0].difference == 0.0


def test_releases_of_different_things_are_not_compared() -> None:
    other = replace(AFTER, key=replace(AFTER.key, period="2019"))

    with pytest.raises(SliceError) as caught:
        release_changes(other, AFTER)
    assert caught.value.code == "comparison"


def test_slice_without_classes_and_changes_is_compared_by_its_values() -> None:
    bare = replace(AFTER, codes={}, numbers={"value": AFTER.numbers["value"]}, change=ChangeNote())

    changes = release_changes(bare, bare)

    assert changes.is_empty


def test_direction_that_counts_from_another_period_is_no_turn_of_a_trend() -> None:
    since_earlier = replace(AFTER, change=ChangeNote("2015", "computed"))
    without_break = replace(BEFORE, change=ChangeNote())

    for before in (since_earlier, without_break):
        changes = release_changes(before, AFTER)
        assert changes.counts.directions == 0
        assert all(row.after.direction is None for row in changes.rows)


def test_rows_that_are_kept_name_the_area_by_its_position() -> None:
    kept = change_rows(release_changes(BEFORE, AFTER))

    assert [row[0] for row in kept] == [1, 2, 3]
    assert [tuple(row[1:]) for row in kept] == [row[2:] for row in change_cells(release_changes(BEFORE, AFTER), AREAS)]


def telling(rounding: int = 0, city: float | None = 12.0, **more: list[float]) -> SliceContent:
    """Return a slice of shares with their counts and interval, some of them other than usual."""
    bands = {
        "value": [10.0, 20.0],
        "lower": [8.0, 17.0],
        "upper": [12.0, 23.0],
        "numerator": [10.0, 20.0],
        "denominator": [100.0, 100.0],
    } | more
    told = {name: NumberBand(np.array(values), 1) for name, values in bands.items() if values}
    there = ~np.isnan(told["value"].values)
    return replace(
        AFTER,
        status=np.where(there, np.uint8(OK), np.uint8(HIDDEN)),
        flags=np.zeros(2, dtype=np.uint8),
        numbers=told,
        codes={},
        city=CityValue(city, "delivered") if city is not None else CityValue(),
        change=ChangeNote(),
        rounding=rounding,
    )


SECOND_GONE: dict[str, Any] = {name: [10.0, NAN] for name in ("value", "lower", "upper", "numerator", "denominator")}


@pytest.mark.parametrize(
    ("after", "lost"),
    [
        (telling(), 0),
        (telling(value=[11.0, 19.0], numerator=[11.0, 19.0]), 0),
        (telling(**SECOND_GONE), 1),
        (telling(numerator=[], denominator=[]), 2),
        (telling(denominator=[100.0, NAN]), 1),
        (telling(lower=[], upper=[]), 2),
        (telling(rounding=5), 2),
        (telling(city=None), 1),
        (telling(city=None, lower=[NAN, 17.0], upper=[NAN, 23.0]), 2),
    ],
)
def test_figures_of_which_a_release_tells_less_are_lost(after: SliceContent, lost: int) -> None:
    assert figures_lost(telling(), after) == lost


def test_nothing_is_lost_where_more_is_told() -> None:
    assert figures_lost(telling(numerator=[], denominator=[], lower=[], upper=[], city=None), telling()) == 0
    assert figures_lost(telling(rounding=5), telling()) == 0


def test_areas_in_another_order_lose_all_their_figures() -> None:
    other = replace(telling(), unit_order_hash="b" * 64)

    assert figures_lost(other, telling()) == 2
