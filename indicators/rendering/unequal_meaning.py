# SPDX-License-Identifier: EUPL-1.2
"""Why inequality or segregation is not told, and what both mean and do not mean, in German and in English."""

from types import MappingProxyType
from typing import Final

from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.unequal_figures import MOST_LEFT_OUT, PartedReason, UnequalReason

_HUNDRED: Final = 100
_REASONS: Final = MappingProxyType(
    {
        UnequalReason.RELATIVE: (
            (
                "Der Indikator ist ein Index oder eine andere Position: Er hat keinen natürlichen Nullpunkt, an dem "
                "sich Ungleichheit messen ließe."
            ),
            "The indicator is an index or another position: it has no natural zero to measure inequality from.",
        ),
        UnequalReason.COUNT: (
            (
                "Der Indikator ist eine Anzahl: Wie ungleich sie verteilt ist, sagt vor allem, wie verschieden groß "
                "die Gebiete sind. Ein Anteil oder eine Rate eignet sich."
            ),
            (
                "The indicator is a number of persons or things: its inequality would mainly say how different in size "
                "the areas are. A share or a rate is suitable."
            ),
        ),
        UnequalReason.TOO_FEW_AREAS: (
            "Auf dieser Ebene werden weniger als drei Gebiete gezeigt.",
            "Fewer than three areas are shown at this level.",
        ),
        UnequalReason.TOO_MANY_LEFT_OUT: (
            (
                "Mehr als ein Fünftel der Gebiete ist geheim gehalten oder ohne Wert: Eine Zahl sagte mehr über die "
                "gezeigten Gebiete als über alle. Sie wird nicht angegeben."
            ),
            (
                "More than a fifth of the areas are kept secret or without a figure: a number would say more about "
                "those shown than about all. It is withheld."
            ),
        ),
        UnequalReason.NEGATIVE: (
            "Der Indikator hat Werte unter null, etwa einen Saldo: Gini und Theil sind dafür nicht erklärt.",
            "The indicator has figures below zero, such as a balance: Gini and Theil are not defined for those.",
        ),
        UnequalReason.NO_TOTAL: (
            "Alle gezeigten Gebiete haben den Wert null: Es gibt nichts zu verteilen.",
            "All areas shown have the figure zero: there is nothing to be distributed.",
        ),
    }
)
_PARTED: Final = MappingProxyType(
    {
        PartedReason.NO_SHARE: (
            "Der Indikator ist kein Anteil einer Gruppe: Wie getrennt Gruppen leben, wird nur für Anteile berechnet.",
            "The indicator is no share of a group: how apart groups live is computed for shares only.",
        ),
        PartedReason.NO_COUNTS: (
            (
                "Geliefert werden nur Anteile ohne Fallzahlen: Wie getrennt die Gruppe lebt, lässt sich daraus nicht "
                "berechnen."
            ),
            "Only shares without counts are delivered: how apart the group lives cannot be computed from those.",
        ),
        PartedReason.NO_PART: (
            (
                "In mindestens einem Gebiet ist der Zähler größer als der Nenner: Die Gezählten sind kein Teil der "
                "Grundgesamtheit."
            ),
            "In at least one area the numerator exceeds the denominator: those counted are no part of the whole.",
        ),
        PartedReason.EMPTY_GROUP: (
            "In den gezeigten Gebieten gehören alle zur Gruppe oder niemand.",
            "In the areas shown everybody belongs to the group, or nobody.",
        ),
        PartedReason.NOT_SHOWN: ("", ""),
    }
)


def parted_reason_words(reason: PartedReason, language: Language) -> str:
    """Say why nothing is said of how apart a group lives; empty where inequality is not told either."""
    return _PARTED[reason][language != "de"]


def reason_words(reason: UnequalReason, language: Language) -> str:
    """Say why inequality is not computed."""
    return _REASONS[reason][language != "de"]


def meaning_words(language: Language) -> tuple[str, ...]:
    """Say what the measures mean and where their limits are."""
    most = number(_HUNDRED * MOST_LEFT_OUT, 0, language)
    if language == "de":
        return (
            (
                "Gini und Theil sagen, wie verschieden die Gebiete sind: 0 heißt alle gleich. Sie sagen nichts "
                "darüber, wie ungleich die Menschen innerhalb eines Gebiets leben, und nichts über einzelne Menschen."
            ),
            (
                "Wie ungleich Gebiete sind, ist für sich weder gut noch schlecht. Der Grund können Unterschiede der "
                "Wohnungen, der Mieten, des Alters der Häuser oder der Wege sein."
            ),
            (
                "Alle Maße hängen davon ab, wie viele Gebiete es gibt und wie groß sie sind: Kleinere Gebiete wirken "
                "immer ungleicher. Darum wird nie über Gebietsstände, Ebenen oder Städte hinweg verglichen, auch nicht "
                "über einen Bruch der Zeitreihe."
            ),
            (
                "Auch wenn allein der Zufall verteilte, wären kleine Gruppen und kleine Gebiete nie ganz gleich "
                "verteilt. Bei Fallzahlen steht daneben, wie viel das ausmacht; beim Gini steckt derselbe Teil mit "
                "darin."
            ),
            (
                "Der Gini eines Anteils hängt von der Seite ab, die man zählt: Ist ein Anteil klein, wirken dieselben "
                "Abstände größer. Die Dissimilarität ist für beide Seiten gleich."
            ),
            "Welche Gebiete nebeneinander liegen, spielt bei keinem der Maße eine Rolle; das zeigt die Karte.",
            f"Fehlen mehr als {most} von 100 Gebieten, steht keine Zahl da.",
        )
    return (
        (
            "Gini and Theil say how different the areas are: 0 means all alike. They say nothing about how unequally "
            "people live within one area, and nothing about single persons."
        ),
        (
            "How unequal areas are is neither good nor bad by itself. The reason may be differences of flats, rents, "
            "the age of houses or distances."
        ),
        (
            "All measures depend on how many areas there are and how large they are: smaller areas always look more "
            "unequal. Hence nothing is compared across boundary versions, levels or cities, nor across a break of the "
            "series."
        ),
        (
            "Even if chance alone dealt people out, small groups and small areas would never be spread quite evenly. "
            "With counts it is said how much that makes; the Gini contains the same part."
        ),
        (
            "The Gini of a share depends on the side that is counted: where a share is small, the same distances look "
            "larger. The dissimilarity is the same for both sides."
        ),
        "Which areas lie side by side plays no part in any of the measures; the map shows that.",
        f"Where more than {most} of 100 areas are left out, no number is given.",
    )
