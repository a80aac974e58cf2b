# SPDX-License-Identifier: EUPL-1.2
"""Which areas meet the conditions of a filter: judged by figures that readers see, never by one that is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.slices import SliceContent
from sozialplanung.common.statuses import have_value

Codes = npt.NDArray[np.int8]
# What fills an area outside the filter, and what becomes of one that is taken away.
OUTSIDE: Final = "special-fill special-fill--outside"
GONE: Final = "is-gone"


class Judged(IntEnum):
    """What is known of one area."""

    OUT = 0
    IN = 1
    # A figure that is asked for is hidden or missing.
    UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """One condition: as an address writes it, and what it says."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Sieve:
    """The areas of one period, judged by place; `gaps` say what could not be asked of any of them.

    `removes`: areas outside are taken away instead of greyed. `audiences` are those of the figures that were asked.
    """

    codes: Codes
    removes: bool = False
    gaps: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()

    @property
    def passing(self) -> tuple[int, ...]:
        """The places of the areas that meet all conditions."""
        return tuple(np.flatnonzero(self.codes == Judged.IN).tolist())

    @property
    def unknown(self) -> int:
        """How many areas could not be judged."""
        return int((self.codes == Judged.UNKNOWN).sum())

    def is_outside(self, place: int) -> bool:
        """Whether an area does not meet the conditions, as far as is known."""
        return bool(self.codes[place] != Judged.IN)

    def is_gone(self, place: int) -> bool:
        """Whether an area is taken away."""
        return self.removes and self.is_outside(place)

    def style_of(self, place: int) -> str:
        """Return what fills an area outside; empty for one that meets the conditions."""
        if not self.is_outside(place):
            return ""
        return GONE if self.removes else OUTSIDE


@dataclass(frozen=True, slots=True)
class Filtering:
    """The conditions of a filter, and for each release by id what they come to.

    `notes` say how areas are judged where that is not plain, `shapes` are the conditions that a map can draw.
    """

    conditions: tuple[ConditionWords, ...]
    removes: bool
    sieves: dict[int, Sieve]
    notes: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()


def judged_between(content: SliceContent, low: float | None, high: float | None) -> Codes:
    """Judge areas by their published figures, both ends included; one without a figure is unknown."""
    values = content.numbers["value"].values
    is_there = have_value(content.status) & ~np.isnan(values)
    with np.errstate(invalid="ignore"):  # a comparison with what is missing is false
        is_in = (values >= (-np.inf if low is None else low)) & (values <= (np.inf if high is None else high))
    return np.where(is_there, np.where(is_in, Judged.IN, Judged.OUT), Judged.UNKNOWN).astype(np.int8)


def judged_places(places: Sequence[int], size: int) -> Codes:
    """Judge areas by a list of places."""
    codes = np.full(size, Judged.OUT, dtype=np.int8)
    codes[list(places)] = Judged.IN
    return codes


def all_of(judged: Sequence[Codes]) -> Codes:
    """Put conditions together: one that fails decides, whatever is not known; all have to hold."""
    stack = np.stack(judged)
    is_out = (stack == Judged.OUT).any(axis=0)
    is_in = (stack == Judged.IN).all(axis=0)
    return np.where(is_out, Judged.OUT, np.where(is_in, Judged.IN, Judged.UNKNOWN)).astype(np.int8)
