# SPDX-License-Identifier: EUPL-1.2
"""The filter of the workbench: areas of every period judged by what readers may see, and conditions in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.profile_numbers import number, with_unit
from indicators.rendering.workbench import areasets
from indicators.rendering.workbench.conditions import (
    FILTER,
    Around,
    Between,
    Condition,
    Drawn,
    Listed,
    Spatial,
    Within,
    read_condition,
)
from indicators.rendering.workbench.parts import REMOVED, Filters
from indicators.rendering.workbench.reading import Remark
from indicators.rendering.workbench.sieve import (
    Codes,
    ConditionWords,
    Filtering,
    Judged,
    Sieve,
    all_of,
    judged_between,
    judged_places,
)
from indicators.rendering.workbench.state import State
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import IndicatorSheet, ReleaseRef
from indicators.selectors.workbench.beside import Beside, slices_beside
from indicators.selectors.workbench.places import places_on, version_of
from indicators.selectors.workbench.reaching import (
    explicit_text,
    places_reached,
    reach_note,
    reach_words,
    why_not_explicit,
)
from spatial.selectors import within
from spatial.selectors.rows import BoundaryVersionRow, UnitRow


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one condition says of the areas of one period; `gap` is why it could not be asked, or what is lost."""

    codes: Codes
    gap: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class _Question:
    """One condition that can be asked: in words, and period by period."""

    label: str
    ask: Callable[[ReleaseRef], _Answer]
    note: str = ""


def filtered(
    facts: MapFacts, state: State, chosen: Sequence[int]
) -> tuple[MapFacts, State, tuple[Remark, ...], tuple[str, ...]]:
    """Judge the areas of all periods; a condition that is not possible here is left out with a remark or a sentence."""
    named = {text: explicit_text(facts, text, chosen) for text in state.filters.filter}
    told = tuple(why_not_explicit(text) for text, explicit in named.items() if not explicit)
    asked = {text: _question(facts, read_condition(text)) for text in named.values() if text}
    questions = {text: question for text, question in asked.items() if question is not None}
    remarks = tuple(Remark(FILTER, text) for text, question in asked.items() if question is None)
    if not questions:
        # Without a condition nothing is outside.
        return facts, replace(state, filters=Filters()), remarks, told
    state = replace(state, filters=replace(state.filters, filter=tuple(questions)))
    removes = state.filters.ausserhalb == REMOVED
    filtering = Filtering(
        conditions=tuple(ConditionWords(text, question.label) for text, question in questions.items()),
        removes=removes,
        notes=tuple(dict.fromkeys(question.note for question in questions.values() if question.note)),
        shapes=tuple(text for text in questions if isinstance(read_condition(text), Around | Drawn)),
        sieves={ref.id: _sieve(questions.values(), ref, removes=removes) for ref in facts.choice.series},
    )
    return replace(facts, filtering=filtering), state, remarks, told


def _sieve(questions: Iterable[_Question], ref: ReleaseRef, *, removes: bool) -> Sieve:
    answers = [question.ask(ref) for question in questions]
    return Sieve(
        codes=all_of([answer.codes for answer in answers]),
        removes=removes,
        gaps=tuple(answer.gap for answer in answers if answer.gap),
        audiences=tuple(answer.audience for answer in answers if answer.audience),
    )


def _question(facts: MapFacts, condition: Condition | None) -> _Question | None:
    match condition:
        case Between():
            return _between(facts, condition)
        case Within():
            return _within(facts, condition)
        case Listed():
            return _listed(facts, condition)
        case Around() | Drawn():
            return _reaching(facts, condition)
        case None:
            return None


def _unknown(facts: MapFacts, ref: ReleaseRef, gap: str) -> _Answer:
    return _Answer(np.full(facts.contents[ref.id].size, Judged.UNKNOWN, dtype=np.int8), gap)


def _between(facts: MapFacts, condition: Between) -> _Question | None:
    sheet = next((each for each in facts.choice.indicators if each.slug == condition.indicator), None)
    if sheet is None:
        return None
    beside = slices_beside(facts, sheet.slug)
    if not beside:
        return None
    name = {"name": sheet.definition.short_name}

    def ask(ref: ReleaseRef) -> _Answer:
        other = beside.get(ref.id)
        if other is None:
            return _unknown(facts, ref, _("“%(name)s” is not published for this period and these boundaries.") % name)
        codes = judged_between(other.content, condition.low, condition.high)
        return _Answer(codes, _guessed_words(facts, other, name), other.ref.audience)

    return _Question(_between_words(facts, sheet, condition, beside.values()), ask)


def _guessed_words(facts: MapFacts, other: Beside, name: Mapping[str, str]) -> str:
    """Say how many areas are judged by an estimate, since it is what the page shows; empty without any."""
    count = 0 if other.guessed is None else int(other.guessed.sum())
    if not count:
        return ""
    words = {**name, "count": number(count, 0, facts.language)}
    return (
        ngettext(
            "“%(name)s” is estimated for these boundaries in %(count)s area, and judged as it is shown.",
            "“%(name)s” is estimated for these boundaries in %(count)s areas, and judged as it is shown.",
            count,
        )
        % words
    )


def _between_words(facts: MapFacts, sheet: IndicatorSheet, condition: Between, beside: Iterable[Beside]) -> str:
    decimals = max(other.content.decimals for other in beside)
    unit = sheet.definition.unit_of_measure
    ends = [
        None if end is None else with_unit(end, max(decimals, _decimals(end)), unit, facts.language)
        for end in (condition.low, condition.high)
    ]
    words = {"name": sheet.definition.short_name, "low": ends[0], "high": ends[1]}
    if ends[1] is None:
        return _("%(name)s: at least %(low)s") % words
    if condition.low is None:
        return _("%(name)s: at most %(high)s") % words
    words["low"] = number(condition.low, max(decimals, _decimals(condition.low)), facts.language)
    return _("%(name)s: %(low)s to %(high)s") % words


def _decimals(value: float) -> int:
    """Return how many decimals a bound has: more than the figures have, it would be misread rounded."""
    return len(f"{value:.6f}".rstrip("0").split(".")[1])


def _within(facts: MapFacts, condition: Within) -> _Question | None:
    versions = facts.ground.versions
    # An area may lie in another one with the same key in each edition.
    wholes = {
        version.id: within.whole_with(version, versions.values(), condition.level, condition.key)
        for version in _grounds(facts)
    }
    places = {
        pk: within.places_within(versions[pk], versions.values(), whole)
        for pk, whole in wholes.items()
        if whole is not None
    }
    if not any(places.values()):
        return None

    def ask(ref: ReleaseRef) -> _Answer:
        found = places.get(ref.boundary_version_id)
        if found is None:
            words = {"key": condition.key, "level": condition.level}
            return _unknown(facts, ref, _("These boundaries have no area “%(key)s” of the level “%(level)s”.") % words)
        return _Answer(judged_places(found, facts.contents[ref.id].size))

    return _Question(_within_words(facts, condition, wholes), ask)


def _within_words(facts: MapFacts, condition: Within, wholes: Mapping[int, UnitRow | None]) -> str:
    whole = wholes[facts.ground.shown.id] or next(each for each in wholes.values() if each is not None)
    level = next(each.level_name for each in facts.ground.versions.values() if each.level == condition.level)
    return _("in %(name)s (%(level)s)") % {"name": whole.name, "level": level}


def _listed(facts: MapFacts, condition: Listed) -> _Question | None:
    found = areasets.read(condition.areas)
    version = None if found is None else version_of(found, facts)
    if found is None or version is None:
        return None
    places = {ground.id: places_on(found, version, ground) for ground in _grounds(facts)}
    if not any(places.values()):
        return None
    count = len(found.positions)

    def ask(ref: ReleaseRef) -> _Answer:
        there = places[ref.boundary_version_id]
        words = {"kept": len(there), "count": count}
        lost = _("Of the list %(kept)s of %(count)s areas are there on these boundaries.") % words
        return _Answer(judged_places(there, facts.contents[ref.id].size), lost if len(there) < count else "")

    return _Question(_("list of %(count)s areas") % {"count": number(count, 0, facts.language)}, ask)


def _reaching(facts: MapFacts, condition: Spatial) -> _Question:
    places = {ground.id: places_reached(condition, ground.id) for ground in _grounds(facts)}

    def ask(ref: ReleaseRef) -> _Answer:
        return _Answer(judged_places(places[ref.boundary_version_id], facts.contents[ref.id].size))

    return _Question(reach_words(facts, condition), ask, reach_note())


def _grounds(facts: MapFacts) -> tuple[BoundaryVersionRow, ...]:
    """Return the boundary versions of all periods, each once."""
    used = dict.fromkeys(ref.boundary_version_id for ref in facts.choice.series)
    return tuple(facts.ground.versions[id_] for id_ in used)
