# SPDX-License-Identifier: EUPL-1.2
"""Evaluate many variants of a recipe at once: what does not change is computed once, the rest are matrix products."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.columns import Way, pass_through
from indicators.stats.composite.combining import Weights, combine
from indicators.stats.composite.cuts import classify_index
from indicators.stats.composite.frozen import node_name
from indicators.stats.composite.nodes import Domain, Part
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, IndexRun, fixed_scales
from indicators.stats.composite.steps import ORDERING, Scale, SdScale, ZScale
from indicators.stats.composite.variants import Choices, Factors, Variants, beside

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
# So many scores are held at once: 32 MB.
_HELD: Final = 4_000_000
_MOST_ROWS: Final = 512
_LOW, _HIGH = 1.0, 100.0
# A score beyond e to the 300 is as high as one: its square still has room, and ranks ask for no more.
_LARGEST_LOG: Final = 300.0
_WANT_POSITIVE: Final = frozenset({"geometric", "harmonic", "mazziotta_pareto"})


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of some variants over the rated areas, shape (rows, n); `rows` are their places among all."""

    rows: Integers
    values: Floats


class Evaluator:
    """Holds the columns of a run in every scale that is asked for, over the rated areas alone."""

    def __init__(self, recipe: Recipe, areas: Areas, done: IndexRun, choices: Choices) -> None:
        """Prepare: `done` is the run of the recipe as it is stated, with an index."""
        self.recipe, self.choices = recipe, beside(recipe.index, choices)
        self._rated, self._reference = done.rated, done.reference
        self.size = int(self._rated.sum())
        stated = {run.slug: np.array(run.weights.values) for run in done.domains}
        self.factors = Factors(recipe.index, stated, self.choices)
        self._divisors = {run.slug: run.weights.divisor for run in done.domains}
        self._fixed = fixed_scales(recipe)
        self._columns = dict(zip(recipe.index.leaves(), areas.columns, strict=True))
        self._blocks: dict[tuple[str, int, bool], Floats] = {}
        self._stated_blocks = {run.slug: run for run in done.domains}
        self._has_cuts = False
        self._has_cuts = self._can_cut(done)

    def scores(self, variants: Variants) -> Iterator[Scores]:
        """Yield scores of all variants, in pieces that share scale and aggregation."""
        rows_at_once = int(min(_MOST_ROWS, max(1, _HELD // max(self.size, 1))))
        option = variants.scale * (len(self.choices.combines) + 1) + variants.combine
        for value in np.unique(option):
            chosen = np.flatnonzero(option == value)
            for begin in range(0, chosen.size, rows_at_once):
                rows = chosen[begin : begin + rows_at_once]
                weights = {slug: each[rows] for slug, each in variants.weights.items()}
                first = rows[0]
                way = (int(variants.scale[first]), int(variants.combine[first]))
                yield Scores(rows, self._index(weights, way))

    def _index(self, weights: dict[str, Floats], way: tuple[int, int]) -> Floats:
        """Return scores that rise with the index; an area of which nothing is left counts as average."""
        raw = self._domain(self.recipe.index, weights, way) * self.recipe.index.direction
        gaps = np.isnan(raw)
        if not gaps.any():
            return raw
        usual = np.where(gaps, 0.0, raw).sum(axis=-1, keepdims=True) / np.maximum(
            (~gaps).sum(axis=-1, keepdims=True), 1
        )
        return np.where(gaps, usual, raw)

    def _domain(self, domain: Domain, weights: dict[str, Floats], way: tuple[int, int]) -> Floats:
        """Return the scores of a domain, shape (rows, n)."""
        kind = domain.combine.kind if way[1] == 0 else self.choices.combines[way[1] - 1]
        is_positive = kind in _WANT_POSITIVE
        spread = is_positive and way != (0, 0)
        inner = {
            place: self._upwards(node, self._domain(node, weights, way))
            for place, node in enumerate(domain.parts)
            if isinstance(node, Domain)
        }
        if is_positive:
            inner = {place: _positive(rows, spread=spread) for place, rows in inner.items()}
        block = _Block(self._part_block(domain, way[0], spread=spread), inner, weights[domain.slug])
        share = self.factors.stated[domain.slug].sum() / self._divisors[domain.slug] if way[1] == 0 else 1.0
        return block.combined(kind, share, domain.combine.penalty)

    def _upwards(self, domain: Domain, scores: Floats) -> Floats:
        way = Way(domain.transforms, domain.direction, domain.scale, self._fixed.get(node_name(domain)))
        everywhere = np.ones(self.size, dtype=bool)
        made = [pass_through(way, row, everywhere) for row in scores]
        return np.stack([np.full(self.size, np.nan) if each.reason else each.values for each in made])

    def _part_block(self, domain: Domain, scale: int, *, spread: bool) -> Floats:
        """Return the columns of the parts of a domain, shape (parts, n), without its inner domains."""
        key = (domain.slug, scale, spread)
        if key not in self._blocks:
            rows = [
                self._part(domain, place, node, scale)
                for place, node in enumerate(domain.parts)
                if isinstance(node, Part)
            ]
            block = np.stack(rows) if rows else np.empty((0, self.size))
            self._blocks[key] = _spread_out(block) if spread else block
        return self._blocks[key]

    def _part(self, domain: Domain, place: int, node: Part, scale: int) -> Floats:
        if scale == 0:
            return self._stated_blocks[domain.slug].parts[place].values[self._rated]
        way = _other_way(node, self.choices.scales[scale - 1])
        made = pass_through(way, self._columns[node], self._reference)
        # A scale that this column cannot take (a target nobody misses) tells no areas apart.
        return np.zeros(self.size) if made.reason else made.values[self._rated]

    def classes(self, index: Floats, ranks: Floats, from_most_need: Integers) -> Integers:
        """Give each area its class in each variant.

        `index`: scores, shape (rows, n), with their ranks; `from_most_need`: the stated classes in the order of ranks.
        Cuts of a standardised index are applied to the standardised scores; other classes keep their sizes, since
        the scores of a variant have another unit.
        """
        if self._has_cuts:
            return classify_index(self._standardised(index), self.recipe.cuts)
        return from_most_need[ranks.astype(np.int64) - 1]

    def _can_cut(self, done: IndexRun) -> bool:
        """Tell whether cuts of the standardised score give the classes that the recipe states."""
        if not self.recipe.cuts or not isinstance(self.recipe.index.scale, (SdScale, ZScale)):
            return False
        stated = self._standardised(stated_scores(self)[np.newaxis])[0]
        return bool((classify_index(stated, self.recipe.cuts) == done.classes[done.rated]).all())

    def _standardised(self, index: Floats) -> Floats:
        scale = self.recipe.index.scale
        ddof = scale.ddof if isinstance(scale, (SdScale, ZScale)) else 0
        mean, sd = index.mean(axis=-1, keepdims=True), index.std(axis=-1, ddof=ddof, keepdims=True)
        z: Floats = (index - mean) / np.where(sd > 0, sd, 1.0)
        return scale.mean + scale.sd * z if isinstance(scale, ZScale) else z


def stated_scores(evaluator: Evaluator) -> Floats:
    """Return the scores of the recipe as it is stated, by the way in which variants are evaluated.

    Parameters
    ----------
    evaluator : Evaluator
        A prepared evaluator.

    Returns
    -------
    ndarray, shape (n rated,), float
        Rising with the index; a variant that changes nothing gives the same bits.
    """
    weights = {slug: each[np.newaxis] for slug, each in evaluator.factors.stated.items()}
    none = np.zeros(1, dtype=np.int64)
    piece = next(evaluator.scores(Variants(weights, none, none, none - 1)))
    return np.asarray(piece.values[0], dtype=np.float64)


def _other_way(part: Part, scale: Scale) -> Way:
    """Return the way of a part with another scale; a rank transform gives way, a logarithm stays."""
    kept = tuple(step for step in part.transforms if not isinstance(step, ORDERING))
    return Way(kept, part.direction, scale)


def _positive(rows: Floats, *, spread: bool) -> Floats:
    """Spread the rows that are to be spread, and those that a variant brought to 0 or below."""
    too_low = np.fmin.reduce(rows, axis=-1, keepdims=True, initial=np.inf) <= 0
    return np.where(too_low | spread, _spread_out(rows), rows)


def _spread_out(rows: Floats) -> Floats:
    """Spread each row from 1 to 100 along the last axis, so that every mean can be taken; a constant row is 1."""
    lowest = np.fmin.reduce(rows, axis=-1, keepdims=True, initial=np.inf)
    width = np.fmax.reduce(rows, axis=-1, keepdims=True, initial=-np.inf) - lowest
    return _LOW + (_HIGH - _LOW) * (rows - lowest) / np.where(width > 0, width, 1.0)


class _Block:
    """The columns of one domain in some variants: shared rows of parts, own rows of inner domains, and weights."""

    def __init__(self, parts: Floats, inner: dict[int, Floats], weights: Floats) -> None:
        self.parts, self.inner, self.weights = parts, inner, weights
        self.places = [place for place in range(weights.shape[1]) if place not in inner]
        self.gaps = np.isnan(parts)

    def combined(self, kind: str, share: float, penalty: int) -> Floats:
        if kind == "median":
            return self._median()
        if kind == "mazziotta_pareto":
            mean = self._mean(np.positive) * share
            squares = self._mean(np.square) * share - mean**2 * (2.0 - share)
            ratio = np.full(mean.shape, np.nan)
            np.divide(squares, mean, out=ratio, where=mean > 0)
            return np.asarray(mean + penalty * ratio, dtype=np.float64)
        if kind == "geometric":
            return np.exp(np.minimum(self._mean(np.log) * share, _LARGEST_LOG))
        if kind == "harmonic":
            return 1.0 / (self._mean(np.reciprocal) * share)
        return self._mean(np.positive) * share

    def _mean(self, into: np.ufunc) -> Floats:
        """Return the weighted mean of what there is, shape (rows, n); NaN where nothing is left."""
        own = self.weights[:, self.places]
        total = own @ np.where(self.gaps, 0.0, into(np.where(self.gaps, 1.0, self.parts)))
        weight = own @ (~self.gaps).astype(np.float64) if self.gaps.any() else own.sum(axis=1, keepdims=True)
        for place, rows in self.inner.items():
            there = ~np.isnan(rows)
            total += self.weights[:, [place]] * np.where(there, into(np.where(there, rows, 1.0)), 0.0)
            weight = weight + self.weights[:, [place]] * there
        result = np.full(total.shape, np.nan)
        np.divide(total, weight, out=result, where=weight > 0)
        return result

    def _median(self) -> Floats:
        made = []
        for row, weights in enumerate(self.weights):
            kept = [self.parts[position] for position, place in enumerate(self.places) if weights[place] > 0]
            kept += [rows[row] for place, rows in self.inner.items() if weights[place] > 0]
            nothing = np.full(self.parts.shape[1], np.nan)
            made.append(combine("median", kept, Weights((), needed=1.0 / len(kept))) if kept else nothing)
        return np.stack(made)
