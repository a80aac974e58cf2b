# SPDX-License-Identifier: EUPL-1.2
"""The compiler: decide what is hidden, component by component, and attack the outcome."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from indicators.stats.disclosure.audit import Audit, Breach, audit
from indicators.stats.disclosure.connections import components
from indicators.stats.disclosure.errors import unprotectable
from indicators.stats.disclosure.exact import Work, least
from indicators.stats.disclosure.greedy import heal
from indicators.stats.disclosure.primary import Mask
from indicators.stats.disclosure.system import Positions, System


class Path(StrEnum):
    """How the pattern of a component was found."""

    NOTHING = "nothing"
    """What had to be hidden anyway protects everything."""
    EXACT = "exact"
    """No safe pattern hides less; proven."""
    GREEDY = "greedy"
    """Safe, perhaps not the cheapest."""


class Reason(StrEnum):
    """Why a component was not given to the exact path, or not finished by it."""

    NONE = ""
    SIZE = "size"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the exact path ends: figures that may be decided in one component, and what it may try there."""

    figures: int = 700
    work: Work = field(default_factory=Work)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one component.

    ``cost`` is the loss of all its hidden figures that were open, ``bound`` what no safe pattern can cost less than
    (the cost itself where that is proven).
    """

    cells: int
    figures: int
    path: Path
    reason: Reason
    cost: float
    bound: float
    rounds: int = 0
    inequalities: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """The decisions about all figures of a system, and the attack that they withstood.

    ``primary`` figures tell too much themselves, ``secondary`` ones protect them; both are new. ``kept`` were hidden
    before. Components that were not asked for are in ``untouched`` (number of cells) and were not attacked.
    """

    primary: frozenset[str]
    secondary: frozenset[str]
    kept: frozenset[str]
    cost: float
    outcomes: tuple[Outcome, ...]
    audit: Audit
    untouched: int = 0

    @property
    def hidden(self) -> frozenset[str]:
        """The keys of all hidden figures."""
        return self.primary | self.secondary | self.kept

    @property
    def is_least(self) -> bool:
        """Whether no safe pattern hides less."""
        return all(outcome.path != Path.GREEDY for outcome in self.outcomes)


def protect(system: System, *, limits: Limits | None = None, only: Collection[str] | None = None) -> Pattern:
    """Decide which open figures are hidden, so that no sensitive cell can be narrowed below what it needs.

    Parameters
    ----------
    system : System
        Everything that is or was published, earlier decisions as fates.
    limits : Limits, optional
    only : collection of str, optional
        Keys of cells: components that hold none of them are left as they are and not attacked.

    Returns
    -------
    Pattern
        One that withstood the attack. The same for the same system, whatever the order of its cells.

    Raises
    ------
    UnprotectableError
        When some cell stays open to the attacker whatever may still be hidden: it is named.
    SolverError
        When the solver fails.

    References
    ----------
    Fischetti and Salazar (2001), Management Science 47(7); Hundepool et al. (2012), chapter 4.

    Examples
    --------
    See docs/methods/disclosure.md.
    """
    limits = limits or Limits()
    _refuse_told(system)
    hidden = system.is_hidden.copy()
    outcomes, audits, untouched = [], [], 0
    for cells in _with_needs(system):
        if only is not None and not any(system.keys[cell] in only for cell in cells):
            untouched += cells.size
            continue
        part = system.part(cells)
        pattern, outcome, withstood = _decided(part, limits)
        outcomes.append(outcome)
        audits.append(withstood)
        hidden[np.unique(system.figure_of[cells])] = pattern
    found = _together(audits)
    if not found.holds:
        raise unprotectable(breach.cell for breach in found.breaches)
    return _pattern(system, hidden, tuple(outcomes), found, untouched)


def audited(system: System, hidden: Collection[str]) -> Audit:
    """Attack a given pattern.

    Parameters
    ----------
    system : System
    hidden : collection of str
        Keys of the hidden figures; those that nobody ever sees count as hidden anyway.

    Returns
    -------
    Audit

    Raises
    ------
    SolverError
        When the solver fails.
    """
    return audit(system, mask_of(system, hidden))


def mask_of(system: System, hidden: Collection[str]) -> Mask:
    """Return a pattern as an array over the figures of a system.

    Parameters
    ----------
    system : System
    hidden : collection of str
        Keys of figures.

    Returns
    -------
    ndarray, shape (f,), bool
        Figures hidden for good are hidden whether they are named or not.
    """
    named = np.array([key in hidden for key in system.figures], dtype=bool)
    return named | (system.is_hidden & ~system.is_open)


def _refuse_told(system: System) -> None:
    """Refuse sensitive cells that a figure tells which has to be or is shown."""
    told = (system.is_primary & ~system.is_hidden)[system.figure_of] & ~np.isnan(system.need_up)
    short = (system.told_down < system.need_down) | (system.told_up < system.need_up)
    lost = np.flatnonzero(told & short)
    if lost.size:
        raise unprotectable(system.keys[cell] for cell in lost)


def _with_needs(system: System) -> Iterator[Positions]:
    is_needed = ~np.isnan(system.need_up)
    for cells in components(system):
        if is_needed[cells].any():
            yield cells


def _decided(part: System, limits: Limits) -> tuple[Mask, Outcome, Audit]:
    begun = part.is_hidden.copy()
    reason, bound = Reason.SIZE, _cost(part, begun)
    if int((part.is_open & ~begun).sum()) <= limits.figures:
        found = _proven(part, begun, limits)
        if isinstance(found, tuple):
            return found
        reason, bound = Reason.WORK, max(bound, found)
    healed = heal(part, begun)
    if (healed.hidden == begun).all():
        return begun, _outcome(part, begun, Path.NOTHING), healed.audit
    told = _outcome(part, healed.hidden, Path.GREEDY)
    return healed.hidden, replace(told, reason=reason, bound=bound, rounds=healed.passes), healed.audit


def _proven(part: System, begun: Mask, limits: Limits) -> tuple[Mask, Outcome, Audit] | float:
    """Return the least pattern, or the bound reached when the work was used up."""
    first = audit(part, begun)
    if first.holds:
        return begun, _outcome(part, begun, Path.NOTHING), first
    found = least(part, begun, limits.work)
    if found.hidden is None:
        return found.bound
    told = replace(_outcome(part, found.hidden, Path.EXACT), rounds=found.rounds, inequalities=found.inequalities)
    return found.hidden, told, audit(part, found.hidden)


def _cost(part: System, hidden: Mask) -> float:
    return float(part.weight[hidden & part.is_open].sum())


def _outcome(part: System, hidden: Mask, path: Path) -> Outcome:
    cost = _cost(part, hidden)
    return Outcome(part.size, len(part.figures), path, Reason.NONE, cost, bound=cost)


def _together(audits: Collection[Audit]) -> Audit:
    breaches: tuple[Breach, ...] = tuple(breach for each in audits for breach in each.breaches)
    return Audit(
        sum(each.cells for each in audits),
        sum(each.ends for each in audits),
        sum(each.together for each in audits),
        sum(each.programs for each in audits),
        breaches,
    )


def _pattern(system: System, hidden: Mask, outcomes: tuple[Outcome, ...], found: Audit, untouched: int) -> Pattern:
    def named(mask: Mask) -> frozenset[str]:
        return frozenset(system.figures[place] for place in np.flatnonzero(mask))

    new = hidden & system.is_open
    return Pattern(
        primary=named(new & system.is_primary),
        secondary=named(new & ~system.is_primary),
        kept=named(hidden & ~system.is_open),
        cost=_cost(system, hidden),
        outcomes=outcomes,
        audit=found,
        untouched=untouched,
    )
