# SPDX-License-Identifier: EUPL-1.2
"""Run the recipe of a composite index over the areas of one period."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.aggregate import weighted_mean, weighted_sum
from indicators.stats.normalise import NOISE, Mask, ScaleReason, zscores
from indicators.stats.recipes import ClassCut, IndexRecipe

Floats = npt.NDArray[np.float64]
AreaReason = Literal["", "excluded", "component_missing"]
_AREA_REASONS: Final[tuple[AreaReason, ...]] = ("", "excluded", "component_missing")


@dataclass(frozen=True, slots=True)
class ComponentScale:
    """The mean and standard deviation by which a component was standardised, for the sheet."""

    indicator: str
    mean: float
    sd: float
    reason: ScaleReason


@dataclass(frozen=True, slots=True, eq=False)
class IndexResult:
    """An index over n areas, with everything that is needed to explain it.

    `score` is the aggregate of the standardised components (`z`, directions applied), `index` the
    score after it was standardised again; `classes` count from 1, 0 is no class. `reasons` says of
    each area why it is not rated. `reason` is empty, or why there is no index at all.
    """

    score: Floats
    index: Floats
    classes: npt.NDArray[np.int64]
    z: Floats
    scales: tuple[ComponentScale, ...]
    score_sd: float
    n_included: int
    n_excluded: int
    reasons: tuple[AreaReason, ...]
    reason: ScaleReason


def run_recipe(recipe: IndexRecipe, matrix: Floats, included: Mask) -> IndexResult:
    """Compute score, index and classes of all areas.

    Parameters
    ----------
    recipe : IndexRecipe
        Components, standard deviation, aggregate and cuts.
    matrix : ndarray, shape (n, k), float
        One column per component of the recipe, in its order and its own unit (a change for
        the measure `change`); NaN where there is none.
    included : ndarray, shape (n,), bool
        The areas that are rated. Only those that have every component enter mean and standard
        deviation; areas that are not rated have no influence on any other.

    Returns
    -------
    IndexResult
        NaN and class 0 for areas that are not rated. When a component does not vary over the
        rated areas, or fewer than two remain, nothing is rated and `reason` says why.

    Raises
    ------
    ValueError
        When matrix or mask do not fit the recipe.

    References
    ----------
    Senatsverwaltung für Stadtentwicklung Berlin, Monitoring Soziale Stadtentwicklung 2013-2019:
    z-scores with the population standard deviation, their sum, divided by its own one.

    Examples
    --------
    See `docs/methods/composite-index.md`.
    """
    if matrix.shape != (included.size, len(recipe.components)) or included.ndim != 1:
        raise ValueError(
            f"A matrix of shape {matrix.shape} fits neither {included.size} areas "
            f"nor {len(recipe.components)} components."
        )
    complete = ~np.isnan(matrix).any(axis=1)
    rated = included & complete
    area_codes = np.where(included, np.where(complete, 0, 2), 1)
    scaled = [zscores(column, ddof=recipe.ddof, reference=rated) for column in matrix.T]
    directions = np.array([component.direction for component in recipe.components], dtype=float)
    z = np.column_stack([each.scores for each in scaled]) * directions
    z[~rated] = np.nan
    score = _aggregated(recipe, z)
    index, score_sd, reason = _standardised_again(recipe, score)
    return IndexResult(
        score=score,
        index=index,
        classes=classify_index(index, recipe.cuts),
        z=z,
        scales=tuple(
            ComponentScale(component.indicator, each.mean, each.sd, each.reason)
            for component, each in zip(recipe.components, scaled, strict=True)
        ),
        score_sd=score_sd,
        n_included=int(rated.sum()),
        n_excluded=int((~rated).sum()),
        reasons=tuple(_AREA_REASONS[code] for code in area_codes.tolist()),
        reason=next((each.reason for each in scaled if each.reason), reason),
    )


def _aggregated(recipe: IndexRecipe, z: Floats) -> Floats:
    weights = np.array([component.weight for component in recipe.components], dtype=float)
    if recipe.divisor is None:
        return weighted_sum(z, weights)
    return weighted_mean(z, weights, divisor=recipe.divisor)


def _standardised_again(recipe: IndexRecipe, score: Floats) -> tuple[Floats, float, ScaleReason]:
    again = zscores(score, ddof=recipe.restandardise_ddof)
    if recipe.restandardise == "none":
        return score, again.sd, ""
    # Components that cancel out leave rounding noise, which must not be blown up to an index.
    weight = sum(component.weight for component in recipe.components) / (recipe.divisor or 1.0)
    reason: ScaleReason = "constant" if again.sd <= NOISE * weight else again.reason
    if reason:
        return np.full(score.shape, np.nan), again.sd, reason
    if recipe.restandardise == "zscore":
        return again.scores, again.sd, ""
    return score / again.sd, again.sd, ""


def classify_index(index: Floats, cuts: tuple[ClassCut, ...]) -> npt.NDArray[np.int64]:
    """Give each area the number of its class by the cuts of a recipe, compared unrounded.

    Parameters
    ----------
    index : ndarray, shape (n,), float
        The unrounded index; NaN where there is none.
    cuts : tuple of ClassCut
        Rising cuts with the side that an equal index joins. Without cuts there are no classes.

    Returns
    -------
    ndarray, shape (n,), int
        1 for the lowest class; 0 for NaN, or for all areas without cuts.

    References
    ----------
    Senatsverwaltung für Stadtentwicklung Berlin, Monitoring Soziale Stadtentwicklung 2013-2019.

    Examples
    --------
    >>> cuts = (ClassCut(-1.0, "upper"), ClassCut(1.0, "lower"))
    >>> classify_index(np.array([-1.1, -1.0, 1.0, 1.1, np.nan]), cuts).tolist()
    [1, 2, 2, 3, 0]
    """
    classes = np.ones(index.shape, dtype=np.int64)
    for cut in cuts:
        classes += (index >= cut.at) if cut.equal_goes == "upper" else (index > cut.at)
    classes[np.isnan(index)] = 0
    return classes if cuts else np.zeros(index.shape, dtype=np.int64)
