# SPDX-License-Identifier: EUPL-1.2
"""Formulas that read layers of places: which layers there are, who reads them, and what may stand beside them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators import formulas
from indicators.formulas import Name, Node, OfLayer
from indicators.models import Basis, IndicatorDefinition, IndicatorKind
from indicators.rendering.profile_numbers import is_relative_unit
from spatial.selectors import layerfigures, waysfromareas

_ALONE: Final = 1
# What else a function takes, as an example.
_BOUND: Final = {"nearest": ", 15", "access": ", kinder, 10", "reached": ", kinder, 10"}
# Functions that ask how many there is room for.
_OF_CAPACITY: Final = ("capacity", "access")


@dataclass(frozen=True, slots=True)
class _Key:
    """An organisation by its id."""

    id: int


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
        ``formulas.layer`` and its like as `formulas.check_layers`, ``formulas.layer_parts``; where people around are
        read, ``formulas.not_people``, ``formulas.layer_capacity``, ``formulas.layer_network`` and
        ``formulas.reach_parts``.
    """
    if formulas.layers(node):
        formulas.check_layers(node, layerfigures.layer_kinds(organisation_id))
    whole = _whole(organisation_id, node)
    parts = formulas.beside_layers(whole)
    for each in formulas.layers(node):
        if each.function in formulas.AROUND:
            _check_reach(organisation_id, each)
    if formulas.follows_layers(whole):
        return
    if parts and formulas.reaching(whole):
        words, function = formulas.text(parts[0]), formulas.reaching(whole)[0].function
        position = formulas.position_of(node, parts[0])
        raise formulas.FormulaError("reach_parts", position, found=words, function=function)
    if len(parts) > _ALONE:
        words = formulas.text(parts[1])
        raise formulas.FormulaError("layer_parts", formulas.position_of(node, parts[1]), found=words)


def _check_reach(organisation_id: int, each: OfLayer) -> None:
    """Refuse what reaches where no ways can be searched, or where nobody tells how many people or places there are."""
    states = layerfigures.layer_states(organisation_id, {each.slug})
    if each.function in _OF_CAPACITY and not states[-1].capacity_label:
        raise formulas.FormulaError("layer_capacity", each.position, found=each.slug)
    if waysfromareas.network_for(_Key(organisation_id), each.profile) is None:
        raise formulas.FormulaError("layer_network", each.position, found=each.profile)
    people = each.people
    if isinstance(people, Name) and not _counts_people(organisation_id, people):
        raise formulas.FormulaError("not_people", people.position, found=people.slug)


def _counts_people(organisation_id: int, people: Name) -> bool:
    """Say whether an indicator is a number of people, none of so many others; an unknown one is refused elsewhere."""
    rows = IndicatorDefinition.objects.filter(organisation_id=organisation_id, valid_until__isnull=True)
    row = rows.filter(indicator__slug=people.slug).select_related("indicator").first()
    if row is None:
        return True
    is_rate = is_relative_unit(row.unit_of_measure) or row.denominator_indicator_id or row.denominator_text.strip()
    is_made_of_layers = reads_layers(organisation_id=organisation_id, formula=row.formula)
    is_count = row.basis == Basis.COUNTS and row.indicator.kind != IndicatorKind.INDEX
    return is_count and not is_rate and not is_made_of_layers


def readers_of_layers(
    *, organisation_id: int, slugs: Collection[str] | None = None, functions: Collection[str] | None = None
) -> frozenset[int]:
    """Return the ids of the indicators of which some definition reads one of these layers itself; without: any.

    With `functions`, by one of these.
    """
    rows = IndicatorDefinition.objects.filter(organisation_id=organisation_id).exclude(formula="")
    return frozenset(
        indicator_id
        for indicator_id, formula in rows.values_list("indicator_id", "formula")
        if any(
            (slugs is None or each.slug in slugs) and (functions is None or each.function in functions)
            for each in formulas.layers(formulas.parse(formula))
        )
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
    kept = [name for name in functions if name not in _OF_CAPACITY or newest.capacity_label]
    return tuple(f"{name}({slug}{_BOUND.get(name, '')})" for name in kept)
