# SPDX-License-Identifier: EUPL-1.2
"""How the ways from all areas to one point are kept: seconds in the frozen order of areas, four bytes each."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
SECONDS: Final = 60.0
_KIND: Final = "<f4"


def packed(seconds: Floats) -> bytes:
    """Return the ways of n areas as bytes; NaN (off the network) and infinity (no way) stay what they are.

    Parameters
    ----------
    seconds : ndarray, shape (n,), float
        0 or more.

    Returns
    -------
    bytes
        Four for each area, seconds to about a ten-millionth of their size.
    """
    return seconds.astype(_KIND).tobytes()


def minutes_of(columns: Sequence[bytes], areas: int) -> Floats:
    """Return the ways to some points as a table of minutes.

    Parameters
    ----------
    columns : sequence of bytes
        As `packed` wrote them, one for each of m points.
    areas : int
        n.

    Returns
    -------
    ndarray, shape (n, m), float
        NaN off the network, infinity where no way leads.

    Raises
    ------
    ValueError
        When a column is of another number of areas.

    Examples
    --------
    >>> minutes_of([packed(np.array([60.0, np.inf]))], 2).tolist()
    [[1.0], [inf]]
    """
    if not columns:
        return np.zeros((areas, 0))
    table = [np.frombuffer(column, dtype=_KIND).astype(np.float64) for column in columns]
    if any(column.shape != (areas,) for column in table):
        raise ValueError("Each column has one way for each area.")
    return np.column_stack(table) / SECONDS
