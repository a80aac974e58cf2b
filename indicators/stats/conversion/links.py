# SPDX-License-Identifier: EUPL-1.2
"""Which areas of one boundary version go into which of another, in which shares, and what that makes of a figure."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]
Booleans = npt.NDArray[np.bool_]
# From this share of its ground on that was in no area before, nothing can be said of an area.
_NEW_GROUND = 0.5


class Kind(IntEnum):
    """What a figure of an area is worth once it was carried to another boundary version."""

    MEASURED = 0
    REAGGREGATED = 1
    ESTIMATED = 2
    UNKNOWN = 3


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """The e pieces by which n areas give their figures to m areas.

    ``source`` and ``target`` (shape (e,)) are positions; ``share`` (shape (e,)) is how much of the source goes into
    the target, and sums to 1 for each source that has pieces; ``base`` (shape (e,)) is what the shares were made of,
    and ``ground`` (shape (e,)) is the share of the ground of the source, 0 to 1.
    ``leaks`` (shape (n,)) marks sources of which ground lies in no target, ``gains`` (shape (m,)) targets of which
    ground lay in no source; ``gained`` (shape (m,)) is which share of their ground that is, 0 to 1.
    """

    source: Integers
    target: Integers
    share: Floats
    base: Floats
    ground: Floats
    leaks: Booleans
    gains: Booleans
    gained: Floats

    @property
    def sizes(self) -> tuple[int, int]:
        """How many sources and how many targets there are."""
        return len(self.leaks), len(self.gains)

    @property
    def is_cut(self) -> Booleans:
        """Tell which sources are not carried as a whole, shape (n,)."""
        cut: Booleans = (np.bincount(self.source, minlength=self.sizes[0]) > 1) | self.leaks
        return cut

    @property
    def is_whole(self) -> Booleans:
        """Tell which pieces are whole targets, shape (e,): there people are known, not only ground."""
        whole: Booleans = np.bincount(self.target, minlength=self.sizes[1])[self.target] == 1
        return whole

    def kinds(self) -> npt.NDArray[np.uint8]:
        """Return what a figure is worth in each target, shape (m,), codes of `Kind`."""
        pieces = np.bincount(self.target, minlength=self.sizes[1])
        has_cut = np.bincount(self.target, weights=self.is_cut[self.source], minlength=self.sizes[1]) > 0
        is_exact = ~has_cut & ~self.gains
        kinds = np.where(is_exact, np.where(pieces == 1, Kind.MEASURED, Kind.REAGGREGATED), Kind.ESTIMATED)
        return np.where((pieces == 0) | (self.gained > _NEW_GROUND), Kind.UNKNOWN, kinds).astype(np.uint8)
