# SPDX-License-Identifier: EUPL-1.2
"""Checks whether areas tile the ground: every defect with its kind, keys, place and size in metres."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import coordinates, polygonal, valid_ground
from spatial.geometry.projections import from_metric, metric_crs, to_metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.arrays import Booleans, Floats, Geometries, Integers


MOST_PAIRS_PER_AREA = 10
LEAST_MOST_PAIRS = 2_000


class IssueKind(StrEnum):
    """What kind of defect a coverage has."""

    EMPTY = "empty"
    INVALID = "invalid"
    DUPLICATE_KEY = "duplicate_key"
    OVERLAP = "overlap"
    SLIVER_OVERLAP = "sliver_overlap"
    GAP = "gap"
    SLIVER_GAP = "sliver_gap"
    UNMATCHED_BORDER = "unmatched_border"
    SEVERAL_PARTS = "several_parts"


@dataclass(frozen=True, slots=True)
class Tolerances:
    """From which size on a defect is told.

    ``least_area_m2``: smaller overlaps and gaps are rounding noise, counted but not listed.
    ``sliver_width_m``: an overlap or gap whose mean width 2A/P is less is a sliver.
    ``border_gap_m``: borders nearer than this that do not match are told as unmatched.
    """

    least_area_m2: float = 1.0
    sliver_width_m: float = 2.0
    border_gap_m: float = 1.0


@dataclass(frozen=True, slots=True)
class CoverageIssue:
    """One defect.

    ``place`` is (longitude, latitude), NaN where an area has none; ``area_m2`` is NaN where a kind
    has no area; ``length_m`` is the length of an unmatched border, else NaN; ``parts`` counts the
    parts of an area with several; ``reason`` is GEOS' word for an invalid outline.
    """

    kind: IssueKind
    keys: tuple[str, ...]
    place: tuple[float, float]
    area_m2: float = float("nan")
    length_m: float = float("nan")
    parts: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class CoverageReport:
    """What the check found: issues by kind and size, areas (shape (n,), m²), and what was noise.

    ``unsought`` is 0 in general. Where far more areas lie on each other than in any real partition, it
    counts the pairs, at least, that were not looked at, and gaps were not sought.
    """

    issues: tuple[CoverageIssue, ...]
    areas_m2: Floats
    metric_crs: str
    noise_count: int
    noise_area_m2: float
    unsought: int = 0

    def of_kind(self, *kinds: IssueKind) -> tuple[CoverageIssue, ...]:
        """Return the issues of these kinds, largest first."""
        return tuple(issue for issue in self.issues if issue.kind in kinds)

    def blocking(self, *, largest_defect_m2: float) -> tuple[CoverageIssue, ...]:
        """Return the issues that stand against publishing.

        Parameters
        ----------
        largest_defect_m2 : float
            Overlaps and gaps, slivers included, block above this area.

        Returns
        -------
        tuple of CoverageIssue
            Empty and invalid areas and duplicate keys always block; several parts and unmatched
            borders never do.
        """
        always = {IssueKind.EMPTY, IssueKind.INVALID, IssueKind.DUPLICATE_KEY}
        return tuple(
            issue
            for issue in self.issues
            if issue.kind in always or issue.area_m2 > largest_defect_m2
            if issue.kind is not IssueKind.SEVERAL_PARTS
        )


def check_coverage(keys: Sequence[str], geometries: Geometries, tolerances: Tolerances | None = None) -> CoverageReport:
    """Find what keeps areas from being a clean partition of the ground.

    Parameters
    ----------
    keys : sequence of str, length n
        Keys in the order of ``geometries``.
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326, n >= 1; None and empty ones are told as such.
    tolerances : Tolerances, optional
        From which size on a defect is told.

    Returns
    -------
    CoverageReport
        Areas and lengths are planar in the CRS of `metric_crs` (errors: see there). The area of an
        invalid outline is that of `valid_ground`, and the same stands in for it when overlaps
        and gaps are sought; the areas themselves are not changed. NaN for missing ones.

    Notes
    -----
    A gap is ground that all areas together enclose: a bay that is open to the outside cannot be told
    from the outline of the city, and a true enclave is listed as a gap until it is explained.
    At most ``MOST_PAIRS_PER_AREA`` overlaps per area are sought, and ``LEAST_MOST_PAIRS`` where areas
    are few: n equal areas have n²/2.
    """
    limits = tolerances or Tolerances()
    crs = metric_crs(geometries)
    metric = to_metric(geometries, crs)
    is_present = ~(shapely.is_missing(metric) | shapely.is_empty(metric))
    grounds = valid_ground(metric)
    search = _Search(tuple(keys), grounds, crs, limits)
    areas = np.where(is_present, shapely.area(grounds), np.nan)
    first, second, unsought = suspicious_pairs(grounds)
    overlaps = search.overlaps(first, second)
    gaps = [] if unsought else search.gaps()
    listed = [defect for defect in (*overlaps, *gaps) if defect.area_m2 >= limits.least_area_m2]
    noise = [defect for defect in (*overlaps, *gaps) if defect.area_m2 < limits.least_area_m2]
    issues = [
        *_empty(keys, is_present),
        *_invalid(keys, geometries, is_present),
        *_duplicate_keys(search),
        *sorted(listed, key=lambda issue: -issue.area_m2),
        *search.unmatched_borders(),
        *search.several_parts(),
    ]
    noise_area = float(sum(defect.area_m2 for defect in noise))
    return CoverageReport(tuple(issues), areas, crs, len(noise), noise_area, unsought)


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """The areas in metres, valid or empty, and how to tell a place in them."""

    keys: tuple[str, ...]
    grounds: Geometries
    crs: str
    limits: Tolerances

    def places(self, shapes: Geometries) -> list[tuple[float, float]]:
        """Return (longitude, latitude) of a point on each shape; NaN where it is empty."""
        points = coordinates(from_metric(shapely.point_on_surface(shapes), self.crs))
        return [(east, north) for east, north in points.tolist()]

    def overlaps(self, first: Integers, second: Integers) -> list[CoverageIssue]:
        """Return the common ground of each pair of areas, however small."""
        shared = polygonal(shapely.intersection(self.grounds[first], self.grounds[second]))
        hits = np.flatnonzero(shapely.area(shared) > 0)
        pairs = [(self.keys[first[hit]], self.keys[second[hit]]) for hit in hits]
        kinds = (IssueKind.OVERLAP, IssueKind.SLIVER_OVERLAP)
        return self._issues(shared[hits], pairs, kinds)

    def gaps(self) -> list[CoverageIssue]:
        """Return the ground that all areas enclose and none holds, with the keys around each piece."""
        ground = shapely.union_all(self.grounds)
        # Parts that touch in points alone enclose ground that is a hole of none of them.
        faces = shapely.get_parts(shapely.polygonize([shapely.node(shapely.boundary(ground))]))
        holes = faces[~shapely.contains(ground, shapely.point_on_surface(faces))]
        tree = shapely.STRtree(self.grounds)
        near = [tree.query(hole, predicate="intersects") for hole in holes]
        around = [tuple(self.keys[place] for place in sorted(found)) for found in near]
        return self._issues(holes, around, (IssueKind.GAP, IssueKind.SLIVER_GAP))

    def _issues(
        self,
        shapes: Geometries,
        keys: Sequence[tuple[str, ...]],
        kinds: tuple[IssueKind, IssueKind],
    ) -> list[CoverageIssue]:
        areas = shapely.area(shapes)
        widths = 2 * areas / shapely.length(shapes)
        is_sliver = widths < self.limits.sliver_width_m
        rows = zip(keys, self.places(shapes), areas, is_sliver, strict=True)
        return [
            CoverageIssue(kinds[bool(sliver)], own, place, area_m2=float(area)) for own, place, area, sliver in rows
        ]

    def unmatched_borders(self) -> list[CoverageIssue]:
        """Return borders that run beside or across a neighbour's without being the same line."""
        edges = shapely.coverage_invalid_edges(self.grounds, self.limits.border_gap_m)
        lengths = shapely.length(edges)
        hits = np.flatnonzero(lengths >= self.limits.border_gap_m)
        hits = hits[np.argsort(-lengths[hits], kind="stable")]
        places = self.places(edges[hits])
        return [
            CoverageIssue(IssueKind.UNMATCHED_BORDER, (self.keys[hit],), place, length_m=float(lengths[hit]))
            for hit, place in zip(hits, places, strict=True)
        ]

    def several_parts(self) -> list[CoverageIssue]:
        """Return areas of several parts with the ground that lies off their largest part."""
        issues = []
        hits = np.flatnonzero(shapely.get_num_geometries(self.grounds) > 1)
        for hit, place in zip(hits, self.places(self.grounds[hits]), strict=True):
            sizes = shapely.area(shapely.get_parts(self.grounds[hit]))
            rest = float(sizes.sum() - sizes.max())
            kind, own = IssueKind.SEVERAL_PARTS, (self.keys[hit],)
            issues.append(CoverageIssue(kind, own, place, area_m2=rest, parts=len(sizes)))
        return issues


def suspicious_pairs(grounds: Geometries) -> tuple[Integers, Integers, int]:
    """Find the pairs of areas that may overlap.

    Parameters
    ----------
    grounds : ndarray of object, shape (n,)
        Valid (Multi)Polygons in metres; empty ones overlap with nobody.

    Returns
    -------
    first, second : ndarray of intp, shape (p,)
        Positions, first < second, sorted. At most ``MOST_PAIRS_PER_AREA`` pairs per area.
    unsought : int
        How many pairs at least were left out.

    Notes
    -----
    Of two areas that do overlap, one has a border the coverage rules refuse.
    """
    is_suspicious = ~shapely.is_empty(shapely.coverage_invalid_edges(grounds))
    hits = np.flatnonzero(is_suspicious)
    tree = shapely.STRtree(grounds)
    most = max(LEAST_MOST_PAIRS, MOST_PAIRS_PER_AREA * len(grounds))
    step = max(1, most // max(1, len(grounds)))
    found: list[Integers] = [np.empty((2, 0), dtype=np.intp)]
    count = 0
    for start in range(0, len(hits), step):
        asked, others = tree.query(grounds[hits[start : start + step]], predicate="intersects")
        asked = hits[asked + start]
        once = ((asked < others) | ~is_suspicious[others]) & (asked != others)
        found.append(np.stack([asked[once], others[once]]))
        count += int(once.sum())
        if count > most:
            break
    pairs = np.sort(np.concatenate(found, axis=1)[:, :most], axis=0)
    order = np.lexsort((pairs[1], pairs[0]))
    return pairs[0][order], pairs[1][order], max(0, count - most)


def _empty(keys: Sequence[str], is_present: Booleans) -> list[CoverageIssue]:
    nowhere = (float("nan"), float("nan"))
    missing = np.flatnonzero(~is_present).tolist()
    return [CoverageIssue(IssueKind.EMPTY, (keys[hit],), nowhere) for hit in missing]


def _invalid(keys: Sequence[str], geometries: Geometries, is_present: Booleans) -> list[CoverageIssue]:
    issues = []
    for hit in np.flatnonzero(is_present & ~shapely.is_valid(geometries)).tolist():
        reason, _, position = shapely.is_valid_reason(geometries[hit]).partition("[")
        east, north, *_ = (float(number) for number in position.rstrip("]").split())
        kind, own = IssueKind.INVALID, (keys[hit],)
        issues.append(CoverageIssue(kind, own, (east, north), reason=reason.strip()))
    return issues


def _duplicate_keys(search: _Search) -> list[CoverageIssue]:
    counts = Counter(search.keys)
    twice = [position for position, key in enumerate(search.keys) if counts[key] > 1]
    return [
        CoverageIssue(IssueKind.DUPLICATE_KEY, (search.keys[position],), place)
        for position, place in zip(twice, search.places(search.grounds[twice]), strict=True)
    ]
