# SPDX-License-Identifier: EUPL-1.2
"""Say in a sentence how a formula computes."""

from collections.abc import Mapping

from indicators.formulas.ast import Call, Name, Node, Number, Operation, text

_WORDS = {"+": "plus", "-": "minus", "*": "mal", "/": "geteilt durch"}


def explain(node: Node, labels: Mapping[str, str]) -> str:
    """Return the German sentence that explains a formula; ``labels`` holds the names of indicators by slug."""
    return f"{_upper(_said(node, labels))}."


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _said(node: Node, labels: Mapping[str, str]) -> str:
    match node:
        case Name(slug):
            return f"„{labels.get(slug, slug)}“"
        case Number():
            return text(node).replace(".", ",")
        case Operation(operator, left, right):
            return f"{_said(left, labels)} {_WORDS[operator]} {_said(right, labels)}"
        case Call(function, arguments):
            return _called(function, [_said(argument, labels) for argument in arguments])


def _called(function: str, said: list[str]) -> str:
    match function:
        case "sum":
            return said[0] if len(said) == 1 else f"die Summe aus {', '.join(said[:-1])} und {said[-1]}"
        case "share":
            return f"{said[0]}, geteilt durch {said[1]}, in Prozent"
        case "per":
            return f"{said[0]} je {said[2]} von {said[1]}"
        case _:
            return f"der Unterschied zwischen {said[0]} und {said[1]}"
