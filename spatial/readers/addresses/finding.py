# SPDX-License-Identifier: EUPL-1.2
"""Finds an address in a register, and says how sure that is; it never chooses among several."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from spatial.readers.addresses.words import literal, place_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.readers.addresses.numbers import HouseNumbers
    from spatial.readers.addresses.parsing import ParsedAddress, Reading
    from spatial.readers.addresses.register import Entry, Known, Register

MOST_CANDIDATES: Final = 10
MOST_NEAREST: Final = 3
# Numbers of one side: farther away a number says little about where the house stands.
FARTHEST_NUMBER: Final = 20


class Status(StrEnum):
    """How sure an answer is."""

    EXACT = "exact"
    INEXACT = "inexact"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a candidate is not the address itself, or why there is none."""

    SEVERAL = "several"
    SPELLING = "spelling"
    OTHER_POSTCODE = "other_postcode"
    OTHER_CITY = "other_city"
    PART_OF_RANGE = "part_of_range"
    OTHER_SUFFIX = "other_suffix"
    NEAREST_NUMBER = "nearest_number"
    WITHOUT_NUMBER = "without_number"
    NUMBER_UNKNOWN = "number_unknown"
    STREET_UNKNOWN = "street_unknown"
    NO_STREET = "no_street"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One address that may be meant, and in what it differs; without reasons it is the address itself."""

    entry: Entry
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: exactly one candidate without reasons, or candidates with reasons, or none.

    ``nearest`` are addresses and streets in words that are next to what was not found; they are no candidates.
    """

    status: Status
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = ()
    nearest: tuple[str, ...] = ()


def find(register: Register, address: ParsedAddress) -> Answer:
    """Find an address.

    Parameters
    ----------
    register : Register
        What is known; may be empty.
    address : ParsedAddress
        What is looked for.

    Returns
    -------
    Answer
        *exact*: street, number, and postcode and city as far as both name them, agree, and all entries that agree lie
        at one place. *inexact*: at most 10 candidates, each with all its reasons. *failed*: nothing within the bounds.
        The same register in another order gives the same answer.

    References
    ----------
    docs/methods/geocoding.md
    """
    if not address.readings:
        return Answer(Status.FAILED, reasons=(Reason.NO_STREET,))
    reading = next((each for each in address.readings if each.key in register), None)
    if reading:
        return _answer(register, address, reading, (reading.key,))
    first = address.readings[0]
    streets = _near_streets(register, address, first.key)
    if streets:
        return _answer(register, address, first, streets)
    alike = register.spellings.alike(first.key, MOST_NEAREST)
    nearest = tuple(register.on(key)[0].entry.street for key in alike)
    return Answer(Status.FAILED, reasons=(Reason.STREET_UNKNOWN,), nearest=nearest)


def _near_streets(register: Register, address: ParsedAddress, key: str) -> tuple[str, ...]:
    """Return the streets with the fewest slips among those that can lie where the postcode says."""
    near = [each for each in register.spellings.near(key) if _may_lie_there(register.on(each[1]), address)]
    return tuple(name for count, name in near if count == near[0][0])


def _may_lie_there(street: Sequence[Known], address: ParsedAddress) -> bool:
    return not address.postcode or any(known.entry.postcode in {address.postcode, ""} for known in street)


def _answer(register: Register, address: ParsedAddress, reading: Reading, streets: Sequence[str]) -> Answer:
    base = () if streets == (reading.key,) else (Reason.SPELLING,)
    found = [each for key in streets for each in _candidates(register, address, reading, key)]
    candidates = [Candidate(each.entry, (*base, *each.reasons)) for each in found if not (base and _is_away(each))]
    if not candidates:
        return _unknown_number(register, reading, streets)
    sure = [each for each in candidates if not each.reasons]
    if sure and len({(each.entry.x, each.entry.y) for each in sure}) == 1:
        return Answer(Status.EXACT, tuple(sure[:1]))
    told = sure or sorted(candidates, key=lambda each: len(each.reasons))
    if len(told) > 1:
        told = [Candidate(each.entry, (Reason.SEVERAL, *each.reasons)) for each in told]
    kept = tuple(told[:MOST_CANDIDATES])
    return Answer(Status.INEXACT, kept, tuple(dict.fromkeys(reason for each in kept for reason in each.reasons)))


def _is_away(candidate: Candidate) -> bool:
    return not {Reason.OTHER_POSTCODE, Reason.OTHER_CITY}.isdisjoint(candidate.reasons)


def _unknown_number(register: Register, reading: Reading, streets: Sequence[str]) -> Answer:
    known = [each.entry for key in streets for each in register.on(key)]
    wanted = reading.numbers.first.number if reading.numbers else 0
    nearest = sorted(known, key=lambda entry: (abs(entry.numbers.first.number - wanted), entry.order))
    told = tuple(str(entry) for entry in nearest[:MOST_NEAREST])
    return Answer(Status.FAILED, reasons=(Reason.NUMBER_UNKNOWN,), nearest=told)


def _candidates(register: Register, address: ParsedAddress, reading: Reading, key: str) -> list[Candidate]:
    """Return what a street has: in the place that is named, and the very number elsewhere.

    Two things that differ at once, place and number, make another address.
    """
    numbers = reading.numbers
    here, away = _in_place(register.on(key), address)
    if numbers is None:
        return [] if away else [Candidate(each.entry, (Reason.WITHOUT_NUMBER,)) for each in _middles(here)]
    exact, reasons = _in_place(register.at(key, numbers), address)
    if exact and not reasons:
        return [Candidate(each.entry) for each in _as_spelled(exact, reading)]
    about = [] if away else [Candidate(entry, why) for entry, why in _about(here, numbers)]
    return [*(Candidate(each.entry, reasons) for each in exact), *about]


def _in_place(known: Sequence[Known], address: ParsedAddress) -> tuple[Sequence[Known], tuple[Reason, ...]]:
    """Return those with the postcode and the city that are named; where there is none, all, with the reason."""
    reasons: list[Reason] = []
    kept = known
    if address.postcode:
        same = [each for each in kept if each.entry.postcode == address.postcode]
        same = same or [each for each in kept if not each.entry.postcode]
        reasons += [] if same or not kept else [Reason.OTHER_POSTCODE]
        kept = same or kept
    if city := place_key(address.city):
        same = [each for each in kept if each.city == city] or [each for each in kept if _is_city(each.city, city)]
        # A postcode says more surely where it is than one of the names of a town.
        is_told = not same and kept and not (address.postcode and kept[0].entry.postcode == address.postcode)
        reasons += [Reason.OTHER_CITY] if is_told else []
        kept = same or kept
    return kept, tuple(reasons)


def _is_city(known: str, wanted: str) -> bool:
    return known.startswith(wanted) or wanted.startswith(known)


def _as_spelled(known: Sequence[Known], reading: Reading) -> Sequence[Known]:
    spelled = literal(reading.street)
    return [each for each in known if each.spelled == spelled] or known


def _middles(known: Sequence[Known]) -> list[Known]:
    """Return for each street (one name may stand in several places) the entry next to the middle of all its entries."""
    groups: dict[tuple[str, str], list[Known]] = {}
    for each in known:
        groups.setdefault((each.entry.postcode, each.city), []).append(each)
    return [_middle(group) for group in groups.values()]


def _middle(group: Sequence[Known]) -> Known:
    east = sum(each.entry.x for each in group) / len(group)
    north = sum(each.entry.y for each in group) / len(group)
    return min(group, key=lambda each: (each.entry.x - east) ** 2 + (each.entry.y - north) ** 2)


def _about(known: Sequence[Known], wanted: HouseNumbers) -> list[tuple[Entry, tuple[Reason, ...]]]:
    """Return what stands for a number that is not there: its range, its neighbours in letters, the nearest number."""
    entries = [each.entry for each in known]
    parts = [entry for entry in entries if entry.numbers.holds(wanted) or wanted.holds(entry.numbers)]
    if parts:
        return [(entry, (Reason.PART_OF_RANGE,)) for entry in parts]
    same = [entry for entry in entries if entry.numbers.first.number == wanted.first.number]
    if same:
        return [(entry, (Reason.OTHER_SUFFIX,)) for entry in same]
    side = [(_gap(entry, wanted), entry) for entry in entries if entry.numbers.first.is_even == wanted.first.is_even]
    least = min((gap for gap, _ in side), default=FARTHEST_NUMBER + 1)
    if least > FARTHEST_NUMBER:
        return []
    return [(entry, (Reason.NEAREST_NUMBER,)) for gap, entry in side if gap == least]


def _gap(entry: Entry, wanted: HouseNumbers) -> int:
    ends = entry.numbers.first.number, entry.numbers.last.number
    return min(abs(end - wanted.first.number) for end in ends)
