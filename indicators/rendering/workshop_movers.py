# SPDX-License-Identifier: EUPL-1.2
"""Two recipes over the same areas: which areas come to lie elsewhere, and which component moves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.workshop_result import scheme_of, shades_of
from indicators.stats.composite.audit import waterfall
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, IndexRun, run

Floats = npt.NDArray[np.float64]
# A cause below this share of the spread of an index is not told.
_TOLD: Final = 0.01


@dataclass(frozen=True, slots=True)
class Mover:
    """One area under two recipes: rank, class and shade before and after; a rank is None where it is not rated.

    `causes` names components with what they add to its index now, less what they added before, in standard deviations
    of the index; the largest first.
    """

    position: int
    ranks: tuple[int | None, int | None]
    classes: tuple[int, int]
    shades: tuple[int, int]
    causes: tuple[tuple[str, float], ...]

    @property
    def changes_class(self) -> bool:
        """Whether the area lies in another shade, or is rated in one recipe alone."""
        return self.shades[0] != self.shades[1]

    @property
    def shift(self) -> int:
        """How many ranks it moves towards more need; 0 where one of them is missing."""
        before, after = self.ranks
        return 0 if before is None or after is None else before - after


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two recipes over the same areas. `is_same_scheme` says whether their classes are the same ones.

    `correlation` is Spearman's; NaN for fewer than two areas rated by both.
    """

    before: IndexRun
    after: IndexRun
    movers: tuple[Mover, ...]
    is_same_scheme: bool
    correlation: float

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
    schemes = tuple(scheme_of(recipe) for recipe, _areas in (before, after))
    shades = tuple(shades_of(scheme, done) for scheme, done in zip(schemes, runs, strict=True))
    causes = _causes(before[0], after[0], runs)
    ranks = [[None if np.isnan(rank) else int(rank) for rank in done.ranks] for done in runs]
    movers = tuple(
        Mover(
            place,
            (ranks[0][place], ranks[1][place]),
            (int(runs[0].classes[place]), int(runs[1].classes[place])),
            (int(shades[0][place]), int(shades[1][place])),
            causes[place],
        )
        for place in range(runs[0].index.size)
    )
    is_same = [each.code for each in before[0].classes] == [each.code for each in after[0].classes]
    return Comparison(runs[0], runs[1], movers, is_same, _correlation(*runs))


def _correlation(one: IndexRun, other: IndexRun) -> float:
    both = one.rated & other.rated
    if both.sum() < 2:  # noqa: PLR2004 - two points make a line
        return float("nan")
    left, right = one.ranks[both], other.ranks[both]
    if np.ptp(left) == 0 or np.ptp(right) == 0:
        return float("nan")
    return float(np.corrcoef(left, right)[0, 1])


def _causes(before: Recipe, after: Recipe, runs: Sequence[IndexRun]) -> list[tuple[tuple[str, float], ...]]:
    """Return for each area what its components add now, less what they added before."""
    shares = [_shares(recipe, done) for recipe, done in zip((before, after), runs, strict=True)]
    names = list(dict.fromkeys((*shares[0], *shares[1])))
    size = runs[0].index.size
    nothing = np.zeros(size)
    # A component that only one recipe has adds nothing in the other.
    moved = np.stack([shares[1].get(name, nothing) - shares[0].get(name, nothing) for name in names] or [nothing])
    found = []
    for place in range(size):
        column = moved[:, place]
        order = np.argsort(-np.abs(column), kind="stable")
        found.append(tuple((names[at], float(column[at])) for at in order if names and abs(column[at]) > _TOLD))
    return found


def _shares(recipe: Recipe, done: IndexRun) -> dict[str, Floats]:
    """Return what the parts of the index add to each area, towards more need, in standard deviations of the score."""
    if done.reason:
        return {}
    top = done.domain(recipe.index.slug)
    made = waterfall(recipe.index, top)
    spread = float(np.nanstd(top.score[done.rated]))
    if made.reason or not spread > 0:
        return {}
    sign = recipe.index.direction * (1.0 if recipe.higher_means == "more_need" else -1.0)
    steps = np.nan_to_num(made.steps, nan=0.0) * sign / spread
    return {name: steps[:, column] for column, name in enumerate(made.names)}
