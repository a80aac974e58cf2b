# SPDX-License-Identifier: EUPL-1.2
"""How far two spellings lie apart, and which known spellings lie near one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

# From which length on how many slips are allowed: short names would become others.
BOUNDS: Final = ((20, 3), (10, 2), (5, 1))
# How many pairs of letters one slip can touch: a transposition touches three.
_TOUCHED: Final = 3


def bound_for(key: str) -> int:
    """Return how many slips a spelling of this length may hold.

    Parameters
    ----------
    key : str
        The key of a street.

    Returns
    -------
    int
        0 below 5 letters, 1 below 10, 2 below 20, else 3; ``strasse`` at the end does not count as length.
    """
    length = len(key.removesuffix("strasse")) + (3 if key.endswith("strasse") else 0)
    return next((bound for least, bound in BOUNDS if length >= least), 0)


def slips(one: str, other: str) -> int:
    """Count the slips between two words: a letter too many, missing, wrong, or two neighbours exchanged.

    Parameters
    ----------
    one, other : str
        Any words; both may be empty.

    Returns
    -------
    int
        The restricted Damerau-Levenshtein distance, 0 for equal words; it is symmetric.

    References
    ----------
    H. Hyyrö (2003), A bit-vector algorithm for computing Levenshtein and Damerau edit distances,
    Nordic Journal of Computing 10, p. 29-39.
    """
    return _slips_from(one, _places(one), other)


def _slips_from(one: str, places: Mapping[str, int], other: str) -> int:
    """Count the slips from a word whose signs are told by their places as bits."""
    if not one or not other:
        return len(one) + len(other)
    whole, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    up, down, diagonal, before, count = whole, 0, 0, 0, len(one)
    for sign in other:
        here = places.get(sign, 0)
        exchanged = (((~diagonal) & here) << 1) & before
        diagonal = ((((here & up) + up) ^ up) | here | down | exchanged) & whole
        rises, falls = (down | ~(diagonal | up)) & whole, diagonal & up
        count += bool(rises & last) - bool(falls & last)
        rises, falls = ((rises << 1) | 1) & whole, (falls << 1) & whole
        up, down, before = (falls | ~(diagonal | rises)) & whole, rises & diagonal, here
    return count


def _places(word: str) -> Mapping[str, int]:
    places: dict[str, int] = defaultdict(int)
    for place, sign in enumerate(word):
        places[sign] |= 1 << place
    return dict(places)


class Spellings:
    """Known spellings, found by the pairs of letters that they share with another.

    What was asked for is remembered for the next time, unless it is nobody's business: `is_remembering`.
    """

    def __init__(self, keys: Iterable[str], *, is_remembering: bool = True) -> None:
        self._is_remembering = is_remembering
        self._keys = tuple(sorted(set(keys)))
        self._lengths = np.array([len(key) for key in self._keys], dtype=np.int64)
        holding: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(self._keys):
            for pair in _pairs(key):
                holding[pair].append(place)
        self._holding = {pair: np.array(places, dtype=np.int64) for pair, places in holding.items()}
        self._near: dict[str, tuple[tuple[int, str], ...]] = {}

    def near(self, key: str) -> tuple[tuple[int, str], ...]:
        """Return the known spellings within the bound with their slips, the nearest first, then by the alphabet."""
        if key in self._near:
            return self._near[key]
        bound = bound_for(key)
        places = _places(key)
        told = ((_slips_from(key, places, known), known) for known in self._likely(key, bound)) if bound else ()
        found = tuple(sorted(each for each in told if each[0] <= bound))
        if self._is_remembering:
            self._near[key] = found
        return found

    def alike(self, key: str, most: int) -> tuple[str, ...]:
        """Return the spellings that share most pairs of letters, however far they are; none where none is shared."""
        shared, length = self._shared(key), len(key) + 1
        found = ((int(shared[at]), self._keys[at]) for at in shared.nonzero()[0])
        scored = ((-2 * count / (length + len(known) + 1), known) for count, known in found)
        return tuple(known for _, known in sorted(scored)[:most])

    def _likely(self, key: str, bound: int) -> list[str]:
        """Return all that can lie within the bound: one slip touches at most three pairs, all others are shared."""
        most = np.maximum(self._lengths, len(key)) + 1
        is_near = abs(self._lengths - len(key)) <= bound
        return [self._keys[at] for at in (is_near & (self._shared(key) >= most - _TOUCHED * bound)).nonzero()[0]]

    def _shared(self, key: str) -> NDArray[np.int64]:
        """Count for each known spelling the pairs of letters that it shares with a word."""
        places = [self._holding[pair] for pair in _pairs(key) if pair in self._holding]
        found = np.concatenate(places) if places else np.empty(0, dtype=np.int64)
        return np.bincount(found, minlength=len(self._keys))


def _pairs(key: str) -> list[str]:
    """Return the pairs of neighbouring letters, each time that it comes told apart from the time before."""
    framed = f"^{key}$"
    times: Counter[str] = Counter()
    pairs = []
    for place in range(len(framed) - 1):
        pair = framed[place : place + 2]
        times[pair] += 1
        pairs.append(f"{pair}{times[pair]}" if times[pair] > 1 else pair)
    return pairs
