# SPDX-License-Identifier: EUPL-1.2
"""Published crosswalk tables: columns that are guessed, and every row that is wrong named with its line."""

from __future__ import annotations

from unittest.mock import Mock

import numpy as np
import pytest

from spatial.readers import crosswalktables
from spatial.readers.crosswalktables import (
    ADDRESSES,
    PERCENT,
    PERSONS,
    SHARE,
    CheckedTable,
    Sides,
    TableColumns,
    check_table,
    guess_columns,
    refuse_wide,
    warnings_of,
)
from spatial.readers.limits import Limits
from spatial.readers.places.delimited import TextTable, read_table
from spatial.readers.texts import BoundaryFileError
from tests.unit.spatial_geometry.test_crosswalk import pieces

GROUND = pieces([(0, 0, 1.0), (0, 1, 3.0), (1, 2, 2.0)], (3, 4))
# The last areas of both lie outside the other version.
SIDES = Sides("LOR 2006", "LOR 2021", ("0101", "0102", "09"), ("0101", "0103", "0102", "08"), GROUND)
COLUMNS = TableColumns("alt", "neu", "anteil", SHARE)
WELL = "0101;0101;0,6\n0101;0103;0,4\n0102;0102;1\n"


def table(text: str, head: str = "alt;neu;anteil") -> TextTable:
    return read_table(f"{head}\n{text}".encode(), Limits())


def checked(text: str, kind: str = SHARE, head: str = "alt;neu;anteil") -> CheckedTable:
    return check_table(table(text, head), TableColumns("alt", "neu", "anteil", kind), SIDES)


def codes(text: str, kind: str = SHARE) -> list[tuple[str, int | None]]:
    found = checked(text, kind)
    return [(each.code.removeprefix("spatial.crosswalk_"), each.place.line) for each in found.errors]


def test_a_table_that_fits_is_read_in_its_order() -> None:
    found = checked(WELL)

    assert (found.older.tolist(), found.newer.tolist()) == ([0, 0, 1], [0, 1, 2])
    assert (found.weights.tolist(), found.lines.tolist()) == ([0.6, 0.4, 1], [2, 3, 4])
    assert (found.errors, found.warnings) == ((), ())


def test_shares_in_percent_add_up_to_a_hundred() -> None:
    assert checked("0101;0101;60 %\n0101;0103;40%\n0102;0102;100\n", PERCENT).errors == ()
    (wrong,) = checked("0101;0101;60\n0101;0103;30\n0102;0102;100\n", PERCENT).errors
    assert (wrong.code, wrong.parameters["percent"], wrong.place.line) == ("spatial.crosswalk_sum", 90, 2)


@pytest.mark.parametrize(("share", "is_wrong"), [("0,395", False), ("0,405", False), ("0,394", True), ("0,406", True)])
def test_shares_may_be_rounded_and_no_more(share: str, is_wrong: bool) -> None:
    assert bool(checked(WELL.replace("0,4", share)).errors) is is_wrong


def test_counts_need_not_add_up_and_a_thousand_is_no_one() -> None:
    for text in ("0101;0101;1.250\n0101;0103;750\n0102;0102;0\n", "0101;0101;1,250\n0101;0103;750\n0102;0102;0\n"):
        found = checked(text, PERSONS)
        assert (found.errors, found.weights.tolist()) == ((), [1250, 750, 0])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("0199;0102;1", "key"),
        ("0102;0199;1", "key"),
        (";0102;1", "key"),
        ("102;0102;1", "key_zeros"),
        ("0102;0102;viel", "no_number"),
        ("0102;0102;", "no_number"),
        ("0102;0102;-1", "negative"),
        ("0101;0103;0", "pair_twice"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_its_line(row: str, code: str) -> None:
    text = f"0101;0101;0,6\n0101;0103;0,4\n{row}\n"

    assert codes(text) == [(code, 4)]


def test_zeros_in_front_that_are_missing_are_told_with_the_key_that_is_meant() -> None:
    (wrong,) = checked("101;0101;1\n0102;0102;1\n").errors

    assert wrong.parameters == {"row": 2, "found": "101", "name": "LOR 2006", "key": "0101"}
    assert "0101" in wrong.statement()


def test_a_row_can_be_wrong_in_several_ways_and_a_row_of_another_width_is_told() -> None:
    assert codes("0199;0198;x\n0101;0101\n") == [
        ("key", 2),
        ("key", 2),
        ("no_number", 2),
        ("spatial.table_row_width", 3),
    ]


def test_an_area_without_a_row_is_told_once_all_rows_can_be_read() -> None:
    assert codes("0101;0101;1\n") == [("area_missing", None)]
    assert codes("0101;0101;1\n0102;0199;1\n") == [("key", 3)]
    # The third area lies outside the newer version: nothing is sent.
    assert codes("0101;0101;1\n0102;0102;1\n") == []


def test_what_contradicts_the_ground_is_a_warning() -> None:
    found = checked("0101;0101;1\n0102;0101;0,5\n0102;0102;0,5\n")

    told = {each.code.removeprefix("spatial.crosswalk_"): dict(each.parameters) for each in found.warnings}
    assert found.errors == ()
    assert told == {
        "no_ground": {"row": 3, "older": "0102", "newer": "0101"},
        "ground_unnamed": {"older": "0101", "newer": "0103", "percent": 75},
        "newer_empty": {"key": "0103", "name": "LOR 2021"},
    }
    assert warnings_of(found, SIDES) == found.warnings


def test_a_row_of_weight_zero_contradicts_no_ground() -> None:
    assert checked(f"{WELL}0102;0103;0\n").warnings == ()


def test_columns_are_guessed_by_their_keys_and_names() -> None:
    text = "1;0101;0101;0,6;Nord\n2;0101;0103;0,4;Süd\n3;0102;0102;1;West\n"

    assert guess_columns(table(text, "nr;alt;neu;anteil;name"), SIDES) == COLUMNS
    assert guess_columns(table(text, "nr;neu;alt;anteil;name"), SIDES).weight == "anteil"


def test_where_names_say_nothing_the_keys_decide() -> None:
    found = guess_columns(table("0103;0101;0,4\n0101;0101;0,6\n0102;0102;1\n", "a;b;c"), SIDES)

    assert found == TableColumns("b", "a", "c", SHARE)


@pytest.mark.parametrize(
    ("head", "weights", "kind"),
    [
        ("w", ("60", "40", "100"), PERCENT),
        ("w", ("60", "41", "100"), PERSONS),
        ("w", ("0.6", "0.4", "1"), SHARE),
        ("Prozent", ("0.6", "0.4", "1"), PERCENT),
        ("Adressen", ("1", "1", "1"), ADDRESSES),
        ("Einwohner", ("1", "0", "1"), PERSONS),
    ],
)
def test_what_the_weight_is_follows_from_its_name_and_numbers(
    head: str, weights: tuple[str, str, str], kind: str
) -> None:
    keys = ("0101;0101", "0101;0103", "0102;0102")
    text = "\n".join(f"{key};{weight}" for key, weight in zip(keys, weights, strict=True))

    assert guess_columns(table(text, f"alt;neu;{head}"), SIDES).kind == kind


def test_where_nothing_fits_nothing_is_guessed() -> None:
    assert guess_columns(table("x;y\n", "a;b"), SIDES) == TableColumns("", "", "", SHARE)
    assert guess_columns(table("70;x\n60;y\n", "a;b"), SIDES) == TableColumns("", "", "", SHARE)


def test_columns_are_guessed_by_the_first_rows_and_what_the_weight_is_by_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crosswalktables, "_GUESSED_ROWS", 2)
    rows = table("0101;0101;60\n0102;0102;100\n0101;0103;40\nx;y;viel\n", "alt;neu;w")
    found, numbers = (Mock(wraps=getattr(crosswalktables, name)) for name in ("_found", "_numbers"))
    monkeypatch.setattr(crosswalktables, "_found", found)
    monkeypatch.setattr(crosswalktables, "_numbers", numbers)

    assert guess_columns(rows, SIDES) == TableColumns("alt", "neu", "w", PERSONS)
    assert {len(call.args[0]) for call in found.call_args_list} == {2}
    # The column that is left, then the weight as a whole.
    assert [len(call.args[0]) for call in numbers.call_args_list] == [2, 4]
    # The first area goes on in the third row: its first one alone is no hundred.
    whole = table("0101;0101;60\n0102;0102;100\n0101;0103;40\n", "alt;neu;w")
    assert guess_columns(whole, SIDES).kind == PERCENT


@pytest.mark.parametrize(("count", "is_refused"), [(40, False), (41, True)])
def test_a_table_of_more_columns_than_one_needs_is_refused(count: int, is_refused: bool) -> None:
    wide = TextTable(tuple(map(str, range(count))), (("1",) * count,), (2,), "utf-8", ";")

    if not is_refused:
        refuse_wide(wide)
        return
    with pytest.raises(BoundaryFileError) as caught:
        refuse_wide(wide)
    (told,) = caught.value.problems
    assert (told.code, told.parameters) == ("spatial.crosswalk_columns", {"count": 41, "limit": 40})


def test_a_table_of_one_column_tells_no_pair() -> None:
    alone = TextTable(("a",), (("0101",),), (2,), "utf-8", ";")

    found = guess_columns(alone, SIDES)

    assert (found.older, found.newer) == ("", "")


def test_arrays_of_a_table_without_a_readable_row_are_empty() -> None:
    found = checked("0199;0101;1\n")

    assert found.older.dtype == np.intp
    assert found.weights.size == 0
