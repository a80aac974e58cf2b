# SPDX-License-Identifier: EUPL-1.2
"""Tables of counts over hierarchies (areas, ages, sexes, periods) as cells and equations."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from indicators.stats.disclosure.cells import Cell, Equation, sums_up
from indicators.stats.disclosure.primary import Floats

SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to break a count down: codes, and for each the position of what it is part of, -1 for the whole."""

    codes: tuple[str, ...]
    parents: tuple[int, ...]

    @property
    def families(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Each code that has parts, with their positions."""
        found: dict[int, list[int]] = {}
        for place, parent in enumerate(self.parents):
            if parent >= 0:
                found.setdefault(parent, []).append(place)
        return tuple((parent, tuple(parts)) for parent, parts in sorted(found.items()))

    @property
    def ends(self) -> tuple[int, ...]:
        """The positions of the codes that have no parts."""
        parents = set(self.parents)
        return tuple(place for place in range(len(self.codes)) if place not in parents)


def flat(total: str, parts: Iterable[str]) -> Dimension:
    """Return a dimension of one total and its parts.

    Parameters
    ----------
    total : str
    parts : iterable of str

    Returns
    -------
    Dimension
    """
    codes = tuple(parts)
    return Dimension((total, *codes), (-1, *(0 for _ in codes)))


def summed(dimensions: Sequence[Dimension], ends: Floats) -> Floats:
    """Return all counts of a table from those that have no parts.

    Parameters
    ----------
    dimensions : sequence of Dimension
        Parents may stand before or after their parts.
    ends : ndarray
        One axis per dimension, in the order of :attr:`Dimension.ends`.

    Returns
    -------
    ndarray
        One axis per dimension, in the order of its codes.
    """
    made = ends
    for axis, dimension in enumerate(dimensions):
        made = np.tensordot(_spread(dimension), made, axes=(1, axis))
        made = np.moveaxis(made, 0, axis)
    return made


def _spread(dimension: Dimension) -> Floats:
    spread = np.zeros((len(dimension.codes), len(dimension.ends)))
    for column, end in enumerate(dimension.ends):
        place = end
        while place >= 0:
            spread[place, column] = 1.0
            place = dimension.parents[place]
    return spread


def key_of(codes: Iterable[str], prefix: str = "") -> str:
    """Return the key of a cell from its codes.

    Parameters
    ----------
    codes : iterable of str
        One per dimension.
    prefix : str
        What the table counts, "" for nothing.

    Returns
    -------
    str
    """
    return SEPARATOR.join([prefix, *codes] if prefix else codes)


def table(
    dimensions: Sequence[Dimension],
    counts: Floats,
    make: Callable[[str, float, tuple[int, ...]], Cell],
    *,
    prefix: str = "",
) -> tuple[list[Cell], list[Equation]]:
    """Return the cells of a table and every sum that its readers can write down.

    Parameters
    ----------
    dimensions : sequence of Dimension
    counts : ndarray
        One axis per dimension, totals included (:func:`summed`).
    make : callable
        Makes a cell from its key, its count and its positions.
    prefix : str
        Stands before all keys.

    Returns
    -------
    tuple of (list of Cell, list of Equation)
    """
    axes = [range(len(dimension.codes)) for dimension in dimensions]

    def key(places: Sequence[int]) -> str:
        return key_of((dimension.codes[at] for dimension, at in zip(dimensions, places, strict=True)), prefix)

    cells = [make(key(places), float(counts[places]), places) for places in product(*axes)]
    equations = []
    for axis, dimension in enumerate(dimensions):
        for before in product(*axes[:axis]):
            for after in product(*axes[axis + 1 :]):
                for parent, parts in dimension.families:
                    told = [key((*before, part, *after)) for part in parts]
                    equations.append(sums_up(key((*before, parent, *after)), told))
    return cells, equations
