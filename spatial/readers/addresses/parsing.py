# SPDX-License-Identifier: EUPL-1.2
"""Takes an address apart, whether it stands in one field or in several."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from spatial.readers.addresses.numbers import HouseNumbers, parsed_numbers, tells_the_way_inside
from spatial.readers.addresses.words import street_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST: Final = 400
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PARTS: Final = re.compile(r"\s*[,;|\r\n]+\s*")
_POSTCODE: Final = re.compile(r"(?<![\w-])(?:[Dd]\s?-\s?)?(\d{5})(?!\d)")
_CARE_OF: Final = re.compile(r"\s*(?:c\s?/\s?o\b|z\.?\s?hd\.?\b|zu h(?:ä|ae)nden|bei\b|postfach\b)", re.IGNORECASE)
_DISTRICT: Final = re.compile(
    r"(?:^|\s*[-/]?\s+)(?:OT|[Oo]rtsteil|[Ss]tadtteil|[Oo]rtsbezirk)(?:\s+|$)(?P<name>[^,;]*)$"
)
_NUMBER_BEGINS: Final = re.compile(r"(?<![\d/])\d")
_WITHOUT_NUMBER: Final = re.compile(r"\s+(?:o\.?\s?nr\.?|ohne (?:haus)?nummer|s\.?\s?/?\s?n\.?)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AddressFields:
    """An address as it came: in ``text`` alone, or street, number, suffix, postcode and city in fields of their own."""

    text: str = ""
    street: str = ""
    number: str = ""
    suffix: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an address: the street as it was written, how it is compared, and the house numbers."""

    street: str
    key: str
    numbers: HouseNumbers | None


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """An address in its parts; the first reading is the likeliest, and there is none without a street.

    ``postcode`` has five digits or is empty.
    """

    readings: tuple[Reading, ...]
    postcode: str = ""
    city: str = ""
    district: str = ""


def parsed_address(fields: AddressFields) -> ParsedAddress:
    """Take an address apart.

    Parameters
    ----------
    fields : AddressFields
        What the fields hold, each at most 400 characters; what is longer is cut. A field may hold more than it
        should: number and city in that of the street, the city in that of the postcode.

    Returns
    -------
    ParsedAddress
        Where a number could belong to the name of the street (``Straße 12``), or something else stands before the
        street (``Rathaus, Markt 1``), there are several readings.

    Examples
    --------
    >>> parsed_address(AddressFields("c/o Meier, Karl-Marx-Str. 12 a, 12043 Berlin OT Neukölln")).postcode
    '12043'
    """
    text = ", ".join(part for part in (_clean(fields.text), _clean(fields.street)) if part)
    postcode, after = _postcode(_clean(fields.postcode))
    parts, district = _without_district(_split(text))
    parts, found, city = _without_city(parts)
    told_city, told_district = _city(_clean(fields.city) or after or city)
    numbered = _number_text(fields)
    return ParsedAddress(
        readings=tuple(dict.fromkeys(_readings(parts, numbered))),
        postcode=postcode or found,
        city=told_city,
        district=told_district or district,
    )


def _clean(text: str) -> str:
    flat = unicodedata.normalize("NFC", text[:LONGEST])
    return _BRACKETS.sub(" ", flat).strip()


def _number_text(fields: AddressFields) -> str:
    number, suffix = _clean(fields.number), _clean(fields.suffix)
    is_stroke = suffix[:1].isdigit() and "/" not in suffix
    return f"{number}{'/' if is_stroke else ' '}{suffix}".strip() if suffix else number


def _split(text: str) -> list[str]:
    parts = [part for part in _PARTS.split(text) if part.strip() and not _CARE_OF.match(part)]
    return [part for part in parts if not tells_the_way_inside(part)]


def _postcode(text: str) -> tuple[str, str]:
    """Return the postcode and what follows it; a number that lost its zero at the front gets it back."""
    match = _POSTCODE.search(text)
    if match:
        return match[1], text[match.end() :].strip()
    return (f"0{text}", "") if re.fullmatch(r"[1-9]\d{3}", text) else ("", "")


def _without_city(parts: list[str]) -> tuple[list[str], str, str]:
    """Return the parts without postcode and city, the postcode, and the city after it; the last postcode counts.

    Without a postcode a last part without any digit is the city where a part before it ends with a number.
    """
    for place in reversed(range(len(parts))):
        matches = list(_POSTCODE.finditer(parts[place]))
        if matches:
            match = matches[-1]
            before, after = parts[place][: match.start()].strip(), parts[place][match.end() :].strip()
            rest = parts[place + 1 :]
            city, rest = (after, rest) if after else (" ".join(rest[:1]), rest[1:])
            return [*parts[:place], *([before] if before else []), *rest], match[1], city
    is_town = any(next(_taken_apart(part), None) for part in parts[:-1]) and not re.search(r"\d", parts[-1])
    return (parts[:-1], "", parts[-1]) if is_town else (parts, "", "")


def _without_district(parts: Sequence[str]) -> tuple[list[str], str]:
    kept, district = [], ""
    for part in parts:
        match = _DISTRICT.search(part)
        district = match["name"].strip() if match else district
        rest = part[: match.start()].strip() if match else part
        kept += [rest] if rest else []
    return kept, district


def _city(text: str) -> tuple[str, str]:
    (parts, district) = _without_district(_split(text))
    return (parts[0] if parts else ""), district


def _readings(parts: Sequence[str], number: str) -> Iterator[Reading]:
    """Yield first what has a number, then a number in a part of its own, then streets without one."""
    if number and (numbers := parsed_numbers(number)):
        yield from _streets(parts, numbers)
    for part in parts:
        yield from _taken_apart(part)
    for street, alone in pairwise(parts):
        if numbers := parsed_numbers(alone):
            yield from _streets((street,), numbers)
    yield from _streets([_WITHOUT_NUMBER.sub("", part) for part in parts], None)


def _streets(parts: Sequence[str], numbers: HouseNumbers | None) -> Iterator[Reading]:
    for part in parts:
        if key := street_key(part):
            yield Reading(part, key, numbers)


def _taken_apart(part: str) -> Iterator[Reading]:
    """Yield street and number of one part, the longest number first."""
    for match in _NUMBER_BEGINS.finditer(part):
        numbers = parsed_numbers(part[match.start() :]) if match.start() else None
        street = re.sub(r"[\s,]+(?:haus)?nr\.?\s*$", "", part[: match.start()], flags=re.IGNORECASE).strip(" ,")
        if numbers:
            yield from _streets((street,), numbers)
