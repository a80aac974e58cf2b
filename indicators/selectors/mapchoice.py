# SPDX-License-Identifier: EUPL-1.2
"""Which published slice an address of the map means: what it leaves open is chosen, what it names must be there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.timezone import localdate
from django.utils.translation import get_language

from indicators.rendering.mapstate import MapState
from indicators.rendering.profile_numbers import date_words, language_of
from indicators.selectors import published
from indicators.selectors.conversions import conversions_of
from indicators.selectors.mapways import PARTS, ways_as_delivered, ways_to_indicators, ways_to_releases
from indicators.selectors.profile import PERSONS
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef, ReleaseRef
from indicators.selectors.withdrawn import withdrawn_at
from sozialplanung.common import periods
from sozialplanung.common.errors import NotFoundError
from sozialplanung.common.names import first_named

MOST_NAMED = 12


class MapNotFoundError(NotFoundError):
    """The address of a map names something that is not published."""


@dataclass(frozen=True, slots=True)
class MapChoice:
    """What the map shows.

    `releases` are all of the indicator, `series` those at the level shown, one per period in the order of time, and
    `ref` the one shown.
    """

    indicators: tuple[IndicatorSheet, ...]
    sheet: IndicatorSheet
    releases: tuple[ReleaseRef, ...]
    series: tuple[ReleaseRef, ...]
    ref: ReleaseRef


def map_choice(organisation: OrganisationRef, state: MapState) -> MapChoice | None:
    """Return what an address means; None when the organisation has published nothing yet.

    Raises
    ------
    MapNotFoundError
        The address names an indicator, a level, a boundary version or a period that is not published.
    """
    indicators = published.indicators_of(organisation)
    if not indicators:
        return None
    sheet = _sheet(indicators, state.indikator)
    releases = published.releases_of(organisation, indicator=sheet.slug)
    carried = _carried(organisation, sheet, state)
    ref = _release(organisation, carried or releases, state)
    series = series_at(carried or releases, ref, state.gebietsstand)
    return MapChoice(indicators, sheet, (*releases, *(each for each in carried if each.is_converted)), series, ref)


def _carried(organisation: OrganisationRef, sheet: IndicatorSheet, state: MapState) -> tuple[ReleaseRef, ...]:
    """Return what is shown where all periods are to stand on one edition: delivered for it or carried to it.

    Raises
    ------
    MapNotFoundError
        ``map.umgerechnet_unpublished`` where nothing of the indicator can be shown on it.
    """
    if not state.umgerechnet:
        return ()
    own = published.releases_of(organisation, indicator=sheet.slug, edition=state.umgerechnet)
    found = (*own, *conversions_of(organisation, indicator=sheet.slug, edition=state.umgerechnet))
    if not found:
        raise MapNotFoundError(
            "map.umgerechnet_unpublished",
            "Nothing can be shown on this boundary version.",
            place="umgerechnet",
            name=state.umgerechnet,
            ways=ways_as_delivered(),
        )
    return found


def _sheet(indicators: tuple[IndicatorSheet, ...], slug: str) -> IndicatorSheet:
    if not slug:
        # Numbers of persons make a poor map: large areas hold many. A share or an index comes first.
        key_figures = [sheet for sheet in indicators if sheet.is_key_figure]
        told = (sheet for sheet in key_figures if sheet.definition.unit_of_measure not in PERSONS)
        return next(told, next(iter(key_figures), indicators[0]))
    found = next((sheet for sheet in indicators if sheet.slug == slug), None)
    if found is None:
        raise MapNotFoundError(
            "map.indicator_unknown",
            "There is no published indicator of this name.",
            place="indikator",
            name=slug,
            published=first_named((sheet.slug for sheet in indicators), MOST_NAMED),
            ways=ways_to_indicators(indicators),
        )
    return found


def _release(organisation: OrganisationRef, releases: tuple[ReleaseRef, ...], state: MapState) -> ReleaseRef:
    found = releases
    for place, part in PARTS.items():
        wanted = getattr(state, place)
        fitting = tuple(ref for ref in found if part(ref) == wanted) if wanted else found
        if not fitting:
            raise _nothing_there(organisation, place, found, state)
        found = fitting
    return best(found)


def best(releases: Iterable[ReleaseRef]) -> ReleaseRef:
    """Return what is shown when nothing is asked for: the finest level, its newest period and boundary version."""
    return max(releases, key=lambda ref: (ref.level_position, ref.period_end, ref.period_start, ref.edition))


def _nothing_there(
    organisation: OrganisationRef, place: str, releases: tuple[ReleaseRef, ...], state: MapState
) -> MapNotFoundError:
    name = getattr(state, place)
    gone = withdrawn_at(organisation, indicator=releases[0].indicator, period=name) if place == "stand" else None
    at = {} if gone is None else {"at": date_words(localdate(gone), language_of(get_language()))}
    return MapNotFoundError(
        f"map.{place}_unpublished" if gone is None else "map.stand_withdrawn",
        "Nothing is published for this choice.",
        **at,
        place=place,
        name=name,
        published=first_named((PARTS[place](ref) for ref in releases), MOST_NAMED),
        ways=ways_to_releases(organisation, place, releases, state),
    )


def series_at(releases: Iterable[ReleaseRef], shown: ReleaseRef, edition: str = "") -> tuple[ReleaseRef, ...]:
    """Return one release per period at the level shown, in the order of time.

    Of several boundary versions of a period the one that was asked for comes first, then the one shown, then the
    newest.
    """
    by_period: dict[str, ReleaseRef] = {}
    for ref in releases:
        if ref.level != shown.level:
            continue
        known = by_period.get(ref.period)
        if known is None or _rank(ref, shown, edition) > _rank(known, shown, edition):
            by_period[ref.period] = ref
    return tuple(sorted(by_period.values(), key=lambda ref: (ref.period_start, ref.period_end)))


def _rank(ref: ReleaseRef, shown: ReleaseRef, edition: str) -> tuple[bool, bool, int]:
    return ref.edition == edition, ref.id == shown.id, ref.boundary_version_id


def state_at(choice: MapChoice, state: MapState, ref: ReleaseRef) -> MapState:
    """Return the address of another period of the series.

    The boundary version is named only where a period has several, and an area in focus stays where its version does.
    """
    twice = any(
        other.period == ref.period and other.level == ref.level and other.edition != ref.edition
        for other in choice.releases
    )
    return replace(
        state,
        indikator=choice.sheet.slug,
        ebene=ref.level,
        stand=ref.period,
        gebietsstand=ref.edition if twice and not state.umgerechnet else "",
        gebiet=state.gebiet if ref.boundary_version_id == choice.ref.boundary_version_id else "",
    )


def period_of(ref: ReleaseRef) -> periods.Period:
    """Return the period of a release as a pure value."""
    return periods.parse(ref.period)
