# SPDX-License-Identifier: EUPL-1.2
"""Say in a sentence how a formula computes."""

from collections.abc import Mapping
from typing import Final, Literal

from indicators.formulas.ast import Name, Negative, Node, Number, Operation, strength, text

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
    },
}
_POINT: Final = {"de": ",", "en": "."}


def explain(node: Node, labels: Mapping[str, str], *, language: Language = "de") -> str:
    """Say in a sentence how a formula computes.

    Parameters
    ----------
    node : Node
        The formula.
    labels : mapping of str to str
        The names of indicators by slug; a slug without a name stands for itself.
    language : {'de', 'en'}
        German by default.


    Returns
    -------
    str
        A capital first, a full stop last, the grouping of the formula kept. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    words = _said(node, labels, language)
    return f"{words[:1].upper()}{words[1:]}."


def _said(node: Node, labels: Mapping[str, str], language: Language) -> str:
    words = _WORDS[language]

    def held(part: Node, least: int) -> str:
        said = _said(part, labels, language)
        return said if strength(part) >= least else f"({said})"

    match node:
        case Name(slug):
            return words["quoted"] % labels.get(slug, slug)
        case Number():
            return text(node).replace(".", _POINT[language])
        case Negative(operand):
            return f"minus {held(operand, strength(node))}"
        case Operation(operator, left, right):
            own = strength(node)
            return f"{held(left, own)} {words[operator]} {held(right, own + 1)}"
        case _:
            return _called(node.function, [_said(each, labels, language) for each in node.arguments], words)


def _called(function: str, said: list[str], words: Mapping[str, str]) -> str:
    if function == "sum":
        listed = said[0] if len(said) == 1 else ", ".join(said[:-1]) + words["and"] + said[-1]
        return listed if len(said) == 1 else words["sum"] % listed
    if function == "per":
        return words["per"] % (said[0], said[2], said[1])
    return words[function] % tuple(said)
