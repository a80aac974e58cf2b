# SPDX-License-Identifier: EUPL-1.2
"""What a scenario does to the access of areas: two floating catchments, their difference, and how firm it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np

from indicators.stats.reach.catchment import Catchments, catchments
from indicators.stats.reach.decay import Decay, Gaussian, Linear, three_zones, within
from indicators.stats.reach.demand import Demand, Floats, Mask
from indicators.stats.reach.nearest import nearest
from indicators.stats.siting.comparing import AreaChanges, GroupChange, Side, Turn, area_changes, group_change

# Access is told as places for so many persons.
PER: Final = 100.0
# A finding that another bound turns round is not firm: so much shorter and longer ways are tried.
OTHER_BOUNDS: Final = (0.8, 1.2)


class _Form(Protocol):
    def __call__(self, furthest: float, /) -> Decay:
        """Return the weights up to a bound."""


FORMS: Final[Mapping[str, _Form]] = MappingProxyType(
    {"within": within, "zones": three_zones, "bell": Gaussian, "line": Linear}
)


@dataclass(frozen=True, slots=True)
class Terms:
    """By which rules access is computed: the form of the weight, the longest way, the smallest change that is told.

    ``furthest`` has the unit of the costs, ``threshold`` is in places for `PER` persons.
    """

    form: str
    furthest: float
    threshold: float

    def decay(self, part: float = 1.0) -> Decay:
        """Return the weights up to a part of the longest way."""
        return FORMS[self.form](self.furthest * part)


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """What a scenario does to n areas.

    ``sides`` are places for `PER` persons before and after, NaN where they cannot be told; ``catchments`` say why and
    what bounds them. ``ways`` are the costs to the nearest open site, infinite where there is none, NaN for areas that
    are ``off`` the network. ``is_firm`` says for areas that gain or lose whether they do so within shorter and longer
    ways, too.
    """

    sides: tuple[Side, Side]
    catchments: tuple[Catchments, Catchments]
    ways: tuple[Floats, Floats]
    changes: AreaChanges
    group: GroupChange
    is_firm: Mask
    off: Mask


def effect(who: Demand, supplies: tuple[Floats, Floats], costs: Floats, terms: Terms) -> Effect:
    """Hold access before and after against each other.

    Parameters
    ----------
    who : Demand
        Persons of n areas.
    supplies : tuple of ndarray, shape (m,), float
        Places at m points before and after, 0 where nothing is, NaN where not known.
    costs : ndarray, shape (n, m), float
        Ways, 0 or more; infinite where none leads, NaN where area or point is off the network.
    terms : Terms
        In the unit of the costs.

    Returns
    -------
    Effect
        An area off the network has no access (NaN, never 0), and its persons ask nowhere. Without any point access is
        0 everywhere.

    Raises
    ------
    ValueError
        As `catchments` and `area_changes`.

    Examples
    --------
    docs/methods/siting.md
    """
    off = _off(costs)
    both = (
        catchments(who, supplies[0], costs, terms.decay()),
        catchments(who, supplies[1], costs, terms.decay()),
    )
    sides = (_side(both[0], off), _side(both[1], off))
    changes = area_changes(*sides, threshold=terms.threshold)
    return Effect(
        sides=sides,
        catchments=both,
        ways=(_way(supplies[0], costs, terms, off), _way(supplies[1], costs, terms, off)),
        changes=changes,
        group=group_change(who, sides, changes),
        is_firm=_firm(who, supplies, costs, terms, changes),
        off=off,
    )


def for_group(found: Effect, group: Demand) -> GroupChange:
    """Say what a scenario changes for another group of persons, who use the same sites.

    Parameters
    ----------
    found : Effect
        Made with the persons that the places are for.
    group : Demand
        Persons of the same n areas.

    Returns
    -------
    GroupChange
        As `group_change`.

    Raises
    ------
    ValueError
        When the numbers of areas differ.
    """
    return group_change(group, found.sides, found.changes)


def _off(costs: Floats) -> Mask:
    """Return the areas that are off the network; points that are off it say nothing about areas."""
    on = ~np.isnan(costs)
    there = on.any(axis=0)
    if not there.any():
        return np.full(costs.shape[0], bool(costs.shape[1]))
    return np.asarray(~on[:, there].any(axis=1))


def _side(made: Catchments, off: Mask) -> Side:
    values = np.where(off, np.nan, made.access.value * PER)
    return Side(values, made.access.rests_on_hidden)


def _way(supply: Floats, costs: Floats, terms: Terms, off: Mask) -> Floats:
    return np.where(off, np.nan, nearest(supply, costs, terms.furthest).cost)


def _firm(who: Demand, supplies: tuple[Floats, Floats], costs: Floats, terms: Terms, changes: AreaChanges) -> Mask:
    firm = np.isin(changes.turns, (Turn.GAINS, Turn.LOSES))
    off = _off(costs)
    for part in OTHER_BOUNDS:
        other = replace(terms, furthest=terms.furthest * part)
        sides = [_side(catchments(who, supply, costs, other.decay()), off) for supply in supplies]
        turns = area_changes(sides[0], sides[1], threshold=terms.threshold).turns
        firm = np.logical_and(firm, turns == changes.turns)
    return firm
