# SPDX-License-Identifier: EUPL-1.2
"""What recognition knows, proposes and asks: plain records between the readers and the pages."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from typing import Literal

from indicators.readers.figures import DecimalSign
from indicators.readers.findings import Finding, Parameter
from indicators.readers.keys import KeyRule
from indicators.readers.mapping import PeriodSource, Shape
from indicators.readers.questions import OPTIONS, QUESTIONS
from indicators.readers.tables import Layout

KeyForm = Literal["key", "label", "name"]
ColumnKind = Literal["key", "name", "period", "category", "figures", "text"]
RowKind = Literal["title", "header", "total", "subtotal", "no_area", "unknown", "note"]
RepairReason = Literal["lost_zero", "name", "former"]
PeriodPlace = Literal["header", "column", "title", "file_name", "column_names"]


@dataclass(frozen=True, slots=True)
class AreaList:
    """The areas of one level in one edition: names by key, and present keys by former keys."""

    level: str
    edition: str
    names: Dictionary[str, str]
    former: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownSeries:
    """A series that a column may hold: its stable name, and the words readers see."""

    slug: str
    name: str
    is_additive: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What the organisation has: its lists of areas and its series."""

    areas: tuple[AreaList, ...] = ()
    series: tuple[KnownSeries, ...] = ()


@dataclass(frozen=True, slots=True)
class RowReading:
    """A row that is no row of an area: its number in the source, what it seems to be, and its text.

    Of a total or subtotal, `prefix` or `parts` (delivered keys) say of which areas it is the exact sum;
    both are empty when it is the sum of all, or of none.
    """

    row: int
    kind: RowKind
    text: str
    prefix: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """One column of the table.

    `stem` is its name without the period in it: columns of figures with the same stem hold one series.
    `series` is the series whose name comes closest (`similarity` 0 to 1), only proposed; `period` the
    period code in its name, `periods` those in its cells. `share` says how many of its filled cells have that kind.
    """

    name: str
    kind: ColumnKind
    share: float
    examples: tuple[str, ...] = ()
    stem: str = ""
    period: str = ""
    series: str = ""
    similarity: float = 0.0
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyProposal:
    """A column that may hold the areas, against one list of areas.

    `form` says whether its cells are keys, hold the key inside a label (`01 - Mitte`), or are names.
    `matched` of `filled` distinct cells fit by `rule`; `unmatched` shows the first that do not, `rewritten`
    the first that fits in another form only.
    """

    column: str
    level: str
    edition: str
    form: KeyForm
    rule: KeyRule
    matched: int
    filled: int
    unmatched: tuple[str, ...] = ()
    rewritten: str = ""

    @property
    def share(self) -> float:
        """The share of distinct filled cells that fit."""
        return self.matched / self.filled if self.filled else 0.0


@dataclass(frozen=True, slots=True)
class Repair:
    """A delivered key that is not known, and the one that may be meant; a person confirms it."""

    row: int
    delivered: str
    proposal: str
    reason: RepairReason


@dataclass(frozen=True, slots=True)
class PeriodProposal:
    """Where the period stands, the codes found there, and how the mapping would say it."""

    place: PeriodPlace
    source: PeriodSource
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkFound:
    """A sign that stands instead of a number: how often, and where first."""

    mark: str
    count: int
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer: `value` goes back, `template` filled by `params` is shown."""

    value: str
    code: str
    params: Dictionary[str, Parameter] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The msgid of the answer."""
        return OPTIONS[self.code]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that two readings are possible for.

    `id` names it in the answers (`key`, `period`, `column_period`, `decimal`, `dot`, `mark:<sign>`, `lost_zero`,
    `key_by_name`, `repair:<delivered>`, `unknown_row:<label>`, `value_column`, `series:<stem>` of a
    column or its like, or of the categories joined by ` / `) and is stable for the same layout; `code` names the
    sentence. `proposal` is the value of the option that has most for it, empty when none has.
    `is_free` lets an answer be written that is no option.
    """

    id: str
    code: str
    options: tuple[Option, ...]
    proposal: str = ""
    is_free: bool = False
    place: str = ""
    params: Dictionary[str, Parameter] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The msgid of the question."""
        return QUESTIONS[self.code].sentence

    @property
    def advice(self) -> str:
        """The msgid of what speaks for which answer."""
        return QUESTIONS[self.code].way_out


@dataclass(frozen=True, slots=True)
class Recognition:
    """All that can be told of a table without a person.

    `layout` is complete: read with it, the table has the `columns` in their order. `keys` holds the
    best proposal first. `decimal` is None when the texts do not decide. `questions` is empty when a
    mapping can be drafted without answers. `label_column` names the rows without a key;
    `categories` are the columns of a long table that tell the series,
    `category_rows` their cells in that order, each combination once.
    """

    sheet: str
    layout: Layout
    rows: tuple[RowReading, ...]
    columns: tuple[ColumnReading, ...]
    keys: tuple[KeyProposal, ...]
    repairs: tuple[Repair, ...]
    shape: Shape
    period: PeriodProposal | None
    decimal: DecimalSign | None
    marks: tuple[MarkFound, ...]
    label_column: str
    categories: tuple[str, ...]
    category_rows: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    fingerprint: str

    @property
    def key(self) -> KeyProposal | None:
        """The best proposal for the column of the areas."""
        return self.keys[0] if self.keys else None
