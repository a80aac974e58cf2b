# SPDX-License-Identifier: EUPL-1.2
"""The funnel of one released slice: which areas lie beyond what is usual for their size; or why none can be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import sqrt
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.rendering.profile_numbers import is_share
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slice_trends import TrendForm
from indicators.stats.funnel import Funnel, Place, dispersion_of, funnel, limits_at, places
from indicators.stats.smoothing import Smoothed, smooth_globally
from sozialplanung.common.statuses import Status

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]
Limits = Literal["areas", "chance"]

# Two areas make a line, no funnel.
FEWEST_AREAS: Final = 3
_CURVE_POINTS: Final = 48
_SECRET: Final = [int(Status.SUPPRESSED), int(Status.CONFIDENTIAL)]


class FunnelReason(IntEnum):
    """Zero is a result; every other code is why there is no funnel."""

    OK = 0
    RELATIVE = 1
    NO_SHARE = 2
    NO_COUNTS = 3
    TOO_FEW_AREAS = 4
    NOTHING_VARIES = 5


@dataclass(frozen=True, slots=True, eq=False)
class FunnelFigures:
    """Areas in their funnel; arrays of n areas in frozen order, NaN (or 0) for an area that is not shown.

    Attributes
    ----------
    share, persons : ndarray
        Percent and persons.
    place : ndarray of uint8
        Codes of ``stats.funnel.Place``.
    target : float
        Percent of all shown areas together.
    curve : mapping of str to ndarray
        ``persons`` and, in percent, ``lower_95``, ``upper_95``, ``lower_998``, ``upper_998`` along the size of areas.
    times_chance : float
        How many times as far apart the areas lie as chance alone explains; NaN where it cannot be judged.
    is_widened : bool
        Whether the limits allow for what areas differ by in general.
    hidden, unvalued : int
        Areas that are kept secret, and those without a value for another reason: left out.
    """

    share: Floats
    persons: Floats
    place: Codes
    target: float
    curve: Mapping[str, Floats]
    times_chance: float
    is_widened: bool
    hidden: int
    unvalued: int

    @property
    def shown(self) -> int:
        """How many areas are drawn."""
        return int((self.place != Place.NOT_COMPARABLE).sum())

    def is_drawn(self, position: int) -> bool:
        """Say whether an area is among those drawn."""
        return int(self.place[position]) != Place.NOT_COMPARABLE

    def count(self, *wanted: Place) -> int:
        """Count the areas at these places."""
        return int(np.isin(self.place, [int(each) for each in wanted]).sum())


def why_no_funnel(content: SliceContent, form: TrendForm) -> FunnelReason:
    """Say why a slice has no funnel, ``OK`` if it has one."""
    if form.comparability == "relative":
        return FunnelReason.RELATIVE
    if not is_share(form.unit):
        return FunnelReason.NO_SHARE
    if form.basis != "counts" or not {"numerator", "denominator"} <= content.numbers.keys():
        return FunnelReason.NO_COUNTS
    x, n = parts_of(content)
    shown = ~np.isnan(x) & (n > 0)
    if shown.sum() < FEWEST_AREAS:
        return FunnelReason.TOO_FEW_AREAS
    return FunnelReason.OK if 0 < x[shown].sum() < n[shown].sum() else FunnelReason.NOTHING_VARIES


def funnel_figures(content: SliceContent, limits: Limits) -> FunnelFigures:
    """Put the areas of a slice into their funnel.

    Parameters
    ----------
    content
        A released slice of n areas for which ``why_no_funnel`` is ``OK``.
    limits
        ``areas``: limits allow for what areas differ by in general (additive); ``chance``: chance alone.

    Returns
    -------
    FunnelFigures
        The target is the share of all shown areas together: hidden ones add nothing to it, and cannot be worked out
        from it.

    References
    ----------
    docs/methods/funnel.md.
    """
    x, n = parts_of(content)
    found = funnel(x, n, kind="shares", allowance="additive" if limits == "areas" else "none")
    dispersion = dispersion_of(x, n, found.target, "shares")
    with np.errstate(invalid="ignore", divide="ignore"):  # nobody lives there: NaN
        share = np.where(n > 0, x / n, np.nan)
    hidden = int(np.isin(content.status, _SECRET).sum())
    place = places(share, found)
    return FunnelFigures(
        share=100 * share,
        persons=n,
        place=place,
        target=100 * found.target,
        curve=_curve(n, found),
        times_chance=sqrt(dispersion.phi) if dispersion.is_judged else float("nan"),
        is_widened=found.dispersion.tau2 > 0,
        hidden=hidden,
        unvalued=int((place == Place.NOT_COMPARABLE).sum()) - hidden,
    )


def smoothed_shares(content: SliceContent) -> Smoothed:
    """Draw the shares of a slice towards that of all shown areas together: see docs/methods/smoothing.md."""
    return smooth_globally(*parts_of(content))


def parts_of(content: SliceContent) -> tuple[Floats, Floats]:
    """Return cases and persons of a slice; more cases than persons are no share and count as nothing."""
    x, n = (content.numbers[band].values for band in ("numerator", "denominator"))
    return np.where(x > n, np.nan, x), n


def _curve(n: Floats, found: Funnel) -> Mapping[str, Floats]:
    """Return the limits along the size of areas, closer together where the funnel bends."""
    sizes = n[n > 0]
    persons = np.geomspace(max(float(sizes.min()), 1.0), max(float(sizes.max()), 2.0), _CURVE_POINTS)
    along = limits_at(persons, found, "shares")
    bounds = {name: 100 * getattr(along, name) for name in ("lower_95", "upper_95", "lower_998", "upper_998")}
    return MappingProxyType({"persons": persons, **bounds})
