# SPDX-License-Identifier: EUPL-1.2
"""The profile of an area of one's own: its ground, its parts on each level, and what is released of them together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from django.utils import timezone

from indicators.errors import SelectionError
from indicators.rendering.workbench import rings
from indicators.rendering.workbench.conditions import Around
from indicators.rendering.workbench.ownshapes import Shape, Union
from indicators.selectors import published
from indicators.selectors.ownfigures import OwnLine, own_lines
from indicators.selectors.ownground import LevelParts, OwnGround, own_ground
from indicators.selectors.selection import SelectionNotFoundError, areas_in
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef, ReleaseRef
from sozialplanung.common.errors import Way
from spatial.geometry.arrays import as_geometries
from spatial.geometry.ownareas import circle, ground_of
from spatial.selectors.levels import boundary_version, boundary_versions_of
from spatial.selectors.ownparts import ground_together, square_metres
from spatial.selectors.rows import BoundaryVersionRow


@dataclass(frozen=True, slots=True)
class OwnWish:
    """Which edition of boundaries and which period is asked for; empty: the present one, the newest of each.

    Of the indicators those of ``only`` are told, by their slugs; of all of them where that is None.
    """

    edition: str = ""
    period: str = ""
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class OwnProfile:
    """What is told of an own area on one edition of boundaries.

    `editions` are all with figures, code and name; `periods` those of the edition, the newest first; `parts` the finest
    level that has figures; `area_m2` its own ground, `people` those who live there (NaN: not known).
    """

    shape: shapely.Geometry
    edition: str
    edition_name: str
    editions: tuple[tuple[str, str], ...]
    periods: tuple[str, ...]
    area_m2: float
    ground: OwnGround
    lines: tuple[OwnLine, ...]

    @property
    def people(self) -> float:
        """How many people live there, as far as anybody reads; NaN where nobody does."""
        return self.ground.people

    @property
    def parts(self) -> LevelParts:
        """What is held of the finest level."""
        return max(self.ground.levels, key=lambda level: (level.version.level_position, level.version.unit_count))

    @property
    def is_outside(self) -> bool:
        """Whether it holds no area at all."""
        return not any(level.places.size for level in self.ground.levels)


def ground_of_shape(organisation: OrganisationRef, shape: Shape) -> shapely.Geometry:
    """Return the ground of what an address says, in EPSG:4326.

    Raises
    ------
    SelectionNotFoundError
        ``selection.level_unpublished`` where there is no such level or boundary version.
    SelectionError
        ``selection.other_areas`` where an area belongs to another one.
    """
    if isinstance(shape, Union):
        version = boundary_version(organisation, shape.level, shape.edition)
        if version is None:
            raise SelectionNotFoundError(
                "selection.level_unpublished", "No such level.", place="form", level=shape.level, edition=shape.edition
            )
        return ground_together(version.id, [area.position for area in areas_in(version, shape.keys)])
    if isinstance(shape, Around):
        return ground_of(as_geometries([circle(shape.centre or (0.0, 0.0), shape.metres)]))
    return ground_of(as_geometries([shapely.Polygon(rings.read(shape.ring) or ())]))


def own_profile(
    organisation: OrganisationRef, shape: shapely.Geometry, wish: OwnWish, union: Union | None = None
) -> OwnProfile | None:
    """Return what readers may read of an own area; None where nothing is published.

    Raises
    ------
    SelectionError
        ``own.no_ground`` for a shape without an area, ``own.edition_unpublished``.
    SelectionNotFoundError
        ``selection.period_unpublished`` where nothing is published for the period.
    """
    found = own_profiles(organisation, [shape], wish, union)
    return found[0] if found else None


def own_profiles(
    organisation: OrganisationRef, shapes: Sequence[shapely.Geometry], wish: OwnWish, union: Union | None = None
) -> tuple[OwnProfile, ...]:
    """Return what readers may read of several own areas at the same moment; none where nothing is published.

    Raises
    ------
    SelectionError
        As `own_profile`.
    """
    if not all(shapely.area(shape) > 0 for shape in shapes):
        raise SelectionError("own.no_ground", "The shape holds no ground.", place="form")
    sheets = {sheet.slug: sheet for sheet in published.indicators_of(organisation)}
    refs = [ref for ref in published.releases_of(organisation) if ref.indicator in sheets]
    all_versions = boundary_versions_of(organisation)
    versions = _edition(all_versions, refs, wish.edition)
    if not versions:
        return ()
    ids = {version.id for version in versions}
    here = [ref for ref in refs if ref.boundary_version_id in ids]
    asked = [ref for ref in _asked(here, wish.period) if wish.only is None or ref.indicator in wish.only]
    wanted, editions = _wanted(sheets, asked), _editions(all_versions, {ref.edition for ref in refs})
    grounds = [own_ground(organisation, shape, versions, here, union) for shape in shapes]
    return tuple(
        OwnProfile(
            shape=shape,
            edition=versions[0].edition,
            edition_name=versions[-1].name,
            editions=editions,
            periods=tuple(dict.fromkeys(ref.period for ref in sorted(here, key=_time, reverse=True))),
            area_m2=square_metres(shape),
            ground=ground,
            lines=own_lines(organisation, ground, wanted, versions),
        )
        for shape, ground in zip(shapes, grounds, strict=True)
    )


def _edition(
    versions: Sequence[BoundaryVersionRow], refs: Iterable[ReleaseRef], asked: str
) -> tuple[BoundaryVersionRow, ...]:
    """Return the versions of the edition asked for; left open the one of today with the most releases."""
    told: dict[str, int] = {}
    for ref in refs:
        told[ref.edition] = told.get(ref.edition, 0) + 1
    if asked and asked not in told:
        ways = tuple(Way(name, {"gebietsstand": slug}) for slug, name in _editions(versions, set(told)))
        raise SelectionError("own.edition_unpublished", "No figures.", place="gebietsstand", name=asked, ways=ways)
    if not told:
        return ()
    today = timezone.localdate()
    current = {version.edition for version in versions if version.is_valid_on(today)}
    edition = asked or max(told, key=lambda each: (each in current, told[each], each))
    return tuple(version for version in versions if version.edition == edition)


def _editions(versions: Iterable[BoundaryVersionRow], told: set[str]) -> tuple[tuple[str, str], ...]:
    names = {version.edition: version.name for version in versions if version.edition in told}
    return tuple(names.items())


def _time(ref: ReleaseRef) -> tuple[object, object]:
    return ref.period_end, ref.period_start


def _asked(here: Sequence[ReleaseRef], period: str) -> list[ReleaseRef]:
    """Return for each indicator and level the release of the period asked for, else its newest."""
    if period and period not in {ref.period for ref in here}:
        raise SelectionNotFoundError(
            "selection.period_unpublished", "Nothing is published for this period.", place="stand", name=period
        )
    ordered = sorted((ref for ref in here if period in {"", ref.period}), key=_time)
    return list({(ref.indicator, ref.boundary_version_id): ref for ref in ordered}.values())


def _wanted(sheets: dict[str, IndicatorSheet], refs: Sequence[ReleaseRef]) -> list[tuple[IndicatorSheet, ReleaseRef]]:
    """Return the releases in the order of the indicators, the whole first."""
    order = {slug: place for place, slug in enumerate(sheets)}
    found = sorted(refs, key=lambda ref: (order[ref.indicator], ref.level_position))
    return [(sheets[ref.indicator], ref) for ref in found]
