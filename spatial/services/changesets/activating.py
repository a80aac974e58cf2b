# SPDX-License-Identifier: EUPL-1.2
"""Makes approved boundaries current: all levels of the edition, their outlines and their neighbours, or nothing."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import F, FloatField, Func
from django.utils import timezone

from sozialplanung.audit.services import Subject, record
from spatial.errors import ChangesetError
from spatial.geometry.arrays import as_geometries
from spatial.geometry.hierarchy import NO_PARENT
from spatial.models import BoundaryVersion, Changeset, ChangesetState, UnitVersion
from spatial.services.changesets.checking import content_hash
from spatial.services.changesets.planning import edition_plan
from spatial.services.changesets.stored import stored_areas
from spatial.services.following import boundaries_in_force
from spatial.services.geometry_assets import build_geometry
from spatial.services.plans import LevelPlan
from spatial.services.preparation import PreparedLevel
from spatial.services.storing import StoredLevel, ensure_level, store
from spatial.services.versioning import close_version, lock_boundaries, overlaps_refused, refuse_overlap

_EAST = Func(F("label_point"), function="ST_X", output_field=FloatField())
_NORTH = Func(F("label_point"), function="ST_Y", output_field=FloatField())


def activate_changeset(*, changeset_id: int) -> None:
    """Store an approved edition; runs in the caller's transaction and does nothing when it is done.

    Raises
    ------
    ChangesetError
        ``spatial.changeset_differs`` when the content or what it builds upon is not what was signed.
    EditionConflictError
        When another edition took its time meanwhile.
    """
    changeset = Changeset.objects.select_for_update().get(pk=changeset_id)
    if changeset.state != ChangesetState.APPROVED:
        return
    with overlaps_refused():
        lock_boundaries(changeset.organisation)
        _refuse_differences(changeset)
        stored = _store_levels(changeset)
        for one in stored.values():
            build_geometry(boundary_version_id=one.outcome.boundary_version_id)
    changeset.state, changeset.activated_at = ChangesetState.ACTIVE, timezone.now()
    changeset.save(update_fields=["state", "activated_at"])
    _record(changeset, stored)
    if changeset.approved_by is not None:
        boundaries_in_force(changeset.organisation, changeset.approved_by, f"boundaries {changeset.pk}")


def _refuse_differences(changeset: Changeset) -> None:
    signature = changeset.signatures.filter(revision=changeset.revision).first()
    signed = signature.content_hash if signature else ""
    is_same = signed == changeset.content_hash == content_hash(changeset)
    if not is_same or not all(_is_as_before(changeset, level) for level in changeset.summary["levels"]):
        raise ChangesetError(
            "spatial.changeset_differs", "The boundaries are not those that were signed, or others came before them."
        )


def _is_as_before(changeset: Changeset, level: dict[str, Any]) -> bool:
    """Say whether a level still follows the version that it followed when it was checked."""
    versions = BoundaryVersion.objects.filter(
        organisation_id=changeset.organisation_id, level__slug=level["slug"], valid_from__lt=changeset.valid_from
    )
    if level["kind"] == "there":
        versions = BoundaryVersion.objects.filter(pk=level["before"])
    before = versions.order_by("-valid_from").first()
    until = before.valid_until.isoformat() if before and before.valid_until else None
    return (before.pk if before else None, until) == (level["before"], level["before_until"])


def _store_levels(changeset: Changeset) -> dict[str, StoredLevel]:
    edition = edition_plan(changeset)
    stored: dict[str, StoredLevel] = {}
    unit_ids: dict[str, tuple[int, ...]] = {}
    keys: dict[str, tuple[str, ...]] = {}
    for told in changeset.summary["levels"]:
        plan = _plan(told)
        if told["kind"] == "there":
            there = BoundaryVersion.objects.get(pk=told["before"])
            areas = stored_areas(there)
            keys[plan.slug], unit_ids[plan.slug] = areas.keys, areas.unit_ids
            continue
        above = plan.parent or ""
        prepared = _prepared(changeset, told, plan, (keys.get(above, ()), unit_ids.get(above, ())))
        level = ensure_level(changeset.organisation_id, plan)
        _close_before(changeset, told)
        refuse_overlap(level, edition)
        one = store(level, edition, prepared, unit_ids.get(above, ()))
        stored[plan.slug], unit_ids[plan.slug], keys[plan.slug] = one, one.unit_ids, prepared.keys
    return stored


def _close_before(changeset: Changeset, told: dict[str, Any]) -> None:
    before = BoundaryVersion.objects.filter(pk=told["before"]).first()
    if before is not None and before.valid_until is None:
        close_version(before, changeset.valid_from)


def _plan(told: dict[str, Any]) -> LevelPlan:
    return LevelPlan(
        told["slug"], told["name"], told["name_plural"], told["position"], told["parent"], told["hierarchy"]
    )


def _prepared(
    changeset: Changeset, told: dict[str, Any], plan: LevelPlan, above: tuple[Sequence[str], Sequence[int]]
) -> PreparedLevel:
    if told["kind"] == "kept":
        return _kept(changeset, told, plan, above[1])
    return _staged(changeset, told, plan, above[0])


def _staged(changeset: Changeset, told: dict[str, Any], plan: LevelPlan, above: Sequence[str]) -> PreparedLevel:
    rows = list(
        changeset.staged.filter(level=plan.slug)
        .order_by("position")
        .annotate(outline=AsWKB("geometry"), east=_EAST, north=_NORTH)
        .values_list("key", "name", "parent_key", "continues", "area_m2", "outline", "east", "north")
    )
    places = {key: place for place, key in enumerate(above)}
    return PreparedLevel(
        plan=plan,
        identity="by_key",
        keys=tuple(row[0] for row in rows),
        names=tuple(row[1] for row in rows),
        geometries=as_geometries(shapely.from_wkb([bytes(row[5]) for row in rows])),
        areas_m2=np.array([row[4] for row in rows]),
        labels=np.array([[row[6], row[7]] for row in rows]),
        parents=np.array([places.get(row[2], NO_PARENT) for row in rows], dtype=np.intp),
        report=_report(changeset, told),
        content_hash=changeset.content_hash,
        continues={row[0]: row[3] for row in rows if row[3]},
    )


def _kept(changeset: Changeset, told: dict[str, Any], plan: LevelPlan, above: Sequence[int]) -> PreparedLevel:
    """Take a level over as it was; its areas need their parents, which must still be there."""
    before = BoundaryVersion.objects.get(pk=told["before"])
    areas = stored_areas(before)
    places = {unit_id: place for place, unit_id in enumerate(above)}
    parents = [NO_PARENT if parent is None else places.get(parent, NO_PARENT) for parent in areas.parent_ids]
    orphans = [
        key
        for key, parent, place in zip(areas.keys, areas.parent_ids, parents, strict=True)
        if parent is not None and place == NO_PARENT
    ]
    if orphans:
        raise ChangesetError(
            "spatial.level_between",
            "A level in between has to come along.",
            level=plan.name,
            keys=", ".join(orphans[:5]),
        )
    rows = UnitVersion.objects.filter(memberships__boundary_version=before).order_by("memberships__position")
    facts = list(rows.annotate(east=_EAST, north=_NORTH).values_list("area_m2", "east", "north"))
    return PreparedLevel(
        plan=plan,
        identity="by_key",
        keys=areas.keys,
        names=areas.names,
        geometries=areas.geometries,
        areas_m2=np.array([row[0] for row in facts]),
        labels=np.array([[row[1], row[2]] for row in facts]),
        parents=np.array(parents, dtype=np.intp),
        report={**before.coverage_report, "content_hash": changeset.content_hash},
        content_hash=changeset.content_hash,
        continues={key: key for key in areas.keys},
    )


def _report(changeset: Changeset, told: dict[str, Any]) -> dict[str, Any]:
    """Return what the version keeps of the check: counts and the findings with place and size."""
    found = changeset.findings.filter(params__level=told["slug"])
    counts: dict[str, int] = {}
    issues = []
    for one in found:
        counts[one.code] = counts.get(one.code, 0) + 1
        place = [one.longitude, one.latitude]
        issues.append(
            {
                "kind": one.code,
                "keys": one.keys,
                "place": place,
                "area_m2": one.area_m2,
                "length_m": one.length_m,
                "reason": one.reason,
            }
        )
    return {
        "content_hash": changeset.content_hash,
        "changeset": str(changeset.uuid),
        "counts": counts,
        "issues": issues,
    }


def _record(changeset: Changeset, stored: dict[str, StoredLevel]) -> None:
    record(
        action="spatial.changeset_activated",
        by=changeset.approved_by,
        organisation=changeset.organisation,
        subject=Subject("spatial.edition", changeset.edition, changeset.name),
        details={
            "changeset": str(changeset.uuid),
            "content_hash": changeset.content_hash,
            "valid_from": changeset.valid_from.isoformat(),
            "valid_until": changeset.valid_until.isoformat() if changeset.valid_until else None,
            "levels": {
                slug: {
                    "areas": one.outcome.unit_count,
                    "new_units": one.outcome.new_units,
                    "extended_rows": one.outcome.extended_rows,
                }
                for slug, one in stored.items()
            },
        },
    )
