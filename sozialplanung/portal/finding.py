# SPDX-License-Identifier: EUPL-1.2
"""One search over the areas and indicators of all organisations, and over the glossary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import get_language

from indicators.selectors.ownareas import areas_named as own_areas_named
from indicators.selectors.search import search_result
from indicators.selectors.sheets import IndicatorSheet
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.selectors import listed_organisations
from sozialplanung.portal.addresses import area_address, district_address, indicator_address
from sozialplanung.portal.areaways import AreaAddress
from sozialplanung.portal.formerwords import became_words
from sozialplanung.portal.glossary import chapters
from sozialplanung.portal.locating import NO_SPOTS, Gazetteer, Spot, Spots, together
from sozialplanung.portal.placing import places_found
from spatial.selectors.former import Became, became_of
from spatial.selectors.rows import SearchHit, UnitPlace
from spatial.selectors.search import LIMIT
from spatial.selectors.search import search as areas_named

_SHORTEST = 2
_MOST_TERMS = 5


@dataclass(frozen=True)
class Way:
    """A way on from something found: the areas in which an earlier one lies today."""

    label: str
    url: str


@dataclass(frozen=True)
class Hit:
    """One thing found; `path` says where it belongs, `became` what became of an area of earlier boundaries."""

    title: str
    url: str
    path: str = ""
    text: str = ""
    became: str = ""
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Group:
    """What was found in one organisation."""

    name: str
    areas: tuple[Hit, ...]
    indicators: tuple[Hit, ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Areas first: most people look for where they live."""
        return self.areas + self.indicators


@dataclass(frozen=True)
class Found:
    """The answer to one search."""

    text: str
    groups: tuple[Group, ...]
    terms: tuple[Hit, ...]
    own: tuple[Hit, ...] = ()
    spots: Spots = NO_SPOTS
    places: tuple[Spot, ...] = ()

    def __len__(self) -> int:
        """Count what was found."""
        grouped = sum(len(group.hits) for group in self.groups)
        spots = len(self.streets) + len(self.addresses) + len(self.places)
        return grouped + len(self.terms) + len(self.own) + spots

    @property
    def streets(self) -> tuple[Spot, ...]:
        """The streets that may be meant."""
        return self.spots.streets

    @property
    def addresses(self) -> tuple[Spot, ...]:
        """The addresses that may be meant."""
        return self.spots.addresses

    @property
    def areas(self) -> tuple[Hit, ...]:
        """The areas of all organisations."""
        return tuple(hit for group in self.groups for hit in group.areas)

    @property
    def indicators(self) -> tuple[Hit, ...]:
        """The indicators of all organisations."""
        return tuple(hit for group in self.groups for hit in group.indicators)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more areas than are told."""
        return any(len(group.areas) >= LIMIT for group in self.groups)

    @property
    def is_too_short(self) -> bool:
        """Whether the text is too short to look for."""
        return 0 < len(self.text) < _SHORTEST


def found(
    text: str,
    organisation: Organisation | None = None,
    person: User | None = None,
    gazetteers: Sequence[Gazetteer] = (),
) -> Found:
    """Look for a text, in one organisation as its reader may see it, or in all that are listed as everybody does.

    A person who keeps own areas in the organisation finds these as well, and who may search an address file its streets
    and addresses.
    """
    wanted = " ".join(text.split())
    if len(wanted) < _SHORTEST:
        return Found(text=wanted, groups=(), terms=())
    organisations: Iterable[Organisation] = listed_organisations() if organisation is None else (organisation,)
    groups = (_group(each, wanted) for each in organisations)
    own = _own(organisation, person, wanted) if organisation and person else ()
    spots = together(each.spots(wanted) for each in gazetteers)
    kept = tuple(group for group in groups if group.hits)
    places = places_found(organisation, wanted) if organisation else ()
    return Found(text=wanted, groups=kept, terms=_terms(wanted), own=own, spots=spots, places=places)


def _own(organisation: Organisation, person: User, text: str) -> tuple[Hit, ...]:
    return tuple(
        Hit(title=row.name, url=reverse("indicators:own_area", args=[organisation.slug, row.uuid]), text=row.collection)
        for row in own_areas_named(person, organisation, text)
    )


def districts_found(text: str, organisation: Organisation, gazetteers: Sequence[Gazetteer] = ()) -> Found:
    """Look for areas, streets and addresses of one organisation; what is found leads to the areas in plain words."""
    wanted = " ".join(text.split())
    if len(wanted) < _SHORTEST:
        return Found(text=wanted, groups=(), terms=())
    areas = _areas(organisation, areas_named(organisation, wanted), district_address)
    page = reverse("portal:districts", args=[organisation.slug])
    plain = (replace(each, page=page, area=district_address) for each in gazetteers)
    spots = together(each.spots(wanted) for each in plain)
    return Found(text=wanted, groups=(Group(organisation.name, areas, ()),) if areas else (), terms=(), spots=spots)


def _group(organisation: Organisation, text: str) -> Group:
    result = search_result(organisation, text)
    return Group(
        name=organisation.name,
        areas=_areas(organisation, result.areas, area_address),
        indicators=tuple(_indicator(organisation, sheet) for sheet in result.indicators),
    )


def _areas(organisation: Organisation, hits: Sequence[SearchHit], address: AreaAddress) -> tuple[Hit, ...]:
    became = became_of(organisation, hits)
    return tuple(_area(organisation, hit, became.get(hit), address) for hit in hits)


def _area(organisation: Organisation, hit: SearchHit, became: Became | None, address: AreaAddress) -> Hit:
    """Return an area; one that goes on under another name leads there, of one that is gone the ground is named."""
    url = address(organisation.slug, edition=hit.edition, level=hit.level, key=hit.key)
    ways = _ways(organisation, became.places, address) if became else ()
    return Hit(
        title=hit.name,
        url=ways[0].url if became and became.is_same else url,
        path=_path(organisation.name, hit.parent_name, hit.name),
        text=" · ".join((hit.level_name, hit.key, *(() if hit.is_current else (hit.edition_name,)))),
        became=became_words(hit, became) if became else "",
        ways=() if became and became.is_same else ways,
    )


def _ways(organisation: Organisation, places: Sequence[UnitPlace], address: AreaAddress) -> tuple[Way, ...]:
    return tuple(
        Way(
            place.unit.name,
            address(organisation.slug, edition=place.version.edition, level=place.version.level, key=place.unit.key),
        )
        for place in places
    )


def _indicator(organisation: Organisation, sheet: IndicatorSheet) -> Hit:
    return Hit(
        title=sheet.definition.name,
        url=indicator_address(organisation.slug, sheet.slug),
        path=f"{organisation.name} › {sheet.topic_name}",
        text=sheet.definition.subtitle,
    )


def _path(organisation: str, parent: str, name: str) -> str:
    """Say where an area belongs, no name twice: the whole may be called as its organisation is."""
    return " › ".join(part for part in dict.fromkeys((organisation, parent)) if part and part != name)


def _terms(text: str) -> tuple[Hit, ...]:
    found_chapters = chapters(get_language() or "de", text)
    entries = [entry for chapter in found_chapters for entry in chapter.entries]
    page = reverse("portal:glossary")
    hits = (Hit(title=entry.name, url=f"{page}#{entry.anchor}", text=entry.text) for entry in entries)
    return tuple(hits)[:_MOST_TERMS]
