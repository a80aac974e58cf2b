# SPDX-License-Identifier: EUPL-1.2
"""The addresses that are known, found by street and number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from spatial.readers.addresses.similar import Spellings
from spatial.readers.addresses.words import literal, place_key, street_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from spatial.readers.addresses.numbers import HouseNumbers


@dataclass(frozen=True, slots=True)
class Entry:
    """One known address; ``x`` and ``y`` are east and north in the system of its register (degrees or metres)."""

    street: str
    numbers: HouseNumbers
    x: float
    y: float
    postcode: str = ""
    city: str = ""

    def __str__(self) -> str:
        """Return the address on one line."""
        town = f"{self.postcode} {self.city}".strip()
        return f"{self.street} {self.numbers}{', ' if town else ''}{town}"

    @property
    def order(self) -> tuple[str, HouseNumbers, str, str, str, float, float]:
        """What entries are put in order by, so that the order of the file says nothing."""
        return (street_key(self.street), self.numbers, self.postcode, self.city, self.street, self.x, self.y)


@dataclass(frozen=True, slots=True)
class Known:
    """An entry with what it is compared by."""

    entry: Entry
    spelled: str
    city: str


class Register:
    """All known addresses of a register. Entries that say the same twice count once; their order says nothing."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        by_street: dict[str, list[Known]] = defaultdict(list)
        by_number: dict[tuple[str, HouseNumbers], list[Known]] = defaultdict(list)
        self.count = 0
        for order, entry in sorted(((entry.order, entry) for entry in set(entries)), key=lambda pair: pair[0]):
            known = Known(entry, literal(entry.street), place_key(entry.city))
            by_street[order[0]].append(known)
            by_number[order[0], entry.numbers].append(known)
            self.count += 1
        self._by_street: Mapping[str, list[Known]] = dict(by_street)
        self._by_number: Mapping[tuple[str, HouseNumbers], list[Known]] = dict(by_number)

    def __contains__(self, key: str) -> bool:
        """Whether a street of this key is known."""
        return key in self._by_street

    def on(self, key: str) -> list[Known]:
        """Return all entries of a street in order, none for a street that is not known."""
        return self._by_street.get(key, [])

    def at(self, key: str, numbers: HouseNumbers) -> list[Known]:
        """Return the entries of a street with exactly this number."""
        return self._by_number.get((key, numbers), [])

    @cached_property
    def spellings(self) -> Spellings:
        """The keys of all streets, made ready for being compared when the first one is not found."""
        return Spellings(self._by_street)
