# SPDX-License-Identifier: EUPL-1.2
"""Keeps what a coverage check found as JSON beside the boundary version."""

import math
from collections import Counter
from typing import Any

from spatial.geometry.hierarchy import ParentAssignment
from spatial.geometry.validation import CoverageIssue, CoverageReport

# The smallest remarks of a large level are counted, not listed.
LONGEST_LIST = 1000


def report_of(
    coverage: CoverageReport,
    parents: ParentAssignment | None,
    findings: tuple[dict[str, Any], ...],
    content_hash: str,
) -> dict[str, Any]:
    """Return counts, issues with place and size, doubts about parents and remarks of the reader."""
    conflicts = parents.conflicts if parents else ()
    return {
        "content_hash": content_hash,
        "metric_crs": coverage.metric_crs,
        "counts": dict(Counter(issue.kind.value for issue in coverage.issues)),
        "unsought": coverage.unsought,
        "unlisted": max(0, len(coverage.issues) - LONGEST_LIST),
        "issues": [_issue(issue) for issue in coverage.issues[:LONGEST_LIST]],
        "noise": {"count": coverage.noise_count, "area_m2": _number(coverage.noise_area_m2)},
        "parents": [
            {
                "kind": conflict.kind.value,
                "key": conflict.child,
                "by_key": conflict.by_key,
                "by_ground": conflict.by_ground,
                "share": _number(conflict.share, 4),
            }
            for conflict in conflicts[:LONGEST_LIST]
        ],
        "findings": list(findings[:LONGEST_LIST]),
    }


def _issue(issue: CoverageIssue) -> dict[str, Any]:
    longitude, latitude = issue.place
    return {
        "kind": issue.kind.value,
        "keys": list(issue.keys),
        "place": [_number(longitude, 6), _number(latitude, 6)],
        "area_m2": _number(issue.area_m2),
        "length_m": _number(issue.length_m),
        "parts": issue.parts,
        "reason": issue.reason,
    }


def _number(value: float, decimals: int = 1) -> float | None:
    return round(value, decimals) if math.isfinite(value) else None
