# SPDX-License-Identifier: EUPL-1.2
"""Draws of components from their intervals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """Limits of a component in its own unit, shape (n,); `z` is the quantile of their confidence (1.96 for 95 %)."""

    lower: Floats
    upper: Floats
    z: float = 1.959963984540054


def drawn_columns(
    names: tuple[str, ...], columns: tuple[Floats, ...], intervals: Mapping[str, Interval], rng: np.random.Generator
) -> tuple[Floats, ...]:
    """Draw every component once.

    Parameters
    ----------
    names : tuple of str
        Names of the columns.
    columns : tuple of ndarray, shape (n,), float
        The figures; NaN where there is none.
    intervals : mapping of str to Interval
        Limits around the figures.
    rng : numpy Generator
        The source of chance.

    Returns
    -------
    tuple of ndarray, shape (n,), float
        Value + e · (upper − value) / z for e above 0, value + e · (value − lower) / z below, with e standard normal;
        not below 0 where no lower limit is. A column without limits, and an area without, stays as it is; NaN stays.
    """
    return tuple(
        _drawn(column, intervals[name], rng) if name in intervals else column
        for name, column in zip(names, columns, strict=True)
    )


def _drawn(column: Floats, interval: Interval, rng: np.random.Generator) -> Floats:
    chance = rng.standard_normal(column.size)
    limits = np.where(chance > 0, interval.upper, interval.lower)
    step = np.abs(limits - column) * (chance / interval.z)
    np.copyto(step, 0.0, where=np.isnan(step))
    drawn = column + step
    has_floor = not (interval.lower < 0).any()
    return np.maximum(drawn, 0.0) if has_floor else drawn
