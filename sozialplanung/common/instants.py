# SPDX-License-Identifier: EUPL-1.2
"""Instants from what a clock on the wall shows: a time that does not exist or exists twice is asked, never guessed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sozialplanung.common.errors import InvalidInputError


def instant_of(shown: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which the clocks of a zone show a time (without a zone of its own).

    Raises
    ------
    InvalidInputError
        ``instant.skipped`` where the clocks are put forward over that time, ``instant.twice`` where they are put back
        to it.
    """
    first, second = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    told = {"day": f"{shown:%d.%m.%Y}", "time": f"{shown:%H:%M}"}
    if first.astimezone(zone).replace(tzinfo=None) != shown:
        raise InvalidInputError("instant.skipped", "The clocks do not show this time on that day.", **told)
    raise InvalidInputError("instant.twice", "The clocks show this time twice on that day.", **told)
