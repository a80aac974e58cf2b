# SPDX-License-Identifier: EUPL-1.2
"""What adds up among published counts, area by area: groups, subsets, periods, formulas, the same count told twice.

All functions take columns (keys and true values over the same areas) and give cells that nobody is shown, and
equations. Whatever is not known for certain is decided for the attacker: a sum that misses its total is taken to be
known with what it misses, and groups that happen to add up in every area are taken to be known to do so.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval
from indicators.stats.disclosure.columns import NO_CELL, Added, Column, held, held_each
from indicators.stats.disclosure.rules import CellRule, need_of_count

REST: Final = "/rest:"
# In fewer areas groups add up by chance.
FEWEST: Final = 4


def adds_up(whole: Column, parts: Sequence[Column], rule: CellRule, *, name: str) -> Added:
    """Return what follows from parts that make up a whole.

    Parameters
    ----------
    whole : Column
        n areas; those without a cell have no equation.
    parts : sequence of Column
        At least one, over the same areas.
    rule : CellRule
        Says how open a rest has to stay.
    name : str
        Tells the rest apart from other rests of the same whole.

    Returns
    -------
    Added
        One equation for each area that has a cell of the whole and of some part. Where the cell of a part is not there,
        what the others leave is a rest (:func:`leaves_rest`).

    Raises
    ------
    ValueError
        When the columns differ in length.

    Examples
    --------
    >>> city = Column(("t",), np.array([9.0]))
    >>> sexes = [Column(("w",), np.array([4.0])), Column(("m",), np.array([5.0]))]
    >>> dict(adds_up(city, sexes, CellRule(), name="sex").equations[0].terms)
    {'t': -1.0, 'w': 1.0, 'm': 1.0}
    """
    _same_length([whole, *parts])
    is_complete = np.all([part.is_there for part in parts], axis=0)
    at = np.flatnonzero(whole.is_there & is_complete).tolist()
    equations = tuple(held_each([(whole.at(at), -1.0), *((part.at(at), 1.0) for part in parts)], name))
    if is_complete.all():
        return Added((), equations)
    return Added((), equations) + leaves_rest(_only(whole, ~is_complete), parts, rule, name=name)


def leaves_rest(whole: Column, parts: Sequence[Column], rule: CellRule, *, name: str) -> Added:
    """Return what follows from parts that do not make up the whole: "of which" subsets.

    Parameters
    ----------
    whole : Column
        n areas.
    parts : sequence of Column
        Over the same areas; they do not overlap.
    rule : CellRule
        Says how open the rest has to stay.
    name : str
        Tells the rest apart from other rests of the same whole.

    Returns
    -------
    Added
        One cell and one equation for each area that has a cell of the whole and of some part: parts + rest = whole. The
        rest is sensitive like a count of its own (one person of ten who is not in the subset), and a rest of 0 where
        the rule hides *everybody*. Where parts exceed their whole the figures contradict one another: then the rest may
        be negative and is not sensitive.

    Raises
    ------
    ValueError
        When the columns differ in length.
    """
    _same_length([whole, *parts])
    if not parts:
        return Added()
    own = replace(rule, hides_nobody=rule.hides_everybody)
    there = np.array([part.is_there for part in parts])
    taken = sum(np.where(is_there, part.values, 0.0) for part, is_there in zip(parts, there, strict=True))
    values = whole.values - taken
    has_rest = whole.is_there & there.any(axis=0)
    cells, equations = list[Cell](), list[Equation]()
    # Areas that have the same parts go together.
    for group in np.unique(there[:, has_rest], axis=1).T:
        at = np.flatnonzero(has_rest & (there == group[:, None]).all(axis=0)).tolist()
        keys = tuple(f"{whole.keys[place]}{REST}{name}" for place in at)
        inner = [(part.at(at), 1.0) for part, is_part in zip(parts, group.tolist(), strict=True) if is_part]
        equations += held_each([(whole.at(at), -1.0), *inner, (Column(keys, values[at]), 1.0)], name)
        cells += [_rest(key, value, own) for key, value in zip(keys, values[at].tolist(), strict=True)]
    return Added(tuple(cells), tuple(equations))


def _rest(key: str, value: float, rule: CellRule) -> Cell:
    if value < 0:
        return Cell(key, value, Fate.HIDDEN, lower=-math.inf)
    return Cell(key, value, Fate.HIDDEN, need=need_of_count(rule, value))


def happens_to_add_up(whole: Column, parts: Sequence[Column]) -> bool:
    """Say whether parts add up to a whole in every area, declared or not.

    Parameters
    ----------
    whole : Column
        n areas.
    parts : sequence of Column
        Over the same areas.

    Returns
    -------
    bool
        False where fewer than four areas have all values, or where each of these has only zeros. Readers who look at
        the areas whose figures are shown see it, and conclude that it holds in the others.

    Raises
    ------
    ValueError
        When the columns differ in length.

    Notes
    -----
    NaN, known to nobody here, and areas without a cell say nothing.
    """
    _same_length([whole, *parts])
    summed = np.sum([part.values for part in parts], axis=0)
    both = ~np.isnan(whole.values + summed)
    if len(parts) < 2 or np.count_nonzero(both & (whole.values != 0)) < FEWEST:  # noqa: PLR2004 - one is no sum
        return False
    return bool(np.allclose(summed[both], whole.values[both], rtol=1e-9, atol=1e-9))


def same_count(first: Column, second: Column, *, name: str) -> Added:
    """Return that two columns are the same quantity, told by two figures.

    Parameters
    ----------
    first, second : Column
        n areas each.
    name : str

    Returns
    -------
    Added
        One equation for each area that has both cells. Where both are one cell already there is nothing to say.

    Raises
    ------
    ValueError
        When the columns differ in length.
    """
    return combines(first, [(1.0, second)], name=name)


def combines(result: Column, parts: Sequence[tuple[float, Column]], *, constant: float = 0.0, name: str) -> Added:
    """Return that a figure is a weighted sum of others: linear formulas, changes, means over years.

    Parameters
    ----------
    result : Column
        n areas. Its cells may be negative: whoever makes them gives them their bounds.
    parts : sequence of (float, Column)
        Coefficients (finite) and columns over the same areas.
    constant : float
        What is added.
    name : str

    Returns
    -------
    Added
        One equation for each area that has the cell of the result and of every part.

    Raises
    ------
    ValueError
        When the columns differ in length.

    Examples
    --------
    >>> now, then = Column(("now",), np.array([7.0])), Column(("then",), np.array([9.0]))
    >>> change = Column(("change",), np.array([-2.0]))
    >>> dict(combines(change, [(1.0, now), (-1.0, then)], name="change").equations[0].terms)
    {'change': -1.0, 'now': 1.0, 'then': -1.0}
    """
    columns = [result, *(part for _, part in parts)]
    _same_length(columns)
    at = np.flatnonzero(np.all([column.is_there for column in columns], axis=0)).tolist()
    found = held_each([(result.at(at), -1.0), *((part.at(at), coefficient) for coefficient, part in parts)], name)
    if constant:
        is_known = ~np.isnan(np.sum([column.values for column in columns], axis=0))[at]
        found = [
            replace(each, total=each.total if known else -constant)
            for each, known in zip(found, is_known.tolist(), strict=True)
        ]
    return Added((), tuple(each for each in found if any(each.terms.values())))


def unseen(keys: Sequence[str], parts: Sequence[Column], rule: CellRule) -> tuple[Column, tuple[Cell, ...]]:
    """Return a whole that nobody is shown, as the sum of its parts.

    Parameters
    ----------
    keys : sequence of str, length n
        The cells that it gets.
    parts : sequence of Column
        Over the same areas.
    rule : CellRule
        Says how open the whole has to stay.

    Returns
    -------
    tuple of (Column, tuple of Cell)
        Areas in which the cell of a part is not there have none. A group of a crossing (women under 6 and from 6 on)
        ties the cells below it together although its own count (women) is not published, and is as sensitive as if it
        were.

    Raises
    ------
    ValueError
        When the columns differ in length.
    """
    values = np.sum([part.values for part in parts], axis=0)
    there = np.all([part.is_there for part in parts], axis=0)
    own = tuple(key if is_there else NO_CELL for key, is_there in zip(keys, there.tolist(), strict=True))
    column = Column(own, np.where(there, values, np.nan))
    known = [(key, value) for key, value in zip(own, column.values.tolist(), strict=True) if key != NO_CELL]
    return column, tuple(Cell(key, value, Fate.HIDDEN, need=need_of_count(rule, value)) for key, value in known)


def selected(key: str, areas: Column) -> Added:
    """Return what follows from a sum over areas that somebody picked.

    Parameters
    ----------
    key : str
        The cell of the sum, which is made by whoever publishes it.
    areas : Column
        The areas that were picked.

    Returns
    -------
    Added
        One equation; none where an area has no cell: then there is no sum.
    """
    if not areas.size or not areas.is_there.all():
        return Added()
    total = float(areas.values.sum())
    terms = [(own, 1.0, float(value)) for own, value in zip(areas.keys, areas.values, strict=True)]
    return Added((), (held([(key, -1.0, total), *terms], key),))


def signed_need(rule: CellRule, value: float) -> Interval | None:
    """Return how open a difference between two counts of nearly the same people has to stay.

    Parameters
    ----------
    rule : CellRule
    value : float
        May be negative; NaN is nothing that could be hidden.

    Returns
    -------
    Interval or None
        As for a count of its size, on its side of 0.
    """
    need = need_of_count(rule, abs(value))
    return Interval(-need.upper, -need.lower) if need is not None and value < 0 else need


def _only(column: Column, kept: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Column:
    keys = tuple(key if is_kept else NO_CELL for key, is_kept in zip(column.keys, kept.tolist(), strict=True))
    return Column(keys, np.where(kept, column.values, np.nan))


def _same_length(columns: Sequence[Column]) -> None:
    if len({column.size for column in columns}) != 1:
        raise ValueError("The columns of a relation are over the same areas.")
