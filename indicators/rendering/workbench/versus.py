# SPDX-License-Identifier: EUPL-1.2
"""One area against several references: where figures lie on a shared axis, and what comparing them comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from indicators.rendering.profile_numbers import Language
from indicators.rendering.workbench.axis import Axis
from indicators.rendering.workbench.drawing import Mark, percent
from indicators.stats.compare import Outcome

_WHOLE: Final = 100.0
# Every second tick at most is named where there are many.
_MOST_LABELS: Final = 6
# Signs of comparisons by what they say.
SIGNS: Final[Mapping[Outcome, str]] = MappingProxyType(
    {Outcome.HIGHER: "higher", Outcome.SIMILAR: "similar", Outcome.LOWER: "lower", Outcome.NOT_COMPARABLE: "none"}
)
_HEADS: Final[Mapping[Language, Mapping[Outcome, str]]] = MappingProxyType(
    {
        "de": {
            Outcome.HIGHER: "Höher als",
            Outcome.SIMILAR: "Ähnlich wie",
            Outcome.LOWER: "Niedriger als",
            Outcome.NOT_COMPARABLE: "Nicht verglichen mit",
        },
        "en": {
            Outcome.HIGHER: "Higher than",
            Outcome.SIMILAR: "Similar to",
            Outcome.LOWER: "Lower than",
            Outcome.NOT_COMPARABLE: "Not compared with",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Span:
    """A figure along the axis in percent: its place, and from where to where its interval reaches (both empty without).

    What lies beyond the axis ends at its end.
    """

    x: str
    start: str = ""
    end: str = ""


def span_on(axis: Axis, value: float, ends: tuple[float, float] | None) -> Span:
    """Return where a figure and its interval lie on an axis."""
    if ends is None:
        return Span(_at(axis, value))
    return Span(_at(axis, value), _at(axis, ends[0]), _at(axis, ends[1]))


def _at(axis: Axis, value: float) -> str:
    return percent(min(max(_WHOLE * axis.share(value), 0.0), _WHOLE))


def ticks_on(axis: Axis) -> tuple[Mark, ...]:
    """Return the round numbers along the axis; some of many are named."""
    step = -(-len(axis.ticks) // _MOST_LABELS)
    return tuple(
        Mark(_at(axis, tick.at), "", "" if place % step else tick.text) for place, tick in enumerate(axis.ticks)
    )


def versus_sentence(found: Sequence[tuple[str, Outcome]], language: Language) -> str:
    """Say of what an area is higher, similar and lower, and with what it is not compared; nothing is judged."""
    told = []
    for outcome in (Outcome.HIGHER, Outcome.SIMILAR, Outcome.LOWER, Outcome.NOT_COMPARABLE):
        names = [name for name, each in found if each == outcome]
        told += [f"{_HEADS[language][outcome]}: {', '.join(names)}."] if names else []
    return " ".join(told)
