# SPDX-License-Identifier: EUPL-1.2
"""What a formula reads: figures of its own period and of earlier ones, and layers of places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    match node:
        case Name(slug) if slug in written:
            return expanded(written[slug], {name: tree for name, tree in written.items() if name != slug})
        case Negative(inner):
            return Negative(expanded(inner, written))
        case Operation(operator, left, right):
            return Operation(operator, expanded(left, written), expanded(right, written))
        case Call(function, arguments):
            return Call(function, tuple(expanded(each, written) for each in arguments))
        case IfMissing(left, right):
            return IfMissing(expanded(left, written), expanded(right, written))
        case _:
            return node


def resting_on_layers(written: Mapping[str, Node]) -> frozenset[str]:
    """Return which indicators read layers, by their own formula or by that of something they read.

    Parameters
    ----------
    written : mapping of str to Node
        The formulas by indicator.

    Returns
    -------
    frozenset of str
        Their slugs. No arrays, hence no NaN.

    References
    ----------
    docs/methods/formulas.md

    Examples
    --------
    >>> sorted(resting_on_layers({"a": OfLayer("places", "kitas"), "b": Name("a"), "c": Name("d")}))
    ['a', 'b']
    """
    found = {slug for slug, node in written.items() if layers(node)}
    if not found:
        return frozenset()
    read = {slug: set(names(node)) for slug, node in written.items()}
    while more := {slug for slug, each in read.items() if slug not in found and not each.isdisjoint(found)}:
        found |= more
    return frozenset(found)


def beside_layers(node: Node) -> tuple[Node, ...]:
    """Return what a formula reads of indicators beside layers: who knows the layer reads it off the result.

    Parameters
    ----------
    node : Node
        The formula, with the formulas of its indicators in their place (`expanded`).

    Returns
    -------
    tuple of Node
        The largest parts that read indicators and no layer, each once; empty for a formula that reads no layer. No
        arrays, hence no NaN.

    References
    ----------
    docs/methods/formulas.md

    Examples
    --------
    >>> beside_layers(Call("per", (OfLayer("places", "kitas"), Name("a"), Number(1000.0))))
    (Name(slug='a', position=0),)
    """
    return tuple(dict.fromkeys(_beside(node))) if layers(node) else ()


def follows_layers(node: Node) -> bool:
    """Say whether a formula follows figures through time that are made of layers.

    Parameters
    ----------
    node : Node
        The formula, with the formulas of its indicators in their place (`expanded`).

    Returns
    -------
    bool
        No arrays, hence no NaN.

    References
    ----------
    docs/methods/formulas.md

    Examples
    --------
    >>> follows_layers(Call("change", (OfLayer("places", "kitas"), Number(1.0))))
    True
    """
    followed = (each for each in walk(node) if isinstance(each, Call) and each.function in OVER_TIME)
    return any(layers(each) for each in followed)


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


def _beside(node: Node) -> Iterator[Node]:
    if not layers(node):
        yield from (node,) if names(node) else ()
        return
    for child in children(node):
        yield from _beside(child)


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
