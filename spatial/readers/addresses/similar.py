# SPDX-License-Identifier: EUPL-1.2
"""How far two spellings lie apart, and which known spellings lie near one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    """Known spellings, found by the pairs of letters that they share with another."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(sorted(set(keys)))
        self._holding: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(self._keys):
            for pair in _pairs(key):
                self._holding[pair].append(place)
        self._near: dict[str, tuple[tuple[int, str], ...]] = {}

    def near(self, key: str) -> tuple[tuple[int, str], ...]:
        """Return the known spellings within the bound with their slips, the nearest first, then by the alphabet."""
        if key not in self._near:
            bound = bound_for(key)
            places = _places(key)
            told = ((_slips_from(key, places, known), known) for known in self._likely(key, bound)) if bound else ()
            self._near[key] = tuple(sorted(each for each in told if each[0] <= bound))
        return self._near[key]

    def alike(self, key: str, most: int) -> tuple[str, ...]:
        """Return the spellings that share most pairs of letters, however far they are; none where none is shared."""
        pairs = _pairs(key)
        shared = Counter(place for pair in pairs for place in self._holding.get(pair, ()))
        length = len(pairs)
        scored = ((-2 * count / (length + len(self._keys[at]) + 1), self._keys[at]) for at, count in shared.items())
        return tuple(known for _, known in sorted(scored)[:most])

    def _likely(self, key: str, bound: int) -> Sequence[str]:
        """Return all that can lie within the bound: they share at least one of the rarest pairs.

        One slip touches at most three pairs; so of any ``3 * bound + 1`` pairs one is left untouched.
        """
        pairs = sorted(_pairs(key), key=lambda pair: (len(self._holding.get(pair, ())), pair))
        chosen = pairs[: _TOUCHED * bound + 1]
        places = {place for pair in chosen for place in self._holding.get(pair, ())}
        lengths = range(len(key) - bound, len(key) + bound + 1)
        return [self._keys[place] for place in places if len(self._keys[place]) in lengths]


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
