# SPDX-License-Identifier: EUPL-1.2
"""What a formula reads: figures of its own period and of earlier ones, and layers of places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
    children,
    names,
    walk,
)


@dataclass(frozen=True, slots=True, order=True)
class Earlier:
    """An indicator so many years before the period of the result."""

    slug: str
    years: int


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


def layers(node: Node) -> tuple[OfLayer, ...]:
    """Return what a formula reads of layers of places.

    Parameters
    ----------
    node : Node
        The formula.

    Returns
    -------
    tuple of OfLayer
        In the order of the text, each once; empty for a formula of indicators. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> layers(Call("per", (OfLayer("places", "kitas"), Name("a"), Number(1000.0))))
    (OfLayer(function='places', slug='kitas', position=0),)
    """
    return tuple(dict.fromkeys(each for each in walk(node) if isinstance(each, OfLayer)))


def expanded(node: Node, written: Mapping[str, Node]) -> Node:
    """Put formulas in the place of indicators that are computed by them.

    Parameters
    ----------
    node : Node
        The formula.
    written : mapping of str to Node
        By slug; an indicator that is not there stays, and so does one that its own formula leads back to.

    Returns
    -------
    Node
        No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> expanded(Name("a"), {"a": OfLayer("places", "kitas")})
    OfLayer(function='places', slug='kitas', position=0)
    """
    if isinstance(node, Name) and node.slug in written:
        return expanded(written[node.slug], {name: tree for name, tree in written.items() if name != node.slug})
    return _rebuilt(node, [expanded(child, written) for child in children(node)])


def _rebuilt(node: Node, parts: Sequence[Node]) -> Node:
    """Return a node with other parts in the place of its own."""
    match node:
        case Negative():
            return Negative(*parts)
        case Operation(operator):
            return Operation(operator, *parts)
        case Call(function):
            return Call(function, tuple(parts))
        case IfMissing():
            return IfMissing(*parts)
        case OfLayer() if parts:
            return replace(node, people=parts[0])
        case _:
            return node


def in_place(node: Node) -> tuple[str, ...]:
    """Return which indicators a formula reads in the area and for the period of its result.

    Parameters
    ----------
    node : Node
        The formula.

    Returns
    -------
    tuple of str
        Their slugs, sorted, each once; the people of ``access`` are read in the areas around, and are none of them.
        No arrays, hence no NaN.

    References
    ----------
    docs/methods/reach.md

    Examples
    --------
    >>> in_place(Operation("+", Name("a"), Call("lag", (Name("b"), Number(1.0)))))
    ('a',)
    """
    return tuple(sorted(each.slug for each in _reads(node, with_people=False) if not each.years))


def position_of(node: Node, part: Node) -> int:
    """Return where a part stands in a formula.

    Parameters
    ----------
    node : Node
        The formula.
    part : Node
        One of its parts, or a part of something that it reads.

    Returns
    -------
    int
        The place of its first name, from 1; 1 for what the formula does not write itself. No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> position_of(Operation("+", Name("a", 1), Name("b", 5)), Name("b"))
    5
    """
    slugs = names(part)
    return next((each.position for each in walk(node) if isinstance(each, Name) and each.slug in slugs), 1) or 1


def _reads(node: Node, *, with_people: bool = True) -> set[Earlier]:
    found: set[Earlier] = set()
    seen: set[tuple[int, int]] = set()
    pending: list[tuple[Node, int]] = [(node, 0)]
    while pending:
        each, years = pending.pop()
        if (id(each), years) in seen:
            continue
        seen.add((id(each), years))
        if isinstance(each, OfLayer) and not with_people:
            continue
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
