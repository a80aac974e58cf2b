# SPDX-License-Identifier: EUPL-1.2
"""Areas to which readers without an account may subscribe, and what was released for everybody that tells of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from indicators.rendering.profile_numbers import Language, period_words
from indicators.selectors import published
from indicators.selectors.sheets import ReleaseRef
from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.selectors import organisation_by_id
from sozialplanung.common import periods
from sozialplanung.common.statuses import have_value
from spatial.selectors.levels import boundary_versions_of, present_version
from spatial.selectors.rows import UnitPlace
from spatial.selectors.units import unit_by_id

AREA: Final = "area"


@dataclass(frozen=True, slots=True)
class SubscribedArea:
    """An area by the id that it keeps, in all boundary versions that hold it, and in that of today or the newest."""

    organisation: Organisation
    place: UnitPlace
    positions: dict[int, int]


def subject_of(organisation: Organisation, unit_id: int) -> str:
    """Return how subscriptions name an area for good."""
    return f"{organisation.pk}:{unit_id}"


def subscribed_area(subject: str) -> SubscribedArea | None:
    """Return the area of a subscription; None where no published boundaries hold it any more."""
    organisation_id, unit_id = _ids(subject)
    organisation = organisation_by_id(organisation_id)
    rows = boundary_versions_of(organisation)
    units = {row.id: unit for row in rows if (unit := unit_by_id(row.id, unit_id))}
    if not units:
        return None
    version = present_version([row for row in rows if row.id in units])
    positions = {version_id: unit.position for version_id, unit in units.items()}
    return SubscribedArea(organisation, UnitPlace(version, units[version.id]), positions)


def newest_by_area(subjects: Iterable[str]) -> dict[str, datetime]:
    """Return when something was last released for everybody on boundaries that hold an area, where anything was.

    Each organisation is looked at once, however many of its areas are asked for.
    """
    found: dict[str, datetime] = {}
    newest: dict[int, dict[int, datetime]] = {}
    for subject in subjects:
        organisation_id, unit_id = _ids(subject)
        if organisation_id not in newest:
            newest[organisation_id] = _newest_by_version(organisation_by_id(organisation_id))
        times = [at for version, at in newest[organisation_id].items() if unit_by_id(version, unit_id)]
        if times:
            found[subject] = max(times)
    return found


def _newest_by_version(organisation: Organisation) -> dict[int, datetime]:
    newest: dict[int, datetime] = {}
    for ref in published.releases_of(organisation):
        newest[ref.boundary_version_id] = max(ref.published_at, newest.get(ref.boundary_version_id, ref.published_at))
    return newest


def organisation_of(subject: str) -> int:
    """Return the id of the organisation of a subscribed area."""
    return _ids(subject)[0]


def _ids(subject: str) -> tuple[int, int]:
    organisation_id, _colon, unit_id = subject.partition(":")
    return int(organisation_id), int(unit_id)


def told_of(area: SubscribedArea, since: datetime, until: datetime, language: Language) -> list[tuple[str, list[str]]]:
    """Return indicators with the periods of which figures of an area were released after one moment and up to another.

    Of what is in force at this moment alone; what is kept secret or missing in this area is not told.
    """
    refs = [ref for ref in _releases(area) if since < ref.published_at <= until]
    contents = published.slice_contents(refs)
    told = [
        ref
        for ref in refs
        if ref.id in contents and bool(have_value(contents[ref.id].status)[area.positions[ref.boundary_version_id]])
    ]
    found = [
        (sheet.definition.name, _periods([ref for ref in told if ref.indicator == sheet.slug], language))
        for sheet in published.indicators_of(area.organisation)
    ]
    return [(name, words) for name, words in found if words]


def _releases(area: SubscribedArea) -> list[ReleaseRef]:
    return [ref for ref in published.releases_of(area.organisation) if ref.boundary_version_id in area.positions]


def _periods(refs: Iterable[ReleaseRef], language: Language) -> list[str]:
    """Return the periods once each, the newest first."""
    codes = {ref.period: ref.period_start for ref in refs}
    ordered = sorted(codes, key=lambda code: codes[code], reverse=True)
    return [period_words(periods.parse(code), language) for code in ordered]
