# SPDX-License-Identifier: EUPL-1.2
"""One indicator of an own area over all periods: each on the boundaries for which it was delivered, never carried.

An own area is ground, so that it needs no crosswalk: over the areas of any edition its figure is exact, or estimated
between ends that hold whoever lives where. A conversion would put an error that was learnt in their place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from indicators.rendering.workbench.ownshapes import Union
from indicators.selectors import published
from indicators.selectors.ownfigures import OwnLine, own_lines
from indicators.selectors.ownground import own_ground
from indicators.selectors.sheets import BreakNote, IndicatorSheet, OrganisationRef, ReleaseRef
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """The figures of one indicator in the order of time, at most one for each period, and the breaks of its series."""

    sheet: IndicatorSheet
    lines: tuple[OwnLine, ...]
    breaks: tuple[BreakNote, ...]


def own_course(
    organisation: OrganisationRef, shape: shapely.Geometry, slug: str, union: Union | None = None
) -> OwnCourse | None:
    """Return what is released of an own area over all periods; None where the indicator is not published.

    Of several editions with figures of a period the one counts on which it is exact, then the one with a figure, then
    the newest. Lines without a figure say why there is none.
    """
    sheet = next((each for each in published.indicators_of(organisation) if each.slug == slug), None)
    if sheet is None:
        return None
    refs = published.releases_of(organisation)
    found: dict[str, OwnLine] = {}
    for versions in _by_edition(boundary_versions_of(organisation)):
        for line in _lines_on(organisation, (shape, union), versions, (sheet, refs)):
            before = found.get(line.line.ref.period)
            if before is None or _worth(line) > _worth(before):
                found[line.line.ref.period] = line
    lines = sorted(found.values(), key=lambda line: (line.line.ref.period_end, line.line.ref.period_start))
    return OwnCourse(sheet, tuple(lines), published.breaks_of(organisation, slug))


def _by_edition(versions: Sequence[BoundaryVersionRow]) -> list[list[BoundaryVersionRow]]:
    """Return the boundary versions by edition, the newest edition first, in each the whole first."""
    found: dict[str, list[BoundaryVersionRow]] = {}
    for version in versions:
        found.setdefault(version.edition, []).append(version)
    ordered = sorted(found.values(), key=lambda each: each[0].valid_from, reverse=True)
    return [sorted(each, key=lambda version: version.level_position) for each in ordered]


def _lines_on(
    organisation: OrganisationRef,
    own: tuple[shapely.Geometry, Union | None],
    versions: Sequence[BoundaryVersionRow],
    told: tuple[IndicatorSheet, Sequence[ReleaseRef]],
) -> list[OwnLine]:
    """Return one line for each period of an edition."""
    (shape, union), (sheet, refs) = own, told
    ids = {version.id for version in versions}
    here = [ref for ref in refs if ref.boundary_version_id in ids]
    wanted = sorted((ref for ref in here if ref.indicator == sheet.slug), key=lambda ref: ref.level_position)
    if not wanted:
        return []
    ground = own_ground(organisation, shape, versions, here, union)
    periods = dict.fromkeys(ref.period for ref in wanted)
    return [
        line
        for period in periods
        for line in own_lines(organisation, ground, [(sheet, ref) for ref in wanted if ref.period == period], versions)
    ]


def _worth(line: OwnLine) -> tuple[bool, bool]:
    return line.has_figure and not line.is_estimate, line.has_figure
