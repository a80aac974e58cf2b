# SPDX-License-Identifier: EUPL-1.2
"""What a proposal of contiguous social areas says and what it does not know, in German and in English."""

from indicators.rendering.group_words import Level, count_words
from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.stats.socialareas import SocialAreas

_MOST, _HALF, _THIRD = 2 / 3, 0.5, 1 / 3


def region_name(number_of: int, language: Language) -> str:
    """Name a region: the same word in both languages."""
    del language
    return f"Region {number_of}"


def headline(found: SocialAreas, level: Level, language: Language) -> str:
    """Say in one sentence what is proposed."""
    areas = count_words(sum(found.sizes), level, language)
    regions = number(len(found.sizes), 0, language)
    if language == "de":
        return f"Vorschlag: {areas} in {regions} zusammenhängenden Regionen"
    return f"Proposal: {areas} in {regions} contiguous regions"


def proposal_words(language: Language) -> str:
    """Say what the proposal is and what it does not know."""
    if language == "de":
        return (
            "Ein Vorschlag allein aus Zahlen: Er kennt keine Straßen, keine Geschichte und keine Nachbarschaften. "
            "Sozialräume legen Menschen fest, die den Ort kennen."
        )
    return (
        "A proposal by figures alone: it knows no streets, no history and no neighbourhoods. "
        "Social areas are set by people who know the place."
    )


def explained_words(found: SocialAreas, language: Language) -> str:
    """Say how much of the differences between areas lies between the regions."""
    share = with_unit(100 * found.explained, 0, "%", language)
    german = language == "de"
    if found.explained >= _MOST:
        part = "den größten Teil" if german else "most"
    elif found.explained >= _HALF:
        part = "gut die Hälfte" if german else "more than half"
    elif found.explained >= _THIRD:
        part = "mehr als ein Drittel, aber nicht die Hälfte" if german else "more than a third, but not half"
    else:
        part = "weniger als ein Drittel" if german else "less than a third"
    if german:
        return (
            f"Die Regionen fassen {part} der Unterschiede zwischen den Gebieten ({share}); der Rest liegt innerhalb "
            "der Regionen. Mehr Regionen fassen immer mehr: Der Anteil sagt nicht, welche Zahl die richtige ist."
        )
    return (
        f"The regions hold {part} of the differences between areas ({share}); the rest lies inside the regions. "
        "More regions always hold more: the share does not say which number is right."
    )


def parts_words(found: SocialAreas, islands: int, level: Level, language: Language) -> str:
    """Explain parts of the map that touch nowhere; empty for a map in one piece."""
    if found.parts <= 1:
        return ""
    parts = number(found.parts, 0, language)
    alone = count_words(islands, level, language)
    if language == "de":
        lonely = (
            f" Davon {'ist' if islands == 1 else 'sind'} {alone} allein: eine Insel oder umgeben von "
            "Gebieten ohne alle Werte."
        )
        return (
            f"Die Karte zerfällt in {parts} Teile ohne gemeinsame Grenze; keine Region reicht über einen Teil hinaus."
            + (lonely if islands else "")
        )
    lonely = f" Of these {alone} {'is' if islands == 1 else 'are'} alone: an island, or among areas that lack a figure."
    return f"The map falls into {parts} parts without a common border; no region reaches beyond one." + (
        lonely if islands else ""
    )


def says(language: Language) -> tuple[str, ...]:
    """Say what the proposal means."""
    if language == "de":
        return (
            (
                "Schritt für Schritt werden die zwei Nachbarn vereint, die sich am wenigsten unterscheiden, bis "
                "die gewählte Zahl erreicht ist. Jede Region hängt zusammen."
            ),
            (
                "Jeder Indikator zählt gleich viel, gemessen an der Streuung der Gebiete; große und kleine "
                "Gebiete zählen gleich."
            ),
            "Die Nummern folgen der Ordnung der Gebiete. Farben trennen nur Nachbarn und bedeuten nichts.",
        )
    return (
        (
            "Step by step the two neighbours that differ least are joined, until the chosen number is reached. "
            "Every region hangs together."
        ),
        "Every indicator counts alike, measured by the spread of the areas; large and small areas count alike.",
        "The numbers follow the order of the areas. Colours only tell neighbours apart and mean nothing.",
    )


def limits(language: Language) -> tuple[str, ...]:
    """Say what the proposal does not know."""
    if language == "de":
        return (
            (
                "Grenzen von Straßen, Gewässern, Schulbezirken und Trägern kommen nicht vor, und auch nicht, wie viele "
                "Menschen in einer Region leben."
            ),
            (
                "Schrittweises Vereinen findet nicht immer die besten Regionen. Eine kleine Änderung der Werte "
                "kann Grenzen verschieben."
            ),
            "Gebiete ohne alle Werte gehören zu keiner Region. Sie müssen von Menschen zugeordnet werden.",
        )
    return (
        "Bounds of streets, waters, school districts and providers play no part, nor how many people live in a region.",
        "Joining step by step does not always find the best regions. A small change of figures may move a border.",
        "Areas that lack a figure belong to no region. People have to assign them.",
    )
