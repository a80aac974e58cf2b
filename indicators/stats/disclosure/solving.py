# SPDX-License-Identifier: EUPL-1.2
"""Linear and integer programs by HiGHS, with no outcome left unnamed."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from indicators.stats.disclosure.errors import SolverError
from indicators.stats.disclosure.primary import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Statuses of SciPy's linprog and milp.
_OPTIMAL: Final = 0
_LIMIT: Final = 1
_INFEASIBLE: Final = 2
_UNBOUNDED: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A linear program: ``matrix @ x = totals`` and bounds on x, which may be infinite."""

    matrix: "csr_array[Any, tuple[int, int]]"
    totals: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """The best value, a point that reaches it (empty where it is infinite), and what each equation is worth."""

    value: float
    point: Floats
    duals: Floats


def maximum(objective: Floats, program: Program) -> Optimum | None:
    """Return the largest value of a linear function over a program.

    Parameters
    ----------
    objective : ndarray, shape (n,)
    program : Program

    Returns
    -------
    Optimum or None
        Infinite where nothing holds it; None where no point fulfils the program.

    Raises
    ------
    SolverError
        For every other outcome: there is no answer then, and none is made up.
    """
    from scipy.optimize import linprog

    has_rows = program.matrix.shape[0] > 0
    # The types of SciPy know neither sparse matrices nor arrays of bounds here.
    given: dict[str, Any] = {"bounds": np.column_stack([program.lower, program.upper])}
    if has_rows:
        given |= {"A_eq": program.matrix, "b_eq": program.totals}
    found = linprog(-objective, method="highs", **given)
    nothing = np.zeros(0)
    if found.status == _UNBOUNDED:
        return Optimum(math.inf, nothing, nothing)
    if found.status == _INFEASIBLE:
        return None
    if found.status != _OPTIMAL or found.x is None or found.fun is None:
        raise SolverError(f"The linear program ended with status {found.status}: {found.message}")
    duals = -np.asarray(found.eqlin.marginals, dtype=np.float64) if has_rows else nothing
    return Optimum(-float(found.fun), np.asarray(found.x, dtype=np.float64), duals)


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """Rows ``matrix @ x >= 1`` that a choice of zeros and ones has to fulfil at the least cost."""

    cost: Floats
    matrix: "csr_array[Any, tuple[int, int]]"


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The cheapest choice; ``is_proven`` False where a limit ended the search, with the bound reached by then."""

    chosen: Floats
    cost: float
    bound: float
    is_proven: bool


def cheapest(cover: Cover, *, node_limit: int, is_whole: bool = True) -> Choice | None:
    """Return the cheapest choice that fulfils all rows.

    Parameters
    ----------
    cover : Cover
    node_limit : int
        So many nodes are looked at; a count, not a time, so that the outcome is the same on every machine.
    is_whole : bool
        Whether numbers between 0 and 1 are forbidden.

    Returns
    -------
    Choice or None
        None where no choice fulfils all rows.

    Raises
    ------
    SolverError
        When the solver fails.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    count = cover.cost.size
    found = milp(
        cover.cost,
        integrality=np.full(count, int(is_whole)),
        bounds=Bounds(np.zeros(count), np.ones(count)),
        constraints=LinearConstraint(cover.matrix, np.ones(cover.matrix.shape[0]), np.inf),
        options={"node_limit": node_limit, "mip_rel_gap": 0.0},
    )
    if found.status == _INFEASIBLE:
        return None
    if found.status == _LIMIT:
        bound = -math.inf if found.mip_dual_bound is None else float(found.mip_dual_bound)
        return Choice(np.zeros(0), math.inf, bound, is_proven=False)
    if found.status != _OPTIMAL:
        raise SolverError(f"The integer program ended with status {found.status}: {found.message}")
    chosen = np.asarray(found.x, dtype=np.float64)
    return Choice(np.round(chosen) if is_whole else chosen, float(found.fun), float(found.fun), is_proven=True)
