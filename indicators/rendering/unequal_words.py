# SPDX-License-Identifier: EUPL-1.2
"""Inequality between areas and segregation in words: one sentence first, then each measure and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final

from indicators.rendering.headlines import dative_plural
from indicators.rendering.profile_numbers import Language, is_share, number, with_unit
from indicators.rendering.unequal_figures import (
    CommonFigures,
    Parted,
    PartedReason,
    UnequalFigures,
    Weighting,
)
from indicators.rendering.unequal_groups import SeveralGroups
from indicators.rendering.unequal_meaning import parted_reason_words

PLACES: Final = 3
_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class UnequalWords:
    """What the words need: language, plural of the areas, unit and decimals, whom numerator and denominator count."""

    language: Language
    areas: str
    unit: str
    decimals: int
    group: str = ""
    persons: str = ""
    weights: str = ""

    def amount(self, value: float) -> str:
        """Write a figure of the indicator."""
        return with_unit(value, self.decimals, self.unit, self.language)

    def difference(self, value: float) -> str:
        """Write a difference between two figures: shares differ by percentage points."""
        points = "Prozentpunkte" if self.language == "de" else "percentage points"
        return with_unit(value, self.decimals, points if is_share(self.unit) else self.unit, self.language)


def written(value: float, language: Language) -> str:
    """Write a measure between 0 and 1, an empty text where there is none."""
    return "" if isnan(value) else number(value, PLACES, language)


def of_hundred(value: float, language: Language) -> str:
    """Write a share as a number of a hundred; below one with one decimal."""
    return number(_HUNDRED * value, 0 if value >= 1 / _HUNDRED or not value else 1, language)


def unequal_sentence(figures: UnequalFigures, form: UnequalWords) -> str:
    """Say in one sentence how far the areas lie apart."""
    apart, mean = _apart(figures, form), form.amount(figures.mean)
    is_weighted = figures.weighting != "none"
    if form.language == "de":
        whole = f"für alle gezeigten zusammen ist der Wert {mean}" if is_weighted else f"ihr Durchschnitt ist {mean}"
        return f"Die {form.areas} liegen im Mittel {apart} auseinander; {whole}."
    whole = f"the figure of all shown together is {mean}" if is_weighted else f"their average is {mean}"
    return f"The {form.areas} lie {apart} apart on average; {whole}."


def _apart(figures: UnequalFigures, form: UnequalWords) -> str:
    """Write the mean difference; in German a dative: 5,2 Prozentpunkte."""
    return form.difference(figures.apart)


def gini_words(figures: UnequalFigures, form: UnequalWords) -> tuple[str, ...]:
    """Say what Gini means here, and who counts how much."""
    relative = of_hundred(2 * figures.gini, form.language)
    apart = _apart(figures, form)
    if form.language == "de":
        drawn = {
            "own": f"Wählt man zufällig zwei aus der Grundgesamtheit ({form.persons or 'alle Gezählten'}), so liegen "
            "die Werte ihrer Gebiete",
            "other": f"Wählt man zufällig zwei ({form.weights}), so liegen die Werte ihrer Gebiete",
            "none": "Wählt man zufällig zwei Gebiete, so liegen ihre Werte",
        }[figures.weighting]
        return (
            (
                f"{drawn} im Mittel {apart} auseinander. Das sind {relative} von 100 Teilen des gemeinsamen Werts; "
                f"die Hälfte davon ist der Gini-Koeffizient ({written(figures.gini, 'de')})."
            ),
            _weighting_words(figures.weighting, form),
        )
    drawn = {
        "own": f"If two are drawn at random from the whole ({form.persons or 'all counted'}), the figures of their "
        "areas lie",
        "other": f"If two are drawn at random ({form.weights}), the figures of their areas lie",
        "none": "If two areas are drawn at random, their figures lie",
    }[figures.weighting]
    return (
        (
            f"{drawn} {apart} apart on average. That is {relative} of 100 parts of the common figure; "
            f"half of it is the Gini coefficient ({written(figures.gini, 'en')})."
        ),
        _weighting_words(figures.weighting, form),
    )


def _weighting_words(weighting: Weighting, form: UnequalWords) -> str:
    german = form.language == "de"
    match weighting:
        case "own":
            persons = form.persons or ("die Gezählten" if german else "those counted")
            if german:
                return f"Ein Gebiet zählt so viel, wie Menschen oder Fälle im Nenner stehen ({persons})."
            return f"An area counts as much as its denominator ({persons})."
        case "other":
            if german:
                return f"Ein Gebiet zählt nach der veröffentlichten Zahl „{form.weights}“."
            return f"An area counts by the published number “{form.weights}”."
        case _:
            if german:
                return (
                    "Große und kleine Gebiete zählen gleich: Wie viele Menschen hinter den Werten stehen, ist nicht "
                    "veröffentlicht."
                )
            return "Large and small areas count alike: how many people stand behind the figures is not published."


def between_words(levels: Sequence[str], figures: UnequalFigures, form: UnequalWords) -> tuple[str, ...]:
    """Say for each coarser level how much of the inequality lies between its areas."""
    told = []
    for level, share in zip(levels, figures.between, strict=True):
        if share is None:
            continue
        outer, inner = of_hundred(share, form.language), of_hundred(1 - share, form.language)
        if form.language == "de":
            among = dative_plural(level)
            told.append(f"Von 100 Teilen der Ungleichheit liegen {outer} zwischen den {among}, {inner} innerhalb.")
        else:
            told.append(f"Of 100 parts of the inequality {outer} lie between the {level}, {inner} within them.")
    return tuple(told)


def parted_words(parted: Parted, form: UnequalWords) -> tuple[str, ...]:
    """Say how apart a group lives, or why that is not said."""
    if parted.reason is not PartedReason.OK:
        why = parted_reason_words(parted.reason, form.language)
        return (why,) if why else ()
    return (_moving(parted, form), _chance(parted, form), _meeting(parted, form), _mixing(parted, form))


def _moving(parted: Parted, form: UnequalWords) -> str:
    movers = of_hundred(parted.dissimilarity, form.language)
    if form.language == "de":
        group = f" ({form.group})" if form.group else ""
        return (
            f"Von 100 aus der Gruppe{group} müssten rechnerisch {movers} in ein anderes Gebiet ziehen, damit ihr "
            f"Anteil überall gleich wäre (Dissimilarität {written(parted.dissimilarity, 'de')})."
        )
    group = f" ({form.group})" if form.group else ""
    return (
        f"Of 100 in the group{group} {movers} would have to move to another area for their share to be the same "
        f"everywhere (dissimilarity {written(parted.dissimilarity, 'en')})."
    )


def _chance(parted: Parted, form: UnequalWords) -> str:
    german = form.language == "de"
    if not parted.draws:
        if german:
            return "Wie viel davon der Zufall allein ausmachte, ist hier nicht berechnet."
        return "How much of this chance alone would make is not computed here."
    expected, low, high, beyond = (
        written(each, form.language) for each in (parted.by_chance, parted.low, parted.high, parted.beyond)
    )
    is_chance = parted.dissimilarity <= parted.high
    if german:
        rest = (
            "Die gemessene ist davon nicht zu unterscheiden."
            if is_chance
            else f"Über den Zufall hinaus bleiben {beyond} (0: nichts, 1: völlige Trennung)."
        )
        return (
            f"Verteilte allein der Zufall die Gruppe auf alle, läge die Dissimilarität bei {expected} "
            f"(95 von 100 Ziehungen: {low} bis {high}). {rest}"
        )
    rest = (
        "The measured one cannot be told from that."
        if is_chance
        else f"Beyond chance {beyond} remain (0: nothing, 1: wholly apart)."
    )
    return (
        f"If chance alone dealt out the group, the dissimilarity would be {expected} "
        f"(95 of 100 draws: {low} to {high}). {rest}"
    )


def _meeting(parted: Parted, form: UnequalWords) -> str:
    own, share = of_hundred(parted.isolation, form.language), of_hundred(parted.share, form.language)
    if form.language == "de":
        return (
            f"Wer zur Gruppe gehört, ist im Mittel in einem Gebiet, in dem {own} von 100 dazugehören (Isolation "
            f"{written(parted.isolation, 'de')}); in allen gezeigten zusammen sind es {share} von 100."
        )
    return (
        f"Whoever belongs to the group is on average in an area in which {own} of 100 belong to it (isolation "
        f"{written(parted.isolation, 'en')}); in all areas shown together it is {share} of 100."
    )


def _mixing(parted: Parted, form: UnequalWords) -> str:
    less = of_hundred(parted.entropy, form.language)
    if form.language == "de":
        return (
            f"Die einzelnen Gebiete sind im Mittel um {less} von 100 Teilen weniger gemischt als alle zusammen "
            f"(Entropie-Index {written(parted.entropy, 'de')}; 0: ebenso gemischt, 1: völlig getrennt)."
        )
    return (
        f"Single areas are on average {less} of 100 parts less mixed than all together "
        f"(entropy index {written(parted.entropy, 'en')}; 0: as mixed, 1: wholly apart)."
    )


def several_words(several: SeveralGroups, names: Sequence[str], form: UnequalWords) -> str:
    """Say how apart several groups live; `names` are those of all of them."""
    entropy, apart = written(several.entropy, form.language), written(several.dissimilarity, form.language)
    areas, listed = number(several.areas, 0, form.language), ", ".join(names)
    if form.language == "de":
        return (
            f"Zusammen mit anderen Gruppen, die in jedem der {areas} Gebiete genau alle ergeben ({listed}): "
            f"Entropie-Index {entropy}, Dissimilarität aller {len(names)} Gruppen {apart}."
        )
    return (
        f"Together with other groups that make up exactly everybody in each of the {areas} areas ({listed}): "
        f"entropy index {entropy}, dissimilarity of all {len(names)} groups {apart}."
    )


def left_out_words(figures: UnequalFigures, form: UnequalWords) -> str:
    """Say how many areas take no part and that this shifts the figures; empty where all do."""
    if not figures.left_out and not figures.empty:
        return ""
    hidden, unvalued, empty = (
        number(each, 0, form.language) for each in (figures.hidden, figures.unvalued, figures.empty)
    )
    if form.language == "de":
        shift = (
            " Welche Werte sie haben, ist nicht veröffentlicht: Mit ihnen wären die Zahlen etwas andere."
            if figures.left_out
            else ""
        )
        return f"Nicht einbezogen: {hidden} geheim gehalten, {unvalued} ohne Wert, {empty} ohne Gezählte.{shift}"
    shift = " Their figures are not published: with them the numbers would be somewhat different."
    return (
        f"Left out: {hidden} kept secret, {unvalued} without a figure, {empty} without anybody counted."
        f"{shift if figures.left_out else ''}"
    )


def guessed_words(figures: UnequalFigures, form: UnequalWords) -> str:
    """Say how many of the areas shown have an estimated figure; empty without any."""
    if not figures.guessed:
        return ""
    count, shown = (number(each, 0, form.language) for each in (figures.guessed, figures.shown))
    if form.language == "de":
        return f"Geschätzt sind {count} der {shown} einbezogenen Werte: Die Zahlen sind so genau wie diese Schätzung."
    return f"Estimated are {count} of the {shown} figures counted: the numbers are as good as that estimate."


def common_words(common: CommonFigures, since: str, form: UnequalWords, *, is_limited: bool) -> str:
    """Say how the measures were before, over the areas shown both times; empty where that cannot be said."""
    if isnan(common.gini[0]) or isnan(common.gini[1]):
        return ""
    language, areas = form.language, number(common.areas, 0, form.language)
    gini = tuple(written(each, language) for each in common.gini)
    parted = tuple(written(each, language) for each in common.dissimilarity)
    if language == "de":
        told = f"Gini {gini[0]}, jetzt {gini[1]}" + (
            f"; Dissimilarität {parted[0]}, jetzt {parted[1]}" if all(parted) else ""
        )
        limited = " Die Zeitreihe ist nur eingeschränkt vergleichbar." if is_limited else ""
        return (
            f"Gegenüber {since}, über die {areas} Gebiete, die beide Male gezeigt werden: {told}. Ob der Unterschied "
            f"über den Zufall hinausgeht, ist nicht geprüft.{limited}"
        )
    told = f"Gini {gini[0]}, now {gini[1]}" + (f"; dissimilarity {parted[0]}, now {parted[1]}" if all(parted) else "")
    limited = " The series is comparable to a limited extent only." if is_limited else ""
    return (
        f"Compared with {since}, over the {areas} areas shown both times: {told}. Whether the difference goes beyond "
        f"chance is not tested.{limited}"
    )


def break_words(kind: str, text: str, language: Language) -> str:
    """Say what lies between two periods and what that means for comparing them; empty where nothing does."""
    german = language == "de"
    told = {
        "boundaries": "Andere Gebietsgrenzen: nicht vergleichbar." if german else "Other boundaries: not comparable.",
        "series": "Bruch der Zeitreihe: nicht vergleichbar." if german else "Break of the series: not comparable.",
        "definition": "Andere Einheit: nicht vergleichbar." if german else "Another unit: not comparable.",
        "limited": "Nur eingeschränkt vergleichbar." if german else "Comparable to a limited extent only.",
    }.get(kind, "")
    return f"{told} {text}".strip()


def course_label(name: str, points: Sequence[tuple[str, float, str]], language: Language) -> str:
    """Say in words what the small chart draws: periods (as written), values, and what lies before each."""
    lacking = "nicht angegeben" if language == "de" else "not given"
    parts = [
        f"{f'({between}) ' if between else ''}{period}: {written(value, language) or lacking}"
        for period, value, between in points
    ]
    return f"{name}. {'; '.join(parts)}"
