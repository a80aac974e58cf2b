# SPDX-License-Identifier: EUPL-1.2
"""The pattern of one released slice in space: who stands out among neighbours, worked out from shown figures alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.rendering.maplegend import Classes
from indicators.rendering.slice_content import SliceContent
from indicators.stats.autocorrelation import PERMUTATIONS, Moran, moran, standardised_rates
from indicators.stats.clusters import ALPHA, LocalMoran, Quadrant, local_moran
from indicators.stats.neighbourhood import Neighbourhood, SpaceReason, neighbourhood, pairs_from_lists

Floats = npt.NDArray[np.float64]
PatternReason = Literal[SpaceReason, "count", "too_many", "no_borders", "converted"]

# The same draws for every slice: who looks twice sees the same.
SEED: Final = 20_251
# The smallest p-value is 2 / (permutations + 1): with few permutations nothing could stand out among many areas.
MANY_PERMUTATIONS: Final = 9_999
MOST_AREAS_FOR_MANY: Final = 1_000
# More than any country has at one level: the first reader of 33,000 areas waits about a second.
MOST_AREAS: Final = 40_000
# Classes in the order of a diverging scale; the middle does not stand out.
LOW_AMONG_LOW, LOW_AMONG_HIGH, NOT_STANDING_OUT, HIGH_AMONG_LOW, HIGH_AMONG_HIGH = range(1, 6)
# As files name them; an island has a figure, but no neighbour that has one.
CODES: Final = (
    "",
    "low_among_low",
    "low_among_high",
    "not_standing_out",
    "high_among_low",
    "high_among_high",
)
ISLAND_CODE: Final = "island"
_CLASS_OF: Final = {
    Quadrant.NONE: NOT_STANDING_OUT,
    Quadrant.LOW_AMONG_LOW: LOW_AMONG_LOW,
    Quadrant.LOW_AMONG_HIGH: LOW_AMONG_HIGH,
    Quadrant.HIGH_AMONG_LOW: HIGH_AMONG_LOW,
    Quadrant.HIGH_AMONG_HIGH: HIGH_AMONG_HIGH,
}
_BY_CODE: Final = np.array([_CLASS_OF[quadrant] for quadrant in sorted(Quadrant)])


@dataclass(frozen=True, slots=True, eq=False)
class SpatialPattern:
    """The pattern of n areas; with a `reason` there is none.

    `classes` are 1 to 5 in the order of a diverging scale, 0 for an area that takes no part; `p` the p-values adjusted
    for all areas, from so many `permutations`. `islands` are positions of areas with a figure but without a neighbour
    that has one; `absent` counts the areas without a figure. `is_standardised`: shares were divided by their own chance
    variation before.
    """

    classes: Classes
    p: Floats
    islands: tuple[int, ...]
    absent: int
    moran: Moran | None
    permutations: int
    is_standardised: bool
    reason: PatternReason = ""

    @property
    def least_together(self) -> int:
        """How many areas have to stand out together so that any can: the smallest p-value times areas over 5 %."""
        if self.moran is None:
            return 0
        return max(1, math.ceil(2 / (self.permutations + 1) * self.moran.n / ALPHA - 1e-9))

    @property
    def is_there(self) -> bool:
        """Whether a pattern could be computed."""
        return not self.reason

    def count_of(self, number: int) -> int:
        """Return how many areas are in a class."""
        return int((self.classes == number).sum())


def spatial_pattern(content: SliceContent, neighbours: Sequence[Sequence[int]], *, is_count: bool) -> SpatialPattern:
    """Find the local pattern of a slice (LISA) and what holds for the whole map (global Moran).

    Parameters
    ----------
    content : SliceContent
        A released slice: what it hides takes no part and is nobody's neighbour.
    neighbours : sequence of sequence of int
        For each position the positions it touches, of the boundary version of the slice.
    is_count : bool
        Whether figures are numbers of persons or things: their pattern would be that of the size of areas.

    Returns
    -------
    SpatialPattern
        With a reason where there is none: `count`, `no_borders` (neighbours are not known), `too_many` areas, or as in
        ``indicators.stats.neighbourhood``.
    """
    values, is_standardised = _measure(content)
    if is_count:
        return no_pattern(content, "count")
    if content.size > MOST_AREAS:
        return no_pattern(content, "too_many")
    if len(neighbours) != content.size or not any(neighbours):
        return no_pattern(content, "no_borders")
    around = neighbourhood(*pairs_from_lists(neighbours), ~np.isnan(values))
    permutations = MANY_PERMUTATIONS if content.size <= MOST_AREAS_FOR_MANY else PERMUTATIONS
    local = local_moran(values, around, seed=SEED, permutations=permutations)
    whole = moran(values, around, seed=SEED)
    if local.reason or whole.reason:
        return no_pattern(content, local.reason or whole.reason)
    return SpatialPattern(
        classes=_classes(local, around),
        p=local.p_adjusted,
        islands=tuple(int(place) for place in around.islands),
        absent=int(np.isnan(values).sum()),
        moran=whole,
        permutations=permutations,
        is_standardised=is_standardised,
    )


def _measure(content: SliceContent) -> tuple[Floats, bool]:
    """Return what is compared: shares of counts divided by their chance variation, everything else as released."""
    value = content.numbers["value"].values
    if "lower" not in content.numbers or "denominator" not in content.numbers:
        return value, False
    cases, persons = (
        np.where(np.isnan(value), np.nan, content.numbers[band].values) for band in ("numerator", "denominator")
    )
    return standardised_rates(cases, persons), True


def _classes(local: LocalMoran, around: Neighbourhood) -> Classes:
    result = np.zeros(around.size, dtype=np.int64)
    result[around.members] = _BY_CODE[local.clusters()[around.members]]
    return result


def no_pattern(content: SliceContent, reason: PatternReason) -> SpatialPattern:
    """Return that there is no pattern of a slice, and why."""
    absent = int(np.isnan(_measure(content)[0]).sum())
    return SpatialPattern(
        classes=np.zeros(content.size, dtype=np.int64),
        p=np.full(content.size, np.nan),
        islands=(),
        absent=absent,
        moran=None,
        permutations=0,
        is_standardised=False,
        reason=reason,
    )
