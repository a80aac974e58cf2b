# SPDX-License-Identifier: EUPL-1.2
"""How the areas of one released slice lie apart: funnel, changes and smoothed values, from what is released alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.rendering.funnel_figures import (
    FunnelFigures,
    FunnelReason,
    Limits,
    funnel_figures,
    why_no_funnel,
)
from indicators.rendering.mapstate import MapState
from indicators.rendering.profile_charts import is_crossed
from indicators.rendering.slice_changes import SliceChanges, slice_changes
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slice_trends import TrendForm
from indicators.selectors.kept import Kept
from indicators.selectors.mapareas import area_with
from indicators.selectors.mapchoice import MapChoice, map_choice
from indicators.selectors.profile_figures import breaks_by_indicator
from indicators.selectors.profile_slices import slice_contents
from indicators.selectors.series_chance import smoothed_of
from indicators.selectors.sheets import DefinitionSheet, OrganisationRef
from indicators.stats.smoothing import Smoothed
from sozialplanung.common.periods import parse
from spatial.selectors.levels import boundary_version, levels_of
from spatial.selectors.rows import BoundaryVersionRow, UnitRow
from spatial.selectors.units import unit_rows

# About 60 bytes an area: 12 MB at most.
_MOST_AREAS: Final = 200_000
_FUNNELS: Final = Kept[FunnelFigures](_MOST_AREAS)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The slice shown, its definition, and all slices of the same areas."""

    choice: MapChoice
    definition: DefinitionSheet
    contents: tuple[SliceContent, ...]
    content: SliceContent

    @property
    def form(self) -> TrendForm:
        """What of the definition decides on the method."""
        definition = self.definition
        return TrendForm(definition.unit_of_measure, definition.basis, definition.comparability)

    @property
    def before(self) -> SliceContent | None:
        """The slice that the change of the one shown counts from."""
        return next((each for each in self.contents if each.key.period == self.content.change.since), None)


@dataclass(frozen=True, slots=True, eq=False)
class AreaSpread:
    """What was worked out from a slice, or in `reason` why nothing was; `own` is the area that the reader came from."""

    series: Series
    version: BoundaryVersionRow
    units: Sequence[UnitRow]
    reason: FunnelReason
    funnel: FunnelFigures | None
    changes: SliceChanges | None
    smoothed: Smoothed | None
    own: UnitRow | None
    level_names: Mapping[str, str]


def area_spread(
    organisation: OrganisationRef, state: MapState, *, limits: Limits, is_smoothed: bool
) -> AreaSpread | None:
    """Return the spread of the areas of a release; None where it was withdrawn meanwhile.

    Raises
    ------
    MapNotFoundError
        The address names an indicator, a level, a boundary version or a period that is not published.
    """
    choice = map_choice(organisation, state)
    if choice is None:
        return None
    here = [ref for ref in choice.releases if ref.boundary_version_id == choice.ref.boundary_version_id]
    contents = slice_contents(here)
    version = boundary_version(organisation, choice.ref.level, choice.ref.edition)
    if choice.ref.id not in contents or version is None:
        return None
    series = Series(choice, definition_of(choice), tuple(contents.values()), contents[choice.ref.id])
    reason = why_no_funnel(series.content, series.form)
    is_drawn = reason is FunnelReason.OK
    return AreaSpread(
        series=series,
        version=version,
        units=unit_rows(version.id),
        reason=reason,
        funnel=_funnel(series, limits) if is_drawn else None,
        changes=_changes(organisation, series) if is_drawn else None,
        smoothed=smoothed_of(choice.ref.content_hash, series.content) if is_drawn and is_smoothed else None,
        own=area_with(version, state.gebiet),
        level_names={row.slug: row.name_plural for row in levels_of(organisation)},
    )


def definition_of(choice: MapChoice) -> DefinitionSheet:
    """Return the definition that the shown release follows."""
    wanted = choice.ref.definition_id
    return next((each for each in choice.sheet.definitions if each.id == wanted), choice.sheet.definition)


def _funnel(series: Series, limits: Limits) -> FunnelFigures:
    key = (series.choice.ref.content_hash, limits)
    return _FUNNELS.get(key) or _FUNNELS.keep(key, funnel_figures(series.content, limits), series.content.size)


def _changes(organisation: OrganisationRef, series: Series) -> SliceChanges | None:
    """Compare with the period that the release names: nothing across a break, and no published change is replaced."""
    note = series.content.change
    before = series.before
    if note.kind != "computed" or before is None:
        return None
    breaks = breaks_by_indicator(organisation).get(series.choice.sheet.slug, ())
    if is_crossed(breaks, parse(before.key.period), parse(series.content.key.period)):
        return None
    return slice_changes(series.content, before)
