# SPDX-License-Identifier: EUPL-1.2
"""The whole table around crossings of which only some are delivered: names alone, no figures.

Girls are told, neither boys nor women from 6 on: readers who know women, men and both age groups fill the table, for
none of its cells is negative.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final, NamedTuple

from indicators.stats.disclosure.families import TOTAL, Group, crossed_code

OTHERS: Final = "~"
# A table of several dimensions that no crossing of all of them asks for has at most so many places in an area.
_MOST: Final = 200


class _Axis(NamedTuple):
    """Groups that stand beside one another: the parts of a whole by a dimension, or one "of which" alone."""

    whole: str
    dimension: str
    alone: str


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of a table.

    Attributes
    ----------
    code : str
        Of the group, of the declared crossing, or codes joined by " × "; "" for everybody.
    whole : str
        Of what it is left over, when it counts together all groups of a dimension that no crossing names (frauen for
        "frauen × ~unter"); otherwise its own code.
    count : int
        By how many dimensions it is narrowed.
    """

    code: str
    whole: str
    count: int

    @property
    def is_rest(self) -> bool:
        """Whether it is what groups of their own leave of another cell."""
        return self.code != self.whole


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of a table, and by their positions each whole with the parts that it is the sum of."""

    places: tuple[Place, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]


def layout(groups: Iterable[Group], delivered: Collection[str]) -> Layout:
    """Return the table in which all delivered crossings of a variable lie.

    Parameters
    ----------
    groups : iterable of Group
        As they were declared.
    delivered : collection of str
        Codes of the groups and crossings of which there are figures.

    Returns
    -------
    Layout
        Empty where no crossing was delivered. Dimensions that are crossed two by two in a circle are crossed all
        together, where that makes at most 200 places. Groups of one dimension that no delivered crossing names are one
        place: whatever an attacker may believe of them together can be divided among them in proportion.

    Examples
    --------
    >>> sexes = [Group(code, "sex", is_part=True) for code in ("m", "w")]
    >>> ages = [Group(code, "age", is_part=True) for code in ("old", "young")]
    >>> girls = Group("girls", "sex-age", crossed=frozenset({"w", "young"}))
    >>> found = layout([*sexes, *ages, girls], ["", "m", "w", "old", "young", "girls"])
    >>> sorted(place.code for place in found.places if place.count > 1)
    ['girls', 'm × old', 'm × young', 'old × w']
    """
    return _Maker({group.code: group for group in groups}, frozenset(delivered)).made()


def circles(sets: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Return what is left of overlapping sets when no member of one alone and no part of another is left.

    Parameters
    ----------
    sets : iterable of frozenset of str

    Returns
    -------
    tuple of frozenset of str
        The members of each group of sets that go round in a circle; nothing where figures by each set that agree where
        they overlap always have one table behind them (Graham 1979, Vorob'ev 1962).

    Examples
    --------
    >>> circles([frozenset("ab"), frozenset("bc")])
    ()
    >>> [sorted(each) for each in circles([frozenset("ab"), frozenset("bc"), frozenset("ca"), frozenset("cd")])]
    [['a', 'b', 'c']]
    """
    left, before = set(sets), set[frozenset[str]]()
    while left != before:
        before = left
        often = Counter(member for each in left for member in each)
        kept = {frozenset(member for member in each if often[member] > 1) for each in left}
        left = {each for each in kept if each and not any(each < other for other in kept)}
    found: list[frozenset[str]] = []
    for each in sorted(left, key=sorted):
        near = [group for group in found if group & each]
        found = [group for group in found if group not in near] + [each.union(*near)]
    return tuple(found)


class _Maker:
    """Axes, blocks of axes that are crossed, and the places in them."""

    def __init__(self, known: dict[str, Group], delivered: frozenset[str]) -> None:
        self.known = known
        self.names = {group.crossed: group.code for group in known.values() if group.crossed}
        self.named: dict[_Axis, set[str]] = {}
        self.blocks: set[frozenset[_Axis]] = set()
        self.found: dict[str, int] = {}
        self.places: list[Place] = []
        for code in sorted(delivered & known.keys()):
            self._hold(known[code].crossed)

    def made(self) -> Layout:
        """Return places and sums of all blocks."""
        ends = {axis: self._ends(axis) for axis in self.named}
        self._join(ends)
        blocks = sorted(sorted(block) for block in self.blocks)
        sums = dict.fromkeys(each for block in blocks for each in self._sums(block, ends))
        return Layout(tuple(self.places), tuple(sums))

    def _hold(self, members: frozenset[str]) -> None:
        """Remember which groups a crossing names, and the blocks that it and its margins lie in."""
        lines = [self._line(member) for member in members]
        if not members or not all(lines):
            return
        for line in lines:
            for code in line:
                self.named.setdefault(self._axis(code), set()).add(code)
        # Above each group is its whole, at last everybody: then the dimension is none any more.
        for codes in product(*((*line, TOTAL) for line in lines)):
            self.blocks.add(frozenset(self._axis(code) for code in codes if code != TOTAL))
        self.blocks.discard(frozenset())

    def _join(self, ends: dict[_Axis, tuple[str, ...]]) -> None:
        """Cross dimensions that are crossed in a circle (sex by age, age by nationality, nationality by sex).

        Each pair may fill its table without one table that all fit; without a circle there always is one.
        """
        for dimensions in circles(frozenset(axis.dimension for axis in block) for block in self.blocks):
            lines = [[axis for axis in sorted(self.named) if axis.dimension == each] for each in sorted(dimensions)]
            if prod(1 + sum(len(ends[axis]) for axis in line) for line in lines) <= _MOST:
                chosen = product(*((*line, None) for line in lines))
                self.blocks |= {frozenset(axis for axis in axes if axis is not None) for axes in chosen}
        self.blocks.discard(frozenset())

    def _line(self, code: str) -> tuple[str, ...]:
        """Return a group and the wholes above it; nothing where one of them is no plain group."""
        found: list[str] = []
        while code != TOTAL:
            if code not in self.known or self.known[code].crossed or code in found:
                return ()
            found.append(code)
            code = self.known[code].whole
        return tuple(found)

    def _axis(self, code: str) -> _Axis:
        group = self.known[code]
        return _Axis(group.whole, group.dimension, "" if group.is_part else code)

    def _ends(self, axis: _Axis) -> tuple[str, ...]:
        """Return the groups along an axis; those that no crossing names together as one."""
        named = sorted(self.named[axis])
        parts = sorted(code for code, group in self.known.items() if not group.crossed and self._axis(code) == axis)
        left = len(parts) - len(named)
        # A part without any other is an "of which".
        return tuple(parts) if len(parts) > 1 and left <= 1 else (*named, OTHERS + "+".join(named))

    def _sums(self, block: list[_Axis], ends: dict[_Axis, tuple[str, ...]]) -> Iterator[tuple[int, tuple[int, ...]]]:
        for axis in block:
            others = [other for other in block if other != axis]
            for codes in product(*(ends[other] for other in others)):
                beside = dict(zip(codes, others, strict=True))
                whole = self._place(beside | ({axis.whole: self._axis(axis.whole)} if axis.whole else {}))
                yield whole, tuple(self._place({**beside, code: axis}) for code in ends[axis])

    def _place(self, codes: dict[str, _Axis]) -> int:
        """Return the position of a cell; codes come with the axis that each lies on."""
        code = crossed_code(frozenset(codes), self.names)
        if code not in self.found:
            above = {axis.whole if each.startswith(OTHERS) else each for each, axis in codes.items()} - {TOTAL}
            self.found[code] = len(self.places)
            self.places.append(Place(code, crossed_code(frozenset(above), self.names), len(codes)))
        return self.found[code]
