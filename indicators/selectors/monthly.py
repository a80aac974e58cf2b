# SPDX-License-Identifier: EUPL-1.2
"""What was released, corrected and withdrawn in a month, for those at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Min, Q

from indicators.models import Release, ReleaseState
from sozialplanung.common.periods import parse

BERLIN = ZoneInfo("Europe/Berlin")


class Act(StrEnum):
    """What happened to the figures of an indicator and period."""

    RELEASED = "released"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class MonthEntry:
    """One indicator and period of which something changed on a day: the levels that it concerned, and by whom."""

    act: Act
    at: datetime
    organisation: str
    organisation_name: str
    indicator: str
    name: str
    period: str
    label: str
    levels: tuple[str, ...]
    by: str


def month_bounds(month: date) -> tuple[datetime, datetime]:
    """Return the first instant of a month in Germany, and the first after it."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    first, after = (datetime.combine(day, time(), BERLIN) for day in (month.replace(day=1), following))
    return first, after


def first_month(organisation_ids: Sequence[int]) -> date | None:
    """Return the month in which the first release of organisations came."""
    rows = Release.objects.filter(organisation_id__in=organisation_ids)
    first = rows.aggregate(first=Min("published_at"))["first"]
    return first.astimezone(BERLIN).date().replace(day=1) if first else None


def changes_in(organisation_ids: Sequence[int], month: date) -> tuple[MonthEntry, ...]:
    """Return what changed in a month, the latest first; levels of one act stand together, in two queries at most."""
    first, after = month_bounds(month)
    published = Q(published_at__gte=first, published_at__lt=after)
    ended = Q(state=ReleaseState.WITHDRAWN, ended_at__gte=first, ended_at__lt=after)
    rows = Release.objects.filter(published | ended, organisation_id__in=organisation_ids)
    rows = rows.select_related("organisation", "indicator", "definition", "period", "boundary_version__level")
    found: dict[tuple[Act, int, int, date], MonthEntry] = {}
    for release in rows.select_related("published_by").defer("payload", "gzipped").order_by("published_at", "pk"):
        if first <= release.published_at < after:
            act = Act.RELEASED if release.number == 1 else Act.CORRECTED
            _note(found, release, act, release.published_at)
        if release.state == ReleaseState.WITHDRAWN and release.ended_at and first <= release.ended_at < after:
            _note(found, release, Act.WITHDRAWN, release.ended_at)
    return tuple(sorted(found.values(), key=_latest_first))


def _latest_first(entry: MonthEntry) -> tuple[float, str, str, int]:
    day = entry.at.astimezone(BERLIN).date()
    return (-day.toordinal(), entry.organisation_name, entry.name, -parse(entry.period).start.toordinal())


def _note(found: dict[tuple[Act, int, int, date], MonthEntry], release: Release, act: Act, at: datetime) -> None:
    key = (act, release.indicator_id, release.period_id, at.astimezone(BERLIN).date())
    level = release.boundary_version.level.name_plural
    known = found.get(key)
    levels = tuple(dict.fromkeys([*(known.levels if known else ()), level]))
    found[key] = MonthEntry(
        act=act,
        at=max(at, known.at) if known else at,
        organisation=release.organisation.slug,
        organisation_name=release.organisation.name,
        indicator=release.indicator.slug,
        name=release.definition.name,
        period=release.period.code,
        label=parse(release.period.code).label(),
        levels=levels,
        by="" if act is Act.WITHDRAWN else release.published_by.name,
    )
