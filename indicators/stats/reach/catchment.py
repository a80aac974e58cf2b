# SPDX-License-Identifier: EUPL-1.2
"""Floating catchments: places per person within reach, where everybody else within reach asks for them too."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from indicators.stats.reach.decay import Decay
from indicators.stats.reach.demand import Demand, Floats, Mask, checked_table

Codes = npt.NDArray[np.uint8]


class AccessReason(IntEnum):
    """How the access of an area came about: up to ``NOTHING_NEAR`` it has a value, else the reason for its absence."""

    OK = 0
    # The value is 0: no site lies within reach.
    NOTHING_NEAR = 1
    UNKNOWN_DEMAND = 2
    UNKNOWN_SUPPLY = 3
    # A site within reach has nobody in its catchment, this area included.
    NOBODY = 4


class SiteReason(IntEnum):
    """Why a site has a ratio of places to persons, or none."""

    OK = 0
    # No area lies within reach.
    NO_AREA_NEAR = 1
    # Areas do, but nobody lives there.
    NOBODY = 2
    UNKNOWN_DEMAND = 3
    UNKNOWN_SUPPLY = 4


@dataclass(frozen=True, slots=True, eq=False)
class Ratios:
    """Places per person in the catchments of m sites; NaN with the reason where they cannot be told.

    ``lower`` and ``upper`` bound what is unknown: nobody lives where no number is told, or as many as may be.
    """

    value: Floats
    lower: Floats
    upper: Floats
    reasons: Codes


@dataclass(frozen=True, slots=True, eq=False)
class Access:
    """Places per person that n areas reach; NaN with the reason where they cannot be told.

    ``lower`` and ``upper`` are the value itself where all is known. ``rests_on_hidden`` marks what a hidden number of
    persons went into: the caller hides it, or a reader works the number out.
    """

    value: Floats
    lower: Floats
    upper: Floats
    reasons: Codes
    rests_on_hidden: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Catchments:
    """Access of n areas to m sites, the ratios behind it, and what found nobody.

    ``weights`` (n x m) say how much each pair counts, 0 where out of reach. ``sites_on_hidden`` marks ratios that a
    hidden number went into. ``supply_reached`` are the places of all sites with a ratio, ``supply_arrived`` what the
    persons of all areas hold of them: both are equal, since no place gets lost or is counted twice.
    """

    demand: Demand
    weights: Floats
    ratios: Ratios
    access: Access
    sites_on_hidden: Mask
    supply_reached: float
    supply_arrived: float

    @property
    def unreached_sites(self) -> tuple[int, ...]:
        """The sites whose places reach nobody."""
        return _positions(np.isin(self.ratios.reasons, (SiteReason.NO_AREA_NEAR, SiteReason.NOBODY)))

    @property
    def unserved_areas(self) -> tuple[int, ...]:
        """The areas that reach no site, whoever lives there."""
        return _positions(self.access.reasons == AccessReason.NOTHING_NEAR)

    @property
    def unserved_persons(self) -> float:
        """The known persons of the areas that reach no site."""
        return float(np.nansum(self.demand.persons[list(self.unserved_areas)]))

    def hidden_behind(self, area: int) -> tuple[int, ...]:
        """Name the areas whose hidden numbers the access of an area rests on."""
        return self._behind(area, self.sites_on_hidden, self.demand.hidden & self.demand.is_known)

    def unknown_behind(self, area: int) -> tuple[int, ...]:
        """Name the areas whose unknown numbers keep the access of an area from being told."""
        return self._behind(area, self.ratios.reasons == SiteReason.UNKNOWN_DEMAND, ~self.demand.is_known)

    def _behind(self, area: int, sites: Mask, areas: Mask) -> tuple[int, ...]:
        reached = (self.weights[area] > 0) & sites
        return _positions((self.weights[:, reached] > 0).any(axis=1) & areas)


def catchments(who: Demand, supply: Floats, costs: Floats, decay: Decay, *, is_selective: bool = False) -> Catchments:
    """Compute how many places fall to each person within reach.

    Parameters
    ----------
    who : Demand
        Persons of n areas.
    supply : ndarray, shape (m,), float
        Places per site, 0 or more; 0 for a closed site, NaN where not known.
    costs : ndarray, shape (n, m), float
        Minutes or metres from areas to sites, 0 or more; NaN or infinity where there is no way.
    decay : Decay
        How much a place counts by its cost, 0 beyond its bound.
    is_selective : bool
        Whether the persons of an area divide themselves among the open sites within reach by these weights (the
        third step of Wan et al.), instead of asking at all of them in full.

    Returns
    -------
    Catchments
        ``ratios.value[j] = supply[j] / Σ weights[:, j] persons`` and ``access.value[i] = Σ weights[i] ratios``.
        An area that reaches no site has the value 0. Where an unknown number of persons or places goes into it, the
        value is NaN and the bounds hold. A site in whose catchment nobody lives has no ratio (never x / 0), and an
        area that reaches it has no value; without places it has no part in either.

    Raises
    ------
    ValueError
        For negative or infinite places, negative costs, or shapes that do not fit.

    References
    ----------
    Luo and Wang (2003), Environment and Planning B 30, 865-884; Luo and Qi (2009), Health & Place 15, 1100-1107;
    Dai (2010), Health & Place 16, 1038-1052; Wan, Zou and Sternberg (2012), International Journal of Geographical
    Information Science 26, 1073-1089.

    Examples
    --------
    docs/methods/reach.md; tests/golden/reach
    """
    if supply.ndim != 1 or (supply < 0).any() or np.isinf(supply).any():
        raise ValueError("Places are finite and not negative, one number for each site.")
    weights = decay.at(checked_table(costs, who.persons.size, supply.size))
    if is_selective:
        weights = _selected(weights, supply)
    ratios = _ratios(who, supply, weights)
    on_hidden = (weights[who.hidden & who.is_known] > 0).any(axis=0) & (supply != 0)
    reached = np.where(np.isnan(ratios.value), 0.0, ratios.value)
    arrived = np.nansum(who.persons * (weights @ reached))
    return Catchments(
        demand=who,
        weights=weights,
        ratios=ratios,
        access=_access(weights, ratios, on_hidden),
        sites_on_hidden=on_hidden,
        supply_reached=float(supply[~np.isnan(ratios.value)].sum()),
        supply_arrived=float(arrived),
    )


def _selected(weights: Floats, supply: Floats) -> Floats:
    """Divide the persons of each area among the sites that are open, by the weights, and weigh once more."""
    chances = weights * (supply != 0)
    sums = chances.sum(axis=1, keepdims=True)
    parts: Floats = np.divide(chances, sums, out=np.zeros_like(chances), where=sums > 0)
    return weights * parts


def _ratios(who: Demand, supply: Floats, weights: Floats) -> Ratios:
    near, known = weights > 0, who.is_known
    least = np.where(known, who.persons, 0.0) @ weights
    more, is_unbounded = np.where(known | np.isinf(who.most), 0.0, who.most), ~known & np.isinf(who.most)
    most = np.where(near[is_unbounded].any(axis=0), np.inf, least + more @ weights)
    reasons = np.select(
        [~near.any(axis=0), supply == 0, near[~known].any(axis=0), least == 0, np.isnan(supply)],
        [
            SiteReason.NO_AREA_NEAR,
            SiteReason.OK,
            SiteReason.UNKNOWN_DEMAND,
            SiteReason.NOBODY,
            SiteReason.UNKNOWN_SUPPLY,
        ],
        SiteReason.OK,
    ).astype(np.uint8)
    is_open, places = supply != 0, np.where(np.isnan(supply), 0.0, supply)
    is_bounded = ~np.isin(reasons, (SiteReason.NO_AREA_NEAR, SiteReason.NOBODY))
    upper = _divided(np.where(np.isnan(supply), np.inf, supply), least, is_open)
    return Ratios(
        value=np.where(reasons == SiteReason.OK, _divided(places, least, is_open), np.nan),
        lower=np.where(is_bounded, _divided(places, most, is_open), np.nan),
        upper=np.where(is_bounded, upper, np.nan),
        reasons=reasons,
    )


def _divided(places: Floats, persons: Floats, is_open: Mask) -> Floats:
    """Divide places by persons: 0 for a closed site, infinity where nobody is known to divide by."""
    result = np.where(is_open, np.inf, 0.0)
    quotients: Floats = np.divide(places, persons, out=result, where=is_open & (persons > 0))
    return quotients


def _access(weights: Floats, ratios: Ratios, on_hidden: Mask) -> Access:
    near = weights > 0
    kinds = [
        (AccessReason.NOBODY, SiteReason.NOBODY),
        (AccessReason.UNKNOWN_DEMAND, SiteReason.UNKNOWN_DEMAND),
        (AccessReason.UNKNOWN_SUPPLY, SiteReason.UNKNOWN_SUPPLY),
    ]
    found = [near[:, ratios.reasons == site].any(axis=1) for _, site in kinds]
    reasons = np.select(
        [~near.any(axis=1), *found],
        [AccessReason.NOTHING_NEAR, *(reason for reason, _ in kinds)],
        AccessReason.OK,
    ).astype(np.uint8)
    return Access(
        value=_summed(weights, ratios.value),
        lower=_summed(weights, ratios.lower),
        upper=_summed(weights, ratios.upper),
        reasons=reasons,
        rests_on_hidden=np.asarray(near[:, on_hidden].any(axis=1)),
    )


def _summed(weights: Floats, ratios: Floats) -> Floats:
    """Add up the ratios within reach; what is out of reach takes no part, also where it is infinite or missing."""
    is_finite, near = np.isfinite(ratios), weights > 0
    sums: Floats = weights @ np.where(is_finite, ratios, 0.0)
    sums[near[:, np.isposinf(ratios)].any(axis=1)] = np.inf
    sums[near[:, np.isnan(ratios)].any(axis=1)] = np.nan
    return sums


def _positions(mask: Mask) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(mask))
