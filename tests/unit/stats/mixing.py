# SPDX-License-Identifier: EUPL-1.2
"""One small city in which everything that adds up comes together: areas, groups, subsets, time, formulas, borders."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from indicators.stats.disclosure.boundaries import redrawn
from indicators.stats.disclosure.cells import Cell, Fate, sums_up
from indicators.stats.disclosure.columns import Added, Column, together
from indicators.stats.disclosure.corrections import also_then
from indicators.stats.disclosure.relations import adds_up, combines, leaves_rest, same_count, selected
from indicators.stats.disclosure.rules import CellRule
from tests.unit.stats.disclosing import SMALL, Parts, small_count

Floats = npt.NDArray[np.float64]
RULE = CellRule(minimum_count=SMALL)
KINDS = ("groups", "subset", "periods", "same", "formula", "change", "borders", "correction", "selection")
AREAS = 4


def city_of(counts: Floats, kinds: Collection[str], *, blind: Collection[str] = ()) -> Parts:
    """Return a city with all kinds of relations that are asked for; equations of blind kinds are left out.

    ``counts`` has shape (6, 4): women, men, of which, first half, earlier year, noise of a correction; four areas.
    """
    city = _City(counts)
    added = []
    for kind in KINDS:
        if kind in kinds:
            found = getattr(city, kind)()
            added.append(Added(found.cells, ()) if kind in blind else found)
    own = together(added)
    areas = [sums_up(*each) for each in city.sums]
    return [*city.cells.values(), *own.cells], [*areas, *own.equations]


class _City:
    def __init__(self, counts: Floats) -> None:
        women, men = counts[0], counts[1]
        self.counts = counts
        self.cells: dict[str, Cell] = {}
        self.sums: list[tuple[str, list[str]]] = []
        self.total = self.column("t", women + men)

    def column(self, name: str, ends: Floats, *, fate: Fate = Fate.OPEN) -> Column:
        """Publish a count in the city, which has to be shown, and its areas."""
        keys = tuple(f"{name}:{place}" for place in ("city", *range(ends.size)))
        values = np.concatenate([[ends.sum()], ends])
        for key, value in zip(keys, values.tolist(), strict=True):
            own = Fate.MUST if key.endswith("city") else fate
            self.cells[key] = small_count(key, value, own)
        self.sums.append((keys[0], list(keys[1:])))
        return Column(keys, values)

    def groups(self) -> Added:
        groups = [self.column("w", self.counts[0]), self.column("m", self.counts[1])]
        return adds_up(self.total, groups, RULE, name="sex")

    def subset(self) -> Added:
        part = self.column("of", np.minimum(self.counts[2], self.total.values[1:]))
        return leaves_rest(self.total, [part], RULE, name="of")

    def periods(self) -> Added:
        first = np.minimum(self.counts[3], self.total.values[1:])
        halves = [self.column("h1", first), self.column("h2", self.total.values[1:] - first)]
        return adds_up(self.total, halves, RULE, name="half_year")

    def same(self) -> Added:
        """Publish the total once more, as the base of a share."""
        other = Column(tuple(f"again:{key}" for key in self.total.keys), self.total.values)
        for key, value in zip(other.keys, other.values.tolist(), strict=True):
            self.cells[key] = replace(small_count(key, value), weight=100.0)
        return same_count(self.total, other, name="again")

    def formula(self) -> Added:
        one, other = self.column("a", self.counts[0]), self.column("b", self.counts[4])
        result = self.column("f", 2 * self.counts[0] + self.counts[4])
        return combines(result, [(2.0, one), (1.0, other)], name="f")

    def change(self) -> Added:
        then = self.column("then", self.counts[4])
        values = self.total.values - then.values
        change = Column(tuple(f"change:{key}" for key in self.total.keys), values)
        for key, value in zip(change.keys, values.tolist(), strict=True):
            self.cells[key] = Cell(key, value, lower=-np.inf, weight=50.0)
        return combines(change, [(1.0, self.total), (-1.0, then)], name="change")

    def borders(self) -> Added:
        """The first area goes on, the second was split, the others were merged; some people were put elsewhere."""
        ends = self.total.values[1:]
        split = np.floor(ends[1] / 2)
        news = np.array([max(ends[0] - 1, 0), split, ends[1] - split, ends[2] + ends[3]])
        new = self.column("new", news)
        shared = [(1, 1), (2, 2), (2, 3), (3, 4), (4, 4)]
        return redrawn(self.total, new, shared, RULE)

    def correction(self) -> Added:
        """An earlier release told the second area, and with it the city, by some people less or more."""
        now = [self.cells[key] for key in self.total.keys]
        value = float(self.counts[5, 1])
        difference = self.total.values[2] - value
        former = {
            cell.key: replace(cell, key=f"{cell.key}@1", value=told, fate=Fate.SHOWN, need=None)
            for cell, told in ((now[2], value), (now[0], self.total.values[0] - difference))
        }
        own = [sums_up(self.total.keys[0], self.total.keys[1:])]
        values = {cell.key: cell.value for cell in (*now, *former.values())}
        then = also_then(own, values, {key: [cell.key] for key, cell in former.items()})
        return Added(tuple(former.values()), tuple(then))

    def selection(self) -> Added:
        areas = Column(self.total.keys[1:3], self.total.values[1:3])
        self.cells["picked"] = replace(small_count("picked", float(areas.values.sum())), weight=100.0)
        return selected("picked", areas)
