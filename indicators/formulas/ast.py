# SPDX-License-Identifier: EUPL-1.2
"""The tree of a formula."""

from dataclasses import dataclass
from typing import Final, Literal

Operator = Literal["+", "-", "*", "/"]
FUNCTIONS: Final = {"sum": (1, 99), "share": (2, 2), "per": (3, 3), "difference": (2, 2)}


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator by its slug."""

    slug: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the formula itself; never negative (a minus is an operation)."""

    value: float


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


Node = Name | Number | Operation | Call


def names(node: Node) -> tuple[str, ...]:
    """Return the indicators that a formula reads, sorted, each once."""
    return tuple(sorted(_names(node)))


def _names(node: Node) -> set[str]:
    match node:
        case Name(slug):
            return {slug}
        case Number():
            return set()
        case Operation(_, left, right):
            return _names(left) | _names(right)
        case Call(_, arguments):
            return {name for argument in arguments for name in _names(argument)}


def depth(node: Node) -> int:
    """Return how deeply a formula is nested."""
    match node:
        case Operation(_, left, right):
            return 1 + max(depth(left), depth(right))
        case Call(_, arguments):
            return 1 + max(depth(argument) for argument in arguments)
        case _:
            return 1


def text(node: Node) -> str:
    """Write a formula; ``parse(text(node)) == node``."""
    match node:
        case Name(slug):
            return slug
        case Number(value):
            return repr(int(value)) if value == int(value) and value < 1e15 else repr(value)  # noqa: PLR2004
        case Operation(operator, left, right):
            return f"({text(left)} {operator} {text(right)})"
        case Call(function, arguments):
            return f"{function}({', '.join(text(argument) for argument in arguments)})"
