# SPDX-License-Identifier: EUPL-1.2
"""What has to hold: each sensitive cell stays open to below and to above, for readers and for single contributors."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.stats.disclosure.primary import Mask
from indicators.stats.disclosure.system import System

NOBODY: Final = -1


@dataclass(frozen=True, slots=True, order=True)
class Threat:
    """One end of the interval of a sensitive cell, and somebody who may try to narrow it.

    Attributes
    ----------
    knower : int
        Position of the cell that the attacker knows as its only contributor; -1 for readers, who know none.
    cell : int
        Position of the sensitive cell.
    sign : int
        1 for its upper end, -1 for the lower one.
    required : float
        How far that end has to lie from the true value; above 0.
    """

    knower: int
    cell: int
    sign: int
    required: float


def threats_of(system: System, hidden: Mask) -> tuple[Threat, ...]:
    """Return everything that has to hold of a pattern.

    Parameters
    ----------
    system : System
    hidden : ndarray, shape (f,), bool
        The figures that are hidden. A contributor knows no more than others where a cell is told exactly.

    Returns
    -------
    tuple of Threat
        Sorted: readers first. A single contributor is held against the sensitive cells of the same equations.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.3.2 (singletons).
    """
    found = [threat for cell in system.needs for threat in _ends(system, NOBODY, int(cell))]
    is_vague = hidden[system.figure_of] | (system.told_down > 0) | (system.told_up > 0)
    for knower in np.flatnonzero(system.is_single & is_vague):
        found += [threat for cell in _beside(system, int(knower)) for threat in _ends(system, int(knower), cell)]
    return tuple(sorted(found))


def _beside(system: System, knower: int) -> Iterable[int]:
    rows = np.unique(system.matrix[:, [knower]].tocsc().indices)
    near = np.unique(system.matrix[rows].indices)
    return [int(cell) for cell in near if cell != knower and not np.isnan(system.need_up[cell])]


def _ends(system: System, knower: int, cell: int) -> Iterable[Threat]:
    ends = ((-1, float(system.need_down[cell])), (1, float(system.need_up[cell])))
    return [Threat(knower, cell, sign, required) for sign, required in ends if required > 0]
