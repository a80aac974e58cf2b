# SPDX-License-Identifier: EUPL-1.2
"""Reporting periods: their dates, the code in addresses and the German label."""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache, total_ordering

from sozialplanung.common.errors import InvalidInputError

FIRST_YEAR, LAST_YEAR = 1800, 2199
SCHOOL_YEAR_MONTH = 8
LAST_MONTH = 12

_MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)


class PeriodKind(StrEnum):
    """What stretch of time a figure speaks of."""

    REFERENCE_DATE = "reference_date"
    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    MONTH = "month"
    SCHOOL_YEAR = "school_year"


_MONTHS_LONG = {
    PeriodKind.YEAR: 12,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.QUARTER: 3,
    PeriodKind.MONTH: 1,
    PeriodKind.SCHOOL_YEAR: 12,
}


class PeriodError(InvalidInputError):
    """A text or two dates do not make a reporting period."""


@total_ordering
@dataclass(frozen=True)
class Period:
    """A reporting period from `start` (belongs to it) to `end` (the first day that does not)."""

    kind: PeriodKind
    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse dates that are not a period of this kind."""
        if not FIRST_YEAR <= self.start.year <= LAST_YEAR:
            raise _error("year", f"The year has to lie between {FIRST_YEAR} and {LAST_YEAR}.", self.start)
        if not self._starts_right() or self.end != _end_of(self.kind, self.start):
            raise _error("dates", f"These dates are no {self.kind.value}.", f"{self.start}/{self.end}")

    def __lt__(self, other: object) -> bool:
        """Order by start, then by end."""
        if not isinstance(other, Period):
            return NotImplemented
        return (self.start, self.end, self.kind.value) < (other.start, other.end, other.kind.value)

    def __str__(self) -> str:
        """Return the code."""
        return self.code

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    @property
    def year(self) -> int:
        """The year in which the period starts."""
        return self.start.year

    @property
    def code(self) -> str:
        """The one way to write the period in an address."""
        year, month = self.start.year, self.start.month
        match self.kind:
            case PeriodKind.REFERENCE_DATE:
                return self.start.isoformat()
            case PeriodKind.YEAR:
                return f"{year:04d}"
            case PeriodKind.HALF_YEAR:
                return f"{year:04d}-H{(month + 5) // 6}"
            case PeriodKind.QUARTER:
                return f"{year:04d}-Q{(month + 2) // 3}"
            case PeriodKind.MONTH:
                return f"{year:04d}-{month:02d}"
            case PeriodKind.SCHOOL_YEAR:
                return _school_year_code(year)

    def label(self) -> str:
        """Return the German label."""
        year, month = self.start.year, self.start.month
        match self.kind:
            case PeriodKind.REFERENCE_DATE:
                return f"{self.start:%d.%m.}{year}"
            case PeriodKind.YEAR:
                return str(year)
            case PeriodKind.HALF_YEAR:
                return f"{(month + 5) // 6}. Halbjahr {year}"
            case PeriodKind.QUARTER:
                return f"{(month + 2) // 3}. Quartal {year}"
            case PeriodKind.MONTH:
                return f"{_MONTHS[month - 1]} {year}"
            case PeriodKind.SCHOOL_YEAR:
                return f"Schuljahr {year}/{(year + 1) % 100:02d}"

    def years_earlier(self, years: int) -> "Period":
        """Return the same period so many years before; the 28th of February stands for a 29th that is not there."""
        year = self.start.year - years
        day = 28 if (self.start.month, self.start.day) == (2, 29) and not isleap(year) else self.start.day
        start = date(year, self.start.month, day)
        return Period(self.kind, start, _end_of(self.kind, start))

    def contains(self, day: date) -> bool:
        """Say whether the day belongs to the period."""
        return self.start <= day < self.end

    def _starts_right(self) -> bool:
        if self.kind is PeriodKind.REFERENCE_DATE:
            return True
        if self.kind is PeriodKind.SCHOOL_YEAR:
            return (self.start.month, self.start.day) == (SCHOOL_YEAR_MONTH, 1)
        return self.start.day == 1 and (self.start.month - 1) % _MONTHS_LONG[self.kind] == 0


_PATTERNS = (
    (PeriodKind.REFERENCE_DATE, re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII)),
    (PeriodKind.YEAR, re.compile(r"(?P<year>\d{4})", re.ASCII)),
    (PeriodKind.HALF_YEAR, re.compile(r"(?P<year>\d{4})-H(?P<part>[12])", re.ASCII)),
    (PeriodKind.QUARTER, re.compile(r"(?P<year>\d{4})-Q(?P<part>[1-4])", re.ASCII)),
    (PeriodKind.MONTH, re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])", re.ASCII)),
    (PeriodKind.SCHOOL_YEAR, re.compile(r"(?P<year>\d{4})-(?:\d{4}|\d\d)", re.ASCII)),
)


def parse(code: str) -> Period:
    """Return the period that the code of an address names; every period has exactly one code."""
    return _parsed(code)


# The same few codes stand in every slice and every break of a city.
@lru_cache(maxsize=4096)
def _parsed(code: str) -> Period:
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(code)
        if match:
            period = _from_groups(kind, code, match.groupdict())
            if period.code == code:
                return period
            break
    raise _error(
        "code",
        "This is no reporting period. Allowed are for instance "
        "2018-12-31, 2018, 2018-H1, 2018-Q3, 2018-07 and 2018-19.",
        code,
    )


def reference_date(day: date) -> Period:
    """Return the period of one day, a Stichtag."""
    return Period(PeriodKind.REFERENCE_DATE, day, day + timedelta(days=1))


def year_of(year: int) -> Period:
    """Return the period of one calendar year."""
    return _from_groups(PeriodKind.YEAR, str(year), {"year": str(year)})


def _from_groups(kind: PeriodKind, code: str, groups: dict[str, str | None]) -> Period:
    year = int(groups["year"] or 0)
    months_long = _MONTHS_LONG.get(kind, 1)
    if kind is PeriodKind.SCHOOL_YEAR:
        month = SCHOOL_YEAR_MONTH
    elif groups.get("part"):
        month = (int(groups["part"] or 1) - 1) * months_long + 1
    else:
        month = int(groups.get("month") or 1)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _error("year", f"The year has to lie between {FIRST_YEAR} and {LAST_YEAR}.", code)
    try:
        start = date(year, month, int(groups.get("day") or 1))
    except ValueError as error:
        raise _error("date", "There is no such day in the calendar.", code) from error
    return Period(kind, start, _end_of(kind, start))


def _end_of(kind: PeriodKind, start: date) -> date:
    if kind is PeriodKind.REFERENCE_DATE:
        return start + timedelta(days=1)
    months = start.year * 12 + (start.month - 1) + _MONTHS_LONG[kind]
    return date(months // 12, months % 12 + 1, 1)


def _school_year_code(year: int) -> str:
    short = (year + 1) % 100
    # 2001-02 is a month (ISO 8601), so the school year 2001/02 needs its long form.
    if 1 <= short <= LAST_MONTH:
        return f"{year:04d}-{year + 1:04d}"
    return f"{year:04d}-{short:02d}"


def _error(detail: str, message: str, value: object) -> PeriodError:
    return PeriodError(f"period.{detail}", message, value=str(value))
