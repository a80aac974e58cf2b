# SPDX-License-Identifier: EUPL-1.2
"""Which changes of a break of series are careful and which are bold, and between which periods a break lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

YES: Final = "yes"
NO: Final = "no"
_STRICTNESS: Final = MappingProxyType({YES: 0, "limited": 1, NO: 2})


@dataclass(frozen=True, slots=True)
class BreakTerms:
    """What a break forbids: between which starts of periods, and how strictly (``yes``, ``limited``, ``no``)."""

    start: date
    end: date
    comparable: str


def is_looser(before: BreakTerms | None, after: BreakTerms | None) -> bool:
    """Say whether readers may compare more after a change of a break than before.

    Parameters
    ----------
    before, after : BreakTerms or None
        The break before and after the change; None while it is not in force.

    Returns
    -------
    bool
        True when a break that limits or forbids comparison goes, gets less strict, or no longer covers all of the
        time that it covered. A new break and a stricter one are never looser.

    Examples
    --------
    >>> old = BreakTerms(date(2014, 12, 31), date(2016, 12, 31), "no")
    >>> is_looser(old, None), is_looser(None, old)
    (True, False)
    """
    if before is None or before.comparable == YES:
        return False
    if after is None or _STRICTNESS[after.comparable] < _STRICTNESS[before.comparable]:
        return True
    return after.start > before.start or after.end < before.end


def is_crossed(breaks: Iterable[tuple[date, date]], earlier: date, later: date) -> bool:
    """Say whether one of the breaks lies between two periods.

    Parameters
    ----------
    breaks : iterable of (date, date)
        Starts of the periods on both sides of each break.
    earlier, later : date
        Starts of the two periods.

    Returns
    -------
    bool
        True when a break begins before the later period and ends after the earlier one.
    """
    return any(start < later and end > earlier for start, end in breaks)


def lies_between(day: date, earlier: date, later: date) -> bool:
    """Say whether something that begins on a day separates two periods.

    Parameters
    ----------
    day : date
        The first day of the new law, method or source.
    earlier, later : date
        Last days of the two periods.

    Returns
    -------
    bool
        True when the earlier period is over on that day and the later one is not.
    """
    return earlier < day <= later
