# SPDX-License-Identifier: EUPL-1.2
"""The content of a recipe in the making: a recipe of format 2 as JSON that may still lack components."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from indicators.stats.composite.nodes import Combine, Domain, Part, Quantiles
from indicators.stats.composite.presets import FIFTHS_UP, numbered_classes
from indicators.stats.composite.reading import recipe_to_content
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.steps import Unscaled

Json = dict[str, Any]


def blank(slug: str) -> Json:
    """Return a recipe without components: their weighted mean, in fifths."""
    index = Domain(slug, (Part("x"),), Combine("mean", "weights"), scale=Unscaled())
    classes = numbered_classes(FIFTHS_UP)
    content = recipe_to_content(Recipe(slug, 1, index, quantiles=Quantiles(len(classes)), classes=classes))
    content["index"]["parts"] = []
    return content


def domains(content: Json) -> list[Json]:
    """Return all domains of a content, the outermost first."""
    return list(_domains(content["index"]))


def _domains(domain: Json) -> Iterator[Json]:
    yield domain
    for node in domain["parts"]:
        if node["kind"] == "domain":
            yield from _domains(node)


def leaves(content: Json) -> list[Json]:
    """Return all components of a content, in the order of the columns of a run."""
    return list(_leaves(content["index"]))


def _leaves(domain: Json) -> Iterator[Json]:
    for node in domain["parts"]:
        if node["kind"] == "domain":
            yield from _leaves(node)
        else:
            yield node


def needs_of(content: Json) -> set[str]:
    """Return the indicators that a content needs: its components, and what counts the people of a minimum."""
    chosen = content.get("reference_set") or {}
    is_counting = content["minimum_inhabitants"] is not None or bool(chosen.get("minimum_inhabitants"))
    counted = content["inhabitants"] if is_counting else ""
    return {leaf["indicator"] for leaf in leaves(content)} | ({counted} if counted else set())


def with_components(content: Json, place: int, components: Sequence[Part]) -> Json:
    """Return a content with more components in one of its domains; they enter as those that are there."""
    made = copy.deepcopy(content)
    domain = domains(made)[place]
    usual = next((node for node in domain["parts"] if node["kind"] == "part"), None)
    for component in components:
        node = _node(component)
        if usual is not None:
            node |= _usual_steps(usual)
        domain["parts"].append(node)
    return made


def _usual_steps(usual: Json) -> Json:
    """Return the steps that a new component shares with its neighbours: not what is stated in a unit of its own."""
    ranked = [step for step in usual["transforms"] if step["kind"] in {"rank_exponential", "normal_scores"}]
    is_own = usual["scale"]["kind"] == "target" or any(step.get("is_ranked") for step in ranked)
    return {} if is_own else {"transforms": copy.deepcopy(ranked), "scale": copy.deepcopy(usual["scale"])}


def _node(component: Part) -> Json:
    content = recipe_to_content(Recipe("x", 1, Domain("x", (component,), Combine("sum"))))
    node: Json = content["index"]["parts"][0]
    return node


def without_component(content: Json, place: int) -> Json:
    """Return a content without one of its components; a domain that becomes empty goes with it."""
    made = copy.deepcopy(content)
    gone = leaves(made)[place]
    for domain in domains(made):
        domain["parts"] = [node for node in domain["parts"] if node is not gone]
    for domain in reversed(domains(made)):
        domain["parts"] = [node for node in domain["parts"] if node["kind"] == "part" or node["parts"]]
    return made


def with_domain(content: Json, slug: str, components: Sequence[Part]) -> Json:
    """Return a content with a domain more: a mean of its own components, as a z-score in the index."""
    made = copy.deepcopy(content)
    domain = Domain(slug, tuple(components), Combine("mean", "weights"))
    whole = recipe_to_content(Recipe("x", 1, Domain("x", (domain,), Combine("sum"))))
    made["index"]["parts"].append(whole["index"]["parts"][0])
    return made


def unfrozen(content: Json) -> Json:
    """Return a content whose scales are measured anew in every period."""
    plain = {name: each for name, each in content.items() if name not in {"scales", "frozen_at"}}
    return plain | {"reference": "rated"} if content.get("reference") == "frozen" else plain


def measured_from(content: Json, chosen: Json | None) -> Json:
    """Return a content whose scales are measured from a set of areas, or with None from all rated ones."""
    plain = {name: each for name, each in content.items() if name != "reference_set"}
    if chosen is not None:
        return plain | {"reference": "given", "reference_set": chosen}
    return plain | {"reference": "rated"} if "reference_set" in content else plain


def owned(content: Json, origin: Json | None) -> Json:
    """Return a content whose authority is the one of its origin while nothing differs from that, else nobody.

    What an authority defined and a city changed is the city's own index.
    """
    before = origin or {}
    is_same = {**content, "authority": ""} == {**before, "authority": ""}
    return {**content, "authority": before.get("authority", "") if is_same else ""}
