# SPDX-License-Identifier: EUPL-1.2
"""The tree of a formula."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

Operator = Literal["+", "-", "*", "/"]
# How far back a formula may look in all, so that it stays short to compute.
MOST_YEARS: Final = 50
# How strongly an operator holds its operands together; a sign holds more, an atom most.
_FALLBACK: Final = 0
_STRENGTH: Final = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGN: Final = 3
_ATOM: Final = 4
FUNCTIONS: Final = {
    "sum": (1, 99),
    "share": (2, 2),
    "per": (3, 3),
    "difference": (2, 2),
    "lag": (2, 2),
    "change": (2, 2),
    "rolling": (2, 2),
}
# How each is written, for somebody who wrote it otherwise.
FORMS: Final = {
    "sum": "sum(a, b)",
    "share": "share(a, b)",
    "per": "per(a, b, 1000)",
    "difference": "difference(a, b)",
    "lag": "lag(a, 1)",
    "change": "change(a, 1)",
    "rolling": "rolling(a, 3)",
}
# Functions that look back in time, with the fewest years that make sense for each.
OVER_TIME: Final = {"lag": 1, "change": 1, "rolling": 2}


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator by its slug; `position` is where it stands in the text, from 1."""

    slug: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the formula itself: finite and never negative, for a sign is a node of its own."""

    value: float

    def __post_init__(self) -> None:
        """Refuse what no formula can write."""
        if not math.isfinite(self.value) or math.copysign(1.0, self.value) < 0:
            raise ValueError(f"A number in a formula is finite and not negative, not {self.value}.")


@dataclass(frozen=True, slots=True)
class Negative:
    """The negative of a node."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    """Two nodes and what is done with them."""

    operator: Operator
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class IfMissing:
    """A node, and what stands for it where its figure is missing."""

    node: "Node"
    instead: "Node"


Node = Name | Number | Negative | Operation | Call | IfMissing


@dataclass(frozen=True, slots=True, order=True)
class Earlier:
    """An indicator so many years before the period of the result."""

    slug: str
    years: int


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes right below a node.

    Parameters
    ----------
    node : Node
        The formula or a part of it.


    Returns
    -------
    tuple of Node
        From left to right, empty for a name or a number. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    match node:
        case Negative(operand):
            return (operand,)
        case Operation(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case IfMissing(left, right):
            return (left, right)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it.

    Parameters
    ----------
    node : Node
        The formula or a part of it.


    Returns
    -------
    iterator of Node
        From left to right, each node before its parts. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Node) -> tuple[str, ...]:
    """Return the indicators that a formula reads.

    Parameters
    ----------
    node : Node
        The formula or a part of it.


    Returns
    -------
    tuple of str
        Their slugs, sorted, each once; empty for a formula of numbers. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    return tuple(sorted({each.slug for each in walk(node) if isinstance(each, Name)}))


def text(node: Node) -> str:
    """Write a formula with as few parentheses as possible.

    Parameters
    ----------
    node : Node
        The formula or a part of it.


    Returns
    -------
    str
        ``parse(text(node)) == node``. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    match node:
        case Name(slug):
            return slug
        case Number(value):
            return repr(value).removesuffix(".0")
        case Negative(operand):
            return "-" + _held(operand, _SIGN)
        case Operation(operator, left, right):
            own = _STRENGTH[operator]
            # All operators group to the left: an equal one to the right needs parentheses.
            return f"{_held(left, own)} {operator} {_held(right, own + 1)}"
        case IfMissing(left, right):
            return f"{_held(left, _FALLBACK)} if missing {_held(right, _FALLBACK + 1)}"
        case _:
            return f"{node.function}({', '.join(text(argument) for argument in node.arguments)})"


def _held(node: Node, least: int) -> str:
    written = text(node)
    return written if strength(node) >= least else f"({written})"


def strength(node: Node) -> int:
    """Say how strongly a node holds its operands together.

    Parameters
    ----------
    node : Node
        The formula or a part of it.


    Returns
    -------
    int
        A weaker node inside a stronger one needs parentheses. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    match node:
        case Operation(operator):
            return _STRENGTH[operator]
        case Negative():
            return _SIGN
        case IfMissing():
            return _FALLBACK
        case _:
            return _ATOM


def years_of(call: Call) -> int:
    """Return the years that a function over time is told.

    Parameters
    ----------
    call : Call
        Of ``lag``, ``change`` or ``rolling``.

    Returns
    -------
    int
        0 when its second argument is no whole number; the reader refuses that. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    last = call.arguments[-1]
    return int(last.value) if isinstance(last, Number) and last.value.is_integer() else 0


def years_back(node: Node) -> int:
    """Return how many years a formula looks back in all.

    Parameters
    ----------
    node : Node
        The formula or a part of it.

    Returns
    -------
    int
        0 for a formula of one period. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    own = 0
    if isinstance(node, Call) and node.function in OVER_TIME:
        own = years_of(node) - (node.function == "rolling")
    return own + max((years_back(child) for child in children(node)), default=0)


def earlier(node: Node) -> tuple[Earlier, ...]:
    """Return which figures of earlier periods a formula reads.

    Parameters
    ----------
    node : Node
        The formula.

    Returns
    -------
    tuple of Earlier
        Sorted, each once; empty for a formula of one period. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> earlier(Call("lag", (Name("a"), Number(2.0))))
    (Earlier(slug='a', years=2),)
    """
    return tuple(sorted(each for each in _reads(node) if each.years))


def present(node: Node) -> tuple[str, ...]:
    """Return which indicators a formula reads for the period of its result.

    Parameters
    ----------
    node : Node
        The formula.

    Returns
    -------
    tuple of str
        Their slugs, sorted, each once; empty where a formula reads earlier periods alone. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> present(Operation("-", Name("a"), Call("lag", (Name("b"), Number(1.0)))))
    ('a',)
    """
    return tuple(sorted(each.slug for each in _reads(node) if not each.years))


def _reads(node: Node) -> set[Earlier]:
    found: set[Earlier] = set()
    seen: set[tuple[int, int]] = set()
    pending: list[tuple[Node, int]] = [(node, 0)]
    while pending:
        each, years = pending.pop()
        if (id(each), years) in seen:
            continue
        seen.add((id(each), years))
        if isinstance(each, Name):
            found.add(Earlier(each.slug, years))
        for back in looks_back(each):
            pending.extend((child, years + back) for child in children(each))
    return found


def looks_back(node: Node) -> tuple[int, ...]:
    """Return how many years before its own period a node reads its parts.

    Parameters
    ----------
    node : Node
        The formula or a part of it.

    Returns
    -------
    tuple of int
        (0,) for all but the functions over time. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    if not isinstance(node, Call) or node.function not in OVER_TIME:
        return (0,)
    years = years_of(node)
    return {"lag": (years,), "change": (0, years)}.get(node.function, tuple(range(years)))
