# SPDX-License-Identifier: EUPL-1.2
"""The same count on two boundary versions: what went on is the same, split and merged areas add up, strips are left."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import numpy as np

from indicators.stats.disclosure.cells import Cell, Equation, Fate
from indicators.stats.disclosure.columns import Added, Column, held, together
from indicators.stats.disclosure.errors import InconsistentSystemError
from indicators.stats.disclosure.filling import filled
from indicators.stats.disclosure.relations import signed_need
from indicators.stats.disclosure.rules import CellRule, need_of_count

PIECE: Final = "/piece:"
STRIP: Final = "/strip:"
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Block:
    """Old and new areas that make up the same ground together, and which of them share some of it."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    pairs: tuple[Pair, ...]


def redrawn(old: Column, new: Column, shared: Iterable[Pair], rule: CellRule) -> Added:
    """Return what follows from a count being published on two boundary versions.

    Parameters
    ----------
    old, new : Column
        n and m areas: the same count of the same period on both.
    shared : iterable of (int, int)
        Positions of an old and a new area that share ground, each pair once. Ground that changed hands only because
        borders were drawn anew is left out.
    rule : CellRule
        Says how open the people of a piece have to stay.

    Returns
    -------
    Added
        One equation for each group of areas that make up the same ground: an area that went on is the same count, a
        split one is the sum of its parts, a merged one that of what it was merged from. Where the two sums differ there
        is a strip, sensitive like a count of its size: the people whom a new border put elsewhere. Where several old
        and new areas overlap, each piece of shared ground is a cell as well.
        Groups with an area that has no cell are left out.

    Raises
    ------
    ValueError
        When a position is not there.
    """
    pairs = sorted(set(shared))
    if any(not (0 <= one < old.size and 0 <= other < new.size) for one, other in pairs):
        raise ValueError("A piece of ground belongs to an area that is not there.")
    return together(_block(old, new, block, rule) for block in _blocks(pairs))


def _blocks(pairs: Sequence[Pair]) -> list[_Block]:
    """Return the groups of areas that hang together by shared ground."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def top(node: tuple[str, int]) -> tuple[str, int]:
        while leader.setdefault(node, node) != node:
            node = leader[node]
        return node

    for one, other in pairs:
        first, second = sorted((top(("new", other)), top(("old", one))))
        leader[second] = first
    ordered = sorted(pairs, key=lambda pair: (top(("old", pair[0])), pair))
    found = []
    for _, group in groupby(ordered, key=lambda pair: top(("old", pair[0]))):
        held_pairs = tuple(group)
        olds, news = ({pair[side] for pair in held_pairs} for side in (0, 1))
        found.append(_Block(tuple(sorted(olds)), tuple(sorted(news)), held_pairs))
    return found


def _block(old: Column, new: Column, block: _Block, rule: CellRule) -> Added:
    if not (old.is_there[list(block.old)].all() and new.is_there[list(block.new)].all()):
        return Added()
    before, after = float(old.values[list(block.old)].sum()), float(new.values[list(block.new)].sum())
    found = _same_ground(old, new, block, _strip(old, new, block, before - after), rule)
    if len(block.old) > 1 and len(block.new) > 1 and before == after:
        found += _pieces(old, new, block, rule)
    return found


def _strip(old: Column, new: Column, block: _Block, value: float) -> Cell | None:
    """Return who was counted in the old areas and not in the new ones; None where both are the same people."""
    if value == 0 or math.isnan(value):
        return None
    key = f"{old.keys[block.old[0]]}{STRIP}{new.keys[block.new[0]]}"
    return Cell(key, value, Fate.HIDDEN, lower=-math.inf)


def _same_ground(old: Column, new: Column, block: _Block, strip: Cell | None, rule: CellRule) -> Added:
    olds = [(old.keys[at], 1.0, float(old.values[at])) for at in block.old]
    news = [(new.keys[at], -1.0, float(new.values[at])) for at in block.new]
    if strip is None:
        is_one = len(olds) == len(news) == 1 and olds[0][0] == news[0][0]
        return Added() if is_one else Added((), (held([*olds, *news], olds[0][0]),))
    own = replace(strip, need=signed_need(rule, strip.value))
    return Added((own,), (held([*olds, *news, (own.key, -1.0, own.value)], own.key),))


def _pieces(old: Column, new: Column, block: _Block, rule: CellRule) -> Added:
    """Return the pieces of ground as cells: what is not known of them is chosen as even as the sums allow."""
    key_of = {pair: f"{old.keys[pair[0]]}{PIECE}{new.keys[pair[1]]}" for pair in block.pairs}
    equations = []
    for side, column, places in ((0, old, block.old), (1, new, block.new)):
        for at in places:
            own = [key_of[pair] for pair in block.pairs if pair[side] == at]
            equations.append(Equation({column.keys[at]: -1.0, **dict.fromkeys(own, 1.0)}, name=column.keys[at]))
    around = [(old, at) for at in block.old] + [(new, at) for at in block.new]
    known = [Cell(column.keys[at], float(column.values[at])) for column, at in around]
    try:
        cells = filled([*known, *(Cell(key, math.nan, Fate.HIDDEN) for key in key_of.values())], equations)
    except InconsistentSystemError:
        # People were counted where no ground is shared: only the sums of the whole group hold.
        return Added()
    keys = set(key_of.values())
    pieces = [replace(cell, value=_whole(cell.value)) for cell in cells if cell.key in keys]
    return Added(tuple(replace(each, need=need_of_count(rule, each.value)) for each in pieces), tuple(equations))


def _whole(value: float) -> float:
    """Return a count that the solver missed by some 1e-9."""
    return float(np.round(value)) if abs(value - np.round(value)) < 1e-6 else value  # noqa: PLR2004 - ten times its slack
