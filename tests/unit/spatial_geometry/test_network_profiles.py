# SPDX-License-Identifier: EUPL-1.2
"""What streets cost on foot, by bicycle, by wheelchair and by car, and what columns cannot carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.network.carrying import Carried, carry
from spatial.geometry.network.graph import build_graph
from spatial.geometry.network.profiles import (
    BICYCLE,
    CAR,
    FOOT,
    FROM_TO_BOTH,
    OSM_COLUMNS,
    PROFILES,
    TRUE_FALSE,
    WHEELCHAIR,
    Columns,
    Mode,
    Profile,
)
from tests.fixtures_spatial.streets import lines

Row = Mapping[str, object]
PAVED = {"surface": "asphalt"}


def carried(rows: list[Row], profile: Profile, columns: Columns = OSM_COLUMNS) -> Carried:
    """Carry a profile on lines of 100 m one after the other."""
    graph = build_graph(lines(*([(100 * n, 0), (100 * n + 100, 0)] for n in range(len(rows)))))
    return carry(graph, rows, columns, profile)


def speeds(rows: list[Row], profile: Profile, columns: Columns = OSM_COLUMNS) -> list[tuple[float, float]]:
    """Return km/h along each line and against it."""
    costs = carried(rows, profile, columns).costs
    assert costs is not None
    both = zip(costs.forward, costs.backward, strict=True)
    return [(round(360 / there, 6), round(360 / back, 6)) for there, back in both]


def speed(row: Row, profile: Profile) -> tuple[float, float]:
    return speeds([row, {"highway": "residential", **PAVED}], profile)[0]


def test_a_hundred_metres_at_five_kilometres_an_hour_are_seventy_two_seconds() -> None:
    costs = carried([{"highway": "residential"}], FOOT).costs

    assert costs is not None
    assert (costs.forward.tolist(), costs.backward.tolist()) == ([pytest.approx(72)], [pytest.approx(72)])


@pytest.mark.parametrize(
    ("kind", "foot", "bicycle", "wheelchair", "car"),
    [
        ("residential", 5, 15, 4, 30),
        ("steps", 2.5, 0, 0, 0),
        ("footway", 5, 5, 4, 0),
        ("cycleway", 5, 15, 4, 0),
        ("path", 5, 12, 0, 0),
        ("primary", 5, 15, 4, 50),
        ("proposed", 0, 0, 0, 0),
    ],
)
def test_speeds_go_by_the_kind_of_street(kind: str, foot: float, bicycle: float, wheelchair: float, car: float) -> None:
    row = {"highway": kind, **PAVED}

    found = [speed(row, profile)[0] for profile in (FOOT, BICYCLE, WHEELCHAIR, CAR)]

    assert found == [foot, bicycle, wheelchair, car]


def test_a_motorway_is_for_cars_in_one_direction() -> None:
    row = {"highway": "motorway", **PAVED}

    assert [speed(row, profile) for profile in PROFILES.values()] == [(0, 0), (0, 0), (0, 0), (110, 0)]


@pytest.mark.parametrize(("word", "there", "back"), [("yes", 30, 0), ("-1", 0, 30), ("no", 30, 30), ("", 30, 30)])
def test_one_way_streets_bind_cars(word: str, there: float, back: float) -> None:
    assert speed({"highway": "residential", "oneway": word}, CAR) == (there, back)


def test_one_way_streets_do_not_bind_who_walks() -> None:
    row = {"highway": "residential", "oneway": "yes", **PAVED}

    assert (speed(row, FOOT), speed(row, WHEELCHAIR)) == ((5, 5), (4, 4))


@pytest.mark.parametrize(
    ("tags", "there", "back"),
    [({}, 15, 0), ({"oneway:bicycle": "no"}, 15, 15), ({"highway": "footway", "bicycle": "yes"}, 15, 5)],
)
def test_bicycles_go_against_one_way_streets_where_they_may_or_are_pushed(tags: Row, there: float, back: float) -> None:
    assert speed({"highway": "residential", "oneway": "yes", **tags}, BICYCLE) == (there, back)


@pytest.mark.parametrize("junction", ["roundabout", "circular"])
def test_a_roundabout_is_one_way_unsaid(junction: str) -> None:
    assert speed({"highway": "residential", "junction": junction}, CAR) == (30, 0)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"access": "private"}, 0),
        ({"access": "no", "foot": "yes"}, 5),
        ({"foot": "no"}, 0),
        ({"access": "destination"}, 5),
        ({"highway": "construction", "foot": "designated"}, 5),
        ({"highway": "steps", "foot": "yes"}, 2.5),
    ],
)
def test_the_column_of_its_own_has_more_say_than_the_general_one(tags: Row, expected: float) -> None:
    assert speed({"highway": "residential", **tags}, FOOT)[0] == expected


def test_a_bicycle_that_must_be_pushed_is_as_fast_as_who_walks() -> None:
    assert speed({"highway": "residential", "bicycle": "dismount"}, BICYCLE) == (5, 5)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"surface": "cobblestone"}, 0),
        ({"smoothness": "very_bad"}, 0),
        ({"incline": "8%"}, 0),
        ({"incline": "-8 %"}, 0),
        ({"incline": "4%"}, 4),
        ({"incline": "up"}, 4),
        ({"surface": "cobblestone", "wheelchair": "yes"}, 4),
        ({"wheelchair": "no"}, 0),
        ({"highway": "path", "wheelchair": "designated"}, 4),
    ],
)
def test_wheelchairs_mind_ground_and_slope(tags: Row, expected: float) -> None:
    assert speed({"highway": "footway", **PAVED, **tags}, WHEELCHAIR)[0] == expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        *[("50", 50), (50, 50), (50.0, 50), ("30 mph", 48.28032)],
        *[("walk", 30), (0, 30), (None, 30), (np.nan, 30), (300, 130)],
    ],
)
def test_the_speed_limit_is_that_of_the_column_where_it_is_a_number(limit: object, expected: float) -> None:
    assert speed({"highway": "residential", "maxspeed": limit}, CAR)[0] == pytest.approx(expected, abs=1e-5)


def test_a_limit_opens_no_closed_street() -> None:
    assert speed({"highway": "footway", "maxspeed": "50"}, CAR) == (0, 0)


def test_a_network_without_any_column_carries_walking_alone_and_says_so() -> None:
    found = {mode: carried([{}, {}], profile, Columns()) for mode, profile in PROFILES.items()}

    assert [mode for mode, one in found.items() if one.costs is not None] == [Mode.FOOT]
    assert [lack.code for lack in found[Mode.FOOT].lacks] == ["spatial.network_column_wanted"]
    assert [lack.code for lack in found[Mode.BICYCLE].lacks] == ["spatial.network_column_needed"]
    assert [lack.parameters["columns"] for lack in found[Mode.CAR].lacks] == ["kind", "oneway"]
    assert "not computed from this network" in found[Mode.WHEELCHAIR].lacks[1].statement()


def test_a_column_that_tells_too_little_cannot_carry_a_profile() -> None:
    rows: list[Row] = [{"highway": "footway", **PAVED}, *[{"highway": "footway"}] * 2]

    found = carried(rows, WHEELCHAIR)

    assert found.costs is None
    assert [(lack.code, lack.parameters["share"]) for lack in found.lacks] == [("spatial.network_column_sparse", 33)]


def test_a_network_without_length_carries_nothing_that_needs_a_column() -> None:
    assert carried([], BICYCLE).costs is None
    assert carried([], FOOT).costs is not None


def test_one_way_streets_may_be_the_fewest() -> None:
    rows: list[Row] = [{"highway": "residential", "oneway": "yes"}, *[{"highway": "residential"}] * 9]

    assert carried(rows, CAR).lacks == ()


def test_words_for_directions_that_nobody_explained_are_told() -> None:
    rows: list[Row] = [{"highway": "residential", "oneway": word} for word in ("F", "T", "F", "B")]

    (lack,) = carried(rows, CAR).lacks

    assert (lack.code, dict(lack.parameters)) == (
        "spatial.network_words_unknown",
        {"column": "oneway", "count": 4, "found": "f"},
    )


def test_letters_for_directions_mean_what_somebody_says() -> None:
    rows: list[Row] = [{"highway": "residential", "oneway": word} for word in "FTB"]

    lettered = speeds(rows, CAR, replace(OSM_COLUMNS, directions=FROM_TO_BOTH))
    logical = speeds(rows[:2], CAR, replace(OSM_COLUMNS, directions=TRUE_FALSE))

    assert lettered == [(30, 0), (0, 30), (30, 30)]
    assert logical == [(30, 30), (30, 0)]


def test_kinds_of_another_register_are_translated() -> None:
    columns = Columns(kind="ART", kinds={"wohnweg": "footway", "hauptstraße": "primary"})

    found = speeds([{"ART": "Wohnweg"}, {"ART": "Hauptstraße"}, {"ART": "Fluss"}], BICYCLE, columns)

    assert found == [(5, 5), (15, 15), (0, 0)]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "highway": st.sampled_from(["residential", "footway", "steps", "motorway", "?", ""]),
                "oneway": st.sampled_from(["yes", "no", "-1", "x", None]),
                "access": st.sampled_from(["", "no", "yes", "private"]),
            }
        ),
        min_size=1,
        max_size=6,
    )
)
def test_costs_are_above_zero_and_never_missing(rows: list[Row]) -> None:
    for profile in (FOOT, BICYCLE, CAR):
        costs = carried([*rows, *[{"highway": "road"}] * 9], profile).costs

        assert costs is not None
        assert (costs.forward > 0).all()
        assert (costs.backward > 0).all()
