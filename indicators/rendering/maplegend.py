# SPDX-License-Identifier: EUPL-1.2
"""The legend of a map: classes with their bounds and how many areas each holds, special cases, marks."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.ownwords import Middle, middle_words, own_name, own_span
from indicators.rendering.profile_numbers import Language, measured, number, with_unit
from indicators.rendering.sentences import status_words
from indicators.rendering.slices import SliceContent
from indicators.stats.classes import classify
from indicators.stats.ownclasses import Kind, OwnClasses
from sozialplanung.common.statuses import WITH_VALUE, Status

Classes = npt.NDArray[np.int64]
_MIDDLE: Final = 50
# The width that the narrowest screen leaves for the bounds of all classes, and what a digit takes of it.
_NARROW_SCALE: Final = 244
_DIGIT: Final = 7.5

# Each special case has a pattern of its own; what means the same to a reader shares one.
PATTERNS: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.SUPPRESSED: "suppressed",
        Status.CONFIDENTIAL: "suppressed",
        Status.EXCLUDED: "excluded",
        Status.UNRELIABLE: "unreliable",
        Status.MISSING: "missing",
        Status.UNKNOWN: "missing",
        Status.PENDING: "missing",
        Status.NOT_APPLICABLE: "not-applicable",
        Status.NOT_COMPARABLE: "not-applicable",
    }
)


_OFFICIAL_SCALES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"status": ("Status", "status"), "dynamics": ("Dynamik", "dynamics")}
)


def official_scale(palette: str, language: Language) -> str:
    """Name what the official classes of an index rate: a low status is a high need, so the word must stand with it."""
    german, english = _OFFICIAL_SCALES.get(palette, ("Klasse", "class"))
    return german if language == "de" else english


@dataclass(frozen=True, slots=True)
class ClassScheme:
    """How values become classes: inner bounds (a value on a bound belongs above it), or the classes of an index.

    `palette` names a family of colours; `labels` are the words for the classes of an index, `official` their official
    names; `low` and `high` are the least and the largest value of all that share the classes, None where there is none
    beyond the bounds. They say where in its class a mark stands, and are written nowhere: bounds of all periods read as
    if an area had that value today. `own` says which classes are no part of the scale, with all bounds in `bounds`;
    `middle` is where a scale of two sides begins its upper one.
    """

    palette: str
    bounds: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    official: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    own: OwnClasses | None = None
    middle: Middle | None = None

    @property
    def size(self) -> int:
        """The number of classes."""
        return len(self.labels) or len(self.bounds) + 1

    @property
    def inner(self) -> tuple[float, ...]:
        """The bounds of the scale, without those of classes of their own."""
        return self.own.inner if self.own else self.bounds

    @property
    def colours(self) -> int:
        """The number of colours that the scale takes."""
        return len(self.labels) or len(self.inner) + 1

    def kind_of(self, number: int) -> Kind:
        """Return what a class is of its own; empty for one of the scale."""
        return self.own.kinds[number - 1] if self.own else ""

    def style_of(self, number: int) -> str:
        """Return what fills a class: its colour, or the pattern of a class of its own."""
        kind = self.kind_of(number)
        if kind:
            return f"special-fill special-fill--{kind}"
        return f"class-fill class-{self.own.colours[number - 1] if self.own else number}"

    def names(self, language: Language) -> tuple[str, ...]:
        """Return a name for each class, empty for those of a scale; nothing where none has one."""
        if self.labels or not self.own:
            return self.labels
        return tuple(own_name(kind, language) if kind else "" for kind in self.own.kinds)

    def classes_of(self, content: SliceContent) -> Classes:
        """Return the class of each area, 1 to `size`; 0 where there is no value."""
        if self.labels:
            return content.codes["class"]
        return classify(content.numbers["value"].values, self.bounds)

    def class_of(self, value: float) -> int:
        """Return the class of one value, such as that of the whole city."""
        return int(classify(np.array([value]), self.bounds)[0])

    def place_of(self, value: float) -> tuple[int, int] | None:
        """Return the class of a value and its place inside that class, 0 to 100; None without a scale."""
        if self.labels or not (self.bounds or self.low is not None):
            return None
        ends = (self.low, *self.bounds, self.high)
        position = self.class_of(value)
        low, high = ends[position - 1], ends[position]
        if low is None or high is None or high <= low:
            return position, _MIDDLE
        return position, round(100 * min(max((value - low) / (high - low), 0.0), 1.0))


@dataclass(frozen=True, slots=True)
class LegendClass:
    """One class: where it starts, its bounds or its name, how many areas it holds, where marks stand in it, 0 to 100.

    The outer classes are open: the first has no `lower`, and `span` says so in words. `label` is the whole sentence for
    readers who see no colours; of a class with a name that name. `style` fills it; `kind` is what it is of its own,
    and `name` that in a word, both empty for a class of the scale. `is_middle`: the upper of two sides begins here.
    """

    position: int
    lower: str
    span: str
    label: str
    count: int
    city: int | None
    focus: int | None
    style: str = ""
    kind: Kind = ""
    name: str = ""
    is_middle: bool = False


@dataclass(frozen=True, slots=True)
class SpecialCase:
    """One reason why areas have no value: its pattern, and how many areas it concerns."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Legend:
    """What stands below a map; `city_text` and `focus_text` are empty where there is no such mark.

    `unsure` counts the areas whose class is unsure by chance; None where that is not known or not shown. With an
    `unsure_text` they are unsure for another reason, which it says. `range_text` tells between which values the areas
    shown lie; empty for classes with names, and for a single area. `middle_text` says what the middle of a scale of
    two sides is, and whose. `estimated` counts the areas whose figure was estimated since it was carried from other
    boundaries.
    """

    title: str
    palette: str
    areas: str
    classes: tuple[LegendClass, ...]
    special: tuple[SpecialCase, ...]
    city_text: str
    city_origin: str
    focus_text: str
    is_named: bool
    unsure: int | None = None
    unsure_text: str = ""
    estimated: int = 0
    range_text: str = ""
    middle_text: str = ""
    colours: int | None = None

    @property
    def scale(self) -> tuple[LegendClass, ...]:
        """The classes of the scale."""
        return tuple(row for row in self.classes if not row.kind)

    @property
    def own(self) -> tuple[LegendClass, ...]:
        """The classes of their own: zero, and unusual values."""
        return tuple(row for row in self.classes if row.kind)

    @property
    def is_crowded(self) -> bool:
        """Whether the bounds do not all fit beside each other on a narrow screen."""
        longest = max((len(row.lower) for row in self.scale), default=0)
        return longest * _DIGIT * len(self.scale) > _NARROW_SCALE

    @property
    def count(self) -> int:
        """The number of colours."""
        return len(self.classes) if self.colours is None else self.colours

    @property
    def counts(self) -> tuple[int, ...]:
        """How many areas each class holds."""
        return tuple(row.count for row in self.classes)


@dataclass(frozen=True, slots=True)
class LegendFacts:
    """Words that the legend takes from elsewhere.

    `reasons` tells by position why an area was excluded or not converted; an excluded area need not have one. `focus`
    is the position and the name of the area in focus. The whole is marked only where it can be compared with its areas:
    a sum cannot.
    """

    title: str
    unit: str
    areas: str
    city: str
    language: Language
    reasons: Mapping[int, str]
    focus: tuple[int, str] | None = None
    marks_city: bool = True


def legend_of(content: SliceContent, scheme: ClassScheme, facts: LegendFacts) -> Legend:
    """Return the legend of one slice."""
    counts = np.bincount(scheme.classes_of(content), minlength=scheme.size + 1)
    focus = _focus_value(content, facts)
    city = content.city.value if facts.marks_city else None
    marks = {"city": city, "focus": focus}
    places = {name: scheme.place_of(value) if value is not None else None for name, value in marks.items()}
    return Legend(
        title=facts.title,
        palette=scheme.palette,
        areas=facts.areas,
        classes=tuple(
            _class_row(scheme, position, int(counts[position]), places, (content.decimals, facts))
            for position in range(1, scheme.size + 1)
        ),
        special=special_cases(content, facts),
        city_text=_marked(facts.city, city, content.decimals, facts),
        # How it came about stands beside the table: the legend is to be read at a glance.
        city_origin="",
        focus_text=_marked(facts.focus[1] if facts.focus else "", focus, content.decimals, facts),
        is_named=bool(scheme.labels),
        range_text="" if scheme.labels else _range_text(content, facts),
        middle_text=_middle_text(scheme, content.decimals, facts),
        colours=scheme.colours,
    )


def _middle_text(scheme: ClassScheme, decimals: int, facts: LegendFacts) -> str:
    if scheme.middle is None:
        return ""
    amount = with_unit(scheme.middle.value, decimals, facts.unit, facts.language)
    return middle_words(scheme.middle, amount, facts.city, facts.language)


def _focus_value(content: SliceContent, facts: LegendFacts) -> float | None:
    if facts.focus is None:
        return None
    value = float(content.numbers["value"].values[facts.focus[0]])
    return None if math.isnan(value) else value


def _marked(name: str, value: float | None, decimals: int, facts: LegendFacts) -> str:
    return "" if value is None else f"{name} {with_unit(value, decimals, facts.unit, facts.language)}"


def _range_text(content: SliceContent, facts: LegendFacts) -> str:
    """Say between which values the areas shown lie: their outer classes are open."""
    values = content.numbers["value"].values
    there = values[~np.isnan(values)]
    if there.size <= 1:
        return ""
    low, high = (number(float(end), content.decimals, facts.language) for end in (there.min(), there.max()))
    german, last = facts.language == "de", measured(high, facts.unit, facts.language)
    if low == high:
        return f"{'überall' if german else 'everywhere'} {last}"
    return f"{'Werte von' if german else 'values from'} {low} {'bis' if german else 'to'} {last}"


def _class_row(
    scheme: ClassScheme,
    position: int,
    count: int,
    places: Mapping[str, tuple[int, int] | None],
    writing: tuple[int, LegendFacts],
) -> LegendClass:
    decimals, facts = writing
    inside = {name: place[1] if place and place[0] == position else None for name, place in places.items()}
    marks = (inside["city"], inside["focus"])
    if scheme.labels:
        name = scheme.labels[position - 1]
        return LegendClass(position, "", name, name, count, *marks, style=scheme.style_of(position))
    lower, upper = (
        _bound(end, scheme.bounds, decimals, facts.language)
        for end in (None, *scheme.bounds, None)[position - 1 : position + 1]
    )
    kind = scheme.kind_of(position)
    plain = span_words(lower, upper, facts.unit, facts.language)
    span = own_span(kind, plain, facts.language) if kind else plain
    if kind == "zero":
        lower = "0"
    is_middle = scheme.middle is not None and position > 1 and scheme.bounds[position - 2] == scheme.middle.value
    return LegendClass(
        position,
        lower,
        span,
        f"{span}: {count} {facts.areas}",
        count,
        *marks,
        style=scheme.style_of(position),
        kind=kind,
        name=own_name(kind, facts.language) if kind else "",
        is_middle=is_middle,
    )


def span_words(low: str, high: str, unit: str, language: Language) -> str:
    """Write the bounds of one class with their unit, an open end (an empty text) in words."""
    if low and high:
        return measured(f"{low}–{high}", unit, language)
    german = language == "de"
    if high:
        return f"{'unter' if german else 'below'} {measured(high, unit, language)}"
    if low:
        return f"{'ab' if german else 'from'} {measured(low, unit, language)}"
    return "alle Werte" if german else "all values"


def _bound(value: float | None, bounds: tuple[float, ...], decimals: int, language: Language) -> str:
    if value is None:
        return ""
    # Bounds of 10 and 20 are not written 10,0 and 20,0, however exact the values are.
    places = next((few for few in range(decimals) if all(round(bound, few) == bound for bound in bounds)), decimals)
    return number(value, places, language)


def special_cases(content: SliceContent, facts: LegendFacts) -> tuple[SpecialCase, ...]:
    """Return why areas have no value, in the order of the statuses; exclusions by their reason, the largest first."""
    found: Counter[tuple[Status, str]] = Counter()
    for position, code in enumerate(content.status.tolist()):
        status = Status(code)
        if status not in WITH_VALUE:
            found[status, status_words(status, facts.language, facts.reasons.get(position, ""))] += 1
    ordered = sorted(found.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    return tuple(SpecialCase(PATTERNS[status], words, count) for (status, words), count in ordered)
