# SPDX-License-Identifier: EUPL-1.2
"""What became of the areas of one boundary version in another, area by area, from the pieces of a crosswalk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spatial.geometry.crosswalk import Pieces

# The head of the table of pieces: stable names, for it is read by machines.
HEAD: Final = (
    "schluessel_alt",
    "gebiet_alt",
    "schluessel_neu",
    "gebiet_neu",
    "flaeche_m2",
    "anteil_flaeche_alt",
    "anteil_flaeche_neu",
    "anteil_basis_alt",
    "anteil_basis_neu",
)
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Named:
    """One area as a table names it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """An area of the other version that holds a piece, and how much of ground and base lies there, in percent."""

    area: Named
    ground: float
    base: float


@dataclass(frozen=True, slots=True)
class Became:
    """One area, what became of it (a code of ``spatial.geometry.succession.Fate``), its parts, the largest first."""

    area: Named
    fate: str
    parts: tuple[Part, ...]


def becoming(
    pieces: Pieces, fates: Sequence[str], older: Sequence[Named], newer: Sequence[Named]
) -> tuple[Became, ...]:
    """Tell of every older area what became of it.

    Parameters
    ----------
    pieces : Pieces
        From n to m areas; `backwards()` tells where the newer ones came from.
    fates : sequence of str, length n
        What became of each.
    older, newer : sequences of Named, lengths n and m
        In the frozen orders.

    Returns
    -------
    tuple of Became
        In the order of the older areas; one that shares ground with no other has no parts.
    """
    found: list[list[Part]] = [[] for _ in older]
    shares, ground = (100 * pieces.shares()).tolist(), (100 * pieces.ground_shares()).tolist()
    rows = zip(pieces.older.tolist(), pieces.newer.tolist(), ground, shares, strict=True)
    for own, other, part, base in rows:
        found[own].append(Part(newer[other], part, base))
    return tuple(
        Became(area, fate, tuple(sorted(parts, key=lambda part: (-part.base, -part.ground, part.area.key))))
        for area, fate, parts in zip(older, fates, found, strict=True)
    )


def table_of(pieces: Pieces, older: Sequence[Named], newer: Sequence[Named]) -> list[list[str | float]]:
    """Return the pieces as rows under `HEAD`: what somebody needs who converts figures of their own.

    Parameters
    ----------
    pieces : Pieces
        From n to m areas.
    older, newer : sequences of Named, lengths n and m
        In the frozen orders.

    Returns
    -------
    list of rows
        In the order of the pieces; shares with six digits, ground in whole square metres.
    """
    forward = pieces.ground_shares(), pieces.shares()
    back = pieces.backwards()
    # Backwards the pieces stand in another order: back to that of the rows.
    place = np.argsort(np.lexsort((pieces.older, pieces.newer)))
    columns = [*forward, back.ground_shares()[place], back.shares()[place]]
    first, others = columns[0], (columns[2], columns[1], columns[3])
    rows = zip(pieces.older.tolist(), pieces.newer.tolist(), strict=True)
    return [
        [
            older[own].key,
            older[own].name,
            newer[other].key,
            newer[other].name,
            round(float(pieces.area_m2[row])),
            *(round(float(column[row]), _DIGITS) for column in (first, *others)),
        ]
        for row, (own, other) in enumerate(rows)
    ]
