# SPDX-License-Identifier: EUPL-1.2
"""Similar areas as rows of a file: one row per area and indicator, the area itself first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isnan
from typing import Final

from indicators.rendering.similar_words import SimilarColumn
from indicators.stats.similar import SimilarAreas
from sozialplanung.common.statuses import Flag, Status

Cell = str | int | float | Decimal | date | None

HEAD: Final = (
    "schluessel",
    "gebiet",
    "ebene",
    "gebietsstand",
    "abstand",
    "gemeinsame_indikatoren",
    "indikator",
    "name",
    "einheit",
    "stand",
    "wert",
    "status_code",
    "bemerkungen",
    "unterschied_standardabweichungen",
    "quelle",
    "lizenz",
    "lizenz_adresse",
    "abgerufen_am",
)
_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class FileIndicator:
    """What a row says of its indicator."""

    slug: str
    period: str
    source: str
    licence: str
    licence_url: str
    column: SimilarColumn


@dataclass(frozen=True, slots=True)
class FileGround:
    """Level and boundary version of all areas, their keys and names by position, and the day of asking."""

    level: str
    edition: str
    names: Sequence[tuple[str, str]]
    day: date


def similar_cells(
    ground: FileGround, indicators: Sequence[FileIndicator], found: SimilarAreas, own: int
) -> list[tuple[Cell, ...]]:
    """Return the head and the rows; what is not released is an empty cell, its status says why."""
    areas = [(own, None, None, None), *_others(found)]
    return [
        HEAD,
        *(
            (
                *ground.names[position],
                ground.level,
                ground.edition,
                distance,
                shared,
                *_figure(each, position, differences, place),
                each.source,
                each.licence,
                each.licence_url,
                ground.day,
            )
            for position, distance, shared, differences in areas
            for place, each in enumerate(indicators)
        ),
    ]


def _others(found: SimilarAreas) -> list[tuple[int, Decimal | None, int | None, list[float] | None]]:
    rows = zip(
        found.positions.tolist(),
        found.distances.tolist(),
        found.shared.tolist(),
        found.differences.tolist(),
        strict=True,
    )
    return [(position, _rounded(distance), shared, differences) for position, distance, shared, differences in rows]


def _figure(each: FileIndicator, position: int, differences: list[float] | None, place: int) -> tuple[Cell, ...]:
    content = each.column.content
    value = float(content.numbers["value"].values[position])
    shown = None if isnan(value) else Decimal(repr(value)).quantize(Decimal(1).scaleb(-content.decimals))
    difference = None if differences is None else _rounded(differences[place])
    status = Status(int(content.status[position])).code
    flags = " ".join(Flag(int(content.flags[position])).codes)
    return each.slug, each.column.name, each.column.unit, each.period, shown, status, flags, difference


def _rounded(value: float) -> Decimal | None:
    return None if isnan(value) else Decimal(repr(value)).quantize(_PLACES)
