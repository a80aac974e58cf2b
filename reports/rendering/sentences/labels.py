# SPDX-License-Identifier: EUPL-1.2
"""Respectful words for the classes of an index: what readers see, never the official name of a class.

Official names (“sehr niedrig”) stand in the sheet of the method. An organisation may bring a pack of its own
(`ClassWording`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indicators.rendering.profile_numbers import Language
from sozialplanung.common.fairwords import Words


@dataclass(frozen=True, slots=True)
class LabelPack:
    """Words for the codes of classes; an empty text is refused, so that no class is without a name.

    Raises
    ------
    ValueError
        A code has no words in one of the languages.
    """

    name: str
    words: Mapping[str, Words]

    def __post_init__(self) -> None:
        """Freeze the words."""
        empty = [code for code, words in self.words.items() if not (words.de.strip() and words.en.strip())]
        if empty:
            raise ValueError(f"No words for the classes {', '.join(sorted(empty))} in the pack {self.name}.")
        object.__setattr__(self, "words", MappingProxyType(dict(self.words)))


def class_words(pack: LabelPack | None, code: str, label: str, language: Language) -> str:
    """Return what a class is called: by the pack, else the label of the release; empty where there is neither."""
    words = pack.words.get(code) if pack else None
    return words.told(language) if words else label
