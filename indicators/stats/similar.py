# SPDX-License-Identifier: EUPL-1.2
"""Similar areas: those with the nearest figures, wherever they lie."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.normalise import zscores

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
SimilarReason = Literal["", "too_few", "constant", "area_incomplete"]
LEAST_SHARED: Final = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class SimilarAreas:
    """The areas most similar to one, the most similar first.

    ``distances`` are in standard deviations per indicator; ``shared`` says how many indicators both areas have;
    ``differences`` (rows as ``positions``) are the z-scores of the others minus those of the area, NaN where one is
    missing. ``constant`` names the columns that tell no areas apart and were left out; ``compared`` is how many other
    areas have enough figures to be compared.
    """

    positions: Integers
    distances: Floats
    shared: Integers
    differences: Floats
    constant: tuple[int, ...]
    reason: SimilarReason = ""
    compared: int = 0


def similar_areas(
    matrix: Floats, position: int, *, count: int, weights: Floats | None = None, least_shared: float = LEAST_SHARED
) -> SimilarAreas:
    """Find the areas whose figures are nearest to those of one area; where they lie plays no part.

    Parameters
    ----------
    matrix : ndarray, shape (n, p), float
        One column for each chosen indicator, in its own unit; made z-scores (ddof 0) over the areas with a value.
    position : int
        The row of the area.
    count : int
        How many are wanted; fewer come out where fewer can be compared. Of equally near ones the first come first.
    weights : ndarray, shape (p,), float, optional
        How much each indicator counts, above 0; all alike by default.
    least_shared : float
        Above 0 to 1: an area is compared when the indicators that both have carry at least this share of the weight.

    Returns
    -------
    SimilarAreas
        The distance is the root of the weighted mean of squared differences over the shared indicators: a missing
        one makes an area neither nearer nor farther. Empty with `too_few` (no other area), `constant` (no
        indicator varies) or `area_incomplete` (the area itself lacks too much).

    Raises
    ------
    ValueError
        For a row that is not there, weights that do not fit, or a share outside of 0 to 1.

    References
    ----------
    Gower (1971), Biometrics 27, 857-871, for the mean over what both have.

    Examples
    --------
    >>> similar_areas(np.array([[1.0], [2.0], [9.0]]), 0, count=1).positions.tolist()
    [1]
    """
    weight = np.ones(matrix.shape[1]) if weights is None else weights
    _check(matrix, position, weight, least_shared)
    scaled = [zscores(column, ddof=0) for column in matrix.T]
    constant = tuple(place for place, each in enumerate(scaled) if each.reason)
    varied = [place for place, each in enumerate(scaled) if not each.reason]
    z = np.full(matrix.shape, np.nan)
    for place in varied:
        z[:, place] = scaled[place].scores
    reason = _problem(matrix, z[position], weight, varied, least_shared)
    if reason:
        return SimilarAreas(
            np.empty(0, np.int64), np.empty(0), np.empty(0, np.int64), np.empty((0, matrix.shape[1])), constant, reason
        )
    differences = z - z[position]
    is_shared = ~np.isnan(differences)
    carried = (is_shared * weight).sum(axis=1)
    squared = (np.where(is_shared, differences, 0.0) ** 2 * weight).sum(axis=1)
    usable = carried >= least_shared * weight[varied].sum() * (1 - 1e-12)
    usable[position] = False
    distance = np.sqrt(squared / np.where(usable, carried, 1.0))
    order = np.flatnonzero(usable)
    chosen = order[np.argsort(distance[order], kind="stable")][:count]
    return SimilarAreas(
        positions=chosen,
        distances=distance[chosen],
        shared=is_shared[chosen].sum(axis=1).astype(np.int64),
        differences=differences[chosen],
        constant=constant,
        compared=int(order.size),
    )


def _check(matrix: Floats, position: int, weight: Floats, least_shared: float) -> None:
    if matrix.ndim != 2 or not 0 <= position < matrix.shape[0]:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"There is no row {position} in a matrix of shape {matrix.shape}.")
    if weight.shape != (matrix.shape[1],) or not (np.isfinite(weight) & (weight > 0)).all():
        raise ValueError("Every indicator needs a weight above 0.")
    if not 0 < least_shared <= 1:
        raise ValueError("The share that both areas need lies above 0 and not above 1.")


def _problem(matrix: Floats, own: Floats, weight: Floats, varied: list[int], least_shared: float) -> SimilarReason:
    if matrix.shape[0] < 2:  # noqa: PLR2004 - another one
        return "too_few"
    if not varied:
        return "constant"
    carried = weight[varied][~np.isnan(own[varied])].sum()
    return "" if carried >= least_shared * weight[varied].sum() * (1 - 1e-12) else "area_incomplete"
