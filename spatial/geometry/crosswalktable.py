# SPDX-License-Identifier: EUPL-1.2
"""The pieces of a crosswalk as a published table tells them (docs/methods/crosswalk.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from spatial.geometry.crosswalk import Pieces

if TYPE_CHECKING:
    from spatial.geometry.arrays import Floats, Integers

# Where nobody lives the shares of the table hold all the same: as much base as nobody notices beside people.
_NOBODY: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class TableRows:
    """The r rows of a table: which older area goes into which newer one, and by which weight.

    ``older`` and ``newer`` are positions in the frozen orders, each pair once; ``weights`` are not negative, finite,
    and shares of the older area (of whichever sum) or counts of what is on the piece; all of shape (r,).
    """

    older: Integers
    newer: Integers
    weights: Floats
    are_shares: bool


def with_table(ground: Pieces, rows: TableRows, totals: Floats) -> Pieces:
    """Return the pieces that a table names, with a base by which the table is kept.

    Parameters
    ----------
    ground : Pieces
        What both versions share, n older and m newer areas; of it the ground of each piece is taken, and which areas
        lie partly outside the other version.
    rows : TableRows
        The table.
    totals : ndarray of float, shape (n,)
        Persons of the older areas, or square metres, all of one unit; used where the weights are shares. Zero and
        NaN are as good as nobody.

    Returns
    -------
    Pieces
        One for each row of a weight above zero, and all rows of an area that has no other: its shares are those of the
        ground of its rows then, equal ones where they have none. The shares of an area are its weights over their
        sum; its base is them times its total, or its weights where they are counts. A piece without common ground has
        0 m².
    """
    total = np.bincount(rows.older, weights=rows.weights, minlength=ground.sizes[0])
    kept = (rows.weights > 0) | (total[rows.older] == 0)
    order = np.lexsort((rows.newer[kept], rows.older[kept]))
    older, newer, weights = (each[kept][order] for each in (rows.older, rows.newer, rows.weights))
    pieces = Pieces(older, newer, _ground_of(ground, older, newer), weights, ground.is_lost, ground.is_gained)
    amount = np.nan_to_num(totals) if rows.are_shares else total
    base = pieces.shares() * np.maximum(amount, _NOBODY)[older]
    return Pieces(older, newer, pieces.area_m2, base, ground.is_lost, ground.is_gained)


def _ground_of(ground: Pieces, older: Integers, newer: Integers) -> Floats:
    known = dict(zip(zip(ground.older.tolist(), ground.newer.tolist(), strict=True), ground.area_m2, strict=True))
    pairs = zip(older.tolist(), newer.tolist(), strict=True)
    return np.array([known.get(pair, 0.0) for pair in pairs], dtype=np.float64)
