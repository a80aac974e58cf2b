# SPDX-License-Identifier: EUPL-1.2
"""The words that stand for a picture where it is not seen: there, long enough, and about what it shows."""

import re
from typing import Final

SHORTEST_ALTERNATIVE: Final = 15
LONGEST_ALTERNATIVE: Final = 300
LONGEST_CREDIT: Final = 300
_WORD: Final = re.compile(r"[^\W\d_]+")
_FILE: Final = re.compile(r"\.(?:png|jpe?g|webp|gif|heic|tiff?)\b", re.IGNORECASE)
# Who says only this says nothing of what is to be seen.
_SAYING_NOTHING: Final = (
    "abbildung alt alternativtext an and auf bild bilder das dekoration dekorativ der die ein eine foto fotografie "
    "grafik graphic image img keine kein logo none nur photo photograph picture reine reines schmuckbild symbolbild "
    "the a of von text zur zierde decoration decorative only just"
)


def lack_of(alternative: str) -> str:
    """Return what is wrong with an alternative: ``short``, ``long``, ``empty`` (says nothing) or ``file``; else empty.

    A picture that says nothing has no place in a document that is read by everyone: “decoration” is no alternative.
    """
    told = " ".join(alternative.split())
    words, silent = [word.casefold() for word in _WORD.findall(told)], set(_SAYING_NOTHING.split())
    if _FILE.search(told):
        return "file"
    if told and silent.issuperset(words):
        return "empty"
    if len(told) < SHORTEST_ALTERNATIVE:
        return "short"
    return "long" if len(told) > LONGEST_ALTERNATIVE else ""
