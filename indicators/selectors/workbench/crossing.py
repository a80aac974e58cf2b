# SPDX-License-Identifier: EUPL-1.2
"""Several indicators of the areas side by side: those that an address names, for the period shown."""

from dataclasses import replace

from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.crosstable import (
    Column,
    ColumnHead,
    Cross,
    absent_sentence,
    column_of,
    cross_sentence,
)
from indicators.rendering.workbench.further import FURTHER
from indicators.rendering.workbench.parts import CROSS
from indicators.rendering.workbench.reading import Remark
from indicators.rendering.workbench.state import State
from indicators.selectors import published
from indicators.selectors.mapclasses import whole_value
from indicators.selectors.mapfacts import Further, MapFacts
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, ReleaseRef


def with_further(facts: MapFacts, state: State) -> tuple[MapFacts, State, tuple[Remark, ...]]:
    """Put further indicators beside the first where their table stands open; what is not published is left out."""
    sheets = {sheet.slug: sheet for sheet in facts.choice.indicators}
    taken = {facts.choice.sheet.slug, state.more.zweiter}
    kept = tuple(slug for slug in state.more.weitere if slug in sheets and slug not in taken)
    remarks = tuple(Remark(FURTHER, slug) for slug in state.more.weitere if slug not in sheets)
    state = replace(state, more=replace(state.more, weitere=kept))
    if CROSS not in state.panels.tafeln:
        return facts, state, remarks
    asked = [slug for slug in (state.more.zweiter, *kept) if slug]
    return replace(facts, further=tuple(_further(facts, sheets[slug]) for slug in asked)), state, remarks


def _further(facts: MapFacts, sheet: IndicatorSheet) -> Further:
    """Find the releases of an indicator that lie beside those of the first: same period, same ground."""
    found = published.releases_of(facts.organisation, indicator=sheet.slug, level=facts.choice.ref.level)
    by_place = {(ref.period, ref.boundary_version_id): ref for ref in found}
    beside = {
        ref.id: by_place[ref.period, ref.boundary_version_id]
        for ref in facts.choice.series
        if (ref.period, ref.boundary_version_id) in by_place
    }
    return Further(sheet.slug, sheet.definition, beside)


def cross_of(facts: MapFacts) -> Cross:
    """Put the indicators of the period shown side by side."""
    ref = facts.choice.ref
    others = [each.beside[ref.id] for each in facts.further if ref.id in each.beside]
    contents = published.slice_contents(others)
    first = _column(facts, facts.choice.sheet.slug, facts.definition_of(ref), facts.contents[ref.id])
    rest = [_column(facts, each.slug, each.definition, _content(each, ref, contents)) for each in facts.further]
    columns = (first, *rest)
    areas = facts.ground.shown.level_name_plural
    return Cross(
        code=ref.period,
        columns=columns,
        sentence=cross_sentence(columns, areas, facts.language),
        absent=absent_sentence(columns, facts.language),
    )


def _content(each: Further, ref: ReleaseRef, contents: dict[int, SliceContent]) -> SliceContent | None:
    other = each.beside.get(ref.id)
    return None if other is None else contents.get(other.id)


def _column(facts: MapFacts, slug: str, definition: DefinitionSheet, content: SliceContent | None) -> Column:
    decimals = definition.decimals if content is None else content.decimals
    head = ColumnHead(slug, definition.short_name, definition.unit_of_measure, decimals)
    whole = None if content is None else whole_value(definition, content)
    return column_of(head, content, facts.contents[facts.choice.ref.id].size, whole, facts.language)
