# SPDX-License-Identifier: EUPL-1.2
"""The exact optimum of Fisher and Jenks by dynamic programming that divides and conquers."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def natural_cuts(values: Integers, weights: Integers, k: int) -> list[int]:
    """Divide rising values into k classes with the least squared deviation from their means.

    The best start of the last class never moves back when a value is added, so each class needs
    only m log m comparisons instead of m²: the result is exact all the same.

    Parameters
    ----------
    values : ndarray, shape (m,), int
        Different values in rising order, at least k of them.
    weights : ndarray, shape (m,), int
        How often each value occurs, above 0.
    k : int
        Number of classes, at least 2.

    Returns
    -------
    list of int
        The positions at which the classes 2 to k start. No NaN: there are none among integers.

    References
    ----------
    Fisher (1958), Journal of the American Statistical Association 53, 789-798. Jenks (1977),
    Optimal data classification for choropleth maps.

    Examples
    --------
    >>> natural_cuts(np.array([1, 2, 9, 10]), np.array([1, 1, 1, 1]), 2)
    [2]
    """
    costs = _Costs(values, weights)
    best = costs.of(np.zeros(values.size, dtype=np.int64), np.arange(values.size))
    starts: list[Integers] = []
    for number in range(1, k):
        best, start = _with_one_more(best, costs, number)
        starts.append(start)
    cuts: list[int] = []
    end = values.size - 1
    for start in reversed(starts):
        cuts.append(int(start[end]))
        end = cuts[-1] - 1
    return cuts[::-1]


class _Costs:
    """Squared deviations of runs of values, from running sums."""

    def __init__(self, values: Integers, weights: Integers) -> None:
        # Centred, or the squares of large numbers would drown their differences.
        x = values - np.average(values, weights=weights)
        self.n = np.concatenate([[0.0], np.cumsum(weights, dtype=np.float64)])
        self.sums = np.concatenate([[0.0], np.cumsum(weights * x)])
        self.squares = np.concatenate([[0.0], np.cumsum(weights * x * x)])

    def of(self, first: Integers, last: Integers) -> Floats:
        """Return the cost of classes from `first` to `last`, both included."""
        after = last + 1
        sums = self.sums[after] - self.sums[first]
        cost = self.squares[after] - self.squares[first] - sums * sums / (self.n[after] - self.n[first])
        return np.asarray(np.maximum(cost, 0.0), dtype=np.float64)


def _with_one_more(best: Floats, costs: _Costs, number: int) -> tuple[Floats, Integers]:
    """Return cost and start of the last class when `number` classes stand before it, for each last value."""
    size = best.size
    more, start = np.full(size, np.inf), np.zeros(size, dtype=np.int64)
    pending = [(number, size - 1, number, size - 1)]
    while pending:
        low, high, earliest, latest = pending.pop()
        if low > high:
            continue
        last = (low + high) // 2
        firsts = np.arange(earliest, min(last, latest) + 1)
        totals = best[firsts - 1] + costs.of(firsts, np.full(firsts.shape, last))
        chosen = int(totals.argmin())
        more[last], start[last] = totals[chosen], firsts[chosen]
        pending.append((low, last - 1, earliest, int(firsts[chosen])))
        pending.append((last + 1, high, int(firsts[chosen]), latest))
    return more, start
