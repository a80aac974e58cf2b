# SPDX-License-Identifier: EUPL-1.2
"""The outline of an area of one's own on the maps of the workbench: a line, never an area among the others."""

from typing import Any, Final

import shapely

from indicators.rendering.profile_inset import Frame, path_of
from indicators.selectors.workbench.ownchoice import OwnChoice

# Some metres, in degrees: nobody sees less on a map of a city.
_TOLERANCE: Final = 0.00003
_DECIMALS: Final = 5


def own_path(own: OwnChoice | None, frame: Frame) -> str:
    """Return the outline as path data of a drawing; empty without an own area."""
    if own is None:
        return ""
    rings = (shapely.get_rings(part) for part in shapely.get_parts(own.ground))
    return path_of([shapely.get_coordinates(ring) for each in rings for ring in each], frame)


def own_outlines(own: OwnChoice | None) -> list[dict[str, Any]]:
    """Return the outline for the map of the script: polygons with their holes, latitude first."""
    if own is None:
        return []
    simple = shapely.simplify(own.ground, _TOLERANCE)
    polygons = [
        [
            [[round(latitude, _DECIMALS), round(longitude, _DECIMALS)] for longitude, latitude in points]
            for points in (shapely.get_coordinates(ring).tolist() for ring in shapely.get_rings(part))
        ]
        for part in shapely.get_parts(simple)
    ]
    return [{"ring": polygons, "isOwn": True}]
