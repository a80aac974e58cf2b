# SPDX-License-Identifier: EUPL-1.2
"""The second indicator of the workbench: read for the same audience, ground and periods, classed in thirds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from indicators.rendering.maplegend import ClassScheme
from indicators.rendering.mapstate import ALL_PERIODS
from indicators.rendering.pairs import PALETTE, SIDE, Measure, Pair, pair_labels, pair_of
from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.mapclasses import method_of, whole_value
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, ReleaseRef
from indicators.stats.classes import make_classes

Both = Mapping[int, tuple[SliceContent, SliceContent | None]]


def paired(facts: MapFacts, slug: str) -> MapFacts | None:
    """Return the facts with classes of two indicators; None where the second is not published beside the first."""
    sheet = next((each for each in facts.choice.indicators if each.slug == slug), None)
    if sheet is None or slug == facts.choice.sheet.slug:
        return None
    others = others_of(facts, slug)
    if not others:
        return None
    both = {ref.id: (facts.contents[ref.id], others.get(ref.id)) for ref in facts.choice.series}
    pairs = {ref.id: _pair(facts, sheet, ref, both) for ref in facts.choice.series}
    names = facts.choice.sheet.definition.short_name, sheet.definition.short_name
    scheme = ClassScheme(palette=PALETTE, labels=pair_labels(*names, facts.language))
    contents = {
        pk: replace(content, codes={**content.codes, "class": pairs[pk].classes}) if pk in pairs else content
        for pk, content in facts.contents.items()
    }
    schemes = dict.fromkeys(pairs, scheme)
    return replace(facts, pairs=pairs, second=sheet.definition, contents=contents, schemes=schemes)


def second_content(facts: MapFacts, slug: str) -> SliceContent | None:
    """Return the slice of the second indicator beside the one shown; None without one."""
    return others_of(facts, slug).get(facts.choice.ref.id)


def others_of(facts: MapFacts, slug: str) -> dict[int, SliceContent]:
    """Return by release of the first the slice of the second that lies beside it: same period, same ground."""
    found = published.releases_of(facts.organisation, indicator=slug, level=facts.choice.ref.level)
    by_place = {(ref.period, ref.boundary_version_id): ref for ref in found}
    beside = {
        ref.id: by_place[ref.period, ref.boundary_version_id]
        for ref in facts.choice.series
        if (ref.period, ref.boundary_version_id) in by_place
    }
    contents = published.slice_contents(beside.values())
    return {pk: contents[ref.id] for pk, ref in beside.items()}


def _pair(facts: MapFacts, sheet: IndicatorSheet, ref: ReleaseRef, both: Both) -> Pair:
    """Put one period together; all periods share their thirds unless the address asks otherwise."""
    shared = list(both.values()) if facts.state.grenzen == ALL_PERIODS else [both[ref.id]]
    first = _measure(facts, facts.choice.sheet.definition, [one for one, other in shared if other is not None])
    second = _measure(facts, sheet.definition, [other for _one, other in shared if other is not None])
    content, other = both[ref.id]
    found = pair_of(content, other, (first, second), facts.language)
    return found if other is None else replace(found, whole=whole_value(sheet.definition, other))


def _measure(facts: MapFacts, definition: DefinitionSheet, contents: Sequence[SliceContent]) -> Measure:
    decimals = max((content.decimals for content in contents), default=definition.decimals)
    values = np.concatenate([content.numbers["value"].values for content in contents] or [np.empty(0)])
    found = make_classes(values, method=method_of(facts.state), k=SIDE, decimals=decimals)
    return Measure(definition.short_name, definition.unit_of_measure, decimals, found.bounds)
