# SPDX-License-Identifier: EUPL-1.2
"""What a formula takes and gives: figures of areas with their statuses."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.stats.sharepairs import SharePair
from sozialplanung.common.statuses import Status

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Operand:
    """Values of one indicator over n areas; NaN where the status carries none.

    `numerator` and `denominator` are given for a share of counts alone: of nothing else chance is known.
    """

    value: Floats
    status: Codes
    flags: Codes
    numerator: Floats | None = None
    denominator: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """A result over n areas; parts are NaN unless the formula is a share or a rate of two parts.

    `pair` holds the counts of both shares where it is the difference of two.
    """

    value: Floats
    status: Codes
    flags: Codes
    numerator: Floats
    denominator: Floats
    pair: SharePair | None = None


def no_figures(n: int) -> Operand:
    """Stand for an indicator without any figure, such as one of a period before the first.

    Parameters
    ----------
    n : int
        The number of areas.

    Returns
    -------
    Operand
        All NaN, all ``missing``.

    References
    ----------
    docs/methods/formulas.md
    """
    return _nothing(n, Status.MISSING)


def not_comparable(n: int) -> Operand:
    """Stand for an indicator of an earlier period across a break: nothing may be computed from both sides.

    Parameters
    ----------
    n : int
        The number of areas.

    Returns
    -------
    Operand
        All NaN, all ``not_comparable``; `if missing` does not replace it.

    References
    ----------
    docs/methods/formulas.md
    """
    return _nothing(n, Status.NOT_COMPARABLE)


def _nothing(n: int, status: Status) -> Operand:
    return Operand(np.full(n, np.nan), np.full(n, status, dtype=np.uint8), np.zeros(n, dtype=np.uint8))
