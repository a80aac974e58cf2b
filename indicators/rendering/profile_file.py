# SPDX-License-Identifier: EUPL-1.2
"""The figures of a profile as rows of a file: one row per indicator, with status, as-of date, source and licence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from openpyxl import Workbook

from indicators.rendering.profile_rows import ProfileRow
from sozialplanung.common.typedbook import book_bytes, facts_sheet, number_format, table_sheet

Cell = str | int | float | Decimal | date | None

# Decimal numbers show their own digits.
WHOLE_NUMBERS: Final = number_format(0)
HEAD: Final = (
    "schluessel",
    "gebiet",
    "ebene",
    "gebietsstand",
    "indikator",
    "name",
    "definition",
    "einheit",
    "stand",
    "wert",
    "status_code",
    "untere_grenze",
    "obere_grenze",
    "anzahl",
    "nenner",
    "wert_gesamt",
    "herkunft_wert_gesamt",
    "vergleich",
    "veraenderung",
    "veraenderung_seit",
    "veraenderung_art",
    "veraenderung_zufall_von",
    "veraenderung_zufall_bis",
    "richtung",
    "richtung_zeitraum",
    "richtung_je_jahr",
    "richtung_verfahren",
    "richtung_grund",
    "klasse",
    "klasse_amtlich",
    "rang",
    "raenge_gesamt",
    "rang_wahl_von",
    "rang_wahl_bis",
    "rang_zufall_von",
    "rang_zufall_bis",
    "rang_hinweis",
    "bemerkung",
    "zeitreihenbrueche",
    "quelle",
    "lizenz",
    "lizenz_adresse",
    "abgerufen_am",
)


@dataclass(frozen=True, slots=True)
class FileArea:
    """The area of a file, by key, name, level and boundary version, and the day it was asked for."""

    key: str
    name: str
    level: str
    edition: str
    day: date
    notes: tuple[str, ...] = ()
    breaks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class BookFacts:
    """The words around the figures of a workbook: titles, and lines of label and text about where they come from."""

    title: str
    sheet_title: str
    source_title: str
    lines: tuple[tuple[str, str], ...]


def profile_cells(area: FileArea, rows: Iterable[ProfileRow]) -> list[tuple[Cell, ...]]:
    """Return the head and one row per indicator; what is not released is an empty cell, its status says why.

    Remarks on the whole area stand in every row, breaks of a series (by slug) in the row of its indicator.
    """
    return [HEAD, *(_cells(area, row) for row in rows)]


def profile_book(area: FileArea, rows: Sequence[ProfileRow], facts: BookFacts) -> bytes:
    """Return the same as a workbook: typed cells, then source and licence on a sheet of their own."""
    book = Workbook(write_only=True)
    _, *cells = profile_cells(area, rows)
    table_sheet(book, facts.sheet_title, [(head, WHOLE_NUMBERS) for head in HEAD], cells, frozen="B2")
    facts_sheet(book, facts.source_title, facts.title, facts.lines)
    return book_bytes(book)


def _cells(area: FileArea, row: ProfileRow) -> tuple[Cell, ...]:
    reading, facts, decimals = row.reading, row.facts, row.reading.decimals
    has_change = bool(row.change.amount)
    carried = f"{row.trend.words}: {row.trend.carried}" if row.trend.carried else ""
    remarks = (*row.remarks, row.status, row.change.note, carried, *area.notes)
    return (
        area.key,
        area.name,
        area.level,
        area.edition,
        facts.slug,
        facts.name,
        facts.subtitle,
        facts.unit,
        reading.period.code,
        _exact(reading.value, decimals),
        reading.status.code,
        _exact(reading.lower, decimals),
        _exact(reading.upper, decimals),
        _exact(reading.numerator, 0),
        _exact(reading.denominator, 0),
        _exact(reading.city.value, decimals),
        row.city_origin,
        row.comparison_words,
        _exact(reading.change, reading.change_decimals) if has_change else None,
        reading.change_note.since if has_change else "",
        row.change.origin,
        *(_exact(each, reading.change_decimals) for each in row.change.bounds or (None, None)),
        row.trend.words,
        row.trend.years,
        _exact(row.trend.slope, row.trend.decimals),
        row.trend.method,
        row.trend.reason,
        row.class_words,
        row.official,
        *_ranks(row),
        row.firmness_words,
        "; ".join(remark for remark in remarks if remark),
        area.breaks.get(facts.slug, ""),
        facts.source,
        facts.licence,
        facts.licence_url,
        area.day,
    )


def _ranks(row: ProfileRow) -> tuple[int | None, ...]:
    """Return rank, how many are ranked, and the ranks between which choices and chance move it."""
    told = row.firmness
    if told is None:
        return (None,) * 6
    chance = (None, None) if told.by_chance is None else (int(told.by_chance.lower), int(told.by_chance.upper))
    return (int(told.by_choices.stated), told.rated, int(told.by_choices.lower), int(told.by_choices.upper), *chance)


def _exact(value: float | None, decimals: int) -> Decimal | None:
    """Return the number with exactly the digits that are published."""
    return None if value is None else Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals))
