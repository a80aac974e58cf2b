# SPDX-License-Identifier: EUPL-1.2
"""The pattern that hides least, found and proven by integer programs.

A pattern has to give every sensitive cell its reach. The full model has two sets of cell values for each end of each
sensitive cell; here a master program over the decisions alone learns what it has to know: each end that an attacker
still narrows gives, by the duals of the attack, one inequality that every safe pattern fulfils.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from indicators.stats.disclosure.attack import TOLERANCE, Reach, field_of, reach_of, reliable
from indicators.stats.disclosure.audit import broken
from indicators.stats.disclosure.errors import SolverError, unprotectable
from indicators.stats.disclosure.primary import Floats, Mask
from indicators.stats.disclosure.solving import Cover, cheapest, maximum
from indicators.stats.disclosure.system import System
from indicators.stats.disclosure.threats import NOBODY, Threat, threats_of

# What solvers miss must not count where it would be multiplied by "as far as it likes".
_NOISE: Final = 1e-9
_DIGITS: Final = 11
# Stand-in for "as far as it likes", in parts of what is required, while decisions may be halves.
_FAR: Final = 4.0
_LEAST: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Work:
    """How much may be tried: nodes of one integer program, rounds with halves, and rounds with whole decisions."""

    nodes: int = 50_000
    halves: int = 6
    rounds: int = 200


@dataclass(frozen=True, slots=True, eq=False)
class Least:
    """The pattern that hides least; ``hidden`` None where the work was used up before it was proven.

    ``bound`` is what no safe pattern can cost less than, everything counted that is open and hidden.
    """

    hidden: Mask | None
    bound: float
    rounds: int
    inequalities: int


def least(system: System, hidden: Mask, work: Work) -> Least:
    """Return the cheapest pattern that no attacker breaks.

    Parameters
    ----------
    system : System
    hidden : ndarray, shape (f,), bool
        What is hidden anyway.
    work : Work

    Returns
    -------
    Least

    Raises
    ------
    UnprotectableError
        When not even hiding everything open protects each cell.
    SolverError
        When the solver fails.

    References
    ----------
    Fischetti and Salazar (2001), Solving the cell suppression problem on tabular data with linear constraints,
    Management Science 47(7), sections 3 and 4 (capacity inequalities and their separation).
    """
    everything = hidden | system.is_open
    lost = broken(system, everything, threats_of(system, everything))
    if lost:
        raise unprotectable(system.keys[threat.cell] for threat, _ in lost)
    master = _Master(system, hidden)
    master.learn(_by_equation(system, master, threats_of(system, hidden)))
    for _ in range(work.halves):
        if not _refine(system, master, work):
            break
    return _whole(system, master, work)


@dataclass(slots=True)
class _Master:
    """The decisions that are left, and what is known of safe patterns."""

    system: System
    hidden: Mask
    rows: dict[bytes, Floats] = field(default_factory=dict)

    @property
    def columns(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """The figures that may still be decided."""
        return np.flatnonzero(self.system.is_open & ~self.hidden)

    def learn(self, rows: Iterable[Floats]) -> int:
        """Add inequalities ``row @ decisions >= 1``; returns how many are new."""
        before = len(self.rows)
        for row in rows:
            self.rows.setdefault(np.round(row, 12).tobytes(), row)
        return len(self.rows) - before

    def cover(self) -> Cover:
        """Return the master program."""
        from scipy.sparse import csr_array

        return Cover(self.system.weight[self.columns], csr_array(np.array(list(self.rows.values()))))

    def pattern(self, chosen: Floats) -> Mask:
        """Return which figures are hidden by whole decisions."""
        hidden = self.hidden.copy()
        hidden[self.columns] = chosen > 1 / 2
        return hidden

    def inequality(self, worth: Floats, threat: Threat) -> Floats | None:
        """Return what a safe pattern fulfils, from what each equation is worth to an attacker.

        For any worths: the end lies at most at the sum of each cell's reach times its reduced worth, and the reach of
        a cell depends on its figure alone. No decision counts for more than the whole bound.
        """
        system = self.system
        reduced = -(np.round(worth, _DIGITS) @ system.matrix)
        reduced[threat.cell] += threat.sign
        reduced[(np.abs(reduced) < _NOISE) & (np.isinf(system.up) | np.isinf(system.down))] = 0.0
        if threat.knower != NOBODY:
            reduced[threat.knower] = 0.0
        above, below = np.maximum(reduced, 0.0), np.maximum(-reduced, 0.0)
        told = _times(above, system.told_up) + _times(below, system.told_down)
        if not np.isfinite(told).all():
            return None
        gained = _times(above, system.spare_up) + _times(below, system.spare_down)
        by_figure = np.bincount(system.figure_of, weights=gained, minlength=len(system.figures))
        bound = threat.required - float(told.sum()) - float(by_figure[self.hidden].sum())
        if not bound > TOLERANCE:
            return None
        return np.minimum(by_figure[self.columns] / bound, 1.0)


def _times(worth: Floats, reach: Floats) -> Floats:
    """Multiply, where nothing times "as far as it likes" is nothing."""
    return np.where(worth > 0, worth * np.where(worth > 0, reach, 0.0), 0.0)


def _by_equation(system: System, master: _Master, threats: Sequence[Threat]) -> list[Floats]:
    """Return the inequalities of single equations: what a cell gains, the others of each equation lose."""
    found = []
    columns = system.matrix.tocsc()
    for threat in threats:
        start, end = columns.indptr[threat.cell], columns.indptr[threat.cell + 1]
        for row, coefficient in zip(columns.indices[start:end], columns.data[start:end], strict=True):
            worth = np.zeros(system.matrix.shape[0])
            worth[row] = threat.sign / coefficient
            found.append(master.inequality(worth, threat))
    return [row for row in found if row is not None]


def _attacked(system: System, reach: Reach, threat: Threat) -> Floats:
    """Return what each equation is worth to the attacker of one end."""
    known = reach if threat.knower == NOBODY else reach.knowing(threat.knower)
    group = field_of(system, known, np.flatnonzero(known.is_free))
    worth = np.zeros(system.matrix.shape[0])
    objective = np.zeros(group.cells.size)
    objective[group.cells == threat.cell] = threat.sign
    duals = reliable(maximum(objective, group.program)).duals
    worth[group.rows] = duals if duals.size else 0.0
    return worth


def _refine(system: System, master: _Master, work: Work) -> bool:
    """Learn from the best halves; returns whether there was anything to learn."""
    if not master.rows:
        return False
    choice = cheapest(master.cover(), node_limit=work.nodes, is_whole=False)
    if choice is None or not choice.is_proven:
        return False
    threats = threats_of(system, master.hidden)
    share = master.hidden.astype(np.float64)
    share[master.columns] = np.where(choice.chosen > _LEAST, choice.chosen, 0.0)
    far = _FAR * max((threat.required for threat in threats), default=1.0)
    part = share[system.figure_of]
    reach = Reach(
        system.told_down + part * np.minimum(system.spare_down, far),
        system.told_up + part * np.minimum(system.spare_up, far),
    )
    rows = [master.inequality(_attacked(system, reach, threat), threat) for threat in threats]
    useful = [row for row in rows if row is not None and row @ choice.chosen < 1 - _LEAST]
    return bool(master.learn(useful))


def _whole(system: System, master: _Master, work: Work) -> Least:
    kept, bound = float(system.weight[master.hidden & system.is_open].sum()), 0.0
    for done in range(work.rounds):
        chosen = np.zeros(master.columns.size)
        if master.rows:
            choice = cheapest(master.cover(), node_limit=work.nodes)
            if choice is None:
                raise SolverError("The inequalities of safe patterns contradict one another, although one is safe.")
            bound = max(bound, choice.bound)
            if not choice.is_proven:
                return Least(None, kept + bound, done + 1, len(master.rows))
            chosen = choice.chosen
        hidden = master.pattern(chosen)
        lost = broken(system, hidden, threats_of(system, hidden))
        if not lost:
            return Least(hidden, kept + bound, done + 1, len(master.rows))
        reach = reach_of(system, hidden)
        rows = [master.inequality(_attacked(system, reach, threat), threat) for threat, _ in lost]
        cutting = [row for row in rows if row is not None and row @ chosen < 1 - _LEAST]
        # More hidden is never less safe, so a safe pattern hides something that this one shows.
        master.learn(cutting or [(chosen < 1 / 2).astype(np.float64)])
    return Least(None, kept + bound, work.rounds, len(master.rows))
