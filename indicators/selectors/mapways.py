# SPDX-License-Identifier: EUPL-1.2
"""Where to go on from the address of a map that names what is not published: what is there, as changes of the query."""

from collections.abc import Callable, Iterable, Sequence
from types import MappingProxyType
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.rendering.mapstate import MapState
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef, ReleaseRef
from sozialplanung.common.errors import Way
from sozialplanung.common.periods import parse
from spatial.selectors.levels import boundary_versions_of

MOST_WAYS: Final = 12
LEVEL: Final = "ebene"
EDITION: Final = "gebietsstand"
PERIOD: Final = "stand"
AREA: Final = "gebiet"
Part = Callable[[ReleaseRef], str]
# What an address narrows down, in this order.
PARTS: Final[MappingProxyType[str, Part]] = MappingProxyType(
    {LEVEL: lambda ref: ref.level, EDITION: lambda ref: ref.edition, PERIOD: lambda ref: ref.period}
)


def ways_to_indicators(sheets: Iterable[IndicatorSheet]) -> tuple[Way, ...]:
    """Lead to the indicators that are published, each with what its map opens with."""
    rest = dict.fromkeys((*PARTS, AREA), "")
    found = [Way(sheet.definition.short_name, {**rest, "indikator": sheet.slug}) for sheet in sheets]
    return tuple(found[:MOST_WAYS])


def ways_to_releases(
    organisation: OrganisationRef, place: str, releases: Sequence[ReleaseRef], state: MapState
) -> tuple[Way, ...]:
    """Lead to what is published instead at one place of the address; wishes that fit there are kept."""
    part, labels = PARTS[place], _labels(organisation, place, releases)
    fitting = {value: [ref for ref in releases if part(ref) == value] for value in labels}
    found = [Way(label, _changes(place, value, fitting[value], state)) for value, label in labels.items()]
    return tuple(found[:MOST_WAYS])


def ways_without_area() -> tuple[Way, ...]:
    """Lead to the same without an area in focus."""
    return (Way(_("The same without an area"), {AREA: ""}),)


def ways_as_delivered() -> tuple[Way, ...]:
    """Lead to the same on the boundaries on which it was counted."""
    return (Way(_("The figures as they were counted"), {"umgerechnet": "", AREA: ""}),)


def _changes(place: str, value: str, releases: Sequence[ReleaseRef], state: MapState) -> dict[str, str]:
    """Name a value, and take out what nothing is published for any more."""
    changes = {place: value, AREA: ""}
    names = list(PARTS)
    for name in names[names.index(place) + 1 :]:
        wanted = getattr(state, name)
        kept = [ref for ref in releases if PARTS[name](ref) == wanted]
        if wanted and not kept:
            changes[name] = ""
        releases = kept or releases
    return changes


def _labels(organisation: OrganisationRef, place: str, releases: Sequence[ReleaseRef]) -> dict[str, str]:
    """Name what is published at a place: the finest level, the newest boundary version and period first."""
    if place == PERIOD:
        language = language_of(get_language())
        newest = sorted(releases, key=lambda ref: (ref.period_end, ref.period_start), reverse=True)
        return {ref.period: period_words(parse(ref.period), language) for ref in newest}
    versions = {version.id: version for version in boundary_versions_of(organisation)}
    known = [versions[id_] for id_ in {ref.boundary_version_id for ref in releases} if id_ in versions]
    if place == EDITION:
        return {row.edition: row.name for row in sorted(known, key=lambda row: row.valid_from, reverse=True)}
    return {row.level: row.level_name_plural for row in sorted(known, key=lambda row: -row.level_position)}
