# SPDX-License-Identifier: EUPL-1.2
"""Which areas lie beyond what chance does to areas of their size, period by period, by figures that readers see."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.carried_words import estimated_words
from indicators.rendering.maplegend import SpecialCase
from indicators.rendering.pairs import own_reasons
from indicators.rendering.slice_trends import TrendForm
from indicators.rendering.workbench.answer import PeriodAnswer
from indicators.rendering.workbench.axis import Axis, axis_over
from indicators.rendering.workbench.funnels import (
    FunnelPoints,
    Funnels,
    curves_of,
    funnel_points,
    funnel_sentence,
    left_out_of_funnel,
    times_chance,
)
from indicators.rendering.workbench.words import Measure
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import ReleaseRef

Floats = npt.NDArray[np.float64]
# Along so many sizes the limits are drawn, closer together where the funnel bends.
_CURVE_POINTS: Final = 32


def funnels_of(facts: MapFacts, periods: Sequence[PeriodAnswer], axis: Axis) -> Funnels:
    """Put the areas of every period into their funnel; `axis` is that of the figures."""
    made = tuple(_points(facts, ref, period) for ref, period in zip(facts.choice.series, periods, strict=True))
    persons = np.concatenate([points.persons for points in made])
    sizes = _sizes(persons)
    return Funnels(
        axis_over(persons, facts.language), axis, sizes, made, tuple(curves_of(each, sizes) for each in made)
    )


def _points(facts: MapFacts, ref: ReleaseRef, period: PeriodAnswer) -> FunnelPoints:
    content, definition = facts.counted(ref), facts.definition_of(ref)
    measure = Measure(
        content.decimals, definition.unit_of_measure, facts.ground.shown.level_name_plural, facts.language
    )
    form = TrendForm(definition.unit_of_measure, definition.basis, definition.comparability)
    points = funnel_points(content, form, period.city)
    whole = "" if period.city is None else facts.city_name
    return replace(
        points,
        sentence=funnel_sentence(points, times_chance(content, points), whole, measure),
        left_out=left_out_of_funnel(points, _reasons(facts, period), measure),
    )


def _reasons(facts: MapFacts, period: PeriodAnswer) -> tuple[SpecialCase, ...]:
    """Return why areas are not in the funnel: no figure of the first indicator, or one that was estimated."""
    reasons = own_reasons(period.view.legend, period.pair)
    guessed = SpecialCase("estimated", estimated_words(facts.language), len(period.guessed))
    return (*reasons, guessed) if guessed.count else reasons


def _sizes(persons: Floats) -> Floats:
    there = persons[~np.isnan(persons)]
    if not there.size:
        return np.empty(0)
    return np.round(np.geomspace(max(float(there.min()), 1.0), max(float(there.max()), 2.0), _CURVE_POINTS), 1)
