# SPDX-License-Identifier: EUPL-1.2
"""What formulas make of layers of places: what stands beside them, and what reaches into other areas."""

from collections.abc import Iterator, Mapping

from indicators.formulas.ast import OVER_TIME, Call, Node, OfLayer, children, names, walk
from indicators.formulas.reading import layers


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
        The largest parts that read indicators and no layer, each once; empty for a formula that reads no layer. The
        people of ``access`` are none of them: their numbers around an area are no number of it. No arrays, hence no
        NaN.

    References
    ----------
    docs/methods/formulas.md

    Examples
    --------
    >>> beside_layers(Call("per", (OfLayer("places", "kitas"), Name("a"), Number(1000.0))))
    (Name(slug='a', position=0),)
    """
    return tuple(dict.fromkeys(_beside(node))) if layers(node) else ()


def reaching(node: Node) -> tuple[OfLayer, ...]:
    """Return what a formula reads of layers and of people around: figures that rest on numbers of other areas.

    Parameters
    ----------
    node : Node
        The formula.

    Returns
    -------
    tuple of OfLayer
        In the order of the text, each once. No arrays, hence no NaN.

    References
    ----------
    docs/methods/reach.md

    Examples
    --------
    >>> reaching(OfLayer("places", "kitas"))
    ()
    """
    return tuple(each for each in layers(node) if each.people is not None)


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


def _beside(node: Node) -> Iterator[Node]:
    if isinstance(node, OfLayer):
        return
    if not layers(node):
        yield from (node,) if names(node) else ()
        return
    for child in children(node):
        yield from _beside(child)
