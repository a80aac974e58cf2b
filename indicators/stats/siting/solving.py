# SPDX-License-Identifier: EUPL-1.2
"""Programs of siting by HiGHS: the point, its bound and the work, and no outcome left unnamed."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.stats.reach.demand import Floats
from indicators.stats.siting.errors import SitingSolverError
from indicators.stats.siting.program import Program

# Statuses of SciPy's milp.
_OPTIMAL: Final = 0
_LIMIT: Final = 1
_INFEASIBLE: Final = 2
# Rows and whole numbers are kept up to here (HiGHS: 1e-6, once more after rounding).
_TOLERANCE: Final = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The best point found (empty where none was), the value of its program and what nothing can beat.

    ``value`` and ``bound`` are in the unit of the objective; ``is_proven`` False where the limit ended the search.
    """

    point: Floats
    value: float
    bound: float
    nodes: int
    is_proven: bool


def solve(program: Program, *, nodes: int) -> Solved | None:
    """Solve a program.

    Parameters
    ----------
    program : Program
    nodes : int
        So many branches are looked at, 1 or more; a count, not a time, so that the outcome is the same everywhere.

    Returns
    -------
    Solved or None
        None where no choice fulfils all rows.

    Raises
    ------
    SitingSolverError
        When the solver fails, or its point does not fulfil the rows: there is no answer then, and none is made up.

    References
    ----------
    Huangfu and Hall (2018), Mathematical Programming Computation 10, 119-142: HiGHS.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    whole = np.zeros(program.cost.size, dtype=np.int64)
    whole[: program.candidates.size] = 1
    found = milp(
        program.cost,
        integrality=whole,
        bounds=Bounds(np.zeros(whole.size), np.ones(whole.size)),
        constraints=LinearConstraint(program.matrix, program.lower, program.upper),
        options={"node_limit": nodes, "mip_rel_gap": 0.0},
    )
    if found.status == _INFEASIBLE:
        return None
    if found.status not in (_OPTIMAL, _LIMIT):
        raise SitingSolverError(f"The integer program ended with status {found.status}: {found.message}")
    is_proven = found.status == _OPTIMAL
    # Programs without whole numbers are linear: they have no bound but their value.
    told = found.fun if is_proven and found.mip_dual_bound is None else found.mip_dual_bound
    bound = -math.inf if told is None else float(told) * program.scale
    count = int(found.mip_node_count or 0)
    if found.x is None:
        return Solved(np.zeros(0), math.inf, bound, count, is_proven=False)
    point = _checked(np.asarray(found.x, dtype=np.float64), program)
    return Solved(point, float(program.cost @ point) * program.scale, bound, count, is_proven)


def _checked(point: Floats, program: Program) -> Floats:
    """Round what has to be whole, and refuse a point that breaks a row."""
    openings = program.candidates.size
    rounded = np.clip(point, 0.0, 1.0)
    rounded[:openings] = np.round(rounded[:openings])
    sums = program.matrix @ rounded
    is_kept = (sums >= program.lower - _TOLERANCE) & (sums <= program.upper + _TOLERANCE)
    if not is_kept.all() or np.abs(rounded - point).max() > _TOLERANCE:
        raise SitingSolverError("The point of the solver breaks a row of its program.")
    return rounded
