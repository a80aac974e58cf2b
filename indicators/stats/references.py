# SPDX-License-Identifier: EUPL-1.2
"""How one area stands to a reference: to what it is a part of, or to others that it is not among."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.stats.compare import Outcome, newcombe
from indicators.stats.tiers import rate_difference

PERCENT: Final = 100.0
Ends = tuple[float, float]
# The threshold itself counts as reached, whatever binary fractions do to it.
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of counts: cases and persons."""

    cases: float
    persons: float

    def without(self, part: "Counted") -> "Counted":
        """Return what is left of a whole without one of its parts."""
        return Counted(self.cases - part.cases, self.persons - part.persons)


def interval_between(one: Counted, other: Counted, *, factor: float) -> Ends | None:
    """Return the 95 % interval of the difference of two figures, one minus other.

    Parameters
    ----------
    one, other : Counted
        Cases and persons of two groups that have nobody in common.
    factor : float
        Per so many persons the figure is told; 100 means shares in percent.

    Returns
    -------
    tuple of float or None
        In the unit of the figure; None where a group is empty, a count is missing, or a share has more cases than
        persons.

    References
    ----------
    Newcombe (1998), method 10, for shares; Zou and Donner (2008) for other rates.

    Examples
    --------
    >>> ends = interval_between(Counted(120, 1000), Counted(150, 1000), factor=100)
    >>> [round(end, 3) for end in ends]
    [-6.001, -0.001]
    """
    counts = (one.cases, one.persons, other.cases, other.persons)
    if not all(math.isfinite(count) and count >= 0 for count in counts) or not (one.persons and other.persons):
        return None
    parts = tuple(np.array([count], dtype=np.float64) for count in counts)
    if factor != PERCENT:
        _difference, lower, upper = rate_difference((parts[0], parts[1], parts[2], parts[3]), base=factor)
        return float(lower[0]), float(upper[0])
    if one.cases > one.persons or other.cases > other.persons:
        return None
    lower, upper = newcombe(*parts)
    return float(PERCENT * lower[0]), float(PERCENT * upper[0])


def stands(distance: float, *, threshold: float | None, ends: Ends | None) -> Outcome:
    """Say how a figure stands to a reference: beyond chance, where chance is known, and by enough to matter.

    Parameters
    ----------
    distance : float
        Figure minus reference, in the unit of the indicator; NaN where one of them is missing.
    threshold : float or None
        Fachschwelle: a smaller distance is called similar. Without one nothing is compared.
    ends : tuple of float or None
        Interval of the difference; None where nothing is known of chance: the threshold alone decides then.

    Returns
    -------
    Outcome
        ``NOT_COMPARABLE`` without a distance or a threshold.

    Examples
    --------
    >>> stands(3.0, threshold=2.0, ends=(0.5, 5.5)).name, stands(3.0, threshold=2.0, ends=(-0.5, 6.5)).name
    ('HIGHER', 'SIMILAR')
    """
    if threshold is None or math.isnan(distance):
        return Outcome.NOT_COMPARABLE
    is_beyond = ends is None or ends[0] > 0 or ends[1] < 0
    if not is_beyond or abs(distance) < threshold - _SLACK or not distance:
        return Outcome.SIMILAR
    return Outcome.HIGHER if distance > 0 else Outcome.LOWER
