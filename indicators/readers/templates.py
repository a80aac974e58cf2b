# SPDX-License-Identifier: EUPL-1.2
"""Delivery templates that come back: found by the code they carry, compared with what was sent, never half believed."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.readers.keys import KeyRule, normalise_key
from indicators.readers.mapping import CategorySeries, Mapping, PeriodSource, TotalRule, ValueColumn
from indicators.readers.marks import MarkRules
from indicators.readers.rawtable import RawTable, cell_text
from indicators.readers.tables import Layout, Table, table_of
from sozialplanung.common.csvsafe import original_text

# Without I, L, O and U: a code is also read out on the telephone.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE: Final = re.compile(rf"\bLV-([{ALPHABET}]{{4}})-([{ALPHABET}]{{4}})(-[PE])?\b")
_FIRST_ROWS: Final = 40
CHECKS, EXPLANATIONS = "-P", "-E"
MARKS: Final = MarkRules(dot="confidential")


@dataclass(frozen=True, slots=True)
class TemplateSeries:
    """One series of a template: how mappings name it, and how the template calls it."""

    series: str
    label: str
    is_additive: bool


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of figures of a wide template."""

    header: str
    series: TemplateSeries
    period: str


@dataclass(frozen=True, slots=True)
class TemplateHeads:
    """The names of the columns that are no figures, and the key of the row of totals."""

    key: str = "Schlüssel"
    name: str = "Name"
    period: str = "Berichtszeitraum"
    series: str = "Merkmal"
    value: str = "Wert"
    total: str = "Insgesamt"


HEADS: Final = TemplateHeads()


@dataclass(frozen=True, slots=True)
class TemplatePlan:
    """What a template asks for: `columns` of a wide one, `series` by `periods` of a long one."""

    code: str
    is_long: bool
    series: tuple[TemplateSeries, ...]
    periods: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]

    @property
    def columns(self) -> tuple[TemplateColumn, ...]:
        """The columns of figures: series by series, within a series by period."""
        return tuple(
            TemplateColumn(f"{each.label} ({label})", each, code)
            for each in self.series
            for code, label in self.periods
        )

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of the columns without which the template is not the one that was sent."""
        if self.is_long:
            return (HEADS.key, HEADS.period, HEADS.series, HEADS.value)
        return (HEADS.key, *(each.header for each in self.columns))

    @property
    def header(self) -> tuple[str, ...]:
        """The names of all columns in their order."""
        key, *others = self.needed
        return (key, HEADS.name, *others)


@dataclass(frozen=True, slots=True)
class TemplateReturn:
    """A template that came back: where its header is, and what was changed about its columns."""

    header_row: int
    missing: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the columns are those that were sent, in whatever order."""
        return not (self.missing or self.added)


def code_in(raw: RawTable) -> str:
    """Return the code of the template that a table is, or nothing; sheets beside the table have none of their own."""
    found = _codes(raw)
    return "" if any(suffix for _, suffix in found) else next((code for code, _ in found), "")


def is_beside(raw: RawTable) -> bool:
    """Say whether a sheet is one that a template brings beside its table: checks or explanations."""
    return any(suffix for _, suffix in _codes(raw))


def _codes(raw: RawTable) -> list[tuple[str, str]]:
    texts = (cell for row in raw.rows[:2] for cell in row if isinstance(cell, str))
    return [(f"LV-{one}-{two}", suffix) for text in texts for one, two, suffix in _CODE.findall(text)]


def returned(raw: RawTable, plan: TemplatePlan) -> TemplateReturn | None:
    """Compare the columns of a table with those of its template; None when there is no such header any more."""
    wanted = set(plan.header)
    rows = list(zip(raw.numbers, raw.rows, strict=True))[:_FIRST_ROWS]
    counts = [(len(wanted & set(_names(row))), -number) for number, row in rows]
    count, place = max(counts, default=(0, 0))
    if not count:
        return None
    names = next(_names(row) for number, row in rows if number == -place)
    missing = tuple(name for name in plan.needed if name not in names)
    added = tuple(name for name in names if name and name not in wanted)
    return TemplateReturn(-place, missing, added)


def _names(row: Sequence[object]) -> list[str]:
    return [" ".join(original_text(cell).split()) if isinstance(cell, str) else str(cell or "") for cell in row]


def template_table(raw: RawTable, found: TemplateReturn) -> tuple[Table, Layout]:
    """Return the table of a template with its layout."""
    layout = Layout(header_row=found.header_row, sheet=raw.sheet or None, separator=raw.separator or None)
    return table_of(raw, layout), layout


def mapping_of(plan: TemplatePlan, layout: Layout) -> Mapping:
    """Return what the columns of a template mean: all of it was said when the template was made."""
    wide = tuple(
        ValueColumn(each.header, each.series.series, is_additive=each.series.is_additive, period=each.period)
        for each in plan.columns
    )
    long = (ValueColumn(HEADS.value, plan.series[0].series),)
    return Mapping(
        shape="categories" if plan.is_long else "columns",
        period=PeriodSource("column", "{}", HEADS.period)
        if plan.is_long
        else PeriodSource("fixed", plan.periods[0][0]),
        values=long if plan.is_long else wide,
        key_column=HEADS.key,
        key_rule=key_rule_of(plan.keys),
        categories=(HEADS.series,) if plan.is_long else (),
        series_of=tuple(
            CategorySeries((each.label,), each.series, is_additive=each.is_additive) for each in plan.series
        )
        if plan.is_long
        else (),
        decimal="comma",
        marks=MARKS,
        totals=() if plan.is_long else (TotalRule(HEADS.total),),
        ignored=(HEADS.name,),
        layout=layout,
    )


def key_rule_of(keys: Collection[str]) -> KeyRule:
    """Return how keys are put right that a spreadsheet took for numbers: known here, so it is no guess.

    Keys of one width are filled up with zeros; otherwise each key that begins with zeros is named without them, where
    no other key is called so.

    Examples
    --------
    >>> key_rule_of(("01", "02")).apply("1")
    '01'
    """
    widths = {len(key) for key in keys}
    is_numeric = all(key.isascii() and key.isdigit() for key in keys)
    if is_numeric and len(widths) == 1:
        return KeyRule(width=widths.pop())
    bare: dict[str, list[str]] = {}
    for key in keys:
        bare.setdefault(key.lstrip("0") or "0", []).append(key)
    pairs = [(short, found[0]) for short, found in bare.items() if len(found) == 1 and found[0] != short]
    return KeyRule(renames=tuple(pairs))


def keys_in(table: Table, plan: TemplatePlan) -> set[str]:
    """Return the keys that a table speaks of, put right, without the row of totals."""
    rule = key_rule_of(plan.keys)
    texts = {normalise_key(cell_text(cell)) for cell in table.column(HEADS.key)} - {"", HEADS.total}
    return {rule.apply(text) for text in texts}
