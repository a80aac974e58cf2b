# SPDX-License-Identifier: EUPL-1.2
"""Decide about the figures of one indicator at one period on one edition, and attack the outcome."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.services.disclosure.building import Built, Scope, build
from indicators.services.disclosure.tellings import Mask, Telling
from indicators.stats.disclosure.audit import Breach
from indicators.stats.disclosure.cells import Interval
from indicators.stats.disclosure.earlier import still_open
from indicators.stats.disclosure.errors import UnprotectableError
from indicators.stats.disclosure.protect import Path, Pattern, audited
from indicators.stats.disclosure.showing import protect_showing
from indicators.stats.disclosure.system import System, system_of

# Counts up when the same figures begin to get another pattern.
METHOD: Final = 7
Codes = npt.NDArray[np.uint8]


class Decision(IntEnum):
    """What was decided about one figure."""

    SHOWN = 0
    PRIMARY = 1
    """It tells too much itself."""
    SECONDARY = 2
    """It protects others."""
    KEPT = 3
    """It was hidden before, nobody wrote down why."""
    INHERITED = 4
    """It is made of figures that are hidden."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the attacker tried, and how the pattern was found.

    ``earlier`` names sensitive cells that figures of earlier releases leave too close, whatever is hidden now;
    ``told`` how many they tell exactly, ``told_bases`` how many of these are numbers of persons that are too small for
    a share to be built on, but not for a count: they are published as counts, and that tells nothing of anybody.
    ``totals`` names by level the cells that the value of the whole would tell, where no safe pattern shows it.
    """

    channels: tuple[str, ...] = ()
    cells: int = 0
    equations: int = 0
    sensitive: int = 0
    ends: int = 0
    programs: int = 0
    breaches: tuple[Breach, ...] = ()
    earlier: tuple[str, ...] = ()
    told: int = 0
    told_bases: int = 0
    path: Path = Path.NOTHING
    reason: str = ""
    cost: float = 0.0
    bound: float = 0.0
    seconds: float = 0.0
    totals: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing can be narrowed too far."""
        return not self.breaches

    def joined(self, other: "Report") -> "Report":
        """Return both attacks as one; a path is as good as its worst part."""
        paths = (Path.GREEDY, Path.EXACT, Path.NOTHING)
        added = (
            "cells",
            "equations",
            "sensitive",
            "ends",
            "programs",
            "told",
            "told_bases",
            "cost",
            "bound",
            "seconds",
        )
        return replace(
            self,
            channels=tuple(sorted({*self.channels, *other.channels})),
            breaches=(*self.breaches, *other.breaches),
            earlier=tuple(sorted({*self.earlier, *other.earlier})),
            totals=(*self.totals, *other.totals),
            path=min(self.path, other.path, key=paths.index),
            reason=self.reason or other.reason,
            **{name: getattr(self, name) + getattr(other, name) for name in added},
        )


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """The decision about each figure by level, and the attack that the pattern withstood."""

    codes: Mapping[str, Codes]
    report: Report

    def hidden(self, level: str) -> Mask:
        """Return which figures of a level are hidden."""
        return np.asarray(self.codes[level] != Decision.SHOWN)

    def joined(self, other: "Decided") -> "Decided":
        """Return what either hides, and both attacks as one; the reason that was given first stays."""
        codes = {
            level: np.where(each != Decision.SHOWN, each, other.codes[level]) for level, each in self.codes.items()
        }
        return Decided(codes, self.report.joined(other.report))


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """What is hidden of an edition for reasons beside the system, by level.

    ``primary`` figures tell too much themselves (one that is told elsewhere already is not told once more);
    ``former`` decisions hold on, SHOWN where nothing does; ``inherited`` figures are made of hidden ones.
    """

    primary: Mapping[str, Mask]
    former: Mapping[str, Codes]
    inherited: Mapping[str, Mask]

    def kept(self, level: str) -> Mask:
        """Return what stays hidden whatever is decided."""
        return np.asarray((self.former[level] != Decision.SHOWN) | self.inherited[level])

    def codes(self, level: str, secondary: Mask | None = None) -> Codes:
        """Return the decision about each figure of a level."""
        former, shown = self.former[level], np.zeros(self.primary[level].size, dtype=bool)
        reasons = [self.primary[level], former != Decision.SHOWN, self.inherited[level]]
        conditions = [*reasons, shown if secondary is None else secondary]
        told = np.select(conditions, [Decision.PRIMARY, former, Decision.INHERITED, Decision.SECONDARY], Decision.SHOWN)
        return told.astype(np.uint8)


def unattacked(beside: Beside, channels: tuple[str, ...] = ()) -> Decided:
    """Return the decisions where nothing is sensitive, or nothing adds up."""
    return Decided({level: beside.codes(level) for level in beside.primary}, Report(channels=channels))


def decide(scope: Scope, telling: Telling, beside: Beside) -> Decided:
    """Decide about the figures of the one telling of a scope that is open, and attack the outcome.

    The value of the whole is shown wherever some safe pattern shows it.

    Raises
    ------
    UnprotectableError
        When figures in force leave no way out: a sensitive cell is too close to its value whatever is hidden here.
    """
    begun, totals = time.monotonic(), _totals(scope, telling)
    left: dict[str, Interval] = {}
    while True:
        built = build(scope, left=left)
        if all(cell.need is None for cell in built.cells):
            return _nothing_sensitive(scope, beside, built, left)
        system = system_of(built.cells, built.equations)
        try:
            showing = protect_showing(system, totals)
        except UnprotectableError as error:
            left |= _excused(scope, left, error)
            continue
        break
    pattern = showing.pattern
    codes = {level: beside.codes(level, _secondary(telling, scope, pattern, level)) for level in beside.primary}
    report = replace(
        _report(scope, system, pattern, time.monotonic() - begun),
        earlier=tuple(sorted(left)),
        told=len(built.told),
        told_bases=built.bases,
        totals=tuple((totals[key], cells) for key, cells in sorted(showing.refused.items())),
    )
    return Decided(codes, report)


def _totals(scope: Scope, telling: Telling) -> dict[str, str]:
    """Return the level of the value of the whole by its figure; empty where no level is one area."""
    tiers = scope.tiers[next(iter(telling.quantities.values())).family.edition].tiers
    top = tiers[-1] if tiers else None
    if top is None or len(top.keys) != 1 or top.level not in telling.levels:
        return {}
    return {telling.figure(top.level, top.keys[0]): top.level}


def _nothing_sensitive(scope: Scope, beside: Beside, built: Built, excused: Collection[str]) -> Decided:
    """Return what is hidden anyway where no cell has to stay open: there is nothing to attack."""
    report = Report(
        channels=channels_of(scope.tellings),
        cells=len(built.cells),
        equations=len(built.equations),
        earlier=tuple(sorted(excused)),
        told=len(built.told),
        told_bases=built.bases,
    )
    return Decided({level: beside.codes(level) for level in beside.primary}, report)


def _excused(scope: Scope, left: Mapping[str, Interval], error: UnprotectableError) -> dict[str, Interval]:
    """Return what is left open of the cells that no decision of today protects, where that is nothing new.

    It is not new where figures tell it that are out of force, or where the same cell was as close before. What is left
    of it when everything is hidden that may still be hidden stays to be protected: it gets no closer. Raises again
    where it is new.
    """
    lost = frozenset(named(error))
    built = build(Scope(scope.organisation_id, scope.audience, scope.tiers, _before(scope.tellings)))
    known = {breach.cell for breach in audited(system_of(built.cells, built.equations), ()).breaches}
    if new := lost - known - _told_out_of_force(scope, lost):
        raise UnprotectableError(error.code, error.message, **{**error.params, "cells": tuple(sorted(new))})
    return _left(scope, left, lost)


def _left(scope: Scope, left: Mapping[str, Interval], lost: frozenset[str]) -> dict[str, Interval]:
    """Return how far lost cells stay open when everything is hidden that may be; a point where that was asked for."""
    built = build(scope, left=left)
    system = system_of(built.cells, built.equations)
    hidden = frozenset(key for key, is_open in zip(system.figures, system.is_open, strict=True) if is_open)
    values = dict(zip(system.keys, system.value.tolist(), strict=True))
    found = still_open(audited(system, hidden).breaches, values)
    # Named and not found, or named again: that is within what solvers miss.
    return {key: Interval(values[key], values[key]) if key in left or key not in found else found[key] for key in lost}


def _before(tellings: Sequence[Telling]) -> list[Telling]:
    """Return what was told before, first what says the same as is to be told now.

    Cells are named by the newest values: the one of now has to have the same name as in the whole system, whatever
    other figures in force still say.
    """
    now = next(each for each in tellings if each.shown is None)
    return sorted((each for each in tellings if each.shown is not None), key=lambda each: not _agrees(each, now))


def _agrees(one: Telling, other: Telling) -> bool:
    """Say whether two tellings share a family, and hold the same values of all that they share."""
    pairs = [
        (mine, theirs)
        for mine in one.quantities.values()
        for theirs in other.quantities.values()
        if mine.family == theirs.family
    ]
    return bool(pairs) and all(
        np.array_equal(values, theirs.values[level], equal_nan=True)
        for mine, theirs in pairs
        for level, values in mine.values.items()
        if level in theirs.values
    )


def _told_out_of_force(scope: Scope, lost: frozenset[str]) -> frozenset[str]:
    """Return the cells that figures in force alone would leave open enough."""
    now = [each for each in scope.tellings if each.shown is None or each.is_in_force]
    built = build(Scope(scope.organisation_id, scope.audience, scope.tiers, now))
    system = system_of(built.cells, built.equations)
    hidden = frozenset(key for key, is_open in zip(system.figures, system.is_open, strict=True) if is_open)
    return lost - {breach.cell for breach in audited(system, hidden).breaches}


def named(error: UnprotectableError) -> tuple[str, ...]:
    """Return the keys of the cells that an error names."""
    cells = error.params["cells"]
    return tuple(map(str, cells)) if isinstance(cells, tuple) else ()


def _secondary(telling: Telling, scope: Scope, pattern: Pattern, level: str) -> Mask:
    family = next(iter(telling.quantities.values())).family
    keys = [telling.figure(level, unit) for unit in scope.tiers[family.edition].at(level).keys]
    # Primary figures of the system are those of the rule; one that is not is hidden for others all the same.
    return np.array([key in pattern.secondary or key in pattern.primary for key in keys], dtype=bool)


def _report(scope: Scope, system: System, pattern: Pattern, seconds: float) -> Report:
    outcomes = pattern.outcomes
    paths = [outcome.path for outcome in outcomes]
    path = next((each for each in (Path.GREEDY, Path.EXACT) if each in paths), Path.NOTHING)
    return Report(
        channels=channels_of(scope.tellings),
        cells=system.size,
        equations=int(system.matrix.shape[0]),
        sensitive=pattern.audit.cells,
        ends=pattern.audit.ends,
        programs=pattern.audit.programs,
        breaches=pattern.audit.breaches,
        path=path,
        reason=", ".join(sorted({str(outcome.reason) for outcome in outcomes if outcome.reason})),
        cost=sum(outcome.cost for outcome in outcomes),
        bound=sum(outcome.bound for outcome in outcomes),
        seconds=seconds,
    )


def channels_of(tellings: Sequence[Telling]) -> tuple[str, ...]:
    """Return the indicators whose figures the attacker knew, each once."""
    return tuple(sorted({each.indicator for each in tellings}))
