# SPDX-License-Identifier: EUPL-1.2
"""Places that no scenario changes anything with: those far outside its areas."""

from collections.abc import Sequence
from math import cos, hypot, radians
from typing import Final

from indicators.errors import ScenarioError
from indicators.models import Scenario
from indicators.stats.siting.changing import Point, Site
from sozialplanung.common.names import first_named
from spatial.readers.maps.grid import Extent
from spatial.selectors.extents import version_extent

# A site may lie beyond the border, but somebody inside has to reach it.
MOST_KM: Final = 5
_KM_OF_A_DEGREE: Final = 111.32
_NAMED: Final = 3


def km_outside(point: Point, extent: Extent) -> float:
    """Return about how many kilometres a place lies outside an extent; 0 inside."""
    (longitude, latitude), (west, south, east, north) = point, extent
    across = max(west - longitude, longitude - east, 0.0) * cos(radians(latitude))
    return _KM_OF_A_DEGREE * hypot(across, max(south - latitude, latitude - north, 0.0))


def is_far(scenario: Scenario, point: Point) -> bool:
    """Say whether a place lies far outside the areas of a scenario; areas without outlines bound nothing."""
    return _is_beyond(point, version_extent(scenario.boundary_version_id))


def _is_beyond(point: Point, extent: Extent | None) -> bool:
    return extent is not None and km_outside(point, extent) > MOST_KM


def refuse_far(scenario: Scenario, point: Point | None) -> None:
    """Refuse a place of a site that lies far outside the areas of a scenario.

    Raises
    ------
    ScenarioError
        ``scenario.far_away``.
    """
    if point is not None and is_far(scenario, point):
        raise ScenarioError("scenario.far_away", "The place lies far outside.", place="where", most=MOST_KM)


def refuse_far_candidates(scenario: Scenario, listed: Sequence[Site]) -> None:
    """Refuse a list of candidates of which some lie far outside the areas of a scenario.

    Raises
    ------
    ScenarioError
        ``scenario.far_candidates`` with their names.
    """
    extent = version_extent(scenario.boundary_version_id)
    names = [each.name for each in listed if _is_beyond(each.point, extent)]
    if names:
        raise ScenarioError(
            "scenario.far_candidates",
            "Candidates lie far outside.",
            place="listed",
            most=MOST_KM,
            names=first_named(names, _NAMED, "; "),
        )
