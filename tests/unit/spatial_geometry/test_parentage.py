# SPDX-License-Identifier: EUPL-1.2
"""Three ways to a parent: each tells what is sure, what is unsure, what is missing and who has no child."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.hierarchy import NO_PARENT, Areas
from spatial.geometry.parentage import (
    Reading,
    Way,
    propose_by_column,
    propose_by_ground,
    propose_by_key,
)
from spatial.readers import Selection, read_boundaries
from spatial.readers.table import BoundaryTable
from tests.fixtures_spatial.grids import degrees, square

DEMO = Path(__file__).parents[3] / "demo"


def table(path: str) -> BoundaryTable:
    return read_boundaries((DEMO / f"{path}.geojson").read_bytes(), Selection("code", "name"))


@pytest.mark.parametrize(
    ("children", "parents", "reading", "length"),
    [
        ("berlin/gebiete_lor_2021/planungsraum", "berlin/gebiete_lor_2021/bezirksregion", Reading.EXACT, 6),
        ("berlin/gebiete_lor_2021/planungsraum", "berlin/gebiete_lor_2021/prognoseraum", Reading.EXACT, 4),
        ("berlin/gebiete_lor_2021/planungsraum", "berlin/gebiete_lor_2021/bezirk", Reading.EXACT, 2),
        ("berlin/gebiete_lor_2006/bezirksregion", "berlin/gebiete_lor_2006/prognoseraum", Reading.EXACT, 4),
        ("nrw/gebiete_2021/gemeinde", "nrw/gebiete_2021/kreis", Reading.EXACT, 5),
        ("nrw/gebiete_2021/kreis", "nrw/gebiete_2021/regierungsbezirk", Reading.EXACT, 3),
        ("koeln/gebiete_2012/stadtviertel", "koeln/gebiete_2012/stadtteile", Reading.EXACT, 3),
        ("koeln/gebiete_2012/stadtteile", "koeln/gebiete_2012/stadtbezirke", Reading.EXACT, 1),
        (
            "flensburg/gebiete_2022/statistische_bezirke",
            "flensburg/gebiete_2022/stadtteile",
            Reading.WITHOUT_LETTERS,
            2,
        ),
    ],
)
def test_the_prefix_of_the_demo_is_found_and_agrees_with_the_ground(
    children: str, parents: str, reading: Reading, length: int
) -> None:
    below, above = table(children), table(parents)

    by_key = propose_by_key(below.keys, above.keys)
    by_ground = propose_by_ground(Areas(below.keys, below.geometries), Areas(above.keys, above.geometries))

    assert (by_key.way, by_key.reading, by_key.prefix_length) == (Way.KEY, reading, length)
    assert by_key.is_complete
    assert by_key.parents.tolist() == by_ground.parents.tolist()
    assert by_key.childless == by_ground.childless == ()


def test_the_column_of_flensburg_names_what_the_key_names() -> None:
    below, above = table("flensburg/gebiete_2022/statistische_bezirke"), table("flensburg/gebiete_2022/stadtteile")

    found = propose_by_column(below.keys, [row["parent"] for row in below.properties], above.keys, above.names)

    assert (found.way, found.reading, found.is_complete) == (Way.COLUMN, Reading.EXACT, True)
    assert found.parents.tolist() == propose_by_key(below.keys, above.keys).parents.tolist()


def test_a_parent_whose_key_is_filled_with_zeros_is_found() -> None:
    found = propose_by_key(["05315112", "05316004"], ["05315000", "05316000"])

    assert (found.reading, found.prefix_length) == (Reading.FILLED_WITH_ZEROS, 5)
    assert found.parents.tolist() == [0, 1]


def test_keys_of_another_length_or_with_a_lost_zero_are_unsure() -> None:
    keys = ["0101", "0102", "0201", "301", "9x1", "z"]

    found = propose_by_key(keys, ["01", "02", "03", "9"])

    assert (found.reading, found.prefix_length) == (Reading.EXACT, 2)
    assert found.parents.tolist() == [0, 0, 1, NO_PARENT, NO_PARENT, NO_PARENT]
    assert [(one.child, [each.parent for each in one.candidates]) for one in found.unsure] == [
        ("301", ["03"]),
        ("9x1", ["9"]),
    ]
    assert found.missing == ("z",)
    assert found.childless == ("03", "9")
    assert not found.is_complete


def test_where_no_key_fits_everything_is_missing() -> None:
    found = propose_by_key(["a1", "a2"], ["x", "y"])

    assert found.prefix_length is None
    assert found.missing == ("a1", "a2")
    assert found.childless == ("x", "y")


def test_no_areas_or_no_parents_are_answered_all_the_same() -> None:
    assert propose_by_key([], ["x"]).childless == ("x",)
    assert propose_by_key(["a"], []).missing == ("a",)
    assert propose_by_column(["a"], ["x"], [], []).missing == ("a",)
    assert propose_by_ground(Areas(["a"], degrees(square(0, 0))), Areas([], as_geometries([]))).missing == ("a",)


def test_an_area_is_not_its_own_parent() -> None:
    assert propose_by_key(["01", "02"], ["01", "02"]).missing == ("01", "02")


@given(
    st.lists(st.text("0123456789", min_size=2, max_size=2), unique=True, min_size=1, max_size=9),
    st.integers(1, 4),
)
def test_keys_made_of_parent_and_number_find_their_parents(parents: list[str], digits: int) -> None:
    made = [(place, f"{parent}{number:0{digits}}") for place, parent in enumerate(parents) for number in range(1, 4)]

    found = propose_by_key([key for _, key in made], parents)

    assert found.prefix_length == 2
    assert found.parents.tolist() == [place for place, _ in made]


@pytest.mark.parametrize(
    ("values", "reading"),
    [
        (["01", "02", "01"], Reading.EXACT),
        ([1, 2, 1], Reading.WITHOUT_LEADING_ZEROS),
        ([1.0, 2.0, 1.0], Reading.WITHOUT_LEADING_ZEROS),
        (["mitte", "Pankow ", "Mitte"], Reading.NAME),
    ],
)
def test_a_column_may_hold_keys_numbers_or_names(values: list[object], reading: Reading) -> None:
    found = propose_by_column(["a", "b", "c"], values, ["01", "02"], ["Mitte", "Pankow"])

    assert found.reading is reading
    assert found.parents.tolist() == [0, 1, 0]
    assert found.is_complete


def test_a_column_of_mixed_content_leaves_the_rest_unsure_or_missing() -> None:
    values = ["01", "02", "Mitte", 2, None, " ", 1.5, "09"]

    found = propose_by_column(list("abcdefgh"), values, ["01", "02", "03"], ["Mitte", "Pankow", "Wedding"])

    assert found.reading is Reading.WITHOUT_LEADING_ZEROS
    assert found.parents.tolist() == [0, 1, -1, 1, -1, -1, -1, -1]
    assert [(one.child, one.candidates[0].parent) for one in found.unsure] == [("c", "01")]
    assert found.missing == ("e", "f", "g", "h")
    assert found.childless == ("03",)


def test_a_name_that_two_parents_have_names_nobody() -> None:
    found = propose_by_column(
        ["a", "b"], ["Neustadt", "Altstadt"], ["1", "2", "3"], ["Neustadt", "neustadt", "Altstadt"]
    )

    assert found.parents.tolist() == [NO_PARENT, 2]
    assert found.missing == ("a",)


def test_ground_in_two_parents_is_unsure_with_its_shares() -> None:
    west, east = square(0, 0, width=2, height=2), square(2, 0, width=2, height=2)
    children = Areas(
        ["in", "most", "half", "out", "none"],
        as_geometries([*degrees(square(0, 0), square(1.04, 0), square(1.6, 0), square(9, 9)), None]),
    )

    found = propose_by_ground(children, Areas(["w", "e", "far"], degrees(west, east, square(50, 50))))

    assert found.parents.tolist() == [0, 0, NO_PARENT, NO_PARENT, NO_PARENT]
    by_child = {one.child: one.candidates for one in found.unsure}
    assert [one.parent for one in by_child["half"]] == ["e", "w"]
    assert [one.share for one in by_child["half"]] == pytest.approx([0.6, 0.4], rel=1e-3)
    assert found.missing == ("out", "none")
    assert found.childless == ("e", "far")


@pytest.mark.parametrize(("overhang", "is_sure"), [(0.04, True), (0.06, False)])
def test_from_95_percent_on_the_parent_is_sure(overhang: float, is_sure: bool) -> None:
    parents = Areas(["w", "e"], degrees(square(0, 0, width=2), square(2, 0, width=2)))

    found = propose_by_ground(Areas(["a"], degrees(square(1 + overhang, 0))), parents)

    assert found.is_complete is is_sure
    assert found.parents.tolist() == [0 if is_sure else NO_PARENT]


@given(st.integers(0, 10_000))
def test_every_area_has_a_parent_or_is_unsure_or_missing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shapes = [square(*rng.uniform(0, 4, 2)) for _ in range(6)]
    above = Areas(["1", "2"], degrees(square(0, 0, 2, 4), square(2, 0, 2, 4)))
    children = Areas([f"{place}" for place in range(6)], degrees(*map(shapely.normalize, shapes)))

    found = propose_by_ground(children, above)

    told = [one.child for one in found.unsure] + list(found.missing)
    assert sorted(told) == [key for key, place in zip(children.keys, found.parents, strict=True) if place == NO_PARENT]
    assert all(sum(one.share for one in each.candidates) <= 1 + 1e-9 for each in found.unsure)
