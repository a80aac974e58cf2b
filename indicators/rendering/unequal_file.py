# SPDX-License-Identifier: EUPL-1.2
"""Inequality and segregation as rows of a file: one row per period and measure, with what was left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isnan
from typing import Final

from indicators.rendering.unequal_figures import Parted, UnequalFigures

Cell = str | int | float | Decimal | date | None

HEAD: Final = (
    "indikator",
    "name",
    "einheit",
    "ebene",
    "gebietsstand",
    "stand",
    "vergleichbarkeit_mit_vorigem_stand",
    "kennzahl",
    "gruppierung",
    "wert",
    "grund",
    "gebiete_einbezogen",
    "gebiete_geheim",
    "gebiete_ohne_wert",
    "gebiete_ohne_gezaehlte",
    "gewichtung",
    "quelle",
    "lizenz",
    "lizenz_adresse",
    "abgerufen_am",
)
_WEIGHTING: Final = {"own": "nenner", "other": "anderer_indikator", "none": "jedes_gebiet_gleich"}
_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class FilePoint:
    """One period: where it belongs, what lies before it, its figures and the levels that group its areas."""

    level: str
    edition: str
    period: str
    between: str
    levels: Sequence[str]
    figures: UnequalFigures


@dataclass(frozen=True, slots=True)
class FileSeries:
    """The indicator of a file, its source and licence, and the day of asking."""

    slug: str
    name: str
    unit: str
    source: str
    licence: str
    licence_url: str
    day: date


def unequal_cells(series: FileSeries, points: Iterable[FilePoint]) -> list[tuple[Cell, ...]]:
    """Return the head and the rows; a measure without a value has its reason beside it."""
    return [
        HEAD,
        *(
            (
                series.slug,
                series.name,
                series.unit,
                point.level,
                point.edition,
                point.period,
                point.between,
                *measure,
                point.figures.shown,
                point.figures.hidden,
                point.figures.unvalued,
                point.figures.empty,
                _WEIGHTING[point.figures.weighting],
                series.source,
                series.licence,
                series.licence_url,
                series.day,
            )
            for point in points
            for measure in _measures(point)
        ),
    ]


def _measures(point: FilePoint) -> list[tuple[Cell, ...]]:
    """Return name, grouping, value and reason of each measure."""
    figures, parted = point.figures, point.figures.parted
    why = "" if figures.is_there else figures.reason.code
    rows: list[tuple[Cell, ...]] = [
        ("gini", "", _rounded(figures.gini), why),
        ("theil", "", _rounded(figures.theil), why),
        ("mittlerer_abstand", "", _rounded(figures.apart), why),
        ("gemeinsamer_wert", "", _rounded(figures.mean), why),
    ]
    for level, share in zip(point.levels, figures.between, strict=True):
        value = None if share is None else _rounded(share)
        rows.append(("theil_anteil_zwischen", level, value, why or ("" if value is not None else "not_grouped")))
    return [*rows, *((name, "", value, _why_not(parted, value)) for name, value in _apart(parted))]


def _apart(parted: Parted) -> tuple[tuple[str, Decimal | None], ...]:
    return (
        ("dissimilaritaet", _rounded(parted.dissimilarity)),
        ("dissimilaritaet_durch_zufall", _rounded(parted.by_chance)),
        ("dissimilaritaet_durch_zufall_von", _rounded(parted.low)),
        ("dissimilaritaet_durch_zufall_bis", _rounded(parted.high)),
        ("dissimilaritaet_ueber_zufall", _rounded(parted.beyond)),
        ("isolation", _rounded(parted.isolation)),
        ("begegnung_mit_anderen", _rounded(1 - parted.isolation)),
        ("anteil_der_gruppe", _rounded(parted.share)),
        ("entropie_index", _rounded(parted.entropy)),
    )


def _why_not(parted: Parted, value: Decimal | None) -> str:
    if value is not None:
        return ""
    return parted.reason.code if parted.reason else "chance_not_computed"


def _rounded(value: float) -> Decimal | None:
    return None if isnan(value) else Decimal(repr(value)).quantize(_PLACES)
