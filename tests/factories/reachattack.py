# SPDX-License-Identifier: EUPL-1.2
"""An attacker on figures of reach: knows places, ways and all that is shown, and solves for numbers that are not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One release: weights of n areas to m sites, places, access where it is shown (else NaN), half its last digit."""

    weights: Floats
    supply: Floats
    access: Floats
    half: float


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Numbers of people that are shown (else NaN), and sums of some: rows of 0 and 1, and what they add up to."""

    persons: Floats
    groups: Floats
    sums: Floats

    @property
    def bounds(self) -> list[tuple[float, float | None]]:
        """Between which ends each number lies by itself."""
        return [(0.0, None) if np.isnan(each) else (each, each) for each in self.persons]


def narrowed(known: Known, told: Sequence[Told], area: int) -> tuple[float, float]:
    """Return between which ends a number lies for somebody who reads all releases side by side."""
    rows, limits = [], []
    for each in told:
        for site, (least, most) in enumerate(_ratios(each)):
            asked = each.weights[:, site]
            if each.supply[site] > 0 and asked.any() and most > 0:
                rows.append(-asked)
                limits.append(-each.supply[site] / most)
                if least > 0:
                    rows.append(asked)
                    limits.append(each.supply[site] / least)
    return _ends(np.eye(len(known.persons))[area], rows, limits, known)


def _ratios(told: Told) -> list[tuple[float, float]]:
    """Return between which ends the places per person at each site lie by the figures that are shown."""
    shown = ~np.isnan(told.access)
    rows = [*told.weights[shown], *-told.weights[shown]]
    limits = [*(told.access[shown] + told.half), *(-told.access[shown] + told.half)]
    none = Known(np.full(len(told.supply), np.nan), np.empty((0, len(told.supply))), np.empty(0))
    return [_ends(row, rows, limits, none) for row in np.eye(len(told.supply))]


def _ends(goal: Floats, rows: Sequence[Floats], limits: Sequence[float], known: Known) -> tuple[float, float]:
    found = []
    for sign in (1.0, -1.0):
        answer = linprog(
            sign * goal,
            A_ub=np.array(rows) if rows else None,
            b_ub=np.array(limits) if rows else None,
            A_eq=known.groups if len(known.groups) else None,
            b_eq=known.sums if len(known.groups) else None,
            bounds=known.bounds,
        )
        # 3: nothing bounds it on that side.
        assert answer.status in {0, 3}, answer.message
        found.append(sign * (float(answer.fun or 0.0) if answer.status == 0 else -np.inf))
    return found[0], found[1]
