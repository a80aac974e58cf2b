# SPDX-License-Identifier: EUPL-1.2
"""When which reporting period is expected: a rhythm of periods, the day each falls due, and its state on a day."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sozialplanung.common.errors import InvalidInputError
from sozialplanung.common.periods import LAST_YEAR, Period, PeriodKind, parse, reference_date

LONGEST_DELAY: Final = 1100
_MONTHS_IN_YEAR: Final = 12
_LONG: Final = {
    PeriodKind.REFERENCE_DATE: 1,
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
    PeriodKind.SCHOOL_YEAR: 12,
}


class RhythmError(InvalidInputError):
    """A rhythm, or the day on which something falls due, contradicts itself."""


class Expectation(StrEnum):
    """How an expected period stands on a day, if nothing of it has arrived."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Periods that follow one another every so many months, from the first one to the last one, if there is one.

    A reference date on the last day of its month stays on the last day of each month: 2024-02-29, 2025-02-28.
    """

    first: Period
    months: int
    last: Period | None = None

    def __post_init__(self) -> None:
        """Refuse steps shorter than the period, and an end before the beginning."""
        if self.months < _LONG[self.first.kind] or self.months % _LONG[self.first.kind]:
            raise _error("step", "The rhythm is shorter than the period, or no multiple of it.", self.first.code)
        if self.last is not None and (self.last.kind != self.first.kind or self.last < self.first):
            raise _error("last", "The last period lies before the first one, or is of another kind.", self.last.code)

    def ended(self, on: date) -> Iterator[Period]:
        """Yield the periods that are over on a day, the oldest first."""
        for period in self._all():
            if period.end > on:
                return
            yield period

    def has(self, period: Period) -> bool:
        """Say whether a period is one of this rhythm."""
        for each in self._all():
            if each.start >= period.start:
                return each == period
        return False

    def _all(self) -> Iterator[Period]:
        count = 0
        while (period := self._at(count)) is not None and (self.last is None or period <= self.last):
            yield period
            count += 1

    def _at(self, count: int) -> Period | None:
        start = self.first.start
        months = start.year * _MONTHS_IN_YEAR + start.month - 1 + count * self.months
        year, month = divmod(months, _MONTHS_IN_YEAR)
        if year > LAST_YEAR:
            return None
        month += 1
        if self.first.kind is PeriodKind.REFERENCE_DATE:
            length = monthrange(year, month)[1]
            is_last = start.day == monthrange(start.year, start.month)[1]
            return reference_date(date(year, month, length if is_last else min(start.day, length)))
        return parse(_code(self.first.kind, year, month))


def _code(kind: PeriodKind, year: int, month: int) -> str:
    match kind:
        case PeriodKind.MONTH:
            return f"{year:04d}-{month:02d}"
        case PeriodKind.QUARTER:
            return f"{year:04d}-Q{(month + 2) // 3}"
        case PeriodKind.HALF_YEAR:
            return f"{year:04d}-H{(month + 5) // 6}"
        case PeriodKind.SCHOOL_YEAR:
            short = (year + 1) % 100
            is_month = 1 <= short <= _MONTHS_IN_YEAR
            return f"{year:04d}-{year + 1:04d}" if is_month else f"{year:04d}-{short:02d}"
        case _:
            return f"{year:04d}"


@dataclass(frozen=True, slots=True)
class DueRule:
    """The day on which a period falls due: so many days after its last day, or the next such day of the year after it.

    Exactly one of both: `days`, or `month` and `day`. 29 February is 28 February in years without it.
    """

    days: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse both, neither, and a day that no year has."""
        has_day = self.month is not None and self.day is not None
        if (self.days is None) != has_day or (self.month is None) != (self.day is None):
            raise _error("due", "Either a number of days or a day of the year says when a period falls due.", "")
        if self.days is not None and not 0 <= self.days <= LONGEST_DELAY:
            raise _error("days", f"The number of days has to lie between 0 and {LONGEST_DELAY}.", str(self.days))
        if self.month is not None and self.day is not None and not _is_day(self.month, self.day):
            raise _error("day", "There is no such day in any year.", f"{self.day}.{self.month}.")

    def due_on(self, period: Period) -> date:
        """Return the last day on which a delivery of the period is in time."""
        if self.days is not None:
            return period.last_day + timedelta(days=self.days)
        this_year = self._in(period.end.year)
        return this_year if this_year >= period.end else self._in(period.end.year + 1)

    def _in(self, year: int) -> date:
        month, day = self.month or 1, self.day or 1
        return date(year, month, min(day, monthrange(year, month)[1]))


def expectation(period: Period, rule: DueRule, *, on: date) -> Expectation:
    """Return how a period stands on a day: it can come as soon as it is over, and is late from the day after."""
    if on < period.end:
        return Expectation.UPCOMING
    return Expectation.DUE if on <= rule.due_on(period) else Expectation.OVERDUE


def _is_day(month: int, day: int) -> bool:
    leap_year = 2024
    return 1 <= month <= _MONTHS_IN_YEAR and 1 <= day <= monthrange(leap_year, month)[1]


def _error(detail: str, message: str, value: str) -> RhythmError:
    return RhythmError(f"rhythm.{detail}", message, value=value)
