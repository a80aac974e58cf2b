# SPDX-License-Identifier: EUPL-1.2
"""The gate: whether every sensitive cell stays open, whoever attacks.

One deviation that the attacker cannot rule out proves every end that it reaches. So a few programs that push many
cells at once prove most of them; then each rest is pushed alone, at first near by, at last with everything.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Final

import numpy as np

from indicators.stats.disclosure.attack import Field, Reach, field_of, is_short, reach_of, reliable
from indicators.stats.disclosure.connections import Ties, grouped, ties_of
from indicators.stats.disclosure.primary import Floats, Mask
from indicators.stats.disclosure.solving import Program, maximum
from indicators.stats.disclosure.system import Positions, System
from indicators.stats.disclosure.threats import NOBODY, Threat, threats_of

# Distances, in equations, within which a cell is pushed before everything is.
NEAR: Final = (3, 6)
# Fewer than so many ends are pushed one by one at once.
_FEW: Final = 3
_ROUNDS: Final = 12
# Uneven shares, the same each time.
_STRIDE: Final = 3
_SHARES: Final = 5


@dataclass(frozen=True, slots=True)
class Breach:
    """One end of the interval of a sensitive cell that an attacker can move too close to its value.

    ``end`` is "lower" or "upper", ``found`` where the attacker gets it, ``required`` where it has to be at least;
    ``knower`` is the key of the cell that the attacker contributes alone, "" for every reader.
    """

    cell: str
    end: str
    found: float
    required: float
    knower: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """What the attacker tried and reached.

    ``cells`` sensitive cells were attacked at ``ends`` ends in all, by ``programs`` linear programs; ``together`` ends
    were proven by pushing many cells at once, the others each alone.
    """

    cells: int
    ends: int
    together: int
    programs: int
    breaches: tuple[Breach, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing can be narrowed too far."""
        return not self.breaches


@dataclass(slots=True)
class _Tally:
    together: int = 0
    programs: int = 0


def audit(system: System, hidden: Mask) -> Audit:
    """Attack a pattern.

    Parameters
    ----------
    system : System
    hidden : ndarray, shape (f,), bool
        The figures that are hidden.

    Returns
    -------
    Audit
        With every end that is too close; it holds where there is none. Without sensitive cells it holds.

    Raises
    ------
    SolverError
        When a program has no reliable outcome.

    References
    ----------
    Fischetti and Salazar (2001), Management Science 47(7), section 2 (attacker subproblems).
    """
    threats, tally = threats_of(system, hidden), _Tally()
    found = [_breach(system, threat, end) for threat, end in broken(system, hidden, threats, tally)]
    return Audit(int(system.needs.size), len(threats), tally.together, tally.programs, tuple(found))


def broken(
    system: System, hidden: Mask, threats: Sequence[Threat], tally: _Tally | None = None
) -> list[tuple[Threat, float]]:
    """Return the threats that come true, with how far the end lies from the value.

    Parameters
    ----------
    system : System
    hidden : ndarray, shape (f,), bool
    threats : sequence of Threat
        Sorted.
    tally : optional
        Counts what was tried.

    Returns
    -------
    list of (Threat, float)
        Sorted.
    """
    tally, ties = tally or _Tally(), ties_of(system)
    told, fronts = _fronts(system, hidden, threats)
    found = [(threat, 0.0) for threat in told]
    for front in fronts:
        _push_together(front, tally)
        while front.open:
            found += _push_alone(system, ties, front, tally)
    return sorted(found)


def doubtful(system: System, hidden: Mask, threats: Sequence[Threat]) -> list[Threat]:
    """Return the threats that pushing many cells at once does not disprove; some of them may not come true.

    Parameters
    ----------
    system : System
    hidden : ndarray, shape (f,), bool
    threats : sequence of Threat
        Sorted.

    Returns
    -------
    list of Threat
        Sorted.
    """
    left, fronts = _fronts(system, hidden, threats)
    for front in fronts:
        _push_together(front, _Tally())
        left += front.open
    return sorted(left)


class _Front:
    """The ends of one field that are not proven yet, and what the attacker knows there."""

    def __init__(self, group: Field, reach: Reach, threats: Iterable[Threat]) -> None:
        self.group = group
        self.reach = reach
        self.open = sorted(threats)

    def prove(self, cells: Positions, point: Floats) -> int:
        """Strike out what a deviation of some cells reaches; returns how many ends that are."""
        at = dict(zip(cells.tolist(), point.tolist(), strict=True))
        before = len(self.open)
        self.open = [
            threat for threat in self.open if is_short(threat.sign * at.get(threat.cell, 0.0), threat.required)
        ]
        return before - len(self.open)


def _fronts(system: System, hidden: Mask, threats: Sequence[Threat]) -> tuple[list[Threat], list[_Front]]:
    """Return the threats to cells that are told exactly, and all others by attacker and field."""
    told: list[Threat] = []
    fronts: list[_Front] = []
    everybody = reach_of(system, hidden)
    for knower, group in groupby(threats, key=lambda threat: threat.knower):
        reach = everybody if knower == NOBODY else everybody.knowing(knower)
        by_cell: dict[int, list[Threat]] = {}
        for threat in group:
            by_cell.setdefault(threat.cell, []).append(threat)
        for cells in grouped(system.matrix, reach.is_free):
            held = [threat for cell in cells.tolist() for threat in by_cell.pop(cell, ())]
            if held:
                fronts.append(_Front(field_of(system, reach, cells), reach, held))
        told += [threat for ends in by_cell.values() for threat in ends]
    return told, fronts


def _push_together(front: _Front, tally: _Tally) -> None:
    for turn in range(_ROUNDS):
        if len(front.open) < _FEW:
            return
        tally.programs += 1
        proven = front.prove(front.group.cells, _pushed(front.group, front.open, turn))
        tally.together += proven
        if not proven and turn > 1:
            return


def _pushed(group: Field, threats: Sequence[Threat], turn: int) -> Floats:
    """Return a deviation that reaches as many of the ends as it can, one end of each cell.

    Each cell gains until it reaches its end and nothing beyond, in parts of what is required; uneven shares of the
    gain keep cells that hold one another from standing still.
    """
    from scipy.sparse import block_array, coo_array

    chosen = _one_end_each(threats, turn)
    places = np.searchsorted(group.cells, [threat.cell for threat in chosen])
    signs = np.array([threat.sign for threat in chosen], dtype=np.float64)
    required = np.array([threat.required for threat in chosen], dtype=np.float64)
    n, k = group.cells.size, len(chosen)
    # sign * deviation = required * gained + beyond, with gained <= 1 and beyond >= 0
    each = np.arange(k)
    pick = coo_array((signs, (each, places)), shape=(k, n)).tocsr()
    gain = coo_array((-required, (each, each)), shape=(k, k)).tocsr()
    rest = coo_array((-np.ones(k), (each, each)), shape=(k, k)).tocsr()
    matrix = block_array([[group.matrix, None, None], [pick, gain, rest]], format="csr")
    program = Program(
        matrix,
        np.zeros(group.rows.size + k),
        np.concatenate([-group.down, np.full(k, -np.inf), np.zeros(k)]),
        np.concatenate([group.up, np.ones(k), np.full(k, np.inf)]),
    )
    shares = 1.0 + (each * _STRIDE + turn) % _SHARES
    found = reliable(maximum(np.concatenate([np.zeros(n), shares, np.zeros(k)]), program))
    return found.point[:n]


def _one_end_each(threats: Sequence[Threat], turn: int) -> list[Threat]:
    """Take one end of each cell, another one with each turn, and opposite ones for neighbours in the order."""
    by_cell: dict[int, list[Threat]] = {}
    for threat in threats:
        by_cell.setdefault(threat.cell, []).append(threat)
    return [ends[((number >> (turn // 2)) + turn) % len(ends)] for number, ends in enumerate(by_cell.values())]


def _push_alone(system: System, ties: Ties, front: _Front, tally: _Tally) -> list[tuple[Threat, float]]:
    """Push the first open end; return it if it cannot be reached, with how far it can."""
    threat, end = front.open[0], 0.0
    for group in _around(system, ties, front, threat.cell):
        best = group.farthest(int(np.searchsorted(group.cells, threat.cell)), threat.sign)
        end = best.value
        tally.programs += 1
        if best.point.size:
            front.prove(group.cells, best.point)
        if not is_short(end, threat.required):
            break
    front.open = [each for each in front.open if each != threat]
    return [(threat, end)] if is_short(end, threat.required) else []


def _around(system: System, ties: Ties, front: _Front, cell: int) -> Iterator[Field]:
    """Give what is near a cell, farther and farther, and at last the whole field that it is in."""
    is_free = front.reach.is_free
    near = (cells[is_free[cells]] for cells in ties.widening(cell, NEAR))
    for cells in takewhile(lambda each: each.size < front.group.cells.size, near):
        yield field_of(system, front.reach, cells)
    yield front.group


def _breach(system: System, threat: Threat, end: float) -> Breach:
    value = float(system.value[threat.cell])
    return Breach(
        cell=system.keys[threat.cell],
        end="upper" if threat.sign > 0 else "lower",
        found=value + threat.sign * end,
        required=value + threat.sign * threat.required,
        knower="" if threat.knower == NOBODY else system.keys[threat.knower],
    )
