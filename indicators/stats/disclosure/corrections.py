# SPDX-License-Identifier: EUPL-1.2
"""What earlier releases told and a correction changed: other cells, which stay known and add up among themselves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import isnan, prod
from typing import Final

import numpy as np

from indicators.stats.disclosure.cells import Equation

# So many ways to put former values into one equation are looked at.
_MOST: Final = 256
_EXACT: Final = 1e-9


def also_then(
    equations: Iterable[Equation], values: Mapping[str, float], former: Mapping[str, Sequence[str]]
) -> list[Equation]:
    """Return what added up before corrections: equations with former values in place of those of now.

    Parameters
    ----------
    equations : iterable of Equation
        Between the cells of now.
    values : mapping of str to float
        The true values of all cells, former ones included.
    former : mapping of str to sequence of str
        By the key of now the keys of the same cell as earlier releases told it, with other values.

    Returns
    -------
    list of Equation
        All those that hold: a corrected part and its corrected whole add up with the parts that stayed. A part that was
        corrected while its whole was not adds up to nothing, then as now, and tells nothing. Where an equation has so
        many former values that there are more than 256 ways, those of one age go together. A value that nobody knows
        (NaN) adds up to nothing.

    Examples
    --------
    >>> sums = [Equation({"whole": -1.0, "part": 1.0, "other": 1.0})]
    >>> values = {"whole": 9, "part": 4, "other": 5, "whole@1": 8, "part@1": 3}
    >>> [dict(each.terms) for each in also_then(sums, values, {"whole": ["whole@1"], "part": ["part@1"]})]
    [{'whole@1': -1.0, 'part@1': 1.0, 'other': 1.0}]
    """
    return [
        then
        for equation in equations
        if not former.keys().isdisjoint(equation.terms)
        for keys in _ways([(key, *former.get(key, ())) for key in equation.terms])
        if (then := _then(equation, keys, values)) is not None
    ]


def holding(equations: Sequence[Equation], values: Mapping[str, float]) -> list[Equation]:
    """Return the equations that hold for true values; one with a value that nobody knows (NaN) may.

    Parameters
    ----------
    equations : sequence of Equation
    values : mapping of str to float

    Returns
    -------
    list of Equation
        In the order given.
    """
    if not equations:
        return []
    rows = np.repeat(np.arange(len(equations)), [len(each.terms) for each in equations])
    numbers = np.array([each for equation in equations for each in equation.terms.values()], dtype=np.float64)
    terms = numbers * np.array([values[key] for equation in equations for key in equation.terms], dtype=np.float64)
    totals = np.array([equation.total for equation in equations], dtype=np.float64)
    summed = np.bincount(rows, weights=terms, minlength=len(equations))
    parts = np.bincount(rows, weights=np.nan_to_num(np.abs(terms)), minlength=len(equations))
    is_lost = np.abs(summed - totals) > _EXACT * np.maximum(np.maximum(np.abs(totals), parts), 1.0)
    return [equation for equation, lost in zip(equations, is_lost.tolist(), strict=True) if not lost]


def _ways(choices: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Give every choice of a cell of now or then for each term, but the one of now alone."""
    ages = max((len(choice) for choice in choices), default=1)
    if prod(len(choice) for choice in choices) > _MOST:
        for age in range(1, ages):
            yield tuple(choice[min(age, len(choice) - 1)] for choice in choices)
        return
    ways = product(*choices)
    next(ways, None)
    yield from ways


def _then(equation: Equation, keys: Sequence[str], values: Mapping[str, float]) -> Equation | None:
    numbers = list(equation.terms.values())
    terms = [number * values[key] for key, number in zip(keys, numbers, strict=True)]
    size = max(1.0, abs(equation.total), sum(map(abs, terms)))
    if not abs(sum(terms) - equation.total) <= _EXACT * size or isnan(sum(terms)):
        return None
    return Equation(dict(zip(keys, numbers, strict=True)), equation.total, equation.name)
