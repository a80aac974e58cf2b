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


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """Mean of the steps up and down, half of what the step up is longer, and whether 0 is the lowest."""

    usual: Floats
    lean: Floats
    has_floor: bool


class Sampler:
    """Draws of all components, one after the other; what does not change is computed once.

    A draw is value + e · (upper − value) / z for e above 0, value + e · (value − lower) / z below, e standard normal;
    not below 0 where no lower limit is. A column without limits, and an area without, stays as it is; NaN stays.
    """

    def __init__(self, names: tuple[str, ...], columns: tuple[Floats, ...], intervals: Mapping[str, Interval]) -> None:
        """Prepare the steps; `columns` have the names `names`."""
        self._columns = columns
        self._steps = tuple(
            _steps_of(column, intervals[name]) if name in intervals else None
            for name, column in zip(names, columns, strict=True)
        )

    def draw(self, rng: np.random.Generator) -> tuple[Floats, ...]:
        """Return every component drawn once, by the given source of chance."""
        return tuple(
            column if steps is None else _drawn(column, steps, rng)
            for column, steps in zip(self._columns, self._steps, strict=True)
        )


def _steps_of(column: Floats, interval: Interval) -> _Steps:
    up, down = (
        np.nan_to_num(np.abs(limit - column) / interval.z, nan=0.0) for limit in (interval.upper, interval.lower)
    )
    return _Steps((up + down) / 2.0, (up - down) / 2.0, not (interval.lower < 0).any())


def _drawn(column: Floats, steps: _Steps, rng: np.random.Generator) -> Floats:
    """Return column + e · step; e · usual + |e| · lean is the step up for e above 0 and the step down below."""
    chance = rng.standard_normal(column.size)
    drawn = column + chance * steps.usual
    drawn += np.abs(chance, out=chance) * steps.lean
    return np.maximum(drawn, 0.0, out=drawn) if steps.has_floor else drawn
