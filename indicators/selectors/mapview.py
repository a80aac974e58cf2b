# SPDX-License-Identifier: EUPL-1.2
"""One map with all that stands around it, put together from released slices alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.rendering.carried_words import carried_sentences, carried_words, left_out_estimates, unsure_by_estimate
from indicators.rendering.headlines import HeadlineFacts, headline, headline_of_one
from indicators.rendering.mapchance import spans_of, unsure_areas
from indicators.rendering.maplegend import ClassScheme, Legend, LegendFacts, SpecialCase, legend_of
from indicators.rendering.mapstate import UNSURE_HIDDEN, MapState
from indicators.rendering.maptable import columns_of
from indicators.rendering.mapview import BreakMark, CorrectionMark, MapView, PeriodView, SourceLine
from indicators.rendering.pattern_words import island_words
from indicators.rendering.profile_charts import SpreadRow, spread_row
from indicators.rendering.profile_numbers import Language, date_words, period_words, with_unit
from indicators.rendering.remarks import NO, crossing, note_words
from indicators.rendering.sentences import change_origin_words, hidden_sentence, status_words
from indicators.rendering.slices import SliceContent
from indicators.selectors.classnotes import class_notes
from indicators.selectors.mapbreaks import grouped, short_words
from indicators.selectors.mapchoice import period_of, state_at
from indicators.selectors.mapcontrols import controls_of
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import BreakNote, DefinitionSheet, ReleaseRef
from indicators.selectors.spreads import has_spread
from indicators.stats.classes import classify
from sozialplanung.common.licences import licence_named
from sozialplanung.common.periods import Period, PeriodKind, parse
from sozialplanung.common.statuses import WITH_VALUE, Status

# An area that takes no part in a pattern is drawn as one that a figure does not apply to.
ISLAND_PATTERN: Final = "not-applicable"
# Written tables are kept: another form of their cells needs another number.
TABLE_FORM: Final = 4


def _mark(facts: MapFacts, between: tuple[Period, Period], note: BreakNote) -> BreakMark:
    since, until = (period_words(period, facts.language) for period in between)
    names = {
        "since": short_words(between[0], between[1], facts.language),
        "until": short_words(between[1], between[0], facts.language),
    }
    pair = _("%(since)s and %(until)s") % names
    return BreakMark(since, until, pair, note.comparable, note.text, note.reference, note.url)


def map_view(facts: MapFacts) -> MapView:
    """Put one map together."""
    shown, definition = facts.choice.ref, facts.definition_of(facts.choice.ref)
    content, ground = facts.contents[shown.id], facts.ground
    scheme, chance = facts.schemes[shown.id], facts.chance_at(shown)
    since = content.change.since
    periods = tuple(period_view(facts, position) for position in range(len(facts.choice.series)))
    return MapView(
        state=state_shown(facts),
        slug=facts.choice.sheet.slug,
        name=definition.name,
        short_name=definition.short_name,
        unit=definition.unit_of_measure,
        decimals=content.decimals,
        basis=definition.basis,
        is_count=facts.is_count(shown),
        comparability=definition.comparability,
        what_it_shows=definition.what_it_shows,
        how_to_read=definition.how_to_read,
        whole_name=facts.city_name,
        level_name=ground.shown.level_name,
        areas=ground.shown.level_name_plural,
        parent_level_name=ground.coarser.level_name if ground.coarser else "",
        area_count=content.size,
        periods=periods,
        controls=controls_of(facts.organisation, facts.choice, facts.state, ground, (facts.language, facts.regional)),
        outlines=ground.outlines,
        columns=columns_of(
            content,
            has_parents=ground.coarser is not None,
            has_spans=spans_of(content, scheme) is not None,
            lacks_interval=chance.is_unavailable,
            has_p=facts.shows_pattern(shown),
        ),
        table_key=_table_key(facts, scheme),
        boundary_version_id=ground.shown.id,
        change_since=period_words(parse(since), facts.language) if since else "",
        change_since_short=short_words(parse(since), period_of(shown), facts.language) if since else "",
        change_origin=change_origin(facts),
        breaks=grouped(period.break_before for period in periods),
        footnotes=footnotes(facts, shown),
        remarks=facts.numbered_remarks(shown),
        sources=_sources(facts, definition),
        published_on=date_words(timezone.localdate(shown.published_at), facts.language),
        chance=chance,
        pattern=facts.pattern_text(),
        spread=_spread(facts),
        spread_note=left_out_estimates(len(facts.guessed_at(shown)), facts.language),
        has_spread=not shown.is_converted and has_spread(definition, shown.content_hash, content),
        audience=facts.audience,
    )


def _spread(facts: MapFacts) -> SpreadRow | None:
    """Return the spread of what was counted; an area that shows an estimate is none without a value."""
    shown = facts.choice.ref
    row = spread_row(facts.counted(shown), facts.language)
    return row and replace(row, unvalued=row.unvalued - len(facts.guessed_at(shown)))


def change_origin(facts: MapFacts) -> str:
    """Say who made the change of the period shown; empty where none is stated."""
    ref = facts.choice.ref
    note = facts.contents[ref.id].change
    if note.since is None:
        return ""
    broken = crossing(facts.break_notes, parse(note.since), period_of(ref))
    is_broken = any(each.comparable == NO for each in broken)
    return change_origin_words(facts.language, is_published=note.kind == "published", is_broken=is_broken)


def _table_key(facts: MapFacts, scheme: ClassScheme) -> str:
    shown = facts.choice.ref
    reasons = sorted(facts.reasons_at(shown).items())
    parts = (
        TABLE_FORM,
        shown.content_hash,
        # A break marked since the release was made takes its change away, not its hash.
        sorted(facts.contents[shown.id].numbers),
        shown.boundary_version_id,
        scheme,
        reasons,
        facts.marks_at(shown),
        facts.chance_at(shown),
        facts.state.ansicht,
        facts.city_name,
        facts.language,
    )
    return sha256(repr(parts).encode()).hexdigest()


def footnotes(facts: MapFacts, shown: ReleaseRef) -> tuple[str, ...]:
    """Return what has to be known of all figures of a release."""
    fitting = (note_words(note, facts.language) for note in facts.notes_on(shown) if note.unit_id is None)
    hidden = hidden_sentence(facts.contents[shown.id].status.tolist(), facts.language)
    return tuple(dict.fromkeys(filter(None, (*carried_at(facts, shown), *fitting, hidden))))


def _sources(facts: MapFacts, definition: DefinitionSheet) -> tuple[SourceLine, ...]:
    outlines = facts.ground.shown
    beside = (each.definition for each in facts.further)
    measured = [each.source for each in (definition, facts.second, *beside) if each is not None]
    lines = (
        *(SourceLine(each.title, each.credit, each.licence_name, each.licence_url) for each in measured),
        SourceLine(outlines.name, outlines.attribution or outlines.publisher, *licence_named(outlines.licence)),
    )
    return tuple(dict.fromkeys(lines))


def period_view(facts: MapFacts, position: int) -> PeriodView:
    """Return one period of the map with the texts that stand around it."""
    ref = facts.choice.series[position]
    period, definition = period_of(ref), facts.definition_of(ref)
    legend = _legend(facts, ref, definition)
    version = facts.ground.version_of(ref)
    label = period_words(period, facts.language)
    return PeriodView(
        position=position,
        state=_state_at(facts, ref),
        code=ref.period,
        label=label,
        short_label=str(period.year) if _is_yearly(facts.choice.series) else label,
        level=ref.level,
        edition=ref.edition,
        edition_name=version.name,
        is_current=ref.id == facts.choice.ref.id,
        headline=_headline(facts, ref, definition, legend),
        subtitle=" · ".join(each.subtitle for each in (definition, facts.second) if each is not None),
        announcement=_announcement(definition.short_name, ref, version.name, facts.language),
        legend=legend,
        bounds=facts.schemes[ref.id].bounds,
        inner=facts.schemes[ref.id].inner,
        reasons=_reason_words(facts, ref),
        break_before=_break_before(facts, position),
        remarks=tuple(facts.remarks_at(ref).items()),
        correction=_correction(facts, ref),
        given_classes=_given_classes(facts, ref),
        has_unsure=bool(unsure_areas(facts.contents[ref.id], facts.schemes[ref.id]).any()),
        audience=facts.audience_at(ref),
        class_notes=() if facts.shows_pattern(ref) else class_notes(facts, ref),
        carried=carried_at(facts, ref),
        mark=carried_words(facts.language) if ref.is_converted else "",
    )


def carried_at(facts: MapFacts, ref: ReleaseRef) -> tuple[str, ...]:
    """Say what has to be known of figures that were counted on other boundaries; nothing of any other."""
    if not ref.is_converted:
        return ()
    return carried_sentences(facts.contents[ref.id], facts.origin_of(ref), facts.language)


def _given_classes(facts: MapFacts, ref: ReleaseRef) -> tuple[int, ...]:
    if not facts.shows_pattern(ref):
        return ()
    return tuple(int(number) for number in facts.schemes[ref.id].classes_of(facts.contents[ref.id]))


def _correction(facts: MapFacts, ref: ReleaseRef) -> CorrectionMark | None:
    change = facts.corrections.get((ref.period, ref.level, ref.edition))
    if change is None:
        return None
    day = date_words(timezone.localdate(change.published_at), facts.language)
    return CorrectionMark(day, change.figures, change.kind == "restored")


def _reason_words(facts: MapFacts, ref: ReleaseRef) -> tuple[tuple[int, str], ...]:
    reasons, status = facts.reasons_at(ref), facts.contents[ref.id].status
    told = ((place, Status(int(status[place])), reasons[place]) for place in sorted(reasons))
    return tuple((place, status_words(code, facts.language, reason)) for place, code, reason in told)


def _is_yearly(series: Iterable[ReleaseRef]) -> bool:
    years = [ref.period_start.year for ref in series]
    return len(set(years)) == len(years)


def state_shown(facts: MapFacts) -> MapState:
    """Return the whole state of the map, with nothing left to choose."""
    return _state_at(facts, facts.choice.ref)


def _state_at(facts: MapFacts, ref: ReleaseRef) -> MapState:
    return state_at(facts.choice, facts.state, ref)


def legend_shown(facts: MapFacts) -> Legend:
    """Return the legend of the period shown."""
    ref = facts.choice.ref
    return _legend(facts, ref, facts.definition_of(ref))


def _legend(facts: MapFacts, ref: ReleaseRef, definition: DefinitionSheet) -> Legend:
    same_ground = ref.boundary_version_id == facts.choice.ref.boundary_version_id
    focus = (facts.focus.position, facts.focus.name) if facts.focus and same_ground else None
    content, scheme = facts.contents[ref.id], facts.schemes[ref.id]
    legend = legend_of(
        content,
        scheme,
        LegendFacts(
            title=_legend_title(definition),
            unit=definition.unit_of_measure,
            areas=facts.ground.shown.level_name_plural,
            city=facts.city_name,
            language=facts.language,
            reasons=facts.reasons_at(ref),
            focus=focus,
            marks_city=not facts.is_count(ref) and content.size > 1,
        ),
    )
    legend = replace(legend, estimated=len(facts.guessed_at(ref)))
    if ref.id in facts.pairs:
        return replace(legend, special=(*legend.special, *facts.pairs[ref.id].cases), focus_text="")
    if facts.pattern is not None and facts.shows_pattern(ref):
        return _with_islands(legend, len(facts.pattern.islands), facts.language)
    if facts.state.unsicher == UNSURE_HIDDEN or spans_of(content, scheme) is None:
        return legend
    why = unsure_by_estimate(facts.language) if facts.chance_at(ref).is_estimated else ""
    return replace(legend, unsure=int(unsure_areas(content, scheme).sum()), unsure_text=why)


def _with_islands(legend: Legend, islands: int, language: Language) -> Legend:
    """Say in a legend how many areas have a figure but no neighbour to compare it with."""
    # A figure has no place among neighbours.
    legend = replace(legend, focus_text="")
    if not islands:
        return legend
    return replace(legend, special=(*legend.special, SpecialCase(ISLAND_PATTERN, island_words(language), islands)))


def _legend_title(definition: DefinitionSheet) -> str:
    unit = definition.unit_of_measure
    return f"{definition.short_name} ({unit})" if unit else definition.short_name


def _headline(facts: MapFacts, ref: ReleaseRef, definition: DefinitionSheet, legend: Legend) -> str:
    told = facts.pattern_text() if facts.shows_pattern(ref) else None
    if told is not None:
        return told.headline
    scheme = facts.schemes[ref.id]
    # A scale of two sides speaks of its middle, any other of its own bounds and not of those of unusual values.
    bounds = scheme.inner if scheme.middle is None else (scheme.middle.value,)
    if facts.contents[ref.id].size == 1:
        return headline_of_one(definition.short_name, facts.city_name, _only_value(facts, ref, definition))
    return headline(
        HeadlineFacts(
            name=definition.short_name,
            noun=definition.sentence_noun,
            unit=definition.unit_of_measure,
            decimals=definition.decimals,
            areas=facts.ground.shown.level_name_plural,
            bounds=bounds,
            counts=_counts_between(bounds, facts.contents[ref.id]) if bounds != scheme.bounds else legend.counts,
            labels=scheme.labels,
            is_neutral=definition.judged_direction == "neutral" or definition.comparability == "relative",
            speaks_of_lowest=definition.judged_direction == "higher_is_better",
        ),
        facts.language,
    )


def _counts_between(bounds: Sequence[float], content: SliceContent) -> tuple[int, ...]:
    counts = np.bincount(classify(content.numbers["value"].values, bounds), minlength=len(bounds) + 2)
    return tuple(int(count) for count in counts[1:])


def _only_value(facts: MapFacts, ref: ReleaseRef, definition: DefinitionSheet) -> str:
    """Tell the value of the one area of a level: its class in words, its figure, or why there is none."""
    content, scheme = facts.contents[ref.id], facts.schemes[ref.id]
    status = Status(int(content.status[0]))
    if status not in WITH_VALUE:
        return status_words(status, facts.language, facts.reasons_at(ref).get(0, ""))
    if scheme.labels:
        return scheme.labels[int(scheme.classes_of(content)[0]) - 1]
    value = float(content.numbers["value"].values[0])
    return with_unit(value, content.decimals, definition.unit_of_measure, facts.language)


def _announcement(name: str, ref: ReleaseRef, edition: str, language: Language) -> str:
    period = period_of(ref)
    words = {"name": name, "label": period_words(period, language), "year": period.year, "edition": edition}
    if ref.is_converted:
        return _("The map shows %(name)s, %(label)s, carried to the boundaries %(edition)s.") % words
    if period.kind is PeriodKind.REFERENCE_DATE:
        return _("The map shows %(name)s in the year %(year)s, as of %(label)s, boundaries %(edition)s.") % words
    return _("The map shows %(name)s, %(label)s, boundaries %(edition)s.") % words


def _break_before(facts: MapFacts, position: int) -> BreakMark | None:
    if not position:
        return None
    before, ref = facts.choice.series[position - 1 : position + 1]
    between = (period_of(before), period_of(ref))
    found = crossing(facts.break_notes, *between)
    if found:
        return _mark(facts, between, found[0])
    if before.boundary_version_id == ref.boundary_version_id:
        return None
    return _mark(facts, between, _boundaries_change(facts, before, ref))


def _boundaries_change(facts: MapFacts, before: ReleaseRef, ref: ReleaseRef) -> BreakNote:
    names = {"old": facts.ground.version_of(before).name, "new": facts.ground.version_of(ref).name}
    text = _("The boundaries change from %(old)s to %(new)s.") % names
    sides = (before.period, ref.period, before.period_start, ref.period_start)
    return BreakNote(ref.indicator, *sides, "boundary", "limited", text)
