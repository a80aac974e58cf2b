# SPDX-License-Identifier: EUPL-1.2
"""What has to be said of figures that were carried to other boundaries than they were counted on."""

from typing import Final

import numpy as np

from indicators.rendering.counted import estimated
from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.slice_content import SliceContent
from sozialplanung.common.statuses import Flag, Status, have_value

_SENTENCES: Final = {
    "de": {
        "exact": "Umgerechnet vom Gebietsstand {origin}: für alle {all} Gebiete genau.",
        "one": "Umgerechnet vom Gebietsstand {origin}: genau.",
        "some": "Umgerechnet vom Gebietsstand {origin}: bei {exact} von {all} Gebieten genau, bei "
        "{estimated} geschätzt.",
        "none": "Umgerechnet vom Gebietsstand {origin}: alle Werte sind geschätzt.",
        "left": "{left} Gebiete lassen sich nicht umrechnen: Sie entstanden aus geteilten Gebieten, und wie sich ein "
        "Anteil ohne Fallzahlen auf die Teile verteilt, weiß niemand.",
        "left_one": "Ein Gebiet lässt sich nicht umrechnen: Es entstand aus geteilten Gebieten, und wie sich ein "
        "Anteil ohne Fallzahlen auf die Teile verteilt, weiß niemand.",
        "range": "Die Spanne eines geschätzten Werts sagt, wie weit die Schätzung danebenliegen kann, den Zufall "
        "eingerechnet.",
        "anew": "Für diesen Gebietsstand aus umgerechneten Bestandteilen neu berechnet; veröffentlicht wurde der Index "
        "für den Gebietsstand {origin}. Ein Wert sagt, wo ein Gebiet unter den Gebieten dieses Gebietsstands steht.",
        "anew_some": "Bei {exact} von {all} Gebieten sind alle Bestandteile genau, bei {estimated} ist mindestens "
        "einer geschätzt; was üblich ist, sagen die genauen allein.",
        "anew_left": "{left} Gebiete haben hier keinen Index: Mindestens ein Bestandteil lässt sich nicht umrechnen.",
        "anew_left_one": "Ein Gebiet hat hier keinen Index: Mindestens ein Bestandteil lässt sich nicht umrechnen.",
        "alike": "Teile eines früheren Gebiets haben nach der Umrechnung ähnliche Werte; wie verschieden sie damals "
        "waren, zeigt die Karte nicht.",
    },
    "en": {
        "exact": "Carried from the boundaries {origin}: exactly for all {all} areas.",
        "one": "Carried from the boundaries {origin}: exactly.",
        "some": "Carried from the boundaries {origin}: exactly for {exact} of {all} areas, estimated for {estimated}.",
        "none": "Carried from the boundaries {origin}: all figures are estimated.",
        "left": "{left} areas cannot be converted: they came from areas that were cut, and nobody knows how a share "
        "without its counts is spread over the parts.",
        "left_one": "One area cannot be converted: it came from areas that were cut, and nobody knows how a share "
        "without its counts is spread over the parts.",
        "range": "The range of an estimated figure says how far the estimate may be off, chance included.",
        "anew": "Computed anew for these boundaries from converted components; the index was published for the "
        "boundaries {origin}. A figure says where an area stands among the areas of these boundaries.",
        "anew_some": "For {exact} of {all} areas all components are exact, for {estimated} at least one is estimated; "
        "what is usual is said by the exact ones alone.",
        "anew_left": "{left} areas have no index here: at least one component cannot be converted.",
        "anew_left_one": "One area has no index here: at least one component cannot be converted.",
        "alike": "Parts of a former area have similar figures after the conversion; how different they were then, the "
        "map does not show.",
    },
}


def carried_sentences(content: SliceContent, origin: str, language: Language) -> tuple[str, ...]:
    """Say from which boundaries figures were carried, and how many are exact, estimated and not convertible.

    Parameters
    ----------
    content : SliceContent
        The carried slice.
    origin : str
        The name of the boundary version on which they were counted.
    language : Language
        Of the sentences.

    Returns
    -------
    tuple of str
        One to five sentences, those of an index where one was computed anew; `NOT_COMPARABLE` areas are those that
        could not be converted.
    """
    guessed = int(estimated(content).sum())
    exact, left = int(have_value(content.status).sum()) - guessed, int((content.status == Status.NOT_COMPARABLE).sum())
    texts = _SENTENCES[language]
    words = {
        name: number(count, 0, language)
        for name, count in {"all": exact + guessed, "exact": exact, "estimated": guessed, "left": left}.items()
    }
    is_anew = bool((content.flags & Flag.RECOMPUTED).any())
    told = []
    if is_anew:
        told += [
            texts[name].format(origin=origin, **words) for name in (("anew", "anew_some") if guessed else ("anew",))
        ]
    elif exact or guessed:
        told.append(texts[_form(exact, guessed)].format(origin=origin, **words))
    if left:
        told.append(texts[f"{'anew_' if is_anew else ''}{'left_one' if left == 1 else 'left'}"].format(**words))
    if has_ranges(content):
        told.append(texts["range"])
    if _are_parts_alike(content, guessed):
        told.append(texts["alike"])
    return tuple(told)


def not_converted_words(language: Language) -> str:
    """Say of an area that no figure could be carried to it."""
    return "nicht umrechenbar" if language == "de" else "cannot be converted"


def carried_words(language: Language) -> str:
    """Say of a figure that it was carried from other boundaries."""
    return "umgerechnet" if language == "de" else "carried"


def estimated_words(language: Language) -> str:
    """Say of a figure that it was estimated."""
    return "geschätzt" if language == "de" else "estimated"


def as_estimate(figure: str, language: Language, *, is_guess: bool) -> str:
    """Return a figure as it stands by itself, with the word that it was estimated where it was."""
    return f"{figure} ({estimated_words(language)})" if is_guess else figure


def no_peers_words(language: Language) -> str:
    """Say why nobody knows areas similar to one in a period that was carried."""
    if language == "de":
        return (
            "Ähnliche Gebiete werden aus gelieferten Werten gefunden; für diese Grenzen und diesen Stand wurden keine "
            "geliefert."
        )
    return "Similar areas are found by delivered figures; none were delivered for these boundaries and this period."


def marked_name(label: str, language: Language, *, is_carried: bool) -> str:
    """Name a period or an indicator, marked where its figures were carried from other boundaries."""
    return f"{label} ({carried_words(language)})" if is_carried else label


def left_out_estimates(count: int, language: Language) -> str:
    """Say that so many estimates are shown but in no statistic; empty without any.

    Examples
    --------
    >>> left_out_estimates(2, "en")
    '2 estimated ones count nowhere here: only what was counted or carried exactly does.'
    """
    if not count:
        return ""
    told = number(count, 0, language)
    if language == "de":
        first = "geschätzter Wert zählt" if count == 1 else "geschätzte Werte zählen"
        return f"{told} {first} hier nicht mit: nur was gezählt oder genau umgerechnet ist."
    first = "estimated one counts" if count == 1 else "estimated ones count"
    return f"{told} {first} nowhere here: only what was counted or carried exactly does."


def range_words(flags: Flag, language: Language) -> str:
    """Say why a carried figure has no range: it needs none, or nobody knows how far the estimate may be off."""
    german = language == "de"
    if Flag.ESTIMATED in flags:
        return "nicht bekannt" if german else "not known"
    return "keine: genau umgerechnet" if german else "none: carried exactly"


def unsure_by_estimate(language: Language) -> str:
    """Say in a legend why the class of an area is unsure where figures were estimated."""
    if language == "de":
        return "unsicher: Schätzung und Zufall reichen über mehr als zwei Klassen"
    return "unsure: estimate and chance reach over more than two classes"


def broken_words(until: str, text: str, language: Language, *, is_limited: bool) -> str:
    """Say of a carried figure from which period on others cannot be compared with it, and why.

    Examples
    --------
    >>> broken_words("31.12.2018", "New law.", "en", is_limited=False)
    'not comparable with figures from 31.12.2018 on: New law.'
    """
    if language == "de":
        return f"{'eingeschränkt' if is_limited else 'nicht'} vergleichbar mit Werten ab {until}: {text}"
    how = "comparable to a limited extent" if is_limited else "not comparable"
    return f"{how} with figures from {until} on: {text}"


def carried_mark(flags: Flag, language: Language) -> str:
    """Say what a carried figure is worth: estimated, summed up from whole areas, or measured for this very one.

    An index is computed anew, from components of which one was estimated or none.

    Examples
    --------
    >>> carried_mark(Flag.ESTIMATED, "de")
    'geschätzt'
    """
    german = language == "de"
    if Flag.ESTIMATED in flags:
        return estimated_words(language)
    if Flag.RECOMPUTED in flags:
        return "neu berechnet, alle Bestandteile genau" if german else "computed anew, all components exact"
    if Flag.REAGGREGATED in flags:
        return "genau, aus ganzen Gebieten summiert" if german else "exact, summed up from whole areas"
    return "genau, dasselbe Gebiet" if german else "exact, the same area"


def _form(exact: int, estimated: int) -> str:
    if estimated:
        return "some" if exact else "none"
    return "exact" if exact > 1 else "one"


def has_ranges(content: SliceContent) -> bool:
    """Say whether it is known of any estimate how far it may be off."""
    if "lower" not in content.numbers:
        return False
    return bool((~np.isnan(content.numbers["lower"].values) & ((content.flags & Flag.ESTIMATED) > 0)).any())


def _are_parts_alike(content: SliceContent, estimated: int) -> bool:
    """Say whether shares were estimated by counts: parts of one area have its share then."""
    has_shares = "denominator" in content.numbers and not np.isnan(content.numbers["denominator"].values).all()
    return estimated > 1 and has_shares
