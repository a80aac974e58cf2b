# SPDX-License-Identifier: EUPL-1.2
"""What a sentence may speak of: one figure of one area as it was released, and what stands beside it.

Numbers are those that readers are shown, already rounded; nothing in here is computed from anything hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from indicators.rendering.profile_charts import Break
from indicators.rendering.profile_numbers import is_share
from reports.rendering.sentences.grammar import AreaName
from reports.rendering.sentences.labels import LabelPack
from sozialplanung.common.periods import Period
from sozialplanung.common.statuses import Flag, Status

Direction = Literal["higher_is_better", "lower_is_better", "neutral"]
Origin = Literal["delivered", "computed"]
Basis = Literal["chance", "rounding"]
Trend = Literal["rising", "falling", "unclear", "untested"]

COUNTED: Final = frozenset({"Personen", "Einwohner", "Menschen", "Kinder", "Fälle", "Haushalte", "Wohnungen", "Anzahl"})
FEWEST_AREAS: Final = 5
# The singular of what is counted; a noun that is not here is never told of one alone.
SINGULARS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Menschen": "Mensch",
        "Personen": "Person",
        "Kinder": "Kind",
        "Fälle": "Fall",
        "Haushalte": "Haushalt",
        "Wohnungen": "Wohnung",
    }
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured.

    `noun` is the definition's `sentence_noun`: a clause with the place of the number (“Von 100 Kindern leben {n} in
    Armut”), or the plural of what is counted (“Menschen”). `threshold` is the difference from which on a change
    counts as relevant, in the unit of a change. A relative measure (an index scaled anew each time) has no course.
    """

    name: str
    unit: str
    decimals: int
    noun: str = ""
    direction: Direction = "neutral"
    is_demographic: bool = False
    is_relative: bool = False
    threshold: float | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is a share of a hundred."""
        return is_share(self.unit)

    @property
    def is_count(self) -> bool:
        """Whether persons or things are counted."""
        return self.unit in COUNTED

    @property
    def judged(self) -> Direction:
        """Which end may be called favourable: none of who lives somewhere."""
        return "neutral" if self.is_demographic else self.direction


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits of a figure as they are shown: what chance may do to it, or what rounding leaves open."""

    lower: float
    upper: float
    basis: Basis = "chance"

    def holds(self, value: float) -> bool:
        """Say whether a value lies within, the limits included."""
        return self.lower <= value <= self.upper


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole that an area is compared with, its value as shown, and how that came about."""

    area: AreaName
    value: float | None = None
    origin: Origin = "delivered"


@dataclass(frozen=True, slots=True)
class Change:
    """A change since a period, in the unit of the figure.

    `interval` is what chance may do to it; None where that cannot be computed, and for numbers of persons, which are
    counted and do not vary.
    """

    value: float
    decimals: int
    since: Period
    is_published: bool
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The share of areas with a smaller value (0 to 1, ties by half) among so many with a value.

    `areas` is the plural of the level, `total` how many areas it has with those that have no value, where that is
    more.
    """

    share_below: float
    among: int
    areas: str
    total: int = 0

    @property
    def has_gaps(self) -> bool:
        """Whether areas of the level have no value."""
        return self.total > self.among

    def is_beyond_most(self, *, is_above: bool) -> bool:
        """Say whether most areas of the level, with those that have no value, lie below (or above)."""
        beyond = (self.share_below if is_above else 1 - self.share_below) * self.among
        return beyond > max(self.total, self.among) / 2


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a course; without a value it is a gap."""

    period: Period
    value: float | None


@dataclass(frozen=True, slots=True)
class Course:
    """A series in the order of time; `trend` is what was tested from `trend_since` on to the last period."""

    points: tuple[Point, ...]
    trend: Trend = "untested"
    trend_since: Period | None = None


@dataclass(frozen=True, slots=True)
class GroupOf:
    """The class of an index: code and released label, and the words that the organisation has for the codes.

    The official name of the class is not in here: it stands in the sheet of the method alone.
    """

    code: str
    label: str = ""
    pack: LabelPack | None = None


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """One figure of one area with all that may be said of it.

    `numerator` and `denominator` are told as they are, or as about so many (`is_rounded`); `persons` is how many stand
    behind a share, where they are counted elsewhere. `comparison` is the code of the release (lower, similar, higher;
    0: cannot be compared), None where nothing was compared. `reason` is why an area is excluded.

    Raises
    ------
    ValueError
        A status without a value comes with a number: what is hidden has none.
    """

    measure: Measure
    area: AreaName
    period: Period
    status: Status
    flags: Flag = Flag.NONE
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    is_rounded: bool = False
    persons: float | None = None
    interval: Interval | None = None
    whole: Whole | None = None
    comparison: int | None = None
    change: Change | None = None
    standing: Standing | None = None
    course: Course | None = None
    breaks: tuple[Break, ...] = ()
    group: GroupOf | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse numbers beside a status that has none, and a status with a value without one."""
        if self.status.has_value != (self.value is not None):
            raise ValueError("A value stands beside a status that has one, and beside no other.")
        beside = (self.numerator, self.denominator, self.interval, self.change, self.standing, self.group)
        if not self.status.has_value and any(each is not None for each in beside):
            raise ValueError("A figure that is not shown has no number beside it.")

    @property
    def people(self) -> float:
        """How many persons stand behind a share; 0 where nobody knows."""
        return self.denominator if self.denominator is not None else self.persons or 0
