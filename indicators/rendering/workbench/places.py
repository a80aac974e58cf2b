# SPDX-License-Identifier: EUPL-1.2
"""Where a map was moved to, as it stands in the address of the workbench."""

import re
from dataclasses import dataclass, fields
from typing import Final

_NUMBER: Final = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,6})?", re.ASCII)
_DEGREES: Final = 5
_ZOOM: Final = 2
_MOST_ZOOM: Final = 22
_POLE, _DATE_LINE = 90.0, 180.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a map was moved to: latitude and longitude of its middle in degrees, and the level of its zoom."""

    latitude: float
    longitude: float
    zoom: float

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        numbers = ((self.latitude, _DEGREES), (self.longitude, _DEGREES), (self.zoom, _ZOOM))
        return ",".join(_short(value, digits) for value, digits in numbers)


def read_place(text: str) -> Place | None:
    """Read a place as an address says it; None for anything else."""
    parts = text.split(",")
    if len(parts) != len(fields(Place)) or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    latitude, longitude, zoom = map(float, parts)
    if abs(latitude) > _POLE or abs(longitude) > _DATE_LINE or not 0 <= zoom <= _MOST_ZOOM:
        return None
    return Place(round(latitude, _DEGREES), round(longitude, _DEGREES), round(zoom, _ZOOM))


def _short(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
