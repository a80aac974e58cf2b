# SPDX-License-Identifier: EUPL-1.2
"""First-order and total Sobol indices: which choice the order of areas hangs on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.evaluating import Evaluator, stated_scores
from indicators.stats.composite.ranking import ranks_of_need
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, run
from indicators.stats.composite.variants import Choices, Variants

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """Sobol indices of factors, by name, and how many evaluations they rest on.

    `first`: share of the variance that a factor explains alone; `total`: with all its interactions. NaN and `reason`
    `constant` when the result does not vary.
    """

    names: tuple[str, ...]
    first: Floats
    total: Floats
    evaluations: int
    mean: float
    reason: str = ""


def sobol_indices(
    function: Callable[[Floats], Floats], names: tuple[str, ...], *, base: int = 256, seed: int = 1
) -> Sensitivity:
    """Estimate Sobol indices of a function of independent factors that are uniform from 0 to 1.

    Parameters
    ----------
    function : callable
        Takes shape (rows, factors), gives shape (rows,).
    names : tuple of str
        Names of the factors.
    base : int
        Size of the design, a power of 2; base · (factors + 2) evaluations.
    seed : int
        Of the scrambling of Sobol's sequence: equal seeds give equal results.

    Returns
    -------
    Sensitivity
        Estimates; first-order ones may come out slightly below 0. A factor that nothing hangs on gets exactly 0.

    Raises
    ------
    ValueError
        When `base` is no power of 2.

    References
    ----------
    Saltelli et al. (2010), Computer Physics Communications 181, 259-270 (first order); Jansen (1999), ibid. 117, 35-43
    (total).

    Examples
    --------
    >>> made = sobol_indices(lambda unit: unit[:, 0], ("a", "b"), base=64)
    >>> bool(made.first[0] > 0.9), made.first[1], made.total[1]
    (True, 0.0, 0.0)
    """
    if base < 2 or base & (base - 1):  # noqa: PLR2004 - one point has no variance
        raise ValueError("The size of the design has to be a power of 2.")
    factors = len(names)
    left, right = _design(base, factors, seed)
    mixed = []
    for factor in range(factors):
        part = left.copy()
        part[:, factor] = right[:, factor]
        mixed.append(part)
    values = function(np.concatenate([left, right, *mixed])).reshape(factors + 2, base)
    at_left, at_right = values[0], values[1]
    centre, variance = float(values[:2].mean()), float(values[:2].var())
    evaluations = base * (factors + 2)
    if variance <= 1e-24 * max(1.0, centre**2):
        nothing = np.full(factors, np.nan)
        return Sensitivity(names, nothing, nothing.copy(), evaluations, centre, "constant")
    moved = values[2:] - at_left
    first = ((at_right - centre) * moved).mean(axis=1) / variance
    total = (moved**2).mean(axis=1) / (2.0 * variance)
    return Sensitivity(names, first, total, evaluations, centre)


def _design(base: int, factors: int, seed: int) -> tuple[Floats, Floats]:
    from scipy.stats import qmc

    unit = qmc.Sobol(2 * factors, scramble=True, rng=np.random.default_rng(seed)).random(base)
    return unit[:, :factors], unit[:, factors:]


def choice_sensitivity(recipe: Recipe, areas: Areas, choices: Choices, *, base: int = 256) -> Sensitivity:
    """Tell which choice moves the ranks most.

    Parameters
    ----------
    recipe : Recipe
        The recipe as it is stated.
    areas : Areas
        As for `run`.
    choices : Choices
        What is varied; its seed counts, its number of variants does not.
    base : int
        Size of the design, a power of 2.

    Returns
    -------
    Sensitivity
        Of the mean distance between the ranks of a variant and the stated ranks. Factors are named as in `Factors`.
        `reason` as in `run`, `too_few` for fewer than two rated areas, `constant` when no choice moves any rank.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), JRSS A 168, 307-323.
    """
    done = run(recipe, areas)
    if done.reason or done.rated.sum() < 2:  # noqa: PLR2004 - ranks need two areas
        return Sensitivity((), np.empty(0), np.empty(0), 0, np.nan, done.reason or "too_few")
    evaluator = Evaluator(recipe, areas, done, choices)
    stated = ranks_of_need(stated_scores(evaluator), "min")

    def shift(unit: Floats) -> Floats:
        variants: Variants = evaluator.factors.variants(unit)
        result = np.empty(unit.shape[0])
        for piece in evaluator.scores(variants):
            result[piece.rows] = np.abs(ranks_of_need(piece.values, "min") - stated).mean(axis=-1)
        return result

    return sobol_indices(shift, evaluator.factors.names, base=base, seed=choices.seed)
