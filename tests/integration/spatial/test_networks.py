# SPDX-License-Identifier: EUPL-1.2
"""Street networks are stored whole or not at all, and pgRouting finds on them what the pure core finds."""

from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from sozialplanung.audit.models import Event
from spatial.errors import NetworkEmptyError, NetworkUnknownError, ProfileNotCarriedError
from spatial.geometry.arrays import as_geometries
from spatial.geometry.network.carrying import carry
from spatial.geometry.network.graph import build_graph
from spatial.geometry.network.isochrones import reach, reached_area, reached_lines
from spatial.geometry.network.profiles import OSM_COLUMNS, PROFILES, Mode
from spatial.geometry.network.search import metres
from spatial.geometry.network.snapping import snap
from spatial.geometry.network.travel import travel_table
from spatial.geometry.problems import SpatialError
from spatial.geometry.projections import to_metric
from spatial.models import Network, NetworkEdge, NetworkNode
from spatial.readers.networks import read_network, to_degrees
from spatial.selectors.networks import NetworkRow, network, networks_of
from spatial.selectors.routing import Asked, isochrone, travel_times, travel_times_to
from spatial.services.networks import ImportedNetwork, NetworkPlan, import_network
from tests.factories.world import World
from tests.fixtures_spatial.streets import CRS, EAST, EXPECTED, GRAPH, NORTH, collection, degrees, golden

pytestmark = pytest.mark.django_db
OFFSET = np.array([EAST, NORTH])
PLAN = NetworkPlan("strassen", "Straßen", "Vermessungsamt", "CC BY 4.0", "© Musterstadt", columns=OSM_COLUMNS)


def chance(seed: int) -> bytes:
    """Return a network that chance makes: one-way streets, steps, paths, and a street far off."""
    generator = np.random.default_rng(seed)
    corners = generator.uniform(0, 500, (14, 2))
    pairs = generator.permutation(list(combinations(range(len(corners)), 2)))[:30]
    kinds, ways = ("residential", "steps", "footway", "motorway", "path"), (None, "yes", "-1")
    rows: list[tuple[Sequence[Sequence[float]], dict[str, Any]]] = [
        (corners[pair].tolist(), {"highway": kinds[kind], "oneway": ways[way]})
        for pair, kind, way in zip(pairs, generator.integers(0, 5, 30), generator.integers(0, 3, 30), strict=True)
    ]
    return collection([*rows, ([[5_000, 0], [5_100, 0]], {})])


def stored(world: World, content: bytes, plan: NetworkPlan = PLAN) -> ImportedNetwork:
    return import_network(organisation=world.city, plan=plan, content=content, by=world.anna)


def in_force(world: World) -> NetworkRow:
    return network(world.city, "strassen")


def test_a_network_is_stored_with_its_nodes_edges_and_findings(world: World) -> None:
    done = stored(world, golden())

    assert (done.is_new, done.network.number, done.network.srid) == (True, 1, 25832)
    assert (NetworkNode.objects.count(), NetworkEdge.objects.count()) == (12, 13)
    assert done.network.topology["part_count"] == 2
    assert (done.network.topology["dead_ends"], done.network.topology["dropped"]) == (4, 1)
    assert {mode: told["is_carried"] for mode, told in done.network.profiles.items()} == {
        "foot": True,
        "bicycle": True,
        "wheelchair": False,
        "car": True,
    }
    one_way = NetworkEdge.objects.get(position=1)
    assert one_way.car_forward == pytest.approx(12, rel=1e-6)
    assert one_way.car_backward is None
    assert one_way.wheelchair_forward is None


def test_the_log_tells_what_was_imported(world: World) -> None:
    stored(world, golden())

    event = Event.objects.get(action="spatial.network_imported")
    assert (event.actor_label, event.subject_label) == (str(world.anna), "Straßen")
    assert (event.details["edges"], event.details["number"]) == (13, 1)


def test_the_same_file_again_changes_nothing(world: World) -> None:
    first = stored(world, golden())

    again = stored(world, golden())

    assert (again.is_new, again.network.pk) == (False, first.network.pk)
    assert Event.objects.filter(action="spatial.network_imported").count() == 1


def test_another_file_is_the_next_number_and_in_force(world: World) -> None:
    stored(world, golden())

    stored(world, chance(1))

    assert [row.number for row in networks_of(world.city)] == [2]
    assert networks_of(world.other_city) == ()


def test_a_file_that_is_refused_leaves_nothing(world: World) -> None:
    with pytest.raises(SpatialError):
        stored(world, b"{}")
    with pytest.raises(NetworkEmptyError):
        stored(world, collection([([[0, 0], [0, 0]], {})]))

    assert not Network.objects.exists()


def test_an_unknown_network_is_told_with_those_that_are_there(world: World) -> None:
    stored(world, golden())

    with pytest.raises(NetworkUnknownError) as error:
        network(world.city, "radwege")
    assert error.value.params["allowed"] == "strassen"


def test_an_edge_belongs_to_the_organisation_of_its_network(world: World) -> None:
    stored(world, golden())
    edge = NetworkEdge.objects.get(position=0)

    with pytest.raises(IntegrityError):
        give_away(edge, world)


def give_away(edge: NetworkEdge, world: World) -> None:
    """Hand an edge to another organisation, and hold the database to its rules."""
    with transaction.atomic(), connection.cursor() as cursor:
        NetworkEdge.objects.filter(pk=edge.pk).update(organisation=world.other_city)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("case", [case for case in EXPECTED["cases"] if "towards" not in case], ids=str)
def test_isochrones_of_the_database_are_those_worked_out_by_hand(world: World, case: dict[str, Any]) -> None:
    stored(world, golden())
    lengths = dict(zip(GRAPH["edges"], GRAPH["lengths_m"], strict=True))
    expected = sum(lengths[edge] * (close - begin) for edge, parts in case["reach"].items() for begin, close in parts)

    (place,) = degrees([case["place"]])
    found = isochrone(
        Asked(in_force(world), Mode.CAR, is_metres=True, bound_m=EXPECTED["bound_m"]), place, case["limit_m"]
    )

    assert found.length_m == pytest.approx(expected, abs=0.01)
    assert (found.distance_m is None) == (case["snapped"] is None)
    assert shapely.is_empty(found.area) == (case["snapped"] is None)


def test_travel_of_the_database_is_the_table_worked_out_by_hand(world: World) -> None:
    stored(world, golden())
    table = EXPECTED["table"]
    told = {"no way": np.inf, "off": np.nan}
    expected = np.array([[told.get(value, value) for value in row] for row in table["metres"]], dtype=float)
    asked = Asked(in_force(world), Mode.CAR, is_metres=True, bound_m=EXPECTED["bound_m"])

    found = travel_times(asked, degrees(table["origins"]), degrees(table["destinations"]))

    np.testing.assert_allclose(found, expected, atol=0.01)
    limited = travel_times(asked, degrees([[0, 0]]), degrees([[100, 200], [150, -2]]), 200)
    np.testing.assert_allclose(limited, [[np.inf, 150]], atol=0.01)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mode", [Mode.FOOT, Mode.BICYCLE, Mode.CAR])
@pytest.mark.parametrize("is_metres", [False, True])
def test_the_database_finds_what_the_pure_core_finds(world: World, seed: int, mode: Mode, is_metres: bool) -> None:
    content = chance(seed)
    stored(world, content)
    lines = to_metric(to_degrees(table := read_network(content)), CRS)
    graph = build_graph(lines)
    costs = carry(graph, table.rows, OSM_COLUMNS, PROFILES[mode]).costs
    assert costs is not None
    costs = metres(graph, costs) if is_metres else costs
    points = np.random.default_rng(seed + 100).uniform(-50, 550, (8, 2))
    snapped = snap(graph, points + OFFSET, costs.usable)
    asked = Asked(in_force(world), mode, is_metres=is_metres)

    found = travel_times(asked, degrees(points[:3].tolist()), degrees(points[3:].tolist()))

    origins, destinations = (snap(graph, some + OFFSET, costs.usable) for some in (points[:3], points[3:]))
    np.testing.assert_allclose(found, travel_table(graph, costs, origins, destinations), atol=0.01)
    for place, limit in ((0, 60.0), (1, 200.0)):
        one = snap(graph, points[place : place + 1] + OFFSET, costs.usable)
        parts = reached_lines(graph, reach(graph, costs, one, limit))
        there = isochrone(asked, degrees(points[place : place + 1].tolist())[0], limit)
        assert there.length_m == pytest.approx(float(shapely.length(parts).sum()), abs=0.05)
        area = to_metric(as_geometries([there.area]), CRS)[0]
        assert shapely.area(area) == pytest.approx(float(shapely.area(reached_area(parts))), rel=1e-3, abs=1)
    assert snapped.is_on.any()


@pytest.mark.parametrize("seed", range(2))
def test_ways_searched_from_the_other_side_are_the_same(world: World, seed: int) -> None:
    stored(world, chance(seed))
    points = degrees(np.random.default_rng(seed + 100).uniform(-50, 550, (8, 2)).tolist())
    asked = Asked(in_force(world), Mode.CAR)

    few, many = points[:2], points[2:]

    np.testing.assert_allclose(travel_times_to(asked, many, few), travel_times(asked, many, few), atol=0.01)
    np.testing.assert_allclose(travel_times_to(asked, few, many), travel_times(asked, few, many), atol=0.01)


def test_places_are_snapped_by_the_index_of_the_ground_whatever_is_known_of_a_network(world: World) -> None:
    stored(world, chance(5))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE spatial_networkedge")
        # A handful of edges is read as a whole otherwise.
        cursor.execute("SET LOCAL enable_seqscan = off")
    # Of this one nothing is known: as far as the planner has heard all edges belong to the one before.
    stored(world, chance(6))
    plans: list[str] = []

    def explained(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: ANN401
        if "ST_ClosestPoint" in sql:
            execute(f"EXPLAIN {sql}", parameters, many, context)
            plans.extend(row[0] for row in context["cursor"].fetchall())
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(explained):
        travel_times(Asked(in_force(world), Mode.FOOT), degrees([[0, 0]]), degrees([[100, 200]]))

    conditions = [line for line in plans if "Index Cond" in line]
    assert [line for line in conditions if "geometry &&" in line]
    assert not [line for line in conditions if "network_id" in line]


def test_a_profile_that_the_network_does_not_carry_is_refused(world: World) -> None:
    stored(world, golden())

    with pytest.raises(ProfileNotCarriedError):
        isochrone(Asked(in_force(world), Mode.WHEELCHAIR), degrees([[0, 0]])[0], 60)


def test_the_command_imports_and_tells_what_it_found(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "streets.geojson"
    path.write_bytes(golden())
    said = ("--slug=strassen", "--name=Straßen", "--source=Amt", "--licence=CC0", "--attribution=Amt")

    call_command("import_network", world.city.slug, path, *said, "--column=kind=highway", "--column=oneway=oneway")
    first = capsys.readouterr().out
    call_command("import_network", world.city.slug, path, *said, "--column=kind=highway", "--column=oneway=oneway")

    assert "strassen 1 (new): 13 edges, 12 nodes, 1.4 km, 2 parts" in first
    assert "profiles: foot, bicycle, car" in first
    assert "was there" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("organisation", "content", "more", "told"),
    [
        ("nirgends", b"{}", (), "no organisation"),
        ("musterstadt", b"{}", (), "FeatureCollection"),
        ("musterstadt", None, (), "cannot be read"),
        ("musterstadt", b"{}", ("--column=colour=red",), "is not NAME=VALUE"),
        ("musterstadt", b"{}", ("--column=kind=a", "--kind=Weg"), "is not NAME=VALUE"),
    ],
)
def test_the_command_says_what_is_wrong(
    world: World, tmp_path: Path, organisation: str, content: bytes | None, more: tuple[str, ...], told: str
) -> None:
    path = tmp_path / "streets.geojson"
    if content is not None:
        path.write_bytes(content)
    said = ("--slug=s", "--name=S", "--source=A", "--licence=CC0", "--attribution=A")

    with pytest.raises(CommandError, match=told):
        call_command("import_network", organisation, path, *said, *more)


def test_the_command_tells_a_file_without_streets(world: World, tmp_path: Path) -> None:
    path = tmp_path / "streets.geojson"
    path.write_bytes(collection([([[0, 0], [0, 0]], {})]))
    said = ("--slug=s", "--name=S", "--source=A", "--licence=CC0", "--attribution=A")

    with pytest.raises(CommandError, match="No line of the file has a length"):
        call_command("import_network", world.city.slug, path, *said, "--osm-columns")
