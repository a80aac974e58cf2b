# SPDX-License-Identifier: EUPL-1.2
"""What a way of moving asks of a street: speeds by its kind, what allows it, what forbids it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

KMH = 3.6  # seconds of a metre at one kilometre an hour


class Mode(StrEnum):
    """How one moves."""

    FOOT = "foot"
    BICYCLE = "bicycle"
    WHEELCHAIR = "wheelchair"
    CAR = "car"


class Direction(StrEnum):
    """Where a street may be used to, seen along its line."""

    BOTH = "both"
    FORWARD = "forward"
    BACKWARD = "backward"


OSM_DIRECTIONS: Mapping[str, Direction] = MappingProxyType(
    {
        **dict.fromkeys(("yes", "true", "1", "ja", "reversible", "alternating"), Direction.FORWARD),
        **dict.fromkeys(("-1", "reverse"), Direction.BACKWARD),
        **dict.fromkeys(("no", "false", "0", "nein"), Direction.BOTH),
    }
)
# The same letters mean different things: whether a column is of the one sort or of the other, somebody has to say.
FROM_TO_BOTH: Mapping[str, Direction] = MappingProxyType(
    {
        "f": Direction.FORWARD,
        "t": Direction.BACKWARD,
        "b": Direction.BOTH,
    }
)
TRUE_FALSE: Mapping[str, Direction] = MappingProxyType({"t": Direction.FORWARD, "f": Direction.BOTH})


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of the lines tells what; empty where none does.

    ``kinds`` translates words of ``kind`` to kinds of OpenStreetMap (``residential``, ``footway`` …), where they
    are others; ``directions`` words of ``oneway``, in lower case.
    """

    kind: str = ""
    oneway: str = ""
    oneway_bicycle: str = ""
    junction: str = ""
    maxspeed: str = ""
    access: str = ""
    vehicle: str = ""
    motor: str = ""
    bicycle: str = ""
    foot: str = ""
    wheelchair: str = ""
    surface: str = ""
    smoothness: str = ""
    incline: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    directions: Mapping[str, Direction] = field(default_factory=lambda: OSM_DIRECTIONS)


OSM_COLUMNS = Columns(
    kind="highway",
    oneway="oneway",
    oneway_bicycle="oneway:bicycle",
    junction="junction",
    maxspeed="maxspeed",
    access="access",
    vehicle="vehicle",
    motor="motor_vehicle",
    bicycle="bicycle",
    foot="foot",
    wheelchair="wheelchair",
    surface="surface",
    smoothness="smoothness",
    incline="incline",
)


@dataclass(frozen=True, slots=True)
class Profile:
    """A way of moving.

    ``speeds`` are km/h by kind; other kinds are forbidden unless a column allows them by name, then ``speed``
    holds. ``permits`` are the columns that allow and forbid, the one with the most say first; ``needs`` are columns
    without which the profile cannot be carried, each any of several; ``wants`` those whose lack is told only.
    """

    mode: Mode
    speed: float
    speeds: Mapping[str, float]
    permits: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    wants: tuple[str, ...] = ()
    is_one_way: bool = False
    pushed: float = 0.0
    has_limits: bool = False
    rough: frozenset[str] = frozenset()
    steepest: float | None = None


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WALKED = _words(
    "primary primary_link secondary secondary_link tertiary tertiary_link unclassified residential living_street "
    "service pedestrian track footway bridleway path cycleway corridor platform road"
)
RIDDEN = _words(
    "primary primary_link secondary secondary_link tertiary tertiary_link unclassified residential living_street "
    "service cycleway road"
)
ROUGH_SURFACES = _words(
    "cobblestone unhewn_cobblestone sett gravel pebblestone rock ground dirt earth grass mud sand woodchips unpaved"
)
ROUGH_WAYS = _words("bad very_bad horrible very_horrible impassable")

FOOT = Profile(
    mode=Mode.FOOT,
    speed=5.0,
    speeds={**dict.fromkeys(WALKED, 5.0), "steps": 2.5},
    permits=("foot", "access"),
    wants=("kind",),
)
BICYCLE = Profile(
    mode=Mode.BICYCLE,
    speed=15.0,
    speeds={
        **dict.fromkeys(RIDDEN, 15.0),
        **dict.fromkeys(("track", "path", "bridleway"), 12.0),
        **dict.fromkeys(("footway", "pedestrian"), 5.0),
    },
    permits=("bicycle", "vehicle", "access"),
    needs=(("kind",),),
    wants=("oneway",),
    is_one_way=True,
    pushed=5.0,
)
WHEELCHAIR = Profile(
    mode=Mode.WHEELCHAIR,
    speed=4.0,
    speeds=dict.fromkeys([kind for kind in WALKED if kind not in {"track", "path", "bridleway"}], 4.0),
    permits=("wheelchair", "foot", "access"),
    needs=(("kind",), ("wheelchair", "surface", "smoothness")),
    wants=("incline",),
    rough=frozenset((*ROUGH_SURFACES, *ROUGH_WAYS)),
    steepest=6.0,
)
CAR = Profile(
    mode=Mode.CAR,
    speed=30.0,
    speeds={
        "motorway": 110.0,
        "motorway_link": 60.0,
        "trunk": 80.0,
        "trunk_link": 50.0,
        **dict.fromkeys(("primary", "secondary"), 50.0),
        **dict.fromkeys(("primary_link", "secondary_link", "tertiary", "tertiary_link", "unclassified"), 40.0),
        **dict.fromkeys(("residential", "road"), 30.0),
        "service": 15.0,
        "living_street": 7.0,
    },
    permits=("motor", "vehicle", "access"),
    needs=(("kind",), ("oneway",)),
    wants=("maxspeed",),
    is_one_way=True,
    has_limits=True,
)
PROFILES: Mapping[Mode, Profile] = MappingProxyType(
    {profile.mode: profile for profile in (FOOT, BICYCLE, WHEELCHAIR, CAR)}
)
