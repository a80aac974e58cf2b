# SPDX-License-Identifier: EUPL-1.2
"""Formulas that read layers of places: which layers there are, who reads them, and what may stand beside them."""

from collections.abc import Collection
from datetime import date
from typing import Final

from indicators import formulas
from indicators.formulas import Node
from indicators.models import IndicatorDefinition
from spatial.selectors import layerfigures

_ALONE: Final = 1
# What else a function takes, as an example.
_BOUND: Final = {"nearest": ", 15"}


def layer_choices(organisation_id: int) -> list[tuple[str, str, date]]:
    """Return the layers that formulas may read: what to write, the name, and the first day from which it holds."""
    found: dict[str, list[layerfigures.LayerState]] = {}
    for each in layerfigures.layer_states(organisation_id):
        found.setdefault(each.slug, []).append(each)
    return [
        (words, states[-1].name, min(each.valid_from for each in states))
        for slug, states in found.items()
        for words in _words(slug, states[-1])
    ]


def layer_labels(organisation_id: int) -> dict[str, str]:
    """Return the names of layers as `formulas.explain` looks them up."""
    return {formulas.layer_label(each.slug): each.name for each in layerfigures.layer_states(organisation_id)}


def reads_layers(*, organisation_id: int, formula: str) -> bool:
    """Say whether a formula reads layers, by itself or by what it reads."""
    return bool(formula) and bool(formulas.layers(_whole(organisation_id, formulas.parse(formula))))


def check_layers(*, organisation_id: int, node: Node) -> None:
    """Refuse a formula with layers that are not there, or with several counts that a layer would tell apart.

    Raises
    ------
    FormulaError
        ``formulas.layer`` and its like as `formulas.check_layers`, and ``formulas.layer_parts``.
    """
    if formulas.layers(node):
        formulas.check_layers(node, layerfigures.layer_kinds(organisation_id))
    whole = _whole(organisation_id, node)
    parts = formulas.beside_layers(whole)
    if len(parts) > _ALONE and not formulas.follows_layers(whole):
        words = formulas.text(parts[1])
        raise formulas.FormulaError("layer_parts", formulas.position_of(node, parts[1]), found=words)


def readers_of_layers(*, organisation_id: int, slugs: Collection[str] | None = None) -> frozenset[int]:
    """Return the ids of the indicators of which some definition reads one of these layers itself; without: any."""
    rows = IndicatorDefinition.objects.filter(organisation_id=organisation_id).exclude(formula="")
    return frozenset(
        indicator_id
        for indicator_id, formula in rows.values_list("indicator_id", "formula")
        if any(slugs is None or each.slug in slugs for each in formulas.layers(formulas.parse(formula)))
    )


def _whole(organisation_id: int, node: Node) -> Node:
    rows = IndicatorDefinition.objects.filter(organisation_id=organisation_id, valid_until__isnull=True)
    written = rows.exclude(formula="").values_list("indicator__slug", "formula")
    trees = {slug: formulas.parse(formula) for slug, formula in written}
    layered = formulas.resting_on_layers(trees)
    return formulas.expanded(node, {slug: tree for slug, tree in trees.items() if slug in layered})


def _words(slug: str, newest: layerfigures.LayerState) -> tuple[str, ...]:
    """Return how a layer is written, by what it holds."""
    functions = [name for name, kind in formulas.OF_LAYERS.items() if kind == newest.kind]
    kept = [name for name in functions if name != "capacity" or newest.capacity_label]
    return tuple(f"{name}({slug}{_BOUND.get(name, '')})" for name in kept)
