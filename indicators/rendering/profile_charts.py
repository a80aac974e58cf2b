# SPDX-License-Identifier: EUPL-1.2
"""What the two small charts of a line are drawn from, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypedDict

from indicators.rendering.carried_words import carried_mark, carried_words, not_converted_words
from indicators.rendering.profile_numbers import Language, is_share, number, period_words, with_unit
from indicators.rendering.profile_readings import Reading, hidden_in
from indicators.rendering.sentences import status_words
from indicators.rendering.slice_content import SliceContent
from sozialplanung.common.byname import ByName
from sozialplanung.common.periods import Period

NOT_COMPARABLE = "no"
COMPARABLE = "yes"


@dataclass(frozen=True, slots=True)
class Break:
    """A break of series between two neighbouring periods."""

    since: Period
    until: Period
    comparable: str
    text: str
    reference: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Course(ByName):
    """A series to draw: values of the area and of its city, places in time, positions that nothing may cross.

    `guessed` are the positions of values that were carried from other boundaries by an estimate, `shown` is that of the
    figure beside the drawing (None: the last one).
    """

    values: tuple[float | None, ...]
    city: tuple[float | None, ...]
    times: tuple[float, ...]
    breaks: tuple[int, ...]
    label: str
    guessed: tuple[int, ...] = ()
    shown: int | None = None

    def as_positions(self) -> "Course":
        """Return single dots: of a measure that is scaled anew every time no line may join two values."""
        spread: list[float | None] = []
        times: list[float] = []
        for value, time in zip(self.values, self.times, strict=True):
            spread += [value, None]
            times += [time, time]
        return Course(tuple(spread[:-1]), (), tuple(times[:-1]), (), self.label)


class Spread(TypedDict):
    """The spread of a figure over all areas of a level."""

    low: float
    high: float
    lower_half: float
    upper_half: float
    middle: float


@dataclass(frozen=True, slots=True)
class Place(ByName):
    """The place of one figure among all areas of its level, with the interval that chance gives it (or none)."""

    value: float
    city: float | None
    spread: Spread
    interval: tuple[float, float] | None
    label: str
    row: "SpreadRow"


@dataclass(frozen=True, slots=True)
class SpreadRow(ByName):
    """The numbers of the drawing as texts, and the areas that it leaves out."""

    low: str
    lower_half: str
    middle: str
    upper_half: str
    high: str
    shown: int
    hidden: int
    unvalued: int


def is_crossed(breaks: Sequence[Break], earlier: Period, later: Period) -> bool:
    """Say whether figures of two periods may not be compared."""
    return any(each.comparable == NOT_COMPARABLE and each.since < later and earlier < each.until for each in breaks)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods of a series as a drawing needs them: places in time, positions that nothing may cross, words."""

    times: tuple[float, ...]
    breaks: tuple[int, ...]
    words: tuple[str, ...]


# A large city has some hundred series: their periods and breaks change with a release only.
@lru_cache(maxsize=2048)
def _timeline(periods: tuple[Period, ...], breaks: tuple[Break, ...], language: Language) -> Timeline:
    crossed = (place for place, pair in enumerate(pairwise(periods), start=1) if is_crossed(breaks, *pair))
    words = tuple(period_words(period, language) for period in periods)
    return Timeline(tuple(_years(period) for period in periods), tuple(crossed), words)


def course_of(history: Sequence[Reading], breaks: Sequence[Break], unit: str, language: Language) -> Course | None:
    """Return the course of a figure, None when there are not at least two values to show."""
    values = tuple(reading.value for reading in history)
    if sum(value is not None for value in values) < 2:  # noqa: PLR2004 - one value is no course
        return None
    line = _timeline(tuple(reading.period for reading in history), tuple(breaks), language)
    return Course(
        values=values,
        city=tuple(reading.city.value for reading in history) if is_share(unit) else (),
        times=line.times,
        breaks=line.breaks,
        label=_course_label(history, line, unit, language),
        guessed=tuple(place for place, reading in enumerate(history) if reading.is_guessed),
        shown=max((place for place, reading in enumerate(history) if not reading.origin), default=None),
    )


def _years(period: Period) -> float:
    return period.last_day.year + period.last_day.timetuple().tm_yday / 366


def _course_label(history: Sequence[Reading], line: Timeline, unit: str, language: Language) -> str:
    broken = "(Definition geändert, nicht vergleichbar)" if language == "de" else "(definition changed, not comparable)"
    parts: list[str] = []
    for position, reading in enumerate(history):
        if position in line.breaks:
            parts.append(broken)
        parts.append(f"{line.words[position]}: {figure_words(reading, unit, language)}")
    return "; ".join(parts)


def figure_words(reading: Reading, unit: str, language: Language) -> str:
    """Write a figure of a series, or why there is none; one that was carried from other boundaries says so."""
    reason = not_converted_words(language) if reading.origin else ""
    value = reading.value
    told = status_words(reading.status, language, reason) if value is None else _told(value, reading, unit, language)
    if not reading.origin or value is None:
        return told
    return f"{told} ({carried_words(language)}, {carried_mark(reading.flags, language)})"


def place_of(reading: Reading, unit: str, names: tuple[str, str], language: Language) -> Place | None:
    """Return the place of a figure among all areas; `names` are the areas in the plural and the city.

    None without a value, or when all areas together have too few to show a spread.
    """
    spread = _spread(reading)
    if reading.value is None or spread is None:
        return None
    # The sum of all persons lies far outside the range of the areas.
    city = reading.city.value if is_share(unit) else None
    interval = None if reading.lower is None or reading.upper is None else (reading.lower, reading.upper)
    label = _place_label(reading, spread, unit, (*names, language))
    return Place(reading.value, city, spread, interval, label, _spread_row(reading, spread, language))


def spread_row(content: SliceContent, language: Language) -> SpreadRow | None:
    """Return the spread of all areas of a slice as texts; None where no area has a value."""
    five, hidden = content.summary, hidden_in(content)
    if five.minimum is None or five.maximum is None or five.q1 is None or five.q3 is None or five.median is None:
        return None
    low, lower, middle, upper, high = (
        number(each, content.decimals, language) for each in (five.minimum, five.q1, five.median, five.q3, five.maximum)
    )
    return SpreadRow(low, lower, middle, upper, high, five.n, hidden, content.size - five.n - hidden)


def _spread(reading: Reading) -> Spread | None:
    five = reading.summary
    if five.minimum is None or five.maximum is None or five.q1 is None or five.q3 is None or five.median is None:
        return None
    if five.minimum == five.maximum:
        return None
    return Spread(low=five.minimum, high=five.maximum, lower_half=five.q1, upper_half=five.q3, middle=five.median)


def _spread_row(reading: Reading, spread: Spread, language: Language) -> SpreadRow:
    low, lower, middle, upper, high = (
        number(spread[key], reading.decimals, language) for key in ("low", "lower_half", "middle", "upper_half", "high")
    )
    return SpreadRow(low, lower, middle, upper, high, reading.summary.n, reading.hidden, reading.unvalued)


def _place_label(reading: Reading, spread: Spread, unit: str, words: tuple[str, str, Language]) -> str:
    areas, city, language = words

    def plain(value: float) -> str:
        return number(value, reading.decimals, language)

    def told(value: float | None) -> str:
        return "" if value is None else _told(value, reading, unit, language)

    german = language == "de"
    here = told(reading.value)
    if reading.lower is not None and reading.upper is not None:
        chance = "Zufallsschwankung" if german else "random variation"
        here = f"{here} ({chance} {plain(reading.lower)} {'bis' if german else 'to'} {told(reading.upper)})"
    beside = "" if reading.city.value is None or not is_share(unit) else f"; {city} {told(reading.city.value)}"
    if german:
        return (
            f"Dieses Gebiet {here}{beside}; alle {areas} von {plain(spread['low'])} bis {told(spread['high'])}, "
            f"die mittlere Hälfte von {plain(spread['lower_half'])} bis {told(spread['upper_half'])}, "
            f"in der Mitte {told(spread['middle'])}"
        )
    return (
        f"This area {here}{beside}; all {areas} from {plain(spread['low'])} to {told(spread['high'])}, "
        f"the middle half from {plain(spread['lower_half'])} to {told(spread['upper_half'])}, "
        f"in the middle {told(spread['middle'])}"
    )


def _told(value: float, reading: Reading, unit: str, language: Language) -> str:
    return with_unit(value, reading.decimals, unit, language)
