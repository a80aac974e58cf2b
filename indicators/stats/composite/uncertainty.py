# SPDX-License-Identifier: EUPL-1.2
"""How far the choices move an area, and how far chance does: two statements, never mixed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.evaluating import Evaluator, stated_scores
from indicators.stats.composite.ranking import ranks_of_need
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, run
from indicators.stats.composite.sampling import Interval, Sampler
from indicators.stats.composite.variants import Choices, Counted

Floats = npt.NDArray[np.float64]
_SHARES: Final = (0.05, 0.5, 0.95)
_COLUMNS_AT_ONCE: Final = 4096
_SMALL: Final = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Where n areas come to lie in many variants.

    `stated` is the rank by the recipe as it is; `lower`, `middle` and `upper` are ranks that 5, 50 and 95 of 100
    variants do not exceed; `same_class` is the share of variants that leave the area in its class (NaN without
    classes). NaN for areas that are not rated. `reason` is empty, or why there is no statement.
    """

    stated: Floats
    lower: Floats
    middle: Floats
    upper: Floats
    same_class: Floats
    variants: int
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceSpread:
    """How far the choices move each area, and which variants were counted."""

    spread: Spread
    counted: Counted | None


@dataclass(frozen=True, slots=True, eq=False)
class SamplingSpread:
    """How far chance moves each area.

    `without_interval` names the parts that stood still because no interval is known; `failed` counts draws of which
    the recipe made no index.
    """

    spread: Spread
    without_interval: tuple[str, ...]
    failed: int


def choice_spread(recipe: Recipe, areas: Areas, choices: Choices) -> ChoiceSpread:
    """Move weights, scale and aggregation, leave components out, and see where areas come to lie.

    Parameters
    ----------
    recipe : Recipe
        The recipe as it is stated. Weights that are computed are moved around what was found.
    areas : Areas
        As for `run`.
    choices : Choices
        What is varied, how often, and the seed: equal seeds give equal results.

    Returns
    -------
    ChoiceSpread
        Shape (n,). No statement where the recipe itself gives no index (`reason` as in `run`), or for fewer than two
        rated areas (`too_few`).

    References
    ----------
    OECD/JRC (2008), Handbook, section 7. Saisana, Saltelli and Tarantola (2005), JRSS A 168, 307-323.

    Examples
    --------
    See `docs/methods/index-uncertainty.md`.
    """
    done = run(recipe, areas)
    if done.reason or done.rated.sum() < 2:  # noqa: PLR2004 - ranks need two areas
        return ChoiceSpread(_nothing(done.ranks.size, done.reason or "too_few"), None)
    evaluator = Evaluator(recipe, areas, done, choices)
    factors = evaluator.factors
    unit = np.random.default_rng(choices.seed).random((choices.variants, len(factors.names)))
    variants = factors.variants(unit)
    gathered = _Gathered(recipe, done.classes[done.rated], choices.variants)
    stated = stated_scores(evaluator)
    ranks = gathered.ranked(stated)
    from_most_need = gathered.classes[np.argsort(ranks, kind="stable")]
    gathered.start(ranks, evaluator.classes(stated, ranks, from_most_need))
    for piece in evaluator.scores(variants):
        ranks = gathered.ranked(piece.values)
        gathered.add(piece.rows, ranks, evaluator.classes(piece.values, ranks, from_most_need))
    return ChoiceSpread(gathered.spread(done.rated), factors.counted(variants))


def sampling_spread(
    recipe: Recipe, areas: Areas, intervals: Mapping[str, Interval], *, variants: int = 200, seed: int = 1
) -> SamplingSpread:
    """Draw components from their intervals, make the index anew, and see where areas come to lie.

    Parameters
    ----------
    recipe : Recipe
        The recipe; its choices stand still.
    areas : Areas
        As for `run`.
    intervals : mapping of str to Interval
        Limits by the name of the indicator (`name (change)` for a change). Parts without stand still and are named.
    variants : int
        How many draws.
    seed : int
        Equal seeds give equal results.

    Returns
    -------
    SamplingSpread
        Shape (n,). `no_intervals` where no part has any: then nothing is known of chance, and nothing is claimed.

    References
    ----------
    docs/methods/index-uncertainty.md: draws from a normal distribution with another half below than above.

    Examples
    --------
    See `docs/methods/index-uncertainty.md`.
    """
    done = run(recipe, areas)
    names = tuple(part.indicator + ("" if part.measure == "value" else " (change)") for part in recipe.index.leaves())
    without = tuple(name for name in names if name not in intervals)
    reason = done.reason or ("too_few" if done.rated.sum() < 2 else "")  # noqa: PLR2004 - ranks need two areas
    if len(without) == len(names):
        reason = "no_intervals"
    if reason:
        return SamplingSpread(_nothing(done.ranks.size, reason), without, 0)
    gathered = _Gathered(recipe, done.classes[done.rated], variants)
    gathered.start(gathered.ranked(done.index[done.rated]), gathered.classes)
    sampler, failed = Sampler(names, areas.columns, intervals), 0
    for row in range(variants):
        drawn = run(recipe, replace(areas, columns=sampler.draw(np.random.default_rng([seed, row]))))
        index = drawn.index[done.rated]
        if np.isnan(index).any():
            failed += 1
        else:
            gathered.add(np.array([row - failed]), gathered.ranked(index), drawn.classes[done.rated][np.newaxis])
    return SamplingSpread(gathered.spread(done.rated, made=variants - failed), without, failed)


def _nothing(n: int, reason: str) -> Spread:
    return _spread(np.full((5, n), np.nan), 0, reason)


def _spread(columns: Floats, variants: int, reason: str = "") -> Spread:
    stated, lower, middle, upper, same_class = columns
    return Spread(stated, lower, middle, upper, same_class, variants, reason)


class _Gathered:
    """Ranks of all variants in as few bytes as they need, and how often the class stayed."""

    def __init__(self, recipe: Recipe, classes: npt.NDArray[np.int64], variants: int) -> None:
        self.recipe, self.classes = recipe, classes
        kind = np.uint16 if classes.size <= _SMALL else np.uint32
        self._ranks = np.empty((variants, classes.size), dtype=kind)
        self._same = np.zeros(classes.size)

    def ranked(self, values: Floats) -> Floats:
        return ranks_of_need(values, "min", is_high_first=self.recipe.higher_means == "more_need")

    def start(self, ranks: Floats, classes: npt.NDArray[np.int64]) -> None:
        self.stated, self._stated_classes = ranks, classes

    def add(self, rows: npt.NDArray[np.int64], ranks: Floats, classes: npt.NDArray[np.int64]) -> None:
        self._ranks[rows] = ranks
        self._same += (classes == self._stated_classes).sum(axis=0)

    def spread(self, rated: npt.NDArray[np.bool_], made: int | None = None) -> Spread:
        count = self._ranks.shape[0] if made is None else made
        if not count:
            return _nothing(rated.size, "no_draw_worked")
        has_classes = bool(self.classes.any())
        same = self._same / count if has_classes else np.full(self.classes.size, np.nan)
        columns = np.full((5, rated.size), np.nan)
        columns[:, rated] = np.stack([self.stated, *_quantiles(self._ranks[:count]), same])
        return _spread(columns, count)


def _quantiles(ranks: npt.NDArray[np.unsignedinteger]) -> Floats:
    """Return the ranks that 5, 50 and 95 of 100 variants do not exceed, shape (3, n); whole numbers that occurred."""
    count = ranks.shape[0]
    places = [max(int(np.ceil(share * count - 1e-9)) - 1, 0) for share in _SHARES]
    result = np.empty((len(places), ranks.shape[1]))
    for begin in range(0, ranks.shape[1], _COLUMNS_AT_ONCE):
        piece = np.sort(ranks[:, begin : begin + _COLUMNS_AT_ONCE].T, axis=1)
        result[:, begin : begin + _COLUMNS_AT_ONCE] = piece[:, places].T
    return result
