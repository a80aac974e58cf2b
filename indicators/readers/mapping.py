# SPDX-License-Identifier: EUPL-1.2
"""How the tables of one source become figures: declared once, stored as JSON, applied without guessing."""

from collections.abc import Mapping as Dictionary
from dataclasses import asdict, dataclass
from string import Formatter
from typing import Any, Final, Literal, get_args

from indicators.readers.figures import DecimalSign
from indicators.readers.findings import DeliveryError, delivery_error
from indicators.readers.keys import AS_DELIVERED, KeyRule, LabelSide
from indicators.readers.marks import DEFAULT_RULES, BlankMeaning, DotMeaning, MarkRules, ZeroMeaning
from indicators.readers.plainfields import wrong_fields
from indicators.readers.tables import UNSTATED, Layout
from sozialplanung.common.errors import DomainError
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import status_from_code

FORMAT: Final = 1
# Zeros are put in front up to here; no key of an area is longer.
WIDEST_KEY: Final = 60
Role = Literal["value", "numerator", "denominator"]
Shape = Literal["columns", "categories", "periods"]
PeriodKind = Literal["fixed", "column", "header"]


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of figures: its series, and whether it is the value or a part of it.

    Only an additive one is compared with its total: a rate is no sum of the rates of its areas.
    `period` is the period code of this column alone, where the columns differ in series and period.
    """

    column: str
    series: str
    role: Role = "value"
    is_additive: bool = True
    period: str = ""


@dataclass(frozen=True, slots=True)
class CategorySeries:
    """In a long table: the cells of the category columns, in their order, that stand for a series."""

    categories: tuple[str, ...]
    series: str
    role: Role = "value"
    is_additive: bool = True


@dataclass(frozen=True, slots=True)
class PeriodSource:
    """Where the period of a figure is found.

    `fixed`: `text` is the period code. `column`: in the column `column`; `header`: in the names of
    the columns of figures. For both, `text` turns the found text into a code: `{}-12-31` makes
    `2018-12-31` of `2018`.
    """

    kind: PeriodKind
    text: str = "{}"
    column: str = ""


@dataclass(frozen=True, slots=True)
class TotalRule:
    """A row that is the total of areas: its delivered key, and how the keys of its areas begin.

    `parts`, where given, names the delivered keys of its areas one by one.
    """

    key: str
    parts_prefix: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read the tables of one source.

    `shape` is `columns` (one column per series, in `values`), `categories` (long: `categories`
    names the columns that tell the series, `series_of` says which, the figure is in the one column
    of `values`) or `periods` (wide: all columns of `values` hold one series, the period is in the
    header). A table without areas has an empty `key_column`; then every row belongs to
    `constant_key`. `skip_rows` are glob patterns of delivered keys that belong to other levels
    (an empty pattern: rows of cases without an area),
    `ignored` the columns, `ignored_categories` the category cells that are not taken over. In a row
    without a key, the text of `label_column` stands for it: so are totals named that have no key.
    """

    shape: Shape
    period: PeriodSource
    values: tuple[ValueColumn, ...]
    key_column: str = ""
    constant_key: str = ""
    key_rule: KeyRule = AS_DELIVERED
    categories: tuple[str, ...] = ()
    series_of: tuple[CategorySeries, ...] = ()
    decimal: DecimalSign | None = None
    marks: MarkRules = DEFAULT_RULES
    totals: tuple[TotalRule, ...] = ()
    skip_rows: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    ignored_categories: tuple[tuple[str, ...], ...] = ()
    layout: Layout = UNSTATED
    label_column: str = ""

    def __post_init__(self) -> None:
        """Refuse a mapping that no table could follow."""
        for rule in (
            _shape_problem,
            _column_problem,
            _period_problem,
            _own_period_problem,
            _key_problem,
            _mark_problem,
        ):
            reason = rule(self)
            if reason:
                raise delivery_error("mapping", reason=reason)

    def columns_used(self) -> tuple[str, ...]:
        """Return the names of all columns that the mapping reads, without repetition."""
        named = [self.key_column, self.label_column, self.period.column, *self.categories]
        named += [each.column for each in self.values]
        return tuple(dict.fromkeys(name for name in named if name))

    def to_json(self) -> dict[str, Any]:
        """Return the mapping as plain lists and dicts, ready for a JSON column."""
        return {"format": FORMAT, **{name: _plain(value) for name, value in asdict(self).items()}}


def mapping_from_json(fields: Dictionary[str, Any]) -> Mapping:
    """Read a mapping back; `mapping_from_json(mapping.to_json()) == mapping`.

    Raises
    ------
    DeliveryError
        `mapping` when the fields are no mapping of this format.
    """
    if fields.get("format") != FORMAT:
        raise delivery_error("mapping", reason="unknown format")
    try:
        mapping = _from_fields({name: value for name, value in fields.items() if name != "format"})
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise delivery_error("mapping", reason=str(error)[:200]) from error
    if wrong := next(wrong_fields(mapping), ""):
        raise delivery_error("mapping", reason=f"the value of {wrong}")
    return mapping


def _from_fields(fields: dict[str, Any]) -> Mapping:
    def rows(name: str) -> list[dict[str, Any]]:
        return list(fields.pop(name, ()))

    return Mapping(
        period=PeriodSource(**fields.pop("period")),
        values=tuple(ValueColumn(**row) for row in rows("values")),
        key_rule=_key_rule(**fields.pop("key_rule", {})),
        series_of=tuple(CategorySeries(**{**row, "categories": tuple(row["categories"])}) for row in rows("series_of")),
        marks=_mark_rules(**fields.pop("marks", {})),
        totals=tuple(TotalRule(**{**row, "parts": tuple(row.get("parts", ()))}) for row in rows("totals")),
        ignored_categories=tuple(tuple(row) for row in rows("ignored_categories")),
        layout=Layout(**fields.pop("layout", {})),
        **{name: _frozen(value) for name, value in fields.items()},
    )


def _key_rule(renames: Any = (), **fields: Any) -> KeyRule:  # noqa: ANN401 - JSON
    return KeyRule(renames=tuple((old, new) for old, new in renames), **fields)


def _mark_rules(own: Any = (), **fields: Any) -> MarkRules:  # noqa: ANN401 - JSON
    return MarkRules(own=tuple((mark, status) for mark, status in own), **fields)


def _frozen(value: Any) -> Any:  # noqa: ANN401 - JSON
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _shape_problem(mapping: Mapping) -> str:
    if mapping.shape not in get_args(Shape):
        return f"unknown shape {mapping.shape}"
    if bool(mapping.key_column) == bool(mapping.constant_key):
        return "either a column or one area holds the keys"
    is_long = mapping.shape == "categories"
    if is_long != bool(mapping.categories) or is_long != bool(mapping.series_of):
        return "a long table needs its category columns and their series, no other has them"
    if is_long and len(mapping.values) != 1:
        return "a long table has one column of figures"
    lengths = {len(each.categories) for each in mapping.series_of}
    lengths |= {len(each) for each in mapping.ignored_categories}
    return "categories do not fit their columns" if lengths - {len(mapping.categories)} else ""


def _column_problem(mapping: Mapping) -> str:
    columns = [each.column for each in mapping.values]
    if not columns:
        return "no column of figures"
    if len(set(columns)) < len(columns):
        return "a column of figures stands there twice"
    roles: set[str] = {each.role for each in mapping.values}
    roles |= {each.role for each in mapping.series_of}
    if roles - set(get_args(Role)):
        return "unknown role"
    targets = [(each.series, each.role, "") for each in mapping.series_of]
    if mapping.shape == "columns":
        targets = [(each.series, each.role, each.period) for each in mapping.values]
    if len(set(targets)) < len(targets):
        return "a series stands there twice"
    if mapping.shape == "periods" and len({(each.series, each.role) for each in mapping.values}) > 1:
        return "a table with the periods in its header holds one series"
    return ""


def _period_problem(mapping: Mapping) -> str:
    source = mapping.period
    if source.kind not in get_args(PeriodKind):
        return f"unknown place of the period {source.kind}"
    if (source.kind == "header") != (mapping.shape == "periods"):
        return "the period is in the header of a table with a column per period, and only there"
    if (source.kind == "column") != bool(source.column):
        return "the column of the period"
    if source.kind == "fixed":
        return "" if _is_period(source.text) else f"unknown period {source.text}"
    return "" if _is_template(source.text) else f"unknown template {source.text}"


def _own_period_problem(mapping: Mapping) -> str:
    own = [each.period for each in mapping.values if each.period]
    if own and mapping.shape != "columns":
        return "only a column of its own series has a period of its own"
    unknown = [code for code in own if not _is_period(code)]
    return f"unknown period {unknown[0]}" if unknown else ""


def _is_period(code: str) -> bool:
    try:
        parse(code)
    except DomainError:
        return False
    return True


def _is_template(text: str) -> bool:
    # Format fields could read attributes: only the bare placeholder is allowed, once.
    try:
        fields = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return False
    return fields == [("", "", None)]


def _key_problem(mapping: Mapping) -> str:
    width = mapping.key_rule.width
    return f"a key of {width} digits" if type(width) is int and not 0 <= width <= WIDEST_KEY else ""


def _mark_problem(mapping: Mapping) -> str:
    marks = mapping.marks
    if mapping.key_rule.label not in get_args(LabelSide):
        return f"unknown place of the key {mapping.key_rule.label}"
    if mapping.decimal not in (None, *get_args(DecimalSign)):
        return f"unknown decimal sign {mapping.decimal}"
    if marks.dot not in (None, *get_args(DotMeaning)):
        return f"unknown meaning of the point {marks.dot}"
    if marks.zero not in get_args(ZeroMeaning) or marks.blank not in get_args(BlankMeaning):
        return "unknown meaning of zero or blank"
    try:
        for _, status in marks.own:
            status_from_code(status)
    except ValueError as error:
        return str(error)
    return ""


__all__ = [
    "CategorySeries",
    "DeliveryError",
    "KeyRule",
    "Layout",
    "Mapping",
    "MarkRules",
    "PeriodSource",
    "TotalRule",
    "ValueColumn",
    "mapping_from_json",
]
