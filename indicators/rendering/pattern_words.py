# SPDX-License-Identifier: EUPL-1.2
"""What a spatial pattern says and what it must not say, in German and in English."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from indicators.rendering.headlines import dative_plural
from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.slice_pattern import HIGH_AMONG_HIGH, LOW_AMONG_LOW, MOST_AREAS, PatternReason, SpatialPattern
from indicators.stats.autocorrelation import Moran
from indicators.stats.clusters import ALPHA

_LABELS: Final = MappingProxyType(
    {
        "de": (
            "niedrig, umgeben von niedrig",
            "niedrig, umgeben von hoch",
            "fällt nicht auf",
            "hoch, umgeben von niedrig",
            "hoch, umgeben von hoch",
        ),
        "en": (
            "low, surrounded by low",
            "low, surrounded by high",
            "does not stand out",
            "high, surrounded by low",
            "high, surrounded by high",
        ),
    }
)
_ISLAND: Final = MappingProxyType(
    {"de": "ohne Nachbargebiet mit Wert", "en": "without a neighbouring area that has a figure"}
)
_REASONS: Final[MappingProxyType[PatternReason, tuple[str, str]]] = MappingProxyType(
    {
        "count": (
            "Bei Anzahlen zeigte ein Muster nur, wo große Gebiete liegen.",
            "For numbers of persons or things a pattern would only show where large areas lie.",
        ),
        "too_many": (
            f"Auf der Karte werden Muster bis zu {number(MOST_AREAS, 0, 'de')} Gebieten berechnet.",
            f"On the map patterns are computed for up to {number(MOST_AREAS, 0, 'en')} areas.",
        ),
        "no_borders": (
            "Zu diesem Gebietsstand ist nicht bekannt, welche Gebiete aneinander grenzen.",
            "For these boundaries it is not known which areas touch.",
        ),
        "converted": (
            "Umgerechnete Werte zeigen kein Muster: Teile eines geteilten Gebiets sähen einander nur deshalb ähnlich.",
            "Carried figures show no pattern: parts of one area that was cut would be alike for that reason alone.",
        ),
        "too_few": (
            "Es haben zu wenige Gebiete einen Wert und einen Nachbarn mit Wert.",
            "Too few areas have a figure and a neighbour with a figure.",
        ),
        "constant": ("Die Werte unterscheiden sich nicht.", "The figures do not differ."),
        "no_contrast": (
            "Alle Gebiete grenzen aneinander: Jede Anordnung der Werte sähe gleich aus.",
            "All areas touch each other: every arrangement of the figures would look the same.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class PatternText:
    """The words around a pattern: headline, what it says, what it must not say; or in `reason` why there is none."""

    headline: str
    says: tuple[str, ...]
    limits: tuple[str, ...]
    reason: str = ""


def pattern_labels(language: Language) -> tuple[str, ...]:
    """Return the names of the classes of a pattern, in the order of its scale."""
    return _LABELS[language]


def island_words(language: Language) -> str:
    """Say why an area with a figure takes no part."""
    return _ISLAND[language]


def pattern_text(pattern: SpatialPattern, name: str, areas: str, language: Language) -> PatternText:
    """Put a pattern into words; `name` is that of the indicator, `areas` the plural of the level."""
    if pattern.moran is None:
        why = _REASONS[pattern.reason][language != "de"]
        lead = "Kein räumliches Muster: " if language == "de" else "No pattern in space: "
        return PatternText("", (), (), lead + why)
    return PatternText(
        headline=_headline(pattern, name, areas, language),
        says=(_whole(pattern.moran, language), _rule(pattern, language), *_taken_part(pattern, areas, language)),
        limits=_limits(language),
    )


def _headline(pattern: SpatialPattern, name: str, areas: str, language: Language) -> str:
    high, low = (number(pattern.count_of(each), 0, language) for each in (HIGH_AMONG_HIGH, LOW_AMONG_LOW))
    taking_part = pattern.moran.n if pattern.moran else 0
    total = number(taking_part, 0, language)
    if high == low == "0":
        none = "keine Häufung, die über den Zufall hinausgeht" if language == "de" else "no cluster beyond chance"
        return f"{name}: {none}"
    if language == "de":
        return f"{name}: Hohe Werte häufen sich in {high} von {total} {dative_plural(areas)}, niedrige in {low}"
    return f"{name}: high figures cluster in {high} of {total} {areas}, low ones in {low}"


def _whole(found: Moran, language: Language) -> str:
    """Tell global Moran in words: alike, unlike, or not to be told from chance."""
    value, p = number(found.value, 2, language), _p_words(found.p, language)
    beyond = found.p <= ALPHA
    alike = found.value > found.expectation
    shuffles = number(found.permutations, 0, language)
    if language == "de":
        figures = f"Moran I = {value}; ohne Muster läge er nahe 0; {p} bei {shuffles} Vertauschungen"
        if not beyond:
            return f"Im Ganzen ist eine Ähnlichkeit benachbarter Gebiete nicht vom Zufall zu unterscheiden ({figures})."
        word = "ähneln benachbarte Gebiete einander mehr" if alike else "unterscheiden sich benachbarte Gebiete stärker"
        return f"Im Ganzen {word}, als der Zufall erklärt ({figures})."
    figures = f"Moran's I = {value}; without a pattern it would be near 0; {p} with {shuffles} permutations"
    if not beyond:
        return f"On the whole a likeness of neighbouring areas cannot be told from chance ({figures})."
    word = "more alike" if alike else "less alike"
    return f"On the whole neighbouring areas are {word} than chance explains ({figures})."


def _p_words(p: float, language: Language) -> str:
    return f"p = {number(p, 3, language)}"


def _rule(pattern: SpatialPattern, language: Language) -> str:
    shuffles = number(pattern.permutations, 0, language)
    if language == "de":
        return (
            "Hoch und niedrig heißt: über oder unter dem Mittel aller gezeigten Gebiete. Gefärbt ist ein Gebiet nur, "
            f"wenn seine Nachbarn in {shuffles} zufälligen Anordnungen kaum je so lägen – für alle Gebiete zugleich "
            "angepasst, sodass von den gefärbten im Mittel höchstens eines von zwanzig Zufall ist (LISA, "
            "Benjamini-Hochberg)."
        )
    return (
        "High and low mean above or below the mean of all areas shown. An area is coloured only if its neighbours "
        f"would hardly ever lie like this in {shuffles} random arrangements – adjusted for all areas, so that of the "
        "coloured ones at most one in twenty is chance on average (LISA, Benjamini-Hochberg)."
    )


def _taken_part(pattern: SpatialPattern, areas: str, language: Language) -> tuple[str, ...]:
    german = language == "de"
    told = []
    if pattern.is_standardised:
        told.append(
            "Anteile kleiner Gebiete streuen stärker: Jeder Anteil ist vorher an seiner eigenen Schwankung gemessen "
            "worden (Assunção und Reis)."
            if german
            else "Shares of small areas scatter more: each is measured by its own variation first (Assunção, Reis)."
        )
    if pattern.least_together > 1:
        together = number(pattern.least_together, 0, language)
        told.append(
            f"Unter so vielen Gebieten fällt eines nur auf, wenn mindestens {together} zugleich auffallen: "
            "Feiner messen die zufälligen Anordnungen nicht."
            if german
            else f"Among so many areas one stands out only if at least {together} do: "
            "the random arrangements measure no finer."
        )
    if pattern.absent or pattern.islands:
        absent, islands = (number(each, 0, language) for each in (pattern.absent, len(pattern.islands)))
        told.append(
            f"Nicht einbezogen: {absent} ohne gezeigten Wert, {islands} ohne Nachbargebiet mit Wert."
            if german
            else f"Left out: {absent} without a figure shown, {islands} without a neighbour that has one."
        )
    if pattern.moran and pattern.moran.is_exploratory:
        told.append(
            f"Explorativ: Bei so wenigen {dative_plural(areas)} ist ein Muster ein Hinweis, kein Befund."
            if german
            else f"Exploratory: with so few {areas} a pattern is a hint, no finding."
        )
    return tuple(told)


def _limits(language: Language) -> tuple[str, ...]:
    if language == "de":
        return (
            "Ein Muster sagt, dass Werte beieinander liegen; nicht, warum, und nichts über einzelne Menschen.",
            "Hoch und niedrig sind keine Wertung. Was hier nicht auffällt, kann für sich ungewöhnlich sein.",
            "Es hängt von den Grenzen der Gebiete ab: mit einem anderen Gebietsstand nicht vergleichen.",
        )
    return (
        "A pattern says that figures lie side by side; not why, and nothing about single persons.",
        "High and low are no judgement, and an area that does not stand out may still have an unusual figure.",
        "It depends on the boundaries: do not compare it with other ones.",
    )
