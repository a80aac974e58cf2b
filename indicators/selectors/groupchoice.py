# SPDX-License-Identifier: EUPL-1.2
"""Which released slices an address of groups of areas means: several indicators of the same areas."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from indicators.rendering.groupstate import FEWEST_INDICATORS, MOST_INDICATORS, GroupState
from indicators.selectors import published
from indicators.selectors.mapchoice import MOST_NAMED, MapNotFoundError, period_of
from indicators.selectors.mapclasses import INDEX
from indicators.selectors.profile import PERSONS
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, OrganisationRef, ReleaseRef
from sozialplanung.common import periods
from sozialplanung.common.names import first_named
from spatial.selectors import levels
from spatial.selectors.rows import BoundaryVersionRow

ChoiceReason = Literal["", "none", "nothing_to_compare", "too_few", "too_many", "not_here", "not_until"]
# A choice to begin with: so many key figures say something of a city and are quickly read.
MOST_SUGGESTED: Final = 6


@dataclass(frozen=True, slots=True)
class Column:
    """One chosen indicator and the release that is read, with the definition that it follows."""

    sheet: IndicatorSheet
    ref: ReleaseRef

    @property
    def definition(self) -> DefinitionSheet:
        """What the indicator meant in the release."""
        wanted = self.ref.definition_id
        return next((each for each in self.sheet.definitions if each.id == wanted), self.sheet.definition)


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """What an address means.

    `state` names the areas that it left open; `offered` are the indicators published for them, `columns` what is read
    (empty with a `reason`), `named` the short names that the reason is about. `periods` are the periods that can be
    chosen, the newest first; `others` are one release for each level and boundary version where anything is published.
    """

    state: GroupState
    version: BoundaryVersionRow
    versions: Mapping[int, BoundaryVersionRow]
    offered: tuple[IndicatorSheet, ...]
    columns: tuple[Column, ...]
    periods: tuple[str, ...]
    others: tuple[ReleaseRef, ...]
    reason: ChoiceReason = ""
    named: tuple[str, ...] = ()

    @property
    def suggested(self) -> tuple[str, ...]:
        """Return indicators to begin with: those that are chosen, then key figures.

        An index is left out, and what pools or compares years: with what it is made of beside it, the same would
        count twice. So is who lives somewhere, where enough else is published.
        """
        own = set(self.state.indikator)
        plain = [sheet for sheet in self.offered if sheet.slug in own or not _is_made_of_others(sheet)]
        telling = [sheet for sheet in plain if sheet.slug in own or not sheet.definition.is_demographic]
        found = telling if len(telling) >= FEWEST_INDICATORS else plain
        ordered = sorted(found, key=lambda sheet: (sheet.slug not in own, not sheet.is_key_figure))
        chosen = {sheet.slug for sheet in ordered[:MOST_SUGGESTED]}
        return tuple(sheet.slug for sheet in self.offered if sheet.slug in chosen)

    @property
    def suggests_who_lives_there(self) -> bool:
        """Whether the suggestion needs what tells who lives somewhere: too little else is published."""
        chosen = set(self.suggested) - set(self.state.indikator)
        return any(sheet.definition.is_demographic for sheet in self.offered if sheet.slug in chosen)

    @property
    def has_one_period(self) -> bool:
        """Whether all figures are of the same period."""
        return len({column.ref.period for column in self.columns}) == 1

    @property
    def fixed(self) -> GroupState:
        """The state with its period named, so that newer releases do not change what it shows."""
        if not self.columns:
            return self.state
        newest = max(self.columns, key=lambda column: (column.ref.period_end, column.ref.period_start))
        return replace(self.state, stand=newest.ref.period)


def group_choice(organisation: OrganisationRef, state: GroupState, *, most_areas: int) -> GroupChoice | None:
    """Return what an address means; None when the organisation has published nothing yet.

    What it leaves open is chosen: the finest level of up to `most_areas` areas that has most of the indicators, its
    newest boundary version.

    Raises
    ------
    MapNotFoundError
        The address names an indicator, a level, a boundary version or a period that is not published.
    """
    sheets = published.indicators_of(organisation)
    releases = published.releases_of(organisation)
    if not sheets or not releases:
        return None
    chosen = _sheets(sheets, state.indikator)
    versions = {version.id: version for version in levels.boundary_versions_of(organisation)}
    wanted = {sheet.slug for sheet in chosen or _worth_areas(sheets)}
    version = _version(releases, versions, state, wanted, most_areas)
    here = tuple(ref for ref in releases if ref.boundary_version_id == version.id)
    period = _until(here, state.stand)
    named = tuple(sheet.slug for sheet in chosen)
    choice = GroupChoice(
        state=replace(state, indikator=named, ebene=version.level, gebietsstand=version.edition),
        version=version,
        versions=versions,
        offered=_offered(sheets, here),
        columns=(),
        periods=_periods(here),
        others=_one_each(releases),
    )
    return _with_columns(choice, chosen, here, period)


def _offered(sheets: Iterable[IndicatorSheet], here: Iterable[ReleaseRef]) -> tuple[IndicatorSheet, ...]:
    slugs = {ref.indicator for ref in here}
    return _comparable(sheet for sheet in sheets if sheet.slug in slugs)


def _worth_areas(sheets: Iterable[IndicatorSheet]) -> tuple[IndicatorSheet, ...]:
    """Return the key figures that choose the areas where an address leaves them open."""
    keys = _comparable(sheet for sheet in sheets if sheet.is_key_figure)
    return tuple(sheet for sheet in keys if not sheet.definition.is_demographic) or keys


def _is_made_of_others(sheet: IndicatorSheet) -> bool:
    return sheet.kind == INDEX or sheet.definition.looks_back


def _comparable(sheets: Iterable[IndicatorSheet]) -> tuple[IndicatorSheet, ...]:
    """Leave out numbers of persons: they would only sort areas by their size."""
    return tuple(sheet for sheet in sheets if sheet.definition.unit_of_measure not in PERSONS)


def _version(
    releases: tuple[ReleaseRef, ...],
    versions: Mapping[int, BoundaryVersionRow],
    state: GroupState,
    chosen: set[str],
    most_areas: int,
) -> BoundaryVersionRow:
    found = _only(releases, "ebene", state.ebene, lambda ref: ref.level)
    found = _only(found, "gebietsstand", state.gebietsstand, lambda ref: ref.edition)
    return _best(found, versions, chosen, most_areas)


def _sheets(sheets: tuple[IndicatorSheet, ...], slugs: tuple[str, ...]) -> tuple[IndicatorSheet, ...]:
    """Return the indicators of an address in the order of the catalogue: in whatever order it names them."""
    known = {sheet.slug for sheet in sheets}
    for slug in slugs:
        if slug not in known:
            raise MapNotFoundError(
                "map.indicator_unknown",
                "There is no published indicator of this name.",
                place="indikator",
                name=slug,
                published=first_named((sheet.slug for sheet in sheets), MOST_NAMED),
            )
    return tuple(sheet for sheet in sheets if sheet.slug in slugs)


def _only(
    releases: tuple[ReleaseRef, ...], place: str, wanted: str, part: Callable[[ReleaseRef], str]
) -> tuple[ReleaseRef, ...]:
    if not wanted:
        return releases
    found = tuple(ref for ref in releases if part(ref) == wanted)
    if not found:
        raise _unpublished(place, wanted, (part(ref) for ref in releases))
    return found


def _unpublished(place: str, wanted: str, there: Iterable[str]) -> MapNotFoundError:
    return MapNotFoundError(
        f"groups.{place}_unpublished",
        "Nothing is published for this choice.",
        place=place,
        name=wanted,
        published=first_named(there, MOST_NAMED),
    )


def _best(
    releases: tuple[ReleaseRef, ...], versions: Mapping[int, BoundaryVersionRow], chosen: set[str], most_areas: int
) -> BoundaryVersionRow:
    by_version: dict[int, list[ReleaseRef]] = {}
    for ref in releases:
        by_version.setdefault(ref.boundary_version_id, []).append(ref)

    def rank(version_id: int) -> tuple[int, bool, int, date, int]:
        here, version = by_version[version_id], versions[version_id]
        covered = len({ref.indicator for ref in here} & chosen)
        fits = version.unit_count <= most_areas
        return covered, fits, version.level_position, max(ref.period_end for ref in here), version_id

    return versions[max(by_version, key=rank)]


def _until(here: tuple[ReleaseRef, ...], code: str) -> periods.Period | None:
    """Return the period that an address names; a period in which nothing is published here is not there."""
    if not code:
        return None
    found = next((ref for ref in here if ref.period == code), None)
    if found is None:
        raise _unpublished("stand", code, _periods(here))
    return period_of(found)


def _periods(here: Iterable[ReleaseRef]) -> tuple[str, ...]:
    newest_first = sorted(here, key=lambda ref: (ref.period_end, ref.period_start), reverse=True)
    return tuple(dict.fromkeys(ref.period for ref in newest_first))


def _one_each(releases: Iterable[ReleaseRef]) -> tuple[ReleaseRef, ...]:
    found: dict[int, ReleaseRef] = {}
    for ref in releases:
        found.setdefault(ref.boundary_version_id, ref)
    return tuple(sorted(found.values(), key=lambda ref: (ref.level_position, ref.edition)))


def _with_columns(
    choice: GroupChoice,
    chosen: tuple[IndicatorSheet, ...],
    here: tuple[ReleaseRef, ...],
    period: periods.Period | None,
) -> GroupChoice:
    """Add the releases that are read, or why there are none."""
    if len(chosen) < FEWEST_INDICATORS and len(choice.offered) < FEWEST_INDICATORS:
        return replace(choice, reason="nothing_to_compare")
    if len(chosen) < FEWEST_INDICATORS:
        return replace(choice, reason="too_few" if chosen else "none")
    if len(chosen) > MOST_INDICATORS:
        return replace(choice, reason="too_many")
    by_slug = {sheet.slug: [ref for ref in here if ref.indicator == sheet.slug] for sheet in chosen}
    absent = _short(sheet for sheet in chosen if not by_slug[sheet.slug])
    if absent:
        return replace(choice, reason="not_here", named=absent)
    shared = _common(by_slug.values()) if period is None else None
    columns = [(sheet, _of_period(by_slug[sheet.slug], period, shared)) for sheet in chosen]
    late = _short(sheet for sheet, ref in columns if ref is None)
    if late:
        return replace(choice, reason="not_until", named=late)
    return replace(choice, columns=tuple(Column(sheet, ref) for sheet, ref in columns if ref is not None))


def _short(sheets: Iterable[IndicatorSheet]) -> tuple[str, ...]:
    return tuple(sheet.definition.short_name for sheet in sheets)


def _common(releases: Iterable[list[ReleaseRef]]) -> str | None:
    """Return the newest period in which all are published."""
    listed = list(releases)
    codes = set.intersection(*({ref.period for ref in each} for each in listed))
    found = [ref for ref in listed[0] if ref.period in codes]
    return max(found, key=lambda ref: (ref.period_end, ref.period_start)).period if found else None


def _of_period(releases: list[ReleaseRef], period: periods.Period | None, shared: str | None) -> ReleaseRef | None:
    """Return the release of the period asked for, else the last one up to its end; without one the newest."""
    wanted = period.code if period else shared
    exact = next((ref for ref in releases if ref.period == wanted), None)
    if exact is not None:
        return exact
    found = [ref for ref in releases if period is None or ref.period_end <= period.end]
    return max(found, key=lambda ref: (ref.period_end, ref.period_start), default=None)
