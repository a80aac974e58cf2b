# SPDX-License-Identifier: EUPL-1.2
"""Whether the figures of areas changed between two periods beyond chance, from released slices alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.rendering.slice_content import SliceContent
from indicators.stats.compare import change_of_shares
from indicators.stats.multiple import Discoveries, changes

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SliceChanges:
    """Changes of n areas in percentage points; arrays of shape (n,), NaN where they cannot be computed.

    `found` holds what remains of them when all areas are looked at together.
    """

    change: Floats
    lower: Floats
    upper: Floats
    found: Discoveries

    def interval(self, position: int) -> tuple[float, float] | None:
        """Return the interval of one area, None without one."""
        lower, upper = float(self.lower[position]), float(self.upper[position])
        return None if np.isnan(lower) or np.isnan(upper) else (lower, upper)


def slice_changes(now: SliceContent, before: SliceContent) -> SliceChanges | None:
    """Compare the shares of two periods, area by area and all areas together.

    Parameters
    ----------
    now, before
        Slices of one indicator at one boundary version, n areas each; no break between them that says no.

    Returns
    -------
    SliceChanges or None
        None where either holds no cases and persons. An area that is hidden in either has NaN and is no test.

    References
    ----------
    docs/methods/comparison.md, docs/methods/multiple-areas.md.
    """
    if not all({"numerator", "denominator"} <= content.numbers.keys() for content in (now, before)):
        return None
    later, earlier = (_parts(content) for content in (now, before))
    change, lower, upper = change_of_shares(earlier, later)
    return SliceChanges(change, lower, upper, changes(earlier, later))


def _parts(content: SliceContent) -> tuple[Floats, Floats]:
    x, n = (content.numbers[band].values for band in ("numerator", "denominator"))
    # More cases than persons are no share.
    return np.where(x > n, np.nan, x), n
