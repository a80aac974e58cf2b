# SPDX-License-Identifier: EUPL-1.2
"""The second indicator of the workbench: read for the same audience, ground and periods, classed in thirds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from indicators.rendering.carried_words import carried_sentences
from indicators.rendering.maplegend import ClassScheme
from indicators.rendering.mapstate import ALL_PERIODS
from indicators.rendering.pairs import PALETTE, SIDE, Measure, Pair, pair_labels, pair_of
from indicators.rendering.slices import SliceContent
from indicators.selectors.mapclasses import method_of, whole_value
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, ReleaseRef
from indicators.selectors.workbench.beside import Beside, slices_beside
from indicators.stats.classes import make_classes

Both = Mapping[int, tuple[SliceContent, Beside | None]]


def paired(facts: MapFacts, slug: str) -> MapFacts | None:
    """Return the facts with classes of two indicators; None where the second is not published beside the first."""
    sheet = next((each for each in facts.choice.indicators if each.slug == slug), None)
    if sheet is None or slug == facts.choice.sheet.slug:
        return None
    others = slices_beside(facts, slug)
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


def second_content(facts: MapFacts, slug: str) -> Beside | None:
    """Return the slice of the second indicator beside the one shown; None without one."""
    return slices_beside(facts, slug).get(facts.choice.ref.id)


def _pair(facts: MapFacts, sheet: IndicatorSheet, ref: ReleaseRef, both: Both) -> Pair:
    """Put one period together; all periods share their thirds unless the address asks otherwise."""
    shared = list(both.values()) if facts.state.grenzen == ALL_PERIODS else [both[ref.id]]
    first = _measure(facts, facts.choice.sheet.definition, [one for one, other in shared if other is not None])
    second = _measure(facts, sheet.definition, [other.content for _one, other in shared if other is not None])
    content, other = both[ref.id]
    if other is None:
        return pair_of(content, None, (first, second), facts.language)
    found = pair_of(content, other.content, (first, second), facts.language)
    found = replace(found, whole=whole_value(sheet.definition, other.content))
    if other.guessed is None:
        return found
    told = " ".join(carried_sentences(other.content, facts.origin_of(other.ref), facts.language))
    guessed = frozenset(np.flatnonzero(other.guessed).tolist())
    return replace(found, guessed=guessed, carried=f"{sheet.definition.short_name}: {told}" if told else "")


def _measure(facts: MapFacts, definition: DefinitionSheet, contents: Sequence[SliceContent]) -> Measure:
    decimals = max((content.decimals for content in contents), default=definition.decimals)
    values = np.concatenate([content.numbers["value"].values for content in contents] or [np.empty(0)])
    found = make_classes(values, method=method_of(facts.state), k=SIDE, decimals=decimals)
    return Measure(definition.short_name, definition.unit_of_measure, decimals, found.bounds)
