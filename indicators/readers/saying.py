# SPDX-License-Identifier: EUPL-1.2
"""What is said about a table, whoever says it: a person in a form, answers to questions, or an earlier mapping.

There is one way from what was recognised to what is said (`said_of`), and one from there to a mapping (`mapping_of`).
"""

from collections.abc import Collection
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from typing import Final, get_args

from indicators.readers.figures import DecimalSign
from indicators.readers.findings import delivery_error
from indicators.readers.keys import AS_DELIVERED, KeyRule
from indicators.readers.mapping import CategorySeries, Mapping, PeriodSource, Role, Shape, TotalRule, ValueColumn
from indicators.readers.marks import DotMeaning, MarkRules
from indicators.readers.tables import Layout

IGNORED: Final = "-"
KEY: Final = "key"
LABEL: Final = "label"
PERIOD: Final = "period"
CATEGORY: Final = "category"
FIGURES: Final = "figures"
_ROLES_OF_COLUMNS: Final = frozenset({"", IGNORED, KEY, LABEL, PERIOD, CATEGORY, FIGURES})

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What is settled of a table before anybody says what it means.

    `categories` are the columns that tell the kinds of its rows apart, `category_rows` those kinds; `column_periods`
    the period code in the name of a column, where there is one.
    """

    header: tuple[str, ...]
    shape: Shape
    layout: Layout
    categories: tuple[str, ...] = ()
    category_rows: tuple[Row, ...] = ()
    column_periods: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What the parts of a table mean; an empty text is not said yet.

    `columns` holds for each column one of the words above, or series and role (`inhabitants|value`); `rows` the same
    for the kinds of rows of a long table. `period` is a code, empty where the table tells it; then `period_form` makes
    a code of what stands there (`{}-12-31`). `column_period` does the same with the periods in the names of columns,
    each of a series of its own; empty means that they are no periods.
    """

    columns: Dictionary[str, str]
    rows: Dictionary[Row, str] = field(default_factory=dict)
    constant_key: str = ""
    key_rule: KeyRule = AS_DELIVERED
    period: str = ""
    period_form: str = "{}"
    column_period: str = ""
    decimal: str = ""
    dot: str = ""
    marks: Dictionary[str, str] = field(default_factory=dict)
    totals: tuple[TotalRule, ...] = ()
    skip_rows: tuple[str, ...] = ()

    def holding(self, word: str) -> str:
        """Return the column of which this was said; empty where there is none.

        Parameters
        ----------
        word
            `key`, `label`, `period` or `figures`.

        Returns
        -------
        str
        """
        return next((name for name, said in self.columns.items() if said == word), "")


def mapping_of(said: Said, ground: Ground, rates: Collection[str] = ()) -> Mapping:
    """Return the mapping that was said.

    Parameters
    ----------
    said
        Complete: nothing open.
    ground
        The table that it was said of.
    rates
        The series of which areas must not be summed.

    Returns
    -------
    Mapping
        Columns and kinds of rows of which nothing is taken over are named in it.

    Raises
    ------
    DeliveryError
        `mapping` when it contradicts itself.
    """
    is_long = ground.shape == "categories"
    series_of = _series_of(said, rates) if is_long else ()
    values = (ValueColumn(said.holding(FIGURES), ""),) if is_long else _values(said, ground, rates)
    if is_long and not said.holding(FIGURES):
        values = ()
    taken = {row.categories for row in series_of}
    return Mapping(
        shape=ground.shape,
        period=_period(said, ground, values),
        values=values,
        key_column="" if said.constant_key else said.holding(KEY),
        constant_key=said.constant_key,
        key_rule=AS_DELIVERED if said.constant_key else said.key_rule,
        categories=ground.categories if is_long else (),
        series_of=series_of,
        decimal=_decimal(said.decimal),
        marks=MarkRules(dot=_dot(said.dot), own=tuple(said.marks.items())),
        totals=said.totals,
        skip_rows=said.skip_rows,
        ignored=tuple(name for name in ground.header if said.columns.get(name) == IGNORED),
        ignored_categories=tuple(row for row in ground.category_rows if row not in taken) if is_long else (),
        layout=ground.layout,
        label_column=said.holding(LABEL),
    )


def said_in(mapping: Mapping, ground: Ground) -> Said:
    """Return what an earlier mapping says of a table, for a person to go on from.

    Parameters
    ----------
    mapping
        Fitted to this table.
    ground
        The table.

    Returns
    -------
    Said
        `mapping_of(said_in(mapping, ground), ground)` reads the same figures.
    """
    columns = dict.fromkeys(ground.header, "")
    columns |= dict.fromkeys((name for name in mapping.ignored if name in columns), IGNORED)
    named = dict.fromkeys(mapping.categories, CATEGORY)
    named |= {each.column: f"{each.series}|{each.role}" if each.series else FIGURES for each in mapping.values}
    if mapping.shape == "categories":
        named |= {each.column: FIGURES for each in mapping.values}
    named |= {mapping.period.column: PERIOD, mapping.label_column: LABEL, mapping.key_column: KEY}
    columns |= {name: word for name, word in named.items() if name in columns}
    rows = dict.fromkeys(mapping.ignored_categories, IGNORED)
    rows |= {each.categories: f"{each.series}|{each.role}" for each in mapping.series_of}
    own = next((each for each in mapping.values if each.period), None)
    return Said(
        columns=columns,
        rows=rows,
        constant_key=mapping.constant_key,
        key_rule=mapping.key_rule,
        period=mapping.period.text if mapping.period.kind == "fixed" else "",
        period_form=mapping.period.text if mapping.period.kind != "fixed" else "{}",
        column_period=_form_of(own.period, ground.column_periods.get(own.column, "")) if own else "",
        decimal=mapping.decimal or "",
        dot=mapping.marks.dot or "",
        marks=dict(mapping.marks.own),
        totals=mapping.totals,
        skip_rows=mapping.skip_rows,
    )


def _form_of(code: str, written: str) -> str:
    """Return the template that made a code of what stands in the name of a column."""
    return code.replace(written, "{}", 1) if written and code.startswith(written) else "{}"


def parts_of(text: str) -> tuple[str, Role]:
    """Return series and role of `series|role`.

    Parameters
    ----------
    text
        As said of a column or a kind of row.

    Returns
    -------
    tuple of str and Role

    Raises
    ------
    DeliveryError
        `mapping` when there is no such role.
    """
    series, _, role = text.partition("|")
    roles: dict[str, Role] = {each: each for each in get_args(Role)}
    if role not in roles or not series:
        raise delivery_error("mapping", reason=f"unknown role {role}")
    return series, roles[role]


def _values(said: Said, ground: Ground, rates: Collection[str]) -> tuple[ValueColumn, ...]:
    found = []
    for name in ground.header:
        text = said.columns.get(name, "")
        if text in _ROLES_OF_COLUMNS:
            continue
        series, role = parts_of(text)
        code = ground.column_periods.get(name, "") if said.column_period and ground.shape == "columns" else ""
        own = said.column_period.format(code) if code else ""
        found.append(ValueColumn(name, series, role, adds_up(series, role, rates), own))
    return tuple(found)


def _series_of(said: Said, rates: Collection[str]) -> tuple[CategorySeries, ...]:
    found = []
    for row, text in said.rows.items():
        if text not in {"", IGNORED}:
            series, role = parts_of(text)
            found.append(CategorySeries(row, series, role, adds_up(series, role, rates)))
    return tuple(found)


def adds_up(series: str, role: Role, rates: Collection[str]) -> bool:
    """Say whether areas may be summed: numerators and denominators always do.

    Parameters
    ----------
    series, role
        Of a column.
    rates
        The series that do not.

    Returns
    -------
    bool
    """
    return role != "value" or series not in rates


def _period(said: Said, ground: Ground, values: tuple[ValueColumn, ...]) -> PeriodSource:
    if ground.shape == "periods":
        return PeriodSource("header", said.period_form or "{}")
    if said.holding(PERIOD):
        return PeriodSource("column", said.period_form or "{}", said.holding(PERIOD))
    own = [each.period for each in values if each.period]
    return PeriodSource("fixed", said.period or (own[0] if len(own) == len(values) and own else ""))


def _decimal(text: str) -> DecimalSign | None:
    signs: dict[str, DecimalSign] = {each: each for each in get_args(DecimalSign)}
    return signs.get(text)


def _dot(text: str) -> DotMeaning | None:
    meanings: dict[str, DotMeaning] = {each: each for each in get_args(DotMeaning)}
    return meanings.get(text)


def total_line(rule: TotalRule) -> str:
    """Return a row of totals as a person writes it.

    Parameters
    ----------
    rule
        Its key, and what it adds up.

    Returns
    -------
    str
        `total_of` reads it back.

    Examples
    --------
    >>> total_line(TotalRule("001", "1"))
    '001 = 1'
    """
    whole = " + ".join(rule.parts) if rule.parts else rule.parts_prefix
    return f"{rule.key} = {whole}" if whole else rule.key


def total_of(line: str) -> TotalRule:
    """Read a row of totals: `key`, `key = prefix`, or `key = area + area`.

    Parameters
    ----------
    line
        As a person writes it.

    Returns
    -------
    TotalRule

    Examples
    --------
    >>> total_of("Nord = 11 + 12").parts
    ('11', '12')
    """
    key, _, whole = line.rpartition(" = ") if " = " in line else line.partition("=")
    parts = tuple(part.strip() for part in whole.split(" + ")) if " + " in whole else ()
    return TotalRule(key.strip(), "" if parts else whole.strip(), parts)


def as_pattern(text: str) -> str:
    """Return a pattern that fits this text alone.

    Parameters
    ----------
    text
        A delivered key, or what stands for it.

    Returns
    -------
    str
    """
    return "".join(f"[{each}]" if each in "*?[" else each for each in text)
