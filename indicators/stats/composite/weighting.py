# SPDX-License-Identifier: EUPL-1.2
"""Weights that are found in the figures: principal component, one-factor maximum likelihood, entropy."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
WeightReason = Literal["", "too_few", "not_positive", "singular", "no_sum"]
WeightNote = Literal["weights_unstable", "negative_weight", "heywood"]
_FEWEST_STABLE: Final = 30
_AREAS_PER_COMPONENT: Final = 5
_SMALLEST_UNIQUENESS: Final = 0.005
_NOTHING_IN_COMMON: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class FoundWeights:
    """Weights of k components, with the loadings they come from and what to say about them.

    `notes`: `weights_unstable` for fewer than 30 areas or five per component, `negative_weight` when a component
    works against its stated direction, `heywood` when a component is explained altogether.
    """

    weights: Floats
    loadings: Floats
    notes: tuple[WeightNote, ...] = ()
    reason: WeightReason = ""


def found_weights(method: str, columns: Floats) -> FoundWeights:
    """Find the weights of a domain in its columns.

    Parameters
    ----------
    method : str
        `pca`: squared rotation of the first principal component, adds up to 1. `pca_score`: the rotation itself,
        turned so that the first component counts upwards. `factor`: regression weights of one factor. `entropy`.
    columns : ndarray, shape (n, k), float
        Columns as they enter the domain, without NaN. Entropy wants them above 0.

    Returns
    -------
    FoundWeights
        NaN with a reason for fewer than three areas (`too_few`), a correlation of 1 or a constant column
        (`singular`, factor; `too_few` does not hide it), or values of 0 and below (`not_positive`, entropy).

    References
    ----------
    OECD/JRC (2008), Handbook, section 6; Lawley and Maxwell (1971), Factor Analysis; Shannon (1948).
    """
    n, k = columns.shape
    if n < 3:  # noqa: PLR2004 - two areas correlate by 1 whatever they are
        return _nothing(k, "too_few")
    found = entropy_weights(columns) if method == "entropy" else _by_correlation(method, columns)
    notes = list(found.notes)
    if method != "entropy" and (n < _FEWEST_STABLE or n < _AREAS_PER_COMPONENT * k):
        notes.insert(0, "weights_unstable")
    if (found.weights < 0).any():
        notes.append("negative_weight")
    return FoundWeights(found.weights, found.loadings, tuple(notes), found.reason)


def _nothing(k: int, reason: WeightReason) -> FoundWeights:
    return FoundWeights(np.full(k, np.nan), np.full(k, np.nan), reason=reason)


def _by_correlation(method: str, columns: Floats) -> FoundWeights:
    spread = columns.std(axis=0)
    if (spread <= 1e-12 * np.abs(columns).max(axis=0)).any():
        return _nothing(columns.shape[1], "singular")
    z = (columns - columns.mean(axis=0)) / spread
    correlation = z.T @ z / columns.shape[0]
    return factor_weights(correlation) if method == "factor" else _component_weights(method, correlation)


def _component_weights(method: str, correlation: Floats) -> FoundWeights:
    values, vectors = np.linalg.eigh(correlation)
    rotation = vectors[:, -1] * (-1.0 if vectors[0, -1] < 0 else 1.0)
    loadings = rotation * np.sqrt(values[-1])
    return FoundWeights(rotation**2 if method == "pca" else rotation, loadings)


def factor_weights(correlation: Floats) -> FoundWeights:
    """Fit one factor by maximum likelihood; weights are Thurstone's, R⁻¹λ.

    Parameters
    ----------
    correlation : ndarray, shape (k, k), float
        A correlation matrix without NaN.

    Returns
    -------
    FoundWeights
        `singular` where the matrix has no inverse, `no_sum` where the weights add up to nothing above 0;
        the note `heywood` where a uniqueness reached 0.005.

    References
    ----------
    Lawley and Maxwell (1971), Factor Analysis as a Statistical Method, chapter 4; Thurstone (1935).

    Examples
    --------
    >>> load = np.array([0.9, 0.8, 0.7, 0.6])
    >>> corr = np.outer(load, load); np.fill_diagonal(corr, 1.0)
    >>> factor_weights(corr).loadings.round(4).tolist()
    [0.9, 0.8, 0.7, 0.6]
    """
    from scipy.optimize import minimize

    k = correlation.shape[0]
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:  # noqa: PLR2004 - no inverse in doubles
        return _nothing(k, "singular")
    start = np.clip(0.5 / np.diag(np.linalg.inv(correlation)), _SMALLEST_UNIQUENESS, 1.0)
    fit = minimize(
        _discrepancy,
        start,
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(_SMALLEST_UNIQUENESS, 1.0)] * k,
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2000},
    )
    uniqueness = np.asarray(fit.x, dtype=np.float64)
    loadings = _loadings(uniqueness, correlation)
    weights = np.linalg.solve(correlation, loadings)
    if weights.sum() <= _NOTHING_IN_COMMON:
        return _nothing(k, "no_sum")
    notes: tuple[WeightNote, ...] = ("heywood",) if uniqueness.min() <= _SMALLEST_UNIQUENESS * 1.001 else ()
    return FoundWeights(np.asarray(weights, dtype=np.float64), loadings, notes)


def _loadings(uniqueness: Floats, correlation: Floats) -> Floats:
    root = np.sqrt(uniqueness)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    loadings = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1.0, 0.0))
    return np.asarray(loadings * (-1.0 if loadings[0] < 0 else 1.0), dtype=np.float64)


def _discrepancy(uniqueness: Floats, correlation: Floats) -> tuple[float, Floats]:
    """Return the likelihood's distance and its slope, concentrated on the uniquenesses."""
    root = np.sqrt(uniqueness)
    values = np.linalg.eigvalsh(correlation / np.outer(root, root))[:-1]
    loadings = _loadings(uniqueness, correlation)
    fitted = np.outer(loadings, loadings) + np.diag(uniqueness)
    slope = np.diag(fitted - correlation) / uniqueness**2
    return float((values - np.log(values) - 1.0).sum()), slope


def entropy_weights(columns: Floats) -> FoundWeights:
    """Weigh components by how unevenly they are spread over the areas.

    Parameters
    ----------
    columns : ndarray, shape (n, k), float
        Values above 0, n at least 2.

    Returns
    -------
    FoundWeights
        Weights that add up to 1. `not_positive` where a value is 0 or less; a component that is the same everywhere
        gets 0; where all are the same, NaN and `singular`.

    References
    ----------
    Shannon (1948); Zou, Yun and Sun (2006), Journal of Environmental Sciences 18, 1020-1023.

    Examples
    --------
    >>> m = np.array([[3.0, 10, 2], [2, 20, 4], [5, 15, 8], [4, 30, 6]])
    >>> entropy_weights(m).weights.round(6).tolist()
    [0.222925, 0.325612, 0.451463]
    """
    n, k = columns.shape
    if not (columns > 0).all():
        return _nothing(k, "not_positive")
    share = columns / columns.sum(axis=0)
    entropy = -(share * np.log(share)).sum(axis=0) / np.log(n)
    spread = np.where(1.0 - entropy > 1e-12, 1.0 - entropy, 0.0)  # noqa: PLR2004 - noise of doubles
    if not spread.any():
        return _nothing(k, "singular")
    return FoundWeights(spread / spread.sum(), entropy)
