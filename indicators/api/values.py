# SPDX-License-Identifier: EUPL-1.2
"""One released slice as JSON: an object per area, in the frozen order."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from indicators.api.answers import Answer, annotation_answer, break_answers, source_answer
from indicators.rendering.remarks import concerns
from indicators.rendering.slices import SliceContent
from indicators.selectors.released import PUBLIC
from indicators.selectors.sheets import BreakNote, DefinitionSheet, Note, OrganisationRef, ReleaseRef
from sozialplanung.common.periods import Period, parse
from sozialplanung.common.statuses import Flag, Status
from spatial.api.answers import attribution_of
from spatial.selectors.rows import BoundaryVersionRow, UnitRow

NUMBERS: Final = ("value", "lower", "upper", "numerator", "denominator", "change")
COMPARISONS: Final = (None, "lower", "similar", "higher")


@dataclass(frozen=True, slots=True)
class ValueFacts:
    """Everything that one answer is made of."""

    organisation: OrganisationRef
    ref: ReleaseRef
    definition: DefinitionSheet
    content: SliceContent
    version: BoundaryVersionRow
    units: Sequence[UnitRow]
    notes: Sequence[Note]
    breaks: Sequence[BreakNote]
    before: Period | None


def values_answer(facts: ValueFacts) -> Answer:
    """Return the slice with what has to be said about it."""
    ref, content = facts.ref, facts.content
    label = parse(ref.period).label()
    return {
        "organisation": facts.organisation.slug,
        "indicator": ref.indicator,
        "name": facts.definition.name,
        "unit_of_measure": facts.definition.unit_of_measure,
        "decimals": content.decimals,
        "period": ref.period,
        "period_label": label,
        "level": ref.level,
        "edition": ref.edition,
        "number": ref.number,
        "published_at": ref.published_at.isoformat(),
        **({"audience": ref.audience} if ref.read_for != PUBLIC else {}),
        "city": asdict(content.city),
        "summary": asdict(content.summary),
        "change": asdict(content.change),
        "values": _areas(content, facts.units),
        "annotations": _annotations(facts),
        "breaks": break_answers(facts.breaks),
        "sources": [source_answer(facts.definition.source, label), asdict(attribution_of(facts.version))],
    }


def _areas(content: SliceContent, units: Sequence[UnitRow]) -> list[Answer]:
    columns: dict[str, Iterable[Any]] = {
        "key": [unit.key for unit in units],
        "name": [unit.name for unit in units],
        "status": [Status(code).code for code in content.status.tolist()],
        "flags": [list(Flag(code).codes) for code in content.flags.tolist()],
        **{name: _numbers(content, name) for name in NUMBERS},
        "rank": [rank or None for rank in _codes(content, "rank")],
        "class_number": [number or None for number in _codes(content, "class")],
        "class_label": _labels(content),
        "comparison": [COMPARISONS[code] for code in _codes(content, "comparison")],
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _numbers(content: SliceContent, name: str) -> list[float | int | None]:
    band = content.numbers.get(name)
    if band is None:
        return [None] * content.size
    is_whole = band.decimals == 0
    return [None if np.isnan(number) else int(number) if is_whole else number for number in band.values.tolist()]


def _codes(content: SliceContent, name: str) -> list[int]:
    found = content.codes.get(name)
    return [0] * content.size if found is None else found.tolist()


def _labels(content: SliceContent) -> list[str | None]:
    names = (None, *content.class_labels)
    return [names[number] if number < len(names) else None for number in _codes(content, "class")]


def _annotations(facts: ValueFacts) -> list[Answer]:
    keys = {unit.unit_id: unit.key for unit in facts.units}
    period = parse(facts.ref.period)
    return [
        annotation_answer(note, keys.get(note.unit_id) if note.unit_id else None)
        for note in facts.notes
        if concerns(note, period, facts.before) and (note.unit_id is None or note.unit_id in keys)
    ]
