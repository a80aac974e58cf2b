# SPDX-License-Identifier: EUPL-1.2
"""Levels, enduring units and their boundary versions."""

from spatial.models.boundaries import BoundaryMember, BoundaryVersion, GeometryAsset, UnitVersion
from spatial.models.levels import Level
from spatial.models.units import Unit

PUBLIC_TABLES = (
    "spatial_level",
    "spatial_unit",
    "spatial_unitversion",
    "spatial_boundaryversion",
    "spatial_boundarymember",
    "spatial_geometryasset",
)

__all__ = [
    "PUBLIC_TABLES",
    "BoundaryMember",
    "BoundaryVersion",
    "GeometryAsset",
    "Level",
    "Unit",
    "UnitVersion",
]
