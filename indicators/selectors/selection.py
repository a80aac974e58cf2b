# SPDX-License-Identifier: EUPL-1.2
"""A selection of areas that a reader picked: which areas it may hold, and what is published of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from indicators.errors import SelectionError
from indicators.selectors import published
from indicators.selectors.selection_figures import released_sums
from indicators.selectors.selection_lines import SelectionLine, lines_of, with_released
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef, ReleaseRef
from sozialplanung.common.errors import NotFoundError
from sozialplanung.common.names import first_named
from spatial.selectors import units
from spatial.selectors.levels import boundary_versions_of, versions_of_edition
from spatial.selectors.rows import BoundaryVersionRow, SearchHit, UnitPlace, UnitRow
from spatial.selectors.search import search

# More areas do not fit into an address: their parent has a profile of its own.
MOST_AREAS: Final = 250
_NAMED: Final = 5


class SelectionNotFoundError(NotFoundError):
    """The address of a selection names a level or a boundary version that has no published figures."""


@dataclass(frozen=True, slots=True)
class SelectionWish:
    """What an address asks for; without a level or boundary version the page chooses, without a period the newest."""

    level: str = ""
    edition: str = ""
    keys: tuple[str, ...] = ()
    period: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Above:
    """One area of a coarser level, and which areas of the level shown lie in it."""

    level: str
    level_name: str
    key: str
    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The areas that were picked and what can be said of them together.

    `versions` are all with published figures; `periods` those at this level, the newest first; `above` the larger areas
    whose parts can be picked all at once; `hits` what a search by name found.
    """

    version: BoundaryVersionRow
    versions: tuple[BoundaryVersionRow, ...]
    areas: tuple[UnitRow, ...]
    periods: tuple[str, ...]
    above: tuple[Above, ...]
    hits: tuple[SearchHit, ...]
    lines: tuple[SelectionLine, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the areas in their frozen order."""
        return tuple(area.key for area in self.areas)


def selection_of(organisation: OrganisationRef, wish: SelectionWish) -> Selection | None:
    """Return a selection with its figures; None where nothing is published.

    Raises
    ------
    SelectionNotFoundError
        ``selection.level_unpublished`` where the level or boundary version has no figures;
        ``selection.period_unpublished`` where nothing is published for the period.
    SelectionError
        ``selection.other_areas`` where an area belongs to another level or boundary version.
    """
    refs = published.releases_of(organisation)
    sheets = {sheet.slug: sheet for sheet in published.indicators_of(organisation)}
    versions = _published_versions(organisation, refs)
    if not versions:
        return None
    version = _version(versions, refs, wish)
    here = [ref for ref in refs if ref.boundary_version_id == version.id and ref.indicator in sheets]
    areas = areas_in(version, wish.keys)
    chosen = _of_period(here, wish.period)
    return Selection(
        version=version,
        versions=versions,
        areas=areas,
        periods=tuple(dict.fromkeys(ref.period for ref in sorted(here, key=_time, reverse=True))),
        above=_above(version),
        hits=search(organisation, wish.text, level=version.level, edition=version.edition) if wish.text else (),
        lines=_lines(organisation, version, _in_order(sheets, chosen), areas),
    )


def _lines(
    organisation: OrganisationRef,
    version: BoundaryVersionRow,
    wanted: Sequence[tuple[IndicatorSheet, ReleaseRef]],
    areas: Sequence[UnitRow],
) -> tuple[SelectionLine, ...]:
    if not areas:
        return ()
    lines = lines_of(organisation, wanted, [area.position for area in areas])
    return with_released(lines, released_sums(organisation, version.id, [area.key for area in areas]))


def areas_in(version: BoundaryVersionRow, keys: Iterable[str]) -> tuple[UnitRow, ...]:
    """Return the areas with these keys in their frozen order, each once.

    Raises
    ------
    SelectionError
        ``selection.other_areas`` names keys that the boundary version does not hold.
    """
    wanted = frozenset(keys)
    found = tuple(row for row in units.unit_rows(version.id) if row.key in wanted)
    strange = sorted(wanted - {row.key for row in found})
    if strange:
        raise SelectionError(
            "selection.other_areas",
            "A selection holds areas of one level and one boundary version: these do not belong to it.",
            place="gebiete",
            keys=first_named(strange, _NAMED),
            level=version.level_name_plural,
            edition=version.name,
        )
    return found


def _published_versions(organisation: OrganisationRef, refs: Sequence[ReleaseRef]) -> tuple[BoundaryVersionRow, ...]:
    there = {ref.boundary_version_id for ref in refs}
    return tuple(row for row in boundary_versions_of(organisation) if row.id in there and row.unit_count > 1)


def _version(
    versions: Sequence[BoundaryVersionRow], refs: Sequence[ReleaseRef], wish: SelectionWish
) -> BoundaryVersionRow:
    """Return the version asked for; left open the one that holds today with most indicators, then the finest."""
    asked = [row for row in versions if wish.level in {"", row.level} and wish.edition in {"", row.edition}]
    if not asked:
        raise SelectionNotFoundError(
            "selection.level_unpublished",
            "Nothing is published for this level and this boundary version.",
            place="ebene",
            level=wish.level,
            edition=wish.edition,
        )
    today = timezone.localdate()
    told: dict[int, set[str]] = {}
    for ref in refs:
        told.setdefault(ref.boundary_version_id, set()).add(ref.indicator)
    return max(asked, key=lambda row: (row.is_valid_on(today), len(told[row.id]), row.level_position, row.valid_from))


def _time(ref: ReleaseRef) -> tuple[object, object]:
    return ref.period_end, ref.period_start


def _of_period(here: Sequence[ReleaseRef], period: str) -> dict[str, ReleaseRef]:
    """Return for each indicator the release of the period asked for, else its newest."""
    if period and period not in {ref.period for ref in here}:
        raise SelectionNotFoundError(
            "selection.period_unpublished", "Nothing is published for this period.", place="stand", name=period
        )
    ordered = sorted((ref for ref in here if period in {"", ref.period}), key=_time)
    return {ref.indicator: ref for ref in ordered}


def _in_order(
    sheets: dict[str, IndicatorSheet], chosen: dict[str, ReleaseRef]
) -> list[tuple[IndicatorSheet, ReleaseRef]]:
    return [(sheet, chosen[slug]) for slug, sheet in sheets.items() if slug in chosen]


def _above(version: BoundaryVersionRow) -> tuple[Above, ...]:
    """Return the larger areas that hold some of a level, the finest level first; the whole is none."""
    coarser = [each for each in versions_of_edition(version.id) if each.level_position < version.level_position]
    found: dict[tuple[int, int], list[str]] = {}
    places: dict[tuple[int, int], UnitPlace] = {}
    for row in units.unit_rows(version.id):
        for place in _parents(row, coarser):
            key = (-place.version.level_position, place.unit.position)
            places[key] = place
            found.setdefault(key, []).append(row.key)
    return tuple(
        Above(place.version.level, place.version.level_name, place.unit.key, place.unit.name, tuple(found[key]))
        for key, place in sorted(places.items(), key=lambda item: item[0])
        if place.version.unit_count > 1
    )


def _parents(row: UnitRow, coarser: Sequence[BoundaryVersionRow]) -> Iterable[UnitPlace]:
    parent_id = row.parent_id
    while parent_id is not None:
        found = ((each, units.unit_by_id(each.id, parent_id)) for each in coarser)
        place = next((UnitPlace(version, unit) for version, unit in found if unit is not None), None)
        if place is None:
            return
        yield place
        parent_id = place.unit.parent_id
