# SPDX-License-Identifier: EUPL-1.2
"""Audit of an index: what its components have to do with each other and with it, and what makes an area's figure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.combining import Weights, combine
from indicators.stats.composite.nodes import Domain
from indicators.stats.composite.ranking import ranks
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, DomainRun, IndexRun, run
from indicators.stats.normalise import NOISE, Mask

Floats = npt.NDArray[np.float64]
PairFlag = Literal["redundant", "opposed"]
REDUNDANT: Final = 0.92
WEAK: Final = 0.3
_MOST_EXACT: Final = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two components that deserve a look: `redundant` above 0.92, `opposed` below 0."""

    one: str
    other: str
    correlation: float
    flag: PairFlag


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """What the k components of one domain have to do with each other, over the areas that are rated.

    `pearson` and `spearman`: shape (k, k), NaN for a component that does not vary. `with_score`: Pearson's correlation
    of each component with the score of the domain; `weak` names those below 0.3. `alpha`: Cronbach's. `stated`:
    weights, without their signs, as shares of their sum. `effective`: shares of the variance of the score,
    Cov(w · x, S) / Var(S); they add up to 1 for sums and means, and are NaN for other aggregations.
    """

    names: tuple[str, ...]
    n: int
    pearson: Floats
    spearman: Floats
    pairs: tuple[Pair, ...]
    with_score: Floats
    weak: tuple[str, ...]
    alpha: float
    stated: Floats
    effective: Floats
    reason: str = ""


def audit_domain(domain: Domain, done: DomainRun) -> Audit:
    """Audit one domain of an index.

    Parameters
    ----------
    domain : Domain
        The domain in the recipe.
    done : DomainRun
        The same domain in a run.

    Returns
    -------
    Audit
        Over areas with all components. NaN and `too_few` for fewer than three areas.

    References
    ----------
    OECD/JRC (2008), Handbook, sections 4 and 7; Cronbach (1951), Psychometrika 16, 297-334; Paruolo, Saisana and
    Saltelli (2013), JRSS A 176, 609-634 (effective weights). The bounds 0.92 and 0.3 are conventions.
    """
    matrix = np.column_stack([part.values for part in done.parts])
    complete = ~np.isnan(matrix).any(axis=1) & ~np.isnan(done.score)
    matrix, score = matrix[complete], done.score[complete]
    n, k = matrix.shape
    if n < 3:  # noqa: PLR2004 - two areas correlate by 1 whatever they are
        square, line = np.full((k, k), np.nan), np.full(k, np.nan)
        return Audit(done.names, n, square, square, (), line, (), np.nan, line, line, "too_few")
    pearson, with_score = correlations(matrix), correlations(np.column_stack([matrix, score]))[:k, k]
    weights = np.array(done.weights.values)
    return Audit(
        names=done.names,
        n=n,
        pearson=pearson,
        spearman=correlations(np.column_stack([ranks(column) for column in matrix.T])),
        pairs=_flagged(done.names, pearson),
        with_score=with_score,
        weak=tuple(name for name, value in zip(done.names, with_score, strict=True) if value < WEAK),
        alpha=cronbach_alpha(matrix),
        stated=np.abs(weights) / np.abs(weights).sum(),
        effective=_effective(domain.combine.kind, matrix, weights, score * done.weights.divisor),
    )


def correlations(matrix: Floats) -> Floats:
    """Return Pearson's correlations of all columns.

    Parameters
    ----------
    matrix : ndarray, shape (n, k), float
        n at least 2, no NaN.

    Returns
    -------
    ndarray, shape (k, k), float
        Ones on the diagonal. NaN in row and column of a column that does not vary.
    """
    centred = matrix - matrix.mean(axis=0)
    varies = np.ptp(matrix, axis=0) > NOISE * np.abs(matrix).max(axis=0)
    length = np.where(varies, np.sqrt((centred**2).sum(axis=0)), np.nan)
    unit = centred / length
    result = np.clip(unit.T @ unit, -1.0, 1.0)
    result[varies, varies] = 1.0
    return np.asarray(result, dtype=np.float64)


def cronbach_alpha(matrix: Floats) -> float:
    """Tell how far components measure one thing.

    Parameters
    ----------
    matrix : ndarray, shape (n, k), float
        n at least 2, no NaN; directions applied.

    Returns
    -------
    float
        k / (k − 1) · (1 − Σ variances / variance of the sum). NaN for one component, or where the sum does not vary.

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334.

    Examples
    --------
    >>> round(cronbach_alpha(np.array([[1.0, 2, 2], [2, 3, 4], [3, 3, 5], [4, 5, 5], [5, 6, 8]])), 6)
    0.965827
    """
    k = matrix.shape[1]
    total = matrix.sum(axis=1)
    if k < 2 or np.ptp(total) <= NOISE * np.abs(matrix).max():  # noqa: PLR2004 - nothing to agree with
        return float("nan")
    return float(k / (k - 1) * (1.0 - matrix.var(axis=0, ddof=1).sum() / total.var(ddof=1)))


def _flagged(names: tuple[str, ...], pearson: Floats) -> tuple[Pair, ...]:
    found = []
    for one, other in combinations(range(len(names)), 2):
        value = float(pearson[one, other])
        if value > REDUNDANT or value < 0:
            found.append(Pair(names[one], names[other], value, "redundant" if value > 0 else "opposed"))
    return tuple(found)


def _effective(kind: str, matrix: Floats, weights: Floats, total: Floats) -> Floats:
    variance = float(total.var())
    if kind not in {"sum", "mean"} or np.ptp(total) <= NOISE * np.abs(total).max():
        return np.full(weights.size, np.nan)
    centred = total - total.mean()
    return np.asarray(weights * (centred @ matrix) / (total.size * variance), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Waterfall:
    """What each component adds to the score of each area: baseline + row of `steps` = score.

    `steps` has shape (n, k). `baseline` is the score of an area that is average in every component. `reason` is empty,
    or `too_many` for more than 12 components of an aggregation that is no sum.
    """

    names: tuple[str, ...]
    baseline: float
    steps: Floats
    reason: str = ""


def waterfall(domain: Domain, done: DomainRun) -> Waterfall:
    """Divide the score of each area among the components of one domain.

    Parameters
    ----------
    domain : Domain
        The domain in the recipe.
    done : DomainRun
        The same domain in a run.

    Returns
    -------
    Waterfall
        For sums and means w · (x − mean) / divisor; for others Shapley values over all orders of components, which
        add up just as exactly. NaN for areas without a score. Areas that lack a component have no waterfall.

    References
    ----------
    Shapley (1953), A value for n-person games.
    """
    matrix = np.column_stack([part.values for part in done.parts])
    usual = np.array([_mean(column) for column in matrix.T])
    weights, kind = done.weights, domain.combine.kind
    if kind in {"sum", "mean"}:
        stated = np.array(weights.values) / weights.divisor
        return Waterfall(done.names, float(usual @ stated), (matrix - usual) * stated)
    if matrix.shape[1] > _MOST_EXACT:
        return Waterfall(done.names, np.nan, np.full(matrix.shape, np.nan), "too_many")
    penalty = domain.combine.penalty
    baseline = combine(kind, [np.array([value]) for value in usual], weights, penalty)
    return Waterfall(done.names, float(baseline[0]), _shapley(kind, matrix, usual, weights, penalty))


def _mean(column: Floats) -> float:
    there = column[~np.isnan(column)]
    return float(there.mean()) if there.size else float("nan")


def _shapley(kind: str, matrix: Floats, usual: Floats, weights: Weights, penalty: int) -> Floats:
    k = matrix.shape[1]
    complete = ~np.isnan(matrix).any(axis=1)
    share = [1.0 / (k * comb(k - 1, size)) for size in range(k)]
    steps = np.zeros(matrix.shape)
    for members in range(2**k):
        columns = [matrix[:, j] if members >> j & 1 else np.full(len(matrix), usual[j]) for j in range(k)]
        score, size = combine(kind, columns, weights, penalty), members.bit_count()
        for j in range(k):
            # What j adds is counted with j in (+) and without it (−).
            steps[:, j] += score * (share[size - 1] if members >> j & 1 else -share[size])
    steps[~complete] = np.nan
    return steps


@dataclass(frozen=True, slots=True)
class ReferenceShift:
    """What another reference set would change."""

    name: str
    n_reference: int
    class_changes: int
    largest_rank_shift: float
    mean_rank_shift: float
    reason: str = ""


def reference_sensitivity(recipe: Recipe, areas: Areas, alternatives: Mapping[str, Mask]) -> tuple[ReferenceShift, ...]:
    """Run a recipe against other reference sets.

    Parameters
    ----------
    recipe : Recipe
        The recipe; its own reference set is what the others are compared with.
    areas : Areas
        As for `run`.
    alternatives : mapping of str to ndarray, shape (n,), bool
        Reference sets by name, for instance one district, or last year's areas.

    Returns
    -------
    tuple of ReferenceShift
        One for each alternative. NaN with a reason where there is no index by it.
    """
    stated = run(recipe, areas)
    given = replace(recipe, reference="given", scales=(), frozen_at="")
    return tuple(
        _shift(name, stated, run(given, replace(areas, reference=reference)))
        for name, reference in alternatives.items()
    )


def _shift(name: str, stated: IndexRun, other: IndexRun) -> ReferenceShift:
    n_reference = int(other.reference.sum())
    both = stated.rated & other.rated
    reason = stated.reason or other.reason or ("" if both.any() else "too_few")
    if reason:
        return ReferenceShift(name, n_reference, 0, np.nan, np.nan, reason)
    shift = np.abs(stated.ranks - other.ranks)[both]
    changes = int((stated.classes != other.classes)[both].sum())
    return ReferenceShift(name, n_reference, changes, float(shift.max()), float(shift.mean()))
