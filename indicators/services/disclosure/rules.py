# SPDX-License-Identifier: EUPL-1.2
"""Stored rules as the core reads them."""

from indicators.models import DisclosureRule
from indicators.stats.disclosure.rules import CellRule


def cell_rule(row: DisclosureRule) -> CellRule:
    """Return what a stored rule says of single cells."""
    return CellRule(
        minimum_count=row.minimum_count,
        minimum_denominator=row.minimum_denominator,
        minimum_units=row.minimum_units,
        dominance=(row.dominance_n, float(row.dominance_k)),
        prior=float(row.prior_percent),
        hides_nobody=row.hides_nobody,
        hides_everybody=row.hides_everybody,
        safety_range=float(row.safety_range),
        rounding=row.rounding,
        knows_own=row.knows_own,
    )
