# SPDX-License-Identifier: EUPL-1.2
"""Propose what a table means, with what speaks for it, and ask where two readings are possible."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from indicators.readers.asking import ask, key_value
from indicators.readers.columnkinds import read_columns
from indicators.readers.figures import LocaleDecision, decide_locale
from indicators.readers.findings import Finding, delivery_error
from indicators.readers.keyfinding import find_keys, find_repairs
from indicators.readers.layouts import find_layout
from indicators.readers.mapping import PeriodSource, Shape
from indicators.readers.periodtexts import period_in
from indicators.readers.proposals import (
    ColumnReading,
    KeyProposal,
    Known,
    MarkFound,
    PeriodProposal,
    Recognition,
    Repair,
    RowReading,
)
from indicators.readers.rawtable import RawTable, cell_text
from indicators.readers.rowkinds import AreaColumn, find_other_rows
from indicators.readers.tables import UNSTATED, Layout, Table, table_of

_LEAST_PERIODS: Final = 2
_MOST_CATEGORIES: Final = 500


def recognise(
    raw: RawTable, known: Known, *, file_name: str = "", layout: Layout = UNSTATED, key: str = ""
) -> Recognition:
    """Propose what a table means.

    Parameters
    ----------
    raw
        The cells as read.
    known
        The areas and series that the organisation has.
    file_name
        As the steward's computer calls it: only a period is looked for in it.
    layout
        What a person already said about header and end of the table.
    key
        The answer to the question of the same name, where it was given: the other rows and the repairs
        depend on it.

    Returns
    -------
    Recognition
        Proposals and questions; nothing in it is decided.

    Raises
    ------
    DeliveryError
        When the columns cannot be named (`no_header`, `header_blank`, `header_twice`), or there are no rows.
    """
    keys = {key for areas in known.areas for key in areas.names}
    found = find_layout(raw, keys, layout)
    table = table_of(raw, found.layout)
    proposals = tuple(sorted(find_keys(table, known.areas), key=lambda each: key_value(each) != key))
    columns = read_columns(table, proposals, known.series)
    if not any(column.kind == "figures" for column in columns):
        words = next((column.name for column in columns if column.kind in {"text", "category"}), columns[-1].name)
        raise delivery_error("figures_none", place=place_of(raw.sheet, table.numbers[0], words))
    decision = decide_locale(_texts(table, columns))
    other, label, repairs = _rows(table, proposals, columns, known, decision)
    categories = tuple(column.name for column in columns if column.kind == "category")
    shape = _shape(columns, categories)
    return ask(
        Recognition(
            sheet=raw.sheet,
            layout=found.layout,
            rows=tuple(sorted((*found.rows, *other), key=lambda each: each.row)),
            columns=columns,
            keys=proposals,
            repairs=repairs,
            shape=shape,
            period=_period(columns, found.rows, shape, file_name),
            decimal=decision.sign,
            marks=_marks(table, columns),
            label_column=label,
            categories=categories,
            category_rows=_category_rows(table, categories),
            findings=(*table.findings, *_locale_findings(decision)),
            questions=(),
            fingerprint=_fingerprint_of(table.header),
        ),
        known,
        decision,
    )


def place_of(sheet: str, row: int, column: str) -> str:
    """Return the place of a cell in words.

    Parameters
    ----------
    sheet
        Empty for a text file.
    row
        In the source, from 1.
    column
        Its name.

    Returns
    -------
    str
    """
    return ", ".join(part for part in (sheet, f"row {row}", f"column {column}") if part)


def fingerprint(raw: RawTable, layout: Layout) -> str:
    """Return what tells the layout of a source again.

    Parameters
    ----------
    raw
        The cells as read.
    layout
        Complete, as `recognise` gives it.

    Returns
    -------
    str
        64 hexadecimal digits of the names of the columns: without their order, their periods, and
        how often a name stands there with another period.
    """
    return _fingerprint_of(table_of(raw, layout).header)


def _fingerprint_of(header: tuple[str, ...]) -> str:
    stems = {(found.rest if (found := period_in(name)) else name).casefold() for name in header}
    return hashlib.sha256(json.dumps(sorted(stems), ensure_ascii=False).encode()).hexdigest()


def _texts(table: Table, columns: tuple[ColumnReading, ...]) -> Iterable[str]:
    """Return the distinct texts in columns of figures."""
    figures = [column.name for column in columns if column.kind == "figures"]
    return dict.fromkeys(cell for name in figures for cell in table.column(name) if isinstance(cell, str))


def _rows(
    table: Table,
    keys: tuple[KeyProposal, ...],
    columns: tuple[ColumnReading, ...],
    known: Known,
    decision: LocaleDecision,
) -> tuple[tuple[RowReading, ...], str, tuple[Repair, ...]]:
    if not keys:
        return (), "", ()
    best = keys[0]
    areas = next(each for each in known.areas if (each.level, each.edition) == (best.level, best.edition))
    repairs = find_repairs(table, best, areas)
    column = AreaColumn(table, best, frozenset(areas.names), {each.delivered for each in repairs})
    rows, label = find_other_rows(column, columns, decision.sign)
    return rows, label, repairs


def _shape(columns: tuple[ColumnReading, ...], categories: tuple[str, ...]) -> Shape:
    if categories:
        return "categories"
    figures = [column for column in columns if column.kind == "figures"]
    dated = [column for column in figures if column.period and not column.stem]
    is_wide = len(dated) == len(figures) and len(figures) >= _LEAST_PERIODS
    return "periods" if is_wide else "columns"


def _period(
    columns: tuple[ColumnReading, ...], rows: tuple[RowReading, ...], shape: Shape, file_name: str
) -> PeriodProposal | None:
    figures = [column for column in columns if column.kind == "figures"]
    codes = tuple(dict.fromkeys(column.period for column in figures if column.period))
    if shape == "periods":
        return PeriodProposal("header", PeriodSource("header"), codes)
    if codes and all(column.period for column in figures):
        return PeriodProposal("column_names", PeriodSource("fixed", codes[0]), codes)
    for column in columns:
        if column.kind == "period":
            return PeriodProposal("column", PeriodSource("column", "{}", column.name), column.periods)
    titles = [found.code for row in rows if row.kind == "title" and (found := period_in(row.text))]
    if titles:
        return PeriodProposal("title", PeriodSource("fixed", titles[0]), tuple(dict.fromkeys(titles)))
    named = period_in(file_name.rpartition(".")[0] or file_name)
    return PeriodProposal("file_name", PeriodSource("fixed", named.code), (named.code,)) if named else None


def _category_rows(table: Table, categories: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    if not categories:
        return ()
    cells = zip(*(map(cell_text, table.column(name)) for name in categories), strict=True)
    return tuple(dict.fromkeys(cells))[:_MOST_CATEGORIES]


@dataclass(slots=True)
class _Count:
    row: int
    column: str
    count: int = 0


def _marks(table: Table, columns: tuple[ColumnReading, ...]) -> tuple[MarkFound, ...]:
    """Count the texts without digits in columns of figures."""
    counts: dict[str, _Count] = {}
    for place, column in enumerate(columns):
        if column.kind != "figures":
            continue
        for number, row in zip(table.numbers, table.rows, strict=True):
            cell = row[place]
            if isinstance(cell, str) and cell and not any(each.isnumeric() for each in cell):
                counts.setdefault(cell, _Count(number, column.name)).count += 1
    return tuple(MarkFound(mark, each.count, each.row, each.column) for mark, each in counts.items())


def _locale_findings(decision: LocaleDecision) -> list[Finding]:
    if decision.code != "locale_mixed":
        return []
    told = {"german": decision.comma_example, "english": decision.point_example}
    return [Finding("locale_mixed", "error", params=told)]
