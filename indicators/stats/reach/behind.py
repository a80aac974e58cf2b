# SPDX-License-Identifier: EUPL-1.2
"""Whose numbers stand behind which figures, as products of sparse matrices: never one row for each pair of areas."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from indicators.stats.reach.demand import Mask


@dataclass(frozen=True, slots=True, eq=False)
class Behind:
    """Which of m numbers stand behind each of n figures: marks (n x m) that are not written out.

    ``ways`` are products of sparse matrices of 0 and 1, the first with n rows, the last with m columns: a number stands
    behind a figure where one of the products is above 0. Areas that share a site are the product of the areas and
    sites within reach with itself, and of 33,000 areas a thousand times smaller than a row for each pair of them.
    """

    figures: int
    numbers: int
    ways: tuple[tuple[csr_array, ...], ...] = ()

    def any_of(self, some: Mask) -> Mask:
        """Return behind which figures one of some numbers stands.

        Parameters
        ----------
        some : ndarray, shape (m,), bool
            The numbers that are asked for.

        Returns
        -------
        ndarray, shape (n,), bool
            False for every figure behind which none of them stands.
        """
        found = np.zeros(self.figures, dtype=np.bool_)
        for way in self.ways:
            marked = some
            for factor in reversed(way):
                marked = np.asarray(factor @ marked.astype(np.float64) > 0, dtype=np.bool_)
            found |= marked
        return found

    def under(self, parts: csr_array) -> "Behind":
        """Return what stands behind figures that are put together from these.

        Parameters
        ----------
        parts : csr_array, shape (p, n)
            1 where a figure is a part of a larger one.

        Returns
        -------
        Behind
            Of p figures and the same m numbers.
        """
        return replace(self, figures=parts.shape[0], ways=tuple((parts, *way) for way in self.ways))

    def beside(self, other: "Behind") -> "Behind":
        """Return what stands behind the same figures for this reason or for another one.

        Parameters
        ----------
        other : Behind
            Of the same figures and numbers.

        Returns
        -------
        Behind
            With the marks of both.
        """
        return replace(self, ways=(*self.ways, *other.ways))

    def written_out(self) -> Mask:
        """Return all marks.

        Returns
        -------
        ndarray, shape (n, m), bool
            Of many areas it does not fit into memory: for what is looked at.
        """
        columns = [self.any_of(column) for column in np.eye(self.numbers, dtype=np.bool_)]
        return np.array(columns, dtype=np.bool_).reshape(self.numbers, self.figures).T


def meeting(near: Mask, is_left_out: Mask) -> Behind:
    """Return which areas have a site within reach in common.

    Parameters
    ----------
    near : ndarray, shape (n, s), bool
        Which of s sites each of n areas reaches.
    is_left_out : ndarray, shape (n,), bool
        Areas whose figures rest on nobody.

    Returns
    -------
    Behind
        Of n figures and the numbers of the same n areas.
    """
    size = len(near)
    return Behind(size, size, ((_marked(near & ~is_left_out[:, None]), _marked(near.T)),))


def _marked(marks: Mask) -> csr_array:
    rows, columns = np.nonzero(marks)
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(marks.shape[0], marks.shape[1]))


def parts_of(parents: npt.NDArray[np.int64], size: int, is_part: Mask | None = None) -> csr_array:
    """Return which areas are the parts of larger ones.

    Parameters
    ----------
    parents : ndarray, shape (n,), int
        In which larger area each lies, from 0 on; below 0 in none.
    size : int
        The number of larger areas.
    is_part : ndarray, shape (n,), bool, optional
        Areas that take part; all by default.

    Returns
    -------
    csr_array, shape (size, n)
        1 where an area is a part.
    """
    lies = parents >= 0 if is_part is None else (parents >= 0) & is_part
    at = np.flatnonzero(lies)
    return csr_array((np.ones(len(at)), (parents[at], at)), shape=(size, len(parents)))
