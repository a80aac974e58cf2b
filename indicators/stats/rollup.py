# SPDX-License-Identifier: EUPL-1.2
"""Sums and weighted means of areas for the next coarser level: exact, or not at all."""

import numpy as np
import numpy.typing as npt

from indicators.stats.vintages import RawSlice, raw_slice
from sozialplanung.common.statuses import Flag, Status, have_value

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]


def sum_up(child: RawSlice, parents: Positions, size: int) -> RawSlice:
    """Sum counts of areas to the areas that contain them.

    Parameters
    ----------
    child : RawSlice
        Counts of n areas.
    parents : ndarray, shape (n,), int
        Position of the containing area, −1 for none.
    size : int
        Number m of containing areas.

    Returns
    -------
    RawSlice
        m sums, flagged re-aggregated. A containing area of which one part has no value has none either (status
        missing): a partial sum would look like a small number. A part that is not applicable adds nothing. An area
        without parts is missing.
    """
    value, complete = _sums(child.value, child, parents, size)
    status = np.where(complete, np.where(value == 0, Status.TRUE_ZERO, Status.OK), Status.MISSING)
    return raw_slice(np.where(complete, value, np.nan), status, flags=np.where(complete, Flag.REAGGREGATED, 0))


def weighted_up(child: RawSlice, weights: Floats, parents: Positions, size: int) -> RawSlice:
    """Roll rates up by their own denominators: sum of rate times weight over sum of weights.

    Parameters
    ----------
    child : RawSlice
        Rates of n areas.
    weights : ndarray, shape (n,), float
        The denominators of the rates; NaN where unknown.
    parents, size
        As in :func:`sum_up`.

    Returns
    -------
    RawSlice
        m rates with ``denominator`` (sum of weights) and ``numerator`` (weighted sum / 100), flagged re-aggregated.
        Missing where one part has no rate or no weight, or where the weights sum to zero (not applicable).
    """
    weighed = raw_slice(child.value * weights, np.where(np.isnan(weights), Status.MISSING, child.status))
    total, complete = _sums(weighed.value, weighed, parents, size)
    base, _ = _sums(weights, weighed, parents, size)
    with np.errstate(invalid="ignore", divide="ignore"):  # a base of zero becomes not applicable below
        rate = total / base
    status = np.where(complete, np.where(base > 0, Status.OK, Status.NOT_APPLICABLE), Status.MISSING)
    there = status == Status.OK
    return raw_slice(
        np.where(there, rate, np.nan),
        status,
        numerator=np.where(there, total / 100.0, np.nan),
        denominator=np.where(there, base, np.nan),
        flags=np.where(there, Flag.REAGGREGATED, 0),
    )


def _sums(values: Floats, child: RawSlice, parents: Positions, size: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
    valued = have_value(child.status)
    inside = parents >= 0
    lacking = inside & ~valued & (child.status != Status.NOT_APPLICABLE)
    counted = inside & valued
    sums = np.bincount(parents[counted], weights=values[counted], minlength=size)
    parts = np.bincount(parents[counted], minlength=size)
    gaps = np.bincount(parents[lacking], minlength=size)
    return sums.astype(np.float64), (gaps == 0) & (parts > 0)
