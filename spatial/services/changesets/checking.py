# SPDX-License-Identifier: EUPL-1.2
"""The check of a draft: its layers become levels ready to be stored, with everything that is to be looked at."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import Point
from django.db import transaction

from spatial.errors import ChangesetError
from spatial.geometry.arrays import Geometries, Integers, as_geometries
from spatial.geometry.dissolve import dissolve_all
from spatial.geometry.hierarchy import NO_PARENT, Areas, assign_named, label_points
from spatial.geometry.parentage import propose_by_column, propose_by_key
from spatial.geometry.projections import to_metric
from spatial.geometry.succession import NamedAreas
from spatial.geometry.validation import check_coverage
from spatial.models import Changeset, ChangesetFinding, ChangesetLayer, StagedUnit
from spatial.services.changesets import drafting, findings
from spatial.services.changesets.drawing import drawings
from spatial.services.changesets.findings import Found
from spatial.services.changesets.planning import PlannedLevel, planned_levels
from spatial.services.changesets.reading import ReadLayer, places_of, read_layer
from spatial.services.changesets.stored import stored_areas
from spatial.services.changesets.succeeding import Comparison, compared, everything_new
from spatial.services.preparation import LARGEST_SPECK_M2
from spatial.services.storing import SRID, known_outline, multipolygons

Report = Callable[[int, int], None]
_BATCH = 2000


@dataclass(slots=True, eq=False)
class CheckedLevel:
    """One level of the edition while it is checked; `parent_keys` are empty for the whole and for orphans."""

    planned: PlannedLevel
    keys: tuple[str, ...]
    names: tuple[str, ...]
    geometries: Geometries
    parent_keys: tuple[str, ...] = ()
    areas_m2: tuple[float, ...] = ()
    comparison: Comparison | None = None
    found: list[Found] = field(default_factory=list)
    told: list[ChangesetFinding] = field(default_factory=list)
    outcome: dict[str, Any] = field(default_factory=dict)

    @property
    def is_staged(self) -> bool:
        """Whether its areas come with this edition."""
        return self.planned.kind in {"brought", "whole"}


def check_changeset(*, changeset_id: int, revision: int, report: Report) -> None:
    """Read and check all layers of a draft, whole or not at all; done twice, it changes nothing.

    Raises
    ------
    ChangesetError
        When something was not said yet, or the levels do not fit together.
    """
    changeset = Changeset.objects.select_related("organisation").get(pk=changeset_id)
    if changeset.revision != revision or not changeset.is_open or changeset.summary:
        return
    layers = _answered(changeset)
    planned = planned_levels(changeset, layers)
    expected = None if changeset.may_lie_elsewhere else known_outline(changeset.organisation)
    levels = _checked(changeset, planned, expected, report)
    _tell(changeset, levels)
    with transaction.atomic():
        current = drafting.locked(changeset=changeset)
        if current.revision != revision:
            raise drafting.stale()
        _store(current, levels)
    report(len(planned), len(planned))


def content_hash(changeset: Changeset) -> str:
    """Return the hash of everything that an activation stores, as the database holds it."""
    facts = ("name", "edition", "publisher", "licence", "attribution", "note", "whole_key", "whole_name")
    told = [getattr(changeset, name) for name in facts]
    dates = [str(changeset.valid_from), str(changeset.valid_until)]
    digest = hashlib.sha256(json.dumps([*told, *dates, changeset.summary], sort_keys=True).encode())
    rows = changeset.staged.order_by("level", "position").annotate(outline=AsWKB("geometry"))
    for row in rows.values_list("level", "key", "name", "parent_key", "continues", "outline"):
        digest.update("\0".join(row[:-1]).encode() + b"\0")
        digest.update(bytes(row[-1]))
    return digest.hexdigest()


def _answered(changeset: Changeset) -> list[ChangesetLayer]:
    layers = list(changeset.layers.filter(is_taken=True).select_related("file"))
    missing = [str(layer) for layer in layers if not layer.is_answered]
    missing += changeset.files.filter(problem__isnull=False).values_list("name", flat=True)
    if missing or not layers:
        raise ChangesetError(
            "spatial.changeset_incomplete", "Not everything is said yet.", missing=", ".join(missing) or "–"
        )
    return layers


def _checked(
    changeset: Changeset, planned: Sequence[PlannedLevel], expected: shapely.Geometry | None, report: Report
) -> list[CheckedLevel]:
    read: dict[str, ReadLayer] = {}
    for place, one in enumerate(planned):
        report(place, len(planned))
        if one.layer is not None:
            read[one.plan.slug] = read_layer(one.layer, expected)
    levels: dict[str, CheckedLevel] = {}
    for one in planned:
        level = _level(changeset, one, read)
        above = levels.get(one.plan.parent or "")
        if one.layer is not None and level.keys:
            _check_level(level, read[one.plan.slug], above)
        levels[one.plan.slug] = level
    return list(levels.values())


def _level(changeset: Changeset, one: PlannedLevel, read: Mapping[str, ReadLayer]) -> CheckedLevel:
    if one.layer is not None:
        layer = read[one.plan.slug]
        level = CheckedLevel(one, layer.keys, layer.names, layer.geometries, found=list(layer.found))
        level.outcome = {"areas": len(layer.keys), "crs": layer.crs, "repairs": list(layer.repairs)}
        return level
    if one.before is not None:
        stored = stored_areas(one.before)
        return CheckedLevel(one, stored.keys, stored.names, stored.geometries)
    return _whole(changeset, one, read)


def _whole(changeset: Changeset, one: PlannedLevel, read: Mapping[str, ReadLayer]) -> CheckedLevel:
    """Dissolve the coarsest level that is brought."""
    below = next(layer for layer in read.values())
    total = dissolve_all(below.without_totals().geometries, largest_hole_m2=LARGEST_SPECK_M2) if below.keys else None
    shapes = as_geometries([total] if total is not None else [])
    keys = (changeset.whole_key or "0",)[: len(shapes)]
    names = (changeset.whole_name or changeset.organisation.name,)[: len(shapes)]
    level = CheckedLevel(one, keys, names, shapes, ("",) * len(shapes), comparison=everything_new(keys))
    level.areas_m2 = tuple(shapely.area(to_metric(shapes)).tolist()) if len(shapes) else ()
    return level


def _check_level(level: CheckedLevel, read: ReadLayer, above: CheckedLevel | None) -> None:
    clean = read.without_totals()
    coverage = check_coverage(clean.keys, clean.geometries)
    level.found += findings.of_coverage(coverage, clean.keys)
    sizes = dict(zip(clean.keys, coverage.areas_m2.tolist(), strict=True))
    level.areas_m2 = tuple(sizes.get(key, float("nan")) for key in level.keys)
    level.outcome["metric_crs"] = coverage.metric_crs
    _find_parents(level, read, above)
    before = level.planned.before
    coming = NamedAreas(level.keys, level.names, level.geometries)
    level.comparison = compared(stored_areas(before), coming) if before else everything_new(level.keys)
    level.found += level.comparison.found
    level.outcome |= {"counts": level.comparison.counts, "succession": list(level.comparison.rows)}


def _find_parents(level: CheckedLevel, read: ReadLayer, above: CheckedLevel | None) -> None:
    if above is None or not above.keys:
        level.parent_keys = ("",) * len(level.keys)
        return
    named = _named(level, read, above)
    own, parents = Areas(level.keys, level.geometries), Areas(above.keys, above.geometries)
    assigned = assign_named(own, parents, named)
    places = dict(zip(level.keys, places_of(level.geometries), strict=True))
    level.found += findings.of_parents(assigned, places, above.planned.plan.name)
    chosen = assigned.parents.tolist()
    level.parent_keys = tuple("" if place == NO_PARENT else above.keys[place] for place in chosen)
    level.outcome["parents"] = {
        "level": above.planned.plan.name,
        "rule": level.planned.answers.parents,
        "named": len(level.keys) if named is None else int((named != NO_PARENT).sum()),
    }


def _named(level: CheckedLevel, read: ReadLayer, above: CheckedLevel) -> Integers | None:
    """Return the parents that key or column names; None where the ground decides."""
    said = level.planned.answers
    if said.parents == "ground" or len(above.keys) == 1:
        return None
    if said.parents == "prefix":
        return propose_by_key(level.keys, above.keys).parents
    values = [row.get(said.parent_column) for row in read.properties]
    return propose_by_column(level.keys, values, above.keys, above.names).parents


def _tell(changeset: Changeset, levels: Sequence[CheckedLevel]) -> None:
    """Give the findings of all levels their numbers, the heaviest of each level first, and draw them where they lie."""
    reasons = dict(changeset.reasons.values_list("topic", "text"))
    number = 0
    for level in levels:
        for one in findings.listed(level.found):
            number += 1
            level.told.append(_finding(changeset, level.planned, number, one, reasons))
        layer = level.planned.layer
        if layer is not None and level.keys:
            own = Areas(level.keys, level.geometries)
            level.outcome["drawings"] = drawings(own, level.told, name=f"layer-{layer.number}", title=str(layer))


def _store(changeset: Changeset, levels: Sequence[CheckedLevel]) -> None:
    for level in levels:
        ChangesetFinding.objects.bulk_create(level.told, batch_size=_BATCH)
        if level.planned.layer is not None:
            level.planned.layer.outcome = level.outcome
            level.planned.layer.save(update_fields=["outcome"])
    has_errors = changeset.findings.filter(severity=ChangesetFinding.Severity.ERROR).exists()
    changeset.summary = {"levels": [_summary(level) for level in levels]}
    if not has_errors:
        for level in levels:
            if level.is_staged:
                _stage(changeset, level)
        changeset.content_hash = content_hash(changeset)
    changeset.save(update_fields=["summary", "content_hash", "changed_at"])


def topic_of(level: str, code: str) -> str:
    """Return what a reason speaks of: findings of one code in one level."""
    return f"{level}:{code}"


def _finding(
    changeset: Changeset, planned: PlannedLevel, number: int, one: Found, reasons: Mapping[str, str]
) -> ChangesetFinding:
    longitude, latitude = one.place or (None, None)
    return ChangesetFinding(
        changeset=changeset,
        layer=planned.layer,
        number=number,
        code=one.code,
        severity=one.severity,
        keys=list(one.keys),
        longitude=longitude,
        latitude=latitude,
        area_m2=one.area_m2,
        length_m=one.length_m,
        params={**one.params, "level": planned.plan.slug},
        reason=reasons.get(topic_of(planned.plan.slug, one.code), "") if one.severity == findings.WARNING else "",
    )


def _summary(level: CheckedLevel) -> dict[str, Any]:
    comparison = level.comparison
    return level.planned.to_json() | {
        "areas": len(level.keys),
        "counts": comparison.counts if comparison else {},
        "is_changed": comparison.is_changed if comparison else False,
        "layer": level.planned.layer.number if level.planned.layer else None,
        "crs": level.outcome.get("crs", ""),
        "parents": level.outcome.get("parents"),
    }


def _stage(changeset: Changeset, level: CheckedLevel) -> None:
    continues = level.comparison.continues if level.comparison else {}
    labels = label_points(level.geometries).tolist()
    rows = zip(level.keys, level.names, level.parent_keys, multipolygons(level.geometries), strict=True)
    staged = [
        StagedUnit(
            changeset=changeset,
            level=level.planned.plan.slug,
            position=position,
            key=key,
            name=name,
            parent_key=parent,
            continues=continues.get(key, ""),
            geometry=shape,
            label_point=Point(labels[position][0], labels[position][1], srid=SRID),
            area_m2=level.areas_m2[position],
        )
        for position, (key, name, parent, shape) in enumerate(rows)
    ]
    StagedUnit.objects.bulk_create(staged, batch_size=_BATCH)
