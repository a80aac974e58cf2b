# SPDX-License-Identifier: EUPL-1.2
"""Proposes the parent of each area in three ways: by its key, by a column of the table, by the ground."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from spatial.geometry.hierarchy import CLEAR_SHARE, NO_PARENT, ground_shares, parents_by_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from spatial.geometry.arrays import Integers
    from spatial.geometry.hierarchy import Areas

LEAST_SHARE = 0.01
_LETTERS = re.compile(r"^[^\W\d_]+")


class Way(StrEnum):
    """What a proposal goes by."""

    KEY = "key"
    COLUMN = "column"
    GROUND = "ground"


class Reading(StrEnum):
    """How keys or values are compared with the keys of the parents."""

    EXACT = "exact"
    WITHOUT_LETTERS = "without_letters"
    FILLED_WITH_ZEROS = "filled_with_zeros"
    WITHOUT_LEADING_ZEROS = "without_leading_zeros"
    NAME = "name"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A parent that may be meant; ``share`` is the part of the child's ground in it, NaN where not measured."""

    parent: str
    share: float = float("nan")


@dataclass(frozen=True, slots=True)
class Unsure:
    """An area whose parent somebody has to choose; the likeliest candidate comes first."""

    child: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, eq=False)
class HierarchyProposal:
    """The parents that one way proposes for n areas.

    ``parents`` are positions in the level above, shape (n,), `NO_PARENT` (-1) where it is unsure or
    missing. ``missing`` are keys of areas without any candidate, ``childless`` keys of parents that
    nobody was given to. ``prefix_length`` counts the characters of the child's key that name its
    parent (of the key as ``reading`` takes it), None for the other ways and where no key fits.
    """

    way: Way
    reading: Reading
    parents: Integers
    unsure: tuple[Unsure, ...] = ()
    missing: tuple[str, ...] = ()
    childless: tuple[str, ...] = ()
    prefix_length: int | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every area has its parent."""
        return not self.unsure and not self.missing


def propose_by_key(keys: Sequence[str], parent_keys: Sequence[str]) -> HierarchyProposal:
    """Find the length of the prefix that names the parent, and the parents that it names.

    Parameters
    ----------
    keys, parent_keys : sequence of str, lengths n and m
        Parent keys are unique.

    Returns
    -------
    HierarchyProposal
        The reading and the length by which most keys find a parent; of several the plainest reading
        and the longest prefix. Keys that find one only with another length, or with a leading zero
        restored, are unsure.

    Notes
    -----
    Readings: the prefix is the parent's key (``011001`` of ``01100101``); likewise when the letters
    at the beginning of both are left out (``STBZ011`` and ``STGT01``); the parent's key is the prefix
    filled up with zeros (``05315000`` of ``05315112``).
    """
    levels = _Levels(keys, parent_keys)
    best = max(_trials(keys, parent_keys), key=lambda trial: trial.matched, default=None)
    if best is None or not best.matched:
        nobody = np.full(len(keys), NO_PARENT, dtype=np.intp)
        return levels.completed(HierarchyProposal(Way.KEY, Reading.EXACT, nobody), {})
    others = [parents_by_prefix(forms, parent_keys) for forms in (keys, _with_lost_zero(keys))]
    sure = HierarchyProposal(Way.KEY, best.reading, best.parents, prefix_length=best.length)
    return levels.completed(sure, levels.candidates(best.parents, others))


def propose_by_column(
    keys: Sequence[str], values: Sequence[object], parent_keys: Sequence[str], parent_names: Sequence[str]
) -> HierarchyProposal:
    """Find the parents that a column of the table names.

    Parameters
    ----------
    keys : sequence of str, length n
        Keys of the areas.
    values : sequence of str, int, float or None, length n
        What the column says; None and blank texts name nobody.
    parent_keys, parent_names : sequences of str, length m
        Keys (unique) and names of the level above, in the same order.

    Returns
    -------
    HierarchyProposal
        The column is read in the way in which most values name a parent: as keys, as keys whose
        leading zeros were lost, or as names. A value that names a parent only in another way is unsure.
        A name that two parents have names nobody.
    """
    texts = [_as_text(value) for value in values]
    found = {
        Reading.EXACT: _looked_up(texts, parent_keys, str),
        Reading.WITHOUT_LEADING_ZEROS: _looked_up(texts, parent_keys, _without_zeros),
        Reading.NAME: _looked_up(texts, parent_names, _plain_name),
    }
    reading = max(found, key=lambda one: int((found[one] != NO_PARENT).sum()))
    others = [positions for one, positions in found.items() if one is not reading]
    levels = _Levels(keys, parent_keys)
    sure = HierarchyProposal(Way.COLUMN, reading, found[reading])
    return levels.completed(sure, levels.candidates(found[reading], others))


def propose_by_ground(children: Areas, parents: Areas, clear_share: float = CLEAR_SHARE) -> HierarchyProposal:
    """Find the parents in which the areas lie.

    Parameters
    ----------
    children, parents : Areas
        The two levels; geometries in EPSG:4326, invalid ones as `valid_ground` reads them.
    clear_share : float
        Part of an area's ground, above 0.5 up to 1, that must lie in its parent.

    Returns
    -------
    HierarchyProposal
        An area of which less lies in any parent is unsure, with all that hold at least 1 % of it and
        their shares (equal-area projection EPSG:3035); one that shares no such ground, or has none, is
        missing.
    """
    shares = ground_shares(children.geometries, parents.geometries)
    best, largest = shares.best()
    is_clear = np.nan_to_num(largest) >= clear_share
    found = np.where(is_clear, best, NO_PARENT)
    told: dict[int, list[Candidate]] = {}
    for place, parent, share in zip(shares.child.tolist(), shares.parent.tolist(), shares.share.tolist(), strict=True):
        if share >= LEAST_SHARE and not is_clear[place]:
            told.setdefault(place, []).append(Candidate(parents.keys[parent], share))
    return _Levels(children.keys, parents.keys).completed(HierarchyProposal(Way.GROUND, Reading.SHARE, found), told)


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """The parents (shape (n,)) that a reading and a length of the prefix name."""

    reading: Reading
    length: int
    parents: Integers

    @property
    def matched(self) -> int:
        """How many keys find a parent."""
        return int((self.parents != NO_PARENT).sum())


def _trials(keys: Sequence[str], parent_keys: Sequence[str]) -> Iterator[_Trial]:
    """Yield what may be meant, the plainest reading first and the longest prefix before shorter ones."""
    bare, bare_parents = ([_LETTERS.sub("", key) for key in level] for level in (keys, parent_keys))
    yield from _by_lengths(Reading.EXACT, keys, parent_keys)
    if bare_parents != list(parent_keys):
        yield from _by_lengths(Reading.WITHOUT_LETTERS, bare, bare_parents)
    widths = {len(key) for key in parent_keys}
    if len(widths) == 1:
        width = widths.pop()
        for length in range(width - 1, 0, -1):
            filled = [key[:length].ljust(width, "0") if length < len(key) else "" for key in keys]
            yield _Trial(Reading.FILLED_WITH_ZEROS, length, _looked_up(filled, parent_keys, str))


def _by_lengths(reading: Reading, keys: Sequence[str], parent_keys: Sequence[str]) -> Iterator[_Trial]:
    for length in sorted({len(key) for key in parent_keys if key}, reverse=True):
        prefixes = [key[:length] if length < len(key) else "" for key in keys]
        yield _Trial(reading, length, _looked_up(prefixes, parent_keys, str))


def _with_lost_zero(keys: Sequence[str]) -> list[str]:
    """Return keys of digits that are one character short of most others with a zero before them."""
    lengths = Counter(map(len, keys))
    usual = max(lengths, key=lambda length: lengths[length], default=0)
    return [f"0{key}" if len(key) == usual - 1 and key.isdigit() else key for key in keys]


def _looked_up(texts: Iterable[str], parents: Sequence[str], form: Callable[[str], str]) -> Integers:
    """Return the parent whose form is that of the text, where just one has it; blank texts have none."""
    forms = [form(parent) for parent in parents]
    counts = Counter(forms)
    places = {one: place for place, one in enumerate(forms) if counts[one] == 1}
    found = [places.get(form(text), NO_PARENT) if text else NO_PARENT for text in texts]
    return np.array(found, dtype=np.intp)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    return str(value).strip()


def _without_zeros(text: str) -> str:
    return text.lstrip("0") or "0"


def _plain_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@dataclass(frozen=True, slots=True, eq=False)
class _Levels:
    """Keys of the areas and of the level above."""

    own: Sequence[str]
    above: Sequence[str]

    def candidates(self, parents: Integers, others: Sequence[Integers]) -> dict[int, list[Candidate]]:
        """Return what other readings name for areas that have no parent."""
        told = {}
        for place in np.flatnonzero(parents == NO_PARENT).tolist():
            named = dict.fromkeys(int(other[place]) for other in others if other[place] != NO_PARENT)
            if named:
                told[place] = [Candidate(self.above[one]) for one in named]
        return told

    def completed(self, sure: HierarchyProposal, told: Mapping[int, Sequence[Candidate]]) -> HierarchyProposal:
        """Return the proposal with what it leaves open."""
        orphans = np.flatnonzero(sure.parents == NO_PARENT).tolist()
        has_child = np.isin(np.arange(len(self.above)), sure.parents)
        return replace(
            sure,
            unsure=tuple(Unsure(self.own[place], _by_share(told[place])) for place in orphans if place in told),
            missing=tuple(self.own[place] for place in orphans if place not in told),
            childless=tuple(self.above[place] for place in np.flatnonzero(~has_child).tolist()),
        )


def _by_share(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    # shares that were not measured are NaN, all of them, and keep their order
    return tuple(sorted(candidates, key=lambda one: -np.nan_to_num(one.share)))
