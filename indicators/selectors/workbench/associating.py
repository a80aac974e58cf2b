# SPDX-License-Identifier: EUPL-1.2
"""How two indicators go together, period by period: figures that readers see of both, and of no other area."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indicators.rendering.carried_words import left_out_estimates
from indicators.rendering.pairs import Pair
from indicators.rendering.profile_numbers import with_unit
from indicators.rendering.workbench.answer import PeriodAnswer
from indicators.rendering.workbench.axis import Axis, axis_over
from indicators.rendering.workbench.scatter import (
    Point,
    Scatter,
    ScatterNames,
    Scatters,
    left_out_sentence,
    line_through,
    numbers_of,
    scatter_sentence,
    whole_sentence,
)
from indicators.selectors.mapfacts import MapFacts
from indicators.stats.association import association

Floats = npt.NDArray[np.float64]


def scatters_of(facts: MapFacts, periods: Sequence[PeriodAnswer]) -> Scatters | None:
    """Hold both indicators against each other in every period; None without a second one."""
    if not facts.pairs:
        return None
    made = tuple(
        _scatter(facts, facts.pairs[ref.id], period, facts.counted(ref).numbers["value"].values)
        for ref, period in zip(facts.choice.series, periods, strict=True)
    )
    return Scatters(_axis(facts, made, 0), _axis(facts, made, 1), made)


def _scatter(facts: MapFacts, pair: Pair, period: PeriodAnswer, values: Floats) -> Scatter:
    second = pair.counted_values
    there = ~(np.isnan(values) | np.isnan(second))
    x, y = (np.where(there, each, np.nan) for each in (values, second))
    found = association(x, y)
    whole = None if period.city is None or pair.whole is None else (period.city, pair.whole)
    names = ScatterNames(
        pair.first.name, pair.second_measure.name, facts.ground.shown.level_name_plural, facts.city_name, facts.language
    )
    sentences = [scatter_sentence(x, found, names)]
    if whole is not None:
        sentences.append(whole_sentence(_written(pair, whole, facts), names))
    return Scatter(
        x=x,
        y=y,
        found=found,
        line=line_through(x, found),
        whole=whole,
        sentence=" ".join(sentences),
        left_out=" ".join(filter(None, _left_out(facts, pair, period, int(there.sum())))),
        numbers=numbers_of(found, names),
    )


def _left_out(facts: MapFacts, pair: Pair, period: PeriodAnswer, shown: int) -> tuple[str, str]:
    """Say which areas are no points: those without both figures, and those with an estimate among them."""
    both = int((pair.classes > 0).sum())
    lacking = left_out_sentence(period.view.legend.special, facts.language)
    return lacking, left_out_estimates(both - shown, facts.language)


def _written(pair: Pair, point: Point, facts: MapFacts) -> str:
    measures = (pair.first, pair.second_measure)
    told = (
        with_unit(value, measure.decimals, measure.unit, facts.language)
        for value, measure in zip(point, measures, strict=True)
    )
    return "; ".join(f"{measure.name} {text}" for measure, text in zip(measures, told, strict=True))


def _axis(facts: MapFacts, made: Sequence[Scatter], side: int) -> Axis:
    """Return an axis that all periods share: nothing jumps when time goes on."""
    values = [(scatter.x, scatter.y)[side] for scatter in made]
    wholes = [scatter.whole[side] for scatter in made if scatter.whole is not None]
    return axis_over(np.concatenate([*values, np.array(wholes, dtype=np.float64)]), facts.language, has_zero=False)
