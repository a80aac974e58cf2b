# SPDX-License-Identifier: EUPL-1.2
"""The addresses that an organisation knows, as the pure geocoder asks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import Point

from sozialplanung.accounts.models import Organisation
from spatial.models import Address, AddressRegister
from spatial.readers.addresses.finding import MOST_NEAREST, Answer, Candidate, find
from spatial.readers.addresses.numbers import HouseNumber, HouseNumbers
from spatial.readers.addresses.parsing import AddressFields, parsed_address
from spatial.readers.addresses.register import Entry, Register
from spatial.readers.addresses.words import street_key
from spatial.selectors.addressbook import AddressBook, book_of_the_house
from spatial.selectors.streets import known_spellings

SRID: Final = 4326
_ALL: Final = """
    SELECT street, first_number, first_suffix, last_number, last_suffix, postcode, city, ST_X(location), ST_Y(location)
      FROM spatial_published_address WHERE register_id = %s"""
_ON_STREETS: Final = f"{_ALL} AND street_key = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Geocoder:
    """Answers for addresses, from the address file in use."""

    register: Register

    def answer(self, fields: AddressFields) -> Answer:
        """Return what is found for an address."""
        return find(self.register, parsed_address(fields))


def geocoder_of(organisation: Organisation) -> Geocoder | None:
    """Load the whole address file in use, for many addresses; None where there is none."""
    book = book_of_the_house(organisation)
    return Geocoder(Register(_entry(*row) for row in book.rows(_ALL, [book.register_id]))) if book else None


def geocoder_for(organisation: Organisation, fields: AddressFields, book: AddressBook | None = None) -> Geocoder | None:
    """Load what one address can be found in: its street, or those that are spelled alike.

    What is found in these streets is what would be found in all of them. Without a book it is that of the house.
    """
    book = book or book_of_the_house(organisation)
    if book is None:
        return None
    keys = [reading.key for reading in parsed_address(fields).readings]
    found = _entries(book, keys)
    known = known_spellings(book) if keys and not found else None
    if known:
        found = _entries(book, [*(key for _, key in known.near(keys[0])), *known.alike(keys[0], MOST_NEAREST)])
    return Geocoder(Register(found))


def _entries(book: AddressBook, keys: Sequence[str]) -> list[Entry]:
    return [_entry(*row) for row in book.rows(_ON_STREETS, [book.register_id, list(keys)])]


def _entry(*row: Any) -> Entry:  # noqa: ANN401 - a row of the database
    street, first, first_suffix, last, last_suffix, postcode, city, east, north = row
    numbers = HouseNumbers(HouseNumber(first, first_suffix), HouseNumber(last, last_suffix))
    return Entry(street, numbers, east, north, postcode, city)


def address_row(register: AddressRegister, entry: Entry) -> Address:
    """Return an entry as it is stored."""
    first, last = entry.numbers.first, entry.numbers.last
    return Address(
        register=register,
        street=entry.street[:200],
        street_key=street_key(entry.street[:200])[:250],
        first_number=first.number,
        first_suffix=first.suffix,
        last_number=last.number,
        last_suffix=last.suffix,
        postcode=entry.postcode,
        city=entry.city[:200],
        location=Point(entry.x, entry.y, srid=SRID),
    )


def candidate_json(candidate: Candidate) -> dict[str, Any]:
    """Return what is kept of a candidate, to be chosen by a person."""
    entry = candidate.entry
    return {"label": str(entry), "x": entry.x, "y": entry.y, "reasons": [each.value for each in candidate.reasons]}


def address_text(fields: AddressFields) -> str:
    """Return an address on one line."""
    street = " ".join(part for part in (fields.text, fields.street, f"{fields.number}{fields.suffix}") if part)
    town = f"{fields.postcode} {fields.city}".strip()
    return ", ".join(part for part in (street, town) if part)[:400]
