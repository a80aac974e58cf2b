# SPDX-License-Identifier: EUPL-1.2
"""A selection of areas as rows of a file: one row per indicator, then one per area."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isnan
from typing import Final

from indicators.stats.selections import Pooled
from sozialplanung.common.statuses import Flag

Cell = str | int | float | Decimal | date | None

HEAD: Final = (
    "indikator",
    "name",
    "einheit",
    "stand",
    "gebiete",
    "ebene",
    "gebietsstand",
    "wert",
    "unteres_ende",
    "oberes_ende",
    "zaehler",
    "nenner",
    "status_code",
    "begruendung",
    "bemerkungen",
    "quelle",
    "lizenz",
    "lizenz_adresse",
    "adresse",
    "abgerufen_am",
)


@dataclass(frozen=True, slots=True)
class FileSelection:
    """What all rows share: level, boundary version, keys and names of the areas, address, day of asking."""

    level: str
    edition: str
    areas: Sequence[tuple[str, str]]
    address: str
    day: date


@dataclass(frozen=True, slots=True)
class FileLine:
    """One indicator: its figure, or why there is none (`status` the code, `reason` the sentence)."""

    slug: str
    name: str
    unit: str
    period: str
    decimals: int
    pooled: Pooled | None
    status: str
    reason: str
    flags: Flag
    credit: tuple[str, str, str]


def selection_cells(selection: FileSelection, lines: Sequence[FileLine]) -> list[tuple[Cell, ...]]:
    """Return the head and the rows; what cannot be computed is an empty cell, its status says why."""
    rows = [_row(selection, line) for line in lines]
    return [HEAD, *rows, (), ("schluessel", "gebiet"), *((key, name) for key, name in selection.areas)]


def _row(selection: FileSelection, line: FileLine) -> tuple[Cell, ...]:
    pooled = line.pooled or Pooled(float("nan"))
    figures = [_number(each, line.decimals) for each in (pooled.value, pooled.lower, pooled.upper)]
    counts = [_number(each, 0) for each in (pooled.numerator, pooled.denominator)]
    return (
        line.slug,
        line.name,
        line.unit,
        line.period,
        len(selection.areas),
        selection.level,
        selection.edition,
        *figures,
        *counts,
        line.status,
        line.reason,
        " ".join(line.flags.codes),
        *line.credit,
        selection.address,
        selection.day,
    )


def _number(value: float, decimals: int) -> Decimal | None:
    return None if isnan(value) else Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals))
