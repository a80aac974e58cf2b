# SPDX-License-Identifier: EUPL-1.2
"""Several groups that together are everybody: found in the released counts themselves, where they add up exactly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.slice_content import SliceContent
from indicators.rendering.unequal_figures import MOST_LEFT_OUT
from indicators.stats.segregation import entropy_index, multigroup_dissimilarity

Floats = npt.NDArray[np.float64]

# Counts of three groups that add up to the last person in fewer areas might do so by accident.
FEWEST_PROVING: Final = 4
# Every further group doubles what has to be tried.
MOST_CANDIDATES: Final = 12
_FEWEST_GROUPS: Final = 3


@dataclass(frozen=True, slots=True)
class SeveralGroups:
    """Groups that exclude each other and leave nobody out, over so many areas.

    `members` are the places of the other groups among those that were offered.
    """

    members: tuple[int, ...]
    areas: int
    entropy: float
    dissimilarity: float


def several_groups(content: SliceContent, others: Sequence[SliceContent]) -> SeveralGroups | None:
    """Find the shares that together with one make up everybody, and measure how apart all these groups live.

    Parameters
    ----------
    content, others
        Slices of shares with cases and persons, of one period and boundary version.

    Returns
    -------
    SeveralGroups or None
        None where no two or more others add up with the first one to the persons of every area that shows them all,
        which must be four areas and four fifths of those of the first one at least. Of several divisions the one with
        most groups. Counts that were rounded do not add up, and then nothing is said.

    References
    ----------
    docs/methods/segregation.md.
    """
    own, persons = _counts(content)
    candidates = [place for place, other in enumerate(others) if _fits(own, persons, other)][:MOST_CANDIDATES]
    cases = {place: _counts(others[place])[0] for place in candidates}
    fewest = max(FEWEST_PROVING, (1 - MOST_LEFT_OUT) * int((~np.isnan(own)).sum()))
    divisions = _divisions(persons - own, cases, candidates, fewest)
    best = max(divisions, key=len, default=())
    if len(best) + 1 < _FEWEST_GROUPS:
        return None
    groups = np.column_stack([own, *(cases[place] for place in best)])
    version = content.key.boundary_version
    entropy = entropy_index(groups, boundary_version=version)
    apart = multigroup_dissimilarity(groups, boundary_version=version)
    if entropy.reason or apart.reason:
        return None
    return SeveralGroups(best, int((~np.isnan(groups).any(axis=1)).sum()), entropy.value, apart.value)


def _counts(content: SliceContent) -> tuple[Floats, Floats]:
    cases, persons = (content.numbers[band].values for band in ("numerator", "denominator"))
    return cases, persons


def _fits(own: Floats, persons: Floats, other: SliceContent) -> bool:
    """Say whether another share is of the same persons and leaves room for the first one in every area."""
    cases, among = _counts(other)
    both = ~np.isnan(own + persons + cases + among)
    return bool(both.any() and (among[both] == persons[both]).all() and (own + cases <= persons)[both].all())


def _divisions(
    rest: Floats, cases: dict[int, Floats], candidates: Sequence[int], fewest: float
) -> Iterator[tuple[int, ...]]:
    """Yield every choice of candidates that adds up to the rest in all areas that show them, in their order."""
    for index, place in enumerate(candidates):
        left = rest - cases[place]
        known = left[~np.isnan(left)]
        if known.size < fewest or (known < 0).any():
            continue
        if not known.any():
            yield (place,)
            continue
        for further in _divisions(left, cases, candidates[index + 1 :], fewest):
            yield (place, *further)
