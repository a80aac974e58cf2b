# SPDX-License-Identifier: EUPL-1.2
"""The answer of the workbench: every period of a series at once, so that a step of time asks nobody."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from indicators.rendering.mapchance import spans_of
from indicators.rendering.maplegend import Legend
from indicators.rendering.maptable import columns_of, name_order
from indicators.rendering.mapview import MapView, PeriodView
from indicators.rendering.ownwords import OwnCount, Sides, direction_sentence, own_sentence, sides_sentence
from indicators.rendering.pairs import grid_of, own_reasons, pair_sentence
from indicators.rendering.profile_numbers import with_unit
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.answer import (
    Answer,
    Area,
    AreaGround,
    Heading,
    PeriodAnswer,
    histogram_of,
    lacking_before,
    times_of,
)
from indicators.rendering.workbench.axis import Axis, axis_over
from indicators.rendering.workbench.parts import BALANCE, CROSS, DISTRIBUTION, FUNNEL, LINE, SCATTER, STRIKING
from indicators.rendering.workbench.state import State
from indicators.rendering.workbench.words import CoursePoint, Measure, course_sentence, overall_sentence
from indicators.selectors.classnotes import class_notes
from indicators.selectors.mapbreaks import short_words
from indicators.selectors.mapchoice import period_of
from indicators.selectors.mapclasses import city_value
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.mapview import change_origin, footnotes, map_view
from indicators.selectors.sheets import ReleaseRef
from indicators.selectors.workbench.associating import scatters_of
from indicators.selectors.workbench.balancing import balances_of
from indicators.selectors.workbench.crossing import cross_of
from indicators.selectors.workbench.distributing import distributions_of
from indicators.selectors.workbench.facing import facings_of
from indicators.selectors.workbench.fitting import fits_of
from indicators.selectors.workbench.funnelling import funnels_of
from indicators.selectors.workbench.striking import strikings_of
from indicators.stats.overall import overall
from sozialplanung.common.periods import parse
from spatial.selectors import units

RELATIVE: Final = "relative"
NOT_COMPARABLE: Final = "no"


def answer_of(facts: MapFacts, state: State) -> Answer:
    """Make the answer: bounds, statistics and sentences of all periods, from what readers may see alone.

    What only an open panel shows is made where the state opens it.
    """
    view = map_view(facts)
    is_position, panels = view.comparability == RELATIVE, state.panels.tafeln
    times, axis = times_of([ref.period_start.toordinal() for ref in facts.choice.series]), _axis(facts)
    periods = tuple(_period(facts, view, position, (time, axis)) for position, time in enumerate(times))
    grounds = _grounds(facts)
    return Answer(
        view=view,
        axis=axis,
        periods=periods,
        grounds=grounds,
        is_position=is_position,
        # An index has no zero to start a bar from.
        starts_at_zero=not is_position
        and (bool(facts.pairs) or not any(period.view.legend.is_named for period in periods)),
        course="" if is_position else _course(facts, view, periods),
        balances=balances_of(facts, state.time.vergleich) if BALANCE in panels else (),
        fits=fits_of(facts, periods, state.time.anpassung) if LINE in panels and not is_position else (),
        scatters=scatters_of(facts, periods) if SCATTER in panels else None,
        distributions=distributions_of(facts, periods, grounds) if DISTRIBUTION in panels else (),
        funnels=funnels_of(facts, periods, axis) if FUNNEL in panels else None,
        strikings=strikings_of(facts, state.time.vergleich) if STRIKING in panels else None,
        cross=cross_of(facts) if CROSS in panels else None,
        facings=facings_of(facts, periods, state),
    )


def _period(facts: MapFacts, view: MapView, position: int, place: tuple[float, Axis]) -> PeriodAnswer:
    time, axis = place
    ref, shown = facts.choice.series[position], view.periods[position]
    content, definition = facts.contents[ref.id], facts.definition_of(ref)
    counted, guessed = facts.counted(ref).numbers["value"].values, facts.guessed_at(ref)
    found = overall(counted, content.decimals)
    # An estimate is a value, and none that statistics may take.
    found = replace(found, missing=found.missing - len(guessed))
    measure = _measure(facts, view, content)
    pair = facts.pairs.get(ref.id)
    has_mean = definition.comparability != RELATIVE and (pair is not None or not shown.legend.is_named)
    return PeriodAnswer(
        view=shown,
        time=time,
        joins=position > 0 and view.comparability != RELATIVE and _joins(facts, position, shown),
        overall=found,
        city=_city(facts, ref, content),
        city_text=_city_text(facts, ref, content),
        sentence=overall_sentence(
            found, own_reasons(shown.legend, pair), measure, has_mean=has_mean, guessed=len(guessed)
        ),
        columns=_columns(facts, ref, content),
        change=_heading(facts, ref, content),
        chance=facts.chance_at(ref),
        histogram=histogram_of(counted, axis),
        marks=facts.marks_at(ref),
        remarks=facts.numbered_remarks(ref),
        footnotes=footnotes(facts, ref),
        classes=_classes_sentence(facts, ref, shown.legend),
        pair=pair,
        grid=None if pair is None else grid_of(pair, shown.legend, facts.language),
        middle=None if (middle := facts.schemes[ref.id].middle) is None else middle.value,
        has_new_ground=position > 0
        and facts.choice.series[position - 1].boundary_version_id != ref.boundary_version_id,
        lacking=lacking_before([each.period_start.toordinal() for each in facts.choice.series])[position],
        guessed=guessed,
    )


def _classes_sentence(facts: MapFacts, ref: ReleaseRef, legend: Legend) -> str:
    """Tell both sides of the middle, and the classes of their own."""
    if ref.id in facts.pairs:
        return pair_sentence(facts.pairs[ref.id], facts.ground.shown.level_name_plural, facts.language)
    scheme, content, definition = facts.schemes[ref.id], facts.contents[ref.id], facts.definition_of(ref)
    told = list(class_notes(facts, ref))
    if scheme.middle is not None:
        values = content.numbers["value"].values
        below, above = int((values < scheme.middle.value).sum()), int((values >= scheme.middle.value).sum())
        amount = with_unit(scheme.middle.value, content.decimals, definition.unit_of_measure, facts.language)
        sides = Sides(scheme.middle, amount, below, above)
        told.append(sides_sentence(sides, facts.city_name, facts.ground.shown.level_name_plural, facts.language))
        told.append(direction_sentence(definition.judged_direction, facts.language))
    counts = [OwnCount(row.kind, row.span.removeprefix(f"{row.name}: "), row.count) for row in legend.own]
    told.append(own_sentence(counts, has_outliers=bool(facts.state.ausreisser), language=facts.language))
    return " ".join(filter(None, told))


def _measure(facts: MapFacts, view: MapView, content: SliceContent) -> Measure:
    return Measure(content.decimals, view.unit, view.areas, facts.language)


def _joins(facts: MapFacts, position: int, shown: PeriodView) -> bool:
    """Say whether a line may lead to a period: neither across other boundaries nor across a break."""
    before, ref = facts.choice.series[position - 1 : position + 1]
    if before.boundary_version_id != ref.boundary_version_id:
        return False
    return shown.break_before is None or shown.break_before.comparable != NOT_COMPARABLE


def _city(facts: MapFacts, ref: ReleaseRef, content: SliceContent) -> float | None:
    """Return the value of the whole where areas can be held against it: their sum cannot."""
    return city_value(facts.choice, ref, content)


def _city_text(facts: MapFacts, ref: ReleaseRef, content: SliceContent) -> str:
    if content.city.value is None:
        return ""
    unit = facts.definition_of(ref).unit_of_measure
    return f"{facts.city_name}: {with_unit(content.city.value, content.decimals, unit, facts.language)}"


def _columns(facts: MapFacts, ref: ReleaseRef, content: SliceContent) -> tuple[str, ...]:
    return columns_of(
        content,
        has_parents=facts.ground.coarser is not None,
        has_spans=spans_of(content, facts.schemes[ref.id]) is not None,
        lacks_interval=facts.chance_at(ref).is_unavailable,
    )


def _heading(facts: MapFacts, ref: ReleaseRef, content: SliceContent) -> Heading:
    if not content.change.since:
        return Heading()
    since = short_words(parse(content.change.since), period_of(ref), facts.language)
    return Heading(since, change_origin(replace(facts, choice=replace(facts.choice, ref=ref))))


def _axis(facts: MapFacts) -> Axis:
    """Return the one axis of all periods: nothing jumps when time goes on."""
    values = [content.numbers["value"].values for content in facts.contents.values()]
    cities = (_city(facts, ref, facts.contents[ref.id]) for ref in facts.choice.series)
    told = np.array([city for city in cities if city is not None], dtype=np.float64)
    return axis_over(np.concatenate([*values, told]), facts.language)


def _grounds(facts: MapFacts) -> tuple[AreaGround, ...]:
    """Return the areas of each boundary version of the series; an area has the same number wherever it is found."""
    versions = dict.fromkeys(ref.boundary_version_id for ref in facts.choice.series)
    numbers: dict[int, int] = {}
    return tuple(_ground(facts, id_, numbers) for id_ in versions)


def _ground(facts: MapFacts, boundary_version_id: int, numbers: dict[int, int]) -> AreaGround:
    version = facts.ground.versions[boundary_version_id]
    names = replace(facts.ground, shown=version).area_names()
    rows = units.unit_rows(boundary_version_id)
    areas = tuple(
        Area(each.key, each.name, each.parent, numbers.setdefault(row.unit_id, len(numbers)))
        for each, row in zip(names, rows, strict=True)
    )
    order = tuple(sorted(range(len(names)), key=lambda place: name_order(names[place])))
    return AreaGround(version.edition, version.order_hash, areas, order)


def _course(facts: MapFacts, view: MapView, periods: Sequence[PeriodAnswer]) -> str:
    points = [
        CoursePoint(period.view.label, facts.contents[ref.id].city.value, period.joins)
        for ref, period in zip(facts.choice.series, periods, strict=True)
    ]
    return course_sentence(points, facts.city_name, _measure(facts, view, facts.contents[facts.choice.ref.id]))
