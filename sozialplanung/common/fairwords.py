# SPDX-License-Identifier: EUPL-1.2
"""Words that a text about areas does not use, with what to write instead, in German and in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

Language = Literal["de", "en"]
Topic = Literal["stigma", "cause", "certainty"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same in German and in English, as it stands inside a sentence."""

    de: str
    en: str

    def told(self, language: Language) -> str:
        """Return the words of a language."""
        return self.de if language == "de" else self.en


@dataclass(frozen=True)
class Family:
    """Words of one kind, as patterns of whole words in each language, with what is wrong about them and the way out."""

    topic: Topic
    german: tuple[str, ...]
    english: tuple[str, ...]
    reason: Words
    way_out: Words

    @cached_property
    def patterns(self) -> dict[Language, re.Pattern[str]]:
        """The patterns, compiled for each language."""
        return {"de": _compiled(self.german), "en": _compiled(self.english)}


def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


FAMILIES: Final = (
    Family(
        "stigma",
        (
            r"brennpunkt\w*",
            r"sozialer?\s+brennpunkt\w*",
            r"problem(?:viertel|bezirk|kiez|gebiet|stadtteil|quartier|famili|gruppe|schule)\w*",
            r"armuts(?:viertel|gebiet|ghetto|insel)\w*",
            r"sozial\s*schwach\w*",
            r"bildungsfern\w*",
            r"ghetto\w*",
            r"slums?",
            r"abgehängt\w*",
            r"no-go-\w+",
            r"unterschicht\w*",
            r"randgruppe\w*",
            r"asozial\w*",
            r"sozialschmarotzer\w*",
            r"asylant\w*",
            r"hartz-?\s?iv-\w+",
            r"parallelgesellschaft\w*",
        ),
        (
            r"ghettos?",
            r"slums?",
            r"problem\s+(?:areas?|districts?|quarters?|famil(?:y|ies))",
            r"socially\s+weak",
            r"left\s+behind",
            r"no-go\s+areas?",
            r"underclass",
            r"deprived\s+(?:people|famil(?:y|ies))",
            r"welfare\s+dependents?",
            r"troubled\s+(?:areas?|districts?)",
        ),
        Words(
            "Das Wort bewertet Menschen oder ihren Wohnort.",
            "The word judges people or the place where they live.",
        ),
        Words(
            "Nennen Sie den Sachverhalt: zum Beispiel „Gebiet mit hohem Unterstützungsbedarf“, „Menschen mit geringem "
            "Einkommen“.",
            "Name the fact: for example “area with a high need for support”, “people with a low income”.",
        ),
    ),
    Family(
        "stigma",
        (
            r"schlechteste\w*",
            r"schlusslicht\w*",
            r"letzte[rn]?\s+(?:platz|rang|stelle)",
            r"verlierer\w*",
            r"am\s+schlechtesten",
            r"am\s+stärksten\s+belastet\w*",
            r"(?:platz|rang)\s+\d+\s+von\s+\d+",
        ),
        (
            r"worst",
            r"bottom\s+of\s+the\s+(?:table|list|league)",
            r"last\s+place",
            r"losers?",
            r"rank(?:ed)?\s+\d+\s+of\s+\d+",
            r"number\s+\d+\s+of\s+\d+\s+areas",
        ),
        Words("Das stellt ein Gebiet als das letzte hin.", "This presents an area as the last one."),
        Words(
            "Schreiben Sie „höher als in den meisten Bezirken“, oder nennen Sie den Wert der Stadt daneben.",
            "Write “higher than in most districts”, or name the value of the city beside it.",
        ),
    ),
    Family(
        "cause",
        (
            r"weil",
            r"(?:führt|führen|führte|führten)\s+(?:\w+\s+){0,3}zu[rm]?",
            r"verursach\w*",
            r"bewirk\w*",
            r"aufgrund",
            r"infolge",
            r"deshalb",
            r"deswegen",
            r"daher",
            r"folglich",
            r"liegt\s+daran",
            r"liegen\s+daran",
            r"ursachen?",
        ),
        (
            r"because",
            r"leads?\s+to",
            r"led\s+to",
            r"caus(?:e|es|ed|ing)",
            r"due\s+to",
            r"as\s+a\s+result\s+of",
            r"results?\s+in",
            r"therefore",
            r"hence",
            r"consequently",
        ),
        Words(
            "Das behauptet eine Ursache. Zahlen über Gebiete zeigen Zusammenhänge, keine Ursachen.",
            "This claims a cause. Figures of areas show associations, not causes.",
        ),
        Words(
            "Stellen Sie beide Sachverhalte nebeneinander: „Zugleich …“, „In denselben Gebieten …“.",
            "Put both facts side by side: “At the same time …”, “In the same areas …”.",
        ),
    ),
    Family(
        "certainty",
        (
            r"beweis\w*",
            r"bewiesen\w*",
            r"eindeutig\w*",
            r"zweifellos",
            r"zweifelsfrei",
            r"ohne\s+zweifel",
            r"mit\s+sicherheit",
            r"garantiert\w*",
            r"steht\s+fest",
            r"offensichtlich\w*",
            r"selbstverständlich",
        ),
        (
            r"prov(?:e|es|ed|en|ing)",
            r"proofs?",
            r"undoubtedly",
            r"without\s+(?:a\s+)?doubt",
            r"certainly",
            r"definitely",
            r"obviously",
            r"guaranteed?",
            r"clearly\s+shows?",
        ),
        Words("Das ist sicherer gesagt, als Zahlen es tragen.", "This is said with more certainty than figures carry."),
        Words(
            "Schreiben Sie „zeigt“, „deutet darauf hin“, oder nennen Sie die Zufallsschwankung.",
            "Write “shows”, “suggests”, or name the random variation.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Judging:
    """A place of a text, from `start` to `end`, that judges, claims a cause or says more than figures carry."""

    family: Family
    start: int
    end: int
    text: str


def judging(text: str, language: Language) -> Iterator[Judging]:
    """Find what a text about areas does not say, family by family.

    Parameters
    ----------
    text
        Running text or a name.
    language
        In which language it is written.
    """
    for family in FAMILIES:
        for match in family.patterns[language].finditer(text):
            yield Judging(family, match.start(), match.end(), match[0])
