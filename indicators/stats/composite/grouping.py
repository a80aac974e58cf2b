# SPDX-License-Identifier: EUPL-1.2
"""Classes of an index: fixed cuts, quantiles, and two indices crossed into groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.cuts import classify_index
from indicators.stats.composite.nodes import Quantiles
from indicators.stats.composite.ranking import ranks_of_need
from indicators.stats.composite.recipe import Recipe

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
_METHODS: Final = {"type_9": "normal_unbiased", "type_7": "linear"}


def class_numbers(recipe: Recipe, index: Floats, beside: npt.NDArray[np.bool_] | None = None) -> Numbers:
    """Give each area the number of its class, compared unrounded.

    Parameters
    ----------
    recipe : Recipe
        Its cuts or quantiles.
    index : ndarray, shape (n,), float
        NaN where an area is not rated.
    beside : ndarray, shape (n,), bool, optional
        Areas that quantiles are not found in; they get the class where they would stand among the others.

    Returns
    -------
    ndarray, shape (n,), int
        From 1; 0 for NaN, and for all without classes. Fewer rated areas than quantile classes leave classes empty.
    """
    if recipe.quantiles is None:
        return classify_index(index, recipe.cuts)
    is_high_first = recipe.higher_means == "more_need"
    if beside is None or not beside.any():
        return quantile_classes(index, recipe.quantiles, is_high_first=is_high_first)
    measured = np.where(beside, np.nan, index)
    classes = quantile_classes(measured, recipe.quantiles, is_high_first=is_high_first)
    there = ~np.isnan(measured)
    if there.any():
        placed = beside & ~np.isnan(index)
        classes[placed] = _classes_among(index[placed], (measured[there], classes[there]))
    return classes


def _classes_among(values: Floats, measured: tuple[Floats, Numbers]) -> Numbers:
    """Return for each value the class of the measured area that is nearest to it; of two, that of the lower one."""
    order = np.argsort(measured[0], kind="stable")
    base, classes = measured[0][order], measured[1][order]
    right = np.clip(np.searchsorted(base, values), 0, base.size - 1)
    left = np.maximum(right - 1, 0)
    nearest = np.where(np.abs(base[left] - values) <= np.abs(base[right] - values), left, right)
    return np.asarray(classes[nearest], dtype=np.int64)


def quantile_classes(index: Floats, quantiles: Quantiles, *, is_high_first: bool = True) -> Numbers:
    """Make classes of equally many areas.

    Parameters
    ----------
    index : ndarray, shape (n,), float
        NaN where an area is not rated.
    quantiles : Quantiles
        How many classes, by which rule.
    is_high_first : bool
        For the rules by rank: whether the highest index has the most need.

    Returns
    -------
    ndarray, shape (n,), int
        From 1; 0 for NaN. Areas with equal values share a class.

    References
    ----------
    Hyndman and Fan (1996), The American Statistician 50, 361-365: types 7 and 9.

    Examples
    --------
    >>> quantile_classes(np.arange(1.0, 11.0), Quantiles(5)).tolist()
    [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    """
    result = np.zeros(index.shape, dtype=np.int64)
    there = ~np.isnan(index)
    if not there.any():
        return result
    values = index[there]
    if quantiles.rule in {"rank", "rank_up"}:
        placed = ranks_of_need(values, "min", is_high_first=is_high_first).astype(np.int64)
        lifted = -(-placed * quantiles.count // values.size)
        result[there] = lifted if quantiles.rule == "rank" else (placed - 1) * quantiles.count // values.size + 1
        return result
    shares = np.arange(1, quantiles.count) / quantiles.count
    bounds = np.quantile(values, shares, method=_METHODS[quantiles.rule])  # type: ignore[call-overload]  # names
    result[there] = np.searchsorted(bounds, values, side="right") + 1
    return result


@dataclass(frozen=True, slots=True)
class ClassGrid:
    """Two indices crossed: the code of each group by the codes of its two classes.

    `highlighted` holds the groups that an authority singles out; empty where that is not settled.
    """

    slug: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    codes: Mapping[tuple[str, str], str]
    highlighted: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a grid with a group that has no code."""
        if set(self.codes) != {(row, column) for row in self.rows for column in self.columns}:
            raise ValueError("Every pair of classes needs its code.")


def crossed(grid: ClassGrid, row_classes: Numbers, column_classes: Numbers) -> tuple[str, ...]:
    """Name the group of each area.

    Parameters
    ----------
    grid : ClassGrid
        The groups.
    row_classes, column_classes : ndarray, shape (n,), int
        Class numbers of the two indices, from 1; 0 is none.

    Returns
    -------
    tuple of str
        One code per area; empty where one of the two has no class.

    Examples
    --------
    >>> pairs = {("1", "+"): "1+", ("1", "-"): "1-"}
    >>> crossed(ClassGrid("g", ("1",), ("+", "-"), pairs), np.array([1, 1, 0]), np.array([2, 0, 1]))
    ('1-', '', '')
    """
    return tuple(
        grid.codes[grid.rows[row - 1], grid.columns[column - 1]] if row and column else ""
        for row, column in zip(row_classes.tolist(), column_classes.tolist(), strict=True)
    )
