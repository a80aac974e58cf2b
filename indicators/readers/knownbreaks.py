# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of known breaks of German statistics, each with its source and how it was checked."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

CATALOGUE: Final = Path(__file__).with_name("known_breaks.json")


@dataclass(frozen=True, slots=True)
class KnownBreak:
    """One known break: since when, of which statistics, how far comparable, in plain words, and where it is written.

    `is_retroactive`: earlier figures were computed again, so that the break lies between old and new retrievals.
    `words` are beginnings of words in the texts of an indicator that it concerns, `without` what these texts do not
    hold. `checked` says when and at which source; what is not checked is offered to nobody.
    """

    slug: str
    date: date
    title: str
    statistics: tuple[str, ...]
    scope: str
    kind: str
    comparable: str
    is_retroactive: bool
    text: str
    reference: str
    url: str
    words: tuple[str, ...]
    without: tuple[str, ...]
    checked: str

    def fits(self, texts: Iterable[str]) -> bool:
        """Say whether it may concern an indicator with these texts."""
        folded = " ".join(texts).casefold()
        if any(word in folded for word in self.without):
            return False
        # German compounds: “Mikrozensus” is no “Zensus”, and “Langzeitarbeitslose” are no “Zeitarbeit”.
        return any(re.search(rf"(?<!\w){re.escape(word)}", folded) for word in self.words)


@lru_cache(maxsize=1)
def all_entries() -> tuple[KnownBreak, ...]:
    """Return the whole catalogue in the order of time, unchecked entries included."""
    rows = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    lists = ("statistics", "words", "without")
    entries = (
        KnownBreak(
            **{
                **row,
                "date": date.fromisoformat(row["date"]),
                **{name: tuple(row[name]) for name in lists},
            }
        )
        for row in rows
    )
    return tuple(sorted(entries, key=lambda entry: (entry.date, entry.slug)))


def known_breaks() -> tuple[KnownBreak, ...]:
    """Return what was checked at its source, in the order of time."""
    return tuple(entry for entry in all_entries() if entry.checked)


def known_break(slug: str) -> KnownBreak | None:
    """Return one checked entry by its name."""
    return next((entry for entry in known_breaks() if entry.slug == slug), None)
