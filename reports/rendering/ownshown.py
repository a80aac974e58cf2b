# SPDX-License-Identifier: EUPL-1.2
"""An own area as a document shows it: its ground, which edition of it, and which figures are told; kept as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

# How the address of a panel names its own area, and which edition of it.
OWN_NAME: Final = "eigenes"
OWN_NUMBER: Final = "fassung"


@dataclass(frozen=True, slots=True)
class OwnShown:
    """An own area in a panel.

    ``panel`` names the panel, ``area`` the own area (its UUID) and ``number`` its edition; ``content_hash`` is the hash
    of that edition and ``ground`` its ground, as WKB in hexadecimal signs (EPSG:4326). ``told`` are the figures that
    are told: indicator, period, edition of the boundaries.
    """

    panel: str
    area: str
    name: str
    number: int
    content_hash: str
    ground: str
    told: tuple[tuple[str, str, str], ...] = ()


def to_list(shown: Iterable[OwnShown]) -> list[dict[str, Any]]:
    """Return own areas as they are kept beside a document."""
    return [asdict(each) | {"told": [list(told) for told in each.told]} for each in shown]


def from_list(rows: Iterable[Mapping[str, Any]]) -> tuple[OwnShown, ...]:
    """Return own areas that were kept; those of another shape raise TypeError or KeyError."""
    return tuple(
        OwnShown(**{**row, "told": tuple((told[0], told[1], told[2]) for told in row["told"])}) for row in rows
    )


def own_query(uuid: str, number: int) -> str:
    """Write which own area a panel shows, and which edition of it."""
    return urlencode({OWN_NAME: uuid, OWN_NUMBER: str(number)})


def own_asked(query: str) -> tuple[UUID, int] | None:
    """Read which own area the address of a panel names, and which edition of it; None for anything else."""
    asked = dict(parse_qsl(query))
    number = asked.get(OWN_NUMBER, "")
    try:
        uuid = UUID(asked.get(OWN_NAME, ""))
    except ValueError:
        return None
    return (uuid, int(number)) if number.isascii() and number.isdigit() else None
