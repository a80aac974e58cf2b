# SPDX-License-Identifier: EUPL-1.2
"""Rules for single cells: which are too small or too much one contributor's, and how open each has to stay."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval, sums_up
from indicators.stats.disclosure.rounding import PERCENT, rounded_to, told_by_rounded

_BELOW: Final = Interval(-math.inf, 0.0)
_TIE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class CellRule:
    """What may be shown of one cell; 0 switches a part off.

    Attributes
    ----------
    minimum_count : int
        Counts above 0 and below it are sensitive.
    minimum_denominator : int
        Denominators above 0 and below it are sensitive, and every share of them.
    minimum_units : int
        So many units (establishments, households) have to stand behind a figure.
    dominance : (int, float)
        (n, k): the n largest contributors may not have more than k percent together.
    prior : float
        p: nobody may be able to estimate another contribution to within p percent.
    hides_nobody, hides_everybody : bool
        Whether 0 and 100 % cells are sensitive: they tell of each single person.
    safety_range : float
        How far, in percent of its value, a cell of too few units has to stay open to either side.
    rounding : int
        Every count is shown as a multiple of this; a rounded count may be shown where it leaves enough open.
    knows_own : bool
        Whether the only person of a cell counts as an attacker, who knows that it is one.
    """

    minimum_count: int = 0
    minimum_denominator: int = 0
    minimum_units: int = 0
    dominance: tuple[int, float] = (0, 100.0)
    prior: float = 0.0
    hides_nobody: bool = False
    hides_everybody: bool = False
    safety_range: float = 30.0
    rounding: int = 0
    knows_own: bool = False

    def __post_init__(self) -> None:
        """Refuse numbers that no rule can have."""
        n, k = self.dominance
        numbers = (self.minimum_count, self.minimum_denominator, self.minimum_units, n, self.prior, self.rounding)
        if min(numbers) < 0 or not 0 < k <= PERCENT or not 0 < self.safety_range <= PERCENT:
            raise ValueError(f"A rule of disclosure has a number that cannot be meant: {self}.")


# The legal basis stands with each rule of a source; these are starting points.
PRESETS: Final[Mapping[str, CellRule]] = MappingProxyType(
    {
        "minimum-3": CellRule(minimum_count=3),
        "minimum-5": CellRule(minimum_count=5),
        "minimum-10": CellRule(minimum_count=10),
        "rounded-5": CellRule(rounding=5),
        "rounded-10": CellRule(rounding=10),
    }
)


def strictest(rules: Iterable[CellRule]) -> CellRule:
    """Return the rule that asks for everything that some of several rules asks for.

    Parameters
    ----------
    rules : iterable of CellRule
        At least one.

    Returns
    -------
    CellRule
        Of dominance the most contributors with the lowest percentage, which is at least as strict as each.

    Raises
    ------
    ValueError
        Without a rule.

    Examples
    --------
    >>> strictest([CellRule(minimum_count=3), CellRule(minimum_count=5, rounding=5)]).minimum_count
    5
    """
    kept = list(rules)
    numbers = ("minimum_count", "minimum_denominator", "minimum_units", "prior", "safety_range", "rounding")
    switches = ("hides_nobody", "hides_everybody", "knows_own")
    dominances = [rule.dominance for rule in kept if rule.dominance[0]] or [(0, PERCENT)]
    return CellRule(
        dominance=(max(n for n, _ in dominances), min(k for _, k in dominances)),
        **{name: max(getattr(rule, name) for rule in kept) for name in numbers},
        **{name: any(getattr(rule, name) for rule in kept) for name in switches},
    )


def need_of_count(rule: CellRule, count: float) -> Interval | None:
    """Return how open a count of persons has to stay.

    Parameters
    ----------
    rule : CellRule
    count : float
        Not negative; NaN is nothing that could be hidden.

    Returns
    -------
    Interval or None
        From 0 to the minimum for a small count: nobody can tell that it is small, nor that there is anybody. The same
        for a 0 where the rule hides nobody. None where the count is not sensitive.

    References
    ----------
    Bundesagentur für Arbeit, Regeln der statistischen Geheimhaltung (minimum of 3).

    Examples
    --------
    >>> need_of_count(CellRule(minimum_count=5), 2)
    Interval(lower=0.0, upper=5.0)
    """
    is_small = 0 < count < rule.minimum_count
    is_nobody = count == 0 and rule.hides_nobody
    return Interval(0.0, float(max(rule.minimum_count, 1))) if is_small or is_nobody else None


def need_of_kept(rule: CellRule, count: float) -> Interval:
    """Return how open a count has to stay that its source keeps to itself.

    Parameters
    ----------
    rule : CellRule
    count : float
        What it is, or what fits (:func:`~.filling.filled`).

    Returns
    -------
    Interval
        From 0 to the minimum or to the count, whichever is larger: the source had a reason that we do not know.
    """
    return Interval(0.0, float(max(rule.minimum_count, count, 1)))


def need_of_denominator(rule: CellRule, denominator: float) -> Interval | None:
    """Return how open a number of persons that shares are built on has to stay.

    Parameters
    ----------
    rule : CellRule
    denominator : float
        Not negative, or NaN.

    Returns
    -------
    Interval or None
        As for a count, with the larger of both minima.
    """
    least = max(rule.minimum_count, rule.minimum_denominator)
    return Interval(0.0, float(least)) if 0 < denominator < least else None


def count_cell(rule: CellRule, key: str, count: float, fate: Fate = Fate.OPEN) -> Cell:
    """Return the cell of a count of persons.

    Parameters
    ----------
    rule : CellRule
    key : str
    count : float
        Whole, not negative.
    fate : Fate

    Returns
    -------
    Cell
        Told as the interval of its rounded figure where the rule rounds.
    """
    told = None
    if rule.rounding:
        told = told_by_rounded(float(rounded_to(np.array([count]), rule.rounding)[0]), rule.rounding)
    need, is_single = need_of_count(rule, count), rule.knows_own and count == 1
    return Cell(key, count, fate, told=told, need=need, is_single=is_single)


@dataclass(frozen=True, slots=True)
class Contributions:
    """What stands behind a magnitude: its largest contributions in descending order, and how many units there are.

    Without ``largest`` only the number of units is judged.
    """

    total: float
    units: int
    largest: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse contributions that cannot make up the total."""
        is_sorted = all(low <= high for high, low in zip(self.largest, self.largest[1:], strict=False))
        is_sum = sum(self.largest) <= self.total * (1 + 1e-9)
        if not is_sorted or not is_sum or len(self.largest) > self.units or min((*self.largest, self.total)) < 0:
            raise ValueError("Contributions have to be sorted, not negative, and part of their total.")


def need_of_magnitude(rule: CellRule, behind: Contributions) -> Interval | None:
    """Return how open a magnitude has to stay: few units, (n, k) dominance, p percent.

    Parameters
    ----------
    rule : CellRule
    behind : Contributions

    Returns
    -------
    Interval or None
        Symmetric around the total, cut off at 0, as wide as the strictest part of the rule asks for; None where none
        of them does.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.2.2 (sensitivity rules and protection levels:
    ``100 / k * sum of the n largest - total`` and ``p / 100 * largest - (total - two largest)``).

    Examples
    --------
    >>> need_of_magnitude(CellRule(dominance=(1, 75.0)), Contributions(100.0, 4, (90.0, 5.0)))
    Interval(lower=80.0, upper=120.0)
    """
    n, k = rule.dominance
    widths = [0.0]
    if 0 < behind.units < rule.minimum_units:
        widths.append(rule.safety_range / PERCENT * behind.total)
    if n and behind.largest:
        widths.append(PERCENT / k * sum(behind.largest[:n]) - behind.total)
    if rule.prior and behind.largest:
        widths.append(rule.prior / PERCENT * behind.largest[0] - (behind.total - sum(behind.largest[:2])))
    width = max(widths)
    return Interval(max(0.0, behind.total - width), behind.total + width) if width > 0 else None


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its counts: numerator of denominator persons; its figure tells both."""

    key: str
    numerator: float
    denominator: float
    fate: Fate = Fate.OPEN


def share_cells(rule: CellRule, share: Share) -> tuple[list[Cell], list[Equation]]:
    """Return the cells that a share tells: numerator, denominator, and the rest that follows from both.

    Parameters
    ----------
    rule : CellRule
    share : Share
        ``0 <= numerator <= denominator``.

    Returns
    -------
    tuple of (list of Cell, list of Equation)
        Keys ``<key>/numerator``, ``/denominator`` and ``/rest``; the figure has the key of the share. It is unsafe
        where the numerator, the rest or the denominator is: each of them is a cell with a need of its own.

    Raises
    ------
    ValueError
        When the numerator does not lie within the denominator.

    References
    ----------
    Bundesagentur für Arbeit, Regeln der statistischen Geheimhaltung; the percentage is a function of both counts and
    tells no more than they do.
    """
    rest = share.denominator - share.numerator
    if not 0 <= share.numerator <= share.denominator:
        raise ValueError(f"{share.key}: a numerator lies within its denominator.")
    top, bottom, other = (f"{share.key}/{name}" for name in ("numerator", "denominator", "rest"))
    is_all = rest == 0 and share.denominator > 0 and rule.hides_everybody
    small = need_of_count(rule, share.numerator) if share.denominator else None
    base = need_of_denominator(rule, share.denominator)
    cells = [
        Cell(top, share.numerator, share.fate, need=small, figure=share.key),
        Cell(bottom, share.denominator, share.fate, need=base, weight=0.0, figure=share.key),
        # Nobody publishes the rest: it is known where both others are.
        Cell(other, rest, Fate.HIDDEN, need=need_of_count(replace(rule, hides_nobody=is_all), rest)),
    ]
    return cells, [sums_up(bottom, [top, other])]


@dataclass(frozen=True, slots=True)
class Rate:
    """A published percentage, rounded to some decimals, of two cells that are named and have these true values."""

    key: str
    percent: float
    decimals: int
    numerator: tuple[str, float]
    denominator: tuple[str, float]
    fate: Fate = Fate.OPEN


def rate_cells(rate: Rate) -> tuple[list[Cell], list[Equation]]:
    """Return the cells that a rounded percentage tells of its numerator and denominator, neither being exact.

    Parameters
    ----------
    rate : Rate

    Returns
    -------
    tuple of (list of Cell, list of Equation)
        ``numerator - lowest rate * denominator >= 0`` and ``numerator - highest rate * denominator <= 0``, as two cells
        that are told to lie on one side of 0 while the figure is shown.
    """
    half = 10.0**-rate.decimals / 2
    (top, numerator), (bottom, denominator) = rate.numerator, rate.denominator
    sides = (("above", rate.percent - half, Interval(0.0, math.inf)), ("below", rate.percent + half, _BELOW))
    cells, equations = [], []
    for name, percent, told in sides:
        factor, own = percent / PERCENT, f"{rate.key}/{name}"
        value = numerator - factor * denominator
        # A rate that is rounded at a half lies on the bound: binary floats may put it beyond.
        is_on_bound = abs(value) < _TIE * max(denominator, 1.0)
        value = 0.0 if is_on_bound else value
        weight = max(abs(rate.numerator[1]), 1.0) if name == "above" else 0.0
        cells.append(Cell(own, value, rate.fate, told=told, lower=-math.inf, weight=weight, figure=rate.key))
        equations.append(Equation({own: -1.0, top: 1.0, bottom: -factor}, name=own))
    return cells, equations
