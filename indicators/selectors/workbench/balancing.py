# SPDX-License-Identifier: EUPL-1.2
"""What each period of a series differs by from another one: of figures alone that are shown in both."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from indicators.rendering.profile_numbers import is_share
from indicators.rendering.slice_changes import slice_changes
from indicators.rendering.workbench.balance import Balance, Told, Whole, balance_of, status_of_both
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import ReleaseRef
from indicators.selectors.workbench.twoperiods import TwoPeriods, two_periods
from indicators.selectors.workbench.wholechanges import whole_changes
from indicators.stats.balance import bounds_around_zero, differences, within_chance
from indicators.stats.compare import Outcome
from sozialplanung.common.statuses import Status, have_value

Floats = npt.NDArray[np.float64]


def comparable_since(facts: MapFacts) -> str:
    """Return the period that the one shown is held against unless a reader asks: the first comparable one.

    Without any it is the nearest period, so that the page can say why not; empty where there is no other.
    """
    shown, series = facts.choice.ref, facts.choice.series
    others = [ref for ref in series if ref.id != shown.id]
    position = series.index(shown)
    fitting = [ref for ref in others if not two_periods(facts, ref, shown).why_no_difference()]
    if fitting:
        return fitting[0].period
    nearest = series[position - 1] if position else next(iter(others), None)
    return nearest.period if nearest else ""


def balances_of(facts: MapFacts, code: str) -> tuple[Balance, ...]:
    """Return for each period its balance with another one; all stand in the same classes around zero."""
    against = next((ref for ref in facts.choice.series if ref.period == code), None)
    if against is None:
        return ()
    pairs = [two_periods(facts, against, ref) for ref in facts.choice.series]
    told = [None if pair.why_no_difference() else _with_chance(pair, plain_differences(pair)) for pair in pairs]
    found = [each for each in told if each is not None]
    decimals = max((each.decimals for each in found), default=0)
    bounds = bounds_around_zero(_classed(found), decimals)
    wholes = whole_changes(facts, (pair for pair, each in zip(pairs, told, strict=True) if each is not None))
    return tuple(
        Balance(pair.sides, why_not=pair.why_no_difference())
        if each is None
        else _balance(pair, each, bounds, wholes[pair.key])
        for pair, each in zip(pairs, told, strict=True)
    )


def why_not_between(facts: MapFacts, one: ReleaseRef, other: ReleaseRef) -> str:
    """Say why two periods are not to be compared; empty where they are."""
    return two_periods(facts, one, other).why_no_difference()


def told_between(facts: MapFacts, one: ReleaseRef, other: ReleaseRef) -> tuple[Told | None, str]:
    """Return by how much the areas of two periods differ, or why nobody can say so; the later one tells the areas."""
    pair = two_periods(facts, one, other)
    why_not = pair.why_no_difference()
    return (None, why_not) if why_not else (_with_chance(pair, plain_differences(pair)), "")


def _classed(found: Sequence[Told]) -> Floats:
    """Return the differences that classes have to tell apart: what may be chance is in none of them."""
    if not found:
        return np.empty(0)
    values = np.concatenate([each.difference for each in found])
    is_chance = np.concatenate([within_chance(each.lower, each.upper) for each in found])
    return values if is_chance.all() else values[~is_chance]


def plain_differences(pair: TwoPeriods) -> Told:
    """Return later minus earlier figures of areas that both periods show: as stated, else of both published ones."""
    now, before = pair.now, pair.before
    # What a publisher states of an area rests on no figure that was carried to it.
    rests_on_both = pair.has_one_ground and not (pair.is_published and pair.earlier.is_converted)
    status = status_of_both(now.status, before.status) if rests_on_both else now.status.astype(np.int64)
    if pair.is_stated:
        band = now.numbers["change"]
        found, decimals = band.values.copy(), band.decimals
    else:
        decimals = now.decimals
        found = differences(now.numbers["value"].values, before.numbers["value"].values, decimals)
    # Whatever was stated: an area that is not shown in both periods has no difference.
    found[~have_value(status)] = np.nan
    status = np.where(have_value(status), np.where(np.isnan(found), int(Status.MISSING), int(Status.OK)), status)
    nothing = np.full(found.shape, np.nan)
    return Told(found, decimals, nothing, nothing, status, reasons=pair.reasons)


def _with_chance(pair: TwoPeriods, told: Told) -> Told:
    """Add intervals where both periods tell exact counts of a share; a change that the publisher states has none."""
    is_exact = pair.has_one_ground and not pair.is_published and not (pair.now.rounding or pair.before.rounding)
    found = slice_changes(pair.now, pair.before) if is_exact and is_share(pair.unit(pair.later)) else None
    if found is None or np.isnan(found.lower).all():
        return told
    there = ~np.isnan(told.difference)
    lower, upper = (
        np.where(there, np.round(limit, told.decimals) + 0.0, np.nan) for limit in (found.lower, found.upper)
    )
    changed = np.isin(found.found.outcome, (Outcome.LOWER, Outcome.HIGHER)) & there
    return replace(told, lower=lower, upper=upper, lasting=int(changed.sum()))


def _balance(pair: TwoPeriods, told: Told, bounds: Sequence[float], whole: Whole) -> Balance:
    made = balance_of(told, bounds, pair.sides, whole)
    return replace(made, edition=pair.later.edition, notes=pair.limits())
