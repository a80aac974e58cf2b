# SPDX-License-Identifier: EUPL-1.2
"""One line of an area's profile: figure, number of persons, city, comparison, change, course and place, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from indicators.rendering.carried_words import broken_words, carried_mark, not_converted_words, range_words
from indicators.rendering.profile_charts import (
    COMPARABLE,
    NOT_COMPARABLE,
    Break,
    Course,
    Place,
    course_of,
    is_crossed,
    place_of,
)
from indicators.rendering.profile_firmness import AreaFirmness
from indicators.rendering.profile_numbers import Language, is_share, number, period_words, span_words, with_unit
from indicators.rendering.profile_readings import Reading
from indicators.rendering.sentences import (
    HIGHER,
    LOWER,
    SIMILAR,
    Change,
    change_amount,
    change_origin_words,
    change_unit,
    comparison_words,
    flag_words,
    position_words,
    status_words,
)
from sozialplanung.common.byname import ByName
from sozialplanung.common.periods import Period, parse
from sozialplanung.common.statuses import Status

_LONGEST_UNIT_BESIDE: Final = 3
_COUNTS: Final = "counts"
_RELATIVE: Final = "relative"
# What the official classes of an index are classes of, by its palette; the German names are the official ones.
_SCALES: Final = MappingProxyType({"status": "Status", "dynamics": "Dynamik"})
# As the component of the comparison names them.
_COMPARISONS: Final = MappingProxyType({LOWER: "lower", SIMILAR: "similar", HIGHER: "higher"})


@dataclass(frozen=True, slots=True)
class IndicatorFacts(ByName):
    """What a line needs to know of its indicator's definition and source."""

    slug: str
    name: str
    short_name: str
    subtitle: str
    kind: str
    unit: str
    basis: str
    comparability: str
    source: str
    licence: str
    licence_url: str
    palette: str = ""
    direction: str = "neutral"

    @property
    def is_judged(self) -> bool:
        """Whether one end is better: never of who lives somewhere, nor of a position among areas."""
        return self.direction != "neutral" and self.palette != "neutral" and self.comparability != _RELATIVE


@dataclass(frozen=True, slots=True)
class RowContext:
    """What all lines of one profile share."""

    language: Language
    city_name: str
    areas: str


@dataclass(frozen=True, slots=True)
class ChangeCell(ByName):
    """A change with a `note` on what has to be known of it, or why none is stated; `bounds` are those of `interval`."""

    amount: str = ""
    unit: str = ""
    since: str = ""
    origin: str = ""
    reason: str = ""
    basis: str = ""
    note: str = ""
    interval: str = ""
    bounds: tuple[float, float] | None = None
    is_beyond_chance: bool = False


@dataclass(frozen=True, slots=True)
class TrendCell(ByName):
    """Which way a figure has been going: `kind` is rising, falling, unclear, none (see `reason`) or empty.

    `judgement` is favourable, unfavourable or empty; `amount` a year (`slope` and `decimals` for those who compute) is
    told of a direction only; `note` says what else has to be known, `carried` that figures carried from other
    boundaries are part of it.
    """

    kind: str = ""
    words: str = ""
    judgement: str = ""
    years: str = ""
    amount: str = ""
    slope: float | None = None
    decimals: int = 0
    note: str = ""
    method: str = ""
    reason: str = ""
    carried: str = ""


@dataclass(frozen=True, slots=True)
class CarriedFigure(ByName):
    """One figure that was carried from other boundaries: of when, how high, between which ends, and what it is worth.

    `mark` is empty where there is no figure; `value` says why then. `breaks` name what lies between it and the newest
    figure of the course.
    """

    as_of: str
    value: str
    interval: str
    mark: str
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileRow(ByName):
    """One line, ready to be shown; an empty text means that there is nothing to say.

    `has_spread`: the page of spread has something to say of the figures shown. `carried` are the figures of its course
    that were counted on other boundaries.
    """

    facts: IndicatorFacts
    reading: Reading
    value: str
    status: str
    class_words: str
    class_official: str
    official: str
    remarks: tuple[str, ...]
    count: str
    city: str
    city_origin: str
    comparison: str
    comparison_words: str
    change: ChangeCell
    interval: str
    position: str
    as_of: str
    years: str
    course: Course | None
    place: Place | None
    trend: TrendCell = TrendCell()
    smoothed: str = ""
    firmness: AreaFirmness | None = None
    firmness_words: str = ""
    has_spread: bool = False
    carried: tuple[CarriedFigure, ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether the figure is a share of a hundred."""
        return is_share(self.facts.unit)


@dataclass(frozen=True, slots=True)
class Remarks:
    """What stands beside a figure: reason of an exclusion, footnotes, class of an index in words and officially."""

    exclusion: str = ""
    footnotes: tuple[str, ...] = ()
    class_words: str = ""
    class_official: str = ""


def profile_row(
    facts: IndicatorFacts,
    history: Sequence[Reading],
    breaks: Sequence[Break],
    remarks: Remarks,
    context: RowContext,
) -> ProfileRow:
    """Put one line together from the readings of one indicator in the order of time; the last one is shown."""
    language, newest = context.language, history[-1]
    city = newest.city.value
    return ProfileRow(
        facts=facts,
        reading=newest,
        value=value_words(newest.value, newest.decimals, facts.unit, language),
        status=status_words(newest.status, language, _reason(newest.status, remarks)),
        class_words=remarks.class_words,
        class_official=remarks.class_official,
        official=official_words(remarks.class_official, facts.palette, language),
        remarks=(*flag_words(newest.flags, language), *remarks.footnotes),
        count=count_words(newest, facts, language),
        city=value_words(city, newest.decimals, facts.unit, language),
        city_origin=_origin(newest, language),
        comparison=_COMPARISONS.get(newest.comparison, "") if newest.value is not None else "",
        comparison_words=_comparison_words(newest, context),
        change=change_cell(newest, facts, breaks, language, history[-2].period if len(history) > 1 else None),
        interval=_interval(newest, facts.unit, language),
        position="" if newest.share_below is None else position_words(newest.share_below, language),
        as_of=period_words(newest.period, language),
        years=course_words(history),
        course=_course(history, breaks, facts, language),
        place=place_of(newest, facts.unit, (context.areas, context.city_name), language),
    )


def with_course(row: ProfileRow, history: Sequence[Reading], breaks: Sequence[Break], language: Language) -> ProfileRow:
    """Return the line with a course that crosses a change of boundaries; the figure shown stays what it is."""
    unit = row.facts.unit
    carried = carried_figures(history, unit, language, breaks)
    if not carried:
        return row
    return replace(
        row, course=_course(history, breaks, row.facts, language), years=course_words(history), carried=carried
    )


def carried_figures(
    history: Sequence[Reading], unit: str, language: Language, breaks: Sequence[Break] = ()
) -> tuple[CarriedFigure, ...]:
    """Return what of a course was counted on other boundaries, in words, with the breaks that part it from the rest."""
    return tuple(
        replace(_carried_figure(each, unit, language), breaks=_breaks_after(each, history[-1], breaks, language))
        for each in history
        if each.origin
    )


def _breaks_after(reading: Reading, newest: Reading, breaks: Sequence[Break], language: Language) -> tuple[str, ...]:
    return tuple(
        broken_words(
            period_words(each.until, language), each.text, language, is_limited=each.comparable != NOT_COMPARABLE
        )
        for each in breaks
        if each.comparable != COMPARABLE and each.since < newest.period and reading.period < each.until
    )


def _carried_figure(reading: Reading, unit: str, language: Language) -> CarriedFigure:
    if reading.value is None:
        told = status_words(reading.status, language, not_converted_words(language))
        return CarriedFigure(period_words(reading.period, language), told, "", "")
    value = value_words(reading.value, reading.decimals, unit, language)
    mark = carried_mark(reading.flags, language)
    interval = _interval(reading, unit, language) or range_words(reading.flags, language)
    return CarriedFigure(period_words(reading.period, language), value, interval, mark)


def _course(
    history: Sequence[Reading], breaks: Sequence[Break], facts: IndicatorFacts, language: Language
) -> Course | None:
    course = course_of(history, breaks, facts.unit, language)
    return course.as_positions() if course and facts.comparability == _RELATIVE else course


def value_words(value: float | None, decimals: int, unit: str, language: Language) -> str:
    """Write a figure; a long unit of measure stands in the definition and is not repeated."""
    if value is None:
        return ""
    return with_unit(value, decimals, unit if len(unit) <= _LONGEST_UNIT_BESIDE else "", language)


def count_words(reading: Reading, facts: IndicatorFacts, language: Language) -> str:
    """Write the number of persons behind a share, as released; marked where it was not counted itself."""
    if not is_share(facts.unit) or reading.numerator is None:
        return ""
    count = number(reading.numerator, 0, language)
    if facts.basis == _COUNTS:
        return count
    return f"rund {count}" if language == "de" else f"about {count}"


def official_words(official: str, palette: str, language: Language) -> str:
    """Name the official class with its scale, which may run the other way round: a high need is a low status."""
    if not official:
        return ""
    told = f"{_SCALES[palette]} {official}" if palette in _SCALES else official
    return f"amtlich: {told}" if language == "de" else f"officially: {told}"


def _origin(reading: Reading, language: Language) -> str:
    words = {"delivered": ("geliefert", "delivered"), "computed": ("berechnet", "computed")}
    german, english = words.get(reading.city.kind, ("", ""))
    return german if language == "de" else english


def _reason(status: Status, remarks: Remarks) -> str:
    return remarks.exclusion if status is Status.EXCLUDED else ""


def _comparison_words(reading: Reading, context: RowContext) -> str:
    if reading.value is None or not reading.comparison:
        return ""
    return comparison_words(reading.comparison, context.city_name, context.language)


def change_cell(
    reading: Reading,
    facts: IndicatorFacts,
    breaks: Sequence[Break],
    language: Language,
    before: Period | None = None,
) -> ChangeCell:
    """State the released change, or why there is none; `before` is the period before in the series.

    A relative measure has no change. Nothing computed is stated across a break that says no: the release should
    hold no such change, and if it did, it would not be shown.
    """
    german = language == "de"
    if reading.value is None:
        return ChangeCell()
    if facts.comparability == _RELATIVE:
        return ChangeCell(reason="nur Position, kein Trend" if german else "a position only, no trend")
    since = period_of(reading.change_note.since)
    if reading.change is not None and since is not None:
        change = Change(
            reading.change, reading.change_decimals, facts.unit, since, reading.change_note.kind == "published"
        )
        is_broken = is_crossed(breaks, since, reading.period)
        if change.is_published or not is_broken:
            stated = _stated(change, _since_words(since, reading.period, language), language)
            return _adjusted(stated, _since_words(reading.period, since, language), language) if is_broken else stated
    elif not _ends_a_break(breaks, reading.period) and not (before and is_crossed(breaks, before, reading.period)):
        return ChangeCell()
    return ChangeCell(
        reason="Definition geändert, nicht vergleichbar" if german else "definition changed, not comparable"
    )


def _since_words(named: Period, other: Period, language: Language) -> str:
    """Name the year alone where both figures are of the same day of the year."""
    same_day = (named.start.month, named.start.day) == (other.start.month, other.start.day)
    return str(named.year) if same_day and named.kind is other.kind else period_words(named, language)


def _stated(change: Change, since: str, language: Language) -> ChangeCell:
    german = language == "de"
    origin = change_origin_words(language, is_published=change.is_published, is_broken=False)
    unit = change_unit(change.unit, language)
    return ChangeCell(
        amount=change_amount(change, language),
        unit=unit,
        since=since,
        origin=origin,
        basis=f"{unit} {'seit' if german else 'since'} {since}, {origin}".strip(),
    )


def _adjusted(stated: ChangeCell, until: str, language: Language) -> ChangeCell:
    """Say of a change across a break that it is the publisher's own and not the difference of the two figures."""
    origin = change_origin_words(language, is_published=True, is_broken=True)
    if language == "de":
        note = (
            f"Zwischen {stated.since} und {until} wurde die Definition geändert. Der Herausgeber hat die Veränderung "
            "selbst vergleichbar gerechnet; sie ist nicht der Unterschied der beiden veröffentlichten Werte."
        )
    else:
        note = (
            f"The definition was changed between {stated.since} and {until}. The publisher made the change comparable; "
            "it is not the difference of the two published figures."
        )
    basis = stated.basis.removesuffix(stated.origin) + origin
    return replace(stated, origin=origin, basis=basis, note=note)


def period_of(code: str | None) -> Period | None:
    """Return the period of a code, None for none."""
    return parse(code) if code else None


def _ends_a_break(breaks: Sequence[Break], period: Period) -> bool:
    return any(each.comparable == NOT_COMPARABLE and each.until == period for each in breaks)


def _interval(reading: Reading, unit: str, language: Language) -> str:
    if reading.lower is None or reading.upper is None:
        return ""
    lower = number(reading.lower, reading.decimals, language)
    upper = value_words(reading.upper, reading.decimals, unit, language)
    return span_words(lower, upper, language, dash=" – ")


def course_words(history: Sequence[Reading]) -> str:
    """Name the stretch of time that a course covers: 2012-2018 (with a dash), or its only year."""
    first, last = history[0].period.year, history[-1].period.year
    return str(last) if first == last else f"{first}–{last}"
