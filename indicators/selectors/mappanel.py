# SPDX-License-Identifier: EUPL-1.2
"""The panel beside a map, put together from the same released slices as the map."""

import math
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.rendering.counted import estimated
from indicators.rendering.mapchance import MOST_CLASSES, spans_of
from indicators.rendering.maplegend import official_scale
from indicators.rendering.mappanel import AreaPanel, Crumb, NeighbourBar, WholePanel
from indicators.rendering.mapseries import SeriesChart, SeriesPoint, SeriesWords, series_chart
from indicators.rendering.pattern_words import island_words
from indicators.rendering.profile_charts import Break, is_crossed
from indicators.rendering.profile_numbers import Language, number, period_words, with_unit
from indicators.rendering.profile_readings import Reading, reading_of
from indicators.rendering.profile_rows import IndicatorFacts, ProfileRow, Remarks, RowContext, profile_row, value_words
from indicators.rendering.sentences import (
    Frequency,
    city_value_words,
    flag_words,
    frequency_sentence,
    persons_behind,
    status_words,
)
from indicators.rendering.slices import SliceContent
from indicators.selectors.mapchoice import period_of
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.mapview import state_shown
from indicators.selectors.profile_figures import remarks_on
from indicators.selectors.sheets import DefinitionSheet, ReleaseRef
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import WITH_VALUE, Flag, Status
from spatial.selectors import units
from spatial.selectors.rows import UnitRow

MOST_NEIGHBOURS = 8
SWATCH = 16
LONGEST_SIGN = 3
RELATIVE = "relative"


def area_panel(facts: MapFacts) -> AreaPanel | None:
    """Return what is said about the area in focus; None while no area is chosen."""
    if facts.focus is None:
        return None
    focus = facts.focus
    row, chance = _row(facts, focus), facts.chance_at(facts.choice.ref)
    chart = _area_chart(facts, focus)
    surroundings, around = _around(focus)
    return AreaPanel(
        key=focus.key,
        name=focus.name,
        unit=long_unit(facts.definition_of(facts.choice.ref).unit_of_measure),
        is_only=facts.ground.shown.unit_count == 1,
        edition=facts.choice.ref.edition,
        crumbs=_crumbs(facts, focus),
        row=row,
        sentence=_sentence(facts, row),
        chart=chart,
        chart_words=_chart_words(focus, facts),
        surroundings=surroundings,
        neighbours=_bars(facts, focus, around),
        judgement=chance.judgements.get(row.reading.comparison, ""),
        lacks_interval=chance.is_unavailable,
        is_estimated=bool(estimated(facts.contents[facts.choice.ref.id])[focus.position]),
        unsure=_unsure(facts, focus),
        pattern=_pattern(facts, focus),
    )


def _unsure(facts: MapFacts, focus: UnitRow) -> int:
    """Return over how many classes the interval of the area reaches, where they are more than two; else 0."""
    shown = facts.choice.ref
    spans = spans_of(facts.contents[shown.id], facts.schemes[shown.id])
    if spans is None or not spans[0][focus.position]:
        return 0
    size = int(spans[1][focus.position] - spans[0][focus.position]) + 1
    return size if size > MOST_CLASSES else 0


def _pattern(facts: MapFacts, focus: UnitRow) -> str:
    """Say how the area lies among its neighbours, where the map shows that."""
    shown = facts.choice.ref
    if not facts.shows_pattern(shown):
        return ""
    content = facts.contents[shown.id]
    found = int(content.codes["class"][focus.position])
    if found:
        return facts.schemes[shown.id].labels[found - 1]
    return island_words(facts.language) if Status(int(content.status[focus.position])) in WITH_VALUE else ""


def long_unit(unit: str) -> str:
    """Return a unit of measure that stands in a line of its own below a figure; empty for a sign behind it."""
    return unit if len(unit) > LONGEST_SIGN else ""


def _crumbs(facts: MapFacts, focus: UnitRow) -> tuple[Crumb, ...]:
    """Return the whole and the coarse area over the area in focus; the profile names all levels."""
    coarser = facts.ground.coarser
    return tuple(
        Crumb(place.version.level, place.unit.key, place.unit.name)
        for place in reversed(units.lineage(focus))
        if place.version.unit_count == 1 or place.version == coarser
    )


def _same_ground(facts: MapFacts) -> list[tuple[ReleaseRef, SliceContent]]:
    """Return the releases on the boundary version shown up to the period shown, in the order of time."""
    shown = facts.choice.ref
    return [
        (ref, facts.contents[ref.id])
        for ref in facts.choice.series
        if ref.boundary_version_id == shown.boundary_version_id and ref.period_end <= shown.period_end
    ]


def _row(facts: MapFacts, focus: UnitRow) -> ProfileRow:
    shown = facts.choice.ref
    definition = facts.definition_of(shown)
    return profile_row(
        _indicator_facts(facts, definition),
        [reading_of(content, focus.position) for _ref, content in _same_ground(facts)],
        _breaks(facts),
        _remarks(facts, focus),
        RowContext(facts.language, facts.city_name, facts.ground.shown.level_name_plural),
    )


def _remarks(facts: MapFacts, focus: UnitRow) -> Remarks:
    shown = facts.choice.ref
    when = (period_of(shown), facts.before(shown))
    remarks = remarks_on(shown.indicator, when, focus.unit_id, facts.notes, facts.language)
    own = facts.remarks_at(shown).get(focus.position, ())
    remarks = replace(remarks, footnotes=tuple(dict.fromkeys((*remarks.footnotes, *own))))
    scheme = facts.schemes[shown.id]
    number = int(scheme.classes_of(facts.contents[shown.id])[focus.position])
    if not scheme.labels or not number or facts.shows_pattern(shown):
        return remarks
    official = (
        f"{official_scale(scheme.palette, facts.language)} {scheme.official[number - 1]}" if scheme.official else ""
    )
    return replace(remarks, class_words=scheme.labels[number - 1], class_official=official)


def _indicator_facts(facts: MapFacts, definition: DefinitionSheet) -> IndicatorFacts:
    return IndicatorFacts(
        slug=facts.choice.sheet.slug,
        name=definition.name,
        short_name=definition.short_name,
        subtitle=definition.subtitle,
        kind=facts.choice.sheet.kind,
        unit=definition.unit_of_measure,
        basis=definition.basis,
        comparability=definition.comparability,
        source=definition.source.credit,
        licence=definition.source.licence_name,
        licence_url=definition.source.licence_url,
    )


def _breaks(facts: MapFacts) -> list[Break]:
    return [
        Break(parse(note.from_period), parse(note.to_period), note.comparable, note.text) for note in facts.break_notes
    ]


def _sentence(facts: MapFacts, row: ProfileRow) -> str:
    definition, newest = facts.definition_of(facts.choice.ref), row.reading
    return frequency_sentence(
        Frequency(
            name=definition.short_name,
            noun=definition.sentence_noun,
            unit=definition.unit_of_measure,
            percent=newest.value,
            persons=persons_behind(newest.denominator, newest.numerator, newest.value),
            city_percent=newest.city.value,
            city_name=facts.city_name,
            as_of=newest.period,
        ),
        facts.language,
    )


def _area_chart(facts: MapFacts, focus: UnitRow) -> SeriesChart | None:
    readings = [reading_of(content, focus.position) for _ref, content in _same_ground(facts)]
    # The sum of all areas would press the line of one of them flat.
    is_count = facts.is_count(facts.choice.ref)
    city = [None if is_count else reading.city.value for reading in readings]
    estimated = [Flag.ESTIMATED in reading.flags for reading in readings]
    return _chart(facts, [reading.value for reading in readings], city, estimated)


def _chart(
    facts: MapFacts,
    values: Sequence[float | None],
    city: Sequence[float | None],
    estimated: Sequence[bool] = (),
) -> SeriesChart | None:
    definition = facts.definition_of(facts.choice.ref)
    if definition.comparability == RELATIVE:
        # A relative measure has a position per period: drawn side by side, positions read as a trend.
        return None
    points: list[SeriesPoint] = []
    breaks = _breaks(facts)
    before = None
    for place, (ref, _content) in enumerate(_same_ground(facts)):
        period = period_of(ref)
        is_broken = before is not None and is_crossed(breaks, before, period)
        before = period
        time = period.start.toordinal()
        sides, is_guess = (values[place], city[place]), bool(estimated) and estimated[place]
        points.append(SeriesPoint(str(period.year), time, *sides, breaks_before=is_broken, is_estimated=is_guess))
    words = SeriesWords(definition.decimals, definition.unit_of_measure, facts.city_name, facts.language)
    return series_chart(points, words)


def _chart_words(focus: UnitRow, facts: MapFacts) -> str:
    """Tell the series in words, for readers who see no drawing."""
    history = [reading_of(content, focus.position) for _ref, content in _same_ground(facts)]
    unit = facts.definition_of(facts.choice.ref).unit_of_measure
    told = ", ".join(
        f"{period_words(reading.period, facts.language)}: "
        + (
            with_unit(reading.value, reading.decimals, unit, facts.language) + _guess(reading, facts.language)
            if reading.value is not None
            else status_words(reading.status, facts.language)
        )
        for reading in history
    )
    return _("Series of %(name)s: %(values)s") % {"name": focus.name, "values": told}


def _guess(reading: Reading, language: Language) -> str:
    words = ", ".join(flag_words(reading.flags & Flag.ESTIMATED, language))
    return f" ({words})" if words else ""


def _around(focus: UnitRow) -> tuple[str, tuple[UnitRow, ...]]:
    """Return the areas to show beside the one in focus: those of the same parent, else those that touch it."""
    rows = units.unit_rows(focus.boundary_version_id)
    siblings = tuple(row for row in rows if focus.parent_id is not None and row.parent_id == focus.parent_id)
    if 1 < len(siblings) <= MOST_NEIGHBOURS:
        parent = next(iter(units.lineage(focus)), None)
        return (parent.unit.name if parent else ""), siblings
    touching = units.neighbours(focus)[: MOST_NEIGHBOURS - 1]
    return "", (focus, *touching) if touching else ()


def _bars(facts: MapFacts, focus: UnitRow, around: Sequence[UnitRow]) -> tuple[NeighbourBar, ...]:
    content = facts.contents[facts.choice.ref.id]
    scheme = facts.schemes[facts.choice.ref.id]
    classes = scheme.classes_of(content)
    values = content.numbers["value"].values
    longest = max(
        (abs(float(values[row.position])) for row in around if not math.isnan(values[row.position])), default=0
    )
    bars = []
    # By name: neighbours are context, not a ranking.
    for row in sorted(around, key=lambda row: row.name):
        value = float(values[row.position])
        is_there = not math.isnan(value)
        text = (
            number(value, content.decimals, facts.language)
            if is_there
            else status_words(Status(int(content.status[row.position])), facts.language)
        )
        # An index has no zero to start a bar from: its class is shown as a patch of its colour.
        length = SWATCH if scheme.labels else 100 * abs(value) / longest if longest else 0
        share = f"{length:.1f}" if is_there else ""
        bars.append(
            NeighbourBar(
                key=row.key,
                query=replace(state_shown(facts), gebiet=row.key).query(),
                name=row.name,
                value=text,
                share=share,
                style=scheme.style_of(int(classes[row.position])) if is_there else "",
                is_focus=row.unit_id == focus.unit_id,
            )
        )
    return tuple(bars)


def whole_panel(facts: MapFacts) -> WholePanel:
    """Return what is said about the whole city."""
    content = facts.contents[facts.choice.ref.id]
    definition = facts.definition_of(facts.choice.ref)
    city = content.city
    history = [content.city.value for _ref, content in _same_ground(facts)]
    chart = _chart(facts, history, [None] * len(history))
    value = value_words(city.value, content.decimals, definition.unit_of_measure, facts.language)
    return WholePanel(
        name=facts.city_name,
        value=value,
        unit=long_unit(definition.unit_of_measure),
        origin=_whole_origin(facts, city.kind) if value else _why_no_whole(facts),
        chart=chart,
        chart_words=_whole_words(facts, history),
    )


def _why_no_whole(facts: MapFacts) -> str:
    """Say why the whole has no value: it cannot have one, or what it is made of is not there."""
    if facts.definition_of(facts.choice.ref).comparability == RELATIVE:
        return _("This measure compares areas with each other; the whole has no value of its own.")
    if facts.is_count(facts.choice.ref):
        return _(
            "There is no sum for the whole: none was delivered, and not every area has a figure that may be shown."
        )
    return _("There is no value for the whole: none was delivered, and the denominator is missing to calculate one.")


def _whole_origin(facts: MapFacts, kind: str) -> str:
    """Say where the value of the whole comes from: a source, a formula, or the areas."""
    if kind == "computed" and facts.definition_of(facts.choice.ref).formula:
        return _("computed by the formula of the indicator")
    if kind == "computed" and facts.is_count(facts.choice.ref):
        return _("Sum of the areas")
    return city_value_words(kind, facts.language)


def _whole_words(facts: MapFacts, history: Sequence[float | None]) -> str:
    definition = facts.definition_of(facts.choice.ref)
    told = ", ".join(
        f"{period_words(period_of(ref), facts.language)}: "
        f"{with_unit(value, content.decimals, definition.unit_of_measure, facts.language)}"
        for (ref, content), value in zip(_same_ground(facts), history, strict=True)
        if value is not None
    )
    return _("Series of %(name)s: %(values)s") % {"name": facts.city_name, "values": told}
