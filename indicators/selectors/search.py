# SPDX-License-Identifier: EUPL-1.2
"""One search over areas and published indicators of an organisation."""

import unicodedata
from dataclasses import dataclass

from indicators.selectors.published import indicators_of
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef
from spatial.selectors.rows import SearchHit
from spatial.selectors.search import search as areas_named

MOST_INDICATORS = 20
_LONG_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found of each kind, the nearest first."""

    areas: tuple[SearchHit, ...]
    indicators: tuple[IndicatorSheet, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not self.areas and not self.indicators

    def __len__(self) -> int:
        """Count what was found."""
        return len(self.areas) + len(self.indicators)


def search_result(organisation: OrganisationRef, text: str) -> SearchResult:
    """Return areas and published indicators whose names hold the text; nothing for text without a letter or digit."""
    if not any(sign.isalnum() for sign in text):
        return SearchResult((), ())
    return SearchResult(areas_named(organisation, text), indicators_named(organisation, text))


def indicators_named(organisation: OrganisationRef, text: str) -> tuple[IndicatorSheet, ...]:
    """Return published indicators whose name, topic or subtitle holds every word of the text."""
    found = [sheet for sheet in indicators_of(organisation) if text.strip() and holds(sheet, text)]
    # Names that begin with the text stand first; the order of topics decides among the rest.
    found.sort(key=lambda sheet: not folded(sheet.definition.name).startswith(folded(text).strip()))
    return tuple(found[:MOST_INDICATORS])


def holds(sheet: IndicatorSheet, text: str) -> bool:
    """Say whether name, topic or description of an indicator hold every word of a text."""
    definition = sheet.definition
    told = (
        f"{definition.name} {definition.short_name} {definition.subtitle} {definition.what_it_shows} {sheet.topic_name}"
    )
    here, short = folded(told), unspelled(told)
    return all(folded(word) in here or unspelled(word) in short for word in text.split())


def unspelled(text: str) -> str:
    """Return the text in lower case without dots and accents: ä and a are one, and ß is ss."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def folded(text: str) -> str:
    """Return the text in lower case, umlauts spelled out and other accents dropped: Ä, ä and AE are one."""
    spelled = unicodedata.normalize("NFC", text).lower().translate(_LONG_UMLAUTS)
    plain = unicodedata.normalize("NFKD", spelled)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
