# SPDX-License-Identifier: EUPL-1.2
"""Parents are found by key and by ground; where the two disagree it is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.hierarchy import (
    NO_PARENT,
    Areas,
    ConflictKind,
    assign_parents,
    label_points,
    parents_by_overlap,
    parents_by_prefix,
)
from spatial.geometry.projections import to_metric
from spatial.readers import Selection, read_boundaries
from tests.fixtures_spatial.grids import METRIC, degrees, grid, square, wavy_grid

DEMO = Path(__file__).parents[3] / "demo"
WEST, EAST = square(0, 0, width=2, height=2), square(2, 0, width=2, height=2)
PARENTS = Areas(["1", "2"], degrees(WEST, EAST))


def level(path: str, key: str = "code") -> Areas:
    table = read_boundaries((DEMO / path).read_bytes(), Selection(key, "name"))
    return Areas(table.keys, table.geometries)


def test_the_longest_parent_key_that_begins_the_key_wins() -> None:
    found = parents_by_prefix(["0110", "0120", "0199", "02", "01"], ["01", "011", "02"])

    assert found.tolist() == [1, 0, 0, NO_PARENT, NO_PARENT]


@given(st.lists(st.text("0123", min_size=1, max_size=5), unique=True, max_size=9), st.text("0123", max_size=6))
def test_prefix_search_agrees_with_trying_all(parents: list[str], key: str) -> None:
    fitting = [parent for parent in parents if key.startswith(parent) and parent != key]

    (found,) = parents_by_prefix([key], parents)

    assert found == (parents.index(max(fitting, key=len)) if fitting else NO_PARENT)


def test_the_parent_with_most_of_the_ground_wins() -> None:
    across = square(1, 0, width=1.4)

    positions, shares = parents_by_overlap(degrees(square(0, 0), across, square(9, 9)), PARENTS.geometries)

    assert positions.tolist() == [0, 0, NO_PARENT]
    assert shares == pytest.approx([1.0, 1 / 1.4, 0.0], rel=1e-4)


def test_of_two_equal_parents_the_first_wins() -> None:
    across = degrees(square(1, 0, width=2))

    positions, _ = parents_by_overlap(across, degrees(WEST, EAST))

    assert positions.tolist() == [0]


def test_without_parents_nobody_has_one() -> None:
    positions, shares = parents_by_overlap(degrees(square(0, 0)), as_geometries([]))

    assert positions.tolist() == [NO_PARENT]
    assert shares.tolist() == [0.0]


def test_children_without_ground_have_no_share() -> None:
    positions, shares = parents_by_overlap(as_geometries([None, shapely.Polygon()]), PARENTS.geometries)

    assert positions.tolist() == [NO_PARENT, NO_PARENT]
    assert np.isnan(shares).all()


def test_where_key_and_ground_agree_nothing_is_told() -> None:
    children = Areas(["10", "11", "20"], degrees(square(0, 0), square(1, 0), square(2, 0)))

    assignment = assign_parents(children, PARENTS, by_key=True)

    assert assignment.parents.tolist() == [0, 0, 1]
    assert assignment.shares == pytest.approx([1, 1, 1])
    assert assignment.conflicts == ()


@pytest.mark.parametrize(
    ("key", "shape", "kind", "parent"),
    [
        ("20", square(0, 0), ConflictKind.KEY_AND_GROUND_DISAGREE, 1),
        ("30", square(0, 0), ConflictKind.KEY_UNKNOWN, 0),
        ("30", square(9, 9), ConflictKind.NO_PARENT, NO_PARENT),
        ("10", square(9, 9), ConflictKind.KEY_AND_GROUND_DISAGREE, 0),
        ("10", square(1.8, 0, width=0.22), ConflictKind.CUTS_BORDER, 0),
    ],
)
def test_each_doubt_is_told_and_the_key_comes_first(
    key: str, shape: shapely.Geometry, kind: ConflictKind, parent: int
) -> None:
    assignment = assign_parents(Areas([key], degrees(shape)), PARENTS, by_key=True)

    (conflict,) = assignment.conflicts
    assert (conflict.kind, conflict.child) == (kind, key)
    assert assignment.parents.tolist() == [parent]
    assert conflict.share == assignment.shares[0]


def test_a_conflict_names_both_parents() -> None:
    (conflict,) = assign_parents(Areas(["20"], degrees(square(0, 0))), PARENTS, by_key=True).conflicts

    assert (conflict.by_key, conflict.by_ground, conflict.share) == ("2", "1", 0.0)


def test_without_hierarchical_keys_the_ground_decides() -> None:
    children = Areas(["x", "20"], degrees(square(0, 0), square(1, 0)))

    assignment = assign_parents(children, PARENTS, by_key=False)

    assert assignment.parents.tolist() == [0, 0]
    assert assignment.conflicts == ()


def test_a_doubt_about_the_ground_alone_names_no_key() -> None:
    (conflict,) = assign_parents(Areas(["x"], degrees(square(1.5, 0))), PARENTS, by_key=False).conflicts

    assert (conflict.kind, conflict.by_key, conflict.by_ground) == (ConflictKind.CUTS_BORDER, None, "1")


def test_a_child_without_ground_has_the_parent_of_its_key_and_no_doubt() -> None:
    assignment = assign_parents(Areas(["10"], as_geometries([None])), PARENTS, by_key=True)

    assert assignment.parents.tolist() == [0]
    assert np.isnan(assignment.shares).all()
    assert assignment.conflicts == ()


@pytest.mark.parametrize(
    ("children", "parents"),
    [
        ("berlin/gebiete_lor_2021/planungsraum", "berlin/gebiete_lor_2021/bezirksregion"),
        ("berlin/gebiete_lor_2021/bezirksregion", "berlin/gebiete_lor_2021/prognoseraum"),
        ("berlin/gebiete_lor_2006/planungsraum", "berlin/gebiete_lor_2006/bezirk"),
        ("nrw/gebiete_2021/gemeinde", "nrw/gebiete_2021/kreis"),
        ("nrw/gebiete_2021/kreis", "nrw/gebiete_2021/regierungsbezirk"),
        ("koeln/gebiete_2012/stadtviertel", "koeln/gebiete_2012/stadtteile"),
    ],
)
def test_the_keys_of_the_demo_agree_with_the_ground(children: str, parents: str) -> None:
    assignment = assign_parents(level(f"{children}.geojson"), level(f"{parents}.geojson"), by_key=True)

    assert assignment.conflicts == ()
    assert assignment.parents.min() >= 0


def test_the_parents_that_flensburg_names_are_those_of_the_ground() -> None:
    path = DEMO / "flensburg/gebiete_2022/statistische_bezirke.geojson"
    table = read_boundaries(path.read_bytes(), Selection("code", "name"))
    parents = level("flensburg/gebiete_2022/stadtteile.geojson")

    assignment = assign_parents(Areas(table.keys, table.geometries), parents, by_key=False)

    assert [parents.keys[place] for place in assignment.parents] == [row["parent"] for row in table.properties]


@given(st.integers(0, 10_000))
def test_labels_stand_inside_their_area_away_from_its_border(seed: int) -> None:
    shapes = wavy_grid(3, 2, seed)

    labels = label_points(degrees(*shapes))

    there = to_metric(as_geometries(map(shapely.Point, labels)), METRIC)
    assert shapely.contains(shapes, there).all()
    assert shapely.distance(shapely.boundary(shapes), there).min() > 25


def test_the_label_stands_in_the_largest_part_and_beside_a_hole() -> None:
    ring = shapely.difference(square(0, 0, width=4, height=4), square(1, 1, width=2.5, height=2.5))
    parts = shapely.MultiPolygon([square(9, 9), *shapely.get_parts(ring)])

    (label,) = label_points(degrees(parts))

    (there,) = to_metric(as_geometries([shapely.Point(label)]), METRIC)
    assert shapely.contains(ring, there)


def test_areas_without_ground_have_no_label() -> None:
    labels = label_points(as_geometries([None, shapely.Polygon(), *degrees(*grid(1, 1))]))

    assert np.isnan(labels).tolist() == [[True, True], [True, True], [False, False]]
