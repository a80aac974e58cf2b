# SPDX-License-Identifier: EUPL-1.2
"""What was taken out of force, as the audience is told that an organisation is read for: that it was, and when."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from indicators.selectors.released import released_rows
from indicators.selectors.sheets import OrganisationRef


@dataclass(frozen=True, slots=True)
class Gone:
    """Figures of one indicator, period and level that were withdrawn, and that nothing took the place of."""

    indicator: str
    period: str
    level: str
    edition: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What of one indicator went out of force at one moment."""

    indicator: str
    withdrawn_at: datetime
    gone: tuple[Gone, ...]


def withdrawals_of(organisation: OrganisationRef, *, indicator: str | None = None) -> tuple[Withdrawal, ...]:
    """Return what was withdrawn and is not there again, the newest first."""
    grouped = groupby(_gone(organisation, indicator), key=lambda each: (each.withdrawn_at, each.indicator))
    return tuple(Withdrawal(slug, at, tuple(gone)) for (at, slug), gone in grouped)


def withdrawn_at(organisation: OrganisationRef, *, indicator: str, period: str) -> datetime | None:
    """Return when the figures of a period were withdrawn; None where they were not, or others are there."""
    found = (each.withdrawn_at for each in _gone(organisation, indicator) if each.period == period)
    return next(found, None)


def _gone(organisation: OrganisationRef, indicator: str | None) -> list[Gone]:
    only, parameters = ("AND indicator = %s", [organisation.id, indicator]) if indicator else ("", [organisation.id])
    rows = released_rows(
        organisation.audience,
        "SELECT indicator, period, level, edition, withdrawn_at FROM indicators_published_withdrawn "  # noqa: S608 - constants only
        f"WHERE organisation_id = %s {only} "
        "ORDER BY withdrawn_at DESC, indicator, period_start DESC, level_position, edition DESC",
        parameters,
    )
    return [Gone(*row) for row in rows]
