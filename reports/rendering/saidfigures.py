# SPDX-License-Identifier: EUPL-1.2
"""Whether words that somebody wrote may tell a figure; where that is not sure, they do."""

import re
import unicodedata
from typing import Final

_YEAR: Final = r"(?<![\d.,])(?:19|20)\d\d(?![\d]|[.,]\d)"
_RANGE: Final = rf"{_YEAR}\s*(?:[-–—/]|bis|und|to|and)\s*(?:{_YEAR}|\d\d(?![\d%‰]|[.,]\d))"
_MONTHS: Final = (
    "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    "january|february|march|may|june|july|october|december"
)
# What a year follows whatever comes after it.
_SURE: Final = rf"\b(?:stand|as of|jahr(?:e[ns]?|s)?|years?|{_MONTHS})\b:?\s+"
# What may stand before a number, too: no noun comes after the year.
_GERMAN: Final = r"\b(?:von|bis|seit|ab|im|vor|nach|für)\s+"
_ENGLISH: Final = r"\b(?:from|to|until|since|in|before|after|by)\s+"
_SMALL_WORDS: Final = "is|was|were|are|has|have|to|until|and|the"
_END: Final = r"(?=\s*(?:[.!?]?\s*$|[)\]]|:(?!\S)))"
# Nouns are told by their capital, which is why letters count here and nowhere else.
_NO_NOUN: Final = r"(?!\s+(?-i:[A-ZÄÖÜ]))"
_YEARS: Final = re.compile(
    "|".join(
        (
            rf"{_RANGE}{_NO_NOUN}",
            rf"(?:{_SURE})(?:{_RANGE}|{_YEAR})",
            rf"{_GERMAN}{_YEAR}{_NO_NOUN}",
            rf"{_ENGLISH}{_YEAR}(?=\s+(?:{_SMALL_WORDS})\b|\s*[.,;:!?)\]]|\s*$)",
            rf"{_YEAR}{_END}",
        )
    ),
    re.IGNORECASE,
)
_EDITION: Final = re.compile(
    rf"(?<![\d.,])\d{{1,3}}\.\s*(?:ausgabe|auflage)\b|\b(?:ausgabe|auflage|edition)\s+(?:{_YEAR}/)?\d{{1,3}}(?![\d/]|[.,]\d)",
    re.IGNORECASE,
)
_ONES: Final = "zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun"
_TENS: Final = "zwanzig|dreißig|dreissig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
_TEENS: Final = "zehn|elf|zwölf|sechzehn|siebzehn"
# “Ein” and “one” are articles, and a “Viertel” is a part of the city.
_WORDS: Final = re.compile(
    rf"\b(?:(?:ein|und)*(?:{_TENS}|{_TEENS}|{_ONES}|hundert|tausend))(?:ein|und|{_TENS}|{_TEENS}|{_ONES}|hundert|tausend)*"
    r"(?:e[nr]?|ern?)?\b"
    r"|\b(?:million|milliarde|dutzend)(?:e?n|e)?\b|\b(?:hälfte|drittel|fünftel|zehntel)n?\b"
    r"|\b(?:drei|ein)\s+viertel\b|\bjede[nrsm]?\s+\w+te[ns]?\b|\bprozent\w*|\bper\s?cent\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|dozens?|half|thirds)\b",
    re.IGNORECASE,
)
_SHARE: Final = frozenset("%‰")


def tells_figure(text: str) -> bool:
    """Say whether a text may tell a figure: by digits, other signs of numbers, percent signs or words.

    A year is none where it stands as one: alone or at the end, in parentheses, in a range, after words such as “Stand”
    or “seit” with no noun behind it. Nor is the number of an edition.
    """
    left = _YEARS.sub(" ", _EDITION.sub(" ", text))
    return any(_is_number(sign) for sign in left) or _WORDS.search(left) is not None


def _is_number(sign: str) -> bool:
    return sign in _SHARE or unicodedata.numeric(sign, None) is not None
