# SPDX-License-Identifier: EUPL-1.2
"""Outlines of regions that are made of areas of one boundary version."""

from collections.abc import Sequence
from typing import Any

from spatial.selectors.geometries import outline_body

# A GeoJSON geometry for each region in order; None for one without an outline.
UnitedOutlines = tuple[dict[str, Any] | None, ...]
_DETAIL = "map"


def united(boundary_version_id: int, groups: Sequence[int]) -> UnitedOutlines | None:
    """Return the outlines of regions; `groups` says by position to which one an area belongs, 0 to none.

    None while the outlines of the areas are not built.
    """
    # Only a page with regions needs the library.
    from spatial.geometry.regions import unite_features

    body = outline_body(boundary_version_id, _DETAIL)
    return None if body is None else unite_features(body, groups)


def borders(
    boundary_version_id: int, groups: Sequence[int], kinds: Sequence[Sequence[tuple[int, int]]]
) -> UnitedOutlines | None:
    """Return the lines between areas by kind, and the one around all groups; None while outlines are not built."""
    from spatial.geometry.regions import border_features

    body = outline_body(boundary_version_id, _DETAIL)
    return None if body is None else border_features(body, groups, kinds)
