# SPDX-License-Identifier: EUPL-1.2
"""Areas that changed otherwise than the rest: what was judged by which rule, in groups and in the order of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.rendering.workbench.axis import Axis
from indicators.rendering.workbench.balance import Sides
from indicators.stats.striking import Verdict

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
# Beyond chance and by enough; beyond chance where nobody said what is enough; by enough where chance is not known.
Mode = Literal["chance", "no_threshold", "threshold"]
# What an order of the areas has to be for the largest difference to stand first.
BY_SIZE: Final = ("veraenderung", "-veraenderung")
_LISTED: Final = (int(Verdict.FOUND), int(Verdict.BEYOND))


@dataclass(frozen=True, slots=True)
class Rule:
    """What decides: chance and threshold or one of them, and from which denominator on areas are judged.

    `threshold` is in the unit of the differences, None where none is declared; `is_declared` says that the definition
    names the minimum.
    """

    mode: Mode
    threshold: float | None
    minimum: int
    is_declared: bool


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What is told of n areas in two periods; arrays of shape (n,), NaN where there is none, as they are published.

    `change` and `rest` are later minus earlier of the area and of the rest of its city, `difference` the one minus the
    other with its limits; `persons` the smaller denominator of both periods; `status` why an area is not judged, in
    other words where `reasons` have some.
    """

    codes: Integers
    change: Floats
    rest: Floats
    difference: Floats
    lower: Floats
    upper: Floats
    persons: Floats
    status: Integers
    decimals: int
    reasons: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))

    def count(self, *verdicts: Verdict) -> int:
        """Count the areas of which this is said."""
        return int(np.isin(self.codes, [int(each) for each in verdicts]).sum())

    @property
    def rising(self) -> tuple[int, ...]:
        """The places of the areas that stand out by having risen more, or fallen less."""
        return self._listed(1)

    @property
    def falling(self) -> tuple[int, ...]:
        """The places of those that fell more, or rose less."""
        return self._listed(-1)

    @property
    def unsure(self) -> tuple[int, ...]:
        """The places of the areas that are too small to be judged."""
        return tuple(np.flatnonzero(self.codes == Verdict.UNSURE).tolist())

    def _listed(self, sign: int) -> tuple[int, ...]:
        there = np.isin(self.codes, _LISTED) & (np.sign(self.difference) == sign)
        return tuple(np.flatnonzero(there).tolist())


@dataclass(frozen=True, slots=True, eq=False)
class Striking:
    """The areas that stand out between two periods, or in a sentence why none can be told (`judged` is None then).

    `whole` is the change of all areas together or of the city, `edition` that of the areas, `says` what was judged,
    `rules` how, `notes` what has to be known.
    """

    sides: Sides
    title: str
    edition: str = ""
    why_not: str = ""
    rule: Rule | None = None
    judged: Judged | None = None
    says: str = ""
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_against_whole(self) -> bool:
        """Whether areas are held against the whole, because no counts tell the rest."""
        return self.rule is not None and self.rule.mode == "threshold"


@dataclass(frozen=True, slots=True)
class Strikings:
    """All periods on the axis of their differences."""

    axis: Axis
    periods: tuple[Striking, ...]


def in_order(places: Sequence[int], judged: Judged, by_name: Sequence[int], order: str) -> tuple[int, ...]:
    """Return places in the order of their names, or the largest difference first where that is asked for."""
    wanted = set(places)
    named = [place for place in by_name if place in wanted]
    if order not in BY_SIZE:
        return tuple(named)
    return tuple(sorted(named, key=lambda place: -abs(float(np.nan_to_num(judged.difference[place])))))
