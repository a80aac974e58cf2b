# SPDX-License-Identifier: EUPL-1.2
"""Streets and addresses in the search: what they are called, in which areas they lie, and where one goes on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.selectors.versions import versions_with_figures
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.names import first_named
from sozialplanung.portal.addresses import area_address
from sozialplanung.portal.areaways import AreaAddress, AreaWay, LevelWays, Ways
from sozialplanung.portal.doors import Door, doors_of
from spatial.readers.addresses.finding import Answer, Candidate, Reason, Status
from spatial.readers.addresses.parsing import AddressFields, ParsedAddress, parsed_address
from spatial.readers.addresses.typed import names_a_house
from spatial.selectors.addressbook import AddressBook
from spatial.selectors.streets import MOST_STREETS, LevelAreas, StreetRow, areas_at, streets_named
from spatial.services.layers.geocoding import geocoder_for
from spatial.services.layers.texts import REASONS

MOST_ADDRESSES: Final = 8
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """A street or an address; `path` says where it lies, `became` in what it differs from what was typed.

    A street leads to a list of its areas, an address to the smallest area in which it lies (`finest`); `url` is empty
    where it lies in none. `doors` lead on from the very address.
    """

    title: str
    url: str
    path: str = ""
    became: str = ""
    levels: tuple[LevelWays, ...] = ()
    doors: tuple[Door, ...] = ()
    finest: AreaWay | None = None


@dataclass(frozen=True, slots=True)
class Spots:
    """Streets and addresses that may be meant; `note` says why a house is not among them, as far as that is known."""

    streets: tuple[Spot, ...] = ()
    addresses: tuple[Spot, ...] = ()
    note: str = ""


NO_SPOTS: Final = Spots()


def together(found: Iterable[Spots]) -> Spots:
    """Return what was found in several places, one after the other."""
    found = tuple(found)
    return Spots(
        tuple(street for each in found for street in each.streets)[:MOST_STREETS],
        tuple(address for each in found for address in each.addresses)[:MOST_ADDRESSES],
        next((each.note for each in found if each.note), ""),
    )


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The address file of a place that a reader may search.

    `has_houses` tells whether the very houses may be told: never in an address; `is_held_up` where somebody asked for
    too many; `has_doors` where ways on from an address are told. `page` is where a street lists its areas, `area` leads
    to one. `name` is said where the file of one place is searched beside those of others.
    """

    organisation: Organisation
    book: AddressBook
    page: str
    has_houses: bool = False
    is_held_up: bool = False
    has_doors: bool = False
    area: AreaAddress = area_address
    name: str = ""

    def spots(self, text: str) -> Spots:
        """Return what may be meant by a text."""
        address = parsed_address(AddressFields(text=text))
        rows = streets_named(self.organisation, self.book, address)
        answer = self._answer(text, address)
        # A street without a number is none of them: it stands among the streets.
        told = [each for each in answer.candidates if Reason.WITHOUT_NUMBER not in each.reasons][:MOST_ADDRESSES]
        note = _too_many() if self.is_held_up else _nearest(answer)
        if not (rows or told):
            return Spots(note=note)
        ways = Ways(self.organisation.slug, self.area, versions_with_figures(self.organisation))
        return Spots(tuple(self._street(row, ways) for row in rows), self._addresses(told, ways), note)

    def _street(self, row: StreetRow, ways: Ways) -> Spot:
        return Spot(
            title=row.name,
            url=f"{self.page}?{urlencode({'q': ', '.join((row.name, *row.postcodes[:1]))})}",
            path=self._path(_postcodes(row), row.city, _named(row.levels)),
            became=_("Did you mean this street?") if row.is_near else "",
            levels=ways.levels(row.levels),
        )

    def _path(self, *parts: str) -> str:
        return " · ".join(part for part in (self.name, *parts) if part)

    def _answer(self, text: str, address: ParsedAddress) -> Answer:
        fields = AddressFields(text=text)
        is_asked = self.has_houses and names_a_house(address)
        geocoder = geocoder_for(self.organisation, fields, self.book) if is_asked else None
        return geocoder.answer(fields) if geocoder else Answer(Status.FAILED)

    def _addresses(self, told: Sequence[Candidate], ways: Ways) -> tuple[Spot, ...]:
        """Return the very address, or all that may be meant, each with what differs."""
        found = areas_at(self.organisation, [(each.entry.x, each.entry.y) for each in told])
        return tuple(self._address(each, levels, ways) for each, levels in zip(told, found, strict=True))

    def _address(self, candidate: Candidate, levels: tuple[LevelAreas, ...], ways: Ways) -> Spot:
        reasons = ", ".join(str(REASONS[each]) for each in candidate.reasons)
        finest, point = ways.finest(levels), (candidate.entry.x, candidate.entry.y)
        names = [each.areas[0].name for each in reversed(levels)] or [_("Outside of all areas")]
        return Spot(
            title=str(candidate.entry),
            url=finest.url if finest else "",
            path=self._path(*names),
            became=_("Did you mean this address? %(reasons)s") % {"reasons": reasons} if reasons else "",
            levels=ways.levels(levels),
            doors=self._doors(point, finest) if self.has_doors and not reasons else (),
            finest=finest,
        )

    def _doors(self, point: tuple[float, float], finest: AreaWay | None) -> tuple[Door, ...]:
        return doors_of(self.organisation, point, finest, is_house=not self.book.is_public)


def may_name_a_house(text: str) -> bool:
    """Say whether a text may be the address of a house, which no link, no log and no history is to hold."""
    return names_a_house(parsed_address(AddressFields(text=text)))


def _postcodes(row: StreetRow) -> str:
    return first_named(row.postcodes, _MOST_NAMED)


def _named(levels: Sequence[LevelAreas]) -> str:
    """Say through which of the largest areas a street runs."""
    if not levels:
        return ""
    names, more = [area.name for area in levels[0].areas[:_MOST_NAMED]], len(levels[0].areas) - _MOST_NAMED
    told = ", ".join(names)
    if more <= 0:
        return told
    words: str = ngettext("%(areas)s and %(more)s other area", "%(areas)s and %(more)s other areas", more)
    return words % {"areas": told, "more": more}


def _too_many() -> str:
    return _("Your network asked for many addresses. Please try again in a minute.")


def _nearest(answer: Answer) -> str:
    """Say that a house number is not known, and which ones are next to it."""
    if Reason.NUMBER_UNKNOWN not in answer.reasons:
        return ""
    return _("This house number is not in the address file. Next to it: %(near)s") % {"near": "; ".join(answer.nearest)}
