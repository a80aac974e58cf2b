# SPDX-License-Identifier: EUPL-1.2
"""Formulas that are a weighted sum of figures: one equation tells all that follows from them."""

from dataclasses import dataclass
from functools import reduce

from indicators.formulas.ast import (
    OVER_TIME,
    Call,
    Name,
    Negative,
    Node,
    Number,
    Operation,
)
from indicators.formulas.reading import Earlier, earlier, years_of


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum: coefficients of indicators at the period of the result or years before it, and a constant."""

    terms: dict[Earlier, float]
    constant: float = 0.0

    def __add__(self, other: "Linear") -> "Linear":
        """Return the sum of both."""
        keys = self.terms.keys() | other.terms.keys()
        summed = {key: self.terms.get(key, 0.0) + other.terms.get(key, 0.0) for key in sorted(keys)}
        return Linear(summed, self.constant + other.constant)

    def times(self, factor: float) -> "Linear":
        """Return it multiplied by a number."""
        return Linear({key: factor * number for key, number in self.terms.items()}, factor * self.constant)

    def before(self, years: int) -> "Linear":
        """Return it so many years earlier."""
        return Linear(
            {Earlier(key.slug, key.years + years): number for key, number in self.terms.items()}, self.constant
        )


def linear(node: Node) -> Linear | None:
    """Return a formula as a weighted sum.

    Parameters
    ----------
    node : Node
        The formula.

    Returns
    -------
    Linear or None
        None where it is none: a share, a product or a quotient of figures, "if missing" (which figure it reads differs
        from area to area), or what reads a layer, for that is no figure of an indicator. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> linear(Operation("-", Name("a"), Call("lag", (Name("a"), Number(1.0))))).terms
    {Earlier(slug='a', years=0): 1.0, Earlier(slug='a', years=1): -1.0}
    """
    match node:
        case Name(slug):
            return Linear({Earlier(slug, 0): 1.0})
        case Number(value):
            return Linear({}, value)
        case Negative(operand):
            inner = linear(operand)
            return None if inner is None else inner.times(-1.0)
        case Operation(operator, left, right):
            return _operation(operator, linear(left), linear(right))
        case Call():
            return _call(node)
        case _:
            return None


def of_one_year(node: Node) -> tuple[Node, int] | None:
    """Return what a formula over time counts when it counts a single year: that count, and how many years ago.

    Parameters
    ----------
    node : Node
        The formula.

    Returns
    -------
    tuple of Node and int, or None
        A formula that looks back at nothing, and at least 0 years. None for one that reads no earlier year, or of which
        figures of several years are left. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> of_one_year(Call("lag", (Name("a"), Number(1.0))))
    (Name(slug='a', position=0), 1)
    """
    found = linear(node) if earlier(node) else None
    terms = {} if found is None else {each: number for each, number in found.terms.items() if number}
    years = {each.years for each in terms}
    if found is None or len(years) != 1:
        return None
    parts = [_weighted(Name(each.slug), number) for each, number in terms.items()]
    parts += [_number(found.constant)] if found.constant else []
    return reduce(_added, parts), years.pop()


def _weighted(name: Name, number: float) -> Node:
    return name if number == 1.0 else Operation("*", _number(number), name)


def _number(value: float) -> Node:
    return Negative(Number(-value)) if value < 0 else Number(value)


def _added(left: Node, right: Node) -> Node:
    return Operation("+", left, right)


def _operation(operator: str, left: Linear | None, right: Linear | None) -> Linear | None:
    if left is None or right is None:
        return None
    match operator:
        case "+":
            return left + right
        case "-":
            return left + right.times(-1.0)
        case _:
            return _scaled(operator, left, right)


def _scaled(operator: str, left: Linear, right: Linear) -> Linear | None:
    if operator == "*" and not left.terms:
        return right.times(left.constant)
    if right.terms or (operator == "/" and not right.constant):
        return None
    return left.times(right.constant if operator == "*" else 1.0 / right.constant)


def _call(node: Call) -> Linear | None:
    if node.function in {"share", "per"}:
        return None
    counted = len(node.arguments) - (node.function in OVER_TIME)
    parts = [part for part in map(linear, node.arguments[:counted]) if part is not None]
    if len(parts) < counted:
        return None
    match node.function:
        case "sum":
            return reduce(Linear.__add__, parts)
        case "difference":
            return parts[0] + parts[1].times(-1.0)
        case _:
            return _over_time(node.function, parts[0], years_of(node))


def _over_time(function: str, inner: Linear, years: int) -> Linear:
    match function:
        case "lag":
            return inner.before(years)
        case "change":
            return inner + inner.before(years).times(-1.0)
        case _:
            return reduce(Linear.__add__, (inner.before(each) for each in range(years))).times(1.0 / years)
