# SPDX-License-Identifier: EUPL-1.2
"""How areas spread, period by period: over all of them and in each larger area, by figures that readers see."""

from collections.abc import Sequence

import numpy as np

from indicators.rendering.carried_words import left_out_estimates
from indicators.rendering.pairs import own_reasons
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.answer import AreaGround, PeriodAnswer
from indicators.rendering.workbench.distribution import (
    Distribution,
    GroupBox,
    Outlier,
    Whole,
    distribution_sentence,
    left_out_words,
    without_box_words,
)
from indicators.rendering.workbench.ordering import text_order
from indicators.rendering.workbench.words import Measure
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import ReleaseRef
from indicators.stats.boxes import Box, box_of


def distributions_of(
    facts: MapFacts, periods: Sequence[PeriodAnswer], grounds: Sequence[AreaGround]
) -> tuple[Distribution, ...]:
    """Put the areas of every period into boxes."""
    by_edition = {ground.edition: ground for ground in grounds}
    return tuple(
        _distribution(facts, ref, period, by_edition[ref.edition])
        for ref, period in zip(facts.choice.series, periods, strict=True)
    )


def _distribution(facts: MapFacts, ref: ReleaseRef, period: PeriodAnswer, ground: AreaGround) -> Distribution:
    content = facts.counted(ref)
    unit = facts.definition_of(ref).unit_of_measure
    measure = Measure(content.decimals, unit, facts.ground.shown.level_name_plural, facts.language)
    box = box_of(content.numbers["value"].values, decimals=content.decimals)
    groups = _groups(content, ground)
    whole = Whole() if period.city is None else Whole(facts.city_name, measure.figure(period.city))
    return Distribution(
        box=box,
        groups=tuple(group for group in groups if group.box.ends),
        sentence=distribution_sentence(box, _outliers(box, content, ground, measure), whole, measure),
        left_out=" ".join(
            filter(
                None,
                (
                    left_out_words(own_reasons(period.view.legend, period.pair), measure),
                    left_out_estimates(len(period.guessed), facts.language),
                ),
            )
        ),
        without_box=without_box_words([group.name for group in groups if not group.box.ends], measure),
    )


def _outliers(box: Box, content: SliceContent, ground: AreaGround, measure: Measure) -> list[Outlier]:
    """Return the areas beyond the whiskers in the order of their names."""
    beyond, values = set(box.outliers), content.numbers["value"].values
    return [
        Outlier(ground.areas[place].name, measure.figure(float(values[place])))
        for place in ground.by_name
        if place in beyond
    ]


def _groups(content: SliceContent, ground: AreaGround) -> list[GroupBox]:
    """Return the areas of each larger area in a box; places of those beyond are places among all areas."""
    values = content.numbers["value"].values
    parents = np.array([area.parent for area in ground.areas])
    names = sorted({area.parent for area in ground.areas if area.parent}, key=text_order)
    return [
        GroupBox(name, box_of(np.where(parents == name, values, np.nan), decimals=content.decimals)) for name in names
    ]
