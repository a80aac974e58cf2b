# SPDX-License-Identifier: EUPL-1.2
"""Snapping, isochrones and travel times: by hand on twelve nodes, by their laws on networks that chance makes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.network.graph import Graph, build_graph
from spatial.geometry.network.isochrones import (
    Reach,
    reach,
    reach_by_nodes,
    reached_area,
    reached_lines,
    with_blocks,
)
from spatial.geometry.network.search import Costs, costs_to_nodes, metres
from spatial.geometry.network.snapping import OFF, Snapped, snap, to_nodes
from spatial.geometry.network.travel import AT_ONCE, travel_table
from tests.fixtures_spatial.streets import EXPECTED, GRAPH, golden_costs, golden_graph, lines, networks

WALKING = 0.6  # seconds a metre at 6 km/h
CASES = EXPECTED["cases"]


def parts(found: Reach) -> dict[str, list[list[float]]]:
    told: dict[str, list[list[float]]] = {}
    for edge, begin, close in zip(found.edges, found.begins, found.closes, strict=True):
        told.setdefault(GRAPH["edges"][edge], []).append([begin, close])
    return told


def at(graph: Graph, costs: Costs, places: list[list[float]]) -> Snapped:
    return snap(graph, np.array(places, dtype=float).reshape(-1, 2), costs.usable, EXPECTED["bound_m"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['place']} {case['limit_m']} m")
@pytest.mark.parametrize("unit", [1.0, WALKING])
def test_isochrones_are_those_worked_out_by_hand(case: dict[str, Any], unit: float) -> None:
    graph = golden_graph()
    costs = golden_costs(graph, unit)
    costs = costs.turned if case.get("towards") else costs

    snapped = at(graph, costs, [case["place"]])
    found = parts(reach(graph, costs, snapped, case["limit_m"] * unit))

    assert found.keys() == case["reach"].keys()
    assert all(np.array(found[edge]) == pytest.approx(np.array(case["reach"][edge]), abs=1e-9) for edge in found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['place']} {case['limit_m']} m")
def test_places_are_snapped_as_by_hand(case: dict[str, Any]) -> None:
    graph = golden_graph()

    found = at(graph, golden_costs(graph), [case["place"]])

    if case["snapped"] is None:
        assert (found.edges[0], found.is_on[0]) == (OFF, False)
        assert np.isnan([found.fractions[0], found.distances_m[0], *found.points[0]]).all()
    else:
        edge, fraction, distance = case["snapped"]
        assert GRAPH["edges"][found.edges[0]] == edge
        assert (found.fractions[0], found.distances_m[0]) == pytest.approx((fraction, distance), abs=1e-9)
        assert np.hypot(*(found.points[0] - case["place"])) == pytest.approx(distance, abs=1e-9)


def test_the_table_of_travel_is_the_one_worked_out_by_hand() -> None:
    graph = golden_graph()
    costs = golden_costs(graph)
    table = EXPECTED["table"]
    told = {"no way": np.inf, "off": np.nan}
    expected = np.array([[told.get(value, value) for value in row] for row in table["metres"]], dtype=float)

    origins, destinations = at(graph, costs, table["origins"]), at(graph, costs, table["destinations"])

    np.testing.assert_allclose(travel_table(graph, costs, origins, destinations), expected, atol=1e-6)
    np.testing.assert_allclose(travel_table(graph, costs.turned, destinations, origins), expected.T, atol=1e-6)


def test_ways_beyond_the_limit_count_as_none() -> None:
    graph = golden_graph()
    costs = golden_costs(graph)

    found = travel_table(graph, costs, at(graph, costs, [[0, 0]]), at(graph, costs, [[100, 200], [150, -2]]), 150)

    assert found.tolist() == [[np.inf, pytest.approx(150)]]


def test_many_origins_are_searched_in_portions() -> None:
    graph = golden_graph()
    costs = golden_costs(graph)
    places = at(graph, costs, [[step, 0] for step in np.linspace(0, 300, AT_ONCE + 3)])

    found = travel_table(graph, costs, places, places)

    assert (np.diag(found) == 0).all()
    np.testing.assert_allclose(found[-1], travel_table(graph, costs, at(graph, costs, [[300, 0]]), places)[0])


def test_without_places_the_table_is_empty() -> None:
    graph = golden_graph()
    costs = golden_costs(graph)

    assert travel_table(graph, costs, at(graph, costs, []), at(graph, costs, [[0, 0]])).shape == (0, 1)
    assert travel_table(graph, costs, at(graph, costs, [[0, 0]]), at(graph, costs, [])).shape == (1, 0)


def test_no_places_take_nothing_to_no_node() -> None:
    graph = golden_graph()
    costs = golden_costs(graph)

    assert costs_to_nodes(graph, costs, at(graph, costs, [])).shape == (0, 12)


def test_on_an_empty_network_every_place_is_off() -> None:
    graph = build_graph(as_geometries([]))

    assert snap(graph, np.array([[0.0, 0.0]])).edges.tolist() == [OFF]


def test_what_joins_within_a_millimetre_of_a_node_joins_there() -> None:
    lengths = np.array([100.0, 100.0, 100.0, 100.0, 0.001])

    found = to_nodes(np.array([-1e-12, 0.9e-5, 1 - 0.9e-5, 0.5, 0.7]), lengths)

    assert found.tolist() == [0, 0, 1, 0.5, 0]


def test_places_without_coordinates_are_off_the_network() -> None:
    found = snap(golden_graph(), np.array([[np.nan, 0.0], [0.0, np.inf], [50.0, 1.0]]))

    assert found.is_on.tolist() == [False, False, True]


def test_of_parallel_streets_the_cheapest_counts() -> None:
    graph = build_graph(lines([(0, 0), (100, 0)], [(0, 0), (50, 50), (100, 0)]))
    costs = Costs(np.array([500.0, 200.0]), np.array([500.0, 200.0]))

    found = travel_table(graph, costs, at(graph, costs, [[0, 0]]), at(graph, costs, [[100, 0]]))

    assert found.tolist() == [[200]]


def test_metres_are_counted_where_one_may_go() -> None:
    graph = golden_graph()
    found = metres(graph, golden_costs(graph, WALKING))

    np.testing.assert_array_equal(found.forward, golden_costs(graph).forward)
    np.testing.assert_array_equal(found.backward, golden_costs(graph).backward)


def test_a_cut_edge_keeps_its_bends() -> None:
    graph = golden_graph()
    winding = GRAPH["edges"].index("FJ")

    (line,) = reached_lines(graph, Reach(np.array([winding]), np.array([0.125]), np.array([0.625])))

    assert shapely.get_coordinates(line).tolist() == [[100, 125], [100, 150], [150, 150], [150, 175]]


def test_the_area_is_the_ground_beside_what_is_reached() -> None:
    area = reached_area(lines([(0, 0), (100, 0)]), width_m=10)

    circle = 16 / 2 * np.sin(2 * np.pi / 16) * 10**2  # a polygon of sixteen sides
    assert shapely.area(area) == pytest.approx(2000 + circle, rel=1e-4)
    assert shapely.is_valid(area)


def test_nothing_reached_has_no_area() -> None:
    assert shapely.is_empty(reached_area(as_geometries([])))


@given(order=st.permutations(range(13)))
def test_the_same_lines_give_the_same_bytes_in_any_order(order: list[int]) -> None:
    shapes = golden_graph().lines

    assert shapely.to_wkb(reached_area(shapes[order])) == shapely.to_wkb(reached_area(shapes))


@given(network=networks(), drawn=st.data())
def test_no_way_is_shorter_than_by_a_detour(network: tuple[Graph, Costs], drawn: st.DataObject) -> None:
    graph, costs = network
    coordinate = st.integers(0, 30)
    places = drawn.draw(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=3))
    snapped = snap(graph, np.array(places) * 10.0, costs.usable)

    table = travel_table(graph, costs, snapped, snapped)

    table = table[np.ix_(snapped.is_on, snapped.is_on)]
    assert (np.diag(table) == 0).all()
    detours = (table[:, :, None] + table[None, :, :]).min(axis=1, initial=np.inf)
    assert (table <= detours + 1e-6).all()


@given(network=networks(), drawn=st.data())
def test_turned_streets_transpose_the_table(network: tuple[Graph, Costs], drawn: st.DataObject) -> None:
    graph, costs = network
    coordinate = st.integers(0, 30)
    places = np.array(drawn.draw(st.lists(st.tuples(coordinate, coordinate), min_size=4, max_size=4))) * 10.0
    some, others = snap(graph, places[:1], costs.usable), snap(graph, places, costs.usable)

    np.testing.assert_allclose(
        travel_table(graph, costs.turned, some, others), travel_table(graph, costs, others, some).T, atol=1e-6
    )


@given(network=networks(), limit=st.integers(0, 500), more=st.integers(0, 200), place=st.integers(0, 30))
def test_a_larger_limit_reaches_no_less(network: tuple[Graph, Costs], limit: int, more: int, place: int) -> None:
    graph, costs = network
    snapped = snap(graph, np.array([[place * 10.0, 100.0]]), costs.usable)

    small, large = (reached(graph, costs, snapped, limit + step) for step in (0, more))

    assert (small <= large + 1e-9).all()
    assert (large <= 1 + 1e-9).all()


def reached(graph: Graph, costs: Costs, snapped: Snapped, limit: float) -> np.ndarray:
    found = reach(graph, costs, snapped, limit)
    return np.bincount(found.edges, weights=found.closes - found.begins, minlength=len(graph.lines))


@given(network=networks(), limit=st.integers(1, 500), place=st.integers(0, 30))
def test_what_is_reached_is_what_travel_takes_no_longer_to(
    network: tuple[Graph, Costs], limit: int, place: int
) -> None:
    graph, costs = network
    snapped = snap(graph, np.array([[place * 10.0, 100.0]]), costs.usable)
    found = reach(graph, costs, snapped, limit)
    size = len(found.edges)
    middles = Snapped(found.edges, (found.begins + found.closes) / 2, np.zeros(size), np.zeros((size, 2)))

    table = travel_table(graph, costs, snapped, middles)

    assert (table <= limit + 1e-6).all()


@given(networks(), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=4))
def test_reach_from_several_places_is_what_they_reach_one_by_one(
    network: tuple[Graph, Costs], places: list[tuple[int, int]]
) -> None:
    graph, costs = network
    snapped = snap(graph, np.array(places, dtype=float), costs.usable)
    on = [place for place, is_on in zip(places, snapped.is_on.tolist(), strict=True) if is_on]
    if not on:
        return
    one_by_one = [snap(graph, np.array([place], dtype=float), costs.usable) for place in on]
    together = snap(graph, np.array(on, dtype=float), costs.usable)
    to_nodes = costs_to_nodes(graph, costs, together, 150).min(axis=0)

    found = reached_lines(graph, reach_by_nodes(graph, costs, together, to_nodes, 150))

    alone = [reached_lines(graph, reach(graph, costs, each, 150)) for each in one_by_one]
    both = shapely.union_all(as_geometries(line for some in alone for line in some))
    # Ends of one street that were reckoned apart lie a rounding beside each other: a union counts both.
    beside = shapely.buffer(shapely.union_all(found), 0.01)
    assert shapely.difference(both, beside).length < 1e-6
    areas = reached_area(found), reached_area(np.concatenate(alone))
    assert shapely.is_empty(areas[0]) == shapely.is_empty(areas[1])
    assert shapely.is_empty(areas[0]) or shapely.hausdorff_distance(*areas) < 0.1


def test_blocks_are_filled_and_parks_are_not() -> None:
    ring = shapely.Polygon([(0, 0), (1000, 0), (1000, 500), (0, 500)])
    block = shapely.Polygon([(100, 100), (200, 100), (200, 200), (100, 200)])
    park = shapely.Polygon([(300, 50), (800, 50), (800, 450), (300, 450)])
    ground = ring.difference(block).difference(park)

    filled = with_blocks(ground)

    assert shapely.equals(filled, ring.difference(park))
    assert shapely.equals(with_blocks(ring), ring)
    assert shapely.is_empty(with_blocks(shapely.Polygon()))


def test_ground_within_a_filled_block_is_told_once() -> None:
    outer = shapely.Polygon([(0, 0), (300, 0), (300, 300), (0, 300)], [[(50, 50), (250, 50), (250, 250), (50, 250)]])
    inner = shapely.Polygon([(100, 100), (150, 100), (150, 150), (100, 150)])

    filled = with_blocks(shapely.MultiPolygon([outer, inner]))

    assert shapely.equals(filled, shapely.box(0, 0, 300, 300))
