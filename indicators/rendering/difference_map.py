# SPDX-License-Identifier: EUPL-1.2
"""A map of differences: how much higher or lower each area becomes, in classes of size, and what else happens to it."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.palettes import offered
from sozialplanung.common.statuses import WITH_VALUE, Status

Floats = npt.NDArray[np.float64]
Measure = Literal["absolute", "relative"]
Happening = Literal["lower", "higher", "same", "new", "gone", "hidden", "reason", "empty"]

PALETTE: Final = "diverging"
MOST_ARMS: Final = 3
_HUNDRED: Final = 100.0
# A figure that the source or we keep back; every other one without a number simply has none.
_HIDDEN: Final = frozenset({Status.CONFIDENTIAL, Status.SUPPRESSED, Status.UNRELIABLE})
_STEPS: Final = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0)


@dataclass(frozen=True, slots=True)
class Pair:
    """One area before and after; a status of None means that there is no figure at all on that side."""

    before: float | None
    status_before: Status | None
    after: float | None
    status_after: Status | None


@dataclass(frozen=True, slots=True)
class Shift:
    """What happens to one area; `size` is the signed difference (in percent when relative), None without one.

    A rise from zero has no percentage: its size is infinite.
    """

    happening: Happening
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes of size: `bounds` are the sizes at which the next class begins, the same for both directions."""

    measure: Measure
    bounds: tuple[float, ...]

    @property
    def arms(self) -> int:
        """How many classes each direction has."""
        return len(self.bounds) + 1

    @property
    def size(self) -> int:
        """The number of classes, the one of no difference in the middle."""
        return 2 * self.arms + 1

    def class_of(self, shift: Shift) -> int:
        """Return the class from 1 (falls most) to `size` (rises most); 0 for an area without a difference of numbers.

        An area that stays the same is in the middle.
        """
        middle = self.arms + 1
        if shift.happening == "same":
            return middle
        if shift.size is None:
            return 0
        step = 1 + sum(1 for bound in self.bounds if abs(shift.size) >= bound)
        return middle + step if shift.size > 0 else middle - step


def shift_of(pair: Pair, measure: Measure) -> Shift:
    """Say what happens to one area."""
    if pair.status_after is None:
        return Shift("empty" if pair.status_before is None else "gone")
    if pair.after is None:
        return Shift(_without_number(pair))
    if pair.before is None:
        return Shift("new")
    if pair.after == pair.before:
        return Shift("same")
    difference = pair.after - pair.before
    return Shift("higher" if difference > 0 else "lower", _size(difference, pair.before, measure))


def _without_number(pair: Pair) -> Happening:
    if pair.status_after in _HIDDEN:
        return "hidden"
    return "empty" if pair.before is None and pair.status_before in {None, pair.status_after} else "reason"


def _size(difference: float, before: float, measure: Measure) -> float:
    if measure == "absolute":
        return difference
    return math.copysign(math.inf, difference) if before == 0 else _HUNDRED * difference / abs(before)


def scale_of(shifts: Sequence[Shift], measure: Measure) -> Scale:
    """Choose round bounds so that about a third of the areas that change lies in each class of size.

    Few or equal differences get fewer classes; never more than the palette passes its gate for.
    """
    sizes = np.array([abs(each.size) for each in shifts if each.size is not None and math.isfinite(each.size)])
    bounds: list[float] = []
    if sizes.size:
        for share in (1 / 3, 2 / 3):
            bound = _rounded(float(np.quantile(sizes, share)))
            if (not bounds or bound > bounds[-1]) and (sizes >= bound).any() and (sizes < bound).any():
                bounds.append(bound)
    most = max((each - 1) // 2 for each in offered(PALETTE) if each % 2)
    return Scale(measure, tuple(bounds[: min(MOST_ARMS, most) - 1]))


def _rounded(number: float) -> float:
    """Return the number nearby that is easy to read: 1, 1.5, 2, 3, 4, 5 or 7.5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(number))
    step = min(_STEPS, key=lambda each: abs(each * power - number))
    return float(f"{step * power:.12g}")


def counts_of(shifts: Sequence[Shift], scale: Scale) -> tuple[Counter[int], Counter[str]]:
    """Count the areas of each class, and of each thing that happens to areas without a difference of numbers."""
    classes = Counter(scale.class_of(each) for each in shifts)
    others = Counter[str](each.happening for each in shifts if not scale.class_of(each))
    del classes[0]
    return classes, others


def largest_first(shifts: Sequence[Shift]) -> list[int]:
    """Return the places of all areas: differences by size, then what else happens, what stays the same at the end."""
    order = {"lower": 0, "higher": 0, "hidden": 1, "gone": 2, "reason": 3, "new": 4, "same": 5, "empty": 6}
    return sorted(
        range(len(shifts)), key=lambda place: (order[shifts[place].happening], -abs(shifts[place].size or 0.0), place)
    )


def pair_of(before: float | None, before_code: int | None, after: float | None, after_code: int | None) -> Pair:
    """Return a pair from numbers and codes; a number beside a status that has none counts as none."""
    old, new = (None if code is None else Status(code) for code in (before_code, after_code))
    return Pair(
        before if old in WITH_VALUE else None,
        old,
        after if new in WITH_VALUE else None,
        new,
    )
