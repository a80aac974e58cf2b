# SPDX-License-Identifier: EUPL-1.2
"""Putting the columns of a domain together: sum, means, Mazziotta-Pareto, median; each with a stated divisor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Weights of k columns, what they are divided by, and the share of columns an area must have."""

    values: tuple[float, ...]
    divisor: float = 1.0
    needed: float = 1.0


def combine(kind: str, columns: Sequence[Floats], weights: Weights, penalty: int = 0) -> Floats:
    """Put columns together.

    Parameters
    ----------
    kind : str
        `sum`, `mean`, `geometric`, `harmonic`, `mazziotta_pareto` or `median`.
    columns : sequence of ndarray, each of shape (n,), float
        Columns on one scale; NaN where there is none. Geometric and harmonic mean want them above 0.
    weights : Weights
        One weight per column. They are divided by `divisor` and never made to add up to 1 in silence.
    penalty : int
        Sign of the Mazziotta-Pareto term.

    Returns
    -------
    ndarray, shape (n,), float
        NaN for an area that has fewer than the needed share of columns, or a value that the kind cannot take. Where
        columns are missing and may be, what is there is scaled to the weight of all.

    References
    ----------
    OECD/JRC (2008), Handbook, section 6. Mazziotta and Pareto (2016), Social Indicators Research 127, 983-1003.

    Examples
    --------
    >>> ones = [np.array([1.0]), np.array([2.0]), np.array([3.0])]
    >>> combine("geometric", ones, Weights((1.0, 1.0, 2.0), 4.0)).round(4).tolist()
    [2.0598]
    """
    if kind == "median":
        return _median(columns, weights.needed)
    if kind == "mazziotta_pareto":
        return _mazziotta_pareto(columns, weights, penalty)
    into, back = _MEANS.get(kind, _SAME)
    total = _scaled_sum([into(column) for column in columns], weights)
    made = back(total if kind == "sum" else total / weights.divisor)
    if kind in _MEANS:
        # A value that is there and cannot be taken is not the same as one that is missing.
        made[np.logical_or.reduce([column <= 0 for column in columns])] = np.nan
    return made


def _log(column: Floats) -> Floats:
    result = np.full(column.shape, np.nan)
    return np.log(column, out=result, where=column > 0)


def _inverse(column: Floats) -> Floats:
    result = np.full(column.shape, np.nan)
    np.divide(1.0, column, out=result, where=column > 0)
    return result


def _same(column: Floats) -> Floats:
    return column


_SAME: Final = (_same, _same)
_MEANS: Final[dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]]] = {
    "geometric": (_log, np.exp),
    "harmonic": (_inverse, _inverse),
}


def _scaled_sum(columns: Sequence[Floats], weights: Weights) -> Floats:
    if weights.needed < 1:
        return _sum_of_what_is_there(columns, weights)
    total = columns[0] * weights.values[0] if weights.values[0] != 1 else columns[0].copy()
    for column, weight in zip(columns[1:], weights.values[1:], strict=True):
        total += column if weight == 1 else column * weight
    return total


def _sum_of_what_is_there(columns: Sequence[Floats], weights: Weights) -> Floats:
    total, weight_there, count = np.zeros((3, columns[0].size))
    for column, weight in zip(columns, weights.values, strict=True):
        is_there = ~np.isnan(column)
        np.add(total, column * weight, out=total, where=is_there)
        weight_there += is_there * weight
        count += is_there
    enough = (count >= weights.needed * len(columns) - 1e-9) & (weight_there > 0)
    scaled = np.full(total.shape, np.nan)
    np.divide(total * sum(weights.values), weight_there, out=scaled, where=enough)
    return scaled


def _mazziotta_pareto(columns: Sequence[Floats], weights: Weights, penalty: int) -> Floats:
    """Return M ± S²/M: mean, and the spread among the columns of an area times its coefficient of variation."""
    mean = _scaled_sum(columns, weights) / weights.divisor
    squares = _scaled_sum([(column - mean) ** 2 for column in columns], weights) / weights.divisor
    result = np.full(mean.shape, np.nan)
    np.divide(squares, mean, out=result, where=mean > 0)
    return np.asarray(mean + penalty * result, dtype=np.float64)


def _median(columns: Sequence[Floats], needed: float) -> Floats:
    ordered = np.sort(np.stack(columns), axis=0)
    count = (~np.isnan(ordered)).sum(axis=0)
    places = np.arange(count.size)
    lower, upper = (
        ordered[np.maximum(count - 1, 0) // 2, places],
        ordered[np.minimum(count // 2, len(columns) - 1), places],
    )
    return np.where(count >= needed * len(columns) - 1e-9, (lower + upper) / 2.0, np.nan)
