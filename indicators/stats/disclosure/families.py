# SPDX-License-Identifier: EUPL-1.2
"""Which groups and which periods make up which others: names alone, no figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

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
        a part that was declared without any other.

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
    placed = sorted(each for group in known.values() for each in _places(group, known))
    found = []
    for (whole, dimension), members in groupby(placed, key=lambda each: each[:2]):
        together: list[str] = []
        apart: list[str] = []
        for *_, code, is_part in members:
            (together if is_part else apart).append(code)
        if len(together) == 1:
            apart, together = [*apart, *together], []
        found += [Family(whole, dimension, (code,), is_complete=False) for code in apart]
        if together:
            found.append(Family(whole, dimension, tuple(together), is_complete=True))
    return tuple(sorted(found))


def _places(group: Group, known: dict[str, Group]) -> list[tuple[str, str, str, bool]]:
    """Return each whole that a group is a part of, by which dimension."""
    if not group.crossed:
        return [(group.whole, group.dimension, group.code, group.is_part)]
    missing = sorted(group.crossed - set(known))
    members = [known[code] for code in sorted(group.crossed & set(known))]
    if missing or len({each.dimension for each in members}) < len(group.crossed):
        raise ValueError(f"{group.code} is no crossing of groups of different dimensions: {sorted(group.crossed)}.")
    crossings = {each.crossed: each.code for each in known.values() if each.crossed}
    found = []
    for member in members:
        others = group.crossed - {member.code}
        above = others | ({member.whole} - {TOTAL})
        found.append((_named(above, crossings), member.dimension, group.code, member.is_part))
    return found


def _named(codes: frozenset[str], crossings: dict[frozenset[str], str]) -> str:
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
