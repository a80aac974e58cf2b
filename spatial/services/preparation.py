# SPDX-License-Identifier: EUPL-1.2
"""Reads and checks the levels of an edition before anything is stored: files in, areas in frozen order out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from spatial.errors import BoundariesRefusedError, EditionError
from spatial.geometry.arrays import Floats, Geometries, Integers, as_geometries
from spatial.geometry.dissolve import dissolve_all
from spatial.geometry.hierarchy import NO_PARENT, Areas, ParentAssignment, assign_parents, label_points
from spatial.geometry.problems import SpatialError
from spatial.geometry.projections import to_longitude_latitude
from spatial.geometry.repair import apply_repairs, propose_repairs
from spatial.geometry.validation import CoverageReport, IssueKind, check_coverage
from spatial.readers import read_boundaries
from spatial.services.coverage_reports import report_of
from spatial.services.plans import EditionPlan, Identity, ImportOptions, LevelFile, LevelPlan, Whole
from spatial.services.sentences import place_of

# A union of levels that do not match would be full of specks; larger holes are true enclaves.
LARGEST_SPECK_M2 = 100_000.0
HASHED_DECIMALS = 9


@dataclass(frozen=True, slots=True, eq=False)
class PreparedLevel:
    """One level ready to be stored: areas ordered by key, each with the place of its parent in the level above.

    `continues` names for a key the key of the area before that it goes on; None where equal keys say it.
    """

    plan: LevelPlan
    identity: Identity
    keys: tuple[str, ...]
    names: tuple[str, ...]
    geometries: Geometries
    areas_m2: Floats
    labels: Floats
    parents: Integers
    report: dict[str, Any]
    content_hash: str
    continues: Mapping[str, str] | None = None

    @property
    def order_hash(self) -> str:
        """The hash of the frozen order: level and keys."""
        return hashlib.sha256("\n".join([self.plan.slug, *self.keys]).encode()).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class _Areas:
    """Areas ordered by key, with what was found in their file."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    geometries: Geometries
    findings: tuple[dict[str, Any], ...]


def prepare(
    edition: EditionPlan,
    files: Sequence[LevelFile | Whole],
    options: ImportOptions,
    expected: shapely.Geometry | None = None,
) -> tuple[PreparedLevel, ...]:
    """Read, project and check all levels, coarsest first; all of them must lie inside the expected outline, if any.

    Raises
    ------
    BoundariesRefusedError
        With everything that is wrong with the first file that is refused.
    EditionError
        When the levels do not follow each other.
    """
    _check_plans(edition, files)
    read = [_read(file, options, expected) if isinstance(file, LevelFile) else None for file in files]
    prepared: dict[str, PreparedLevel] = {}
    for place, file in enumerate(files):
        areas = read[place] or _whole(file, read[place + 1])
        parent = prepared.get(file.level.parent or "")
        prepared[file.level.slug] = _prepared(edition, file, areas, parent, options)
    return tuple(prepared.values())


def _check_plans(edition: EditionPlan, files: Sequence[LevelFile | Whole]) -> None:
    if not files:
        raise EditionError("spatial.edition_empty", "An edition needs at least one level.")
    if edition.valid_until is not None and edition.valid_until <= edition.valid_from:
        raise EditionError(
            "spatial.edition_dates",
            "The edition ends before it starts.",
            valid_from=edition.valid_from.isoformat(),
            valid_until=edition.valid_until.isoformat(),
        )
    seen: set[str] = set()
    for file in files:
        if file.level.slug in seen or (file.level.parent is not None and file.level.parent not in seen):
            raise EditionError(
                "spatial.level_order",
                "A level stands twice or before the level above it.",
                level=file.level.slug,
            )
        seen.add(file.level.slug)
    if any(isinstance(one, Whole) and isinstance(other, Whole) for one, other in pairwise([*files, files[0]])):
        raise EditionError("spatial.whole_without_areas", "The whole is made from the areas of the file after it.")


def _read(file: LevelFile, options: ImportOptions, expected: shapely.Geometry | None) -> _Areas:
    try:
        table = read_boundaries(file.content, file.selection, options.limits)
        geometries = to_longitude_latitude(table.geometries, table.crs, expected)
    except SpatialError as error:
        raise BoundariesRefusedError(error.problems, place=place_of(file.level, error.problems[0])) from error
    order = sorted(range(len(table)), key=lambda place: table.keys[place])
    findings = tuple({"code": found.code, "place": str(found.place)} for found in table.findings)
    areas = _Areas(
        tuple(table.keys[place] for place in order),
        tuple(table.names[place] for place in order),
        geometries[order],
        findings,
    )
    return _repaired(file.level, areas) if options.repair else areas


def _repaired(level: LevelPlan, areas: _Areas) -> _Areas:
    proposals = propose_repairs(areas.geometries)
    blocked = [areas.keys[proposal.position] for proposal in proposals if proposal.is_blocked]
    if blocked:
        raise EditionError(
            "spatial.repair_changes_area",
            "A repair would change the area by more than 0.1 %.",
            keys=", ".join(blocked[:20]),
            count=len(blocked),
            place=level.name,
        )
    notes = tuple(
        {"code": "spatial.repaired", "place": areas.keys[one.position], "reason": one.reason} for one in proposals
    )
    geometries = apply_repairs(areas.geometries, proposals)
    return _Areas(areas.keys, areas.names, geometries, (*areas.findings, *notes))


def _whole(file: LevelFile | Whole, below: _Areas | None) -> _Areas:
    if not isinstance(file, Whole) or below is None:
        raise EditionError("spatial.whole_without_areas", "The whole is made from the areas of the file after it.")
    total = dissolve_all(below.geometries, largest_hole_m2=LARGEST_SPECK_M2)
    return _Areas((file.key,), (file.name,), as_geometries([total]), ())


def _prepared(
    edition: EditionPlan,
    file: LevelFile | Whole,
    areas: _Areas,
    parent: PreparedLevel | None,
    options: ImportOptions,
) -> PreparedLevel:
    coverage = check_coverage(areas.keys, areas.geometries)
    _refuse_defects(file.level, coverage, options)
    assigned = _parents(file, areas, parent)
    content_hash = _content_hash(edition, file, areas, parent.keys if parent else (), assigned)
    return PreparedLevel(
        plan=file.level,
        identity="by_key" if isinstance(file, Whole) else file.identity,
        keys=areas.keys,
        names=areas.names,
        geometries=areas.geometries,
        areas_m2=coverage.areas_m2,
        labels=label_points(areas.geometries),
        parents=np.full(len(areas.keys), NO_PARENT) if assigned is None else assigned.parents,
        report=report_of(coverage, assigned, areas.findings, content_hash),
        content_hash=content_hash,
    )


def _refuse_defects(level: LevelPlan, coverage: CoverageReport, options: ImportOptions) -> None:
    """Refuse areas without ground and defects of the size of a district; invalid outlines are told, not refused."""
    if coverage.unsought:
        raise _no_partition(level, coverage)
    stopping = [
        issue
        for issue in coverage.blocking(largest_defect_m2=options.largest_defect_m2)
        if issue.kind is not IssueKind.INVALID
    ]
    if not stopping:
        return
    worst = stopping[0]
    raise EditionError(
        f"spatial.coverage_{worst.kind.value}",
        "The areas do not fit together.",
        area=round(worst.area_m2) if np.isfinite(worst.area_m2) else 0,
        keys=", ".join(worst.keys[:5]),
        count=len(stopping),
        limit=round(options.largest_defect_m2),
        place=level.name,
    )


def _no_partition(level: LevelPlan, coverage: CoverageReport) -> EditionError:
    overlaps = coverage.of_kind(IssueKind.OVERLAP, IssueKind.SLIVER_OVERLAP)
    shown = overlaps[:5]
    return EditionError(
        "spatial.coverage_everywhere",
        "Too many areas lie on each other.",
        keys="; ".join(" / ".join(issue.keys) for issue in shown),
        more=len(overlaps) - len(shown) + coverage.unsought,
        place=level.name,
    )


def _parents(file: LevelFile | Whole, areas: _Areas, parent: PreparedLevel | None) -> ParentAssignment | None:
    if parent is None:
        return None
    is_by_key = isinstance(file, LevelFile) and file.parents == "key" and len(parent.keys) > 1
    above = Areas(parent.keys, parent.geometries)
    assigned = assign_parents(Areas(areas.keys, areas.geometries), above, by_key=is_by_key)
    orphans = [areas.keys[place] for place in np.flatnonzero(assigned.parents == NO_PARENT).tolist()]
    if orphans:
        raise EditionError(
            "spatial.parent_missing",
            "Some areas have no parent in the level above.",
            count=len(orphans),
            parent=parent.plan.name,
            keys=", ".join(orphans[:5]),
            place=file.level.name,
        )
    return assigned


def _content_hash(
    edition: EditionPlan,
    file: LevelFile | Whole,
    areas: _Areas,
    parent_keys: tuple[str, ...],
    assigned: ParentAssignment | None,
) -> str:
    """Hash what the level says, whatever the order of the file; the whole follows from the level below it."""
    parents = [] if assigned is None else [parent_keys[place] for place in assigned.parents.tolist()]
    told = [repr(edition), repr(file.level), *areas.keys, *areas.names, *parents]
    digest = hashlib.sha256("\0".join(told).encode())
    if isinstance(file, LevelFile):
        digest.update(file.identity.encode())
        # Rounded far below a millimetre: another version of PROJ must not make it another edition.
        rounded = shapely.transform(areas.geometries, lambda points: np.round(points, HASHED_DECIMALS) + 0.0)
        for outline in shapely.to_wkb(shapely.normalize(rounded), byte_order=1):
            digest.update(outline)
    return digest.hexdigest()
