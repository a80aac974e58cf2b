# SPDX-License-Identifier: EUPL-1.2
"""Ranks along the last axis, with every treatment of ties; also against a reference set."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.steps import Ties

Floats = npt.NDArray[np.float64]
# Relative to the largest, scores closer than this are equal: sums in another order differ that much.
_SAME: Final = 1e11


def ranks(values: Floats, ties: Ties = "average") -> Floats:
    """Rank from the lowest, 1, upwards along the last axis.

    Parameters
    ----------
    values : ndarray, shape (..., n), float
        No NaN.
    ties : str
        `average`, `min`, `max` or `dense` (ranks without gaps).

    Returns
    -------
    ndarray, shape (..., n), float
        Ranks; an empty axis stays empty.

    References
    ----------
    As `scipy.stats.rankdata`, which is the oracle of the tests.

    Examples
    --------
    >>> ranks(np.array([3.0, 1.0, 3.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    order = np.argsort(values, axis=-1)
    return _put(np.take_along_axis(values, order, axis=-1), order, ties)


def _put(ordered: npt.NDArray[Any], order: npt.NDArray[np.int64], ties: Ties) -> Floats:
    """Give each place in `order` the rank of the value that stands there."""
    is_first = np.ones(ordered.shape, dtype=bool)
    np.not_equal(ordered[..., 1:], ordered[..., :-1], out=is_first[..., 1:])
    untied = np.broadcast_to(np.arange(1.0, ordered.shape[-1] + 1.0), ordered.shape)
    placed = untied if is_first.all() else _tied(is_first, ties)
    result = np.empty(ordered.shape)
    np.put_along_axis(result, order, placed, axis=-1)
    return result


def _tied(is_first: npt.NDArray[np.bool_], ties: Ties) -> Floats:
    """Return the rank at each ordered place; `is_first` says where a new value begins."""
    if ties == "dense":
        return np.cumsum(is_first, axis=-1, dtype=np.float64)
    n = is_first.shape[-1]
    places = np.arange(n, dtype=np.int64)
    first = np.maximum.accumulate(np.where(is_first, places, 0), axis=-1) + 1
    if ties == "min":
        return first.astype(np.float64)
    is_last = np.ones_like(is_first)
    is_last[..., :-1] = is_first[..., 1:]
    ends = np.where(is_last, places, n - 1)[..., ::-1]
    last = np.minimum.accumulate(ends, axis=-1)[..., ::-1] + 1
    return last.astype(np.float64) if ties == "max" else (first + last) / 2.0


def ranks_among(values: Floats, base: Floats, ties: Ties = "average") -> Floats:
    """Rank values against a reference set that they need not belong to.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        NaN where there is none.
    base : ndarray, shape (m,), float
        The reference set, without NaN.
    ties : str
        As for `ranks`.

    Returns
    -------
    ndarray, shape (n,), float
        For members the rank within the set; for others the rank that they would push others down from. NaN stays.

    Examples
    --------
    >>> ranks_among(np.array([2.0, 2.5]), np.array([1.0, 2.0, 2.0, 3.0]), "min").tolist()
    [2.0, 4.0]
    """
    ordered = np.unique(base) if ties == "dense" else np.sort(base)
    below = np.searchsorted(ordered, values, side="left") + 1.0
    if ties in {"min", "dense"}:
        result = below
    else:
        upto = np.maximum(np.searchsorted(ordered, values, side="right"), below)
        result = upto if ties == "max" else (below + upto) / 2.0
    return np.where(np.isnan(values), np.nan, result)


def ranks_of_need(index: Floats, ties: Ties, *, is_high_first: bool = True, size: float = 0.0) -> Floats:
    """Rank areas so that 1 is the area with the most need.

    Parameters
    ----------
    index : ndarray, shape (..., n), float
        No NaN. Along the last axis, what differs by less than 10⁻¹¹ of the largest is equal.
    ties : str
        As for `ranks`.
    is_high_first : bool
        Whether the highest index gets rank 1.
    size : float
        How large an index could be; where parts cancel out, it is larger than any that came out.

    Returns
    -------
    ndarray, shape (..., n), float
        Ranks.

    Examples
    --------
    >>> ranks_of_need(np.array([0.5, 2.0, 0.5]), "min").tolist()
    [2.0, 1.0, 2.0]
    """
    largest = np.abs(index).max(axis=-1, keepdims=True, initial=size)
    scale = (-_SAME if is_high_first else _SAME) / np.where(largest > 0, largest, 1.0)
    # Whole numbers with their place in the last bits: sorting these is many times faster than sorting places.
    bits = index.shape[-1].bit_length()
    keyed = np.rint(index * scale).astype(np.int64) << bits
    keyed |= np.arange(index.shape[-1], dtype=np.int64)
    keyed.sort(axis=-1)
    return _put(keyed >> bits, keyed & ((1 << bits) - 1), ties)
