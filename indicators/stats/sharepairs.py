# SPDX-License-Identifier: EUPL-1.2
"""Two shares of which a figure is the difference: their counts, and how far chance alone moves it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.stats.compare import newcombe

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SharePair:
    """Cases and persons of the share that another one is taken from, and of that one.

    Attributes
    ----------
    numerator, denominator : ndarray, shape (n,), float
        Of the share from which the other is taken; NaN where there is no difference.
    less_numerator, less_denominator : ndarray, shape (n,), float
        Of the share that is taken from it.
    """

    numerator: Floats
    denominator: Floats
    less_numerator: Floats
    less_denominator: Floats

    @property
    def bands(self) -> tuple[Floats, Floats, Floats, Floats]:
        """The four arrays in their order."""
        return self.numerator, self.denominator, self.less_numerator, self.less_denominator


def interval_of_difference(pair: SharePair) -> tuple[Floats, Floats]:
    """Return the 95 % interval of the difference of two shares.

    Parameters
    ----------
    pair : SharePair
        Cases and persons of both.

    Returns
    -------
    lower, upper : ndarray, shape (n,), float
        Percentage points. NaN where a count is missing, nobody is there, or cases are no part of the persons: that is
        no share of anybody.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10. It takes both groups as independent: shares of the
    same persons in two years are not, and their interval is too wide rather than too narrow.

    Examples
    --------
    120 of 1000 less 150 of 1000: -6.001 to -0.001 (tests/golden/newcombe).
    """
    with np.errstate(invalid="ignore"):  # NaN is no part of anything
        is_first = (pair.numerator >= 0) & (pair.numerator <= pair.denominator)
        is_second = (pair.less_numerator >= 0) & (pair.less_numerator <= pair.less_denominator)
    is_known = is_first & is_second
    counts = [np.where(is_known, band, np.nan) for band in pair.bands]
    lower, upper = newcombe(*counts)
    return 100 * lower, 100 * upper
