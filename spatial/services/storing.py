# SPDX-License-Identifier: EUPL-1.2
"""Stores one prepared level: units, dated rows, the boundary version and its frozen order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point

from sozialplanung.accounts.models import Organisation
from spatial.errors import EditionConflictError
from spatial.geometry.arrays import Geometries
from spatial.geometry.dissolve import dissolve_all
from spatial.geometry.hierarchy import NO_PARENT
from spatial.models import BoundaryMember, BoundaryVersion, Level, Unit, UnitVersion
from spatial.services.plans import EditionPlan, ImportedLevel, LevelPlan
from spatial.services.preparation import PreparedLevel

SRID = 4326
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class StoredLevel:
    """A level after an import, with the ids that the level below needs for its parents."""

    outcome: ImportedLevel
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _KnownRow:
    """A dated row that held before: the row of the same area, if it still says the same."""

    id: int
    unit_id: int
    key: str
    name: str
    parent_id: int | None
    valid_until: date | None
    outline: bytes


@dataclass(frozen=True, slots=True)
class _Place:
    """One place of the frozen order while it is being filled."""

    key: str
    name: str
    parent_id: int | None
    outline: bytes
    label: tuple[float, float]
    area_m2: float


def known_outline(organisation: Organisation) -> shapely.Geometry | None:
    """Return the outline of the newest edition of an organisation's coarsest level, None without any."""
    versions = BoundaryVersion.objects.filter(organisation=organisation)
    newest = versions.order_by("level__position", "-valid_from").first()
    if newest is None:
        return None
    rows = UnitVersion.objects.filter(memberships__boundary_version=newest).annotate(outline=AsWKB("geometry"))
    outlines = shapely.from_wkb([bytes(outline) for outline in rows.values_list("outline", flat=True)])
    return dissolve_all(np.array(outlines, dtype=object))


def ensure_level(organisation_id: int, plan: LevelPlan) -> Level:
    """Return the level, made if missing; refuse one that stands elsewhere in the hierarchy."""
    parent = Level.objects.filter(organisation_id=organisation_id, slug=plan.parent).first() if plan.parent else None
    stored, _ = Level.objects.get_or_create(
        organisation_id=organisation_id,
        slug=plan.slug,
        defaults={
            "hierarchy": plan.hierarchy,
            "position": plan.position,
            "parent": parent,
            "name": plan.name,
            "name_plural": plan.name_plural,
            "key_pattern": plan.key_pattern,
        },
    )
    was = (stored.hierarchy, stored.position, stored.parent_id)
    if was != (plan.hierarchy, plan.position, parent.pk if parent else None):
        raise EditionConflictError(
            "spatial.level_differs",
            "The level is there already with another place in the hierarchy.",
            level=plan.slug,
            stored=f"{stored.hierarchy}/{stored.position}",
            given=f"{plan.hierarchy}/{plan.position}",
        )
    return stored


def stored_before(level: Level, edition: EditionPlan, prepared: PreparedLevel) -> StoredLevel | None:
    """Return the version that an earlier import of the same content stored; refuse other content."""
    version = BoundaryVersion.objects.filter(level=level, edition=edition.edition).first()
    if version is None:
        return None
    if version.coverage_report.get("content_hash") != prepared.content_hash:
        raise EditionConflictError(
            "spatial.edition_differs",
            "The edition is there already with other content.",
            edition=edition.edition,
            level=level.name,
        )
    return StoredLevel(_outcome(prepared, version.pk, is_new=False), tuple(version.unit_ids))


def store(level: Level, edition: EditionPlan, prepared: PreparedLevel, above: Sequence[int]) -> StoredLevel:
    """Store a version that is not there yet; `above` holds the unit ids of the level above in its order."""
    places = _places(prepared, above)
    known = _continued(prepared, _known_rows(level, edition.valid_from)) if prepared.identity == "by_key" else {}
    new_keys = [place.key for place in places if place.key not in known]
    unit_ids = {key: row.unit_id for key, row in known.items()} | _new_units(level, new_keys)
    extended = {place.key: known[place.key].id for place in places if _is_unchanged(place, known, edition)}
    rows = extended | _new_rows(level, edition, [place for place in places if place.key not in extended], unit_ids)
    UnitVersion.objects.filter(id__in=extended.values()).update(valid_until=edition.valid_until)
    order = tuple(unit_ids[place.key] for place in places)
    version = _version(level, edition, prepared, order)
    members = [
        BoundaryMember(
            organisation_id=level.organisation_id,
            boundary_version=version,
            position=position,
            unit_version_id=rows[place.key],
        )
        for position, place in enumerate(places)
    ]
    BoundaryMember.objects.bulk_create(members, batch_size=_BATCH)
    outcome = _outcome(prepared, version.pk, is_new=True, new_units=len(new_keys), extended_rows=len(extended))
    return StoredLevel(outcome, order)


def _places(prepared: PreparedLevel, above: Sequence[int]) -> list[_Place]:
    parents = [None if place == NO_PARENT else above[place] for place in prepared.parents.tolist()]
    return [
        _Place(key, name, parent, outline, (float(label[0]), float(label[1])), float(area))
        for key, name, parent, outline, label, area in zip(
            prepared.keys,
            prepared.names,
            parents,
            _outlines(prepared.geometries),
            prepared.labels,
            prepared.areas_m2,
            strict=True,
        )
    ]


def _outlines(geometries: Geometries) -> list[bytes]:
    multi = [
        shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape]) for shape in geometries.tolist()
    ]
    return [bytes(outline) for outline in shapely.to_wkb(multi, byte_order=1, output_dimension=2)]


def _continued(prepared: PreparedLevel, before: dict[str, _KnownRow]) -> dict[str, _KnownRow]:
    """Return for each key the row of the area that it goes on: of the same key, unless a person confirmed another."""
    if prepared.continues is None:
        return before
    return {key: before[old] for key, old in prepared.continues.items() if old in before}


def _known_rows(level: Level, day: date) -> dict[str, _KnownRow]:
    """Return the rows of the version before that day by key; of the first one after it when there is none before."""
    versions = BoundaryVersion.objects.filter(level=level)
    before = versions.filter(valid_from__lt=day).order_by("-valid_from").first()
    nearest = before or versions.order_by("valid_from").first()
    if nearest is None:
        return {}
    rows = UnitVersion.objects.filter(memberships__boundary_version=nearest).annotate(outline=AsWKB("geometry"))
    values = rows.values_list("key", "id", "unit_id", "name", "parent_id", "valid_until", "outline")
    return {row[0]: _KnownRow(row[1], row[2], row[0], row[3], row[4], row[5], bytes(row[6])) for row in values}


def _is_unchanged(place: _Place, known: dict[str, _KnownRow], edition: EditionPlan) -> bool:
    row = known.get(place.key)
    return row is not None and (
        row.valid_until == edition.valid_from
        and (row.key, row.name, row.parent_id) == (place.key, place.name, place.parent_id)
        and row.outline == place.outline
    )


def _new_units(level: Level, keys: list[str]) -> dict[str, int]:
    units = [Unit(organisation_id=level.organisation_id, level=level) for _ in keys]
    stored = Unit.objects.bulk_create(units, batch_size=_BATCH)
    return {key: unit.pk for key, unit in zip(keys, stored, strict=True)}


def _new_rows(level: Level, edition: EditionPlan, places: list[_Place], unit_ids: dict[str, int]) -> dict[str, int]:
    rows = [
        UnitVersion(
            organisation_id=level.organisation_id,
            level=level,
            unit_id=unit_ids[place.key],
            key=place.key,
            name=place.name,
            parent_id=place.parent_id,
            valid_from=edition.valid_from,
            valid_until=edition.valid_until,
            geometry=_multipolygon(place.outline),
            label_point=Point(*place.label, srid=SRID),
            area_m2=place.area_m2,
        )
        for place in places
    ]
    stored = UnitVersion.objects.bulk_create(rows, batch_size=_BATCH)
    return {place.key: row.pk for place, row in zip(places, stored, strict=True)}


def multipolygons(geometries: Geometries) -> list[MultiPolygon]:
    """Return outlines as the database takes them."""
    return [_multipolygon(outline) for outline in _outlines(geometries)]


def _multipolygon(outline: bytes) -> MultiPolygon:
    shape = GEOSGeometry(memoryview(outline), srid=SRID)
    if not isinstance(shape, MultiPolygon):
        raise TypeError(shape.geom_type)
    return shape


def _version(level: Level, edition: EditionPlan, prepared: PreparedLevel, order: tuple[int, ...]) -> BoundaryVersion:
    return BoundaryVersion.objects.create(
        organisation_id=level.organisation_id,
        level=level,
        edition=edition.edition,
        name=edition.name,
        valid_from=edition.valid_from,
        valid_until=edition.valid_until,
        unit_ids=list(order),
        order_hash=prepared.order_hash,
        coverage_report=prepared.report,
        publisher=edition.publisher,
        licence=edition.licence,
        attribution=edition.attribution,
        note=edition.note,
    )


def _outcome(
    prepared: PreparedLevel, version_id: int, *, is_new: bool, new_units: int = 0, extended_rows: int = 0
) -> ImportedLevel:
    return ImportedLevel(
        level=prepared.plan.slug,
        boundary_version_id=version_id,
        is_new=is_new,
        unit_count=len(prepared.keys),
        new_units=new_units,
        extended_rows=extended_rows,
        issue_count=sum(prepared.report["counts"].values()),
    )
