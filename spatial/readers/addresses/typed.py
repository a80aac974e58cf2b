# SPDX-License-Identifier: EUPL-1.2
"""What somebody types into a search, as far as it is: the beginnings of the streets that may be meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from spatial.readers.addresses.words import begun_words, plain_words, street_words

if TYPE_CHECKING:
    from spatial.readers.addresses.parsing import ParsedAddress

# Less than this begins too many streets.
SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class Beginnings:
    """How the names of streets may begin: as they are compared, as they are written, and by their words."""

    keys: tuple[str, ...]
    plain: tuple[str, ...]
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.plain)


def beginnings(address: ParsedAddress) -> Beginnings:
    """Return how the streets may begin that somebody means who typed this.

    Parameters
    ----------
    address : ParsedAddress
        What was typed, taken apart. Its last word may be half typed: ``St`` begins ``Straße`` as well as ``Sankt``.

    Returns
    -------
    Beginnings
        Of all readings, the likeliest first, each once; nothing of a reading with less than 3 letters or digits.
    """
    streets = [each.street for each in address.readings if _letters(plain_words(each.street)) >= SHORTEST]
    spelled = dict.fromkeys(words for street in streets for words in (street_words(street), begun_words(street)))
    # ``Große`` alone is compared as ``gr``, which begins a hundred others.
    words = tuple(each for each in spelled if _letters(each) >= SHORTEST)
    return Beginnings(
        keys=tuple(dict.fromkeys(each.replace(" ", "") for each in words)),
        plain=tuple(dict.fromkeys(plain_words(street).replace(" ", "") for street in streets)),
        words=words,
    )


def _letters(words: str) -> int:
    return len(words.replace(" ", ""))


def names_a_house(address: ParsedAddress) -> bool:
    """Tell whether something may be the address of a house: a word, and a number after it.

    Parameters
    ----------
    address : ParsedAddress
        What was typed, taken apart.

    Returns
    -------
    bool
        True for ``Hauptstr. 12`` and for ``Bezirk 12``, which may be one; False for a street or a postcode alone.
    """
    return any(each.numbers is not None for each in address.readings)
