# SPDX-License-Identifier: EUPL-1.2
"""One line of an area's profile: figure, number of persons, city, comparison, change, course and place, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indicators.rendering.profile_numbers import Language, is_share, number, period_words, with_unit
from indicators.rendering.profile_readings import Reading
from indicators.rendering.sentences import (
    COMPARISON_SYMBOLS,
    HIGHER,
    LOWER,
    SIMILAR,
    Change,
    change_amount,
    change_unit,
    city_value_words,
    comparison_words,
    flag_words,
    position_words,
    status_words,
)
from sozialplanung.common.periods import Period, parse
from sozialplanung.common.statuses import Status

_LONGEST_UNIT_BESIDE: Final = 3
_COUNTS: Final = "counts"
_RELATIVE: Final = "relative"
_NOT_COMPARABLE: Final = "no"


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
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


@dataclass(frozen=True, slots=True)
class Break:
    """A break of series between two neighbouring periods."""

    since: Period
    until: Period
    comparable: str
    text: str


@dataclass(frozen=True, slots=True)
class RowContext:
    """What all lines of one profile share."""

    language: Language
    city_name: str


@dataclass(frozen=True, slots=True)
class ComparisonBadge:
    """A comparison as word and symbol; `code` as in the band of the release."""

    code: int
    words: str
    symbol: str

    @property
    def kind(self) -> str:
        """The word that style sheets know."""
        return {LOWER: "lower", SIMILAR: "similar", HIGHER: "higher"}.get(self.code, "none")


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """A change, or in `reason` why none is stated."""

    amount: str = ""
    unit: str = ""
    since: str = ""
    origin: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One line, ready to be shown; an empty text means that there is nothing to say."""

    facts: IndicatorFacts
    reading: Reading
    history: tuple[Reading, ...]
    breaks: tuple[Break, ...]
    value: str
    status: str
    remarks: tuple[str, ...]
    count: str
    city: str
    city_origin: str
    comparison: ComparisonBadge | None
    change: ChangeCell
    interval: str
    position: str
    as_of: str
    course: str

    @property
    def is_share(self) -> bool:
        """Whether the figure is a share of a hundred."""
        return is_share(self.facts.unit)


@dataclass(frozen=True, slots=True)
class Remarks:
    """What people wrote about an indicator in this area: the reason of an exclusion, footnotes."""

    exclusion: str = ""
    footnotes: tuple[str, ...] = ()


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
        history=tuple(history),
        breaks=tuple(breaks),
        value=value_words(newest.value, newest.decimals, facts.unit, language),
        status=status_words(newest.status, language, _reason(newest.status, remarks)),
        remarks=(*flag_words(newest.flags, language), *remarks.footnotes),
        count=count_words(newest, facts, language),
        city=value_words(city, newest.decimals, facts.unit, language),
        city_origin="" if city is None else city_value_words(newest.city.kind, language),
        comparison=_comparison(newest, context),
        change=change_cell(newest, facts, breaks, language),
        interval=_interval(newest, facts.unit, language),
        position="" if newest.share_below is None else position_words(newest.share_below, language),
        as_of=period_words(newest.period, language),
        course=course_words(history),
    )


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


def _reason(status: Status, remarks: Remarks) -> str:
    return remarks.exclusion if status is Status.EXCLUDED else ""


def _comparison(reading: Reading, context: RowContext) -> ComparisonBadge | None:
    if reading.value is None or reading.comparison not in COMPARISON_SYMBOLS:
        return None
    words = comparison_words(reading.comparison, context.city_name, context.language)
    return ComparisonBadge(reading.comparison, words, COMPARISON_SYMBOLS[reading.comparison])


def change_cell(reading: Reading, facts: IndicatorFacts, breaks: Sequence[Break], language: Language) -> ChangeCell:
    """State the released change, or why there is none.

    A relative measure has no change. Nothing computed is stated across a break that says no: the release should
    hold no such change, and if it did, it would not be shown.
    """
    german = language == "de"
    if facts.comparability == _RELATIVE:
        return ChangeCell(reason="nur Position, kein Trend" if german else "a position only, no trend")
    note = reading.change_note
    since = period_of(note.since)
    crossed = break_between(breaks, since or reading.period, reading.period)
    if reading.change is None or since is None or (note.kind == "computed" and crossed):
        is_broken = crossed or (since is None and _ends_a_break(breaks, reading.period))
        broken = "Definition geändert, nicht vergleichbar" if german else "definition changed, not comparable"
        return ChangeCell(reason=broken if is_broken else "")
    is_published = note.kind == "published"
    change = Change(reading.change, reading.change_decimals, facts.unit, since, is_published)
    origins = ("wie veröffentlicht", "berechnet") if german else ("as published", "computed")
    return ChangeCell(
        amount=change_amount(change, language),
        unit=change_unit(facts.unit, language),
        since=period_words(since, language),
        origin=origins[0] if is_published else origins[1],
    )


def period_of(code: str | None) -> Period | None:
    """Return the period of a code, None for none."""
    return parse(code) if code else None


def break_between(breaks: Sequence[Break], earlier: Period, later: Period) -> bool:
    """Say whether figures of two periods are not comparable."""
    return any(each.comparable == _NOT_COMPARABLE and each.since < later and earlier < each.until for each in breaks)


def _ends_a_break(breaks: Sequence[Break], period: Period) -> bool:
    return any(each.comparable == _NOT_COMPARABLE and each.until == period for each in breaks)


def _interval(reading: Reading, unit: str, language: Language) -> str:
    if reading.lower is None or reading.upper is None:
        return ""
    lower = number(reading.lower, reading.decimals, language)
    return f"{lower} – {value_words(reading.upper, reading.decimals, unit, language)}"


def course_words(history: Sequence[Reading]) -> str:
    """Name the stretch of time that a course covers: 2012-2018 (with a dash), or its only year."""
    first, last = history[0].period.year, history[-1].period.year
    return str(last) if first == last else f"{first}–{last}"
