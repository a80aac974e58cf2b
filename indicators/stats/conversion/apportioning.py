# SPDX-License-Identifier: EUPL-1.2
"""Takes whole numbers apart so that every total is kept to the unit."""

import math

import numpy as np

from indicators.stats.conversion.links import Floats, Integers, Links
from sozialplanung.common.numbers import round_half_up

# A quota within this of a whole number is that number: 0.1 + 0.2 must not cost a unit.
_NOISE = 1e-9


def apportion(totals: Floats, links: Links, *, step: float = 1.0, caps: Floats | None = None) -> Floats:
    """Take the totals of areas apart by the shares of their pieces, by the largest remainders.

    Parameters
    ----------
    totals : ndarray, shape (n,), float
        At least 0, multiples of `step`; NaN where there is none.
    links : Links
        With n sources and e pieces.
    step : float
        The smallest unit: 1 keeps whole numbers whole, 5 keeps multiples of five, 0.1 keeps one digit.
    caps : ndarray, shape (e,), float, optional
        What a piece can hold at most: of persons of whom a group is a part. For each source they sum to at least its
        total.

    Returns
    -------
    ndarray, shape (e,), float
        For every source with pieces they sum to its total. NaN where the total is. Equal remainders go to the piece
        with the larger share, then to the first.

    References
    ----------
    Balinski, M. L. and Young, H. P. (1982): Fair Representation, chapter 2 (Hamilton's method).

    Examples
    --------
    100 persons in pieces of 0.335, 0.335 and 0.33 are 34, 33 and 33.
    """
    digits = max(0, round(-math.log10(step)))
    there = ~np.isnan(totals)
    units = np.where(there, np.rint(np.where(there, totals, 0.0) / step), 0.0)
    limit = np.full(links.share.shape, np.inf) if caps is None else np.rint(np.where(np.isnan(caps), 0.0, caps) / step)
    quota = units[links.source] * links.share
    whole = np.minimum(np.floor(quota + _NOISE), limit)
    parts = _handed_out(whole, quota, limit, units, links)
    return np.where(there[links.source], round_half_up(parts * step, digits), np.nan)


def _handed_out(whole: Floats, quota: Floats, limit: Floats, units: Floats, links: Links) -> Floats:
    """Give out what is left of each source, one unit a round, where the remainder is largest and there is room."""
    parts, size = whole.copy(), links.sizes[0]
    left = units - np.bincount(links.source, weights=parts, minlength=size)
    has_pieces = np.bincount(links.source, minlength=size) > 0
    order = np.lexsort((np.arange(quota.size), -links.share, np.round(parts - quota, 9), links.source))
    while True:
        open_pieces = order[(left[links.source[order]] > 0) & (parts[order] < limit[order])]
        if not open_pieces.size:
            break
        rank = _rank_within(links.source[open_pieces])
        given = open_pieces[rank < left[links.source[open_pieces]]]
        parts[given] += 1
        left = np.where(has_pieces, units - np.bincount(links.source, weights=parts, minlength=size), 0.0)
    return parts


def _rank_within(groups: Integers) -> Integers:
    """Return the number of each member within its group, from 0; groups stand together."""
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    lengths = np.diff(np.r_[starts, groups.size])
    return np.arange(groups.size) - np.repeat(starts, lengths)
