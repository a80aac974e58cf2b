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
    "places": "places(kitas)",
    "capacity": "capacity(kitas)",
    "nearest": "nearest(kitas, 15) or nearest(kitas, 15, bicycle)",
    "access": "access(kitas, kinder, 10) or access(kitas, kinder, 10, bicycle, zones)",
    "reached": "reached(kitas, 10) or reached(kitas, kinder, 10, bicycle)",
    "length": "length(radwege)",
    "ground": "ground(parks)",
}
# Functions that look back in time, with the fewest years that make sense for each.
OVER_TIME: Final = {"lag": 1, "change": 1, "rolling": 2}
# Functions of a layer of places, with the kind of layer that each reads: what lies in an area.
OF_LAYERS: Final = {
    "places": "point",
    "capacity": "point",
    "nearest": "point",
    "access": "point",
    "reached": "point",
    "length": "line",
    "ground": "area",
}
# How people move on a street network; on foot where nothing is said.
PROFILES: Final = ("foot", "bicycle", "wheelchair", "car")
# Functions that are computed of the smallest areas, and of larger ones by the people in them.
AROUND: Final = ("access", "reached")
# How much a place counts the farther away it is; the same up to the bound where nothing is said.
DECAYS: Final = ("within", "zones", "bell", "line")


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator by its slug; `position` is where it stands in the text, from 1."""

    slug: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class OfLayer:
    """What lies in an area of a layer, named by its slug: places, capacity, km of lines or km² of ground.

    Of ``nearest`` the way to the next place: ``minutes`` are its bound, ``profile`` how one moves. Of ``access`` the
    places for each of the ``people`` within reach, also those of the areas around; ``decay`` weighs them by the way.
    Of ``reached`` the share of the ``people``, or of everybody, who have a place within reach.
    """

    function: str
    slug: str
    position: int = field(default=0, compare=False)
    minutes: int = 0
    profile: str = ""
    people: "Node | None" = None
    decay: str = ""


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


Node = Name | OfLayer | Number | Negative | Operation | Call | IfMissing


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
        case OfLayer(people=people) if people is not None:
            return (people,)
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
            inner = _written(node) if isinstance(node, OfLayer) else [text(argument) for argument in node.arguments]
            return f"{node.function}({', '.join(inner)})"


def _written(node: OfLayer) -> list[str]:
    """Return what stands between the parentheses; on foot and alike up to the bound are not said."""
    people = [] if node.people is None else [text(node.people)]
    bound = [str(node.minutes)] if node.minutes else []
    words = [each for each in (node.profile, node.decay) if each not in {"", PROFILES[0], DECAYS[0]}]
    return [node.slug, *people, *bound, *words]


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
