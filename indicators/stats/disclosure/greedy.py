# SPDX-License-Identifier: EUPL-1.2
"""A safe pattern for tables that are too large for a proof: cell by cell, in the sub-table around each.

For each end that an attacker narrows, a linear program looks for the cheapest deviation that reaches it, where moving
a cell costs something as long as its figure is shown. Hiding the figures of the cells that it moves keeps that
deviation possible for good, because hiding more never narrows anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.stats.disclosure.attack import TOLERANCE, reach_of
from indicators.stats.disclosure.audit import NEAR, Audit, attacked
from indicators.stats.disclosure.connections import Ties, ties_of
from indicators.stats.disclosure.errors import SolverError, unprotectable
from indicators.stats.disclosure.primary import Floats, Mask
from indicators.stats.disclosure.solving import Program, maximum
from indicators.stats.disclosure.system import Positions, System
from indicators.stats.disclosure.threats import Threat

# Once is enough in exact arithmetic; what solvers miss may need another one.
_PASSES: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Healed:
    """A safe pattern, the audit that it withstood, and how often it was healed before."""

    hidden: Mask
    audit: Audit
    passes: int


def heal(system: System, hidden: Mask, lost: Sequence[Threat]) -> Healed:
    """Hide further figures until no attacker narrows a sensitive cell.

    Parameters
    ----------
    system : System
    hidden : ndarray, shape (f,), bool
        What is hidden anyway.
    lost : sequence of Threat
        What comes true as long as nothing else is hidden.

    Returns
    -------
    Healed
        The same for the same system; not the cheapest pattern.

    Raises
    ------
    UnprotectableError
        When a cell stays open to the attacker whatever may still be hidden.
    SolverError
        When the solver fails, or heals without an end.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.4.2 (heuristics by linear programs).
    """
    ties = ties_of(system)
    for done in range(_PASSES):
        for threat in sorted(lost, key=lambda each: (-each.required, each)):
            hidden = _healed(system, ties, hidden, threat)
        found, lost = attacked(system, hidden)
        if found.holds:
            return Healed(hidden, found, done + 1)
    raise SolverError(f"After {_PASSES} passes {len(lost)} ends are still open.")


def _healed(system: System, ties: Ties, hidden: Mask, threat: Threat) -> Mask:
    for cells in ties.widening(threat.cell, NEAR):
        moved = _cheapest_move(system, hidden, cells, threat)
        if moved is not None:
            more = hidden.copy()
            more[system.figure_of[moved]] = True
            return more
    raise unprotectable([system.keys[threat.cell]])


def _cheapest_move(system: System, hidden: Mask, cells: Positions, threat: Threat) -> Positions | None:
    """Return the cells that have to be hidden for one end, None where these cells cannot reach it.

    A deviation is what is free (the told interval, or all when the figure is hidden) plus what costs, up and down.
    """
    from scipy.sparse import hstack

    reach = reach_of(system, hidden)
    figures = system.figure_of[cells]
    can_hide = (system.is_open & ~hidden)[figures] & (cells != threat.knower)
    paid = cells[can_hide]
    columns = system.matrix[:, cells].tocsr()
    inner = columns[np.flatnonzero(np.diff(columns.indptr))].tocsc()
    steps = inner[:, np.flatnonzero(can_hide)]
    low, high = -reach.down[cells], reach.up[cells]
    low[cells == threat.knower] = high[cells == threat.knower] = 0.0
    at = cells == threat.cell
    if not low[at][0] <= threat.sign * threat.required <= high[at][0]:
        return None
    low[at] = high[at] = threat.sign * threat.required
    above, below = system.spare_up[paid], system.spare_down[paid]
    price = np.concatenate([_price(system, paid, above, threat), _price(system, paid, below, threat)])
    program = Program(
        hstack([inner, steps, -steps], format="csr"),
        np.zeros(inner.shape[0]),
        np.concatenate([low, np.zeros(2 * paid.size)]),
        np.concatenate([high, above, below]),
    )
    found = maximum(-np.concatenate([np.zeros(cells.size), price]), program)
    if found is None:
        return None
    extra = found.point[cells.size :].reshape(2, -1).max(axis=0)
    moved: Positions = paid[extra > TOLERANCE]
    return moved


def _price(system: System, cells: Positions, room: Floats, threat: Threat) -> Floats:
    """Return what a unit of deviation costs: the loss of the figure over what one cell can contribute at most."""
    part = np.clip(room, TOLERANCE, threat.required)
    return np.asarray(system.weight[system.figure_of[cells]] / part)
