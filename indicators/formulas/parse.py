# SPDX-License-Identifier: EUPL-1.2
"""Read a formula: names, numbers, + - * /, parentheses and functions; nothing is ever executed."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, cast

from indicators.formulas.ast import (
    DECAYS,
    FORMS,
    FUNCTIONS,
    MOST_YEARS,
    OF_LAYERS,
    OVER_TIME,
    PROFILES,
    Call,
    IfMissing,
    Name,
    Negative,
    Node,
    Number,
    OfLayer,
    Operation,
    Operator,
    walk,
)
from indicators.formulas.reading import earlier, layers, years_back, years_of
from indicators.formulas.texts import FormulaError

LONGEST: Final = 500
DEEPEST: Final = 20
# The largest number that a formula states, and the most signs of one: no figure of a city comes near either.
LARGEST: Final = 1e15
LONGEST_NUMBER: Final = 30
# The longest way that is searched, in minutes.
MOST_MINUTES: Final = 60
# Functions that search ways, and those of them that ask for how many people.
OF_WAYS: Final = ("nearest", "access", "reached")
OF_PEOPLE: Final = ("access",)
_SIGNS: Final = {"−": "-", "×": "*", "·": "*", "÷": "/"}
# A hyphen between letters and digits belongs to a slug, hence a minus stands between blanks; a series with a breakdown
# is written as mappings write it, „einwohner:unter-6“.
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?)"
    r"|(?P<name>[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*(?::[a-z0-9_]+(?:-[a-z0-9_]+)*)?)|(?P<sign>[-+*/(),−×·÷]))",
    re.ASCII,
)


_WORD: Final = re.compile(r"[A-Za-z0-9_]+(?:[-:][A-Za-z0-9_]+)*", re.ASCII)
_COMMA: Final = re.compile(r"\d+,\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(formula: str) -> Node:
    """Return the tree of a formula.

    Parameters
    ----------
    formula : str
        At most 500 characters, nested at most 20 times, looking back at most 50 years in all. Numbers have a decimal
        point, at most 30 signs and a size of at most 10¹⁵; × · ÷ − are understood.

    Returns
    -------
    Node
        ``parse(text(node)) == node``. No arrays, hence no NaN.

    Raises
    ------
    FormulaError
        With a stable code and the position of what cannot be read.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> parse("share(a, b-c)").arguments
    (Name(slug='a', position=7), Name(slug='b-c', position=10))
    """
    if len(formula) > LONGEST:
        raise FormulaError("too_long", LONGEST + 1, limit=LONGEST)
    reader = _Reader(_tokens(formula))
    if reader.peek().kind == "end":
        raise FormulaError("empty", 1)
    node = reader.expression(0)
    rest = reader.peek()
    if rest.kind != "end":
        raise _leftover(formula, rest)
    if years_back(node) > MOST_YEARS:
        raise FormulaError("too_far", 1, limit=MOST_YEARS)
    return node


@lru_cache(maxsize=2048)
def is_over_time(formula: str) -> bool:
    """Say whether a written formula reads figures of earlier periods.

    Parameters
    ----------
    formula : str
        As `parse` reads it; empty for an indicator without a formula.

    Returns
    -------
    bool
        False for an empty text. No arrays, hence no NaN.

    Raises
    ------
    FormulaError
        As `parse`.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> is_over_time("change(a, 1)"), is_over_time("share(a, b)")
    (True, False)
    """
    return bool(formula) and bool(earlier(parse(formula)))


def check_names(node: Node, known: Collection[str]) -> None:
    """Refuse a formula that reads an indicator which is not known.

    Parameters
    ----------
    node : Node
        The formula.
    known : collection of str
        The slugs that may be read.

    Returns
    -------
    None
        No arrays, hence no NaN.

    Raises
    ------
    FormulaError
        ``formulas.name`` with the position of the first unknown slug.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> check_names(Name("a"), {"a"})
    """
    for each in walk(node):
        if isinstance(each, Name) and each.slug not in known:
            raise FormulaError("name", each.position, found=each.slug)


def check_layers(node: Node, kinds: Mapping[str, str]) -> None:
    """Refuse a formula that reads a layer which is not there, or which holds something else.

    Parameters
    ----------
    node : Node
        The formula.
    kinds : mapping of str to str
        What each layer holds by its slug: ``point``, ``line`` or ``area``.

    Returns
    -------
    None
        No arrays, hence no NaN.

    Raises
    ------
    FormulaError
        ``formulas.layer`` for an unknown layer, ``formulas.layer_points``, ``formulas.layer_lines`` or
        ``formulas.layer_areas`` for one that holds something else than the function reads; with its position.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> check_layers(OfLayer("places", "kitas"), {"kitas": "point"})
    """
    for each in layers(node):
        if each.slug not in kinds:
            raise FormulaError("layer", each.position, found=each.slug)
        wanted = OF_LAYERS[each.function]
        if kinds[each.slug] != wanted:
            raise FormulaError(f"layer_{wanted}s", each.position, function=each.function, found=each.slug)


def _tokens(formula: str) -> list[_Token]:
    found, at = [], 0
    stripped = formula.rstrip()
    while at < len(stripped):
        match = _TOKEN.match(stripped, at)
        if match is None or match.lastgroup is None:
            rest = stripped[at:].lstrip()
            raise _unreadable(stripped, len(stripped) - len(rest))
        text = match[match.lastgroup]
        found.append(_Token(match.lastgroup, _SIGNS.get(text, text), match.start(match.lastgroup) + 1))
        at = match.end()
    return [*found, _Token("end", "", len(stripped) + 1)]


def _unreadable(formula: str, at: int) -> FormulaError:
    """Return what is wrong with a sign that no formula knows: people write as they would in a sentence."""
    sign = formula[at]
    if sign in "<>=≤≥≠!":
        return FormulaError("comparing", at + 1, found=sign)
    if sign == "%":
        return FormulaError("percent", at + 1)
    if sign.isascii() and sign.isupper():
        word = next(each for each in _WORD.finditer(formula) if each.start() <= at < each.end())
        return FormulaError("capital", word.start() + 1, found=word[0])
    return FormulaError("character", at + 1, found=sign)


def _leftover(formula: str, rest: _Token) -> FormulaError:
    """Return what is wrong behind a whole formula: mostly a number with a comma."""
    number = next((each for each in _COMMA.finditer(formula) if each.start() < rest.position <= each.end()), None)
    if rest.text == "," and number is not None:
        return FormulaError("decimal", number.start() + 1, found=number[0])
    return FormulaError("leftover", rest.position, found=rest.text)


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
            raise FormulaError("expected", token.position, expected=sign)

    def expression(self, level: int) -> Node:
        """Read terms joined by plus and minus, and what stands for them where a figure is missing."""
        node = self._sum(level)
        # Behind a whole term there is no place for a name: an indicator called “if” is read all the same.
        while self.peek().text == "if":
            self.take()
            self.expect("missing")
            node = IfMissing(node, self._sum(level))
        return node

    def _sum(self, level: int) -> Node:
        return self._joined(("+", "-"), self._product, level)

    def _product(self, level: int) -> Node:
        return self._joined(("*", "/"), self._atom, level)

    def _joined(self, operators: tuple[Operator, ...], read: Callable[[int], Node], level: int) -> Node:
        node = read(level)
        while self.peek().text in operators:
            node = Operation(cast("Operator", self.take().text), node, read(level))
        return node

    def _atom(self, level: int) -> Node:
        token = self.take()
        if level > DEEPEST:
            raise FormulaError("too_deep", token.position, limit=DEEPEST)
        if token.kind == "number":
            return _number(token)
        if token.kind == "name":
            return self._call(token, level) if self.peek().text == "(" else Name(token.text, token.position)
        if token.text == "-":
            return Negative(self._atom(level + 1))
        if token.text == "(":
            node = self.expression(level + 1)
            self.expect(")")
            return node
        if token.kind == "end":
            raise FormulaError("end", token.position)
        raise FormulaError("unexpected", token.position, found=token.text)

    def _call(self, name: _Token, level: int) -> Node:
        if name.text in OF_LAYERS:
            return self._of_layer(name)
        if name.text not in FUNCTIONS:
            raise FormulaError("function", name.position, found=name.text)
        self.expect("(")
        arguments = [self.expression(level + 1)]
        while self.peek().text == ",":
            self.take()
            arguments.append(self.expression(level + 1))
        self.expect(")")
        return _called(name, tuple(arguments))

    def _of_layer(self, name: _Token) -> OfLayer:
        self.expect("(")
        layer = self.take()
        people = self._people(name) if name.text in OF_PEOPLE or self._names_people(name) else None
        minutes, words = (self._minutes(name), self._words(name)) if name.text in OF_WAYS else (0, ("", ""))
        end = self.take()
        if layer.kind != "name" or ":" in layer.text or end.text != ")":
            raise FormulaError("of_layer", layer.position, function=name.text, form=FORMS[name.text])
        return OfLayer(name.text, layer.text, layer.position, minutes, words[0], people, words[1])

    def _names_people(self, name: _Token) -> bool:
        """Say whether somebody is named of whom a share is told; without, it is that of everybody."""
        following = self._tokens[self._next + 1] if self.peek().text == "," else self.peek()
        return name.text == "reached" and following.kind == "name"

    def _people(self, name: _Token) -> Name:
        """Read the indicator that counts the people whom places are for."""
        self.expect(",")
        people = self.take()
        if people.kind != "name" or ":" in people.text or self.peek().text != ",":
            raise FormulaError("people", people.position, function=name.text, form=FORMS[name.text])
        return Name(people.text, people.position)

    def _minutes(self, name: _Token) -> int:
        """Read how far a way may be, in whole minutes."""
        self.expect(",")
        bound = self.take()
        if not (bound.kind == "number" and bound.text.isdigit() and 1 <= int(bound.text) <= MOST_MINUTES):
            raise FormulaError("minutes", bound.position, function=name.text, most=MOST_MINUTES)
        return int(bound.text)

    def _words(self, name: _Token) -> tuple[str, str]:
        """Read how one moves, and how places count by the way; on foot and alike where nothing is said."""
        kinds, found = (PROFILES, DECAYS) if name.text in OF_PEOPLE else (PROFILES,), dict[int, str]()
        while self.peek().text == "," and len(found) < len(kinds):
            self.take()
            word = self.take()
            kind = next((at for at, words in enumerate(kinds) if at not in found and word.text in words), None)
            if kind is None:
                detail = "profile" if kinds == (PROFILES,) else "words"
                raise FormulaError(detail, word.position, found=word.text, profiles=", ".join(chain(*kinds)))
            found[kind] = word.text
        return found.get(0, PROFILES[0]), found.get(1, DECAYS[0] if name.text in OF_PEOPLE else "")


def _number(token: _Token) -> Number:
    value = float(token.text)
    if value > LARGEST or len(token.text) > LONGEST_NUMBER:
        raise FormulaError("number", token.position, found=token.text[:LONGEST_NUMBER], limit=LONGEST_NUMBER)
    return Number(value)


def _called(name: _Token, arguments: tuple[Node, ...]) -> Call:
    least, most = FUNCTIONS[name.text]
    if not least <= len(arguments) <= most:
        raise FormulaError("arguments", name.position, found=name.text, count=len(arguments), form=FORMS[name.text])
    call = Call(name.text, arguments)
    if name.text in OVER_TIME:
        for each in layers(call):
            raise FormulaError("layer_years", each.position, function=name.text, found=each.slug)
    if name.text in OVER_TIME and not OVER_TIME[name.text] <= years_of(call) <= MOST_YEARS:
        raise FormulaError("years", name.position, found=name.text, least=OVER_TIME[name.text], most=MOST_YEARS)
    return call
