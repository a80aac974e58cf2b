# SPDX-License-Identifier: EUPL-1.2
"""What is told of rings of reach: their places, and of each ring what is told of an own area, and nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from indicators.selectors import published
from indicators.selectors.inhabitants import inhabitants_of
from indicators.selectors.mapclasses import INDEX
from indicators.selectors.ownfigures import OwnLine
from indicators.selectors.ownprofile import OwnProfile, OwnWish, own_profiles
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef
from indicators.stats.ownareas import Estimate, coverage
from spatial.selectors.layers import LayerEntry
from spatial.selectors.reachrings import PlacesInside, Ring, Rings, places_inside, rings_of
from spatial.selectors.routing import Asked, Point


@dataclass(frozen=True, slots=True)
class RingsWish:
    """From where, on which streets and how far, and what is told of it; figures may be left out."""

    asked: Asked
    place: Point
    limits: tuple[int, ...]
    layer: LayerEntry | None = None
    indicators: tuple[str, ...] = ()
    has_figures: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class RingFigures:
    """One ring with what readers may read of it; ``profile`` is None where nothing is reached or published."""

    ring: Ring
    profile: OwnProfile | None
    lines: tuple[OwnLine, ...]
    people: OwnLine | None

    @property
    def coverage(self) -> Estimate | None:
        """Which part of the people of the city live inside, in percent; None where nobody can say."""
        line = self.people
        if line is None or line.line.pooled is None or line.whole is None:
            return None
        value = line.line.pooled.value
        low, high = line.span or ((value, value) if not line.is_estimate else (float("nan"), float("nan")))
        found = coverage(value, line.whole, low, high)
        return found if found.value >= 0 else None


@dataclass(frozen=True, slots=True, eq=False)
class RingsAnswer:
    """Rings with their places and figures, the smallest first."""

    rings: Rings
    places: PlacesInside | None
    figures: tuple[RingFigures, ...]

    @property
    def is_off(self) -> bool:
        """Whether the place lies off the streets."""
        return self.rings.distance_m is None


def rings_answer(organisation: OrganisationRef, wish: RingsWish) -> RingsAnswer:
    """Return what is told of rings around a place.

    Raises
    ------
    ProfileNotCarriedError
        The network does not tell enough for the profile.
    """
    rings = rings_of(wish.asked, wish.place, wish.limits)
    if rings.distance_m is None:
        return RingsAnswer(rings, None, ())
    places = None if wish.layer is None else places_inside(rings, wish.layer)
    figures = _figures(organisation, rings.rings, wish.indicators) if wish.has_figures else ()
    return RingsAnswer(rings, places, figures)


def told_indicators(organisation: OrganisationRef) -> tuple[IndicatorSheet, ...]:
    """Return the indicators that can be told of own areas; an index is a position among areas and never is."""
    released = {ref.indicator for ref in published.releases_of(organisation)}
    sheets = published.indicators_of(organisation)
    return tuple(each for each in sheets if each.slug in released and each.kind != INDEX)


def _figures(organisation: OrganisationRef, rings: Sequence[Ring], chosen: Collection[str]) -> tuple[RingFigures, ...]:
    people = frozenset(inhabitants_of(organisation))
    told = [ring for ring in rings if not ring.is_empty]
    profiles = own_profiles(organisation, [ring.ground for ring in told], OwnWish(only=people | frozenset(chosen)))
    by_limit = {ring.limit: profile for ring, profile in zip(told, profiles, strict=False)}
    return tuple(_of_ring(ring, by_limit.get(ring.limit), people, chosen) for ring in rings)


def _of_ring(ring: Ring, profile: OwnProfile | None, people: Collection[str], chosen: Collection[str]) -> RingFigures:
    lines = profile.lines if profile is not None else ()
    counted = max((line for line in lines if line.line.sheet.slug in people), key=_order, default=None)
    first = [counted] if counted is not None else []
    others = [line for line in lines if line.line.sheet.slug in chosen and line is not counted]
    return RingFigures(ring, profile, (*first, *others), counted)


def _order(line: OwnLine) -> tuple[bool, int, object, str]:
    """Order the numbers of people: one that is told first, then the finest, then the newest."""
    ref = line.line.ref
    return line.has_figure, ref.level_position, ref.period_end, ref.indicator
