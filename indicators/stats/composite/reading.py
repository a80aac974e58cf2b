# SPDX-License-Identifier: EUPL-1.2
"""Recipes of an index to JSON and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from indicators.stats.composite.cuts import ClassCut, IndexClass, RecipeError
from indicators.stats.composite.frozen import FrozenScale
from indicators.stats.composite.nodes import (
    Combine,
    Direction,
    Domain,
    NamedExclusion,
    Part,
    Penalty,
    Quantiles,
    ReferenceSet,
)
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.steps import KINDS, STEPS, Bounds, Scale, Transform

FORMAT: Final = 2
Json = dict[str, Any]


def recipe_to_json(recipe: Recipe) -> str:
    """Write a recipe as JSON text with sorted keys; equal recipes give equal texts.

    Parameters
    ----------
    recipe : Recipe
        Any recipe.

    Returns
    -------
    str
        Nodes and steps carry their `kind`. No NaN: a recipe holds none.
    """
    content = {
        "format": FORMAT,
        **_fields(recipe),
        "index": _node_to_json(recipe.index),
        "cuts": [_fields(cut) for cut in recipe.cuts],
        "classes": [asdict(each) for each in recipe.classes],
        "excluded": [asdict(each) for each in recipe.excluded],
        "quantiles": asdict(recipe.quantiles) if recipe.quantiles else None,
    }
    # What no recipe held before is written only where it says something: equal recipes keep their text.
    frozen = {"scales": [_fields(each) for each in recipe.scales], "frozen_at": recipe.frozen_at}
    content = {name: each for name, each in content.items() if name not in frozen}
    content |= frozen if recipe.reference == "frozen" else {}
    chosen = content.pop("reference_set")
    content |= {"reference_set": _fields(chosen)} if chosen else {}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, allow_nan=False)


def _node_to_json(node: Part | Domain) -> Json:
    plain = _fields(node)
    plain["transforms"] = [_step_to_json(step) for step in node.transforms]
    plain["scale"] = _step_to_json(node.scale)
    if isinstance(node, Part):
        return {"kind": "part", **plain}
    plain["combine"] = _fields(node.combine)
    plain["parts"] = [_node_to_json(part) for part in node.parts]
    return {"kind": "domain", **plain}


def _step_to_json(step: Transform | Scale) -> Json:
    return {"kind": KINDS[type(step)], **_fields(step)}


def _fields(value: Any) -> Json:  # noqa: ANN401 - any dataclass of a recipe
    """Return fields by name; numbers that may have decimals are written with them, so that equal gives equal."""
    return {each.name: _written(getattr(value, each.name), each.type) for each in fields(value)}


def _written(value: Any, kind: object) -> Any:  # noqa: ANN401 - any field
    if isinstance(value, int) and not isinstance(value, bool) and kind not in {int, Direction, Penalty}:
        return float(value)
    return tuple(float(each) for each in value) if kind == Bounds and value is not None else value


def recipe_to_content(recipe: Recipe) -> Json:
    """Return a recipe as a row stores it: what `recipe_to_json` writes, as JSON's own objects.

    Parameters
    ----------
    recipe : Recipe
        Any recipe.

    Returns
    -------
    dict
        `recipe_from_content(recipe_to_content(recipe)) == recipe`. No NaN.

    References
    ----------
    The format is this project's own: docs/methods/index-recipes.md
    """
    content: Json = json.loads(recipe_to_json(recipe))
    return content


def recipe_from_content(content: Json) -> Recipe:
    """Read a recipe that a row stores.

    Parameters
    ----------
    content : dict
        As `recipe_to_content` gives it; it is not changed.

    Returns
    -------
    Recipe
        The recipe. No arrays, hence no NaN.

    Raises
    ------
    RecipeError
        As `read_recipe`.

    References
    ----------
    The format is this project's own: docs/methods/index-recipes.md
    """
    return read_recipe(json.dumps(content))


def read_recipe(text: str) -> Recipe:
    """Read a recipe of format 2.

    Parameters
    ----------
    text : str
        JSON as `recipe_to_json` writes it.

    Returns
    -------
    Recipe
        `read_recipe(recipe_to_json(recipe)) == recipe`.

    Raises
    ------
    RecipeError
        `format` when the text is no recipe of a known format, else the code of the rule broken.

    References
    ----------
    The format is this project's own: docs/methods/index-recipes.md
    """
    try:
        content = json.loads(text)
        if content.pop("format") != FORMAT:
            raise RecipeError("format", "The recipe has a format that is not known.")
        return _read(content)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        if isinstance(error, RecipeError):
            raise
        raise RecipeError("format", "This text is no recipe of an index.") from error


def _read(content: Json) -> Recipe:
    index = _node(content.pop("index"))
    if not isinstance(index, Domain):
        raise RecipeError("format", "The index itself has to be a domain.")
    quantiles, chosen = content.pop("quantiles"), content.pop("reference_set", None)
    return Recipe(
        index=index,
        cuts=tuple(ClassCut(**each) for each in content.pop("cuts")),
        classes=tuple(IndexClass(**each) for each in content.pop("classes")),
        excluded=tuple(NamedExclusion(**each) for each in content.pop("excluded")),
        quantiles=None if quantiles is None else Quantiles(**quantiles),
        reference_set=None if chosen is None else _reference_set(**chosen),
        scales=tuple(FrozenScale(**each) for each in content.pop("scales", ())),
        **content,
    )


def _reference_set(keys: list[Any], minimum_inhabitants: float | None) -> ReferenceSet:
    if not all(isinstance(key, str) for key in keys):
        raise RecipeError("reference_set", "The areas of a reference set are named by their keys.")
    return ReferenceSet(tuple(keys), minimum_inhabitants)


def _node(content: Json) -> Part | Domain:
    kind = content.pop("kind")
    transforms = tuple(_step(each) for each in content.pop("transforms"))
    scale = _step(content.pop("scale"))
    if kind == "part":
        return Part(transforms=transforms, scale=scale, **content)  # type: ignore[arg-type]  # rules check the step
    if kind != "domain":
        raise RecipeError("format", "A node of the recipe is neither a part nor a domain.")
    parts = tuple(_node(part) for part in content.pop("parts"))
    combine = Combine(**content.pop("combine"))
    return Domain(parts=parts, combine=combine, transforms=transforms, scale=scale, **content)  # type: ignore[arg-type]


def _step(content: Mapping[str, Any]) -> Transform | Scale:
    plain: Json = {
        name: tuple(each) if isinstance(each, list) else each for name, each in content.items() if name != "kind"
    }
    return STEPS[content["kind"]](**plain)
