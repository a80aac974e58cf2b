# SPDX-License-Identifier: EUPL-1.2
"""Classes of a map: bounds that are printed as they are used, so that each value has one class."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.jenks import natural_cuts
from indicators.stats.roundbreaks import deviation_bounds, head_tail_bounds, round_bounds
from sozialplanung.common.numbers import from_scaled, round_half_up, to_scaled

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Method = Literal["quantiles", "fisher_jenks", "equal_intervals", "pretty", "standard_deviations", "head_tail", "given"]

FEWEST: Final = 3
MOST: Final = 7
# Above this many different values Fisher-Jenks works on an evenly thinned sample of them.
SAMPLE_SIZE: Final = 10_000
_NO_VALUE: Final = -(2**62)


@dataclass(frozen=True, slots=True)
class Classification:
    """Classes over published values.

    Class i (from 1) holds the values from its lower bound up to, but without, the next bound; the
    last one includes `high`. `bounds` are the inner ones, rounded as the values are published.
    `low` and `high` are None without any value. `below` counts the classes under the centre of a
    diverging scale, None without a centre. `is_sampled` says that Fisher-Jenks saw a sample only.
    """

    method: Method
    bounds: tuple[float, ...]
    low: float | None
    high: float | None
    counts: tuple[int, ...]
    n: int
    decimals: int
    below: int | None = None
    is_sampled: bool = False

    @property
    def size(self) -> int:
        """The number of classes."""
        return len(self.counts)


def classify(values: Floats, bounds: Sequence[float]) -> Integers:
    """Give each value the number of its class.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        Published values; NaN where there is none.
    bounds : sequence of float
        Rising inner bounds; a value on a bound belongs to the class above it.

    Returns
    -------
    ndarray, shape (n,), int
        1 to len(bounds) + 1; 0 for NaN.

    References
    ----------
    Dent, Torguson and Hodler (2009), Cartography, chapter 6.

    Examples
    --------
    >>> classify(np.array([9.9, 10.0, np.nan]), (10.0,)).tolist()
    [1, 2, 0]
    """
    classes = np.searchsorted(np.asarray(bounds, dtype=np.float64), values, side="right") + 1
    return np.where(np.isnan(values), 0, classes).astype(np.int64)


def make_classes(
    values: Floats, *, method: Method, k: int, decimals: int, centre: float | None = None
) -> Classification:
    """Find classes of published values.

    Parameters
    ----------
    values : ndarray, any shape, float
        Values as published, of all periods that share the classes; NaN is left out.
    method : {'quantiles', 'fisher_jenks', 'equal_intervals', 'pretty', 'standard_deviations', 'head_tail'}
        `quantiles`: about as many areas in each; `fisher_jenks`: the least squared deviation inside
        classes; `equal_intervals`: classes of one width; `pretty`: round bounds; `standard_deviations`: bounds at whole
        standard deviations from the mean; `head_tail`: the minority above the mean is cut off again and again.
    k : int
        Number of classes wanted, 3 to 7. Fewer come out where fewer different values exist.
    decimals : int
        Published decimals, 0 to 9: bounds have no more.
    centre : float, optional
        A bound that has to be there, such as 0 for changes: half of the classes on either side.

    Returns
    -------
    Classification
        Each value is in exactly one class as printed; equal values share a class; counts add up to
        the number of values. Without a value there is no class; equal values make one.

    Raises
    ------
    ValueError
        For another number of classes, an unknown method, or infinite values.

    References
    ----------
    Fisher (1958), Journal of the American Statistical Association 53, 789-798. Dent, Torguson and
    Hodler (2009), Cartography, chapter 6.

    Examples
    --------
    >>> v = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 50.0])
    >>> make_classes(v, method="fisher_jenks", k=4, decimals=0).bounds
    (5.0, 20.0, 50.0)
    """
    if not FEWEST <= k <= MOST:
        raise ValueError(f"A map has {FEWEST} to {MOST} classes, not {k}.")
    whole, weights = _distinct(values, decimals)
    is_sampled = method == "fisher_jenks" and whole.size > SAMPLE_SIZE
    if centre is None:
        return _classified(values, method, _bounds(whole, weights, method, k), decimals, is_sampled=is_sampled)
    middle = _upwards(centre, decimals)
    is_low = whole < middle
    low = _bounds(whole[is_low], weights[is_low], method, k // 2)
    high = _bounds(whole[~is_low], weights[~is_low], method, k // 2)
    return _classified(values, method, [*low, middle, *high], decimals, below=len(low) + 1, is_sampled=is_sampled)


def given_classes(values: Floats, bounds: Sequence[float], *, decimals: int) -> Classification:
    """Count the values in classes whose bounds are given.

    Parameters
    ----------
    values : ndarray, any shape, float
        Values as published; NaN is left out.
    bounds : sequence of float
        Rising inner bounds. One with more decimals than the values is rounded up, which moves no
        value; two that become equal are one.
    decimals : int
        Published decimals, 0 to 9.

    Returns
    -------
    Classification
        Classes may be empty: given bounds stay, whatever the values.

    Raises
    ------
    ValueError
        When the bounds do not rise or are not finite numbers.

    References
    ----------
    Dent, Torguson and Hodler (2009), Cartography, chapter 6.

    Examples
    --------
    >>> given_classes(np.array([5.0, 10.0]), (10.0, 20.0), decimals=0).counts
    (1, 1, 0)
    """
    if not all(math.isfinite(bound) for bound in bounds):
        raise ValueError("Bounds of classes are finite numbers.")
    if any(left >= right for left, right in pairwise(bounds)):
        raise ValueError("Bounds of classes rise.")
    return _classified(values, "given", [_upwards(bound, decimals) for bound in bounds], decimals)


def sided_classes(values: Floats, *, middle: float, method: Method, half: int, decimals: int) -> Classification:
    """Find classes around a middle: the same number below it and from it on.

    Parameters
    ----------
    values : ndarray, any shape, float
        Values as published, of all periods that share the classes; NaN is left out.
    middle : float
        Where both sides meet; a value on it belongs above. With more decimals than the values it is rounded up.
    method : str
        As in `make_classes`, for each side by itself. Where it gives another number of classes, quantiles do.
    half : int
        Classes wanted on either side, 1 to 3; fewer where neither side has so many different values.
    decimals : int
        Published decimals, 0 to 9.

    Returns
    -------
    Classification
        `below` classes under the middle, and as many from it on. A side with too few values mirrors the bounds of
        the other one, or has equal steps down to zero where nothing is negative; its classes may be empty. Without a
        value there are two classes.

    Raises
    ------
    ValueError
        For fewer than one class on a side, or an unknown method.

    References
    ----------
    Brewer (1994), Color use guidelines for mapping and visualization, in MacEachren and Taylor, 123-147.

    Examples
    --------
    >>> sided_classes(np.array([1, 2, 3, 4, 12, 20.0]), middle=10, method="quantiles", half=2, decimals=0).bounds
    (3.0, 10.0, 20.0)
    """
    if half < 1:
        raise ValueError(f"A side has at least one class, not {half}.")
    whole, weights = _distinct(values, decimals)
    at = _upwards(middle, decimals)
    is_low = whole < at
    half = max(1, min(half, int(max(is_low.sum(), (~is_low).sum()))))
    low = _side(whole[is_low], weights[is_low], method, (half, at))
    high = _side(whole[~is_low], weights[~is_low], method, (half, at))
    if low is None:
        low = _mirrored(high or [], at, half, is_positive=whole.size > 0 and int(whole[0]) >= 0)
    if high is None:
        high = [2 * at - bound for bound in reversed(low)]
    found = _classified(values, "given", [*low, at, *high], decimals, below=half)
    return replace(found, method=method)


def _side(whole: Integers, weights: Integers, method: Method, place: tuple[int, int]) -> list[int] | None:
    """Return the bounds inside one side; None where it has too few different values."""
    half, at = place
    if whole.size < half:
        return None
    even = [int(whole[whole.size * step // half]) for step in range(1, half)]
    ways = (_bounds(whole, weights, method, half), _bounds(whole, weights, "quantiles", half), even)
    return next(found for found in ways if len(found) == half - 1 and at not in found)


def _mirrored(other: list[int], at: int, half: int, *, is_positive: bool) -> list[int]:
    """Return bounds as far below the middle as those of the other side are above it; shares do not fall below zero."""
    found = [2 * at - bound for bound in reversed(other)]
    steps = [at * step // half for step in range(1, half)]
    is_rising = all(left < right for left, right in pairwise([0, *steps, at]))
    return steps if is_positive and is_rising and found and found[0] <= 0 else found


def _distinct(values: Floats, decimals: int) -> tuple[Integers, Integers]:
    """Return the different values as whole numbers of their last decimal, and how often each occurs."""
    there = values[~np.isnan(values)]
    return np.unique(to_scaled(there, decimals, missing=_NO_VALUE), return_counts=True)


def _upwards(bound: float, decimals: int) -> int:
    # 12.55 divides one-decimal values as 12.6 does; binary noise must not lift 12.5 to 12.6.
    return math.ceil(round(bound * 10.0**decimals, 6))


def _bounds(whole: Integers, weights: Integers, method: Method, k: int) -> list[int]:
    k = min(k, whole.size)
    if k <= 1:
        return []
    match method:
        case "equal_intervals" | "pretty" | "standard_deviations":
            found = _scale_bounds(whole, weights, method, k)
            # More classes than different values would print bounds that nothing lies between.
            return found if len(found) < whole.size else whole[1:].tolist()
        case "quantiles":
            return [int(whole[cut]) for cut in _quantile_cuts(weights, k)]
        case "head_tail":
            return head_tail_bounds(whole, weights, k)
        case "fisher_jenks":
            kept = _thinned(whole.size)
            return [int(whole[kept[cut]]) for cut in natural_cuts(whole[kept], _weights(weights, kept), k)]
        case _:
            raise ValueError(f"There is no method {method!r} to find classes.")


def _scale_bounds(whole: Integers, weights: Integers, method: Method, k: int) -> list[int]:
    """Return bounds that a scale gives, whether or not values lie between them."""
    low, high = int(whole[0]), int(whole[-1])
    if method == "pretty":
        return round_bounds(low, high, k)
    if method == "standard_deviations":
        return deviation_bounds(whole, weights, k)
    return [low - (low - high) * step // k for step in range(1, k)] if high - low >= k else whole[1:].tolist()


def _quantile_cuts(weights: Integers, k: int) -> list[int]:
    """Return the cuts between different values that lie nearest to equal shares; ties stay together."""
    below = np.concatenate([[0], np.cumsum(weights)])
    ideal = below[-1] * np.arange(1, k) / k
    nearest = np.abs(below[None, :] - ideal[:, None]).argmin(axis=1)
    return sorted({int(cut) for cut in nearest if 0 < cut < weights.size})


def _thinned(size: int) -> Integers:
    """Return evenly spread positions, the first and the last one among them."""
    if size <= SAMPLE_SIZE:
        return np.arange(size)
    return np.unique(np.linspace(0, size - 1, SAMPLE_SIZE).round().astype(np.int64))


def _weights(weights: Integers, kept: Integers) -> Integers:
    return np.add.reduceat(weights, kept)


def _classified(  # noqa: PLR0913 - the fields of the result
    values: Floats,
    method: Method,
    whole: list[int],
    decimals: int,
    *,
    below: int | None = None,
    is_sampled: bool = False,
) -> Classification:
    rising = np.array(sorted(set(whole)), dtype=np.int64)
    bounds = tuple(from_scaled(rising, decimals, missing=_NO_VALUE).tolist())
    # Should a value have more decimals than are published: it is classed as it is printed.
    there = round_half_up(values[~np.isnan(values)], decimals)
    counts = np.bincount(classify(there, bounds) - 1, minlength=len(bounds) + 1)
    is_empty = there.size == 0 and method != "given"
    return Classification(
        method=method,
        bounds=() if is_empty else bounds,
        low=float(there.min()) if there.size else None,
        high=float(there.max()) if there.size else None,
        counts=() if is_empty else tuple(counts.tolist()),
        n=int(there.size),
        decimals=decimals,
        below=None if is_empty else below,
        is_sampled=is_sampled,
    )
