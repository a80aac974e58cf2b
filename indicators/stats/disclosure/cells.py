# SPDX-License-Identifier: EUPL-1.2
"""Cells, the figures that tell them, and the equations between them."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What may still be decided about a figure."""

    OPEN = "open"
    """It may be shown or hidden."""
    MUST = "must"
    """It has to be shown, for instance the total of the city."""
    SHOWN = "shown"
    """An earlier release shows it: hiding it now takes nothing back."""
    HIDDEN = "hidden"
    """It is hidden for good: by an earlier pattern, by its source, or because nobody ever sees it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``lower`` to ``upper``, both included; either may be infinite."""

    lower: float
    upper: float

    def holds(self, other: "Interval") -> bool:
        """Say whether the other interval lies inside this one."""
        return self.lower <= other.lower and other.upper <= self.upper

    @property
    def is_finite(self) -> bool:
        """Whether both ends are numbers."""
        return math.isfinite(self.lower) and math.isfinite(self.upper)

    def contains(self, number: float) -> bool:
        """Say whether a number lies inside."""
        return self.lower <= number <= self.upper


@dataclass(frozen=True, slots=True)
class Cell:
    """One quantity that a reader could learn.

    Attributes
    ----------
    key : str
        Stable text; what is computed depends on the keys, never on the order of the cells.
    value : float
        The true value; NaN where we do not know it either (:func:`~.filling.filled` finds one that fits).
    fate : Fate
        Of the figure that tells it.
    told : Interval or None
        What the figure tells of the cell when it is shown: None for exactly its value, an interval where it is
        rounded or derived.
    lower, upper : float
        What everybody knows beforehand; a count is not negative.
    need : Interval or None
        None where the cell is not sensitive. Otherwise the attacker's interval has to reach at least so far.
    weight : float or None
        What is lost when the cell is hidden; None for its size, at least 1.
    figure : str
        The figure that tells it, several cells of one are shown or hidden together; "" for one of its own.
    is_single : bool
        Whether one contributor stands behind it, who knows its value.
    """

    key: str
    value: float
    fate: Fate = Fate.OPEN
    told: Interval | None = None
    lower: float = 0.0
    upper: float = math.inf
    need: Interval | None = None
    weight: float | None = None
    figure: str = ""
    is_single: bool = False

    @property
    def figure_key(self) -> str:
        """The key of the figure that tells the cell."""
        return self.figure or self.key

    @property
    def loss(self) -> float:
        """What is lost when the cell is hidden."""
        return max(abs(self.value), 1.0) if self.weight is None else self.weight

    @property
    def shown(self) -> Interval:
        """What everybody knows of the cell when its figure is shown."""
        told = self.told or Interval(self.value, self.value)
        return Interval(max(self.lower, told.lower), min(self.upper, told.upper))

    @property
    def is_primary(self) -> bool:
        """Whether its own figure would tell too much."""
        return self.need is not None and self.fate != Fate.HIDDEN and not self.shown.holds(self.need)


@dataclass(frozen=True, slots=True)
class Equation:
    """A weighted sum of cells that everybody knows: ``sum of coefficient * cell = total``; unique by its terms."""

    terms: Mapping[str, float]
    total: float = 0.0
    name: str = ""


def sums_up(whole: str, parts: Iterable[str]) -> Equation:
    """Return the equation that parts add up to a whole.

    Parameters
    ----------
    whole : str
        Key of the sum.
    parts : iterable of str
        Keys of its parts.

    Returns
    -------
    Equation

    Examples
    --------
    >>> dict(sums_up("city", ["north", "south"]).terms)
    {'city': -1.0, 'north': 1.0, 'south': 1.0}
    """
    return Equation({whole: -1.0, **dict.fromkeys(parts, 1.0)}, name=whole)


def equals(first: str, second: str) -> Equation:
    """Return the equation that two cells are the same quantity, told by two figures.

    Parameters
    ----------
    first, second : str
        Keys of the cells.

    Returns
    -------
    Equation
    """
    return Equation({first: 1.0, second: -1.0}, name=first)
