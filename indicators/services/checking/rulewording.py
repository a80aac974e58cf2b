# SPDX-License-Identifier: EUPL-1.2
"""How a broken rule is put into words: both sides, what was expected, and figures that can be told apart."""

from collections.abc import Mapping
from typing import Final

from indicators import formulas
from indicators.services.checking.ruleevaluating import Rule
from indicators.services.checking.texts import Parameter, plain

SIGNS: Final = {"<": "<", "<=": "≤", "=": "=", "!=": "≠", ">=": "≥", ">": ">"}
# Six digits that count, and more where both sides would look alike.
_DIGITS: Final = (6, 9, 12, 15)

Said = Parameter | Mapping[str, str]


def sides_said(rule: Rule, labels: Mapping[str, str]) -> dict[str, Said]:
    """Return the words of both sides by language, and whether the right one is a mere limit."""
    left, right = rule.content.left, rule.content.right
    return {"left_says": _said(left, labels), "right_says": _said(right, labels)}


def is_limit(rule: Rule) -> bool:
    """Say whether the rule holds figures against a number."""
    return not formulas.names(rule.content.right)


def told_apart(left: float, right: float) -> tuple[Parameter, Parameter]:
    """Return both sides with as many digits as it takes to see that they differ."""
    for digits in _DIGITS:
        one, other = _rounded(left, digits), _rounded(right, digits)
        if one != other:
            return one, other
    return plain(left), plain(right)


def _rounded(value: float, digits: int) -> Parameter:
    if digits == _DIGITS[0]:
        return plain(value)
    short = float(f"{value:.{digits}g}")
    return int(short) if short.is_integer() else short


def _said(side: formulas.Node, labels: Mapping[str, str]) -> dict[str, str]:
    return {
        "de": formulas.explain(side, labels, language="de", is_sentence=False),
        "en": formulas.explain(side, labels, language="en", is_sentence=False),
    }
