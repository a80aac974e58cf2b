# SPDX-License-Identifier: EUPL-1.2
"""How firm an index is, in sentences that name the variants that were counted."""

from typing import Final

from indicators.rendering.profile_numbers import Language, number
from indicators.stats.composite.variants import AS_STATED, Counted
from indicators.stats.composite.verdict import SpreadVerdict, Verdict

_SCALES: Final = {
    "z": ("z-Werten", "z-scores"),
    "rank": ("Rängen", "ranks"),
    "percentile": ("Prozenträngen", "percentile ranks"),
    "borda": ("Borda-Punkten", "Borda scores"),
    "minmax": ("Werten zwischen den Extremen", "values between the extremes"),
    "target": ("Abständen zum Ziel", "distances to the target"),
    "sd": ("Vielfachen der Standardabweichung", "multiples of the standard deviation"),
    "none": ("unveränderten Werten", "unchanged values"),
}
_COMBINES: Final = {
    "mean": ("dem arithmetischen Mittel", "the arithmetic mean"),
    "geometric": ("dem geometrischen Mittel", "the geometric mean"),
    "harmonic": ("dem harmonischen Mittel", "the harmonic mean"),
}
_FACTORS: Final = {
    "scale": ("die Normierung", "the scale of the components"),
    "combine": ("die Art der Zusammenfassung", "the way of putting components together"),
    "left_out": ("welcher Teilindikator weggelassen wird", "which component is left out"),
}
_REASONS: Final = {
    "no_intervals": (
        "Der Einfluss des Zufalls ist nicht berechenbar: Für keinen Teilindikator ist eine Zufallsschwankung bekannt.",
        "The influence of chance cannot be computed: no component has an interval.",
    ),
    "no_draw_worked": (
        "Der Einfluss des Zufalls ist nicht berechenbar: Aus keiner Ziehung ergab sich ein Index.",
        "The influence of chance cannot be computed: no draw gave an index.",
    ),
}
_NO_INDEX: Final = (
    "Es gibt keinen Index, über den etwas gesagt werden könnte.",
    "There is no index that anything could be said about.",
)


def verdict_words(verdict: Verdict, language: Language) -> tuple[str, ...]:
    """Tell how firm an index is.

    Parameters
    ----------
    verdict : Verdict
        What was found.
    language : str
        `de` or `en`.

    Returns
    -------
    tuple of str
        Sentences: how it is defined, how far choices count and which variants were tried, how far chance counts,
        and which choice moves most. What is not known is said to be so.
    """
    place = 0 if language == "de" else 1
    sentences = [
        _fixed(place) if verdict.is_fixed else "",
        choices_words(verdict, language),
        _tried(verdict.counted, language) if verdict.counted else "",
        chance_words(verdict, language),
        _leading(verdict, place),
    ]
    return tuple(sentence for sentence in sentences if sentence)


def _fixed(place: int) -> str:
    return (
        "Der Index und seine Klassen sind so festgelegt; die folgenden Anteile sind keine Wahrscheinlichkeiten.",
        "The index and its classes are fixed by their publisher; the shares below are no probabilities.",
    )[place]


def choices_words(verdict: Verdict, language: Language) -> str:
    """Tell how far the choices move an index, or that there is none."""
    found, place = verdict.by_choices, 0 if language == "de" else 1
    if found.reason:
        return _NO_INDEX[place]
    opening = {
        "firm": ("Der Index hängt kaum von der Methode ab", "The index hardly hangs on its method"),
        "mostly_firm": ("Der Index hängt teilweise von der Methode ab", "The index partly hangs on its method"),
    }.get(found.firmness, ("Der Index hängt stark von der Methode ab", "The index strongly hangs on its method"))
    return f"{opening[place]}: {_steadiness(found, language)}"


def chance_words(verdict: Verdict, language: Language) -> str:
    """Tell how far chance moves an index, or why that cannot be computed; empty where there is no index at all."""
    found, place = verdict.by_chance, 0 if language == "de" else 1
    if found.reason:
        return _REASONS[found.reason][place] if found.reason in _REASONS else ""
    opening = {
        "firm": ("Der Zufall bewegt den Index kaum", "Chance hardly moves the index"),
        "mostly_firm": ("Der Zufall bewegt den Index teilweise", "Chance partly moves the index"),
    }.get(found.firmness, ("Der Zufall bewegt den Index stark", "Chance strongly moves the index"))
    sentence = f"{opening[place]}: {_steadiness(found, language)}"
    if verdict.without_interval:
        still = len(verdict.without_interval)
        noun = (("Teilindikator", "component") if still == 1 else ("Teilindikatoren", "components"))[place]
        lead = ("Ohne bekannte Zufallsschwankung, und darum unbewegt", "Left as they are, without a known interval")[
            place
        ]
        sentence += f" {lead}: {number(still, 0, language)} {noun}."
    return sentence


def _steadiness(found: SpreadVerdict, language: Language) -> str:
    variants, areas = number(found.variants, 0, language), number(found.areas, 0, language)
    width = number(found.middle_width, 0, language)
    if found.steady_areas is None:
        return (
            f"In {variants} Varianten schwankt der Rang eines mittleren Gebiets um {width} von {areas} Plätzen.",
            f"Over {variants} variants the rank of a middling area spreads over {width} of {areas} places.",
        )[0 if language == "de" else 1]
    steady = number(found.steady_areas, 0, language)
    return (
        (
            f"{steady} von {areas} Gebieten bleiben in mindestens 9 von 10 der {variants} Varianten in ihrer Klasse; "
            f"der Rang eines mittleren Gebiets schwankt um {width} Plätze."
        ),
        (
            f"{steady} of {areas} areas stay in their class in at least 9 of 10 of the {variants} variants; the rank "
            f"of a middling area spreads over {width} places."
        ),
    )[0 if language == "de" else 1]


def _tried(counted: Counted, language: Language) -> str:
    """Name what the variants differ in, and how many are of each kind."""
    place = 0 if language == "de" else 1
    parts = []
    if counted.weight_spread:
        spread = number(100 * counted.weight_spread, 0, language)
        parts.append((f"Gewichte um bis zu {spread} % verändert", f"weights changed by up to {spread} %")[place])
    parts += [
        f"{number(count, 0, language)} {('mit', 'with')[place]} {names[name][place]}"
        for kinds, names in ((counted.scales, _SCALES), (counted.combines, _COMBINES))
        for name, count in kinds
        if name != AS_STATED and count
    ]
    left_out = sum(count for name, count in counted.left_out if name != AS_STATED)
    if left_out:
        parts.append(
            (
                f"{number(left_out, 0, language)} ohne einen der Teilindikatoren",
                f"{number(left_out, 0, language)} without one of the components",
            )[place]
        )
    if not parts:
        return ""
    return f"{('Gerechnet wurde', 'Counted were')[place]}: {'; '.join(parts)}."


def _leading(verdict: Verdict, place: int) -> str:
    if not verdict.leading:
        return ""
    weight = ("das Gewicht eines Teilindikators", "the weight of one component")
    what = _FACTORS.get(verdict.leading, weight)[place]
    return (f"Am meisten verschiebt die Ränge: {what}.", f"What moves ranks most: {what}.")[place]
