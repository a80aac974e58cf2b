# SPDX-License-Identifier: EUPL-1.2
"""What the profile of an area consists of: frozen rows, ready to be shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from indicators.rendering.profile_rows import CarriedFigure, ProfileRow
from indicators.selectors.profile_drawings import Inset
from sozialplanung.common.byname import ByName
from spatial.selectors.counterparts import Counterpart
from spatial.selectors.rows import UnitPlace


@dataclass(frozen=True, slots=True)
class AreaLink(ByName):
    """Another area with the value of the headline indicator, or why it has none."""

    edition: str
    level: str
    level_name: str
    key: str
    name: str
    value: str
    status: str

    @property
    def path(self) -> str:
        """The address of its profile below the list of areas: a lookup by name for each link would cost too much."""
        return f"{self.edition}/{self.level}/{quote(self.key)}/"


@dataclass(frozen=True, slots=True)
class KeyFigure(ByName):
    """One card: a figure (or, with `is_words`, the words for a class), its comparison and the small print."""

    slug: str
    label: str
    value: str
    status: str
    comparison: str
    reference: str
    note: str
    is_words: bool


@dataclass(frozen=True)
class TopicRows(ByName):
    """The lines of one topic; what a template asks once per line is worked out once."""

    slug: str
    name: str
    rows: tuple[ProfileRow, ...]

    @cached_property
    def has_counts(self) -> bool:
        """Whether any line tells a number of persons beside its share."""
        return any(row.count for row in self.rows)

    @cached_property
    def has_city(self) -> bool:
        """Whether any line has a value of the whole city."""
        return any(row.city for row in self.rows)

    @cached_property
    def has_comparisons(self) -> bool:
        """Whether any line is compared with the city."""
        return any(row.comparison for row in self.rows)

    @cached_property
    def has_changes(self) -> bool:
        """Whether any line states a change, or why there is none."""
        return any(row.change.amount or row.change.reason for row in self.rows)

    @cached_property
    def has_places(self) -> bool:
        """Whether any line has a place among the areas of its level."""
        return any(row.place for row in self.rows)

    @cached_property
    def shared_remarks(self) -> tuple[str, ...]:
        """Remarks that hold for all lines: they are told once, above them."""
        first = self.rows[0].remarks if len(self.rows) > 1 else ()
        return tuple(remark for remark in first if all(remark in row.remarks for row in self.rows))

    @cached_property
    def as_of(self) -> str:
        """The date of most lines: it is told once, above them."""
        return _commonest(row.as_of for row in self.rows)

    @cached_property
    def city_origin(self) -> str:
        """How most values of the whole city came about."""
        return _commonest(row.city_origin for row in self.rows if row.city_origin)

    @cached_property
    def change_basis(self) -> str:
        """Unit, base and origin of most changes."""
        return _commonest(row.change.basis for row in self.rows if row.change.amount)

    @cached_property
    def change_notes(self) -> tuple[tuple[str, str], ...]:
        """What has to be known of changes: names of indicators and the note, each note once."""
        grouped: dict[str, list[str]] = {}
        for row in self.rows:
            if row.change.note:
                grouped.setdefault(row.change.note, []).append(row.facts.short_name)
        return tuple((", ".join(names), note) for note, names in grouped.items())

    @cached_property
    def firmness(self) -> tuple[tuple[str, str], ...]:
        """How far the ranks of the indices are to be relied on: name of the index and sentence."""
        return tuple((row.facts.short_name, row.firmness_words) for row in self.rows if row.firmness_words)

    @cached_property
    def without_interval(self) -> str:
        """Name the shares whose random variation cannot be computed."""
        return ", ".join(row.facts.short_name for row in self.rows if row.is_share and row.value and not row.interval)


def _commonest(texts: Iterable[str]) -> str:
    return next((text for text, _count in Counter(texts).most_common(1)), "")


@dataclass(frozen=True, slots=True)
class Surroundings(ByName):
    """Parents (the whole first), neighbours and parts of an area; each value is of the headline indicator."""

    headline: str
    as_of: str
    parents: tuple[AreaLink, ...]
    neighbours: tuple[AreaLink, ...]
    children: tuple[AreaLink, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """The same ground in another edition; `is_same` when it is one and the same area."""

    edition_name: str
    is_same: bool
    areas: tuple[Counterpart, ...]


@dataclass(frozen=True, slots=True)
class SourceLine(ByName):
    """Which figures of the page come from one source, and of when they are."""

    names: str
    source: str
    licence: str
    licence_url: str
    as_of: str


@dataclass(frozen=True, slots=True)
class ProfileBreak(ByName):
    """One break inside the series of a profile: which indicators, between what, how far comparable, and why."""

    slugs: tuple[str, ...]
    names: str
    between: str
    comparable_words: str
    text: str
    reference: str
    url: str


@dataclass(frozen=True, slots=True)
class MapTarget:
    """Which area a map can show with which indicator: the area of the profile, or the nearest one that holds it."""

    place: UnitPlace
    indicator: str


@dataclass(frozen=True, slots=True)
class CarriedRow(ByName):
    """The figures of one indicator that were carried from other boundaries."""

    slug: str
    name: str
    figures: tuple[CarriedFigure, ...]


@dataclass(frozen=True)
class Profile(ByName):
    """Everything that the page of one area shows."""

    place: UnitPlace
    city_name: str
    on_map: MapTarget | None
    population: str
    frequency: str
    key_figures: tuple[KeyFigure, ...]
    topics: tuple[TopicRows, ...]
    surroundings: Surroundings
    grounds: tuple[Ground, ...]
    notes: tuple[str, ...]
    breaks: tuple[ProfileBreak, ...]
    inset: Inset | None
    beside: tuple[CarriedRow, ...] = ()

    @cached_property
    def rows(self) -> tuple[ProfileRow, ...]:
        """All lines, topic by topic."""
        return tuple(row for topic in self.topics for row in topic.rows)

    @cached_property
    def breaks_by_slug(self) -> dict[str, str]:
        """The breaks as a sentence for each indicator."""
        grouped: dict[str, list[str]] = {}
        for one in self.breaks:
            for slug in one.slugs:
                grouped.setdefault(slug, []).append(f"{one.between}: {one.comparable_words}. {one.text}")
        return {slug: "; ".join(told) for slug, told in grouped.items()}

    @cached_property
    def has_places(self) -> bool:
        """Whether any line has a place among the areas of its level."""
        return any(topic.has_places for topic in self.topics)

    @cached_property
    def has_comparisons(self) -> bool:
        """Whether any line is compared with the whole."""
        return any(topic.has_comparisons for topic in self.topics)

    @cached_property
    def draws_city(self) -> bool:
        """Whether the whole is marked in any of the small charts."""
        courses = (row.course for row in self.rows if row.course)
        places = (row.place for row in self.rows if row.place)
        return any(course.city for course in courses) or any(place.city is not None for place in places)

    @cached_property
    def carried(self) -> tuple[CarriedRow, ...]:
        """All figures that were counted on other boundaries: those of the courses, then what was carried alone."""
        own = (CarriedRow(row.facts.slug, row.facts.short_name, row.carried) for row in self.rows if row.carried)
        return (*own, *self.beside)

    @cached_property
    def has_courses_beyond(self) -> bool:
        """Whether any course goes on beyond a change of boundaries."""
        return any(row.carried for row in self.rows)

    @cached_property
    def carried_alone(self) -> str:
        """Name the indicators of which nothing was delivered for these boundaries."""
        return ", ".join(row.name for row in self.beside)

    @cached_property
    def has_guessed(self) -> bool:
        """Whether any of them is an estimate."""
        return any(row.course and row.course.guessed for row in self.rows)

    @cached_property
    def has_intervals(self) -> bool:
        """Whether the random variation of any figure is known."""
        return any(row.interval for row in self.rows)

    @cached_property
    def has_differences(self) -> bool:
        """Whether the random variation of the difference of two shares is known."""
        return any(row.interval and row.reading.denominator is None for row in self.rows)

    @cached_property
    def has_trends(self) -> bool:
        """Whether a direction of any figure could be judged."""
        return any(row.trend.method for row in self.rows)

    @cached_property
    def has_shares_with_counts(self) -> bool:
        """Whether cases and persons of any share are released: those can be smoothed."""
        return any(
            row.is_share and row.facts.basis == "counts" and row.reading.denominator is not None for row in self.rows
        )

    @cached_property
    def has_smoothed(self) -> bool:
        """Whether any smoothed value stands beside a raw one."""
        return any(row.smoothed for row in self.rows)

    @cached_property
    def has_judgements(self) -> bool:
        """Whether any direction is called favourable or not."""
        return any(row.trend.judgement for row in self.rows)

    @cached_property
    def has_tested_changes(self) -> bool:
        """Whether the random variation of any change is known."""
        return any(row.change.interval for row in self.rows)

    @cached_property
    def has_breaks(self) -> bool:
        """Whether a break of series is drawn anywhere."""
        return any(row.course and row.course.breaks for row in self.rows)

    @cached_property
    def sources(self) -> tuple[SourceLine, ...]:
        """Every source and as-of date with the names of its figures."""
        grouped: dict[tuple[str, str, str, str], list[str]] = {}
        for row in self.rows:
            facts = row.facts
            key = (facts.source, facts.licence, facts.licence_url, row.as_of)
            grouped.setdefault(key, []).append(facts.short_name)
        return tuple(SourceLine(", ".join(names), *key) for key, names in grouped.items())
