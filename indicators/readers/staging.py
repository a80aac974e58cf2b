# SPDX-License-Identifier: EUPL-1.2
"""Apply a mapping to a table: staged figures, and findings for everything that is not plain."""

import math
import re
from collections.abc import Collection, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.readers.figures import DecimalSign, decide_locale, parse_number, without_mark, without_unit
from indicators.readers.findings import Collected, Finding, Parameter, delivery_error
from indicators.readers.keynames import contradictions
from indicators.readers.keys import normalise_key, propose_key
from indicators.readers.mapping import CategorySeries, Mapping, ValueColumn
from indicators.readers.marks import CellReading, read_cell
from indicators.readers.periodtexts import period_in
from indicators.readers.rawtable import cell_text
from indicators.readers.tables import Table, TableCell, scaled_by
from sozialplanung.common.errors import DomainError
from sozialplanung.common.names import first_named
from sozialplanung.common.periods import parse

# By these words and this ending total rows give themselves away where no mapping declares them.
TOTAL_WORDS: Final = frozenset({"gesamt", "gesamtstadt", "insgesamt", "summe", "stadt insgesamt", "total", "zusammen"})
TOTAL_ENDING: Final = "SUM"
_ADDITION_NOISE: Final = 1e-9
_MOST_SPANS: Final = 20
_IN_THOUSANDS: Final = re.compile("[-+\u2212]?[1-9][0-9]{0,2}[.,][0-9]{3}")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is about, besides its area."""

    series: str
    role: str
    period: str


@dataclass(frozen=True, slots=True, eq=False)
class Staged:
    """Figures of a delivery, one per entry: area key, series, role, period, value, status, flags.

    `value` is NaN unless the status carries one; `row` is the row of the source. `totals` holds the
    rows recognised as totals in the same form, under their delivered keys. A delivery with an error
    among its findings must not be taken over.
    """

    key: tuple[str, ...]
    series: tuple[str, ...]
    role: tuple[str, ...]
    period: tuple[str, ...]
    value: Floats
    status: npt.NDArray[np.uint8]
    flags: npt.NDArray[np.uint8]
    row: npt.NDArray[np.int64]
    findings: tuple[Finding, ...]
    totals: "Staged | None" = None

    @property
    def has_errors(self) -> bool:
        """Whether the delivery must not be taken over."""
        return any(finding.severity == "error" for finding in self.findings)

    def __len__(self) -> int:
        """Return the number of figures."""
        return len(self.key)


Cells = dict[tuple[str, Target], tuple[CellReading, int]]


def stage(
    table: Table, mapping: Mapping, known_keys: Collection[str], names: Dictionary[str, str] | None = None
) -> Staged:
    """Read all figures of a table as its mapping says.

    Parameters
    ----------
    table : Table
        As read from the file.
    mapping : Mapping
        What the source states about it.
    known_keys : collection of str
        The area keys of the level and boundary version; another key is an error, never matched by
        likeness.
    names : mapping of str to str, optional
        The names of the areas by key. Where a column holds names, too, a row whose key and name are those of
        two different areas is told.

    Returns
    -------
    Staged
        Every figure that could be read in the order of the table, and a finding for everything
        else: nothing is dropped silently. Missing figures are NaN with their status, never 0.

    Raises
    ------
    DeliveryError
        `readers.column_absent` when a column of the mapping is not in the table.

    References
    ----------
    DIN 55301:1978 (signs in tables), by way of `read_cell`.

    Examples
    --------
    See `docs/methods/deliveries.md`.
    """
    for name in mapping.columns_used():
        if name not in table.header:
            raise delivery_error("column_absent", name=name)
    return _Staging(table, mapping, frozenset(known_keys)).run(names or {})


class _Staging:
    """One pass over one table."""

    def __init__(self, table: Table, mapping: Mapping, known: frozenset[str]) -> None:
        self.table, self.mapping, self.known = table, mapping, known
        self.position = {name: place for place, name in enumerate(table.header)}
        self.findings = Collected(table.findings)
        self.areas: Cells = {}
        self.totals: Cells = {}
        self.delivered: dict[str, str] = {}
        self.told: set[tuple[str, str]] = set()
        self.series_of = {each.categories: each for each in mapping.series_of}
        self.parts_prefix = {rule.key: rule.parts_prefix for rule in mapping.totals}
        self.parts = {rule.key: rule.parts for rule in mapping.totals if rule.parts}
        self.columns = [(each, self.position[each.column]) for each in mapping.values]
        self.key_of = mapping.key_rule.rewriter()
        self.units = {each.column: _common_unit(table.column(each.column)) for each in mapping.values}

    def run(self, names: Dictionary[str, str]) -> Staged:
        """Stage all rows, then check what only the whole table can tell."""
        mapped = {*self.mapping.columns_used(), *self.mapping.ignored}
        for name in self.table.header:
            if name not in mapped:
                self.findings.append(Finding("column_unmapped", "warning", column=name, params={"name": name}))
        self._tell_of_columns()
        self.findings.extend(contradictions(self.table, self.mapping, names))
        sign = self.mapping.decimal or self._found_sign()
        if sign is not None:
            self._tell_of_decimals(sign)
            for number, row in zip(self.table.numbers, self.table.rows, strict=True):
                self._row(number, row, sign)
            self._check_totals()
            self._check_missing_areas()
        totals = _frozen(self.totals, ()) if self.totals else None
        return _frozen(self.areas, tuple(self.findings), totals)

    def _tell_of_columns(self) -> None:
        """Tell what a reader of the sheet would see at the columns of figures, and what nobody would."""
        for name in (each.column for each in self.mapping.values):
            if unit := scaled_by(name):
                self.findings.append(Finding("scaled_figures", "warning", column=name, params={"unit": unit}))
            if name in self.table.percents:
                self.findings.append(Finding("percent_format", "warning", column=name))
            if name in self.table.hidden_columns:
                self.findings.append(Finding("column_hidden", "warning", column=name))
            if unit := self.units[name]:
                self.findings.append(Finding("unit_left_out", "note", column=name, params={"unit": unit}))
        if self.table.hidden_rows:
            rows = _spans(sorted(self.table.hidden_rows))
            first = min(self.table.hidden_rows)
            self.findings.append(Finding("rows_hidden", "warning", first, params={"rows": rows}))

    def _tell_of_decimals(self, sign: DecimalSign) -> None:
        """Tell of columns that another column made decimals: all of their figures could as well be thousands."""
        other: DecimalSign = "point" if sign == "comma" else "comma"
        mark = "," if sign == "comma" else "."
        for each, place in self.columns:
            cells = (cell for row in self.table.rows if isinstance(cell := row[place], str) and mark in cell)
            written = [without_mark(without_unit(cell)[0]) for cell in cells]
            if written and all(_IN_THOUSANDS.fullmatch(cell) for cell in written):
                told = {"value": written[0], "read": _reading(written[0], sign), "other": _reading(written[0], other)}
                self.findings.append(Finding("decimals_doubtful", "warning", column=each.column, params=told))

    def _tell_once(self, finding: Finding) -> None:
        if (finding.code, finding.value) not in self.told:
            self.told.add((finding.code, finding.value))
            self.findings.append(finding)

    def _found_sign(self) -> DecimalSign | None:
        places = [place for _, place in self.columns]
        cells = (row[place] for row in self.table.rows for place in places)
        decision = decide_locale(cell for cell in cells if isinstance(cell, str))
        if decision.code == "locale_mixed":
            told = {"german": decision.comma_example, "english": decision.point_example}
            self.findings.append(Finding("locale_mixed", "error", params=told))
        elif decision.code:
            text = decision.comma_example
            told = {"value": text, "german": _reading(text, "comma"), "english": _reading(text, "point")}
            self.findings.append(Finding("locale_ambiguous", "error", value=text, params=told))
        return decision.sign

    def _row(self, number: int, row: tuple[TableCell, ...], sign: DecimalSign) -> None:
        if not self.mapping.key_column:
            self._figures(self.mapping.constant_key, self.areas, number, row, sign)
            return
        delivered = normalise_key(cell_text(row[self.position[self.mapping.key_column]]))
        if not delivered and self.mapping.label_column:
            delivered = normalise_key(cell_text(row[self.position[self.mapping.label_column]]))
        if self.mapping.skip_rows and any(fnmatchcase(delivered, pattern) for pattern in self.mapping.skip_rows):
            return
        if not delivered:
            self.findings.append(Finding("key_blank", "error", number, self.mapping.key_column))
            return
        key = self.key_of(delivered)
        if self._is_total(delivered, key):
            self._tell_once(Finding("total_row", "note", number, value=delivered))
            self._figures(delivered, self.totals, number, row, sign)
        elif key in self.known:
            self.delivered[key] = delivered
            self._figures(key, self.areas, number, row, sign)
        else:
            proposal = propose_key(key, self.known)
            column, params = self.mapping.key_column, {"key": delivered}
            finding = Finding("key_unknown", "error", number, column, delivered, proposal, params)
            self.findings.append(finding)

    def _is_total(self, delivered: str, key: str) -> bool:
        if delivered in self.parts_prefix:
            return True
        if key in self.known:
            return False
        if delivered.casefold() in TOTAL_WORDS:
            self.parts_prefix[delivered] = ""
        elif delivered.endswith(TOTAL_ENDING):
            self.parts_prefix[delivered] = delivered[: delivered.index(TOTAL_ENDING)]
        return delivered in self.parts_prefix

    def _figures(self, key: str, cells: Cells, number: int, row: tuple[TableCell, ...], sign: DecimalSign) -> None:
        for target, place in self._targets(number, row):
            column, cell = self.table.header[place], row[place]
            text = cell_text(cell)
            if isinstance(cell, str) and self.units.get(column):
                cell = without_unit(cell)[0]
            reading = read_cell(cell, sign, self.mapping.marks)
            params: dict[str, Parameter] = {"value": text}
            if reading.code == "mark_undeclared":
                self._tell_once(Finding(reading.code, "error", number, value=text, params={"mark": text}))
            elif reading.code:
                self.findings.append(Finding(reading.code, "error", number, column, text, params=params))
            elif (key, target) in cells:
                params = {"first": cells[key, target][1]}
                self.findings.append(Finding("duplicate", "error", number, column, text, params=params))
            else:
                cells[key, target] = (reading, number)

    def _targets(self, number: int, row: tuple[TableCell, ...]) -> Iterator[tuple[Target, int]]:
        named: list[tuple[ValueColumn | CategorySeries, int]] = list(self.columns)
        if self.mapping.shape == "categories":
            series = self._category(number, row)
            named = [(series, self.columns[0][1])] if series else []
        for each, place in named:
            own = each.period if isinstance(each, ValueColumn) else ""
            period = own or self._period(number, row, self.table.header[place])
            if period:
                yield Target(each.series, each.role, period), place

    def _category(self, number: int, row: tuple[TableCell, ...]) -> CategorySeries | None:
        found = tuple(cell_text(row[self.position[name]]) for name in self.mapping.categories)
        if found not in self.series_of and found not in self.mapping.ignored_categories:
            told = " / ".join(found)
            params = {"category": told}
            self._tell_once(Finding("category_unknown", "warning", number, value=told, params=params))
        return self.series_of.get(found)

    def _period(self, number: int, row: tuple[TableCell, ...], header: str) -> str:
        source = self.mapping.period
        if source.kind == "fixed":
            return source.text
        text = header if source.kind == "header" else cell_text(row[self.position[source.column]])
        code = _period_code(text, source.text)
        if not code:
            self._tell_once(Finding("period", "error", number, value=text, params={"value": text}))
        return code

    def _check_totals(self) -> None:
        named: list[ValueColumn | CategorySeries] = [*self.mapping.values, *self.mapping.series_of]
        additive = {(each.series, each.role) for each in named if each.is_additive}
        sums = self._sums()
        for (delivered, target), (reading, number) in self.totals.items():
            if delivered in self.parts:
                parts = self._listed_sum(self.parts[delivered], target)
            else:
                parts = sums.get((self.parts_prefix[delivered], target), math.nan)
            difference = reading.value - parts
            is_sum = (target.series, target.role) in additive
            if is_sum and abs(difference) > _ADDITION_NOISE * max(1.0, abs(parts)):
                told = {"total": reading.value, "parts": parts, "difference": difference}
                params = {name: f"{value:.15g}" for name, value in told.items()}
                finding = Finding("total_differs", "warning", number, value=delivered, params=params)
                self.findings.append(finding)

    def _listed_sum(self, parts: tuple[str, ...], target: Target) -> float:
        keys = [self.mapping.key_rule.apply(part) for part in parts]
        return sum(self.areas[key, target][0].value if (key, target) in self.areas else math.nan for key in keys)

    def _sums(self) -> dict[tuple[str, Target], float]:
        """Add up the parts of all totals; a part without a value makes its sum NaN."""
        sums: dict[tuple[str, Target], float] = {}
        prefixes = set(self.parts_prefix.values())
        for (key, target), (reading, _) in self.areas.items():
            for prefix in prefixes:
                if self.delivered.get(key, key).startswith(prefix):
                    sums[prefix, target] = sums.get((prefix, target), 0.0) + reading.value
        return sums

    def _check_missing_areas(self) -> None:
        if not self.mapping.key_column:
            return
        keys_of: dict[Target, set[str]] = {}
        for key, target in self.areas:
            keys_of.setdefault(target, set()).add(key)
        for target, keys in keys_of.items():
            absent = sorted(self.known - keys)
            if absent:
                params: dict[str, Parameter] = {"series": target.series, "period": target.period}
                params |= {"count": len(absent), "first": absent[0]}
                self.findings.append(Finding("area_missing", "note", params=params))


def _common_unit(cells: tuple[TableCell, ...]) -> str:
    """Return the unit of measure that all figures of a column carry; empty when only some do."""
    units = set()
    for cell in cells:
        if isinstance(cell, float):
            return ""
        if cell and cell[-1].isdigit():
            return ""
        if any(sign.isdigit() for sign in cell):
            units.add(without_unit(cell)[1])
    return units.pop() if len(units) == 1 else ""


def _spans(numbers: list[int]) -> str:
    """Return row numbers as a person writes them: 4–7, 9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    told = [f"{first}" if first == last else f"{first}–{last}" for first, last in spans]
    return first_named(told, _MOST_SPANS)


def _reading(text: str, sign: DecimalSign) -> str:
    return f"{parse_number(text, sign):.15g}"


@lru_cache(maxsize=10_000)
def _period_code(text: str, template: str) -> str:
    found = period_in(text)
    told = found.code if found and not found.rest else text
    try:
        return parse(template.format(told)).code
    except DomainError:
        return ""


def _frozen(cells: Cells, findings: tuple[Finding, ...], totals: Staged | None = None) -> Staged:
    readings = [reading for reading, _ in cells.values()]
    return Staged(
        key=tuple(key for key, _ in cells),
        series=tuple(target.series for _, target in cells),
        role=tuple(target.role for _, target in cells),
        period=tuple(target.period for _, target in cells),
        value=np.array([reading.value for reading in readings], dtype=np.float64),
        status=np.array([reading.status for reading in readings], dtype=np.uint8),
        flags=np.array([reading.flags for reading in readings], dtype=np.uint8),
        row=np.array([number for _, number in cells.values()], dtype=np.int64),
        findings=findings,
        totals=totals,
    )
