# SPDX-License-Identifier: EUPL-1.2
"""Everything that the page of a map shows, as frozen rows: what a template writes and a script reads."""

from dataclasses import dataclass, replace
from typing import Final

from indicators.rendering.mapchance import Chance
from indicators.rendering.maplegend import Legend
from indicators.rendering.mapstate import UNSURE_HIDDEN, UNSURE_SHOWN, MapState
from indicators.rendering.pattern_words import PatternText
from indicators.rendering.profile_charts import SpreadRow

# A longer table is not printed unless asked for: paper tells the spread of its areas.
MOST_PRINTED: Final = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a control: its value in the address, its label, and the state of the map that shows it."""

    value: str
    label: str
    state: MapState
    is_current: bool

    @property
    def query(self) -> str:
        """The query string that shows it."""
        return self.state.query()


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices under one heading."""

    label: str
    choices: tuple[Choice, ...]

    @property
    def is_current(self) -> bool:
        """Whether one of the choices is what the map shows."""
        return any(choice.is_current for choice in self.choices)


@dataclass(frozen=True, slots=True)
class BreakMark:
    """A break of the series between two neighbouring periods; limited or no; `pair` names both."""

    since: str
    until: str
    pair: str
    comparable: str
    text: str
    reference: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionMark:
    """Figures of a period that readers knew became others: when, in how many areas, and whether back to former ones."""

    published_on: str
    figures: int
    is_restored: bool


@dataclass(frozen=True, slots=True)
class BreakGroup:
    """Breaks for the same reason: between which periods, how far comparable, the reason and where it is written."""

    between: str
    comparable: str
    text: str
    reference: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class NumberedRemark:
    """One remark on areas, with the number that stands at their names."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class PeriodView:
    """One period of the indicator at this level: how it is named, where its slice is and what is said about it.

    `position` is its place in time, `reasons` says by area in words why areas were excluded, `remarks` what else has to
    be known of them, `break_before` what stands between it and the period before, `correction` what its newest release
    changed of figures that readers knew; `has_unsure` says that chance decides the class of some area;
    `given_classes` are those of a pattern in space, 0 for an area that takes no part. `inner` are the bounds of the
    scale alone, where classes of their own have others. Its figures are for an `audience`.
    `class_notes` are sentences on how its classes came about, `carried` those on figures that were counted on other
    boundaries, and `mark` the word for that, empty for what was delivered for these.
    """

    position: int
    state: MapState
    code: str
    label: str
    short_label: str
    level: str
    edition: str
    edition_name: str
    is_current: bool
    headline: str
    subtitle: str
    announcement: str
    legend: Legend
    bounds: tuple[float, ...]
    reasons: tuple[tuple[int, str], ...]
    break_before: BreakMark | None
    remarks: tuple[tuple[int, tuple[str, ...]], ...] = ()
    correction: CorrectionMark | None = None
    has_unsure: bool = False
    given_classes: tuple[int, ...] = ()
    inner: tuple[float, ...] = ()
    audience: str = "public"
    class_notes: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    mark: str = ""

    @property
    def named(self) -> str:
        """The period by name, marked where its figures were carried from other boundaries."""
        return f"{self.label} ({self.mark})" if self.mark else self.label

    @property
    def shows_unsure(self) -> bool:
        """Whether unsure areas carry their pattern."""
        return self.state.unsicher == UNSURE_SHOWN

    @property
    def query(self) -> str:
        """The query string that shows this period."""
        return self.state.query()

    @property
    def other_pattern_query(self) -> str:
        """The query string that shows or hides the pattern of unsure areas, whichever is not so now."""
        return replace(self.state, unsicher=UNSURE_HIDDEN if self.shows_unsure else UNSURE_SHOWN).query()

    @property
    def file_query(self) -> str:
        """The query string of the files with the same figures in the same classes."""
        return replace(self.state, unsicher=UNSURE_SHOWN, gebiet="", orte="", dienste="").query()


@dataclass(frozen=True, slots=True)
class Outlines:
    """Which outlines a period is drawn with: those of its areas, and those of the coarser level over them.

    Where `tiles_hash` is not empty, the areas are drawn from tiles, and `places_hash` names what these do not hold.
    """

    edition: str
    level: str
    content_hash: str
    coarser_level: str = ""
    coarser_hash: str = ""
    tiles_hash: str = ""
    places_hash: str = ""


@dataclass(frozen=True, slots=True)
class Controls:
    """What a person can choose beside the map."""

    topics: tuple[ChoiceGroup, ...]
    levels: tuple[Choice, ...]
    views: tuple[Choice, ...]
    periods: tuple[ChoiceGroup, ...]
    methods: tuple[Choice, ...]
    numbers_of_classes: tuple[Choice, ...]
    scopes: tuple[Choice, ...]
    unsure: tuple[Choice, ...]
    grounds: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where figures or outlines come from, as it must be said when they are used."""

    title: str
    attribution: str
    licence: str
    licence_url: str


@dataclass(frozen=True, slots=True)
class LicenceGroup:
    """One licence, and all that is used under it."""

    name: str
    url: str
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class MapView:
    """One map with all that stands around it; `periods` are in the order of time.

    `columns` are those of the table; two tables with one `table_key` are the same. `is_count`: the figures are numbers
    of persons or things, and the whole is their sum. `spread` are the numbers that paper tells in the place of a long
    table, None where no area has a value to count; `spread_note` says what is not in them; `has_spread` says that the
    page of spread has something to say of this slice.
    `change_origin` tells who made the change: the publisher, across a break too, or this platform. `audience` is the
    narrowest one of all periods.
    """

    state: MapState
    slug: str
    name: str
    short_name: str
    unit: str
    decimals: int
    basis: str
    is_count: bool
    comparability: str
    what_it_shows: str
    how_to_read: str
    whole_name: str
    level_name: str
    areas: str
    parent_level_name: str
    area_count: int
    periods: tuple[PeriodView, ...]
    controls: Controls
    outlines: tuple[Outlines, ...]
    columns: tuple[str, ...]
    table_key: str
    boundary_version_id: int
    change_since: str
    change_since_short: str
    change_origin: str
    breaks: tuple[BreakGroup, ...]
    footnotes: tuple[str, ...]
    remarks: tuple[NumberedRemark, ...]
    sources: tuple[SourceLine, ...]
    published_on: str
    chance: Chance
    pattern: PatternText | None = None
    spread: SpreadRow | None = None
    has_spread: bool = False
    audience: str = "public"
    spread_note: str = ""

    @property
    def has_tiles(self) -> bool:
        """Whether the areas of the period shown are drawn from tiles."""
        return any(each.tiles_hash for each in self.outlines if each.edition == self.period.edition)

    @property
    def is_long(self) -> bool:
        """Whether the table is too long to be printed without being asked for."""
        return self.area_count > MOST_PRINTED

    @property
    def has_carried(self) -> bool:
        """Whether any period was counted on other boundaries."""
        return any(period.carried for period in self.periods)

    @property
    def shows_pattern(self) -> bool:
        """Whether areas are coloured by their pattern in space."""
        return self.pattern is not None and not self.pattern.reason

    @property
    def scripted_periods(self) -> tuple[PeriodView, ...]:
        """The periods that a script may show without asking; a pattern is worked out when it is asked for."""
        return () if self.pattern is not None else self.periods

    @property
    def licences(self) -> tuple[LicenceGroup, ...]:
        """The sources by their licence, each licence once."""
        grouped: dict[tuple[str, str], list[SourceLine]] = {}
        for line in self.sources:
            grouped.setdefault((line.licence, line.licence_url), []).append(line)
        return tuple(LicenceGroup(name, url, tuple(lines)) for (name, url), lines in grouped.items())

    @property
    def period(self) -> PeriodView:
        """The period shown."""
        return next(period for period in self.periods if period.is_current)
