# SPDX-License-Identifier: EUPL-1.2
"""Lines become a graph: joined at ends and shared vertices, split there, dropped where they have no length."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.network.graph import Graph, build_graph
from spatial.geometry.network.topology import NearMiss, Part, check_topology
from tests.fixtures_spatial.streets import GRAPH, golden_graph, lines


def pairs(graph: Graph) -> list[tuple[int, int]]:
    return list(zip(graph.starts.tolist(), graph.ends.tolist(), strict=True))


def test_the_graph_of_twelve_nodes_is_the_one_drawn_by_hand() -> None:
    graph = golden_graph()

    names = list(GRAPH["nodes"])
    assert graph.nodes.tolist() == list(GRAPH["nodes"].values())
    assert [names[start] + names[end] for start, end in pairs(graph)] == GRAPH["edges"]
    assert graph.lengths_m == pytest.approx(GRAPH["lengths_m"], abs=1e-6)
    assert graph.sources.tolist() == GRAPH["sources"]
    assert graph.dropped.tolist() == GRAPH["dropped"]


def test_the_graph_of_twelve_nodes_has_two_parts_and_four_dead_ends() -> None:
    found = check_topology(golden_graph())

    names = list(GRAPH["nodes"])
    assert found.parts == tuple(Part(**part) for part in GRAPH["parts"])
    assert [names[node] for node in found.dead_ends] == GRAPH["dead_ends"]
    assert found.part_of_node.tolist() == [0] * 10 + [1, 1]
    assert (found.near_misses, found.duplicates) == ((), ())


def test_edges_end_exactly_at_their_nodes() -> None:
    graph = build_graph(lines([(0, 0), (10, 0)], [(10.05, 0.02), (20, 0)]))

    ends = [shapely.get_coordinates(line)[[0, -1]].tolist() for line in graph.lines]
    assert ends == [[[0, 0], [10, 0]], [[10, 0], [20, 0]]]


def test_ends_further_apart_than_the_tolerance_stay_apart() -> None:
    graph = build_graph(lines([(0, 0), (10, 0)], [(10.2, 0), (20, 0)]), tolerance_m=0.1)

    assert pairs(graph) == [(0, 1), (2, 3)]


def test_without_tolerance_only_equal_points_meet() -> None:
    graph = build_graph(lines([(0, 0), (10, 0)], [(10, 0), (20, 0)], [(20.001, 0), (30, 0)]), tolerance_m=0)

    assert pairs(graph) == [(0, 1), (1, 2), (3, 4)]


def test_lines_that_cross_at_a_shared_inner_vertex_are_split_there() -> None:
    graph = build_graph(lines([(0, 0), (10, 0), (20, 0)], [(10, -10), (10, 0), (10, 10)]))

    assert graph.sources.tolist() == [0, 0, 1, 1]
    assert graph.degrees.tolist() == [1, 1, 4, 1, 1]


def test_lines_that_cross_without_a_shared_vertex_are_a_bridge() -> None:
    graph = build_graph(lines([(0, 0), (20, 0)], [(10, -10), (10, 10)]))

    assert pairs(graph) == [(0, 3), (1, 2)]


def test_an_end_near_an_inner_vertex_of_another_line_joins_there() -> None:
    graph = build_graph(lines([(0, 0), (10, 0), (20, 0)], [(10, 0.05), (10, 10)]))

    assert graph.sources.tolist() == [0, 0, 1]
    assert graph.degrees.max() == 3


def test_a_line_that_touches_itself_is_split_where_it_does() -> None:
    graph = build_graph(lines([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (-10, 0)]))

    assert graph.sources.tolist() == [0, 0]
    assert sorted(graph.lengths_m.tolist()) == [10, 40]


def test_a_ring_is_a_loop_of_one_node() -> None:
    graph = build_graph(lines([(0, 0), (10, 0), (10, 10), (0, 0)]))

    assert pairs(graph) == [(0, 0)]
    assert graph.degrees.tolist() == [2]


def test_parts_of_a_multiline_are_edges_of_one_source() -> None:
    both = shapely.MultiLineString([[(0, 0), (10, 0)], [(10, 0), (20, 0)]])

    graph = build_graph(as_geometries([both]))

    assert graph.sources.tolist() == [0, 0]


def test_lines_without_length_are_dropped_and_told() -> None:
    members = [None, shapely.LineString(), *lines([(5, 5), (5, 5)], [(0, 0), (0.05, 0)], [(0, 0), (10, 0)])]

    graph = build_graph(as_geometries(members))

    assert graph.dropped.tolist() == [0, 1, 2, 3]
    assert graph.sources.tolist() == [4]


def test_no_lines_make_an_empty_graph_in_which_nothing_is_found() -> None:
    graph = build_graph(as_geometries([]))
    found = check_topology(graph)

    assert (len(graph.nodes), len(graph.lines), len(graph.dropped)) == (0, 0, 0)
    assert (found.parts, found.near_misses, found.duplicates, len(found.dead_ends)) == ((), (), (), 0)


def test_repeated_vertices_change_nothing() -> None:
    graph = build_graph(lines([(0, 0), (0, 0), (10, 0), (10, 0), (20, 0), (20, 0)]))

    assert graph.lengths_m.tolist() == [20]
    assert shapely.get_num_coordinates(graph.lines[0]) == 3


@given(order=st.permutations(range(len(GRAPH["lines"]))))
def test_the_order_of_the_lines_does_not_move_a_node(order: list[int]) -> None:
    points = [GRAPH["lines"][number]["points"] for number in order]

    graph = build_graph(lines(*points), GRAPH["tolerance_m"])

    assert graph.nodes.tolist() == list(GRAPH["nodes"].values())


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)), max_size=15))
def test_nodes_are_further_apart_than_the_tolerance(drawn: list[tuple[int, int, int, int]]) -> None:
    graph = build_graph(lines(*([(a / 10, b / 10), (c / 10, d / 10)] for a, b, c, d in drawn)), tolerance_m=0.25)

    gaps = np.hypot(*(graph.nodes[:, None] - graph.nodes[None]).transpose(2, 0, 1))
    assert (gaps[~np.eye(len(gaps), dtype=bool)] > 0.25).all()
    assert (graph.lengths_m > 0).all()


def test_ends_beside_another_end_or_an_edge_are_near_misses() -> None:
    graph = build_graph(lines([(0, 0), (50, 0)], [(51, 0), (100, 0)], [(25, 1.5), (25, 50)]))

    found = check_topology(graph, near_m=2)

    assert found.near_misses == (NearMiss(1, 1.5, edge=0), NearMiss(3, 1.0, node=4))


def test_what_short_edges_join_is_no_near_miss() -> None:
    graph = build_graph(lines([(0, 0), (50, 0)], [(50, 0), (51, 1)], [(51, 1), (100, 0)]))

    assert check_topology(graph, near_m=2).near_misses == ()


def test_no_near_misses_are_sought_at_no_distance() -> None:
    graph = build_graph(lines([(0, 0), (50, 0)], [(51, 0), (100, 0)]))

    assert check_topology(graph, near_m=0).near_misses == ()


def test_the_same_line_twice_is_told_whatever_its_direction() -> None:
    graph = build_graph(lines([(0, 0), (50, 0)], [(50, 0), (0, 0)], [(0, 0), (20, 20), (50, 0)], [(0, 0), (50, 0)]))

    assert check_topology(graph).duplicates == ((0, 1), (0, 3))
