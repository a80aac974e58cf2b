# SPDX-License-Identifier: EUPL-1.2
"""Say of each release of an index how far its choices move an area, and how far chance does."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from indicators.models import Basis, IndexRun, IndexStability, Indicator, IndicatorKind, Release, ReleaseState
from indicators.rendering.slices import decode
from indicators.rendering.stability import to_json
from indicators.services.releasing.context import Subject, Workplace, subject_of, workplace_of
from indicators.services.releasing.deriving import index_sources
from indicators.services.releasing.freezing import Frozen
from indicators.services.releasing.indexing import Gathered, beside_of, gather, input_hash
from indicators.stats.composite.nodes import Part
from indicators.stats.composite.sampling import Interval
from indicators.stats.composite.sobol import choice_sensitivity
from indicators.stats.composite.uncertainty import choice_spread, sampling_spread
from indicators.stats.composite.variants import Choices
from indicators.stats.composite.verdict import verdict
from indicators.stats.intervals import wilson
from sozialplanung.common.statuses import Status, have_value

SEED: Final = 1
VARIANTS: Final = 1000
DRAWS: Final = 200
PERCENT: Final = 100.0


def stabilise(*, indicator_id: int) -> int:
    """Compute the stability of all releases of an index in force that have none; returns how many were computed.

    Seeded: computing again gives the same. A release whose inputs are not the current ones any more waits for the
    release that follows it.
    """
    indicator = Indicator.objects.select_related("organisation").get(pk=indicator_id)
    if indicator.kind != IndicatorKind.INDEX:
        return 0
    work, subject = workplace_of(indicator.organisation), subject_of(indicator)
    waiting = Release.objects.filter(indicator=indicator, state=ReleaseState.PUBLISHED, stability__isnull=True)
    sources = index_sources(subject)
    rows = waiting.select_related("vintage").order_by("pk")
    return sum(_stabilise(work, subject, sources, release) for release in rows)


def _stabilise(work: Workplace, subject: Subject, sources: Mapping[str, Indicator], release: Release) -> int:
    cell = (release.period_id, release.boundary_version_id)
    beside = beside_of(release.vintage.inputs)
    found = gather(work=work, subject=subject, cell=cell, sources=sources, beside=beside)
    # What its change counts from is no input of an index.
    made_from = {name: each for name, each in release.vintage.inputs.items() if name != "change_since"}
    if found is None or dict(found.inputs) != made_from:
        return 0
    done = IndexRun.objects.filter(
        recipe=found.row, period_id=cell[0], boundary_version_id=cell[1], input_hash=input_hash(found.inputs)
    ).first()
    if done is None:
        return 0
    status = decode(bytes(release.payload)).status
    # Ranks are those among the areas that readers see: where a hidden one lies would be told by the others.
    found = replace(found, areas=replace(found.areas, withheld=status == Status.SUPPRESSED))
    shown = have_value(status)
    IndexStability.objects.get_or_create(
        release=release,
        defaults={
            "organisation_id": release.organisation_id,
            "run": done,
            "seed": SEED,
            "content": _content(work, found, shown),
        },
    )
    return 1


def _content(work: Workplace, found: Gathered, shown: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> dict[str, object]:
    choices = Choices(variants=VARIANTS, seed=SEED)
    by_choices = choice_spread(found.recipe, found.areas, choices)
    by_chance = sampling_spread(found.recipe, found.areas, intervals_of(work, found), variants=DRAWS, seed=SEED)
    sensitivity = choice_sensitivity(found.recipe, found.areas, choices)
    summed_up = verdict(found.recipe, by_choices, by_chance, sensitivity)
    return to_json(summed_up, by_choices.spread, by_chance.spread, shown)


def intervals_of(work: Workplace, found: Gathered) -> dict[str, Interval]:
    """Return the intervals of the components that are shares of counted people; the others have none."""
    made: dict[str, Interval] = {}
    for part, frozen in zip(found.recipe.index.leaves(), found.parts, strict=True):
        if _is_counted_share(work, part, frozen):
            lower, upper = wilson(frozen.raw.numerator, frozen.raw.denominator)
            made[part.indicator] = Interval(PERCENT * lower, PERCENT * upper)
    return made


def _is_counted_share(work: Workplace, part: Part, frozen: Frozen) -> bool:
    raw = frozen.raw
    if part.measure != "value" or np.isnan(raw.denominator).all():
        return False
    subject = subject_of(Indicator.objects.get(pk=frozen.cell.indicator_id))
    definition = subject.definition_on(work.periods[frozen.cell.period_id].start)
    return definition.basis == Basis.COUNTS and definition.unit_of_measure == "%"
