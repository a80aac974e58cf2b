# SPDX-License-Identifier: EUPL-1.2
"""Classes of the three maps of a scenario: access before and after in the same ones, and its change both ways."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.difference_map import Scale, Shift, scale_of
from indicators.stats.siting.comparing import AreaChanges, Turn

Floats = npt.NDArray[np.float64]
_SHARES: Final = (0.2, 0.4, 0.6, 0.8)
_FEWEST_COLOURS: Final = 3


@dataclass(frozen=True, slots=True)
class AccessScale:
    """Classes of access: `bounds` are where the second and all further classes begin."""

    bounds: tuple[float, ...]

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return len(self.bounds) + 1

    @property
    def colours(self) -> int:
        """How many colours the palette is taken with."""
        return max(self.classes, _FEWEST_COLOURS)

    def class_of(self, value: float) -> int:
        """Return the class of a value, from 1."""
        return 1 + sum(1 for bound in self.bounds if value >= bound)


def access_scale(sides: Iterable[Floats], decimals: int) -> AccessScale:
    """Return classes in which about as many areas lie, before and after together.

    Parameters
    ----------
    sides : iterable of ndarray, shape (n,), float
        Access; NaN where there is none, 0 where nothing is within reach: both are no part of it.
    decimals : int
        To which bounds are rounded; one that leaves a class empty is none.

    Returns
    -------
    AccessScale
        One class alone where nothing differs.
    """
    values = np.concatenate([*sides, np.empty(0)])
    values = values[np.isfinite(values) & (values > 0)]
    if not values.size:
        return AccessScale(())
    bounds: list[float] = []
    for share in _SHARES:
        bound, low = round(float(np.quantile(values, share)), decimals), bounds[-1] if bounds else 0.0
        if ((values >= low) & (values < bound)).any() and (values >= bound).any():
            bounds.append(bound)
    return AccessScale(tuple(bounds))


def shifts_of(changes: AreaChanges) -> tuple[Shift, ...]:
    """Return what happens to each area of a map of changes; below the threshold nothing does."""
    return tuple(_shift(Turn(int(turn)), float(size)) for turn, size in zip(changes.turns, changes.change, strict=True))


def _shift(turn: Turn, size: float) -> Shift:
    if turn is Turn.UNKNOWN:
        return Shift("empty")
    if turn is Turn.SAME:
        return Shift("same")
    return Shift("higher" if size > 0 else "lower", size)


def change_scale(shifts: Sequence[Shift]) -> Scale:
    """Return the classes of a map of changes."""
    return scale_of(shifts, "absolute")


def largest_change_first(changes: AreaChanges) -> list[int]:
    """Return the places of all areas: those that change by size, then those that are not known, then all others."""
    order = {Turn.LOSES: 0, Turn.GAINS: 0, Turn.UNKNOWN: 1, Turn.SAME: 2}
    sizes = np.abs(np.nan_to_num(changes.change))

    def key(place: int) -> tuple[int, float, int]:
        turn = Turn(int(changes.turns[place]))
        return order[turn], -float(sizes[place]) if order[turn] == 0 else 0.0, place

    return sorted(range(len(sizes)), key=key)
