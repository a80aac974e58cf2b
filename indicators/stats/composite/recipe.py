# SPDX-License-Identifier: EUPL-1.2
"""Recipe of a composite index, format 2, as a value object that survives JSON unchanged."""

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from indicators.stats.composite.cuts import ClassCut, IndexClass, RecipeError
from indicators.stats.composite.frozen import FrozenScale, frozen_problem
from indicators.stats.composite.nodes import Domain, NamedExclusion, Quantiles, ReferenceSet
from indicators.stats.composite.rules import (
    Problem,
    class_problem,
    domain_problem,
    exclusion_problem,
    reference_problem,
    type_problem,
)
from indicators.stats.composite.steps import Ties

Reference = Literal["rated", "given", "frozen"]
HigherMeans = Literal["more_need", "less_need"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an index is made; nothing of it is a constant in code.

    `authority` names who defined the index; empty for an index of the city's own. `cuts` or `quantiles` or neither.
    `ties` rules the ranks of the index. `inhabitants` names the indicator that counts the people of a minimum.
    A `given` reference set of areas is the recipe's `reference_set`, or is handed to a run; `frozen` scales stand in
    the recipe itself, with the base period `frozen_at` that they were measured at.
    """

    slug: str
    version: int
    index: Domain
    reference: Reference = "rated"
    cuts: tuple[ClassCut, ...] = ()
    quantiles: Quantiles | None = None
    classes: tuple[IndexClass, ...] = ()
    higher_means: HigherMeans = "more_need"
    ties: Ties = "min"
    minimum_inhabitants: float | None = None
    excluded: tuple[NamedExclusion, ...] = ()
    authority: str = ""
    inhabitants: str = ""
    scales: tuple[FrozenScale, ...] = ()
    frozen_at: str = ""
    reference_set: ReferenceSet | None = None

    def __post_init__(self) -> None:
        """Refuse a recipe that no run could follow."""
        problems = (
            type_problem(self),
            domain_problem(self.index),
            class_problem(self.cuts, self.quantiles, self.classes),
            exclusion_problem(self.minimum_inhabitants, self.excluded),
            reference_problem(self.reference_set, self.excluded, is_given=self.reference == "given"),
            self._own_problem(),
        )
        for problem in problems:
            if problem is not None:
                raise RecipeError(*problem)

    def _own_problem(self) -> Problem:
        if self.version < 1:
            return "version", "Versions of a recipe count from 1."
        if self.quantiles is not None and type_problem(self.quantiles):
            return type_problem(self.quantiles)
        if self.reference not in get_args(Reference):
            return "reference", "Mean and spread come from the rated areas, from areas that are given, or are frozen."
        if self.ties not in get_args(Ties):
            return "ties", "Ties get the average, the lowest or the highest rank, or ranks without gaps."
        if self.higher_means not in get_args(HigherMeans):
            return "higher_means", "A higher index means more need or less need."
        return self._frozen_problem()

    def _frozen_problem(self) -> Problem:
        if self.reference == "frozen":
            if not self.frozen_at.strip():
                return "frozen_at", "Frozen scales name the period that they were measured at."
            return frozen_problem(self.index, self.scales, is_quantile=self.quantiles is not None)
        if self.scales or self.frozen_at:
            return "frozen_scales", "Only a recipe with frozen scales holds any."
        return None

    @property
    def counted_by(self) -> str:
        """The indicator that counts the people of a minimum; empty where no minimum asks for it."""
        return self.inhabitants if self.counts_people else ""

    @property
    def counts_people(self) -> bool:
        """Whether it hangs on the number of inhabitants which areas are rated, or which are the reference set."""
        chosen = self.reference_set
        is_chosen = chosen is not None and chosen.minimum_inhabitants is not None
        return self.minimum_inhabitants is not None or is_chosen

    @property
    def names_areas(self) -> bool:
        """Whether it names areas by their keys."""
        return bool(self.excluded) or (self.reference_set is not None and bool(self.reference_set.keys))

    @property
    def needs(self) -> tuple[str, ...]:
        """The indicators that a run needs, each once: those of the parts, and the one that counts people."""
        named = {part.indicator for part in self.index.leaves()} | {self.counted_by}
        return tuple(sorted(named - {""}))

    def next_version(self, **changes: Any) -> "Recipe":  # noqa: ANN401 - any field
        """Return the recipe with changes, as its next version."""
        return replace(self, version=self.version + 1, **changes)
