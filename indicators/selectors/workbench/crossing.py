# SPDX-License-Identifier: EUPL-1.2
"""Several indicators of the areas side by side: those that an address names, for the period shown."""

from dataclasses import replace

from indicators.rendering.carried_words import marked_name
from indicators.rendering.workbench.crosstable import (
    Column,
    ColumnHead,
    Cross,
    absent_sentence,
    column_of,
    counting_alone,
    cross_sentence,
)
from indicators.rendering.workbench.further import FURTHER
from indicators.rendering.workbench.parts import CROSS
from indicators.rendering.workbench.reading import Remark
from indicators.rendering.workbench.state import State
from indicators.selectors.conversions import contents_of
from indicators.selectors.mapclasses import whole_value
from indicators.selectors.mapfacts import Further, MapFacts
from indicators.selectors.sheets import DefinitionSheet
from indicators.selectors.workbench.beside import Beside, releases_beside


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
    further = tuple(Further(slug, sheets[slug].definition, releases_beside(facts, slug)) for slug in asked)
    return replace(facts, further=further), state, remarks


def cross_of(facts: MapFacts) -> Cross:
    """Put the indicators of the period shown side by side."""
    ref = facts.choice.ref
    others = {each.slug: each.beside[ref.id] for each in facts.further if ref.id in each.beside}
    contents = contents_of(others.values())
    there = {slug: Beside(other, contents[other.id]) for slug, other in others.items() if other.id in contents}
    first = _column(facts, facts.choice.sheet.slug, facts.definition_of(ref), Beside(ref, facts.contents[ref.id]))
    rest = [_column(facts, each.slug, each.definition, there.get(each.slug)) for each in facts.further]
    columns = (first, *rest)
    areas = facts.ground.shown.level_name_plural
    return Cross(
        code=ref.period,
        columns=columns,
        sentence=cross_sentence(columns, areas, facts.language),
        absent=absent_sentence(columns, facts.language),
    )


def _column(facts: MapFacts, slug: str, definition: DefinitionSheet, found: Beside | None) -> Column:
    content = None if found is None else found.content
    decimals = definition.decimals if content is None else content.decimals
    is_carried = found is not None and found.ref.is_converted
    name = marked_name(definition.short_name, facts.language, is_carried=is_carried)
    head = ColumnHead(slug, name, definition.unit_of_measure, decimals)
    whole = None if content is None else whole_value(definition, content)
    column = column_of(head, content, facts.contents[facts.choice.ref.id].size, whole, facts.language)
    return column if found is None or found.guessed is None else counting_alone(column, found.guessed)
