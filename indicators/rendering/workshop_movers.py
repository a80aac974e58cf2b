# SPDX-License-Identifier: EUPL-1.2
"""Two recipes over the same areas: which areas come to lie elsewhere, and which component moves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.rendering.workshop_result import scheme_of, shades_of
from indicators.stats.composite.audit import correlations, waterfall
from indicators.stats.composite.ranking import ranks
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, IndexRun, run

Floats = npt.NDArray[np.float64]
# A cause below this share of the spread of an index is not told.
_TOLD: Final = 0.01
Causes = tuple[tuple[str, float], ...]
# What makes the classes of two recipes: how many areas they hold, the same fixed bounds, or something else in each.
Making = Literal["sizes", "bounds", "different"]
# Why an area lies in another class: its own index moves that way; others change places and the classes keep their
# sizes; a fixed bound lies in between; the classes are made in another way; one recipe does not rate it.
Why = Literal["", "own", "others", "bound", "classes", "unrated"]


@dataclass(frozen=True, slots=True)
class Mover:
    """One area under two recipes: rank, class and shade before and after; a rank is None where it is not rated.

    `causes` names components with what they add to its index now, less what they added before, in standard deviations
    of the index; the largest first. `own` is how far its index moves among all towards more need, in the same measure;
    NaN where one recipe does not rate it, and `reason` says why.
    """

    position: int
    ranks: tuple[int | None, int | None]
    classes: tuple[int, int]
    shades: tuple[int, int]
    causes: Causes
    own: float
    making: Making
    reason: str

    @property
    def changes_class(self) -> bool:
        """Whether the area lies in another shade, or is rated in one recipe alone."""
        return self.shades[0] != self.shades[1]

    @property
    def shift(self) -> int:
        """How many ranks it moves towards more need; 0 where one of them is missing."""
        before, after = self.ranks
        return 0 if before is None or after is None else before - after

    @property
    def why(self) -> Why:
        """Why it lies in another class; empty where it does not."""
        if not self.changes_class:
            return ""
        if None in self.ranks:
            return "unrated"
        if self.making == "different":
            return "classes"
        towards = 1 if self.shades[1] > self.shades[0] else -1
        if self.own * towards > _TOLD:
            return "own"
        return "others" if self.making == "sizes" else "bound"


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two recipes over the same areas. `is_same_scheme` says whether their classes are the same ones.

    `correlation` is Spearman's over the areas rated by both; NaN for fewer than two, and where all share one rank.
    `is_divided` is false where the index of a recipe cannot be divided among its components: there are no causes.
    """

    before: IndexRun
    after: IndexRun
    movers: tuple[Mover, ...]
    is_same_scheme: bool
    correlation: float
    is_divided: bool

    @property
    def changed(self) -> tuple[Mover, ...]:
        """The areas that change class, those that move most first."""
        found = [mover for mover in self.movers if mover.changes_class]
        return tuple(sorted(found, key=lambda mover: (-abs(mover.shift), mover.position)))


def comparison_of(before: tuple[Recipe, Areas], after: tuple[Recipe, Areas]) -> Comparison:
    """Compare two recipes, each with the figures of its own components over the same areas.

    Parameters
    ----------
    before, after : tuple of Recipe and Areas
        What is compared.

    Returns
    -------
    Comparison
        One mover for each area.
    """
    runs = (run(*before), run(*after))
    recipes = (before[0], after[0])
    shades = [shades_of(scheme_of(recipe), done).tolist() for recipe, done in zip(recipes, runs, strict=True)]
    shares = [_shares(recipe, done) for recipe, done in zip(recipes, runs, strict=True)]
    causes, own = _causes(shares, runs[0].index.size), _own(recipes, runs)
    ranked = [[None if np.isnan(rank) else int(rank) for rank in done.ranks] for done in runs]
    making = _making(*recipes)
    movers = tuple(
        Mover(
            position=place,
            ranks=(ranked[0][place], ranked[1][place]),
            classes=(int(runs[0].classes[place]), int(runs[1].classes[place])),
            shades=(shades[0][place], shades[1][place]),
            causes=causes[place],
            own=float(own[place]),
            making=making,
            reason=runs[0].reasons[place] or runs[1].reasons[place],
        )
        for place in range(runs[0].index.size)
    )
    is_same = [each.code for each in before[0].classes] == [each.code for each in after[0].classes]
    return Comparison(*runs, movers, is_same, _correlation(*runs), is_divided=None not in shares)


def _making(before: Recipe, after: Recipe) -> Making:
    """Say what makes the classes of two recipes; without classes areas are shaded in fifths of their ranks."""
    if not before.classes and not after.classes:
        return "sizes"
    if before.quantiles is not None and before.quantiles == after.quantiles:
        return "sizes"
    return "bounds" if before.cuts and before.cuts == after.cuts else "different"


def _correlation(one: IndexRun, other: IndexRun) -> float:
    both = one.rated & other.rated
    if both.sum() < 2:  # noqa: PLR2004 - two points make a line
        return float("nan")
    # Recipes rank ties in their own ways; among the areas that both rate, equal ranks share their middle.
    columns = np.column_stack([ranks(done.ranks[both]) for done in (one, other)])
    return float(correlations(columns)[0, 1])


def _causes(shares: Sequence[dict[str, Floats] | None], size: int) -> list[Causes]:
    """Return for each area what its components add now, less what they added before."""
    before, after = shares
    if before is None or after is None:
        return [()] * size
    names = list(dict.fromkeys((*before, *after)))
    nothing = np.zeros(size)
    # A component that only one recipe has adds nothing in the other.
    moved = np.stack([after.get(name, nothing) - before.get(name, nothing) for name in names] or [nothing])
    found = []
    for place in range(size):
        column = moved[:, place]
        order = np.argsort(-np.abs(column), kind="stable")
        found.append(tuple((names[at], float(column[at])) for at in order if names and abs(column[at]) > _TOLD))
    return found


def _own(recipes: Sequence[Recipe], runs: Sequence[IndexRun]) -> Floats:
    """Return how far the index of each area moves among all, towards more need, in standard deviations."""
    before, after = (_among_all(recipe, done) for recipe, done in zip(recipes, runs, strict=True))
    return after - before


def _among_all(recipe: Recipe, done: IndexRun) -> Floats:
    """Return where each area lies among all, towards more need; NaN where it is not rated."""
    nowhere = np.full(done.index.size, np.nan)
    if done.reason or not done.rated.any():
        return nowhere
    score = np.where(done.rated, done.domain(recipe.index.slug).score, np.nan)
    spread = float(np.nanstd(score))
    return np.where(done.rated, (score - np.nanmean(score)) * _need(recipe) / spread, np.nan) if spread > 0 else nowhere


def _need(recipe: Recipe) -> float:
    """Return 1 where a higher score means more need, else -1."""
    return recipe.index.direction * (1.0 if recipe.higher_means == "more_need" else -1.0)


def _shares(recipe: Recipe, done: IndexRun) -> dict[str, Floats] | None:
    """Return what the parts of the index add to each area, towards more need, in standard deviations of the score.

    None where it cannot be told: an aggregation that is no sum, of more parts than can be tried in every order.
    """
    if done.reason:
        return {}
    top = done.domain(recipe.index.slug)
    made = waterfall(recipe.index, top)
    spread = float(np.nanstd(top.score[done.rated]))
    if made.reason:
        return None
    if not spread > 0:
        return {}
    steps = np.nan_to_num(made.steps, nan=0.0) * _need(recipe) / spread
    return {name: steps[:, column] for column, name in enumerate(made.names)}
