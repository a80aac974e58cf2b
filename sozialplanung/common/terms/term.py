# SPDX-License-Identifier: EUPL-1.2
"""What the glossary knows of one term."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A term in both languages; `anchor` is its address on the page and never changes."""

    anchor: str
    german: str
    english: str
    german_text: str
    english_text: str
    related: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return the name in a language; German stands in for any but English."""
        return self.english if language == "en" else self.german

    def text(self, language: str) -> str:
        """Return the explanation in a language; German stands in for any but English."""
        return self.english_text if language == "en" else self.german_text

    def searchable(self, language: str) -> str:
        """Return all words under which a reader of a language finds the term: what the page shows of it."""
        return f"{self.german} {self.english} {self.text(language)}"
