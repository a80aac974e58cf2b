# SPDX-License-Identifier: EUPL-1.2
"""Read a formula: names, numbers, + - * /, parentheses and four functions; nothing is ever executed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from indicators.formulas.ast import FUNCTIONS, Call, Name, Node, Number, Operation, Operator, depth
from sozialplanung.common.errors import InvalidInputError

LONGEST: Final = 500
DEEPEST: Final = 20
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?)|(?P<name>[a-z][a-z0-9_]*)|(?P<sign>[-+*/(),]))", re.ASCII
)


class FormulaError(InvalidInputError):
    """A text that is no formula; ``place`` names the position, counted from 1."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(formula: str) -> Node:
    """Return the tree of a formula.

    Raises
    ------
    FormulaError
        With the position of what cannot be read.
    """
    if len(formula) > LONGEST:
        raise _error("too_long", f"A formula has at most {LONGEST} characters.", LONGEST)
    reader = _Reader(_tokens(formula))
    node = reader.sum_of_terms(0)
    if reader.peek().kind != "end":
        raise _error("unexpected", f"Here stands {reader.peek().text!r}, which does not belong here.", reader.peek().at)
    if depth(node) > DEEPEST:
        raise _error("too_deep", f"A formula is nested at most {DEEPEST} times.", 0)
    return node


def _error(detail: str, message: str, at: int) -> FormulaError:
    return FormulaError(
        f"formulas.{detail}",
        message,
        place=f"position {at + 1}",
        position=at + 1,
        way_out="Allowed are names of indicators, numbers, + - * /, parentheses, "
        "sum(a, b), share(a, b), per(a, b, 1000) and difference(a, b).",
    )


def _tokens(formula: str) -> list[_Token]:
    found, at = [], 0
    stripped = formula.rstrip()
    while at < len(stripped):
        match = _TOKEN.match(stripped, at)
        if match is None or match.lastgroup is None:
            raise _error("character", f"The character {stripped[at:].lstrip()[:1]!r} is not allowed.", at)
        found.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        at = match.end()
    return [*found, _Token("end", "the end", len(stripped))]


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0

    def peek(self) -> _Token:
        """Return the next token without taking it."""
        return self._tokens[self._next]

    def take(self) -> _Token:
        """Take the next token."""
        token = self.peek()
        self._next += token.kind != "end"
        return token

    def expect(self, sign: str) -> None:
        """Take this sign or refuse."""
        token = self.take()
        if token.text != sign:
            raise _error("expected", f"Here {sign!r} is expected, not {token.text!r}.", token.at)

    def sum_of_terms(self, level: int) -> Node:
        """Read terms joined by plus and minus."""
        return self._joined(("+", "-"), self._product, level)

    def _product(self, level: int) -> Node:
        return self._joined(("*", "/"), self._atom, level)

    def _joined(self, operators: tuple[Operator, ...], read: Callable[[int], Node], level: int) -> Node:
        node = read(level)
        while self.peek().kind == "sign" and self.peek().text in operators:
            sign = self.take().text
            operator = next(each for each in operators if each == sign)
            node = Operation(operator, node, read(level))
        return node

    def _atom(self, level: int) -> Node:
        token = self.take()
        if level > DEEPEST:
            raise _error("too_deep", f"A formula is nested at most {DEEPEST} times.", token.at)
        if token.kind == "number":
            return self._number(token)
        if token.kind == "name":
            return self._call(token, level) if self.peek().text == "(" else Name(token.text)
        if token.text == "(":
            node = self.sum_of_terms(level + 1)
            self.expect(")")
            return node
        raise _error("unexpected", f"Here stands {token.text!r}; a name or a number is expected.", token.at)

    def _number(self, token: _Token) -> Number:
        value = float(token.text)
        if value == float("inf"):
            raise _error("number", "This number is too large.", token.at)
        return Number(value)

    def _call(self, token: _Token, level: int) -> Call:
        if token.text not in FUNCTIONS:
            raise _error("function", f"There is no function {token.text!r}.", token.at)
        self.expect("(")
        arguments = [self.sum_of_terms(level + 1)]
        while self.peek().text == ",":
            self.take()
            arguments.append(self.sum_of_terms(level + 1))
        self.expect(")")
        least, most = FUNCTIONS[token.text]
        if not least <= len(arguments) <= most:
            raise _error("arguments", f"{token.text} does not take {len(arguments)} arguments.", token.at)
        return Call(token.text, tuple(arguments))
