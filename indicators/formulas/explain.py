# SPDX-License-Identifier: EUPL-1.2
"""Say in a sentence how a formula computes."""

from collections.abc import Mapping
from typing import Final, Literal

from indicators.formulas.ast import (
    OVER_TIME,
    Call,
    IfMissing,
    Name,
    Negative,
    Node,
    Number,
    OfLayer,
    Operation,
    strength,
    text,
)
from indicators.formulas.reading import years_of

Language = Literal["de", "en"]

_WORDS: Final = {
    "de": {
        "+": "plus",
        "-": "minus",
        "*": "mal",
        "/": "geteilt durch",
        "quoted": "„%s“",
        "sum": "die Summe aus %s",
        "and": " und ",
        "share": "%s, geteilt durch %s, in Prozent",
        "per": "%s je %s von %s",
        "difference": "der Unterschied zwischen %s und %s",
        "lag": "%s %s zuvor",
        "change": "die Veränderung von %s in %s",
        "rolling": "das Mittel von %s über %s",
        "if": "%s oder, wo ein Wert fehlt, %s",
        "year": "ein Jahr",
        "year_before": "einem Jahr",
        "places": "die Zahl der Orte in „%s“",
        "capacity": "die Summe der Plätze in „%s“",
        "nearest": "die Minuten zum nächsten Ort in „%s“, %s und höchstens %s",
        "access": "die Plätze in „%s“ je Person von %s innerhalb von %s Minuten %s%s",
        "reached": "der geschätzte Anteil der Personen in Reichweite von „%s“ (%s, höchstens %s Minuten), in Prozent",
        "reached_of": "der geschätzte Anteil in Reichweite von „%s“ (%s, höchstens %s Minuten) an %s, in Prozent",
        "within": "",
        "zones": ", nach drei Zonen gewichtet",
        "bell": ", nach einer Glockenkurve gewichtet",
        "line": ", gleichmäßig abnehmend gewichtet",
        "foot": "zu Fuß",
        "bicycle": "mit dem Rad",
        "wheelchair": "mit dem Rollstuhl",
        "car": "mit dem Auto",
        "length": "die Länge von „%s“ in km",
        "ground": "die Fläche von „%s“ in km²",
        "years": "%s Jahre",
        "years_before": "%s Jahren",
    },
    "en": {
        "+": "plus",
        "-": "minus",
        "*": "times",
        "/": "divided by",
        "quoted": "“%s”",
        "sum": "the sum of %s",
        "and": " and ",
        "share": "%s, divided by %s, in percent",
        "per": "%s per %s of %s",
        "difference": "the difference between %s and %s",
        "lag": "%s %s before",
        "change": "the change of %s over %s",
        "rolling": "the mean of %s over %s",
        "if": "%s or, where a figure is missing, %s",
        "year": "one year",
        "year_before": "one year",
        "places": "the number of places in “%s”",
        "capacity": "the sum of capacity in “%s”",
        "nearest": "the minutes to the nearest place in “%s”, %s and at most %s",
        "access": "the places in “%s” per person of %s within %s minutes %s%s",
        "reached": "the estimated share of people within reach of “%s” (%s, at most %s minutes), in percent",
        "reached_of": "the estimated share within reach of “%s” (%s, at most %s minutes) of %s, in percent",
        "within": "",
        "zones": ", weighted by three zones",
        "bell": ", weighted by a bell curve",
        "line": ", weighted evenly less",
        "foot": "on foot",
        "bicycle": "by bicycle",
        "wheelchair": "by wheelchair",
        "car": "by car",
        "length": "the length of “%s” in km",
        "ground": "the ground of “%s” in km²",
        "years": "%s years",
        "years_before": "%s years",
    },
}
_WHOLE: Final = 4
_POINT: Final = {"de": ",", "en": "."}


def layer_label(slug: str) -> str:
    """Return under which key the name of a layer stands beside those of indicators, which may have the same slug.

    Parameters
    ----------
    slug : str
        Of the layer.

    Returns
    -------
    str
        What no slug can be. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    return f"({slug})"


def explain(node: Node, labels: Mapping[str, str], *, language: Language = "de", is_sentence: bool = True) -> str:
    """Say in a sentence how a formula computes.

    Parameters
    ----------
    node : Node
        The formula.
    labels : mapping of str to str
        The names of indicators by slug, and of layers by `layer_label`; a slug without a name stands for itself.
    language : {'de', 'en'}
        German by default.
    is_sentence : bool
        Without, the words stand inside of another sentence.

    Returns
    -------
    str
        A capital first, a full stop last, the grouping of the formula kept. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    words = _said(node, labels, language)
    if not is_sentence:
        return words
    return f"{words[:1].upper()}{words[1:]}."


def _said(node: Node, labels: Mapping[str, str], language: Language) -> str:
    words = _WORDS[language]

    def held(part: Node, least: int) -> str:
        said = _said(part, labels, language)
        return said if strength(part) >= least else f"({said})"

    match node:
        case Name(slug):
            return words["quoted"] % labels.get(slug, slug)
        case OfLayer(function, slug):
            told = "reached_of" if function == "reached" and node.people is not None else function
            return words[told] % (labels.get(layer_label(slug), slug), *_way(node, labels, language))
        case Number():
            return text(node).replace(".", _POINT[language])
        case Negative(operand):
            return f"minus {held(operand, strength(node))}"
        case Operation(_, left, right) | IfMissing(left, right):
            own = strength(node)
            joint = words["if"] if isinstance(node, IfMissing) else f"%s {words[node.operator]} %s"
            return joint % (held(left, own), held(right, own + 1))
        case _:
            # Whatever is computed inside of a sentence about time stands in parentheses.
            least = _WHOLE if node.function in OVER_TIME else 0
            return _called(node, [held(each, least) for each in node.arguments], words)


def _way(node: OfLayer, labels: Mapping[str, str], language: Language) -> tuple[object, ...]:
    """Return what is said of a way: how one moves and how far, and of people around who they are."""
    words = _WORDS[language]
    if node.people is None:
        return (words[node.profile], node.minutes) if node.minutes else ()
    people = _said(node.people, labels, language)
    if node.function == "reached":
        return (words[node.profile], node.minutes, people)
    return (people, node.minutes, words[node.profile], words[node.decay])


def _years(function: str, years: int, words: Mapping[str, str]) -> str:
    case = "_before" if function == "change" else ""
    return words[f"year{case}"] if years == 1 else words[f"years{case}"] % years


def _called(call: Call, said: list[str], words: Mapping[str, str]) -> str:
    function = call.function
    if function in OVER_TIME:
        return words[function] % (said[0], _years(function, years_of(call), words))
    if function == "sum":
        listed = said[0] if len(said) == 1 else ", ".join(said[:-1]) + words["and"] + said[-1]
        return listed if len(said) == 1 else words["sum"] % listed
    if function == "per":
        return words["per"] % (said[0], said[2], said[1])
    return words[function] % tuple(said)
