# SPDX-License-Identifier: EUPL-1.2
"""How much a boundary file may ask of the machine, and which columns of it are read."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that hold before and while a file is read; sizes in bytes, times in seconds."""

    max_bytes: int = 64 * MEBIBYTE
    max_features: int = 50_000
    max_vertices: int = 2_000_000
    max_problems: int = 100
    max_entries: int = 100
    max_unpacked_bytes: int = 256 * MEBIBYTE
    max_ratio: int = 200
    max_result_bytes: int = 96 * MEBIBYTE
    max_memory_bytes: int = 2048 * MEBIBYTE
    max_cpu_seconds: int = 20
    max_wall_seconds: int = 60


@dataclass(frozen=True, slots=True)
class Selection:
    """What is taken from a file: columns, the layer of several, and a CRS if the file has none."""

    key_property: str
    name_property: str
    layer: str | None = None
    crs: str | None = None
