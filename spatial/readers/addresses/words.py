# SPDX-License-Identifier: EUPL-1.2
"""Names of streets and places as they are compared, however they are written."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from sozialplanung.common.folding import folded

# A register names few streets and towns, each of them for thousands of numbers.
_KEPT: Final = 32_768
# Two words that are written with one letter each; their full stops tell them from initials of a name.
_PAIRS: Final = (
    (re.compile(r"\ba\.\s*d\."), " an der "),
    (re.compile(r"\bi\.\s*d\."), " in der "),
    (re.compile(r"\bv\.\s*d\."), " von der "),
)
_APOSTROPHES: Final = re.compile("['\u2019\u2018\u0060\u00b4]")
_TOKEN: Final = re.compile(r"[^\W_]+\.?")
_WHOLE: Final = {
    "bgm": "buergermeister",
    "buergerm": "buergermeister",
    "doktor": "dr",
    "frhr": "freiherr",
    "grosse": "gr",
    "grossen": "gr",
    "grosser": "gr",
    "grosses": "gr",
    "kleine": "kl",
    "kleinen": "kl",
    "kleiner": "kl",
    "kleines": "kl",
    "pl": "platz",
    "professor": "prof",
    "st": "sankt",
    "u": "und",
    "v": "von",
}
# Endings that are cut short; all but the first need their full stop, because names end so as well.
_STREET: Final = "str"
_DOTTED: Final = {"pl.": "platz", "wg.": "weg"}
_ALONE: Final = {"ch.": "chaussee", "all.": "allee"}


@lru_cache(maxsize=_KEPT)
def street_words(text: str) -> str:
    """Return the name of a street as it is compared: lower case, spelled out, one blank between words.

    Parameters
    ----------
    text : str
        A name without house number; ``Karl-Marx-Str.``, ``Karl Marx Strasse``.

    Returns
    -------
    str
        ``karl marx strasse``; empty where there is neither letter nor digit. The words of the words are the same.
    """
    spelled = folded(unicodedata.normalize("NFKC", text)).replace("&", " und ")
    bare = _APOSTROPHES.sub("", spelled)
    for pattern, words in _PAIRS:
        bare = pattern.sub(words, bare)
    return " ".join(_word(token) for token in _TOKEN.findall(bare))


def street_key(text: str) -> str:
    """Return what two spellings of one street share: its words without blanks.

    Parameters
    ----------
    text : str
        As for `street_words`.

    Returns
    -------
    str
        ``karlmarxstrasse``, also for ``Karl-Marxstr.``.
    """
    return street_words(text).replace(" ", "")


def plain_words(text: str) -> str:
    """Return the name of a street in lower case without its signs, its short forms left as they are.

    Parameters
    ----------
    text : str
        A name, or as much of one as somebody has typed so far; ``Große Hamburger St``.

    Returns
    -------
    str
        ``grosse hamburger st``; empty where there is neither letter nor digit.
    """
    return " ".join(token.rstrip(".") for token in _TOKEN.findall(_bare(text)))


def begun_words(text: str) -> str:
    """Return the name of a street as `street_words` does, but for its last word, which may be half typed.

    Parameters
    ----------
    text : str
        As much of a name as somebody has typed so far; ``Große Hamburger St``.

    Returns
    -------
    str
        ``gr hamburger st``, where `street_words` reads ``sankt``; empty where there is neither letter nor digit.
    """
    spelled = _bare(text)
    tokens = list(_TOKEN.finditer(spelled))
    if not tokens:
        return ""
    return f"{street_words(spelled[: tokens[-1].start()])} {tokens[-1][0].rstrip('.')}".strip()


def _bare(text: str) -> str:
    """Return a text in lower case, without apostrophes."""
    return _APOSTROPHES.sub("", folded(unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=_KEPT)
def place_key(text: str) -> str:
    """Return the name of a place as it is compared.

    Parameters
    ----------
    text : str
        ``Frankfurt (Oder)``, ``Halle/Saale``.

    Returns
    -------
    str
        Letters and digits alone, umlauts spelled out; what stands in brackets counts.
    """
    return "".join(sign for sign in folded(unicodedata.normalize("NFKC", text)) if sign.isalnum())


@lru_cache(maxsize=_KEPT)
def literal(text: str) -> str:
    """Return a name as it was written, but for case and blanks.

    Parameters
    ----------
    text : str
        Any name.

    Returns
    -------
    str
        In normal form C.
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _word(token: str) -> str:
    if token in _ALONE:
        return _ALONE[token]
    for ending, whole in _DOTTED.items():
        if token.endswith(ending):
            return token.removesuffix(ending) + whole
    bare = token.rstrip(".")
    if bare.endswith(_STREET):
        return f"{bare}asse"
    return _WHOLE.get(bare, bare)
