# SPDX-License-Identifier: EUPL-1.2
"""The rows of a published crosswalk table beside what would be without it, the largest differences first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spatial.geometry.crosswalk import Pieces
from spatial.geometry.crosswalktable import TableRows, with_table
from spatial.rendering.becoming import Named


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One pair of areas: the share of the older area that the table sends, and the share without it, in percent."""

    older: Named
    newer: Named
    by_table: float
    without: float


def compared(
    rows: TableRows, without: Pieces, older: Sequence[tuple[str, str]], newer: Sequence[tuple[str, str]]
) -> tuple[ComparedRow, ...]:
    """Hold a table against the pieces without it.

    Parameters
    ----------
    rows : TableRows
        The table.
    without : Pieces
        From n to m areas, by people or ground.
    older, newer : sequences of (key, name), lengths n and m
        In the frozen orders.

    Returns
    -------
    tuple of ComparedRow
        One for each pair of either, 0 where one does not name it; ordered by the difference, then by the frozen orders.
    """
    told = with_table(without, rows, np.zeros(len(older)))
    shares = [_shares(each) for each in (told, without)]
    pairs = sorted({*shares[0], *shares[1]})
    found = [
        ComparedRow(Named(*older[own]), Named(*newer[other]), *(share.get((own, other), 0.0) for share in shares))
        for own, other in pairs
    ]
    return tuple(sorted(found, key=lambda row: -round(abs(row.by_table - row.without), 6)))


def _shares(pieces: Pieces) -> dict[tuple[int, int], float]:
    pairs = zip(pieces.older.tolist(), pieces.newer.tolist(), strict=True)
    return dict(zip(pairs, (100 * pieces.shares()).tolist(), strict=True))
