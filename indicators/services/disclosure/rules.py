# SPDX-License-Identifier: EUPL-1.2
"""What a rule of disclosure says, stored or about to be, and how the core reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from indicators.models import DisclosureRule
from indicators.stats.disclosure.rules import CellRule


@dataclass(frozen=True, slots=True)
class RuleContent:
    """What may be shown of one source to one audience; the meaning of each number is that of ``CellRule``."""

    is_published: bool = False
    minimum_count: int = 0
    minimum_denominator: int = 0
    minimum_inhabitants: int = 0
    minimum_units: int = 0
    dominance_n: int = 0
    dominance_k: int = 100
    prior_percent: int = 0
    hides_nobody: bool = False
    hides_everybody: bool = False
    safety_range: int = 30
    rounding: int = 0
    knows_own: bool = False
    preset: str = ""

    @property
    def cell(self) -> CellRule:
        """What may be shown of one cell."""
        return CellRule(
            minimum_count=self.minimum_count,
            minimum_denominator=self.minimum_denominator,
            minimum_units=self.minimum_units,
            dominance=(self.dominance_n, float(self.dominance_k)),
            prior=float(self.prior_percent),
            hides_nobody=self.hides_nobody,
            hides_everybody=self.hides_everybody,
            safety_range=float(self.safety_range),
            rounding=self.rounding,
            knows_own=self.knows_own,
        )


FIELDS: Final = tuple(RuleContent.__dataclass_fields__)


def content_of(said: DisclosureRule | Mapping[str, Any] | None) -> RuleContent:
    """Return what a rule in force or a version says; without one nothing is shown."""
    if said is None:
        return RuleContent()
    if isinstance(said, DisclosureRule):
        return RuleContent(**{name: getattr(said, name) for name in FIELDS})
    return RuleContent(**{name: said[name] for name in FIELDS if name in said})


def cell_rule(row: DisclosureRule) -> CellRule:
    """Return what a stored rule says of single cells."""
    return content_of(row).cell
