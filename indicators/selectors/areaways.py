# SPDX-License-Identifier: EUPL-1.2
"""Ways from all areas of a boundary version to points, as far as they were worked out: kept by all they follow from."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from indicators.models import ScenarioWays
from indicators.rendering.scenario_ways import minutes_of
from indicators.stats.reach.demand import Floats
from indicators.stats.siting.changing import Point
from spatial.selectors.networks import NetworkRow

# Rises when ways are worked out otherwise than before.
_METHOD: Final = 1


@dataclass(frozen=True, slots=True)
class WaysAsked:
    """Which ways are asked for: on which network, how one moves, and from the areas of which boundary version."""

    network: NetworkRow
    mode: str
    version_id: int
    order_hash: str
    area_count: int

    def key(self, point: Point) -> str:
        """Return the hash of all that the ways from the areas to a point follow from."""
        told = (self.network.id, self.network.content_hash, self.mode, self.version_id, self.order_hash)
        return sha256(repr((_METHOD, *told, point)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Minutes from n areas to m points; None while some are `missing`."""

    minutes: Floats | None
    missing: tuple[Point, ...]


def kept_ways(asked: WaysAsked, points: Iterable[Point]) -> Ways:
    """Return the ways to some points, or which of them were not worked out yet."""
    wanted = tuple(points)
    stored = stored_ways(asked, wanted)
    missing = tuple(point for point in dict.fromkeys(wanted) if point not in stored)
    if missing:
        return Ways(None, missing)
    return Ways(minutes_of([stored[point] for point in wanted], asked.area_count), ())


def stored_ways(asked: WaysAsked, points: Iterable[Point]) -> dict[Point, bytes]:
    """Return those ways to points that were worked out, as they are stored."""
    by_key = {asked.key(point): point for point in points}
    rows = ScenarioWays.objects.filter(input_hash__in=list(by_key)).values_list("input_hash", "seconds")
    return {by_key[key]: bytes(seconds) for key, seconds in rows}
