# SPDX-License-Identifier: EUPL-1.2
"""What the API says about areas, before it is written as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from spatial.selectors import units
from spatial.selectors.geometries import assets
from spatial.selectors.rows import AssetRow, BoundaryVersionRow, UnitPlace

LICENCE_ADDRESSES = {
    "dl-de/by-2-0": "https://www.govdata.de/dl-de/by-2-0",
    "dl-de/zero-2-0": "https://www.govdata.de/dl-de/zero-2-0",
    "cc-by-3.0-de": "https://creativecommons.org/licenses/by/3.0/de/",
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who has to be named when something is used."""

    about: str
    publisher: str
    licence: str
    licence_url: str
    attribution: str
    as_of: str
    secured_by: str = ""


@dataclass(frozen=True, slots=True)
class OutlineAnswer:
    """The address of the outlines at one detail."""

    detail: str
    url: str
    size: int


@dataclass(frozen=True, slots=True)
class BoundaryVersionAnswer:
    """One boundary version with the addresses of its outlines."""

    level: str
    edition: str
    name: str
    valid_from: date
    valid_until: date | None
    is_current: bool
    unit_count: int
    order_hash: str
    publisher: str
    licence: str
    attribution: str
    note: str
    outlines: tuple[OutlineAnswer, ...]


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """One area in one boundary version."""

    level: str
    edition: str
    is_current: bool
    position: int
    key: str
    name: str
    parent: str | None
    area_m2: float
    longitude: float
    latitude: float


def attribution_of(version: BoundaryVersionRow) -> Attribution:
    """Return who has to be named for the boundaries."""
    return Attribution(
        about=f"{version.level}/{version.edition}",
        publisher=version.publisher,
        licence=version.licence,
        licence_url=LICENCE_ADDRESSES.get(version.licence, ""),
        attribution=version.attribution,
        as_of=version.name,
    )


def boundary_version_answers(
    organisation: str, versions: Iterable[BoundaryVersionRow]
) -> tuple[BoundaryVersionAnswer, ...]:
    """Return the versions with the addresses of the outlines that are built."""
    rows = list(versions)
    built = assets([row.id for row in rows])
    today = timezone.localdate()
    return tuple(_version_answer(organisation, row, built, today) for row in rows)


def unit_answers(places: Iterable[UnitPlace], siblings: Iterable[BoundaryVersionRow]) -> tuple[UnitAnswer, ...]:
    """Return the areas with the key of their parent, which one of the sibling versions holds."""
    above: dict[str, list[int]] = {}
    for version in siblings:
        above.setdefault(version.edition, []).append(version.id)
    today = timezone.localdate()
    return tuple(_unit_answer(place, above.get(place.version.edition, []), today) for place in places)


def outline_url(organisation: str, version: BoundaryVersionRow, asset: AssetRow) -> str:
    """Return the address of outlines; it names their content and never changes."""
    parts = {
        "organisation": organisation,
        "level": version.level,
        "edition": version.edition,
        "detail": asset.detail,
        "content_hash": asset.content_hash,
    }
    return reverse("spatial-api:geometry", kwargs=parts)


def _version_answer(
    organisation: str, row: BoundaryVersionRow, built: dict[tuple[int, str], AssetRow], today: date
) -> BoundaryVersionAnswer:
    found = [asset for (version_id, _), asset in sorted(built.items()) if version_id == row.id]
    return BoundaryVersionAnswer(
        level=row.level,
        edition=row.edition,
        name=row.name,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        is_current=row.is_valid_on(today),
        unit_count=row.unit_count,
        order_hash=row.order_hash,
        publisher=row.publisher,
        licence=row.licence,
        attribution=row.attribution,
        note=row.note,
        outlines=tuple(OutlineAnswer(one.detail, outline_url(organisation, row, one), one.size) for one in found),
    )


def _unit_answer(place: UnitPlace, version_ids: list[int], today: date) -> UnitAnswer:
    unit = place.unit
    return UnitAnswer(
        level=place.version.level,
        edition=place.version.edition,
        is_current=place.version.is_valid_on(today),
        position=unit.position,
        key=unit.key,
        name=unit.name,
        parent=_key_of(unit.parent_id, version_ids),
        area_m2=round(unit.area_m2, 1),
        longitude=round(unit.longitude, 6),
        latitude=round(unit.latitude, 6),
    )


def _key_of(unit_id: int | None, version_ids: list[int]) -> str | None:
    if unit_id is None:
        return None
    found = (units.unit_by_id(version_id, unit_id) for version_id in version_ids)
    return next((unit.key for unit in found if unit), None)
