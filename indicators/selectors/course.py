# SPDX-License-Identifier: EUPL-1.2
"""Periods by their place in time: which one lies so many years before or after another."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from indicators.models import Period
from sozialplanung.common.periods import Period as PeriodValue
from sozialplanung.common.periods import PeriodKind

_LEAP_DAY: Final = (2, 29)


class Course:
    """All periods, or those that are given, by id."""

    def __init__(self, periods: Mapping[int, Period] | None = None) -> None:
        self.periods = {row.pk: row for row in Period.objects.all()} if periods is None else dict(periods)
        self._ids = {(row.kind, row.start): pk for pk, row in self.periods.items()}
        self._later: dict[int, dict[int, list[int]]] = {}

    def shifted(self, period_id: int, years: int) -> int | None:
        """Return the period so many years later (negative: earlier); None when there is none."""
        if not years:
            return period_id
        there = self.periods[period_id].as_value.years_earlier(-years)
        found = self._ids.get((there.kind.value, there.start))
        return self._on_leap_day(there) if found is None else found

    def _on_leap_day(self, there: PeriodValue) -> int | None:
        """Return the last day of February where it is counted at the end of months: the 29th stands for the 28th."""
        day = there.start + timedelta(days=1)
        if there.kind is not PeriodKind.REFERENCE_DATE or (day.month, day.day) != _LEAP_DAY:
            return None
        return self._ids.get((there.kind.value, day))

    def reading(self, period_id: int, years: int) -> tuple[int, ...]:
        """Return the periods that read this one when they look so many years back."""
        if years not in self._later:
            found: dict[int, list[int]] = {}
            for pk in self.periods:
                before = self.shifted(pk, -years)
                if before is not None:
                    found.setdefault(before, []).append(pk)
            self._later[years] = found
        return tuple(self._later[years].get(period_id, ()))
