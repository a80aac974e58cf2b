# SPDX-License-Identifier: EUPL-1.2
"""What the check found, weighed: what has to be corrected, what needs a reason, what only informs."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from spatial.geometry.hierarchy import ConflictKind, ParentAssignment
from spatial.geometry.problems import Problem
from spatial.geometry.validation import CoverageIssue, CoverageReport, IssueKind
from spatial.models import ChangesetFinding

ERROR, WARNING, NOTE = (choice.value for choice in ChangesetFinding.Severity)
# Beyond it an overlap cannot be a matter of drawing: as in imports without pages.
LARGEST_OVERLAP_M2: Final = 1_000_000.0
# From here on a person has to say why it is right: an enclave, a lake, land that belongs to nobody.
NOTABLE_M2: Final = 10_000.0
NOTABLE_SHARE: Final = 0.01
MOST_LISTED: Final = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """One finding before it is stored; `place` is longitude and latitude, None where there is none."""

    code: str
    severity: str
    keys: tuple[str, ...] = ()
    place: tuple[float, float] | None = None
    area_m2: float | None = None
    length_m: float | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


def of_problem(problem: Problem, severity: str, place: tuple[float, float] | None = None) -> Found:
    """Return a problem of a reader or of a projection as a finding."""
    key = problem.place.key
    params = dict(problem.parameters) | {"feature": problem.place.feature}
    return Found(problem.code, severity, (key,) if key else (), _on_earth(place), params=params)


def of_coverage(report: CoverageReport, keys: Sequence[str]) -> list[Found]:
    """Return the defects of a coverage, but for invalid outlines, which a person decides on one by one."""
    sizes = dict(zip(keys, report.areas_m2.tolist(), strict=True))
    found = [_issue(issue, sizes) for issue in report.issues if issue.kind is not IssueKind.INVALID]
    if report.unsought:
        found.append(Found("spatial.found_everywhere", ERROR, params={"count": report.unsought}))
    if report.noise_count:
        params = {"count": report.noise_count, "noise_m2": round(report.noise_area_m2, 2)}
        found.append(Found("spatial.found_noise", NOTE, params=params))
    return found


def of_parents(assigned: ParentAssignment, places: Mapping[str, tuple[float, float]], above: str) -> list[Found]:
    """Return the doubts about parents, each where its area lies."""
    return [
        Found(
            f"spatial.found_{conflict.kind.value}",
            ERROR if conflict.kind is ConflictKind.NO_PARENT else WARNING,
            (conflict.child,),
            _on_earth(places.get(conflict.child)),
            params={
                "parent": above,
                "by_key": conflict.by_key or "–",
                "by_ground": conflict.by_ground or "–",
                "share": None if math.isnan(conflict.share) else round(100 * conflict.share, 1),
            },
        )
        for conflict in assigned.conflicts
    ]


def listed(found: Iterable[Found]) -> list[Found]:
    """Return the findings in the order of their weight, the largest first; the many small ones are cut and counted."""
    order = {ERROR: 0, WARNING: 1, NOTE: 2}
    ordered = sorted(found, key=lambda one: (order[one.severity], -(one.area_m2 or 0.0)))
    if len(ordered) <= MOST_LISTED:
        return ordered
    more = Found("spatial.found_more", NOTE, params={"count": len(ordered) - MOST_LISTED})
    return [*ordered[:MOST_LISTED], more]


def _issue(issue: CoverageIssue, sizes: Mapping[str, float]) -> Found:
    return Found(
        f"spatial.found_{issue.kind.value}",
        _severity(issue, sizes),
        issue.keys,
        _on_earth(issue.place),
        None if math.isnan(issue.area_m2) else round(issue.area_m2, 1),
        None if math.isnan(issue.length_m) else round(issue.length_m, 1),
        {"parts": issue.parts} if issue.parts else {},
    )


def _severity(issue: CoverageIssue, sizes: Mapping[str, float]) -> str:
    if issue.kind in {IssueKind.EMPTY, IssueKind.DUPLICATE_KEY}:
        return ERROR
    if issue.kind in {IssueKind.OVERLAP, IssueKind.SLIVER_OVERLAP}:
        if issue.area_m2 > LARGEST_OVERLAP_M2:
            return ERROR
        smallest = min((sizes.get(key, np.inf) for key in issue.keys), default=np.inf)
        return WARNING if issue.area_m2 >= NOTABLE_M2 or issue.area_m2 >= NOTABLE_SHARE * smallest else NOTE
    if issue.kind in {IssueKind.GAP, IssueKind.SLIVER_GAP}:
        return WARNING if issue.area_m2 >= NOTABLE_M2 else NOTE
    return NOTE


def _on_earth(place: tuple[float, float] | None) -> tuple[float, float] | None:
    if place is None or not all(map(math.isfinite, place)):
        return None
    return round(place[0], 6), round(place[1], 6)
