# SPDX-License-Identifier: EUPL-1.2
"""Inequality between the areas of an indicator, period by period, from released slices alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from indicators.rendering.mapstate import MapState
from indicators.rendering.profile_charts import COMPARABLE, NOT_COMPARABLE, Break
from indicators.rendering.profile_numbers import is_points, is_relative_unit, is_share
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.unequal_figures import (
    CommonFigures,
    Floats,
    Integers,
    PartedReason,
    UnequalFigures,
    UnequalForm,
    common_figures,
    has_counts,
    unequal_figures,
)
from indicators.rendering.unequal_groups import SeveralGroups, several_groups
from indicators.selectors import published
from indicators.selectors.kept import Kept
from indicators.selectors.mapchoice import MapChoice, map_choice
from indicators.selectors.profile_figures import breaks_by_indicator
from indicators.selectors.profile_slices import slice_contents
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, OrganisationRef, ReleaseRef
from sozialplanung.common.periods import Period, parse
from spatial.selectors.levels import boundary_versions_of, levels_of
from spatial.selectors.rows import BoundaryVersionRow
from spatial.selectors.units import unit_rows

BreakKind = Literal["", "boundaries", "definition", "series", "limited"]
# What may not be compared: a limited break is only told.
APART: Final = frozenset({"boundaries", "definition", "series"})
_RELATIVE: Final = "relative"
_INDEX: Final = "index"
# A result is a dozen numbers, however many areas it was computed from.
_FIGURES: Final = Kept[UnequalFigures](5_000)
_COMMON: Final = Kept[CommonFigures](2_000)
_SEVERAL: Final = Kept[tuple[SeveralGroups | None]](2_000)


@dataclass(frozen=True, slots=True, eq=False)
class UnequalPoint:
    """One period: what is released, at which boundaries, its figures, and what lies between it and the one before."""

    ref: ReleaseRef
    version: BoundaryVersionRow
    content: SliceContent
    weights: Floats | None
    weights_hash: str
    figures: UnequalFigures
    levels: tuple[BoundaryVersionRow, ...]
    break_before: BreakKind
    break_text: str

    @property
    def period(self) -> Period:
        """The period as a pure value."""
        return parse(self.ref.period)

    @property
    def is_apart(self) -> bool:
        """Whether it may not be compared with the point before it."""
        return self.break_before in APART


@dataclass(frozen=True, slots=True, eq=False)
class AreaUnequal:
    """The points of a level in the order of time, and the one shown.

    `common` compares the shown one with `since`, the first point of its unbroken run; None where there is no other.
    `several` are groups that with this one make up everybody, and the names of all; `weights` names the indicator
    that counts the persons behind rates.
    """

    choice: MapChoice
    definition: DefinitionSheet
    points: tuple[UnequalPoint, ...]
    shown: UnequalPoint
    since: UnequalPoint | None
    common: CommonFigures | None
    is_limited: bool
    several: tuple[SeveralGroups, tuple[str, ...]] | None
    weights: str
    level_names: Mapping[str, str]


def area_unequal(organisation: OrganisationRef, state: MapState) -> AreaUnequal | None:
    """Return the inequality between the areas of an indicator; None when the organisation has published nothing yet.

    Raises
    ------
    MapNotFoundError
        The address names a level, a boundary version or a period that is not published.
    """
    choice = map_choice(organisation, state)
    if choice is None:
        return None
    points = _points(organisation, choice)
    shown = next(point for point in points if point.ref.id == choice.ref.id)
    run = _run(points, shown)
    definition = definition_of(choice.sheet, shown.ref)
    return AreaUnequal(
        choice=choice,
        definition=definition,
        points=points,
        shown=shown,
        since=run[0] if len(run) > 1 else None,
        common=_common(run[0], shown, _form(choice.sheet, definition)) if len(run) > 1 else None,
        is_limited=any(point.break_before == "limited" for point in run[1:]),
        several=_several(organisation, choice, shown),
        weights=_weights_name(choice, shown),
        level_names={row.slug: row.name_plural for row in levels_of(organisation)},
    )


def definition_of(sheet: IndicatorSheet, ref: ReleaseRef) -> DefinitionSheet:
    """Return the definition that a release follows."""
    return next((each for each in sheet.definitions if each.id == ref.definition_id), sheet.definition)


def _points(organisation: OrganisationRef, choice: MapChoice) -> tuple[UnequalPoint, ...]:
    versions = boundary_versions_of(organisation)
    contents = slice_contents(choice.series)
    by_id = {version.id: version for version in versions}
    refs = choice.series
    weights = _weights(organisation, choice, refs)
    breaks = breaks_by_indicator(organisation).get(choice.sheet.slug, ())
    found: list[UnequalPoint] = []
    for before, ref in zip((None, *refs), refs, strict=False):
        kind, text = _break_between(before, ref, breaks, choice.sheet)
        version = by_id[ref.boundary_version_id]
        above = _above(version, versions)
        form = _form(choice.sheet, definition_of(choice.sheet, ref))
        known, weights_hash = weights.get(ref.id, (None, ""))
        figures = _figures((ref, contents[ref.id]), form, (known, weights_hash), (version, above))
        levels = grouping(version, above)
        point = UnequalPoint(ref, version, contents[ref.id], known, weights_hash, figures, levels, kind, text)
        found.append(point)
    return tuple(found)


def _form(sheet: IndicatorSheet, definition: DefinitionSheet) -> UnequalForm:
    is_relative = sheet.kind == _INDEX or definition.comparability == _RELATIVE
    return UnequalForm(definition.unit_of_measure, definition.basis, is_relative)


def may_be_unequal(sheet: IndicatorSheet, definition: DefinitionSheet) -> bool:
    """Say whether an indicator allows these measures at all: no position among areas, no difference, no mere number."""
    form = _form(sheet, definition)
    is_number = form.basis == "counts" and not is_relative_unit(form.unit)
    return not (form.is_relative or is_points(form.unit) or is_number)


def _weights(
    organisation: OrganisationRef, choice: MapChoice, refs: Sequence[ReleaseRef]
) -> dict[int, tuple[Floats, str]]:
    """Return the persons behind rates that come without their own: those of the same period and boundaries."""
    wanted = {ref.id: definition_of(choice.sheet, ref) for ref in refs}
    slugs = {
        each.denominator_indicator
        for each in wanted.values()
        if each.basis != "counts" and each.denominator_indicator is not None
    }
    counted = [other for slug in sorted(slugs) for other in published.releases_of(organisation, indicator=slug)]
    fitting = {
        ref.id: other
        for ref in refs
        for other in counted
        if other.indicator == wanted[ref.id].denominator_indicator
        and (other.period, other.boundary_version_id) == (ref.period, ref.boundary_version_id)
    }
    contents = slice_contents(fitting.values())
    return {
        ref_id: (contents[other.id].numbers["value"].values, other.content_hash) for ref_id, other in fitting.items()
    }


def _weights_name(choice: MapChoice, shown: UnequalPoint) -> str:
    slug = definition_of(choice.sheet, shown.ref).denominator_indicator
    found = next((sheet for sheet in choice.indicators if sheet.slug == slug), None)
    return found.definition.short_name if found else ""


def _figures(
    what: tuple[ReleaseRef, SliceContent],
    form: UnequalForm,
    weights: tuple[Floats | None, str],
    where: tuple[BoundaryVersionRow, Sequence[BoundaryVersionRow]],
) -> UnequalFigures:
    (ref, content), (version, above) = what, where
    key = (ref.content_hash, weights[1], form, version.id, tuple(each.id for each in above))
    found = _FIGURES.get(key)
    if found is not None:
        return found
    made = unequal_figures(content, form, weights[0], groupings_of(version, above))
    return _FIGURES.keep(key, made, 1)


def _above(version: BoundaryVersionRow, versions: Iterable[BoundaryVersionRow]) -> tuple[BoundaryVersionRow, ...]:
    """Return the coarser boundary versions of the same edition, the coarsest first."""
    found = (
        each for each in versions if each.edition == version.edition and each.level_position < version.level_position
    )
    return tuple(sorted(found, key=lambda each: (each.level_position, each.id)))


def grouping(version: BoundaryVersionRow, above: Iterable[BoundaryVersionRow]) -> tuple[BoundaryVersionRow, ...]:
    """Return the coarser levels that put areas together: more than one of theirs, and fewer than areas."""
    return tuple(each for each in above if 1 < each.unit_count < version.unit_count)


def groupings_of(version: BoundaryVersionRow, above: Sequence[BoundaryVersionRow]) -> tuple[Integers, ...]:
    """Return for each level of `grouping` the place of each area's ancestor there, -1 where it has none."""
    parent_of = {row.unit_id: row.parent_id for each in above for row in unit_rows(each.id)}
    levels = grouping(version, above)
    places = [{row.unit_id: row.position for row in unit_rows(each.id)} for each in levels]
    rows = unit_rows(version.id)
    groups = tuple(np.full(len(rows), -1, dtype=np.int64) for _ in levels)
    for row in rows:
        ancestor = row.parent_id
        while ancestor is not None:
            for group, place_of in zip(groups, places, strict=True):
                if ancestor in place_of:
                    group[row.position] = place_of[ancestor]
            ancestor = parent_of.get(ancestor)
    return groups


def _break_between(
    before: ReleaseRef | None, ref: ReleaseRef, breaks: Sequence[Break], sheet: IndicatorSheet
) -> tuple[BreakKind, str]:
    """Return what lies between two neighbouring points, the strictest first."""
    if before is None:
        return "", ""
    if before.boundary_version_id != ref.boundary_version_id:
        return "boundaries", ""
    earlier, later = parse(before.period), parse(ref.period)
    lying = [each for each in breaks if each.since < later and earlier < each.until]
    strict = next((each for each in lying if each.comparable == NOT_COMPARABLE), None)
    if strict:
        return "series", strict.text
    if definition_of(sheet, before).unit_of_measure != definition_of(sheet, ref).unit_of_measure:
        return "definition", ""
    limited = next((each for each in lying if each.comparable != COMPARABLE), None)
    return ("limited", limited.text) if limited else ("", "")


def _run(points: Sequence[UnequalPoint], shown: UnequalPoint) -> Sequence[UnequalPoint]:
    """Return the points that may be compared with the one shown, up to that: after the last break before it.

    It begins with the first one that says something, and counts the areas as the shown one does: where only one of
    both knows its persons, areas would count differently then and now.
    """
    last = next(place for place, point in enumerate(points) if point is shown)
    broken = max((place for place in range(1, last + 1) if points[place].is_apart), default=0)
    first = next(
        place
        for place in range(broken, last + 1)
        if place == last
        or (points[place].figures.is_there and points[place].figures.weighting == shown.figures.weighting)
    )
    return points[first : last + 1]


def _common(since: UnequalPoint, shown: UnequalPoint, form: UnequalForm) -> CommonFigures | None:
    """Compare two points of an unbroken run; None where the one shown says nothing."""
    if not shown.figures.is_there:
        return None
    key = (since.ref.content_hash, shown.ref.content_hash, since.weights_hash, shown.weights_hash, form)
    found = _COMMON.get(key)
    if found is not None:
        return found
    made = common_figures(since.content, shown.content, form, (since.weights, shown.weights))
    return _COMMON.keep(key, made, 1)


def _several(
    organisation: OrganisationRef, choice: MapChoice, shown: UnequalPoint
) -> tuple[SeveralGroups, tuple[str, ...]] | None:
    """Return groups of the same topic that with the shown one make up everybody, with the names of all."""
    if shown.figures.parted.reason is not PartedReason.OK:
        return None
    sheets = {sheet.slug: sheet for sheet in choice.indicators if sheet.topic == choice.sheet.topic}
    refs = [
        ref
        for ref in published.releases_of(organisation, level=shown.ref.level, edition=shown.ref.edition)
        if ref.period == shown.ref.period and ref.indicator in sheets and ref.indicator != choice.sheet.slug
    ]
    contents = slice_contents(refs)
    fitting = [ref for ref in refs if _is_group(sheets[ref.indicator], ref, contents[ref.id])]
    key = (shown.ref.content_hash, *(ref.content_hash for ref in fitting))
    kept = _SEVERAL.get(key) or _SEVERAL.keep(
        key, (several_groups(shown.content, [contents[ref.id] for ref in fitting]),), 1
    )
    if kept[0] is None:
        return None
    members = (sheets[fitting[place].indicator] for place in kept[0].members)
    return kept[0], tuple(sheet.definition.short_name for sheet in (choice.sheet, *members))


def _is_group(sheet: IndicatorSheet, ref: ReleaseRef, content: SliceContent) -> bool:
    form = _form(sheet, definition_of(sheet, ref))
    return is_share(form.unit) and not form.is_relative and has_counts(content, form)
