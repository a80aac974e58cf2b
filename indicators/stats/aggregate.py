# SPDX-License-Identifier: EUPL-1.2
"""Putting standardised components together: weighted sum, and mean with an explicit divisor."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def weighted_sum(matrix: Floats, weights: Floats) -> Floats:
    """Add up the components of each area.

    Parameters
    ----------
    matrix : ndarray, shape (n, k), float
        Components of n areas; NaN where there is none.
    weights : ndarray, shape (k,), float
        Finite weights; they need not add up to one and are not rescaled.

    Returns
    -------
    ndarray, shape (n,), float
        NaN where any component is NaN, also one of weight 0: an area is rated by the whole recipe
        or not at all.

    Raises
    ------
    ValueError
        When the weights do not fit the matrix or are not finite.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 6.

    Examples
    --------
    >>> weighted_sum(np.array([[1.0, 2.0], [3.0, np.nan]]), np.array([1.0, 0.5])).tolist()
    [2.0, nan]
    """
    if matrix.ndim != 2 or weights.shape != (matrix.shape[1],):  # noqa: PLR2004 - a matrix
        raise ValueError(f"{weights.shape} weights do not fit a matrix of shape {matrix.shape}.")
    if not np.isfinite(weights).all():
        raise ValueError("Weights have to be finite numbers.")
    return np.asarray((matrix * weights).sum(axis=1), dtype=np.float64)


def weighted_mean(matrix: Floats, weights: Floats, *, divisor: float) -> Floats:
    """Divide the weighted sum of each area by an explicit divisor.

    Parameters
    ----------
    matrix, weights : ndarray
        As for `weighted_sum`.
    divisor : float
        Finite and not 0; usually the sum of the weights. It is explicit because publishers differ:
        the English IoD 2019 divides weights that add up to 99.9 by 100.

    Returns
    -------
    ndarray, shape (n,), float
        NaN where any component is NaN.

    Raises
    ------
    ValueError
        When the divisor is 0 or not finite, or the weights do not fit.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 6.

    Examples
    --------
    >>> weighted_mean(np.array([[1.0, 2.0]]), np.array([1.0, 1.0]), divisor=2.0).tolist()
    [1.5]
    """
    if not np.isfinite(divisor) or divisor == 0:
        raise ValueError("The divisor has to be a finite number other than 0.")
    return weighted_sum(matrix, weights) / divisor
