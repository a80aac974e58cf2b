# SPDX-License-Identifier: EUPL-1.2
"""How much a place still counts the farther away it is: declared functions, each with a bound where it ends."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Of three zones of equal width (Luo and Qi 2009).
THREE_ZONES: Final = (1.0, 0.68, 0.22)
_AT_BOUND: Final = math.exp(-0.5)


@dataclass(frozen=True, slots=True)
class Steps:
    """Zones: ``weights[k]`` holds up to and including the cost ``bounds[k]``; beyond the last bound nothing counts.

    Bounds rise from above 0 on, weights fall and lie above 0 and up to 1.
    """

    bounds: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse zones that do not rise, or weights that do not fall."""
        if not self.bounds or len(self.bounds) != len(self.weights):
            raise ValueError("Every zone has a bound and a weight.")
        _check_bound(self.bounds[0])
        _check_bound(self.bounds[-1])
        if not (np.diff(self.bounds) > 0).all():
            raise ValueError("The bounds of zones rise.")
        if not (self.weights[0] <= 1 and self.weights[-1] > 0 and (np.diff(self.weights) <= 0).all()):
            raise ValueError("Weights fall from 1 at most and stay above 0.")

    @property
    def furthest(self) -> float:
        """The cost beyond which nothing counts."""
        return self.bounds[-1]

    def at(self, costs: Floats) -> Floats:
        """Return the weights of costs, 0 for NaN, infinity and beyond the bound."""
        zones = np.searchsorted(np.asarray(self.bounds, dtype=np.float64), costs, side="left")
        return np.asarray((*self.weights, 0.0), dtype=np.float64)[zones]


@dataclass(frozen=True, slots=True)
class Gaussian:
    """The bell of Dai (2010): 1 at no cost, 0 at the bound, which is its standard deviation."""

    furthest: float

    def __post_init__(self) -> None:
        """Refuse a bound that is none."""
        _check_bound(self.furthest)

    def at(self, costs: Floats) -> Floats:
        """Return the weights of costs, 0 for NaN, infinity and from the bound on."""
        parts = _parts_of(costs, self.furthest)
        return np.maximum((np.exp(-0.5 * parts**2) - _AT_BOUND) / (1 - _AT_BOUND), 0.0)


@dataclass(frozen=True, slots=True)
class Linear:
    """A straight line from 1 at no cost to 0 at the bound."""

    furthest: float

    def __post_init__(self) -> None:
        """Refuse a bound that is none."""
        _check_bound(self.furthest)

    def at(self, costs: Floats) -> Floats:
        """Return the weights of costs, 0 for NaN, infinity and from the bound on."""
        return 1.0 - _parts_of(costs, self.furthest)


Decay = Steps | Gaussian | Linear


def within(furthest: float) -> Steps:
    """Return the plain catchment: everything up to the bound counts alike.

    Parameters
    ----------
    furthest : float
        Above 0, in the unit of the costs (minutes or metres); costs equal to it still count.

    Returns
    -------
    Steps
        One zone of weight 1.

    Raises
    ------
    ValueError
        For a bound that is not above 0 or not finite.

    References
    ----------
    Luo and Wang (2003), Environment and Planning B 30, 865-884.

    Examples
    --------
    >>> within(15).at(np.array([0.0, 15.0, 15.1, np.nan])).tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    return Steps((float(furthest),), (1.0,))


def three_zones(furthest: float) -> Steps:
    """Return the three zones of the enhanced method, each a third of the way to the bound wide.

    Parameters
    ----------
    furthest : float
        Above 0, in the unit of the costs.

    Returns
    -------
    Steps
        Weights 1, 0.68 and 0.22.

    Raises
    ------
    ValueError
        For a bound that is not above 0 or not finite.

    References
    ----------
    Luo and Qi (2009), Health & Place 15, 1100-1107: 10, 20 and 30 minutes.

    Examples
    --------
    >>> three_zones(30).at(np.array([10.0, 20.0, 30.0, 31.0])).tolist()
    [1.0, 0.68, 0.22, 0.0]
    """
    return Steps((furthest / 3, 2 * furthest / 3, float(furthest)), THREE_ZONES)


def _parts_of(costs: Floats, furthest: float) -> Floats:
    """Return costs as parts of the bound; 1 where there is no way within it."""
    return np.where(costs <= furthest, costs / furthest, 1.0)


def _check_bound(furthest: float) -> None:
    if not 0 < furthest < math.inf:
        raise ValueError("The bound of a catchment lies above 0 and is finite.")
