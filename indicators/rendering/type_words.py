# SPDX-License-Identifier: EUPL-1.2
"""What types of areas say, how sure they are and what they must not say, in German and in English."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.rendering.group_means import GroupMeans
from indicators.rendering.group_words import ColumnWords, Level, count_words, listed, traits_words
from indicators.rendering.profile_numbers import Language, number
from indicators.stats.typology import DISSOLVES_BELOW, HOLDS_FROM, STABLE_FROM, Typology

# Below this, resampled areas agree with the types no better than by half.
_SHAKY_BELOW = 0.6


@dataclass(frozen=True, slots=True)
class TypeText:
    """One type: its neutral name, how many areas, in what they differ, and whether the type holds."""

    name: str
    areas: str
    traits: str
    holds: str


def type_name(number_of: int, language: Language) -> str:
    """Name a type, 1 for the first: a letter has no rank and no judgement."""
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number_of - 1]
    return f"Typ {letter}" if language == "de" else f"Type {letter}"


def type_texts(
    found: Typology, means: GroupMeans, columns: Sequence[ColumnWords], level: Level, language: Language
) -> tuple[TypeText, ...]:
    """Return what is said of each type."""
    return tuple(
        TypeText(
            name=type_name(place + 1, language),
            areas=count_words(size, level, language),
            traits=traits_words(means, place, columns, language),
            holds=_holds(float(found.holds[place]), language),
        )
        for place, size in enumerate(found.sizes)
    )


def _holds(share: float, language: Language) -> str:
    german = language == "de"
    if share >= HOLDS_FROM:
        return "hält" if german else "holds"
    if share >= DISSOLVES_BELOW:
        return "hält zum Teil" if german else "holds in part"
    return "löst sich oft auf" if german else "often dissolves"


def headline(found: Typology, level: Level, language: Language) -> str:
    """Say in one sentence what was found."""
    areas = count_words(found.n, level, language)
    if language == "de":
        return f"{areas} in {found.k} Typen: Gebiete mit ähnlichen Werten"
    return f"{areas} in {found.k} types: areas with similar figures"


def stability_words(found: Typology, level: Level, language: Language) -> tuple[str, ...]:
    """Say how far the types are to be relied on: as a whole, type by type, and how many areas lie between two types."""
    names = [type_name(place + 1, language) for place in range(found.k)]
    firm = [name for name, share in zip(names, found.holds, strict=True) if share >= HOLDS_FROM]
    loose = [name for name, share in zip(names, found.holds, strict=True) if share < DISSOLVES_BELOW]
    partly = [name for name in names if name not in {*firm, *loose}]
    draws = number(found.resamples, 0, language)
    whole = _whole(found.stability, draws, language)
    each = _each(firm, partly, loose, language)
    edge = int(found.at_edge.sum())
    return (whole, each, _edge(edge, level, language))


def _whole(stability: float, draws: str, language: Language) -> str:
    figure = number(stability, 2, language)
    if language == "de":
        how = (
            f"{draws}-mal wurden die Gebiete neu ausgelost und die Typen neu gebildet (Übereinstimmung "
            f"{figure}; 1 wäre immer gleich)."
        )
        if stability >= STABLE_FROM:
            return f"Die Einteilung ist stabil: {how}"
        if stability >= _SHAKY_BELOW:
            return f"Die Einteilung ist nur zum Teil stabil: {how} Andere Grenzen zwischen den Typen wären ähnlich gut."
        return f"Die Einteilung ist nicht stabil: {how} Sie ist eine Lesehilfe, keine Grundlage für Entscheidungen."
    how = (
        f"{draws} times the areas were drawn anew and the types made again (agreement {figure}; 1 would be "
        "always the same)."
    )
    if stability >= STABLE_FROM:
        return f"The division is stable: {how}"
    if stability >= _SHAKY_BELOW:
        return f"The division is stable only in part: {how} Other bounds between the types would be about as good."
    return f"The division is not stable: {how} It helps to read the figures and is no ground for decisions."


def _each(firm: list[str], partly: list[str], loose: list[str], language: Language) -> str:
    german = language == "de"
    told = []
    if firm:
        words = listed(firm, language)
        verb = ("halten" if len(firm) > 1 else "hält") if german else ("hold" if len(firm) > 1 else "holds")
        told.append(f"{words} {verb}" + (" dabei." if german else "."))
    if partly:
        words = listed(partly, language)
        verb = ("halten" if len(partly) > 1 else "hält") if german else ("hold" if len(partly) > 1 else "holds")
        told.append(f"{words} {verb} " + ("zum Teil." if german else "in part."))
    if loose:
        words = listed(loose, language)
        if german:
            told.append(f"{words} {'lösen' if len(loose) > 1 else 'löst'} sich oft auf.")
        else:
            told.append(f"{words} often {'dissolve' if len(loose) > 1 else 'dissolves'}.")
    return " ".join(told)


def _edge(count: int, level: Level, language: Language) -> str:
    if not count:
        return (
            "Kein Gebiet liegt am Rand: Alle ähneln ihrem eigenen Typ im Mittel mehr als jedem anderen."
            if language == "de"
            else "No area lies at the edge: in the mean all are more like their own type than any other."
        )
    areas = count_words(count, level, language)
    if language == "de":
        verb = "liegt" if count == 1 else "liegen"
        own = "Es ähnelt" if count == 1 else "Sie ähneln"
        return (
            f"{areas} {verb} am Rand zwischen zwei Typen: {own} im Mittel einem anderen Typ mindestens so "
            "sehr wie dem eigenen."
        )
    verb, own = ("lies", "it is") if count == 1 else ("lie", "they are")
    return (
        f"{areas} {verb} at the edge between two types: in the mean {own} at least as like another type as the own one."
    )


def area_words(found: Typology, place: int, language: Language) -> str:
    """Say to which type an area belongs, and between which two it lies at the edge; empty without a type."""
    number_of = int(found.types[place])
    if not number_of:
        return ""
    name = type_name(number_of, language)
    if not found.at_edge[place]:
        return name
    other = type_name(int(found.nexts[place]), language)
    return f"{name}, am Rand zu {other}" if language == "de" else f"{name}, at the edge to {other}"


def says(language: Language) -> tuple[str, ...]:
    """Say what types mean."""
    if language == "de":
        return (
            "Gebiete eines Typs haben bei den gewählten Indikatoren ähnliche Werte, wo auch immer sie liegen.",
            (
                "Jeder Indikator zählt gleich viel, gemessen an der Streuung der Gebiete; große und kleine "
                "Gebiete zählen gleich."
            ),
            "Die Buchstaben folgen der Zahl der Gebiete. Sie sind keine Rangfolge und die Farben auch nicht.",
            "Über- und unterdurchschnittlich heißt: mindestens eine halbe Standardabweichung vom Mittel der Gebiete.",
        )
    return (
        "Areas of a type have similar figures in the chosen indicators, wherever they lie.",
        "Every indicator counts alike, measured by the spread of the areas; large and small areas count alike.",
        "The letters follow the number of areas. They are no ranking, and neither are the colours.",
        "Above and below average means: at least half a standard deviation from the mean of the areas.",
    )


def limits(language: Language) -> tuple[str, ...]:
    """Say what types must not be read as."""
    if language == "de":
        return (
            (
                "Ein Typ beschreibt Werte von Gebieten, nicht die Menschen, die dort wohnen, und kein einzelnes "
                "Gebiet genau."
            ),
            "Typen gibt es immer, auch im Zufall: Achten Sie auf die Stabilität und auf Gebiete am Rand.",
            "Anzahl und Auswahl sind Ihre Entscheidung. Indikatoren, die dasselbe messen, zählen doppelt.",
            "Mit anderen Indikatoren, einem anderen Stand oder Gebietsstand sind es andere Typen: nicht vergleichen.",
        )
    return (
        "A type describes figures of areas, not the people who live there, and no single area exactly.",
        "There are always types, also in noise: mind the stability and the areas at the edge.",
        "Their number and the indicators are your decision. Indicators that measure the same count twice.",
        "Other indicators, another period or other boundaries make other types: do not compare them.",
    )
