# SPDX-License-Identifier: EUPL-1.2
"""What a map says about chance: interval or why there is none, how areas were compared, and which class is unsure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.rendering.carried_words import has_ranges
from indicators.rendering.maplegend import Classes, ClassScheme
from indicators.rendering.profile_numbers import Language, is_relative_unit, is_share, with_unit
from indicators.rendering.sentences import HIGHER, LOWER, change_unit
from indicators.rendering.slices import SliceContent
from indicators.stats.classes import classify

Mask = npt.NDArray[np.bool_]
Interval = Literal["", "model", "unavailable"]
Mode = Literal["", "among_many", "threshold"]

COUNTS: Final = "counts"
RELATIVE: Final = "relative"
# An interval that reaches over more classes than these makes the colour of an area a matter of chance.
MOST_CLASSES: Final = 2
_BETTER: Final = MappingProxyType({"higher_is_better": HIGHER, "lower_is_better": LOWER})
_WORDS: Final[Mapping[Language, tuple[str, str]]] = MappingProxyType(
    {"de": ("günstiger", "ungünstiger"), "en": ("more favourable", "less favourable")}
)


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """What a definition says about an indicator, as far as chance is concerned."""

    basis: str
    comparability: str
    unit: str
    decimals: int
    direction: str
    threshold: float | None


@dataclass(frozen=True, slots=True)
class Chance:
    """What can be said about chance in one slice.

    `interval`: computed by a model, unavailable since only rates were delivered, or empty where none is told. `mode`:
    areas are compared beyond chance, all of them in view, or by the threshold alone; empty without a comparison.
    `judgements` are by code of comparison the words for an outcome of an indicator that declares a direction.
    `is_difference`: the interval is that of the difference of two shares. `is_estimated`: intervals tell as well how
    far figures that were carried to other boundaries may be off.
    """

    interval: Interval
    mode: Mode
    threshold: str
    judgements: Mapping[int, str]
    is_difference: bool = False
    is_estimated: bool = False

    @property
    def is_unavailable(self) -> bool:
        """Whether an interval is missing because only rates were delivered."""
        return self.interval == "unavailable"


def chance_of(content: SliceContent, facts: MeasureFacts, language: Language) -> Chance:
    """Say what is known about chance in a slice."""
    has_interval = "lower" in content.numbers
    # Without cases and persons of its own a figure is compared by the threshold alone, though its interval is known.
    has_counts = has_interval and "denominator" in content.numbers
    is_estimated = has_ranges(content)
    is_compared = bool(content.codes.get("comparison", np.zeros(1)).any())
    return Chance(
        interval="model" if has_interval else _lack(facts),
        mode=("among_many" if has_counts else "threshold") if is_compared else "",
        threshold=_threshold(facts, language),
        judgements=judgements(facts.direction, language) if is_compared else MappingProxyType({}),
        is_difference=has_interval and not has_counts and not is_estimated,
        is_estimated=is_estimated,
    )


def judgements(direction: str, language: Language) -> Mapping[int, str]:
    """Return the judging words by code of comparison; none without a declared direction.

    The definition of a demographic share never declares one: more or fewer people of a group are not better or worse.
    """
    best = _BETTER.get(direction)
    if best is None:
        return MappingProxyType({})
    better, worse = _WORDS[language]
    return MappingProxyType({code: better if code == best else worse for code in (LOWER, HIGHER)})


def _lack(facts: MeasureFacts) -> Interval:
    return "" if facts.basis == COUNTS or facts.comparability == RELATIVE else "unavailable"


def _threshold(facts: MeasureFacts, language: Language) -> str:
    if facts.threshold is None:
        return ""
    decimals = 0 if facts.threshold == round(facts.threshold) else max(facts.decimals, 1)
    unit = facts.unit
    if is_relative_unit(unit):
        unit = change_unit(unit, language) if is_share(unit) else unit
        if facts.threshold == 1:
            unit = "Prozentpunkt" if language == "de" else "percentage point"
    return with_unit(facts.threshold, decimals, unit, language)


def spans_of(content: SliceContent, scheme: ClassScheme) -> tuple[Classes, Classes] | None:
    """Return the classes of both ends of each interval, 0 without one; None where a slice has no interval.

    The named classes of an index have no bounds that an interval could reach over.
    """
    if scheme.labels or "lower" not in content.numbers:
        return None
    low, high = (classify(content.numbers[band].values, scheme.bounds) for band in ("lower", "upper"))
    return low, high


def unsure_areas(content: SliceContent, scheme: ClassScheme) -> Mask:
    """Return which areas have an interval over more than two classes of the map.

    Parameters
    ----------
    content : SliceContent
        A released slice: an area that it hides has no interval and is never unsure.
    scheme : ClassScheme
        The classes of the map; the named ones of an index have no bounds to reach over.

    Returns
    -------
    ndarray, shape (n,), bool
        False everywhere in a slice without intervals.
    """
    spans = spans_of(content, scheme)
    if spans is None:
        return np.zeros(content.size, dtype=bool)
    low, high = spans
    unsure: Mask = (low > 0) & (high - low + 1 > MOST_CLASSES)
    return unsure
