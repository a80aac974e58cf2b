# SPDX-License-Identifier: EUPL-1.2
"""Which groups and which periods make up which others: names alone, no figures."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sozialplanung.common.periods import Period, PeriodKind

TOTAL = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a breakdown, as it was declared.

    Attributes
    ----------
    code : str
        Unique.
    dimension : str
        What it breaks down by (age, sex).
    is_part : bool
        Whether it makes up its whole together with the other parts of its dimension; otherwise it is an "of which".
    whole : str
        The group that it is a part of, "" for everybody.
    crossed : frozenset of str
        The groups of other dimensions that it is the crossing of (women under 6: women, under 6); then whole and
        ``is_part`` are read from them.
    """

    code: str
    dimension: str
    is_part: bool = False
    whole: str = TOTAL
    crossed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Family:
    """Groups of one dimension and what they are parts of; a crossing of no group of its own has the code of its parts.

    ``whole`` is "" for everybody, otherwise a code, or codes joined by " × " where no group was declared for it.
    """

    whole: str
    dimension: str
    parts: tuple[str, ...]
    is_complete: bool

    @property
    def name(self) -> str:
        """What tells it from other families of the same whole."""
        return self.dimension if self.is_complete else "+".join(self.parts)


def breakdown_families(groups: Iterable[Group]) -> tuple[Family, ...]:
    """Return every sum that the readers of breakdowns can write down.

    Parameters
    ----------
    groups : iterable of Group

    Returns
    -------
    tuple of Family
        Sorted. Parts of one dimension and whole are one complete family; each "of which" is one of its own, and so is
        a part that was declared without any other. Crossings with some of the groups that make up a whole (women by two
        of three ages) are one family that is not complete.

    Raises
    ------
    ValueError
        When a group is the crossing of one that is not there, or of two of the same dimension.

    Examples
    --------
    >>> breakdown_families([Group("m", "sex", is_part=True), Group("w", "sex", is_part=True)])
    (Family(whole='', dimension='sex', parts=('m', 'w'), is_complete=True),)
    """
    known = {group.code: group for group in groups}
    beside = Counter((group.whole, group.dimension) for group in known.values() if group.is_part and not group.crossed)
    placed = sorted(each for group in known.values() for each in _places(group, known))
    found = []
    for (whole, dimension), members in groupby(placed, key=lambda each: (each.whole, each.dimension)):
        parts = list(members)
        together = [each for each in parts if each.is_part]
        apart = [each for each in parts if not each.is_part or len(together) == 1]
        found += [Family(whole, dimension, (each.code,), is_complete=False) for each in apart]
        if len(together) > 1:
            is_complete = len(together) >= beside[together[0].above, dimension]
            found.append(Family(whole, dimension, tuple(each.code for each in together), is_complete))
    return tuple(sorted(found))


class _Spot(NamedTuple):
    """A group as a part of a whole by a dimension; ``above`` is the whole of the group that is crossed there."""

    whole: str
    dimension: str
    code: str
    is_part: bool
    above: str


def _places(group: Group, known: dict[str, Group]) -> list[_Spot]:
    """Return each whole that a group is a part of, by which dimension."""
    if not group.crossed:
        return [_Spot(group.whole, group.dimension, group.code, group.is_part, group.whole)]
    missing = sorted(group.crossed - set(known))
    members = [known[code] for code in sorted(group.crossed & set(known))]
    if missing or len({each.dimension for each in members}) < len(group.crossed):
        raise ValueError(f"{group.code} is no crossing of groups of different dimensions: {sorted(group.crossed)}.")
    crossings = {each.crossed: each.code for each in known.values() if each.crossed}
    found = []
    for member in members:
        others = group.crossed - {member.code}
        above = others | ({member.whole} - {TOTAL})
        found.append(_Spot(crossed_code(above, crossings), member.dimension, group.code, member.is_part, member.whole))
    return found


def crossed_code(codes: frozenset[str], crossings: Mapping[frozenset[str], str]) -> str:
    """Return the code of a crossing of groups.

    Parameters
    ----------
    codes : frozenset of str
        Of the groups.
    crossings : mapping of frozenset of str to str
        The codes of declared crossings by those of their groups.

    Returns
    -------
    str
        "" of no group, of one its own, otherwise that of the declared crossing or all codes joined by " × ".
    """
    if not codes:
        return TOTAL
    return next(iter(codes)) if len(codes) == 1 else crossings.get(codes, " × ".join(sorted(codes)))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period and shorter ones of one kind inside it; ``is_complete`` when they fill it."""

    whole: Period
    parts: tuple[Period, ...]
    is_complete: bool


def period_families(periods: Iterable[Period]) -> tuple[Stretch, ...]:
    """Return which periods make up which others.

    Parameters
    ----------
    periods : iterable of Period
        Those of one series; reference dates take no part, for there is no sum of them.

    Returns
    -------
    tuple of Stretch
        For each period one for each kind of shorter periods inside it, in the order of time.

    Examples
    --------
    >>> from sozialplanung.common.periods import parse
    >>> [stretch.is_complete for stretch in period_families(map(parse, ["2023", "2023-H1", "2023-H2"]))]
    [True]
    """
    known = sorted({each for each in periods if each.kind is not PeriodKind.REFERENCE_DATE})
    return tuple(stretch for whole in known for stretch in _inside(whole, known))


def _inside(whole: Period, known: Sequence[Period]) -> list[Stretch]:
    length = (whole.end - whole.start).days
    inner = [
        each
        for each in known
        if whole.start <= each.start and each.end <= whole.end and (each.end - each.start).days < length
    ]
    by_kind = sorted(inner, key=lambda each: (each.kind.value, each))
    found = []
    for _, group in groupby(by_kind, key=lambda each: each.kind):
        parts = tuple(group)
        days = sum((each.end - each.start).days for each in parts)
        found.append(Stretch(whole, parts, is_complete=days == length))
    return found
