# SPDX-License-Identifier: EUPL-1.2
"""Whether everything that readers know withstands one more sum over areas of somebody's choice."""

from collections.abc import Collection

from indicators.services.disclosure.building import Scope, build
from indicators.stats.disclosure.cells import Equation
from indicators.stats.disclosure.earlier import still_open
from indicators.stats.disclosure.errors import InconsistentSystemError
from indicators.stats.disclosure.protect import audited
from indicators.stats.disclosure.system import system_of


def withstands(scope: Scope, sums: Collection[Equation]) -> bool:
    """Say whether no sensitive cell comes closer to its value when readers know these sums as well.

    What earlier figures leave too close already is told by them, not by the sums. A sum with an area that has no cell,
    or with another value than readers know, is none.
    """
    built = build(scope)
    if not {key for each in sums for key in each.terms} <= {cell.key for cell in built.cells}:
        return False
    before = audited(system_of(built.cells, built.equations), ())
    again = build(scope, left=still_open(before.breaches, {cell.key: cell.value for cell in built.cells}))
    try:
        return audited(system_of(again.cells, [*again.equations, *sums]), ()).holds
    except InconsistentSystemError:
        return False
