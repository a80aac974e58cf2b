# SPDX-License-Identifier: EUPL-1.2
"""The recipe of a composite index as a versioned value object that survives JSON unchanged."""

import json
import math
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any, Final, Literal

FORMAT: Final = 1
Measure = Literal["value", "change"]
Aggregate = Literal["sum", "mean"]
Restandardise = Literal["none", "divide_by_sd", "zscore"]
CutSide = Literal["lower", "upper"]


class RecipeError(ValueError):
    """A recipe is not complete or contradicts itself; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Component:
    """One indicator of an index: its value or its published change, and how it counts.

    `direction` is +1 when more means a higher index, −1 when less does.
    """

    indicator: str
    measure: Measure = "value"
    direction: Literal[1, -1] = 1
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class ClassCut:
    """A bound between two classes; `equal_goes` says which class an index exactly at it joins."""

    at: float
    equal_goes: CutSide


@dataclass(frozen=True, slots=True)
class IndexClass:
    """A class of the index: the publisher's code and name, and the words that readers see.

    `label` is a respectful English msgid; the publisher's name stays in the method sheet.
    """

    code: str
    official: str
    label: str


@dataclass(frozen=True, slots=True)
class IndexRecipe:
    """How an index is made of its components; nothing of it is a constant in code.

    The areas whose mean and standard deviation count are not part of the recipe: they are given to
    the run and stored with it. `divisor` is used by the aggregate `mean` only.
    """

    slug: str
    version: int
    components: tuple[Component, ...]
    ddof: int = 0
    aggregate: Aggregate = "sum"
    divisor: float | None = None
    restandardise: Restandardise = "none"
    restandardise_ddof: int = 0
    cuts: tuple[ClassCut, ...] = ()
    classes: tuple[IndexClass, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a recipe that no run could follow."""
        for rule in (self._component_problem, self._scale_problem, self._class_problem, self._cut_problem):
            problem = rule()
            if problem is not None:
                raise RecipeError(*problem)

    def _component_problem(self) -> tuple[str, str] | None:
        if not self.components:
            return "no_components", "An index needs at least one component."
        named = [(component.indicator, component.measure) for component in self.components]
        if len(set(named)) < len(named):
            return "component_twice", "An indicator stands in the recipe twice."
        if any(component.measure not in ("value", "change") for component in self.components):
            return "measure", "A component counts by its value or by its change."
        if any(component.direction not in (1, -1) for component in self.components):
            return "direction", "The direction of a component is 1 or -1."
        if not all(math.isfinite(component.weight) and component.weight > 0 for component in self.components):
            return "weight", "The weight of a component has to be a number above 0."
        return None

    def _scale_problem(self) -> tuple[str, str] | None:
        if self.ddof not in (0, 1) or self.restandardise_ddof not in (0, 1):
            return "ddof", "The standard deviation divides by n (ddof 0) or by n - 1 (ddof 1)."
        if self.aggregate not in ("sum", "mean"):
            return "aggregate", "Components are put together as a sum or as a mean."
        if (self.aggregate == "mean") != (self.divisor is not None):
            return "divisor", "A mean needs its divisor, a sum has none."
        if self.divisor is not None and (not math.isfinite(self.divisor) or self.divisor <= 0):
            return "divisor", "The divisor has to be a number above 0."
        if self.restandardise not in ("none", "divide_by_sd", "zscore"):
            return "restandardise", "The aggregate is kept, divided by its SD, or made a z-score."
        return None

    def _class_problem(self) -> tuple[str, str] | None:
        expected = len(self.cuts) + 1 if self.cuts else 0
        if len(self.classes) != expected:
            return "classes", "There is one class more than there are cuts, and none without cuts."
        if len({each.code for each in self.classes}) < expected:
            return "classes", "Two classes have the same code."
        return None

    def _cut_problem(self) -> tuple[str, str] | None:
        positions = [cut.at for cut in self.cuts]
        if not all(math.isfinite(position) for position in positions):
            return "cuts", "Cuts have to be numbers."
        if any(left >= right for left, right in pairwise(positions)):
            return "cuts", "Cuts have to rise."
        if any(cut.equal_goes not in ("lower", "upper") for cut in self.cuts):
            return "cuts", "An index exactly at a cut joins the lower or the upper class."
        return None

    def next_version(self, **changes: Any) -> "IndexRecipe":  # noqa: ANN401 - any field
        """Return the recipe with changes, as its next version."""
        return replace(self, version=self.version + 1, **changes)

    def to_json(self) -> str:
        """Return the recipe as JSON text with sorted keys; equal recipes give equal texts."""
        fields = {"format": FORMAT, **asdict(self)}
        return json.dumps(fields, ensure_ascii=False, sort_keys=True, allow_nan=False)


def recipe_from_json(text: str) -> IndexRecipe:
    """Read a recipe back.

    Parameters
    ----------
    text : str
        JSON as `IndexRecipe.to_json` writes it.

    Returns
    -------
    IndexRecipe
        `recipe_from_json(recipe.to_json()) == recipe`. No arrays, hence no NaN.

    Raises
    ------
    RecipeError
        `format` when the text is no recipe of this format, else the code of the rule broken.

    References
    ----------
    The format is this project's own: docs/methods/composite-index.md
    """
    try:
        fields = json.loads(text)
        if fields.pop("format") != FORMAT:
            raise RecipeError("format", "The recipe has a format that is not known.")
        fields["components"] = tuple(Component(**each) for each in fields["components"])
        fields["cuts"] = tuple(ClassCut(**each) for each in fields["cuts"])
        fields["classes"] = tuple(IndexClass(**each) for each in fields["classes"])
        return IndexRecipe(**fields)
    except (AttributeError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise RecipeError("format", "This text is no recipe of an index.") from error
