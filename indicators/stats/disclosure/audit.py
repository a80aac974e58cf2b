# SPDX-License-Identifier: EUPL-1.2
"""The gate: whether every sensitive cell stays open, whoever attacks.

One deviation that the attacker cannot rule out proves every end that it reaches. So a few programs that push many
cells at once prove most of them; then each rest is pushed alone, at first near by, at last with everything.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from typing import Final

import numpy as np

from indicators.stats.disclosure.attack import Field, Reach, field_of, fields_of, is_short, reach_of, reliable
from indicators.stats.disclosure.connections import Ties, ties_of
from indicators.stats.disclosure.primary import Floats, Mask
from indicators.stats.disclosure.solving import Program, maximum
from indicators.stats.disclosure.system import System
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
    breached: list[tuple[Threat, float]] = field(default_factory=list)


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
    return attacked(system, hidden)[0]


def attacked(system: System, hidden: Mask) -> tuple[Audit, tuple[Threat, ...]]:
    """Attack a pattern; give the audit and the threats that came true.

    Parameters
    ----------
    system : System
    hidden : ndarray, shape (f,), bool

    Returns
    -------
    tuple of (Audit, tuple of Threat)
        The threats in the order of the breaches.
    """
    threats, tally = threats_of(system, hidden), _Tally()
    lost = broken(system, hidden, threats, tally)
    found = tuple(_breach(system, threat, end) for threat, end in lost)
    counts = (int(system.needs.size), len(threats), tally.together, tally.programs)
    return Audit(*counts, found), tuple(threat for threat, _ in lost)


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
    tally = _Tally() if tally is None else tally
    reach, ties = reach_of(system, hidden), ties_of(system)
    for knower, group in groupby(threats, key=lambda threat: threat.knower):
        known = reach if knower == NOBODY else reach.knowing(knower)
        _against(system, known, ties, list(group), tally)
    return sorted(tally.breached)


def _against(system: System, reach: Reach, ties: Ties, threats: list[Threat], tally: _Tally) -> None:
    by_cell: dict[int, list[Threat]] = {}
    for threat in threats:
        by_cell.setdefault(threat.cell, []).append(threat)
    is_free = reach.is_free
    tally.breached += [(threat, 0.0) for threat in threats if not is_free[threat.cell]]
    wanted = np.zeros(system.size, dtype=bool)
    wanted[list(by_cell)] = True
    for group in fields_of(system, reach):
        cells = group.cells[wanted[group.cells]]
        if cells.size:
            held = [threat for cell in cells for threat in by_cell[int(cell)]]
            _attack_field(system, reach, ties, _Front(group, held), tally)


class _Front:
    """The ends of one field that are not proven yet."""

    def __init__(self, group: Field, threats: Iterable[Threat]) -> None:
        self.group = group
        self.open = sorted(threats)

    def prove(self, cells: "np.ndarray[tuple[int], np.dtype[np.int64]]", point: Floats) -> int:
        """Strike out what a deviation of some cells reaches; returns how many ends that are."""
        at = dict(zip(cells.tolist(), point.tolist(), strict=True))
        before = len(self.open)
        self.open = [
            threat for threat in self.open if is_short(threat.sign * at.get(threat.cell, 0.0), threat.required)
        ]
        return before - len(self.open)


def _attack_field(system: System, reach: Reach, ties: Ties, front: _Front, tally: _Tally) -> None:
    for turn in range(_ROUNDS):
        if len(front.open) < _FEW:
            break
        tally.programs += 1
        proven = front.prove(front.group.cells, _pushed(front.group, front.open, turn))
        tally.together += proven
        if not proven and turn > 1:
            break
    while front.open:
        _push_alone(system, reach, ties, front, tally)


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


def _push_alone(system: System, reach: Reach, ties: Ties, front: _Front, tally: _Tally) -> None:
    threat, end = front.open[0], 0.0
    for group in _around(system, reach, ties, (threat.cell, front.group)):
        best = group.farthest(int(np.searchsorted(group.cells, threat.cell)), threat.sign)
        end = best.value
        tally.programs += 1
        if best.point.size:
            front.prove(group.cells, best.point)
        if not is_short(end, threat.required):
            break
    else:
        tally.breached.append((threat, end))
    front.open = [each for each in front.open if each != threat]


def _around(system: System, reach: Reach, ties: Ties, start: tuple[int, Field]) -> Iterator[Field]:
    """Give what is near a cell, farther and farther, and at last the whole field that it is in."""
    cell, whole = start
    is_free = reach.is_free
    near = (cells[is_free[cells]] for cells in ties.widening(cell, NEAR))
    for cells in takewhile(lambda each: each.size < whole.cells.size, near):
        yield field_of(system, reach, cells)
    yield whole


def _breach(system: System, threat: Threat, end: float) -> Breach:
    value = float(system.value[threat.cell])
    return Breach(
        cell=system.keys[threat.cell],
        end="upper" if threat.sign > 0 else "lower",
        found=value + threat.sign * end,
        required=value + threat.sign * threat.required,
        knower="" if threat.knower == NOBODY else system.keys[threat.knower],
    )
