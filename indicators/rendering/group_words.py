# SPDX-License-Identifier: EUPL-1.2
"""What is said of groups of areas in German and in English, whichever way they were made: without rank or judgement."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from indicators.rendering.group_means import GroupMeans, Tone
from indicators.rendering.groupstate import FEWEST_INDICATORS, MOST_INDICATORS
from indicators.rendering.headlines import dative_plural
from indicators.rendering.profile_numbers import Language, number, with_unit

_SIGNS: Final[MappingProxyType[Tone, str]] = MappingProxyType({1: "−−", 2: "−", 3: "·", 4: "+", 5: "++"})
_TONES: Final[MappingProxyType[Language, MappingProxyType[Tone, str]]] = MappingProxyType(
    {
        "de": MappingProxyType(
            {
                1: "weit unter dem Durchschnitt",
                2: "unter dem Durchschnitt",
                3: "nahe am Durchschnitt",
                4: "über dem Durchschnitt",
                5: "weit über dem Durchschnitt",
            }
        ),
        "en": MappingProxyType(
            {
                1: "far below the average",
                2: "below the average",
                3: "near the average",
                4: "above the average",
                5: "far above the average",
            }
        ),
    }
)


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """How one indicator is written: its short name, unit and published decimals."""

    name: str
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Level:
    """How areas are called: one of them, several, and how many there are."""

    singular: str
    plural: str
    count: int


@dataclass(frozen=True, slots=True)
class HeatCell:
    """The mean of a group: its figure, the tone from 1 to 5, the sign of the tone and its words."""

    text: str
    tone: Tone
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """What a reason speaks of: `code` is its name, `named` the indicators concerned."""

    code: str
    level: Level
    groups: int
    named: tuple[str, ...] = ()
    complete: int = 0
    parts: int = 0
    most_areas: int = 0


def listed(names: Sequence[str], language: Language) -> str:
    """Return names as a list inside a sentence: A, B und C."""
    if len(names) < len(("this", "that")):
        return "".join(names)
    return f"{', '.join(names[:-1])} {'und' if language == 'de' else 'and'} {names[-1]}"


def tone_words(language: Language) -> tuple[tuple[Tone, str, str], ...]:
    """Return all tones with sign and words, from far below to far above."""
    return tuple((tone, _SIGNS[tone], words) for tone, words in _TONES[language].items())


def heat_row(means: GroupMeans, group: int, columns: Sequence[ColumnWords], language: Language) -> tuple[HeatCell, ...]:
    """Return the cells of one group, 0 for the first."""
    return tuple(
        HeatCell(
            text=with_unit(float(means.means[group, place]), column.decimals, column.unit, language),
            tone=means.tone(group, place),
            sign=_SIGNS[means.tone(group, place)],
            words=_TONES[language][means.tone(group, place)],
        )
        for place, column in enumerate(columns)
    )


def traits_words(means: GroupMeans, group: int, columns: Sequence[ColumnWords], language: Language) -> str:
    """Say in what a group differs most from the average of the areas: figures, never a judgement."""
    above, below = (listed([columns[place].name for place in places], language) for places in means.traits(group))
    if language == "de":
        parts = [
            f"überdurchschnittlich bei {above}" if above else "",
            f"unterdurchschnittlich bei {below}" if below else "",
        ]
        return ", ".join(filter(None, parts)) or "bei allen Indikatoren nahe am Durchschnitt der Gebiete"
    parts = [f"above average in {above}" if above else "", f"below average in {below}" if below else ""]
    return ", ".join(filter(None, parts)) or "near the average of the areas in all indicators"


def count_words(count: int, level: Level, language: Language) -> str:
    """Write how many areas there are."""
    return f"{number(count, 0, language)} {level.singular if count == 1 else level.plural}"


def reason_words(facts: ReasonFacts, language: Language) -> str:
    """Say why there are no groups, and what can be done."""
    words = _german(facts) if language == "de" else _english(facts)
    return words[facts.code]


def _german(facts: ReasonFacts) -> dict[str, str]:
    names, level = listed(facts.named, "de"), facts.level
    many = len(facts.named) > 1
    count, complete, most, parts = (
        number(each, 0, "de") for each in (level.count, facts.complete, facts.most_areas, facts.parts)
    )
    plural = dative_plural(level.plural)
    return {
        "none": f"Wählen Sie {FEWEST_INDICATORS} bis {MOST_INDICATORS} Indikatoren.",
        "nothing_to_compare": f"Für {level.plural} auf diesem Gebietsstand ist höchstens ein Anteil oder eine Rate "
        f"veröffentlicht: Zum Zusammenfassen braucht es {FEWEST_INDICATORS}.",
        "too_few": f"Ein Indikator allein ist eine Karte: Wählen Sie mindestens {FEWEST_INDICATORS}.",
        "too_many": f"Höchstens {MOST_INDICATORS} Indikatoren: Mit mehr wird ein Ergebnis unlesbar. Nehmen Sie "
        "einige heraus.",
        "not_here": f"{names} {'sind' if many else 'ist'} für {level.plural} auf diesem Gebietsstand nicht "
        "veröffentlicht. Nehmen Sie eine andere Ebene oder andere Indikatoren.",
        "not_until": f"{names}: Bis zum gewählten Stand ist nichts veröffentlicht. Nehmen Sie einen späteren Stand.",
        "withdrawn": "Ein Ergebnis wurde soeben zurückgezogen. Laden Sie die Seite neu.",
        "count": f"{names}: Anzahlen zeigten nur, welche Gebiete groß sind. Nehmen Sie einen Anteil oder eine Rate.",
        "too_many_areas": f"{count} {level.plural} sind zu viele, um auf das Ergebnis zu warten: Hier geht es "
        f"bis {most}. Nehmen Sie eine gröbere Ebene.",
        "too_many_missing": f"Nur {complete} von {count} {plural} haben alle Werte; am meisten fehlt bei {names}. "
        "Das Ergebnis spräche von einem Teil, als wäre es das Ganze. Lassen Sie diesen Indikator weg, "
        "oder nehmen Sie einen anderen Stand.",
        "too_few_areas": f"Nur {complete} {level.plural} haben alle Werte: zu wenige für {facts.groups} Gruppen.",
        "too_few_different": f"Es gibt weniger verschiedene Gebiete als {facts.groups} Gruppen: Viele haben "
        "dieselben Werte.",
        "constant": "Ein Indikator hat überall denselben Wert und kann nichts unterscheiden. Lassen Sie ihn weg.",
        "no_borders": "Zu diesem Gebietsstand ist nicht bekannt, welche Gebiete aneinander grenzen.",
        "too_many_parts": f"Die Karte zerfällt in {parts} Teile ohne gemeinsame Grenze (Inseln, oder Gebiete, "
        "deren Nachbarn keinen Wert haben). Weniger Regionen als Teile sind nicht möglich: Wählen Sie mindestens "
        f"{parts}.",
    }


def _english(facts: ReasonFacts) -> dict[str, str]:
    names, level = listed(facts.named, "en"), facts.level
    are = "are" if len(facts.named) > 1 else "is"
    count, complete, most, parts = (
        number(each, 0, "en") for each in (level.count, facts.complete, facts.most_areas, facts.parts)
    )
    return {
        "none": f"Choose {FEWEST_INDICATORS} to {MOST_INDICATORS} indicators.",
        "nothing_to_compare": f"For {level.plural} on these boundaries at most one share or rate is published: "
        f"groups need {FEWEST_INDICATORS}.",
        "too_few": f"One indicator alone is a map: choose at least {FEWEST_INDICATORS}.",
        "too_many": f"No more than {MOST_INDICATORS} indicators: nobody could read the result. Take some away.",
        "not_here": f"{names} {are} not published for {level.plural} on these boundaries. Take another level "
        "or other indicators.",
        "not_until": f"{names}: nothing is published up to the chosen period. Take a later one.",
        "withdrawn": "A result has just been withdrawn. Load the page again.",
        "count": f"{names}: counts would only show which areas are large. Take a share or a rate.",
        "too_many_areas": f"{count} {level.plural} are too many to wait for: up to {most} work here. Take a "
        "coarser level.",
        "too_many_missing": f"Only {complete} of {count} {level.plural} have all figures; most are missing in {names}. "
        "The result would speak of a part as if it were all. Leave this indicator out, or take another period.",
        "too_few_areas": f"Only {complete} {level.plural} have all figures: too few for {facts.groups} groups.",
        "too_few_different": f"There are fewer different areas than {facts.groups} groups: many have the same figures.",
        "constant": "An indicator has the same value everywhere and tells nothing apart. Leave it out.",
        "no_borders": "For these boundaries it is not known which areas touch.",
        "too_many_parts": f"The map falls into {parts} parts without a common border (islands, or areas whose "
        "neighbours have "
        f"no figure). Fewer regions than parts are impossible: choose at least {parts}.",
    }
