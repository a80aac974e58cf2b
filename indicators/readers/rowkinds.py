# SPDX-License-Identifier: EUPL-1.2
"""Tells the rows of a table that are no areas apart: totals, subtotals, cases without an area, and the unknown."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.readers.figures import DecimalSign, parse_number, without_unit
from indicators.readers.keys import normalise_key
from indicators.readers.proposals import ColumnReading, KeyProposal, RowReading
from indicators.readers.rawtable import cell_text
from indicators.readers.staging import TOTAL_ENDING, TOTAL_WORDS
from indicators.readers.tables import Table, TableCell

MOST_ROWS: Final = 60
_LARGEST_TABLE: Final = 5_000
_NOISE: Final = 1e-9
_LEAST_PARTS: Final = 2
_NO_AREA: Final = ("nicht zu", "ohne angabe", "ohne zuordnung", "unbekannt", "keine angabe", "außerhalb")
_TOTALS: Final = ("stadt ", "landeshauptstadt ", "hansestadt ", "insgesamt", "gesamt", "summe")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AreaColumn:
    """A table, its column of areas, the keys that there are, and the cells that a repair is proposed for."""

    table: Table
    key: KeyProposal
    known: Collection[str]
    repaired: Collection[str]


def find_other_rows(
    areas: AreaColumn, columns: tuple[ColumnReading, ...], sign: DecimalSign | None
) -> tuple[tuple[RowReading, ...], str]:
    """Find the rows without an area.

    Parameters
    ----------
    areas
        The table and its column of areas.
    columns
        What its columns hold.
    sign
        The decimal sign; None when it is not known yet: then texts count as no figures.

    Returns
    -------
    rows : tuple of RowReading
        At most `MOST_ROWS`, each with what it seems to be. `text` is the delivered key, or what
        stands in the label column instead.
    label column : str
        The column of words that names rows without a key; empty when none is needed.
    """
    table, key = areas.table, areas.key
    delivered = [normalise_key(cell_text(cell)) for cell in table.column(key.column)]
    words = next((each.name for kind in ("name", "text") for each in columns if each.kind == kind), "")
    names = [normalise_key(cell_text(cell)) for cell in table.column(words)] if words else [""] * len(delivered)
    label = words if not all(delivered) else ""
    texts = [text or (name if label else "") for text, name in zip(delivered, names, strict=True)]
    key_of = key.rule.rewriter()
    is_area = np.array([key_of(text) in areas.known for text in delivered], dtype=np.bool_)
    is_long = len({text for text, is_known in zip(delivered, is_area, strict=True) if is_known}) < is_area.sum()
    # In a long table a row is no whole; what adds up there is checked by series when it is staged.
    is_summed = not is_long and len(texts) <= _LARGEST_TABLE
    sums = _Sums(_figures(table, columns, sign) if is_summed else np.empty((len(texts), 0)), is_area, delivered)
    rows: dict[str, RowReading] = {}
    for number in np.flatnonzero(~is_area):
        text = texts[number]
        if text not in rows and text not in areas.repaired and len(rows) < MOST_ROWS:
            rows[text] = _reading(table.numbers[number], text, f"{text} {names[number]}", sums.of(int(number)))
    return tuple(rows.values()), label


def _figures(table: Table, columns: tuple[ColumnReading, ...], sign: DecimalSign | None) -> Floats:
    """Return the columns of figures; NaN where there is none."""
    places = [place for place, each in enumerate(columns) if each.kind == "figures"]
    values = [[_figure(row[place], sign) for place in places] for row in table.rows]
    return np.array(values, dtype=np.float64).reshape(len(table.rows), len(places))


def _figure(cell: TableCell, sign: DecimalSign | None) -> float:
    if isinstance(cell, float):
        return cell
    number = parse_number(without_unit(cell)[0], sign) if sign else None
    return number if isinstance(number, float) else np.nan


@dataclass(frozen=True, slots=True)
class _Whole:
    """Of which areas a row is the sum: all, those of a prefix, those listed, or none."""

    is_sum: bool = False
    prefix: str = ""
    parts: tuple[str, ...] = ()


class _Sums:
    """Which rows of areas add up to another row."""

    def __init__(self, values: Floats, is_area: npt.NDArray[np.bool_], delivered: list[str]) -> None:
        self.values, self.is_area, self.delivered = values, is_area, delivered
        self.areas = np.flatnonzero(is_area)

    def of(self, number: int) -> _Whole:
        """Return what the row is the sum of: all areas, or an unbroken run of them above it."""
        if self._fits(number, self.areas):
            return _Whole(is_sum=True)
        above = self.areas[self.areas < number]
        for start in range(len(above) - _LEAST_PARTS, -1, -1):
            if self._fits(number, above[start:]):
                return self._named(above[start:])
        return _Whole()

    def _fits(self, number: int, parts: npt.NDArray[np.int64]) -> bool:
        """Say whether the row is the sum of the parts in all columns where all of them have a figure."""
        if len(parts) < _LEAST_PARTS:
            return False
        sums, own = self.values[parts].sum(axis=0), self.values[number]
        is_told = ~np.isnan(sums) & ~np.isnan(own)
        gap = np.abs(sums - own)[is_told]
        is_close = gap <= _NOISE * np.maximum(np.abs(own[is_told]), 1.0)
        return bool(is_told.any() and is_close.all() and np.any(own[is_told] != 0))

    def _named(self, parts: npt.NDArray[np.int64]) -> _Whole:
        keys = tuple(self.delivered[part] for part in parts)
        first, last = min(keys), max(keys)
        length = next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), 0)
        prefix = first[:length]
        with_prefix = [area for area in self.areas if prefix and self.delivered[area].startswith(prefix)]
        if len(with_prefix) == len(parts):
            return _Whole(is_sum=True, prefix=prefix)
        return _Whole(is_sum=True, parts=keys)


def _reading(row: int, text: str, told: str, whole: _Whole) -> RowReading:
    words = told.casefold()
    if whole.is_sum:
        is_part = bool(whole.prefix or whole.parts)
        return RowReading(row, "subtotal" if is_part else "total", text, whole.prefix, whole.parts)
    if any(each in words for each in _NO_AREA):
        return RowReading(row, "no_area", text)
    if text.endswith(TOTAL_ENDING):
        prefix = text[: text.index(TOTAL_ENDING)]
        return RowReading(row, "subtotal" if prefix else "total", text, prefix)
    is_total = words.strip() in TOTAL_WORDS or any(each in words for each in _TOTALS)
    return RowReading(row, "total" if is_total else "unknown", text)
