# SPDX-License-Identifier: EUPL-1.2
"""Two maps beside each other: what fills the areas of both from one legend, and how many changed their class."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.rendering.headlines import dative_plural
from indicators.rendering.maplegend import PATTERNS
from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.sentences import status_words
from indicators.rendering.slices import SliceContent
from sozialplanung.common.statuses import WITH_VALUE, Status

Classes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Filled:
    """What fills one area, and what that means."""

    style: str
    label: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of both maps: indicator and period as its caption says them, boundaries, for whom it is, what fills areas.

    `position` is the place of its period in the series; `is_second`: it shows the second indicator.
    """

    name: str
    label: str
    edition: str
    edition_name: str
    position: int
    audience: str
    fills: tuple[Filled, ...]
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class FacingKey:
    """One row of the legend of both maps: what fills its areas, what it means, how many there are on either."""

    style: str
    label: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Facing:
    """Both maps of one period with their legend; without `sides` a note says why.

    `can_swipe`: both have the same areas, so that one may lie over the other.
    """

    sides: tuple[Side, Side] | None
    palette: str = ""
    colours: int = 0
    keys: tuple[FacingKey, ...] = ()
    sentence: str = ""
    notes: tuple[str, ...] = ()
    can_swipe: bool = False

    def codes(self, at: int) -> tuple[int, ...]:
        """Return by area the place in the legend, from 0, of what fills it on one of both maps."""
        if self.sides is None:
            return ()
        places = {Filled(key.style, key.label): place for place, key in enumerate(self.keys)}
        return tuple(places[each] for each in self.sides[at].fills)


def fills_by(content: SliceContent, classes: Classes, keys: Sequence[Filled], language: Language) -> tuple[Filled, ...]:
    """Return what fills each area: its class, or why it has no figure.

    Parameters
    ----------
    content : SliceContent
        A released slice of n areas.
    classes : ndarray, shape (n,), int
        1 to the number of `keys`; 0 without a class.
    keys
        What each class means.
    """
    return tuple(
        _filled(Status(int(status)), int(group), keys, language)
        for status, group in zip(content.status, classes, strict=True)
    )


def _filled(status: Status, group: int, keys: Sequence[Filled], language: Language) -> Filled:
    if status in WITH_VALUE and group:
        return keys[group - 1]
    return Filled(
        f"special-fill special-fill--{PATTERNS.get(status, 'not-applicable')}", status_words(status, language)
    )


def keys_of(classes: Sequence[Filled], sides: tuple[Side, Side]) -> tuple[FacingKey, ...]:
    """Return the legend of both maps: every class, then every reason that some area has on either."""
    first, second = (Counter(side.fills) for side in sides)
    others = [each for each in dict.fromkeys((*first, *second)) if each not in classes]
    return tuple(
        FacingKey(each.style, each.label, first[each], second[each])
        for each in (*classes, *sorted(others, key=lambda each: each.label))
    )


def moved_sentence(before: Classes, now: Classes, areas: str, language: Language) -> str:
    """Say how many areas with a figure in both periods are in the same, a higher and a lower class."""
    both = (before > 0) & (now > 0)
    counts = (both.sum(), (both & (now == before)).sum(), (both & (now > before)).sum(), (both & (now < before)).sum())
    total, same, higher, lower = (number(int(count), 0, language) for count in counts)
    if language == "de":
        return (
            f"Von {total} {dative_plural(areas)} mit Wert in beiden Ständen liegen {same} in derselben Klasse,"
            f" {higher} in einer höheren, {lower} in einer niedrigeren."
        )
    return (
        f"Of {total} {areas} with a value in both periods {same} are in the same class, {higher} in a higher one,"
        f" {lower} in a lower one."
    )
