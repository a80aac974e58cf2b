# SPDX-License-Identifier: EUPL-1.2
"""House numbers with letters, fractions and ranges."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_VULGAR: Final = re.compile("(?=[\u00bc-\u00be\u2150-\u215e])")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
_BETWEEN: Final = re.compile(r"\s*(?:\bbis\b|\bund\b|\bu\.|[&+,])\s*")
_AROUND: Final = re.compile(r"\s*([-/])\s*")
_BEFORE: Final = re.compile(r"^\s*(?:(?:haus)?(?:nr|nummer)\b|no\b)[.:]?\s*")
# What tells the way inside a house and not the house.
_INSIDE: Final = re.compile(
    r"[\s,;-]+(?:hinterhaus|vorderhaus|gartenhaus|seitenfl(?:ü|ue)gel|quergeb(?:ä|ae)ude|hinterhof|hh|vh|gh|sf|qg|eg|dg|ug"
    r"|\d{1,2}\.?\s*(?:og|stock|etage|obergeschoss)|erdgeschoss|aufgang|haus|whg|wohnung|links|rechts)\b.*$"
)
_LETTERS: Final = r"\s?([a-z]{1,2})"
_ONE: Final = re.compile(rf"(\d{{1,4}})(?:{_LETTERS})?")
_FRACTION: Final = re.compile(r"(\d{1,4}) (\d/\d)")
_LETTER_APART: Final = re.compile(r"(\d{1,4})[-/]([a-z]{1,2})")
_SEVERAL_LETTERS: Final = re.compile(rf"(\d{{1,4}}){_LETTERS}[-/]([a-z]{{1,2}})")
_SPAN: Final = re.compile(rf"(\d{{1,4}})(?:{_LETTERS})?([-/])(\d{{1,4}})(?:{_LETTERS})?")


@dataclass(frozen=True, slots=True, order=True)
class HouseNumber:
    """One number with what follows it: letters (``a``), a number after a stroke (``/1``) or a fraction (``1/2``)."""

    number: int
    suffix: str = ""

    @property
    def is_even(self) -> bool:
        """Whether the house stands on the even side."""
        return self.number % 2 == 0

    def __str__(self) -> str:
        """Return the number as it is written."""
        return f"{self.number}{' ' if self.suffix[:1].isdigit() else ''}{self.suffix}"


@dataclass(frozen=True, slots=True, order=True)
class HouseNumbers:
    """The number of an address, or the first and the last of several; ``last`` is the first where there is one."""

    first: HouseNumber
    last: HouseNumber

    @property
    def is_range(self) -> bool:
        """Whether there are several."""
        return self.first != self.last

    def holds(self, other: HouseNumbers) -> bool:
        """Tell whether the other lies within, on the same side of the street where both ends are on one."""
        is_one_sided = self.first.is_even == self.last.is_even
        is_same_side = not is_one_sided or other.first.is_even == self.first.is_even
        return self.first <= other.first and other.last <= self.last and is_same_side

    def __str__(self) -> str:
        """Return the numbers as they are written; they read back as the same."""
        return f"{self.first}-{self.last}" if self.is_range else str(self.first)


def parsed_numbers(text: str) -> HouseNumbers | None:
    """Read a house number.

    Parameters
    ----------
    text : str
        ``12``, ``12 a``, ``12A-C``, ``12-14``, ``12/14``, ``12/1``, ``12 1/2``, ``12 und 14``, ``Nr. 12 Hinterhaus``.

    Returns
    -------
    HouseNumbers or None
        None where it is no house number: empty, ``o. Nr.``, 0, more than four digits, a range that runs backwards.
        A number after a stroke that is larger ends a range, one that is not belongs to the number.
    """
    plain = _plain(text)
    if match := _ONE.fullmatch(plain):
        return _single(match[1], match[2] or "")
    if match := _FRACTION.fullmatch(plain) or _LETTER_APART.fullmatch(plain):
        return _single(match[1], match[2])
    if match := _SEVERAL_LETTERS.fullmatch(plain):
        return _range(HouseNumber(int(match[1]), match[2]), HouseNumber(int(match[1]), match[3]))
    match = _SPAN.fullmatch(plain)
    return _span(match) if match else None


def tells_the_way_inside(text: str) -> bool:
    """Tell whether a part of an address names a place inside a house, such as ``Hinterhaus`` or ``2. OG links``.

    Parameters
    ----------
    text : str
        One part of an address.

    Returns
    -------
    bool
        False for an empty text.
    """
    return _INSIDE.fullmatch(f", {text.strip().lower()}") is not None


def _plain(text: str) -> str:
    spelled = unicodedata.normalize("NFKC", _VULGAR.sub(" ", text)).replace("\u2044", "/").lower()
    bare = _INSIDE.sub("", _BEFORE.sub("", _DASHES.sub("-", spelled)))
    return " ".join(_AROUND.sub(r"\1", _BETWEEN.sub("-", bare)).split())


def _single(number: str, suffix: str) -> HouseNumbers | None:
    one = HouseNumber(int(number), suffix)
    return HouseNumbers(one, one) if one.number else None


def _range(first: HouseNumber, last: HouseNumber) -> HouseNumbers | None:
    return HouseNumbers(first, last) if first.number and first < last else None


def _span(match: re.Match[str]) -> HouseNumbers | None:
    first = HouseNumber(int(match[1]), match[2] or "")
    last = HouseNumber(int(match[4]), match[5] or "")
    if last.number > first.number or (last.number == first.number and last.suffix > first.suffix):
        return _range(first, last)
    if match[3] == "/" and not (first.suffix or last.suffix):
        return _single(match[1], f"/{last.number}")
    if last == first:
        return _single(match[1], first.suffix)
    digits = match[4]
    if len(digits) >= len(match[1]):
        return None
    return _range(first, HouseNumber(int(match[1][: -len(digits)] + digits), last.suffix))  # 112-14
