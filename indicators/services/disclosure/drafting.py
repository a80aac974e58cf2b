# SPDX-License-Identifier: EUPL-1.2
"""One cell in the making."""

import math
from dataclasses import dataclass
from typing import Final

from indicators.stats.disclosure.cells import Fate, Interval
from indicators.stats.disclosure.rules import CellRule

_ANYTHING: Final = Interval(-math.inf, math.inf)
_NO_RULE: Final = CellRule()


@dataclass(slots=True)
class Draft:
    """One cell in the making: what is known of it before anything is decided, and how open it has to stay."""

    value: float
    known: Interval = _ANYTHING
    need: Interval | None = None
    is_secret: bool = False
    is_single: bool = False
    rule: CellRule = _NO_RULE
    figure: str = ""
    fate: Fate = Fate.HIDDEN
    shown: Interval | None = None
    is_signed: bool = False
    is_base: bool = False

    def want(self, need: Interval | None, *, is_base: bool = False) -> None:
        """Ask for at least so much openness; ``is_base``: only for it is too small to build a share on."""
        if need is None:
            return
        self.is_base = is_base and (self.need is None or self.is_base)
        old = self.need or need
        self.need = Interval(min(old.lower, need.lower), max(old.upper, need.upper))

    def tell(self, told: Interval) -> None:
        """Let everybody know so much."""
        self.known = Interval(max(self.known.lower, told.lower), min(self.known.upper, told.upper))

    @property
    def bounds(self) -> Interval:
        """What everybody knows of the cell."""
        floor = -math.inf if self.is_signed else 0.0
        return Interval(max(floor, self.known.lower), self.known.upper)

    @property
    def is_plain(self) -> bool:
        """Whether nothing is known of it, nothing asked for and nothing decided."""
        is_untouched = self.need is None and self.known is _ANYTHING and self.fate is Fate.HIDDEN
        return is_untouched and not self.is_secret and not self.is_single

    @property
    def is_told(self) -> bool:
        """Whether everybody knows it exactly."""
        return self.known.lower == self.known.upper
