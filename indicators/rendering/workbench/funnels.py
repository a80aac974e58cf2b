# SPDX-License-Identifier: EUPL-1.2
"""Areas of one period in their funnel: which lie beyond what chance alone does to areas of their size; in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, sqrt
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.funnel_figures import FunnelReason, parts_of, why_no_funnel
from indicators.rendering.headlines import dative_plural
from indicators.rendering.maplegend import SpecialCase
from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slice_trends import TrendForm
from indicators.rendering.spread_words import reason_words
from indicators.rendering.workbench.axis import Axis
from indicators.rendering.workbench.words import Measure
from indicators.stats.funnel import Funnel, Place, dispersion_of, funnel, limits_at, places
from sozialplanung.common.numbers import NBSP

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]
LIMITS: Final = ("lower_998", "lower_95", "upper_95", "upper_998")
_PERCENT: Final = 100.0
_TWENTY: Final = 20
_DECIMALS: Final = 3
# From here on areas differ by clearly more than chance explains.
_CLEARLY: Final = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class FunnelPoints:
    """One period: n areas (shape (n,)) with persons, figure and place in the funnel; NaN and 0 for one without.

    `target` is in percent, None where `reason` says that there is no funnel; `found` are the limits that it was placed
    by. `sentence` says what the picture shows, `left_out` what is not in it.
    """

    reason: FunnelReason
    persons: Floats
    values: Floats
    places: Codes
    target: float | None = None
    found: Funnel | None = None
    sentence: str = ""
    left_out: str = ""

    def count(self, *wanted: Place) -> int:
        """Count the areas at these places."""
        return int(np.isin(self.places, [int(each) for each in wanted]).sum())


@dataclass(frozen=True, slots=True, eq=False)
class FunnelCurves:
    """Limits of one period in percent along the sizes of areas, shape (m,) each."""

    limits: Mapping[str, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Funnels:
    """All periods on the same axes; `sizes` are where the limits are drawn, shape (m,), persons."""

    x: Axis
    y: Axis
    sizes: Floats
    periods: tuple[FunnelPoints, ...]
    curves: tuple[FunnelCurves | None, ...]


def funnel_points(content: SliceContent, form: TrendForm, whole: float | None) -> FunnelPoints:
    """Put the areas of a slice into the funnel around the whole.

    Parameters
    ----------
    content
        A released slice of n areas.
    form
        What of its definition decides on the method.
    whole
        The value of the whole by its own denominator, percent; None where there is none: the centre is then the share
        of all areas with both numbers together.

    Returns
    -------
    FunnelPoints
        An area is in it if its figure, its cases and its persons are all released.

    References
    ----------
    docs/methods/funnel.md.
    """
    nowhere = np.full(content.size, np.nan)
    none = np.zeros(content.size, dtype=np.uint8)
    reason = why_no_funnel(content, form)
    if reason is FunnelReason.OK and whole is not None and not 0 < whole < _PERCENT:
        reason = FunnelReason.NOTHING_VARIES
    if reason is not FunnelReason.OK:
        return FunnelPoints(reason, nowhere, nowhere, none)
    values = content.numbers["value"].values
    x, n = parts_of(content)
    there = ~np.isnan(values) & ~np.isnan(x) & (n > 0)
    x, n = np.where(there, x, np.nan), np.where(there, n, np.nan)
    found = funnel(x, n, kind="shares", target=None if whole is None else whole / _PERCENT)
    return FunnelPoints(
        reason=reason,
        persons=n,
        values=np.where(there, values, np.nan),
        places=places(x / n, found),
        target=_PERCENT * found.target,
        found=found,
    )


def curves_of(points: FunnelPoints, sizes: Floats) -> FunnelCurves | None:
    """Return the limits along the sizes of areas; None where there is no funnel."""
    if points.found is None:
        return None
    along = limits_at(sizes, points.found, "shares")
    # Server and script draw the same: more digits than these cannot be seen.
    told = {name: np.round(_PERCENT * getattr(along, name), _DECIMALS) for name in LIMITS}
    return FunnelCurves(MappingProxyType(told))


def times_chance(content: SliceContent, points: FunnelPoints) -> float:
    """Say how many times as far apart areas lie as chance alone explains; NaN where it cannot be judged."""
    if points.target is None:
        return float("nan")
    x, n = parts_of(content)
    there = points.places != Place.NOT_COMPARABLE
    found = dispersion_of(x[there], n[there], points.target / _PERCENT, "shares")
    return sqrt(found.phi) if found.is_judged else float("nan")


def funnel_sentence(points: FunnelPoints, times: float, whole: str, measure: Measure) -> str:
    """Count the areas within chance, above and below; or say why there is no funnel."""
    if points.target is None:
        return reason_words(points.reason, measure.language)
    above, below = ((Place.ABOVE_95, Place.ABOVE_998), (Place.BELOW_95, Place.BELOW_998))
    shown = points.count(*above, *below, Place.INSIDE)
    told = [measure.count(points.count(*wanted)) for wanted in ((Place.INSIDE,), above, below, above[1:], below[1:])]
    inside, over, under, far_over, far_under = told
    count, by_chance = measure.count(shown), measure.count(round(shown / _TWENTY))
    target = measure.figure(points.target)
    if measure.language == "de":
        named = f"{whole}: {target}" if whole else f"alle gezeigten Gebiete zusammen: {target}"
        return (
            f"Von {count} {dative_plural(measure.areas)} liegen {inside} innerhalb des Zufalls um die Mitte ({named}),"
            f" {over} darüber und {under} darunter (außerhalb 95{NBSP}%), davon auch außerhalb 99,8{NBSP}%"
            f" {far_over} darüber und {far_under} darunter. Rund {by_chance} lägen auch ohne jeden Unterschied"
            f" außerhalb 95{NBSP}%.{_apart(times, measure)}"
        )
    named = f"{whole}: {target}" if whole else f"all areas shown together: {target}"
    return (
        f"Of {count} {measure.areas} {inside} lie within chance around the middle ({named}), {over} above and {under}"
        f" below (outside 95%), of these outside 99.8% as well {far_over} above and {far_under} below. Some {by_chance}"
        f" would lie outside 95% without any difference.{_apart(times, measure)}"
    )


def left_out_of_funnel(points: FunnelPoints, cases: Sequence[SpecialCase], measure: Measure) -> str:
    """Say how many areas are not in the funnel: those without a figure by reason, those without a denominator."""
    if points.target is None:
        return ""
    valueless = sum(case.count for case in cases)
    lacking = points.places.size - points.count(*(each for each in Place if each)) - valueless
    told = [f"{measure.count(case.count)} {case.label}" for case in cases if case.count]
    if lacking > 0:
        german = measure.language == "de"
        told.append(
            f"{measure.count(lacking)} {'ohne Fallzahl oder Nenner' if german else 'without cases or denominator'}"
        )
    if not told:
        return ""
    count = valueless + max(lacking, 0)
    if measure.language == "de":
        return f"{measure.count(count)} {'ist' if count == 1 else 'sind'} nicht im Bild: {', '.join(told)}."
    return f"{measure.count(count)} {'is' if count == 1 else 'are'} not in the picture: {', '.join(told)}."


_PLACES: Final[Mapping[Place, tuple[str, str]]] = MappingProxyType(
    {
        Place.NOT_COMPARABLE: ("–", "–"),
        Place.BELOW_998: ("darunter, außerhalb 99,8 %", "below, outside 99.8%"),
        Place.BELOW_95: ("darunter, außerhalb 95 %", "below, outside 95%"),
        Place.INSIDE: ("innerhalb des Zufalls", "within chance"),
        Place.ABOVE_95: ("darüber, außerhalb 95 %", "above, outside 95%"),
        Place.ABOVE_998: ("darüber, außerhalb 99,8 %", "above, outside 99.8%"),
    }
)


def place_words(place: Place, language: Language) -> str:
    """Say where an area lies in the funnel."""
    german, english = _PLACES[place]
    return german.replace(" %", f"{NBSP}%") if language == "de" else english


def _apart(times: float, measure: Measure) -> str:
    """Say that chance is not all where areas differ by clearly more."""
    if isnan(times) or times < _CLEARLY:
        return ""
    told = number(times, 1, measure.language)
    if measure.language == "de":
        return (
            f" Insgesamt liegen die Gebiete {told}-mal so weit auseinander, wie der Zufall erklärt: Außerhalb zu liegen"
            " ist hier nichts Ungewöhnliches."
        )
    return (
        f" Altogether areas lie {told} times as far apart as chance explains: to lie outside is nothing unusual here."
    )
