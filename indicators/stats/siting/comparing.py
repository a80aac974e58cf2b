# SPDX-License-Identifier: EUPL-1.2
"""What a scenario changes: before and after by area and by group, and nothing said below a threshold."""

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from indicators.stats.reach.demand import Demand, Floats, Mask

Codes = npt.NDArray[np.uint8]
# Relative to their size, differences below this are rounding noise of doubles.
_NOISE = 1e-9


class Turn(IntEnum):
    """What happens to an area."""

    # One of both figures is not there.
    UNKNOWN = 0
    # The change lies below the threshold: nothing is said.
    SAME = 1
    GAINS = 2
    LOSES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Figures of n areas before or after: places per person, minutes; NaN where there is none.

    ``rests_on_hidden`` marks those that a hidden number went into.
    """

    values: Floats
    rests_on_hidden: Mask


@dataclass(frozen=True, slots=True, eq=False)
class AreaChanges:
    """What changes in n areas: ``change`` is after less before, NaN where one is missing.

    ``turns`` say who gains and who loses; ``threshold`` is the smallest change that is told. ``rests_on_hidden`` marks
    areas of which one side does.
    """

    change: Floats
    turns: Codes
    threshold: float
    rests_on_hidden: Mask


@dataclass(frozen=True, slots=True, eq=False)
class GroupChange:
    """What changes for a group over all areas with both figures, its persons as weights.

    ``before`` and ``after`` are means by person, NaN where nobody of the group is known there; ``gaining``, ``losing``
    and ``same`` its persons in areas that gain, lose or stay below the threshold, ``unknown`` those in areas without
    both figures. ``left_out`` are areas whose number of persons is not known. ``turn`` judges the means by the same
    threshold. ``hidden`` are areas whose hidden numbers, or marked figures, went into it.
    """

    before: float
    after: float
    turn: Turn
    gaining: float
    losing: float
    same: float
    unknown: float
    left_out: tuple[int, ...]
    hidden: tuple[int, ...]

    @property
    def change(self) -> float:
        """After less before; 0 where there is no way before and after."""
        return 0.0 if self.before == self.after else self.after - self.before

    @property
    def rests_on_hidden(self) -> bool:
        """Whether something hidden went into it."""
        return bool(self.hidden)


def area_changes(before: Side, after: Side, *, threshold: float, more_is_better: bool = True) -> AreaChanges:
    """Hold two states against each other, area by area.

    Parameters
    ----------
    before, after : Side
        Of the same n areas in the same order, in the same unit.
    threshold : float
        Changes smaller than this are not told, 0 or more and finite; one as large is. Rounding noise is never told.
    more_is_better : bool
        Whether a larger figure is a gain (places) or a loss (minutes).

    Returns
    -------
    AreaChanges
        A missing figure is no 0: the turn is unknown. Infinity (no way at all) on one side is a gain or a loss beyond
        every threshold, on both no change.

    Raises
    ------
    ValueError
        For a threshold that is negative or not finite, or areas that differ in number.

    Examples
    --------
    docs/methods/siting.md
    """
    if before.values.shape != after.values.shape or not 0 <= threshold < math.inf:
        raise ValueError("Both sides have the same areas, and the threshold is not negative.")
    is_equal = before.values == after.values
    with np.errstate(invalid="ignore"):  # Infinity less infinity is no change, and set apart above.
        change = np.where(is_equal, 0.0, after.values - before.values)
    noise = _NOISE * np.maximum(_finite(before.values), _finite(after.values))
    return AreaChanges(
        change=change,
        turns=_turns(change, noise, threshold, more_is_better=more_is_better),
        threshold=threshold,
        rests_on_hidden=before.rests_on_hidden | after.rests_on_hidden,
    )


def group_change(
    who: Demand, sides: tuple[Side, Side], changes: AreaChanges, *, more_is_better: bool = True
) -> GroupChange:
    """Say what changes for the persons of a group.

    Parameters
    ----------
    who : Demand
        Persons of the group in n areas.
    sides : tuple of Side
        Before and after.
    changes : AreaChanges
        Made of both.
    more_is_better : bool
        As for the areas.

    Returns
    -------
    GroupChange
        Both means are those of the same persons. An infinite figure where somebody of the group lives makes its mean
        infinite. Areas without persons of the group change nothing.

    Raises
    ------
    ValueError
        When the numbers of areas differ.

    Examples
    --------
    docs/methods/siting.md
    """
    if who.persons.shape != changes.turns.shape:
        raise ValueError("The group and the changes are those of the same areas.")
    persons = np.where(who.is_known, who.persons, 0.0)
    counted = (changes.turns != Turn.UNKNOWN) & (persons > 0)
    means = [_mean(side.values[counted], persons[counted]) for side in sides]
    overall = np.array([0.0 if means[0] == means[1] else means[1] - means[0]])
    noise = _NOISE * _finite(np.array([max(means, key=abs)]))
    turns = _turns(overall, noise, changes.threshold, more_is_better=more_is_better)
    sums = [float(persons[changes.turns == turn].sum()) for turn in Turn]
    hidden = (who.is_known & who.hidden) | (counted & changes.rests_on_hidden)
    return GroupChange(
        before=means[0],
        after=means[1],
        turn=Turn(int(turns[0])),
        gaining=sums[Turn.GAINS],
        losing=sums[Turn.LOSES],
        same=sums[Turn.SAME],
        unknown=sums[Turn.UNKNOWN],
        left_out=tuple(int(place) for place in np.flatnonzero(~who.is_known)),
        hidden=tuple(int(place) for place in np.flatnonzero(hidden)),
    )


def _turns(change: Floats, noise: Floats, threshold: float, *, more_is_better: bool) -> Codes:
    better = change if more_is_better else -change
    is_told = (np.abs(change) >= threshold - noise) & (np.abs(change) > noise)
    return np.select(
        [np.isnan(change), ~is_told, better > 0],
        [Turn.UNKNOWN, Turn.SAME, Turn.GAINS],
        Turn.LOSES,
    ).astype(np.uint8)


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), np.abs(values), 0.0)


def _mean(values: Floats, persons: Floats) -> float:
    return float(np.average(values, weights=persons)) if persons.size else math.nan
