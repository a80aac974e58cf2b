# SPDX-License-Identifier: EUPL-1.2
"""What is said of areas that changed otherwise than the rest, in German and in English; nobody is called better."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.workbench.balance import Sides, places_by_words, signed
from indicators.rendering.workbench.striking import Floats, Judged, Rule
from indicators.stats.striking import Verdict
from sozialplanung.common.numbers import NBSP
from sozialplanung.common.statuses import Status

_GERMAN: Final = (
    "kein",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
)
_ENGLISH: Final = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


@dataclass(frozen=True, slots=True)
class Named:
    """How the indicator and the whole are called."""

    indicator: str
    whole: str


def striking_title(judged: Judged, rule: Rule, named: Named, sides: Sides) -> str:
    """Say in one line how many areas stand out, and which way."""
    stands_out = judged.rising or judged.falling
    return f"{named.indicator}: {(_some(judged, rule, named, sides) if stands_out else _none(rule, named, sides))}"


def no_title(named: Named, language: Language) -> str:
    """Name the panel where nothing can be told."""
    if language == "de":
        return f"{named.indicator}: auffällige Gebiete lassen sich hier nicht bestimmen"
    return f"{named.indicator}: areas that stand out cannot be told here"


def _none(rule: Rule, named: Named, sides: Sides) -> str:
    german = sides.language == "de"
    if rule.mode == "threshold":
        amount = threshold_words(rule, sides)
        if german:
            return f"kein Gebiet weicht um mindestens {amount} von der Veränderung von {named.whole} ab"
        return f"no area differs by at least {amount} from the change of {named.whole}"
    if german:
        how = "auffällig" if rule.mode == "chance" else "über den Zufall hinaus"
        return f"kein Gebiet veränderte sich {how} anders als der Rest von {named.whole}"
    how = "strikingly" if rule.mode == "chance" else "beyond chance"
    return f"no area changed {how} otherwise than the rest of {named.whole}"


def _some(judged: Judged, rule: Rule, named: Named, sides: Sides) -> str:
    german = sides.language == "de"
    groups = [(places, is_up) for places, is_up in ((judged.rising, True), (judged.falling, False)) if places]
    told = [
        _group(judged, places, sides.language, is_up=is_up, is_second=bool(at))
        for at, (places, is_up) in enumerate(groups)
    ]
    joined = ", ".join(told)
    if rule.mode == "threshold":
        amount = threshold_words(rule, sides)
        if german:
            return f"{joined} als {named.whole}, um mindestens {amount}"
        return f"{joined} than {named.whole}, by at least {amount}"
    beyond = "" if rule.mode == "chance" else (", über den Zufall hinaus" if german else ", beyond chance")
    return (
        f"{joined} als der Rest von {named.whole}{beyond}"
        if german
        else (f"{joined} than the rest of {named.whole}{beyond}")
    )


def _group(judged: Judged, places: Sequence[int], language: Language, *, is_up: bool, is_second: bool) -> str:
    """Say that so many areas rose more, or what that means where some of them fell.

    Where one stood still, or went the other way than the rest, only the side is told on which it left the rest.
    """
    count, changes = len(places), judged.change[list(places)]
    if _is_apart(changes, judged.rest[list(places)], is_up=is_up):
        return _apart(count, language, is_up=is_up, is_second=is_second)
    has_risen, has_fallen = bool((changes > 0).any()), bool((changes < 0).any())
    one = count == 1
    if language == "de":
        rose, fell = ("stieg", "sank") if one else ("stiegen", "sanken")
        more, less = f"{rose} stärker", f"{fell} weniger"
        down_more, down_less = f"{fell} stärker", f"{rose} weniger"
        noun = "" if is_second else (" Gebiet" if one else " Gebiete")
        joined = " oder "
    else:
        more, less, down_more, down_less = "rose more", "fell less", "fell more", "rose less"
        noun = "" if is_second else (" area" if one else " areas")
        joined = " or "
    if is_up:
        told = [more] if has_risen or not has_fallen else []
        told += [less] if has_fallen else []
    else:
        told = [down_more] if has_fallen or not has_risen else []
        told += [down_less] if has_risen else []
    return f"{count_words(count, language, is_alone=is_second)}{noun} {joined.join(told)}"


def _is_apart(changes: Floats, rests: Floats, *, is_up: bool) -> bool:
    """Say whether some area stood still, or went its way while the rest went the other."""
    sign = 1.0 if is_up else -1.0
    return bool(((changes == 0) | ((sign * changes > 0) & (sign * rests < 0))).any())


def _apart(count: int, language: Language, *, is_up: bool, is_second: bool) -> str:
    told, one = count_words(count, language, is_alone=is_second), count == 1
    if language == "de":
        noun = "" if is_second else (" Gebiet" if one else " Gebiete")
        return (
            f"{told}{noun} {'veränderte' if one else 'veränderten'} sich anders (nach {'oben' if is_up else 'unten'})"
        )
    noun = "" if is_second else (" area" if one else " areas")
    return f"{told}{noun} changed otherwise ({'upwards' if is_up else 'downwards'})"


def count_words(count: int, language: Language, *, is_alone: bool = False) -> str:
    """Write a small number as a word, as it stands before a noun or alone."""
    words = _GERMAN if language == "de" else _ENGLISH
    if language == "de" and count == 1 and is_alone:
        return "eines"
    return words[count] if count < len(words) else number(count, 0, language)


def threshold_words(rule: Rule, sides: Sides, *, is_dative: bool = False) -> str:
    """Write the Fachschwelle with its unit; empty without one. German has a dative after „von“."""
    if rule.threshold is None:
        return ""
    decimals = 0 if rule.threshold == round(rule.threshold) else 2 if rule.threshold * 10 % 1 else 1
    unit = sides.unit
    if rule.threshold == 1 and unit in {"Prozentpunkte", "percentage points"}:
        unit = "Prozentpunkt" if sides.language == "de" else "percentage point"
    elif is_dative and unit == "Prozentpunkte":
        unit = "Prozentpunkten"
    text = number(rule.threshold, decimals, sides.language)
    return f"{text}{NBSP}{unit}" if unit else text


def striking_sentence(judged: Judged, rule: Rule, sides: Sides, whole: str) -> str:
    """Count what was judged and how, what is unsure and what was not judged for which reason."""
    parts = (
        _counted(judged, rule, sides),
        _unsure(judged, rule, sides.language),
        _left_out(judged, sides.language),
        whole,
    )
    return " ".join(filter(None, parts))


def _counted(judged: Judged, rule: Rule, sides: Sides) -> str:
    german, language = sides.language == "de", sides.language
    verdicts = (Verdict.FOUND, Verdict.BEYOND, Verdict.SMALL, Verdict.WITHIN)
    total, found, beyond, small, within = (
        number(count, 0, language) for count in (judged.count(*verdicts), *(judged.count(each) for each in verdicts))
    )
    amount, of = threshold_words(rule, sides), threshold_words(rule, sides, is_dative=True)
    if german:
        first = f"{total} {sides.areas} beurteilt ({sides.until} gegenüber {sides.since})"
        told = {
            "chance": f"{found} auffällig, {small} über den Zufall hinaus, aber unter der Fachschwelle von {of}, "
            f"{within} innerhalb des Zufalls",
            "no_threshold": f"{beyond} über den Zufall hinaus, {within} innerhalb des Zufalls",
            "threshold": f"{found} um mindestens {amount} anders, {small} um weniger",
        }[rule.mode]
    else:
        first = f"{total} {sides.areas} judged ({sides.until} against {sides.since})"
        told = {
            "chance": f"{found} stand out, {small} beyond chance, but below the relevance threshold of {amount}, "
            f"{within} within chance",
            "no_threshold": f"{beyond} beyond chance, {within} within chance",
            "threshold": f"{found} differ by at least {amount}, {small} by less",
        }[rule.mode]
    return f"{first}: {told}."


def _unsure(judged: Judged, rule: Rule, language: Language) -> str:
    count = judged.count(Verdict.UNSURE)
    if not count:
        return ""
    told, minimum = number(count, 0, language), number(rule.minimum, 0, language)
    if language == "de":
        return f"{told} unsicher, weil der Nenner in einem der Stände unter {minimum} liegt."
    return f"{told} unsure, as the denominator of either period is below {minimum}."


def _left_out(judged: Judged, language: Language) -> str:
    left_out = judged.codes == Verdict.NOT_JUDGED
    told_places = places_by_words(left_out, judged.status, judged.reasons, language)
    reasons = {words: len(places) for words, places in told_places.items()}
    found = int((left_out & (judged.status == Status.OK)).sum())
    if found:
        reasons[_without_counts(language)] = found
    if not reasons:
        return ""
    count = number(sum(reasons.values()), 0, language)
    told = ", ".join(f"{number(found, 0, language)} {words}" for words, found in reasons.items())
    return f"{count} nicht beurteilt: {told}." if language == "de" else f"{count} not judged: {told}."


def _without_counts(language: Language) -> str:
    return "ohne Zahlen dahinter" if language == "de" else "without counts behind them"


def together_words(change: float, decimals: int, sides: Sides) -> str:
    """Say by how much all judged areas together changed; empty where that is not known."""
    if np.isnan(change):
        return ""
    text = signed(change, decimals, sides.language)
    text = f"{text}{NBSP}{sides.unit}" if sides.unit else text
    if sides.language == "de":
        return f"Alle in beiden Ständen gezeigten Gebiete zusammen: {text}."
    return f"All areas shown in both periods together: {text}."


def rule_words(rule: Rule, sides: Sides) -> tuple[str, ...]:
    """Say by what rule areas were judged, and from which denominator on."""
    german, amount = sides.language == "de", threshold_words(rule, sides)
    of = threshold_words(rule, sides, is_dative=True)
    if german:
        rest = "Der Rest sind alle anderen Gebiete, die in beiden Ständen gezeigt werden, aus ihren Zahlen gerechnet."
        told = {
            "chance": f"Auffällig heißt: Die Veränderung weicht über den Zufall hinaus von der des Rests ab, alle "
            f"Gebiete zugleich betrachtet (Benjamini-Hochberg, 5 %), und um mindestens {amount} (Fachschwelle). {rest}",
            "no_threshold": "Für diesen Indikator ist keine Fachschwelle erklärt: Gesagt wird nur, was über den Zufall "
            "hinausgeht (alle Gebiete zugleich betrachtet, Benjamini-Hochberg, 5 %), nicht, was davon groß genug ist, "
            "um auffällig zu heißen. Wer den Katalog pflegt, kann die Fachschwelle in der Definition des Indikators "
            f"erklären. {rest}",
            "threshold": f"Zu diesen Werten sind keine genauen Zahlen bekannt: Allein die Fachschwelle von {of} "
            "entscheidet, gegenüber der Veränderung des Ganzen mit seinem eigenen Nenner. Was davon Zufall ist, lässt "
            "sich nicht berechnen.",
        }[rule.mode]
    else:
        rest = "The rest are all other areas that both periods show, computed from their counts."
        told = {
            "chance": "Standing out means: the change differs from that of the rest beyond chance, with all areas in "
            f"view (Benjamini-Hochberg, 5%), and by at least {amount} (relevance threshold). {rest}",
            "no_threshold": "No relevance threshold is declared for this indicator: only what goes beyond chance is "
            "told (with all areas in view, Benjamini-Hochberg, 5%), not what of it is large enough to stand out. "
            "Whoever keeps the catalogue can declare the threshold in the definition of the indicator. "
            f"{rest}",
            "threshold": f"No exact counts are known behind these figures: the relevance threshold of {amount} alone "
            "decides, against the change of the whole by its own denominator. What of it is chance cannot be "
            "calculated.",
        }[rule.mode]
    return (told, _minimum(rule, sides.language))


def _minimum(rule: Rule, language: Language) -> str:
    minimum = number(rule.minimum, 0, language)
    if language == "de":
        origin = "so in seiner Definition" if rule.is_declared else "üblicher Wert; der Indikator nennt keinen eigenen"
        return f"Gebiete werden beurteilt, wenn ihr Nenner in beiden Ständen mindestens {minimum} beträgt ({origin})."
    origin = "as its definition says" if rule.is_declared else "the usual number; the indicator has none of its own"
    return f"Areas are judged if their denominator is at least {minimum} in both periods ({origin})."


def to_word(language: Language) -> str:
    """Return what stands between the ends of an interval: a dash beside a sign would be read as another one."""
    return " bis " if language == "de" else " to "


def verdict_words(verdict: Verdict, language: Language) -> str:
    """Say in a word what is said of an area."""
    german = {
        Verdict.NOT_JUDGED: "nicht beurteilt",
        Verdict.WITHIN: "innerhalb des Zufalls",
        Verdict.SMALL: "unter der Fachschwelle",
        Verdict.FOUND: "auffällig",
        Verdict.UNSURE: "unsicher",
        Verdict.BEYOND: "über den Zufall hinaus",
    }
    english = {
        Verdict.NOT_JUDGED: "not judged",
        Verdict.WITHIN: "within chance",
        Verdict.SMALL: "below the relevance threshold",
        Verdict.FOUND: "stands out",
        Verdict.UNSURE: "unsure",
        Verdict.BEYOND: "beyond chance",
    }
    return (german if language == "de" else english)[verdict]


def unsure_words(persons: float, rule: Rule, denominator: str, language: Language) -> str:
    """Say why an area is unsure: how few there are, and from how many on an area is judged."""
    count, minimum = number(persons, 0, language), number(rule.minimum, 0, language)
    # A noun follows a number, anything longer is put in brackets.
    is_noun = denominator[:1].isupper()
    noun = f"{NBSP}{denominator}" if is_noun else f" ({denominator})" if denominator else ""
    if language == "de":
        return f"nur {count}{noun}; ab {minimum} wird geurteilt"
    return f"only {count}{noun}; judged from {minimum} on"
