# SPDX-License-Identifier: EUPL-1.2
"""A safe pattern for tables that are too large for a proof: cell by cell, in the sub-table around each.

For each end that an attacker narrows, a linear program looks for the cheapest deviation that reaches it, where moving
a cell costs something as long as its figure is shown. Hiding the figures of the cells that it moves keeps that
deviation possible for good, because hiding more never narrows anything.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.stats.disclosure.attack import TOLERANCE, is_short, reach_of
from indicators.stats.disclosure.audit import NEAR, Audit, audit, doubtful
from indicators.stats.disclosure.connections import Ties, ties_of
from indicators.stats.disclosure.errors import SolverError, unprotectable
from indicators.stats.disclosure.primary import Floats, Mask
from indicators.stats.disclosure.solving import Program, maximum
from indicators.stats.disclosure.system import Positions, System
from indicators.stats.disclosure.threats import Threat, threats_of

# Once is enough in exact arithmetic; what solvers miss may need another one.
_PASSES: Final = 4
# So much of what is in doubt is healed before all of it is looked at again.
_SHARES: Final = 8
_LEAST: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Healed:
    """A safe pattern, the audit that it withstood, and how often it was healed before."""

    hidden: Mask
    audit: Audit
    passes: int


def heal(system: System, hidden: Mask) -> Healed:
    """Hide further figures until no attacker narrows a sensitive cell.

    Parameters
    ----------
    system : System
    hidden : ndarray, shape (f,), bool
        What is hidden anyway.

    Returns
    -------
    Healed
        The same for the same system; not the cheapest pattern. Nothing more is hidden where nothing has to be.

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
        hidden = _pass(system, ties, hidden)
        found = audit(system, hidden)
        if found.holds:
            return Healed(hidden, found, done + 1)
    raise SolverError(f"After {_PASSES} passes some ends are still open.")


def _pass(system: System, ties: Ties, hidden: Mask) -> Mask:
    """Heal what is in doubt, the widest ends first; what was healed for one end often serves others."""
    left = doubtful(system, hidden, threats_of(system, hidden))
    while left:
        left.sort(key=lambda threat: (-threat.required, threat))
        share = max(_LEAST, len(left) // _SHARES)
        for threat in left[:share]:
            if threat in left:
                hidden, left = _healed(system, ties, hidden, left, threat)
        left = doubtful(system, hidden, sorted(left)) if left else []
    return hidden


def _healed(system: System, ties: Ties, hidden: Mask, left: list[Threat], threat: Threat) -> tuple[Mask, list[Threat]]:
    """Hide what one end needs; return the pattern and the threats that are still in doubt."""
    for cells in ties.widening(threat.cell, NEAR):
        move = _cheapest_move(system, hidden, cells, threat)
        if move is not None:
            more = hidden.copy()
            more[system.figure_of[move.hidden]] = True
            return more, [each for each in left if each != threat and not move.reaches(each)]
    raise unprotectable([system.keys[threat.cell]])


@dataclass(frozen=True, slots=True, eq=False)
class _Move:
    """A deviation of some cells that stays possible once the figures of ``hidden`` cells are hidden."""

    hidden: Positions
    by_cell: dict[int, float]

    def reaches(self, threat: Threat) -> bool:
        """Say whether it disproves a threat: a contributor is not deceived by another value of the own cell."""
        if abs(self.by_cell.get(threat.knower, 0.0)) > 0:
            return False
        return not is_short(threat.sign * self.by_cell.get(threat.cell, 0.0), threat.required)


def _cheapest_move(system: System, hidden: Mask, cells: Positions, threat: Threat) -> _Move | None:
    """Return the cheapest deviation of some cells that reaches one end, None where they cannot.

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
    up, down = found.point[cells.size :].reshape(2, -1)
    deviation = found.point[: cells.size].copy()
    deviation[can_hide] += up - down
    moved: Positions = paid[np.maximum(up, down) > TOLERANCE]
    return _Move(moved, dict(zip(cells.tolist(), deviation.tolist(), strict=True)))


def _price(system: System, cells: Positions, room: Floats, threat: Threat) -> Floats:
    """Return what a unit of deviation costs: the loss of the figure over what one cell can contribute at most."""
    part = np.clip(room, TOLERANCE, threat.required)
    return np.asarray(system.weight[system.figure_of[cells]] / part)
